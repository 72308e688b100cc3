"""Reads the three tables of ``entredon flow``, and says file, line and reason for whatever is wrong in them."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from entredon.cli.common import Trouble
from entredon.pure.told import Told
from entredon.pure.value.book import Contribution, Version

LARGEST = (1 << 53) - 1
TOLD = 10
"""So many faults are told at once."""
NAME = 200


class Fault(Told):
    """What is wrong in one line."""


def read(folder: Path) -> tuple[list[Version], list[Contribution]]:
    """Works with what they build upon, and people's points. Raises Trouble that tells what is wrong where."""
    if not folder.is_dir():
        raise Trouble(
            "{folder} is not a directory; give the one that holds works.csv, inputs.csv and contributions.csv.",
            folder=folder,
        )
    reader = _Reader(folder)
    reader.each("works.csv", ("work",), reader.work)
    reader.each("inputs.csv", ("work", "input", "weight"), reader.upon)
    reader.each("contributions.csv", ("work", "person", "points"), reader.contribution)
    reader.finish()
    works = [Version(work, work, own, list(reader.inputs[work].items())) for work, own in reader.own.items()]
    return works, reader.contributions


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.own: dict[str, int] = {}
        self.inputs: dict[str, dict[str, int]] = {}
        self.contributions: list[Contribution] = []
        self.faults: list[str] = []

    def each(self, name: str, columns: tuple[str, ...], take: Callable[..., None]) -> None:
        """Take every row of a table; remember what is wrong and go on."""
        file = self.folder / name
        for line, row in _rows(file, columns):
            try:
                if isinstance(row, Fault):
                    raise row
                take(*row)
            except Fault as fault:
                self.faults.append(f"{file}, line {line}: {fault}")
                if len(self.faults) == TOLD:
                    self.finish()

    def finish(self) -> None:
        """Raises Trouble when something was wrong."""
        if self.faults:
            faults = "\n".join(self.faults)
            if len(self.faults) == TOLD:
                raise Trouble("{faults}\nThere may be more.\nNothing was shared.", faults=faults)
            raise Trouble("{faults}\nNothing was shared.", faults=faults)

    def work(self, work: str) -> None:
        _name(work, "work")
        if work in self.own:
            raise Fault("the work “{work}” stands here twice.", work=work)
        self.own[work] = 0
        self.inputs[work] = {}

    def upon(self, work: str, upon: str, weight: str) -> None:
        self._known(work, "work")
        self._known(upon, "input")
        if upon in self.inputs[work]:
            raise Fault(
                "“{upon}” is already an input of “{work}”; write one line with one weight.", upon=upon, work=work
            )
        self.inputs[work][upon] = _number(weight, "weight")

    def contribution(self, work: str, person: str, points: str) -> None:
        self._known(work, "work")
        _name(person, "person")
        number = _number(points, "points")
        self.own[work] += number
        id = f"{len(self.contributions):09d}"
        self.contributions.append(Contribution(id, work, person, "points", {"points": number}))

    def _known(self, work: str, column: str) -> None:
        _name(work, column)
        if work not in self.own:
            raise Fault("there is no work “{work}” in works.csv.", work=work[:40])


def _rows(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str] | Fault]]:
    """The rows of a table as (line, values of these columns). Raises Trouble for what is wrong with the whole."""
    reader = csv.reader(io.StringIO(_text(file), newline=""), strict=True)
    places: list[int] | None = None
    width = 0
    while True:
        line = reader.line_num + 1
        try:
            row = [value.strip() for value in next(reader)]
        except StopIteration:
            break
        except csv.Error as trouble:
            raise Trouble(
                "{file}, line {line}: this is not CSV ({trouble}). Nothing was shared.",
                file=file,
                line=line,
                trouble=trouble,
            ) from None
        if not any(row):
            continue
        if places is None:
            places, width = _places(file, row, columns), len(row)
        elif len(row) != width:
            yield line, Fault("this line has {count} values, the first line has {width}.", count=len(row), width=width)
        else:
            yield line, [row[place] for place in places]
    if places is None:
        raise Trouble("{file} is empty; its first line should be: {columns}", file=file, columns=",".join(columns))


def _places(file: Path, header: list[str], columns: tuple[str, ...]) -> list[int]:
    """Where the columns stand. Others are left alone, so tables may have more."""
    names = [name.casefold() for name in header]
    missing = [column for column in columns if column not in names]
    if not missing:
        return [names.index(column) for column in columns]
    for mark, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and mark in header[0]:
            raise Trouble(
                "{file}: the values are separated by {called}; separate them by commas.", file=file, called=called
            )
    raise Trouble(
        "{file}: there is no column “{missing}”; the first line should be: {columns}",
        file=file,
        missing=missing[0],
        columns=",".join(columns),
    )


def _text(file: Path) -> str:
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        raise Trouble("{file} is missing; it may be empty but for its first line.", file=file) from None
    except OSError as trouble:
        raise Trouble("{file} can't be read: {strerror}.", file=file, strerror=trouble.strerror) from None
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = raw.count(b"\n", 0, trouble.start) + 1
        raise Trouble(
            "{file}, line {line}: this is not written in UTF-8; save the table as UTF-8.", file=file, line=line
        ) from None
    if "\0" in text:
        raise Trouble(
            "{file}, line {text}: this is not a table but binary data.",
            file=file,
            text=text.count(chr(10), 0, text.index(chr(0))) + 1,
        )
    return text


def _name(name: str, column: str) -> None:
    if not name:
        raise Fault("the {column} is missing.", column=column)
    if len(name) > NAME or not name.isprintable():
        raise Fault("the {column} must be one line of at most {name} characters.", column=column, name=NAME)


def _number(text: str, column: str) -> int:
    if not text:
        raise Fault("{column}: the number is missing.", column=column)
    if not (text.isascii() and text.isdigit()):
        raise Fault("{column}: “{text}” is not a whole number from 0 on.", column=column, text=text[:24])
    if len(text) > 16 or int(text) > LARGEST:
        raise Fault(
            "{column}: “{text}…” is too large; at most {largest}.", column=column, text=text[:16], largest=LARGEST
        )
    return int(text)
