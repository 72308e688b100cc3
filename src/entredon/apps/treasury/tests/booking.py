"""Journal entries put into the database as rules do, without any log entry: for what is about the journal alone."""

import hashlib
from collections.abc import Iterable

from django.db import connection, transaction

from entredon.apps.treasury import record_journal, triggers
from entredon.log.registry import Context
from entredon.log.tables import Tables
from entredon.pure.money.journal.entries import JournalEntry

SLUG = "merel"


def said(number: int, slug: str = SLUG) -> Context:
    """What a rule would know of the log entry by which something is booked."""
    id = hashlib.sha256(f"{slug} {number}".encode()).hexdigest()
    return Context(
        commons=slug, index=number, id=id, log=f"example.org/{slug}", kind="treasury.allotted", by="", at="2026-11-26T10:00:00.000Z",
        c={}, founded=id, person="", signers=frozenset(),
    )  # fmt: skip


def booked(entries: Iterable[JournalEntry], slug: str = SLUG, number: int = 1) -> None:
    """Book them, all or none. Raises Refused."""
    with transaction.atomic():
        tables = Tables(slug)
        record_journal.post(tables, said(number, slug), entries)
        tables.flush()


def raw(statement: str, *values: object) -> None:
    """SQL past all law, and past the guard of our tests."""
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.cursor.execute(statement, values)


def unguarded(statement: str, *values: object) -> None:
    """The same where somebody has taken the triggers away, which makes them again."""
    for one in triggers.drop(connection.vendor):
        raw(one)
    raw(statement, *values)
    for one in triggers.make(connection.vendor):
        raw(one)
