"""Appending by many at once, in threads and in processes: every entry is there, in one order, and nobody meets a lock."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from entredon.apps.work.entries import Contributed
from entredon.log import checkpoints, door, stored
from entredon.log.door import Saying
from entredon.log.models import Entry, SideText
from entredon.log.registry import Refused
from entredon.log.tests import making
from entredon.testing_cast import Cast, key_of

WRITERS, EACH = 16, 12
PROGRAM = """
import json, os, sys
import django
django.setup()
from entredon.apps.work.entries import Contributed
from entredon.log import checkpoints, door
from entredon.testing_cast import key_of
checkpoints.PAUSE = 0.0
sys.stdin.readline()
ids = [door.append("merel", Contributed(work="code", measures={"points": n}), key_of("ada of merel")).id for n in range(20)]
print(json.dumps(ids))
"""


def words(n: int) -> Contributed:
    return Contributed(work="code", measures={"points": n})


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_at_once_meet_no_lock(tmp_path: Path) -> None:
    """Half of them share one key, as two tabs do; the others have their own."""
    cast = Cast.found(draft=False)
    keys = [cast.ada if n % 2 else key_of(f"writer {n}") for n in range(WRITERS)]
    for n, key in enumerate(keys):
        if key is not cast.ada:
            cast.join(key, f"Writer {n}")
    before = making.size(cast.slug)
    done: list[str] = []
    troubles: list[BaseException] = []

    def write(key: Any) -> None:
        try:
            done.extend(door.append(cast.slug, words(n), key, {"note": f"part {n}"}).id for n in range(EACH))
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[key]) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not troubles, troubles[0]
    assert making.size(cast.slug) == before + WRITERS * EACH
    stored_ids = list(
        Entry.objects.filter(commons=cast.slug, index__gte=before).order_by("index").values_list("id", flat=True)
    )
    assert sorted(stored_ids) == sorted(done)
    checkpoints.publish(cast.slug)
    making.mirror(cast.slug, tmp_path)
    from entredon.log import verify

    assert verify.verify(tmp_path).verdict == "sound"


def test_processes_at_once_meet_no_lock_either(tmp_path: Path) -> None:
    environment = {**os.environ, "ENTREDON_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "entredon.site.settings"}
    make = "import django; django.setup()\nfrom django.core.management import call_command\ncall_command('migrate', verbosity=0)\n"
    make += "from entredon.testing_cast import Cast\nCast.found('merel', draft=False)"
    subprocess.run([sys.executable, "-c", make], env=environment, check=True)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    answers = [writer.communicate(timeout=120)[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 4
    said = [id for answer in answers for id in json.loads(answer)]
    assert len(set(said)) == 80
    done = subprocess.run(
        [sys.executable, "-m", "entredon", "verify", "merel", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    verdict = json.loads(done.stdout)
    assert (verdict["verdict"], verdict["size"]) == ("sound", 83)


def trace(cast: Cast) -> tuple[Any, ...]:
    """All that a refusal could leave behind."""
    from entredon.log import digest

    head = stored.head(cast.slug)
    texts = SideText.objects.filter(commons=cast.slug).count()
    return head.size, bytes(head.hashes), texts, digest.tables(cast.slug)[0], checkpoints.published(cast.slug).note


def test_a_batch_with_one_bad_entry_appends_nothing(cast: Cast) -> None:
    before = trace(cast)
    good = [Saying(words(n), cast.ada, {"note": "good"}) for n in range(20)]
    bad = Saying(words(1), cast.charlie, {"note": "bad"})
    with pytest.raises(Refused, match="Entry 11 of 21"):
        door.append_many(cast.slug, [*good[:10], bad, *good[10:]])
    assert trace(cast) == before
    assert [a.index for a in door.append_many(cast.slug, good)] == list(range(3, 23))


def test_what_is_refused_leaves_no_trace(cast: Cast) -> None:
    before = trace(cast)
    cast.refused(words(1), cast.charlie, because="not known here", texts={"note": "I was never here"})
    assert trace(cast) == before


def test_more_than_a_batch_holds_is_refused_before_anything_is_read(cast: Cast) -> None:
    with pytest.raises(Refused, match="At most"):
        door.append_many(cast.slug, [Saying(words(1), cast.ada)] * (door.BATCH + 1))


def test_all_tiles_of_a_batch_that_fills_several_are_there(cast: Cast, tmp_path: Path) -> None:
    door.append_many(cast.slug, [Saying(words(n), cast.ada) for n in range(1000)])
    done = making.mirror(cast.slug, tmp_path)
    assert done.size == 1003
    assert (tmp_path / "tile" / "1" / "000.p" / "3").stat().st_size == 96
