"""What partners give back, on pages: all see what is asked, paid and late; a member asks, and the partner gets a letter and a code."""

import html
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.apps.market.entries_orders import Paid
from entredon.apps.market.models import Asked, SellerDetails
from entredon.apps.market.tests.counter import Counter
from entredon.apps.people.models import Account
from entredon.apps.treasury.models import BankDetails
from entredon.log.models import Entry, Log
from entredon.pure.money import references
from entredon.testing_cast import Cast, just_came_in

HOME = "/c/merel/market/give-back/"


class Pages(Counter):
    """The counter, public, in the first week of December."""

    def browser(self, who: str, key: Any) -> Client:
        account, made = Account.objects.get_or_create(email=f"{who}@example.org", defaults={"name": who.capitalize()})
        if made:
            self.cast.holds(account, key)
        browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
        browser.force_login(account)
        just_came_in(browser)
        return browser

    @property
    def of(self) -> str:
        return f"{HOME}{self.stall.workshop[:10]}/"


@pytest.fixture
def pages(cast: Cast, settings: Any) -> Pages:
    settings.ENTREDON_TEST_CLOCK = "2026-12-05T12:00:00+00:00"
    made = Pages(cast)
    cast.say(Published())
    BankDetails.objects.create(
        commons="merel", account="main", holder="Merel vzw", iban="BE68539007547034", bic=""
    )  # fmt: skip
    SellerDetails.objects.create(
        commons="merel", partner=made.stall.workshop, name="Werkplaats Noord bv", address="Dok Noord 7, Ghent",
        email="noord@example.org",
    )  # fmt: skip
    return made


def seen(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return plain(answer)


def plain(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode())))


def test_before_anything_was_completed_the_page_says_what_will_stand_there(pages: Pages) -> None:
    shown = seen(pages.cast.client(), HOME)
    assert "What do partners give back?" in shown
    assert "Nothing yet." in shown
    assert "No order of it was completed yet" in seen(pages.cast.client(), pages.of)
    assert pages.cast.client().get(f"{HOME}ffffffffff/").status_code == 404


def test_a_member_asks_for_a_month_and_the_partner_gets_a_letter_and_a_code(pages: Pages) -> None:
    pages.sold()
    bob = pages.browser("bob", pages.stall.bob)
    shown = seen(bob, pages.of)
    assert "€72.00 of one order, completed until the end of November 2026, can be asked for." in shown
    assert "A kit" in shown
    before = Log.objects.get(slug="merel").size
    for _twice in range(2):
        assert bob.post(f"{pages.of}ask/", {"currency": "EUR"}).status_code == 302
    assert Log.objects.get(slug="merel").size == before + 1
    row = Asked.objects.get()
    assert (row.minor, row.count, row.month, row.due) == (7_200, 1, "2026-11", "2027-01-04")
    assert len(mail.outbox) == 1
    letter = mail.outbox[0]
    rf = references.rf(pages.request(row.id).base).shown
    assert letter.to == ["noord@example.org"]
    assert "€72.00" in letter.subject
    for words in (
        "until the end of November 2026",
        "BE68 5390 0754 7034",
        rf,
        f"/c/merel/treasury/requests/{row.id[:10]}/",
    ):
        assert words in letter.body
    answer = bob.get(f"{pages.of}?sent=1")
    assert "The letter is on its way" in plain(answer)
    assert b"<svg" in answer.content
    assert rf in plain(answer)
    assert "can be asked for" not in plain(answer)
    # The payment request says what it is for, and nobody takes it back by itself.
    asked_page = seen(pages.browser("ada", pages.stall.ada), f"/c/merel/treasury/requests/{row.id[:10]}/")
    assert "what Werkplaats Noord gives back, until November 2026" in asked_page
    assert "Take the request back" not in asked_page
    paper = bob.get(f"/c/merel/treasury/requests/{row.id[:10]}/request.pdf")
    assert paper.content[:4] == b"%PDF"


def test_strangers_look_and_dont_ask(pages: Pages) -> None:
    pages.sold()
    guest = pages.cast.client()
    shown = seen(guest, pages.of)
    assert "Any member can ask for it." in shown
    assert "Ask for €72" not in shown
    guest.post(f"{pages.of}ask/", {"currency": "EUR"})
    outsider = Client(headers={"Sec-Fetch-Site": "same-origin"})
    outsider.force_login(Account.objects.create(email="zoe@example.org", name="Zoe"))
    assert outsider.post(f"{pages.of}ask/", {"currency": "EUR"}).status_code == 403
    assert not Asked.objects.exists()
    assert mail.outbox == []


def test_nothing_to_ask_for_is_said_in_words(pages: Pages) -> None:
    pages.sold(day="2026-12-02")
    bob = pages.browser("bob", pages.stall.bob)
    answer = bob.post(f"{pages.of}ask/", {"currency": "EUR"})
    assert "There is nothing to ask this partner for now" in plain(answer)
    assert "Not asked for yet" in seen(bob, pages.of)


def test_what_is_late_is_seen_by_everybody_with_its_days_and_a_steward_reminds(pages: Pages, settings: Any) -> None:
    pages.sold()
    asked = pages.asked(7_200)
    pages.paid(asked, 2_000)
    settings.ENTREDON_TEST_CLOCK = "2026-12-30T12:00:00+00:00"
    shown = seen(pages.cast.client(), HOME)
    assert "€52 is up to 10 days late" in shown
    assert "One partner is past its day." in shown
    assert "10 days late" in seen(pages.cast.client(), pages.of)
    bob, ada = pages.browser("bob", pages.stall.bob), pages.browser("ada", pages.stall.ada)
    assert "Send the letter once more" not in seen(bob, pages.of)
    assert "Send the letter once more" in seen(ada, pages.of)
    assert bob.post(f"{pages.of}remind/", {"month": asked}).status_code == 403
    ada.post(f"{pages.of}remind/", {"month": asked})
    assert len(mail.outbox) == 1
    assert "10 days ago" in mail.outbox[0].body
    assert "€52.00" in mail.outbox[0].subject
    pages.paid(asked, 5_200)
    assert "late" not in seen(pages.cast.client(), HOME)
    assert "nothing to pay any more" in plain(ada.post(f"{pages.of}remind/", {"month": asked}))


def test_where_no_address_is_known_no_letter_is_promised(pages: Pages) -> None:
    SellerDetails.objects.all().delete()
    pages.sold()
    bob = pages.browser("bob", pages.stall.bob)
    assert "The partner gets a letter." not in seen(bob, pages.of)
    bob.post(f"{pages.of}ask/", {"currency": "EUR"})
    assert Asked.objects.count() == 1
    assert mail.outbox == []


def test_orders_that_stand_still_are_told(pages: Pages, settings: Any) -> None:
    settings.ENTREDON_TEST_CLOCK = "2026-12-20T12:00:00+00:00"
    untold, undone = pages.order(pay="partner"), pages.order(10_000, pay="partner")
    for order in (untold, undone):
        pages.delivered(order)
    pages.stall.say(Paid(order=undone, day="2026-11-12"), pages.stall.eve, "2026-11-12")
    shown = seen(pages.cast.client(), HOME)
    assert "Delivered long ago, and not told as paid" in shown
    assert "Can be completed now" in shown
    assert "delivered 40 days ago" in shown


def test_what_the_bearer_was_paid_for_counts_too(pages: Pages) -> None:
    order = pages.order()
    pages.paid(order)
    pages.delivered(order)
    pages.completed(order)
    assert "€72 of orders that were paid here" in seen(pages.cast.client(), HOME)
    assert Entry.objects.filter(kind="market.completed").count() == 1
