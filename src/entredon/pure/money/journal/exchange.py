"""Money changed into another currency: two entries that name each other, each balanced through the exchange account of its currency.

``exchange@1`` is the name of the one rule of rounding: what is received is what was given × rate, to the nearest smallest unit, and a
half upwards. The rate is kept as the decimal text that was recorded. What the bank keeps for it is an entry of its own.
"""

import re
from typing import NamedTuple

from entredon.pure.formats import Money
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.entries import JournalEntry, entry
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.value.currency import LIMIT, decimals

_RATE = re.compile(r"(0|[1-9][0-9]{0,11})(?:\.([0-9]{1,18}))?", re.ASCII)
FINEST = 18
"""Decimals of a rate, at most."""


class Half(NamedTuple):
    """One side of an exchange: its currency and what went through the exchange account, with its sign."""

    currency: str
    minor: int


def converted(minor: int, currency: str, rate: str, into: str) -> int:
    """So much money (more than 0) in another currency, in smallest units. Raises NotBooked for a rate that can't be read."""
    found = _RATE.fullmatch(rate)
    number = int(found[1] + (found[2] or "")) if found else 0
    if not found or not number:
        raise NotBooked("“{rate}” is no rate of exchange; write it with digits, such as 1.0837.", rate=rate[:40])
    above = minor * number * 10 ** decimals(into)
    below: int = 10 ** (len(found[2] or "") + decimals(currency))
    return int((2 * above + below) // (2 * below))


def rate_between(given: int, currency: str, received: int, into: str) -> str:
    """The shortest rate by which so much becomes exactly so much: for a bank that tells both amounts. Raises NotBooked."""
    above, below = received * 10 ** decimals(currency), given * 10 ** decimals(into)
    for places in range(FINEST + 1):
        number = (2 * above * 10**places + below) // (2 * below)
        text = f"{number // 10**places}.{number % 10**places:0{places}d}" if places else str(number)
        if number and _RATE.fullmatch(text) and converted(given, currency, text, into) == received:
            return text
    raise NotBooked(
        "No rate with {count} decimals makes {received} of {given}.",
        count=FINEST,
        received=Money(received, into),
        given=Money(given, currency),
    )


def exchange(
    id: str,
    day: str,
    source: Account,
    target: Account,
    minor: int,
    rate: str,
    *,
    name: str = "exchange",
    override: str = "",
) -> tuple[JournalEntry, JournalEntry]:
    """The two entries by which so much leaves one account and arrives, converted, on another of the same bearer and side.

    ``id``: the log entry that says so. Raises NotBooked.
    """
    received = converted(minor, source.currency, rate, target.currency)
    out, back = f"{id}/{name}-out", f"{id}/{name}-in"
    gone, come = -source.side * minor, target.side * received
    left = standard.exchange(source.bearer, source.currency)
    right = standard.exchange(target.bearer, target.currency)
    pair = (
        entry(out, day, [(source, gone), (left, -gone)], linked=back, rate=rate, override=override),
        entry(back, day, [(target, come), (right, -come)], linked=out, override=override),
    )
    judge_pair(*pair)
    return pair


def judge_pair(one: JournalEntry, other: JournalEntry) -> None:
    """Refuse two linked entries that aren't the two halves of one exchange, each fine by itself. Raises NotBooked."""
    if one.linked != other.key or other.linked != one.key:
        raise NotBooked("The two halves of an exchange must name each other.")
    if one.postings[0].account.bearer != other.postings[0].account.bearer:
        raise NotBooked("Money is changed within one bearer; that of two bearers never meets.")
    if one.day != other.day:
        raise NotBooked("The two halves of an exchange happen on one day.")
    if bool(one.reverses) != bool(other.reverses):
        raise NotBooked("An exchange is taken back whole: both of its halves, together.")
    if not one.reverses:
        _amounts(one, other) if one.rate else _amounts(other, one)


def _amounts(giving: JournalEntry, receiving: JournalEntry) -> None:
    given, received = _half(giving), _half(receiving)
    if not giving.rate or receiving.rate:
        raise NotBooked("The rate of an exchange stands in the half that gives money away, and only there.")
    if given.currency == received.currency or (given.minor > 0) == (received.minor > 0):
        raise NotBooked("An exchange gives away one currency and receives another.")
    due = converted(abs(given.minor), given.currency, giving.rate, received.currency)
    if not 0 < due <= LIMIT or due != abs(received.minor):
        raise NotBooked(
            "At a rate of {rate}, {given} becomes {due}, not {received}.",
            rate=giving.rate,
            given=Money(abs(given.minor), given.currency),
            due=Money(due, received.currency),
            received=Money(abs(received.minor), received.currency),
        )


def _half(entry: JournalEntry) -> Half:
    """What an entry moves through its exchange account."""
    through = [one for one in entry.postings if one.account.path.startswith("equity:exchange:")]
    if len(through) != 1 or len({one.account.currency for one in entry.postings}) != 1:
        raise NotBooked("Each half of an exchange is in one currency, with one posting on its exchange account.")
    return Half(through[0].account.currency, through[0].minor)
