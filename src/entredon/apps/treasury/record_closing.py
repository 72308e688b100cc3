"""What the books come to, reckoned by rules: what is there against what is owed, and what a year earned and spent."""

from typing import NamedTuple

from entredon.apps.treasury import record_journal as journal
from entredon.apps.treasury.entries_books import Reserve
from entredon.apps.treasury.models import Account as AccountRow
from entredon.apps.treasury.models import Booked, MoneyAccount, Posting
from entredon.log.registry import Context
from entredon.log.tables import Tables
from entredon.pure.money.journal.accounts import Account, account
from entredon.pure.money.journal.entries import JournalEntry
from entredon.pure.money.journal.entries import entry as journal_entry

THERE = ("assets:bank:", "assets:cash:", "assets:carried:")
"""Where money is: at banks, in tills, and with the commons that leads the bank account."""
RESULT = ("income:", "expenses:")
TOLD_BY_A_BANK = ("bank", "carried")


class Books(NamedTuple):
    """What is there, owed and held in funds; ``coming`` is what others still have: told but not seen, or on its way to the bank."""

    there: int
    coming: int
    owed: int
    funds: int


def add_up(balances: dict[Account, int]) -> dict[str, Books]:
    """Balances by currency: what is there and what is coming are together what is owed and what stands in funds."""
    found: dict[str, Books] = {}
    for one, minor in balances.items():
        there, coming, owed, funds = found.get(one.currency, Books(0, 0, 0, 0))
        if one.path.startswith(THERE):
            there += minor
        elif one.path.startswith("assets:"):
            coming += minor
        elif one.path.startswith("liabilities:"):
            owed -= minor
        else:  # equity, and the result so far, which belongs to it
            funds -= minor
        found[one.currency] = Books(there, coming, owed, funds)
    return dict(sorted(found.items()))


def reserves(tables: Tables) -> tuple[Reserve, ...]:
    """In each currency: what is there, owed and held in funds by all that is booked so far."""
    balances = {one: journal.balance(tables, one) for one in _accounts(tables)}
    return tuple(
        Reserve(currency=currency, there=sums.there, owed=sums.owed, funds=sums.funds)
        for currency, sums in add_up(balances).items()
    )


def told_until(tables: Tables) -> str:
    """The last day that is told of each account at a bank; "" where there is none."""
    known = (row.known for row in tables.find(MoneyAccount) if row.way in TOLD_BY_A_BANK)
    return min(known, default="")


def years(tables: Tables) -> list[int]:
    """The years in which something is booked, the earliest first."""
    return sorted({int(day[:4]) for (day,) in tables.read(Booked, ("day",))})


def closing(tables: Tables, entry: Context, us: str, year: int) -> list[JournalEntry]:
    """The entries that close a year, one per currency: all that was earned and spent until its end goes to the result.

    The result is an account of its own, not the fund: what an income brings reaches the fund when it is shared, and one that waits to
    be shared may not be spent before.
    """
    later = {id for id, day in tables.read(Booked, ("id", "day")) if int(day[:4]) > year}
    sums: dict[str, list[tuple[Account, int]]] = {}
    for one in _accounts(tables):
        if one.path.startswith(RESULT):
            posted = tables.read(Posting, ("entry", "minor"), account=one.path)
            if minor := sum(minor for key, minor in posted if key not in later):
                sums.setdefault(one.currency, []).append((one, -minor))
    return [
        journal_entry(
            f"{entry.id}/closing-{currency.lower()}", f"{year}-12-31", _settled(postings, currency, us)
        )
        for currency, postings in sorted(sums.items())
    ]  # fmt: skip


def result(bearer: str, currency: str, us: str) -> Account:
    """What closed years have earned and not yet shared; a share-out of a later year takes from it."""
    return account(bearer, currency, "equity", "result", us)


def _settled(postings: list[tuple[Account, int]], currency: str, us: str) -> list[tuple[Account, int]]:
    left = -sum(minor for _one, minor in postings)
    return [*postings, (result(postings[0][0].bearer, currency, us), left)] if left else postings


def _accounts(tables: Tables) -> list[Account]:
    rows = tables.read(AccountRow, ("bearer", "id", "currency", "floor"))
    return [Account(*row) for row in rows]
