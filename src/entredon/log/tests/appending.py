"""A node in a process of its own that is killed while it appends: ``python -m entredon.log.tests.appending HOME KILLS``.

A warm parent forks a child, the child appends in a loop and says what was acknowledged, the parent kills it at a random
moment and looks at what is left with fresh eyes. Prints one line of JSON at the end.
"""

import json
import os
import random
import select
import signal
import sqlite3
import sys
import time
from pathlib import Path

SLUG = "merel"
LONGEST = 0.04
"""Seconds a child lives at most after its first acknowledged entry."""


def start(home: str) -> None:
    os.environ.update(
        {"ENTREDON_HOME": home, "ENTREDON_SUITE": "1", "DJANGO_SETTINGS_MODULE": "entredon.site.settings"}
    )
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from entredon.log import checkpoints
    from entredon.testing_cast import Cast

    # No thread may have the database open when we fork. And publishing must be hit too: here every append publishes.
    checkpoints.PAUSE = 0.0
    call_command("migrate", verbosity=0, interactive=False)
    Cast.found(SLUG, draft=False)
    connections.close_all()


def child(pipe: int, seed: int) -> None:
    """Append one by one, some in batches, and say each id that was acknowledged."""
    from entredon.apps.work.entries import Contributed
    from entredon.log import door
    from entredon.log.door import Saying
    from entredon.testing_cast import key_of

    chosen = random.Random(seed)
    signers = [key_of(f"{name} of {SLUG}") for name in ("ada", "bob")]
    while True:
        count = chosen.choice((1, 1, 1, 2, 7))
        sayings = [
            Saying(
                Contributed(work="code", measures={"points": n}), chosen.choice(signers), texts={"note": f"part {n}"}
            )
            for n in range(count)
        ]
        done = door.append_many(SLUG, sayings)
        os.write(pipe, "".join(f"{d.index} {d.id} {count}\n" for d in done).encode())


def kill_once(seed: int) -> list[tuple[int, str, int]]:
    """One child's life; returns what was acknowledged before its death."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        try:
            child(writing, seed)
        except BaseException:
            import traceback

            traceback.print_exc()
        os._exit(3)
    os.close(writing)
    said = b""
    select.select([reading], [], [], 30)  # its first word: from here on it is in full swing
    end = time.monotonic() + random.Random(seed).uniform(0, LONGEST)
    while time.monotonic() < end:
        if select.select([reading], [], [], max(0, end - time.monotonic()))[0]:
            said += os.read(reading, 1 << 16)
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status), "the child ended by itself"
    while chunk := os.read(reading, 1 << 16):
        said += chunk
    os.close(reading)
    rows = [line.split() for line in said.decode().split("\n")[:-1]]
    return [(int(index), id, int(count)) for index, id, count in rows]


def look(home: Path, acknowledged: list[tuple[int, str, int]]) -> dict[str, int]:
    """What is on disk now, read without any of our code but the checkpoint's."""
    from entredon.pure.log import checkpoint
    from entredon.pure.log.canonical import Malformed

    database = sqlite3.connect(home / "entredon.sqlite3")
    ask = lambda query, *values: database.execute(query, values).fetchone()[0]  # noqa: E731
    size, vkey = database.execute("SELECT size, vkey FROM log_log").fetchone()
    entries, last = ask("SELECT count(*) FROM log_entry"), ask('SELECT max("index") FROM log_entry')
    lost = sum(
        ask('SELECT count(*) FROM log_entry WHERE "index" = ? AND id = ?', i, id) != 1 for i, id, _ in acknowledged
    )
    flows = ask("SELECT count(*) FROM flows_flow")
    said = ask("SELECT count(*) FROM log_entry WHERE kind = 'work.contributed'")
    texts = ask("SELECT count(*) FROM log_sidetext WHERE name = 'note'")
    database.close()
    try:
        published = checkpoint.open((home / "log" / SLUG / "checkpoint").read_bytes(), vkey).size
    except Malformed:
        published = -1
    return {
        "lost": lost,
        "half": int(not (entries == last + 1 == size) or texts != said or flows < said),
        "ahead": int(published > size or published < 1),
        "size": size,
    }


def main(home: str, kills: int) -> None:
    start(home)
    found = {"kills": 0, "acknowledged": 0, "lost": 0, "half": 0, "ahead": 0, "size": 0}
    for seed in range(kills):
        acknowledged = kill_once(seed)
        left = look(Path(home), acknowledged)
        found["kills"] += 1
        found["acknowledged"] += len(acknowledged)
        for name in ("lost", "half", "ahead"):
            found[name] += left[name]
        found["size"] = left["size"]
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
