"""Many rows at once: the same rows as one by one, only faster."""

import pytest

from entredon.log.models import Key
from entredon.log.tables import Tables, UnknownField, rows_in_order

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
