"""Quantities are decimal strings, added without rounding."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.valueflows.quantity import NotAQuantity, add, canonical, parse, show, subtract

numbers = st.decimals(min_value=-(10**39), max_value=10**39, places=20).map(lambda d: format(d, "f"))


@given(numbers, numbers)
def test_sums_and_differences_are_those_of_fractions(a: str, b: str) -> None:
    assert Fraction(show(add(parse(a), parse(b)))) == Fraction(a) + Fraction(b)
    assert Fraction(show(subtract(parse(a), parse(b)))) == Fraction(a) - Fraction(b)


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    assert show(add(parse("0.1"), parse("0.2"))) == "0.3"


def test_there_is_one_way_to_write_a_number() -> None:
    assert [canonical(text) for text in ("2.50", "100", "0.0", "-0", "-1.10")] == ["2.5", "100", "0", "0", "-1.1"]


@pytest.mark.parametrize("text", ["", "1e400", "1E3", "NaN", "Infinity", "+1", ".5", "1.", "01", "1,5", " 1", "1" * 41,
                                  "0." + "1" * 21, "٣"])  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(NotAQuantity, match="is not a quantity"):
        parse(text)
