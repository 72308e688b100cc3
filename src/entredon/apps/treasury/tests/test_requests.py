"""Somebody is asked to pay, under a reference that is nobody else's."""

import pytest

from entredon.apps.library.entries import Created
from entredon.apps.treasury import bases
from entredon.apps.treasury.entries import Requested, RequestWithdrawn
from entredon.apps.treasury.models import Request
from entredon.apps.treasury.tests.money import Money
from entredon.pure.money import references
from entredon.testing_cast import Cast


@pytest.fixture
def money(cast: Cast) -> Money:
    return Money(cast)


def test_a_request_has_a_number_that_follows_from_its_entry(money: Money) -> None:
    entry = money.request(125_00, due="2026-12-31")
    row = Request.objects.get()
    assert (row.id, row.minor, row.version, row.creation, row.due, row.paid) == (
        entry, 12_500, money.version, "", "2026-12-31", 0,
    )  # fmt: skip
    assert row.base == bases.of_request(entry) == 1_000_000_000 + int(entry[:16], 16) % 9_000_000_000
    assert references.rf(row.base).base == references.ogm(row.base).base == row.base


def test_it_is_for_a_version_a_creation_or_the_pot(money: Money) -> None:
    bike = money.cast.say(Created(name="Bike"))
    money.request(version="", creation=money.car)
    money.request(version="")
    for changes, because in (
        ({"creation": money.car}, "not for both"),
        ({"version": f"{money.version}.1"}, "not released yet"),
        ({"version": "", "creation": bike}, "No version of “Bike” is released yet"),
        ({"minor": 0}, "An income lies between"),
        ({"currency": "XAU"}, "no currency"),
        ({"due": "2026-02-29"}, "no day of the calendar"),
        ({"what": "told"}, "the books use by themselves"),
        ({"what": "A Sale"}, "not a well-formed"),
    ):
        said = {"minor": 100, "currency": "EUR", "what": "sale", "version": money.version, **changes}
        money.cast.refused(Requested(**said), because=because)
    money.cast.refused(Requested(minor=1, currency="EUR", what="gift"), money.cast.bob, because="Only a steward")


def test_where_the_money_has_no_bearer_nobody_is_asked(cast: Cast) -> None:
    cast.refused(Requested(minor=1, currency="EUR", what="gift"), because="Nobody bears the money")


def test_a_number_that_is_taken_already_is_never_given_out_again(money: Money, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bases, "of_request", lambda id: 5_000_000_000)
    money.request()
    money.cast.refused(Requested(minor=1, currency="EUR", what="gift"), because="ask once more")
    gift = bases.of_gift(money.car)
    monkeypatch.setattr(bases, "of_request", lambda id: gift)
    money.cast.refused(Requested(minor=1, currency="EUR", what="gift"), because="ask once more")


def test_gifts_for_each_creation_have_a_standing_number(money: Money) -> None:
    numbers = {bases.of_gift(id) for id in (money.car, money.bearer, "")}
    assert len(numbers) == 3
    assert all(1_000_000_000 <= number <= references.MOST_BASE for number in numbers)


def test_a_request_is_taken_back_once(money: Money) -> None:
    request = money.request()
    money.cast.refused(RequestWithdrawn(request=request), money.cast.bob, because="Only a steward")
    money.cast.refused(RequestWithdrawn(request="f" * 64), because="There is no request")
    entry = money.cast.say(RequestWithdrawn(request=request))
    assert Request.objects.get().withdrawn == entry
    money.cast.refused(RequestWithdrawn(request=request), because="taken back already")
