"""What pages, the API and other apps read of the flows. The lists of a hundred thousand are read by bare cursors."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from django.db import connection

from entredon.apps.flows.models import Flow, Process

_measures = msgspec.json.Decoder(dict[str, int])


class WorkEvent(NamedTuple):
    """Somebody's work that went into a process: what kind, and its measures."""

    id: str
    process: str
    person: str
    kind: str
    measures: dict[str, int]
    at: str
    entry: str
    position: int


class Cite(NamedTuple):
    """A process built on a version; ``weight`` says how much of its value stems from there, beside its other inputs."""

    process: str
    version: str
    weight: int


def work_events(slug: str) -> Iterator[WorkEvent]:
    """All work that still counts, in the order of ids; corrections come as events of their own, with their own measures.

    One query; 100,000 in about a third of a second.
    """
    dead = superseded(slug)
    decode = _measures.decode
    for id, process, person, kind, measures, at, entry, position in _rows(
        slug, "work", "id, input_of, provider, resource_conforms_to, measures, at, entry, position"
    ):
        if process not in dead:
            yield WorkEvent(id, process, person, kind, decode(measures), at, entry, position)


def cites(slug: str) -> list[Cite]:
    """What builds on what, in the order of ids. A cite without a weight counts 1."""
    dead = superseded(slug)
    decode = _measures.decode
    return [
        Cite(process, version, decode(measures).get("weight", 1))
        for process, version, measures in _rows(slug, "cite", "input_of, resource_inventoried_as, measures")
        if process not in dead
    ]


def superseded(slug: str) -> frozenset[str]:
    """The processes that a later import tells anew."""
    return frozenset(Process.objects.filter(commons=slug, superseded=True).values_list("id", flat=True))


def _rows(slug: str, action: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Columns of all events of an action. Fetched at once: nothing else may come between the pages of a cursor."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {columns} FROM "{Flow._meta.db_table}"'
            " WHERE commons = %s AND action = %s AND kind = 'event' ORDER BY id",
            (slug, action),
        )
        return iter(cursor.fetchall())
