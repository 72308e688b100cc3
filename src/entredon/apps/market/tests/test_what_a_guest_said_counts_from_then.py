"""What a guest says by her link counts from then: a withdrawal in time is recorded later, too, and nothing is completed over it."""

from typing import Any

import pytest
from django.core import mail

from entredon.apps.market.entries_orders import Delivered, Paid, PassedOn
from entredon.apps.market.models import Asking, Order, SellerDetails
from entredon.apps.market.tests.test_buying_on_pages import HOME, Shop, ask, ordered, page, quote, say, seen
from entredon.apps.market.tests.test_buying_on_pages import shop as shop
from entredon.log.models import Entry

LATE = "2026-12-01T12:00:00+00:00"
pytestmark = pytest.mark.django_db


def delivered(shop: Shop) -> tuple[str, Order]:
    """A guest's order that was delivered and paid on the day on which it was ordered."""
    mine, order = ordered(shop)
    shop.cast.say(Delivered(order=order.id), shop.eve, at="2026-11-02T13:00:00.000Z")
    shop.cast.say(Paid(order=order.id, day="2026-11-02"), shop.eve, at="2026-11-02T13:00:00.000Z")
    return mine, order


def now(order: Order) -> Order:
    return Order.objects.get(id=order.id)


def test_the_letter_to_stewards_leads_to_the_button_and_later_to_the_order(shop: Shop) -> None:
    mine, order = ordered(shop)
    ada = shop.browser("ada", shop.ada)
    mail.outbox.clear()
    shop.guest.post(mine, {"act": "withdraw", "reason": ""})
    (told,) = [one.body for one in mail.outbox if one.to == ["ada@example.org"]]
    here = f"{HOME}desk/{Asking.objects.get().pk}/"
    assert here in told
    assert "Record the withdrawal" in page(ada, here)
    say(shop)
    assert ada.get(here)["Location"] == f"{HOME}orders/{order.id[:10]}/"
    assert "It is undone, whole" in page(shop.seller, here)


@pytest.mark.parametrize("who", ["seller", "steward"])
def test_a_withdrawal_in_time_that_nobody_recorded_is_recorded_later(shop: Shop, settings: Any, who: str) -> None:
    mine, order = delivered(shop)
    shop.guest.post(mine, {"act": "withdraw", "reason": ""})
    settings.ENTREDON_TEST_CLOCK = LATE
    mail.outbox.clear()
    browser = shop.seller if who == "seller" else shop.browser("ada", shop.ada)
    answer = browser.post(f"{HOME}desk/{Asking.objects.get().pk}/", {"act": "say"})
    assert answer.status_code == 302, seen(answer)
    assert now(order).state == "withdrawn"
    assert [one.subject for one in mail.outbox if one.to == ["gita@example.org"]] == ["Your order of A kit is undone"]
    assert "is undone, whole" in page(shop.guest, mine)
    count = Entry.objects.count()
    say(shop)
    assert Entry.objects.count() == count, "the button pressed twice says it once"


def test_a_guest_has_in_writing_at_once_that_she_accepted_and_that_she_withdrew(shop: Shop) -> None:
    mine = ask(shop, shop.offer())
    quote(shop)
    mail.outbox.clear()
    shop.guest.post(mine, {"act": "order"})
    say(shop)
    shop.guest.post(mine, {"act": "withdraw", "reason": ""})
    hers = [one for one in mail.outbox if one.to == ["gita@example.org"]]
    assert [one.subject for one in hers] == [
        "You accepted the quote for A kit",
        "Your order of A kit",
        "You withdrew from your order of A kit",
    ]
    assert "for €450.00" in hers[2].body
    assert "on 2 November 2026" in hers[2].body.replace("\N{NO-BREAK SPACE}", " ")


def test_who_has_not_said_who_she_is_in_law_makes_no_quote(shop: Shop) -> None:
    ask(shop, shop.offer())
    SellerDetails.objects.all().delete()
    assert "buyers must know who sells to them" in seen(quote(shop))
    assert Asking.objects.get().state == "asked"


def test_a_withdrawal_that_comes_too_late_is_refused(shop: Shop, settings: Any) -> None:
    mine, order = delivered(shop)
    settings.ENTREDON_TEST_CLOCK = LATE
    assert "can’t be done now" in seen(shop.guest.post(mine, {"act": "withdraw", "reason": ""}))
    assert now(order).state == "delivered"


@pytest.mark.parametrize("act", ["withdraw", "complain"])
def test_nothing_is_completed_over_what_a_guest_said(shop: Shop, settings: Any, act: str) -> None:
    mine, order = delivered(shop)
    shop.guest.post(mine, {"act": act, "reason": "A leg is missing"})
    settings.ENTREDON_TEST_CLOCK = LATE
    here = f"{HOME}orders/{order.id[:10]}/"
    assert 'value="complete"' not in page(shop.seller, here)
    assert "records that first" in seen(shop.seller.post(f"{here}act/", {"act": "complete"}))
    assert now(order).state == "delivered"
    say(shop)
    assert now(order).state == ("withdrawn" if act == "withdraw" else "delivered")


def test_who_hands_an_order_over_learns_that_it_was_taken_and_the_buyer_how_to_pay(shop: Shop) -> None:
    _mine, order = ordered(shop)
    shop.say(PassedOn(order=order.id, partner=shop.shop), shop.eve)
    SellerDetails.objects.create(
        commons="merel", partner=shop.shop, name="De Winkel bv", address="Markt 1", email="winkel@example.org",
        iban="BE71096123456769", holder="De Winkel bv",
    )  # fmt: skip
    mail.outbox.clear()
    shop.browser("fay", shop.fay).post(f"{HOME}orders/{order.id[:10]}/act/", {"act": "take"})
    told = {one.to[0]: f"{one.subject} {one.body}" for one in mail.outbox}
    assert set(told) == {"gita@example.org", "eve@example.org"}
    assert "De Winkel has taken over the order of A kit" in told["eve@example.org"]
    assert "BE71 0961 2345 6769" in told["gita@example.org"]


@pytest.mark.parametrize(
    ("address", "town"), [("Lokeren", "Lokeren"), ("Dorp 1\n9160 Lokeren", "Lokeren"), ("nowhere at all", ""), ("", "")]
)
def test_the_seller_sees_how_far_the_buyer_is(shop: Shop, address: str, town: str) -> None:
    from entredon.apps.market import towns

    ask(shop, shop.offer(), address=address)
    found = towns.town(Asking.objects.get().town)
    assert (found.name if found else "") == town
    shown = page(shop.seller, f"{HOME}desk/{Asking.objects.get().pk}/")
    assert ("km</span>" in shown.replace("\N{NO-BREAK SPACE}", " ")) == bool(town)
