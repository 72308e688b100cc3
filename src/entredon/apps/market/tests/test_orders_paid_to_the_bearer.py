"""Orders for which the bearer is paid: held, then given out as incomes and to the sellers, or paid back whole."""

import pytest

from entredon.apps.market.entries import OfferJoined, PartOf, StandsOn
from entredon.apps.market.entries_orders import (
    Complained,
    Completed,
    Delivered,
    OrderWithdrawn,
    Paid,
    PassedOn,
    TakenOver,
)
from entredon.apps.market.models_orders import Claim
from entredon.apps.market.tests.stall import Stall
from entredon.apps.treasury import queries_journal
from entredon.apps.treasury.entries import Allotted, Part, TakenBack
from entredon.apps.treasury.models import Income, Request
from entredon.apps.treasury.tests.house import BEARER, House
from entredon.pure.money.journal import standard
from entredon.testing_cast import Cast

pytestmark = pytest.mark.django_db
LATE = "2026-12-24"


class Shop(Stall):
    """A stall whose commons has a bearer and a bank account."""

    def __init__(self, cast: Cast) -> None:
        self.house = House(cast)
        super().__init__(cast, stewarded=True)

    def line(self, order: str, minor: int, day: str = "2026-11-20") -> str:
        """A line of the bank, all of it for an order; returns the entry that says so."""
        (id,) = self.house.statement(minor, day=day)
        return self.say(Allotted(line=id, parts=(Part(to="income", minor=minor, ref=order, kind="kit"),)), day=day)

    def held(self, order: str) -> int:
        return self.house.held(standard.orders(BEARER, "EUR", order))

    def incomes(self, order: str) -> list[tuple[str, int]]:
        rows = Income.objects.filter(commons=self.cast.slug, request=order).order_by("id")
        return [(row.version, row.minor) for row in rows]

    def sound(self) -> None:
        assert queries_journal.verify(self.cast.slug) == []


@pytest.fixture
def shop(cast: Cast) -> Shop:
    return Shop(cast)


def test_what_comes_in_is_held_and_then_given_out(shop: Shop) -> None:
    id = shop.order(shop.offer(pay="bearer"))
    assert Request.objects.get(id=id).source == "order"
    shop.refused(Paid(order=id, day="2026-11-02"), shop.eve, because="paid to the bearer")
    shop.line(id, 30_000)
    shop.say(Delivered(order=id), shop.eve, "2026-11-20")
    shop.refused(Completed(order=id), because="180.00 EUR are still to be paid", day=LATE)
    shop.line(id, 18_000, "2026-11-21")
    row = shop.order_row(id)
    assert (row.paid, row.paid_at, shop.held(id), shop.incomes(id)) == (48_000, "2026-11-21T10:00:00.000Z", 48_000, [])
    shop.refused(Completed(order=id), because="can withdraw until", day="2026-11-30")
    shop.say(Completed(order=id), shop.bob, LATE)
    assert (shop.held(id), shop.incomes(id), shop.house.owed(shop.eve)) == (0, [(shop.version, 7_200)], 40_800)
    assert not Claim.objects.filter(commons=shop.cast.slug).exists()
    shop.sound()


def test_several_sellers_are_owed_their_parts(shop: Shop) -> None:
    parts = (PartOf(partner=shop.workshop, ppm=700_000), PartOf(partner=shop.shop, ppm=300_000))
    offer = shop.offer(pay="bearer", parts=parts, on=(StandsOn(what=shop.car),))
    shop.say(OfferJoined(offer=offer, partner=shop.shop), shop.fay)
    id = shop.order(offer, buyer="")
    shop.line(id, 48_000)
    shop.say(Delivered(order=id), shop.fay, "2026-11-20")
    shop.say(Completed(order=id), shop.bob, LATE)
    assert (shop.house.owed(shop.eve), shop.house.owed(shop.fay)) == (28_560, 12_240)
    shop.sound()


def test_a_withdrawn_order_goes_back_whole_and_takes_no_more(shop: Shop) -> None:
    id = shop.order(shop.offer(pay="bearer"))
    shop.line(id, 20_000)
    shop.say(OrderWithdrawn(order=id), shop.bob, "2026-11-21")
    assert (shop.held(id), shop.incomes(id), shop.house.owed(shop.eve)) == (0, [], 0)
    (line,) = shop.house.statement(28_000, day="2026-11-22")
    late = Allotted(line=line, parts=(Part(to="income", minor=28_000, ref=id, kind="kit"),))
    shop.refused(late, day="2026-11-22", because="withdrawn")
    shop.sound()


def test_nothing_is_paid_twice(shop: Shop) -> None:
    id = shop.order(shop.offer(pay="bearer"))
    shop.line(id, 48_000)
    (line,) = shop.house.statement(48_000, day="2026-11-22")
    again = Allotted(line=line, parts=(Part(to="income", minor=48_000, ref=id, kind="kit"),))
    shop.refused(again, day="2026-11-22", because="paid already")
    shop.sound()


def test_what_was_not_for_it_after_all_is_paid_no_more(shop: Shop) -> None:
    id = shop.order(shop.offer(pay="bearer"))
    told = shop.line(id, 48_000)
    shop.say(TakenBack(what=told), day="2026-11-21")
    assert (shop.order_row(id).paid, shop.order_row(id).paid_at, shop.held(id)) == (0, "", 0)
    told = shop.line(id, 48_000, "2026-11-22")
    shop.say(Delivered(order=id), shop.eve, "2026-11-22")
    shop.say(Completed(order=id), shop.eve, LATE)
    shop.refused(TakenBack(what=told), day=LATE, because="is at its end")
    shop.sound()


def test_a_complaint_keeps_it_held(shop: Shop) -> None:
    id = shop.order(shop.offer(pay="bearer"))
    shop.line(id, 48_000)
    shop.say(Delivered(order=id), shop.eve, "2026-11-20")
    shop.say(Complained(order=id), shop.bob, "2026-11-21")
    shop.refused(Completed(order=id), shop.eve, day=LATE, because="There is a complaint")
    assert shop.held(id) == 48_000
    shop.say(OrderWithdrawn(order=id), shop.eve, LATE)
    assert shop.held(id) == 0
    shop.sound()


def test_who_takes_an_order_over_is_owed_what_it_brings(shop: Shop) -> None:
    id = shop.order(shop.offer(pay="bearer"))
    shop.say(PassedOn(order=id, partner=shop.shop), shop.eve)
    shop.say(TakenOver(order=id), shop.fay)
    shop.line(id, 48_000)
    shop.say(Delivered(order=id), shop.fay, "2026-11-20")
    shop.say(Completed(order=id), shop.eve, LATE)
    assert (shop.house.owed(shop.eve), shop.house.owed(shop.fay), shop.incomes(id)) == (
        0,
        43_200,
        [(shop.version, 4_800)],
    )
    shop.sound()


def test_what_is_paid_in_part_is_not_handed_over(shop: Shop) -> None:
    id = shop.order(shop.offer(pay="bearer"))
    shop.say(PassedOn(order=id, partner=shop.shop), shop.eve)
    shop.line(id, 1)
    shop.refused(TakenOver(order=id), shop.fay, day="2026-11-21", because="Something was paid")


def test_money_for_an_order_that_the_partner_is_paid_for_is_not_taken(shop: Shop) -> None:
    id = shop.order(shop.offer())
    (line,) = shop.house.statement(48_000, day="2026-11-20")
    fact = Allotted(line=line, parts=(Part(to="income", minor=48_000, ref=id, kind="kit"),))
    shop.refused(fact, day="2026-11-20", because="There is no creation")
    assert shop.order_row(id).paid == 0
