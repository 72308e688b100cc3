"""What can be said of an entry by itself, without knowing any other."""

import re
from datetime import date
from functools import lru_cache

from entredon.pure.formats import Money
from entredon.pure.money.journal.accounts import check
from entredon.pure.money.journal.entries import JournalEntry, Posting, seal
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.value.currency import LIMIT

_is_key = re.compile(r"[0-9a-f]{64}/[a-z0-9][a-z0-9.-]{0,79}", re.ASCII).fullmatch
_is_id = re.compile(r"[0-9a-f]{64}", re.ASCII).fullmatch
_is_day = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII).fullmatch


def judge(entry: JournalEntry) -> None:
    """Refuse an entry that can't stand in any journal. Raises NotBooked."""
    _names(entry)
    postings = entry.postings
    if len(postings) < 2:
        raise NotBooked("An entry needs at least two postings: where the money comes from, and where it goes.")
    bearer = postings[0].account.bearer
    sums: dict[str, int] = {}
    for account, minor in postings:
        if type(minor) is not int or not minor or not -LIMIT <= minor <= LIMIT:
            raise _amount(Posting(account, minor))
        check(account)
        if account.bearer != bearer:
            raise NotBooked(
                "The money of {one} and of {other} never meets in one entry; write one for each.",
                one=bearer,
                other=account.bearer,
            )
        sums[account.currency] = sums.get(account.currency, 0) + minor
    for currency, left in sums.items():
        if left:
            raise NotBooked(
                "The postings in {currency} don't add up to zero: {left} is left over.",
                currency=currency,
                left=Money(left, currency),
            )
    if entry.sealed != seal(entry):
        raise NotBooked("The entry isn't what was sealed: something in it was changed afterwards.")


def _names(entry: JournalEntry) -> None:
    """Key, day and what else an entry names."""
    if not _is_key(entry.key):
        raise NotBooked(
            "“{key}” is no key: write the id of a log entry, a slash and a part.", key=f"{entry.key!s:.100}"
        )
    if not real_day(entry.day):
        raise NotBooked("“{day}” is no day; write it as 2026-11-30.", day=f"{entry.day!s:.24}")
    for other in (entry.reverses, entry.linked):
        if other and (not _is_key(other) or other == entry.key):
            raise NotBooked("“{key}” is not the key of another entry.", key=f"{other!s:.100}")
    if entry.override and not _is_id(entry.override):
        raise NotBooked(
            "“{id}” is not the id of the log entry that allows an exception.", id=f"{entry.override!s:.100}"
        )
    if entry.rate and not entry.linked:
        raise NotBooked("A rate belongs to an exchange, which has two entries that name each other.")


@lru_cache(maxsize=4096)
def real_day(text: str) -> bool:
    """Whether it is a day of the calendar, from 1900 to 2099: what every program for bookkeeping can read."""
    if not isinstance(text, str) or not _is_day(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _amount(posting: Posting) -> NotBooked:
    account, minor = posting
    if type(minor) is not int:
        return NotBooked("The amount on {path} must be a whole number of smallest units.", path=account.path)
    if not minor:
        return NotBooked("The amount on {path} is zero; leave that posting out.", path=account.path)
    check(account)
    return NotBooked(
        "The amount on {path} is too large; the most is {most}.", path=account.path, most=Money(LIMIT, account.currency)
    )
