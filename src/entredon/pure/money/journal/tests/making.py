"""Small entries for tests: keys from numbers, two bearers, two plainly fictional people."""

import hashlib

from entredon.pure.money.journal import standard
from entredon.pure.money.journal.entries import JournalEntry, entry

DAY = "2026-11-26"
BANK = standard.bank("merel", "EUR")
DOLLARS = standard.bank("merel", "USD")
YEN = standard.bank("merel", "JPY")
OTHER_BANK = standard.bank("heron", "EUR")
FUND = standard.fund("merel", "EUR", "lamp")
OTHER_FUND = standard.fund("heron", "EUR", "boat")
ADA = standard.member("merel", "EUR", "k:" + "ad" * 32)
BOB = standard.member("merel", "EUR", "p:" + "b0" * 16)


def log_id(number: int) -> str:
    """What could be the id of a log entry."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def key(number: int, part: str = "money") -> str:
    return f"{log_id(number)}/{part}"


def moved(number, *postings, day=DAY, **more) -> JournalEntry:
    """An entry under the key of a number."""
    return entry(key(number), day, postings, **more)


def given(number: int, minor: int, day: str = DAY) -> JournalEntry:
    """Money comes into the fund."""
    return moved(number, (BANK, minor), (FUND, -minor), day=day)


def shared(number: int, minor: int, whose=ADA, day: str = DAY) -> JournalEntry:
    """Money of the fund is owed to a person."""
    return moved(number, (FUND, minor), (whose, -minor), day=day)
