"""Writing to the stewards of a commons, and their answers."""
