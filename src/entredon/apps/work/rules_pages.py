"""The law about pages of knowledge."""
