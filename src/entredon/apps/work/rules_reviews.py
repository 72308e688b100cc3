"""The law about reviews."""
