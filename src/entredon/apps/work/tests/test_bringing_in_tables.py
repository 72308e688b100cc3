"""Bringing in a table: good rows are taken, faulty ones are named, and nothing is taken twice however the file was saved."""

import csv
import io
import random
from pathlib import Path

import pytest

from entredon.apps.flows.queries import work_events
from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created
from entredon.apps.people.models import Alias, Person
from entredon.apps.work.models_imported import Imported, ImportedNote, ImportedRow
from entredon.apps.work.tables import faults
from entredon.apps.work.tables.bringing import Brought, bring
from entredon.apps.work.tables.looking import Look, Looking
from entredon.apps.work.tables.source import Source
from entredon.log import content
from entredon.log.models import Log
from entredon.log.registry import Refused
from entredon.pure.tables.columns import Matching
from entredon.pure.tables.lines import Fault, Faulty, Place
from entredon.testing_cast import Cast, person

TODAY = "2026-06-01"
AT = "2026-06-01T12:00:00.000Z"
TABLE = """Naam;Datum;Uren;Soort;Omschrijving
Ada Vermeer <ada@example.org>;3/5/2024;3,5;Ontwerp;deur
Bob Bakker;4/5/2024;2;Lassen;klem
Bob Bakker;4/5/2024;2;Lassen;klem
Élodie;31/12/2024;0,5;Vertaling;"menu; knoppen"
"""


def looked(cast: Cast, path: Path, **chosen: str) -> tuple[Looking, Look]:
    source = Source(path)
    guess = source.guess() if source.kind == "spreadsheet" else Matching()
    matching = Matching(columns=guess.columns, days=guess.days, in_minutes=guess.in_minutes, **chosen)
    looking = Looking(cast.slug, source, matching, TODAY)
    return looking, looking.look()


def brought(cast: Cast, path: Path, **chosen: str) -> Brought:
    return bring(*looked(cast, path, **chosen), cast.ada, at=AT)


def saved(folder: Path, text: str, encoding: str = "utf-8", name: str = "hours.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def sentences(look: Look) -> list[str]:
    return [str(fault.sentence) for fault in look.faults]


def test_each_good_row_becomes_a_contribution_of_its_person(cast: Cast, tmp_path: Path) -> None:
    car = cast.say(Created(name="Car"), at="2026-05-01T00:00:00.000Z")
    done = brought(cast, saved(tmp_path, TABLE), about=f"creation:{car}")
    assert (len(done.entries), done.rows) == (1, 4)
    events = sorted(work_events(cast.slug), key=lambda event: int(event.id.partition(".")[2]))
    assert [event.kind for event in events] == ["design", "lassen", "lassen", "translation"]
    assert [event.measures for event in events] == [
        {"minutes": 210, "points": 1}, {"minutes": 120, "points": 1}, {"minutes": 120, "points": 1},
        {"minutes": 30, "points": 1},
    ]  # fmt: skip
    assert {event.process for event in events} == {library.find_version(cast.slug, "").process}
    assert len({event.person for event in events}) == 3
    assert all(event.person.startswith("p:") for event in events)
    assert Person.objects.filter(commons=cast.slug, id__startswith="p:").count() == 3
    assert Imported.objects.get().count == 4


def test_names_and_words_stay_beside_the_public_record(cast: Cast, tmp_path: Path) -> None:
    brought(cast, saved(tmp_path, TABLE))
    raw = content.store().open(Imported.objects.get().sha256).read()
    assert b"Vermeer" not in raw
    names = dict(Alias.objects.filter(commons=cast.slug).values_list("name", "address"))
    assert names["Ada Vermeer"] == "ada@example.org"
    assert sorted(ImportedNote.objects.values_list("text", flat=True)) == ["deur", "klem", "klem", "menu; knoppen"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_file_saved_otherwise_adds_nothing(cast: Cast, tmp_path: Path, encoding: str, separator: str) -> None:
    brought(cast, saved(tmp_path, TABLE))
    lines = (
        TABLE.replace('"menu; knoppen"', "\0").replace("3,5", '"3,5"').replace("0,5", '"0,5"').replace(";", separator)
    )
    again = saved(tmp_path, lines.replace("\0", '"menu; knoppen"'), encoding)
    _looking, look = looked(cast, again)
    assert (look.new, look.known, look.faulty) == (0, 4, 0)
    assert brought(cast, again).entries == []


def test_other_ways_to_write_days_and_hours_say_the_same(cast: Cast, tmp_path: Path) -> None:
    brought(cast, saved(tmp_path, TABLE))
    other = (
        TABLE.replace("3/5/2024", "2024-05-03")
        .replace("4/5/2024", "4 mei 2024")
        .replace("3,5", "3:30")
        .replace("0,5", "30 min")
    )
    assert looked(cast, saved(tmp_path, other))[1].known == 4


@pytest.mark.parametrize("seed", range(5))
def test_rows_appended_and_put_in_another_order_are_known_again(cast: Cast, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        f"P{chance.randrange(5)};{chance.randrange(1, 4)}/5/2024;{chance.randrange(1, 3)};design;x" for _ in range(40)
    ]
    head = "Naam;Datum;Uren;Soort;Omschrijving\n"
    _first, look = looked(cast, saved(tmp_path, head + "\n".join(rows)))
    bring(_first, look, cast.ada, at=AT)
    more = [f"N{n};5/5/2024;1;design;new" for n in range(7)]
    mixed = [*rows, *more]
    chance.shuffle(mixed)
    _again, then = looked(cast, saved(tmp_path, head + "\n".join(mixed)))
    assert (then.known, then.new) == (look.new, 7)


def test_each_faulty_row_is_named_with_its_column_and_the_good_ones_are_taken(cast: Cast, tmp_path: Path) -> None:
    table = saved(
        tmp_path,
        "who,date,hours,kind\nAda,2024-05-03,3O,design\nBob,2024-02-30,2,design\nCleo,2024-05-03,25,design\n"
        ",2024-05-03,1,design\nDora,2030-01-01,1,design\nErik,2024-05-03,1,\nFien,2024-05-03,-2,design\nGerd,2024-05-03,2,design\n"
        'Hugo,2024-05-03,2,design,more\nIda,2024-05-03,"20",design\nIda,2024-05-03,5,design\n',
    )
    looking, look = looked(cast, table)
    assert sentences(look) == [
        "Row 2, hours: “3O” is not a number.",
        "Row 3, date: There is no day “2024-02-30”.",
        "Row 4, hours: “25” is more than the 24 hours that a day has.",
        "Row 5, who: it is empty.",
        "Row 6, date: “2030-01-01” is in the future.",
        "Row 7: it doesn’t say which kind of work it was.",
        "Row 8, hours: “-2” is less than nothing.",
        "Row 10: it has more cells than there are columns; put a text with the separator in it in quotation marks.",
        "Row 12, hours: with this it would be more than 24 hours on 2024-05-03.",
    ]
    assert bring(looking, look, cast.ada, at=AT).rows == 2
    _looking, again = looked(cast, table)
    assert (again.new, again.known, again.faulty) == (0, 2, 9)


def test_an_id_of_its_own_makes_a_row_the_same_whatever_else_it_says(cast: Cast, tmp_path: Path) -> None:
    head = "id,who,date,hours,kind\n"
    brought(cast, saved(tmp_path, head + "a1,Ada,2024-05-03,1,design\na2,Ada,2024-05-03,1,design\n"))
    changed = head + "A1,Ada,2024-05-04,2,code\na3,Ada,2024-05-03,1,design\na3,Bob,2024-05-03,1,design\n"
    _looking, look = looked(cast, saved(tmp_path, changed))
    assert (look.known, look.new, sentences(look)) == (1, 1, ["Row 4, id: row 3 has the same."])


def test_people_are_the_same_as_in_an_import_from_git(cast: Cast, tmp_path: Path) -> None:
    from entredon.pure.git.identity import pseudonym

    cast.account("bob")
    brought(cast, saved(tmp_path, "who,date,kind\nbob@example.org,2024-05-03,design\nBob Bakker,2024-05-04,design\n"))
    (found,) = {event.person for event in work_events(cast.slug)}
    assert found == pseudonym(library.secret(cast.slug), "", "bob@example.org")


def test_a_name_that_several_have_is_asked_about(cast: Cast, tmp_path: Path) -> None:
    for n in range(2):
        Alias.objects.create(commons=cast.slug, person=f"p:{n:032}", name="Jan Jansen", address=f"jan{n}@example.org")
    _looking, look = looked(cast, saved(tmp_path, "who,date,kind\njan  JANSEN,2024-05-03,design\n"))
    assert sentences(look) == ["Row 2, who: several people here are called “jan JANSEN”: write an e-mail address."]


def test_creations_and_versions_are_found_by_their_names(cast: Cast, tmp_path: Path) -> None:
    cast.say(Created(name="Open Car"), at="2026-05-01T00:00:00.000Z")
    cast.say(Created(name="Open Bike"), at="2026-05-01T00:00:00.000Z")
    table = "who,date,kind,project\nAda,2024-05-03,design,open  car\nAda,2024-05-03,design,Open Bike\nAda,2024-05-03,design,Boat\n"
    looking, look = looked(cast, saved(tmp_path, table))
    assert sentences(look) == ["Row 4, project: no creation and no version here is called “Boat”."]
    bring(looking, look, cast.ada, at=AT)
    opened = {v.process for v in library.versions(cast.slug)}
    assert {event.process for event in work_events(cast.slug)} == opened


def test_when_the_law_refuses_nothing_is_left(cast: Cast, tmp_path: Path) -> None:
    looking, look = looked(cast, saved(tmp_path, TABLE))
    size = Log.objects.get(slug=cast.slug).size
    with pytest.raises(Refused, match="Only a steward"):
        bring(looking, look, cast.bob, at=AT)
    assert Log.objects.get(slug=cast.slug).size == size
    assert not ImportedNote.objects.exists()
    assert not Alias.objects.exists()
    assert not ImportedRow.objects.exists()
    assert list(content.store().all()) == []
    assert bring(*looked(cast, saved(tmp_path, TABLE)), cast.ada, at=AT).rows == 4


def test_odd_bytes_and_formulas_are_harmless(cast: Cast, tmp_path: Path) -> None:
    table = tmp_path / "odd.csv"
    table.write_bytes(b'who,date,kind,what\n=HYPERLINK("x"),2024-05-03,design,"=1+1"\nAd\0a,2024-05-03,design,a\0b\n')
    looking, look = looked(cast, table)
    assert look.faulty == 0
    bring(looking, look, cast.ada, at=AT)
    assert sorted(ImportedNote.objects.values_list("text", flat=True)) == ["=1+1", "a b"]
    assert person(cast.ada) not in look.people


@pytest.mark.parametrize(("cell", "stands"), [
    ("=1+HYPERLINK(A1)", "'=1+HYPERLINK(A1)"), ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"), ("@SUM(1)", "'@SUM(1)"),
    ("+1-1", "'+1-1"), ("-", "'-"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("=5", "'=5"), ("-1\n", "'-1\n"), ("-٣", "'-٣"),
    ("-1,5", "-1,5"), ("+1.000:30", "+1.000:30"), ("7", "7"), ("Ada", "Ada"), ("2024-05-03", "2024-05-03"), ("", ""),
])  # fmt: skip
def test_a_list_of_faults_holds_no_formula_in_cells_or_names(cell: str, stands: str) -> None:
    fault = Fault(2, Place("row {n}", n=2), Faulty("it is empty."), (cell,))
    lines = list(csv.reader(io.StringIO("".join(faults.written([fault], [cell])).lstrip("\ufeff"), newline="")))
    assert lines[0][-1] == stands
    assert lines[1][-1] == stands


def test_what_is_no_table_is_said_to_be_none(tmp_path: Path) -> None:
    from entredon.pure.tables import cells
    from entredon.pure.tables.lines import Unreadable

    for raw, because in (
        (b"", "empty"),
        (b"PK\x03\x04...", "save it as CSV"),
        (b"\n\n\n", "no rows"),
        (b"x" * (1 << 20), "longer than"),
    ):
        with pytest.raises(Unreadable, match=because):
            cells.look(io.BytesIO(raw))
