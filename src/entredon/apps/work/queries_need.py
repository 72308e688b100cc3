"""What pages and other apps read about one need: who took it, how it is split, what was done for it; and what somebody has taken."""

from collections.abc import Collection
from dataclasses import dataclass

from entredon.apps.work.models import Contribution, Need, Split, Taking
from entredon.apps.work.queries_needs import NeedShown, idea_titles, needs_named, parts_of, texts_named
from entredon.apps.work.record_needs import AGREED, GIVEN_BACK, HELD, PROPOSED
from entredon.log.asked import NotFound
from entredon.log.models import SideText


@dataclass(frozen=True, slots=True)
class TakingShown:
    """Somebody's place in a need: ``state`` is held, done or given_back; ``points`` are those her part gave her."""

    id: str
    need: str
    person: str
    at: str
    due: str
    state: str
    points: int
    ended: str


@dataclass(frozen=True, slots=True)
class SplitShown:
    """How those who hold a need would split it: parts per million by person. ``state`` is proposed, agreed or over."""

    id: str
    person: str
    at: str
    parts: dict[str, int]
    signed: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class GivenFor:
    """Something that was done for a need; ``state`` is told, more, accepted or declined by review."""

    id: str
    person: str
    at: str
    minutes: int
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class NeedWhole:
    """A need with everything that its page shows. Texts that were erased are ""; ``worded`` are the entries with the texts."""

    need: NeedShown
    text: str
    done: str
    reason: str
    worded: dict[str, str]
    takings: tuple[TakingShown, ...]
    splits: tuple[SplitShown, ...]
    parts: tuple[NeedShown, ...]
    whole: NeedShown | None
    ideas: dict[str, str]
    contributions: tuple[GivenFor, ...]

    @property
    def holders(self) -> tuple[TakingShown, ...]:
        """Who holds a place, whether done or not."""
        return tuple(row for row in self.takings if row.state != GIVEN_BACK)

    @property
    def waiting(self) -> tuple[TakingShown, ...]:
        """Who holds a place and isn't done."""
        return tuple(row for row in self.takings if row.state == HELD)

    def held_by(self, person: str) -> TakingShown | None:
        """The place somebody holds."""
        return next((row for row in self.holders if row.person == person), None) if person else None

    @property
    def split(self) -> SplitShown | None:
        """What is agreed."""
        return next((row for row in self.splits if row.state == AGREED), None)

    @property
    def proposal(self) -> SplitShown | None:
        """What is proposed and not agreed yet."""
        return next((row for row in self.splits if row.state == PROPOSED), None)

    @property
    def ended(self) -> SplitShown | None:
        """The newest split, when it is over and nothing came in its place."""
        return self.splits[-1] if self.splits and not (self.split or self.proposal) else None


def need(slug: str, id: str) -> NeedWhole:
    """A need with all that belongs to it. Raises NotFound."""
    row = Need.objects.filter(commons=slug, id=id).first()
    if row is None:
        raise NotFound("There is no need {id} here.", id=id[:10])
    entries = {row.texts.get(name, "") for name in ("text", "done")} | {row.closed}
    texts = SideText.objects.filter(commons=slug, entry__in=entries - {""}, name__in=("text", "done", "reason"))
    said = {(entry, name): text for entry, name, text in texts.values_list("entry", "name", "text")}
    (seen,) = needs_named(slug, [row.id])
    takings = Taking.objects.filter(commons=slug, need=id).order_by("position", "id")
    splits = Split.objects.filter(commons=slug, need=id).order_by("position")
    return NeedWhole(
        need=seen,
        text=said.get((row.texts.get("text", ""), "text"), ""),
        done=said.get((row.texts.get("done", ""), "done"), ""),
        reason=said.get((row.closed, "reason"), ""),
        worded=dict(row.texts),
        takings=tuple(TakingShown(*values) for values in takings.values_list(*TakingShown.__slots__)),
        splits=tuple(
            SplitShown(one.id, one.person, one.at, dict(one.parts), tuple(one.signed), one.state) for one in splits
        ),
        parts=tuple(parts_of(slug, id)),
        whole=next(iter(needs_named(slug, [row.part_of])), None) if row.part_of else None,
        ideas=idea_titles(slug, row.ideas) if row.ideas else {},
        contributions=tuple(_contributions(slug, id)),
    )  # fmt: skip


def _contributions(slug: str, need: str) -> list[GivenFor]:
    rows = list(Contribution.objects.filter(commons=slug, need=need).order_by("position")[:200])
    notes = texts_named(slug, {row.texts[0] for row in rows if row.texts}, "note")
    return [
        GivenFor(row.id, row.person, row.at, row.minutes, row.state, notes.get(row.texts[0], "") if row.texts else "")
        for row in rows
    ]


def takings_of(slug: str, people: Collection[str], *, waiting_only: bool = True) -> list[tuple[TakingShown, NeedShown]]:
    """What somebody (by all her ids) has taken, the newest first: what she isn't done with, or all but what she gave back."""
    rows = Taking.objects.filter(commons=slug, person__in=list(people)).exclude(state=GIVEN_BACK).order_by("-position")
    if waiting_only:
        rows = rows.filter(state=HELD)
    taken = [TakingShown(*values) for values in rows.values_list(*TakingShown.__slots__)]
    named = {row.id: row for row in needs_named(slug, [row.need for row in taken])}
    return [(row, named[row.need]) for row in taken if row.need in named]


def holders_of(slug: str, ids: Collection[str]) -> dict[str, list[str]]:
    """Who holds a place in each of these needs, in the order in which they took it. One question."""
    found: dict[str, list[str]] = {}
    rows = Taking.objects.filter(commons=slug, need__in=list(ids)).exclude(state=GIVEN_BACK).order_by("position", "id")
    for need, person in rows.values_list("need", "person"):
        found.setdefault(need, []).append(person)
    return found


def splits_that_wait(slug: str, person: str) -> list[tuple[SplitShown, NeedShown]]:
    """The proposals for a split that wait for somebody's yes."""
    mine = Taking.objects.filter(commons=slug, person=person, state=HELD).values("need")
    rows = list(Split.objects.filter(commons=slug, state=PROPOSED, need__in=mine).order_by("position"))
    rows = [row for row in rows if person in dict(row.parts) and person not in row.signed]
    named = {row.id: row for row in needs_named(slug, [row.need for row in rows])}
    return [
        (SplitShown(row.id, row.person, row.at, dict(row.parts), tuple(row.signed), row.state), named[row.need])
        for row in rows
    ]
