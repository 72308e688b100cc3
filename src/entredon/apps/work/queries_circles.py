"""What pages and other apps read about circles: who is in them, what they need, and what changed in a week."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Q

from entredon.apps.flows import queries as flows
from entredon.apps.flows.queries import WorkEvent
from entredon.apps.library.queries import VersionShown
from entredon.apps.work import finding, queries_needs, queries_pages, side
from entredon.apps.work.models import Circle, CircleMember, Contribution, Demo, Need, Page, Revision
from entredon.apps.work.queries_needs import NeedShown, find
from entredon.apps.work.queries_pages import PageShown
from entredon.log.asked import NotFound
from entredon.log.pages import remembered

INTERFACE = "interface"
"""The address of the page, about a circle, that says what others can count on."""
MOST = 300
"""So many things of one sort are listed of a week."""


@dataclass(frozen=True, slots=True)
class CircleShown:
    """A circle as pages show it; ``text``, what it is for, is "" where nobody said so or it was erased."""

    id: str
    name: str
    text: str
    creation: str
    part_of: str
    person: str
    at: str
    members: int


@remembered
def circles(slug: str) -> dict[str, CircleShown]:
    """All circles by id, in the order of the public record. Two questions."""
    rows = list(Circle.objects.filter(commons=slug).order_by("position"))
    said = side.words(slug, rows, "text")
    return {
        row.id: CircleShown(
            row.id, row.name, said.get((row.id, "text"), ""), row.creation, row.part_of, row.person, row.at, row.members
        )
        for row in rows
    }


def circle(slug: str, asked: str) -> CircleShown:
    """A circle by the beginning of its id. Raises NotFound, Ambiguous."""
    id = find(Circle, slug, asked, NotFound("There is no circle {asked} here.", asked=asked[:24]))
    return circles(slug)[id]


def members(slug: str, circle: str) -> list[str]:
    """Who is in a circle now, those who came first at first."""
    rows = CircleMember.objects.filter(commons=slug, circle=circle, left="").order_by("at", "id")
    return list(rows.values_list("person", flat=True))


def is_in(slug: str, circle: str, person: str) -> bool:
    """Whether somebody is in a circle now."""
    return bool(person) and CircleMember.objects.filter(commons=slug, id=f"{circle}/{person}", left="").exists()


def circles_of(slug: str, people: Collection[str]) -> list[CircleShown]:
    """The circles that somebody is in now."""
    rows = CircleMember.objects.filter(commons=slug, person__in=list(people), left="")
    mine = set(rows.values_list("circle", flat=True))
    return [shown for id, shown in circles(slug).items() if id in mine]


def contracts(slug: str) -> dict[str, PageShown]:
    """The page of each circle that says what others can count on, where it has one."""
    rows = Page.objects.filter(commons=slug, about__in=list(circles(slug)), address=INTERFACE, withdrawn=False)
    ids = set(rows.values_list("id", flat=True))
    return {page.about: page for id, page in queries_pages.index(slug).pages.items() if id in ids}


class Week(NamedTuple):
    """A week as the calendar of weeks counts them, from Monday to Sunday."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week of a day."""
        year, number, _weekday = day.isocalendar()
        return cls(year, number)

    @classmethod
    def read(cls, text: str) -> "Week":
        """A week as addresses write it, such as 2026-W48. Raises NotFound."""
        try:
            week = cls.of(date.fromisoformat(f"{text}-1")) if len(text) == 8 and text[4:6] == "-W" else None
        except ValueError:
            week = None
        if week is None or week.written != text or week.moved(1) is None:  # its Sunday must be a day too
            raise NotFound("“{text}” is not a week; write it as in 2026-W48.", text=text[:20])
        return week

    @property
    def written(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @property
    def first(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=6)

    def moved(self, weeks: int) -> "Week | None":
        """So many weeks later; None where the calendar ends."""
        try:
            return Week.of(self.first + timedelta(weeks=weeks))
        except (OverflowError, ValueError):
            return None

    @property
    def bounds(self) -> tuple[str, str]:
        """From which moment until before which, as the public record writes them."""
        return self.first.isoformat(), f"{self.last.isoformat()}U"


class DemoShown(NamedTuple):
    """What somebody told of a week; ``text`` is "" where it was erased."""

    id: str
    person: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in a week of a circle, and what is planned for the next."""

    demos: tuple[DemoShown, ...]
    work: tuple[WorkEvent, ...]
    notes: dict[str, str]
    done: tuple[NeedShown, ...]
    versions: tuple[VersionShown, ...]
    pages: tuple[tuple[PageShown, int], ...]
    next: tuple[NeedShown, ...]

    @property
    def anything(self) -> bool:
        return bool(self.demos or self.work or self.done or self.versions or self.pages)


def _changed(slug: str, id: str, week: Week) -> Changed:
    """What changed in a week by those who are in a circle, or for what it makes. A fixed number of questions."""
    shown = circles(slug)[id]
    start, end = week.bounds
    inside = members(slug, id)
    work = _work(slug, shown, inside, start, end)
    following = week.moved(1)
    return Changed(
        demos=tuple(demos(slug, id, week)),
        work=tuple(work[:MOST]),
        notes=side.said_beside(slug, [event.entry for event in work[:MOST]], "note"),
        done=tuple(_needs(slug, shown, state="done", closed_at__gte=start, closed_at__lt=end)),
        versions=tuple(_released(slug, shown, start, end)),
        pages=tuple(_pages(slug, shown, inside, start, end)),
        next=tuple(_planned(slug, shown, following)) if following else (),
    )


changed = remembered(_changed)


def _work(slug: str, shown: CircleShown, inside: Collection[str], start: str, end: str) -> list[WorkEvent]:
    """Contributions of a week: told for the circle or one of its needs, by those in it, or for what it makes."""
    needs = Need.objects.filter(commons=slug, circle=shown.id).values("id")
    hers = Q(circle=shown.id) | Q(person__in=inside) | Q(need__in=needs)
    told = Contribution.objects.filter(hers, commons=slug, at__gte=start, at__lt=end).values_list("id", flat=True)
    found = {event.id: event for event in flows.work_named(slug, list(told))}
    if shown.creation:
        versions = [v for v in finding.versions(slug) if v.creation == shown.creation]
        during = [v.process for v in versions if not v.released or v.at >= start]
        found |= {event.id: event for event in flows.work_during(slug, during, start, end)}
    return sorted((event for event in found.values() if event.kind != WRITING), key=lambda e: (e.position, e.id))


WRITING = "writing"
"""The kind of work that revisions of pages are: they are listed by their pages."""


def _needs(slug: str, shown: CircleShown, **which: str) -> list[NeedShown]:
    whose = Q(circle=shown.id) | Q(creation=shown.creation) if shown.creation else Q(circle=shown.id)
    rows = Need.objects.filter(whose, commons=slug, **which).order_by("due", "position")
    return queries_needs.needs_named(slug, list(rows.values_list("id", flat=True)[:MOST]))


def _planned(slug: str, shown: CircleShown, week: Week) -> list[NeedShown]:
    rows = _needs(slug, shown, state="open", due__gte=week.first.isoformat(), due__lte=week.last.isoformat())
    return sorted(rows, key=lambda need: need.due)


def _released(slug: str, shown: CircleShown, start: str, end: str) -> Iterable[VersionShown]:
    every = finding.versions(slug)
    return (v for v in every if v.creation == shown.creation and v.released and start <= v.at < end)


def _pages(slug: str, shown: CircleShown, inside: Collection[str], start: str, end: str) -> list[tuple[PageShown, int]]:
    """Pages that were written on: about the circle or what it makes, or by those in it; with how often."""
    about = [one for one in (shown.id, shown.creation) if one]
    hers = Page.objects.filter(commons=slug, about__in=about).values("id")
    rows = Revision.objects.filter(Q(page__in=hers) | Q(person__in=inside), commons=slug, at__gte=start, at__lt=end)
    counts = rows.values_list("page").annotate(n=Count("id")).order_by("page")
    known = queries_pages.index(slug).pages
    return [(known[page], n) for page, n in counts[:MOST] if page in known and not known[page].withdrawn]


def demos(slug: str, circle: str, week: Week) -> list[DemoShown]:
    """What was told of a week: of each person what she told last, in the order of the public record."""
    newest = {
        row.person: row
        for row in Demo.objects.filter(commons=slug, circle=circle, week=week.written).order_by("position")
    }
    said = side.said_beside(slug, [row.id for row in newest.values()], "text")
    rows = sorted(newest.values(), key=lambda row: row.position)
    return [DemoShown(row.id, row.person, row.at, said.get(row.id, "")) for row in rows]


def latest_demos(slug: str, circle: str, most: int = 3) -> list[tuple[str, DemoShown]]:
    """What a circle told last, the newest first, each with its week."""
    rows = list(Demo.objects.filter(commons=slug, circle=circle).order_by("-position")[:most])
    said = side.said_beside(slug, [row.id for row in rows], "text")
    return [(row.week, DemoShown(row.id, row.person, row.at, said.get(row.id, ""))) for row in rows]


def contributions(slug: str, circle: str, most: int = 10) -> tuple[list[WorkEvent], dict[str, str]]:
    """What was given to a circle lately, the newest first, and what was said of it, by entry."""
    rows = Contribution.objects.filter(commons=slug, circle=circle).order_by("-position").values_list("id", flat=True)
    events = sorted(flows.work_named(slug, list(rows[:most])), key=lambda event: -event.position)
    return events, side.said_beside(slug, [event.entry for event in events], "note")


def counts_of(slug: str, week: Week) -> dict[str, int]:
    """How many contributions were told for each circle in a week. One question for all."""
    start, end = week.bounds
    rows = Contribution.objects.filter(commons=slug, circle__gt="", at__gte=start, at__lt=end)
    return dict(rows.values_list("circle").annotate(n=Count("id")).order_by("circle"))


def open_needs_of(slug: str) -> dict[str, int]:
    """How many needs are open in each circle. One question for all."""
    rows = Need.objects.filter(commons=slug, circle__gt="", state="open")
    return dict(rows.values_list("circle").annotate(n=Count("id")).order_by("circle"))


def in_order(shown: dict[str, CircleShown]) -> list[tuple[CircleShown, int]]:
    """Circles below those they lie within, each with how deep, families in the order of the record."""
    children: dict[str, list[CircleShown]] = {}
    for one in shown.values():
        children.setdefault(one.part_of if one.part_of in shown else "", []).append(one)
    found: list[tuple[CircleShown, int]] = []
    look = [(one, 0) for one in reversed(children.get("", []))]
    while look:
        one, depth = look.pop()
        found.append((one, depth))
        look += [(child, depth + 1) for child in reversed(children.get(one.id, []))]
    return found
