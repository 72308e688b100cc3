"""``python tools/fonts.py``: the typeface of our pages as two files that a PDF can hold, in ``src/entredon/desk/fonts``.

Pages load Source Sans 3 in pieces (Latin, Greek, Cyrillic, …) of any weight; a PDF needs whole files of one weight. They are in git,
as nothing but a new version of the typeface changes them. Wants the ``node_modules`` of ``frontend`` and fonttools, which fpdf2 brings.
"""

import tempfile
from pathlib import Path

from fontTools import merge
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "frontend/node_modules/@fontsource-variable/source-sans-3"
TARGET = ROOT / "src/entredon/desk/fonts"
PIECES = ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
WEIGHTS = {"Regular": 400, "Bold": 650}
NEW_YEAR_2026 = 1_767_225_600 + 2_082_844_800  # typefaces count from 1904


def main() -> None:
    """Write both files and the licence beside them."""
    for style, weight in WEIGHTS.items():
        with tempfile.TemporaryDirectory() as room:
            pieces = [_piece(name, weight, Path(room)) for name in PIECES]
            whole = merge.Merger(merge.Options(drop_tables=["GPOS", "GSUB", "GDEF", "STAT", "DSIG"])).merge(pieces)
        # The day of making is no part of a typeface: the same pieces always give the same file.
        whole["head"].created = whole["head"].modified = NEW_YEAR_2026
        whole.recalcTimestamp = False
        whole.save(TARGET / f"SourceSans3-{style}.ttf")
    (TARGET / "LICENSE").write_text((SOURCE / "LICENSE").read_text(encoding="utf-8"), encoding="utf-8")


def _piece(name: str, weight: int, room: Path) -> str:
    font = TTFont(SOURCE / f"files/source-sans-3-{name}-wght-normal.woff2")
    still = instancer.instantiateVariableFont(font, {"wght": weight})
    still.flavor = None
    path = room / f"{name}.ttf"
    still.save(path)
    return str(path)


if __name__ == "__main__":
    main()
