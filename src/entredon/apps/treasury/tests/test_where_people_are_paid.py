"""Where somebody is paid: the first time by her own word, then by a second person's and after a rest; outside, by two stewards."""

import pytest

from entredon.apps.treasury.entries import Confirmed
from entredon.apps.treasury.entries_out import ApproverNamed, PayeeNamed, RunApproved
from entredon.apps.treasury.models import Approver, Payee
from entredon.apps.treasury.tests.house import House, at, hashed, owed_to
from entredon.testing_cast import Cast, person


@pytest.fixture
def house(cast: Cast) -> House:
    return House(cast)


def payee(house: House, id: str) -> Payee:
    return Payee.objects.get(commons=house.cast.slug, id=id)


def test_the_first_details_of_a_member_are_in_force_at_once(house: House) -> None:
    house.say(PayeeNamed(details=hashed("one")), house.bob)
    row = payee(house, person(house.bob))
    assert (row.details, row.usable, row.changed, row.next) == (hashed("one"), at("2026-11-20"), False, "")
    house.refused(PayeeNamed(details=hashed("one")), house.bob, because="nothing has changed")
    house.refused(PayeeNamed(details=hashed("one")), house.cast.charlie, because="")


def test_changed_details_wait_for_another_steward_and_then_rest(house: House) -> None:
    house.details(house.bob)
    before = payee(house, person(house.bob)).details
    change = house.say(PayeeNamed(details=hashed("two")), house.bob)
    row = payee(house, person(house.bob))
    assert (row.details, row.next) == (before, change)
    house.refused(Confirmed(what=change), house.bob, because="You said this yourself")
    house.refused(Confirmed(what=change), house.eve, because="Only a steward")
    house.say(Confirmed(what=change), house.ada)
    row = payee(house, person(house.bob))
    assert (row.details, row.changed, row.next, row.usable) == (hashed("two"), True, "", at("2026-11-23"))


def test_a_steward_s_own_change_is_confirmed_by_the_other(house: House) -> None:
    house.details(house.ada)
    change = house.say(PayeeNamed(details=hashed("two")), house.ada)
    house.refused(Confirmed(what=change), house.ada, because="You said this yourself")
    house.say(Confirmed(what=change), house.dora)
    assert payee(house, person(house.ada)).details == hashed("two")


def test_of_two_changes_the_newer_waits(house: House) -> None:
    house.details(house.bob)
    one, two = (house.say(PayeeNamed(details=hashed(name)), house.bob) for name in ("two", "three"))
    house.refused(Confirmed(what=one), house.ada, because="changed again since")
    house.say(Confirmed(what=two), house.ada)
    assert payee(house, person(house.bob)).details == hashed("three")


def test_who_is_outside_is_known_once_another_steward_says_so(house: House) -> None:
    id = f"x:{hashed('supplier')[:32]}"
    fact = PayeeNamed(payee=id, details=hashed("one"), upstream="https://example.org/c/wheels/")
    house.refused(fact, house.bob, because="Only a steward")
    waiting = house.say(fact)
    assert payee(house, id).details == ""
    house.refused(Confirmed(what=waiting), house.ada, because="You said this yourself")
    house.say(Confirmed(what=waiting), house.dora)
    row = payee(house, id)
    assert (row.details, row.usable, row.upstream) == (hashed("one"), at("2026-11-20"), "https://example.org/c/wheels/")
    house.refused(PayeeNamed(payee=id, details=hashed("two")), because="stays as it was")
    other = f"x:{hashed('other')[:32]}"
    house.given(1_000)
    house.expense(500, payee=other)
    late = PayeeNamed(payee=other, details=hashed("x"), upstream="https://example.org/c/wheels/")
    house.refused(late, because="were handed in already")
    house.refused(PayeeNamed(payee=person(house.bob), details=hashed("x")), because="A member says herself")
    house.refused(PayeeNamed(payee=id, details=hashed("x"), upstream="somewhere"), because="no address of a commons")
    house.refused(
        PayeeNamed(details=hashed("x"), upstream="https://example.org/c/wheels/"), because="no address of a commons"
    )


def test_nothing_is_paid_to_details_that_rest(house: House) -> None:
    house.given(10_000)
    house.details(house.bob)
    house.expense(1_000)
    change = house.say(PayeeNamed(details=hashed("two")), house.bob)
    run = house.run(owed_to(house.bob, 500))
    house.say(Confirmed(what=change), house.ada)
    house.refused(RunApproved(run=run), because="was changed since this was proposed")
    run = house.run(owed_to(house.bob, 500))
    house.refused(RunApproved(run=run), because="can be used from 2026-11-23 on, 10:00 UTC")
    house.say(RunApproved(run=run), day="2026-11-23")


def test_a_co_approver_is_a_member_named_by_both_stewards(house: House) -> None:
    house.refused(ApproverNamed(person=person(house.dora)), because="approves payouts already")
    house.refused(ApproverNamed(person=person(house.cast.charlie)), because="Let her join first")
    house.refused(ApproverNamed(person=person(house.eve)), house.bob, because="Only a steward")
    named = house.say(ApproverNamed(person=person(house.eve)))
    house.refused(Confirmed(what=named), house.eve, because="Only a steward")
    house.refused(Confirmed(what=named), house.ada, because="You said this yourself")
    house.say(Confirmed(what=named), house.dora)
    assert Approver.objects.filter(commons=house.cast.slug, id=person(house.eve)).exists()
    house.refused(ApproverNamed(person=person(house.eve)), because="approves payouts already")
