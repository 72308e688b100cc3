"""The law about asking for money."""
