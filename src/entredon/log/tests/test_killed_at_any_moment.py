"""``kill -9`` of an appending process, 300 times at random moments; and a database that was put back in time."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from entredon.log import checkpoints
from entredon.log.checkpoints import RolledBack
from entredon.log.models import Log
from entredon.testing_cast import Cast, key_of

KILLS = 300


def run(module: str, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ENTREDON_HOME": str(home)}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can't fork")
def test_nothing_acknowledged_is_lost_and_nothing_is_half_done(tmp_path: Path) -> None:
    home = tmp_path / "node"
    done = run("entredon.log.tests.appending", str(home), str(KILLS), home=home)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["kills"] == KILLS
    assert found["acknowledged"] > 2 * KILLS, "the appender hardly came to anything: the test proves nothing"
    assert (found["lost"], found["half"], found["ahead"]) == (0, 0, 0), found
    verified = run("entredon", "verify", "merel", "--json", home=home)
    verdict = json.loads(verified.stdout)
    assert verdict["verdict"] == "sound", verdict
    # A batch is all there or not at all, and what was not acknowledged may still have been in time.
    assert verdict["size"] == found["size"] >= found["acknowledged"]


def test_a_database_put_back_in_time_is_noticed_and_takes_nothing(cast: Cast, settings: Any, tmp_path: Path) -> None:
    """An older database beside a newer checkpoint: the same as restoring a backup."""
    early = tmp_path / "early"
    file = checkpoints.path(cast.slug)
    shutil.copy(file, early)
    before = Log.objects.get(slug=cast.slug)
    cast.join(key_of("dora"), "Dora")
    newer = file.read_bytes()
    from entredon.log.models import Entry

    Entry.objects.filter(commons=cast.slug, index__gte=before.size).delete()
    before.save()
    assert file.read_bytes() == newer
    with pytest.raises(RolledBack, match="older backup"):
        cast.join(key_of("eve"), "Eve")
    assert Log.objects.get(slug=cast.slug).size == before.size
    with pytest.raises(RolledBack):
        checkpoints.publish(cast.slug)
    # With the checkpoint of that time everything goes on, but that is for who knows what she does.
    shutil.copy(early, file)
    checkpoints.forget()
    cast.join(key_of("frank"), "Frank")


def test_a_database_with_another_history_than_the_published_one_takes_nothing(cast: Cast) -> None:
    from entredon.log.models import Entry

    row = Entry.objects.filter(commons=cast.slug, index=2)
    row.update(leaf_hash=bytes(32))
    checkpoints.forget()
    with pytest.raises(RolledBack, match="another history"):
        cast.join(key_of("eve"), "Eve")
