"""The law about ideas and calls."""
