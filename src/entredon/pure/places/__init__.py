"""Places on the earth: how far they are from one another, and which are near. Nothing of it is recorded, so floats are fine here."""
