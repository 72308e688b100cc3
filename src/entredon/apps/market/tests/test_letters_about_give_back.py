"""Letters about money that nobody presses for: a partner is asked, and once more when it is late; stewards know what can be asked for."""

from typing import Any

import pytest
from django.core import mail

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.market import letters_due
from entredon.apps.market.entries_orders import Ordered
from entredon.apps.market.models import Asking, SellerDetails
from entredon.apps.market.tests.counter import DUE, Counter
from entredon.apps.market.tests.test_letters_about_partners import sent
from entredon.apps.people.models import Account
from entredon.testing_cast import Cast


@pytest.fixture
def counter(db: None, cast: Cast, settings: Any) -> Counter:
    """The workshop reads its letters at noord@; Ada is a steward with an account, Dora without one."""
    settings.ENTREDON_HOST = "merel.example"
    settings.ENTREDON_TEST_CLOCK = "2026-11-28T12:00:00+00:00"
    made = Counter(cast)
    for name, key in (("ada", cast.ada), ("eve", made.stall.eve)):
        cast.holds(Account.objects.create(email=f"{name}@example.org", name=name), key)
    SellerDetails.objects.create(
        commons=cast.slug, partner=made.stall.workshop, name="Noord bv", address="Dok 7", email="noord@example.org"
    )
    return made


def due(settings: Any, day: str) -> dict[str, str]:
    settings.ENTREDON_TEST_CLOCK = f"{day}T12:00:00+00:00"
    letters_due.send_due()
    return sent()


def test_stewards_are_told_once_what_can_be_asked_for_of_a_month(counter: Counter, settings: Any) -> None:
    counter.sold()
    assert due(settings, "2026-11-30") == {}, "the month isn't over"
    told = due(settings, "2026-12-01")
    assert set(told) == {"ada"}
    assert "until the end of November 2026" in told["ada"].replace("\N{NO-BREAK SPACE}", " ")
    assert "Werkplaats Noord: €72" in told["ada"]
    assert f"/market/give-back/{counter.stall.workshop[:10]}/" in told["ada"]
    assert due(settings, "2026-12-09") == {}


def test_a_partner_is_written_to_however_it_was_asked_and_again_when_it_is_late(
    counter: Counter, settings: Any
) -> None:
    counter.sold()
    due(settings, "2026-12-05")
    counter.asked(7_200)
    told = due(settings, "2026-12-06")
    assert set(told) == {"noord"}
    assert "Please pay by" in told["noord"]
    assert due(settings, DUE) == {}, "its day isn't over"
    told = due(settings, "2026-12-22")
    assert set(told) == {"ada", "noord"}
    assert "2 days ago" in told["noord"]
    assert "Werkplaats Noord is 2 days late with €72" in told["ada"]
    assert due(settings, "2026-12-23") == {}


def test_a_steward_who_is_late_herself_is_told_once(counter: Counter, settings: Any) -> None:
    counter.cast.say(RoleGiven(person=counter.eve, role="steward"))
    counter.sold()
    counter.asked(7_200)
    assert set(due(settings, "2026-12-22")) == {"ada", "noord"}, "not to eve@ again, who reads noord@"


def test_nobody_is_told_of_what_is_late_since_long(counter: Counter, settings: Any) -> None:
    counter.sold()
    counter.asked(7_200)
    assert set(due(settings, "2027-03-01")) == set(), "this place was out of use for long"


def test_seller_and_buyer_learn_that_what_was_paid_to_the_bearer_is_there(counter: Counter, settings: Any) -> None:
    quote = counter.stall.quote(counter.stall.offer(pay="bearer"), buyer="")
    order = counter.stall.say(Ordered(quote=quote), counter.stall.eve)
    Asking.objects.create(
        commons=counter.cast.slug, offer=counter.row(order).offer, partner=counter.stall.workshop, token="t", name="Gita",
        email="gita@example.org", state="ordered", order=order, language="en",
    )  # fmt: skip
    counter.paid(order, 20_000)
    assert due(settings, "2026-11-28") == {}, "not all of it is there"
    counter.paid(order, 28_000)
    told = due(settings, "2026-11-28")
    assert set(told) == {"eve", "gita"}
    assert "A kit is paid" in told["eve"]
    assert "what you paid for A kit is there" in told["gita"]
    assert due(settings, "2026-11-29") == {}
    assert mail.outbox == []


def test_who_asked_is_told_of_what_was_said_by_command_and_once(counter: Counter, settings: Any) -> None:
    quote = counter.stall.quote(counter.stall.offer(), buyer="")
    row = Asking.objects.create(
        commons=counter.cast.slug, offer=counter.stall.offer(), partner=counter.stall.workshop, token="t", name="Gita",
        email="gita@example.org", state="quoted", quote=quote, language="en", wants="order",
    )  # fmt: skip
    order = counter.stall.say(Ordered(quote=quote), counter.stall.eve, "2026-11-28")
    told = due(settings, "2026-11-28")
    assert set(told) == {"gita"}
    assert "Your order of A kit" in told["gita"]
    counter.delivered(order, "2026-11-28")
    assert "A kit was delivered" in due(settings, "2026-11-28")["gita"]
    row.refresh_from_db()
    assert (row.order, row.state, row.wants) == (order, "ordered", "")
    assert due(settings, "2026-11-29") == {}
