"""How a sheet of paper looks: its typeface, colours and margins."""

from pathlib import Path

_FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = _FONTS / "SourceSans3-Regular.ttf", _FONTS / "SourceSans3-Bold.ttf"
FAMILY = "Source"
INK, QUIET, LINE, SUNK = (28, 38, 36), (86, 96, 91), (226, 218, 203), (243, 238, 228)
MARGIN = 20
"""Millimetres of empty paper around; what is written lies between."""
