"""Somebody enriches this commons: another member says so, and nobody reads why until she agrees."""

from pathlib import Path

import pytest

from entredon.apps.people.entries import (
    Erased,
    Left,
    Nominated,
    NominationAgreed,
    NominationDeclined,
    NominationWithdrawn,
    SideText,
)
from entredon.apps.people.models import Nomination
from entredon.apps.people.tests.law import refused, replays
from entredon.log import models as log
from entredon.log import served
from entredon.testing_cast import Cast, key_of, person
from entredon.testing_passkey import send

pytestmark = pytest.mark.django_db
WHY = {"reason": "She keeps the workshop warm, and everybody in it."}


@pytest.fixture
def said(cast: Cast) -> str:
    """Ada has nominated Bob."""
    return send(cast.slug, Nominated(person=person(cast.bob)), cast.ada, texts=WHY)


def state(cast: Cast, id: str) -> str:
    return Nomination.objects.get(commons=cast.slug, id=id).state


def kept(cast: Cast, id: str) -> list[tuple[str, bool]]:
    rows = log.SideText.objects.filter(commons=cast.slug, entry=id)
    return [(row.text, row.withheld) for row in rows]


def readable(cast: Cast, id: str) -> bool:
    """Whether outsiders are given the reason."""
    return served.Node(cast.slug).read(f"side/{id}/reason", 10_000) is not None


def test_a_reason_is_kept_back_until_the_nominated_agrees(cast: Cast, said: str, tmp_path: Path) -> None:
    assert (state(cast, said), readable(cast, said), kept(cast, said)) == ("waiting", False, [(WHY["reason"], True)])
    entry = send(cast.slug, NominationAgreed(nomination=said), cast.bob)
    assert (state(cast, said), readable(cast, said), kept(cast, said)) == ("agreed", True, [(WHY["reason"], False)])
    row = Nomination.objects.get(commons=cast.slug, id=said)
    assert (row.by, row.person, row.answer) == (person(cast.ada), person(cast.bob), entry)
    replays(cast, tmp_path)


@pytest.mark.parametrize("fact", [NominationDeclined, NominationWithdrawn])
def test_a_nomination_that_ends_takes_its_reason_with_it(cast: Cast, said: str, tmp_path: Path, fact: type) -> None:
    send(cast.slug, fact(nomination=said), cast.bob)
    assert state(cast, said) in ("declined", "withdrawn")
    assert kept(cast, said) == []
    assert log.Text.objects.get(commons=cast.slug, id=f"{said}/reason").erased
    replays(cast, tmp_path)


def test_either_takes_it_back_at_any_time(cast: Cast, said: str) -> None:
    send(cast.slug, NominationAgreed(nomination=said), cast.bob)
    send(cast.slug, NominationWithdrawn(nomination=said), cast.bob)
    assert (state(cast, said), kept(cast, said)) == ("withdrawn", [])
    again = send(cast.slug, Nominated(person=person(cast.bob)), cast.ada, texts=WHY)
    send(cast.slug, NominationAgreed(nomination=again), cast.bob)
    send(cast.slug, NominationWithdrawn(nomination=again), cast.ada)
    assert (state(cast, again), kept(cast, again)) == ("withdrawn", [])


def test_only_members_nominate_members_but_not_themselves(cast: Cast) -> None:
    refused(cast, Nominated(person=person(cast.ada)), cast.ada, because="Nobody nominates herself", texts=WHY)
    refused(cast, Nominated(person=person(cast.charlie)), cast.ada, because="Only members can be", texts=WHY)
    refused(cast, Nominated(person=person(cast.ada)), cast.charlie, because="join first", texts=WHY)
    refused(cast, Nominated(person=person(cast.bob)), cast.ada, because="Say why")
    refused(cast, Nominated(person=person(cast.bob)), cast.ada, because="no text named name", texts={"name": "x"})


def test_one_for_one_at_a_time(cast: Cast, said: str) -> None:
    refused(cast, Nominated(person=person(cast.bob)), cast.ada, because="already", texts=WHY)
    send(cast.slug, NominationAgreed(nomination=said), cast.bob)
    refused(cast, Nominated(person=person(cast.bob)), cast.ada, because="already", texts=WHY)
    other = key_of("another member")
    cast.join(other, "Another")
    send(cast.slug, Nominated(person=person(cast.bob)), other, texts=WHY)
    send(cast.slug, Nominated(person=person(cast.ada)), cast.bob, texts=WHY)


@pytest.mark.parametrize("fact", [NominationAgreed, NominationDeclined])
def test_only_who_was_nominated_answers_and_once(cast: Cast, said: str, fact: type) -> None:
    refused(cast, fact(nomination=said), cast.ada, because="Only who was nominated")
    refused(cast, fact(nomination=said), cast.charlie, because="join first")
    refused(cast, fact(nomination="0" * 64), cast.bob, because="no such nomination")
    send(cast.slug, fact(nomination=said), cast.bob)
    refused(cast, NominationAgreed(nomination=said), cast.bob, because="answered already")
    refused(cast, NominationDeclined(nomination=said), cast.bob, because="answered already")


def test_only_the_two_take_it_back_and_once(cast: Cast, said: str) -> None:
    other = key_of("another member")
    cast.join(other, "Another")
    refused(cast, NominationWithdrawn(nomination=said), other, because="Only who nominated")
    send(cast.slug, NominationWithdrawn(nomination=said), cast.ada)
    refused(cast, NominationWithdrawn(nomination=said), cast.ada, because="ended already")
    refused(cast, NominationAgreed(nomination=said), cast.bob, because="answered already")


def test_nobody_agrees_to_a_reason_that_is_erased(cast: Cast, said: str) -> None:
    send(cast.slug, Erased(side=(SideText(entry=said, name="reason"),)), cast.ada)
    refused(cast, NominationAgreed(nomination=said), cast.bob, because="already erased")
    send(cast.slug, NominationDeclined(nomination=said), cast.bob)
    assert state(cast, said) == "declined"


def test_who_has_left_agrees_to_nothing_but_may_end_it(cast: Cast, said: str) -> None:
    send(cast.slug, Left(), cast.bob)
    refused(cast, NominationAgreed(nomination=said), cast.bob, because="You have left")
    refused(cast, Nominated(person=person(cast.bob)), cast.ada, because="Only members can be", texts=WHY)
    send(cast.slug, NominationWithdrawn(nomination=said), cast.bob)
    assert kept(cast, said) == []
