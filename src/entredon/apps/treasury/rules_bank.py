"""The law about bank statements and where their lines belong."""
