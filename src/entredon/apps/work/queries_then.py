"""What counted at some moment of the public record, read for one version alone: as the law reckons it for all."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from entredon.apps.flows import queries as flows
from entredon.apps.work.models import Acceptance, Stood

AT_ONCE = 900


class Counted(NamedTuple):
    """A contribution that counted, with the measures that counted; since when ("": it can't be contested any more)."""

    id: str
    person: str
    kind: str
    measures: Mapping[str, int]
    since: str


def counting_then(slug: str, process: str, before: int) -> Iterator[Counted]:
    """What of the work in a process was accepted and not contested, by the entries before an index. A few small queries.

    The same as ``record.counting`` tells of everything; a test compares them.
    """
    events = [event for event in flows.work_in(slug, process) if event.position < before]
    stood = _stood(slug, [event.id for event in events], before)
    covers = Acceptance.objects.filter(commons=slug, process=process, position__lt=before).order_by("position")
    covering = [(row.until, row.at, frozenset(row.own)) for row in covers] if process else []
    for event in events:
        if (named := stood.get(event.id)) is not None:
            if named.counts and not named.contest:
                since = "" if named.settled else named.at
                yield Counted(event.id, event.person, event.kind, {**event.measures, **named.measures}, since)
            continue
        for until, at, own in covering:
            if until > event.position and event.person not in own:
                yield Counted(event.id, event.person, event.kind, event.measures, at)
                break


def _stood(slug: str, ids: list[str], before: int) -> dict[str, Stood]:
    """How each contribution that was named stood then."""
    found: dict[str, Stood] = {}
    for first in range(0, len(ids), AT_ONCE):
        rows = Stood.objects.filter(commons=slug, flow__in=ids[first : first + AT_ONCE], position__lt=before)
        found.update((row.flow, row) for row in rows.order_by("position"))
    return found
