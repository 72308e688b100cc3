"""Begun, delivered, received, paid, completed; withdrawn, complained about, handed over: paid to the partner."""

from typing import Any

import pytest

from entredon.apps.flows.models import Flow
from entredon.apps.library.entries import Created
from entredon.apps.market import doing, queries_orders
from entredon.apps.market.entries import Give, OfferJoined, PartnerEnded, PartOf, StandsOn
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
    TakenOver,
)
from entredon.apps.market.models_orders import Claim, OrderStep
from entredon.apps.market.tests.stall import Stall, terms
from entredon.apps.people.entries import Left
from entredon.log import clock
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def stall(cast: Cast) -> Stall:
    return Stall(cast)


def claims(stall: Stall, order: str) -> list[tuple[str, int]]:
    rows = Claim.objects.filter(commons=stall.cast.slug, order=order).order_by("id")
    return [(row.version, row.minor) for row in rows]


def done(stall: Stall, order: str) -> None:
    """Delivered on the 5th and paid on the 6th."""
    stall.say(Delivered(order=order), stall.eve, "2026-11-05")
    stall.say(Paid(order=order, day="2026-11-06"), stall.eve, "2026-11-06")


# As meant


def test_an_order_goes_its_way_and_its_give_back_is_owed(stall: Stall) -> None:
    id = stall.order()
    stall.say(Begun(order=id), stall.eve, "2026-11-03")
    event = stall.say(Delivered(order=id), stall.eve, "2026-11-05")
    stall.say(GotIt(order=id), stall.bob, "2026-11-06")
    stall.say(Paid(order=id, day="2026-11-06"), stall.eve, "2026-11-07")
    stall.refused(Completed(order=id), stall.ada, day="2026-11-18", because="can withdraw until")
    completed = stall.say(Completed(order=id), stall.ada, "2026-11-19")
    row = stall.order_row(id)
    assert (row.state, row.paid, row.ended, row.ended_at) == (
        "completed",
        48_000,
        completed,
        "2026-11-19T10:00:00.000Z",
    )
    assert claims(stall, id) == [(stall.version, 7_200)]
    flow = Flow.objects.get(commons=stall.cast.slug, kind="claim")
    assert (flow.triggered_by, flow.provider, flow.resource_quantity) == (event, stall.workshop, "72")
    steps = OrderStep.objects.filter(order=id).order_by("position")
    assert [step.what for step in steps] == ["ordered", "begun", "delivered", "received", "paid", "completed"]
    assert [step.day for step in steps] == ["", "", "", "", "2026-11-06", ""]
    stall.refused(Completed(order=id), stall.dora, because="was completed")


def test_what_happens_keeps_the_promises_of_the_agreement(stall: Stall) -> None:
    id = stall.order(stall.offer(what="training", unit="day", minor=48_000), quantity=2)
    done(stall, id)
    goods = Flow.objects.get(commons=stall.cast.slug, kind="event", fulfills=f"{id}.2")
    payment = Flow.objects.get(commons=stall.cast.slug, kind="event", fulfills=f"{id}.3")
    assert (goods.action, goods.provider, goods.receiver, goods.resource_quantity, goods.resource_unit) == (
        "deliverService", stall.workshop, person(stall.bob), "2", "day"
    )  # fmt: skip
    assert (payment.action, payment.receiver, payment.resource_quantity) == ("transfer", stall.workshop, "480")
    promises = Flow.objects.filter(commons=stall.cast.slug, kind="commitment")
    assert all(promise.finished for promise in promises)


def test_what_is_given_back_is_divided_among_what_it_stands_on(stall: Stall) -> None:
    boat = stall.say(Created(name="Boat"))
    sail = stall.release(boat)
    id = stall.order(stall.offer(on=(StandsOn(what=stall.version, weight=2), StandsOn(what=boat))), minor=3_334)
    done(stall, id)
    stall.say(Completed(order=id), stall.fay, "2026-11-19")
    assert sum(minor for _version, minor in claims(stall, id)) == 500
    assert sorted(claims(stall, id)) == sorted([(stall.version, 333), (sail, 167)])


def test_who_gives_back_work_alone_owes_no_money(stall: Stall) -> None:
    maker = stall.partner(stall.eve, "Maker", terms(Give(way="work", minutes=600)))
    id = stall.order(stall.offer(partner=maker))
    done(stall, id)
    stall.say(Completed(order=id), stall.bob, "2026-11-19")
    assert claims(stall, id) == []


def test_only_a_seller_begins_and_delivers_and_each_once(stall: Stall) -> None:
    id = stall.order()
    for fact in (Begun(order=id), Delivered(order=id), Paid(order=id, day="2026-11-02")):
        for who in (stall.bob, stall.ada, stall.fay):
            stall.refused(fact, who, because="Only who sells this")
    stall.say(Begun(order=id), stall.eve)
    stall.refused(Begun(order=id), stall.eve, because="begun or delivered already")
    stall.say(Delivered(order=id), stall.eve)
    stall.refused(Delivered(order=id), stall.eve, because="delivered already")
    stall.refused(Begun(order=id), stall.eve, because="begun or delivered already")
    stall.say(Paid(order=id, day="2026-11-02"), stall.eve)
    stall.refused(Paid(order=id, day="2026-11-02"), stall.eve, because="already that this was paid")
    stall.refused(Begun(order="f" * 64), stall.eve, because="no order")


def test_of_two_sellers_at_once_the_first_one_says_it(stall: Stall) -> None:
    parts = (PartOf(partner=stall.workshop, ppm=700_000), PartOf(partner=stall.shop, ppm=300_000))
    offer = stall.offer(parts=parts)
    stall.say(OfferJoined(offer=offer, partner=stall.shop), stall.fay)
    id = stall.order(offer)
    stall.say(Delivered(order=id), stall.fay)
    stall.refused(Delivered(order=id), stall.eve, because="delivered already")


def test_who_has_left_brings_to_an_end_what_was_begun(stall: Stall) -> None:
    id = stall.order()
    for who in (stall.eve, stall.bob):
        stall.say(Left(), who)
    stall.say(Begun(order=id), stall.eve)
    stall.say(Delivered(order=id), stall.eve)
    stall.say(GotIt(order=id), stall.bob)
    stall.refused(Completed(order=id), stall.bob, because="You have left")
    stall.say(OrderWithdrawn(order=id), stall.bob)


def test_only_the_buyer_has_received_it_and_only_what_was_delivered(stall: Stall) -> None:
    id = stall.order()
    stall.refused(GotIt(order=id), stall.bob, because="said that this was delivered")
    stall.say(Delivered(order=id), stall.eve)
    for who in (stall.eve, stall.ada):
        stall.refused(GotIt(order=id), who, because="Only who ordered it")
    stall.say(GotIt(order=id), stall.bob)
    stall.refused(GotIt(order=id), stall.bob, because="said already")


def test_for_a_guest_the_seller_or_a_steward_says_it(stall: Stall) -> None:
    one, two = stall.order(buyer=""), stall.order(buyer="")
    for id, who in ((one, stall.eve), (two, stall.ada)):
        stall.say(Delivered(order=id), stall.eve)
        stall.refused(GotIt(order=id), stall.bob, because="only who sells it, or a steward")
        stall.say(GotIt(order=id), who)


@pytest.mark.parametrize(
    ("day", "because"),
    [("2026-11-08", "hasn’t come yet"), ("2026-10-31", "wasn’t ordered yet"), ("2026-02-30", "no day of the calendar")],
)
def test_a_day_of_payment_lies_between_the_order_and_now(stall: Stall, day: str, because: str) -> None:
    id = stall.order()
    stall.refused(Paid(order=id, day=day), stall.eve, day="2026-11-06", because=because)
    stall.say(Paid(order=id, day="2026-11-07"), stall.eve, "2026-11-06")


def test_an_order_is_completed_once_it_is_delivered_and_paid_and_nobody_complains(stall: Stall) -> None:
    id, late = stall.order(), "2026-11-25"
    stall.say(Paid(order=id, day="2026-11-02"), stall.eve)
    stall.refused(Completed(order=id), stall.eve, day=late, because="isn’t delivered yet")
    stall.say(Delivered(order=id), stall.eve)
    stall.say(Complained(order=id), stall.bob)
    stall.refused(Completed(order=id), stall.eve, day=late, because="There is a complaint")
    stall.say(ComplaintSettled(order=id), stall.bob)
    stall.refused(Completed(order=id), stall.cast.charlie, day=late, because="key")
    stall.say(Completed(order=id), stall.dora, late)
    unpaid = stall.order()
    stall.say(Delivered(order=unpaid), stall.eve)
    stall.refused(Completed(order=unpaid), day=late, because="480.00 EUR are still to be paid")


# Withdrawn


def test_the_buyer_withdraws_until_the_days_are_over_and_it_is_undone_whole(stall: Stall) -> None:
    id, other = stall.order(), stall.order()
    for order in (id, other):
        done(stall, order)
    stall.refused(OrderWithdrawn(order=other), stall.bob, day="2026-11-19", because="can withdraw is over")
    ended = stall.say(OrderWithdrawn(order=id), stall.bob, "2026-11-18")
    row = stall.order_row(id)
    assert (row.state, row.ended, claims(stall, id)) == ("withdrawn", ended, [])
    undone = Flow.objects.filter(commons=stall.cast.slug, entry=ended)
    assert sorted(flow.resource_quantity for flow in undone) == ["-1", "-480"]
    for fact, who in (
        (Completed(order=id), stall.ada), (Delivered(order=id), stall.eve), (OrderWithdrawn(order=id), stall.bob),
        (Complained(order=id), stall.bob), (GotIt(order=id), stall.bob), (PassedOn(order=id, partner=stall.shop), stall.eve),
    ):  # fmt: skip
        stall.refused(fact, who, day="2026-11-30", because="was withdrawn")


def test_what_was_in_stock_is_there_again_unless_it_was_delivered(stall: Stall) -> None:
    offer = stall.offer(stock=5)
    one, two = stall.order(offer, quantity=2), stall.order(offer, quantity=3)
    assert stall.offer_row(offer).stock == 0
    stall.say(OrderWithdrawn(order=one), stall.bob)
    assert stall.offer_row(offer).stock == 2
    stall.say(Delivered(order=two), stall.eve)
    stall.say(OrderWithdrawn(order=two), stall.bob)
    assert stall.offer_row(offer).stock == 2


def test_without_days_the_buyer_withdraws_until_it_is_begun(stall: Stall) -> None:
    offer = stall.offer(withdraw_days=0)
    one, two = stall.order(offer), stall.order(offer)
    stall.say(Begun(order=two), stall.eve)
    stall.say(OrderWithdrawn(order=one), stall.bob)
    stall.refused(OrderWithdrawn(order=two), stall.bob, because="can withdraw is over")
    done(stall, two)
    stall.say(Completed(order=two), stall.bob, "2026-11-06")


def test_the_seller_withdraws_until_it_is_delivered_and_others_never(stall: Stall) -> None:
    one, two = stall.order(), stall.order()
    for who in (stall.fay, stall.ada):
        stall.refused(OrderWithdrawn(order=one), who, because="Only who ordered it, and who sells it")
    stall.say(OrderWithdrawn(order=one), stall.eve)
    stall.say(Delivered(order=two), stall.eve)
    stall.refused(OrderWithdrawn(order=two), stall.eve, because="now only the buyer")


def test_for_a_guest_seller_or_steward_withdraw_in_time(stall: Stall) -> None:
    for who in (stall.eve, stall.ada):
        id, late = stall.order(buyer=""), stall.order(buyer="")
        for order in (id, late):
            stall.say(Delivered(order=order), stall.eve, "2026-11-05")
        stall.refused(OrderWithdrawn(order=id), stall.bob, because="Only who ordered it")
        stall.say(OrderWithdrawn(order=id), who, "2026-11-18")
        stall.refused(OrderWithdrawn(order=late), who, day="2026-11-19", because="is over")


# Complained


def test_a_complaint_is_the_buyers_and_is_settled_by_her(stall: Stall) -> None:
    id = stall.order()
    for who in (stall.eve, stall.ada):
        stall.refused(Complained(order=id), who, because="Only who ordered it")
    complaint = stall.say(Complained(order=id), stall.bob, texts={"reason": "A wheel is missing."})
    assert stall.order_row(id).complaint == complaint
    stall.refused(Complained(order=id), stall.bob, because="a complaint about this order already")
    for who in (stall.eve, stall.ada):
        stall.refused(ComplaintSettled(order=id), who, because="Only who ordered it can say")
    stall.refused(ComplaintSettled(order=id), stall.dora, because="from 2027-01-01 on a steward", day="2026-12-31")
    stall.say(ComplaintSettled(order=id), stall.bob)
    stall.refused(ComplaintSettled(order=id), stall.bob, because="no complaint")


def test_after_sixty_days_a_complaint_holds_up_nothing_for_ever(stall: Stall) -> None:
    """Bob, who buys, and Eve, who sells and was paid, could else leave it open, and nothing would ever be given back."""
    order = stall.order()
    stall.say(Paid(order=order, day="2026-11-02"), stall.eve)
    stall.say(Delivered(order=order), stall.eve)
    stall.say(Complained(order=order), stall.bob)
    stall.refused(Completed(order=order), day="2027-01-01", because="There is a complaint")
    stall.refused(ComplaintSettled(order=order), stall.eve, day="2027-01-01", because="Say why", texts={})
    why = {"reason": "It was looked at: the wheel is there."}
    stall.refused(
        ComplaintSettled(order=order), stall.eve, day="2027-01-01", because="A steward who doesn’t sell it", texts=why
    )
    stall.say(ComplaintSettled(order=order), stall.dora, "2027-01-01", texts=why)
    stall.say(Completed(order=order), day="2027-01-01")


def test_a_steward_without_a_part_in_it_is_offered_to_settle_what_has_waited_for_long(
    stall: Stall, settings: Any
) -> None:
    order = stall.order()
    for fact, who in ((Delivered(order=order), stall.eve), (Complained(order=order), stall.bob)):
        stall.say(fact, who)

    def offered(day: str, who: SecretKey, *mine: str, steward: bool = True) -> bool:
        settings.ENTREDON_TEST_CLOCK = f"{day}T12:00:00+00:00"
        row = stall.order_row(order)
        roles = queries_orders.roles(stall.cast.slug, row, person(who), steward=steward, member=True, mine=mine)
        return doing.SETTLE in doing.acts(row, roles, clock.stamp())

    assert offered("2026-11-03", stall.bob, steward=False)
    assert not offered("2026-12-31", stall.dora)
    assert offered("2027-01-01", stall.dora)
    assert not offered("2027-01-01", stall.dora, steward=False)
    assert not offered("2027-01-01", stall.eve, stall.workshop)


def test_for_a_guest_or_who_has_left_a_steward_settles_it_who_does_not_sell(stall: Stall) -> None:
    maker = stall.partner(stall.ada, "Ada's")
    offer = stall.offer(stall.ada, partner=maker)
    quote = stall.quote(offer, stall.ada, buyer="")
    id = stall.say(Ordered(quote=quote), stall.ada)
    stall.say(Complained(order=id), stall.ada)
    for who in (stall.ada, stall.bob):
        stall.refused(ComplaintSettled(order=id), who, because="A steward who doesn’t sell it")
    stall.say(ComplaintSettled(order=id), stall.dora)
    left = stall.order()
    stall.say(Complained(order=left), stall.bob)
    stall.say(Left(), stall.bob)
    stall.refused(ComplaintSettled(order=left), stall.eve, because="A steward who doesn’t sell it")
    stall.say(ComplaintSettled(order=left), stall.dora)


def test_while_there_is_a_complaint_the_seller_takes_it_back_also_when_it_is_delivered(stall: Stall) -> None:
    one, two = stall.order(), stall.order()
    for id in (one, two):
        stall.say(Delivered(order=id), stall.eve)
        stall.say(Complained(order=id), stall.bob, "2026-11-28")
    stall.refused(OrderWithdrawn(order=one), stall.bob, day="2026-11-28", because="is over")
    stall.refused(OrderWithdrawn(order=one), stall.ada, day="2026-11-28", because="Only who ordered it")
    stall.say(OrderWithdrawn(order=one), stall.eve, "2026-11-28")


def test_a_steward_undoes_what_is_complained_about_and_never_came(stall: Stall) -> None:
    id = stall.order(stall.offer(withdraw_days=0))
    stall.say(Begun(order=id), stall.eve)
    stall.refused(OrderWithdrawn(order=id), stall.ada, because="Only who ordered it")
    stall.say(Complained(order=id), stall.bob)
    stall.say(OrderWithdrawn(order=id), stall.ada)


def test_what_a_guest_said_in_time_a_steward_tells_later_while_there_is_a_complaint(stall: Stall) -> None:
    id = stall.order(buyer="")
    stall.say(Delivered(order=id), stall.eve, "2026-11-05")
    stall.refused(OrderWithdrawn(order=id), stall.ada, day="2026-11-25", because="is over")
    stall.say(Complained(order=id), stall.ada, "2026-11-25")
    stall.say(OrderWithdrawn(order=id), stall.ada, "2026-11-25")
    assert stall.order_row(id).state == "withdrawn"


# Handed over


def test_another_partner_takes_an_order_over_and_gives_back_by_its_own_agreement(stall: Stall) -> None:
    offer = stall.offer(stock=1)
    id = stall.order(offer)
    stall.say(Begun(order=id), stall.eve)
    stall.refused(PassedOn(order=id, partner=stall.shop), stall.fay, because="Only who sells this")
    stall.refused(TakenOver(order=id), stall.fay, because="Nobody is asked")
    stall.say(PassedOn(order=id, partner=stall.shop), stall.eve)
    stall.refused(PassedOn(order=id, partner=stall.shop), stall.eve, because="asked already")
    stall.refused(TakenOver(order=id), stall.eve, because="Only who speaks for")
    stall.say(TakenOver(order=id), stall.fay)
    row = stall.order_row(id)
    assert (row.partner, row.agreement, row.parts, row.give_back, row.next, row.state) == (
        stall.shop, stall.shop, [[stall.shop, 1_000_000]], 4_800, "", "accepted"
    )  # fmt: skip
    assert stall.offer_row(offer).stock == 1
    goods, payment = (Flow.objects.get(commons=stall.cast.slug, id=f"{id}.{n}") for n in (2, 3))
    assert (goods.provider, payment.receiver) == (stall.shop, stall.shop)
    stall.refused(Delivered(order=id), stall.eve, because="Only who sells this")
    stall.say(OrderWithdrawn(order=id), stall.fay)
    assert stall.offer_row(offer).stock == 1


def test_an_order_that_comes_back_takes_from_the_stock_again(stall: Stall) -> None:
    offer = stall.offer(stock=1)
    id = stall.order(offer)
    stall.say(PassedOn(order=id, partner=stall.shop), stall.eve)
    stall.say(TakenOver(order=id), stall.fay)
    other = stall.order(offer)
    stall.say(PassedOn(order=id, partner=stall.workshop), stall.fay)
    stall.refused(TakenOver(order=id), stall.eve, because="0 of it are left")
    stall.say(OrderWithdrawn(order=other), stall.bob)
    stall.say(TakenOver(order=id), stall.eve)
    assert stall.offer_row(offer).stock == 0


def test_what_is_paid_or_delivered_stays_with_its_seller(stall: Stall) -> None:
    paid, there = stall.order(), stall.order()
    for id in (paid, there):
        stall.say(PassedOn(order=id, partner=stall.shop), stall.eve)
    stall.say(Paid(order=paid, day="2026-11-02"), stall.eve)
    stall.say(Delivered(order=there), stall.eve)
    for id, because in ((paid, "Something was paid"), (there, "it is delivered")):
        stall.refused(TakenOver(order=id), stall.fay, because="Nobody is asked")
        stall.refused(PassedOn(order=id, partner=stall.shop), stall.eve, because=because[4:])


def test_an_order_is_handed_to_partners_who_can_sell_it(stall: Stall) -> None:
    boat = stall.say(Created(name="Boat"))
    buyers = stall.partner(stall.bob, "Bob's")
    sailor = stall.partner(stall.fay, "Zeil", terms(creations=(boat,)))
    margins = stall.partner(stall.fay, "Marge", terms(Give(way="margin", ppm=100_000)))
    waiting = stall.proposed(stall.fay)
    id = stall.order()
    for partner, because in (
        (stall.workshop, "sells it already"), (buyers, "to herself"), (sailor, "isn’t for “Car”"),
        (margins, "what is left of the price"), (waiting, "isn’t accepted yet"), ("a" * 64, "no partner"),
    ):  # fmt: skip
        stall.refused(PassedOn(order=id, partner=partner), stall.eve, because=because)
    stall.say(PassedOn(order=id, partner=stall.shop), stall.eve)
    stall.say(PartnerEnded(partner=stall.shop), stall.fay)
    stall.refused(TakenOver(order=id), stall.fay, day="2026-12-03", because="has ended")
    stall.say(TakenOver(order=id), stall.fay, "2026-12-01")
