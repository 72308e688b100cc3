"""Do we accept these contributions? A steward looks through them, sees once more what she is going to say, and says it."""

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from entredon.apps.library.queries import VersionShown
from entredon.apps.work import accepting, finding, listing, measures
from entredon.apps.work.accepting import Plan
from entredon.apps.work.listing import Given
from entredon.apps.work.views import AT_ONCE, Asked, about_version, facets, may_accept
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.asked import NotFound
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of
from entredon.pure.log import canonical
from entredon.pure.names import in_order


def _plan(request: HttpRequest, slug: str, asked: str) -> Plan:
    """What this steward would accept, by what she has chosen so far. Raises PermissionDenied, NotFound."""
    viewer = viewer_of(request)
    if not viewer.steward(slug):
        raise PermissionDenied
    shown = finding.version(slug, asked)
    if not may_accept(shown):
        raise NotFound("What is not released yet can still change: release it first, then accept it.")
    return accepting.plan(slug, shown, viewer.person(slug), accepting.drafted(slug, viewer.id, shown))


@signed_in_first
@live
def accept(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Which of these contributions do we accept? Whatever button is pressed, what was ticked and typed is kept."""
    plan = _plan(request, slug, asked)
    if not plan.open:
        return redirect("work:sure", slug, asked)  # which says who was quicker
    if request.method != "POST":
        return _look(request, slug, plan, Asked.of(request.GET), request.GET.get("page"), {}, {})
    account = viewer_of(request).id
    if request.POST.get("go") == "anew":
        accepting.forget_draft(slug, account, plan.version)
        return redirect("work:accept", slug, asked)
    choices, typed, wrong = read(plan, request.POST)
    accepting.keep_draft(slug, account, plan.version, choices)
    wanted = Asked.of(request.POST)
    if wrong:
        kept = accepting.plan(slug, plan.version, viewer_of(request).person(slug), choices)
        return _look(request, slug, kept, wanted, request.POST.get("page"), typed, wrong)
    if request.POST.get("go") == "sure":
        return redirect("work:sure", slug, asked)
    where = request.POST.get("go", "").removeprefix("?")
    return redirect(f"{reverse('work:accept', args=[slug, asked])}?{where}")


def read(plan: Plan, sent: QueryDict) -> tuple[dict[str, int | None], dict[str, str], dict[str, str]]:
    """The choices with what one page of the form says; and what was typed and is wrong, by contribution."""
    choices, typed, wrong = dict(plan.choices), {}, {}
    known = {row.id: row for row in plan.open}
    out = set(sent.getlist("out"))
    for id in sent.getlist("row"):
        row = known.get(id)
        if row is None:
            continue  # decided meanwhile, perhaps by another steward
        told, text = listing.as_told(plan.rule, row), sent.get(f"n-{id}", "").strip()
        choices.pop(id, None)
        if id in out:
            choices[id] = None
        elif text and text != told.written:
            try:
                number = measures.read(text, told.measure)
            except measures.NotANumber as trouble:
                typed[id], wrong[id] = text, tell(trouble)
            else:
                if number != told.number:
                    choices[id] = number
    return choices, typed, wrong


def _look(
    request: HttpRequest, slug: str, plan: Plan, wanted: Asked, page: str | None, typed: dict[str, str],
    wrong: dict[str, str],
) -> HttpResponse:  # fmt: skip
    """A page of what waits, with a tick to leave it out and the number it would count by."""
    found = wanted.among(plan.open)
    here = Paginator(found, AT_ONCE).get_page(page)
    notes = listing.notes(slug, here.object_list)
    context = {
        **about_version(slug, plan.version, listing.given(slug, accepting.process_of(plan.version), True), True),
        "plan": plan,
        "asked": wanted,
        "page": here,
        "groups": _groups(plan, list(here.object_list), wanted, notes, typed, wrong),
        "query": wanted.query(),
        "wrong": wrong,
        "most": accepting.MOST,
        **facets(plan.open, wanted),
    }
    return render(request, "work/accept.html", context)


def _groups(
    plan: Plan, rows: list[Given], wanted: Asked, notes: dict[str, str], typed: dict[str, str], wrong: dict[str, str]
) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for row in rows:
        key = row.kind if wanted.by == "kind" else row.person
        if not groups or groups[-1]["key"] != key:
            groups.append({"key": key, "first": row, "rows": []})
        number = plan.number(row)
        groups[-1]["rows"].append(
            {
                "row": row,
                "note": notes.get(row.entry, ""),
                "out": row.id in plan.choices and plan.choices[row.id] is None,
                "number": number,
                "typed": typed.get(row.id, number.written),
                "told": listing.as_told(plan.rule, row),
                "wrong": wrong.get(row.id, ""),
            }
        )
    return groups


@signed_in_first
@live
def sure(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Is this what you want to say? Everything that it changes, counted, before it is recorded."""
    plan = _plan(request, slug, asked)
    refusal = "" if plan.open else tell(_already(slug, plan.version))
    if request.method == "POST":
        try:
            return _accepted(request, slug, plan)
        except Refused as trouble:
            refusal = tell(trouble)
    now = clock.stamp()
    context = {
        **about_version(slug, plan.version, listing.given(slug, accepting.process_of(plan.version), True), True),
        "plan": plan,
        "refusal": refusal,
        "until": listing.window(slug)(now),
        "digest": _digest(plan),
        "changes": _changes(plan),
    }
    return render(request, "work/sure.html", context)


def _accepted(request: HttpRequest, slug: str, plan: Plan) -> HttpResponse:
    """Say it, if it is still what she saw. Raises Refused."""
    if not plan.open:
        raise _already(slug, plan.version)
    if request.POST.get("digest") != _digest(plan):
        raise Refused("Something has changed since you looked, so nothing was recorded: look once more, then say it.")
    said = say(request, slug, plan.fact())
    accepting.forget_draft(slug, viewer_of(request).id, plan.version)
    return redirect(f"{reverse('work:version', args=[slug, finding.address(plan.version)])}?said={said.id}")


def _already(slug: str, version: VersionShown | None) -> Refused:
    """That nothing waits any more, and who was quicker."""
    last = accepting.last(slug, version)
    if last is None:
        return Refused("Nothing waits here for a word of yours.")
    name = listing.names(slug, True).get(last.person, last.person[:12])
    return Refused(
        "{name} has accepted this already: nothing waits for a word of yours. You can contest what you see otherwise.",
        name=name,
    )


def _digest(plan: Plan) -> str:
    """Names what she has seen: which contributions, and what differs."""
    seen = [[row.id for row in plan.open], [[id, plan.choices[id]] for id in sorted(plan.choices)]]
    return hashlib.sha256(canonical.dumps(seen)).hexdigest()


def _changes(plan: Plan) -> list[dict[str, Any]]:
    """Everybody for whom something differs from what was told, with what: who is left out before what counts otherwise."""
    lines = [{"row": row, "out": True} for row in plan.left_out]
    lines += [{"row": row, "out": False, "before": before, "after": after} for row, before, after in plan.changed]
    return sorted(lines, key=lambda line: (in_order(line["row"].name), line["row"].kind_name))
