"""Two stewards before money moves: a second key of the same steward is no second steward."""

import pytest

from entredon.apps.commons.entries import RoleGiven, RoleWithdrawn
from entredon.apps.treasury import record_out, record_stewards
from entredon.apps.treasury.entries import Confirmed, PolicySet
from entredon.apps.treasury.models import Waiting
from entredon.apps.treasury.tests.house import House
from entredon.log.tables import Tables
from entredon.testing_cast import Cast, person


@pytest.fixture
def house(cast: Cast) -> House:
    return House(cast)


def counts(house: House, key) -> bool:
    return record_stewards.counts(Tables(house.cast.slug), person(key))


def test_a_new_steward_counts_once_another_than_who_named_her_confirms_it(house: House) -> None:
    say, refused = house.cast.say, house.cast.refused
    assert counts(house, house.ada)
    assert counts(house, house.dora)
    say(RoleGiven(person=person(house.eve), role="steward"))
    assert not counts(house, house.eve)
    assert not record_out.may_approve(Tables(house.cast.slug), person(house.eve))
    assert person(house.eve) not in record_out.approvers(Tables(house.cast.slug))
    waiting = Waiting.objects.get(what="steward", confirmed="").id
    refused(Confirmed(what=waiting), because="You said this yourself")
    refused(Confirmed(what=waiting), house.eve, because="another steward than who named you")
    refused(Confirmed(what=waiting), house.bob, because="Only a steward")
    say(Confirmed(what=waiting), house.dora)
    assert counts(house, house.eve)


def test_who_is_not_confirmed_gives_no_second_word(house: House) -> None:
    policy = house.cast.say(PolicySet(approvals=2, most=100, cooling_days=1))
    house.cast.say(RoleGiven(person=person(house.eve), role="steward"))
    house.cast.refused(Confirmed(what=policy), house.eve, because="another steward than who named you")
    house.cast.say(Confirmed(what=policy), house.dora)


def test_nobody_removes_the_second_steward_alone(house: House) -> None:
    house.cast.refused(RoleWithdrawn(person=person(house.dora), role="steward"), because="isn't removed alone")
    house.cast.say(RoleGiven(person=person(house.eve), role="steward"))
    # One who isn't confirmed is no second steward either.
    house.cast.refused(RoleWithdrawn(person=person(house.dora), role="steward"), because="isn't removed alone")
    house.cast.say(RoleWithdrawn(person=person(house.dora), role="steward"), house.dora)
    assert record_stewards.counting(Tables(house.cast.slug)) == {person(house.ada)}


def test_who_is_named_anew_is_confirmed_anew(house: House) -> None:
    house.cast.say(RoleGiven(person=person(house.eve), role="steward"))
    house.cast.say(Confirmed(what=Waiting.objects.get(what="steward", confirmed="").id), house.dora)
    house.cast.say(RoleWithdrawn(person=person(house.dora), role="steward"))
    house.cast.say(RoleGiven(person=person(house.dora), role="steward"))
    assert not counts(house, house.dora)
    house.cast.say(Confirmed(what=Waiting.objects.get(what="steward", confirmed="").id), house.eve)
    assert counts(house, house.dora)


def test_where_one_is_left_the_next_counts_at_once(house: House) -> None:
    house.cast.say(RoleWithdrawn(person=person(house.dora), role="steward"), house.dora)
    house.cast.say(RoleGiven(person=person(house.eve), role="steward"))
    assert counts(house, house.eve)
