"""Booking: journal entries go into the database by the same law as into a book in memory (``pure.money.journal``).

Rules alone call this. Everything is judged first, then written; what is refused leaves nothing.
"""

from collections.abc import Iterable

from entredon.apps.treasury.models import Account as AccountRow
from entredon.apps.treasury.models import Bearer
from entredon.apps.treasury.record_booking import Batch, booked, is_closed, of_row, open_day, sum_of
from entredon.apps.treasury.record_plain import plainly
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.entries import JournalEntry, reversal
from entredon.pure.money.journal.refusal import NotBooked

__all__ = [
    "THE", "balance", "bearer", "booked", "booking_day", "borne", "held", "is_closed", "of_row", "open_day", "post", "reversals",
    "take_back",
]  # fmt: skip

THE = "bearer"
"""The id of the one row that says who bears the money."""


def bearer(tables: Tables) -> Row | None:
    """The bearer of this commons' money; None where the books haven't begun."""
    return tables.get(Bearer, THE)


def borne(tables: Tables) -> Row:
    """The bearer of this commons' money. Raises Refused where the books haven't begun."""
    found = bearer(tables)
    if found is None:
        raise Refused("Nobody bears the money of this commons yet: name the legal body with the bank account first.")
    return found


def post(tables: Tables, log: Context, entries: Iterable[JournalEntry]) -> list[str]:
    """Book entries, all or none; halves of an exchange follow one another. Returns the keys. Raises Refused.

    ``log`` is the log entry by which they are booked.
    """
    asked = list(entries)
    batch = Batch(tables, log)
    try:
        batch.take(asked)
    except NotBooked as trouble:
        raise Refused.of(plainly(trouble)) from None
    batch.write()
    return [one.key for one in asked]


def take_back(
    tables: Tables, log: Context, keys: Iterable[str], day: str, *, part: str = "back", override: str = ""
) -> list[str]:
    """Book the reversals of entries, whole and once each. Raises Refused."""
    return post(tables, log, reversals(tables, log, keys, day, part=part, override=override))


def reversals(
    tables: Tables, log: Context, keys: Iterable[str], day: str, *, part: str = "back", override: str = ""
) -> list[JournalEntry]:
    """The reversals of entries, as ``take_back`` books them. Raises Refused where one isn't in the journal."""
    try:
        found = [_known(tables, key) for key in keys]
    except NotBooked as trouble:
        raise Refused.of(trouble) from None
    name = {one.key: f"{log.id}/{part}-{n}" for n, one in enumerate(found, 1)}
    return [
        reversal(one, name[one.key], day, override=override, linked=name.get(one.linked, "")) for one in found
    ]  # fmt: skip


def balance(tables: Tables, account: Account) -> int:
    """The sum of all that was posted on an account, debits above zero; 0 for one that nobody has used."""
    row = tables.get(AccountRow, account.path)
    return sum_of(tables, row) if row is not None else 0


def held(tables: Tables, account: Account) -> int:
    """What is there, or is owed, as people say it."""
    return account.held(balance(tables, account))


def booking_day(tables: Tables, log: Context, day: str) -> str:
    """When something of a day is booked: on that day or, where its year is closed, on the day on which it is said. Raises Refused."""
    return open_day(tables, log.at[:10]) if is_closed(tables, day) else day


def _known(tables: Tables, key: str) -> JournalEntry:
    found = booked(tables, key)
    if found is None:
        raise NotBooked("The entry {key} isn't in the journal, so it can't be taken back.", key=key)
    return found
