"""The law about what somebody laid out for the commons, and bills to be paid: claimed with a paper, decided by who isn't paid."""

import re
from datetime import date

from entredon.apps.people import record as people
from entredon.apps.treasury import (
    record,
    record_budgets,
    record_incomes,
    record_journal,
    record_out,
    record_parts,
    record_stewards,
)
from entredon.apps.treasury.entries_out import ExpenseClaimed, ExpenseDecided
from entredon.apps.treasury.models import Expense
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Day, Money
from entredon.pure.money.journal.entries import entry as journal_entry

CLAIMED, ACCEPTED, DECLINED = "claimed", "accepted", "declined"
RESERVED_KINDS = (*record_parts.OURS, "cash-difference")
"""Kinds that the books use themselves: no cost is called so."""
_ID = re.compile(r"[0-9a-f]{64}", re.ASCII)


@rule(ExpenseClaimed)
def expense_claimed(tables: Tables, entry: Context, fact: ExpenseClaimed) -> None:
    """A member asks for what she laid out, or that a bill be paid. One paper proves one expense."""
    person = people.member(tables, entry)
    record_journal.borne(tables)
    record_incomes.check_currency(fact.currency)
    if not 0 < fact.minor <= record_incomes.MOST:
        raise Refused(
            "An expense lies between {least} and {most}.",
            least=Money(1, fact.currency),
            most=Money(record_incomes.MOST, fact.currency),
        )
    _check_day(fact.day, entry.at)
    _check_source(tables, fact)
    if fact.payee and not record_out.OUTSIDE.fullmatch(fact.payee):
        raise Refused("What is claimed is for yourself, or for who is outside and has sent a bill.")
    if fact.what in RESERVED_KINDS:
        raise Refused("“{what}” is a word of the books themselves; choose another for this cost.", what=fact.what)
    for row in tables.find(Expense, document=fact.document):
        if row.state != DECLINED:
            raise Refused("This paper was handed in already, for the expense {id}.", id=row.id[:10])
    tables.add(
        Expense, entry.id, person=person.id, payee=fact.payee or person.id, minor=fact.minor, currency=fact.currency,
        day=fact.day, what=fact.what, document=fact.document, source=fact.source, position=entry.index, at=entry.at,
    )  # fmt: skip


def _check_source(tables: Tables, fact: ExpenseClaimed) -> None:
    """The common fund, the association, or a need that a budget was released to. Raises Refused."""
    if fact.source in (record_out.FUND, record_out.ASSOCIATION):
        return
    if _ID.fullmatch(fact.source):
        record_budgets.released(tables, fact.source, fact.currency)
        return
    raise Refused(
        "A cost is paid from the common fund or by the association; not from “{name}”.", name=fact.source[:40]
    )


def _check_day(day: str, at: str) -> None:
    """A day of the calendar that has come. A day more is given to who is ahead of UTC. Raises Refused."""
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        raise Refused("“{day}” is no day of the calendar.", day=day) from None
    if (asked - date.fromisoformat(at[:10])).days > 1:
        raise Refused("{day} hasn’t come yet: tell what was laid out, not what will be.", day=Day(day))


@rule(ExpenseDecided)
def expense_decided(tables: Tables, entry: Context, fact: ExpenseDecided) -> None:
    """A steward who didn't ask for it and isn't paid says yes or no. What she accepts is a cost, and owed from then on."""
    steward = people.steward(tables, entry)
    row = tables.get(Expense, fact.expense)
    if row is None:
        raise Refused("There is no expense {id} here.", id=fact.expense[:10])
    if row.state != CLAIMED:
        raise Refused("This expense was decided already, by {id}.", id=row.decided[:10])
    if steward.id in (row.person, row.payee):
        raise Refused("You asked for this yourself: another steward has to decide it.")
    if not fact.accepted:
        if fact.minor:
            raise Refused("What is declined is owed nothing.")
        tables.change(row, state=DECLINED, decided=entry.id)
        return
    if not 0 < fact.minor <= row.minor:
        raise Refused("Accept {asked}, or less of it.", asked=Money(row.minor, row.currency))
    record_stewards.second(tables, entry)
    _book(tables, entry, row, fact.minor)
    tables.change(row, state=ACCEPTED, accepted=fact.minor, decided=entry.id)


def _book(tables: Tables, entry: Context, row: Row, minor: int) -> None:
    """It is a cost, it is owed, and what pays it is set aside at once: so nobody spends it twice."""
    bearer, us = record_journal.borne(tables).bearer, record.own(entry)
    cost = record_out.cost(bearer, row.currency, us, row.what, minor, row.source)
    payer = cost[1][0]
    has = record_journal.held(tables, payer)
    if minor > has:
        raise _not_enough(row, Money(minor, row.currency), Money(max(has, 0), row.currency))
    owed = record_out.payable(tables, bearer, row.currency, row.payee)
    made = journal_entry(f"{entry.id}/expense", entry.at[:10], [*cost, (owed, -minor)])
    record_journal.post(tables, entry, [made])


def _not_enough(row: Row, asked: Money, has: Money) -> Refused:
    if row.source == record_out.ASSOCIATION:
        return Refused("The association’s own money is {has}, and this takes {asked}. Accept it when there is more.", has=has,
                       asked=asked)  # fmt: skip
    if row.source != record_out.FUND:
        return Refused(
            "Of the budget of this need {has} are left, and this takes {asked}. Accept it when there is more, or less of it now.",
            has=has,
            asked=asked,
        )
    return Refused(
        "In the common fund there is {has}, and this takes {asked}. Accept it when there is more, or less of it now.",
        has=has,
        asked=asked,
    )
