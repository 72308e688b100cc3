from dataclasses import replace

from hypothesis import given as generated
from hypothesis import strategies as st

from entredon.pure.money.journal.book import Book
from entredon.pure.money.journal.entries import Posting, entry
from entredon.pure.money.journal.exchange import exchange
from entredon.pure.money.journal.sums import Sums
from entredon.pure.money.journal.tests.making import ADA, BANK, DAY, DOLLARS, FUND, given, key, log_id, moved, shared
from entredon.pure.money.journal.verify import verified, verify


def journal():
    return [
        given(1, 10_000),
        shared(2, 3_000),
        *exchange(log_id(3), DAY, BANK, DOLLARS, 1_000, "1.1"),
        moved(4, (ADA, 2_000), (BANK, -2_000)),
    ]


def test_a_sound_journal_has_no_fault():
    book = Book(journal())
    assert verify(journal(), [book.checkpoint(account) for account in book.accounts()]) == []


def test_a_fault_says_where_and_what():
    entries = journal()
    entries[1] = moved(2, (FUND, 3_000), (ADA, -2_999))
    first, second = verify(entries)
    assert str(first) == f"Entry 2 ({key(2)}): The postings in EUR don't add up to zero: 0.01 EUR is left over."
    assert (second.place, second.key) == (5, key(4))  # what was paid out had been shared before


def test_a_lost_half_and_a_repeated_entry_are_found():
    entries = journal()
    (fault,) = verify([*entries[:3], entries[4]])
    assert (fault.place, fault.key) == (3, key(3, "exchange-out"))
    (fault,) = verify([*entries, entries[0]])
    assert str(fault) == f"Entry 6 ({key(1)}): It stands in the journal twice."


def test_a_wrong_checkpoint_is_found():
    wrong = Book(journal()).checkpoint(BANK)._replace(minor=1)
    (fault,) = verify(journal(), [wrong])
    assert str(fault).startswith("assets:bank:main:eur: The checkpoint after 3 postings says 0.01 EUR")


def test_a_book_that_reckons_wrongly_is_found(monkeypatch):
    truly = Sums.total
    monkeypatch.setattr(Sums, "total", lambda sums: truly(sums) + (len(sums) == 3))
    (fault,) = verify(journal())
    assert str(fault).startswith("assets:bank:main:eur: Its balance isn't the sum of its postings")


def test_what_is_sound_is_in_the_book():
    entries = journal()
    entries[4] = replace(entries[4], sealed="")
    book, faults = verified(entries)
    assert len(book) == 4
    assert [fault.place for fault in faults] == [5]


@generated(st.integers(0, 4), st.integers(0, 1), st.sampled_from([-1, 1]), st.booleans())
def test_no_cent_changes_unseen(which, posting, cent, resealed):
    """A changed amount is found even by whoever seals it anew; two that cancel out are found by the seal."""
    entries = journal()
    changed = entries[which]
    postings = list(changed.postings)
    account, minor = postings[posting]
    postings[posting] = Posting(account, minor + cent)
    if not resealed:
        account, minor = postings[1 - posting]
        postings[1 - posting] = Posting(account, minor - cent)
        entries[which] = replace(changed, postings=tuple(postings))
    else:
        entries[which] = entry(changed.key, changed.day, postings, linked=changed.linked, rate=changed.rate)
    faults = verify(entries)
    assert faults
    assert faults[0].place in (which + 1, 3)  # halves of an exchange fall together
