"""What a seller, a buyer or somebody in between may try to have more, or to give back less, than was agreed."""

from typing import Any

import pytest

from entredon.apps.library.entries import Created
from entredon.apps.market.entries import Give, OfferChanged, OfferJoined, PartnerAccepted, PartOf, TermsProposed
from entredon.apps.market.entries_orders import (
    Begun,
    Complained,
    ComplaintSettled,
    Completed,
    Delivered,
    GotIt,
    Ordered,
    OrderWithdrawn,
    Paid,
    PassedOn,
    QuoteDeclined,
    TakenOver,
)
from entredon.apps.market.models_orders import Claim
from entredon.apps.market.tests.stall import Stall, terms
from entredon.testing_cast import Cast, key_of, person

LATER = "2026-12-05"


@pytest.fixture
def stall(cast: Cast) -> Stall:
    return Stall(cast)


def joint(stall: Stall, theirs: int = 1) -> str:
    """An offer of the workshop, in which the shop has next to nothing."""
    parts = (PartOf(partner=stall.workshop, ppm=1_000_000 - theirs), PartOf(partner=stall.shop, ppm=theirs))
    offer = stall.offer(parts=parts)
    stall.say(OfferJoined(offer=offer, partner=stall.shop), stall.fay)
    return offer


# Selling what isn't hers alone


def test_one_of_several_sellers_sells_nothing_below_the_price_all_agreed(stall: Stall) -> None:
    offer = joint(stall)
    because = "All sellers of a joint offer have agreed on its price"
    stall.refused(stall.quoting(offer, minor=1), stall.fay, because=because)
    stall.refused(stall.quoting(offer, minor=95_999, quantity=2), stall.eve, because=because)
    stall.quote(offer, stall.fay, minor=96_000, quantity=2)


def test_one_of_several_sellers_hands_an_order_over_only_if_she_made_the_offer(stall: Stall) -> None:
    friend = stall.partner(stall.dora, "De Vriend")
    order = stall.order(joint(stall))
    stall.refused(PassedOn(order=order, partner=friend), stall.fay, because="Only who made this offer")
    stall.say(PassedOn(order=order, partner=friend), stall.eve)


# Giving back less


def test_nobody_hands_an_order_over_to_herself_to_give_back_less(stall: Stall) -> None:
    other = stall.partner(stall.eve, "Werkplaats Zuid", terms(Give(way="work", minutes=60)))
    order = stall.order()
    stall.refused(PassedOn(order=order, partner=other), stall.eve, because="You speak for that partner too")
    assert stall.order_row(order).give_back == 7_200


def test_what_an_agreement_is_no_longer_for_is_not_quoted(stall: Stall) -> None:
    boat = stall.say(Created(name="Boat"))
    offer = stall.offer()
    narrow = stall.say(
        TermsProposed(partner=stall.workshop, terms=terms(Give(way="price", ppm=1), creations=(boat,))), stall.eve
    )  # fmt: skip
    open_quote = stall.quote(offer)
    stall.say(PartnerAccepted(agreement=narrow))
    stall.refused(stall.quoting(offer), stall.eve, because="isn’t for “Car”")
    order = stall.say(Ordered(quote=open_quote), stall.bob)  # as it was agreed when it was quoted
    assert stall.order_row(order).give_back == 7_200


def test_a_quote_that_was_replaced_or_declined_is_not_accepted_after_all(stall: Stall) -> None:
    offer = stall.offer()
    first = stall.quote(offer)
    second = stall.quote(offer, replaces=first, minor=60_000)
    stall.refused(Ordered(quote=first), stall.bob, because="replaced by another one")
    stall.refused(stall.quoting(offer, replaces=first), stall.eve, because="replaced by another one")
    stall.say(Ordered(quote=second), stall.bob)
    stall.refused(Ordered(quote=second), stall.bob, because="accepted already")
    stall.refused(stall.quoting(offer, replaces=second), stall.eve, because="accepted already")
    stall.refused(QuoteDeclined(quote=second), stall.eve, because="accepted already")


def test_said_to_be_paid_without_payment_the_buyer_withdraws_and_nothing_is_owed(stall: Stall) -> None:
    order = stall.order()
    stall.say(Paid(order=order, day="2026-11-02"), stall.eve)
    stall.refused(Paid(order=order, day="2026-11-02"), stall.eve, because="already")
    stall.say(Begun(order=order), stall.eve)
    stall.say(OrderWithdrawn(order=order), stall.bob)
    for fact in (Completed(order=order), Delivered(order=order), OrderWithdrawn(order=order), Complained(order=order)):
        stall.refused(fact, stall.eve if isinstance(fact, Delivered) else stall.bob, because="was withdrawn", day=LATER)
    assert not Claim.objects.exists()


def test_an_order_is_completed_once_and_then_nothing_moves_it(stall: Stall) -> None:
    order = stall.order()
    stall.say(Paid(order=order, day="2026-11-02"), stall.eve)
    stall.say(Delivered(order=order), stall.eve)
    stall.say(Completed(order=order), stall.bob, LATER)
    for by, fact in (
        (stall.bob, Completed(order=order)), (stall.bob, OrderWithdrawn(order=order)), (stall.bob, Complained(order=order)),
        (stall.bob, GotIt(order=order)), (stall.bob, ComplaintSettled(order=order)), (stall.eve, Begun(order=order)),
        (stall.eve, PassedOn(order=order, partner=stall.shop)), (stall.eve, Paid(order=order, day="2026-11-03")),
    ):  # fmt: skip
        stall.refused(fact, by, because="was completed", day=LATER)
    assert [claim.minor for claim in Claim.objects.all()] == [7_200]


def test_between_two_sellers_an_order_is_at_one_of_them(stall: Stall) -> None:
    friend = stall.partner(stall.dora, "De Vriend")
    order = stall.order()
    stall.say(PassedOn(order=order, partner=stall.shop), stall.eve)
    stall.say(PassedOn(order=order, partner=friend), stall.eve)
    stall.refused(TakenOver(order=order), stall.fay, because="Only who speaks for this partner")
    stall.say(TakenOver(order=order), stall.dora)
    stall.refused(TakenOver(order=order), stall.dora, because="Nobody is asked")
    stall.refused(Paid(order=order, day="2026-11-02"), stall.eve, because="Only who sells this")


# Numbers


@pytest.mark.parametrize("stock", [0, 10])
def test_a_stock_is_never_below_none_nor_above_what_is_there(stall: Stall, stock: int) -> None:
    offer = stall.offer(stock=10)
    order = stall.order(offer, quantity=10)
    stall.say(OfferChanged(offer=offer, minor=48_000, margin=0, stock=stock + 1, until=""), stall.eve)
    stall.refused(stall.quoting(offer, quantity=stock + 2), stall.eve, because="of it are left")
    stall.say(OrderWithdrawn(order=order), stall.bob)
    assert stall.offer_row(offer).stock == stock + 11


def test_a_stock_that_came_back_keeps_nobody_from_changing_the_rest(stall: Stall) -> None:
    offer = stall.offer(stock=1_000_000)
    order = stall.order(offer)
    stall.say(OfferChanged(offer=offer, minor=48_000, margin=0, stock=1_000_000, until=""), stall.eve)
    stall.say(OrderWithdrawn(order=order), stall.bob)
    stock = stall.offer_row(offer).stock
    stall.say(OfferChanged(offer=offer, minor=50_000, margin=0, stock=stock, until=""), stall.eve)


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": -1},
        {"quantity": 2**63},
        {"minor": -1},
        {"minor": 2**63},
        {"margin": 2**63},
        {"withdraw_days": 2**63},
    ],
)
def test_no_number_of_a_quote_is_more_than_the_tables_hold(stall: Stall, changes: dict[str, Any]) -> None:
    offer = stall.offer(stock=-1)
    with pytest.raises(Exception) as caught:  # an entry can't even be written with some of these
        stall.quote(offer, **changes)
    assert "OverflowError" not in repr(caught.value), repr(caught.value)


def test_a_stranger_to_an_order_says_nothing_about_it(stall: Stall) -> None:
    gerda = key_of("gerda")
    stall.cast.join(gerda, "Gerda Goossens")
    order = stall.order()
    for fact in (
        Begun(order=order), Delivered(order=order), GotIt(order=order), Paid(order=order, day="2026-11-02"),
        OrderWithdrawn(order=order), Complained(order=order), PassedOn(order=order, partner=stall.shop),
    ):  # fmt: skip
        stall.refused(fact, gerda, because="Only who")
    assert stall.order_row(order).buyer == person(stall.bob)
