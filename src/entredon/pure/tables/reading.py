"""Rows of a table as they are understood, each whole or with all that is wrong in it."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

from entredon.pure.tables import LONGEST, cells, values
from entredon.pure.tables.cells import Torn, Written
from entredon.pure.tables.columns import Matching, places
from entredon.pure.tables.kinds import kind_of
from entredon.pure.tables.lines import (
    Fault,
    Faulty,
    Line,
    Place,
    Unreadable,
    folded,
    made_of_content,
    made_of_own,
    plain,
)

_ADDRESS = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+")
_IN_KEY = ("what", "about", "need", "link")
_STEERS = ("=", "+", "-", "@")
_BY_VALUE = ("day", "kind", "points", "time")
"""What counts in a row’s key by its words; of what else it says, the value counts, however it was written."""


class Reader:
    """Reads rows as they were matched. ``today`` is the last day on which work can have been done."""

    def __init__(self, written: Written, matching: Matching, today: str) -> None:
        self.written, self.matching, self.today = written, matching, today
        self._width = len(written.columns)
        self._fields = list(places(matching, written.columns).items())
        self._field = next((field for field in ("person", "address") if field in matching.columns), "")
        if not self._field:
            raise Unreadable("Say which column tells who did the work.")
        self._values: dict[str, Callable[[str], Any]] = {
            "address": _address, "day": self._day, "time": self._minutes, "kind": _kind, "points": values.points,
        }  # fmt: skip

    def read(self, number: int, row: Sequence[str] | Torn) -> Line | list[Fault]:
        """A row, or what is wrong with it."""
        if isinstance(row, Torn):
            what = Faulty("it can’t be cut into cells; perhaps a quotation mark is missing.")
            return [Fault(number, Place("Row {row}", row=number), what)]
        cells = tuple(row)
        if len(row) > self._width and any(map(str.strip, row[self._width :])):
            what = Faulty(
                "it has more cells than there are columns; put a text with the separator in it in quotation marks."
            )
            return [Fault(number, Place("Row {row}", row=number), what, cells)]
        said: dict[str, Any] = {}
        faults = []
        for field, at in self._fields:
            try:
                if (value := self._value(field, row[at] if at < len(row) else "")) != "":
                    said[field] = value
            except Faulty as what:
                faults.append(Fault(number, self._place(number, field), what, cells))
        return faults or self._line(number, said, cells)

    def _value(self, field: str, text: str) -> Any:
        """What a cell says; "" if it is empty. Raises Faulty."""
        if len(text) > LONGEST:
            raise Faulty("it has {count:,} characters; at most {most:,} are read.", count=len(text), most=LONGEST)
        text = plain(text, lines=field == "what")
        if text[:1] == "'" and text[1:2] in _STEERS:
            text = text[1:]  # how spreadsheets, and our own lists, write what is no formula
        if not text:
            if field == "day":
                raise Faulty("it is empty.")
            return ""
        read = self._values.get(field)
        return read(text) if read is not None else text

    def _line(self, number: int, said: dict[str, Any], cells: tuple[str, ...]) -> Line | list[Fault]:
        """A row whose cells can all be read."""
        name, address = person_of(said.get("person", ""))
        if family := said.get("family", ""):
            name = f"{name} {family}".strip()[:200]
        address = said.get("address", "") or address
        if not (name or address):
            return [Fault(number, self._place(number, self._field), Faulty("it is empty."), cells)]
        kind = said.get("kind", "") or self.matching.kind
        if not kind:
            what = Faulty("it doesn’t say which kind of work it was.")
            return [Fault(number, Place("Row {row}", row=number), what, cells)]
        own = said.get("own", "")
        note = "\n".join(said[part] for part in ("what", "link") if part in said)
        return Line(
            number, name, address, said.get("day", ""), said.get("time", 0), kind, said.get("points", 1),
            said.get("about", ""), said.get("need", ""), note,
            made_of_own(own) if own else _content(said, address.lower() or folded(name)), bool(own), cells,
        )  # fmt: skip

    def _place(self, number: int, field: str) -> Place:
        return Place("Row {row}, {column}", row=number, column=self.matching.columns[field])

    def _day(self, text: str) -> str:
        day = values.day(text, self.matching.days)
        if day > self.today:
            raise Faulty("“{text}” is in the future.", text=text[:40])
        return day

    def _minutes(self, text: str) -> int:
        return values.minutes(text, in_minutes=self.matching.in_minutes)


def _content(said: dict[str, Any], person: str) -> bytes:
    """What the key of a row is made of that has no id of its own."""
    content: dict[str, str] = {name: str(said[name]) for name in _BY_VALUE if name in said}
    content.update((name, folded(said[name])) for name in _IN_KEY if name in said)
    return made_of_content({**content, "person": person})


def person_of(text: str) -> tuple[str, str]:
    """“Ada Vermeer <ada@example.org>”, or one of both, as name and address."""
    found = _ADDRESS.search(text)
    if found is None:
        return text[:200], ""
    rest = plain(
        (text[: found.start()] + " " + text[found.end() :]).replace("<", " ").replace(">", " ").replace("()", " ")
    )
    return rest.strip(" ,;()")[:200], found[0][:320]


def _address(text: str) -> str:
    found = _ADDRESS.search(text)
    if found is None:
        raise Faulty("“{text}” is not an e-mail address.", text=text[:40])
    return found[0][:320]


def _kind(text: str) -> str:
    kind = kind_of(text)
    if not kind:
        raise Faulty("“{text}” has no letter from a to z: call this kind of work otherwise.", text=text[:40])
    return kind


def lines(stream: BinaryIO, reader: Reader) -> Iterator[Line | list[Fault]]:
    """All rows of a table as they are understood. Raises Unreadable."""
    for number, row in cells.rows(stream, reader.written):
        yield reader.read(number, row)


def sample(stream: BinaryIO, written: Written, most: int) -> list[list[str]]:
    """The first rows as they stand there."""
    found: list[list[str]] = []
    for _number, row in cells.rows(stream, written):
        if not isinstance(row, Torn):
            found.append(list(row))
        if len(found) >= most:
            break
    return found
