"""Encodings, separators, names of columns, and rows: as spreadsheets save them, and as nobody should."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.tables import cells, columns, reading
from entredon.pure.tables.cells import Torn
from entredon.pure.tables.columns import Matching
from entredon.pure.tables.lines import Line, Unreadable
from entredon.pure.tables.reading import Reader

TODAY = "2026-06-01"


def read(raw: bytes, matching: Matching | None = None) -> list[Line | list]:
    stream = io.BytesIO(raw)
    written = cells.look(stream, columns.KNOWN)
    chosen = matching or columns.guess(written.columns, reading.sample(stream, written, 100))
    return list(reading.lines(stream, Reader(written, chosen, TODAY)))


@pytest.mark.parametrize(("head", "said"), [
    ("Naam,Datum,Aantal uren,Soort werk,Omschrijving,Project", {"person", "day", "time", "kind", "what", "about"}),
    ("Nom,Date,Heures,Catégorie,Tâche,Lien", {"person", "day", "time", "kind", "what", "link"}),
    ("Who,When,Hours spent,Type,Notes,Points", {"person", "day", "time", "kind", "what", "points"}),
    ("First name,Last name,E-mail,Date,Minutes,Activity type", {"person", "family", "address", "day", "time", "kind"}),
])  # fmt: skip
def test_columns_are_guessed_by_their_names_in_three_languages(head: str, said: set[str]) -> None:
    assert set(columns.guess(head.split(","), []).columns) == said


def test_a_column_of_days_is_found_by_what_stands_in_it() -> None:
    assert columns.guess(["who", "x"], [["Ada", "3/5/2024"], ["Bob", "13/5/2024"]]).columns["day"] == "x"


def test_names_of_columns_stand_below_a_title() -> None:
    (line,) = read(b"Hours of 2024,,\n,,\nwho,date,kind\nAda,2024-05-03,design\n")
    assert isinstance(line, Line)
    assert line.row == 4


def test_a_table_without_names_has_letters() -> None:
    written = cells.look(io.BytesIO(b"ada@example.org,2024-05-03,design\n"), columns.KNOWN)
    assert (written.head, written.columns) == (0, ("A", "B", "C"))


def test_names_of_columns_that_are_equal_are_told_apart() -> None:
    assert cells.look(io.BytesIO(b"who,note,note,\nA,b,c,\n"), columns.KNOWN).columns == ("who", "note", "note (2)")


def test_first_and_last_name_make_one() -> None:
    (line,) = read(b"first name,last name,date,kind\nAda,Vermeer,2024-05-03,design\n")
    assert isinstance(line, Line)
    assert line.name == "Ada Vermeer"


def test_a_quotation_mark_that_never_ends_spoils_no_more_than_it_must() -> None:
    raw = b'who,date,kind\nAda,2024-05-03,design\nBob,"2024' + b",x\n" * 60_000
    found = read(raw)
    assert isinstance(found[0], Line)
    assert all(not isinstance(line, Line) for line in found[1:])
    assert "quotation mark" in str(found[1][0].sentence)  # type: ignore[index]


def test_a_cell_that_is_too_long_is_named() -> None:
    ((fault,),) = read(b"who,date,kind,what\nAda,2024-05-03,design," + b"x" * 10_001 + b"\n")  # type: ignore[misc]
    assert str(fault.sentence) == "Row 2, what: it has 10,001 characters; at most 10,000 are read."


def test_more_rows_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_ROWS", 2)
    with pytest.raises(Unreadable, match="more than 2 rows"):
        read(b"who,date,kind\n" + b"Ada,2024-05-03,design\n" * 3)


def test_a_larger_file_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_BYTES", 10)
    with pytest.raises(Unreadable, match="larger than"):
        read(b"who,date,kind\n")


@given(st.binary(max_size=2000))
def test_whatever_bytes_come_they_are_read_or_refused(raw: bytes) -> None:
    stream = io.BytesIO(raw)
    try:
        written = cells.look(stream, columns.KNOWN)
        assert all(isinstance(row, list | Torn) for _number, row in cells.rows(stream, written))
    except Unreadable:
        return


_name = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12
).filter(str.strip)
_row = st.tuples(
    _name,
    st.dates(min_value=date(1971, 1, 1), max_value=date(2025, 1, 1)),
    _name,
)


@given(
    st.lists(_row, min_size=1, max_size=20),
    st.sampled_from(";,\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.randoms(),
)
def test_what_a_key_is_made_of_does_not_depend_on_how_or_in_which_order_rows_were_saved(
    rows, separator, encoding, chance
) -> None:  # type: ignore[no-untyped-def]
    def saved(rows: list, separator: str, encoding: str) -> bytes:
        out = io.StringIO()
        write = csv.writer(out, delimiter=separator).writerow
        write(["who", "date", "what", "kind"])
        for who, day, what in rows:
            write(
                [
                    f"n{who}",
                    day.isoformat() if separator == "," else f"{day.day}/{day.month}/{day.year}",
                    f"w{what}",
                    "design",
                ]
            )
        return out.getvalue().encode(encoding)

    mixed = list(rows)
    chance.shuffle(mixed)
    matching = Matching(columns={"person": "who", "day": "date", "what": "what", "kind": "kind"})
    one = read(saved(rows, ",", "utf-8"), matching)
    other = read(saved(mixed, separator, encoding), matching)
    made = [sorted(line.made_of for line in found if isinstance(line, Line)) for found in (one, other)]
    assert made[0] == made[1]
    assert len(made[0]) == len(rows)
