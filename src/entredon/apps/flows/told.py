"""How much work was told where, counted by the database: lists of a hundred thousand need not be read for it."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Q

from entredon.apps.flows.models import Flow
from entredon.apps.flows.record import GIVEN as ACTIONS
from entredon.apps.flows.walks import superseded

_OTHERS = tuple(action for action in ACTIONS if action != "work")
GIVEN = f"(action = 'work' OR (action IN {_OTHERS} AND measures <> '{{}}'))"
"""In SQL: what somebody gave, whichever way. Where there is nothing to count by, it is no contribution (an income, for one)."""


def given() -> Q:
    """The same for a query."""
    return Q(action="work") | (Q(action__in=_OTHERS) & ~Q(measures={}))


class Told(NamedTuple):
    """So many contributions went into a process by one entry, the one at ``position``; ``person`` is "" for all together."""

    process: str
    position: int
    count: int
    person: str = ""


def work_told(slug: str) -> list[Told]:
    """How many contributions each entry told for each process. Two queries."""
    dead = superseded(slug)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT input_of, position, COUNT(*) FROM "{Flow._meta.db_table}"'
            f" WHERE commons = %s AND {GIVEN} AND kind = 'event' GROUP BY input_of, position",
            (slug,),
        )
        return [Told(*row) for row in cursor.fetchall() if row[0] not in dead]


def work_told_by(slug: str, people: Collection[str]) -> list[Told]:
    """The same of these people alone, each apart."""
    dead = superseded(slug)
    rows = Flow.objects.filter(given(), commons=slug, kind="event", provider__in=people)
    counted = rows.values_list("input_of", "position", "provider").annotate(count=Count("id")).order_by()
    return [
        Told(process, position, count, person) for process, position, person, count in counted if process not in dead
    ]
