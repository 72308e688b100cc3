"""Stewards and keepers begin creations and release versions of them in the browser; everybody else only looks."""

import pytest

from entredon.apps.library import queries as library
from entredon.apps.library.forms import field_of
from entredon.apps.work.entries import Contributed
from entredon.log.models import Entry
from entredon.testing_cast import Cast

HOME = "/c/merel/library/"


@pytest.fixture
def cast(db: None) -> Cast:
    cast = Cast.found("merel", draft=False)
    cast.account("ada")
    cast.account("bob")
    return cast


def begin(cast: Cast, name: str = "Chassis") -> str:
    answer = cast.client("ada").post(f"{HOME}new/", {"name": name})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url).split("?", 1)[0]


def test_a_steward_begins_a_creation_and_releases_a_version_with_all_that_was_given(cast: Cast):
    here = begin(cast)
    [creation] = library.creations(cast.slug)
    cast.say(Contributed(creation=creation.id, work="design"), cast.bob)
    page = cast.client("ada").get(f"{here}release/").content.decode()
    assert "One contribution goes into it." in page
    answer = cast.client("ada").post(f"{here}release/", {"name": "0.1", "own": "100"})
    [released] = [version for version in library.versions(cast.slug) if version.released]
    assert (released.label, released.own) == ("Chassis 0.1", 100)
    assert answer.url.startswith(f"{HOME}v/{released.id[:10]}/?said=")


def test_a_version_is_built_on_others_by_weights(cast: Cast):
    chassis, cabin = begin(cast, "Chassis"), begin(cast, "Cabin")
    cast.client("ada").post(f"{chassis}release/", {"name": "1", "own": "10"})
    [first] = [version for version in library.versions(cast.slug) if version.released]
    page = cast.client("ada").get(f"{cabin}release/").content.decode()
    assert "Chassis 1" in page
    cast.client("ada").post(f"{cabin}release/", {"name": "1", "own": "70", field_of(first.id): "30"})
    cites = [(cited.on, cited.weight) for cited in library.lineage(cast.slug)]
    assert cites == [(first.id, 30)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "", "own": "1"}, "This field is required"),
        ({"name": "0.1", "own": "-1"}, "greater than or equal to 0"),
        ({"name": "0.1", "own": "much"}, "whole number"),
        ({"name": "unreleased", "own": "1"}, "be called that"),
        ({"name": "x" * 1_000_000, "own": "1"}, "at most 200 characters"),
        ({"name": "a\u202eb", "own": "1"}, "one line, without control characters"),
    ],
)
def test_what_can_t_be_released_gets_a_sentence_and_keeps_what_was_typed(
    cast: Cast, typed: dict[str, str], sentence: str
):
    here = begin(cast)
    before = Entry.objects.count()
    answer = cast.client("ada").post(f"{here}release/", typed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Entry.objects.count() == before


def test_a_version_s_name_is_taken_once(cast: Cast):
    here = begin(cast)
    for _ in range(2):
        answer = cast.client("ada").post(f"{here}release/", {"name": "0.1", "own": "1"})
    assert "There is a version of that name already" in answer.content.decode()
    assert sum(version.released for version in library.versions(cast.slug)) == 1


def test_who_keeps_nothing_is_shown_no_button_and_turned_away(cast: Cast):
    here = begin(cast)
    assert "Release a version" in cast.client("ada").get(here).content.decode()
    assert "Release a version" not in cast.client("bob").get(here).content.decode()
    assert "Begin something new" not in cast.client("bob").get(HOME).content.decode()
    for who, status in (("bob", 403), ("", 302)):
        assert cast.client(who).get(f"{here}release/").status_code == status
        assert cast.client(who).get(f"{HOME}new/").status_code == status
    assert cast.client("bob").post(f"{here}release/", {"name": "1", "own": "1"}).status_code == 403
    assert cast.client("").post(f"{HOME}new/", {"name": "Mine"}).status_code == 403
