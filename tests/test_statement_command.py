"""``entredon statement``: what it tells people and programs of statements, and what it says of other files."""

import json
from pathlib import Path

import pytest

from entredon.cli.main import run_command
from entredon.pure.money.statements.tests import writing
from entredon.pure.money.statements.tests.writing import line, statement

FIRST = statement(line(50_000, text="+++090/9337/55493+++", name="Ada Vermeer", account=writing.OTHER), opening=10_000)
SECOND = statement(line(-1_250, "2026-11-03"), opening=60_000, start="2026-11-03", number="2")
TABLE = "Datum;Omschrijving;Bedrag;Saldo\n01/02/2026;Hosting;-12,50;87,50\n02/02/2026;Gift;10,00;97,50\n"


@pytest.fixture
def file(tmp_path: Path):
    def write(name: str, content: str | bytes) -> str:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return str(tmp_path / name)

    return write


def told(capsys, *arguments: str, code: int = 0) -> str:
    assert run_command(["statement", *arguments]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert bool(err) is (code == 2), err
    return out


def test_people_read_a_row_for_each_and_what_comes_of_them(file, capsys):
    out = told(capsys, file("november.xml", writing.camt(FIRST)), file("next.cod", writing.coda(SECOND)))
    for text in ("BE68539007547034", "november.xml", "next.cod", "2026-11-02", "100.00", "600.00", "587.50", "taken"):
        assert text in out
    assert out.endswith("Would be taken: 2 of 2, with 2 new lines. Nothing was booked.\n")


def test_programs_get_all_that_was_read(file, capsys):
    path = file("november.xml", writing.camt(FIRST))
    data = json.loads(told(capsys, path, "--json"))
    [found] = data["statements"]
    assert (data["taken"], data["announced"], data["quarantined"], data["unreadable"]) == (1, 0, 0, [])
    assert (found["file"], found["format"], found["verdict"], found["because"]) == (
        path,
        "camt.053.001.08",
        "taken",
        None,
    )
    assert (found["opening"], found["closing"]) == (
        {"minor": 10_000, "day": "2026-11-02"},
        {"minor": 60_000, "day": "2026-11-02"},
    )
    assert (found["booked"], found["new"], len(found["sha256"])) == (50_000, 1, 64)
    [only] = found["lines"]
    assert (only["minor"], only["name"], only["account"], only["text"], only["batch"]) == (
        50_000, "Ada Vermeer", writing.OTHER, "+++090/9337/55493+++", None,
    )  # fmt: skip
    assert len(only["fingerprint"]) == 64


def test_the_same_twice_in_any_order_brings_nothing_twice(file, capsys):
    one, other = file("1.xml", writing.camt(FIRST)), file("2.xml", writing.camt(FIRST, SECOND))
    for order in ((one, other, one), (other, one, other)):
        data = json.loads(told(capsys, *order, "--json"))
        assert sum(each["new"] for each in data["statements"]) == 2
    assert "known already" in told(capsys, one, one)


def test_what_does_not_fit_is_set_aside_with_its_figures_and_code_1(file, capsys):
    wrong = file("wrong.xml", writing.camt(statement(line(500), opening=100, closing=599)))
    out = told(capsys, wrong, code=1)
    assert "set aside" in out
    assert "€6.00" in out
    assert "€5.99" in out
    assert "−€0.01" in out
    gap = file("gap.xml", writing.camt(statement(line(500, "2026-11-05"), opening=7, start="2026-11-05")))
    assert "a statement between them is missing" in told(capsys, file("1.xml", writing.camt(FIRST)), gap, code=1)


def test_an_account_with_one_wrong_digit_is_told_though_its_sums_fit(file, capsys):
    path = file("november.xml", writing.camt(FIRST).replace("BE68539007547034", "BE68539007547043"))
    assert "november.xml, BE68539007547043: The check digits of the IBAN BE68 5390 0754 7043 don't fit" in told(
        capsys, path
    )


def test_what_only_announces_is_no_fault(file, capsys):
    out = told(capsys, file("a.xml", writing.camt(FIRST, message="BkToCstmrDbtCdtNtfctn", tag="Ntfctn")))
    assert "only announces" in out
    assert "Only announce what a later statement books: 1." in out


def test_a_table_is_read_once_somebody_says_what_its_columns_mean(file, capsys):
    path = file("bank.csv", TABLE)
    assert run_command(["statement", path]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    proposal = json.loads(err[err.index("{") :])
    assert proposal["columns"] == {"amount": "Bedrag", "balance": "Saldo", "date": "Datum", "text": "Omschrijving"}
    proposal |= {"account": "BE68 5390 0754 7034", "currency": "EUR"}
    mapping = file("mapping.json", json.dumps(proposal))
    data = json.loads(told(capsys, path, "--mapping", mapping, "--json"))
    [found] = data["statements"]
    assert (found["account"], found["opening"]["minor"], found["closing"]["minor"]) == (writing.ACCOUNT, 10_000, 9_750)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"), (b"PK\x03\x04", "zip"), (b"hello", "no bank statement"), (writing.camt(FIRST)[:900].encode(), "in the middle"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_told_with_its_name_and_code_2(file, capsys, content, says):
    path = file("x.xml", content)
    assert run_command(["statement", path]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{path}: ")
    assert says in err


def test_the_others_are_judged_beside_one_that_can_not_be_read(file, capsys, tmp_path):
    out = told(capsys, file("1.xml", writing.camt(FIRST)), str(tmp_path), code=2)
    assert "Would be taken: 1 of 1" in out
    data = json.loads(told(capsys, str(tmp_path / "nowhere"), "--json", code=2))
    assert data["unreadable"] == [{"because": "There is no such file.", "file": str(tmp_path / "nowhere")}]


def test_a_mapping_that_is_none_is_told(file, capsys, tmp_path):
    for mapping in (file("m.json", "{"), file("n.json", '{"columns":{},"more":1}'), str(tmp_path / "nowhere")):
        assert run_command(["statement", file("bank.csv", TABLE), "--mapping", mapping]) == 2
        assert mapping in capsys.readouterr().err


def test_names_of_files_and_of_payers_can_not_steer_the_terminal(file, capsys):
    wrong = statement(line(500, name="\x85x"), account="\u202eBE[red]", closing=1)
    out = told(capsys, file("a\x1b[31m.xml", writing.camt(wrong)), code=1)
    assert "\x1b" not in out
    assert "\u202e" not in out
