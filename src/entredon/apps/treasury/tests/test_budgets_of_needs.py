"""A budget that a decision released to a need: set aside from the common fund, spent on its costs alone, and the rest given back."""

import pytest

from entredon.apps.decide.entries import Effect
from entredon.apps.decide.tests.council import Council, charter_of
from entredon.apps.treasury.entries_books import BudgetReturned
from entredon.apps.treasury.entries_out import ExpenseClaimed, ExpenseDecided
from entredon.apps.treasury.models import Expense, Released
from entredon.apps.treasury.tests.house import BEARER, DAY, House, hashed, owed_to
from entredon.apps.work.entries_needs import NeedClosed, Needed
from entredon.pure.money.journal import standard
from entredon.testing_cast import Cast


class Needy:
    """The fund has €500, and a decision has released €300 of it to the need for chargers."""

    def __init__(self, cast: Cast) -> None:
        self.house = House(cast)
        self.council = Council(cast, charter_of(), stewarded=True)
        self.house.given(500_00)
        self.need = self.house.say(Needed(work="other"), texts={"title": "Chargers"})
        self.release(300_00)

    def release(self, minor: int) -> None:
        effect = Effect(lever="budget", what=self.need, minor=minor, currency="EUR")
        self.council.carried(effect)

    @property
    def left(self) -> int:
        return self.house.held(standard.budget(BEARER, "EUR", self.need))

    def claiming(self, minor: int, **changes: str) -> ExpenseClaimed:
        said = {"currency": "EUR", "day": DAY, "what": "material", "document": hashed(f"receipt {minor}"), "payee": ""}
        return ExpenseClaimed(minor=minor, **{**said, "source": self.need, **changes})

    def claimed(self, minor: int) -> str:
        return self.house.say(self.claiming(minor), self.house.bob)

    def accepted(self, minor: int) -> str:
        claim = self.claimed(minor)
        self.house.say(ExpenseDecided(expense=claim, accepted=True, minor=minor), self.house.dora)
        return claim


@pytest.fixture
def needy(cast: Cast) -> Needy:
    return Needy(cast)


def test_what_a_decision_releases_leaves_the_common_fund(needy: Needy) -> None:
    assert (needy.house.fund, needy.left) == (200_00, 300_00)
    needy.release(50_00)
    row = Released.objects.get()
    assert (row.need, row.minor, row.returned) == (needy.need, 350_00, 0)
    assert (needy.house.fund, needy.left) == (150_00, 350_00)


def test_an_expense_for_the_need_is_paid_from_its_budget(needy: Needy) -> None:
    claim = needy.accepted(120_00)
    assert Expense.objects.get().source == needy.need
    assert (needy.left, needy.house.fund, needy.house.owed(needy.house.bob)) == (180_00, 200_00, 120_00)
    needy.house.details(needy.house.bob)
    needy.house.reserved(owed_to(needy.house.bob, 120_00, "expense", document=hashed("receipt 12000")))
    assert (needy.house.owed(needy.house.bob), needy.left) == (0, 180_00)
    assert claim == Expense.objects.get().id


def test_no_more_is_spent_than_the_budget_and_the_fund_has_no_part_in_it(needy: Needy) -> None:
    claim = needy.claimed(300_01)
    yes = ExpenseDecided(expense=claim, accepted=True, minor=300_01)
    because = "Of the budget of this need 300.00 EUR are left, and this takes 300.01 EUR"
    needy.house.refused(yes, needy.house.dora, because=because)
    needy.house.say(ExpenseDecided(expense=claim, accepted=True, minor=300_00), needy.house.dora)
    assert (needy.left, needy.house.fund) == (0, 200_00)


def test_only_a_need_with_a_budget_pays(needy: Needy) -> None:
    other = needy.house.say(Needed(work="other"), texts={"title": "Seats"})
    for changes, because in (
        ({"source": other}, "No decision has released a budget in EUR to the need"),
        ({"currency": "USD"}, "No decision has released a budget in USD to the need"),
        ({"source": "0" * 64}, "No decision has released a budget"),
        ({"source": "chargers"}, "A cost is paid from the common fund or by the association; not from “chargers”"),
    ):
        needy.house.refused(needy.claiming(100, **changes), needy.house.bob, because=because)


def test_once_the_need_is_closed_what_is_left_goes_back_once(needy: Needy) -> None:
    needy.accepted(120_00)
    back = BudgetReturned(need=needy.need, currency="EUR")
    needy.house.refused(back, because="This need is still open")
    needy.house.say(NeedClosed(need=needy.need, outcome="done"))
    needy.house.refused(back, needy.house.bob, because="Only a steward")
    needy.house.refused(BudgetReturned(need=needy.need, currency="USD"), because="No decision has released")
    needy.house.say(back)
    assert (needy.left, needy.house.fund) == (0, 380_00)
    assert Released.objects.get().returned == 180_00
    needy.house.refused(back, because="Nothing is left of this budget")
    late = needy.claimed(1_00)
    yes = ExpenseDecided(expense=late, accepted=True, minor=1_00)
    needy.house.refused(yes, needy.house.dora, because="Of the budget of this need 0.00 EUR are left")
