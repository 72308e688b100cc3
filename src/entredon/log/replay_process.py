"""``python -m entredon.log.replay_process DIR``: the replay of a verify, in a process and a database of its own.

Speaks JSON lines on standard output: progress, and at the end the result, or why there is none. Signatures were checked
before.
"""

import gc
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

os.environ["ENTREDON_MEMORY"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entredon.site.settings")


def main(directory: str) -> None:
    """Replay a mirror and say what came of it."""
    # Rows hold no cycles: looking for them again and again only costs time.
    gc.disable()
    import django

    django.setup()
    from django.db import transaction

    from entredon.log import content, digest, files, in_force, replay

    source = files.Directory(Path(directory))
    _, head = replay.head_of(source)
    replay.make_tables()
    store = content.Folder(source.root / "content", flat=True)
    content.use(store)
    slug = replay.slug_of(head.origin)
    with transaction.atomic():
        seen = in_force.Seen()
        run = replay.Replay(slug, head.origin, store, check_signatures=False, entries=False)
        done = run.run(seen.of(replay.leaves_of(source, head.size)), head.size, _progress)
    whole, parts = digest.tables(slug)
    sound = not done.faults and done.newer is None
    _say(
        size=done.size, faults=[asdict(f) for f in done.faults], newer=done.newer and asdict(done.newer),
        digest=whole, tables=[asdict(part) for part in parts], in_force=in_force.report(slug, seen) if sound else [],
    )  # fmt: skip


def _progress(done: int, of: int) -> None:
    _say(done=done, of=of)


def _say(**values: object) -> None:
    print(json.dumps(values), flush=True)  # noqa: T201


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Exception as trouble:
        if os.environ.get("ENTREDON_DEBUG"):
            raise
        _say(broke=f"{type(trouble).__name__}: {trouble}"[:300])
