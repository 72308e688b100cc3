"""The law about money that came in by somebody's word; the rest of the law of money stands in files of its own."""

from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.treasury import record, record_incomes
from entredon.apps.treasury import rules_bank as rules_bank  # the kinds of these register with the one here
from entredon.apps.treasury import rules_bearer as rules_bearer
from entredon.apps.treasury import rules_books as rules_books
from entredon.apps.treasury import rules_budgets as rules_budgets
from entredon.apps.treasury import rules_cash as rules_cash
from entredon.apps.treasury import rules_expenses as rules_expenses
from entredon.apps.treasury import rules_out as rules_out
from entredon.apps.treasury import rules_requests as rules_requests
from entredon.apps.treasury.entries import Received
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables


@rule(Received)
def received(tables: Tables, entry: Context, fact: Received) -> None:
    """A steward tells that money came in, for something that is released: only that can have been sold."""
    people.steward(tables, entry)
    record_incomes.check_amount(fact.minor, fact.currency)
    version = _version(tables, fact)
    record_incomes.add(tables, entry, entry.id, version, fact.minor, fact.currency)
    record.post_told(tables, entry, f"{entry.id}/told", fact.currency, fact.minor)


def _version(tables: Tables, fact: Received) -> Row:
    """The version that the money came for. Raises Refused."""
    if (fact.version is None) == (fact.creation is None):
        raise Refused("Say for which version or for which creation it came in: one of the two.")
    if fact.creation is not None:
        return library.newest_released(tables, fact.creation)
    return record_incomes.for_version(tables, str(fact.version))
