"""A decision stands for the second word that money needs only where at least two have agreed who aren't one steward's own keys."""

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.decide.entries import Closed, Effect, Executed
from entredon.apps.decide.tests.council import Council, charter_of, type_of
from entredon.apps.treasury import record_stewards
from entredon.apps.treasury.tests.house import House
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, person

LOW = charter_of(type_of(who=("stewards",), opens=("stewards",), discuss=0, vote=1, challenge=0))
ALL = charter_of(type_of(discuss=0, vote=1, challenge=0))


def settled(council: Council, effect: Effect, *yes: SecretKey) -> None:
    decision = council.opened(effect)
    council.say(council.roll(decision, 1))
    council.vote(decision, "yes", *yes, day=1)
    council.say(Closed(decision=decision), day=2)
    council.say(council.count(decision), day=2)
    council.say(Executed(decision=decision), day=2)


def counting(council: Council) -> set[str]:
    return record_stewards.counting(council.tables())


def test_a_steward_and_another_one_she_has_just_named_appoint_nobody_who_counts(cast: Cast) -> None:
    house = House(cast)
    cast.say(RoleGiven(person=person(house.eve), role="steward"))
    council = Council(cast, LOW, stewarded=True)
    settled(council, Effect(lever="steward", way="appoint", what=person(council.finn)), house.ada, house.eve)
    assert counting(council) == {person(house.ada), person(house.dora)}


def test_who_is_appointed_is_no_second_voice_for_herself(cast: Cast) -> None:
    house = House(cast)
    council = Council(cast, ALL, stewarded=True)
    settled(council, Effect(lever="steward", way="appoint", what=person(council.finn)), house.ada, council.finn)
    assert counting(council) == {person(house.ada), person(house.dora)}


def test_two_who_agree_are_enough(cast: Cast) -> None:
    house = House(cast)
    council = Council(cast, ALL, stewarded=True)
    settled(council, Effect(lever="steward", way="appoint", what=person(council.finn)), house.ada, house.bob)
    assert person(council.finn) in counting(council)
