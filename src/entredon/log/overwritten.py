"""What was deleted leaves the files of the database too.

The database overwrites what is deleted (``secure_delete`` in the settings). But pages as they were before lie on in the
write-ahead log until it is folded into the database and cut to nothing; and a database that was filled before that setting may
hold deleted texts in its free pages until it is written anew once.
"""

from collections.abc import Callable

from django.db import DatabaseError, connection

from entredon.log import fresh
from entredon.log.models import Log

OVERWRITES = "overwrites"
"""The fact that everything deleted in this database was overwritten."""
PATIENCE = 2.0
"""Seconds that folding waits for who is reading."""


def fold(patience: float = PATIENCE) -> bool:
    """Fold the write-ahead log in and cut it to nothing. False as long as somebody still reads what it holds: try again."""
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:  # our own transaction is in the way
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _frames, _folded = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")
    return not busy


def write_anew_once(say: Callable[[str], None]) -> None:
    """Write a database anew that was filled before deleting meant overwriting. Without room for that: at the next start."""
    if connection.vendor != "sqlite" or connection.in_atomic_block or fresh.is_known(OVERWRITES, "1"):
        return  # inside a transaction no database can be written anew
    if Log.objects.exists():
        say("Cleaning what was deleted earlier out of the database, once …")
        try:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
        except DatabaseError as trouble:
            say(f"That has to wait for the next start, and all the rest works: {trouble}")
            return
    fresh.remember(OVERWRITES, "1")
    fold()
