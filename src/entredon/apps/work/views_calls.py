"""What are we looking for ideas for? Open calls, each with its ideas, and what came of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.work import answering_ideas, listing, queries_ideas
from entredon.apps.work.forms_calls import CallForm, CloseForm
from entredon.apps.work.queries_ideas import CallShown, IdeaShown
from entredon.apps.work.record_ideas import GOES_IN
from entredon.apps.work.views_ideas import cards, today
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log.pages import daily, live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of

SHOWN = 500
"""So many ideas of a call are drawn with their lines; further ones are counted."""


@daily
def calls(request: HttpRequest, slug: str) -> HttpResponse:
    """What are we looking for ideas for?"""
    now = today()
    counts = queries_ideas.ideas_for_calls(slug)
    rows: list[dict[str, Any]] = [
        {
            "call": one, "ideas": counts.get(one.id, 0), "gathers": one.gathers(now), "days": one.days_left(now),
            "to_come": one.to_come(now), "went_in": len(one.went_in),
        }
        for one in queries_ideas.calls(slug)
    ]  # fmt: skip
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "open": sorted((row for row in rows if row["gathers"]), key=lambda row: row["call"].closes),
        "coming": [row for row in rows if row["to_come"]],
        "waiting": [row for row in rows if not row["gathers"] and not row["to_come"] and not row["call"].closed],
        "closed": [row for row in rows if row["call"].closed],
        "steward": viewer_of(request).steward(slug),
    }
    return render(request, "work/calls.html", context)


@signed_in_first
@live
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """What do we want ideas for? For stewards."""
    if not viewer_of(request).steward(slug):
        raise PermissionDenied
    form = CallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            id = say_once(request, slug, form.fact(), form.texts())
            return redirect(f"{reverse('work:call', args=[slug, short(id)])}?said={id}")
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    return render(request, "work/call_new.html", {"commons": commons.commons(slug), "tab": "work", "form": form})


@daily
def call(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """One call: how many days are left, its ideas and how they build on one another, and what came of it."""
    viewer, now = viewer_of(request), today()
    row = queries_ideas.call(slug, asked)
    rows = queries_ideas.ideas_of_call(slug, row.id)
    drawn = cards(request, slug, rows[:SHOWN])
    names = listing.names(slug, viewer.member(slug))
    went_in = queries_ideas.ideas_named(slug, row.went_in)
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "call": row,
        "name": names.get(row.person) or people.nameless(row.person),
        "closer": names.get(row.closed_by, "") or people.nameless(row.closed_by),
        "outcome": queries_ideas.outcome(slug, row),
        "went_in": [
            {"idea": went_in[id], "name": names.get(went_in[id].person) or people.nameless(went_in[id].person)}
            for id in row.went_in
            if id in went_in
        ],
        "tree": tree(drawn),
        "total": len(rows),
        "more": max(0, len(rows) - SHOWN),
        "gathers": row.gathers(now),
        "to_come": row.to_come(now),
        "days": row.days_left(now),
        "may_close": viewer.steward(slug) and (row.to_close(now) or (not row.closed and not rows)),
        "may_reword": viewer.member(slug) and (row.person == viewer.person(slug) or viewer.steward(slug)),
    }
    return render(request, "work/call.html", context)


def tree(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cards below those they build on, as a list in which each says how deep it stands: an idea below the first one it builds on
    that is here, families in the order of their first idea."""
    there = {line["idea"].id for line in lines}
    children: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        parent = next((id for id in line["idea"].builds_on if id in there), "")
        children.setdefault(parent, []).append(line)
    found: list[dict[str, Any]] = []
    look = [(line, 0) for line in reversed(children.get("", []))]
    while look:
        line, depth = look.pop()
        found.append({**line, "depth": min(depth, DEEPEST)})
        look += [(child, depth + 1) for child in reversed(children.get(line["idea"].id, []))]
    return found


DEEPEST = 4
"""Ideas further down stand as far in as these."""


@signed_in_first
@live
def close(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What came of this call? For stewards: in words, and which ideas went in. Those they build on are suggested."""
    if not viewer_of(request).steward(slug):
        raise PermissionDenied
    row = queries_ideas.call(slug, asked)
    here = reverse("work:call", args=[slug, short(row.id)])
    if row.closed and request.method != "POST":
        return redirect(here)
    ideas = _offered(slug, row)
    form = CloseForm(slug, row, ideas, request.POST if request.method == "POST" else None)
    added: list[IdeaShown] = []
    if request.method == "POST" and form.is_valid():
        missing = form.missing() if not form.cleaned_data["suggested"] else []
        if missing:
            added = [one for one in ideas if one.id in missing]
            form = CloseForm(slug, row, ideas, _with(request.POST, missing))
        else:
            try:
                said = answering_ideas.close(request, slug, form.fact(), form.cleaned_data["text"].strip())
                return redirect(f"{here}?said={said}")
            except Refused as refusal:
                form.add_error(None, tell(refusal))
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "call": row,
        "form": form,
        "added": added,
        "early": not row.closed and not row.to_close(today()) and bool(ideas),
    }
    return render(request, "work/call_close.html", context)


def _offered(slug: str, row: CallShown) -> list[IdeaShown]:
    """The ideas of a call that can have gone in, the oldest first."""
    found = queries_ideas.ideas_of_call(slug, row.id)
    return sorted((one for one in found if one.state in GOES_IN), key=lambda one: one.position)


def _with(data: QueryDict, missing: list[str]) -> QueryDict:
    """What was typed, with these ideas ticked too."""
    more = data.copy()
    more["suggested"] = "yes"
    for id in missing:
        more[f"in-{short(id)}"] = "on"
    return more
