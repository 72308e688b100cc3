"""Two rules beside each other on the same income: who gains, who loses, and how a rule's shares give way to a changed one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from entredon.pure.value.book import Book, Version
from entredon.pure.value.cents import apportion
from entredon.pure.value.rule import WHOLE, Rule
from entredon.pure.value.shareout import ShareOut

TOGETHER = "\nall that was sold"
"""Stands for several versions sold in one period. A line break can't stand in an id, so nothing else is called so."""

GRAIN = 100
"""Shares that give way do so by hundredths of a percent: finer numbers say nothing to anybody."""


class TooMuch(ValueError):
    """What was changed is more than the whole, or all was changed and doesn’t make the whole: ``made`` parts per million."""

    def __init__(self, made: int) -> None:
        self.made = made
        super().__init__(f"{made} parts per million, and the whole is {WHOLE}")


def give_way(shares: Mapping[str, int], changed: Collection[str]) -> dict[str, int]:
    """Shares that make the whole again: those that were changed stay, the others give way in proportion.

    Where the others were all nothing, they share alike what is left. Raises TooMuch when nothing is left to give way.
    """
    kept = {name: share for name, share in shares.items() if name in changed}
    others = {name: share for name, share in shares.items() if name not in changed}
    left = WHOLE - sum(kept.values())
    if left == 0:
        others = dict.fromkeys(others, 0)
    elif left < 0 or not others:
        raise TooMuch(sum(kept.values()))
    else:
        others = _grained(left, others if any(others.values()) else dict.fromkeys(others, 1))
    return {name: kept.get(name, others.get(name, 0)) for name in shares}


def _grained(left: int, weights: Mapping[str, int]) -> dict[str, int]:
    """What is left in proportion, in grains that people can read; what is finer than a grain goes to the largest."""
    parts = {name: grains * GRAIN for name, grains in apportion(left // GRAIN, weights, "").items()}
    largest = max(parts, key=lambda name: (parts[name], name))
    parts[largest] += left % GRAIN
    return parts


def alike(one: Rule, other: Rule) -> bool:
    """Whether two rules weigh every contribution alike, and only divide between the pools differently."""
    return one.way == other.way == "flow" and one.points == other.points and one.pools.keys() == other.pools.keys()


def under(book: Book, rule: Rule) -> Book:
    """A book under another rule that is ``alike``: nothing has to be weighed anew, only the pools' shares change."""
    assert alike(book.rule, rule)
    pools = {
        version: [pool._replace(share=rule.pools[pool.name]) for pool in known] for version, known in book.pools.items()
    }
    return replace(book, rule=rule, pools=pools)


def sold_together(book: Book, incomes: Mapping[str, int]) -> tuple[Book, str]:
    """A book in which several versions' incomes come in as one, and what that one is called.

    A version that has nothing of its own and builds on what was sold, weighed by what each brought: so a whole year is one
    pass through the graph, however many versions brought something.
    """
    if len(incomes) == 1:
        return book, next(iter(incomes))
    sold = Version(TOGETHER, TOGETHER, 0, sorted(incomes.items()))
    return replace(book, versions={**book.versions, TOGETHER: sold}), TOGETHER


@dataclass(frozen=True, slots=True)
class Change:
    """What one person (or kind, or fund) gets by the one rule and by the other."""

    name: str
    before: int
    after: int

    @property
    def minor(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Compared:
    """Two share-outs of the same income. People stand by their change, who gains most first; kinds by size."""

    income: int
    people: Sequence[Change]
    kinds: Sequence[Change]
    top: Sequence[Change]
    held: Change

    @property
    def gain(self) -> int:
        """How many people gain."""
        return sum(1 for change in self.people if change.minor > 0)

    @property
    def lose(self) -> int:
        """How many people lose."""
        return sum(1 for change in self.people if change.minor < 0)

    @property
    def same(self) -> int:
        """For how many people nothing changes."""
        return len(self.people) - self.gain - self.lose

    @property
    def moved(self) -> int:
        """How much goes to somebody else than before: people, funds and what is held together."""
        every = (*self.people, *self.top, self.held)
        return sum(change.minor for change in every if change.minor > 0)


def compared(before: ShareOut, after: ShareOut) -> Compared:
    """Two share-outs of the same income, side by side."""
    assert before.income == after.income, "only the same income can be compared"
    people = _changes({p.person: p.minor for p in before.people}, {p.person: p.minor for p in after.people})
    kinds = _changes(_by_kind(before), _by_kind(after))
    top = _changes({t.to: t.minor for t in before.top}, {t.to: t.minor for t in after.top})
    held = Change("held", sum(wait.minor for wait in before.held), sum(wait.minor for wait in after.held))
    return Compared(
        income=before.income,
        people=sorted(people, key=lambda change: (-change.minor, -change.after, change.name)),
        kinds=sorted(kinds, key=lambda change: (-max(change.before, change.after), change.name)),
        top=sorted(top, key=lambda change: change.name),
        held=held,
    )


def _changes(before: Mapping[str, int], after: Mapping[str, int]) -> list[Change]:
    return [Change(name, before.get(name, 0), after.get(name, 0)) for name in sorted({*before, *after})]


def _by_kind(out: ShareOut) -> dict[str, int]:
    """What each kind of work brings, over all people and versions; "" for parts that are fixed."""
    sums: dict[str, int] = {}
    for part in out.people:
        for kind, minor in (part.kinds or {"": part.minor}).items():
            sums[kind] = sums.get(kind, 0) + minor
    return sums
