"""Amounts as people write them."""

import pytest

from entredon.apps.value.drawing import percent
from entredon.pure.value.why import Ratio
from entredon.site.templatetags import components, money


@pytest.mark.parametrize(
    ("minor", "currency", "full", "short"),
    [
        (1_000_000, "EUR", "€10,000.00", "€10,000"),
        (123_456, "USD", "$1,234.56", "$1,234.56"),
        (5, "EUR", "€0.05", "€0.05"),
        (1300, "JPY", "¥1,300", "¥1,300"),
        (1300, "KWD", "KWD\N{NO-BREAK SPACE}1.300", "KWD\N{NO-BREAK SPACE}1.300"),
        (1000, "KWD", "KWD\N{NO-BREAK SPACE}1.000", "KWD\N{NO-BREAK SPACE}1"),
        (-2000, "CHF", "−CHF\N{NO-BREAK SPACE}20.00", "−CHF\N{NO-BREAK SPACE}20"),
    ],
)
def test_amounts_have_the_decimals_of_their_currency(minor, currency, full, short) -> None:
    assert money.money(minor, currency) == full
    assert money.money_short(minor, currency) == short


@pytest.mark.parametrize(
    ("ppm", "shown"), [(0, "0.0"), (1, "< 0.1"), (81_000, "8.1"), (999_999, "100.0"), (1_000_000, "100.0")]
)
def test_shares_have_one_decimal_and_are_never_called_nothing(ppm, shown) -> None:
    assert money.percent(ppm).startswith(shown)


@pytest.mark.parametrize(
    ("part", "of", "shown"),
    [(1, 3, "33.33"), (1, 2, "50"), (1, 1, "100"), (0, 5, "0"), (1, 10**9, "< 0.01"), (1, 8, "12.5")],
)
def test_factors_of_a_reason_have_two_decimals_at_most(part, of, shown) -> None:
    assert percent(Ratio(part, of)) == f"{shown}\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Ada Vermeer", "AV"), ("Iker", "I"), ("Noor de Wit", "NW"), ("person 1a2b3c4d5e", "1a"), ("", "·"), ("  ", "·")],
)
def test_a_face_shows_initials(name, shown) -> None:
    assert components.initials(name) == shown


def test_names_are_listed_as_a_sentence_has_them() -> None:
    assert components.listing([]) == ""
    assert components.listing(["one"]) == "one"
    assert components.listing(["one", "two", "three"]) == "one, two and three"
