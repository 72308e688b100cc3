"""Whom a line pays: every right reference is found however it is written, and none that only looks like one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from entredon.pure.money import references
from entredon.pure.money.statements.matching import match, near
from entredon.pure.money.statements.tests.writing import line

BASES = st.integers(1, references.MOST_BASE)
AROUND = st.sampled_from(
    ["", "Thanks ", "betaling factuur 2026/0042: ", "REF:", "invoice 12 ", "26-11-2026 ", "(", "1. "]
)
AFTER = st.sampled_from(["", " thanks", " 12,50 EUR", ".", " for order", "\n", ")", ", 2 tickets"])


def ogm_spellings(text):
    a, b, c = text[:3], text[3:7], text[7:]
    marked = [f"+++{a}/{b}/{c}+++", f"***{a}/{b}/{c}***", f"+++ {a} / {b} / {c} +++", f"++{a}/{b}/{c}++", f"+++{a}{b}{c}+++",
              f"+++{a}/{b}/{c[:2]} {c[2:]}+++", f"+++{a}-{b}-{c}+++", f"+++{text.replace('0', 'O').replace('1', 'l')}+++"]  # fmt: skip
    free = [text, f"{a}/{b}/{c}", f"{a} {b} {c}", f"{a}.{b}.{c}", f"{a}-{b}-{c}", f"{a}/{b}/{c}".replace("/", " / "),
            f"{text[:5]} {text[5:]}", f"+{a}/{b}/{c}+"]  # fmt: skip
    return marked + free


def rf_spellings(text):
    four = " ".join(text[at : at + 4] for at in range(0, len(text), 4))
    return [
        text,
        four,
        text.lower(),
        four.lower(),
        four.replace(" ", "-"),
        f"{text[:9]} {text[9:]}",
        text.replace("0", "O"),
        f"RF {text[2:]}",
    ]


@given(BASES, st.sets(BASES, max_size=30), AROUND, AFTER, st.data())
@settings(deadline=None, max_examples=80)
def test_every_right_reference_is_found_however_it_is_written(base, others, before, after, data):
    kind = data.draw(st.sampled_from([references.rf, references.ogm]))
    wanted = kind(base)
    asked = {wanted, *(make(other) for other in others for make in (references.rf, references.ogm))}
    spelled = data.draw(st.sampled_from((ogm_spellings if wanted.kind == "ogm" else rf_spellings)(wanted.text)))
    assert match(line(100, text=before + spelled + after), asked) == (wanted,)
    assert match(line(100, structured=(wanted.text,), text="whatever"), asked) == (wanted,)


def test_two_that_are_paid_at_once_are_both_found():
    one, other = references.ogm(90_933_7554), references.rf(77)
    assert match(line(100, text=f"{one.shown} en {other.shown}"), {one, other}) == (one, other)


@st.composite
def mistakes(draw):
    """A reference with one mistake, and whether somebody could be meant by it."""
    wanted = draw(st.sampled_from([references.rf, references.ogm]))(draw(BASES))
    head, digits = ("RF", wanted.text[2:]) if wanted.kind == "rf" else ("", wanted.text)
    at = draw(st.integers(0, len(digits) - 1))
    digit = draw(st.sampled_from("0123456789"))
    kind = draw(st.sampled_from(["wrong", "swapped", "missing", "doubled"]))
    if kind == "wrong":
        typed = digits[:at] + digit + digits[at + 1 :]
    elif kind == "swapped":
        typed = digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :]
    elif kind == "missing":
        typed = digits[:at] + digits[at + 1 :]
    else:
        typed = digits[:at] + digit + digits[at:]
    return wanted, head + typed


@given(st.sets(BASES, min_size=1, max_size=50), mistakes(), AROUND, AFTER)
@settings(deadline=None, max_examples=100)
def test_a_mistyped_reference_pays_for_nobody_but_is_a_suggestion(bases, drawn, before, after):
    wanted, typed = drawn
    if typed == wanted.text:
        return
    asked = {wanted, *(make(base) for base in bases for make in (references.rf, references.ogm))}
    told = line(100, text=before + typed + after)
    assert match(told, asked) == ()
    assert wanted in near(told, asked)


@given(st.sets(BASES, min_size=1, max_size=200), st.text("0123456789 +/.-RF", max_size=80))
@settings(deadline=None, max_examples=100)
def test_figures_by_chance_match_nothing(bases, text):
    asked = {make(base) for base in bases for make in (references.rf, references.ogm)}
    digits = "".join(c for c in text if c.isdigit())
    found = match(line(100, text=text), asked)
    assert all(reference.text.removeprefix("RF") in digits for reference in found)


def test_an_account_a_phone_or_a_part_of_a_longer_number_is_none():
    asked = {references.ogm(base) for base in (539_007_547, 5_390_075_470, 1_234_567_890)}
    text = references.ogm(1_234_567_890).text
    for written in (
        f"BE68{text}",
        f"9{text}",
        f"{text}9",
        f"{text[:4]} {text[4:8]} {text[8:]}0",
        f"A{text}",
        f"{text[:11]}",
    ):
        assert match(line(100, text=written), asked) == (), written


def test_the_beginning_of_a_longer_reference_is_not_taken_for_a_shorter_one():
    long = references.read("RF18 5390 0754 7034")
    assert match(line(1, text=long.shown), {long}) == (long,)
    shorter = {reference for reference in _all_rf(long.text) if reference != long}
    assert match(line(1, text="RF18 5390 0754 7O35"), shorter) == ()


def _all_rf(text):
    for end in range(5, len(text)):
        try:
            yield references.read(text[:end])
        except references.BadReference:
            continue


def test_two_references_in_one_text_are_both_found():
    first, second = references.rf(1_234_567_890), references.rf(9_876_543_210)
    for text in (
        f"{first.shown} and {second.shown}",
        f"{first.text} {second.text}",
        f"for {first.shown}, {second.text}",
    ):
        assert match(line(100, text=text), {first, second}) == (first, second)
