"""What is written down: postings that add up to zero, under a key, sealed by a digest.

``journal@1`` is the name of how an entry is sealed: SHA-256 over lines of text that end in a newline: ``entredon/journal/v1``, key,
day, reverses, override, linked, rate, then the postings as ``bearer path currency minor``, sorted.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from entredon.pure.money.journal.accounts import Account


class Posting(NamedTuple):
    """An amount in smallest units on an account: above zero a debit, below zero a credit."""

    account: Account
    minor: int


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """Postings that belong together.

    ``key``: the id of the log entry that moved the money, a slash, and a name for this part of it. ``day``: when, as 2026-11-30.
    ``reverses``: the key of the entry that this one takes back whole. ``override``: the id of the signed log entry that lets an
    account go below its floor. ``linked``: the key of the other half of an exchange; the half that gives money away has the
    ``rate``: how many units of the other currency one unit of its own brings. ``sealed``: the digest of all of it.
    Postings are in any order: the same in another order are the same entry.
    """

    key: str
    day: str
    postings: tuple[Posting, ...]
    reverses: str = ""
    override: str = ""
    linked: str = ""
    rate: str = ""
    sealed: str = ""


def entry(
    key: str,
    day: str,
    postings: Iterable[tuple[Account, int]],
    *,
    reverses: str = "",
    override: str = "",
    linked: str = "",
    rate: str = "",
) -> JournalEntry:
    """An entry and its seal. Whether it can be booked is for the book to say."""
    posted = tuple(Posting(account, minor) for account, minor in postings)
    names = (key, day, reverses, override, linked, rate)
    return JournalEntry(key, day, posted, reverses, override, linked, rate, _digest(names, posted))


def reversal(booked: JournalEntry, key: str, day: str, *, override: str = "", linked: str = "") -> JournalEntry:
    """The entry that takes another back, whole; ``linked``: the reversal of the other half, where an exchange is taken back."""
    back = [(account, -minor) for account, minor in booked.postings]
    return entry(key, day, back, reverses=booked.key, override=override, linked=linked)


def seal(entry: JournalEntry) -> str:
    """The digest of all that an entry says, in hexadecimal."""
    names = (entry.key, entry.day, entry.reverses, entry.override, entry.linked, entry.rate)
    return _digest(names, entry.postings)


def _digest(names: tuple[str, ...], postings: Iterable[Posting]) -> str:
    lines = [f"{bearer} {path} {currency} {minor}\n" for (bearer, path, currency, _floor), minor in postings]
    lines.sort()
    text = "\n".join(("entredon/journal/v1", *names, "".join(lines)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
