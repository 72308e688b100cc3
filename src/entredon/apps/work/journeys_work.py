"""The work on a journey: who took a need, what was given for it, and what was decided about that."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from entredon.apps.flows import queries as flows
from entredon.apps.flows.queries import Given, WorkEvent
from entredon.apps.library.queries import VersionShown
from entredon.apps.work import queries_journeys
from entredon.apps.work.journeys_steps import (
    ACCEPTED,
    CONTESTED,
    GIVEN,
    IMPORTED,
    LEFT_OUT,
    PROPOSED,
    REVIEWED,
    SETTLED,
    TAKEN,
    TOGETHER,
    WRITTEN,
    Step,
)  # fmt: skip
from entredon.apps.work.queries_journeys import Decided

if TYPE_CHECKING:
    from entredon.apps.work.journeys import Way

IDEA = "idea"
KINDS = (GIVEN, IMPORTED, WRITTEN)


class Work(NamedTuple):
    """A contribution on the way: the process it went into, and whose it is."""

    process: str
    person: str


@dataclass(frozen=True, slots=True)
class Found:
    """The work on the way, and which of it doesn't count."""

    works: dict[str, Work]
    left_out: frozenset[str]


def works(way: "Way", named: Collection[str], needs: Collection[str], takings: Collection[str]) -> Found:
    """Everything given: pieces that are named, and what answers these needs and takings, with what was decided about each."""
    answering = flows.answering(way.slug, {*needs, *takings})
    _takings(way, answering, takings)
    alive = queries_journeys.given(way.slug, {*named, *(flow.id for flow in answering if flow.kind == "event")})
    events = [queries_journeys.as_event(flow) for flow in alive]
    said = queries_journeys.decided(way.slug, events)
    told = queries_journeys.contributions(way.slug, [flow.id for flow in alive])
    written = {row.id: row for row in queries_journeys.revisions(way.slug, ids=[flow.id for flow in alive])}
    days = queries_journeys.days_of(way.slug, [flow.id for flow in alive if "." in flow.id])
    made = queries_journeys.by_process(way.slug)
    last = ""
    for flow in alive:
        if flow.id in way.alias:
            continue  # an idea that was adopted: its answer says so
        step = _given(flow, made.get(flow.process))
        if flow.id in days:
            step.at = min(step.at, f"{days[flow.id]}T00:00:00.000Z")
        revision = written.get(flow.id)
        if revision is not None:
            step = replace(step, kind=WRITTEN, of=revision.page, count=revision.number)
        noted = told[flow.id].texts[-1:] if flow.id in told else []
        text = (flow.entry, "reason") if revision is not None else (noted[0] if noted else flow.entry, "note")
        came_of = [flow.answers] if flow.answers else []
        if revision is not None and last:
            came_of.append(last)
        way.add(step, came_of, ("", "") if step.kind == IMPORTED else text)
        last = flow.id if revision is not None else last
    left_out = {event.id for event in events if _decisions(way, event, said)}
    whose = {flow.id: Work(flow.process, way.owners.get(flow.person, flow.person)) for flow in alive}
    return Found(whose, frozenset(left_out))


def _takings(way: "Way", answering: Sequence[Given], also: Collection[str]) -> None:
    """Who took the needs on the way."""
    promised = {flow.id for flow in answering if flow.kind == "commitment"}
    for row in queries_journeys.takings(way.slug, {*promised, *also}):
        if "." in row.id:  # she took it by telling what she did: that says both
            way.alias[row.id] = row.need
            continue
        step = Step(
            row.id, TAKEN, row.id.partition(".")[0], (row.person,), row.at, row.position, state=row.state, of=row.need
        )
        way.add(step, [row.need])


def _given(flow: Given, version: VersionShown | None) -> Step:
    """What somebody gave. What git tells of a version happened until that was released, whenever it was told here."""
    imported = "." in flow.id and flow.work != IDEA
    at = min(flow.at, version.at) if imported and version is not None and version.commit else flow.at
    return Step(
        flow.id, IMPORTED if imported else GIVEN, flow.entry, (flow.person,), at, flow.position,
        kind_of_work=flow.work, measures=flow.measures, state=flow.action, of=flow.id,
    )  # fmt: skip


def _decisions(way: "Way", event: WorkEvent, said: Decided) -> bool:
    """What was said about a contribution, each after the other; returns whether it is left out of what counts."""
    rows: Rows = []
    for review in said.reviews.get(event.id, ()):
        step = Step(
            review.id,
            REVIEWED,
            review.id,
            (review.person,),
            review.at,
            review.position,
            state=review.verdict,
            of=event.id,
        )
        rows.append((review.position, step, (review.id, "reason")))
    for row in said.stood.get(event.id, ()):
        entry = row.id.partition("/")[0]
        if (contest := said.contests.get(entry)) is not None:
            step = Step(row.id, CONTESTED, entry, (contest.person,), contest.at, row.position, of=event.id)
            rows.append((row.position, step, (entry, "reason")))
            if contest.settled:
                rows.append(
                    _settled(event, contest.id, contest.settled, contest.settled_by, contest.settled_at, contest.counts)
                )
        elif (accepted := said.acceptances.get(entry)) is not None:
            kind, id = (ACCEPTED, entry) if row.counts else (LEFT_OUT, row.id)
            step = Step(id, kind, entry, (accepted.person,), accepted.at, row.position, of=event.id)
            rows.append((row.position, step, ("", "")))
    _covered(event, said, rows)
    after = event.id
    for _position, step, text in sorted(rows, key=lambda row: (row[0], row[1].id)):
        if step.kind == ACCEPTED:
            way.once_more(step, after)
        else:
            way.add(step, [after], text)
        after = step.id
    verdict = said.standing.of(event)
    return verdict is not None and not verdict.counts and not verdict.contested


Rows = list[tuple[int, Step, tuple[str, str]]]


def _covered(event: WorkEvent, said: Decided, rows: Rows) -> None:
    """The acceptance of the whole version, where it came before anything was said of this piece alone."""
    first = min((position for position, _step, _text in rows), default=None)
    for until, at, entry, own in said.standing.covering.get(event.process, ()):
        if until > event.position and event.person not in own:
            accepted = said.acceptances[entry]
            if first is None or accepted.position < first:
                step = Step(entry, ACCEPTED, entry, (accepted.person,), at, accepted.position, of=event.id)
                rows.append((accepted.position, step, ("", "")))
            return


def _settled(
    event: WorkEvent, contest: str, entry: str, by: str, at: str, counts: bool
) -> tuple[int, Step, tuple[str, str]]:
    step = Step(
        f"{entry}/{event.id}", SETTLED, entry, (by,), at, 1 << 60, state="counts" if counts else "left", of=event.id
    )
    return 1 << 60, step, (entry, "reason")


def into_versions(way: "Way", versions: Iterable[VersionShown], many: int) -> None:
    """What was given to versions: each piece while there are few, else together by kind of work. And what that came of."""
    for version in versions:
        events = flows.work_in(way.slug, version.process)
        if len(events) > many:
            _together(way, version, events)
            continue
        for flow in queries_journeys.given(way.slug, [event.id for event in events]):
            way.link(flow.id, version.id)
            if flow.work == IDEA and flow.resource:
                _idea_before(way, flow)
                continue
            step = replace(_given(flow, version), before=True)
            way.add(step, [flow.answers] if flow.answers else [], ("", "") if "." in flow.id else (flow.entry, "note"))
        _needs_before(way, events)


def _together(way: "Way", version: VersionShown, events: Sequence[WorkEvent]) -> None:
    by_kind: Mapping[str, list[WorkEvent]] = defaultdict(list)
    for event in events:
        by_kind[event.kind].append(event)
    for kind, some in by_kind.items():
        last = max(some, key=lambda event: event.position)
        at = min(last.at, version.at) if version.commit else last.at
        who = dict.fromkeys(way.owners.get(event.person, event.person) for event in some)
        step = Step(
            f"{version.id}/{kind}", TOGETHER, last.entry, tuple(who)[:3], at, last.position, kind_of_work=kind,
            count=sum(flows.times(event) for event in some), people=len(who), before=True, of=version.id,
        )  # fmt: skip
        way.add(step)
        way.link(step.id, version.id)


def _idea_before(way: "Way", flow: Given) -> None:
    """The idea that counts as a contribution, before it."""
    for row in queries_journeys.ideas(way.slug, [flow.resource]):
        step = Step(row.id, PROPOSED, row.id, (row.person,), row.at, row.position, before=True, count=row.supporters)
        way.add(step, [], (row.texts.get("title", ""), "title"))
        way.alias[flow.id] = row.id


def _needs_before(way: "Way", events: Sequence[WorkEvent]) -> None:
    """The needs that contributions to a version answered."""
    answered = {one for one, other in way.edges if one not in way.steps for event in events if other == event.id}
    takings = queries_journeys.takings(way.slug, answered)
    for row in takings:
        if "." in row.id:
            way.alias[row.id] = row.need
            continue
        step = Step(
            row.id, TAKEN, row.id, (row.person,), row.at, row.position, state=row.state, of=row.need, before=True
        )
        way.add(step, [row.need])
    wanted = (answered - {row.id for row in takings}) | {row.need for row in takings}
    for need in queries_journeys.needs(way.slug, wanted):
        step = Step(
            need.id, "need", need.id, (need.person,), need.at, need.position, state=need.state, before=True,
            count=need.holders, kind_of_work=need.work,
        )  # fmt: skip
        way.add(step, need.ideas, (need.texts.get("title", ""), "title"))
