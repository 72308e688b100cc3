"""What pages and other apps read about accepted and contested work."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from entredon.apps.flows.queries import WorkEvent
from entredon.apps.work.models import Acceptance, Contest, Standing


class Verdict(NamedTuple):
    """What was decided about a contribution: by which entry, when, whether it counts, and with which measures."""

    decided: str
    at: str
    counts: bool
    contested: bool
    measures: dict[str, int]


@dataclass(frozen=True, slots=True)
class Acceptances:
    """All that was decided about the work in a commons: a few rows, however many contributions there are."""

    covering: dict[str, list[tuple[int, str, str]]]
    """Per process the acceptances of its version, oldest first: position, time, entry."""
    named: dict[str, tuple[str, str, bool, str, dict[str, int]]]
    """Per contribution that was named: entry, time, whether it counts, the open contest, other measures."""

    def of(self, event: WorkEvent) -> Verdict | None:
        """The verdict on a contribution; None while it is only proposed."""
        if (named := self.named.get(event.id)) is not None:
            decided, at, counts, contest, measures = named
            changed = {**event.measures, **measures} if measures else event.measures
            return Verdict(decided, at, counts, bool(contest), changed)
        for position, at, decided in self.covering.get(event.process, ()):
            if position > event.position:
                return Verdict(decided, at, True, False, event.measures)
        return None

    def counting(self, events: Iterable[WorkEvent], until: str = "") -> Iterator[WorkEvent]:
        """The contributions that count, with the measures that count: accepted, not contested, decided by ``until``."""
        for event in events:
            verdict = self.of(event)
            if verdict is None or not verdict.counts or verdict.contested or (until and verdict.at > until):
                continue
            yield event if verdict.measures is event.measures else event._replace(measures=verdict.measures)


def acceptances(slug: str) -> Acceptances:
    """What was decided about the work in a commons. Two queries."""
    covering = defaultdict(list)
    rows = Acceptance.objects.filter(commons=slug).exclude(process="").order_by("position")
    for process, position, at, id in rows.values_list("process", "position", "at", "id"):
        covering[process].append((position, at, id))
    columns = ("decided", "at", "counts", "contest", "measures")
    named = {id: tuple(rest) for id, *rest in Standing.objects.filter(commons=slug).values_list("id", *columns)}
    return Acceptances(dict(covering), named)


class OpenContest(NamedTuple):
    """A contest that waits for a steward."""

    id: str
    flows: list[str]
    person: str
    at: str


def open_contests(slug: str) -> list[OpenContest]:
    """The contests not settled yet, oldest first."""
    rows = Contest.objects.filter(commons=slug, settled="").order_by("position")
    return [OpenContest(*row) for row in rows.values_list("id", "flows", "person", "at")]
