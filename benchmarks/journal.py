"""A journal of double entries in memory, in pure Python: made, verified from its entries alone, summed, and written as books.

As many postings as a large foundation has in years: a bank account on which half of them stand, and 2,000 members.
"""

import hashlib
import random
from collections.abc import Iterator
from functools import partial
from typing import Any

from benchmarks import Result, seconds

MEMBERS = 2_000


def run(all: bool) -> list[Result]:
    return [row for postings in (1_000_000, *((5_000_000,) if all else ())) for row in measure(postings)]


def measure(postings: int) -> list[Result]:
    """Making, verifying and asking a journal of so many postings, two to an entry."""
    from entredon.pure.money.journal import standard
    from entredon.pure.money.journal.book import Book
    from entredon.pure.money.journal.verify import verified

    entries: list[Any] = []
    making = seconds(lambda: entries.extend(made(postings // 2)))
    found: list[Any] = []
    checking = seconds(lambda: found.append(verified(entries)))
    book, faults = found[0]
    if faults or len(book) != postings // 2:
        raise RuntimeError(f"a sound journal has faults: {faults[:3]}")
    naive = seconds(lambda: plainly(entries), 3)
    bank = standard.bank("merel", "EUR")
    one = seconds(lambda: book.balance(bank), 100)
    what = f"{postings:,} postings"
    return [
        Result(what=f"making {what} as sealed entries", figure=postings / making, unit="/s"),
        Result(
            what=f"verifying a journal of {what}",
            figure=checking,
            unit="s",
            aim="≤ 60" if postings == 1_000_000 else "",
            peer="adding up its postings, nothing else",
            peer_figure=naive,
            note="every seal, sum, floor and key; pure Python, one process",
        ),
        Result(
            what=f"taking entries into a book of {what}",
            figure=postings / seconds(lambda: Book(entries)),
            unit="/s",
            aim="≥ 15,000",
        ),
        Result(
            what=f"trial balance of {what}, {MEMBERS + 1:,} accounts",
            figure=seconds(book.trial, 3),
            unit="s",
            aim="≤ 1",
        ),
        Result(what=f"balance of an account with {postings // 2:,} postings", figure=one * 1000, unit="ms", aim="≤ 5"),
        Result(what=f"digest of a journal of {what}", figure=seconds(book.digest), unit="s"),
        *exported(book, what),
    ]


def exported(book: Any, what: str) -> list[Result]:
    """One month of it for each program."""
    from entredon.pure.money.books.beancount import beancount
    from entredon.pure.money.books.hledger import hledger
    from entredon.pure.money.books.month import month
    from entredon.pure.money.books.sheet import sheet

    def written(form: Any) -> int:
        return sum(map(len, form(month(book, "merel", "2026-11"))))

    note = "balances carried over, entries, balances reached"
    return [
        Result(
            what=f"one of twelve months out of {what} for {name}",
            figure=seconds(partial(written, form)),
            unit="s",
            note=note,
        )
        for name, form in (("hledger", hledger), ("beancount", beancount), ("spreadsheets", sheet))
    ]


def made(count: int) -> Iterator[Any]:
    """So many payments in and out over a year; nobody is paid what she isn't owed."""
    from entredon.pure.money.journal import standard
    from entredon.pure.money.journal.entries import entry

    rnd = random.Random(1)
    bank = standard.bank("merel", "EUR")
    members = [standard.member("merel", "EUR", f"k:{n:064x}") for n in range(MEMBERS)]
    owed = [0] * MEMBERS
    for n in range(count):
        who, minor = rnd.randrange(MEMBERS), 1 + rnd.randrange(100_000)
        if owed[who] >= minor:
            minor = -minor
        owed[who] += minor
        key = hashlib.sha256(n.to_bytes(8, "big")).hexdigest() + "/payment"
        day = f"2026-{1 + n * 12 // count:02}-{1 + n % 28:02}"
        yield entry(key, day, ((bank, minor), (members[who], -minor)))


def plainly(entries: list[Any]) -> dict[Any, int]:
    """The balances, and nothing checked."""
    sums: dict[Any, int] = {}
    for one in entries:
        for account, minor in one.postings:
            sums[account] = sums.get(account, 0) + minor
    return sums
