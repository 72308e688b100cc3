"""pain.002: what became of a message, a group and a payment, and files that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.money.payments import pain002
from entredon.pure.money.payments.elements import BadReport
from entredon.pure.money.payments.pain001 import write
from entredon.pure.money.payments.pain002 import (
    GROUP,
    MESSAGE,
    MIXED,
    PAYMENT,
    REJECTED,
    UNKNOWN,
    WAITING,
    outcomes,
    read,
)
from entredon.pure.money.payments.reasons import REASONS, TWICE, meaning
from entredon.pure.money.payments.tests.making import batch


def reason(code: str = "", *, own: str = "", words: str = "") -> str:
    inside = f"<Cd>{code}</Cd>" if code else f"<Prtry>{own}</Prtry>" if own else ""
    told = f"<AddtlInf>{words}</AddtlInf>" if words else ""
    return f"<StsRsnInf>{f'<Rsn>{inside}</Rsn>' if inside else ''}{told}</StsRsnInf>"


def single(id: str, code: str, *reasons: str) -> str:
    return (
        f"<TxInfAndSts><StsId>s-{id}</StsId><OrgnlInstrId>{id}</OrgnlInstrId><OrgnlEndToEndId>{id}</OrgnlEndToEndId>"
        f"<TxSts>{code}</TxSts>{''.join(reasons)}<OrgnlTxRef><Amt><InstdAmt Ccy='EUR'>1.00</InstdAmt></Amt></OrgnlTxRef>"
        "</TxInfAndSts>"
    )


def group(*singles: str, id: str = "run-7", code: str = "", reasons: str = "") -> str:
    status = f"<PmtInfSts>{code}</PmtInfSts>" if code else ""
    return (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{id}</OrgnlPmtInfId>{status}{reasons}{''.join(singles)}</OrgnlPmtInfAndSts>"
    )


def report(*groups: str, code: str = "", reasons: str = "", message: str = "m1", version: str = "001.10") -> bytes:
    status = f"<GrpSts>{code}</GrpSts>" if code else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.{version}"><CstmrPmtStsRpt>'
        "<GrpHdr><MsgId>bank-1</MsgId><CreDtTm>2026-11-27T08:00:00</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{status}{reasons}"
        f"</OrgnlGrpInfAndSts>{''.join(groups)}</CstmrPmtStsRpt></Document>"
    ).encode()


def told(data: bytes, *ids: str) -> dict[str, str]:
    return {id: status.comes_to for id, status in outcomes(read(data), "m1", "run-7", ids).items()}


@pytest.mark.parametrize("version", ["001.03", "001.10", "001.14"])
def test_all_three_levels_are_read(version):
    data = report(
        group(single("a", "RJCT", reason("AC04", words="compte clos")), single("b", "ACSC"), code="PART"),
        code="PART",
        version=version,
    )
    found = read(data)
    assert (found.id, found.created) == ("bank-1", "2026-11-27T08:00:00")
    assert (found.message.level, found.message.id, found.message.code, found.message.comes_to) == (
        MESSAGE,
        "m1",
        "PART",
        MIXED,
    )
    (one,) = found.groups
    assert (one.status.level, one.status.id, one.status.code) == (GROUP, "run-7", "PART")
    assert [(s.level, s.id, s.code) for s in one.payments] == [(PAYMENT, "a", "RJCT"), (PAYMENT, "b", "ACSC")]
    (why,) = one.payments[0].reasons
    assert (why.code, why.words, why.own) == ("AC04", "compte clos", False)
    assert "closed" in str(why.meaning)


def test_a_rejected_message_rejects_every_payment_with_its_reason():
    data = report(code="RJCT", reasons=reason("FF01"))
    assert told(data, "a", "b") == {"a": REJECTED, "b": REJECTED}
    assert outcomes(read(data), "m1", "run-7", ["a"])["a"].reasons[0].code == "FF01"


def test_a_rejected_group_rejects_its_payments_and_not_those_of_another():
    assert told(report(group(code="RJCT")), "a") == {"a": REJECTED}
    assert told(report(group(code="RJCT", id="run-8")), "a") == {}


def test_what_is_said_of_a_payment_wins_over_what_is_said_of_all():
    assert told(report(group(single("a", "RJCT"), code="ACSP")), "a", "b") == {"a": REJECTED, "b": WAITING}
    assert told(report(group(single("a", "ACSC"), code="RJCT")), "a", "b") == {"a": WAITING, "b": REJECTED}


def test_of_some_accepted_payments_only_the_named_ones_are_known():
    assert told(report(group(single("a", "RJCT"), code="PART"), code="PART"), "a", "b") == {"a": REJECTED}
    assert told(report(group(single("a", "RJCT"))), "a", "b") == {"a": REJECTED}


def test_nothing_is_known_where_the_bank_contradicts_itself():
    assert told(report(group(single("a", "RJCT"), single("a", "ACSC"), single("b", "RJCT"))), "a", "b") == {
        "b": REJECTED
    }
    assert told(report(group(code="RJCT"), group(code="ACCP")), "a") == {}


def test_a_report_about_another_message_says_nothing():
    assert told(report(code="RJCT", message="other"), "a") == {}


def test_an_unknown_status_is_no_rejection_and_no_acceptance():
    found = read(report(code="XXXX")).message
    assert found.comes_to == UNKNOWN
    assert "XXXX" in str(found.meaning)
    assert told(report(code="XXXX"), "a") == {}


def test_payments_outside_a_group_are_read_too():
    assert told(report(single("a", "RJCT", reason("AM04"))), "a", "b") == {"a": REJECTED}


def test_reasons_in_the_banks_own_words():
    found = read(report(code="RJCT", reasons=reason(own="X99") + reason(words="bel ons") + reason())).message
    assert [(why.code, why.words, why.own) for why in found.reasons] == [("X99", "", True), ("NARR", "bel ons", False)]
    assert "X99" in str(found.reasons[0].meaning)


@pytest.mark.parametrize("code", sorted(TWICE))
def test_what_is_turned_down_for_being_sent_twice_is_not_rejected_as_the_first_may_be_paid(code):
    assert told(report(code="RJCT", reasons=reason(code)), "a") == {"a": WAITING}
    assert told(report(group(single("a", "RJCT", reason(own=code)))), "a") == {"a": WAITING}
    assert "before paying again" in str(meaning(code))


STATUSES = st.sampled_from(("RJCT", "ACSC", "PDNG", "PART", "ACCP", "XXXX"))


@given(st.dictionaries(st.sampled_from("abcdef"), STATUSES), STATUSES | st.just(""), STATUSES | st.just(""))
def test_a_payment_is_rejected_only_where_the_nearest_word_is_a_rejection(singles, of_group, of_message):
    data = report(group(*(single(id, code) for id, code in singles.items()), code=of_group), code=of_message)
    for id in "abcdefg":
        nearest = singles.get(id) or of_group or of_message
        assert (told(data, id).get(id) == REJECTED) == (nearest == "RJCT")


BOMB = b'<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;&l;">]>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"hello", "well-formed"),
        (report()[:-20], "well-formed"),
        (report() + report(), "something follows"),
        (report().replace(b"<Document", BOMB + b"<Document"), "document type or entities"),
        (report().replace(b"<Document", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><Document'), "document type"),
        (report().replace(b"UTF-8", b"klingon"), "encoding"),
        (report().replace(b"bank-1", b"\xff\xfe"), "well-formed"),
        (report().replace(b"</GrpHdr>", b"</GrpHdr>" + b"<x>" * 70 + b"</x>" * 70), "deeper"),
        (write(batch()), "no status report of payments .* “Document”"),
        (b"<html><body/></html>", "no status report of payments .* “html”"),
        (report(message=""), "which message"),
        (report(group(single("", "RJCT"))), "without naming it"),
        (report().replace(b"</Document>", report()[report().index(b"<CstmrPmtStsRpt>") :]), "2 status reports"),
        (b" " * (pain002.MOST_BYTES + 1), "larger than 16 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_report_is_refused_with_a_sentence(data, says):
    with pytest.raises(BadReport, match=says):
        read(data)


@pytest.mark.parametrize("limit", ["MOST_ELEMENTS", "MOST_KEPT"])
def test_a_report_of_far_too_much_is_left_early(monkeypatch, limit):
    monkeypatch.setattr(pain002, limit, 1_000)
    with pytest.raises(BadReport, match="larger or deeper"):
        read(report(group(*(single(f"p{n}", "RJCT") for n in range(500)))))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_report_or_a_sentence(data):
    with pytest.raises(BadReport):
        read(data)


@given(st.integers(0, 600), st.binary(min_size=1, max_size=3))
def test_a_damaged_report_is_read_or_refused(at, instead):
    data = report(group(single("a", "RJCT", reason("AC01"))), code="PART")
    try:
        found = read(data[:at] + instead + data[at + len(instead) :])
    except BadReport as trouble:
        found = str(trouble)
    assert found


def test_the_common_reasons_have_a_meaning_and_unknown_ones_are_shown():
    assert {"AC01", "AC04", "AC06", "AM04", "MD07", "RC01", "MS03", "BE04"} <= set(REASONS)
    for code, sentence in REASONS.items():
        assert len(code) == 4
        assert str(sentence).endswith(".")
        assert meaning(code) is sentence
    assert "“ZZ99”" in str(meaning("ZZ99"))
