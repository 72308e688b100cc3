"""What somebody may try to have out of a budget more than was released to it, or twice."""

import pytest

from entredon.apps.decide.entries import Effect, Executed
from entredon.apps.decide.tests.council import TITLE, at
from entredon.apps.decide.tests.test_what_a_decision_changes import Rich, stalls
from entredon.apps.treasury.entries_books import BudgetReturned
from entredon.apps.treasury.entries_out import ExpenseClaimed, ExpenseDecided
from entredon.apps.treasury.tests.house import hashed
from entredon.apps.work.entries_needs import NeedClosed, Needed
from entredon.testing_cast import Cast


@pytest.fixture
def rich(cast: Cast) -> Rich:
    return Rich(cast)


def claimed(rich: Rich, minor: int, paper: str = "a receipt", source: str = "") -> str:
    fact = ExpenseClaimed(
        minor=minor, currency="EUR", day="2026-11-20", what="material", document=hashed(paper), payee="",
        source=source or rich.need,
    )  # fmt: skip
    return rich.council.say(fact, rich.house.bob, 6)


def decided(expense: str, minor: int) -> ExpenseDecided:
    return ExpenseDecided(expense=expense, accepted=True, minor=minor)


def test_an_expense_is_decided_after_the_need_was_closed_only_while_its_budget_is_there(rich: Rich) -> None:
    rich.council.carried(rich.effect(300_00))
    first, second = claimed(rich, 200_00), claimed(rich, 200_00, "another one")
    rich.council.say(NeedClosed(need=rich.need, outcome="done"), day=6)
    rich.council.say(decided(first, 200_00), rich.house.dora, 6)
    rich.council.refused(decided(second, 200_00), rich.house.dora, day=6, because="100.00 EUR are left")
    rich.council.say(BudgetReturned(need=rich.need, currency="EUR"), day=6)
    rich.council.refused(decided(second, 1), rich.house.dora, day=6, because="0.00 EUR are left")
    rich.council.refused(BudgetReturned(need=rich.need, currency="EUR"), day=6, because="Nothing is left")
    assert (rich.house.fund, rich.budget()) == (300_00, 0)


def test_what_was_returned_is_not_released_again_by_what_was_decided_before(rich: Rich) -> None:
    first, second = rich.council.counted(rich.effect(300_00)), rich.council.counted(rich.effect(300_00))
    rich.council.say(Executed(decision=first), day=5)
    rich.council.say(NeedClosed(need=rich.need, outcome="dropped"), day=5)
    rich.council.say(BudgetReturned(need=rich.need, currency="EUR"), day=5)
    rich.council.say(NeedClosed(need=rich.need, outcome="open"), day=5)
    stalls(rich.council, second, "has changed since it was opened")
    rich.council.refused(Executed(decision=first), day=6, because="it was carried out")
    assert (rich.house.fund, rich.budget()) == (500_00, 0)


def test_an_expense_meanwhile_and_a_release_never_spend_the_same_money(rich: Rich) -> None:
    decision = rich.council.counted(rich.effect(300_00))
    expense = claimed(rich, 300_00, source="fund")
    rich.council.say(decided(expense, 300_00), rich.house.dora, 6)
    stalls(rich.council, decision, "In the common fund there is 200.00 EUR", day=6)
    assert (rich.house.fund, rich.budget()) == (200_00, 0)


def test_a_budget_is_for_its_need_and_in_its_currency(rich: Rich) -> None:
    rich.council.carried(rich.effect(300_00))
    other = rich.council.say(Needed(work="design"), texts={"title": "A new roof"}, at=at(6))
    for source, because in ((other, "No decision has released"), (other[:60], "A cost is paid from")):
        fact = ExpenseClaimed(
            minor=1, currency="EUR", day="2026-11-20", what="material", document=hashed("x"), payee="", source=source
        )  # fmt: skip
        rich.council.refused(fact, rich.house.bob, day=6, because=because)
    rich.council.refused(BudgetReturned(need=rich.need, currency="EUR"), day=6, because="This need is still open")
    rich.council.refused(BudgetReturned(need=other, currency="EUR"), day=6, because="No decision has released")


@pytest.mark.parametrize("minor", [-1, 0, 2**62])
def test_no_budget_is_less_than_something_or_more_than_there_can_be(rich: Rich, minor: int) -> None:
    effect = Effect(lever="budget", what=rich.need, minor=minor, currency="EUR")
    with pytest.raises(Exception) as caught:
        rich.council.say(rich.council.motion(effect), texts=TITLE)
    assert "OverflowError" not in repr(caught.value), repr(caught.value)
