"""What became of it? From any idea, need, contribution, page, version or file: the way before it and after it, step by step.

A journey is a query, never a second record: it follows flows (what answers a need, what went into a version, what builds on that)
and what ideas and needs say of each other, and ends in the share-outs that the work in it reached.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from entredon.apps.library.queries import VersionShown
from entredon.apps.people import queries as people
from entredon.apps.value import queries as value
from entredon.apps.value.queries import Reached
from entredon.apps.work import journeys_work, queries_journeys
from entredon.apps.work.journeys_steps import (
    ADOPTED,
    CLOSED,
    IDEA_KINDS,
    LATER,
    MADE_OF,
    NEED,
    PROPOSED,
    SHARED,
    TAKEN,
    VERSION,
    Step,
)  # fmt: skip
from entredon.apps.work.journeys_work import Work
from entredon.apps.work.queries_journeys import Start, Words
from entredon.log.pages import remembered

MANY = 60
"""Of a version to which more was given, contributions stand together by kind."""


@dataclass(frozen=True, slots=True)
class Journey:
    """The way of one thing, as far as it has come. ``steps`` are in the order of time; each edge leads from one to a later one,
    and ``joins`` from the answer that put an idea together with another one to that, which was there before.

    ``works`` are the contributions on the way from the start on, each with the process it went into and whose it is; ``reached``
    the share-outs that some of it was in; ``authors`` who began it; ``open`` what is being made now of the creations it is for.
    """

    slug: str
    start: Start
    steps: tuple[Step, ...]
    edges: tuple[tuple[str, str], ...]
    works: Mapping[str, Work]
    reached: tuple[Reached, ...]
    authors: tuple[str, ...]
    open: tuple[str, ...] = ()
    joins: tuple[tuple[str, str], ...] = ()

    def of(self, *kinds: str) -> list[Step]:
        """The steps of these kinds from the start on, in order."""
        return [step for step in self.steps if step.kind in kinds and not step.before]


@dataclass(slots=True)
class Way:
    """A journey while it is being put together."""

    slug: str
    words: Words
    owners: Mapping[str, str]
    steps: dict[str, Step] = field(default_factory=dict)
    edges: set[tuple[str, str]] = field(default_factory=set)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    joins: set[tuple[str, str]] = field(default_factory=set)
    alias: dict[str, str] = field(default_factory=dict)
    """Contributions that another step tells of: those that ideas count as, by the answer that made them count."""

    def add(self, step: Step, after: Iterable[str] = (), text: tuple[str, str] = ("", "")) -> None:
        """One step more; it comes after these. A step that is there stays as it is, for a way forks and joins again."""
        if step.id not in self.steps:
            step.who = tuple(dict.fromkeys(self.owners.get(person, person) for person in step.who))
            self.steps[step.id] = step
        if text[0]:
            self.texts.setdefault(step.id, self.words.want(*text))
        self.edges.update((before, step.id) for before in after)

    def once_more(self, step: Step, after: str) -> None:
        """A step that is about several pieces: it counts them."""
        self.add(step, [after])
        self.steps[step.id].count += 1

    def link(self, before: str, after: str) -> None:
        """A step that is there comes after another."""
        self.edges.add((before, after))

    def told(self) -> None:
        """Read all texts at once."""
        self.words.read()
        for id, key in self.texts.items():
            self.steps[id].text, self.steps[id].erased = self.words.text(key), self.words.erased(key)

    def in_order(self) -> tuple[tuple[Step, ...], tuple[tuple[str, str], ...]]:
        """The steps by time, none before what it came from (work told after a release came into it then); and the edges among them."""
        named = {(self.alias.get(one, one), self.alias.get(other, other)) for one, other in self.edges}
        edges = sorted((a, b) for a, b in named if a != b and a in self.steps and b in self.steps)
        after: dict[str, list[str]] = defaultdict(list)
        open_before: dict[str, int] = dict.fromkeys(self.steps, 0)
        for one, other in edges:
            after[one].append(other)
            open_before[other] += 1
        when = {id: step.at for id, step in self.steps.items()}
        depth = dict.fromkeys(self.steps, 0)
        ready = [id for id, count in open_before.items() if not count]
        while ready:
            one = ready.pop()
            for other in after[one]:
                when[other] = max(when[other], when[one])
                depth[other] = max(depth[other], depth[one] + 1)
                open_before[other] -= 1
                if not open_before[other]:
                    ready.append(other)
        for id, step in self.steps.items():
            step.when = when[id]
        return tuple(
            sorted(self.steps.values(), key=lambda step: (step.when, depth[step.id], step.position, step.id))
        ), tuple(edges)


def _journey(slug: str, kind: str, id: str) -> Journey:
    """The whole way of something. So many queries, however long the way is; each names hundreds of ids."""
    start = Start(kind, id)
    way = Way(slug, Words(slug), people.claims(slug))
    works, versions = _walk(way, start)
    reached = _money(way, start, works, versions)
    way.told()
    steps, edges = way.in_order()
    began = [step for step in steps if not step.before][:1]
    made = queries_journeys.by_process(slug)
    here = dict.fromkeys(made[work.process] for work in works.values() if work.process in made)
    being_made = tuple(version.creation_name for version in here if not version.released)
    return Journey(
        slug, start, steps, edges, works, tuple(reached), began[0].who if began else (), being_made, tuple(sorted(way.joins))
    )  # fmt: skip


journey = remembered(_journey, most=128)


def find(slug: str, asked: str) -> Journey:
    """The journey of what is asked for by the beginning of its id. Raises NotFound, Ambiguous."""
    return journey(slug, *queries_journeys.find(slug, asked))


def _walk(way: Way, start: Start) -> tuple[dict[str, Work], set[str]]:
    """Everything before and after the start; returns the works from there on, and the versions they are in."""
    slug = way.slug
    if start.kind in (queries_journeys.VERSION, queries_journeys.CREATION):
        return {}, _of_versions(way, start)
    stems = queries_journeys.stems(slug)
    if start.kind == queries_journeys.CALL:
        begin = set(queries_journeys.call_ideas(slug, start.id))
    else:
        begin = {start.id} if start.kind in (queries_journeys.IDEA, queries_journeys.NEED) else set()
    after = stems.all_after(begin)
    before = stems.all_before(begin) - after
    works: list[str] = []
    taken: list[str] = []
    if start.kind == queries_journeys.TAKING:
        (taking,) = queries_journeys.takings(slug, [start.id])
        taken = [taking.id]
        before |= stems.all_before([taking.need])
    elif start.kind == queries_journeys.PAGE:
        works = [row.id for row in queries_journeys.revisions(slug, page=start.id)]
    elif start.kind == queries_journeys.FLOW:
        works = [start.id]
    before |= _before_works(way, works, stems, after)
    needed = _needs(way, after, before)
    ideas = _ideas(way, after, before, needed)
    found = journeys_work.works(way, {*ideas, *works}, after & _needs_of(after, way), taken)
    return _made(way, found)


def _needs_of(ids: set[str], way: Way) -> set[str]:
    """Those of these that are needs."""
    return {id for id in ids if id in way.steps and way.steps[id].kind == NEED}


def _before_works(way: Way, works: list[str], stems: queries_journeys.Stems, after: set[str]) -> set[str]:
    """The needs and ideas that single contributions came of."""
    flows = queries_journeys.given(way.slug, works)
    promised = {flow.fulfills for flow in flows if flow.fulfills}
    needs = {flow.satisfies for flow in flows if flow.satisfies}
    for taking in queries_journeys.takings(way.slug, promised):
        needs.add(taking.need)
        step = Step(
            taking.id, TAKEN, taking.id, (taking.person,), taking.at, taking.position, state=taking.state, before=True
        )
        way.add(step, [taking.need])
    ideas = {flow.resource for flow in flows if flow.work == "idea" and flow.resource}
    return stems.all_before({*needs, *ideas}) - after


def _ideas(way: Way, after: set[str], before: set[str], needed: Mapping[str, str]) -> set[str]:
    """The ideas on the way and what was answered to each; returns the contributions that those from the start on count as.

    ``needed`` is when each need on the way was told.
    """
    rows = queries_journeys.ideas(way.slug, after | before)
    counted = set()
    for row in rows:
        earlier = row.id in before
        step = Step(row.id, PROPOSED, row.id, (row.person,), row.at, row.position, before=earlier, count=row.supporters)
        way.add(step, row.builds_on, (row.texts.get("title", ""), "title"))
        if row.flow and not earlier:
            counted.add(row.flow)
    by_id = {row.id: row for row in rows}
    last: dict[str, str] = {}
    for answer in queries_journeys.idea_answers(way.slug, by_id.keys()):
        step = Step(
            answer.id, answer.outcome, answer.id, (answer.person,), answer.at, answer.position, of=answer.idea,
            before=answer.idea in before,
        )  # fmt: skip
        way.add(step, [last.get(answer.idea, answer.idea)], (answer.id, "reason"))
        last[answer.idea] = answer.id
    for row in rows:
        if row.answered and row.answered != last.get(row.id):  # it went into the outcome of a call
            id = f"{row.answered}/{row.id}"
            step = Step(
                id, ADOPTED, row.answered, (row.answered_by,), row.answered_at, row.position, of=row.id,
                before=row.id in before, state="call",
            )  # fmt: skip
            way.add(step, [last.get(row.id, row.id)])
            last[row.id] = id
        if row.into in by_id:
            older = by_id[row.into].at < row.answered_at
            (way.joins if older else way.edges).add((last[row.id], row.into))
        for need in row.needs:
            # A need that was told before the answer stems from the idea; one told with it or later, from the answer.
            later = row.id in last and not row.at <= needed.get(need, "") < row.answered_at
            way.link(last[row.id] if later else row.id, need)
        if row.flow:
            way.alias[row.flow] = last.get(row.id, row.id)
    return counted


def _needs(way: Way, after: set[str], before: set[str]) -> dict[str, str]:
    """The needs on the way, and how those that were dropped ended; returns when each was told."""
    rows = queries_journeys.needs(way.slug, after | before)
    for row in rows:
        step = Step(
            row.id, NEED, row.id, (row.person,), row.at, row.position, state=row.state, before=row.id in before,
            count=row.holders, kind_of_work=row.work,
        )  # fmt: skip
        way.add(step, [row.part_of] if row.part_of else [], (row.texts.get("title", ""), "title"))
        if row.state == "dropped":
            closed = Step(
                f"{row.closed}/{row.id}", CLOSED, row.closed, (row.closed_by,), row.closed_at, row.position,
                state=row.state, before=row.id in before, of=row.id,
            )  # fmt: skip
            way.add(closed, [row.id], (row.closed, "reason"))
    return {row.id: row.at for row in rows}


def _made(way: Way, found: journeys_work.Found) -> tuple[dict[str, Work], set[str]]:
    """The versions that the work went into, and those that build on them."""
    made = queries_journeys.by_process(way.slug)
    direct = set()
    for id, work in found.works.items():
        version = made.get(work.process)
        if version is not None and version.released and id not in found.left_out:
            direct.add(version.id)
            way.add(_version(version, VERSION), [id])
    return found.works, _later(way, direct)


def _version(version: VersionShown, kind: str, before: bool = False) -> Step:
    return Step(
        version.id, kind, version.id.partition(".")[0], (), version.at, version.position, before=before, label=version.label,
        of=version.id,
    )  # fmt: skip


def _later(way: Way, direct: set[str]) -> set[str]:
    """All versions that build on these, further and further."""
    reach = queries_journeys.later_versions(way.slug, direct)
    known = {version.id: version for version in queries_journeys.versions(way.slug)}
    _after, before = queries_journeys.built_on(way.slug)
    for id in sorted(reach - direct):
        if id in known:
            way.add(_version(known[id], LATER), [on for on in before.get(id, ()) if on in reach])
    for id in direct:
        for on in before.get(id, ()):
            if on in direct:
                way.link(on, id)
    return reach


def _of_versions(way: Way, start: Start) -> set[str]:
    """What a version, or all versions of a creation, were made of, and what builds on them."""
    known = queries_journeys.versions(way.slug)
    here = [v for v in known if start.id in (v.id, v.creation) and (v.released or v.id == start.id)]
    _after, before = queries_journeys.built_on(way.slug)
    by_id = {version.id: version for version in known}
    for version in here:
        way.add(replace(_version(version, VERSION), state="itself"))
        for on in before.get(version.id, ()):
            if on in by_id and by_id[on] not in here:
                way.add(_version(by_id[on], MADE_OF, before=True))
            way.link(on, version.id)
    journeys_work.into_versions(way, here, MANY)
    return _later(way, {version.id for version in here})


def _money(way: Way, start: Start, works: Mapping[str, Work], versions: set[str]) -> list[Reached]:
    """The share-outs that reached the work on the way, as steps at its end."""
    if not versions:
        return []
    who = {
        person for step in way.steps.values() if step.kind in (*IDEA_KINDS, *journeys_work.KINDS) for person in step.who
    }
    whole = start.kind in (queries_journeys.VERSION, queries_journeys.CREATION)
    found = []
    processes = {id: work.process for id, work in works.items()}
    for shared in value.reached(way.slug, versions, processes, () if whole else who):
        if not (whole or shared.pieces or shared.way == "pot" or (shared.way == "fixed" and shared.people)):
            continue
        found.append(shared)
        step = Step(
            shared.id, SHARED, shared.id, (), shared.at, shared.position, of=shared.version, state=shared.way,
            minor=sum(shared.pieces.values()), currency=shared.currency,
        )  # fmt: skip
        way.add(step, [shared.version])
    return found
