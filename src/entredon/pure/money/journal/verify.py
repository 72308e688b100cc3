"""A whole journal checked anew, from its entries alone: what is wrong, and where."""

from collections.abc import Iterable
from typing import NamedTuple

from entredon.pure.formats import Money
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.book import Book, together
from entredon.pure.money.journal.entries import JournalEntry
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.money.journal.sums import Checkpoint


class Fault(NamedTuple):
    """``place``: which entry, counted from 1 (0: not one entry); ``key``: its key, or the path of an account."""

    place: int
    key: str
    trouble: NotBooked

    def told(self) -> NotBooked:
        """The fault as a sentence that says where."""
        if not self.place:
            return NotBooked("{path}: {trouble}", path=self.key, trouble=self.trouble)
        return NotBooked("Entry {number:,} ({key}): {trouble}", number=self.place, key=self.key, trouble=self.trouble)

    def __str__(self) -> str:
        return str(self.told())


def verify(entries: Iterable[JournalEntry], checkpoints: Iterable[Checkpoint] = ()) -> list[Fault]:
    """All faults of a journal whose entries come in the order in which they were booked; [] when it is sound.

    An entry at fault is left out of what follows, so that faults after the first may come from it.
    """
    return verified(entries, checkpoints)[1]


def verified(entries: Iterable[JournalEntry], checkpoints: Iterable[Checkpoint] = ()) -> tuple[Book, list[Fault]]:
    """The book of what is sound in a journal, and its faults."""
    book, faults, place = Book(), [], 1
    for group in together(entries):
        try:
            if not book.take(*group):
                faults.append(Fault(place, group[0].key, NotBooked("It stands in the journal twice.")))
        except NotBooked as trouble:
            faults.append(Fault(place, group[0].key, trouble))
        place += len(group)
    faults += _unbalanced(book)
    for checkpoint in checkpoints:
        if not book.holds(checkpoint):
            faults.append(Fault(0, checkpoint.account.path, _off(checkpoint)))
    return book, faults


def _unbalanced(book: Book) -> list[Fault]:
    """The sums again, in the simplest way: over all postings, without checkpoints."""
    sums: dict[Account, int] = {}
    for entry in book:
        for account, minor in entry.postings:
            sums[account] = sums.get(account, 0) + minor
    if sums == book.balances():
        return []
    wrong = next(account for account, minor in sums.items() if book.balance(account) != minor)
    return [Fault(0, wrong.path, NotBooked("Its balance isn't the sum of its postings; please report this."))]


def _off(checkpoint: Checkpoint) -> NotBooked:
    return NotBooked(
        "The checkpoint after {count:,} postings says {amount}, but they add up to something else. Make checkpoints again.",
        count=checkpoint.postings,
        amount=Money(checkpoint.minor, checkpoint.account.currency),
    )
