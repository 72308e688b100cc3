import hashlib

from hypothesis import given as generated
from hypothesis import strategies as st

from entredon.pure.money.journal import standard
from entredon.pure.money.journal.book import Book
from entredon.pure.money.journal.entries import reversal
from entredon.pure.money.journal.sums import STEP, Checkpoint, Sums
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
    moved,
    shared,
)


@generated(st.lists(st.integers(-(2**53), 2**53) | st.none(), max_size=5 * STEP))
def test_sums_with_checkpoints_are_plain_sums(steps):
    sums, plain = Sums(), []
    for step in steps:
        if step is not None:
            sums.add(step)
            plain.append(step)
        elif plain:
            sums.drop()
            plain.pop()
    assert sums.total() == sum(plain)
    assert len(sums) == len(plain)
    for count in {0, len(plain) // 2, len(plain) // STEP * STEP, len(plain)}:
        assert sums.upto(count) == sum(plain[:count])


def test_sums_can_be_undone_across_a_checkpoint():
    sums = Sums()
    for minor in range(2 * STEP + 1):
        sums.add(minor)
    for left in range(2 * STEP, 0, -1):
        sums.drop()
        assert (len(sums), sums.total()) == (left, sum(range(left)))
    sums.drop()
    sums.add(5)
    assert sums.total() == 5


def test_a_hot_account_has_the_balance_of_its_checkpoint_and_what_came_after():
    book = Book(given(n, n) for n in range(1, 300))
    then = book.checkpoint(BANK)
    later = [given(n, n) for n in range(300, 400)]
    for one in later:
        book.take(one)
    assert then == Checkpoint(BANK, 299, 299 * 300 // 2)
    assert book.balance(BANK) == then.minor + sum(one.postings[0].minor for one in later)
    assert book.holds(then)
    assert not book.holds(then._replace(minor=then.minor + 1))
    assert not book.holds(then._replace(postings=400))
    assert not book.holds(then._replace(postings=-1))
    assert book.holds(book.checkpoint(DOLLARS))


def test_a_trial_balance_has_debits_on_one_side_and_credits_on_the_other():
    book = Book([given(1, 10_000), shared(2, 3_000), moved(3, (OTHER_BANK, 700), (OTHER_FUND, -700))])
    assert [(line.account, line.debit, line.credit) for line in book.trial("merel")] == [
        (BANK, 10_000, 0),
        (FUND, 0, 7_000),
        (ADA, 0, 3_000),
    ]
    assert sum(line.debit for line in book.trial()) == sum(line.credit for line in book.trial()) == 10_700


def test_an_account_that_nobody_used_holds_nothing():
    assert Book().balance(BANK) == 0
    assert Book().trial() == []


INDEPENDENT = [given(n, 100 * n) for n in range(1, 6)] + [moved(9, (OTHER_BANK, 5), (OTHER_FUND, -5))]


@generated(st.permutations(INDEPENDENT))
def test_the_digest_is_the_same_in_whichever_order_independent_entries_came(entries):
    assert Book(entries).digest() == Book(INDEPENDENT).digest()


def test_the_digest_changes_with_anything_that_is_said():
    base = [given(1, 10_000), shared(2, 3_000)]
    taken_back = reversal(shared(2, 3_000), key(3), DAY)
    others = [
        [],
        base[:1],
        [given(1, 10_001), shared(2, 3_000)],
        [given(1, 10_000), shared(2, 3_000, BOB)],
        [given(1, 10_000), shared(2, 3_000, day="2026-11-27")],
        [given(1, 10_000), shared(4, 3_000)],
        [given(1, 10_000), moved(2, (FUND, 3_000), (ADA._replace(floor=None), -3_000))],
        [*base, taken_back],
        [*base, moved(3, *taken_back.postings)],
    ]
    digests = [Book(entries).digest() for entries in [base, *others]]
    assert len(set(digests)) == len(digests)


def test_the_seal_and_the_digest_are_those_that_were_agreed():
    """By hand, from the description of journal@1: whoever checks our books elsewhere relies on it."""
    entry = given(1, 500)
    text = f"entredon/journal/v1\n{key(1)}\n2026-11-26\n\n\n\n\nmerel assets:bank:main:eur EUR 500\nmerel equity:funds:lamp:eur EUR -500\n"
    assert entry.sealed == hashlib.sha256(text.encode()).hexdigest()
    whole = (
        f"entredon/journal/v1\n{key(1)} {entry.sealed}\n\nmerel assets:bank:main:eur \nmerel equity:funds:lamp:eur 0\n"
    )
    assert Book([entry]).digest() == hashlib.sha256(whole.encode()).hexdigest()


def test_an_entry_may_be_in_two_currencies_when_each_balances():
    dollars = standard.fund("merel", "USD", "lamp")
    book = Book([moved(1, (BANK, 5), (FUND, -5), (DOLLARS, 7), (dollars, -7))])
    assert book.balances() == {BANK: 5, DOLLARS: 7, FUND: -5, dollars: -7}
