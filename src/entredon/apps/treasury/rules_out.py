"""The law about paying out."""
