"""What stands in the books of a bearer for a month: balances carried over, entries, and the balances reached."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.entries import JournalEntry
from entredon.pure.told import Told

Describe = Callable[[JournalEntry], str]
"""How an entry is told in a line of text: the journal itself holds no words, so that they can be in any language."""

_MONTH = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])", re.ASCII)


class NoBooks(Told, ValueError):
    """Books that can't be written. The text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Month:
    """A stretch of a bearer's books, ``first`` and ``last`` day included.

    Balances are in smallest units, debits above zero, accounts sorted by path; those of ``opening`` and of ``closing`` each add up
    to zero per currency. Entries are sorted by day, then by key, so that equal journals give equal books.
    """

    bearer: str
    first: str
    last: str
    opening: dict[Account, int]
    entries: tuple[JournalEntry, ...]
    closing: dict[Account, int]

    @property
    def after(self) -> str:
        """The day after the last."""
        return (date.fromisoformat(self.last) + timedelta(1)).isoformat()

    @property
    def currencies(self) -> list[str]:
        """All currencies in it, sorted."""
        return sorted({account.currency for account in self.closing})


def month(entries: Iterable[JournalEntry], bearer: str, which: str = "") -> Month:
    """The books of a bearer for a month such as 2026-11, or for all time when none is named. Raises NoBooks."""
    if which and not _MONTH.fullmatch(which):
        raise NoBooks("“{month}” is no month; write it as 2026-11.", month=which[:24])
    opening: dict[Account, int] = {}
    closing: dict[Account, int] = {}
    listed: list[JournalEntry] = []
    for entry in entries:
        if entry.postings[0].account.bearer != bearer or (which and entry.day[:7] > which):
            continue
        _add(closing, entry)
        if which and entry.day[:7] < which:
            _add(opening, entry)
        else:
            listed.append(entry)
    if not closing:
        raise NoBooks("{bearer} has nothing in its books up to then.", bearer=bearer[:100])
    listed.sort(key=lambda entry: (entry.day, entry.key))
    first, last = (f"{which}-01", _last_day(which)) if which else (listed[0].day, listed[-1].day)
    carried = {account: minor for account, minor in _sorted(opening).items() if minor}
    return Month(bearer, first, last, carried, tuple(listed), _sorted(closing))


def months(entries: Iterable[JournalEntry], bearer: str) -> list[str]:
    """The months in which a bearer has entries, the earliest first."""
    return sorted({entry.day[:7] for entry in entries if entry.postings[0].account.bearer == bearer})


def _add(balances: dict[Account, int], entry: JournalEntry) -> None:
    for account, minor in entry.postings:
        balances[account] = balances.get(account, 0) + minor


def _sorted(balances: dict[Account, int]) -> dict[Account, int]:
    return dict(sorted(balances.items(), key=lambda line: line[0].path))


def _last_day(which: str) -> str:
    """The last day of a month."""
    following = date.fromisoformat(f"{which}-28") + timedelta(4)
    return (following - timedelta(following.day)).isoformat()
