"""Many rows at once: the same rows as one by one, only faster."""

import pytest

from entredon.log import tables as buffer
from entredon.log.models import Key
from entredon.log.rows import UnknownField
from entredon.log.tables import Tables, rows_in_order

pytestmark = pytest.mark.django_db
SAME = {"alg": 'it\'s 100% \\ "odd"', "public": "", "custody": "device", "last": "", "revoked": None}


def test_rows_added_together_are_the_rows_added_one_by_one():
    one, many = Tables("one"), Tables("many")
    for n in range(20):
        one.add(Key, f"{n}", person=f"k:{n}", added=n, **SAME)
    one.flush()
    many.add_all(Key, ("id", "person", "added"), ((f"{n}", f"k:{n}", n) for n in range(20)), **SAME)
    assert [row[1:] for row in rows_in_order(Key, "many")] == [row[1:] for row in rows_in_order(Key, "one")]


def test_rows_added_together_are_found_at_once():
    tables = Tables("wood")
    tables.add_all(Key, ("id", "person"), [("a", "k:a"), ("b", "k:b")], added=3, **SAME)
    row = tables.get(Key, "b")
    assert row is not None
    tables.change(row, last="x")
    assert [(r.id, r.last, r.alg) for r in tables.find(Key, added=3)] == [
        ("a", "", SAME["alg"]),
        ("b", "x", SAME["alg"]),
    ]


def test_a_field_that_is_not_there_is_noticed():
    with pytest.raises(UnknownField):
        Tables("wood").add_all(Key, ("id", "colour"), [], **SAME)


def test_what_can_not_be_written_into_a_statement_is_refused():
    with pytest.raises(TypeError):
        Tables("wood").add_all(Key, ("id",), [], person="a\0b")


def test_many_ids_are_asked_for_at_once() -> None:
    tables = Tables("wood")
    tables.add_all(Key, ("id",), [(f"{n:04}",) for n in range(1_200)], person="k", added=1, **SAME)
    tables.add(Key, "late", person="k", added=2, **SAME)
    wanted = [f"{n:04}" for n in range(0, 2_400, 2)]
    assert tables.known(Key, [*wanted, "late"]) == {f"{n:04}" for n in range(0, 1_200, 2)} | {"late"}
    assert tables.known(Key, []) == set()
    assert [row.id for row in tables.find(Key, id=["0003", "0001", "none"])] == ["0001", "0003"]
    assert list(tables.read(Key, ("id",), id=["late"], added=2)) == [("late",)]


def test_what_was_missing_is_found_once_many_have_come() -> None:
    tables = Tables("wood")
    assert tables.get(Key, "a") is None
    tables.add_all(Key, ("id",), [("a",)], person="k", added=1, **SAME)
    assert tables.get(Key, "a") is not None


def test_a_row_that_was_let_go_of_and_changed_is_read_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buffer, "KEEP", 0)
    tables = Tables("wood")
    row = tables.add(Key, "a", person="k", added=1, **SAME)
    tables.flush()
    tables.change(row, added=2)
    again = tables.get(Key, "a")
    assert again is row
    tables.flush()
    assert tables.get(Key, "a").added == 2
