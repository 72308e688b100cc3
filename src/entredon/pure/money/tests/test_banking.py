"""IBANs and BICs: right ones are taken in any spelling, each mistake is named, and oddities are only doubts."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as peer

from entredon.pure.money.banking import EEA, SEPA, BadBic, BadIban, bic, doubts, iban, shown
from entredon.pure.money.payments.tests.making import belgian, checked, swiss

# Examples of the registry of IBANs (ISO 13616), one for each shape of letters and digits.
EXAMPLES = [
    "BE68 5390 0754 7034",
    "NL91 ABNA 0417 1643 00",
    "DE89 3704 0044 0532 0130 00",
    "FR14 2004 1010 0505 0001 3M02 606",
    "GB29 NWBK 6016 1331 9268 19",
    "CH93 0076 2011 6238 5295 7",
    "NO93 8601 1117 947",
    "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
    "LC55 HEMM 0001 0001 0012 0012 0002 3015",
]
IBANS = st.sampled_from(EXAMPLES).map(iban) | st.integers(1, 10**10 - 1).flatmap(
    lambda number: st.sampled_from((belgian(number), swiss(number)))
)


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_right_one_is_taken_in_any_spelling(text):
    number = text.replace(" ", "")
    for spelled in (
        text,
        number,
        text.lower(),
        text.replace(" ", "-"),
        f"IBAN: {text}",
        text.replace(" ", "\u00a0"),
        f" {text}\n",
    ):
        assert iban(spelled) == number
    assert shown(number) == text


@given(IBANS)
def test_what_we_take_another_program_takes(number):
    assert peer.validate(number, check_country=False) == number


@given(IBANS, st.data())
def test_one_wrong_digit_is_always_seen_and_never_put_right(number, data):
    at = data.draw(st.sampled_from([at for at, sign in enumerate(number) if sign in string.digits]))
    other = data.draw(st.sampled_from(string.digits.replace(number[at], "")))
    with pytest.raises(BadIban, match=r"check digits .* don't fit: at least one character is wrong") as refused:
        iban(number[:at] + other + number[at + 1 :])
    assert number not in str(refused.value).replace(" ", "")


@given(IBANS, st.data())
def test_neighbours_that_changed_places_are_always_seen(number, data):
    at = data.draw(st.integers(4, len(number) - 2))
    if number[at] != number[at + 1]:
        with pytest.raises(BadIban):
            iban(number[:at] + number[at + 1] + number[at] + number[at + 2 :])


@given(st.text(max_size=80) | st.text("BENL0123456789 ", max_size=20))
def test_any_text_is_an_iban_or_a_sentence(text):
    try:
        found = iban(text)
    except BadIban as trouble:
        found = str(trouble)
    assert found.isprintable()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "missing"),
        ("1" * 69, "too long"),
        ("BE68 5390 0754 703", "BE has 16 characters; this one has 15"),
        ("BE68 5390 0754 70345", "BE has 16 characters; this one has 17"),
        ("BE68 5390 O754 7034", "At place 9 an IBAN that begins with BE has a digit; here it is “O”"),
        ("NL91 A8NA 0417 1643 00", "At place 6 an IBAN that begins with NL has a letter; here it is “8”"),
        ("BE68 5390 0754 703é", "“É” doesn't belong"),
        ("BE68\ud8005390", r"“\\ud800” doesn't belong"),
        ("539007547034", "begins with the two letters of its country"),
        ("ZZ12 3456", "No country's IBANs begin with ZZ"),
        ("US64 SVBK US6S 3300 9586 79", "No country's IBANs begin with US"),
        ("BEA8 5390 0754 7034", "After BE an IBAN has two check digits, not “A8”"),
        ("GEBABEBB", "GEBABEBB is the BIC of a bank"),
        ("BE86 5390 0754 7034", "don't fit"),
    ],
)
def test_a_mistake_is_named(text, says):
    with pytest.raises(BadIban, match=says):
        iban(text)


def test_check_digits_that_are_never_given_out_are_refused_though_they_leave_the_same_remainder():
    number = next(belgian(n) for n in range(1, 10_000) if belgian(n)[2:4] == "98")
    with pytest.raises(BadIban, match="don't fit"):
        iban(f"BE01{number[4:]}")


def test_what_lists_of_banks_do_not_know_is_a_doubt_only():
    assert iban("BE68 5390 0754 7034")
    (doubt,) = doubts("BE68539007547034")
    assert "isn't in the list" in str(doubt)
    assert doubts("BE31435411161155") == ()
    (doubt,) = doubts(checked("BE", "435411161156"))
    assert "own check digits" in str(doubt)
    assert doubts("NL91ABNA0417164300", "ABNANL2A") == ()
    (doubt,) = doubts("NL91ABNA0417164300", "GEBABEBB")
    assert "bank in BE, the IBAN of one in NL" in str(doubt)


def test_bics():
    assert bic(" geba be bb ") == "GEBABEBB"
    assert bic("GKCCBEBBXXX") == "GKCCBEBBXXX"
    for text, says in (
        ("", "missing"),
        ("GEBA", "8 or 11 characters; this one has 4"),
        ("GEBAZZBB", "no country has the letters ZZ"),
        ("GEB1BEBB", "first six characters are letters"),
        ("GEBABEB_", "“_” doesn't belong"),
        ("x" * 69, "too long"),
    ):
        with pytest.raises(BadBic, match=re.escape(says)):
            bic(text)


def test_countries_of_payments_are_countries_with_ibans():
    assert len(EEA) == 30
    assert len(SEPA) == 42
    for country in SEPA:
        with pytest.raises(BadIban, match=f"begins with {country} has"):
            iban(f"{country}00")
