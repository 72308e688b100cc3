"""RF references and structured communications: made, shown, read in all spellings, found in messages; a mistake is always seen."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.money.references import MOST_BASE, OGM, RF, BadReference, Reference, find, ogm, read, rf

BASES = st.integers(1, MOST_BASE)
BOTH = BASES.flatmap(lambda base: st.sampled_from((rf(base), ogm(base))))


def remainder(text: str) -> int:
    """Mod 97 as ISO 7064 says: letters count from 10, the first four signs stand last."""
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97


@given(BASES)
def test_both_are_made_from_one_number_and_follow_their_standards(base):
    creditor, belgian = rf(base), ogm(base)
    assert remainder(creditor.text) == 1
    assert int(belgian.text[:10]) == base
    assert int(belgian.text[10:]) == (base % 97 or 97)
    assert creditor.base == belgian.base == base


@given(
    BOTH,
    st.sampled_from(("", " ", "-", ".", "/", " / ", "\u00a0")),
    st.integers(1, 5),
    st.sampled_from(("", "+++", "***", " ")),
)
def test_any_usual_spelling_is_read(reference, between, step, around):
    text = reference.text
    spelled = between.join(text[at : at + step] for at in range(0, len(text), step))
    assert read(f"{around}{spelled}{around}") == reference
    assert read(spelled.lower()) == reference
    assert read(reference.shown) == reference


def test_as_people_write_them():
    assert read("rf18 5390 0754 7034").shown == "RF18 5390 0754 7034"
    assert read("090933755493").shown == "+++090/9337/55493+++"
    assert ogm(97).text == "000000009797"
    assert read("RF1853900754703４") == Reference(RF, "RF18539007547034")  # a wide digit


def test_a_reference_of_somebody_else_has_no_base_of_ours():
    assert read("RF18000000000539007547034").base is None
    assert read("RF712348231").base is None
    assert read("RF45G72UUR").base is None


@given(BOTH, st.data())
def test_one_wrong_sign_is_always_seen(reference, data):
    at = data.draw(st.integers(4 if reference.kind == RF else 0, len(reference.text) - 1))
    other = data.draw(st.sampled_from(string.digits.replace(reference.text[at], "")))
    with pytest.raises(BadReference, match="don't fit"):
        read(reference.text[:at] + other + reference.text[at + 1 :])


@given(BOTH, st.data())
def test_two_neighbours_that_changed_places_are_always_seen(reference, data):
    text = reference.text
    at = data.draw(st.integers(2 if reference.kind == RF else 0, len(text) - 2))
    if text[at] != text[at + 1]:
        with pytest.raises(BadReference):
            read(text[:at] + text[at + 1] + text[at] + text[at + 2 :])


@pytest.mark.exhaustive
def test_every_single_mistake_in_many_references_is_seen():
    for base in range(1, MOST_BASE, 9_999_991):
        for reference in (rf(base), ogm(base)):
            for at in range(4 if reference.kind == RF else 0, len(reference.text)):
                for other in string.digits.replace(reference.text[at], ""):
                    with pytest.raises(BadReference):
                        Reference(reference.kind, reference.text[:at] + other + reference.text[at + 1 :])


@given(st.lists(BOTH, max_size=4, unique=True), st.sampled_from((" ", ", ", "\n", " en ")))
def test_references_are_found_in_what_people_type(references, between):
    message = between.join(reference.shown for reference in references)
    assert find(f"Bestelling van An {message} dank je.") == tuple(references)
    assert find(between.join(reference.text.lower() for reference in references)) == tuple(references)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BE68 5390 0754 7034",
        "BE68539007547034",
        "tel. +32 479 12 34 56",
        "+++090/9337/55494+++",
        "1090933755493",
        "090933755493a",
        "xRF18539007547034",
        "RF17539007547034",
        "2026-11-26 10:00:00",
    ],
)
def test_nothing_is_found_where_there_is_nothing(text):
    assert find(text) == ()


@given(st.text(max_size=100))
def test_any_text_is_read_or_refused_with_a_sentence_and_found_is_right(text):
    for reference in find(text):
        assert read(reference.text) == reference
    try:
        said = read(text).text
    except BadReference as trouble:
        said = str(trouble)
        assert said.endswith(".")
    assert said.isprintable()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "missing"),
        ("hello", "is no reference"),
        ("1" * 81, "too long"),
        ("RF", "two check digits"),
        ("RFAB123", "two check digits"),
        ("RF18", "5 to 25 characters; this one has 4"),
        ("RF18" + "1" * 22, "5 to 25 characters; this one has 26"),
        ("RF18é", "“É” doesn't belong"),
        ("RF17 5390 0754 7034", "RF17 5390 0754 7034 don't fit"),
        ("09093375549", "12 digits.*this one has 11"),
        ("090/9337/55494", r"\+\+\+090/9337/55494\+\+\+ don't fit"),
    ],
)
def test_a_mistake_is_named(text, says):
    with pytest.raises(BadReference, match=says):
        read(text)


def test_check_digits_that_are_never_given_out_are_refused_though_they_leave_the_same_remainder():
    low = next(rf(base).text for base in range(1, 1000) if rf(base).text[2:4] == "98")
    same = f"RF01{low[4:]}"
    assert remainder(same) == remainder(low) == 1
    with pytest.raises(BadReference, match="don't fit"):
        read(same)


def test_a_reference_can_only_be_right():
    with pytest.raises(BadReference):
        Reference(OGM, "090933755494")
    with pytest.raises(ValueError, match="no kind"):
        Reference("iban", "090933755493")
    for base in (0, -1, MOST_BASE + 1):
        with pytest.raises(ValueError, match="base number"):
            rf(base)
    assert re.fullmatch(r"[0-9]{12}", ogm(MOST_BASE).text)
