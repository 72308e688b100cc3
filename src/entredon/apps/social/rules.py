"""The law about discussions."""
