"""What is written as banks write it is read as it was: camt, CODA and tables, in any number and order."""

import hashlib
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entredon.pure.money.statements import reading
from entredon.pure.money.statements.statement import Batch, Statement
from entredon.pure.money.statements.table import Mapping
from entredon.pure.money.statements.tests import writing
from entredon.pure.money.statements.tests.writing import line, statement

MAPPING = Mapping(
    columns={"date": "Datum", "amount": "Bedrag", "balance": "Saldo", "name": "Naam tegenpartij", "other": "Tegenrekening",
             "text": "Mededeling", "servicer": "Volgnummer"}, account=writing.ACCOUNT, currency="EUR",
)  # fmt: skip
OPENING = st.integers(-(10**9), 10**9)


def read_back(told: list[Statement], raw: bytes, mapping: Mapping | None = None, **but: object) -> None:
    """Whether the same statements are read, with the hash of their bytes."""
    sha256 = hashlib.sha256(raw).hexdigest()
    assert reading.read(raw, mapping) == [replace(each, sha256=sha256, **but) for each in told]  # type: ignore[arg-type]


@given(st.lists(writing.histories(batched=True), min_size=1, max_size=2), OPENING, st.sampled_from(["02", "04", "08", "13"]),
       st.sampled_from(["UTF-8", "UTF-16", "ISO-8859-1", "windows-1252"]))  # fmt: skip
@settings(deadline=None, max_examples=30)
def test_camt_is_read_as_it_was_written(histories, opening, version, encoding):
    told = [replace(writing.cut(each, opening, 0, len(each) - 1), number=str(n)) for n, each in enumerate(histories)]
    raw = writing.camt(*told, version=version, declared=encoding).encode(encoding)
    read_back(told, raw, format=f"camt.053.001.{version}")


@given(st.lists(writing.histories(batched=True), min_size=1, max_size=2), OPENING, st.sampled_from(["cp1252", "utf-8"]))
@settings(deadline=None, max_examples=30)
def test_coda_is_read_as_it_was_written(histories, opening, encoding):
    told = [writing.cut(each, opening, 0, len(each) - 1) for each in histories]
    read = reading.read(writing.coda(*told).encode(encoding))
    assert [(each.opening, each.closing, each.account, each.id) for each in read] == [
        (each.opening, each.closing, each.account, each.id) for each in told
    ]
    for one, other in zip(read, told, strict=True):
        assert [replace(each, code="") for each in one.lines] == list(other.lines)


@given(writing.histories(), OPENING, st.booleans(), st.sampled_from(",."), st.sampled_from([("%d/%m/%Y", "dmy"), ("%Y-%m-%d", "iso")]),
       st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))  # fmt: skip
@settings(deadline=None, max_examples=30)
def test_a_table_is_read_as_it_was_written(history, opening, newest_first, decimal, days, encoding):
    kept = [
        [replace(each, end_to_end="", structured=(), value_date="", name=each.name) for each in day] for day in history
    ]
    told = writing.cut(kept, opening, 0, len(kept) - 1)
    if not told.lines:
        return
    raw = writing.table(told, newest_first=newest_first, decimal_sign=decimal, day=days[0]).encode(encoding)
    mapping = replace_mapping(days=days[1], decimal=decimal)
    [read] = reading.read(raw, mapping)
    lines = list(read.lines)[::-1] if newest_first else list(read.lines)
    assert lines == list(told.lines)
    if told.lines[0].date != told.lines[-1].date or not newest_first:
        assert (read.opening.minor, read.closing.minor) == (told.opening.minor, told.closing.minor)


def replace_mapping(**changed: object) -> Mapping:
    return msgspec.structs.replace(MAPPING, **changed)


@pytest.mark.parametrize(
    ("message", "tag"), [("BkToCstmrAcctRpt", "Rpt"), ("BkToCstmrDbtCdtNtfctn", "Ntfctn")]
)  # fmt: skip
def test_what_only_announces_says_so(message, tag):
    [read] = reading.read(writing.camt(statement(line(500)), message=message, tag=tag).encode())
    assert read.announces
    assert read.format in ("camt.052.001.08", "camt.054.001.08")


def test_what_is_not_booked_yet_is_no_line():
    [read] = reading.read(writing.camt(statement(line(500)), pending=True, version="02").encode())
    assert (len(read.lines), read.left_out, read.booked) == (1, 1, 500)


def test_credit_or_debit_tells_the_way_also_of_a_reversal():
    [read] = reading.read(writing.camt(statement(line(-500, reversal=True, returned="AC04"))).encode())
    [found] = read.lines
    assert (found.minor, found.reversal, found.returned) == (-500, True, "AC04")


def test_the_closing_balance_of_the_day_before_opens_as_well():
    raw = writing.camt(statement(line(500), opening=100)).replace("OPBD", "PRCD").encode()
    [read] = reading.read(raw)
    assert read.opening.minor == 100


def test_of_balances_for_each_day_the_first_and_the_last_count():
    two = writing.camt(statement(line(500), opening=100, end="2026-11-03"))
    middle = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">3.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>" for kind, day in (("CLBD", "2026-11-02"), ("OPBD", "2026-11-03"))
    )  # fmt: skip
    [read] = reading.read(two.replace("</Acct>", f"</Acct>{middle}").encode())
    assert (read.opening.minor, read.closing.minor) == (100, 600)


def test_a_batch_whose_details_dont_add_up_is_one_line():
    parts = [line(300, batch=Batch(500, 2, 1, payment="RUN7")), line(200, batch=Batch(500, 2, 2, payment="RUN7"))]
    raw = writing.camt(statement(*parts))
    [fits] = reading.read(raw.encode())
    assert [each.minor for each in fits.lines] == [300, 200]
    broken = raw.replace("</Refs><Amt Ccy=\"EUR\">3.00<", "</Refs><Amt Ccy=\"EUR\">2.99<")  # fmt: skip
    [read] = reading.read(broken.encode())
    assert [(each.minor, each.batch) for each in read.lines] == [(500, Batch(500, 2, 0, payment="RUN7"))]


def test_a_file_of_one_payment_that_is_booked_as_a_sum_keeps_its_name():
    one = Batch(-500, 1, 1, payment="RUN7")
    read = reading.read(writing.camt(statement(line(-500, batch=one))).encode())[0]
    assert [(each.minor, each.batch) for each in read.lines] == [(-500, one)]


def test_a_batch_told_in_another_currency_is_one_line():
    raw = writing.camt(statement(*[line(250, batch=Batch(500, 2, n)) for n in (1, 2)]))
    raw = raw.replace('</Refs><Amt Ccy="EUR">', '</Refs><Amt Ccy="USD">')
    [read] = reading.read(raw.encode())
    assert [each.minor for each in read.lines] == [500]


def test_each_currency_of_a_statement_is_one_of_its_own():
    euros, yen = statement(line(500)), statement(line(700), currency="JPY")
    assert [(each.currency, each.booked) for each in reading.read(writing.camt(euros, yen).encode())] == [
        ("EUR", 500),
        ("JPY", 700),
    ]
    inside = writing.camt(yen).partition("</Acct>")[2].partition("</Stmt>")[0]
    both = writing.camt(euros).replace("</Stmt>", inside + "</Stmt>")
    assert [(each.currency, each.booked, each.closing.minor) for each in reading.read(both.encode())] == [
        ("EUR", 500, 500),
        ("JPY", 700, 700),
    ]


@pytest.mark.parametrize(("currency", "minor"), [("JPY", 5), ("KWD", 5), ("CLF", 5), ("EUR", 9007199254740991)])
def test_amounts_have_the_decimals_of_their_currency(currency, minor):
    [read] = reading.read(writing.camt(statement(line(minor), currency=currency)).encode())
    assert read.lines[0].minor == minor


def test_money_that_comes_back_names_the_other_side_not_ours():
    back = statement(line(500, name="Ada Vermeer", account=writing.OTHER, reversal=True))
    raw = writing.camt(back).replace("Dbtr", "Cdtr")
    ours = f"<Dbtr><Pty><Nm>Merel vzw</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>{writing.ACCOUNT}</IBAN></Id></DbtrAcct>"
    [read] = reading.read(raw.replace("<RltdPties>", f"<RltdPties>{ours}").encode())
    assert (read.lines[0].name, read.lines[0].account) == ("Ada Vermeer", writing.OTHER)
