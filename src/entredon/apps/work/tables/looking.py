"""Looking a file through before anything of it is taken: what is new, what is here already, what is faulty."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from entredon.apps.library import queries as library
from entredon.apps.people.queries import WhoIsWho
from entredon.apps.work.models_imported import ImportedRow
from entredon.apps.work.tables.names import Names
from entredon.apps.work.tables.source import FORGE, Source
from entredon.pure.tables.columns import Matching
from entredon.pure.tables.lines import Fault, Faulty, Line, key
from entredon.pure.tables.values import FULL_DAY

NEW, KNOWN, FAULTY = 0, 1, 2
MOST_FAULTS = 20_000
"""So many faulty rows are listed; of more only their number is told."""
HELD = 16 << 20
"""What a file of so many bytes says is held in memory; a larger one is read once more when its rows are taken."""
_AT_ONCE = 500
_EVERY = 500
Progress = Callable[[int], None]


@dataclass(slots=True)
class Look:
    """What a file holds: for each row whether it is taken, its key; and in numbers what would be taken."""

    verdicts: bytearray = field(default_factory=bytearray)
    keys: bytearray = field(default_factory=bytearray)
    faults: list[Fault] = field(default_factory=list)
    faulty: int = 0
    people: set[str] = field(default_factory=set)
    by_name_only: int = 0
    minutes: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    bots: Counter[str] = field(default_factory=Counter)
    first: str = ""
    last: str = ""

    @property
    def rows(self) -> int:
        return len(self.verdicts)

    @property
    def new(self) -> int:
        return self.verdicts.count(NEW)

    @property
    def known(self) -> int:
        return self.verdicts.count(KNOWN)

    def key(self, at: int) -> str:
        """The key of a row."""
        return self.keys[32 * at : 32 * at + 32].hex()


class Taken(NamedTuple):
    """A row as it would be taken."""

    at: int
    person: str
    kind: str
    day: str
    minutes: int
    points: int
    creation: str | None
    version: str | None
    need: str | None
    note: str


class Looking:
    """Looks through a file once. ``who`` then knows everybody who is in it."""

    def __init__(self, slug: str, source: Source, matching: Matching, today: str) -> None:
        self.slug, self.source, self.matching, self.today = slug, source, matching, today
        self.secret = library.secret(slug)
        self.who, self.names = WhoIsWho(slug, self.secret), Names(slug)
        self.found = Look()
        self._rows: list[tuple[int, int, str, int, str]] = []
        self._taken: list[Taken] | None = [] if source.path.stat().st_size <= HELD else None
        self._people: dict[str, int] = {}

    def look(self, progress: Progress | None = None) -> Look:
        """All of it. Raises Unreadable."""
        found, again, own = self.found, Counter[bytes](), dict[bytes, int]()
        for at, line in enumerate(self.source.lines(self.matching, self.today)):
            if progress is not None and at % _EVERY == 0:
                progress(at)
            if isinstance(line, Line):
                line = self._known_here(line, again, own)
            if isinstance(line, list):
                found.verdicts.append(FAULTY)
                found.keys += bytes(32)
                self._rows.append((0, 0, "", 0, ""))
                self._faulty(line)
        self._already_here()
        self._days()
        self._count()
        found.faults.sort(key=lambda fault: fault.row)
        if self.source.kind == FORGE:
            found.bots = self.source.export.bots
        return found

    def _known_here(self, line: Line, again: Counter[bytes], own: dict[bytes, int]) -> Line | list[Fault]:
        """A row with everything it names found here; else what is wrong with it."""
        try:
            place = ("person", "address")
            person = self.who.person(line.name, line.address)
            place = ("about", "need")
            taken = self._take(self.found.rows, line, person)
            digest = blake2b(line.made_of, digest_size=16).digest()
            if line.own:
                place = ("own", "own")
                if (before := own.setdefault(digest, line.row)) != line.row:
                    raise Faulty("row {row} has the same.", row=before)
        except Faulty as what:
            return [Fault(line.row, self.source.place(line, self.matching, *place), what, line.cells)]
        number = again[digest]
        again[digest] += 1
        self.found.verdicts.append(NEW)
        self.found.keys += key(self.secret, line.made_of, number)
        who = self._people.setdefault(person, len(self._people))
        self._rows.append((line.row, who, line.day, line.minutes, line.kind))
        if self._taken is not None:
            self._taken.append(taken)
        return line

    def _take(self, at: int, line: Line, person: str) -> Taken:
        """A row with what it names here: for which creation, version and need it is. Raises Faulty."""
        need, pointed = self.names.need(line.need) if line.need else (None, False)
        creation, version = self.names.about(line.about or ("" if need else self.matching.about))
        return Taken(
            at, person, line.kind, line.day, line.minutes, 0 if pointed else line.points, creation, version, need, line.note
        )  # fmt: skip

    def new(self) -> Iterator[Taken]:
        """The rows that are new, once all were looked at."""
        verdicts = self.found.verdicts
        if self._taken is not None:
            yield from (taken for taken in self._taken if verdicts[taken.at] == NEW)
            return
        for at, line in enumerate(self.source.lines(self.matching, self.today)):
            if verdicts[at] == NEW and isinstance(line, Line):
                yield self._take(at, line, self.who.person(line.name, line.address))

    def _faulty(self, faults: Sequence[Fault]) -> None:
        self.found.faulty += 1
        if self.found.faulty <= MOST_FAULTS:
            self.found.faults.extend(faults)

    def _already_here(self) -> None:
        """Which rows were taken before."""
        found = self.found
        if not ImportedRow.objects.filter(commons=self.slug).exists():
            return
        waits = [at for at in range(found.rows) if found.verdicts[at] == NEW]
        for begin in range(0, len(waits), _AT_ONCE):
            some = {found.key(at): at for at in waits[begin : begin + _AT_ONCE]}
            here = ImportedRow.objects.filter(commons=self.slug, id__in=list(some)).values_list("id", flat=True)
            for id in here:
                found.verdicts[some[id]] = KNOWN

    def _days(self) -> None:
        """Nobody's day has more than 24 hours, and what is here already counts first."""
        spent: dict[tuple[int, str], int] = {}
        over: dict[int, str] = {}
        for wanted in (KNOWN, NEW):
            for at, (row, who, day, minutes, _kind) in enumerate(self._rows):
                if self.found.verdicts[at] != wanted or not (day and minutes):
                    continue
                sum_ = spent.get((who, day), 0) + minutes
                if sum_ <= FULL_DAY or wanted == KNOWN:
                    spent[who, day] = sum_
                    continue
                self.found.verdicts[at] = FAULTY
                over[row] = day
        if not over:
            return
        for line in self.source.lines(self.matching, self.today):  # once more, for what else stands in these rows
            if isinstance(line, Line) and (day := over.get(line.row, "")):
                what = Faulty("with this it would be more than 24 hours on {day}.", day=day)
                self._faulty([Fault(line.row, self.source.place(line, self.matching, "time"), what, line.cells)])

    def _count(self) -> None:
        found, people = self.found, list(self._people)
        for at, (_row, who, day, minutes, kind) in enumerate(self._rows):
            if found.verdicts[at] != NEW:
                continue
            found.people.add(people[who])
            found.minutes += minutes
            found.kinds[kind] += 1
            if day:
                found.first, found.last = min(found.first or day, day), max(found.last, day)
        aliases = self.who.aliases
        found.by_name_only = sum(1 for person in found.people if person in aliases and not aliases[person][1])
