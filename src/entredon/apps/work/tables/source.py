"""A file that somebody brings in: a table with columns, or what a forge exports of its issues and reviews."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from entredon.pure.tables import cells, columns, forge, reading
from entredon.pure.tables.cells import Written
from entredon.pure.tables.columns import Matching
from entredon.pure.tables.lines import Fault, Line, Place
from entredon.pure.tables.reading import Reader

SPREADSHEET, FORGE = "spreadsheet", "forge"
SAMPLE = 500
"""So many rows are looked at to guess what columns say."""
SHOWN = 8
"""So many rows are shown before anything is taken."""


class Source:
    """A file on disk. How it is written is found out once; ``written`` may be known already. Raises Unreadable."""

    def __init__(self, path: Path, written: Written | None = None, kind: str = "") -> None:
        self.path = path
        with self._open() as stream:
            self.kind = kind or (FORGE if forge.looks_like(stream.read(4096)) else SPREADSHEET)
            if written is None and self.kind == SPREADSHEET:
                written = cells.look(stream, columns.KNOWN)
        self._written = written

    @property
    def written(self) -> Written:
        """How a table is written."""
        assert self._written is not None
        return self._written

    @cached_property
    def export(self) -> forge.Export:
        """What a forge's export holds. Raises Unreadable."""
        with self._open() as stream:
            return forge.read(stream)

    def sample(self, most: int = SAMPLE) -> list[list[str]]:
        """The first rows of a table, as they stand there."""
        with self._open() as stream:
            return reading.sample(stream, self.written, most)

    def guess(self) -> Matching:
        """What the columns probably say."""
        return columns.guess(self.written.columns, self.sample())

    def first(self, matching: Matching, today: str, most: int = SHOWN) -> list[Line | list[Fault]]:
        """The first rows as they would be read. Raises Unreadable."""
        found = []
        for line in self.lines(matching, today):
            found.append(line)
            if len(found) >= most:
                break
        return found

    def lines(self, matching: Matching, today: str) -> Iterator[Line | list[Fault]]:
        """All rows as they are understood. Raises Unreadable."""
        if self.kind == FORGE:
            yield from forge.lines(self.export, today)
            return
        reader = Reader(self.written, matching, today)
        with self._open() as stream:
            yield from reading.lines(stream, reader)

    def place(self, line: Line, matching: Matching, *fields: str) -> Place:
        """Where in the file something stands."""
        if self.kind == FORGE:
            return Place("Item {number}", number=line.row)
        column = next((matching.columns[field] for field in fields if field in matching.columns), "")
        return Place("Row {row}, {column}", row=line.row, column=column) if column else Place("Row {row}", row=line.row)

    @contextmanager
    def _open(self) -> Iterator[BinaryIO]:
        with self.path.open("rb") as stream:
            yield stream
