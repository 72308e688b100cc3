"""A small year of books, by chance but always the same, and what is needed to change it by one unit."""

import random
import re
from collections.abc import Iterator

from entredon.pure.money.journal import standard
from entredon.pure.money.journal.book import Book
from entredon.pure.money.journal.entries import entry
from entredon.pure.money.journal.tests.chance import random_world
from entredon.pure.money.journal.tests.making import key

AMOUNT = re.compile(r"(?<=  )-?[0-9.]+(?= [A-Z])|(?<=== )-?[0-9.]+|(?<= )-?[0-9.]+(?= ~)")
"""An amount of a posting or of a balance, in either format."""


def year() -> Book:
    """Two bearers and three currencies with 0 and 2 decimals; then currencies with 3 and 4."""
    book = random_world("a year of books", 120).book
    for number, (currency, minor) in enumerate([("KWD", 12_345), ("UYW", 1), ("CLF", 100_000)]):
        postings = [(standard.bank("merel", currency), minor), (standard.opening("merel", currency), -minor)]
        book.take(entry(key(number, "opening"), "2026-02-28", postings))
    return book


def changed(lines: list[str], rnd: random.Random) -> list[str]:
    """The same lines with one amount changed by one unit of its last digit, up or down."""
    lines = list(lines)
    places = [(n, found) for n, line in enumerate(lines) for found in AMOUNT.finditer(line)]
    n, found = rnd.choice(places)
    lines[n] = lines[n][: found.start()] + nudged(found[0], rnd.choice([-1, 1])) + lines[n][found.end() :]
    return lines


def shifted(lines: list[str], rnd: random.Random) -> list[str]:
    """The same lines with one unit moved from one account to another within an entry: it still balances."""
    lines = list(lines)
    pairs = [
        n
        for n in range(len(lines) - 1)
        if (one := POSTING.fullmatch(lines[n])) and (two := POSTING.fullmatch(lines[n + 1])) and one[1] != two[1] and one[3] == two[3]
    ]  # fmt: skip
    n, step = rnd.choice(pairs), rnd.choice([-1, 1])
    for line, cent in ((n, step), (n + 1, -step)):
        account, amount, currency = POSTING.fullmatch(lines[line]).groups()
        lines[line] = f"    {account}  {nudged(amount, cent)} {currency}\n"
    return lines


POSTING = re.compile(r" +([A-Za-z][^ ]*:[^ ]*)  (-?[0-9.]+) ([A-Z]{3})\n")


def nudged(amount: str, step: int) -> str:
    """An amount, one of its smallest units higher or lower: -0.05 becomes -0.04."""
    places = len(amount.partition(".")[2])
    minor = int(amount.replace(".", "")) + step
    digits = f"{abs(minor):0{places + 1}d}"
    whole = digits[:-places] + "." + digits[-places:] if places else digits
    return ("-" if minor < 0 else "") + whole


def variants(lines: list[str], count: int) -> Iterator[list[str]]:
    """So many files that are each wrong by one smallest unit, in one place or in two that cancel out."""
    rnd = random.Random(1)
    for number in range(count):
        yield (shifted if number % 4 == 3 else changed)(lines, rnd)
