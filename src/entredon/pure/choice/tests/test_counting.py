"""Votes are counted by the statute of their method: golden cases by hand, and what holds for all numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.choice import consent, counting, threshold
from entredon.pure.choice.charter import BASES, Type
from entredon.pure.choice.counting import outcome


def way(**changes: object) -> Type:
    return Type(**{"id": "t", "who": ("members",), "opens": ("members",), **changes})  # type: ignore[arg-type]


HALF: dict[str, object] = {"threshold": (1, 2), "strict": True}
TWO_THIRDS: dict[str, object] = {"threshold": (2, 3), "strict": False}


@pytest.mark.parametrize(
    ("said", "yes", "no", "abstain", "roll", "passed"),
    [
        # more than half of yes and no
        (HALF, 6, 5, 0, 20, True),
        (HALF, 5, 5, 0, 20, False),
        (HALF, 1, 0, 0, 1_000, True),
        (HALF, 0, 0, 0, 20, False),
        (HALF, 0, 0, 20, 20, False),
        (HALF, 3, 2, 15, 20, True),
        # half is enough where it isn't strict
        ({**HALF, "strict": False}, 5, 5, 0, 20, True),
        ({**HALF, "strict": False}, 0, 0, 5, 20, False),
        # two thirds, exactly and one short of it
        (TWO_THIRDS, 2, 1, 0, 3, True),
        (TWO_THIRDS, 66, 34, 0, 100, False),
        (TWO_THIRDS, 67, 33, 0, 100, True),
        (TWO_THIRDS, 666_667, 333_333, 0, 10**6, True),
        (TWO_THIRDS, 666_666, 333_334, 0, 10**6, False),
        # with the abstentions
        ({**HALF, "base": "cast"}, 6, 1, 5, 20, False),
        ({**HALF, "base": "cast"}, 7, 1, 5, 20, True),
        # of all who may vote
        ({**HALF, "base": "roll"}, 10, 0, 0, 20, False),
        ({**HALF, "base": "roll"}, 11, 9, 0, 20, True),
        ({"threshold": (1, 1), "strict": False, "base": "roll"}, 20, 0, 0, 20, True),
        ({"threshold": (1, 1), "strict": False, "base": "roll"}, 19, 0, 0, 20, False),
        # a fifth has to vote
        ({**HALF, "quorum": (1, 5)}, 4, 0, 0, 20, True),
        ({**HALF, "quorum": (1, 5)}, 3, 0, 0, 20, False),
        ({**HALF, "quorum": (1, 5)}, 3, 0, 1, 20, True),
        ({**HALF, "quorum": (1, 3)}, 6, 0, 0, 19, False),
        ({**HALF, "quorum": (1, 3)}, 7, 0, 0, 19, True),
    ],
)
def test_threshold_1(said: dict[str, object], yes: int, no: int, abstain: int, roll: int, passed: bool) -> None:
    found = outcome(way(**said), {"yes": yes, "no": no, "abstain": abstain}, roll)
    assert found.passed is passed
    assert found.method == "threshold@1"


@pytest.mark.parametrize(
    ("quorum", "agree", "reserve", "object_", "roll", "passed"),
    [
        ((0, 1), 1, 0, 0, 20, True),
        ((0, 1), 0, 1, 0, 20, True),
        ((0, 1), 0, 0, 0, 20, False),
        ((0, 1), 19, 0, 1, 20, False),
        ((0, 1), 0, 0, 1, 20, False),
        ((1, 2), 10, 0, 0, 20, True),
        ((1, 2), 9, 0, 0, 20, False),
        ((1, 2), 6, 4, 0, 20, True),
        ((1, 1), 20, 0, 0, 20, True),
        ((1, 1), 19, 0, 0, 20, False),
    ],
)
def test_consent_1(quorum: tuple[int, int], agree: int, reserve: int, object_: int, roll: int, passed: bool) -> None:
    counts = {"consent": agree, "reservation": reserve, "objection": object_}
    assert outcome(way(method="consent@1", quorum=quorum), counts, roll).passed is passed


def test_every_choice_is_counted_also_those_nobody_took() -> None:
    assert counting.counted("threshold@1", ["yes", "no", "yes"]) == {"yes": 2, "no": 1, "abstain": 0}
    assert counting.counted("consent@1", []) == {"consent": 0, "reservation": 0, "objection": 0}


@pytest.mark.parametrize(
    ("challengers", "roll", "aside"), [(0, 4, False), (1, 4, True), (1, 5, False), (2, 5, True), (25, 100, True)]
)
def test_a_quarter_of_the_roll_sets_a_decision_aside(challengers: int, roll: int, aside: bool) -> None:
    assert counting.is_set_aside(challengers, roll, (1, 4)) is aside


# What holds for all numbers

few = st.integers(0, 1_000)
counted = st.tuples(few, few, few)
part = st.integers(1, 50).flatmap(lambda den: st.tuples(st.integers(0, den), st.just(den)))
some = part.filter(lambda one: one[0] > 0)


@given(counted, few, some, st.booleans(), st.sampled_from(BASES), part)
def test_a_count_says_what_fractions_say(
    votes: tuple[int, int, int], silent: int, asked: tuple[int, int], strict: bool, base: str, quorum: tuple[int, int]
) -> None:
    yes, no, abstain = votes
    voters = sum(votes)
    roll = voters + silent
    kind = way(threshold=asked, strict=strict, base=base, quorum=quorum)
    of = {"votes": yes + no, "cast": voters, "roll": roll}[base]
    enough = not roll or Fraction(voters, roll) >= Fraction(*quorum)
    carried = yes > 0 and (Fraction(yes, of) > Fraction(*asked) if strict else Fraction(yes, of) >= Fraction(*asked))
    found = outcome(kind, {"yes": yes, "no": no, "abstain": abstain}, roll)
    assert (found.enough, found.carried, found.passed, found.base) == (enough, carried, enough and carried, of)


@given(counted, few, some, st.booleans(), st.sampled_from(BASES), part)
def test_whoever_turns_from_no_to_yes_never_makes_it_fail(
    votes: tuple[int, int, int], silent: int, asked: tuple[int, int], strict: bool, base: str, quorum: tuple[int, int]
) -> None:
    yes, no, abstain = votes
    kind = way(threshold=asked, strict=strict, base=base, quorum=quorum)
    roll = sum(votes) + silent
    if no and outcome(kind, {"yes": yes, "no": no, "abstain": abstain}, roll).passed:
        assert outcome(kind, {"yes": yes + 1, "no": no - 1, "abstain": abstain}, roll).passed


@given(counted, few, some, st.booleans(), st.sampled_from(BASES))
def test_without_a_yes_nothing_passes(
    votes: tuple[int, int, int], silent: int, asked: tuple[int, int], strict: bool, base: str
) -> None:
    counts = {"yes": 0, "no": votes[1], "abstain": votes[2]}
    assert not outcome(way(threshold=asked, strict=strict, base=base), counts, sum(votes) + silent).passed


@given(counted, few, part)
def test_one_objection_is_in_the_way_of_consent(
    votes: tuple[int, int, int], silent: int, quorum: tuple[int, int]
) -> None:
    counts = dict(zip(consent.CHOICES, votes, strict=True))
    found = outcome(way(method=consent.NAME, quorum=quorum), counts, sum(votes) + silent)
    assert not (found.passed and counts[consent.OBJECTION])
    without = outcome(way(method=consent.NAME), {**counts, consent.OBJECTION: 0}, sum(votes) + silent)
    assert without.passed is bool(votes[0] + votes[1])


@given(few, st.integers(1, 1_000), some)
def test_fewer_challenges_set_aside_no_more(challengers: int, roll: int, asked: tuple[int, int]) -> None:
    if not counting.is_set_aside(challengers, roll, asked):
        assert not counting.is_set_aside(max(challengers - 1, 0), roll, asked)
    assert threshold.NAME in counting.METHODS
