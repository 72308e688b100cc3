"""What is read to tell what became of something: of what kind it is, what lies before and after it, and what was decided.

Everything is read by ids, hundreds at a time, so that a longer way asks hardly more. What ideas and needs stem from is a
few columns, remembered until the public record changes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Q

from entredon.apps.flows import queries as flows
from entredon.apps.flows.queries import Given, WorkEvent
from entredon.apps.library import queries as library
from entredon.apps.library.queries import VersionShown
from entredon.apps.work.models import (
    Acceptance,
    Call,
    Contest,
    Contribution,
    Idea,
    IdeaAnswer,
    ImportedRow,
    Need,
    Page,
    Review,
    Revision,
    Standing,
    Stood,
    Taking,
)  # fmt: skip
from entredon.apps.work.queries import Acceptances
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.models import Entry, SideText, Text
from entredon.log.pages import remembered

IDEA, CALL, NEED, TAKING, FLOW, PAGE, VERSION, CREATION = (
    "idea", "call", "need", "taking", "flow", "page", "version", "creation",
)  # fmt: skip
"""What a journey can begin with. A flow is a contribution, however it was told; a page is all its revisions."""
AT_ONCE = 900
HEX = set("0123456789abcdef")

versions = remembered(library.versions)
labels = remembered(library.labels)
lineage = remembered(library.lineage)


class Start(NamedTuple):
    """What a journey begins with: its kind, and its full id."""

    kind: str
    id: str


def find(slug: str, asked: str) -> Start:
    """What is meant by an id, by the beginning of one, or by the SHA-256 of a file. Raises NotFound, Ambiguous."""
    begin, dot, number = asked.strip().lower().partition(".")
    if not 6 <= len(begin) <= 64 or not set(begin) <= HEX or (dot and not (number.isascii() and number.isalnum())):
        raise NotFound(
            "“{asked}” is not a name that things have here: write at least the first six characters.", asked=asked[:70]
        )
    ids = list(Entry.objects.filter(commons=slug, id__gte=begin, id__lt=begin + "g").values_list("id", flat=True)[:2])
    if len(ids) > 1:
        raise Ambiguous("Several things here begin with {begin}; write more of it.", begin=begin)
    found = _named(slug, ids[0] + dot + number) if ids else _file(slug, begin)
    if found is None:
        raise NotFound(
            "There is nothing {asked} here that could become something: no idea, need, contribution, page, version or file.",
            asked=asked[:70],
        )
    return found


def _named(slug: str, id: str) -> Start | None:
    """What the entry, or the part of one, with this id is. What was said about something leads to it."""
    for kind, model in ((IDEA, Idea), (NEED, Need), (TAKING, Taking), (CALL, Call), (PAGE, Page)):
        if model.objects.filter(commons=slug, id=id).exists():
            return Start(kind, id)
    found = next((version for version in versions(slug) if version.id == labels(slug).get(id, ("", id))[1]), None)
    if found is not None:
        return Start(VERSION, found.id)
    if any(creation.id == id for creation in library.creations(slug)):
        return Start(CREATION, id)
    for flow in flows.flows_named(slug, [id]):
        if _is_given(flow):
            # That an idea counts is a part of what became of the idea.
            return Start(IDEA, flow.resource) if flow.work == IDEA and flow.resource else Start(FLOW, id)
    return _about(slug, id)


def _is_given(flow: Given) -> bool:
    """Whether a flow is something that somebody gave."""
    return flow.kind == "event" and bool(flow.person) and bool(flow.measures) and flow.action not in ("cite", "produce")


def _about(slug: str, id: str) -> Start | None:
    """What an answer or a review is about."""
    if (idea := IdeaAnswer.objects.filter(commons=slug, id=id).values_list("idea", flat=True).first()) is not None:
        return Start(IDEA, idea)
    if (flow := Review.objects.filter(commons=slug, id=id).values_list("flow", flat=True).first()) is not None:
        return Start(FLOW, flow)
    return None


def _file(slug: str, begin: str) -> Start | None:
    """The contribution that a file belongs to (the first one, if several have it), by its SHA-256 or at least ten characters of
    it. Raises Ambiguous."""
    if len(begin) < 10:
        return None
    rows = Contribution.objects.filter(commons=slug, files__contains=f'"sha256":"{begin}').order_by("position")
    first = rows.first()
    if first is None:
        return None
    names = {file["sha256"] for file in first.files if file["sha256"].startswith(begin)}
    if len(names) > 1 or rows.exclude(files__contains=f'"sha256":"{min(names)}"').exists():
        raise Ambiguous("Several things here begin with {begin}; write more of it.", begin=begin)
    return Start(FLOW, first.id)


@dataclass(frozen=True, slots=True)
class Stems:
    """What stems from what: ideas and needs that have to do with others, both ways."""

    after: Mapping[str, tuple[str, ...]]
    before: Mapping[str, tuple[str, ...]]
    needs: frozenset[str]

    def all_after(self, ids: Iterable[str]) -> set[str]:
        """These, and all ideas and needs that came of them."""
        return _closure(ids, self.after)

    def all_before(self, ids: Iterable[str]) -> set[str]:
        """These, and all ideas and needs that they stem from."""
        return _closure(ids, self.before)


def _closure(ids: Iterable[str], ways: Mapping[str, tuple[str, ...]]) -> set[str]:
    found = set(ids)
    waiting = list(found)
    while waiting:
        for id in ways.get(waiting.pop(), ()):
            if id not in found:
                found.add(id)
                waiting.append(id)
    return found


@remembered
def stems(slug: str) -> Stems:
    """How ideas and needs hang together: ideas that build on others, go into others or into needs; needs that are parts. Two queries."""
    pairs: set[tuple[str, str]] = set()
    needs: set[str] = set()
    with_others = Q(into__gt="") | ~Q(needs=[]) | ~Q(builds_on=[])
    rows = Idea.objects.filter(with_others, commons=slug).values_list("id", "into", "needs", "builds_on")
    for id, into, of, builds_on in rows:
        pairs.update((id, need) for need in of)
        needs.update(of)
        pairs.update((other, id) for other in builds_on)
        if into:
            pairs.add((id, into))
    of_needs = Need.objects.filter(Q(part_of__gt="") | ~Q(ideas=[]), commons=slug)
    for id, part_of, ideas in of_needs.values_list("id", "part_of", "ideas"):
        needs.add(id)
        pairs.update((idea, id) for idea in ideas)
        if part_of:
            pairs.add((part_of, id))
            needs.add(part_of)
    after, before = defaultdict(list), defaultdict(list)
    for one, other in sorted(pairs):
        after[one].append(other)
        before[other].append(one)
    return Stems(
        {id: tuple(ids) for id, ids in after.items()}, {id: tuple(ids) for id, ids in before.items()}, frozenset(needs)
    )


def parts(ids: Collection[str]) -> Iterator[list[str]]:
    """Ids in portions that one query may name."""
    rest = iter(sorted(ids))
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _in(model: Any, slug: str, ids: Collection[str], name: str = "id") -> list[Any]:
    """The rows of a table whose field is one of these, oldest first."""
    found: list[Any] = []
    for some in parts(ids):
        found += model.objects.filter(**{"commons": slug, f"{name}__in": some})
    return sorted(found, key=lambda row: (row.position, row.id))


def ideas(slug: str, ids: Collection[str]) -> list[Idea]:
    """Ideas by their ids."""
    return _in(Idea, slug, ids)


def idea_answers(slug: str, ids: Collection[str]) -> list[IdeaAnswer]:
    """All answers to these ideas, oldest first."""
    return _in(IdeaAnswer, slug, ids, "idea")


def needs(slug: str, ids: Collection[str]) -> list[Need]:
    """Needs by their ids."""
    return _in(Need, slug, ids)


def takings(slug: str, ids: Collection[str]) -> list[Taking]:
    """Takings by their ids."""
    return _in(Taking, slug, ids)


def contributions(slug: str, ids: Collection[str]) -> dict[str, Contribution]:
    """What belongs to contributions beside their flows."""
    return {row.id: row for row in _in(Contribution, slug, ids)}


def days_of(slug: str, ids: Collection[str]) -> dict[str, str]:
    """The days that a table told of contributions it brought in."""
    found: dict[str, str] = {}
    for some in parts(ids):
        rows = ImportedRow.objects.filter(commons=slug, flow__in=some).exclude(on="")
        found.update(rows.values_list("flow", "on"))
    return found


def revisions(slug: str, *, page: str = "", ids: Collection[str] = ()) -> list[Revision]:
    """The revisions of a page, or those with these ids."""
    return _in(Revision, slug, [page], "page") if page else _in(Revision, slug, ids)


def pages(slug: str, ids: Collection[str]) -> dict[str, Page]:
    """Pages by their ids."""
    return {row.id: row for row in _in(Page, slug, ids)}


def call_ideas(slug: str, call: str) -> list[str]:
    """The ideas that a call gathered."""
    return list(Idea.objects.filter(commons=slug, call=call).order_by("position").values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class Decided:
    """What was said about contributions: reviews, what each change of how one stands was, acceptances, contests."""

    reviews: Mapping[str, list[Review]]
    stood: Mapping[str, list[Stood]]
    acceptances: Mapping[str, Acceptance]
    contests: Mapping[str, Contest]
    standing: Acceptances


def decided(slug: str, works: Collection[WorkEvent]) -> Decided:
    """What was said about these contributions. Five small queries for each nine hundred."""
    ids = {event.id for event in works}
    processes = {event.process for event in works} - {""}
    reviews: dict[str, list[Review]] = defaultdict(list)
    for review in _in(Review, slug, ids, "flow"):
        reviews[review.flow].append(review)
    stood: dict[str, list[Stood]] = defaultdict(list)
    for row in _in(Stood, slug, ids, "flow"):
        stood[row.flow].append(row)
    by_entry = {row.id.partition("/")[0] for rows in stood.values() for row in rows}
    accepted = {row.id: row for row in (*_in(Acceptance, slug, processes, "process"), *_in(Acceptance, slug, by_entry))}
    contests = {row.id: row for row in _in(Contest, slug, by_entry)}
    return Decided(reviews, stood, accepted, contests, _standing(slug, ids, accepted.values()))


def _standing(slug: str, ids: Collection[str], accepted: Iterable[Acceptance]) -> Acceptances:
    """How these contributions stand, as ``queries.acceptances`` tells of all."""
    covering: dict[str, list[tuple[int, str, str, frozenset[str]]]] = defaultdict(list)
    for row in sorted(accepted, key=lambda one: one.position):
        if row.process:
            covering[row.process].append((row.until, row.at, row.id, frozenset(row.own)))
    named = {}
    for some in parts(ids):
        for one in Standing.objects.filter(commons=slug, id__in=some):
            named[one.id] = (one.decided, one.at, one.counts, one.contest, one.measures, one.settled)
    return Acceptances(covering, named)


@dataclass(slots=True)
class Words:
    """Side texts of many entries, read at once: ask for them first, then read, then look."""

    slug: str
    wanted: set[tuple[str, str]] = field(default_factory=set)
    _texts: dict[tuple[str, str], str] = field(default_factory=dict)
    _erased: set[str] = field(default_factory=set)

    def want(self, entry: str, name: str) -> tuple[str, str]:
        """Remember that this text is wanted; returns by what to look for it."""
        if entry:
            self.wanted.add((entry, name))
        return entry, name

    def read(self) -> None:
        """Two queries for each nine hundred texts."""
        names = {name for _entry, name in self.wanted}
        for some in parts({entry for entry, _name in self.wanted}):
            rows = SideText.objects.filter(commons=self.slug, entry__in=some, name__in=names, withheld=False)
            self._texts.update({(entry, name): text for entry, name, text in rows.values_list("entry", "name", "text")})
        missing = {f"{entry}/{name}" for entry, name in self.wanted - self._texts.keys()}
        for some in parts(missing):
            gone = Text.objects.filter(commons=self.slug, id__in=some).values_list("id", flat=True)
            self._erased.update(gone)

    def text(self, key: tuple[str, str]) -> str:
        """A text, "" if there is none (any more)."""
        return self._texts.get(key, "")

    def erased(self, key: tuple[str, str]) -> bool:
        """Whether there was a text, which was erased or isn't here."""
        return "/".join(key) in self._erased


def as_event(flow: Given) -> WorkEvent:
    """A flow as contributions are known elsewhere."""
    return WorkEvent(flow.id, flow.process, flow.person, flow.work, flow.measures, flow.at, flow.entry, flow.position)


def given(slug: str, ids: Collection[str]) -> list[Given]:
    """What people gave, by the ids of the flows; what a later import tells anew is left out."""
    alive = {event.id for event in flows.work_named(slug, ids)}
    return [flow for flow in flows.flows_named(slug, ids) if flow.id in alive]


def by_process(slug: str) -> dict[str, VersionShown]:
    """The version that comes out of each process."""
    return {version.process: version for version in versions(slug)}


@remembered
def built_on(slug: str) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Which versions build on each version that stands, and on which it builds. One query."""
    now = {id: label[1] for id, label in labels(slug).items()}
    after, before = defaultdict(list), defaultdict(list)
    for cited in lineage(slug):
        on = now.get(cited.on, cited.on)
        after[on].append(cited.version)
        before[cited.version].append(on)
    return {id: tuple(ids) for id, ids in after.items()}, {id: tuple(ids) for id, ids in before.items()}


def later_versions(slug: str, ids: Iterable[str]) -> set[str]:
    """These versions, and all that build on them, however far."""
    return _closure(ids, built_on(slug)[0])
