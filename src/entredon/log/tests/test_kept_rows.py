"""Rows read by one append serve the next, until anything else has changed the log or its tables."""

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.log import door, kept
from entredon.log.models import Log
from entredon.log.tables import Tables
from entredon.testing_cast import Cast, person

pytestmark = pytest.mark.django_db


def kept_now(slug: str) -> Tables:
    return kept.take(slug, Log.objects.get(slug=slug))


def test_the_next_append_finds_the_rows_of_the_last(cast: Cast) -> None:
    assert kept_now(cast.slug).held() > 0


def test_a_refused_append_leaves_nothing_for_the_next(cast: Cast) -> None:
    cast.refused(RoleGiven(person=person(cast.bob), role="king"), because="The roles are")
    assert kept_now(cast.slug).held() == 0


@pytest.mark.parametrize("change", [{"size": 1}, {"hashes": b"h" * 32}, {"rebuilt": 7}])
def test_another_state_of_the_log_makes_them_be_read_anew(cast: Cast, change: dict) -> None:
    Log.objects.filter(slug=cast.slug).update(**change)
    assert kept_now(cast.slug).held() == 0


def test_large_buffers_are_let_go(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FEW", 0)
    door.append(cast.slug, RoleGiven(person=person(cast.bob), role="keeper"), cast.ada)
    assert kept_now(cast.slug).held() == 0
