"""The write buffer: what rules read and write."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entredon.apps.people.models import Person
from entredon.log import tables as buffer
from entredon.log.models import Key
from entredon.log.rows import UnknownField
from entredon.log.tables import Tables

pytestmark = pytest.mark.django_db


def add(tables: Tables, id: str, **fields: object):
    return tables.add(Person, id, **{"position": 0, "at": "", "entry": "", **fields})


def test_a_new_row_is_read_back_before_and_after_it_is_written() -> None:
    tables = Tables("merel")
    row = add(tables, "k:1", roles=["steward"])
    assert tables.get(Person, "k:1") is row
    assert not Person.objects.exists()
    tables.flush()
    read = Tables("merel").get(Person, "k:1")
    assert (read.roles, read.member, read.claimed_by) == (["steward"], False, "")


def test_changes_are_written_once_and_together() -> None:
    tables = Tables("merel")
    rows = [add(tables, f"k:{n}") for n in range(100)]
    tables.flush()
    for row in rows:
        tables.change(row, member=True)
        tables.change(row, position=7)
    assert tables.pending() == 100
    with CaptureQueriesContext(
        connection,
    ) as queries:
        tables.flush()
    assert len(queries) == 1
    assert Person.objects.filter(member=True, position=7).count() == 100
    assert tables.pending() == 0


def test_only_what_was_changed_is_written() -> None:
    tables = Tables("merel")
    row, other = add(tables, "k:1", roles=["steward"]), add(tables, "k:2")
    tables.flush()
    tables.change(row, member=True)
    tables.change(row, roles=[])
    tables.change(other, position=7)
    tables.change(other)
    assert tables.pending() == 2
    with CaptureQueriesContext(connection) as queries:
        tables.flush()
    fields = [set(re.findall('"([a-z_]+)" =', query["sql"].partition("WHERE")[0])) for query in queries]
    assert fields == [{"member", "roles"}, {"position"}]
    written = Person.objects.get(id="k:1")
    assert (written.member, written.roles, written.position) == (True, [], 0)
    assert Person.objects.get(id="k:2").position == 7


def test_what_did_not_change_does_not_wait() -> None:
    tables = Tables("merel")
    row = add(tables, "k:1")
    tables.flush()
    tables.change(row)
    assert tables.pending() == 0


def test_find_sees_what_waits_to_be_written_as_it_is_now_and_writes_nothing_for_a_few() -> None:
    tables = Tables("merel")
    left, came = add(tables, "k:2", member=True), add(tables, "k:1")
    stays = add(tables, "k:3", member=True, claimed_by="k:9")
    tables.flush()
    tables.change(left, member=False)
    tables.change(came, member=True)
    new = add(tables, "k:0", member=True)
    assert tables.find(Person, member=True) == [new, came, stays]
    assert tables.find(Person, member=True, claimed_by=["k:9", "k:8"]) == [stays]
    assert tables.find(Person, id=["k:0", "k:2", "k:4"]) == [new, left]
    assert tables.find(Person) == [new, came, left, stays]
    assert (tables.pending(), Person.objects.count()) == (3, 3)
    tables.flush()
    assert [row.id for row in Tables("merel").find(Person, member=True)] == ["k:0", "k:1", "k:3"]


def test_many_that_wait_are_written_before_some_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buffer, "FEW", 2)
    tables = Tables("merel")
    rows = [add(tables, f"k:{n}") for n in range(3)]
    assert tables.find(Person, member=False) == rows
    assert (tables.pending(), Person.objects.count()) == (0, 3)


def test_columns_are_read_without_writing_what_is_of_another_model() -> None:
    tables = Tables("merel")
    add(tables, "k:1")
    assert list(tables.read(Key, ("id",))) == []
    assert tables.pending() == 1


def test_find_sees_what_is_not_yet_written() -> None:
    tables = Tables("merel")
    row = add(tables, "k:1", member=True)
    add(tables, "k:0", member=True)
    add(tables, "k:2")
    found = tables.find(Person, member=True)
    assert [r.id for r in found] == ["k:0", "k:1"]
    assert found[1] is row


def test_one_commons_never_sees_another() -> None:
    tables = Tables("merel")
    add(tables, "k:1")
    tables.flush()
    assert Tables("other").get(Person, "k:1") is None
    assert Tables("other").find(Person) == []
    other = Tables("other")
    add(other, "k:1", member=True)
    other.flush()
    assert Tables("merel").get(Person, "k:1").member is False


def test_absence_is_remembered_until_the_row_is_added() -> None:
    tables = Tables("merel")
    assert tables.get(Person, "k:1") is None
    row = add(tables, "k:1")
    assert tables.get(Person, "k:1") is row


def test_a_field_that_does_not_exist_is_the_programmers_mistake() -> None:
    tables = Tables("merel")
    row = add(tables, "k:1")
    with pytest.raises(UnknownField):
        add(tables, "k:2", nonsense=1)
    with pytest.raises(UnknownField):
        tables.change(row, nonsense=1)
    with pytest.raises(UnknownField):
        tables.find(Person, nonsense=1)


def test_an_id_is_added_once() -> None:
    tables = Tables("merel")
    add(tables, "k:1")
    with pytest.raises(ValueError, match="added twice"):
        add(tables, "k:1")
    tables.flush()
    with pytest.raises(ValueError, match="added twice"):
        add(tables, "k:1")


def test_null_and_numbers_survive() -> None:
    tables = Tables("merel")
    tables.add(Key, "a", person="", alg="", public="", custody="", added=2**40, revoked=None, last="")
    tables.flush()
    row = Tables("merel").get(Key, "a")
    assert (row.added, row.revoked) == (2**40, None)


def test_a_large_job_lets_go_of_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buffer, "KEEP", 50)
    tables = Tables("merel")
    for n in range(200):
        add(tables, f"k:{n}")
        if n % 10 == 0:
            tables.find(Person, id="k:0")
    tables.flush()
    assert Person.objects.count() == 200
    assert tables.get(Person, "k:150").id == "k:150"


def test_columns_are_read_in_the_order_of_ids_with_what_is_pending_and_nobody_elses() -> None:
    tables = Tables("merel")
    add(tables, "k:2", roles=["steward"], position=7)
    add(tables, "k:1", member=True)
    other = Tables("other")
    add(other, "k:0")
    other.flush()
    assert list(tables.read(Person, ("id", "position", "roles"))) == [("k:1", 0, "[]"), ("k:2", 7, '["steward"]')]
    assert list(tables.read(Person, ("id",), member=True)) == [("k:1",)]
    assert tables.pending() == 0
    with pytest.raises(UnknownField, match="has no field colour"):
        list(tables.read(Person, ("colour",)))
    with pytest.raises(UnknownField, match="has no field shade"):
        list(tables.read(Person, ("id",), shade=1))


def test_what_is_tried_in_a_scratch_is_gone_afterwards() -> None:
    tables = Tables("merel")
    row = add(tables, "k:1", roles=["steward"])
    with tables.scratch() as scratch:
        add(scratch, "k:2")
        mine = scratch.get(Person, "k:1")
        assert mine is not None
        scratch.change(mine, roles=[])
        assert len(scratch.find(Person)) == 2
    assert (row.roles, tables.get(Person, "k:2")) == (["steward"], None)
    add(tables, "k:2")
    tables.flush()
    assert list(Person.objects.order_by("id").values_list("id", "roles")) == [("k:1", ["steward"]), ("k:2", [])]


def _begin_in_a_scratch(tables: Tables) -> None:
    with tables.scratch() as scratch:
        add(scratch, "k:1")
        scratch.flush()
        raise ValueError("no")


def test_a_scratch_in_which_something_is_refused_leaves_nothing_either() -> None:
    tables = Tables("merel")
    with pytest.raises(ValueError, match="no"):
        _begin_in_a_scratch(tables)
    assert (tables.find(Person), Person.objects.count()) == ([], 0)
