"""What pages and other apps read about ideas and calls. Lists cost the same few questions however many there are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from entredon.apps.work import side
from entredon.apps.work.models import Call, Idea, IdeaAnswer, Rewording, Support
from entredon.apps.work.queries_needs import find
from entredon.log.asked import NotFound
from entredon.log.pages import remembered

PATIENCE = 30
"""After so many days without an answer an idea stands on the stewards' list, and says so on its page."""
STATES = ("open", "adopted", "merged", "parked", "declined")
ORDERS = {
    "newest": ("-position",),
    "supported": ("-supporters", "-position"),
    "longest": ("position",),
}
"""In which order ideas can be listed. Those that have waited longest are open ones."""


@dataclass(frozen=True, slots=True)
class IdeaShown:
    """An idea as pages show it; ``title`` and ``text`` are "" where they were erased or never said."""

    id: str
    title: str
    text: str
    person: str
    at: str
    position: int
    call: str
    builds_on: tuple[str, ...]
    state: str
    answered: str
    answered_by: str
    answered_at: str
    into: str
    needs: tuple[str, ...]
    flow: str
    points: int
    supporters: int

    @property
    def open(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.state == "open"

    @property
    def can_be_answered(self) -> bool:
        """Whether a steward can still say something: what counts as a contribution stands."""
        return not self.flow

    @property
    def can_be_supported(self) -> bool:
        return self.state in ("open", "parked", "declined")

    def days_waiting(self, today: date) -> int:
        """For how many days nobody has answered; 0 once somebody has."""
        return max(0, (today - date.fromisoformat(self.at[:10])).days) if self.open else 0

    def silent(self, today: date) -> bool:
        """Whether it has waited too long."""
        return self.days_waiting(today) >= PATIENCE


@dataclass(frozen=True, slots=True)
class CallShown:
    """A call as pages show it."""

    id: str
    title: str
    text: str
    criteria: str
    gives: str
    person: str
    at: str
    position: int
    opens: str
    closes: str
    partner: str
    closed: str
    closed_at: str
    closed_by: str
    went_in: tuple[str, ...]

    def gathers(self, today: date) -> bool:
        """Whether ideas for it can be brought on a day."""
        return not self.closed and (self.opens or "") <= today.isoformat() <= self.closes

    def to_come(self, today: date) -> bool:
        return not self.closed and self.opens > today.isoformat()

    def days_left(self, today: date) -> int:
        """How many days are left after this one."""
        return max(0, (date.fromisoformat(self.closes) - today).days)

    def to_close(self, today: date) -> bool:
        """Whether its last day is over and nobody has told what came of it."""
        return not self.closed and self.closes < today.isoformat()


_IDEA = tuple(name for name in IdeaShown.__slots__ if name not in ("title", "text"))
_CALL = tuple(name for name in CallShown.__slots__ if name not in ("title", "text", "criteria", "gives"))


def _ideas(slug: str, rows: Iterable[Idea]) -> list[IdeaShown]:
    rows = list(rows)
    said = side.words(slug, rows, "title", "text")
    return [
        IdeaShown(
            title=said.get((row.id, "title"), ""), text=said.get((row.id, "text"), ""),
            **{name: _plain(getattr(row, name)) for name in _IDEA},
        )
        for row in rows
    ]  # fmt: skip


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def narrowed(slug: str, state: str = "", call: str = "") -> QuerySet[Idea]:
    """The ideas in a state, or for a call; all if neither is said."""
    rows = Idea.objects.filter(commons=slug)
    if state:
        rows = rows.filter(state=state)
    return rows.filter(call=call) if call else rows


def ideas(slug: str, *, state: str = "", order: str = "newest", start: int = 0, limit: int = 24) -> list[IdeaShown]:
    """Some of the ideas, in an order. Two questions."""
    if order == "longest":
        state = state or "open"
    return _ideas(slug, narrowed(slug, state).order_by(*ORDERS[order])[start : start + limit])


@remembered
def counts(slug: str) -> dict[str, int]:
    """How many ideas are in each state."""
    rows = Idea.objects.filter(commons=slug).values_list("state").annotate(n=Count("id"))
    return dict.fromkeys(STATES, 0) | dict(rows)


def ideas_named(slug: str, ids: Collection[str]) -> dict[str, IdeaShown]:
    """Ideas by their full ids."""
    if not ids:
        return {}
    return {row.id: row for row in _ideas(slug, Idea.objects.filter(commons=slug, id__in=set(ids)))}


def ideas_of_call(slug: str, call: str) -> list[IdeaShown]:
    """The ideas that were brought for a call, in the order of the public record."""
    return _ideas(slug, narrowed(slug, call=call).order_by("position"))


def ideas_by(slug: str, people: Collection[str]) -> list[IdeaShown]:
    """The ideas that somebody brought, under any of her ids, the newest first."""
    return _ideas(slug, Idea.objects.filter(commons=slug, person__in=list(people)).order_by("-position"))


def idea(slug: str, asked: str) -> IdeaShown:
    """An idea by the beginning of its id. Raises NotFound, Ambiguous."""
    id = find(Idea, slug, asked, NotFound("There is no idea {asked} here.", asked=asked[:24]))
    return ideas_named(slug, [id])[id]


class Family(NamedTuple):
    """Which ideas build on which, and which went into which: an idea, and those that did, in the order of the record."""

    built: dict[str, list[str]]
    merged: dict[str, list[str]]


@remembered
def family(slug: str) -> Family:
    """How the ideas of a commons hang together."""
    found = Family({}, {})
    rows = Idea.objects.filter(commons=slug).exclude(builds_on=[], into="").order_by("position")
    for id, builds_on, into in rows.values_list("id", "builds_on", "into"):
        for other in builds_on:
            found.built.setdefault(other, []).append(id)
        if into:
            found.merged.setdefault(into, []).append(id)
    return found


def answers(slug: str, idea: str) -> list[IdeaAnswer]:
    """What was answered to an idea so far, the first answer first."""
    return list(IdeaAnswer.objects.filter(commons=slug, idea=idea).order_by("position"))


def reason(slug: str, idea: IdeaShown) -> str:
    """Why an idea was answered as it was; "" if nobody said so, or it was erased."""
    return reasons(slug, [idea.answered]).get(idea.answered, "") if idea.answered else ""


def reasons(slug: str, answers: Collection[str]) -> dict[str, str]:
    """Why ideas were answered as they were, by answer."""
    return side.said_beside(slug, answers, "reason") if answers else {}


def rewordings(slug: str, of: str) -> list[Rewording]:
    """How often something was worded anew, the first time first."""
    return list(Rewording.objects.filter(commons=slug, of=of).order_by("position"))


def supports_now(slug: str, of: str, person: str) -> bool:
    """Whether somebody supports an idea or a need now."""
    return bool(person) and Support.objects.filter(commons=slug, id=f"{of}/{person}", supports=True).exists()


def supporters(slug: str, of: str, limit: int = 50) -> list[str]:
    """Who supports an idea or a need, in the order in which they said so."""
    rows = Support.objects.filter(commons=slug, of=of, supports=True).order_by("at", "id")
    return list(rows.values_list("person", flat=True)[:limit])


def silent_since(today: date) -> str:
    """Ideas from before the end of this day have waited too long today."""
    return f"{(today - timedelta(days=PATIENCE)).isoformat()}T99"


SILENT = 20
"""So many ideas that wait for an answer are listed at once."""


def silent(slug: str, today: date, limit: int = SILENT) -> list[IdeaShown]:
    """The ideas that nobody has answered for thirty days, the one that has waited longest first."""
    rows = narrowed(slug, "open").filter(at__lt=silent_since(today)).order_by("position")
    return _ideas(slug, rows[:limit])


def silent_count(slug: str, today: date) -> int:
    """How many those are."""
    return narrowed(slug, "open").filter(at__lt=silent_since(today)).count()


def _calls(slug: str, rows: Sequence[Call]) -> list[CallShown]:
    said = side.words(slug, rows, "title", "text", "criteria", "gives")
    found = []
    for row in rows:
        words: dict[str, Any] = {name: said.get((row.id, name), "") for name in ("title", "text", "criteria", "gives")}
        found.append(CallShown(**words, **{name: _plain(getattr(row, name)) for name in _CALL}))
    return found


def calls(slug: str) -> list[CallShown]:
    """All calls, the newest first."""
    return _calls(slug, list(Call.objects.filter(commons=slug).order_by("-position")))


def call(slug: str, asked: str) -> CallShown:
    """A call by the beginning of its id. Raises NotFound, Ambiguous."""
    id = find(Call, slug, asked, NotFound("There is no call {asked} here.", asked=asked[:24]))
    return _calls(slug, [Call.objects.get(commons=slug, id=id)])[0]


def outcome(slug: str, call: CallShown) -> str:
    """What came of a call, in words; "" while it is open, or when they were erased."""
    return side.said_beside(slug, [call.closed], "text").get(call.closed, "") if call.closed else ""


def call_titles(slug: str, ids: Collection[str]) -> dict[str, str]:
    """What calls are about; those whose words were erased are left out."""
    rows = list(Call.objects.filter(commons=slug, id__in=set(ids))) if ids else []
    return {id: title for (id, _name), title in side.words(slug, rows, "title").items()}


@remembered
def ideas_for_calls(slug: str) -> dict[str, int]:
    """How many ideas were brought for each call."""
    rows = Idea.objects.filter(commons=slug).exclude(call="").values_list("call").annotate(n=Count("id"))
    return dict(rows)


def calls_to_close(slug: str, today: date) -> list[CallShown]:
    """The calls whose last day is over and of which nobody has told what came of them."""
    rows = Call.objects.filter(commons=slug, closed="", closes__lt=today.isoformat()).order_by("closes", "position")
    return _calls(slug, list(rows))
