"""Budgets that decisions release from the common fund to a need: set aside, spent on its costs, and what is left given back."""

from entredon.apps.treasury import record, record_incomes
from entredon.apps.treasury import record_journal as journal
from entredon.apps.treasury.models import Released
from entredon.apps.work import record as work
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Money
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.entries import entry as journal_entry


def release(tables: Tables, entry: Context, need: str, currency: str, minor: int) -> None:
    """So much of the common fund is set aside for a need that is open: costs for it are paid from there. Raises Refused."""
    bearer, us = journal.borne(tables).bearer, record.own(entry)
    found = work.record_needs.need(tables, need)
    if found.state != work.record_needs.OPEN:
        raise Refused("This need is not open any more, so no budget is released to it.")
    record_incomes.check_currency(currency)
    if not 0 < minor <= record_incomes.MOST:
        raise Refused(
            "A budget lies between {least} and {most}.", least=Money(1, currency), most=Money(record_incomes.MOST, currency)
        )  # fmt: skip
    fund = standard.fund(bearer, currency, us)
    has = journal.held(tables, fund)
    if minor > has:
        raise Refused(
            "In the common fund there is {has}, and this budget is {asked}: release it when there is more, or less of it.",
            has=Money(max(has, 0), currency),
            asked=Money(minor, currency),
        )
    _move(tables, entry, "budget", fund, standard.budget(bearer, currency, need), minor)
    row = tables.get(Released, _id(need, currency))
    if row is None:
        tables.add(
            Released, _id(need, currency), need=need, currency=currency, minor=minor, entry=entry.id, position=entry.index,
            at=entry.at,
        )  # fmt: skip
    else:
        tables.change(row, minor=row.minor + minor, entry=entry.id, position=entry.index, at=entry.at)


def released(tables: Tables, need: str, currency: str) -> Row:
    """What was released to a need in a currency. Raises Refused where nothing was."""
    row = tables.get(Released, _id(need, currency))
    if row is None:
        raise Refused(
            "No decision has released a budget in {currency} to the need {id}.", currency=currency, id=need[:10]
        )
    return row


def is_released(tables: Tables, need: str, currency: str) -> bool:
    """Whether a budget in this currency was released to something by this id."""
    return tables.get(Released, _id(need, currency)) is not None


def give_back(tables: Tables, entry: Context, need: str, currency: str) -> None:
    """What is left of a need's budget goes back to the common fund, once the need is closed. Raises Refused."""
    bearer, us = journal.borne(tables).bearer, record.own(entry)
    row = released(tables, need, currency)
    if work.record_needs.need(tables, need).state == work.record_needs.OPEN:
        raise Refused("This need is still open, and its budget is for it: close the need first.")
    budget = standard.budget(bearer, currency, need)
    left = journal.held(tables, budget)
    if left <= 0:
        raise Refused("Nothing is left of this budget.")
    _move(tables, entry, "returned", budget, standard.fund(bearer, currency, us), left)
    tables.change(row, returned=row.returned + left)


def _move(tables: Tables, entry: Context, part: str, out: Account, into: Account, minor: int) -> None:
    made = journal_entry(f"{entry.id}/{part}", entry.at[:10], [(out, minor), (into, -minor)])
    journal.post(tables, entry, [made])


def _id(need: str, currency: str) -> str:
    return f"{need}/{currency}"
