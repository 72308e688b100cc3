import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account, account, check, part
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.value.currency import DECIMALS

NAMES = st.text(max_size=12) | st.from_regex(r"[a-z0-9][a-z0-9.:-]{0,9}", fullmatch=True)
PERSON = "k:" + "5f" * 32
STANDARD = [made for name, made in inspect.getmembers(standard, inspect.isfunction) if made is not account]


def made(function, currency="EUR", name="lamp"):
    more = [name for _ in list(inspect.signature(function).parameters)[2:]]
    return function("merel", currency, *more)


@given(st.sampled_from(STANDARD), NAMES, st.sampled_from(sorted(DECIMALS)))
def test_a_standard_account_is_well_formed_whatever_it_is_named_after(function, name, currency):
    found = made(function, currency, name)
    check(found)
    assert found.currency == currency


def test_standard_accounts_are_all_different():
    assert len({made(function).path for function in STANDARD}) == len(STANDARD)


def test_a_path_can_be_read_and_a_persons_id_is_whole():
    assert standard.member("merel", "EUR", PERSON).path == f"liabilities:members:k-{'5f' * 32}:eur"
    assert standard.bank("merel", "EUR").path == "assets:bank:main:eur"
    assert standard.income("merel", "USD", "lamp", "sales").path == "income:commons:lamp:sales:usd"


def test_an_address_becomes_a_digest_and_an_id_with_a_number_stays_readable():
    assert part("https://example.org/Boat").startswith("x-")
    assert part("ab" * 32 + ".7") == "ab" * 32 + "-7"


@given(NAMES, NAMES)
def test_two_names_never_become_the_same_part(one, other):
    assert (part(one) == part(other)) == (one == other)


def test_what_is_there_and_what_is_owed_are_both_told_above_zero():
    assert standard.bank("merel", "EUR").held(500) == 500
    assert standard.member("merel", "EUR", PERSON).held(-500) == 500
    assert standard.expense("merel", "EUR", "lamp", "rent").side == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (Account("merel", "assets:bank:main:eur", "EURO"), "no currency “EURO”"),
        (Account("merel", "assets:bank:main:eur", "USD"), "can't hold USD"),
        (Account("", "assets:bank:main:eur", "EUR"), "no name of a bearer"),
        (Account("me rel", "assets:bank:main:eur", "EUR"), "no name of a bearer"),
        (Account("merel", "money:bank:main:eur", "EUR"), "no path"),
        (Account("merel", "assets:eur", "EUR"), "no path"),
        (Account("merel", "assets:Bank:main:eur", "EUR"), "no path"),
        (Account("merel", "assets:bank::eur", "EUR"), "no path"),
        (Account("merel", "assets:bank:main:eur\n", "EUR"), "no path"),
        (Account("merel", "assets:bank:main:eur", "EUR", 0.5), "whole number"),
    ],
)
def test_a_malformed_account_is_refused(wrong, why):
    check(Account("merel", "assets:bank:main:eur", "EUR"))
    with pytest.raises(NotBooked, match=why):
        check(wrong)
