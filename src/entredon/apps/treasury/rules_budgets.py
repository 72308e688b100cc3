"""The law about what is left of budgets."""

from entredon.apps.people import record as people
from entredon.apps.treasury import record_budgets
from entredon.apps.treasury.entries_books import BudgetReturned
from entredon.log.registry import Context, rule
from entredon.log.tables import Tables


@rule(BudgetReturned)
def budget_returned(tables: Tables, entry: Context, fact: BudgetReturned) -> None:
    """A steward gives back to the common fund what a need that is closed hasn't used of its budget."""
    people.steward(tables, entry)
    record_budgets.give_back(tables, entry, fact.need, fact.currency)
