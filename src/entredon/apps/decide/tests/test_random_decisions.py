"""Whatever is said in whatever order: nothing takes effect without having passed, nothing twice, and what is stale stalls."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from entredon.apps.decide.entries import (
    Balloted,
    Challenged,
    Closed,
    Effect,
    Executed,
    Rolled,
    Stalled,
    Tallied,
    Withdrawn,
)
from entredon.apps.decide.models import Decision, InForce
from entredon.apps.decide.tests.council import TITLE, WORDS, Council, charter_of, type_of
from entredon.apps.people.models import Person
from entredon.apps.value.entries import RuleAdopted
from entredon.apps.value.models import Rule
from entredon.log import clock, content, digest
from entredon.log.registry import Fact, Refused
from entredon.log.replay import Replay
from entredon.log.tests.making import Host
from entredon.pure.choice.roll import ballots_root, roll_root
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, key_of, person

pytestmark = pytest.mark.django_db
_slugs = itertools.count()
WAY = type_of(discuss=1, vote=2, challenge=1, notice=1, quorum=(2, 5))
CHARTER = charter_of(WAY, set_aside=(2, 5))
BEGIN = datetime(2026, 12, 1, 12, tzinfo=UTC)
WHY = {"reason": "It was rushed."}
SEEN: set[str] = set()
"""The states in which decisions ended, so that the machine is known to come that far."""


@dataclass
class Told:
    """What should be so of a decision, kept beside the program. Times are hours since the beginning."""

    id: str
    by: SecretKey
    effect: Effect
    base: str
    opened: int
    state: str = "discussed"
    rolled: int = 0
    closed: int = 0
    tallied: int = 0
    roll: set[str] = field(default_factory=set)
    votes: dict[str, str] = field(default_factory=dict)
    challengers: set[str] = field(default_factory=set)

    def counts(self) -> dict[str, int]:
        return {choice: list(self.votes.values()).count(choice) for choice in ("yes", "no", "abstain")}

    def passes(self) -> bool:
        counts = self.counts()
        return 5 * len(self.votes) >= 2 * len(self.roll) and counts["yes"] > counts["no"]


class Deciding(RuleBasedStateMachine):
    """A commons of five, later six, who open, vote on, challenge and carry out decisions, mostly at the wrong moment."""

    decisions: Bundle[Told] = Bundle("decisions")
    members = st.integers(0, 5)

    def __init__(self) -> None:
        super().__init__()
        self.council = Council(Cast.found(f"deciding-{next(_slugs)}"), CHARTER)
        self.people = list(self.council.everybody)
        self.gerda = key_of("gerda")
        self.hours, self.numbers = 0, itertools.count(1)
        self.sharing = str(Rule.objects.get(commons=self.slug).id)
        self.finn_is_steward = False
        self.told: list[Told] = []
        self.applied: list[Told] = []

    @property
    def slug(self) -> str:
        return self.council.cast.slug

    def who(self, n: int) -> SecretKey:
        return self.people[n % len(self.people)]

    def says(self, fact: Fact, by: SecretKey, expected: bool, **texts: str) -> str:
        """Somebody says it now; it is taken exactly where it should be. Returns the entry's id, "" where it was refused."""
        id, why = "", ""
        try:
            id = self.council.cast.say(fact, by, texts=texts, at=clock.stamp(BEGIN + timedelta(hours=self.hours)))
        except Refused as trouble:
            why = str(trouble)
        assert (bool(id), bool(why.strip())) == (expected, not expected), f"{fact}: {why or 'taken'}"
        return id

    def base(self, effect: Effect) -> str:
        if effect.lever == "sharing":
            return self.sharing
        if effect.lever == "steward":
            return "steward" if self.finn_is_steward else "member"
        return ""

    def can_be(self, effect: Effect) -> bool:
        return effect.lever != "steward" or (effect.way == "recall") == self.finn_is_steward

    # What happens

    @rule(hours=st.sampled_from([1, 12, 24, 48]))
    def wait(self, hours: int) -> None:
        self.hours += hours

    @precondition(lambda self: self.gerda not in self.people)
    @rule()
    def another_joins(self) -> None:
        self.council.cast.join(self.gerda, "Gerda Goossens")
        self.people.append(self.gerda)

    @initialize(target=decisions, n=members)
    def open_some(self, n: int) -> Any:
        """Two about the same rule, of which one will be stale, one about a steward, and one that changes nothing."""
        for what in ("sharing", "sharing", "appoint", "words"):
            self.open_one(n, what)  # type: ignore[call-arg]
        return multiple(*self.told)

    @rule(target=decisions, n=members, what=st.sampled_from(["words", "sharing", "sharing", "appoint", "recall"]))
    def open_one(self, n: int, what: str) -> Any:
        effect = WORDS
        if what == "sharing":
            effect = Effect(lever="sharing", rule={"way": "pot", "minimum": next(self.numbers)})
        elif what != "words":
            effect = Effect(lever="steward", way=what, what=person(self.council.finn))
        motion = self.council.motion(effect)
        assert motion.base == self.base(effect)
        id = self.says(motion, self.who(n), self.can_be(effect), **TITLE)
        if not id:
            return multiple()
        self.told.append(Told(id, self.who(n), effect, motion.base, self.hours))
        return self.told[-1]

    @rule(one=decisions, n=members, forge=st.integers(0, 4))
    def take_the_roll(self, one: Told, n: int, forge: int) -> None:
        true = {person(key) for key in self.people}
        said = true - {person(self.people[forge])} if forge == 0 else true
        fact = Rolled(decision=one.id, count=len(said), root=roll_root(said))
        expected = one.state == "discussed" and self.hours >= one.opened + 24 and said == true
        if self.says(fact, self.who(n), expected):
            one.state, one.rolled, one.roll = "voting", self.hours, true

    @rule(one=decisions, n=members, choice=st.sampled_from(["yes", "yes", "yes", "no", "abstain", "maybe"]))
    def vote(self, one: Told, n: int, choice: str) -> None:
        who = person(self.who(n))
        in_time = one.state == "voting" and self.hours < one.rolled + 48
        expected = in_time and who in one.roll and choice != "maybe"
        if self.says(Balloted(decision=one.id, choice=choice), self.who(n), expected):
            one.votes[who] = choice

    @rule(one=decisions, choice=st.sampled_from(["yes", "no"]))
    def all_say_the_same(self, one: Told, choice: str) -> None:
        for n in range(len(self.people)):
            self.vote(one, n, choice)  # type: ignore[call-arg]

    @rule(one=decisions, n=members)
    def close(self, one: Told, n: int) -> None:
        over = self.hours >= one.rolled + 48 or len(one.votes) == len(one.roll)
        if self.says(Closed(decision=one.id), self.who(n), one.state == "voting" and over):
            one.state, one.closed = "closed", self.hours

    @rule(one=decisions, n=members, forge=st.sampled_from(["", "", "", "counts", "passed", "ballots"]))
    def count(self, one: Told, n: int, forge: str) -> None:
        counts, passed, votes = one.counts(), one.passes(), dict(one.votes)
        if forge == "counts":
            counts["yes"] += 1
        if forge == "ballots":
            votes[person(self.gerda)] = "yes?"
        fact = Tallied(
            decision=one.id, method="threshold@1", counts=counts, ballots=ballots_root(votes.items()),
            passed=passed != (forge == "passed"),
        )  # fmt: skip
        if self.says(fact, self.who(n), one.state == "closed" and not forge):
            one.state, one.tallied = "passed" if passed else "refused", self.hours

    @rule(one=decisions, n=members)
    def challenge(self, one: Told, n: int) -> None:
        who = person(self.who(n))
        in_time = one.state in ("passed", "refused") and self.hours < one.tallied + 24
        expected = in_time and who in one.roll and who not in one.challengers
        if self.says(Challenged(decision=one.id), self.who(n), expected, **WHY):
            one.challengers.add(who)
            if 5 * len(one.challengers) >= 2 * len(one.roll):
                one.state = "set_aside"

    @rule(one=decisions, n=members, other=members)
    def carry_out_twice_at_once(self, one: Told, n: int, other: int) -> None:
        ready = one.state == "passed" and self.hours >= one.tallied + 48
        fresh = self.base(one.effect) == one.base
        entry = self.says(Executed(decision=one.id), self.who(n), ready and fresh)
        if entry:
            one.state = "executed"
            self.apply(one, entry)
        self.says(Executed(decision=one.id), self.who(other), False)

    def apply(self, one: Told, entry: str) -> None:
        self.applied.append(one)
        if one.effect.lever == "sharing":
            self.sharing = entry
        elif one.effect.lever == "steward":
            self.finn_is_steward = one.effect.way == "appoint"

    @rule(one=decisions, n=members)
    def say_that_it_stalls(self, one: Told, n: int) -> None:
        ready = one.state == "passed" and self.hours >= one.tallied + 48
        if self.says(Stalled(decision=one.id), self.who(n), ready and self.base(one.effect) != one.base):
            one.state = "stalled"

    @rule(one=decisions, n=members)
    def take_back(self, one: Told, n: int) -> None:
        who = one.by if n % 2 else self.who(n)
        expected = one.state in ("discussed", "voting") and who == one.by
        if self.says(Withdrawn(decision=one.id), who, expected):
            one.state = "withdrawn"

    @rule(n=members)
    def try_it_alone(self, n: int) -> None:
        self.says(RuleAdopted(rule={"way": "pot", "minimum": next(self.numbers)}), self.who(n), False)

    # The same several times over, so that some decisions come far among all that is refused

    @rule(one=decisions, n=members, choice=st.sampled_from(["yes", "yes", "no"]))
    def bring_it_to_the_count(self, one: Told, n: int, choice: str) -> None:
        self.hours += 24
        self.take_the_roll(one, n, 1)  # type: ignore[call-arg]
        self.all_say_the_same(one, choice)  # type: ignore[call-arg]
        self.close(one, n)  # type: ignore[call-arg]
        self.count(one, n, "")  # type: ignore[call-arg]

    @rule(n=members)
    def bring_all_to_the_count(self, n: int) -> None:
        for one in self.told:
            self.bring_it_to_the_count(one, n, "yes")  # type: ignore[call-arg]

    @rule(n=members)
    def carry_all_out(self, n: int) -> None:
        self.hours += 48
        for one in self.told:
            self.carry_out_twice_at_once(one, n, n + 1)  # type: ignore[call-arg]
            self.say_that_it_stalls(one, n)  # type: ignore[call-arg]

    @rule(one=decisions, n=members)
    def bring_it_to_the_count_and_challenge_it(self, one: Told, n: int) -> None:
        self.bring_it_to_the_count(one, n, "yes")  # type: ignore[call-arg]
        for more in range(3):
            self.challenge(one, n + more)  # type: ignore[call-arg]

    # What one can rely on

    @invariant()
    def only_what_passed_has_taken_effect_and_once(self) -> None:
        rows = {row.id: row for row in Decision.objects.filter(commons=self.slug)}
        assert {id: row.state for id, row in rows.items()} == {one.id: one.state for one in self.told}
        assert all(rows[one.id].passed and one.passes() for one in self.applied)
        assert len({rows[one.id].ended for one in self.applied}) == len(self.applied)
        changed = [one for one in self.applied if one.effect.lever == "sharing"]
        assert Rule.objects.filter(commons=self.slug).count() == 1 + len(changed)
        roles = Person.objects.get(commons=self.slug, id=person(self.council.finn)).roles
        assert roles == (["steward"] if self.finn_is_steward else [])
        for row in InForce.objects.filter(commons=self.slug).exclude(id="charter"):
            assert rows[row.decision].ended == row.entry

    def teardown(self) -> None:
        """A replay elsewhere comes to the same tables."""
        SEEN.update(one.state for one in self.told)
        host, again = Host(self.slug), f"{self.slug}-again"
        done = Replay(again, host.origin, content.store(), check_signatures=False).run(
            (("", raw) for raw in host.leaves), len(host.leaves)
        )
        assert (done.faults, done.newer) == ([], None)
        assert digest.tables(again) == digest.tables(self.slug)


def test_in_any_order_nothing_takes_effect_that_has_not_passed_and_nothing_twice() -> None:
    run_state_machine_as_test(
        Deciding, settings=settings(max_examples=12, stateful_step_count=30, derandomize=True)
    )  # fmt: skip
    assert {"executed", "stalled", "refused", "set_aside", "withdrawn"} <= SEEN


@pytest.mark.exhaustive
def test_nor_in_many_more() -> None:
    run_state_machine_as_test(Deciding, settings=settings(max_examples=400, stateful_step_count=80))
