"""Sheets of paper: the same input gives the same bytes, and names come out as they are."""

import subprocess
import sys

import pypdfium2
import pytest
import time_machine
import zxingcpp

from entredon.desk.pdf import Sheet

CODE = "BCD\n002\n1\nSCT\n\nMerel vzw\nBE68539007547034\nEUR12.50"


def sheet(rows: int = 3) -> bytes:
    paper = Sheet("What Škoda Łukasz is paid", day="2026-11-26", foot="Commons Car · Merel vzw")
    paper.text("Ελλάς, Привет, Zoë, € 1 234,56")
    paper.large("€ 1,250.00")
    paper.pairs([("Holder", "Merel vzw"), ("A long one", "word " * 60)])
    paper.heading("Lines")
    paper.table(
        ["Day", "What", "Amount"],
        [["2026-11-01", f"Line {n} with Łódź", f"{n}.00"] for n in range(rows)],
        widths=(2, 5, 2),
        right={2},
        total=True,
    )
    paper.code(CODE)
    paper.line()
    paper.text("small", quiet=True)
    return paper.data()


def said(data: bytes) -> list[str]:
    """What somebody reads on each page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def test_the_same_input_gives_the_same_bytes_whenever_and_wherever():
    first = sheet()
    with time_machine.travel("2031-05-06"):
        assert sheet() == first
    again = "from entredon.desk.tests.test_pdf import sheet; import sys; sys.stdout.buffer.write(sheet())"
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", again], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        )
        assert run.stdout == first


def test_names_come_out_as_they_are():
    [page] = said(sheet())
    for text in ("Škoda Łukasz", "Łódź", "Ελλάς, Привет, Zoë", "€ 1,250.00", "Commons Car · Merel vzw", "1 / 1"):
        assert text in page


def test_a_reader_of_codes_reads_the_code_on_the_sheet():
    picture = pypdfium2.PdfDocument(sheet())[0].render(scale=2).to_pil()
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == CODE


def test_what_the_typeface_lacks_is_seen_to_be_missing():
    paper = Sheet("中", day="2026-11-26")
    paper.text("a\N{ZERO WIDTH SPACE}b → c")
    assert said(paper.data())[0].split() == ["?", "ab", "->", "c", "1", "/", "1"]


def test_long_tables_go_on_with_their_head():
    pages = said(sheet(120))
    assert len(pages) >= 4
    assert all("Amount" in page for page in pages[:-1])


@pytest.mark.parametrize("text", ["", "x" * 4000, "word " * 2000, "line\nline"])
def test_any_text_is_written(text):
    paper = Sheet("Title", day="2026-11-26")
    paper.text(text)
    paper.pairs([(text[:40], text)])
    paper.table(["a", "b"], [[text[:300], "1"]])
    assert paper.data().startswith(b"%PDF-")
