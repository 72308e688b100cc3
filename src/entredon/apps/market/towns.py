"""The towns of the world, offline: found by the beginning of a name in any usual spelling, or by number. Data of GeoNames, CC BY 4.0.

The table is read once, when a page first needs it. It is not in git: ``tools/towns.py`` makes it when the package is built.
"""

import gzip
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import floor
from pathlib import Path

TABLE = Path(__file__).with_name("towns.gz")
MATCHES = 12
"""So many towns are offered to choose from."""
SHORTEST = 2
"""A town is looked for from so many letters on."""
WIDE = 1_000
"""In a view of more squares than this, towns are looked for among all, the largest first."""
LOOKED_AT = 6_000
"""So many spellings that begin alike are looked at: more than begin with any two letters."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town: its number at GeoNames, its name there, its country by the code of ISO 3166, where it lies, how many live there."""

    id: int
    name: str
    country: str
    lat: float
    lon: float
    people: int

    def __str__(self) -> str:
        return f"{self.name}, {self.country}"


@dataclass(frozen=True, slots=True)
class Table:
    """All towns as lines of text, the largest first; by their ids, and by squares of a degree, the numbers of their lines; and their
    spellings in one sorted text with the number of the line behind each."""

    lines: list[str]
    numbers: dict[int, int]
    squares: dict[tuple[int, int], list[int]]
    spelled: str


def town(id: int) -> Town | None:
    """A town by its number; None when it isn't in the table (or stands for nowhere)."""
    number = table().numbers.get(id)
    return None if number is None else read(table().lines[number])


def find(typed: str) -> list[Town]:
    """The towns that something typed may mean: those spelled just so first, then those that begin so; the largest first.

    A country may follow after a comma, by its code: “Mechelen, BE”.
    """
    exact, all_that = _ranked(typed)
    return [*exact, *(town for town in all_that if town not in exact)][:MATCHES]


def meant(typed: str) -> Town | None:
    """The one town that something typed must mean: the only one that is spelled so, or the only one that begins so."""
    exact, all_that = _ranked(typed)
    return exact[0] if len(exact) == 1 else all_that[0] if len(all_that) == 1 else None


def _ranked(typed: str) -> tuple[list[Town], list[Town]]:
    """The largest towns that are spelled just so, and those whose spelling begins so."""
    name, _, country = typed.partition(",")
    sought, country = fold(name), country.strip().upper()
    if len(sought) < SHORTEST:
        return [], []
    found = set(beginning(sought))
    exact = {number for spelling, number in found if spelling == sought}
    return _some(exact, country), _some({number for _, number in found}, country)


def _some(numbers: set[int], country: str) -> list[Town]:
    """The largest of these towns, in a country where one is said."""
    towns = (read(table().lines[number]) for number in sorted(numbers))
    return list(islice((town for town in towns if country in ("", town.country)), MATCHES))


def in_view(south: float, north: float, west: float, east: float, most: int) -> list[Town]:
    """The largest towns between two parallels and two meridians, as a background for a map."""
    lats, lons = range(floor(south), floor(north) + 1), range(floor(west), floor(east) + 1)
    lines, squares = table().lines, table().squares
    numbers: Iterable[int]
    if len(lats) * len(lons) > WIDE:
        numbers = range(len(lines))  # so much is in view that the largest of all are soon enough
    else:
        numbers = sorted(number for lat in lats for lon in lons for number in squares.get((lat, lon), ()))
    found: list[Town] = []
    for number in numbers:
        one = read(lines[number])
        if south <= one.lat <= north and west <= one.lon <= east:
            found.append(one)
            if len(found) == most:
                break
    return found


def beginning(sought: str) -> Iterator[tuple[str, int]]:
    """The spellings that begin with something folded, in order, and the lines of their towns."""
    spelled = table().spelled
    place = spelled.find(f"\n{sought}")
    for _ in range(LOOKED_AT):
        if place < 0 or not spelled.startswith(sought, place + 1):
            return
        end = spelled.find("\n", place + 1)
        spelling, number = spelled[place + 1 : end].split("\t")
        yield spelling, int(number)
        place = end


def read(line: str) -> Town:
    """A town from its line."""
    id, country, lat, lon, people, name = line.split("\t")
    return Town(int(id), name, country, float(lat), float(lon), int(people))


@cache
def table() -> Table:
    """The table as it was built with the package."""
    if not TABLE.exists():
        raise RuntimeError(
            "The table of towns hasn't been made: './dev run', or installing the package anew, makes it."
        )
    made = Table([], {}, {}, "")
    spelled = []
    rows = gzip.decompress(TABLE.read_bytes()).decode().split("\n")[1:]
    for number, row in enumerate(rows):
        line, _, others = row.rpartition("\t")
        id, _, lat, lon, _, name = line.split("\t")
        made.lines.append(line)
        made.numbers[int(id)] = number
        made.squares.setdefault((floor(float(lat)), floor(float(lon))), []).append(number)
        spelled += [f"{one}\t{number}" for one in (fold(name), *(others.split("|") if others else ()))]
    return Table(made.lines, made.numbers, made.squares, "\n".join(["", *sorted(spelled), ""]))


def fold(text: str) -> str:
    """A name without capitals, accents and punctuation, as ``tools/towns.py`` writes other spellings."""
    text = text.casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())
