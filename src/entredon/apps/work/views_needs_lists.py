"""Lists of needs: one below the other, as a board, as a calendar, and as a feed for calendars. What is asked for carries over."""

import calendar
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.people import queries as people
from entredon.apps.work import listing, needs_feed, needs_rows, needs_typed, queries_needs
from entredon.apps.work.needs_asked import DONE, FREE, LOOKED, TAKEN, Asked, month_of
from entredon.apps.work.queries_needs import Facets, NeedShown
from entredon.log import clock
from entredon.log.pages import live, page
from entredon.log.told import short
from entredon.log.viewer import viewer_of

AT_ONCE = 30
IN_A_COLUMN = 12
IN_A_MONTH, IN_A_DAY = 2_000, 5
IN_A_FEED = 1_000


class Rows:
    """The needs that are asked for, as a paginator wants them: counted, and read a page at a time."""

    def __init__(self, slug: str, asked: Asked) -> None:
        self.slug, self.asked = slug, asked

    def count(self) -> int:
        return queries_needs.count(self.slug, self.asked)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[NeedShown]:
        start, stop = part.start or 0, part.stop or 0
        return queries_needs.needs(self.slug, self.asked, start, stop - start)


@page
def needs(request: HttpRequest, slug: str) -> HttpResponse:
    """What is needed?"""
    asked = Asked.of(request.GET)
    found: Any = Rows(slug, asked)
    here = Paginator(found, AT_ONCE).get_page(request.GET.get("page"))
    inside = viewer_of(request).member(slug)
    context = {
        **_about(request, slug, asked, "needs"),
        "page": here,
        "rows": needs_rows.rows(slug, list(here.object_list), inside),
        "found": here.paginator.count,
    }
    return render(request, "work/needs.html", context)


def _about(request: HttpRequest, slug: str, asked: Asked, which: str) -> dict[str, Any]:
    """What the list, the board and the calendar have in common."""
    viewer = viewer_of(request)
    counted = queries_needs.facets(slug)
    feed = request.build_absolute_uri(f"{reverse('work:needs_feed', args=[slug])}?{asked.query()}").rstrip("?&")
    return {
        "commons": commons.commons(slug),
        "tab": "work",
        "asked": asked,
        "query": asked.query(),
        "which": which,
        "open": counted.total,
        "choices": choices(slug, asked, counted, viewer.member(slug)),
        "mine": short(viewer.person(slug)) if viewer.member(slug) else "",
        "feed": feed,
        "member": viewer.member(slug),
    }


def choices(slug: str, asked: Asked, counted: Facets, inside: bool) -> list[dict[str, Any]]:
    """What the form that narrows offers: for each field its name, and values with words."""
    creations = needs_rows.creation_names(slug) if counted.creations else {}
    circles = queries_needs.circle_names(slug) if counted.circles else {}
    fields: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("state", _("How it stands"), list(needs_rows.state_names().items())),
        ("kind", _("Kind of work"), [(kind, flows.kind_of_work(kind)) for kind, _n in counted.kinds.most_common(40)]),
        ("skill", _("Skill"), [(skill, skill) for skill, _n in counted.skills.most_common(40)]),
        ("creation", _("For what"), [(short(id), creations[id]) for id in counted.creations if id in creations]),
        ("circle", _("Circle"), [(short(id), circles[id]) for id in counted.circles if id in circles]),
        ("place", _("Place"), [(place, place) for place, _n in counted.places.most_common(40)]),
        ("time", _("Time"), [(str(n), name) for _q, name, n, _here in needs_rows.times(asked)]),
        ("gives", _("What it gives"), [("points", _("points")), ("money", _("money")), ("thanks", _("thanks"))]),
        ("whose", _("Whose"), _whose(slug, asked, inside)),
        ("order", _("First"), [("small", _("the small ones")), ("new", _("the newest"))]),
    ]
    everything = {"state": "", "order": _("the next day")}
    return [
        {
            "name": name, "label": label, "value": getattr(asked, name),
            "values": _with(values if name == "state" else [("", everything.get(name, _("all"))), *values], asked, name),
        }
        for name, label, values in fields
        if values
    ]  # fmt: skip


def _with(values: list[tuple[str, str]], asked: Asked, name: str) -> list[tuple[str, str]]:
    """What is asked for stands among the choices, also when nothing open has it."""
    now = getattr(asked, name)
    values = [("" if value == "open" else value, word) for value, word in values]
    return values if now in dict(values) else [*values, (now, now)]


def _whose(slug: str, asked: Asked, inside: bool) -> list[tuple[str, str]]:
    """Somebody whose needs are asked for, by name."""
    if not asked.whose:
        return []
    named = listing.names(slug, inside)
    found = [(id, name) for id, name in named.items() if id.startswith(asked.whose)]
    return [(asked.whose, found[0][1] if len(found) == 1 else people.nameless(asked.whose))]


@page
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """How far is what we need?"""
    asked = Asked.of(request.GET).but(state="")
    month = queries_needs.last_done(slug)
    done = _("done in %(month)s") % {"month": needs_typed.month(month)} if month else _("done")
    resting = queries_needs.not_looked_at(slug)
    columns = [
        (_("open"), "community", asked.but(state=FREE), {"holders": 0, **resting}),
        (_("taken"), "coalition", asked.but(state=TAKEN), resting),
        (_("being looked at"), "association", asked.but(state=LOOKED), {}),
        (done, "ink", asked.but(state=DONE), {"closed_at__startswith": month, **resting}),
    ]
    context = {
        **_about(request, slug, asked, "board"),
        "columns": [
            _column(slug, which, within, {"name": name, "tone": tone}, viewer_of(request).member(slug))
            for name, tone, which, within in columns
        ],
    }
    return render(request, "work/needs_board.html", context)


def _column(slug: str, asked: Asked, within: dict[str, Any], named: dict[str, Any], inside: bool) -> dict[str, Any]:
    found = queries_needs.needs(slug, asked, limit=IN_A_COLUMN, within=within)
    count = queries_needs.count(slug, asked, within) if len(found) == IN_A_COLUMN else len(found)
    return {
        **named, "rows": needs_rows.rows(slug, found, inside), "count": count, "more": count - len(found),
        "query": asked.query(),
    }  # fmt: skip


def by_month(request: HttpRequest, slug: str) -> HttpResponse:
    """Until when are things needed? The address names the month, so that the page tells the same until something is said."""
    if not month_of(request.GET.get("month", "")):
        asked = Asked.of(request.GET).query()
        return redirect(f"{reverse('work:needs_calendar', args=[slug])}?{asked}month={clock.now():%Y-%m}")
    return month(request, slug=slug)


@page
def month(request: HttpRequest, slug: str) -> HttpResponse:
    """Until when are things needed, in one month?"""
    asked, here = Asked.of(request.GET), month_of(request.GET.get("month", ""))
    found = queries_needs.needs(slug, asked, limit=IN_A_MONTH, within={"due__startswith": here})
    by_day: dict[str, list[NeedShown]] = {}
    for need in found:
        by_day.setdefault(need.due, []).append(need)
    some = [need for day in by_day.values() for need in day[:IN_A_DAY]]
    rows = needs_rows.rows(slug, some, viewer_of(request).member(slug))
    year, number = int(here[:4]), int(here[5:])
    days: dict[str, list[needs_rows.NeedRow]] = {}
    for row in rows:
        days.setdefault(row.need.due, []).append(row)
    context = {
        **_about(request, slug, asked, "calendar"),
        "month": needs_typed.month(here),
        "here": here,
        "before": f"{asked.query()}month={_months(year, number, -1)}",
        "after": f"{asked.query()}month={_months(year, number, 1)}",
        "weeks": list(_weeks(year, number, days, {day: len(all) - IN_A_DAY for day, all in by_day.items()})),
        "days": [(needs_typed.day(day), shown, len(by_day[day]) - len(shown)) for day, shown in sorted(days.items())],
        "weekdays": [needs_typed.weekday(n) for n in range(7)],
        "found": len(found),
        "undated": queries_needs.count(slug, asked, {"due": ""}),
    }
    return render(request, "work/needs_calendar.html", context)


def _months(year: int, month: int, by: int) -> str:
    years, rest = divmod(year * 12 + month - 1 + by, 12)
    return f"{years:04}-{rest + 1:02}"


Cell = tuple[int, list[Any], int]


def _weeks(year: int, month: int, days: dict[str, list[Any]], more: dict[str, int]) -> Iterator[list[Cell]]:
    """The weeks of a month from Monday on: the number of each day (0 outside the month), what is needed by then, how many more."""
    for week in calendar.Calendar().monthdayscalendar(year, month):
        named = [date(year, month, day).isoformat() if day else "" for day in week]
        yield [(day, days.get(name, []), more.get(name, 0)) for day, name in zip(week, named, strict=True)]


@live
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The days until which things are needed, for calendars."""
    asked = Asked.of(request.GET)
    shown = commons.commons(slug)
    found = queries_needs.needs(slug, asked, limit=IN_A_FEED, within={"due__gt": ""})
    rows = needs_rows.rows(slug, found, viewer_of(request).member(slug))
    body = needs_feed.calendar(shown.name, shown.origin, [needs_feed.event(request, slug, row) for row in rows])
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{slug}-needs.ics"'
    return response
