"""Work that was written down elsewhere: tables as people have them, and what forges export, read row by row.

``table@1`` is the name of all of it together: how columns are guessed, how days and hours are read, and what the key of a row is
made of, by which nothing is taken twice.
"""

MOST_BYTES = 100 << 20
MOST_ROWS = 1_000_000
"""Larger than this no file is read."""
LONGEST = 10_000
"""Characters of a cell, at most."""
