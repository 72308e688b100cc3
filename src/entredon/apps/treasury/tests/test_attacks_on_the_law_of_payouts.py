"""Who would be paid twice, too much, or by nobody else's yes: each attack on the law of payouts ends in a sentence."""

import pytest

from entredon.apps.commons.entries import RoleGiven, RoleWithdrawn
from entredon.apps.people.entries import Left, Returned
from entredon.apps.treasury.entries import AccountOpened, Allotted, CameElsewhere, Confirmed, Part, PolicySet, TakenBack
from entredon.apps.treasury.entries_out import (
    ApproverNamed,
    ExpenseClaimed,
    ExpenseDecided,
    PayeeNamed,
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
from entredon.apps.treasury.tests.house import DAY, LATER, House, hashed, owed_to
from entredon.testing_cast import Cast, person


@pytest.fixture
def house(cast: Cast) -> House:
    """200.00 in the bank; of it 30.00 owed to Bob, 20.00 to Dora, 40.00 to Eve; 110.00 in the fund."""
    made = House(cast)
    made.given(20_000)
    made.details(made.ada, made.bob, made.dora, made.eve)
    made.expense(3_000)
    made.expense(2_000, made.dora)
    made.expense(4_000, made.eve)
    return made


def paid(run: str, n: int, minor: int) -> Part:
    return Part(to="payout", minor=-minor, ref=f"{run}.{n}")


def rejected(run: str, *numbers: int) -> PayoutsRejected:
    return PayoutsRejected(
        run=run, report=hashed("report"), rejected=tuple(Rejection(payout=f"{run}.{n}", code="AC04") for n in numbers)
    )


# Paid twice


def test_a_run_of_which_one_payout_has_left_gives_back_only_the_rest(house: House) -> None:
    """Bob's payout has left by hand. Taking the run back whole would owe him again, out of what is reserved for Eve."""
    house.reserved(owed_to(house.eve, 4_000))
    run = house.reserved(
        owed_to(house.bob, 3_000), Payout(payee=person(house.bob), minor=500, title="gift", source="fund")
    )
    line = house.line(-3_000, paid(run, 1, 3_000))
    fund = house.fund
    house.say(RunWithdrawn(run=run))
    assert (house.owed(house.bob), house.leaving, house.fund) == (0, 4_000, fund + 500)
    assert house.states(run) == ("done", ["settled", "withdrawn"])
    house.refused(RunWithdrawn(run=run), because="left already")
    # The bank's word was a mistake: what it said is open again, and can be taken back too.
    house.say(TakenBack(what=line))
    assert (house.states(run), house.leaving) == (("reserved", ["reserved", "withdrawn"]), 7_000)
    house.say(RunWithdrawn(run=run))
    assert (house.owed(house.bob), house.leaving) == (3_000, 4_000)
    assert house.states(run) == ("withdrawn", ["withdrawn", "withdrawn"])


def test_no_file_is_made_of_a_run_in_which_somebody_has_been_paid(house: House) -> None:
    run = house.reserved(owed_to(house.bob, 3_000), owed_to(house.eve, 4_000))
    house.line(-3_000, paid(run, 1, 3_000))
    house.refused(RunExported(run=run, file=hashed("file")), because="would pay it once more")


def test_two_lines_do_not_settle_one_payout(house: House) -> None:
    run = house.submitted(owed_to(house.bob, 1_500), owed_to(house.bob, 1_500))
    house.line(-1_500, paid(run, 1, 1_500))
    (again,) = house.statement(-1_500)
    house.refused(Allotted(line=again, parts=(paid(run, 1, 1_500),)), because="is paid: a line")
    (both,) = house.statement(-3_000)
    house.refused(Allotted(line=both, parts=(paid(run, 2, 1_500), paid(run, 2, 1_500))), because="is paid: a line")
    house.say(Allotted(line=again, parts=(paid(run, 2, 1_500),)))
    assert (house.states(run), house.leaving) == (("done", ["settled", "settled"]), 0)


def test_a_line_says_the_amount_of_the_payout_and_no_other(house: House) -> None:
    run = house.submitted(owed_to(house.bob, 3_000))
    (line,) = house.statement(-3_001)
    parts = (paid(run, 1, 3_001),)
    house.refused(Allotted(line=line, parts=parts), because="is of 30.00 EUR")
    split = (paid(run, 1, 3_000), Part(to="cost", minor=-1, kind="bank"))
    house.say(Allotted(line=line, parts=split))
    (back,) = house.statement(3_001)
    more = (Part(to="returned", minor=3_001, ref=f"{run}.1"),)
    house.refused(Allotted(line=back, parts=more), because="is of 30.00 EUR")
    twice = (Part(to="returned", minor=3_000, ref=f"{run}.1"), Part(to="returned", minor=1, ref=f"{run}.1"))
    house.refused(Allotted(line=back, parts=twice), because="is of 30.00 EUR")


def test_what_came_back_comes_back_once(house: House) -> None:
    run = house.submitted(owed_to(house.bob, 3_000))
    house.line(-3_000, paid(run, 1, 3_000))
    back = Part(to="returned", minor=3_000, ref=f"{run}.1")
    house.line(3_000, back)
    (again,) = house.statement(3_000)
    house.refused(Allotted(line=again, parts=(back,)), because="only what has left the bank comes back")
    (left,) = house.statement(-3_000)
    house.refused(Allotted(line=left, parts=(paid(run, 1, 3_000),)), because="can't end it")
    assert house.owed(house.bob) == 3_000


def test_a_bank_that_refuses_and_pays_after_all_does_not_pay_what_is_owed_no_more(house: House) -> None:
    """The payee was paid by a second run meanwhile: the late line finds nothing owed, and waits for a person."""
    first = house.submitted(owed_to(house.bob, 3_000))
    house.say(rejected(first, 1))
    second = house.submitted(owed_to(house.bob, 3_000))
    house.line(-3_000, paid(second, 1, 3_000))
    (late,) = house.statement(-3_000)
    house.refused(Allotted(line=late, parts=(paid(first, 1, 3_000),)), because="What a member is owed would fall")
    assert house.states(first) == ("done", ["rejected"])
    house.refused(rejected(second, 1), because="no report of the bank can refuse it")


def test_a_payout_that_came_back_and_is_paid_anew_cannot_be_said_not_to_have_come_back(house: House) -> None:
    run = house.submitted(owed_to(house.bob, 3_000))
    house.line(-3_000, paid(run, 1, 3_000))
    came = house.line(3_000, Part(to="returned", minor=3_000, ref=f"{run}.1"))
    house.reserved(owed_to(house.bob, 3_000))
    house.refused(TakenBack(what=came), because="What a member is owed would fall")
    assert house.states(run)[1] == ["returned"]


def test_what_was_withdrawn_is_ended_by_no_line(house: House) -> None:
    run = house.reserved(owed_to(house.bob, 3_000))
    house.say(RunWithdrawn(run=run))
    (line,) = house.statement(-3_000)
    house.refused(Allotted(line=line, parts=(paid(run, 1, 3_000),)), because="can't end it")


def test_what_is_to_be_paid_back_is_paid_back_once(house: House) -> None:
    (line,) = house.statement(700)
    said = house.say(Allotted(line=line, parts=(Part(to="back", minor=700, kind="refund"),)))
    run = house.reserved(Payout(payee=person(house.bob), minor=700, title="refund", source="back", ref=line))
    house.refused(TakenBack(what=said), because="What is to be paid would fall")
    (hand,) = house.statement(-700)
    by_hand = (Part(to="back", minor=-700, kind="refund", ref=line),)
    house.refused(Allotted(line=hand, parts=by_hand), because="What is to be paid would fall")
    house.say(Allotted(line=hand, parts=(paid(run, 1, 700),)))
    assert house.leaving == 0


def test_notes_that_were_taken_to_somebody_are_owed_again_by_another_stewards_word(house: House) -> None:
    """Else who hands them over, and Bob who keeps silent, have them paid once more."""
    house.put_in_till(3_000)
    run = house.reserved(owed_to(house.bob, 1_500), account="till")
    house.say(RunSubmitted(run=run))
    house.refused(rejected(run, 1), because="Whoever handed it over")
    house.say(rejected(run, 1), house.dora)
    assert (house.owed(house.bob), house.there("till")) == (3_000, 3_000)
    house.refused(PayoutConfirmed(payout=f"{run}.1"), house.bob, because="nothing to confirm")


def test_who_is_paid_in_notes_cannot_say_herself_that_she_is_still_owed(cast: Cast) -> None:
    house = House(cast)
    house.put_in_till(3_000)
    house.expense(500, house.dora)
    house.say(Confirmed(what=house.say(ApproverNamed(person=person(house.eve)))), house.dora)
    run = house.run(owed_to(house.dora, 500), account="till")
    for key in (house.ada, house.eve):
        house.say(RunApproved(run=run), key)
    house.say(RunSubmitted(run=run))
    house.refused(rejected(run, 1), house.dora, because="Whoever handed it over")
    house.say(PayoutConfirmed(payout=f"{run}.1"), house.dora)


def test_one_paper_is_one_expense_and_one_decision(house: House) -> None:
    claim = ExpenseClaimed(minor=100, currency="EUR", day=DAY, what="material", document=hashed("one paper"))
    entry = house.say(claim, house.bob)
    house.refused(claim, house.eve, because="handed in already")
    house.refused(ExpenseDecided(expense=entry, accepted=True, minor=101), because="or less of it")
    house.say(ExpenseDecided(expense=entry, accepted=True, minor=100))
    house.refused(ExpenseDecided(expense=entry, accepted=True, minor=100), house.dora, because="decided already")
    house.refused(claim, house.bob, because="handed in already")


# By whose yes


def test_who_lost_the_role_between_her_yes_and_the_last_one_does_not_count(house: House) -> None:
    run = house.run(owed_to(house.bob, 3_000))
    house.say(RunApproved(run=run), house.dora)
    house.say(RoleWithdrawn(person=person(house.dora), role="steward"), house.dora)
    house.say(RunApproved(run=run))
    assert (house.states(run)[0], house.leaving) == ("proposed", 0)
    house.say(RoleGiven(person=person(house.eve), role="steward"))
    house.say(RunApproved(run=run), house.eve)
    assert house.states(run)[0] == "reserved"


def test_who_left_between_her_yes_and_the_last_one_does_not_count(house: House) -> None:
    run = house.run(owed_to(house.bob, 3_000))
    house.say(RunApproved(run=run), house.dora)
    house.say(Left(), house.dora)
    house.say(RunApproved(run=run))
    assert house.states(run)[0] == "proposed"
    house.say(Returned(), house.dora, cosigners=[house.ada])
    house.refused(RunApproved(run=run), house.dora, because="Only a steward")


def test_nobody_says_both_words(house: House) -> None:
    """By oneself under another role: a steward who is a co-approver too, or was named as one."""
    rules = house.say(PolicySet(approvals=2, most=0, cooling_days=1))
    named = house.say(ApproverNamed(person=person(house.eve)))
    house.say(RoleGiven(person=person(house.eve), role="steward"))
    house.refused(Confirmed(what=named), house.eve, because="another steward than who named you")
    house.refused(Confirmed(what=rules), because="You said this yourself")
    house.say(Confirmed(what=named), house.dora)
    run = house.run(owed_to(house.bob, 3_000), by=house.eve)
    house.say(RunApproved(run=run), house.eve)
    house.refused(RunApproved(run=run), house.eve, because="approved this run already")
    assert house.states(run)[0] == "proposed"


def test_a_co_approver_approves_no_run_in_which_she_is_paid_and_none_after_she_left(house: House) -> None:
    house.say(Confirmed(what=house.say(ApproverNamed(person=person(house.eve)))), house.dora)
    hers = house.run(owed_to(house.eve, 100))
    house.refused(RunApproved(run=hers), house.eve, because="You are paid in this run")
    run = house.run(owed_to(house.bob, 100))
    house.say(RunApproved(run=run), house.eve)
    house.say(Left(), house.eve)
    house.say(RunApproved(run=run))
    assert house.states(run)[0] == "proposed"
    house.refused(RunApproved(run=run), house.eve, because="You have left")


def test_changed_details_stop_a_run_at_each_yes_and_not_what_was_reserved(house: House) -> None:
    run = house.run(owed_to(house.bob, 3_000))
    house.say(RunApproved(run=run))
    change = house.say(PayeeNamed(details=hashed("a thief's")), house.bob)
    house.say(Confirmed(what=change), house.dora)
    house.refused(RunApproved(run=run), house.dora, because="was changed since this was proposed")
    house.refused(RunApproved(run=run), house.dora, because="was changed since", day="2026-12-20")
    back = house.say(PayeeNamed(details=hashed(f"details of {house.bob.id}")), house.bob)
    house.say(Confirmed(what=back), house.dora)
    house.refused(RunApproved(run=run), house.dora, because="was changed lately")


def test_a_stranger_and_a_member_move_nothing(house: House) -> None:
    run = house.reserved(owed_to(house.bob, 3_000))
    steps = (RunApproved(run=run), RunExported(run=run, file=hashed("f")), RunSubmitted(run=run), RunWithdrawn(run=run))
    for fact in (*steps, rejected(run, 1)):
        house.refused(fact, house.cast.charlie, because="")
        house.refused(fact, house.bob, because="Only a steward")
    assert house.states(run) == ("reserved", ["reserved"])


# Accounts that turn into others


def test_a_means_that_somebody_is_being_paid_by_becomes_no_account(house: House) -> None:
    """Else what has no bank details would be a payment of the bank, and what was handed over a matter of its statements."""
    gift = Part(to="pot", minor=5_000, kind="gift")
    house.say(CameElsewhere(means="platform", day=DAY, currency="EUR", part=gift))
    run = house.reserved(owed_to(house.bob, 3_000), account="platform")
    opened = AccountOpened(account="platform", way="cash", currency="EUR", opening=0, day=DAY)
    house.refused(opened, because="choose another name")
    house.say(RunSubmitted(run=run))
    house.refused(opened, because="choose another name")
    house.say(PayoutConfirmed(payout=f"{run}.1"), house.bob)
    assert house.states(run)[0] == "done"


def test_what_one_commons_has_overdrawn_does_not_hide_what_is_anothers(house: House) -> None:
    """The bakery's rent was paid here before its money came: that doesn't make the kiosk's money ours."""
    house.line(-18_000, Part(to="arriving", minor=-18_000, kind="cash"))
    house.line(2_000, Part(to="carried", minor=2_000, ref="kiosk"))
    house.line(-2_000, Part(to="carried", minor=-2_000, ref="bakery"))
    assert house.there() == 2_000
    fact = RunProposed(account="main", currency="EUR", day=LATER, payouts=(owed_to(house.bob, 1_000),))
    house.refused(fact, because="20.00 EUR belongs to other commons")
