"""Whatever else a file is, it is refused in a sentence: no traceback, no silent zero, and never half of it."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entredon.pure.money.statements import reading, xml
from entredon.pure.money.statements.reading import read
from entredon.pure.money.statements.statement import Unreadable
from entredon.pure.money.statements.table import Mapping
from entredon.pure.money.statements.tests import writing
from entredon.pure.money.statements.tests.writing import line, statement

CAMT = writing.camt(statement(line(500, text="Café"), line(-200)))
CODA = writing.coda(statement(line(500, text="Café"), line(-200)))
MAPPING = Mapping(columns={"date": "Datum", "amount": "Bedrag"}, account=writing.ACCOUNT, currency="EUR")


def refused(raw: bytes | str, *says: str, mapping: Mapping | None = None) -> None:
    with pytest.raises(Unreadable) as trouble:
        read(raw.encode() if isinstance(raw, str) else raw, mapping)
    for text in says:
        assert text in str(trouble.value)


def zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("statement.xml", CAMT)
    return stream.getvalue()


@pytest.mark.parametrize(("raw", "says"), [
    (b"", "empty"), (b" \r\n", "empty"), (b"\xef\xbb\xbf", "empty"), (b"\xff\xfe", "empty"), (zipped(), "zip"),
    (b"\x1f\x8b\x08", "compressed"),
    (b"%PDF-1.7", "PDF"), (b"\x89PNG\r\n", "picture"), (b"\xd0\xcf\x11\xe0", "workbook"), (b"<!DOCTYPE html><html>", "web page"),
    (b"<html><body>Sign in</body></html>", "web page"), (b":20:123\r\n:25:NL", "MT940"), (b"OFXHEADER:100", "OFX"), (b"{}", "JSON"),
    (b"hello", "no bank statement"), (b"\x00\x01\x02\x03" * 99, "binary"), (b"a;b;c\n1;2;3\n", "columns a, b, c"),
    ("<Document><CstmrCdtTrfInitn/></Document>", "pain"), ("<Document><CstmrPmtStsRpt/></Document>", "pain.002"), ("<a/>", "XML"),
    (writing.camt(), "no statement at all"),
])  # fmt: skip
def test_what_it_is_instead_is_named(raw, says):
    refused(raw, says)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
) + "]>"  # fmt: skip


@pytest.mark.parametrize("head", [
    BOMB, '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>', "<!DOCTYPE x>",
])  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_types_and_entities_are_refused_where_they_are_declared(head, encoding):
    raw = CAMT.replace("<Document", head + "<Document").replace("UTF-8", encoding).replace("Café", "&l;&f;")
    begun = time.process_time()
    refused(raw.encode(encoding), "document type or entities")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(("was", "becomes", "says"), [
    ("</Document>", "</Document>" + CAMT, "a second document"), ("</Document>", "</Document><Document/>", "a second document"),
    ("</BkToCstmrStmt>", "</BkToCstmrStmt><BkToCstmrStmt></BkToCstmrStmt>", "2 messages"), ("</Document>", "", "in the middle"),
    ("</Stmt>", "", "not well-formed"), ("UTF-8", "klingon", "encoding"), ("UTF-8", "UTF-16", "encoding"), ("UTF-8", "gbk", "encoding"),
    ("Café", "&eacute;", "undefined entity"), ("Café", "\x01", "encoding"),
    ('<Amt Ccy="EUR">5.00</Amt>', "", "no amount"), (">5.00<", "><", "no amount"), (">5.00<", ">-5.00<", "not an amount"),
    (">5.00<", ">5,00<", "not an amount"), (">5.00<", ">5e2<", "not an amount"), (">5.00<", ">٥.٠٠<", "not an amount"),
    (">5.00<", ">NaN<", "not an amount"), (">5.00<", f">{'9' * 5000}<", "not an amount"),
    (">5.00<", ">90071992547409.92<", "more than any"),
    (">5.00<", ">5.001<", "more decimals"), ('Ccy="EUR">5.00', 'Ccy="JPY">5.50', "more decimals"),
    ('Ccy="EUR">5.00', 'Ccy="XYZ">5.00', "XYZ"),
    ('Ccy="EUR">5.00', ">5.00", "no currency"), ("CRDT</CdtDbtInd><Rvsl", "</CdtDbtInd><Rvsl", "came in or went out"),
    ("<Sts><Cd>BOOK</Cd></Sts>", "", "booked"), ("<Dt>2026-11-02</Dt>", "<Dt>2026-02-30</Dt>", "not a day"),
    ("<BookgDt><Dt>2026-11-02</Dt></BookgDt><ValDt><Dt>2026-11-02</Dt></ValDt>", "", "no day"),
    ("<IBAN>BE68539007547034</IBAN>", "", "which account"), ("2026-11-02T00:00", "2026-12-02T00:00", "before it begins"),
])  # fmt: skip
def test_what_is_wrong_in_camt_is_named(was, becomes, says):
    raw = CAMT.replace(was, becomes)
    assert raw != CAMT
    refused(raw, says)


def test_other_bytes_than_the_encoding_says_are_refused():
    refused(CAMT.encode("latin-1"), "encoding")
    assert read(CAMT.replace("UTF-8", "ISO-8859-1").encode("latin-1"))[0].lines[0].text == "Café"


def test_two_closing_balances_of_one_day_are_refused():
    again = CAMT[CAMT.index("<Bal>") : CAMT.index("</Bal>") + 6].replace("0.00", "7.00")
    refused(CAMT.replace("<Bal>", again + "<Bal>", 1), "two different balances")


def test_amounts_that_are_absurd_together_are_refused():
    most = (1 << 53) - 1
    refused(writing.camt(statement(line(most), line(-most))), "add up to more")


def test_what_is_huge_stops_early(monkeypatch):
    refused("<a>" * 1000, "elements deep")
    monkeypatch.setattr(xml, "MOST_HELD", 1000)
    monkeypatch.setattr(xml, "MOST_TAG", 1000)
    monkeypatch.setattr(reading, "MOST_BYTES", 3 << 20)
    refused("<Document>" + "<a/>" * 2000 + "</Document>", "too much")
    refused("<Document " + 'a="1234567" ' * 90_000, "tag or comment")
    refused(b"x" * ((3 << 20) + 1), "larger than 3 MB")


RECORDS = CODA.split("\r\n")[:-1]


@pytest.mark.parametrize(("raw", "says"), [
    ("\r\n".join(RECORDS[:-1]), "before the record that closes"), ("\r\n".join(RECORDS[:3] + RECORDS[5:]), "should have"),
    ("\r\n".join([*RECORDS, RECORDS[-1]]), "after the record"), (CODA.replace("\r\n", " \r\n", 1), "129 characters"),
    (CODA.replace("0000000000005000", "000000000000500x", 1), "not an amount"),
    (CODA.replace("0000000000005000", "0000000000005001", 1), "more decimals"),
    (CODA.replace("0000000000005000", "0000000000006000", 1), "totals"), (CODA.replace("021126", "310226"), "not a day"),
    ("\r\n".join(RECORDS[:1] + RECORDS[2:]), "where it can't"), (CODA[:127] + "1" + CODA[128:], "version 2"),
    (CODA.replace("\r\n21", "\r\n29", 1), "doesn't continue"), (CODA[:128], "before the record that closes"),
])  # fmt: skip
def test_what_is_wrong_in_coda_is_named(raw, says):
    assert raw != CODA
    refused(raw.encode("cp1252"), says)


@pytest.mark.parametrize(("text", "says"), [
    ("Datum;Bedrag\n31/02/2026;5,00\n", "Row 2, Datum"), ("Datum;Bedrag\n;5,00\n", "Row 2, Datum"),
    ("Datum;Bedrag\n1/2/2026;\n", "Row 2, Bedrag"),
    ("Datum;Bedrag\n1/2/2026;5.00\n", "not clear"), ("Datum;Bedrag\n1/2/2026;1,234,5\n", "not clear"),
    ("Datum;Bedrag\n1/2/2026;5,005\n", "more decimals"),
    ("Datum;Bedrag\n1/2/2026;=1+1\n", "not an amount"), ("Datum;Bedrag\n1/2/2026;5,00;9\n", "more cells"),
    ("Datum;Amount\n1/2/2026;5,00\n", "no column “Bedrag”"),
    ("Datum;Bedrag\n", "no rows"), ("Datum;Bedrag\n1/2/2026;99999999999999999,00\n", "more than any"),
])  # fmt: skip
def test_what_is_wrong_in_a_table_is_named(text, says):
    refused(text, says, mapping=MAPPING)


@pytest.mark.parametrize(("mapping", "says"), [
    (Mapping(columns={}), "day of booking"), (Mapping(columns={"date": "Datum"}), "amount"),
    (Mapping(columns={"when": "Datum"}), "no “when”"),
    (Mapping(columns=MAPPING.columns), "which account"), (Mapping(columns=MAPPING.columns, account="BE1"), "which currency"),
    (Mapping(columns=MAPPING.columns, account="BE1", currency="eur"), "capitals"),
    (Mapping(columns=MAPPING.columns, account="BE1", currency="EUR", decimal="x"), "comma or a point"),
    (Mapping(columns=MAPPING.columns, account="BE1", currency="EUR", days="x"), "written as"),
])  # fmt: skip
def test_what_a_mapping_lacks_is_named(mapping, says):
    refused("Datum;Bedrag\n1/2/2026;5,00\n", says, mapping=mapping)


@given(
    st.sampled_from([CAMT.encode(), CODA.encode("cp1252"), b"Datum;Bedrag\n1/2/2026;5,00\n2/2/2026;-1.005,10\n"]),
    st.data(),
)
@settings(deadline=None, max_examples=150)
def test_damaged_bytes_are_read_or_refused_and_nothing_else(raw, data):
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(raw)))
        new = data.draw(
            st.one_of(st.just(b""), st.binary(max_size=3), st.sampled_from([b"<", b"9" * 20, b"\r\n", b"\0", raw]))
        )
        raw = raw[:at] + new + raw[at + data.draw(st.integers(0, 20)) :]
    try:
        sentence = "read." if read(raw, MAPPING) else ""
    except Unreadable as trouble:
        sentence = str(trouble)
    assert sentence.endswith((".", "?"))


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_rubbish_is_refused(raw):
    for mapping in (None, MAPPING):
        try:
            read(raw, mapping)
        except Unreadable:
            continue
