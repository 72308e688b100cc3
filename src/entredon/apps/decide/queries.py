"""What pages and other apps read about decisions. A list costs the same few questions however many votes there are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.decide import charter_told, naming, phases
from entredon.apps.decide.models import Challenge, Charter, Decision, Roll, Task
from entredon.apps.decide.phases import OPEN, Phase
from entredon.apps.decide.record import SHARING as SHARING
from entredon.apps.decide.record import STEWARDS
from entredon.log import clock
from entredon.log.asked import NotFound, by_prefix
from entredon.log.models import SideText
from entredon.log.pages import remembered
from entredon.log.told import short


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """A decision with its words as long as they stand, and how far it is now."""

    row: Decision
    title: str
    text: str
    phase: Phase

    @property
    def id(self) -> str:
        return str(self.row.id)

    @property
    def name(self) -> str:
        """Its question, or what stands for one that was erased."""
        return self.title or naming.untitled()

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen."""
        return naming.METHODS[self.row.type["method"]]

    @property
    def stage(self) -> str:
        """How far it is, as ``naming.STATES`` has it."""
        return self.phase.name if self.phase.name in ("talk", "vote", "count") else str(self.row.state)

    @property
    def running(self) -> bool:
        """Whether something is still to come of it by itself."""
        return self.row.state in OPEN


class VoteShown(NamedTuple):
    """Who chose what, with her reason as long as it stands."""

    person: str
    choice: str
    reason: str
    at: str
    ballot: str


@dataclass(frozen=True, slots=True)
class TaskShown:
    """Who does what by when, and the proof that it is done."""

    row: Task
    what: str
    proof: str

    @property
    def late(self) -> bool:
        return not self.row.proven and self.row.due < clock.stamp()[:10]


class Thing(NamedTuple):
    """Something that has a page: what kind of thing it is and what it is called, in words, and where it stands."""

    kind: str
    title: str
    address: str


def has_something(slug: str) -> bool:
    """Whether there is a charter or a decision here."""
    return Charter.objects.filter(commons=slug).exists() or Decision.objects.filter(commons=slug).exists()


def charter(slug: str) -> Charter | None:
    """The charter in force, None before the first."""
    return Charter.objects.filter(commons=slug).order_by("-position").first()


def by_decision(slug: str, lever: str) -> bool:
    """Whether a decision settles this here, and not a steward alone."""
    row = charter(slug)
    return row is not None and row.charter["levers"][lever]["by"] != STEWARDS


def decisions(slug: str, *, running: bool, start: int = 0, limit: int = 200) -> list[DecisionShown]:
    """Decisions in which something is still to come, those that have waited longest first; or the others, the newest first."""
    rows = _of(slug, running=running).order_by("position" if running else "-position")
    return shown(slug, rows[start : start + limit])


def count(slug: str, *, running: bool) -> int:
    """How many there are of these."""
    return int(_of(slug, running=running).count())


def _of(slug: str, *, running: bool) -> Any:
    rows = Decision.objects.filter(commons=slug)
    return rows.filter(state__in=OPEN) if running else rows.exclude(state__in=OPEN)


def shown(slug: str, rows: Iterable[Decision]) -> list[DecisionShown]:
    """Rows as pages show them: with their words, and how far they are."""
    rows, now = list(rows), clock.stamp()
    texts = texts_of(slug, {str(id) for row in rows for id in row.texts.values()})
    return [
        DecisionShown(
            row, texts.get((row.texts.get("title", ""), "title"), ""), texts.get((row.texts.get("text", ""), "text"), ""),
            phases.phase(row, now),
        )
        for row in rows
    ]  # fmt: skip


def decision(slug: str, asked: str) -> DecisionShown:
    """One decision by its id or the beginning of it. Raises NotFound, Ambiguous."""
    row = Decision.objects.filter(commons=slug, id=asked).first()
    if row is None:
        begins = Decision.objects.filter(commons=slug, id__gte=asked, id__lt=asked + "g").values_list("id", flat=True)
        known = list(begins[:10])
        if not known:
            raise NotFound("There is no decision {id} here.", id=asked[:10])
        row = Decision.objects.get(commons=slug, id=by_prefix(asked, known, _("decision")))
    return shown(slug, [row])[0]


def texts_of(slug: str, entries: Collection[str]) -> dict[tuple[str, str], str]:
    """The texts that still stand beside entries, by entry and name."""
    found, ids = {}, sorted(entries)
    for first in range(0, len(ids), 500):
        rows = SideText.objects.filter(commons=slug, entry__in=ids[first : first + 500], withheld=False)
        found.update({(entry, name): text for entry, name, text in rows.values_list("entry", "name", "text")})
    return found


def vote_of(slug: str, decision: str, person: str) -> Roll | None:
    """Somebody's place on the roll of a decision, with her last vote; None where she may not vote."""
    return Roll.objects.filter(commons=slug, id=f"{decision}/{person}").first() if person else None


def votes_of(slug: str, decisions: Collection[str], person: str) -> dict[str, str]:
    """On which of these decisions somebody may vote, with what she chose ("" before it)."""
    if not person or not decisions:
        return {}
    rows = Roll.objects.filter(commons=slug, id__in=[f"{id}/{person}" for id in decisions])
    return dict(rows.values_list("decision", "choice"))


def votes(slug: str, decision: str, start: int = 0, limit: int = 50, *, reasons: bool = False) -> list[VoteShown]:
    """Who chose what: those who said why first. With ``reasons`` only these."""
    rows = Roll.objects.filter(commons=slug, decision=decision).exclude(choice="")
    if reasons:
        rows = rows.exclude(reason="")
    found = list(rows.order_by("choice", "at", "id")[start : start + limit])
    texts = texts_of(slug, {row.reason for row in found if row.reason})
    return [
        VoteShown(row.person, row.choice, texts.get((row.reason, "reason"), ""), row.at, row.ballot) for row in found
    ]  # fmt: skip


def challenges(slug: str, decision: str) -> list[tuple[Challenge, str]]:
    """Who challenged a decision, each with the reason as long as it stands; the oldest first."""
    rows = list(Challenge.objects.filter(commons=slug, decision=decision).order_by("position"))
    texts = texts_of(slug, {row.entry for row in rows})
    return [(row, texts.get((row.entry, "reason"), "")) for row in rows]


def tasks(slug: str, decision: str) -> list[TaskShown]:
    """Who does what by when of a decision: what is to be done first, the next day first."""
    return _tasks(slug, Task.objects.filter(commons=slug, decision=decision).order_by("due", "position"))


def tasks_of(slug: str, person: str) -> list[TaskShown]:
    """What somebody is to do by decisions, and hasn't shown yet."""
    rows = Task.objects.filter(commons=slug, person=person, proven="").order_by("due", "position")
    return _tasks(slug, rows[:50]) if person else []


def _tasks(slug: str, rows: Iterable[Task]) -> list[TaskShown]:
    rows = list(rows)
    texts = texts_of(slug, {row.id for row in rows} | {row.proven for row in rows if row.proven})
    return [
        TaskShown(row, texts.get((row.id, "what"), ""), texts.get((row.proven, "proof"), ""))
        for row in sorted(rows, key=lambda row: bool(row.proven))
    ]


def withdrawn_because(slug: str, row: Decision) -> str:
    """Why somebody took a decision back, as long as that stands."""
    return texts_of(slug, [row.ended]).get((row.ended, "reason"), "") if row.ended else ""


def things(slug: str, ids: Collection[str]) -> dict[str, Thing]:
    """Those of these ids that are decisions or charters: how each is called and where it stands."""
    rows = Decision.objects.filter(commons=slug, id__in=list(ids))
    found = {
        one.id: Thing(_("decision"), one.name, reverse("decide:decision", args=[slug, short(one.id)]))
        for one in shown(slug, rows)
    }
    charters: dict[str, Any] = dict(Charter.objects.filter(commons=slug, id__in=list(ids)).values_list("id", "charter"))
    for id, said in charters.items():
        address = reverse("decide:charter_former", args=[slug, short(id)])
        found[id] = Thing(_("charter"), charter_told.charter_name(said["name"]), address)
    return found | _challenged(slug, [id for id in ids if id not in found])


def _challenged(slug: str, ids: Collection[str]) -> dict[str, Thing]:
    """Those of these ids that are challenges: each is called as what it challenges, and stands on the page of that."""
    rows = dict(Challenge.objects.filter(commons=slug, entry__in=ids).values_list("entry", "decision")) if ids else {}
    if not rows:
        return {}
    names = {one.id: one.name for one in shown(slug, Decision.objects.filter(commons=slug, id__in=rows.values()))}
    return {
        entry: Thing(
            _("challenge"), _("the challenge to “%(title)s”") % {"title": names[decision]},
            f"{reverse('decide:decision', args=[slug, short(decision)])}#c-{short(entry)}",
        )
        for entry, decision in rows.items()
    }  # fmt: skip


@remembered
def replaced_by(slug: str) -> dict[str, str]:
    """Which decision took the place of another."""
    rows = Decision.objects.filter(commons=slug).exclude(replaces="").order_by("position")
    return dict(rows.values_list("replaces", "id"))
