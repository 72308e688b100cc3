"""The law about imports from git: what a history says is proposed here, version by version.

``prepare`` reads the rows outside the lock and knows nothing of this commons; the rule then joins them to what earlier
imports told. Whatever contradicts itself is refused, however it was made.
"""

from collections.abc import Iterator

from entredon.apps.flows import record as flows
from entredon.apps.library import record
from entredon.apps.library.entries import Imported
from entredon.apps.library.models import Import, Version
from entredon.apps.library.record import OPEN, RELEASED, SUPERSEDED
from entredon.apps.library.record_shelves import Shelves
from entredon.apps.people import record as people
from entredon.log import record as log
from entredon.log.registry import Blobs, Context, Refused, line, rule
from entredon.log.tables import Row, Tables
from entredon.pure.git import IMPORTER, history, rows
from entredon.pure.git.versions import Part, Told, stamp, tell
from entredon.pure.git.weights import inherited, passed_on

AT_ONCE = 5_000
"""So many rows wait in memory before they are written out."""


_read_here: dict[tuple[str, int, int, int], history.History] = {}


def read_here(told: history.History, sha256: str, *, size: int, raw_bytes: int, count: int) -> None:
    """Remember what was read while the rows were written, so that the next ``prepare`` needn't unpack them again.

    It holds for exactly these bytes and numbers: an entry that says others reads the content.
    """
    _read_here.clear()
    _read_here[sha256, size, raw_bytes, count] = told


def wanted(fact: Imported) -> tuple[str, ...]:
    """The content with the rows."""
    return (fact.sha256,)


def prepare(fact: Imported, blobs: Blobs) -> Told:
    """The history by versions. Raises Refused for rows that contradict themselves or what the entry says of them."""
    if fact.importer != IMPORTER:
        raise Refused(
            "Histories are read by {importer} here; not by “{importer2}”.",
            importer=IMPORTER,
            importer2=fact.importer[:20],
        )
    try:
        known = _read_here.pop((fact.sha256, fact.bytes, fact.raw_bytes, fact.count), None)
        return tell(known or _gathered(fact, blobs), fact.head, fact.previous)
    except rows.Unsound as trouble:
        raise Refused.of(trouble) from None


def _gathered(fact: Imported, blobs: Blobs) -> history.History:
    with blobs[fact.sha256]() as stream:
        return history.gather(rows.read(stream, size=fact.bytes, raw_bytes=fact.raw_bytes, count=fact.count))


@rule(Imported, blobs=wanted, prepare=prepare)
def imported(tables: Tables, entry: Context, fact: Imported) -> None:
    """A steward or keeper tells what a repository says. It continues the import before, and moves no released commit."""
    record.keeper(tables, entry)
    creation = record.creation(tables, fact.creation)
    if creation.head != fact.previous:
        raise Refused(
            "This import continues {previous}, but the last one told here ended at {head}.",
            previous=fact.previous[:10] or "nothing",
            head=creation.head[:10] or "nothing",
        )
    told: Told = entry.prepared
    if fact.head == fact.previous and len(told.parts) == 1:
        raise Refused("Nothing is new in the repository since the last import.")
    telling = Telling(tables, entry, creation, Shelves(tables, creation))
    telling.check(told, fact.previous)
    telling.tell(told)
    tables.add(
        Import, entry.id, creation=creation.id, head=fact.head, previous=fact.previous, importer=fact.importer,
        sha256=fact.sha256, bytes=fact.bytes, commits=told.count, tags=len(told.parts) - 1,
        people=len(telling.people), bots=told.bots(), boundary=told.boundary, person=entry.person, at=entry.at,
        position=entry.index,
    )  # fmt: skip
    tables.change(creation, head=fact.head)


@rule(Imported, since=2, blobs=wanted, prepare=prepare)
def imported_in_private(tables: Tables, entry: Context, fact: Imported) -> None:
    """The same; a repository is told for the first time in a private draft only, which proof of control then makes public."""
    if not fact.previous and not log.the_commons(tables, entry).draft:
        raise Refused(
            "This commons is public already. What a repository says of people is told in a private draft first: found one from it."
        )
    imported(tables, entry, fact)


class Telling:
    """One import on its way into the tables."""

    def __init__(self, tables: Tables, entry: Context, creation: Row, shelves: Shelves) -> None:
        self.tables, self.entry, self.creation, self.shelves = tables, entry, creation, shelves
        self.people: set[str] = set()
        self._kinds: set[str] = set()
        known = [v for v in tables.find(Version, creation=creation.id) if v.state == RELEASED]
        self._names = {version.name for version in known}
        self._versions: dict[int, Row] = {version.number: version for version in known if version.commit}
        self._ids = self._next_ids()

    def _next_ids(self) -> Iterator[str]:
        number = 0
        while True:
            number += 1
            yield f"{self.entry.id}.{number}"

    def check(self, told: Told, previous: str) -> None:
        """Whether these versions can follow the ones that are here. Raises Refused."""
        for part in told.parts[:-1]:
            line("name of a version", part.name, 200)
            if part.name in self._names:
                raise Refused("A version “{name}” is already here.", name=part.name[:60])
        if previous and not told.holds_previous and self.shelves.owner(previous) is None:
            raise Refused("What was not released at the last import must be told again.")
        if not self.creation.told:
            return
        for part in told.parts:
            for commit in part.commits:
                if self.shelves.owner(commit) is not None:
                    raise Refused("The commit {commit} belongs to a version that is already here.", commit=commit[:10])

    def tell(self, told: Told) -> None:
        """Write the versions, their work and what they build on; let go of what was not released before."""
        before = record.version(self.tables, self.creation.open_version)
        numbers = range(self.creation.told, self.creation.told + len(told.parts))
        for number, part in zip(numbers, told.parts, strict=True):
            self._one(number, part)
        opened = self._versions[numbers[-1]]
        self._take_over(before, self._versions[numbers[0]])
        self.shelves.put(
            {c: number for number, part in zip(numbers, told.parts[:-1], strict=False) for c in part.commits}
        )
        self.tables.change(self.creation, open_version=opened.id, told=numbers[-1])

    def _one(self, number: int, part: Part) -> None:
        released = part.name != record.UNRELEASED
        cited = self._cited(part)
        lines = [version.lines for version in cited]
        weights = inherited(lines, part.deleted) if part.commits else passed_on(lines)
        if part.own + sum(weights) >= record.MOST:
            raise Refused("The version “{name}” has more lines than can be counted.", name=part.name[:60])
        version = record.add_version(
            self.tables, self.entry, next(self._ids), creation=self.creation.id, name=part.name, own=part.own,
            state=RELEASED if released else OPEN, at=stamp(part.at) if released else "", number=number,
            commit=part.commit, commits=len(part.commits), lines=part.own + sum(weights), aside=part.aside,
            first=part.first, last=part.last,
        )  # fmt: skip
        self._versions[number] = version
        self._work(version, part)
        if released:
            record.produce(self.tables, self.entry, next(self._ids), version)
        for earlier, weight in zip(cited, weights, strict=True):
            record.cite(self.tables, self.entry, next(self._ids), version, earlier.id, weight)
        if self.tables.pending() > AT_ONCE:
            self.tables.flush()

    def _cited(self, part: Part) -> list[Row]:
        """What a version builds on, oldest first."""
        numbers = {self.creation.told + earlier for earlier in part.earlier}
        for commit in part.outside:
            owner = self.shelves.owner(commit)
            if owner is None:
                raise Refused(
                    "The commit {commit}, on which “{name}” builds, is not told here.",
                    commit=commit[:10],
                    name=part.name[:60],
                )
            numbers.add(owner)
        return [self._versions[number] for number in sorted(numbers)]

    def _work(self, version: Row, part: Part) -> None:
        for person in sorted({work.person for work in part.work} - self.people):
            self.people.add(person)
            people.imported_person(self.tables, self.entry, person)
        for kind in sorted({work.kind for work in part.work} - self._kinds):
            self._kinds.add(kind)
            flows.spec(self.tables, self.entry, kind, kind)
        done = ((next(self._ids), w.person, version.process, w.kind, w.measures()) for w in part.work)
        flows.works(self.tables, self.entry, done)

    def _take_over(self, before: Row, following: Row) -> None:
        """What was told by hand for the unreleased moves on; what git said of it was just said anew."""
        for flow in flows.flows_into(self.tables, before.process):
            if self.tables.get(Import, flow.entry) is None:
                flows.move(self.tables, flow, following.process)
        flows.supersede(self.tables, before.process)
        self.tables.change(before, state=SUPERSEDED)
