"""``entredon run`` with a damaged commons: it is named, and takes no other offline."""

import os
import time

import pytest
from django.db import connections
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.cli import run
from entredon.log import checkpoints, content, fresh
from entredon.log.models import Log
from entredon.site import sample_car, samples
from entredon.testing_cast import Cast


@pytest.fixture
def node(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two public commons, of which merel's checkpoint is damaged."""
    cast.say(Published())
    Cast.found("wren").say(Published())
    fresh.remember(fresh.TABLES, fresh.shape())  # these tables are as new as the program
    checkpoints.path("merel").write_bytes(b"not a checkpoint\n")
    # The test's own transaction lives in this connection.
    monkeypatch.setattr(connections, "close_all", lambda: None)
    monkeypatch.setattr(samples, "own_repository", lambda: None)
    return cast


def test_the_others_are_served_and_the_damaged_one_is_named(node: Cast, client: Client, capsys) -> None:
    run.prepare()
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("merel needs repair, and all the rest works: The published checkpoint")
    assert [client.get(page).status_code for page in ("/", "/c/wren/", "/c/merel/")] == [200, 200, 503]


def test_nothing_is_swept_away_while_a_record_lacks_a_part(node: Cast, tmp_path) -> None:
    """Its missing entries may name what nothing else names."""
    file = tmp_path / "history"
    file.write_bytes(b"a history")
    with file.open("rb") as stream:
        sha256, _ = content.store().put(stream)
    old = time.time() - 48 * 3600
    os.utime(content.store().path(sha256), (old, old))
    run.prepare()
    assert content.store().has(sha256)


def test_a_damaged_sample_is_said_in_one_line_and_stops_nothing(node: Cast, monkeypatch) -> None:
    """The sample was not loaded to its end, and its checkpoint is damaged since."""
    monkeypatch.setattr(sample_car, "missing", lambda: True)
    monkeypatch.setattr(sample_car, "load", lambda: node.say(Published()))
    said, before = [], Log.objects.get(slug="merel").size
    samples.load_missing(said.append)
    assert said[-1].startswith("The sample car could not be loaded, and all the rest works: The published checkpoint")
    assert Log.objects.get(slug="merel").size == before
