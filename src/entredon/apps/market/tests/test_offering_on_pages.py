"""Offering on pages: the form of a partner, the split before it is said, changing, ending, selling together."""

import html
import re
from itertools import product
from typing import Any

import pytest
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.apps.market import split_shown, splitting
from entredon.apps.market.entries import Give
from entredon.apps.market.models import Offer
from entredon.apps.market.tests.stall import Stall, terms
from entredon.apps.people.models import Account
from entredon.log.models import Entry, Log
from entredon.testing_cast import Cast, just_came_in

HOME = "/c/merel/market/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def stall(cast: Cast, settings: Any) -> Stall:
    settings.ENTREDON_TEST_CLOCK = "2026-11-02T12:00:00+00:00"
    made = Stall(cast)
    cast.say(Published())
    return made


def browser(stall: Stall, who: str) -> Client:
    account, made = Account.objects.get_or_create(email=f"{who}@example.org", defaults={"name": who.capitalize()})
    if made:
        stall.cast.holds(account, getattr(stall, who))
    found = Client(headers={"Sec-Fetch-Site": "same-origin"})
    found.force_login(account)
    just_came_in(found)
    return found


def seen(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def plain(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", seen(answer)))


def size() -> int:
    return Log.objects.get(slug="merel").size


def typed(stall: Stall, **fields: Any) -> dict[str, Any]:
    return {
        "partner": stall.workshop[:10], "title": "A kit for the cabin", "what": "kit", "on": [f"c-{stall.car[:10]}"],
        "price": "480,00", "currency": "EUR", "unit": "piece", "vat": "", "stock": "10", "days": "14", "until": "2026-12-31",
        "pay": "partner", "withdraw_days": "14", "text": "All of it.", **fields,
    }  # fmt: skip


def test_the_split_is_shown_before_anything_is_said(stall: Stall) -> None:
    before = size()
    answer = browser(stall, "eve").post(f"{HOME}offering/", typed(stall, preview="1", vat="21"))
    assert "Of these €480: €337.19 Werkplaats Noord, €59.50 to the common pot and €83.31 VAT." in plain(answer)
    assert "Nothing is offered yet" in seen(answer)
    assert 'value="A kit for the cabin"' in seen(answer), "what was typed stays"
    assert size() == before


def test_a_partner_offers_and_is_led_to_the_page_of_it(stall: Stall) -> None:
    eve = browser(stall, "eve")
    places = {eve.post(f"{HOME}offering/", typed(stall))["Location"] for _again in range(2)}
    assert len(places) == 1, "pressing twice offers once"
    assert Entry.objects.filter(commons="merel", kind="market.offered").count() == 1
    row = Offer.objects.get()
    assert (row.minor, row.stock, row.days, row.until, row.on) == (48_000, 10, 14, "2026-12-31", [[stall.car, 1]])
    assert "A kit for the cabin" in seen(eve.get(places.pop()))


@pytest.mark.parametrize("who", ["bob", "ada", "charlie"])
def test_who_speaks_for_no_partner_offers_nothing(stall: Stall, who: str) -> None:
    before = size()
    answer = stall.cast.client(who).post(f"{HOME}offering/", typed(stall))
    assert answer.status_code == 403
    assert "Partners offer things here" in seen(answer)
    assert size() == before


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"title": ""}, "title", "what you offer"),
    ({"price": ""}, "price", "Say how much"),
    ({"price": "0"}, "price", "more than nothing"),
    ({"price": "0,00"}, "price", "more than nothing"),
    ({"price": "1000000000.00"}, "price", "more than an offer can cost"),
    ({"price": "-4"}, "price", "less than nothing"),
    ({"price": "1.005"}, "price", ""),
    ({"vat": "101"}, "vat", "more than 100 per cent"),
    ({"vat": "much"}, "vat", "as a number"),
    ({"vat": "1.23456"}, "vat", "four decimals"),
    ({"on": []}, "on", "at least one"),
    ({"on": ["c-0000000000"]}, "on", "0000000000"),
    ({"stock": "0"}, "stock", "From 1"),
    ({"stock": "some"}, "stock", "whole number"),
    ({"days": "4000"}, "days", "to 3,650"),
    ({"until": "2026-11-01"}, "until", "This day is over"),
    ({"until": "2026-02-30"}, "until", "year, month, day"),
    ({"withdraw_days": "400"}, "withdraw_days", "to 365"),
    ({"pay": "bearer"}, "pay", "bearer"),
    ({"what": "weapon"}, "what", "weapon"),
    ({"share_1": "20"}, "with_1", "whose part"),
    ({"currency": "XYZ"}, "currency", "XYZ"),
]


def test_what_is_wrong_is_told_beside_its_field(stall: Stall) -> None:
    eve, before = browser(stall, "eve"), size()
    for fields, field, because in WRONG:
        answer = eve.post(f"{HOME}offering/", typed(stall, **fields))
        assert answer.status_code == 200, fields
        found = re.search(rf'id="id_{field}-wrong">(.*?)</p>', seen(answer))
        assert found, fields
        assert because in found[1], fields
    assert size() == before


def test_a_joint_offer_waits_until_each_has_joined(stall: Stall) -> None:
    eve, fay = browser(stall, "eve"), browser(stall, "fay")
    answer = eve.post(f"{HOME}offering/", typed(stall, with_1=stall.shop[:10], share_1="40"))
    offer = Offer.objects.get()
    assert offer.parts == [[stall.workshop, 600_000], [stall.shop, 400_000]]
    assert "waits for its other sellers" in seen(eve.get(answer["Location"]))
    assert "Join this offer" not in seen(eve.get(f"{HOME}{offer.id[:10]}/"))
    assert "A kit for the cabin" in seen(fay.get(f"{HOME}desk/"))
    assert "Join this offer" in seen(fay.get(f"{HOME}{offer.id[:10]}/"))
    for _again in range(2):
        assert fay.post(f"{HOME}{offer.id[:10]}/join/", {"partner": stall.shop[:10]}).status_code == 302
    offer.refresh_from_db()
    assert offer.state == "open"
    assert "€244.80 Werkplaats Noord, €163.20 De Winkel" in plain(stall.cast.client().get(f"{HOME}{offer.id[:10]}/"))


def test_parts_that_leave_nothing_are_refused(stall: Stall) -> None:
    answer = browser(stall, "eve").post(f"{HOME}offering/", typed(stall, with_1=stall.shop[:10], share_1="100"))
    assert "nothing is left for you" in seen(answer)


def test_a_seller_changes_the_price_and_nobody_else_does(stall: Stall) -> None:
    offer = stall.offer()
    path = f"{HOME}{offer[:10]}/change/"
    changed = {"price": "450", "stock": "3", "until": ""}
    for who in ("bob", "charlie"):
        assert stall.cast.client(who).post(path, changed).status_code == 403
    eve = browser(stall, "eve")
    assert 'value="480.00"' in seen(eve.get(path))
    eve.post(path, changed)
    row = stall.offer_row(offer)
    assert (row.minor, row.stock) == (45_000, 3)
    before = size()
    eve.post(path, changed)
    assert size() == before, "pressing twice changes it once"


def test_a_seller_takes_an_offer_from_the_list(stall: Stall) -> None:
    offer = stall.offer()
    path = f"{HOME}{offer[:10]}/end/"
    assert stall.cast.client("bob").post(path).status_code == 200
    assert stall.cast.client("charlie").post(path).status_code == 403
    assert stall.offer_row(offer).state == "open"
    for _again in range(2):
        assert browser(stall, "eve").post(path).status_code == 302
    assert "not for sale any more" in seen(stall.cast.client().get(f"{HOME}{offer[:10]}/"))


def test_offers_are_found_by_kind_words_seller_and_what_they_stand_on(stall: Stall) -> None:
    stall.offer()
    stall.say(stall.offering(what="training", unit="course"), stall.eve, texts={"title": "Welding for beginners"})
    client = stall.cast.client()

    def titles(query: str) -> set[str]:
        return {title for title in ("A kit", "Welding for beginners") if title in seen(client.get(f"{HOME}?{query}"))}

    assert titles("") == {"A kit", "Welding for beginners"}
    assert titles("kind=kit") == {"A kit"}
    assert titles("q=welding") == {"Welding for beginners"}
    assert titles("q=noord kit") == {"A kit"}
    assert titles("q=spaceship") == set()
    assert titles(f"on={stall.version[:10]}") == {"A kit", "Welding for beginners"}
    assert titles(f"partner={stall.shop}") == set()
    assert titles("kind=nonsense") == {"A kit", "Welding for beginners"}
    assert titles("page=99") == {"A kit", "Welding for beginners"}


def test_who_gives_back_work_has_the_whole_price(stall: Stall) -> None:
    agreed = terms(Give(way="work", minutes=60))
    bob = stall.partner(stall.bob, "Bob’s bench", agreed)
    offer = stall.offer(stall.bob, partner=bob)
    assert "Of these €480: €480 Bob’s bench." in plain(stall.cast.client().get(f"{HOME}{offer[:10]}/"))
    assert "comes back to the commons" not in seen(stall.cast.client().get(HOME))


def test_the_tab_appears_with_the_first_partner(cast: Cast) -> None:
    cast.say(Published())
    assert "Buy or make" not in seen(cast.client().get("/c/merel/"))
    Stall(cast)
    assert "Buy or make" in seen(cast.client().get("/c/merel/"))


def test_the_parts_of_a_price_add_up_to_it(stall: Stall) -> None:
    joint = ((stall.workshop, 333_333), (stall.shop, 666_667))
    for minor, vat in product((1, 2, 99, 12_345, 10**11 - 1), (0, 60_000, 210_000)):
        split = splitting.of_typed("merel", stall.workshop, minor, "EUR", vat, 0, ((stall.car, 1),), joint)
        told = split_shown.show("merel", split)
        assert sum(one.minor for one in told.slices) == minor
        assert all(one.minor > 0 for one in told.slices)
