"""A commons that decides: Ada and Dora are its stewards, Bob, Eve and Finn members, and its charter is voted on; what tests begin with."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.decide import record, record_decisions, record_effects, record_roll
from entredon.apps.decide.entries import (
    Balloted,
    Chartered,
    Closed,
    Effect,
    Executed,
    Moved,
    Rolled,
    Tallied,
)
from entredon.apps.decide.models import Decision, Roll
from entredon.apps.people.record import membership
from entredon.log.registry import Context
from entredon.log.tables import Tables
from entredon.pure.choice import counting, reading
from entredon.pure.choice.charter import LEVERS, Charter, Lever, Type
from entredon.pure.choice.roll import ballots_root, roll_root, sorted_ids
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, key_of, person

WORDS = Effect(lever="words")
TITLE = {"title": "Shall we?"}


def type_of(**changes: Any) -> Type:
    """A type: members vote, more than half; one day to talk, two to vote, one to challenge."""
    said: dict[str, Any] = {
        "id": "all", "who": ("members",), "opens": ("members",), "discuss": 1, "vote": 2, "challenge": 1, "early": True,
    }  # fmt: skip
    return Type(**{**said, **changes})


def charter_of(
    *types: Type, set_aside: tuple[int, int] = (1, 2), levers: dict[str, Lever] | None = None, **changes: Any
) -> Charter:
    """A charter in which the first type decides about everything, unless ``levers`` say otherwise."""
    types = types or (type_of(),)
    return Charter(
        "ours", types=types, levers={**{name: Lever(types[0].id) for name in LEVERS}, **(levers or {})},
        set_aside=set_aside, **changes,
    )  # fmt: skip


class Council:
    """The commons and its people. Days are those of December 2026, from the first, on which the charter is adopted."""

    def __init__(
        self, cast: Cast, charter: Charter | None = None, *, adopt: bool = True, stewarded: bool = False
    ) -> None:
        """With ``stewarded`` Dora and Eve are here already, as in the house of the treasury's tests."""
        self.cast = cast
        self.ada, self.bob = cast.ada, cast.bob
        self.dora, self.eve, self.finn = key_of("dora"), key_of("eve"), key_of("finn")
        if not stewarded:
            cast.join(self.dora, "Dora Dekker")
            cast.join(self.eve, "Eve Evers")
            cast.say(RoleGiven(person=person(self.dora), role="steward"))
        cast.join(self.finn, "Finn Faber")
        self.everybody = [self.ada, self.bob, self.dora, self.eve, self.finn]
        if adopt:
            self.adopt(charter or charter_of())

    def adopt(self, charter: Charter) -> str:
        return self.say(Chartered(charter=charter.data()))

    # Saying

    def say(self, fact: Any, by: SecretKey | None = None, day: int = 1, **rest: Any) -> str:
        """Somebody says it, on a day; Ada, unless it is somebody else."""
        return self.cast.say(fact, by, **{"at": at(day), **rest})

    def refused(self, fact: Any, by: SecretKey | None = None, *, because: str, day: int = 1, **rest: Any) -> None:
        self.cast.refused(fact, by, because=because, **{"at": at(day), **rest})

    def tables(self) -> Tables:
        return Tables(self.cast.slug)

    # A decision, step by step. The days are those of ``type_of``: talked about on the 1st, voted on from the 2nd,
    # counted on the 4th, carried out on the 5th.

    def motion(self, effect: Effect = WORDS, **changes: Any) -> Moved:
        """What opens a decision, from the state that is there now."""
        with transaction.atomic():
            said: dict[str, Any] = {"effect": effect, "base": record_effects.base(self.tables(), effect)}
        return Moved(**{**said, **changes})

    def opened(self, effect: Effect = WORDS, by: SecretKey | None = None, day: int = 1, **changes: Any) -> str:
        return self.say(self.motion(effect, **changes), by, day, texts=TITLE)

    def roll(self, decision: str, day: int = 2) -> Rolled:
        """The true roll of a decision."""
        row = self.row(decision)
        with transaction.atomic():
            tables = self.tables()
            charter = tables.get(record.Charter, row.charter)
            assert charter is not None
            read = reading.read(charter.charter)
            entry = Context(self.cast.slug, 10**6, "f" * 64, "", "", "", at(day), {}, "", "", frozenset())
            who = record_roll.roll(tables, entry, read, read.type_by(row.type["id"]))
        return Rolled(decision=decision, count=len(who), root=roll_root(who))

    def voting(self, effect: Effect = WORDS, day: int = 1, **changes: Any) -> str:
        """A decision whose roll was taken, a day after it was opened."""
        decision = self.opened(effect, day=day, **changes)
        self.say(self.roll(decision, day + 1), day=day + 1)
        return decision

    def vote(self, decision: str, choice: str, *keys: SecretKey, day: int = 2, **rest: Any) -> None:
        for key in keys:
            self.say(Balloted(decision=decision, choice=choice), key, day, **rest)

    def count(self, decision: str) -> Tallied:
        """The true count of a decision."""
        row = self.row(decision)
        votes = [
            (r.person, r.choice)
            for r in Roll.objects.filter(commons=self.cast.slug, decision=decision).exclude(choice="")
        ]
        counts = counting.counted(row.type["method"], (choice for _person, choice in votes))
        with transaction.atomic():
            _charter, way = record_decisions.way(self.tables(), self.tables().get(Decision, decision))  # type: ignore[arg-type]
        return Tallied(
            decision=decision, method=row.type["method"], counts=counts, ballots=ballots_root(votes),
            passed=counting.outcome(way, counts, row.count).passed,
        )  # fmt: skip

    def counted(
        self, effect: Effect = WORDS, yes: Sequence[SecretKey] | None = None, day: int = 1, **changes: Any
    ) -> str:
        """A decision that was counted, three days after it was opened; by default all said yes."""
        decision = self.voting(effect, day, **changes)
        self.vote(decision, "yes", *(self.everybody if yes is None else yes), day=day + 1)
        self.say(Closed(decision=decision), day=day + 3)
        self.say(self.count(decision), day=day + 3)
        return decision

    def carried(self, effect: Effect = WORDS, day: int = 1, **changes: Any) -> str:
        """A decision that was carried out, four days after it was opened; returns the entry that did it."""
        decision = self.counted(effect, day=day, **changes)
        return self.say(Executed(decision=decision), self.bob, day + 4)

    # Looking

    def row(self, decision: str) -> Decision:
        return Decision.objects.get(commons=self.cast.slug, id=decision)

    def state(self, decision: str) -> str:
        return str(self.row(decision).state)

    def members(self) -> list[str]:
        with transaction.atomic():
            return sorted_ids(id for id, _at, _roles in membership(self.tables()))


def at(day: int, hour: int = 10) -> str:
    """A time in December 2026, or after it."""
    month, of_month = divmod(day - 1, 28)
    return f"{2026 + (11 + month) // 12}-{(11 + month) % 12 + 1:02}-{of_month + 1:02}T{hour:02}:00:00.000Z"
