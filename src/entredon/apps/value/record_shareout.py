"""How an income is shared: the one reckoning, by which a share-out is proposed, judged, replayed and explained.

It reads tables as they are, but counts only what the entries before an index said. So it gives the same for ever,
whatever was said later.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.treasury import record as treasury
from entredon.apps.value.models import Passing, Shareout
from entredon.apps.value.record import in_force, later
from entredon.apps.work import record as work
from entredon.log.registry import Refused
from entredon.log.tables import Row, Tables
from entredon.pure.value import reading
from entredon.pure.value.book import Contribution, Version, book, summed
from entredon.pure.value.flow import flow
from entredon.pure.value.passing import pass_on
from entredon.pure.value.rule import Rule
from entredon.pure.value.shareout import Working, lineage, share

FEW = 4
"""So many results are remembered for the moment between proposing and judging."""
_lately: dict[tuple[object, ...], Working] = {}


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule in force, with the entry that adopted it."""

    entry: str
    rule: Rule


def ruled(tables: Tables, before: int) -> Ruled:
    """The rule in force when the entries before this index had been said."""
    row = in_force(tables, before)
    return Ruled(row.id, reading.read(row.rule))


@dataclass(slots=True)
class Reckoning:
    """One income, to be shared at a time (as entries write it) by what the entries ``before`` an index said.

    ``unclaimed`` names pseudonyms that were claimed only later. Raises BuildInCircles.
    """

    tables: Tables
    income: Row
    at: str
    before: int
    unclaimed: Collection[str] = ()
    ruled: Ruled = field(init=False)
    _owner: dict[str, str] = field(init=False)
    _versions: dict[str, Version] = field(init=False)
    _version_of: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.ruled = ruled(self.tables, self.before)
        self._owner = {p: who for p, who in people.claims(self.tables).items() if p not in self.unclaimed}
        self._versions, self._version_of = {}, {}
        if self.ruled.rule.way == "flow":
            self._read_versions()

    def working(self, *, ripe: bool = True) -> Working:
        """The income shared, with the sums behind it; with ``ripe=False`` as if all contest windows had passed.

        It follows from the state of the log alone, so who proposes it and the law that judges it a moment later, at the
        same state, reckon it once.
        """
        if self.tables.as_of is None or self.unclaimed:
            return self._work(ripe=ripe)
        state = (self.tables.commons, self.tables.as_of, self.income.id, self.at, self.before, ripe)
        if (known := _lately.get(state)) is None:
            known = _lately[state] = self._work(ripe=ripe)
            for old in list(_lately)[:-FEW]:
                _lately.pop(old, None)
        return known

    def _work(self, *, ripe: bool) -> Working:
        rule, income = self.ruled.rule, self.income
        if rule.way == "flow":
            works = ((version, person, kind, m, 1) for version, person, kind, m, _ in self.taking_part(ripe=ripe))
            known = summed(rule, self._versions.values(), works)
        else:
            known = book(rule, (), ())
        shared = share(known, income.version, income.minor, income.currency, income.id)
        passed = pass_on(shared.out, words(self.tables, self.before), income.id)
        return shared.with_out(replace(passed, basis="accepted"))

    def taking_part(self, *, ripe: bool = True) -> Iterator[tuple[str, str, str, Mapping[str, int], str]]:
        """The work that takes part: accepted, not contested, its window passed; in what was sold and what that builds upon.

        Version, person, kind, measures, id.
        """
        version_of, owner = self._version_of, self._owner
        passed = _Passed(self) if ripe else None
        for id, process, person, kind, measures, since in work.counting(self.tables, self.before):
            version = version_of.get(process)
            if version is not None and (passed is None or passed[since]):
                yield version, owner.get(person, person), kind, measures, id

    def of(self, person: str) -> list[Contribution]:
        """What a person's part is made of."""
        return [
            Contribution(id, version, who, kind, measures)
            for version, who, kind, measures, id in self.taking_part()
            if who == person
        ]

    def waiting(self) -> dict[str, int]:
        """How much accepted work waits, by the time until which it can be contested."""
        passed, found = _Passed(self), dict[str, int]()
        for _, process, _, _, _, since in work.counting(self.tables, self.before):
            if process in self._version_of and not passed[since]:
                ends = self.ends(since)
                found[ends] = found.get(ends, 0) + 1
        return found

    def reaches(self, process: str) -> bool:
        """Whether this income reaches what came out of a process."""
        return process in self._version_of

    def version_of(self, process: str) -> str:
        """The version in this income's reach that came out of a process, "" for none."""
        return self._version_of.get(process, "")

    def keeps(self) -> dict[str, int]:
        """What each version keeps of the income for the work in it, in millionths. Whose work that is isn't asked, so it is cheap."""
        if self.ruled.rule.way != "flow":
            return {}
        names, graph = lineage(self._versions, self.income.version)
        whole = [self.income.minor * self.ruled.rule.rest] + [0] * (len(names) - 1)
        return dict(zip(names, flow(graph, whole).keep, strict=True))

    def owner(self, person: str) -> str:
        """Whose a contribution was then: a claimed pseudonym is its member."""
        return self._owner.get(person, person)

    def ripe(self, since: str) -> bool:
        """Whether what is accepted since then took part: its contest window had passed."""
        return not since or self.ends(since) <= self.at

    def ends(self, since: str) -> str:
        """Until when work accepted then can be contested."""
        return later(since, self.ruled.rule.contest_days)

    def _read_versions(self) -> None:
        """What was sold and all it builds upon; other versions are out of reach for this income."""
        told = library.versions(self.tables, self.before)
        standing = {version.process: version for version in told if version.state != library.SUPERSEDED}
        now = {v.id: standing[v.process].id for v in told if v.process in standing}
        inputs: dict[str, list[tuple[str, int]]] = {}
        for process, cited, weight in flows.cited(self.tables, self.before):
            inputs.setdefault(process, []).append((now.get(cited, cited), weight))
        known = {v.id: Version(v.id, v.creation, v.own, inputs.get(v.process, ())) for v in standing.values()}
        names, _ = lineage(known, self.income.version)
        self._versions = {name: known[name] for name in names if name in known}
        self._version_of = {process: v.id for process, v in standing.items() if v.id in self._versions}


class _Passed(dict[str, bool]):
    """Whether the window of what was accepted at a time has passed. Few times stand for many contributions."""

    def __init__(self, reckoning: Reckoning) -> None:
        super().__init__({"": True})
        self._reckoning = reckoning

    def __missing__(self, since: str) -> bool:
        self[since] = self._reckoning.ends(since) <= self._reckoning.at
        return self[since]


def now(tables: Tables, income: str, at: str, before: int) -> Reckoning:
    """An income as it would be shared by the next entry of a log of this length. Raises Refused, BuildInCircles."""
    return Reckoning(tables, treasury.income(tables, income), at, before)


def then(tables: Tables, shareout: str, unclaimed: Collection[str]) -> Reckoning:
    """An income as it was shared by an entry that stands. Raises Refused."""
    row = tables.get(Shareout, shareout)
    if row is None:
        raise Refused("There is no share-out {shareout} here.", shareout=shareout[:10])
    return Reckoning(tables, treasury.income(tables, row.income), row.at, row.position, unclaimed)


def words(tables: Tables, before: int) -> dict[str, dict[str, int]]:
    """What everybody passes on, by the last word of each before this index; those who keep all are left out."""
    last: dict[str, tuple[int, str]] = {}
    for person, position, word in tables.read(Passing, ("person", "position", "word")):
        if position < before and (person not in last or last[person][0] < position):
            last[person] = position, word
    return {person: dict(json.loads(word)) for person, (_, word) in last.items() if word != "[]"}
