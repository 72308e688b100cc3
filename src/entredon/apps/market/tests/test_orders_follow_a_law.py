"""From a quote (``market.quoted``) to an order: at which price, for whom, and who sells it."""

from typing import Any

import pytest

from entredon.apps.flows.models import Agreement, Flow
from entredon.apps.market.entries import (
    Give,
    OfferChanged,
    OfferEnded,
    OfferJoined,
    PartnerAccepted,
    PartnerEnded,
    PartOf,
    StandsOn,
    TermsProposed,
)
from entredon.apps.market.entries_orders import Ordered, QuoteDeclined
from entredon.apps.market.models_orders import OrderStep, Quote
from entredon.apps.market.tests.stall import Stall, terms
from entredon.apps.people.entries import Left
from entredon.testing_cast import Cast, key_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def stall(cast: Cast) -> Stall:
    return Stall(cast)


def quote_row(stall: Stall, id: str) -> Quote:
    return Quote.objects.get(commons=stall.cast.slug, id=id)


def joint(stall: Stall) -> str:
    parts = (PartOf(partner=stall.workshop, ppm=700_000), PartOf(partner=stall.shop, ppm=300_000))
    id = stall.offer(parts=parts)
    stall.say(OfferJoined(offer=id, partner=stall.shop), stall.fay)
    return id


# Quoted


def test_a_seller_quotes_and_what_is_given_back_is_reckoned(stall: Stall) -> None:
    id = stall.quote(stall.offer(vat_ppm=200_000), quantity=2, minor=90_000)
    row = quote_row(stall, id)
    assert (row.state, row.buyer, row.minor, row.partner, row.agreement) == (
        "open", person(stall.bob), 90_000, stall.workshop, stall.workshop
    )  # fmt: skip
    assert row.give_back == 90_000 * 10 // 12 * 15 // 100
    assert (row.on, row.parts) == ([[stall.version, 1]], [[stall.workshop, 1_000_000]])


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"quantity": 0}, "A quote is for 1"),
        ({"quantity": 10_001}, "A quote is for 1"),
        ({"quantity": 11}, "10 of it are left, and this takes 11"),
        ({"minor": 0}, "A price lies between"),
        ({"minor": 10**12}, "A price lies between"),
        ({"margin": 1}, "asks for no part of what is left"),
        ({"currency": "USD"}, "offered in EUR"),
        ({"until": "2026-11-01"}, "is over already"),
        ({"until": "2028-01-01"}, "years from now"),
        ({"pay": "cash"}, "Either the partner is paid"),
        ({"pay": "bearer"}, "Nobody bears the money"),
        ({"withdraw_days": 13}, "during 14 days: not fewer"),
        ({"withdraw_days": 366}, "can withdraw during"),
        ({"buyer": person(key_of("nobody"))}, "A buyer who is named is a member"),
        ({"buyer": person(key_of("eve"))}, "Nobody sells something to herself"),
    ],
)
def test_a_quote_that_can_not_be_is_refused(stall: Stall, changes: dict[str, Any], because: str) -> None:
    stall.refused(stall.quoting(stall.offer(), **changes), stall.eve, because=because)


def test_only_a_seller_quotes_while_the_offer_and_her_agreement_hold(stall: Stall) -> None:
    id = stall.offer(until="2026-11-10")
    fact = stall.quoting(id)
    stall.refused(fact, stall.bob, because="Only who sells this")
    stall.refused(fact, stall.eve, day="2026-11-11", because="This offer held until 2026-11-10")
    stall.say(fact, stall.eve, day="2026-11-10")
    other = stall.offer()
    stall.say(PartnerEnded(partner=stall.workshop), stall.eve)
    stall.refused(stall.quoting(other, until="2026-12-30"), stall.eve, day="2026-12-03", because="has ended")
    stall.say(OfferEnded(offer=other), stall.eve)
    stall.refused(stall.quoting(other), stall.eve, because="was ended")


def test_a_joint_offer_is_quoted_by_any_seller_once_all_have_joined(stall: Stall) -> None:
    parts = (PartOf(partner=stall.workshop, ppm=700_000), PartOf(partner=stall.shop, ppm=300_000))
    id = stall.offer(parts=parts)
    stall.refused(stall.quoting(id), stall.fay, because="hasn’t joined it yet")
    stall.say(OfferJoined(offer=id, partner=stall.shop), stall.fay)
    stall.refused(stall.quoting(id, buyer=person(stall.fay)), stall.eve, because="Nobody sells something to herself")
    row = quote_row(stall, stall.quote(id, stall.fay))
    assert (row.partner, row.person) == (stall.workshop, person(stall.fay))
    assert row.parts == [[stall.workshop, 700_000], [stall.shop, 300_000]]


def test_a_quote_takes_the_place_of_an_earlier_one_to_the_same_buyer(stall: Stall) -> None:
    offer = stall.offer()
    first = stall.quote(offer)
    for wrong in (stall.quote(offer, buyer=""), stall.quote(stall.offer())):
        stall.refused(stall.quoting(offer, replaces=wrong), stall.eve, because="the same buyer")
    stall.refused(stall.quoting(offer, replaces="e" * 64), stall.eve, because="no quote")
    second = stall.quote(offer, replaces=first, minor=40_000)
    assert quote_row(stall, first).state == "replaced"
    stall.refused(Ordered(quote=first), stall.bob, because="replaced by another one")
    stall.refused(stall.quoting(offer, replaces=first), stall.eve, because="replaced by another one")
    stall.say(Ordered(quote=second), stall.bob)


def test_buyer_and_seller_decline_a_quote_and_nobody_else(stall: Stall) -> None:
    offer = stall.offer()
    one, two = stall.quote(offer), stall.quote(offer)
    stall.refused(QuoteDeclined(quote=one), stall.fay, because="Only who was to buy")
    stall.say(QuoteDeclined(quote=one), stall.bob)
    stall.say(QuoteDeclined(quote=two), stall.eve)
    stall.refused(QuoteDeclined(quote=one), stall.bob, because="declined or taken back")
    stall.refused(Ordered(quote=two), stall.bob, because="declined or taken back")


# Ordered


def test_a_member_accepts_a_quote_herself(stall: Stall) -> None:
    quote = stall.quote(stall.offer(), quantity=3)
    stall.refused(Ordered(quote=quote), stall.eve, because="for somebody else")
    id = stall.say(Ordered(quote=quote), stall.bob)
    row = stall.order_row(id)
    assert (row.state, row.buyer, row.quantity, row.minor, row.give_back, row.paid) == (
        "accepted", person(stall.bob), 3, 48_000, 7_200, 0
    )  # fmt: skip
    assert stall.offer_row(row.offer).stock == 7
    assert [s.what for s in OrderStep.objects.filter(order=id)] == ["ordered"]
    stall.refused(Ordered(quote=quote), stall.bob, because="accepted already")


def test_it_is_an_agreement_in_a_bundle_with_a_promise_each_way(stall: Stall) -> None:
    id = stall.order(quantity=2)
    agreement = Agreement.objects.get(commons=stall.cast.slug, id=id)
    assert agreement.bundled_in == f"{id}.1"
    goods = Flow.objects.get(commons=stall.cast.slug, clause_of=id)
    payment = Flow.objects.get(commons=stall.cast.slug, reciprocal_clause_of=id)
    assert (goods.kind, goods.action, goods.provider, goods.receiver, goods.resource_quantity) == (
        "commitment", "transfer", stall.workshop, person(stall.bob), "2"
    )  # fmt: skip
    assert (payment.kind, payment.provider, payment.receiver, payment.resource_quantity, payment.resource_unit) == (
        "commitment", person(stall.bob), stall.workshop, "480", "EUR"
    )  # fmt: skip
    assert Flow.objects.get(commons=stall.cast.slug, id=goods.satisfies).available_quantity == "8"


def test_for_a_guest_the_seller_says_it_and_nobody_is_named(stall: Stall) -> None:
    quote = stall.quote(stall.offer(), buyer="")
    for who in (stall.bob, stall.ada):
        stall.refused(Ordered(quote=quote), who, because="only who sells it can say")
    id = stall.say(Ordered(quote=quote), stall.eve)
    assert stall.order_row(id).buyer == ""
    assert Flow.objects.get(commons=stall.cast.slug, clause_of=id).receiver == f"{id}.4"


def test_a_quote_holds_until_its_day(stall: Stall) -> None:
    quote = stall.quote(stall.offer(), until="2026-11-10")
    stall.refused(Ordered(quote=quote), stall.bob, day="2026-11-11", because="held until 2026-11-10")
    stall.say(Ordered(quote=quote), stall.bob, day="2026-11-10")


def test_what_was_quoted_stands_when_the_offer_changes_or_ends(stall: Stall) -> None:
    offer = stall.offer()
    quote = stall.quote(offer)
    stall.say(OfferChanged(offer=offer, minor=90_000, margin=0, stock=10, until=""), stall.eve)
    stall.say(OfferEnded(offer=offer), stall.eve)
    assert stall.order_row(stall.say(Ordered(quote=quote), stall.bob)).minor == 48_000


def test_nothing_is_ordered_of_a_partner_whose_notice_is_over(stall: Stall) -> None:
    quotes = [stall.quote(stall.offer(), until="2026-12-31") for _ in range(2)]
    stall.say(PartnerEnded(partner=stall.workshop), stall.eve)
    stall.say(Ordered(quote=quotes[0]), stall.bob, day="2026-12-01")
    stall.refused(Ordered(quote=quotes[1]), stall.bob, day="2026-12-03", because="has ended")


def test_nor_jointly_with_one_whose_notice_is_over(stall: Stall) -> None:
    quote = stall.quote(joint(stall), until="2026-12-31")
    stall.say(PartnerEnded(partner=stall.shop), stall.fay)
    stall.refused(Ordered(quote=quote), stall.bob, day="2026-12-03", because="has ended")


def test_what_is_given_back_is_what_the_agreement_asked_when_it_was_quoted(stall: Stall) -> None:
    offer = stall.offer()
    quote = stall.quote(offer)
    later = stall.say(TermsProposed(partner=stall.workshop, terms=terms(Give(way="price", ppm=500_000))), stall.eve)
    stall.say(PartnerAccepted(agreement=later))
    row = stall.order_row(stall.say(Ordered(quote=quote), stall.bob))
    assert (row.agreement, row.give_back) == (stall.workshop, 7_200)
    assert stall.order_row(stall.order(offer)).give_back == 24_000


def test_of_a_part_of_what_is_left_as_much_is_given_back(stall: Stall) -> None:
    maker = stall.partner(stall.fay, "Maker", terms(Give(way="margin", ppm=500_000), Give(way="price", ppm=10_000)))
    offer = stall.offer(stall.fay, partner=maker, margin=10_000)
    stall.refused(stall.quoting(offer, margin=48_001), stall.fay, because="the price without VAT")
    row = quote_row(stall, stall.quote(offer, stall.fay, margin=10_001))
    assert row.give_back == 5_000 + 480


def test_the_last_one_goes_to_who_orders_first(stall: Stall) -> None:
    offer = joint(stall)
    stall.say(OfferChanged(offer=offer, minor=48_000, margin=0, stock=1, until=""), stall.eve)
    quotes = stall.quote(offer, stall.eve), stall.quote(offer, stall.fay, buyer=person(stall.dora))
    stall.say(Ordered(quote=quotes[1]), stall.dora)
    stall.refused(Ordered(quote=quotes[0]), stall.bob, because="0 of it are left, and this takes 1")
    assert stall.offer_row(offer).stock == 0


def test_an_order_of_a_creation_is_for_the_version_released_last(stall: Stall) -> None:
    on = (StandsOn(what=stall.car, weight=2), StandsOn(what=stall.version, weight=1))
    quote = stall.quote(stall.offer(on=on))
    assert stall.order_row(stall.order(stall.offer(on=on))).on == [[stall.version, 3]]
    newer = stall.release(stall.car, "2")
    row = stall.order_row(stall.say(Ordered(quote=quote), stall.bob))
    assert row.on == [[newer, 2], [stall.version, 1]]


def test_who_has_left_orders_nothing_and_declines(stall: Stall) -> None:
    quote = stall.quote(stall.offer())
    stall.say(Left(), stall.bob)
    stall.refused(Ordered(quote=quote), stall.bob, because="You have left")
    stall.say(QuoteDeclined(quote=quote), stall.bob)
