import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.value.currency import DECIMALS, LIMIT, BadAmount, parse, written


@given(st.integers(1, LIMIT), st.sampled_from(sorted(DECIMALS)))
def test_an_amount_comes_back_from_what_is_written(minor, code):
    assert parse(written(minor, code).replace(",", ""), code) == minor


def test_amounts_as_people_type_them():
    assert parse("10000", "EUR") == 1_000_000
    assert parse(" 1300.5 ", "EUR") == 130_050
    assert parse("500", "JPY") == 500
    assert parse("1.234", "KWD") == 1_234
    assert parse("90071992547409.91", "EUR") == LIMIT


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("-5", "EUR", "less than nothing"),
        ("1e400", "EUR", "exponent"),
        ("0.001", "EUR", "EUR has 2 decimals"),
        ("abc", "EUR", "not an amount"),
        ("", "EUR", "missing"),
        ("0.00", "EUR", "moves nothing"),
        ("1,300.00", "EUR", "no separators"),
        ("1.300,00", "EUR", "no separators"),
        ("1 300", "EUR", "no separators"),
        ("1'300", "CHF", "no separators"),
        ("0,5", "EUR", "a point before decimals"),
        ("1.", "EUR", "not an amount"),
        (".5", "EUR", "not an amount"),
        ("+5", "EUR", "not an amount"),
        ("٣", "EUR", "not an amount"),
        ("nan", "EUR", "not an amount"),
        ("0x10", "EUR", "not an amount"),
        ("1.5", "JPY", "JPY has no decimals"),
        ("9" * 18, "EUR", "too much"),
        ("90071992547409.92", "EUR", "too much"),
        ("9" * 100_000, "EUR", "too long"),
        ("5", "eur", "capitals: EUR"),
        ("5", "EURO", "no currency “EURO”"),
        ("5", "XAU", "no currency"),
        ("5", "", "no currency"),
    ],
)
def test_what_cant_be_shared_gets_a_sentence(text, code, says):
    with pytest.raises(BadAmount, match=says):
        parse(text, code)


@given(st.text(max_size=80), st.sampled_from(("EUR", "JPY", "KWD")))
def test_any_text_is_an_amount_or_a_sentence(text, code):
    try:
        amount = parse(text, code)
    except BadAmount as refusal:
        sentence = str(refusal)
    else:
        sentence = f"This is {amount}." if 0 < amount <= LIMIT else ""
    assert sentence.endswith(".")


def test_amounts_are_written_with_all_their_decimals():
    assert written(1_300_000, "EUR") == "13,000.00"
    assert written(5, "EUR") == "0.05"
    assert written(-150, "EUR") == "-1.50"
    assert written(1_234_567, "JPY") == "1,234,567"
