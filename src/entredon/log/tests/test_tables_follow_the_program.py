"""When the program remembers more than the one that filled the derived tables, they are made anew from the record."""

import pytest

from entredon.log import fresh, rebuild
from entredon.log.models import Log, NodeFact
from entredon.testing_cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast.found()


def test_tables_of_another_shape_are_rebuilt_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    rebuilt: list[str] = []
    monkeypatch.setattr(rebuild, "rebuild", lambda slug, write: rebuilt.append(slug) or rebuild.Rebuilt())
    NodeFact.objects.create(name=fresh.TABLES, value="another shape")
    fresh.freshen(said.append)
    assert rebuilt == [cast.slug]
    assert "Bringing merel up to date" in said[0]
    fresh.freshen(said.append)
    assert rebuilt == [cast.slug], "once is enough"


def test_a_rebuild_brings_back_what_is_missing(cast: Cast) -> None:
    NodeFact.objects.create(name=fresh.TABLES, value="another shape")
    before = Log.objects.get(slug=cast.slug).rebuilt
    fresh.freshen(lambda _: None)
    assert Log.objects.get(slug=cast.slug).rebuilt == before, "equal tables are left alone"


def test_one_damaged_commons_keeps_no_other_from_coming_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def broken(slug: str, write: bool) -> rebuild.Rebuilt:
        raise RuntimeError("a part is missing")

    monkeypatch.setattr(rebuild, "rebuild", broken)
    fresh.freshen(said.append)
    assert said[-1] == "merel needs repair, and all the rest works: a part is missing"
    assert NodeFact.objects.get(name=fresh.TABLES).value == fresh.shape()


def test_migrations_are_looked_for_only_when_there_are_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core import management

    from entredon.cli import run

    called: list[str] = []
    monkeypatch.setattr(management, "call_command", lambda name, **_: called.append(name))
    run.migrate()
    run.migrate()
    assert called == ["migrate"]
    monkeypatch.setattr(fresh, "migrations", lambda: "one more")
    run.migrate()
    assert called == ["migrate", "migrate"]
