"""The law about tables that were brought in."""
