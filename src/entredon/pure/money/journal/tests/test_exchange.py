from dataclasses import replace
from fractions import Fraction
from math import floor

import pytest
from hypothesis import assume
from hypothesis import given as generated
from hypothesis import strategies as st

from entredon.pure.money.journal import standard
from entredon.pure.money.journal.book import Book
from entredon.pure.money.journal.entries import entry, reversal
from entredon.pure.money.journal.exchange import converted, exchange, rate_between
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.money.journal.tests.making import ADA, BANK, DAY, DOLLARS, OTHER_BANK, YEN, given, key, log_id
from entredon.pure.value.currency import DECIMALS, decimals

CODES = st.sampled_from(["EUR", "USD", "JPY", "KWD", "CLF"])
RATES = st.from_regex(r"(?:0|[1-9][0-9]{0,5})(?:\.[0-9]{1,12})?", fullmatch=True).filter(
    lambda rate: Fraction(rate) > 0
)


@generated(st.integers(1, 10**13), CODES, RATES, CODES)
def test_what_is_received_is_the_nearest_unit_and_a_half_goes_up(minor, currency, rate, into):
    exact = Fraction(minor, 10 ** decimals(currency)) * Fraction(rate) * 10 ** decimals(into)
    assert converted(minor, currency, rate, into) == floor(exact + Fraction(1, 2))


def test_decimals_are_those_of_each_currency():
    assert converted(10_000, "EUR", "1.0837", "USD") == 10_837
    assert converted(10_000, "EUR", "163.2", "JPY") == 16_320
    assert converted(16_320, "JPY", "0.00612745", "EUR") == 10_000
    assert converted(1, "EUR", "0.5", "USD") == 1
    assert converted(1, "EUR", "0.49", "USD") == 0


@generated(
    st.integers(1, 10**9), st.sampled_from(sorted(DECIMALS)), st.integers(1, 10**9), st.sampled_from(sorted(DECIMALS))
)
def test_a_rate_is_found_for_what_a_bank_really_paid(given_, currency, received, into):
    try:
        rate = rate_between(given_, currency, received, into)
    except NotBooked:
        assume(False)
    assert converted(given_, currency, rate, into) == received


@generated(st.integers(1, 10**9), st.integers(1, 10**9))
def test_between_euros_and_dollars_there_is_always_a_rate(given_, received):
    assert converted(given_, "EUR", rate_between(given_, "EUR", received, "USD"), "USD") == received


@pytest.mark.parametrize(
    "rate", ["", "0", "0.0", "-1", "1,08", "1e3", "01.5", ".5", "1.", "1.1234567890123456789", "x", "١"]
)
def test_a_rate_that_cannot_be_read_is_refused(rate):
    with pytest.raises(NotBooked, match="no rate of exchange"):
        converted(100, "EUR", rate, "USD")


def pair(number=5, minor=10_000, rate="1.0837", target=DOLLARS):
    return exchange(log_id(number), DAY, BANK, target, minor, rate)


def test_two_linked_entries_move_money_from_one_currency_to_another():
    book = Book([given(1, 50_000)])
    book.take(*pair())
    book.take(*pair(6, 5_000, "163.2", YEN))
    assert book.balances("merel") | {BANK: 35_000, DOLLARS: 10_837, YEN: 8_160} == book.balances("merel")
    assert book.balance(standard.exchange("merel", "EUR")) == 15_000
    assert book.balance(standard.exchange("merel", "USD")) == -10_837
    assert Book(book).digest() == book.digest()


def test_what_is_owed_can_be_changed_into_another_currency_too():
    dollars = standard.member("merel", "USD", "k:" + "ad" * 32)
    book = Book([given(1, 50_000), entry(key(2), DAY, [(BANK, 900), (ADA, -900)])])
    book.take(*exchange(log_id(3), DAY, ADA, dollars, 900, "2"))
    assert book.balance(ADA) == 0
    assert book.balance(dollars) == -1_800


def sealed(half, **changes):
    changed = replace(half, **changes)
    return entry(changed.key, changed.day, changed.postings, linked=changed.linked, rate=changed.rate)


def without(half, postings):
    return sealed(half, postings=tuple(postings))


def test_halves_that_do_not_fit_are_refused_and_neither_is_booked():
    out, back = pair()
    (bank, minor), (through, _) = back.postings
    more = without(back, [(bank, minor + 1), (through, -minor - 1)])
    euros = without(back, [(BANK, 10_837), (standard.exchange("merel", "EUR"), -10_837)])
    wrong_way = without(back, [(bank, -minor), (through, minor)])
    aside = without(back, [(bank, minor), (standard.opening("merel", "USD"), -minor)])
    others = without(back, [(OTHER_BANK, 5), (standard.opening("heron", "EUR"), -5)])
    for group, why in [
        ((out,), "is missing"),
        ((back,), "is missing"),
        ((out, sealed(back, linked=key(99))), "must name each other"),
        ((sealed(out, rate=""), back), "The rate of an exchange stands"),
        ((out, sealed(back, rate="1.0837")), "The rate of an exchange stands"),
        ((sealed(out, rate="1.0838"), back), "100.00 EUR becomes 108.38 USD, not 108.37 USD"),
        ((out, more), "not 108.38 USD"),
        ((out, euros), "gives away one currency"),
        ((out, wrong_way), "gives away one currency"),
        ((out, aside), "one posting on its exchange account"),
        ((out, others), "two bearers never meets"),
        ((out, sealed(back, day="2026-11-27")), "on one day"),
    ]:
        book = Book([given(1, 50_000)])
        before = book.digest()
        with pytest.raises(NotBooked, match=why):
            book.take(*group)
        assert book.digest() == before
    assert book.take(out, back)


def test_an_exchange_that_comes_to_nothing_or_to_too_much_is_refused():
    with pytest.raises(NotBooked, match=r"becomes 0\.00 USD"):
        pair(minor=1, rate="0.1")
    with pytest.raises(NotBooked, match="becomes"):
        pair(minor=1 << 52, rate="5")


def test_an_exchange_is_taken_back_whole():
    out, back = pair()
    undo = [
        reversal(out, key(9, "a"), DAY, linked=key(9, "b")),
        reversal(back, key(9, "b"), DAY, linked=key(9, "a")),
    ]
    book = Book([given(1, 50_000), out, back])
    for group in ([reversal(out, key(9), DAY)], undo[:1], [undo[0], given(9, 5)]):
        with pytest.raises(NotBooked):
            book.take(*group)
    book.take(*undo)
    assert book.balance(BANK) == 50_000
    assert book.balance(DOLLARS) == 0


def test_halves_of_two_exchanges_are_not_taken_back_as_one():
    first, second = pair(5), pair(6)
    book = Book([given(1, 50_000), *first, *second])
    with pytest.raises(NotBooked, match="taken back whole"):
        book.take(
            reversal(first[0], key(9, "a"), DAY, linked=key(9, "b")),
            reversal(second[1], key(9, "b"), DAY, linked=key(9, "a")),
        )


def test_half_an_exchange_is_not_taken_back_beside_something_else():
    out, back = pair(5)
    book = Book([given(1, 50_000), out, back])
    undo = reversal(out, key(6, "exchange-out"), DAY, linked=key(6, "exchange-in"))
    with pytest.raises(NotBooked, match="taken back whole"):
        book.take(undo, pair(6)[1])
    assert book.reversed_by(out.key) == ""


def test_half_an_exchange_cannot_take_back_an_entry_that_is_none():
    out, back = pair(5)
    plain = entry(key(2), DAY, [(account, -minor) for account, minor in back.postings])
    book = Book([given(1, 50_000), plain])
    taking_back = entry(back.key, DAY, back.postings, linked=out.key, reverses=plain.key)
    with pytest.raises(NotBooked, match="taken back whole"):
        book.take(out, taking_back)
    assert book.take(out, back)
