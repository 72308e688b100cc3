"""``entredon flow``: the bare engine on tables of other programs, and what it says about faulty ones."""

import json
from pathlib import Path

import pytest

from entredon.cli.main import run_command

DIAMOND = {
    "works": "work\nscrew\nleft\nright\ncar\n",
    "inputs": "work,input,weight\nleft,screw,50\nright,screw,50\ncar,left,60\ncar,right,60\n",
    "contributions": "work,person,points\nscrew,Ann,100\nleft,Bob,10\nright,Cid,10\ncar,Dan,10\n",
}


@pytest.fixture
def tables(tmp_path: Path):
    def write(**changed: str | bytes) -> Path:
        for name, text in {**DIAMOND, **changed}.items():
            (tmp_path / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
        return tmp_path

    return write


def share(folder: Path, capsys, *income: str, sold: str = "car") -> dict[str, int]:
    assert run_command(["flow", str(folder), "--sold", sold, "--income", *income, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert sum(row["minor"] for row in (*data["people"], *data["held"])) == data["income"]
    return {row["person"]: row["minor"] for row in data["people"]}


def refused(folder: Path, capsys, *says: str, sold: str = "car", income: tuple[str, str] = ("1300.00", "EUR")) -> None:
    assert run_command(["flow", str(folder), "--sold", sold, "--income", *income]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    for text in says:
        assert text in err, err


def test_the_diamond_pays_a_thousand_and_three_hundreds(tables, capsys):
    assert share(tables(), capsys, "1300.00", "EUR") == {"Ann": 100_000, "Bob": 10_000, "Cid": 10_000, "Dan": 10_000}


def test_of_a_thousand_the_missing_cent_is_dans(tables, capsys):
    assert share(tables(), capsys, "1000.00", "EUR") == {"Ann": 76_923, "Bob": 7_692, "Cid": 7_692, "Dan": 7_693}


def test_people_read_a_sentence_and_a_table(tables, capsys):
    assert run_command(["flow", str(tables()), "--sold", "car", "--income", "1300.00", "EUR"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Of 1,300.00 EUR for car, 1,300.00 EUR would go to 4 people.")
    assert "1,000.00 EUR" in out


def test_where_nobody_has_points_everything_stays(tables, capsys):
    folder = tables(contributions="work,person,points\nscrew,Ann,0\n")
    assert run_command(["flow", str(folder), "--sold", "car", "--income", "1300.00", "EUR"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Nobody has points in car or what it builds upon: all 1,300.00 EUR stay.")
    assert "0 people" not in out


def test_the_order_of_lines_changes_no_byte(tables, capsys):
    def output(**changed):
        assert (
            run_command(["flow", str(tables(**changed)), "--sold", "car", "--income", "999.99", "EUR", "--json"]) == 0
        )
        return capsys.readouterr().out

    turned = {
        name: "\n".join([lines[0], *reversed(lines[1:])])
        for name, lines in ((name, text.strip().split("\n")) for name, text in DIAMOND.items())
    }
    assert output(**turned) == output()


def test_other_columns_other_orders_and_byte_order_marks_are_fine(tables, capsys):
    contributions = "note,points,work,person\n,100,screw,Ann\n\n,10,left,Bob\n,10,right,Cid\n,10,car,Dan\n"
    folder = tables(contributions=contributions, works=b"\xef\xbb\xbf" + DIAMOND["works"].encode(),
                    inputs=DIAMOND["inputs"].replace("\n", "\r\n").encode("utf-16"))  # fmt: skip
    assert share(folder, capsys, "1300.00", "EUR")["Ann"] == 100_000


def test_a_work_without_people_holds_its_part(tables, capsys):
    folder = tables(contributions="work,person,points\ncar,Dan,10\n")
    assert run_command(["flow", str(folder), "--sold", "car", "--income", "1300", "JPY", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["people"] == [{"person": "Dan", "minor": 100}]
    assert [row["work"] for row in data["held"]] == ["screw"]


@pytest.mark.parametrize(
    ("income", "says"),
    [
        (("-5", "EUR"), "less than nothing"),
        (("1e400", "EUR"), "exponent"),
        (("0.001", "EUR"), "2 decimals"),
        (("abc", "EUR"), "not an amount"),
        (("5", "FOO"), "no currency “FOO”"),
    ],
)
def test_an_amount_that_cant_be_shared_gets_a_sentence(tables, capsys, income, says):
    refused(tables(), capsys, says, income=income)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"works": "work\ncar\ncar\n"}, ("works.csv, line 3", "twice")),
        ({"works": "name\ncar\n"}, ("no column “work”", "first line should be: work")),
        ({"works": ""}, ("works.csv is empty",)),
        ({"works": "work\n" + "x" * 300}, ("works.csv, line 2", "200 characters")),
        ({"inputs": "work,input,weight\ncar,wing,5\n"}, ("inputs.csv, line 2", "no work “wing”")),
        ({"inputs": "work,input,weight\ncar,left,-5\n"}, ("inputs.csv, line 2", "weight: “-5”")),
        ({"inputs": "work,input,weight\ncar,left,0.5\n"}, ("weight: “0.5” is not a whole number",)),
        ({"inputs": "work,input,weight\ncar,left,\n"}, ("weight: the number is missing",)),
        ({"inputs": "work,input,weight\ncar,left,1\ncar,left,2\n"}, ("inputs.csv, line 3", "already an input")),
        ({"inputs": "work,input,weight\ncar,left\n"}, ("line 2", "has 2 values, the first line has 3")),
        ({"inputs": "work;input;weight\ncar;left;1\n"}, ("separated by semicolons",)),
        ({"inputs": 'work,input,weight\ncar,"left,1\n'}, ("line 2", "not CSV")),
        ({"inputs": "work,input,weight\ncar,left,1\nleft,car,1\n"}, ("car → left → car",)),
        ({"contributions": "work,person,points\ncar,,5\n"}, ("contributions.csv, line 2", "person is missing")),
        ({"contributions": "work,person,points\ncar,Ann,1e9\n"}, ("points: “1e9”",)),
        ({"contributions": f"work,person,points\ncar,Ann,{'9' * 5000}\n"}, ("too large",)),
        ({"contributions": "work,person,points\ncar,Zo\xe9,1\n".encode("latin-1")}, ("line 2", "not written in UTF-8")),
        ({"contributions": b"work,person,points\n\0\0\0\n"}, ("line 2", "binary")),
    ],
)  # fmt: skip
def test_a_faulty_table_is_told_with_file_line_and_reason(tables, capsys, changed, says):
    refused(tables(**changed), capsys, *says)


def test_several_faults_are_told_at_once(tables, capsys):
    folder = tables(inputs="work,input,weight\ncar,wing,5\ncar,left,x\n")
    refused(folder, capsys, "line 2", "line 3", "Nothing was shared.")


def test_a_missing_table_folder_or_work_is_named(tables, capsys, tmp_path):
    folder = tables()
    refused(folder, capsys, "no work “bike”", sold="bike")
    refused(folder / "nowhere", capsys, "nowhere is not a directory")
    (folder / "inputs.csv").unlink()
    refused(folder, capsys, "inputs.csv is missing")
