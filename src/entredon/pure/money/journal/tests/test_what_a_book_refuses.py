"""Each refusal beside what would have been right, and nothing of it booked."""

from dataclasses import replace

import pytest

from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.book import Book
from entredon.pure.money.journal.entries import JournalEntry, entry, reversal, seal
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.money.journal.tests.making import (
    ADA,
    BANK,
    BOB,
    DAY,
    DOLLARS,
    FUND,
    OTHER_BANK,
    OTHER_FUND,
    given,
    key,
    log_id,
    moved,
    shared,
)
from entredon.pure.value.currency import LIMIT


@pytest.fixture
def book():
    return Book([given(1, 10_000), shared(2, 3_000)])


def refused(book, *entries):
    """The sentence with which entries are refused; the book stays as it was."""
    before = book.digest(), book.balances(), list(book)
    with pytest.raises(NotBooked) as caught:
        book.take(*entries)
    assert (book.digest(), book.balances(), list(book)) == before
    assert str(caught.value).endswith(".")
    return str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (moved(9), "at least two postings"),
        (moved(9, (BANK, 5)), "at least two postings"),
        (moved(9, (BANK, 0), (FUND, 0)), "is zero"),
        (moved(9, (BANK, 5.0), (FUND, -5.0)), "whole number"),
        (moved(9, (BANK, True), (FUND, -True)), "whole number"),
        (moved(9, (BANK, 5), (FUND, -4)), "don't add up to zero: 0.01 EUR is left over"),
        (moved(9, (BANK, 5), (DOLLARS, -5)), "in EUR don't add up"),
        (moved(9, (BANK, 5), (OTHER_FUND, -5)), "merel and of heron never meets"),
        (moved(9, (BANK, 5), (FUND, -5), (OTHER_BANK, 5), (OTHER_FUND, -5)), "never meets"),
        (moved(9, (BANK, LIMIT + 1), (FUND, -LIMIT - 1)), "too large; the most is 90,071,992,547,409.91 EUR"),
        (moved(9, (BANK, 1 << 70), (FUND, -1 << 70)), "too large"),
        (moved(9, (BANK._replace(currency="USD"), 5), (FUND, -5)), "can't hold USD"),
        (moved(9, (Account("merel", "assets:x\ny:eur", "EUR"), 5), (FUND, -5)), "no path"),
        (moved(9, (FUND._replace(floor=-100), 5), (BANK, -5)), "another floor"),
        (moved(9, (Account("merel", "assets:new:eur", "EUR", 0), 5), (Account("merel", "assets:new:eur", "EUR"), -5)), "another floor"),
        (moved(9, (BANK, 5), (FUND, -5), day="2026-02-30"), "no day"),
        (moved(9, (BANK, 5), (FUND, -5), day="20261126"), "no day"),
        (moved(9, (BANK, 5), (FUND, -5), day="1899-12-31"), "no day"),
        (entry("7/money", DAY, [(BANK, 5), (FUND, -5)]), "no key"),
        (entry(key(9) + "\n", DAY, [(BANK, 5), (FUND, -5)]), "no key"),
        (entry(key(9) + "\ud800", DAY, [(BANK, 5), (FUND, -5)]), "no key"),
        (moved(9, (BANK, 5), (FUND, -5), reverses=key(9)), "not the key of another"),
        (moved(9, (BANK, 5), (FUND, -5), rate="1.1"), "belongs to an exchange"),
        (moved(9, (BANK, 5), (FUND, -5), linked=key(8), rate="1.1"), "is missing"),
        (moved(9, (BANK, 5), (FUND, -5), override="the chair said so"), "not the id"),
    ],
)  # fmt: skip
def test_an_entry_that_is_wrong_by_itself(book, wrong, why):
    assert why in refused(book, wrong)
    assert book.take(moved(9, (BANK, 5), (FUND, -5)))


def test_an_entry_that_was_changed_after_it_was_sealed(book):
    good = given(9, 500)
    assert "sealed" in refused(book, replace(good, day="2026-11-27"))
    assert "sealed" in refused(book, JournalEntry(good.key, good.day, good.postings))
    bare = JournalEntry(good.key, good.day, good.postings)
    assert book.take(replace(bare, sealed=seal(bare)))


def test_a_key_that_was_used_for_something_else(book):
    assert "used for another entry" in refused(book, given(1, 10_001))
    assert "used for another entry" in refused(book, given(1, 10_000, day="2026-11-27"))


def test_the_same_entry_again_is_no_news(book):
    before = book.digest()
    assert not book.take(given(1, 10_000))
    assert not book.take(moved(1, (FUND, -10_000), (BANK, 10_000)))  # in another order
    assert book.digest() == before
    assert len(book) == 2


def test_a_reversal_that_is_not_whole_or_of_something_unknown(book):
    half = moved(9, (FUND, -1_500), (ADA, 1_500), reverses=key(2))
    other = moved(9, (FUND, -3_000), (BOB, 3_000), reverses=key(2))
    assert "takes back all of" in refused(book, half)
    assert "takes back all of" in refused(book, other)
    assert "isn't in the journal" in refused(book, moved(9, (FUND, -5), (ADA, 5), reverses=key(77)))
    assert book.take(reversal(shared(2, 3_000), key(9), DAY))
    assert book.balance(ADA) == 0
    assert book.reversed_by(key(2)) == key(9)


def test_a_second_reversal_and_one_of_a_reversal(book):
    back = reversal(shared(2, 3_000), key(9), DAY)
    book.take(back)
    assert "taken back already" in refused(book, reversal(shared(2, 3_000), key(10), DAY))
    assert "takes another back" in refused(book, reversal(back, key(11), DAY))


def test_an_account_below_its_floor_unless_somebody_signed_for_it(book):
    sentence = refused(book, moved(9, (ADA, 3_001), (BANK, -3_001)))
    assert "would fall to -0.01 EUR; the least is 0.00 EUR" in sentence
    assert book.take(moved(9, (ADA, 3_001), (BANK, -3_001), override=log_id(50)))
    assert book.balance(ADA) == 1


def test_an_account_below_its_floor_may_rise_but_not_fall_further(book):
    book.take(moved(9, (ADA, 3_500), (BANK, -3_500), override=log_id(50)))
    assert "would fall" in refused(book, moved(10, (ADA, 1), (BANK, -1)))
    assert book.take(shared(11, 200))


def test_a_reversal_that_would_empty_a_fund_that_was_spent(book):
    assert "would fall" in refused(book, reversal(given(1, 10_000), key(9), DAY))


def test_what_two_postings_on_one_account_do_together_counts(book):
    assert book.take(moved(9, (ADA, 3_500), (ADA, -600), (FUND, -2_900)))
    assert book.balance(ADA) == -100


def test_a_balance_that_could_not_be_written_down(book):
    book.take(moved(9, (BANK, LIMIT - 10_000), (FUND, -LIMIT + 10_000)))
    assert "more than can be written" in refused(book, given(10, 1))


def test_of_several_at_once_none_is_booked_when_one_is_refused(book):
    assert "would fall" in refused(book, given(9, 5), shared(10, 7_006))
    back = reversal(shared(2, 3_000), key(9), DAY)
    assert "used for another" in refused(book, back, given(1, 1))
    assert book.reversed_by(key(2)) == ""
    new = Account("merel", "expenses:fees:new:eur", "EUR")
    assert "would fall" in refused(book, moved(9, (new, 5), (BANK, -5)), moved(10, (ADA, 9_000), (BANK, -9_000)))
    assert book.take(given(9, 5), shared(10, 7_005))


def test_the_largest_amount_is_booked_and_no_larger_one():
    book = Book([moved(1, (BANK, LIMIT), (FUND, -LIMIT))])
    assert book.balance(BANK) == LIMIT
    assert "too large" in refused(book, moved(2, (FUND, LIMIT + 1), (BANK, -LIMIT - 1)))
