"""The paper on which ``pdf.Sheet`` writes: A4 with our typeface, and a foot on each page. Loaded when the first sheet is made."""

from fpdf import FPDF
from fpdf.fonts import FontFace

from entredon.desk.pdf_looks import BOLD, FAMILY, MARGIN, QUIET, REGULAR


class Paper(FPDF):
    """A4 with our typeface, and a foot on each page."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4", unit="mm")
        self._foot = foot
        self.add_font(FAMILY, "", REGULAR)
        self.add_font(FAMILY, "B", BOLD)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(True, MARGIN + 4)

    def bold(self, ink: tuple[int, int, int], ground: tuple[int, int, int]) -> FontFace:
        """How the heads and the sum of a table are written."""
        return FontFace(emphasis="B", color=ink, fill_color=ground)

    def footer(self) -> None:
        """Called for each page when it is full."""
        self.set_y(-MARGIN + 4)
        self.set_font(FAMILY, "", 8.5)
        self.set_text_color(*QUIET)
        self.cell(self.epw - 20, 4, self._foot)
        self.cell(20, 4, f"{self.page_no()} / {{nb}}", align="R")
