"""What is known of creations and of people's work in them, and what a rule makes of it: points, pool by pool."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from entredon.pure.value.points import FINE, UNIT, points, quantity
from entredon.pure.value.rule import Rule


class Version(NamedTuple):
    """A version of a creation: the weight of its own work, and of each version it builds upon."""

    id: str
    creation: str
    own: int
    inputs: Sequence[tuple[str, int]]


class Contribution(NamedTuple):
    """Somebody's work of one kind in a version, as measured: lines, commits, points…"""

    id: str
    version: str
    person: str
    kind: str
    measures: Mapping[str, int]


Work = Contribution | tuple[str, str, str, str, Mapping[str, int]]
"""A contribution, or the same as a plain tuple, which is quicker to make a hundred thousand times."""


Alike = tuple[str, str, str, Mapping[str, int], int]
"""Work that is alike, told once: version, person, kind, measures, and how many times."""


class Pool(NamedTuple):
    """Those who share one pool in one version: (person, kind) sorted, with their points beside them."""

    name: str
    share: int
    cells: Sequence[tuple[str, str]]
    points: Sequence[int]
    whole: int


@dataclass(frozen=True, slots=True)
class Book:
    """All versions and contributions under one rule. It fits any income, so it is worth keeping."""

    rule: Rule
    versions: Mapping[str, Version]
    contributions: Sequence[Contribution]
    pools: Mapping[str, Sequence[Pool]]

    def of(self, person: str) -> list[Contribution]:
        """A person's contributions, in the order of their ids."""
        return sorted((c for c in self.contributions if c.person == person), key=lambda c: c.id)


def book(rule: Rule, versions: Iterable[Version], contributions: Iterable[Work]) -> Book:
    """Weigh every contribution by the rule. Those without points, or of a kind that has no pool, get nothing."""
    listed = [Contribution(*work) for work in contributions]
    return summed(rule, versions, ((c.version, c.person, c.kind, c.measures, 1) for c in listed), listed)


def summed(
    rule: Rule, versions: Iterable[Version], works: Iterable[Alike], contributions: Sequence[Contribution] = ()
) -> Book:
    """The book of contributions that are told as sums; a count below zero takes some back.

    The contributions themselves need not be kept, which saves memory; ``why`` then needs a person's again.
    """
    weigh: dict[str, Callable[[Mapping[str, int]], int]] = {}
    cells: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for version, person, kind, measures, count in works:
        if kind not in weigh:
            weigh[kind] = weigher(rule, kind)
        worth = weigh[kind](measures)
        if worth:
            here = cells[version]
            cell = person, kind
            here[cell] = here.get(cell, 0) + worth * count
    pools = {version: _pools(rule, here) for version, here in cells.items()}
    return Book(rule, {version.id: version for version in versions}, contributions, pools)


def weigher(rule: Rule, kind: str) -> Callable[[Mapping[str, int]], int]:
    """How a contribution of this kind is weighed under this rule; by nothing when the kind has no pool."""
    if rule.pool(kind) not in rule.pools:
        return lambda measures: 0
    measure, f, base, cap = rule.how(kind).args()
    if f != "linear" or cap is not None:
        return lambda measures: points(measures, measure, f, base, cap)

    unit = base if measure in FINE else base << UNIT

    def plainly(measures: Mapping[str, int]) -> int:
        """The same without a function or a cap: most rules, most kinds, and worth the shortcut."""
        value = measures.get(measure)
        if value is None:
            return base * quantity(measures, measure)
        return unit * value if value > 0 else 0

    return plainly


def _pools(rule: Rule, cells: Mapping[tuple[str, str], int]) -> list[Pool]:
    members: dict[str, list[tuple[str, str]]] = {}
    pool_of: dict[str, str] = {}
    for cell in sorted(cell for cell, worth in cells.items() if worth):
        kind = cell[1]
        if kind not in pool_of:
            pool_of[kind] = rule.pool(kind)
        members.setdefault(pool_of[kind], []).append(cell)
    return [_pool(name, rule.pools[name], members[name], cells) for name in sorted(members)]


def _pool(name: str, share: int, members: list[tuple[str, str]], cells: Mapping[tuple[str, str], int]) -> Pool:
    worth = [cells[cell] for cell in members]
    return Pool(name, share, members, worth, sum(worth))
