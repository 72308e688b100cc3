"""``entredon import-work``: a table from one's own machine; what is wrong in it is said, what was kept too, and it ends with 2."""

import json
from pathlib import Path

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.flows.queries import work_events
from entredon.apps.library.entries import Created
from entredon.cli.main import run_command
from entredon.log import device
from entredon.log.models import Log
from entredon.testing_cast import Cast

TABLE = "Naam;Datum;Uren;Soort\nAda;3/5/2024;3,5;Ontwerp\nBob;4/5/2024;2;Lassen\n"
FAULTY = TABLE + "Cleo;5/5/2024;3O;Lassen\n"


@pytest.fixture
def machine(cast: Cast) -> Cast:
    me = cast.join(device.key(cast.slug), "Mieke Machine")
    cast.say(RoleGiven(person=me, role="steward"))
    return cast


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run_command(["import-work", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def saved(folder: Path, text: str) -> Path:
    (folder / "hours.csv").write_text(text, encoding="utf-8")
    return folder / "hours.csv"


def test_good_rows_are_recorded_once(machine: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = saved(tmp_path, TABLE)
    code, out, err = run(capsys, file, "merel")
    assert code == 0, err
    assert "2 rows · 2 new · 0 here already · 0 faulty." in out
    assert "person=Naam, day=Datum, time=Uren, kind=Soort" in err
    code, out, _err = run(capsys, file, "merel", "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["known"], told["recorded"], told["entries"]) == (2, 0, [])
    assert len(list(work_events("merel"))) == 2


def test_faulty_rows_are_named_and_listed_and_the_good_ones_are_kept(
    machine: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    list_ = tmp_path / "faults.csv"
    code, out, err = run(capsys, saved(tmp_path, FAULTY), "merel", "--faults", list_)
    assert code == 2
    assert "Row 4, Uren: “3O” is not a number." in err
    assert "Recorded: 2 contributions by 2 people." in out
    lines = list_.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1] == '4,"Row 4, Uren: “3O” is not a number.",Cleo,5/5/2024,3O,Lassen'
    mended = tmp_path / "mended.csv"
    mended.write_text("\n".join(lines).replace(",3O,", ",3,"), encoding="utf-8")
    code, out, err = run(capsys, mended, "merel")
    assert code == 0, err
    assert "1 row · 1 new" in out
    code, out, err = run(capsys, saved(tmp_path, FAULTY.replace("3O", "3")), "merel")
    assert "3 rows · 0 new · 3 here already" in out


def test_a_look_records_nothing(machine: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = Log.objects.get(slug="merel").size
    code, out, _err = run(capsys, saved(tmp_path, TABLE), "merel", "--check")
    assert code == 0
    assert "Nothing was recorded" in out
    assert Log.objects.get(slug="merel").size == before


def test_columns_are_chosen_and_kept_in_a_file(
    machine: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.say(Created(name="Open Car"))
    file, mapping = saved(tmp_path, "x;y;z\nAda;5/3/2024;lid\n"), tmp_path / "mapping.json"
    chosen = ("--column", "person=x", "--column", "day=y", "--column", "what=z", "--days", "mdy", "--kind", "Welding")
    code, _out, err = run(capsys, file, "merel", *chosen, "--version", "open car", "--mapping", mapping)
    assert code == 0, err
    assert json.loads(mapping.read_text(encoding="utf-8"))["days"] == "mdy"
    (event,) = work_events("merel")
    assert (event.kind, bool(event.process)) == ("welding", True)
    code, out, _err = run(
        capsys, saved(tmp_path, "x;y;z\nAda;5/3/2024;lid\nBob;5/4/2024;door\n"), "merel", "--mapping", mapping
    )
    assert "2 rows · 1 new · 1 here already" in out


@pytest.mark.parametrize(("arguments", "says"), [
    (("--column", "person=Nobody"), "There is no column “Nobody”"), (("--column", "shoe=Naam"), "is not WHAT=NAME"),
    (("--days", "maya"), "not as “maya”"), (("--column", "person="), "which column tells who"),
])  # fmt: skip
def test_what_was_typed_wrongly_is_said(
    machine: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    code, out, err = run(capsys, saved(tmp_path, TABLE), "merel", *arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert not list(work_events("merel"))


def test_who_is_no_steward_is_told_so(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cast.join(device.key(cast.slug), "Mieke Machine")
    code, _out, err = run(capsys, saved(tmp_path, TABLE), "merel")
    assert code == 2
    assert "Only a steward of merel" in err
    code, _out, err = run(capsys, tmp_path / "none.csv", "merel")
    assert (code, "There is no file" in err) == (2, True)
