"""VAT numbers: refused only where they are none; odd ones are kept, with a doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.money.vat import BadVat, vat


@pytest.mark.parametrize(
    ("text", "country", "number", "shown"),
    [
        ("BE 0403.170.701", "", "BE0403170701", "BE 0403.170.701"),
        ("be0403170701", "NL", "BE0403170701", "BE 0403.170.701"),
        ("0403.170.701", "BE", "BE0403170701", "BE 0403.170.701"),
        ("403170701", "be", "BE0403170701", "BE 0403.170.701"),
        ("FR 61 954 506 077", "", "FR61954506077", "FR 61954506077"),
        ("GR 094259216", "", "EL094259216", "EL 094259216"),
        ("094259216", "GR", "EL094259216", "EL 094259216"),
        ("DE 136,695 976", "", "DE136695976", "DE 136695976"),
        ("IE 6433435F", "", "IE6433435F", "IE 6433435F"),
        ("GB 980 7806 84", "", "GB980780684", "GB 980780684"),
        ("NO 995 525 828 MVA", "", "NO995525828MVA", "NO 995525828MVA"),
        ("CHE-107.787.577 MWST", "", "CHE107787577MWST", "CHE107787577MWST"),
    ],
)
def test_usual_spellings_are_read(text, country, number, shown):
    found = vat(text, country)
    assert (found.text, found.shown, found.doubt) == (number, shown, None)
    assert found.country == number[:2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("BE 0403.170.702", "check digits"),
        ("BE 0403.170", "longer or shorter"),
        ("BE 9403.170.701", "."),
        ("US 12 3456789", "begin with US aren't known"),
    ],
)
def test_what_looks_odd_is_kept_with_a_doubt(text, says):
    found = vat(text)
    assert says in str(found.doubt)
    assert found.text.startswith(text[:2])


@pytest.mark.parametrize(
    ("text", "country", "says"),
    [
        ("", "BE", "missing"),
        ("0403.170.701", "", "Begin the VAT number with the two letters"),
        ("none", "BE", "hardly any digits"),
        ("BE 0403_170", "", "“_” doesn't belong"),
        ("1" * 50, "BE", "too long"),
    ],
)
def test_what_is_none_is_refused(text, country, says):
    with pytest.raises(BadVat, match=says):
        vat(text, country)


@given(
    st.text(max_size=50) | st.from_regex(r"[A-Z]{2}[0-9A-Z]{2,14}", fullmatch=True),
    st.sampled_from(("", "BE", "NL", "é")),
)
def test_any_text_is_a_number_with_or_without_a_doubt_or_a_sentence(text, country):
    try:
        found = vat(text, country)
    except BadVat as trouble:
        said = str(trouble)
    else:
        said = str(found.doubt or found.shown)
    assert said.isprintable()
