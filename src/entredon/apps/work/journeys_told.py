"""A journey as somebody sees it: who had a hand in it, what it brought as far as she may know, and names as sentences have them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from django.utils.translation import ngettext, pgettext

from entredon.apps.value.queries import Reached
from entredon.apps.work.journeys import Journey
from entredon.apps.work.journeys_steps import LATER, NEED, PROPOSED, SHARED, TAKEN, VERSION, WORK_KINDS, Step
from entredon.desk.telling import shown
from entredon.pure.formats import Day, Money

NAMED = 3
"""So many people are named in a sentence; the others are counted."""
WORDS = 140
"""So much of what somebody wrote stands in a sentence."""


class Eyes(Protocol):
    """Whoever is looking: what people are called for her, and whose amounts she may see."""

    def name(self, person: str) -> str: ...
    def may(self, person: str) -> bool: ...


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them."""
    if len(names) < 2:
        return "".join(names)
    last = pgettext("last two of a list", "%(names)s and %(last)s")
    return last % {"names": ", ".join(names[:-1]), "last": names[-1]}


def people(eyes: Eyes, persons: Iterable[str]) -> str:
    """Some people by name, the others counted."""
    names = list(dict.fromkeys(eyes.name(person) for person in persons))
    if len(names) <= NAMED:
        return listed(names)
    rest = len(names) - NAMED + 1
    others = ngettext("%(n)s other", "%(n)s others", rest) % {"n": shown(rest)}
    return listed([*names[: NAMED - 1], others])


def day(at: str) -> str:
    """A day as people write it."""
    return shown(Day(at[:10])) if at else ""


def cut(text: str) -> str:
    """What somebody wrote, short enough for a sentence, and without the full stop that would end it."""
    line = " ".join(text.split())
    return line.rstrip(".") if len(line) <= WORDS else line[: WORDS - 1].rstrip() + "…"


@dataclass(frozen=True)
class Story:
    """A journey as somebody sees it."""

    journey: Journey
    eyes: Eyes

    @cached_property
    def hands(self) -> list[str]:
        """Who gave something on the way, in the order of their coming."""
        return list(dict.fromkeys(person for step in self.journey.of(*WORK_KINDS) for person in step.who))

    @cached_property
    def holders(self) -> list[str]:
        """Who has taken something on and not given it back."""
        held = (step for step in self.journey.of(TAKEN) if step.state != "given_back")
        return list(dict.fromkeys(person for step in held for person in step.who))

    @cached_property
    def version(self) -> Step | None:
        """The version that it went into first."""
        return next(iter(self.journey.of(VERSION)), None)

    @cached_property
    def seen(self) -> frozenset[str]:
        """Whose amounts may be seen, of those whose work is on the way."""
        return frozenset(
            person for person in {work.person for work in self.journey.works.values()} if self.eyes.may(person)
        )

    @cached_property
    def got(self) -> dict[str, dict[str, int]]:
        """What the work on the way brought to each person, by currency."""
        sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        works = self.journey.works
        for shared in self.journey.reached:
            for id, minor in shared.pieces.items():
                sums[works[id].person][shared.currency] += minor
        return sums

    def amounts(self, persons: Iterable[str] | None = None) -> dict[str, int]:
        """By currency what the work on the way brought, as far as it may be seen; to these people alone, if any are named."""
        sums: dict[str, int] = defaultdict(int)
        for person in self.seen if persons is None else self.seen & set(persons):
            for currency, minor in self.got.get(person, {}).items():
                sums[currency] += minor
        return {currency: minor for currency, minor in sorted(sums.items()) if minor}

    @cached_property
    def shared(self) -> dict[str, Reached]:
        """The share-outs by their ids."""
        return {shared.id: shared for shared in self.journey.reached}

    def brought(self, shared: Reached) -> int:
        """What the work on the way brought in one share-out, as far as it may be seen."""
        whose = self.journey.works
        return sum(minor for id, minor in shared.pieces.items() if whose[id].person in self.seen)

    @cached_property
    def kept(self) -> frozenset[str]:
        """The steps that are things by themselves, not words about one."""
        kinds = (PROPOSED, NEED, TAKEN, VERSION, LATER, SHARED, *WORK_KINDS)
        return frozenset(step.id for step in self.journey.steps if step.kind in kinds)

    @cached_property
    def hidden(self) -> int:
        """Of how many people who got something the amounts may not be seen."""
        return len(self.got.keys() - self.seen)

    def sum(self, persons: Iterable[str] | None = None) -> str:
        """Those amounts in words, "" for nothing."""
        return listed([shown(Money(minor, currency)) for currency, minor in self.amounts(persons).items()])

    def words(self, step: Step) -> dict[str, str]:
        """What goes into a sentence about a step."""
        return {"by": people(self.eyes, step.who), "on": day(step.at), "reason": cut(step.text)}
