"""What pages and other apps read about accepted and contested work."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from entredon.apps.flows import queries as flows
from entredon.apps.flows.queries import WorkEvent
from entredon.apps.people import queries as people
from entredon.apps.work.models import Acceptance, Answer, Contest, Review, Standing, Stood
from entredon.apps.work.needs_asked import Asked as Asked
from entredon.apps.work.queries_ideas import calls_to_close as calls_to_close
from entredon.apps.work.queries_ideas import silent_count as silent_count
from entredon.apps.work.queries_ideas import supports_now as supports_now
from entredon.apps.work.queries_need import TakingShown as TakingShown
from entredon.apps.work.queries_need import splits_that_wait as splits_that_wait
from entredon.apps.work.queries_need import takings_of as takings_of
from entredon.apps.work.queries_needs import NeedShown as NeedShown
from entredon.apps.work.queries_needs import being_looked_at as being_looked_at
from entredon.apps.work.queries_needs import needs as needs
from entredon.apps.work.queries_needs import needs_for as needs_for
from entredon.apps.work.queries_needs import needs_named as needs_named
from entredon.apps.work.queries_needs import needs_of_circle as needs_of_circle
from entredon.apps.work.queries_needs import open_count as open_count
from entredon.apps.work.queries_then import Counted as Counted
from entredon.apps.work.queries_then import counting_then as counting_then
from entredon.apps.work.things import Thing as Thing
from entredon.apps.work.things import things as things
from entredon.log.asked import NotFound
from entredon.log.pages import remembered


class Verdict(NamedTuple):
    """What was decided about a contribution: by which entry, when, whether it counts, and with which measures.

    ``settled``: a contest about it has ended, so that it stands.
    """

    decided: str
    at: str
    counts: bool
    contested: bool
    measures: dict[str, int]
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Acceptances:
    """All that was decided about the work in a commons: a few rows, however many contributions there are."""

    covering: dict[str, list[tuple[int, str, str, frozenset[str]]]]
    """Per process the acceptances of its version, oldest first: until where, time, entry, whose work it doesn't cover."""
    named: dict[str, tuple[str, str, bool, str, dict[str, int], bool]]
    """Per contribution that was named: entry, time, whether it counts, the open contest, other measures, whether settled."""

    def of(self, event: WorkEvent) -> Verdict | None:
        """The verdict on a contribution; None while it is only proposed."""
        if (named := self.named.get(event.id)) is not None:
            decided, at, counts, contest, measures, settled = named
            changed = {**event.measures, **measures} if measures else event.measures
            return Verdict(decided, at, counts, bool(contest), changed, settled)
        for until, at, decided, own in self.covering.get(event.process, ()):
            if until > event.position and event.person not in own:
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
    for process, until, at, id, own in rows.values_list("process", "until", "at", "id", "own"):
        covering[process].append((until, at, id, frozenset(own)))
    columns = ("decided", "at", "counts", "contest", "measures", "settled")
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


class AnswerShown(NamedTuple):
    """An answer to a contest; its words are the side text ``answer`` of its entry."""

    id: str
    person: str
    at: str


@dataclass(frozen=True, slots=True)
class ContestShown:
    """A contest from its beginning to its end; ``settled`` is the entry that ended it, or ""."""

    id: str
    flows: list[str]
    person: str
    at: str
    settled: str
    settled_by: str
    settled_at: str
    counts: bool
    answers: list[AnswerShown]


def contest(slug: str, id: str) -> ContestShown:
    """One contest with its answers, oldest first. Raises NotFound."""
    row = Contest.objects.filter(commons=slug, id=id).first()
    if row is None:
        raise NotFound("There is no contest {id} here.", id=id[:10])
    answers = Answer.objects.filter(commons=slug, contest=row.id).order_by("position")
    return ContestShown(
        row.id, row.flows, row.person, row.at, row.settled, row.settled_by, row.settled_at, row.counts,
        [AnswerShown(*answer) for answer in answers.values_list("id", "person", "at")],
    )  # fmt: skip


@remembered
def contests_by_flow(slug: str) -> dict[str, str]:
    """Which contest is or was about a contribution: there is at most one."""
    rows = Contest.objects.filter(commons=slug).order_by("position")
    return {flow: id for id, flows in rows.values_list("id", "flows") for flow in flows}


class AcceptanceShown(NamedTuple):
    """A steward's acceptance, of a version or of contributions by name; ``own`` are ids of hers that it doesn't cover."""

    id: str
    version: str
    process: str
    person: str
    at: str
    until: int
    own: list[str]


def acceptances_of(slug: str, ids: Collection[str] | None = None, process: str = "") -> dict[str, AcceptanceShown]:
    """Acceptances by entry, oldest first: those with these ids, those of a version's process, or all."""
    rows = Acceptance.objects.filter(commons=slug).order_by("position")
    if ids is not None:
        rows = rows.filter(id__in=ids)
    if process:
        rows = rows.filter(process=process)
    return {row[0]: AcceptanceShown(*row) for row in rows.values_list(*AcceptanceShown._fields)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a word in a commons, in numbers; ``windows`` are the moments until which something can be contested."""

    versions: int
    contributions: int
    contests: int
    windows: tuple[str, ...]

    def open_until(self, now: str) -> list[str]:
        """The windows that are still open at a moment, the first to close first."""
        return [end for end in self.windows if end >= now]


def waiting(slug: str) -> Waiting:
    """How many versions and contributions wait for a steward, how many contests are open, which windows there are.

    A few small queries, remembered until the public record changes.
    """
    # The sharing rule's window is asked there, and the app of sharing rules asks this module: they can't load each other.
    from entredon.apps.value.queries import contest_window
    from entredon.apps.work.overview import overview

    shown = overview(slug)
    window = contest_window(slug)
    rows = shown.waiting()
    return Waiting(
        versions=sum(1 for row in rows if row.version),
        contributions=sum(row.waits for row in rows),
        contests=len(shown.contests),
        windows=tuple(sorted({window(acceptance.at) for row in shown.versions for acceptance in row.acceptances})),
    )


class FirstWord(NamedTuple):
    """What was first decided about a contribution: by which entry, by whom, when, and whether it counted."""

    entry: str
    person: str
    at: str
    counts: bool


def first_word(slug: str, flow: str, process: str, position: int, provider: str) -> FirstWord | None:
    """The first decision about a contribution, whatever came after it; None while nobody has said anything."""
    covering = [
        row
        for row in (acceptances_of(slug, process=process).values() if process else ())
        if row.until > position and provider not in row.own
    ]
    named = Stood.objects.filter(commons=slug, flow=flow).order_by("position").first()
    if named is not None and not named.contest:
        # It was named: by an acceptance (left out, corrected, or accepted alone), or by the review that decided.
        entry = named.id.partition("/")[0]
        for said in acceptances_of(slug, [entry]).values():
            return FirstWord(said.id, said.person, said.at, named.counts)
        person = Review.objects.filter(commons=slug, id=entry).values_list("person", flat=True).first() or ""
        return FirstWord(entry, person, named.at, named.counts)
    if covering:
        return FirstWord(covering[0].id, covering[0].person, covering[0].at, True)
    return None


class GivenBy(NamedTuple):
    """Contributions of somebody: how many are accepted and how many wait for a word; the minutes of the accepted ones, as she told
    them."""

    accepted: int
    waiting: int
    minutes: int


def _given_since(slug: str, person: str, since: str) -> GivenBy:
    """What somebody has told of her work from a moment on, under all her names here. A few questions, however much it is."""
    names = [person, *(id for id, owner in people.claims(slug).items() if owner == person)]
    events = [one for one in flows.work_by(slug, names) if one.at >= since]
    decided = acceptances(slug)
    accepted = {one.id for one in decided.counting(events)}
    waits = sum(1 for one in events if decided.of(one) is None)
    efforts = (one.effort for one in flows.flows_named(slug, accepted) if one.effort)
    minutes = sum((Decimal(hours) * 60 for hours in efforts), Decimal(0))
    return GivenBy(len(accepted), waits, int(minutes))


given_since = remembered(_given_since, 256)
