"""Why somebody gets an amount: the largest paths from the income to her contributions, and one line for the rest.

Paths are found best first, backwards from the contributions. How much any path can bring is known beforehand (one
pass, like the flow itself with "largest" instead of "sum"), so each further path costs no more than its length.
"""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from entredon.pure.value.book import Contribution, weigher
from entredon.pure.value.cents import apportion
from entredon.pure.value.flow import DUST
from entredon.pure.value.rule import WHOLE
from entredon.pure.value.shareout import Working, divided_to

FINE = 192
"""Fractions along a path are kept as integers in units of 2 to the minus this: far below any amount."""
LIMIT = 5


class NotAmong(Exception):
    """This person isn't among those who get something."""


class Ratio(NamedTuple):
    """A part of a whole, as the data have it."""

    part: int
    of: int


@dataclass(frozen=True, slots=True)
class Step:
    """An amount comes to a version: this part of what the version before it on the path received."""

    version: str
    share: Ratio


@dataclass(frozen=True, slots=True)
class Path:
    """One way from the income to one contribution.

    ``own`` is what the last version keeps for its own work, ``pool`` the share of the kind of work there, ``points``
    those of the contribution among all in that pool. For a fixed part ``own`` is what the top leaves to people, and
    ``pool`` her weight among all.
    """

    minor: int
    kind: str
    contribution: str
    steps: tuple[Step, ...]
    own: Ratio
    pool: Ratio
    points: Ratio


@dataclass(frozen=True, slots=True)
class Reasons:
    """What came to a person, explained: the paths' amounts and ``others`` add up to it exactly (smallest units).

    Of what she passes on, too: that is decided only once it is hers.
    """

    person: str
    minor: int
    paths: tuple[Path, ...]
    others: int


class _Leaf(NamedTuple):
    contribution: str
    work: int
    kind: str
    own: Ratio
    pool: Ratio
    points: Ratio
    fraction: int


class _Way(NamedTuple):
    """A work on the way, by which edge the amount goes on to the next, and the way from there."""

    work: int
    share: Ratio
    on: "_Way | None"


class _Open(NamedTuple):
    """A part of a path that could be taken on to the ``nth`` best consumer of a work."""

    rank: int
    number: int
    leaf: _Leaf
    work: int
    fraction: int
    way: "_Way | None"
    nth: int


def why(
    working: Working, person: str, limit: int = LIMIT, contributions: Sequence[Contribution] | None = None
) -> Reasons:
    """The largest reasons for a person's amount. Raises NotAmong.

    ``contributions`` are hers, where the book hasn't kept them.
    """
    part = working.out.part(person)
    if part is None:
        raise NotAmong(person)
    if working.graph is None:
        weights = working.book.rule.parts
        rest = working.book.rule.rest
        own = Ratio(1, 1) if rest == WHOLE else Ratio(rest, WHOLE)
        ratio = Ratio(weights[person], sum(weights.values()))
        return Reasons(person, part.got, (Path(part.got, "", "", (), own, ratio, Ratio(1, 1)),), 0)
    search = _Search(working, person, contributions)
    found = []
    for leaf, way in search.paths():
        found.append((_amount(working, leaf, way), leaf, way))
        if len(found) == limit:
            break
    amounts = {str(n): micro for n, (micro, _, _) in enumerate(found)}
    amounts["others"] = max(0, search.total() - sum(amounts.values()))
    minor = apportion(part.got, amounts, person)
    paths = [_path(working, minor[str(n)], leaf, way) for n, (_, leaf, way) in enumerate(found)]
    paths = [path for path in paths if path.minor]
    return Reasons(person, part.got, tuple(sorted(paths, key=lambda path: -path.minor)), minor["others"])


class _Search:
    """Best-first search through one share-out, backwards from one person's contributions."""

    def __init__(self, working: Working, person: str, contributions: Sequence[Contribution] | None = None) -> None:
        assert working.graph is not None
        self.working = working
        self.graph = working.graph
        self.person = person
        self.best, self.consumers = self._forward()
        self.leaves = self._leaves(working.book.of(person) if contributions is None else contributions)
        self.heap: list[_Open] = []
        self.pushed = 0

    def _forward(self) -> tuple[list[int], list[list[tuple[int, int, int]]]]:
        """Per work the most that a single path brings, and its consumers, the best first: (-amount, work, weight)."""
        graph, flowed = self.graph, self.working.flowed
        best = [0] * len(flowed.amount)
        best[0] = flowed.amount[0]
        consumers: list[list[tuple[int, int, int]]] = [[] for _ in best]
        for work in graph.order:
            if flowed.amount[work] < DUST:
                continue
            for at in range(graph.start[work], graph.start[work + 1]):
                brought = best[work] * graph.weight[at] // graph.total[work]
                target = graph.to[at]
                best[target] = max(best[target], brought)
                consumers[target].append((-brought, work, graph.weight[at]))
        for coming in consumers:
            coming.sort()
        return best, consumers

    def _leaves(self, contributions: Sequence[Contribution]) -> list[_Leaf]:
        """A person's contributions, each with the fraction of what reaches its version that is hers for it."""
        rule = self.working.book.rule
        index = {name: work for work, name in enumerate(self.working.names)}
        weighers: dict[str, tuple[str, Callable[[Mapping[str, int]], int]]] = {}
        divisions: dict[int, tuple[Ratio, dict[str, tuple[Ratio, int]]]] = {}
        leaves = []
        for contribution in sorted(contributions, key=lambda c: c.id):
            work, kind = index.get(contribution.version), contribution.kind
            if kind not in weighers:
                weighers[kind] = rule.pool(kind), weigher(rule, kind)
            pool, weigh = weighers[kind]
            points = weigh(contribution.measures)
            if work is None or not points:
                continue
            if work not in divisions:
                divisions[work] = self._division(work)
            own, pools = divisions[work]
            share, whole = pools[pool]
            fraction = (own.part * share.part * points << FINE) // (own.of * share.of * whole)
            leaves.append(_Leaf(contribution.id, work, kind, own, share, Ratio(points, whole), fraction))
        return leaves

    def _division(self, work: int) -> tuple[Ratio, dict[str, tuple[Ratio, int]]]:
        """How what reaches a work is divided: what it keeps, and per pool its share and all points in it."""
        whole = self.graph.total[work]
        passed = sum(self.graph.weight[self.graph.start[work] : self.graph.start[work + 1]])
        pools = self.working.book.pools[self.working.names[work]]
        shares = sum(pool.share for pool in pools)
        own = Ratio(whole - passed, whole) if whole else Ratio(1, 1)
        return own, {pool.name: (Ratio(pool.share, shares), pool.whole) for pool in pools}

    def total(self) -> int:
        """What the person gets in all, in millionths."""
        keep, pools = self.working.flowed.keep, self.working.book.pools
        works = {leaf.work for leaf in self.leaves}
        return sum(divided_to(keep[work], pools[self.working.names[work]], self.person) for work in works)

    def paths(self) -> Iterator[tuple[_Leaf, _Way]]:
        """Paths by how much they bring, the largest first; those that bring less than a millionth are left out."""
        for leaf in self.leaves:
            self._push(leaf, leaf.work, leaf.fraction, None, 0)
        while self.heap:
            found = heapq.heappop(self.heap)
            yield found.leaf, self._follow(found)

    def _push(self, leaf: _Leaf, work: int, fraction: int, way: "_Way | None", nth: int) -> None:
        if work == 0:
            rank = self.best[0] * fraction >> FINE if nth == 0 else 0
        else:
            coming = self.consumers[work]
            rank = -coming[nth][0] * fraction >> FINE if nth < len(coming) else 0
        if rank:
            self.pushed += 1
            heapq.heappush(self.heap, _Open(-rank, self.pushed, leaf, work, fraction, way, nth))

    def _follow(self, found: _Open) -> _Way:
        """Go back to the income by the best consumer at each work; what else was possible is put on the heap."""
        leaf, work, fraction, way, nth = found.leaf, found.work, found.fraction, found.way, found.nth
        while work:
            self._push(leaf, work, fraction, way, nth + 1)
            _, consumer, weight = self.consumers[work][nth]
            share = Ratio(weight, self.graph.total[consumer])
            way = _Way(work, share, way)
            fraction = fraction * share.part // share.of
            work, nth = consumer, 0
        return _Way(0, Ratio(self.working.book.rule.rest, WHOLE), way)


def together(person: str, found: Sequence[Reasons], limit: int = LIMIT) -> Reasons:
    """Reasons of somebody who goes by several names as hers: the largest of all, and what is left in one line."""
    minor = sum(one.minor for one in found)
    paths = sorted((path for one in found for path in one.paths), key=lambda path: -path.minor)[:limit]
    return Reasons(person, minor, tuple(paths), minor - sum(path.minor for path in paths))


def _amount(working: Working, leaf: _Leaf, way: _Way) -> int:
    """What comes along one path, in millionths: the flow's own divisions, one after the other."""
    micro = working.flowed.amount[0]
    for step in _steps(way)[1:]:
        micro = micro * step.share.part // step.share.of
    return micro * leaf.own.part * leaf.pool.part * leaf.points.part // (leaf.own.of * leaf.pool.of * leaf.points.of)


def _steps(way: _Way) -> Sequence[_Way]:
    steps, at = [], way
    while True:
        steps.append(at)
        if at.on is None:
            return steps
        at = at.on


def _path(working: Working, minor: int, leaf: _Leaf, way: _Way) -> Path:
    steps = tuple(Step(working.names[step.work], step.share) for step in _steps(way))
    return Path(minor, leaf.kind, leaf.contribution, steps, leaf.own, leaf.pool, leaf.points)
