"""Everything this node holds about people is declared: no model, no field and no table of the database is left out."""

import pytest
from django.apps import apps
from django.db import connection

from entredon.log import personal
from entredon.log.bases import Derived, Private
from entredon.log.personal import Held, Who

NOBODY = Who()


def test_every_table_that_is_not_made_from_the_record_is_declared():
    assert personal.undeclared() == []


def test_a_model_that_nobody_declared_is_noticed(monkeypatch):
    monkeypatch.setattr(
        personal, "_held", {label: held for label, held in personal._held.items() if "Message" not in label}
    )
    assert personal.undeclared() == ["desk.Message"]


@pytest.mark.django_db
def test_every_table_of_the_database_belongs_to_a_model_or_is_declared_apart():
    assert personal.tables_of_nobody(connection.introspection.table_names()) == []


@pytest.mark.django_db
def test_a_table_that_nobody_declared_is_noticed():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (name text)")
    assert personal.tables_of_nobody(connection.introspection.table_names()) == ["forgotten"]


def test_nothing_is_declared_twice():
    personal.load()
    with pytest.raises(TypeError, match=r"desk\.Message is declared twice"):
        personal.nothing("desk.Message", "A second word on it.")


@pytest.mark.parametrize("held", personal.tables(), ids=lambda held: held.label)
def test_a_declaration_names_every_field_as_shown_or_secret(held: Held):
    fields = [field.name for field in held.model._meta.concrete_fields]
    assert sorted([*held.shows, *held.secret]) == sorted(fields)
    assert callable(held.typed) or set(held.typed) <= set(held.shows)


@pytest.mark.parametrize("held", personal.tables(), ids=lambda held: held.label)
def test_no_secret_is_ever_shown(held: Held):
    assert not {"password", "token", "sealed", "session_key", "code_hash", "salt"} & set(held.shows)


@pytest.mark.django_db
@pytest.mark.parametrize("held", personal.tables(), ids=lambda held: held.label)
def test_whoever_is_nobody_holds_no_row(held: Held):
    assert list(held.rows(NOBODY)) == []
    held.forget(NOBODY)


@pytest.mark.parametrize("label", sorted(personal.reasons()))
def test_where_nothing_is_personal_a_reason_stands(label):
    assert personal.reasons()[label].endswith(".")


def test_derived_tables_are_made_from_the_record_and_not_private_too():
    assert [model for model in apps.get_models() if issubclass(model, Derived) and issubclass(model, Private)] == []
