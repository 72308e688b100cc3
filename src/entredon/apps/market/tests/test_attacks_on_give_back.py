"""What somebody may try with money that is held for orders, and with what partners give back."""

import pytest

from entredon.apps.market.entries import PartnerAccepted, TermsProposed
from entredon.apps.market.entries_orders import Completed, OrderWithdrawn
from entredon.apps.market.tests.counter import NEXT, Counter
from entredon.apps.market.tests.stall import terms
from entredon.apps.treasury.entries import Allotted, CashMoved, Part, RequestWithdrawn, TakenBack
from entredon.apps.treasury.tests.house import DAY as TODAY
from entredon.testing_cast import Cast


@pytest.fixture
def counter(cast: Cast) -> Counter:
    return Counter(cast)


def test_no_partner_has_herself_asked_to_give_back_in_a_hundred_years(counter: Counter) -> None:
    counter.sold()
    eve = counter.stall.eve
    counter.stall.refused(counter.asking(7_200, due="2099-12-31"), eve, because="at most 90 days", day=NEXT)
    counter.stall.refused(counter.asking(7_200, due="2027-03-06"), eve, because="at most 90 days", day=NEXT)
    counter.stall.say(counter.asking(7_200, due="2027-03-05"), eve, NEXT)


def test_give_back_is_asked_once_for_months_that_are_over_and_to_the_cent(counter: Counter) -> None:
    counter.sold()
    bob = counter.stall.bob
    for month, because in (
        ("2026-12", "isn't over yet"),
        ("2027-01", "isn't over yet"),
        ("2026-13", "is no month"),
        ("2026-00", "is no month"),
    ):
        counter.stall.refused(counter.asking(7_200, month=month), bob, because=because, day=NEXT)
    for minor, count in ((7_199, 1), (7_200, 2), (-7_200, 1), (0, 0)):
        counter.stall.refused(counter.asking(minor, count), bob, because="owes 72.00 EUR", day=NEXT)
    asked = counter.asked(7_200)
    counter.stall.refused(counter.asking(7_200), bob, because="owes nothing", day=NEXT)
    counter.house.refused(RequestWithdrawn(request=asked), because="No steward asked for this")


def test_what_is_owed_stays_when_the_agreement_changes_afterwards(counter: Counter) -> None:
    order = counter.order(pay="partner")
    changed = counter.stall.say(
        TermsProposed(partner=counter.stall.workshop, terms=terms(notice_days=0)), counter.stall.eve
    )
    counter.stall.say(PartnerAccepted(agreement=changed))
    assert counter.row(order).give_back == 7_200
    assert counter.row(order).agreement != changed


def test_what_is_given_back_in_pieces_and_taken_back_in_another_order_adds_up(counter: Counter) -> None:
    counter.sold()
    counter.sold(10_001)
    asked = counter.asked(8_700, count=2)
    first, second, third = counter.paid(asked, 5_000), counter.paid(asked, 3_000), counter.paid(asked, 700)
    counter.wrong(1, counter.part(asked, 1), because="paid already")
    counter.house.say(TakenBack(what=first))
    assert (counter.asked_row(asked).paid, sum(paid for _minor, paid, _asked in counter.claims())) == (3_700, 3_700)
    counter.wrong(5_001, counter.part(asked, 5_001), because="are still to be paid")
    counter.paid(asked, 5_000)
    assert [minor == paid for minor, paid, _asked in counter.claims()] == [True, True]
    counter.house.say(TakenBack(what=third))
    counter.house.say(TakenBack(what=second))
    counter.house.refused(TakenBack(what=first), because="was taken back already")
    assert (counter.asked_row(asked).paid, counter.earned()) == (5_000, 0)


def test_money_for_an_order_at_its_end_finds_no_place_there(counter: Counter) -> None:
    gone = counter.order()
    came = counter.paid(gone, 20_000)
    counter.stall.say(OrderWithdrawn(order=gone), counter.stall.bob)
    counter.wrong(28_000, counter.part(gone, 28_000), because="was withdrawn")
    counter.house.refused(TakenBack(what=came), because="is at its end")
    done = counter.order()
    whole = counter.paid(done)
    counter.delivered(done)
    counter.completed(done)
    counter.wrong(1, counter.part(done, 1), because="paid already")
    counter.house.refused(TakenBack(what=whole), because="is at its end")
    counter.stall.refused(Completed(order=done), because="was completed", day=NEXT)


def test_money_is_not_taken_out_of_what_is_held_by_a_part_below_zero(counter: Counter) -> None:
    order = counter.order()
    counter.paid(order)
    counter.wrong(-100, counter.part(order, -100), because="What went out is no income")
    counter.wrong(100, Part(to="pot", minor=100, ref=order, kind="gift"), because="isn't given to the common pot")
    (line,) = counter.house.statement(100)
    parts = (counter.part(order, 200), counter.part(order, -100))
    counter.house.refused(Allotted(line=line, parts=parts), because="All parts go the same way")


def test_cash_for_an_order_goes_back_once(counter: Counter) -> None:
    counter.house.put_in_till(10_000)
    order = counter.order(5_000)
    came = counter.house.say(CashMoved(account="till", parts=(counter.part(order, 5_000),), day=TODAY))
    back = CashMoved(account="till", parts=(Part(to="back", minor=-5_000, ref=f"{came}.1"),), day=TODAY)
    counter.house.refused(back, because="Only what the bank brought")
    counter.stall.say(OrderWithdrawn(order=order), counter.stall.bob)
    counter.house.say(back)
    counter.house.refused(back, because="would fall to")
