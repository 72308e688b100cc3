"""Buying on pages: a guest finds an offer, sees the split, asks, gets a quote, orders, pays, and can undo it; a member signs herself."""

import html
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.apps.market.models import Asking, Order, SellerDetails
from entredon.apps.market.tests.stall import Stall
from entredon.apps.people.models import Account
from entredon.log.models import Log
from entredon.testing_cast import Cast, just_came_in

HOME = "/c/merel/market/"
pytestmark = pytest.mark.django_db


class Shop(Stall):
    """The stall, public, with accounts for those who sell and buy there."""

    def browser(self, who: str, key: Any) -> Client:
        account, made = Account.objects.get_or_create(email=f"{who}@example.org", defaults={"name": who.capitalize()})
        if made:
            self.cast.holds(account, key)
        browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
        browser.force_login(account)
        just_came_in(browser)
        return browser

    @property
    def seller(self) -> Client:
        return self.browser("eve", self.eve)

    @property
    def guest(self) -> Client:
        return self.cast.client()


@pytest.fixture
def shop(cast: Cast, settings: Any) -> Shop:
    settings.ENTREDON_TEST_CLOCK = "2026-11-02T12:00:00+00:00"
    made = Shop(cast)
    cast.say(Published())
    SellerDetails.objects.create(
        commons="merel", partner=made.workshop, name="Werkplaats Noord bv", address="Dok Noord 7, Ghent",
        email="noord@example.org", iban="BE68539007547034", holder="Werkplaats Noord bv",
    )  # fmt: skip
    return made


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.get("Location"))
    return seen(answer)


def seen(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def size() -> int:
    return Log.objects.get(slug="merel").size


def test_the_home_shows_what_can_be_bought(shop: Shop) -> None:
    shop.offer()
    shown = page(shop.guest, HOME)
    assert "What can I buy?" in shown
    assert "A kit" in shown
    assert "Werkplaats Noord" in shown
    assert "€480" in shown
    assert "€72 of it comes back to the commons" in shown
