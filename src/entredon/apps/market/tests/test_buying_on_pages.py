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
from entredon.log.models import Entry, Log
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


def test_the_page_of_an_offer_shows_the_split_before_anybody_asks(shop: Shop) -> None:
    offer = shop.offer()
    shown = page(shop.guest, f"{HOME}{offer[:10]}/")
    plain = re.sub(r"<[^>]+>", "", shown)
    assert "Of these €480: €408 Werkplaats Noord and €72 to the common pot." in plain
    assert "Werkplaats Noord bv" in shown, "who sells it in law"
    assert "14 days" in shown, "the right of withdrawal"
    assert "no VAT, as the seller states" in shown
    assert "10 in stock" in shown
    assert f'href="{HOME}{offer[:10]}/ask/"' in shown


def test_vat_is_shown_as_the_seller_states_it_and_no_give_back_is_reckoned_of_it(shop: Shop) -> None:
    offer = shop.offer(vat_ppm=210_000)
    plain = re.sub(r"<[^>]+>", "", page(shop.guest, f"{HOME}{offer[:10]}/"))
    assert "with 21 % VAT in it" in plain
    assert "€337.19 Werkplaats Noord, €59.50 to the common pot and €83.31 VAT" in plain


# Asking


def typed(**fields: str) -> dict[str, str]:
    return {
        "quantity": "1",
        "name": "Gita Guest",
        "email": "gita@example.org",
        "address": "Lokeren",
        "message": "By May?",
        **fields,
    }


def ask(shop: Shop, offer: str, browser: Client | None = None, **fields: str) -> str:
    """Somebody asks; returns the address of her page."""
    answer = (browser or shop.guest).post(f"{HOME}{offer[:10]}/ask/", typed(**fields))
    assert answer.status_code == 302, seen(answer)
    return str(answer["Location"]).partition("?")[0]


def test_a_guest_asks_and_both_sides_get_a_letter(shop: Shop) -> None:
    offer = shop.offer()
    shop.seller  # noqa: B018  (she has an account)
    before = size()
    mine = ask(shop, offer)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert letters["gita@example.org"].subject == "You asked for A kit"
    assert mine in letters["gita@example.org"].body
    assert "Gita Guest asks Werkplaats Noord for A kit, 1 piece." in letters["eve@example.org"].body
    assert "Lokeren" in letters["eve@example.org"].body
    assert "By May?" in letters["eve@example.org"].body
    assert mine not in letters["eve@example.org"].body, "her link is her own"
    assert size() == before, "what somebody asks for isn't recorded"
    assert "You haven’t ordered anything" in page(shop.guest, mine)


def test_pressing_twice_asks_once(shop: Shop) -> None:
    offer = shop.offer()
    assert ask(shop, offer) == ask(shop, offer)
    assert Asking.objects.count() == 1
    assert len([one for one in mail.outbox if one.to == ["gita@example.org"]]) == 1


def test_the_table_alone_opens_nothing(shop: Shop) -> None:
    mine = ask(shop, shop.offer())
    row = Asking.objects.get()
    assert row.token not in mine
    assert page(shop.guest, f"{HOME}asked/{row.token}/", 404)


WRONG: list[tuple[dict[str, str], str, str]] = [
    ({"name": ""}, "name", "how the seller may call you"),
    ({"email": ""}, "email", "nobody can answer you"),
    ({"email": "gita"}, "email", "look like an e-mail address"),
    ({"quantity": "0"}, "quantity", "From 1"),
    ({"quantity": "11"}, "quantity", "Only 10 are there"),
    ({"quantity": "half"}, "quantity", "whole number"),
    ({"quantity": "9" * 20}, "quantity", ""),
    ({"message": "x" * 3001}, "message", ""),
]


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_kept(shop: Shop) -> None:
    offer = shop.offer()
    for fields, field, because in WRONG:
        answer = shop.guest.post(f"{HOME}{offer[:10]}/ask/", typed(**fields))
        assert answer.status_code == 200, fields
        found = re.search(rf'id="id_{field}-wrong">(.*?)</p>', seen(answer))
        assert found, fields
        assert because in found[1], fields
        assert "Lokeren" in seen(answer), "the rest is kept"
    assert not Asking.objects.exists()
    assert not mail.outbox


def test_who_asks_too_often_is_told_when_to_come_again(shop: Shop) -> None:
    offer = shop.offer()
    browser = shop.guest
    answers = [
        browser.post(f"{HOME}{offer[:10]}/ask/", typed(email=f"g{n}@example.org")).status_code for n in range(11)
    ]
    assert answers == [302] * 10 + [429]


def test_nobody_is_flooded_with_letters_that_others_ask_for(shop: Shop) -> None:
    offer = shop.offer()
    for n in range(10):
        shop.guest.post(f"{HOME}{offer[:10]}/ask/", typed(message=str(n)), REMOTE_ADDR=f"10.0.{n}.1")
    answer = shop.guest.post(f"{HOME}{offer[:10]}/ask/", typed(message="again"), REMOTE_ADDR="10.0.99.1")
    assert answer.status_code == 429


@pytest.mark.parametrize("how", ["ended", "over", "sold out"])
def test_what_is_not_for_sale_is_not_asked_for(shop: Shop, settings: Any, how: str) -> None:
    from entredon.apps.market.entries import OfferChanged, OfferEnded

    offer = shop.offer(until="2026-11-20")
    if how == "ended":
        shop.say(OfferEnded(offer=offer), shop.eve)
    elif how == "over":
        settings.ENTREDON_TEST_CLOCK = "2026-11-21T12:00:00+00:00"
    else:
        shop.say(OfferChanged(offer=offer, minor=48_000, margin=0, stock=0, until="2026-11-20"), shop.eve)
    assert "can’t be asked for any more" in seen(shop.guest.post(f"{HOME}{offer[:10]}/ask/", typed()))
    assert not Asking.objects.exists()
    assert "/ask/" not in page(shop.guest, f"{HOME}{offer[:10]}/")
    assert "A kit" not in page(shop.guest, HOME)


# A quote, and an order


def quote(shop: Shop, **fields: str) -> Any:
    """The seller makes a quote to who asked last."""
    asking = Asking.objects.latest("id")
    said = {
        "act": "quote",
        "quantity": "1",
        "price": "450",
        "until": "2026-11-20",
        "pay": "partner",
        "withdraw_days": "14",
        **fields,
    }
    return shop.seller.post(f"{HOME}desk/{asking.pk}/", said)


def say(shop: Shop) -> Any:
    """The seller says in the record what the guest has said by her link."""
    return shop.seller.post(f"{HOME}desk/{Asking.objects.latest('id').pk}/", {"act": "say"})


def ordered(shop: Shop) -> tuple[str, Order]:
    """A guest has ordered; returns the address of her page, and the order."""
    mine = ask(shop, shop.offer())
    quote(shop)
    shop.guest.post(mine, {"act": "order"})
    say(shop)
    return mine, Order.objects.get()


def test_the_desk_tells_the_next_step(shop: Shop) -> None:
    ask(shop, shop.offer())
    shown = page(shop.seller, f"{HOME}desk/")
    assert "Gita Guest" in shown
    assert "Make a quote" in shown
    quote(shop)
    assert "Make a quote" not in page(shop.seller, f"{HOME}desk/")


def test_a_quote_reaches_who_asked_and_is_accepted(shop: Shop) -> None:
    mine = ask(shop, shop.offer())
    assert quote(shop)["Location"].startswith(f"{HOME}desk/")
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == (["gita@example.org"], "A quote for A kit")
    assert "€450.00" in letter.body
    assert mine in letter.body
    assert "for <strong>€450</strong>" in page(shop.guest, mine)
    before = size()
    answer = shop.guest.post(mine, {"act": "order"})
    assert answer["Location"] == f"{mine}?did=order"
    assert size() == before, "a guest has no key: her word is kept"
    assert mail.outbox[-1].to == ["eve@example.org"]
    assert "Record the order" in page(shop.seller, f"{HOME}desk/")
    say(shop)
    order = Order.objects.get()
    assert (order.minor, order.buyer, order.state) == (45_000, "", "accepted")
    assert mail.outbox[-1].to == ["gita@example.org"]
    assert "BE68 5390 0754 7034" in mail.outbox[-1].body, "how to pay"
    shown = page(shop.guest, mine)
    assert "How to pay" in shown
    assert "BE68 5390 0754 7034" in shown
    assert "€450.00" in shown


def test_each_button_pressed_twice_does_it_once(shop: Shop) -> None:
    mine = ask(shop, shop.offer())
    for _again in range(2):
        quote(shop)
    for _again in range(2):
        assert shop.guest.post(mine, {"act": "order"}).status_code == 302
    for _again in range(2):
        say(shop)
    assert Entry.objects.filter(commons="merel", kind="market.quoted").count() == 1
    order = Order.objects.get()
    for _again in range(2):
        shop.seller.post(f"{HOME}orders/{order.id[:10]}/act/", {"act": "begin"})
    kinds = [one.subject for one in mail.outbox if one.to == ["gita@example.org"]]
    assert kinds == [
        "You asked for A kit",
        "A quote for A kit",
        "You accepted the quote for A kit",
        "Your order of A kit",
        "Werkplaats Noord has begun with A kit",
    ]


def test_two_who_ask_for_the_same_get_a_quote_and_an_order_each(shop: Shop) -> None:
    offer = shop.offer()
    links = []
    for address in ("gita@example.org", "gwen@example.org"):
        links.append(ask(shop, offer, email=address))
        quote(shop)
    for link, asking in zip(links, Asking.objects.order_by("id"), strict=True):
        shop.guest.post(link, {"act": "order"})
        shop.seller.post(f"{HOME}desk/{asking.pk}/", {"act": "say"})
    assert Order.objects.count() == 2
    assert len(set(Asking.objects.values_list("quote", flat=True))) == 2
    assert len(set(Asking.objects.values_list("order", flat=True))) == 2


def test_a_quote_is_changed_by_another_one(shop: Shop) -> None:
    mine = ask(shop, shop.offer())
    quote(shop)
    shop.guest.post(mine, {"act": "note", "text": "Could it be a bit less?"})
    assert "Could it be a bit less?" in mail.outbox[-1].body
    quote(shop, price="430,00", note="With free delivery")
    shown = page(shop.guest, mine)
    assert "for <strong>€430</strong>" in shown
    assert "With free delivery" in shown


def test_a_guest_declines_and_owes_nothing(shop: Shop) -> None:
    mine = ask(shop, shop.offer())
    quote(shop)
    shop.guest.post(mine, {"act": "decline"})
    assert "You owe nothing" in page(shop.guest, mine)
    say(shop)
    assert Asking.objects.get().state == "declined"
    assert "This can’t be done now" in seen(shop.guest.post(mine, {"act": "order"}))
    assert not Order.objects.exists()


def test_a_seller_declines(shop: Shop) -> None:
    mine = ask(shop, shop.offer())
    shop.seller.post(f"{HOME}desk/{Asking.objects.get().pk}/", {"act": "decline", "reason": "Booked out till June"})
    assert "can’t offer you A kit" in page(shop.guest, mine)
    assert "Booked out till June" in mail.outbox[-1].body


SENSELESS: list[tuple[dict[str, str], str]] = [
    ({"price": "0"}, "more than nothing"),
    ({"price": "10000000000"}, "more than an offer can cost"),
    ({"price": ""}, "Say how much"),
    ({"price": "cheap"}, "not an amount"),
    ({"quantity": "11"}, "10 of it are left"),
    ({"withdraw_days": "3"}, "From 14 to 365"),
    ({"until": "2026-11-01"}, "This day is over"),
    ({"until": "soon"}, "Write the day"),
    ({"pay": "moon"}, "moon"),
]


def test_a_quote_that_makes_no_sense_is_refused_with_a_sentence(shop: Shop) -> None:
    ask(shop, shop.offer())
    before = size()
    for fields, because in SENSELESS:
        answer = quote(shop, **fields)
        assert answer.status_code == 200, fields
        assert because in seen(answer), fields
    assert size() == before


def test_nobody_else_sees_what_is_asked_of_a_seller(shop: Shop) -> None:
    ask(shop, shop.offer())
    path = f"{HOME}desk/{Asking.objects.get().pk}/"
    fay = shop.browser("fay", shop.fay)
    for browser in (fay, shop.cast.client("bob"), shop.cast.client("ada"), shop.cast.client("charlie")):
        assert "Gita" not in page(browser, path, 404)
        assert browser.post(path, {"act": "quote"}).status_code == 404
    assert "/account/login/" in shop.guest.get(path)["Location"]
    assert "Gita" not in page(fay, f"{HOME}desk/")
    assert "Gita" not in page(shop.cast.client("ada"), f"{HOME}desk/")


# Its way


def act(shop: Shop, browser: Client, what: str, **fields: str) -> Any:
    return browser.post(f"{HOME}orders/{Order.objects.get().id[:10]}/act/", {"act": what, **fields})


def test_the_public_page_of_an_order_names_nobody(shop: Shop) -> None:
    _mine, order = ordered(shop)
    shown = page(shop.guest, f"{HOME}orders/{order.id[:10]}/")
    for private in ("Gita", "gita@example.org", "Lokeren", "BE68", "By May?"):
        assert private not in shown
    assert "somebody who isn’t named in the public record" in shown
    assert "Ordered" in shown
    assert "A kit" in page(shop.guest, f"{HOME}orders/")


def test_an_order_goes_its_way_to_the_end(shop: Shop, settings: Any) -> None:
    mine, order = ordered(shop)
    act(shop, shop.seller, "begin")
    act(shop, shop.seller, "paid", day="2026-11-02")
    act(shop, shop.seller, "deliver")
    assert "Is it there?" in page(shop.guest, mine)
    shop.guest.post(mine, {"act": "receive"})
    say(shop)
    order.refresh_from_db()
    assert (order.state, order.paid) == ("received", 45_000)
    bob = shop.cast.client("bob")
    assert "Complete it" not in page(bob, f"{HOME}orders/{order.id[:10]}/")
    settings.ENTREDON_TEST_CLOCK = "2026-11-17T12:00:00+00:00"
    assert "Complete it" in page(bob, f"{HOME}orders/{order.id[:10]}/")
    act(shop, bob, "complete")
    order.refresh_from_db()
    assert order.state == "completed"
    assert mail.outbox[-2].subject == "What became of what you paid for A kit"
    assert "is due from the seller" in page(shop.guest, f"{HOME}orders/{order.id[:10]}/")
    assert "is completed" in page(shop.guest, mine)


def test_a_guest_withdraws_and_seller_and_stewards_know_at_once(shop: Shop) -> None:
    mine, order = ordered(shop)
    shop.cast.account("ada")
    mail.outbox.clear()
    shop.guest.post(mine, {"act": "withdraw", "reason": "It is too big"})
    assert {letter.to[0] for letter in mail.outbox} == {"eve@example.org", "ada@example.org", "gita@example.org"}
    assert all("It is too big" in letter.body for letter in mail.outbox)
    assert "You withdrew on" in page(shop.guest, mine)
    ada = shop.cast.client("ada")
    assert "Record the withdrawal" in page(ada, f"{HOME}desk/")
    ada.post(f"{HOME}desk/{Asking.objects.get().pk}/", {"act": "say"})
    order.refresh_from_db()
    assert order.state == "withdrawn"
    assert "is undone, whole" in page(shop.guest, mine)
    assert mail.outbox[-1].to == ["gita@example.org"]


def test_after_she_has_withdrawn_nothing_else_can_be_said_for_her(shop: Shop) -> None:
    mine, _order = ordered(shop)
    act(shop, shop.seller, "deliver")
    shop.guest.post(mine, {"act": "withdraw"})
    assert "can’t be done now" in seen(shop.guest.post(mine, {"act": "receive"}))
    assert Asking.objects.get().wants == "withdraw"


def test_a_complaint_wants_a_word(shop: Shop) -> None:
    mine, order = ordered(shop)
    act(shop, shop.seller, "deliver")
    assert "Say what is wrong" in seen(shop.guest.post(mine, {"act": "complain"}))
    shop.guest.post(mine, {"act": "complain", "reason": "A wheel is missing"})
    say(shop)
    order.refresh_from_db()
    assert order.complaint
    assert "A wheel is missing" in page(shop.seller, f"{HOME}desk/{Asking.objects.get().pk}/")
    assert "A wheel is missing" not in page(shop.seller, f"{HOME}orders/{order.id[:10]}/"), (
        "a guest's words aren't recorded"
    )
    shop.guest.post(mine, {"act": "settle"})
    shop.cast.client("ada").post(f"{HOME}desk/{Asking.objects.get().pk}/", {"act": "say"})
    order.refresh_from_db()
    assert not order.complaint


def test_strangers_can_do_nothing_with_an_order(shop: Shop) -> None:
    ordered(shop)
    before = size()
    for what in ("begin", "deliver", "withdraw", "receive", "complete", "take", "nonsense"):
        for browser in (shop.guest, shop.cast.client("charlie"), shop.cast.client("bob")):
            answer = act(shop, browser, what)
            assert answer.status_code in (200, 403)
            assert "It was not done" in seen(answer)
    assert size() == before


def test_an_order_is_handed_over_to_another_partner(shop: Shop) -> None:
    mine, order = ordered(shop)
    fay = shop.browser("fay", shop.fay)
    act(shop, shop.seller, "pass", partner=shop.shop[:10])
    assert mail.outbox[-1].to == ["fay@example.org"]
    assert "Take it over" in page(fay, f"{HOME}desk/")
    act(shop, fay, "take")
    order.refresh_from_db()
    assert order.partner == shop.shop
    assert Asking.objects.get().partner == shop.shop
    assert "Gita" in page(fay, f"{HOME}desk/{Asking.objects.get().pk}/")
    assert "De Winkel sells you A kit from now on" in [one.subject for one in mail.outbox]
    assert "De Winkel" in page(shop.guest, mine)


# A member


def test_a_member_signs_herself(shop: Shop) -> None:
    bob = shop.cast.client("bob")
    mine = ask(shop, shop.offer(), bob, name="Bob", email="bob@example.org", signed="on")
    quote(shop)
    assert "Sign in" in page(shop.guest, mine)
    assert "sign in first" in seen(shop.guest.post(mine, {"act": "order"}))
    bob.post(mine, {"act": "order"})
    order = Order.objects.get()
    assert order.buyer
    act(shop, shop.seller, "deliver")
    bob.post(mine, {"act": "receive"})
    order.refresh_from_db()
    assert order.state == "received"
    assert "It is paid" not in page(bob, mine)


def test_a_member_may_ask_without_being_named(shop: Shop) -> None:
    mine = ask(shop, shop.offer(), shop.cast.client("bob"), name="Bob", email="bob@example.org")
    assert Asking.objects.get().person == ""
    assert "You asked Werkplaats Noord" in page(shop.guest, mine)


def test_nobody_buys_from_herself(shop: Shop) -> None:
    mine = ask(shop, shop.offer(), shop.seller, name="Eve", email="eve@example.org", signed="on")
    before = size()
    assert "Nobody sells something to herself" in seen(quote(shop))
    assert size() == before
    assert "answers with a quote" in page(shop.seller, mine)
