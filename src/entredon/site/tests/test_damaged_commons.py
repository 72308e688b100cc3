"""A commons whose public record and database don't fit together says so on every page; all others go on."""

import re
import shutil
from pathlib import Path

import pytest
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.apps.library.entries import Created
from entredon.log import checkpoints
from entredon.log.models import Entry, Log, Subtree
from entredon.testing_cast import Cast

PAGES = ["", "library/", "people/", "value/", "record/", "record/check/", "record/proves/", "e/{entry}/"]


@pytest.fixture
def two(cast: Cast) -> Cast:
    """Two public commons, merel and wren; the test damages merel."""
    cast.say(Published())
    cast.say(Created(name="Boot lid"))
    Cast.found("wren").say(Published())
    return cast


def damage(how: str) -> None:
    """Damage merel: its published file, or its database as an older backup would."""
    file: Path = checkpoints.path("merel")
    if how == "unreadable":
        file.write_bytes(file.read_bytes()[:-9] + b"AAAAAAA=\n")
    elif how == "of another commons":
        shutil.copy(checkpoints.path("wren"), file)
    else:
        log = Log.objects.get(slug="merel")
        older = Entry.objects.filter(commons="merel", index__gte=log.size - 2)
        if how == "rolled back":
            Log.objects.filter(slug="merel").update(size=log.size - 2, hashes=b"\0" * 32)
        if how == "another history":
            Log.objects.filter(slug="merel").update(hashes=bytes(log.hashes)[:-32] + b"\0" * 32)
        if how != "another history":
            older.delete()
            Subtree.objects.filter(commons="merel").delete()


@pytest.mark.parametrize("how", ["unreadable", "of another commons", "rolled back", "another history"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_it_says_what_happened_what_was_kept_and_what_to_do(
    two: Cast, client: Client, page: str, how: str
) -> None:
    entry = Entry.objects.filter(commons="merel", index=1).get().id[:10]
    damage(how)
    answer = client.get(f"/c/merel/{page.format(entry=entry)}")
    text = re.sub(r"\s+", " ", answer.content.decode())
    assert answer.status_code == 503
    for line in ("needs repair", "What was kept", "What to do", "outside copy", "entredon verify merel", "noindex"):
        assert line in text
    assert "checkpoint" not in text, "where files lie is nobody's business"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("how", ["unreadable", "rolled back", "another history"])
def test_the_first_page_marks_it_and_the_others_go_on(two: Cast, client: Client, how: str) -> None:
    assert "needs repair" not in client.get("/").content.decode()
    damage(how)
    first = client.get("/")
    assert (first.status_code, first.content.decode().count("needs repair")) == (200, 1)
    for page in PAGES[:-1]:
        assert client.get(f"/c/wren/{page}").status_code == 200


def test_it_is_whole_again_as_soon_as_both_fit(two: Cast, client: Client) -> None:
    file = checkpoints.path("merel")
    kept = file.read_bytes()
    damage("unreadable")
    assert client.get("/c/merel/").status_code == 503
    file.write_bytes(kept)
    assert client.get("/c/merel/").status_code == 200
    assert "needs repair" not in client.get("/").content.decode()


def test_a_page_that_misses_a_part_of_the_record_says_so_too(two: Cast, client: Client) -> None:
    """The head is there, entries are not: a proof finds that out."""
    entry = Entry.objects.filter(commons="merel", index=0).get().id[:10]
    damage("lost rows")
    assert client.get(f"/c/merel/e/{entry}/").status_code == 503


def test_what_is_published_later_than_the_database_says_is_not_yet_damage(two: Cast, client: Client) -> None:
    """A file that isn't written yet is written anew: nothing speaks against the database."""
    checkpoints.path("merel").unlink()
    assert client.get("/c/merel/").status_code == 200


def test_a_draft_that_is_damaged_stays_unseen(cast: Cast, client: Client) -> None:
    damage("unreadable")
    assert client.get("/c/merel/").status_code == 404
