"""An income, shared by a rule: the top, then along what was sold and what it builds upon, then between people.

Exact all the way: amounts are integers in millionths of a smallest unit, and cents are made once, at the end.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from entredon.pure.value import fixed
from entredon.pure.value.book import Book, Pool, Version
from entredon.pure.value.cents import MICRO, apportion, cumulative
from entredon.pure.value.flow import LIMIT, Circles, Flowed, Graph, flow, prepare
from entredon.pure.value.rule import Rule

NOBODY = "nobody"
ELSEWHERE = "elsewhere"
BECAUSE = {
    NOBODY: "no contribution to it counts under this rule",
    ELSEWHERE: "it is not known here who made it",
}
"""Why an amount is held, in words."""


class BuildInCircles(Exception):
    """Versions that build on each other in a circle: nothing can be shared until one input is taken back."""

    def __init__(self, circles: Sequence[Sequence[str]]) -> None:
        self.circles = tuple(tuple(circle) for circle in circles)
        shown = "; ".join(" → ".join((*_short(circle), circle[0])) for circle in self.circles[:5])
        more = f" (and {len(self.circles) - 5} more)" if len(self.circles) > 5 else ""
        super().__init__(f"These build upon each other in a circle, so income can't flow through them: {shown}{more}.")


@dataclass(frozen=True, slots=True)
class Top:
    """What goes to the association, the commons fund or the common pot before people."""

    to: str
    minor: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a person keeps, and for which kinds of work (none for fixed parts) she got it with what she ``passed`` on."""

    person: str
    minor: int
    kinds: Mapping[str, int]
    passed: int = 0

    @property
    def got(self) -> int:
        """What came to her, before she passed anything on."""
        return self.minor + self.passed


@dataclass(frozen=True, slots=True)
class Passed:
    """What a person gets and passes on."""

    person: str
    to: str
    minor: int


@dataclass(frozen=True, slots=True)
class Held:
    """What waits at a creation because there is nobody to give it to; ``because`` is a key of BECAUSE."""

    creation: str
    minor: int
    because: str


@dataclass(frozen=True, slots=True)
class LogAt:
    """The state of a public record that a share-out was computed from."""

    origin: str
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class ShareOut:
    """Who gets what, in smallest units; top, people, passed and held add up to the income exactly."""

    rule: str
    algorithm: str
    version: str
    currency: str
    income: int
    top: tuple[Top, ...]
    people: tuple[Part, ...] = ()
    held: tuple[Held, ...] = ()
    passed: tuple[Passed, ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()
    basis: str = "proposed"
    log: LogAt | None = None

    def data(self) -> dict[str, Any]:
        """The contract of ``entredon share --json``."""
        return {
            "log": None if self.log is None else _fields(self.log),
            "rule": self.rule,
            "algorithm": self.algorithm,
            "basis": self.basis,
            "version": self.version,
            "currency": self.currency,
            "income": self.income,
            "top": [_fields(top) for top in self.top],
            "people": [{"person": p.person, "minor": p.minor, "kinds": dict(p.kinds)} for p in self.people],
            "passed": [_fields(passed) for passed in self.passed],
            "held": [_fields(held) for held in self.held],
            "cycles": [list(cycle) for cycle in self.cycles],
        }

    def part(self, person: str) -> Part | None:
        """What this person gets, if anything."""
        return next((part for part in self.people if part.person == person), None)


@dataclass(frozen=True, slots=True)
class Working:
    """A share-out with the sums behind it: per version what came in and what it keeps, in millionths."""

    out: ShareOut
    book: Book
    names: Sequence[str] = ()
    graph: Graph | None = None
    flowed: Flowed = field(default_factory=lambda: Flowed([], []))

    def seen_at(self, log: LogAt, basis: str) -> "Working":
        """The same, saying from which state of a public record and from which contributions."""
        return replace(self, out=replace(self.out, log=log, basis=basis))

    def with_out(self, out: ShareOut) -> "Working":
        """The same sums with another outcome: what people pass on changes what they keep, not why they got it."""
        return replace(self, out=out)

    @property
    def finds_nobody(self) -> bool:
        """Whether no work at all takes part, so that nothing could go to anybody."""
        return self.graph is not None and not any(self.book.pools.values())

    def cells(self) -> "list[tuple[str, str, str, int]]":
        """All amounts as (version, person, kind, millionths): what a version keeps, divided between its people."""
        found = []
        for version, keep in zip(self.names, self.flowed.keep, strict=True):
            for person, kind, micro in divide(keep, self.book.pools.get(version, ())):
                found.append((version, person, kind, micro))
        return found


def share(book: Book, version: str, income: int, currency: str, seed: str = "") -> Working:
    """Share an income (smallest units) from a version by the book's rule. Ties fall by ``seed``, else the rule's hash.

    Raises BuildInCircles.
    """
    rule = book.rule
    seed = seed or rule.hash
    out = ShareOut(rule.hash, rule.algorithm, version, currency, income, ())
    if rule.way == "pot":
        return Working(replace(out, top=(Top("pot", income),)), book)
    if rule.way == "fixed":
        return Working(_fixed(out, rule, seed), book)
    names, graph = lineage(book.versions, version)
    flowed = flow(graph, [income * rule.rest] + [0] * (len(names) - 1))
    working = Working(out, book, names, graph, flowed)
    return replace(working, out=_cents(working, seed))


def lineage(versions: Mapping[str, Version], sold: str) -> tuple[list[str], Graph]:
    """The version sold and all it builds upon, however far, as a graph whose work 0 is the one sold."""
    names = [sold]
    index = {sold: 0}
    own, works, inputs, weights = [], [], [], []
    for name in names:  # grows while we walk it
        mine, theirs = _weights(versions.get(name), name)
        own.append(mine)
        for target, weight in theirs.items():
            if target not in index:
                index[target] = len(names)
                names.append(target)
            works.append(index[name])
            inputs.append(index[target])
            weights.append(weight)
    try:
        return names, prepare(own, works, inputs, weights)
    except Circles as found:
        raise BuildInCircles([[names[work] for work in circle] for circle in found.circles]) from None


def _weights(version: Version | None, name: str) -> tuple[int, dict[str, int]]:
    """The weights at a version, scaled down where a 64-bit kernel would overflow; inputs in the order of their ids."""
    if version is None:
        return 0, {}
    inputs: dict[str, int] = {}
    for target, weight in sorted(version.inputs):
        if weight:
            inputs[target] = inputs.get(target, 0) + weight
    own = version.own
    if own + sum(inputs.values()) < LIMIT:
        return own, inputs
    if name in inputs:  # a circle of one: found and named later
        return 1, dict.fromkeys(inputs, 1)
    scaled = apportion(LIMIT >> 1, {name: own, **inputs}, name)
    own = scaled.pop(name)
    return own, {target: weight for target, weight in scaled.items() if weight}


def divide(keep: int, pools: Sequence[Pool]) -> list[tuple[str, str, int]]:
    """What a version keeps, as (person, kind, millionths). Pools nobody fills go to the others in proportion."""
    found: list[tuple[str, str, int]] = []
    if not keep:
        return found
    for pool, amount in zip(pools, cumulative(keep, [pool.share for pool in pools]), strict=True):
        for (person, kind), micro in zip(pool.cells, cumulative(amount, pool.points), strict=True):
            found.append((person, kind, micro))
    return found


def divided_to(keep: int, pools: Sequence[Pool], person: str) -> int:
    """What one person gets of what a version keeps, in millionths: the same as ``divide``, without everybody else's."""
    found = 0
    for pool, amount in zip(pools, cumulative(keep, [pool.share for pool in pools]), strict=True):
        at = bisect_left(pool.cells, (person, ""))
        before = sum(pool.points[:at])
        while at < len(pool.cells) and pool.cells[at][0] == person:
            upto = before + pool.points[at]
            found += amount * upto // pool.whole - amount * before // pool.whole
            before, at = upto, at + 1
    return found


def _fixed(out: ShareOut, rule: Rule, seed: str) -> ShareOut:
    minor = fixed.divide(out.income, rule.top, rule.parts, seed)
    return replace(
        out,
        top=_sorted_top({to: minor[to] for to in rule.top}),
        people=_sorted_people([Part(person, minor[person], {}) for person in rule.parts]),
    )


def _cents(working: Working, seed: str) -> ShareOut:
    """Whole smallest units, once per payee: the top, people and what is held together."""
    out, book = working.out, working.book
    kinds = _kinds(working)
    held = _held(working)
    top = {to: out.income * share for to, share in book.rule.top.items()}
    # A line break can't stand in an id, so these names collide with nobody's.
    shares = {f"top\n{to}": micro for to, micro in top.items()}
    shares |= {f"held\n{creation}\n{because}": micro for (creation, because), micro in held.items()}
    shares |= {person: sum(mine.values()) for person, mine in kinds.items()}
    assert sum(shares.values()) == out.income * MICRO
    minor = apportion(out.income, shares, seed)
    parts = [_part(person, minor[person], mine, seed) for person, mine in kinds.items() if shares[person]]
    waits = [Held(creation, minor[f"held\n{creation}\n{because}"], because) for creation, because in held]
    return replace(
        out,
        top=_sorted_top({to: minor[f"top\n{to}"] for to in top}),
        people=_sorted_people(parts),
        held=tuple(sorted(waits, key=lambda wait: (-wait.minor, wait.creation, wait.because))),
    )


def _kinds(working: Working) -> dict[str, dict[str, int]]:
    """Per person and kind what all versions together give, in millionths; ``cells`` added up, without making a row of each."""
    kinds: dict[str, dict[str, int]] = {}
    pools_of = working.book.pools
    for version, keep in zip(working.names, working.flowed.keep, strict=True):
        if keep and (pools := pools_of.get(version)):
            for pool, amount in zip(pools, cumulative(keep, [pool.share for pool in pools]), strict=True):
                for (person, kind), micro in zip(pool.cells, cumulative(amount, pool.points), strict=True):
                    mine = kinds.get(person)
                    if mine is None:
                        kinds[person] = {kind: micro}
                    else:
                        mine[kind] = mine.get(kind, 0) + micro
    return kinds


def _held(working: Working) -> dict[tuple[str, str], int]:
    """What versions keep without anybody there to get it, by creation and reason."""
    held: dict[tuple[str, str], int] = {}
    for name, keep in zip(working.names, working.flowed.keep, strict=True):
        if keep and not working.book.pools.get(name):
            version = working.book.versions.get(name)
            key = (name, ELSEWHERE) if version is None else (version.creation, NOBODY)
            held[key] = held.get(key, 0) + keep
    return held


def _part(person: str, minor: int, kinds: Mapping[str, int], seed: str) -> Part:
    parts = apportion(minor, kinds, seed)
    return Part(person, minor, {kind: parts[kind] for kind in sorted(parts) if parts[kind]})


def _sorted_top(top: Mapping[str, int]) -> tuple[Top, ...]:
    return tuple(Top(to, minor) for to, minor in sorted(top.items(), key=lambda item: (-item[1], item[0])))


def _sorted_people(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda part: (-part.minor, part.person)))


def _fields(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def _short(circle: Sequence[str]) -> Sequence[str]:
    """A long circle, cut in the middle: its ends are what people recognise."""
    return circle if len(circle) <= 12 else (*circle[:6], "…", *circle[-5:])
