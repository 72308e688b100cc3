"""Journal entries on their way into the database: all are judged first, one after the other, then all are written.

What a few entries bring waits in the write buffer with everything else; what thousands bring is written as it is.
"""

from collections.abc import Sequence
from typing import Any

from entredon.apps.treasury.models import Account as AccountRow
from entredon.apps.treasury.models import Booked, Closing, Mark, Posting
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables, chunks
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.book import net, together
from entredon.pure.money.journal.entries import JournalEntry
from entredon.pure.money.journal.entries import Posting as Posted
from entredon.pure.money.journal.exchange import judge_pair
from entredon.pure.money.journal.judging import judge_balance, judge_reversal
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.money.journal.shape import judge
from entredon.pure.money.journal.sums import STEP

MANY = 50
"""From so many rows on they are written at once."""
_POSTING = ("id", "entry", "account", "currency", "minor", "number", "block")
_BOOKED = ("id", "day", "reverses", "override", "linked", "rate", "sealed", "n")


def sum_of(tables: Tables, row: Row) -> int:
    """The sum of an account: its last mark and what came after it. Remembered with the row as long as the buffer holds it."""
    known = row.__dict__.get("sum")
    if known is None:
        block = row.postings // STEP
        mark = tables.get(Mark, f"{row.id}/{block}") if block else None
        after = sum(minor for (minor,) in tables.read(Posting, ("minor",), account=row.id, block=block))
        known = row.__dict__["sum"] = (mark.minor if mark is not None else 0) + after
    return int(known)


def sums_of(tables: Tables, rows: Sequence[Row]) -> None:
    """The sums of many accounts at once, remembered with their rows. The database adds up what came after their marks."""
    wanted = {row.id: row for row in rows if "sum" not in row.__dict__}
    sums = dict.fromkeys(wanted, 0)
    marks = [f"{row.id}/{row.postings // STEP}" for row in wanted.values() if row.postings >= STEP]
    for some in chunks(marks):
        sums.update(tables.read(Mark, ("account", "minor"), id=some))
    blocks: dict[int, list[str]] = {}
    for row in wanted.values():
        blocks.setdefault(row.postings // STEP, []).append(row.id)
    for block, accounts in blocks.items():
        for some in chunks(accounts):
            for account, minor in tables.sums(Posting, "minor", "account", account=some, block=block).items():
                sums[account] += minor
    for id, total in sums.items():
        wanted[id].__dict__["sum"] = total


def of_row(row: Row) -> Account:
    """A row as an account."""
    return Account(row.bearer, row.id, row.currency, row.floor)


def booked(tables: Tables, key: str) -> JournalEntry | None:
    """The entry with this key, if there is one."""
    row = tables.get(Booked, key)
    if row is None:
        return None
    postings = []
    for one in _posted(tables, key):
        account = tables.get(AccountRow, one.account)
        assert account is not None  # a posting has its account
        postings.append(Posted(of_row(account), one.minor))
    return JournalEntry(
        key, row.day, tuple(postings), row.reverses, row.override, row.linked, row.rate, row.sealed
    )  # fmt: skip


def _posted(tables: Tables, key: str) -> list[Row]:
    """The postings of an entry, in their order. They are numbered from 1 without a gap, so their ids can be asked for."""
    found: list[Row] = []
    while True:
        ids = [f"{key}.{len(found) + n}" for n in range(1, MANY + 1)]
        rows = {row.id: row for row in tables.find(Posting, id=ids)}
        found += [rows[id] for id in ids if id in rows]
        if len(rows) < MANY:
            return found


def open_day(tables: Tables, day: str) -> str:
    """The day, as long as its year isn't closed. Raises Refused."""
    if is_closed(tables, day):
        raise Refused("The books of {year} are closed: nothing more is booked in it.", year=day[:4])
    return day


def is_closed(tables: Tables, day: str) -> bool:
    """Whether the books of a day's year are closed."""
    return tables.get(Closing, day[:4]) is not None


class Standing:
    """An account as it stands after the entries judged so far. ``row`` is None while it is new."""

    __slots__ = ("postings", "row", "sum")

    def __init__(self, row: Row | None, postings: int, total: int) -> None:
        self.row, self.postings, self.sum = row, postings, total


class Batch:
    """Entries that are booked together, all or none, by one log entry."""

    def __init__(self, tables: Tables, log: Context) -> None:
        self._tables, self._log = tables, log
        self._accounts: dict[Account, Standing] = {}
        self._rows: dict[str, Row | None] = {}
        self._paths: dict[str, Account] = {}
        self._known: set[str] = set()
        self._taken: dict[str, JournalEntry] = {}
        self._reversed: set[str] = set()
        self._open: set[str] = set()
        self._postings: list[tuple[Any, ...]] = []
        self._booked: list[tuple[Any, ...]] = []
        self._marks: list[tuple[Any, ...]] = []
        last: tuple[str, int] = tables.__dict__.get("last_booked", ("", 0))
        self._place = last[1] if last[0] == log.id else 0

    def take(self, entries: Sequence[JournalEntry]) -> None:
        """Judge entries in their order. Raises NotBooked, Refused; then nothing was written."""
        for one in entries:
            judge(one)
        self._known = self._used([one.key for one in entries])
        self._look_up({account.path for one in entries for account, _minor in one.postings})
        for group in together(entries):
            for one in group:
                self._take(one, group)

    def _used(self, keys: list[str]) -> set[str]:
        if len(keys) > MANY:
            # By their order: neighbours lie on the same page of the index.
            return self._tables.known(Booked, sorted(keys))
        return {key for key in keys if self._tables.get(Booked, key) is not None}

    def _look_up(self, paths: set[str]) -> None:
        """Many accounts are asked for together; few are as fast one by one."""
        if len(paths) > MANY:
            found = [row for some in chunks(sorted(paths)) for row in self._tables.find(AccountRow, id=some)]
            sums_of(self._tables, found)
            self._rows = dict.fromkeys(paths) | {row.id: row for row in found}

    def _take(self, one: JournalEntry, group: tuple[JournalEntry, ...]) -> None:
        if one.key in self._known:
            raise NotBooked("The key {key} was used for another entry; a key is used once.", key=one.key)
        self._known.add(one.key)
        self._taken[one.key] = one
        other = next((half for half in group if half.key == one.linked), None) if one.linked else None
        if one.linked:
            if other is None:
                raise NotBooked("The two halves of an exchange are booked together; {key} is missing.", key=one.linked)
            judge_pair(one, other)
        if one.reverses:
            self._judge_reversal(one, other)
        if one.day not in self._open:
            self._open.add(open_day(self._tables, one.day))
        for account, minor in net(one).items():
            judge_balance(account, self._standing(account).sum, minor, one.override)
        self._add(one)

    def _judge_reversal(self, one: JournalEntry, other: JournalEntry | None) -> None:
        before = one.reverses if one.reverses in self._reversed else ""
        if not before:
            before = next((row.id for row in self._tables.find(Booked, reverses=one.reverses)), "")
        back = self._taken.get(one.reverses) or booked(self._tables, one.reverses)
        judge_reversal(one, back, before, other.reverses if other else "")
        self._reversed.add(one.reverses)

    def _standing(self, account: Account) -> Standing:
        found = self._accounts.get(account)
        if found is None:
            self._same(account, self._paths.setdefault(account.path, account))
            path = account.path
            row = self._rows[path] if path in self._rows else self._tables.get(AccountRow, path)
            if row is None:
                found = Standing(None, 0, 0)
            else:
                self._same(account, of_row(row))
                found = Standing(row, row.postings, sum_of(self._tables, row))
            self._accounts[account] = found
        return found

    @staticmethod
    def _same(account: Account, known: Account) -> None:
        if known == account:
            return
        if known.bearer != account.bearer:
            raise NotBooked(
                "The money of {one} and of {other} never meets in one entry; write one for each.",
                one=known.bearer,
                other=account.bearer,
            )
        raise NotBooked("The account {path} is known with another floor; a floor stays.", path=account.path)

    def _add(self, one: JournalEntry) -> None:
        """What an entry brings, and how its accounts stand after it."""
        key, add = one.key, self._postings.append
        for n, (account, minor) in enumerate(one.postings, 1):
            standing, path = self._accounts[account], account.path
            number = standing.postings
            add((f"{key}.{n}", key, path, account.currency, minor, number, number // STEP))
            standing.postings = number + 1
            standing.sum += minor
            if not (number + 1) % STEP:
                block = (number + 1) // STEP
                self._marks.append((f"{path}/{block}", path, block, standing.sum))
        self._place += 1
        self._booked.append(
            (key, one.day, one.reverses, one.override, one.linked, one.rate, one.sealed, self._place)
        )  # fmt: skip

    def write(self) -> None:
        """Write what was taken: accounts first, then what is posted on them, then the entries, which seals them."""
        tables = self._tables
        tables.__dict__["last_booked"] = self._log.id, self._place
        new = []
        for account, standing in self._accounts.items():
            if standing.row is None:
                new.append((account.path, account.bearer, account.currency, account.floor, standing.postings))
            elif standing.postings != standing.row.postings:
                tables.change(standing.row, postings=standing.postings)
                standing.row.__dict__["sum"] = standing.sum
        if new:
            # At once, as the database wants an account before anything is posted on it.
            tables.add_all(AccountRow, ("id", "bearer", "currency", "floor", "postings"), new)
        # Where the postings are written at once, so is what seals them: it would else be first in what waits for later ones.
        many = len(self._postings) > MANY
        _add_rows(tables, Posting, _POSTING, self._postings)
        _add_rows(tables, Booked, _BOOKED, self._booked, many, entry=self._log.id, position=self._log.index)
        _add_rows(tables, Mark, ("id", "account", "block", "minor"), self._marks)


def _add_rows(
    tables: Tables, model: Any, varying: Sequence[str], rows: list[tuple[Any, ...]], at_once: bool = False, **same: Any
) -> None:  # fmt: skip
    if at_once or len(rows) > MANY:
        # By their ids: so each page of an index is written once, instead of once for every key that falls on it.
        tables.add_all(model, varying, sorted(rows), **same)
        return
    for row in rows:
        tables.add(model, row[0], **dict(zip(varying[1:], row[1:], strict=True)), **same)
