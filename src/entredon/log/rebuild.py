"""Recomputes a commons' derived tables from its log: first in memory, to compare; then, if asked, in one transaction."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction

from entredon.log import content, copy_raw, digest, replay, served, stored, verify
from entredon.log.models import Entry, Log, Rebuilding
from entredon.log.registry import Refused
from entredon.log.verify import Progress, Verdict
from entredon.log.verify_here import compare


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild found and did: lines for people, and the exit code."""

    lines: list[str] = field(default_factory=list)
    code: int = 0


def rebuild(slug: str, *, write: bool, progress: Progress | None = None) -> Rebuilt:
    """Compare, and replace what differs if ``write`` says so."""
    with tempfile.TemporaryDirectory(prefix="entredon-rebuild-") as folder:
        copy_raw.take(served.Node(slug), Path(folder), progress)
        verdict = verify.verify(Path(folder), progress=progress)
    if verdict.verdict != verify.SOUND:
        what = "is not sound" if verdict.verdict == verify.FAULT else "can't be judged by this program"
        faults = [fault.message for fault in verdict.faults]
        return Rebuilt([f"The public record itself {what}, so nothing was changed:", *faults], verdict.code)
    _, mine = digest.tables(slug)
    differing = compare(verdict, mine)
    if not differing:
        rows = sum(part.count for part in mine)
        return Rebuilt(
            [f"The tables of {slug} are what its {verdict.size} entries give: {rows} rows, equal to the last."]
        )
    lines = [fault.message.partition(" Put it right")[0] for fault in differing]
    if not write:
        return Rebuilt([*lines, f"Nothing was changed. Replace them with: entredon rebuild {slug} --write"], 1)
    replace(slug, verdict)
    return Rebuilt([*lines, "They were replaced by what the public record gives."])


def replace(slug: str, verdict: Verdict) -> None:
    """Put the tables right, all in one transaction. Raises Refused when the log meanwhile doesn't give that digest."""
    with transaction.atomic():
        log = stored.head(slug)
        Rebuilding.objects.create(commons=slug)
        for model in digest.derived_models():
            model._base_manager.filter(commons=slug).delete()
        Rebuilding.objects.filter(commons=slug).delete()
        run = replay.Replay(slug, log.origin, content.store(), check_signatures=False, entries=False)
        done = run.run(_leaves(slug), log.size)
        if done.faults or done.newer or done.size != log.size:
            raise Refused("The public record of {slug} could not be replayed; nothing was changed.", slug=slug)
        if log.size == verdict.size and digest.tables(slug)[0] != verdict.digest:
            raise Refused("Replayed here, {slug} gives other tables than in memory; nothing was changed.", slug=slug)
        Log.objects.filter(slug=slug).update(rebuilt=log.rebuilt + 1)


def _leaves(slug: str) -> Iterator[tuple[str, bytes]]:
    with connection.chunked_cursor() as cursor:
        table = Entry._meta.db_table
        cursor.execute(f'SELECT "leaf" FROM "{table}" WHERE "commons" = %s ORDER BY "index"', [slug])
        while rows := cursor.fetchmany(1000):
            yield from (("", bytes(row[0])) for row in rows)
