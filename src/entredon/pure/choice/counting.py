"""Counts votes by the method a type of decision names, and keeps what was compared on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from entredon.pure.choice import consent, threshold
from entredon.pure.choice.charter import Type

METHODS: Mapping[str, tuple[str, ...]] = {threshold.NAME: threshold.CHOICES, consent.NAME: consent.CHOICES}
"""The methods by name and version, each with its choices."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a count went. ``counts`` has every choice of the method, also those nobody took.

    ``enough`` is whether the quorum voted; ``base`` what the threshold was a part of (0 for consent); ``carried`` whether the
    threshold is met or consent given; ``passed`` both.
    """

    method: str
    roll: int
    voters: int
    counts: Mapping[str, int]
    enough: bool
    base: int
    carried: bool

    @property
    def passed(self) -> bool:
        """Whether what was asked is decided."""
        return self.enough and self.carried


def choices(method: str) -> tuple[str, ...]:
    """What can be chosen."""
    return METHODS[method]


def counted(method: str, chosen: Iterable[str]) -> dict[str, int]:
    """How many took each choice; ``chosen`` has one for each who voted."""
    counts = dict.fromkeys(METHODS[method], 0)
    for choice in chosen:
        counts[choice] += 1
    return counts


FOR = (threshold.YES, consent.CONSENT, consent.RESERVATION)
"""The choices that are for it, whichever way it is counted: yes, or consent, also with a reservation."""


def agreed(counts: Mapping[str, int]) -> int:
    """How many were for it."""
    return sum(counts.get(choice, 0) for choice in FOR)


def quorum_is_met(voters: int, roll: int, quorum: tuple[int, int]) -> bool:
    """Whether enough of the roll have voted."""
    num, den = quorum
    return voters * den >= num * roll


def outcome(way: Type, counts: Mapping[str, int], roll: int) -> Outcome:
    """What follows from these counts, where so many could vote."""
    voters = sum(counts.values())
    enough = quorum_is_met(voters, roll, way.quorum)
    if way.method == consent.NAME:
        return Outcome(way.method, roll, voters, counts, enough, 0, consent.is_given(counts))
    base = threshold.base_of(counts, roll, way.base)
    carried = threshold.is_met(counts[threshold.YES], base, way.threshold, strict=way.strict)
    return Outcome(way.method, roll, voters, counts, enough, base, carried)


def is_set_aside(challengers: int, roll: int, part: tuple[int, int]) -> bool:
    """Whether enough of the roll challenge a decision."""
    num, den = part
    return challengers > 0 and challengers * den >= num * roll
