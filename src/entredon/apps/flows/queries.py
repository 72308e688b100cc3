"""What pages, the API and other apps read of the flows. The lists of a hundred thousand are read by bare cursors."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import msgspec
from django.db import connection
from django.utils.translation import pgettext_lazy

from entredon.apps.flows.models import Flow, Resource
from entredon.apps.flows.promises import Given as Given
from entredon.apps.flows.promises import answering as answering
from entredon.apps.flows.promises import flows_named as flows_named
from entredon.apps.flows.told import GIVEN, given
from entredon.apps.flows.told import Told as Told
from entredon.apps.flows.told import work_told as work_told
from entredon.apps.flows.told import work_told_by as work_told_by
from entredon.apps.flows.walks import MOST_NAMED, superseded
from entredon.apps.flows.walks import trace as trace
from entredon.apps.flows.walks import track as track
from entredon.log.asked import NotFound
from entredon.log.pages import remembered

T = TypeVar("T")
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
        slug, GIVEN, "id, input_of, provider, resource_conforms_to, measures, at, entry, position"
    ):
        if process not in dead:
            yield WorkEvent(id, process, person, kind, decode(measures), at, entry, position)


def cites(slug: str) -> list[Cite]:
    """What builds on what, in no order that means anything. A cite without a weight counts 1."""
    dead = superseded(slug)
    decode = _measures.decode
    return [
        Cite(process, version, decode(measures).get("weight", 1))
        for process, version, measures in _rows(slug, "action = 'cite'", "input_of, resource_inventoried_as, measures")
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
    """All work in numbers, remembered until the public record changes."""
    by_person: dict[str, dict[str, int]] = {}
    by_process: dict[str, dict[str, int]] = {}
    people: dict[str, set[str]] = {}
    total = 0
    for alike in work_alike(slug):
        given = times(alike) * alike.count
        kinds = by_person.setdefault(alike.person, {})
        kinds[alike.kind] = kinds.get(alike.kind, 0) + given
        kinds = by_process.setdefault(alike.process, {})
        kinds[alike.kind] = kinds.get(alike.kind, 0) + given
        people.setdefault(alike.process, set()).add(alike.person)
        total += given
    return WorkSummary(by_person, by_process, {process: len(who) for process, who in people.items()}, total)


def times(work: "WorkEvent | Alike") -> int:
    """How often an event says that something was given: once, or for each commit it stands for."""
    return work.measures.get("commits", 1)


class Alike(NamedTuple):
    """So many times the same: somebody's work of one kind in one process, with the same measures."""

    process: str
    person: str
    kind: str
    measures: dict[str, int]
    count: int


def _work_alike(slug: str) -> list[Alike]:
    """All work that still counts, as in ``work_events``, told once where it is alike. The measures are shared: only read them.

    The one reading of all work, for every page and every rule: 100,000 in about a sixth of a second.
    """
    dead = superseded(slug)
    columns = "input_of, provider, resource_conforms_to, measures"
    same: dict[str, str] = {}
    decoded: dict[str, dict[str, int]] = {}
    found = []
    for (process, person, kind, raw), count in _fetch(slug, GIVEN, columns, Counter).items():
        if process not in dead:
            if (measures := decoded.get(raw)) is None:
                measures = decoded[raw] = _measures.decode(raw)
            # Each row brings names of its own; kept once, a hundred thousand rows are small.
            once = same.setdefault
            found.append(Alike(once(process, process), once(person, person), once(kind, kind), measures, count))
    return found


work_alike = remembered(_work_alike, most=2)


def work_in(slug: str, process: str) -> list[WorkEvent]:
    """The work that went into a process, in the order of the public record."""
    return _some_work(slug, input_of=process)


def work_by(slug: str, people: list[str]) -> list[WorkEvent]:
    """The work of a person, under all the names she has here, in the order of the public record."""
    dead = superseded(slug)
    return [event for event in _some_work(slug, provider__in=people) if event.process not in dead]


def work_during(slug: str, processes: Collection[str], start: str, end: str) -> list[WorkEvent]:
    """The work that was told to go into processes from one moment until before another, in the order of the public record."""
    return _some_work(slug, input_of__in=list(processes), at__gte=start, at__lt=end) if processes else []


def _some_work(slug: str, **where: object) -> list[WorkEvent]:
    rows = Flow.objects.filter(given(), commons=slug, kind="event", **where).order_by("position", "id")
    columns = ("id", "input_of", "provider", "resource_conforms_to", "measures", "at", "entry", "position")
    return [WorkEvent(*row) for row in rows.values_list(*columns)]


def work_named(slug: str, ids: Collection[str]) -> list[WorkEvent]:
    """The work with these ids that still counts, in the order of the ids."""
    dead = superseded(slug)
    wanted = sorted(ids)
    found = []
    for first in range(0, len(wanted), MOST_NAMED):
        found += _some_work(slug, id__in=wanted[first : first + MOST_NAMED])
    return sorted((event for event in found if event.process not in dead), key=lambda event: event.id)


def work_of(slug: str, entry: str) -> list[WorkEvent]:
    """The work that one entry told as many things at once and that still counts. One query for all of it."""
    dead = superseded(slug)
    found = _some_work(slug, id__gt=f"{entry}.", id__lt=f"{entry}/")  # "/" comes right after "."
    return [event for event in found if event.process not in dead]


def has_work(slug: str) -> bool:
    """Whether anybody has given anything here."""
    events = Flow.objects.filter(commons=slug, kind="event")
    # Mostly it is work: asked for by itself, an index finds it at once among any number of orders and payments.
    return events.filter(action="work").exists() or events.filter(given()).exists()


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
    "writing": pgettext_lazy("kind of work", "writing"),
}


def kind_of_work(kind: str) -> str:
    """What a kind of work is called."""
    return str(KINDS_OF_WORK.get(kind, kind.replace("_", " ")))


def _rows(slug: str, which: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Columns of all events of some actions. Fetched at once: nothing else may come between the pages of a cursor."""
    return iter(_fetch(slug, which, columns, list))


def _fetch(slug: str, which: str, columns: str, into: Callable[[Iterable[tuple[Any, ...]]], T]) -> T:
    """Columns of all events of some actions, gathered while they come, which holds no row longer than needed."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM \"{Flow._meta.db_table}\" WHERE commons = %s AND {which} AND kind = 'event'",
            (slug,),
        )
        return into(cursor)


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
        raise NotFound("There is no contribution {id} here.", id=id[:10])
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
        raise NotFound("There is no resource {id} here.", id=id[:10])
    return ResourceShown(*found)
