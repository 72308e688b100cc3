"""A run of payouts: proposed of what is owed, approved by those who aren't paid, reserved, in the file, and ended by the bank alone."""

from typing import Any

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.treasury.entries import Allotted, Confirmed, Part, TakenBack
from entredon.apps.treasury.entries_out import (
    ApproverNamed,
    Payout,
    PayoutConfirmed,
    PayoutsRejected,
    Rejection,
    RunApproved,
    RunExported,
    RunProposed,
    RunSubmitted,
    RunWithdrawn,
)
from entredon.apps.treasury.models import Payout as PayoutRow
from entredon.apps.treasury.tests.house import LATER, House, hashed, owed_to
from entredon.testing_cast import Cast, person


@pytest.fixture
def house(cast: Cast) -> House:
    """100.00 in the bank; of it 30.00 owed to Bob and 20.00 to Dora."""
    made = House(cast)
    made.given(10_000)
    made.details(made.ada, made.bob, made.dora)
    made.expense(3_000)
    made.expense(2_000, made.dora)
    return made


# Who says yes


def test_money_is_reserved_by_the_second_yes_of_somebody_who_is_not_paid(house: House) -> None:
    run = house.run(owed_to(house.bob, 3_000))
    house.refused(RunApproved(run=run), house.bob, because="Only a steward, or a co-approver")
    house.say(RunApproved(run=run))
    house.refused(RunApproved(run=run), because="approved this run already")
    assert (house.states(run), house.leaving, house.owed(house.bob)) == (("proposed", ["proposed"]), 0, 3_000)
    house.say(RunApproved(run=run), house.dora)
    assert (house.states(run), house.leaving, house.owed(house.bob)) == (("reserved", ["reserved"]), 3_000, 0)
    house.refused(RunApproved(run=run), house.dora, because="no longer waiting")
    assert house.there() == 10_000 - 3_000


def test_who_is_paid_cannot_approve_and_is_told_the_way_out(house: House) -> None:
    run = house.run(owed_to(house.dora, 2_000))
    house.refused(RunApproved(run=run), house.dora, because="name an outside co-approver")
    house.say(RunApproved(run=run))
    house.refused(RunApproved(run=run), house.eve, because="Only a steward")
    house.say(Confirmed(what=house.say(ApproverNamed(person=person(house.eve)))), house.dora)
    house.refused(RunApproved(run=run), house.dora, because="somebody else has to approve it")
    house.say(RunApproved(run=run), house.eve)
    assert house.states(run)[0] == "reserved"


def test_more_approvals_are_asked_where_the_rules_ask_for_more(cast: Cast) -> None:
    house = House(cast, approvals=3)
    house.given(1_000)
    house.details(house.bob)
    house.expense(500)
    run = house.reserved(owed_to(house.bob, 500))
    assert house.states(run)[0] == "proposed"


# What a run is


def changed(house: House, **changes: Any) -> RunProposed:
    said = {"account": "main", "currency": "EUR", "day": LATER, "payouts": (owed_to(house.bob, 100),), **changes}
    return RunProposed(**said)


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"day": "2026-11-19"}, "from 2026-11-20 on"),
        ({"day": "2026-02-30"}, "no day of the calendar"),
        ({"day": "2027-12-31"}, "within a year"),
        ({"currency": "USD"}, "is in EUR"),
        ({"currency": "ZZZ"}, "currency"),
        ({"account": "nowhere"}, "There is 0.00 EUR on “nowhere”"),
        ({"payouts": ()}, "from 1 to 10,000"),
    ],
)
def test_a_run_is_from_an_account_on_a_day(house: House, changes: dict[str, Any], because: str) -> None:
    house.refused(changed(house, **changes), because=because)


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"minor": 0}, "more than nothing"),
        ({"minor": -1}, "more than nothing"),
        ({"minor": 3_001}, "but 30.00 EUR is owed"),
        ({"title": "wage"}, "no reason to pay"),
        ({"title": "invoice"}, "add the paper"),
        ({"title": "expense"}, "add the paper"),
        ({"title": "rights", "document": "short"}, "commitment of 64 digits"),
        ({"title": "refund"}, "is a refund"),
        ({"source": "back", "title": "refund"}, "no line of a statement"),
        ({"source": "back"}, "is a refund"),
        ({"source": "till"}, "nothing is paid from"),
        ({"source": "fund"}, "gifts and prizes"),
        ({"source": "association", "title": "fee", "document": "f" * 64}, "own money, which is 0.00 EUR"),
        ({"source": "fund", "title": "gift", "minor": 5_001}, "in which there is 50.00 EUR"),
        ({"ref": "x"}, "is no reference"),
        ({"payee": "x:" + "0" * 32}, "isn't known yet"),
        ({"payee": "p:" + "0" * 32}, "isn't known yet"),
    ],
)
def test_each_payout_has_a_reason_and_is_owed(house: House, changes: dict[str, Any], because: str) -> None:
    said = {"payee": person(house.bob), "minor": 100, "title": "allowance", **changes}
    house.refused(changed(house, payouts=(Payout(**said),)), because=because)
    house.refused(changed(house), house.bob, because="Only a steward")


def test_two_payouts_of_one_run_do_not_pay_the_same_twice(house: House) -> None:
    house.refused(
        changed(house, payouts=(owed_to(house.bob, 2_000), owed_to(house.bob, 1_001))), because="is owed to her"
    )
    one = house.run(owed_to(house.bob, 3_000))
    two = house.run(owed_to(house.bob, 3_000))
    for run in (one, two):
        house.say(RunApproved(run=run))
    house.say(RunApproved(run=one), house.dora)
    house.refused(RunApproved(run=two), house.dora, because="but 0.00 EUR is owed to her")


def test_a_payout_is_at_most_what_the_payment_rules_say(cast: Cast) -> None:
    house = House(cast, most=1_000)
    house.given(5_000)
    house.details(house.bob)
    house.expense(3_000)
    house.refused(changed(house, payouts=(owed_to(house.bob, 1_001),)), because="one is at most 10.00 EUR")
    house.run(owed_to(house.bob, 1_000))


def test_no_more_is_paid_than_is_there(house: House) -> None:
    house.line(-4_500, Part(to="cost", minor=-4_500, kind="rent"))
    house.line(-1_000, Part(to="arriving", minor=-1_000, kind="till"))
    house.refused(
        changed(house, payouts=(owed_to(house.bob, 3_000), owed_to(house.dora, 2_000))), because="There is 45.00 EUR"
    )
    house.run(owed_to(house.bob, 3_000))


def test_what_is_other_commons_is_not_paid_out(house: House) -> None:
    house.line(-9_000, Part(to="arriving", minor=-9_000, kind="platform"))
    house.line(2_500, Part(to="carried", minor=2_500, ref="bakery"))
    assert house.there() == 3_500
    because = "25.00 EUR belongs to other commons that the bearer carries. That leaves 10.00 EUR"
    house.refused(changed(house, payouts=(owed_to(house.bob, 1_001),)), because=because)
    house.run(owed_to(house.bob, 1_000))


# Its way to the bank


def test_a_run_goes_step_by_step_and_ends_by_a_line_of_the_bank(house: House) -> None:
    run = house.run(owed_to(house.bob, 3_000))
    house.refused(RunExported(run=run, file=hashed("file")), because="isn't approved yet")
    for key in (house.ada, house.dora):
        house.say(RunApproved(run=run), key)
    house.refused(RunSubmitted(run=run), because="No file was made")
    house.refused(RunExported(run=run, file=hashed("file")), house.bob, because="Only a steward")
    house.say(RunExported(run=run, file=hashed("file")))
    house.refused(RunExported(run=run, file=hashed("file")), because="was made already")
    house.refused(RunWithdrawn(run=run), because="has left already")
    house.say(RunSubmitted(run=run))
    house.refused(RunSubmitted(run=run), because="handed over already")
    house.refused(RunExported(run=run, file=hashed("another")), because="handed over already")
    assert (house.bank, house.leaving) == (10_000, 3_000)
    line = house.line(-3_000, Part(to="payout", minor=-3_000, ref=f"{run}.1"), day="2026-11-26")
    assert line
    assert (house.bank, house.leaving, house.states(run)) == (7_000, 0, ("done", ["settled"]))
    row = PayoutRow.objects.get(commons=house.cast.slug, run=run)
    assert (row.day, row.name) == ("2026-11-26", f"{run[:24]}-1")


def test_a_run_that_nobody_has_a_file_of_is_taken_back(house: House) -> None:
    for propose in (house.run, house.reserved):
        run = propose(owed_to(house.bob, 3_000))
        house.refused(RunWithdrawn(run=run), house.bob, because="Only a steward")
        house.say(RunWithdrawn(run=run))
        assert (house.states(run), house.leaving, house.owed(house.bob)) == (("withdrawn", ["withdrawn"]), 0, 3_000)
        house.refused(RunWithdrawn(run=run), because="taken back")
        house.refused(RunExported(run=run, file=hashed("file")), because="propose a new one")
        house.refused(RunApproved(run=run), because="no longer waiting")


def test_one_line_of_the_bank_may_be_several_payouts(house: House) -> None:
    run = house.submitted(
        owed_to(house.bob, 3_000), Payout(payee=person(house.bob), minor=500, title="prize", source="fund")
    )
    assert house.fund == 4_500
    parts = [Part(to="payout", minor=-minor, ref=f"{run}.{n}") for n, minor in ((1, 3_000), (2, 500))]
    house.line(-3_500, *parts)
    assert (house.bank, house.leaving, house.states(run)) == (6_500, 0, ("done", ["settled", "settled"]))


# What the bank says


def test_a_line_of_another_amount_or_account_is_not_the_payout(house: House) -> None:
    run = house.submitted(owed_to(house.bob, 3_000))
    (line,) = house.statement(-2_900)
    house.refused(
        Allotted(line=line, parts=(Part(to="payout", minor=-2_900, ref=f"{run}.1"),)),
        because="is of 30.00 EUR, not of 29.00",
    )
    house.refused(
        Allotted(line=line, parts=(Part(to="payout", minor=-2_900, ref=f"{run}.2"),)), because="There is no payout"
    )


def test_what_the_bank_refuses_is_owed_again_and_what_it_paid_after_all_is_paid(house: House) -> None:
    run = house.submitted(
        owed_to(house.bob, 3_000), Payout(payee=person(house.bob), minor=500, title="prize", source="fund")
    )
    house.refused(_rejected(run, "1:AM05"), because="has this payment already")
    house.refused(_rejected(run, "1:dupl"), because="has this payment already")
    house.refused(_rejected(run, "3:AC04"), because="There is no payout")
    house.refused(_rejected(run), because="refuses none")
    house.refused(_rejected(run, "1:<x>"), because="a code of letters and digits")
    house.refused(_rejected(run, "1:AC04", "1:AC04"), because="is refused by the bank: no report")
    house.say(_rejected(run, "1:AC04", "2:AC04"))
    assert (house.owed(house.bob), house.fund, house.leaving) == (3_000, 5_000, 0)
    assert house.states(run) == ("done", ["rejected", "rejected"])
    house.refused(_rejected(run, "1:AC04"), because="is refused by the bank")
    taken = house.line(-3_000, Part(to="payout", minor=-3_000, ref=f"{run}.1"))
    assert (house.owed(house.bob), house.states(run)) == (0, ("done", ["settled", "rejected"]))
    _take_back(house, taken)
    assert (house.owed(house.bob), house.states(run)) == (3_000, ("done", ["rejected", "rejected"]))


def _rejected(run: str, *said: str) -> PayoutsRejected:
    rejected = [one.split(":") for one in said]
    return PayoutsRejected(
        run=run,
        report=hashed("report"),
        rejected=tuple(Rejection(payout=f"{run}.{n}", code=code) for n, code in rejected),
    )


def _take_back(house: House, allotment: str) -> None:
    house.say(TakenBack(what=allotment))


def test_what_comes_back_is_owed_again_and_each_word_can_be_taken_back_in_order(house: House) -> None:
    run = house.submitted(owed_to(house.bob, 3_000))
    (early,) = house.statement(3_000)
    back = Allotted(line=early, parts=(Part(to="returned", minor=3_000, ref=f"{run}.1"),))
    house.refused(back, because="only what has left the bank comes back")
    left = house.line(-3_000, Part(to="payout", minor=-3_000, ref=f"{run}.1"))
    came = house.say(back)
    assert (house.bank, house.owed(house.bob), house.states(run)) == (10_000, 3_000, ("done", ["returned"]))
    house.refused(TakenBack(what=left), because="moved on since")
    _take_back(house, came)
    assert (house.owed(house.bob), house.states(run)) == (0, ("done", ["settled"]))
    _take_back(house, left)
    assert (house.leaving, house.states(run)) == (3_000, ("submitted", ["submitted"]))
    row = PayoutRow.objects.get(commons=house.cast.slug, run=run)
    assert (row.line, row.back, row.day) == ("", "", "")


def test_what_was_sent_by_mistake_goes_back_to_who_sent_it(house: House) -> None:
    (line,) = house.statement(700)
    house.say(Allotted(line=line, parts=(Part(to="back", minor=700, kind="refund"),)))
    payer = house.outside("a payer")
    said = {"payee": payer, "title": "refund", "source": "back", "ref": line}
    house.refused(changed(house, payouts=(Payout(minor=701, **said),)), because="7.00 EUR of that line waits")
    run = house.submitted(Payout(minor=700, **said))
    house.line(-700, Part(to="payout", minor=-700, ref=f"{run}.1"))
    assert (house.states(run), house.bank) == (("done", ["settled"]), 10_000)


# Other means


def test_notes_from_the_till_are_paid_once_their_payee_says_so(house: House) -> None:
    house.put_in_till(2_000)
    run = house.reserved(owed_to(house.bob, 1_500), account="till")
    house.refused(RunExported(run=run, file=hashed("file")), because="isn't paid by a bank")
    house.refused(PayoutConfirmed(payout=f"{run}.1"), house.bob, because="nothing to confirm")
    house.say(RunSubmitted(run=run))
    house.refused(PayoutConfirmed(payout=f"{run}.1"), house.dora, because="Only who was paid")
    house.refused(PayoutConfirmed(payout=f"{run}.2"), house.bob, because="There is no payout")
    house.say(PayoutConfirmed(payout=f"{run}.1"), house.bob)
    assert (house.states(run), house.leaving, house.there("till")) == (("done", ["settled"]), 0, 500)
    house.refused(PayoutConfirmed(payout=f"{run}.1"), house.bob, because="nothing to confirm")
    bank = house.submitted(owed_to(house.bob, 100))
    house.refused(PayoutConfirmed(payout=f"{bank}.1"), house.bob, because="its statement says")


def test_for_who_is_outside_a_steward_confirms_who_did_not_hand_it_over(house: House) -> None:
    house.put_in_till(2_000)
    supplier = house.outside()
    house.expense(1_000, payee=supplier)
    run = house.reserved(owed_to(supplier, 1_000), account="till")
    house.say(RunSubmitted(run=run), house.dora)
    for who in (house.ada, house.dora, house.bob):
        house.refused(PayoutConfirmed(payout=f"{run}.1"), who, because="neither proposed it nor handed it over")
    named = house.say(RoleGiven(person=person(house.eve), role="steward"))
    house.refused(PayoutConfirmed(payout=f"{run}.1"), house.eve, because="neither proposed it nor handed it over")
    house.say(Confirmed(what=named), house.dora)
    house.say(PayoutConfirmed(payout=f"{run}.1"), house.eve)
    assert house.owed(supplier) == 0


def test_a_line_of_the_bank_does_not_end_what_was_paid_from_the_till(house: House) -> None:
    house.put_in_till(2_000)
    run = house.reserved(owed_to(house.bob, 1_500), account="till")
    (line,) = house.statement(-1_500)
    fact = Allotted(line=line, parts=(Part(to="payout", minor=-1_500, ref=f"{run}.1"),))
    house.refused(fact, because="goes from the account “till”")
