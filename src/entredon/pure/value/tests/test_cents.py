from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.value.cents import apportion, cumulative, tie
from entredon.pure.value.tests.graphs import exact_cents

SHARES = st.dictionaries(
    st.text(min_size=1, max_size=6), st.integers(0, 50) | st.integers(0, 10**20), min_size=1
).filter(lambda shares: sum(shares.values()) > 0)


@given(SHARES, st.integers(0, 10**16), st.text(max_size=5))
def test_parts_are_those_of_an_independent_largest_remainder(shares, total, seed):
    want = exact_cents(total, {p: Fraction(s) for p, s in shares.items()}, {p: tie(seed, p) for p in shares})
    assert apportion(total, shares, seed) == want


@given(SHARES, st.integers(0, 10**16))
def test_parts_add_up_and_nobody_is_a_whole_unit_off(shares, total):
    parts = apportion(total, shares, "seed")
    assert sum(parts.values()) == total
    assert all(abs(Fraction(parts[p]) - Fraction(total * shares[p], sum(shares.values()))) < 1 for p in shares)


@given(SHARES, st.integers(0, 10**6), st.randoms())
def test_the_order_of_shares_changes_nothing(shares, total, random):
    shuffled = list(shares.items())
    random.shuffle(shuffled)
    assert apportion(total, dict(shuffled), "seed") == apportion(total, shares, "seed")


def test_three_cents_for_two_authors_give_each_one_and_the_third_by_hash():
    parts = apportion(3, {"ann": 1, "bob": 1}, "income 7")
    winner = min(("ann", "bob"), key=lambda person: tie("income 7", person))
    assert sorted(parts.values()) == [1, 2]
    assert parts[winner] == 2


def test_another_seed_can_give_the_odd_cent_to_another():
    winners = {max(parts, key=parts.get) for parts in (apportion(3, {"ann": 1, "bob": 1}, str(n)) for n in range(20))}
    assert winners == {"ann", "bob"}


def test_a_tie_is_the_hash_that_was_agreed():
    assert tie("s", "p").hex() == "7931c6dad64698a31a6803915ba9417b8be1a1797ec54132689f563d8a23feb8"


def test_nothing_can_be_divided_by_nothing():
    with pytest.raises(ValueError, match="not all 0"):
        apportion(5, {"ann": 0}, "")
    with pytest.raises(ValueError, match="at least 0"):
        apportion(5, {"ann": 3, "bob": -1}, "")


@given(st.integers(0, 10**24), st.lists(st.integers(0, 10**9), max_size=30))
def test_cumulative_floors_keep_everything_and_stay_below_one_unit(amount, weights):
    parts = cumulative(amount, weights)
    whole = sum(weights)
    assert sum(parts) == (amount if whole else 0)
    assert all(
        abs(part - Fraction(amount * weight, whole)) < 1 for part, weight in zip(parts, weights, strict=True) if whole
    )
