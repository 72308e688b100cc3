"""Publishing: the signed checkpoint is a file beside the database, never ahead of what is durable.

Because it lies outside the database, a restored backup shows: the file then knows more than the rows do.
"""

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection, transaction

from entredon.log import disk, held, stored
from entredon.log.models import Log
from entredon.pure.log import checkpoint as format
from entredon.pure.log import tree
from entredon.pure.log.canonical import Malformed
from entredon.pure.told import Told

PAUSE = 1.0
"""Seconds between two publications of one log under load."""
EVIDENCE = 1_000
"""So many pieces of evidence are kept of a log: whoever has a key could make as many as she likes."""


class RolledBack(Told):
    """The published checkpoint knows more than, or otherwise than, the database."""


@dataclass(frozen=True, slots=True)
class Published:
    """The newest published checkpoint; size 0 before the first."""

    size: int
    root: bytes
    note: bytes


NOTHING = Published(0, tree.EMPTY_ROOT, b"")
_read: dict[Path, tuple[tuple[int, int, int], Published]] = {}
_last: dict[str, float] = {}
_timers: dict[str, threading.Timer] = {}
_running: set[threading.Thread] = set()
_guard = threading.Lock()
logger = logging.getLogger(__name__)


def path(slug: str) -> Path:
    """Where the checkpoint of a log lies."""
    return Path(settings.ENTREDON_HOME) / "log" / slug / "checkpoint"


def published(slug: str, vkey: str | None = None) -> Published:
    """The published checkpoint, read again only when the file has changed. Raises RolledBack when it is unreadable."""
    file = path(slug)
    try:
        state = file.stat()
    except FileNotFoundError:
        return NOTHING
    mark = (state.st_mtime_ns, state.st_ino, state.st_size)
    known = _read.get(file)
    if known is not None and known[0] == mark:
        return known[1]
    note = file.read_bytes()
    try:
        checkpoint = format.open(note, vkey or Log.objects.values_list("vkey", flat=True).get(slug=slug))
    except (Malformed, Log.DoesNotExist) as trouble:
        raise RolledBack(
            "The published checkpoint {file} can't be read with this log's key ({trouble}). Nothing was changed; take "
            "file and database back from the same moment or from an outside copy.",
            file=file,
            trouble=trouble,
        ) from None
    found = Published(checkpoint.size, checkpoint.root, note)
    _read[file] = (mark, found)
    return found


def agree(slug: str, log: Log) -> Published:
    """The published checkpoint, if the database still contains it. Raises RolledBack otherwise; call it under the lock."""
    known = _read.get(path(slug))
    found = published(slug, log.vkey)
    if found.size > log.size:
        raise RolledBack(
            "The public record of {slug} was published up to {size} entries, but the database holds {size2}: an older "
            "backup was put back. Nothing was added. Bring the missing entries back from an outside copy first.",
            slug=slug,
            size=found.size,
            size2=log.size,
        )
    if found is not NOTHING and (known is None or known[1] is not found):
        if stored.root_at(slug, found.size) != found.root:
            raise RolledBack(
                "The database holds another history of {slug} than the one that was published. Nothing was added. Compare "
                "with an outside copy.",
                slug=slug,
            )
    return found


def publish(slug: str) -> Published:
    """Sign and write the checkpoint of what is committed. The write lock keeps two processes from going backwards."""
    with transaction.atomic():
        log = stored.head(slug)
        before = agree(slug, log)
        if before.size < log.size:
            root = stored.compact(log).root()
            note = format.sign(format.Checkpoint(log.origin, log.size, root), held.log_key(slug))
            disk.write(path(slug), note)
    _last[slug] = time.monotonic()
    return published(slug)


def keep_evidence(slug: str, name: str, data: bytes) -> Path:
    """Keep what contradicts the public record, signed by somebody else, beside it."""
    file = path(slug).parent / "evidence" / name
    if not file.parent.is_dir() or sum(1 for _ in file.parent.iterdir()) < EVIDENCE:
        disk.write(file, data)
    return file


def soon(slug: str) -> None:
    """Publish now when idle, else within a second. Call it after the commit."""
    with _guard:
        waited = time.monotonic() - _last.get(slug, -PAUSE)
        if waited < PAUSE:
            if slug not in _timers:
                timer = threading.Timer(PAUSE - waited, _late, [slug])
                timer.daemon = True
                _timers[slug] = timer
                timer.start()
            return
    _try(slug)


def _try(slug: str) -> None:
    """Publish; what can't be written now (a full disk, another process that writes for long) is durable all the same and is published
    at the next chance."""
    try:
        publish(slug)
    except (OSError, OperationalError, RolledBack) as trouble:
        logger.warning("The checkpoint of %s could not be written (%s); it will be tried again.", slug, trouble)


def _late(slug: str) -> None:
    with _guard:
        _running.add(threading.current_thread())
        _timers.pop(slug, None)
    try:
        _try(slug)
    finally:
        connection.close()
        with _guard:
            _running.discard(threading.current_thread())


def settle() -> None:
    """Publish now what still waits for its second, and wait for what is being published: before a command ends or forks.

    A process that forks while a thread of it has the database open would pass on locks that its child doesn't hold.
    """
    with _guard:
        waiting = list(_timers.items())
        _timers.clear()
    for slug, timer in waiting:
        timer.cancel()
        _try(slug)
    with _guard:
        threads = [*(timer for _, timer in waiting), *_running]
    for thread in threads:
        thread.join()


def catch_up() -> list[tuple[str, str]]:
    """Publish what an earlier process committed but could not publish any more: at start-up.

    Returns the commons for which that is impossible, each with a sentence: one damaged commons takes no other offline.
    """
    troubles = []
    for log in Log.objects.order_by("slug"):
        try:
            if published(log.slug, log.vkey).size != log.size:
                publish(log.slug)
        except (RolledBack, OSError) as trouble:
            troubles.append((log.slug, str(trouble)))
    return troubles


def forget() -> None:
    """Forget what was read and when: for a process that moves to another folder."""
    settle()
    _read.clear()
    _last.clear()
