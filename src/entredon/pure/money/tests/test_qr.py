"""Payment codes: everything is checked before, and what is drawn is read again by another library."""

import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from entredon.pure.money.payments.tests.making import IBANS, LATIN, NAMES, OURS, REFERENCES, checked, swiss
from entredon.pure.money.qr import MOST_BYTES, MOST_MINOR, QUIET, BadCode, drawn, epc
from entredon.pure.money.references import ogm, rf

SCALE = 3


def picture(svg: str) -> Image.Image:
    """The drawing as a picture, a pixel for each module: the plain rectangles of its one path, dark on light."""
    root = ElementTree.fromstring(svg)
    side = int(root.get("viewBox").split()[2])
    drawing = Image.new("L", (side, side), 255)
    path = root.find("{http://www.w3.org/2000/svg}path").get("d")
    rectangles = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path)
    assert "".join(f"M{x} {y}h{n}v1h-{back}z" for x, y, n, back in rectangles) == path
    for x, y, n, back in rectangles:
        assert n == back
        drawing.paste(0, (int(x), int(y), int(x) + int(n), int(y) + 1))
    return drawing


def seen(svg: str):
    """What a reader of codes finds in the drawing."""
    drawing = picture(svg)
    larger = drawing.resize((drawing.width * SCALE, drawing.height * SCALE), Image.Resampling.NEAREST)
    found = zxingcpp.read_barcodes(larger, formats=zxingcpp.BarcodeFormat.QRCode, try_rotate=False, try_invert=False)
    assert len(found) == 1
    return found[0]


def content(svg: str) -> str:
    return seen(svg).bytes.decode()


@given(NAMES, IBANS, st.integers(1, MOST_MINOR), REFERENCES | st.text(LATIN, max_size=60))
@settings(max_examples=60, deadline=None)
def test_what_is_drawn_is_read_again(name, iban, minor, message):
    bic = "UBSWCHZH80A" if iban.startswith("CH") else ""
    text = epc(name, iban, minor, message, bic=bic)
    assert content(drawn(text, "Pay")) == text
    lines = text.split("\n")
    assert lines[:5] == ["BCD", "002", "1", "SCT", bic]
    assert len(lines) <= 11
    amount = re.fullmatch(r"EUR([0-9]{1,9})\.([0-9]{2})", lines[7])
    assert int(amount[1] + amount[2]) == minor
    assert len(text.encode()) <= MOST_BYTES


@given(
    st.text(max_size=90),
    st.text(max_size=40) | IBANS,
    st.integers(),
    st.text(max_size=160) | REFERENCES,
    st.sampled_from(("", "X", "GEBABEBB")),
)
@settings(max_examples=100, deadline=None)
def test_anything_becomes_a_code_that_fits_or_a_sentence(name, iban, minor, message, bic):
    try:
        said = epc(name, iban, minor, message, bic=bic)
    except BadCode as trouble:
        said = str(trouble)
        assert said.isprintable()
    else:
        assert len(said.encode()) <= MOST_BYTES
        assert 8 <= said.count("\n") + 1 <= 11


def test_each_thing_stands_in_its_line():
    assert epc("Zoë", OURS, 12_345, rf(7), bic="gebabebb").split("\n") == [
        "BCD", "002", "1", "SCT", "GEBABEBB", "Zoë", "BE68539007547034", "EUR123.45", "", rf(7).text,
    ]  # fmt: skip
    assert epc("Zoë", OURS, 1, ogm(7)).split("\n")[7:] == ["EUR0.01", "", "", "+++000/0000/00707+++"]
    assert epc(" Zoe\u0308 ", OURS, MOST_MINOR, "Dank je").split("\n")[5:] == [
        "Zoë", "BE68539007547034", "EUR999999999.99", "", "", "Dank je",
    ]  # fmt: skip
    assert epc("Zoë", OURS, 100).split("\n")[-1] == "EUR1.00"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "holder is missing"),
        ({"name": "x" * 71}, "has 71 characters; .* room for 70"),
        ({"name": "Zo\ne"}, "line break"),
        ({"name": "Zo\u2028e"}, "line break"),
        ({"name": "Zo\ud800"}, "half a character"),
        ({"iban": "BE68 5390 0754 7035"}, "don't fit"),
        ({"iban": checked("BR", "00360305000010009795493C1")}, "No SEPA transfer reaches an account in BR"),
        ({"iban": swiss(1)}, "An account in CH is outside .* needs the bank's BIC"),
        ({"minor": 0}, "0.01 to 999,999,999.99 EUR"),
        ({"minor": -5}, "0.01 to"),
        ({"minor": MOST_MINOR + 1}, "0.01 to"),
        ({"currency": "USD"}, "euros only, not for USD"),
        ({"bic": "GEBA"}, "8 or 11 characters"),
        ({"message": "x" * 141}, "has 141 characters"),
        ({"message": "a\rb"}, "line break"),
        ({"name": "é" * 70, "message": "é" * 140}, "too long for a payment code: 463 bytes, at most 331"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mistake_is_told_before_anything_is_drawn(change, says):
    good = {"name": "Zoë", "iban": OURS, "minor": 5, "message": "Dank je"}
    assert epc(**good)
    with pytest.raises(BadCode, match=says):
        epc(**(good | change))


def test_the_largest_code_is_still_read():
    text = epc("é" * 62, OURS, 1, "y" * 140)
    full = text + "z" * (MOST_BYTES - len(text.encode()))
    found = seen(drawn(full, "Pay"))
    assert found.bytes.decode() == full
    assert found.ec_level == "M"


def test_the_drawing_has_a_quiet_margin_a_title_and_no_colour_of_its_own():
    svg = drawn(epc("Zoë", OURS, 5), "Pay <5> & smile\x00")
    drawing = picture(svg)
    dark = drawing.point(lambda light: 255 - light).getbbox()
    assert dark == (QUIET, QUIET, drawing.width - QUIET, drawing.height - QUIET)
    assert 'fill="currentColor"' in svg
    assert "style" not in svg
    assert ElementTree.fromstring(svg).find("{http://www.w3.org/2000/svg}title").text == "Pay <5> & smile"
