"""What a seller, a partner or a buyer says of her own order doesn't stand for what others have to say; and several give back no less."""

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.market.entries import Give, OfferJoined, PartnerAccepted, PartOf, TermsProposed
from entredon.apps.market.entries_orders import Completed, Delivered, Paid
from entredon.apps.market.tests.counter import Counter
from entredon.apps.market.tests.stall import Stall, terms
from entredon.apps.treasury.entries import CameElsewhere, CashMoved, Part
from entredon.apps.treasury.tests.house import DAY
from entredon.log.registry import Fact
from entredon.testing_cast import Cast, person

TITLE = {"title": "A kit"}
LESS = "give back more than by that of who makes the offer"


@pytest.fixture
def stall(cast: Cast) -> Stall:
    return Stall(cast)


@pytest.fixture
def counter(cast: Cast) -> Counter:
    return Counter(cast)


# Several sellers


def parts(stall: Stall, shops: int) -> tuple[PartOf, PartOf]:
    return PartOf(partner=stall.workshop, ppm=1_000_000 - shops), PartOf(partner=stall.shop, ppm=shops)


@pytest.mark.parametrize("shops", [1, 999_999])
def test_who_gives_back_less_makes_no_offer_for_who_gives_back_more(stall: Stall, shops: int) -> None:
    """The workshop gives back 15 %, the shop 10 %: by the shop's agreement the workshop's part would be let off a third."""
    offering = stall.offering(partner=stall.shop, parts=parts(stall, shops), minor=10**11 - 1)
    stall.refused(offering, stall.fay, because=LESS, texts=TITLE)
    stall.offer(parts=parts(stall, shops))


def test_of_who_gives_back_of_the_margin_the_margin_is_said(stall: Stall) -> None:
    maker = stall.partner(stall.fay, "Marge", terms(Give(way="margin", ppm=900_000)))
    both = (PartOf(partner=stall.workshop, ppm=1), PartOf(partner=maker, ppm=999_999))
    stall.refused(stall.offering(parts=both), stall.eve, because="so she makes the offer", texts=TITLE)
    stall.refused(stall.offering(partner=maker, parts=both, margin=0), stall.fay, because=LESS, texts=TITLE)
    stall.offer(stall.fay, partner=maker, parts=both, margin=30_000)


def test_nor_is_it_quoted_once_their_agreements_are_others(stall: Stall) -> None:
    offer = stall.offer(parts=parts(stall, 500_000))
    stall.say(OfferJoined(offer=offer, partner=stall.shop), stall.fay)
    stall.quote(offer)
    lower = stall.say(TermsProposed(partner=stall.workshop, terms=terms(Give(way="price", ppm=99_000))), stall.eve)
    stall.say(PartnerAccepted(agreement=lower))
    stall.refused(stall.quoting(offer), stall.eve, because=LESS)


# Time


def test_a_delivery_told_of_before_the_order_takes_no_days_from_the_buyer(stall: Stall) -> None:
    order = stall.order()
    stall.say(Delivered(order=order), stall.eve, "2020-01-01")
    stall.say(Paid(order=order, day="2026-11-02"), stall.eve)
    stall.refused(Completed(order=order), stall.eve, day="2026-11-15", because="can withdraw until 2026-11-16")
    stall.say(Completed(order=order), stall.eve, "2026-11-16")


# By whose word money came


def came(order: str, minor: int) -> list[Fact]:
    part = Part(to="income", minor=minor, ref=order, kind="sale")
    return [
        CameElsewhere(means="app", day=DAY, currency="EUR", part=part), CashMoved(account="till", day=DAY, parts=(part,)),
    ]  # fmt: skip


@pytest.mark.parametrize("n", [0, 1], ids=["elsewhere", "till"])
def test_neither_who_sells_an_order_nor_who_buys_it_says_that_it_was_paid(counter: Counter, n: int) -> None:
    house, because = counter.house, "another steward than who sells it"
    order = counter.order()
    for key in (house.eve, house.bob):
        house.cast.say(RoleGiven(person=person(key), role="steward"))
        house.refused(came(order, 48_000)[n], key, because=because)
    house.say(came(order, 48_000)[n], house.dora)
    assert counter.waiting(order) == [48_000]


@pytest.mark.parametrize("n", [0, 1], ids=["elsewhere", "till"])
def test_a_partner_does_not_say_that_it_has_given_back(counter: Counter, n: int) -> None:
    house = counter.house
    counter.sold()
    asked = counter.asked(7_200)
    house.cast.say(RoleGiven(person=person(house.eve), role="steward"))
    house.refused(came(asked, 7_200)[n], house.eve, because="than who speaks for the partner", day="2026-12-06")
    house.say(came(asked, 7_200)[n], house.dora, day="2026-12-06")
    assert counter.claims() == [(7_200, 7_200, asked)]
