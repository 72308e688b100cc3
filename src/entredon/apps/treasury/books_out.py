"""The books for other programs: a month or all time as text for hledger and for beancount, and as a table."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from entredon.apps.treasury import queries_books as books
from entredon.apps.treasury.models import Booked
from entredon.log.models import Entry
from entredon.pure.money.books.beancount import beancount
from entredon.pure.money.books.hledger import hledger
from entredon.pure.money.books.month import Describe, Month, NoBooks
from entredon.pure.money.books.sheet import sheet
from entredon.pure.money.books.words import described
from entredon.pure.money.journal.accounts import Account, account
from entredon.pure.money.journal.entries import JournalEntry, Posting

OTHERS = "others"
"""The account on which everybody's amounts stand together that whoever asks may not see one by one."""


class Form(NamedTuple):
    """How books are written: for which program, how the file's name ends, what kind of content it is."""

    write: Callable[[Month, Describe], Iterator[str]]
    ending: str
    content: str


FORMS = {
    "hledger": Form(hledger, "journal", "text/plain; charset=utf-8"),
    "beancount": Form(beancount, "beancount", "text/plain; charset=utf-8"),
    "csv": Form(sheet, "csv", "text/csv; charset=utf-8"),
}


def lines(slug: str, form: str, which: str = "", hidden: Callable[[str], bool] | None = None) -> Iterator[str]:
    """The books of a month (2026-11), or of all time, as lines. Raises NoBooks.

    ``hidden`` says of which accounts whoever asks may see only the sum of all: they become one.
    """
    if form not in FORMS:
        raise NoBooks("There is no form “{form}”; the forms are: {forms}.", form=form[:24], forms=", ".join(FORMS))
    found = books.month_of(slug, which)
    if hidden is not None:
        found = gathered(found, hidden)
    return FORMS[form].write(found, describe(slug, which))


def describe(slug: str, which: str = "") -> Describe:
    """How each journal entry is told in a line: by the kind of what was recorded, and which part of it. No words of people."""
    rows = Booked.objects.filter(commons=slug, **({"day__startswith": which} if which else {}))
    by = dict(rows.values_list("id", "entry"))
    kinds = _kinds(slug, sorted(set(by.values())))

    def told(entry: JournalEntry) -> str:
        kind = kinds.get(by.get(entry.key, ""), "")
        return f"{kind} {described(entry)}".strip()

    return told


def _kinds(slug: str, ids: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for first in range(0, len(ids), 500):
        rows = Entry.objects.filter(commons=slug, id__in=ids[first : first + 500])
        found.update(rows.values_list("id", "kind"))
    return found


def gathered(found: Month, hidden: Callable[[str], bool]) -> Month:
    """The same books with all hidden accounts of a currency as one: every sum is still right."""
    entries = [
        replace(entry, postings=tuple(Posting(one, minor) for one, minor in sums.items()))
        for entry in found.entries
        if (sums := _sums(entry.postings, hidden))
    ]
    opening = _sums(found.opening.items(), hidden)
    closing = _sums(found.closing.items(), hidden, keep=True)
    return Month(found.bearer, found.first, found.last, _sorted(opening), tuple(entries), _sorted(closing))


def _sorted(sums: dict[Account, int]) -> dict[Account, int]:
    return dict(sorted(sums.items(), key=lambda line: line[0].path))


def _sums(
    amounts: Iterable[tuple[Account, int]], hidden: Callable[[str], bool], *, keep: bool = False
) -> dict[Account, int]:
    sums: dict[Account, int] = {}
    for one, minor in amounts:
        into = account(one.bearer, one.currency, "liabilities", "members", OTHERS) if hidden(one.path) else one
        sums[into] = sums.get(into, 0) + minor
    return sums if keep else {one: minor for one, minor in sums.items() if minor}


def file_name(slug: str, form: str, which: str = "") -> str:
    """What a file with books is called."""
    return f"{slug}-{which or 'books'}.{FORMS[form].ending}"
