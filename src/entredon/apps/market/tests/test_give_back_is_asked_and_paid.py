"""What partners owe of orders they were paid for: claimed once per order, asked for by the month, income for each version as it comes."""

import pytest

from entredon.apps.flows.models import Flow
from entredon.apps.market.entries import StandsOn
from entredon.apps.market.entries_orders import OrderWithdrawn
from entredon.apps.market.tests.counter import DUE, NEXT, Counter
from entredon.apps.market.tests.stall import Stall
from entredon.apps.treasury.entries import CameElsewhere, Part, TakenBack
from entredon.testing_cast import Cast, key_of


@pytest.fixture
def counter(cast: Cast) -> Counter:
    return Counter(cast)


def test_a_completed_order_is_a_claim_also_among_the_flows(counter: Counter) -> None:
    order = counter.sold()
    assert counter.claims() == [(7_200, 0, "")]
    flow = Flow.objects.get(kind="claim")
    assert (flow.action, flow.provider, flow.resource_quantity) == ("transfer", counter.stall.workshop, "72")
    assert Flow.objects.get(id=flow.triggered_by).realization_of == order
    assert counter.incomes() == []


def test_a_month_is_asked_for_at_once_and_each_claim_once(counter: Counter) -> None:
    counter.sold()
    counter.sold(10_000)
    asked = counter.asked(8_700, 2)
    row, request = counter.asked_row(asked), counter.request(asked)
    assert (row.minor, row.count, row.month, row.due, row.paid) == (8_700, 2, "2026-11", DUE, 0)
    assert (request.minor, request.source, request.what, request.due) == (8_700, "give-back", "give-back", DUE)
    assert [one[2] for one in counter.claims()] == [asked, asked]
    counter.stall.refused(counter.asking(8_700, 2), because="owes nothing that it wasn't asked for", day=NEXT)


def test_anybody_here_may_ask_for_just_what_is_owed(counter: Counter) -> None:
    counter.sold()
    counter.sold(10_000, day="2026-12-01")
    for asking, because in (
        (counter.asking(7_201), "owes 72.00 EUR (orders: 1)"),
        (counter.asking(7_200, 2), "owes 72.00 EUR (orders: 1)"),
        (counter.asking(8_700, 2, month="2026-12"), "isn't over yet"),
        (counter.asking(7_200, month="2026-13"), "is no month"),
        (counter.asking(7_200, due="2026-02-30"), "no day of the calendar"),
        (counter.asking(7_200, due="2026-12-04"), "is over already"),
        (counter.asking(7_200, currency="USD"), "owes nothing"),
        (counter.asking(7_200, partner=counter.stall.shop), "owes nothing"),
        (counter.asking(7_200, partner="0" * 64), "There is no partner"),
    ):
        counter.stall.refused(asking, because=because, day=NEXT)
    counter.stall.refused(counter.asking(7_200), key_of("zoe"), because="join first", day=NEXT)
    asked = counter.asked(7_200)
    # What was completed later is asked for with its own month.
    later = counter.stall.say(counter.asking(1_500, month="2026-12", due="2027-01-31"), day="2027-01-02")
    assert [one[2] for one in counter.claims()] == [asked, later]


def test_where_nobody_bears_the_money_nobody_is_asked(cast: Cast) -> None:
    from entredon.apps.market.entries_orders import Completed, Delivered, GiveBackAsked, Paid

    stall = Stall(cast)
    order = stall.order()
    stall.say(Delivered(order=order), stall.eve, "2026-11-03")
    stall.say(Paid(order=order, day="2026-11-03"), stall.eve, "2026-11-03")
    stall.say(Completed(order=order), day="2026-11-27")
    asking = GiveBackAsked(partner=stall.workshop, month="2026-11", currency="EUR", count=1, minor=7_200, due=DUE)
    stall.refused(asking, because="Nobody bears the money", day=NEXT)


def test_what_comes_is_income_of_the_versions_in_the_order_of_the_claims(counter: Counter) -> None:
    stall = counter.stall
    counter.sold()
    other = stall.release(stall.car, "2")
    on = (StandsOn(what=stall.version), StandsOn(what=other))
    _sold_on(counter, stall.offer(on=on, minor=10_000))
    asked = counter.asked(8_700, 2)
    counter.paid(asked, 7_000)
    assert counter.incomes() == [(stall.version, 7_000, asked)]
    counter.paid(asked, 1_700)
    sums: dict[str, int] = {}
    for version, minor, request in counter.incomes():
        assert request == asked
        sums[version] = sums.get(version, 0) + minor
    assert sums == {stall.version: 7_950, other: 750}
    assert [one[:2] for one in counter.claims()] == [(7_200, 7_200), (750, 750), (750, 750)]
    assert (counter.asked_row(asked).paid, counter.request(asked).paid, counter.earned()) == (8_700, 8_700, 0)
    assert counter.earned("sale") == 8_700  # by the kind that the part names
    assert all(flow.finished for flow in Flow.objects.filter(kind="claim"))


def _sold_on(counter: Counter, offer: str) -> None:
    from entredon.apps.market.entries_orders import Paid

    order = counter.order(10_000, pay="partner", offer=offer)
    counter.delivered(order)
    counter.stall.say(Paid(order=order, day="2026-11-12"), counter.stall.eve, "2026-11-12")
    counter.completed(order, day="2026-11-28")


def test_more_than_was_asked_is_for_somebody_to_pay_back(counter: Counter) -> None:
    counter.sold()
    asked = counter.asked(7_200)
    counter.wrong(7_300, counter.part(asked, 7_300), because="Of this 72.00 EUR are still to be paid, not 73.00 EUR")
    counter.wrong(7_200, Part(to="pot", minor=7_200, ref=asked, kind="gift"), because="isn't given to the common pot")
    counter.house.line(7_300, counter.part(asked, 7_200), Part(to="back", minor=100, kind="refund"))
    counter.wrong(1, counter.part(asked, 1), because="paid already, all of it")
    assert counter.incomes() == [(counter.stall.version, 7_200, asked)]


def test_what_was_taken_back_is_owed_again_and_nothing_is_counted_twice(counter: Counter) -> None:
    stall = counter.stall
    other = stall.release(stall.car, "2")
    counter.sold()
    _sold_on(counter, stall.offer(on=(StandsOn(what=other),), minor=10_000))
    asked = counter.asked(8_700, 2)
    first, second = counter.paid(asked, 7_200), counter.paid(asked, 1_500)
    counter.house.say(TakenBack(what=first))
    assert [one[:2] for one in counter.claims()] == [(7_200, 0), (1_500, 1_500)]
    assert counter.incomes() == [(other, 1_500, asked)]
    assert (counter.asked_row(asked).paid, counter.request(asked).paid) == (1_500, 1_500)
    counter.paid(asked, 7_200)
    assert sorted(counter.incomes()) == sorted([(other, 1_500, asked), (stall.version, 7_200, asked)])
    counter.house.say(TakenBack(what=second))
    assert [one[:2] for one in counter.claims()] == [(7_200, 7_200), (1_500, 0)]


def test_one_line_for_two_months_and_an_order_keeps_them_apart_and_goes_back_whole(counter: Counter) -> None:
    counter.sold()
    counter.sold(10_000, day="2026-12-01")
    asked = counter.asked(7_200)
    later = counter.stall.say(counter.asking(1_500, month="2026-12", due="2027-01-31"), day="2027-01-02")
    order = counter.order(5_000)
    told = counter.house.line(
        13_700, counter.part(asked, 7_200), counter.part(order, 5_000), counter.part(later, 1_500)
    )
    assert [one[:2] for one in counter.claims()] == [(7_200, 7_200), (1_500, 1_500)]
    assert (counter.held(order), len(counter.incomes())) == (5_000, 2)
    counter.house.say(TakenBack(what=told))
    assert [one[:2] for one in counter.claims()] == [(7_200, 0), (1_500, 0)]
    assert (counter.held(order), counter.incomes(), counter.row(order).paid) == (0, [], 0)
    assert counter.house.bank == 13_700  # the line is there, and waits for its place


def test_it_can_come_by_other_means(counter: Counter) -> None:
    counter.sold()
    asked = counter.asked(7_200)
    counter.house.say(
        CameElsewhere(means="market-stall", day="2026-11-20", currency="EUR", part=counter.part(asked, 7_200))
    )
    assert counter.incomes() == [(counter.stall.version, 7_200, asked)]


def test_an_order_withdrawn_in_time_owes_nothing(counter: Counter) -> None:
    order = counter.order(pay="partner")
    counter.stall.say(OrderWithdrawn(order=order), counter.stall.bob)
    assert counter.claims() == []
