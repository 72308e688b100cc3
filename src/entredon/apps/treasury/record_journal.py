"""Booking: journal entries go into the database by the same law as into a book in memory (``pure.money.journal``).

Rules alone call this. Everything is judged first, then written; what is refused leaves nothing.
"""

from collections.abc import Iterable

from entredon.apps.treasury.models import Account as AccountRow
from entredon.apps.treasury.models import Bearer, Booked, Closing, Mark, Posting
from entredon.apps.treasury.record_plain import plainly
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.book import net, together
from entredon.pure.money.journal.entries import JournalEntry, reversal
from entredon.pure.money.journal.entries import Posting as Posted
from entredon.pure.money.journal.exchange import judge_pair
from entredon.pure.money.journal.judging import judge_balance, judge_reversal
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.money.journal.shape import judge
from entredon.pure.money.journal.sums import STEP

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
    try:
        for group in together(asked):
            for one in group:
                judge(one)
            for one in group:
                _take(tables, log, one, group)
    except NotBooked as trouble:
        raise Refused.of(plainly(trouble)) from None
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
    return _sum(tables, row) if row is not None else 0


def held(tables: Tables, account: Account) -> int:
    """What is there, or is owed, as people say it."""
    return account.held(balance(tables, account))


def of_row(row: Row) -> Account:
    """A row as an account."""
    return Account(row.bearer, row.id, row.currency, row.floor)


def booked(tables: Tables, key: str) -> JournalEntry | None:
    """The entry with this key, if there is one."""
    row = tables.get(Booked, key)
    if row is None:
        return None
    found = sorted(tables.find(Posting, entry=key), key=lambda one: int(one.id.rpartition(".")[2]))
    postings = []
    for one in found:
        account = tables.get(AccountRow, one.account)
        assert account is not None  # a posting has its account
        postings.append(Posted(of_row(account), one.minor))
    return JournalEntry(
        key, row.day, tuple(postings), row.reverses, row.override, row.linked, row.rate, row.sealed
    )  # fmt: skip


def open_day(tables: Tables, day: str) -> str:
    """The day, as long as its year isn't closed. Raises Refused."""
    if is_closed(tables, day):
        raise Refused("The books of {year} are closed: nothing more is booked in it.", year=day[:4])
    return day


def is_closed(tables: Tables, day: str) -> bool:
    """Whether the books of a day's year are closed."""
    return tables.get(Closing, day[:4]) is not None


def booking_day(tables: Tables, log: Context, day: str) -> str:
    """When something of a day is booked: on that day or, where its year is closed, on the day on which it is said. Raises Refused."""
    return open_day(tables, log.at[:10]) if is_closed(tables, day) else day


def _known(tables: Tables, key: str) -> JournalEntry:
    found = booked(tables, key)
    if found is None:
        raise NotBooked("The entry {key} isn't in the journal, so it can't be taken back.", key=key)
    return found


def _take(tables: Tables, log: Context, one: JournalEntry, group: tuple[JournalEntry, ...]) -> None:
    if tables.get(Booked, one.key) is not None:
        raise NotBooked("The key {key} was used for another entry; a key is used once.", key=one.key)
    other = next((half for half in group if half.key == one.linked), None)
    if one.linked:
        if other is None:
            raise NotBooked("The two halves of an exchange are booked together; {key} is missing.", key=one.linked)
        judge_pair(one, other)
    if one.reverses:
        before = next((row.id for row in tables.find(Booked, reverses=one.reverses)), "")
        judge_reversal(one, booked(tables, one.reverses), before, other.reverses if other else "")
    open_day(tables, one.day)
    rows = {account: _account(tables, account) for account in net(one)}
    for account, minor in net(one).items():
        judge_balance(account, _sum(tables, rows[account]), minor, one.override)
    for n, (account, minor) in enumerate(one.postings, 1):
        _add(tables, rows[account], f"{one.key}.{n}", one.key, minor)
    tables.add(
        Booked, one.key, day=one.day, reverses=one.reverses, override=one.override, linked=one.linked, rate=one.rate,
        sealed=one.sealed, entry=log.id, position=log.index, n=_place(tables, log),
    )  # fmt: skip


def _account(tables: Tables, account: Account) -> Row:
    row = tables.get(AccountRow, account.path)
    if row is None:
        # Written at once: the database wants the account before what is posted on it.
        tables.add_all(
            AccountRow, ("id", "bearer", "currency", "floor", "postings"),
            [(account.path, account.bearer, account.currency, account.floor, 0)],
        )  # fmt: skip
        row = tables.find(AccountRow, id=account.path)[0]
        row.__dict__["sum"] = 0
    if of_row(row) != account:
        if row.bearer != account.bearer:
            raise NotBooked(
                "The money of {one} and of {other} never meets in one entry; write one for each.",
                one=row.bearer,
                other=account.bearer,
            )
        raise NotBooked("The account {path} is known with another floor; a floor stays.", path=account.path)
    return row


def _sum(tables: Tables, row: Row) -> int:
    """The sum of an account: its last mark and what came after it. Remembered with the row as long as the buffer holds it."""
    known = row.__dict__.get("sum")
    if known is None:
        block = row.postings // STEP
        mark = tables.get(Mark, f"{row.id}/{block}") if block else None
        after = sum(minor for (minor,) in tables.read(Posting, ("minor",), account=row.id, block=block))
        known = row.__dict__["sum"] = (mark.minor if mark is not None else 0) + after
    return int(known)


def _add(tables: Tables, row: Row, id: str, key: str, minor: int) -> None:
    number, total = row.postings, _sum(tables, row) + minor
    tables.add(
        Posting, id, entry=key, account=row.id, currency=row.currency, minor=minor, number=number, block=number // STEP
    )  # fmt: skip
    tables.change(row, postings=number + 1)
    row.__dict__["sum"] = total
    if not (number + 1) % STEP:
        block = (number + 1) // STEP
        tables.add(Mark, f"{row.id}/{block}", account=row.id, block=block, minor=total)


def _place(tables: Tables, log: Context) -> int:
    """The next place among the journal entries of one log entry."""
    last: tuple[str, int] = tables.__dict__.get("last_booked", ("", 0))
    place = last[1] + 1 if last[0] == log.id else 1
    tables.__dict__["last_booked"] = log.id, place
    return place
