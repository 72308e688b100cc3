"""Bank statements: camt.053 and its kin, CODA, and tables of a bank, read into one kind of value, and judged before they count.

``reading.read`` turns the bytes of a file into statements or refuses it with a reason. ``gate.judge`` takes those whose sums are
right and that continue one another, and sets the others aside whole. ``identity`` knows a line again in another file, and
``references`` finds the payment references in what payers wrote.
"""

MOST_BYTES = 64 << 20
"""Larger than this no statement is read."""
MOST_LINES = 500_000
"""More lines than this no file has."""
