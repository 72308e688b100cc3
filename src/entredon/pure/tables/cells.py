"""A table as a file: which encoding and separator it has, its columns, and its rows one by one. Never more than a row is held."""

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, TextIO

from entredon.pure.tables import MOST_BYTES, MOST_ROWS
from entredon.pure.tables.lines import Unreadable, folded, plain
from entredon.pure.tables.values import looks_like_days

SEPARATORS = (",", ";", "\t", "|")
MOST_COLUMNS = 200
LONGEST_LINE = 1 << 20
"""Characters of a line, at most."""
_STEP = 1 << 18
_SAMPLE = 1 << 16
_HEAD = 10
"""The names of columns stand in one of the first so many rows."""
_SEP = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_FIGURE = re.compile(r"[-−+]?[0-9][0-9.,: ]*%?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Written:
    """How a table is written: its encoding and separator, in which row the names of its columns stand (0: nowhere), and they."""

    encoding: str
    separator: str
    head: int
    columns: tuple[str, ...]
    skipped: int = 0


def encoding_of(stream: BinaryIO) -> str:
    """UTF-8 (also with its mark), UTF-16 in either order, else Windows-1252. The stream stands at its beginning again."""
    stream.seek(0)
    head = stream.read(4096)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    evens, odds = head[0::2].count(0), head[1::2].count(0)
    if len(head) > 3 and max(evens, odds) * 3 > len(head) and min(evens, odds) * 10 < len(head):
        return "utf-16-le" if odds > evens else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream.seek(0)
    try:
        while piece := stream.read(_STEP):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        stream.seek(0)
    return "utf-8"


def _rows_of(sample: str, separator: str) -> Iterator[list[str]]:
    """The rows of a piece of text, as far as it can be cut into some."""
    with contextlib.suppress(csv.Error):
        yield from csv.reader(io.StringIO(sample, newline=""), delimiter=separator)


def separator_of(sample: str) -> str:
    """The character between cells: the one that cuts most lines into equally many, and more than one."""
    best, chosen = (0, 0), ","
    for candidate in SEPARATORS:
        counts: dict[int, int] = {}
        for row in _rows_of(sample, candidate):
            if any(cell.strip() for cell in row):
                counts[len(row)] = counts.get(len(row), 0) + 1
        width, often = max(counts.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        score = (often if width > 1 else 0, width)
        if score > best:
            best, chosen = score, candidate
    return chosen


def look(stream: BinaryIO, known: frozenset[str] = frozenset()) -> Written:
    """How a table is written. ``known`` are words by which a row with names of columns is recognised. Raises Unreadable."""
    size = stream.seek(0, io.SEEK_END)
    if size > MOST_BYTES:
        raise Unreadable("The file is larger than {most} MB, the most that is read.", most=MOST_BYTES >> 20)
    if not size:
        raise Unreadable("The file is empty.")
    stream.seek(0)
    head = stream.read(4)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("This is a workbook, not a table: open it in your spreadsheet program and save it as CSV.")
    encoding = encoding_of(stream)
    text = _text(stream, encoding)
    try:
        sample = _sample(text)
    finally:
        text.detach()
    skipped, separator = 0, ""
    if said := _SEP.match(sample):
        skipped, separator = 1, said[1]
        sample = sample[said.end() :]
    separator = separator or separator_of(sample)
    first = list(islice(_rows_of(sample, separator), _HEAD))
    head_at = _head(first, known)
    if head_at is None:
        width = max((len(row) for row in first), default=0)
        return Written(encoding, separator, 0, tuple(letter(n) for n in range(min(width, MOST_COLUMNS))), skipped)
    return Written(encoding, separator, head_at + 1, _names(first[head_at]), skipped)


def _text(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    stream.seek(0)
    return io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")


def _sample(text: TextIO) -> str:
    """The beginning of a table in whole lines. Raises Unreadable when it isn't lines at all."""
    lines, size = [], 0
    for line in _lines(text):
        lines.append(line)
        size += len(line)
        if size > _SAMPLE:
            break
    return "".join(lines)


def _lines(text: TextIO) -> Iterator[str]:
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            raise Unreadable(
                "Line {number} is longer than {most:,} characters: this is no table.", number=number, most=LONGEST_LINE
            )
        yield line


def _head(first: Sequence[Sequence[str]], known: frozenset[str]) -> int | None:
    """Which row holds the names of the columns: the first with two known words, else the first that isn't figures and days."""
    for at, row in enumerate(first):
        if sum(1 for cell in row if words(cell) & known) >= 2:
            return at
    for at, row in enumerate(first):
        cells = [plain(cell) for cell in row if cell.strip()]
        if cells:
            figures = any(_FIGURE.fullmatch(cell) or looks_like_days([cell]) or "@" in cell for cell in cells)
            return None if figures else at
    raise Unreadable("The file has no rows.")


def words(text: str) -> frozenset[str]:
    """The words of a column's name, and the name as a whole."""
    whole = re.sub(r"[^\w]+", " ", folded(text)).strip()
    return frozenset({whole, *whole.split()})


def _names(row: Sequence[str]) -> tuple[str, ...]:
    """The names of columns, each once; one without a name is called by its letter."""
    names: list[str] = []
    for at, cell in enumerate(row[:MOST_COLUMNS]):
        name = plain(cell)[:80] or letter(at)
        again, base = 1, name
        while name in names:
            again += 1
            name = f"{base} ({again})"
        names.append(name)
    while len(names) > 1 and not row[len(names) - 1].strip():
        names.pop()
    return tuple(names)


def letter(at: int) -> str:
    """A column by its letter: A, B, …, Z, AA."""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(65 + rest) + text
    return text


@dataclass(frozen=True, slots=True)
class Torn:
    """A row that could not be cut into cells."""


def rows(stream: BinaryIO, how: Written) -> Iterator[tuple[int, list[str] | Torn]]:
    """The rows below the names of the columns, with their numbers as a spreadsheet shows them; empty ones are left out.

    Raises Unreadable for more rows than are read.
    """
    text = _text(stream, how.encoding)
    try:
        lines = _lines(text)
        for _ in range(how.skipped):
            next(lines, "")
        yield from _cut(csv.reader(lines, delimiter=how.separator), how.head)
    finally:
        text.detach()


def _cut(reader: Iterator[list[str]], head: int) -> Iterator[tuple[int, list[str] | Torn]]:
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, Torn()
            continue
        if number <= head or not any(map(str.strip, cells)):
            continue
        if number > MOST_ROWS + head:
            raise Unreadable("The table has more than {most:,} rows; cut it into several.", most=MOST_ROWS)
        yield number, cells
