"""The guard of the suite itself: a derived table that is written beside the law is noticed."""

import pytest
from django.db import connection

from entredon.log.models import Key, Log
from entredon.log.tables import Tables
from entredon.testing_guard import WrittenBesideTheLaw

KEY = {"person": "k:x", "alg": "ed25519", "public": "", "custody": "device", "added": 0, "last": ""}


@pytest.mark.django_db
def test_the_write_buffer_may_write_a_derived_table():
    tables = Tables("wood")
    tables.add(Key, "a", **KEY)
    tables.flush()
    assert Key.objects.filter(commons="wood", id="a").exists()


@pytest.mark.django_db
def test_the_orm_may_not_create_a_derived_row():
    with pytest.raises(WrittenBesideTheLaw, match="log_key"):
        Key.objects.create(commons="wood", id="a", **KEY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_key SET person = ''",
        'delete from "log_key"',
        'INSERT OR REPLACE INTO "log_key" ("commons") VALUES (1)',
        "REPLACE INTO log_key VALUES (1)",
    ],
)
def test_a_statement_of_ones_own_may_not_change_derived_rows(statement):
    with pytest.raises(WrittenBesideTheLaw), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_logs_own_tables_are_not_guarded():
    Log.objects.create(slug="wood", origin="example.org/wood", vkey="")
    assert Log.objects.filter(slug="wood").update(size=0) == 1
