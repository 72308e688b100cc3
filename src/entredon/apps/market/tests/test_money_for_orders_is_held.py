"""What buyers pay to the bearer is held until they can't withdraw any more; then it is given out to the cent, or goes back whole."""

from pathlib import Path

import pytest

from entredon.apps.flows.models import Flow
from entredon.apps.market.entries import StandsOn
from entredon.apps.market.entries_orders import Complained, Completed, OrderWithdrawn
from entredon.apps.market.tests.counter import NEXT, Counter
from entredon.apps.treasury import owing
from entredon.apps.treasury.entries import Allotted, CameElsewhere, CashMoved, Part, RequestWithdrawn, TakenBack
from entredon.apps.treasury.models import Held, Income
from entredon.apps.treasury.tests.house import owed_to
from entredon.log import digest, verify_here
from entredon.testing_cast import Cast


@pytest.fixture
def counter(cast: Cast) -> Counter:
    return Counter(cast)


def test_an_order_asks_for_its_price_under_its_own_id(counter: Counter) -> None:
    order = counter.order()
    row = counter.request(order)
    assert (row.minor, row.currency, row.source, row.paid, row.withdrawn) == (48_000, "EUR", "order", 0, "")


def test_what_came_in_is_held_and_no_income(counter: Counter) -> None:
    order = counter.order()
    counter.paid(order)
    assert (counter.held(order), counter.row(order).paid, counter.request(order).paid) == (48_000, 48_000, 48_000)
    assert counter.incomes() == []
    assert counter.earned("sale") == 0


def test_completed_its_give_back_is_income_and_the_rest_is_owed_to_who_sold_it(counter: Counter) -> None:
    order = counter.order()
    counter.paid(order)
    counter.delivered(order)
    done = counter.completed(order)
    assert counter.incomes() == [(counter.stall.version, 7_200, order)]
    income = Income.objects.get(id=done)
    assert (income.source, income.what, income.line != "") == ("bank", "give-back", True)
    assert (counter.held(order), counter.house.owed(counter.eve), counter.earned()) == (0, 40_800, 7_200)
    assert Held.objects.get(order=order).gone == done
    # The seller is paid by a run, as anybody else.
    counter.house.details(counter.stall.eve)
    counter.house.reserved(owed_to(counter.stall.eve, 40_800))
    assert counter.house.owed(counter.eve) == 0


def test_it_is_given_out_once_and_only_when_all_is_there_in_time_and_without_complaint(counter: Counter) -> None:
    order = counter.order()
    counter.paid(order, 47_999)
    counter.delivered(order)
    counter.stall.refused(Completed(order=order), because="are still to be paid", day=NEXT)
    counter.paid(order, 1)
    counter.stall.refused(Completed(order=order), because="The buyer can withdraw until", day="2026-11-23")
    counter.stall.say(Complained(order=order), counter.stall.bob)
    counter.stall.refused(Completed(order=order), because="There is a complaint", day=NEXT)


def test_paid_in_parts_by_one_line_or_with_another_it_is_exact(counter: Counter) -> None:
    one, other = counter.order(), counter.order(10_000)
    line = counter.house.line(30_000, counter.part(one, 25_000), counter.part(other, 5_000))
    counter.paid(one, 23_000)
    assert (counter.waiting(one), counter.waiting(other)) == ([25_000, 23_000], [5_000])
    counter.delivered(one)
    done = counter.completed(one)
    assert (counter.held(one), counter.held(other)) == (0, 5_000)
    assert Income.objects.get(id=done).line == ""  # it came by two
    counter.house.refused(TakenBack(what=line), because="is at its end")


def test_more_than_an_order_asks_is_for_somebody_to_pay_back(counter: Counter) -> None:
    order = counter.order()
    because = "Of this 480.00 EUR are still to be paid, not 500.00 EUR"
    counter.wrong(50_000, counter.part(order, 50_000), because=because)
    (line,) = counter.house.statement(50_000)
    parts = counter.part(order, 48_000), Part(to="back", minor=2_000, kind="refund")
    counter.house.say(Allotted(line=line, parts=parts))
    assert (counter.held(order), counter.back(line)) == (48_000, 2_000)
    counter.wrong(48_000, counter.part(order, 48_000), because="This was paid already, all of it")


def test_twice_in_one_line_is_more_than_once(counter: Counter) -> None:
    order = counter.order(10_000)
    counter.wrong(
        12_000, counter.part(order, 8_000), counter.part(order, 4_000), because="20.00 EUR are still to be paid"
    )
    assert counter.row(order).paid == 0


def test_a_line_that_is_taken_back_leaves_the_order_as_it_was(counter: Counter) -> None:
    order = counter.order()
    counter.paid(order, 18_000)
    told = counter.paid(order, 30_000)
    counter.house.say(TakenBack(what=told))
    assert (counter.held(order), counter.row(order).paid, counter.request(order).paid) == (18_000, 18_000, 18_000)
    assert counter.row(order).paid_at == ""
    counter.paid(order, 30_000)
    counter.delivered(order)
    counter.completed(order)
    assert (counter.held(order), counter.earned()) == (0, 7_200)


def test_a_withdrawn_order_goes_back_whole_each_part_where_it_came_from(counter: Counter) -> None:
    order = counter.order()
    first, second = counter.house.statement(18_000, 30_000)
    for line, minor in ((first, 18_000), (second, 30_000)):
        counter.house.say(Allotted(line=line, parts=(counter.part(order, minor),)))
    counter.stall.say(OrderWithdrawn(order=order), counter.stall.bob)
    assert (counter.held(order), counter.back(first), counter.back(second)) == (0, 18_000, 30_000)
    assert (counter.incomes(), counter.earned(), counter.house.owed(counter.eve)) == ([], 0, 0)
    assert counter.request(order).withdrawn
    counter.wrong(100, counter.part(order, 100), because="was withdrawn")
    counter.stall.refused(Completed(order=order), because="was withdrawn", day=NEXT)
    # It is paid back by a run, as what was sent by mistake.
    buyer = counter.house.outside("a buyer")
    counter.house.reserved(owed_to(buyer, 18_000, "refund", source="back", ref=first))
    assert (counter.back(first), counter.back(second)) == (0, 30_000)


def test_a_withdrawn_order_that_nobody_paid_leaves_nothing(counter: Counter) -> None:
    order = counter.order()
    counter.stall.say(OrderWithdrawn(order=order), counter.stall.bob)
    assert counter.request(order).withdrawn
    counter.wrong(48_000, counter.part(order, 48_000), because="pay it back")


def test_what_is_for_an_order_is_not_for_the_pot_and_no_steward_takes_it_back(counter: Counter) -> None:
    order = counter.order()
    counter.wrong(100, Part(to="pot", minor=100, ref=order, kind="gift"), because="isn't given to the common pot")
    counter.house.refused(RequestWithdrawn(request=order), because="No steward asked for this")


def test_cash_and_what_came_by_other_means_is_held_too_and_says_so(counter: Counter) -> None:
    order = counter.order()
    counter.house.say(CashMoved(account="till", day="2026-11-20", parts=(counter.part(order, 8_000),)))
    counter.house.say(
        CameElsewhere(means="market-stall", day="2026-11-20", currency="EUR", part=counter.part(order, 40_000))
    )
    assert (counter.held(order), counter.row(order).paid) == (48_000, 48_000)
    counter.delivered(order)
    done = counter.completed(order)
    assert (Income.objects.get(id=done).source, Income.objects.get(id=done).line) == ("elsewhere", "")


def test_cash_of_a_withdrawn_order_is_given_back_from_the_till(counter: Counter) -> None:
    order = counter.order()
    came = counter.house.say(CashMoved(account="till", day="2026-11-20", parts=(counter.part(order, 48_000),)))
    given = Part(to="back", minor=-48_000, ref=f"{came}.1", kind="refund")
    from_till = CashMoved(account="till", day="2026-11-20", parts=(given,))
    counter.house.refused(from_till, because="Only what the bank brought")
    counter.stall.say(OrderWithdrawn(order=order), counter.stall.bob)
    assert counter.back(came) == 48_000
    counter.house.say(from_till)
    assert counter.back(came) == 0
    counter.house.put_in_till(48_000)
    counter.house.refused(from_till, because="What is to be paid would")


def test_what_came_by_other_means_is_paid_back_by_a_run(counter: Counter) -> None:
    order = counter.order()
    came = counter.house.say(
        CameElsewhere(means="market-stall", day="2026-11-20", currency="EUR", part=counter.part(order, 48_000))
    )
    counter.house.given(50_000)
    counter.stall.say(OrderWithdrawn(order=order), counter.stall.bob)
    (due,) = [one for one in owing.due("merel") if one.source == "back"]
    assert (due.ref, due.minor, due.title) == (f"{came}.1", 48_000, "refund"), "the form of a run offers it"
    buyer = counter.house.outside("a buyer")
    counter.house.reserved(owed_to(buyer, 48_000, "refund", source="back", ref=f"{came}.1"))
    assert counter.back(came) == 0


def test_an_order_on_two_versions_makes_two_incomes_that_add_up(counter: Counter) -> None:
    stall = counter.stall
    other = stall.release(stall.car, "2")
    on = (StandsOn(what=stall.version, weight=2), StandsOn(what=other))
    order = counter.order(offer=stall.offer(on=on, minor=48_001, pay="bearer"), minor=48_001)
    counter.paid(order, 48_001)
    counter.delivered(order)
    done = counter.completed(order)
    assert sorted(counter.incomes()) == sorted([(stall.version, 4_800, order), (other, 2_400, order)])
    assert counter.house.owed(counter.eve) == 40_801
    assert Flow.objects.filter(entry=done, action="transfer", receiver__startswith="https://").count() >= 2


def test_a_replay_makes_the_same_books(counter: Counter, tmp_path: Path) -> None:
    done, undone, waits, elsewhere = (counter.order() for _ in range(4))
    for order in (done, undone, waits):
        counter.paid(order, 48_000)
    counter.house.say(TakenBack(what=counter.paid(elsewhere)))
    counter.delivered(done)
    counter.completed(done)
    counter.stall.say(OrderWithdrawn(order=undone), counter.stall.bob)
    counter.sold()
    asked = counter.asked(7_200)
    told = counter.paid(asked, 7_000)
    counter.house.say(TakenBack(what=told))
    counter.paid(asked, 200)
    verdict = verify_here.verify(counter.cast.slug, tmp_path)
    assert (verdict.verdict, verdict.faults) == ("sound", [])
    assert verdict.digest == digest.tables(counter.cast.slug)[0]
