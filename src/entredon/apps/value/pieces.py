"""What single contributions brought: the exact part of each in every share-out that reached it.

A share-out says what each person got, to the cent. What one of her contributions is of that follows from the rule, as long as
it shares by contributions: what the version keeps, times the pool of its kind, times its points among all there. Only the work
in the same version has to be read for it, so this is quick in the largest commons; and a share-out is final, so what was
reckoned once is kept.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.apps.value import record_shareout
from entredon.apps.value.models import Rule as RuleRow
from entredon.apps.value.models import Share, Shareout
from entredon.apps.value.reckoning import Shelf
from entredon.apps.value.recorded import _claimed_since
from entredon.apps.value.rules_sharing import KEPT, PASSED
from entredon.apps.work import queries as work
from entredon.log.tables import Tables
from entredon.pure.value import reading
from entredon.pure.value.book import summed, weigher
from entredon.pure.value.cents import MICRO, apportion
from entredon.pure.value.rule import Rule

AT_ONCE = 900
REST = "\n"
"""What a person got for everything else, beside her contributions: no id has a line break."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What a share-out gave a person: what she keeps (or kept until it went to the pot, by the entry ``lapsed``) and passed on."""

    kept: int
    passed: int
    lapsed: str

    @property
    def got(self) -> int:
        return self.kept + self.passed


@dataclass(frozen=True, slots=True)
class Reached:
    """A share-out that could reach some work: what was sold, how it was shared, what people got, and what single pieces of it brought.

    ``way`` is flow, fixed or pot; only by ``flow`` work brings something by itself. ``pieces`` is by contribution, in smallest
    units; those of one person are part of what she got, to the cent. ``people`` is by who she is now.
    """

    id: str
    income: str
    at: str
    position: int
    version: str
    currency: str
    minor: int
    way: str
    people: Mapping[str, PersonLine]
    pieces: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Division:
    """How an income was divided between versions, without anybody's work."""

    reckoning: record_shareout.Reckoning
    keeps: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What some contributions to a version brought, in millionths, and whose they were."""

    micro: Mapping[str, int]
    owner: Mapping[str, str]


_divisions: Shelf[_Division] = Shelf(256)
_weighed: Shelf[_Weighed] = Shelf(1024)


def reached(slug: str, versions: Collection[str], works: Mapping[str, str], persons: Collection[str]) -> list[Reached]:
    """The share-outs of incomes for these versions, the oldest first.

    ``works`` are contributions, each with the process it went into; ``persons`` those whose lines are wanted, as they are now.
    Five queries, and a few small ones for what no share-out was asked about before.
    """
    labels = library.labels(slug)
    wanted = set(versions)
    rows = [
        row
        for row in Shareout.objects.filter(commons=slug).order_by("position")
        if labels.get(row.version, ("", row.version))[1] in wanted
    ]
    if not rows:
        return []
    rules = {row.id: reading.read(row.rule) for row in RuleRow.objects.filter(commons=slug)}
    claims = people.claims(slug)
    shares = _shares(slug, [row.id for row in rows], persons, claims)
    found = []
    for row in rows:
        rule = rules[row.rule]
        pieces = _pieces(slug, row, rule, works, shares[row.id], bool(claims)) if rule.way == "flow" and works else {}
        found.append(
            Reached(
                row.id, row.income, row.at, row.position, labels.get(row.version, ("", row.version))[1], row.currency,
                row.minor, rule.way, _lines(shares[row.id], claims), pieces,
            )
        )  # fmt: skip
    return found


Shares = dict[str, list[Share]]
"""By the id under which a share-out knows somebody."""


def _shares(slug: str, shareouts: list[str], persons: Collection[str], claims: Mapping[str, str]) -> dict[str, Shares]:
    """Amounts of these people, under all names they have here, by share-out."""
    names = sorted({*persons, *(pseudonym for pseudonym, owner in claims.items() if owner in persons)})
    found: dict[str, Shares] = defaultdict(lambda: defaultdict(list))
    known = set(shareouts)
    for first in range(0, len(names), AT_ONCE):
        rows = Share.objects.filter(commons=slug, person__in=names[first : first + AT_ONCE], what__in=(KEPT, PASSED))
        for row in rows:
            if row.shareout in known:
                found[row.shareout][row.person].append(row)
    return found


def _lines(shares: Shares, claims: Mapping[str, str]) -> dict[str, PersonLine]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    lapsed: dict[str, str] = {}
    for person, rows in shares.items():
        owner = claims.get(person, person)
        for row in rows:
            sums[owner][row.what == PASSED] += row.minor
            if row.lapsed:
                lapsed[owner] = row.lapsed
    return {owner: PersonLine(kept, passed, lapsed.get(owner, "")) for owner, (kept, passed) in sums.items()}


def _pieces(
    slug: str, row: Shareout, rule: Rule, works: Mapping[str, str], shares: Shares, claimed: bool
) -> dict[str, int]:
    """What each contribution brought in a share-out, to the cent: with the rest, they add up to what each person got."""
    division = _divisions.get((slug, row.id), lambda: _divided(slug, row, claimed))
    micro: dict[str, dict[str, int]] = defaultdict(dict)
    by_process: dict[str, set[str]] = defaultdict(set)
    for id, process in works.items():
        by_process[process].add(id)
    for process, wanted in sorted(by_process.items()):
        if division.keeps.get(division.reckoning.version_of(process)):
            there = _kept_weighed(slug, row.id, rule, division, process, frozenset(wanted))
            for id, amount in there.micro.items():
                micro[there.owner[id]][id] = amount
    found: dict[str, int] = {}
    for person, hers in micro.items():
        got = sum(share.minor for share in shares.get(person, ()))
        rest = max(0, got * MICRO - sum(hers.values()))
        parts = apportion(got, {**hers, REST: rest}, person) if got else {}
        found.update((id, minor) for id, minor in parts.items() if id != REST)
    return found


def _divided(slug: str, row: Shareout, claimed: bool) -> _Division:
    since = _claimed_since(slug, row.position) if claimed else set()
    reckoning = record_shareout.then(Tables(slug), row.id, since)
    return _Division(reckoning, reckoning.keeps())


def _kept_weighed(
    slug: str, shareout: str, rule: Rule, division: _Division, process: str, wanted: frozenset[str]
) -> _Weighed:
    return _weighed.get((slug, shareout, process, wanted), lambda: _weigh(slug, rule, division, process, wanted))


def _weigh(slug: str, rule: Rule, division: _Division, process: str, wanted: frozenset[str]) -> _Weighed:
    """What contributions in a version brought: the points of each among all in the pool of its kind, as of then."""
    reckoning = division.reckoning
    version = reckoning.version_of(process)
    counted = [one for one in work.counting_then(slug, process, reckoning.before) if reckoning.ripe(one.since)]
    owner = {one.id: reckoning.owner(one.person) for one in counted}
    known = summed(rule, (), ((version, owner[one.id], one.kind, one.measures, 1) for one in counted))
    pools = {pool.name: pool for pool in known.pools.get(version, ())}
    shares, keep = sum(pool.share for pool in pools.values()), division.keeps[version]
    micro = {}
    for one in counted:
        pool = pools.get(rule.pool(one.kind)) if one.id in wanted else None
        if pool is not None and (points := weigher(rule, one.kind)(one.measures)):
            micro[one.id] = keep * pool.share * points // (shares * pool.whole)
    return _Weighed(micro, {id: owner[id] for id in micro})
