"""A sheet of paper: a PDF with headings, text, pairs, tables and payment codes, in the typeface of our pages.

The same input gives the same bytes, so that its hash can be written down: it is dated by whoever asks for it, never by a clock.
Latin, Greek and Cyrillic letters are there; a sign that the typeface lacks is shown as “?”, never as nothing.
"""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

import segno

from entredon.desk.pdf_looks import FAMILY, INK, LINE, MARGIN, QUIET, REGULAR, SUNK

LABELS = 48
"""Millimetres for the left of a pair."""
QUIET_ZONE = 4
"""Modules of empty margin, without which no reader finds a code."""


class Sheet:
    """A4 pages that are filled from top to bottom; ``data()`` gives the file.

    ``day`` is when what it tells was so, as 2026-11-26; ``foot`` stands at the foot of each page, before its number.
    """

    def __init__(self, title: str, *, day: str, language: str = "en", foot: str = "") -> None:
        # It needs fpdf and fontTools, which take longer to load than the pages of an app: only who writes on paper waits for them.
        from entredon.desk.pdf_paper import Paper

        self._pdf = Paper(_fit(foot))
        pdf = self._pdf
        pdf.set_title(title)
        pdf.set_lang(language)
        pdf.set_producer("Entredon")
        pdf.set_creation_date(datetime.fromisoformat(day).replace(tzinfo=UTC))
        pdf.add_page()
        self._written(title, 21, bold=True)
        self.space(2)

    def heading(self, text: str) -> None:
        """A heading; it never stands alone at the foot of a page."""
        self.space(5)
        if self._pdf.will_page_break(24):
            self._pdf.add_page()
        self._written(text, 13.5, bold=True)
        self.space(1.5)

    def text(self, text: str, *, quiet: bool = False) -> None:
        """A paragraph; quiet ones are smaller and lighter."""
        self._written(text, 9.5 if quiet else 11, colour=QUIET if quiet else INK)
        self.space(1.5)

    def large(self, text: str) -> None:
        """One line that is seen first: an amount, a result."""
        self._written(text, 26, bold=True)
        self.space(1.5)

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """What something is called, and beside it what it is."""
        pdf = self._pdf
        for label, value in rows:
            self._font(11)
            value = _fit(value)
            wide = pdf.epw - LABELS
            tall = pdf.multi_cell(wide, 6, value, dry_run=True, output="HEIGHT", align="L")
            assert isinstance(tall, float | int)  # what is asked for is given
            if pdf.will_page_break(tall):
                pdf.add_page()
            self._font(11, colour=QUIET)
            pdf.cell(LABELS, 6, _fit(label))
            self._font(11)
            pdf.multi_cell(wide, 6, value, new_x="LMARGIN", new_y="NEXT", align="L")
        self.space(1.5)

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float] = (),
        right: Collection[int] = (),
        total: bool = False,
    ) -> None:
        """A table whose head is repeated on each page. ``widths`` are shares of the page's width; ``right`` are the columns that
        stand to the right, such as amounts; ``total``: the last row is the sum of the others, and stands out."""
        pdf = self._pdf
        self._font(9.5)
        pdf.set_draw_color(*LINE)
        bold = pdf.bold(INK, SUNK)
        with pdf.table(
            width=pdf.epw,
            col_widths=tuple(widths) or None,
            text_align=tuple("RIGHT" if at in right else "LEFT" for at in range(len(heads))),
            borders_layout="HORIZONTAL_LINES",
            headings_style=bold,
            line_height=5.2,
            padding=(0.8, 1.2),
        ) as table:
            table.row([_fit(head) for head in heads])
            for at, row in enumerate(rows, 1):
                last = total and at == len(rows)
                table.row([_fit(cell) for cell in row], style=bold if last else None)
        self.space(3)

    def code(self, text: str, side: float = 46) -> None:
        """A QR code of this text (see ``pure.money.qr.epc`` for payments), drawn as one shape, ``side`` millimetres wide."""
        pdf = self._pdf
        if pdf.will_page_break(side):
            pdf.add_page()
        matrix = segno.make_qr(text.encode(), error="M", boost_error=False).matrix
        module = side / (len(matrix) + 2 * QUIET_ZONE)
        left, top = pdf.l_margin, pdf.get_y()
        pdf.set_fill_color(0, 0, 0)
        for y, row in enumerate(matrix, QUIET_ZONE):
            for x, length in _runs(row):
                pdf.rect(left + (x + QUIET_ZONE) * module, top + y * module, length * module, module, style="F")
        pdf.set_y(top + side)
        self.space(2)

    def line(self) -> None:
        """A thin line across."""
        pdf = self._pdf
        self.space(2)
        pdf.set_draw_color(*LINE)
        pdf.line(pdf.l_margin, pdf.get_y(), pdf.l_margin + pdf.epw, pdf.get_y())
        self.space(2)

    def space(self, millimetres: float) -> None:
        """Some empty paper; none at the head of a page."""
        if self._pdf.get_y() > MARGIN:
            self._pdf.ln(millimetres)

    def page(self) -> None:
        """What follows begins on a new page."""
        self._pdf.add_page()

    @contextmanager
    def together(self, millimetres: float) -> Iterator[None]:
        """What is written inside stays on one page, if it is no taller than this."""
        if self._pdf.will_page_break(millimetres):
            self._pdf.add_page()
        yield

    def data(self) -> bytes:
        """The file. Nothing can be added afterwards."""
        return bytes(self._pdf.output())

    def _written(self, text: str, size: float, *, bold: bool = False, colour: tuple[int, int, int] = INK) -> None:
        self._font(size, bold=bold, colour=colour)
        self._pdf.multi_cell(0, size * 0.48, _fit(text), new_x="LMARGIN", new_y="NEXT", align="L")

    def _font(self, size: float, *, bold: bool = False, colour: tuple[int, int, int] = INK) -> None:
        self._pdf.set_font(FAMILY, "B" if bold else "", size)
        self._pdf.set_text_color(*colour)


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin in a row, and how many stand side by side."""
    start = None
    for at, module in enumerate([*row, 0]):
        if module and start is None:
            start = at
        elif not module and start is not None:
            yield start, at - start
            start = None


def _fit(text: str) -> str:
    """The text with composed letters, without signs that aren't seen, and with a “?” for what the typeface doesn't have."""
    known = _signs()
    text = unicodedata.normalize("NFC", text.replace("\t", " "))
    return "".join(sign if sign == "\n" or (ord(sign) in known and _seen(sign)) else _instead(sign) for sign in text)


def _seen(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cf"}


def _instead(sign: str) -> str:
    """What is written for a sign that isn't there."""
    if sign == "→":
        return "->"
    if unicodedata.category(sign) == "Zs":
        return "\N{NO-BREAK SPACE}"
    return "" if unicodedata.category(sign) in {"Cc", "Cf", "Mn"} else "?"


@cache
def _signs() -> frozenset[int]:
    """What the typeface can write."""
    from fontTools.ttLib import TTFont  # only who writes on paper waits for it

    with TTFont(REGULAR, lazy=True) as font:
        return frozenset(font.getBestCmap())
