"""``entredon take-statement``: a steward's machine takes statements into the books."""

import json
from pathlib import Path

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.treasury.tests.banking import ACCOUNT, OTHER, bank, camt, later, line, standing, statement
from entredon.cli.main import run_command
from entredon.log import device
from entredon.log.models import Log
from entredon.testing_cast import Cast

FIRST = statement(line(50_000, name="Dora", account=OTHER), line(-1_250, "2026-11-03"), opening=10_000)
THIRD = later(FIRST, line(-300, "2026-11-09"), start="2026-11-06")


class Machine:
    """Merel has a bank account, and this machine's key is a steward's."""

    def __init__(self, cast: Cast, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.cast, self.folder, self.capsys = cast, folder, capsys
        self.me = cast.join(device.key(cast.slug), "Mieke Machine")
        bank(cast, 10_000)

    def steward(self) -> None:
        self.cast.say(RoleGiven(person=self.me, role="steward"))

    def file(self, raw: bytes, name: str = "november.xml") -> str:
        (self.folder / name).write_bytes(raw)
        return str(self.folder / name)

    def run(self, *arguments: str, code: int = 0) -> tuple[str, str]:
        assert run_command(["take-statement", self.cast.slug, *arguments]) == code
        out, err = self.capsys.readouterr()
        assert "Traceback" not in out + err
        return out, err


@pytest.fixture
def machine(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Machine:
    return Machine(cast, tmp_path, capsys)


def test_a_statement_is_taken_and_known_the_second_time(machine: Machine) -> None:
    machine.steward()
    path = machine.file(camt(FIRST))
    out, _err = machine.run(path)
    assert "november.xml: main 2026-11-02–2026-11-03 taken." in out
    assert "In the books: 2 new lines. 0 found their place, 2 wait for somebody." in out
    assert standing(machine.cast) == (58_750, "2026-11-03")
    out, _err = machine.run(path)
    assert "known already" in out
    assert out.endswith("Nothing new is in the books.\n")


def test_programs_read_what_became_of_each(machine: Machine) -> None:
    machine.steward()
    data = json.loads(machine.run(machine.file(camt(FIRST)), machine.file(camt(THIRD), "later.xml"), "--json")[0])
    assert [one["state"] for one in data["statements"]] == ["taken", "taken"]
    assert [one["new"] for one in data["statements"]] == [2, 1]


def test_what_is_set_aside_or_no_statement_says_so_by_its_code(machine: Machine) -> None:
    machine.steward()
    out, _err = machine.run(machine.file(camt(statement(line(1), opening=3))), code=1)
    assert "set aside. It doesn't continue the last" in out
    out, _err = machine.run(machine.file(b"%PDF-1.7"), code=2)
    assert "not taken. This is a PDF" in out
    out, _err = machine.run(machine.file(camt(FIRST).replace(ACCOUNT.encode(), OTHER.encode())), code=2)
    assert "no account here" in out
    _out, err = machine.run(str(machine.folder / "nowhere.xml"), code=2)
    assert "There is no such file" in err


def test_only_a_steward_takes_statements(machine: Machine) -> None:
    before = Log.objects.get(slug=machine.cast.slug).size
    _out, err = machine.run(machine.file(camt(FIRST)), code=2)
    assert "Only a steward" in err
    assert Log.objects.get(slug=machine.cast.slug).size == before


def test_a_table_is_taken_with_its_mapping(machine: Machine) -> None:
    machine.steward()
    path = machine.file(b"Datum;Bedrag;Saldo;Wat\n02/11/2026;-12,50;87,50;Hosting\n", "november.csv")
    out, _err = machine.run(path, code=2)
    assert "say first what its columns mean" in out
    mapping = {
        "columns": {"date": "Datum", "amount": "Bedrag", "balance": "Saldo"},
        "account": ACCOUNT,
        "currency": "EUR",
    }
    out, _err = machine.run(path, "--mapping", machine.file(json.dumps(mapping).encode(), "mapping.json"))
    assert "taken." in out
