"""``entredon payouts`` and ``payout-file``: a steward's machine writes the file for the bank, the same each time."""

import json
import stat
from pathlib import Path

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.treasury.models import Run
from entredon.apps.treasury.tests.paying import Office
from entredon.cli.main import run_command
from entredon.log import device
from entredon.log.models import Log
from entredon.testing_cast import Cast

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def office(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    me = cast.join(device.key("merel"), "Mieke Machine")
    cast.say(RoleGiven(person=me, role="steward"))
    monkeypatch.chdir(tmp_path)
    made = Office(cast)
    made.paid_at("bob", "eve")
    return made


def called(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = run_command(list(arguments))
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


def test_the_file_is_written_once_told_of_and_the_same_each_time(
    office: Office, capsys: Capture, tmp_path: Path
) -> None:
    run = office.approved()
    code, out, err = called(capsys, "payout-file", run.id[:12])
    assert code == 0, err
    assert "2 payments of 50.00 EUR" in out
    assert "Recorded" in err
    written = tmp_path / f"payout-{run.id[:10]}.xml"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    size = Log.objects.get(slug="merel").size
    code, _out, err = called(capsys, "payout-file", run.id, "--out", "again.xml")
    assert code == 0
    assert "the same to the last byte" in err
    assert (tmp_path / "again.xml").read_bytes() == written.read_bytes() == office.file(run)
    assert Log.objects.get(slug="merel").size == size
    (told,) = json.loads(called(capsys, "payouts", "merel", "--json")[1])
    assert (told["id"], told["state"]) == (run.id, "exported")
    assert "file made" in called(capsys, "payouts", "merel")[1]


def test_what_is_not_approved_has_no_file(office: Office, capsys: Capture, tmp_path: Path) -> None:
    run = office.proposed()
    code, out, err = called(capsys, "payout-file", run.id)
    assert (code, out) == (2, "")
    assert "isn't approved" in err
    assert not list(tmp_path.glob("*.xml"))
    assert Run.objects.get(id=run.id).file == ""


def test_a_file_of_another_kind_is_not_written_over(office: Office, capsys: Capture, tmp_path: Path) -> None:
    run = office.approved()
    (tmp_path / "notes.xml").write_text("mine")
    code, _out, err = called(capsys, "payout-file", run.id, "--out", "notes.xml")
    assert code == 2
    assert "is another file" in err
    assert (tmp_path / "notes.xml").read_text() == "mine"


def test_a_commons_that_is_not_here_has_no_empty_list(office: Office, capsys: Capture) -> None:
    code, out, err = called(capsys, "payouts", "nowhere")
    assert (code, out) == (2, "")
    assert "There is no commons named nowhere here." in err


@pytest.mark.parametrize("asked", ["", "ffffffffff", "../../etc"])
def test_a_run_that_is_not_here_is_said_so(office: Office, capsys: Capture, asked: str) -> None:
    code, _out, err = called(capsys, "payout-file", asked)
    assert code == 2
    assert "no list of payments" in err
