"""The journal as it lies in the database: read in its order, summed, told by one digest, and checked anew.

What is read here becomes the same values as in memory (``pure.money.journal``), so that both are judged by one law.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connections

from entredon.apps.treasury.models import Account as AccountRow
from entredon.apps.treasury.models import Booked, Mark, Posting
from entredon.apps.treasury.models_journal import OF_ENTRY
from entredon.log.models import Log
from entredon.pure.money.journal import verify as pure
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.book import TrialLine
from entredon.pure.money.journal.entries import JournalEntry
from entredon.pure.money.journal.entries import Posting as Posted
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.money.journal.sums import STEP, Checkpoint
from entredon.pure.money.journal.verify import Fault

ACCOUNT, BOOKED, MARK, POSTING = (model._meta.db_table for model in (AccountRow, Booked, Mark, Posting))
MANY = 2_000
"""So many rows are asked for at once."""

_ENTRIES = f"""
    SELECT b.id, b.day, b.reverses, b.override, b.linked, b.rate, b.sealed, p.id, p.account, p.minor, p.number, p.block
    FROM {BOOKED} b LEFT JOIN {POSTING} p ON {OF_ENTRY.format(p="p", b="b")}
    WHERE b.commons = %s ORDER BY b.position, b.n"""
_SUMS = f"""
    SELECT a.bearer, a.id, a.currency, a.floor, COALESCE(m.minor, 0) + COALESCE(
        (SELECT SUM(p.minor) FROM {POSTING} p
         WHERE p.commons = a.commons AND p.account = a.id AND p.block = a.postings / {STEP}), 0)
    FROM {ACCOUNT} a LEFT JOIN {MARK} m ON m.commons = a.commons AND m.id = a.id || '/' || (a.postings / {STEP})
    WHERE a.commons = %s AND a.postings > 0"""


def accounts(slug: str, using: str = "default") -> dict[str, Account]:
    """All accounts on which something was posted, by their paths."""
    wanted = f"SELECT bearer, id, currency, floor FROM {ACCOUNT} WHERE commons = %s AND postings > 0"
    return {row[1]: Account(*row) for row in _rows(using, wanted, slug)}


def book(slug: str, using: str = "default") -> Iterator[JournalEntry]:
    """All journal entries, in the order in which they were booked."""
    yield from _Reading(slug, using).entries()


def balances(slug: str, using: str = "default") -> dict[Account, int]:
    """The balance of each account, sorted: its last mark, and what came after it."""
    found = {Account(*row[:4]): int(row[4]) for row in _rows(using, _SUMS, slug)}
    return dict(sorted(found.items(), key=lambda one: one[0][:2]))


def trial(slug: str, using: str = "default") -> list[TrialLine]:
    """The trial balance: in each currency, debits and credits add up to the same."""
    return [TrialLine(account, max(sum_, 0), max(-sum_, 0)) for account, sum_ in balances(slug, using).items()]


def balance(slug: str, path: str, using: str = "default") -> int:
    """The sum of all that was posted on an account, debits above zero; 0 for one that nobody has used."""
    for row in _rows(using, f"{_SUMS} AND a.id = %s", slug, path):
        return int(row[4])
    return 0


def digest(slug: str, using: str = "default") -> str:
    """SHA-256 of the whole journal, as a book in memory gives it (``Book.digest``)."""
    sealed = f"SELECT id, sealed FROM {BOOKED} WHERE commons = %s"
    lines = sorted(f"{key} {seal}\n" for key, seal in _rows(using, sealed, slug))
    floors = sorted(
        f"{one.bearer} {one.path} {'' if one.floor is None else one.floor}\n" for one in accounts(slug, using).values()
    )
    return hashlib.sha256(f"entredon/journal/v1\n{''.join(lines)}\n{''.join(floors)}".encode()).hexdigest()


def verify(slug: str, using: str = "default") -> list[Fault]:
    """All faults of the journal as it lies here; [] when it is sound.

    Every entry is judged again in its order, every sum added up again from all postings, and what the tables say about order and
    marks is held against that.
    """
    while True:
        size = _size(slug, using)
        faults = _faults(slug, using)
        if not faults or size == _size(slug, using):  # what was booked while we read is no fault
            return faults


@dataclass
class _Reading:
    """One passage through the journal; what is out of its place is noted on the way."""

    slug: str
    using: str
    faults: list[Fault] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self.known = accounts(self.slug, self.using)

    def entries(self) -> Iterator[JournalEntry]:
        rows = _rows(self.using, _ENTRIES, self.slug)
        for names, posted in groupby(rows, key=itemgetter(slice(0, 7))):
            yield self._entry(names, [row[7:] for row in posted if row[7] is not None])

    def _entry(self, names: tuple[str, ...], posted: list[tuple[Any, ...]]) -> JournalEntry:
        key, day, reverses, override, linked, rate, sealed = names
        if len(posted) > 1:
            posted.sort(key=lambda one: _number(one[0]))
        postings = []
        for id, path, minor, number, block in posted:
            if number != self.seen[path] or block != number // STEP:
                self.faults.append(Fault(0, path, NotBooked("The posting {id} is out of its place.", id=id)))
            self.seen[path] += 1
            account = self.known.get(path)
            if account is None:
                self.faults.append(
                    Fault(0, path, NotBooked("Something is posted on it, but there is no such account."))
                )
                continue
            postings.append(Posted(account, minor))
        return JournalEntry(key, day, tuple(postings), reverses, override, linked, rate, sealed)


def _number(id: str) -> int:
    last = id.rpartition(".")[2]
    return int(last) if last.isdecimal() else 0


def _faults(slug: str, using: str) -> list[Fault]:
    reading = _Reading(slug, using)
    found, faults = pure.verified(reading.entries(), _marks(reading))
    return [*faults, *reading.faults, *_loose(slug, using), *_counts(reading), *_kept(reading, found.balances())]


def _marks(reading: _Reading) -> Iterator[Checkpoint]:
    """The marks as checkpoints; read after the entries, so that all accounts are known."""
    rows = _rows(reading.using, f"SELECT id, account, block, minor FROM {MARK} WHERE commons = %s", reading.slug)
    blocks: dict[str, set[int]] = defaultdict(set)
    for id, path, block, minor in rows:
        account = reading.known.get(path)
        if account is None or id != f"{path}/{block}" or not 0 < block <= reading.seen[path] // STEP:
            reading.faults.append(Fault(0, path, NotBooked("The mark {id} belongs to nothing.", id=id)))
            continue
        blocks[path].add(block)
        yield Checkpoint(account, block * STEP, minor)
    for path, count in reading.seen.items():
        if len(blocks[path]) != count // STEP:
            reading.faults.append(Fault(0, path, NotBooked("A mark is missing. Make the tables anew.")))


def _loose(slug: str, using: str) -> Iterator[Fault]:
    """Postings of entries that nobody has sealed."""
    wanted = f"""SELECT p.account, p.id FROM {POSTING} p WHERE p.commons = %s AND NOT EXISTS
        (SELECT 1 FROM {BOOKED} b WHERE b.commons = p.commons AND b.id = p.entry)"""
    for path, id in _rows(using, wanted, slug):
        yield Fault(0, path, NotBooked("The posting {id} belongs to no entry.", id=id))


def _counts(reading: _Reading) -> Iterator[Fault]:
    """Accounts that say another number of postings than there are."""
    for path, count in _rows(
        reading.using, f"SELECT id, postings FROM {ACCOUNT} WHERE commons = %s", reading.slug
    ):  # fmt: skip
        if count != reading.seen[path]:
            told = NotBooked(
                "It says that it has {told:,} postings, but there are {count:,}.", told=count, count=reading.seen[path]
            )
            yield Fault(0, path, told)


def _kept(reading: _Reading, sums: dict[Account, int]) -> Iterator[Fault]:
    """Balances as pages get them, which aren't the sums of all postings."""
    for account, sum_ in balances(reading.slug, reading.using).items():
        if sum_ != sums.get(account, 0):
            yield Fault(0, account.path, NotBooked("Its balance isn't the sum of its postings; please report this."))


def _size(slug: str, using: str) -> int:
    return Log.objects.using(using).filter(slug=slug).values_list("size", flat=True).first() or 0


def _rows(using: str, statement: str, *values: str) -> Iterator[tuple[Any, ...]]:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(MANY):
            yield from rows
