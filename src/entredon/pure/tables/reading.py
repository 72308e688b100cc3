"""Rows of a table as they are understood, each whole or with all that is wrong in it."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

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
    made_of_content,
    made_of_own,
    plain,
)

_ADDRESS = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+")
_IN_KEY = ("day", "time", "kind", "what", "points", "about", "need", "link")


class Reader:
    """Reads rows as they were matched. ``today`` is the last day on which work can have been done."""

    def __init__(self, written: Written, matching: Matching, today: str) -> None:
        self.written, self.matching, self.today = written, matching, today
        self._at = places(matching, written.columns)
        if "person" not in self._at and "address" not in self._at:
            raise Unreadable("Say which column tells who did the work.")

    def read(self, number: int, row: Sequence[str] | Torn) -> Line | list[Fault]:
        """A row, or what is wrong with it."""
        if isinstance(row, Torn):
            what = Faulty("it can’t be cut into cells; perhaps a quotation mark is missing.")
            return [Fault(number, Place("Row {row}", row=number), what)]
        faults: list[Fault] = []
        kept = tuple(row)
        if any(cell.strip() for cell in row[len(self.written.columns) :]):
            what = Faulty(
                "it has more cells than there are columns; put a text with the separator in it in quotation marks."
            )
            return [Fault(number, Place("Row {row}", row=number), what, kept)]

        def take(field: str, read: Callable[[str], object], empty: object, *, needed: bool = False) -> object:
            text = self._cell(row, field)
            try:
                if cells.too_long(text):
                    raise Faulty(
                        "it has {count:,} characters; at most {most:,} are read.", count=len(text), most=LONGEST
                    )
                text = plain(text, lines=field == "what")
                if not text and needed and field in self._at:
                    raise Faulty("it is empty.")
                said[field] = text
                return read(text) if text else empty
            except Faulty as what:
                faults.append(Fault(number, self._place(number, field), what, kept))
                return empty

        said: dict[str, str] = {}
        name, address = self._person(take)
        day = take("day", self._day, "", needed=True)
        minutes = take("time", self._minutes, 0)
        kind = take("kind", _kind, "") or self.matching.kind
        points = take("points", values.points, 1)
        note, link = take("what", str, ""), take("link", str, "")
        about, need, own = take("about", str, ""), take("need", str, ""), take("own", str, "")
        if not faults and not (name or address):
            field = "person" if "person" in self._at else "address"
            faults.append(Fault(number, self._place(number, field), Faulty("it is empty."), kept))
        if not faults and not kind:
            faults.append(
                Fault(number, Place("Row {row}", row=number), Faulty("it doesn’t say which kind of work it was."), kept)
            )
        if faults:
            return faults
        made_of = made_of_own(str(own)) if own else self._content(said, name, address, str(day), minutes)
        return Line(
            number, name, address, str(day), int(str(minutes)), str(kind), int(str(points)), str(about), str(need),
            "\n".join(str(part) for part in (note, link) if part), made_of, bool(own), kept,
        )  # fmt: skip

    def _content(self, said: dict[str, str], name: str, address: str, day: str, minutes: object) -> bytes:
        """What a row says, by values and not by how they were written."""
        content = {field: said.get(field, "") for field in _IN_KEY}
        if content["time"]:
            content["time"] = str(minutes)
        if content["points"]:
            content["points"] = str(values.points(content["points"]))
        if content["kind"]:
            content["kind"] = kind_of(content["kind"])
        return made_of_content({**content, "day": day, "person": address.lower() or name})

    def _cell(self, row: Sequence[str], field: str) -> str:
        at = self._at.get(field, len(row))
        return row[at] if at < len(row) else ""

    def _place(self, number: int, field: str) -> Place:
        return Place("Row {row}, {column}", row=number, column=self.matching.columns[field])

    def _person(self, take: Callable[..., object]) -> tuple[str, str]:
        """Name and address, in whichever columns they stand."""
        name, address = person_of(str(take("person", str, "")))
        family, other = str(take("family", str, "")), str(take("address", _address, ""))
        if family:
            name = f"{name} {family}".strip()
        return name, other or address

    def _day(self, text: str) -> str:
        day = values.day(text, self.matching.days)
        if day > self.today:
            raise Faulty("“{text}” is in the future.", text=text[:40])
        return day

    def _minutes(self, text: str) -> int:
        return values.minutes(text, in_minutes=self.matching.in_minutes)


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
