"""What pages, the API and other apps read of the flows. The lists of a hundred thousand are read by bare cursors."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from django.db import connection
from django.utils.translation import pgettext_lazy

from entredon.apps.flows.models import Flow, Resource
from entredon.apps.flows.walks import superseded
from entredon.apps.flows.walks import trace as trace
from entredon.apps.flows.walks import track as track
from entredon.log.asked import NotFound
from entredon.log.pages import remembered

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
    """All work that still counts, in no order that means anything; corrections come as events of their own, with their own measures.

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
    """What builds on what, in no order that means anything. A cite without a weight counts 1."""
    dead = superseded(slug)
    decode = _measures.decode
    return [
        Cite(process, version, decode(measures).get("weight", 1))
        for process, version, measures in _rows(slug, "cite", "input_of, resource_inventoried_as, measures")
        if process not in dead
    ]


@dataclass(frozen=True, slots=True)
class WorkSummary:
    """How often work was given, by person and kind, and by process and kind. What git told counts by commits."""

    by_person: dict[str, dict[str, int]]
    by_process: dict[str, dict[str, int]]
    people_in: dict[str, int]
    """How many people worked in each process."""
    total: int


@remembered
def work_summary(slug: str) -> WorkSummary:
    """All work in numbers. One pass over it, remembered until the public record changes."""
    by_person: dict[str, dict[str, int]] = {}
    by_process: dict[str, dict[str, int]] = {}
    people: dict[str, set[str]] = {}
    total = 0
    for event in work_events(slug):
        kinds = by_person.setdefault(event.person, {})
        kinds[event.kind] = kinds.get(event.kind, 0) + times(event)
        kinds = by_process.setdefault(event.process, {})
        kinds[event.kind] = kinds.get(event.kind, 0) + times(event)
        people.setdefault(event.process, set()).add(event.person)
        total += times(event)
    return WorkSummary(by_person, by_process, {process: len(who) for process, who in people.items()}, total)


def times(event: WorkEvent) -> int:
    """How often an event says that something was given: once, or for each commit it stands for."""
    return event.measures.get("commits", 1)


def work_in(slug: str, process: str) -> list[WorkEvent]:
    """The work that went into a process, in the order of the public record."""
    return _some_work(slug, input_of=process)


def work_by(slug: str, people: list[str]) -> list[WorkEvent]:
    """The work of a person, under all the names she has here, in the order of the public record."""
    dead = superseded(slug)
    return [event for event in _some_work(slug, provider__in=people) if event.process not in dead]


def _some_work(slug: str, **where: object) -> list[WorkEvent]:
    rows = Flow.objects.filter(commons=slug, kind="event", action="work", **where).order_by("position", "id")
    columns = ("id", "input_of", "provider", "resource_conforms_to", "measures", "at", "entry", "position")
    return [WorkEvent(*row) for row in rows.values_list(*columns)]


def has_work(slug: str) -> bool:
    """Whether anybody has given anything here."""
    return Flow.objects.filter(commons=slug, kind="event", action="work").exists()


# What kinds of work are called; a commons may use others, which are called as it writes them.
KINDS_OF_WORK = {
    "code": pgettext_lazy("kind of work", "code"),
    "design": pgettext_lazy("kind of work", "design"),
    "documentation": pgettext_lazy("kind of work", "documentation"),
    "help": pgettext_lazy("kind of work", "help"),
    "idea": pgettext_lazy("kind of work", "ideas"),
    "integration": pgettext_lazy("kind of work", "integration"),
    "other": pgettext_lazy("kind of work", "other work"),
    "prototype": pgettext_lazy("kind of work", "prototypes"),
    "report": pgettext_lazy("kind of work", "reports"),
    "research": pgettext_lazy("kind of work", "research"),
    "review": pgettext_lazy("kind of work", "review"),
    "test": pgettext_lazy("kind of work", "tests"),
    "translation": pgettext_lazy("kind of work", "translation"),
    "wiring": pgettext_lazy("kind of work", "wiring"),
}


def kind_of_work(kind: str) -> str:
    """What a kind of work is called."""
    return str(KINDS_OF_WORK.get(kind, kind.replace("_", " ")))


def _rows(slug: str, action: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Columns of all events of an action. Fetched at once: nothing else may come between the pages of a cursor."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM \"{Flow._meta.db_table}\" WHERE commons = %s AND action = %s AND kind = 'event'",
            (slug, action),
        )
        return iter(cursor.fetchall())


class FlowShown(NamedTuple):
    """A flow as an entry's page shows it."""

    id: str
    kind: str
    action: str
    provider: str
    receiver: str
    input_of: str
    output_of: str
    resource_conforms_to: str
    resource_inventoried_as: str
    resource_quantity: str
    resource_unit: str
    measures: dict[str, int]
    at: str
    entry: str


def flow(slug: str, id: str) -> FlowShown:
    """One flow. Raises NotFound."""
    found = Flow.objects.filter(commons=slug, id=id).values_list(*FlowShown._fields).first()
    if found is None:
        raise NotFound(f"There is no contribution {id[:10]} here.")
    return FlowShown(*found)


def flows_of(slug: str, entry: str, *, limit: int = 500) -> list[FlowShown]:
    """The flows that an entry left, in the order of their ids, at most ``limit``."""
    # A flow is named by its entry or by the entry and a number, so the ids themselves are the index.
    found = Flow.objects.filter(commons=slug, id__gte=entry, id__lt=f"{entry}/", entry=entry).order_by("id")
    return [FlowShown(*row) for row in found.values_list(*FlowShown._fields)[:limit]]


@dataclass(frozen=True, slots=True)
class ResourceShown:
    """A resource: what it is, how much of it there is, whose and where."""

    id: str
    name: str
    conforms_to: str
    accounting_quantity: str
    onhand_quantity: str
    unit: str
    primary_accountable: str
    current_location: str
    contained_in: str
    stage: str
    state: str


def resource(slug: str, id: str) -> ResourceShown:
    """One resource. Raises NotFound."""
    columns = tuple(ResourceShown.__dataclass_fields__)
    found = Resource.objects.filter(commons=slug, id=id).values_list(*columns).first()
    if found is None:
        raise NotFound(f"There is no resource {id[:10]} here.")
    return ResourceShown(*found)
