"""Rows that one append has read, kept for the next one of the same thread: they stay true until the log changes.

A tree of the same size with the same hashes is the same history, so whatever another process or thread appended in
between, or a restored backup took away, makes the rows be read anew.
"""

import threading

from entredon.log.models import Log
from entredon.log.tables import Tables
from entredon.pure.log.tree import CompactRange

FEW = 5_000
"""Buffers with more rows than this are let go."""

_State = tuple[int, bytes, int]
_here = threading.local()


def take(slug: str, log: Log) -> Tables:
    """The buffer of the append before this one, if nothing has happened since; else an empty one."""
    state, tables = _buffers().pop(slug, (None, None))
    if tables is None or state != state_of(log):
        tables = Tables(slug)
    tables.as_of = state_of(log)
    return tables


def state_of(log: Log) -> _State:
    """What names the state of a log's tables: equal only when everything in them is equal."""
    return log.size, bytes(log.hashes), log.rebuilt


def keep(slug: str, tree: CompactRange, rebuilt: int, tables: Tables) -> None:
    """Keep a buffer whose changes are committed."""
    if tables.held() <= FEW:
        _buffers()[slug] = ((tree.size, b"".join(tree.hashes), rebuilt), tables)


def _buffers() -> dict[str, tuple[_State, Tables]]:
    if not hasattr(_here, "buffers"):
        _here.buffers = {}
    buffers: dict[str, tuple[_State, Tables]] = _here.buffers
    return buffers
