"""Which circles are there, what is each of them doing, and what changed this week?"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.flows.queries import WorkEvent
from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.apps.work import coming_in_circles, links_pages, listing, queries_circles, queries_needs, side
from entredon.apps.work.entries_circles import CircleLeft
from entredon.apps.work.forms_circles import DemoForm, FoundForm
from entredon.apps.work.queries_circles import CircleShown, Week
from entredon.apps.work.views_ideas import today
from entredon.desk.saying import say, say_once
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import daily, live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of


@daily
def circles(request: HttpRequest, slug: str) -> HttpResponse:
    """Who makes which part? All circles as a picture and a list."""
    week = Week.of(today())
    shown = queries_circles.circles(slug)
    counts, open = queries_circles.counts_of(slug, week), queries_circles.open_needs_of(slug)
    contracts = queries_circles.contracts(slug)
    made = {one.id: one.name for one in library.creations(slug)}
    rows: list[dict[str, Any]] = [
        {
            "circle": one, "depth": depth, "contract": contracts[one.id].href(slug) if one.id in contracts else "",
            "week": counts.get(one.id, 0), "needs": open.get(one.id, 0), "creation": made.get(one.creation, ""),
        }
        for one, depth in queries_circles.in_order(shown)
    ]  # fmt: skip
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "rows": rows,
        "modules": [
            {
                "id": row["circle"].id, "within": row["circle"].part_of, "name": row["circle"].name,
                "href": reverse("work:circle", args=[slug, short(row["circle"].id)]), "contract": bool(row["contract"]),
                "count": row["week"],
            }
            for row in rows
        ],
        "week": week,
        "total": sum(counts.values()),
        "contracts": len(contracts),
    }  # fmt: skip
    return render(request, "work/circles.html", context)


@live
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Which circle do you begin?"""
    if request.method == "POST":
        form = FoundForm(slug, request.POST)
        if form.is_valid():
            try:
                return coming_in_circles.found(request, slug, form.fact(), form.texts())
            except Refused as refusal:
                form.add_error(None, tell(refusal))
    else:
        form = FoundForm(slug, initial={name: request.GET.get(name, "")[:140] for name in ("creation", "part_of")})
    context = {
        "commons": commons.commons(slug), "tab": "work", "form": form, "member": viewer_of(request).member(slug),
    }  # fmt: skip
    return render(request, "work/circle_new.html", context)


@live
def circle(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What is this circle doing? Joining and leaving it too."""
    row = queries_circles.circle(slug, asked)
    trouble = ""
    if request.method == "POST" and request.POST.get("act") in ("join", "leave"):
        try:
            return _joined(request, slug, row, request.POST["act"])
        except Refused as refusal:
            trouble = tell(refusal)
    viewer = viewer_of(request)
    names = listing.names(slug, viewer.member(slug))
    inside = queries_circles.members(slug, row.id)
    events, notes = queries_circles.contributions(slug, row.id)
    contract = queries_circles.contracts(slug).get(row.id)
    demos = queries_circles.latest_demos(slug, row.id)
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "circle": row,
        "trouble": trouble,
        "within": queries_circles.circles(slug).get(row.part_of),
        "parts": [one for one in queries_circles.circles(slug).values() if one.part_of == row.id],
        "creation": next((one for one in library.creations(slug) if one.id == row.creation), None),
        "members": [(id, names.get(id) or people.nameless(id)) for id in inside],
        "inside": viewer.person(slug) in inside,
        "needs": queries_needs.needs_of_circle(slug, row.id, limit=SOME),
        "contract": contract,
        "contract_page": contract.href(slug) if contract else "",
        "contract_words": _beginning(slug, contract),
        "given": _given(events, notes, names),
        "demos": [(week, demo, names.get(demo.person) or people.nameless(demo.person)) for week, demo in demos],
        "week": Week.of(today()),
        "member": viewer.member(slug),
        "may_reword": viewer.member(slug) and (row.person == viewer.person(slug) or viewer.steward(slug)),
    }
    return render(request, "work/circle.html", context)


SOME = 12
"""So many needs stand on the page of a circle; the list of needs has them all."""


def _joined(request: HttpRequest, slug: str, row: CircleShown, act: str) -> HttpResponse:
    """Join or leave; who is no member yet comes in first. Twice is once. Raises Refused."""
    here = reverse("work:circle", args=[slug, short(row.id)])
    if act == "join":
        return coming_in_circles.join(request, slug, row.id, row.name)
    if not queries_circles.is_in(slug, row.id, viewer_of(request).person(slug)):
        return redirect(here)
    said = say(request, slug, CircleLeft(circle=row.id))
    return redirect(f"{here}?said={said.id}")


def _beginning(slug: str, contract: Any) -> str:
    """The words of a contract, as far as a page about something else shows them."""
    if contract is None or not contract.reads:
        return ""
    return links_pages.in_words(side.said_beside(slug, [contract.reads], "text").get(contract.reads, ""))


def _given(events: Iterable[WorkEvent], notes: Mapping[str, str], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Contributions as lists show them."""
    return [
        {
            "event": event, "name": names.get(event.person) or people.nameless(event.person),
            "kind": flows.kind_of_work(event.kind), "note": notes.get(event.entry, ""),
        }
        for event in events
    ]  # fmt: skip


@live
def week(request: HttpRequest, slug: str, asked: str, week: str) -> HttpResponse:
    """What changed this week? And what those in the circle tell of it."""
    row, shown = queries_circles.circle(slug, asked), Week.read(week)
    this = Week.of(today())
    if shown > this:
        raise NotFound("The week {week} has not begun yet.", week=shown.written)
    viewer = viewer_of(request)
    inside = queries_circles.is_in(slug, row.id, viewer.person(slug))
    form = DemoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            texts = {"text": form.cleaned_data["text"].strip()}
            # What she tells later stands in for what she told before: going back to earlier words is something new.
            id = say_once(request, slug, form.fact(row.id, shown.written), texts, last=1)
            return redirect(f"{reverse('work:circle_week', args=[slug, short(row.id), shown.written])}?said={id}")
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    names = listing.names(slug, viewer.member(slug))
    changed = queries_circles.changed(slug, row.id, shown)
    told = [(demo, names.get(demo.person) or people.nameless(demo.person)) for demo in changed.demos]
    if request.method != "POST" and (mine := [demo for demo in changed.demos if demo.person == viewer.person(slug)]):
        form = DemoForm(initial={"text": mine[0].text})
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "circle": row,
        "week": shown,
        "this": shown == this,
        "changed": changed,
        "told": told,
        "given": _given(changed.work, changed.notes, names),
        # Back to the circle's first week and no further: whoever follows all links comes to an end.
        "before": shown.moved(-1) if shown > Week.of(date.fromisoformat(row.at[:10])) else None,
        "after": shown.moved(1) if shown < this else None,
        "form": form,
        "inside": inside or form.is_bound,
        "again": any(demo.person == viewer.person(slug) for demo in changed.demos),
    }
    return render(request, "work/circle_week.html", context)
