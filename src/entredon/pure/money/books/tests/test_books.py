"""What stands in a month, and how the three formats write it."""

import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from entredon.pure.money.books.beancount import beancount, name
from entredon.pure.money.books.hledger import hledger
from entredon.pure.money.books.month import NoBooks, month, months
from entredon.pure.money.books.sheet import COLUMNS, sheet
from entredon.pure.money.books.tests.making import year
from entredon.pure.money.books.words import amount, one_line
from entredon.pure.money.journal.accounts import Account, account, check
from entredon.pure.money.journal.entries import reversal
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.money.journal.tests.making import ADA, BANK, FUND, given, key, moved, shared

BOOK = [
    given(1, 12_101, "2026-10-30"),
    shared(2, 3_000, day="2026-11-02"),
    moved(3, (ADA, 3_000), (BANK, -3_000), day="2026-12-01"),
]


def told(entry):
    return 'Sold "a lamp"; thanks'


def test_a_month_begins_with_what_was_carried_over_and_ends_with_what_was_reached():
    found = month(BOOK, "merel", "2026-11")
    assert (found.first, found.last, found.after) == ("2026-11-01", "2026-11-30", "2026-12-01")
    assert found.opening == {BANK: 12_101, FUND: -12_101}
    assert found.entries == (BOOK[1],)
    assert found.closing == {BANK: 12_101, FUND: -9_101, ADA: -3_000}


def test_all_time_begins_with_nothing():
    found = month(BOOK, "merel")
    assert (found.first, found.last, found.opening) == ("2026-10-30", "2026-12-01", {})
    assert months(BOOK, "merel") == ["2026-10", "2026-11", "2026-12"]


def test_a_month_in_which_nothing_happened_has_books_too():
    found = month(BOOK, "merel", "2027-02")
    assert found.entries == ()
    assert found.last == "2027-02-28"
    assert found.opening == {BANK: 9_101, FUND: -9_101}


@pytest.mark.parametrize(("bearer", "which", "why"), [
    ("merel", "2026-13", "is no month"), ("merel", "november", "is no month"), ("merel", "2026-11\n", "is no month"),
    ("merel", "2026-09", "nothing in its books"), ("heron", "", "nothing in its books"),
])  # fmt: skip
def test_books_that_cannot_be_written_say_why(bearer, which, why):
    with pytest.raises(NoBooks, match=why):
        month(BOOK, bearer, which)


def test_each_month_opens_as_the_one_before_closed():
    book = year()
    for bearer in ("merel", "heron"):
        all_months = [month(book, bearer, which) for which in months(book, bearer)]
        assert len(all_months) > 3
        for one, two in pairwise(all_months):
            assert {a: minor for a, minor in one.closing.items() if minor} == two.opening
        assert all_months[-1].closing == book.balances(bearer)


@pytest.mark.parametrize("form", [hledger, beancount, sheet])
def test_the_same_journal_in_another_order_gives_the_same_books(form):
    again = "".join(form(month(reversed(BOOK), "merel", "2026-12")))
    assert again == "".join(form(month(BOOK, "merel", "2026-12")))


def test_a_month_for_hledger():
    assert "".join(hledger(month(BOOK, "merel", "2026-11"), told)) == (
        "; merel, 2026-11-01 to 2026-11-30\n\ncommodity 1000.00 EUR\naccount assets:bank:main:eur\n"
        f"account equity:funds:lamp:eur\naccount {ADA.path}\n\n"
        "2026-11-01 * (opening) balances carried over\n"
        "    assets:bank:main:eur  121.01 EUR\n    equity:funds:lamp:eur  -121.01 EUR\n\n"
        f'2026-11-02 * ({key(2)}) Sold "a lamp", thanks\n'
        f"    equity:funds:lamp:eur  30.00 EUR\n    {ADA.path}  -30.00 EUR\n\n"
        "2026-11-30 * (closing) balances reached\n    assets:bank:main:eur  0.00 EUR == 121.01 EUR\n"
        f"    equity:funds:lamp:eur  0.00 EUR == -91.01 EUR\n    {ADA.path}  0.00 EUR == -30.00 EUR\n"
    )


def test_a_month_for_beancount():
    person = f"Liabilities:Members:K-{'ad' * 32}:Eur"
    assert "".join(beancount(month(BOOK, "merel", "2026-11"), told)) == (
        '; merel, 2026-11-01 to 2026-11-30\n\noption "operating_currency" "EUR"\n'
        "2026-11-01 open Assets:Bank:Main:Eur EUR\n2026-11-01 open Equity:Funds:Lamp:Eur EUR\n"
        f'2026-11-01 open {person} EUR\n\n2026-11-01 * "balances carried over"\n'
        "  Assets:Bank:Main:Eur  121.01 EUR\n  Equity:Funds:Lamp:Eur  -121.01 EUR\n\n"
        f'2026-11-02 * "Sold \\"a lamp\\"; thanks"\n  entry: "{key(2)}"\n'
        f"  Equity:Funds:Lamp:Eur  30.00 EUR\n  {person}  -30.00 EUR\n\n"
        "2026-12-01 balance Assets:Bank:Main:Eur 121.01 ~ 0.00 EUR\n"
        f"2026-12-01 balance Equity:Funds:Lamp:Eur -91.01 ~ 0.00 EUR\n2026-12-01 balance {person} -30.00 ~ 0.00 EUR\n"
    )


def test_a_month_as_a_table():
    back = reversal(BOOK[1], key(9), "2026-11-03")
    text = "".join(sheet(month([*BOOK, back], "merel", "2026-11"), lambda entry: '=1+1, "so"'))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert rows[1] == ["opening", "2026-11-01", "", "assets:bank:main:eur", "EUR", "121.01", "", ""]
    assert rows[3] == ["entry", "2026-11-02", key(2), FUND.path, "EUR", "30.00", '\'=1+1, "so"', ""]
    assert rows[6][-1] == key(2)
    assert rows[-1] == ["closing", "2026-11-30", "", ADA.path, "EUR", "0.00", "", ""]
    assert all(len(row) == len(COLUMNS) for row in rows)


PARTS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,6}", fullmatch=True)
PATHS = st.tuples(st.sampled_from(["assets", "income"]), PARTS, PARTS)


@generated(PATHS, PATHS)
def test_two_accounts_never_have_the_same_name_in_beancount(one, other):
    first, second = account("merel", "EUR", *one), account("merel", "EUR", *other)
    assert (name(first) == name(second)) == (first == second)


def test_a_path_with_capitals_that_could_become_the_same_name_is_no_path():
    with pytest.raises(NotBooked):
        check(Account("merel", "assets:bank:Main:eur", "EUR"))


def test_amounts_have_the_decimals_of_their_currency():
    cases = [(5, "EUR", "0.05"), (-5, "EUR", "-0.05"), (-1300, "JPY", "-1300"), (1300, "KWD", "1.300"), (0, "JPY", "0")]
    assert [amount(minor, currency) for minor, currency, _ in cases] == [text for *_, text in cases]


@generated(st.text(max_size=300) | st.text("\n\r\t\x85\u2028\ud800\u200b a", max_size=20))
def test_a_description_is_one_line_that_can_be_written(text):
    found = one_line(text)
    assert len(found.splitlines()) <= 1
    assert found == found.strip() == one_line(found)
    found.encode()
