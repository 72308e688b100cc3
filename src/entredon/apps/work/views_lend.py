"""Lend a hand: how much time have you? What fits it, the small things first; and the ways to everything else one can do here."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.work import needs_rows, queries, queries_need, queries_needs
from entredon.apps.work.needs_asked import FREE, SMALL, Asked
from entredon.log.pages import page
from entredon.log.told import short
from entredon.log.viewer import Viewer, viewer_of

AT_ONCE = 12
AT_FIRST = 6
"""So many are shown before somebody has said how much time she has."""


@page
def lend(request: HttpRequest, slug: str) -> HttpResponse:
    """How much time have you?"""
    viewer = viewer_of(request)
    inside = viewer.member(slug)
    asked = Asked.of(request.GET).but(state="", order="")
    can = people.skills(slug, viewer.person(slug), inside) if inside else ()
    mine = bool(can) and request.GET.get("mine") == "1"
    skills = can if mine else ()
    limit = AT_ONCE if asked.narrowed or mine else AT_FIRST
    found = queries_needs.needs_for(slug, asked, skills, limit)
    within = queries_needs.fitting(slug, skills)
    count = queries_needs.count(slug, asked.but(state=FREE), within) if len(found) == limit else len(found)
    counted = queries_needs.facets(slug)
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "asked": asked,
        "times": needs_rows.times(asked),
        "chips": needs_rows.chips(asked, counted),
        "query": asked.query(),
        "kept": "mine=1&" if mine else "",
        "can": can,
        "mine": mine,
        "rows": needs_rows.rows(slug, found, inside),
        "more": count - len(found),
        "all": asked.but(state=FREE, order=SMALL).query(),
        "open": counted.total,
        "yours": _yours(slug, viewer) if inside else {},
        "waiting": queries.waiting(slug),
        "ways": _ways(slug),
        "me": short(viewer.person(slug)) if inside else "",
        "member": inside,
        "steward": viewer.steward(slug),
    }
    return render(request, "work/lend.html", context)


def _yours(slug: str, viewer: Viewer) -> dict[str, Any]:
    """What somebody has taken and isn't done with, and splits that wait for her yes."""
    person = viewer.person(slug)
    taken = queries_need.takings_of(slug, [person])
    splits = queries_need.splits_that_wait(slug, person)
    asked = {need.id for _split, need in splits}
    rest = [need for _taking, need in taken if need.id not in asked]
    return {
        "taken": needs_rows.rows(slug, rest[:AT_FIRST], True),
        "more": max(0, len(rest) - AT_FIRST),
        "splits": needs_rows.rows(slug, [need for _split, need in splits], True),
    }


def _ways(slug: str) -> list[tuple[str, str, str]]:
    """Where else one can lend a hand: address, name and a line, of what is there."""
    ways = [
        ("work:ideas", _("Bring an idea"), _("Two lines are enough. Each gets an answer.")),
        ("work:calls", _("Think along"), _("Open questions, to which ideas are developed together.")),
        ("work:reviews", _("Look at what others did"), _("It counts once somebody else has looked.")),
        ("work:offers", _("Say what you can"), _("So that those who need it find you.")),
        ("work:circles", _("Join a circle"), _("Small groups, each with something of its own.")),
        ("work:pages", _("Write down what we know"), _("Pages that anybody here can make better.")),
    ]
    found = []
    for name, word, line in ways:
        try:
            found.append((reverse(name, args=[slug]), word, line))
        except NoReverseMatch:
            continue
    return found
