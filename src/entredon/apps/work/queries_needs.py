"""What pages and other apps read about needs: lists of them, narrowed as somebody asks, and by what they can be narrowed.

A list of needs costs the same few questions however many there are: a count, the rows of one page, and their titles.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import Combinable

from entredon.apps.flows import queries as flows
from entredon.apps.work.models import Circle, Contribution, Idea, Need, Taking
from entredon.apps.work.needs_asked import (
    ALL,
    DONE,
    DROPPED,
    FREE,
    LOOKED,
    MONEY,
    NEW,
    POINTS,
    SMALL,
    TAKEN,
    THANKS,
    Asked,
)
from entredon.apps.work.record_needs import GIVEN_BACK
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.models import SideText
from entredon.log.pages import remembered

AT_ONCE = 20_000
"""So many ids are named in one question at most."""


@dataclass(frozen=True, slots=True)
class NeedShown:
    """A need as lists show it; ``title`` is "" where it was erased. ``looked``: something done for it waits for peers."""

    id: str
    title: str
    person: str
    at: str
    position: int
    work: str
    creation: str
    circle: str
    part_of: str
    ideas: tuple[str, ...]
    skills: tuple[str, ...]
    minutes: int
    due: str
    place: str
    places: int
    holders: int
    points: int
    given: int
    minor: int
    currency: str
    state: str
    closed: str
    closed_at: str
    closed_by: str
    supporters: int
    looked: bool = False

    @property
    def free(self) -> int:
        """How many places are free; none where it isn't open."""
        return self.places - self.holders if self.open else 0

    @property
    def open(self) -> bool:
        return self.state == "open"


_COLUMNS = tuple(name for name in NeedShown.__slots__ if name not in ("title", "looked", "ideas", "skills"))
_READ = (*_COLUMNS, "ideas", "skills", "texts")


Within = dict[str, Any]
"""What else they must be: conditions on columns of ``Need``, for those who ask from this app."""


def needs(slug: str, asked: Asked, start: int = 0, limit: int = 30, within: Within | None = None) -> list[NeedShown]:
    """Some of the needs that are asked for, in the order that is asked for: by default those with a day first, the next day first."""
    # First which, then what: sorting thousands of ids is cheaper than sorting thousands of whole rows.
    ordered = _ordered(_where(slug, asked).filter(**within or {}), asked)
    ids = list(ordered.values_list("id", flat=True)[start : start + limit])
    place = {id: n for n, id in enumerate(ids)}
    return sorted(shown(slug, Need.objects.filter(commons=slug, id__in=ids)), key=lambda need: place[need.id])


def count(slug: str, asked: Asked, within: Within | None = None) -> int:
    """How many needs there are of those that are asked for."""
    return _where(slug, asked).filter(**within or {}).count()


def needs_for(slug: str, asked: Asked, skills: Collection[str] = (), limit: int = 12) -> list[NeedShown]:
    """What somebody can do who has so much time: with a free place, the small ones first, those of unknown size last.

    With ``skills``, what asks for one of those, or for none.
    """
    return needs(slug, asked.but(state=FREE, order=SMALL), limit=limit, within=fitting(slug, skills))


def fitting(slug: str, skills: Collection[str]) -> Within:
    """That a need asks for one of these skills, or for none; nothing where no skills are said."""
    if not skills:
        return {}
    mine = {skill.casefold() for skill in skills}
    others = {id for skill, ids in _with_skill(slug).items() if skill not in mine for id in ids}
    others -= {id for skill in mine for id in _with_skill(slug).get(skill, ())}
    return {"id__in": Need.objects.filter(commons=slug).exclude(id__in=list(others)[:AT_ONCE]).values("id")}


def last_done(slug: str) -> str:
    """The month in which a need was done last, as in 2026-11; "" when none was."""
    rows = Need.objects.filter(commons=slug, state=DONE).order_by("-closed_at")
    return (rows.values_list("closed_at", flat=True).first() or "")[:7]


def open_count(slug: str) -> int:
    """How many needs are open."""
    return Need.objects.filter(commons=slug, state="open").count()


def needs_of_circle(slug: str, circle: str, *, open_only: bool = True, limit: int = 100) -> list[NeedShown]:
    """The needs of a circle, those with a day first."""
    rows = Need.objects.filter(commons=slug, circle=circle)
    return shown(slug, _ordered(rows.filter(state="open") if open_only else rows, Asked())[:limit])


def needs_named(slug: str, ids: Collection[str]) -> list[NeedShown]:
    """Needs by their full ids, in the order of the public record."""
    return shown(slug, Need.objects.filter(commons=slug, id__in=list(ids)).order_by("position"))


def parts_of(slug: str, need: str) -> list[NeedShown]:
    """The parts of a need, in the order of the public record."""
    return shown(slug, Need.objects.filter(commons=slug, part_of=need).order_by("position"))


def find_need(slug: str, asked: str) -> str:
    """The full id of a need, of which at least the first six characters are given. Raises NotFound, Ambiguous."""
    return find(Need, slug, asked, NotFound("There is no need {asked} here.", asked=asked[:24]))


def find_idea(slug: str, asked: str) -> str:
    """The full id of an idea. Raises NotFound, Ambiguous."""
    return find(Idea, slug, asked, NotFound("There is no idea {asked} here.", asked=asked[:24]))


def find(model: Any, slug: str, asked: str, missing: NotFound) -> str:
    """The full id of a row of which the beginning is given. Raises what is ``missing``, Ambiguous."""
    begin = asked.lower()
    if not 6 <= len(begin) <= 64 or set(begin) - set("0123456789abcdef"):
        raise missing
    found = list(model.objects.filter(commons=slug, id__gte=begin, id__lt=begin + "g").values_list("id", flat=True)[:2])
    if not found:
        raise missing
    if len(found) > 1:
        raise Ambiguous("Several things here begin with {begin}; write more of it.", begin=begin)
    return str(found[0])


def _where(slug: str, asked: Asked) -> QuerySet[Need]:
    rows = _standing(Need.objects.filter(commons=slug), slug, asked.state)
    if asked.kind:
        rows = rows.filter(work=asked.kind)
    if asked.skill:
        rows = rows.filter(id__in=_with_skill(slug).get(asked.skill.casefold(), ()))
    if asked.creation:
        rows = rows.filter(creation__startswith=asked.creation)
    if asked.circle:
        rows = rows.filter(circle__startswith=asked.circle)
    if asked.place:
        rows = rows.filter(place__icontains=asked.place)
    if asked.gives:
        rows = rows.filter({POINTS: Q(points__gt=0), MONEY: Q(minor__gt=0), THANKS: Q(points=0, minor=0)}[asked.gives])
    if asked.minutes:
        rows = rows.filter(minutes__lte=asked.minutes)
    if asked.whose:
        held = Taking.objects.filter(commons=slug, person__startswith=asked.whose).exclude(state=GIVEN_BACK)
        rows = rows.filter(Q(person__startswith=asked.whose) | Q(id__in=held.values("need")))
    if asked.q:
        wanted = asked.q.casefold()
        rows = rows.filter(id__in=[id for id, title in _titles(slug).items() if wanted in title][:AT_ONCE])
    return rows


def _standing(rows: QuerySet[Need], slug: str, state: str) -> QuerySet[Need]:
    if state == ALL:
        return rows
    if state in (DONE, DROPPED):
        return rows.filter(state=state)
    if state == LOOKED:
        return rows.filter(id__in=being_looked_at(slug)).exclude(state=DROPPED)
    rows = rows.filter(state="open")
    if state == FREE:
        return rows.filter(holders__lt=F("places"))
    return rows.filter(holders__gt=0) if state == TAKEN else rows


def _ordered(rows: QuerySet[Need], asked: Asked) -> QuerySet[Need]:
    if asked.state in (DONE, DROPPED):
        return rows.order_by("-closed_at", "-position")
    if asked.order == NEW:
        return rows.order_by("-position")
    if asked.order == SMALL:
        # Those of which nobody knows how long they take come last.
        return rows.order_by(_last(Q(minutes=0)), "minutes", "-position")
    return rows.order_by(_last(Q(due="")), "due", "-position")


def _last(those: Q) -> Combinable:
    """Orders those behind all others."""
    return ExpressionWrapper(those, output_field=BooleanField())


def shown(slug: str, rows: QuerySet[Need]) -> list[NeedShown]:
    """Rows as lists show them. Two questions, however many there are."""
    found = [dict(zip(_READ, row, strict=True)) for row in rows.values_list(*_READ)]
    titles = texts_named(slug, {row["texts"].get("title", "") for row in found}, "title")
    looked = being_looked_at(slug)
    return [
        NeedShown(
            **{name: row[name] for name in _COLUMNS}, ideas=tuple(row["ideas"]), skills=tuple(row["skills"]),
            title=titles.get(row["texts"].get("title", ""), ""), looked=row["id"] in looked,
        )
        for row in found
    ]  # fmt: skip


def texts_named(slug: str, entries: Collection[str], name: str) -> dict[str, str]:
    """Side texts of one name by entry, those that were erased left out. One question."""
    rows = SideText.objects.filter(commons=slug, entry__in=[entry for entry in entries if entry], name=name)
    return dict(rows.values_list("entry", "text"))


@remembered
def _titles(slug: str) -> dict[str, str]:
    """Every need's title as it is searched, remembered until the public record changes."""
    named: dict[str, Any] = dict(Need.objects.filter(commons=slug).values_list("id", "texts"))
    texts = dict(SideText.objects.filter(commons=slug, name="title").values_list("entry", "text"))
    return {id: texts[newest["title"]].casefold() for id, newest in named.items() if newest.get("title") in texts}


@remembered
def _with_skill(slug: str) -> dict[str, list[str]]:
    """Which needs ask for a skill."""
    found: dict[str, list[str]] = {}
    for id, skills in Need.objects.filter(commons=slug).exclude(skills=[]).values_list("id", "skills"):
        for skill in skills:
            found.setdefault(skill.casefold(), []).append(id)
    return found


@remembered
def being_looked_at(slug: str) -> frozenset[str]:
    """The needs for which something was done that peers or a steward haven't looked at yet."""
    # What was accepted is asked there, and that module passes on what this one knows: they can't load each other.
    from entredon.apps.work.queries import acceptances

    rows = Contribution.objects.filter(commons=slug, state__in=("told", "more")).exclude(need="")
    told = dict(rows.values_list("id", "need"))
    decided = acceptances(slug)
    waits = (work for work in flows.work_named(slug, told) if decided.of(work) is None)
    return frozenset(told[work.id] for work in waits)


def not_looked_at(slug: str) -> Within:
    """That nothing done for a need waits to be looked at."""
    looked = list(being_looked_at(slug))[:AT_ONCE]
    return {"id__in": Need.objects.filter(commons=slug).exclude(id__in=looked).values("id")} if looked else {}


@dataclass(frozen=True, slots=True)
class Facets:
    """By what the open needs can be narrowed: each value with how many there are of it."""

    kinds: Counter[str] = field(default_factory=Counter)
    skills: Counter[str] = field(default_factory=Counter)
    creations: Counter[str] = field(default_factory=Counter)
    circles: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    total: int = 0


@remembered
def facets(slug: str) -> Facets:
    """What the open needs ask for, counted once and remembered until the public record changes."""
    found = Facets()
    columns = ("work", "skills", "creation", "circle", "place")
    rows = list(Need.objects.filter(commons=slug, state="open").values_list(*columns))
    for work, skills, creation, circle, place in rows:
        found.kinds[work] += 1
        found.skills.update(skills)
        for counter, value in ((found.creations, creation), (found.circles, circle), (found.places, place)):
            if value:
                counter[value] += 1
    return Facets(found.kinds, found.skills, found.creations, found.circles, found.places, len(rows))


@remembered
def circle_names(slug: str) -> dict[str, str]:
    """What each circle is called."""
    return dict(Circle.objects.filter(commons=slug).values_list("id", "name"))


def idea_titles(slug: str, ids: Collection[str]) -> dict[str, str]:
    """What ideas are called, by their full ids; "" where a title was erased."""
    rows: dict[str, Any] = dict(Idea.objects.filter(commons=slug, id__in=list(ids)).values_list("id", "texts"))
    titles = texts_named(slug, {texts.get("title", "") for texts in rows.values()}, "title")
    return {id: titles.get(texts.get("title", ""), "") for id, texts in rows.items()}
