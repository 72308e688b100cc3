"""From wishes to deeds: what was promised for a need, and what was done for it. Other apps find these in ``queries``."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any, NamedTuple

import msgspec
from django.db import connection

from entredon.apps.flows.models import Flow

AT_ONCE = 900
"""So many ids are named in one query."""
_measures = msgspec.json.Decoder(dict[str, int])
_COLUMNS = (
    "id, kind, action, provider, input_of, resource_conforms_to, resource_inventoried_as, satisfies, fulfills, measures,"
    " resource_quantity, resource_unit, effort_quantity, effort_unit, at, entry, position"
)


class Given(NamedTuple):
    """A flow as the way from a wish to a deed knows it: an intent, a commitment, or the event that keeps it."""

    id: str
    kind: str
    action: str
    person: str
    process: str
    work: str
    resource: str
    satisfies: str
    fulfills: str
    measures: dict[str, int]
    quantity: str
    unit: str
    effort: str
    effort_unit: str
    at: str
    entry: str
    position: int

    @property
    def answers(self) -> str:
        """The wish or the promise that it keeps, "" for none."""
        return self.fulfills or self.satisfies


def flows_named(slug: str, ids: Collection[str]) -> list[Given]:
    """The flows with these ids, of every kind, in the order of the public record. A query for each nine hundred."""
    return _some(slug, "id IN ({marks})", ids)


def answering(slug: str, wishes: Collection[str]) -> list[Given]:
    """What was promised and done for these intents or commitments, in the order of the public record.

    Commitments and events that satisfy them, events that fulfil them, and those that fulfil such a commitment. Three queries
    for each nine hundred.
    """
    direct = _some(slug, "satisfies > '' AND satisfies IN ({marks})", wishes)
    kept = {*wishes, *(flow.id for flow in direct if flow.kind == "commitment")}
    found = {flow.id: flow for flow in (*direct, *_some(slug, "fulfills > '' AND fulfills IN ({marks})", kept))}
    return sorted(found.values(), key=_place)


def _place(flow: Given) -> tuple[int, str]:
    return flow.position, flow.id


def _some(slug: str, where: str, ids: Collection[str]) -> list[Given]:
    found = []
    for some in _parts(ids):
        marks = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT {_COLUMNS} FROM "{Flow._meta.db_table}" WHERE commons = %s AND {where.format(marks=marks)}',
                (slug, *some),
            )
            found += [Given(*_decoded(row)) for row in cursor.fetchall()]
    return sorted(found, key=_place)


def _decoded(row: tuple[Any, ...]) -> Iterator[Any]:
    for name, value in zip(Given._fields, row, strict=True):
        yield _measures.decode(value) if name == "measures" else value


def _parts(ids: Collection[str]) -> Iterator[list[str]]:
    """Ids in portions that one query may name."""
    rest = iter(sorted(ids))
    while some := list(islice(rest, AT_ONCE)):
        yield some
