"""The law about needs, offers and splits."""
