"""Which ideas are there, what became of each, and what is yours? Bringing one, supporting one, answering one."""

from datetime import date
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.work import alike, answering_ideas, coming_in, coming_in_ideas, listing, queries_ideas, queries_needs
from entredon.apps.work.forms_ideas import OUTCOMES, AnswerIdeaForm, ProposeForm
from entredon.apps.work.models import Idea, Need
from entredon.apps.work.needs_asked import Asked
from entredon.apps.work.queries_ideas import IdeaShown
from entredon.desk import telling
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once
from entredon.log import clock
from entredon.log.asked import NotFound
from entredon.log.pages import daily, live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of

AT_ONCE = 24
NEEDS = 12
"""So many open needs are offered to a steward who says yes."""


def today() -> date:
    """This day, as the door sees it."""
    return clock.now().date()


def state_names() -> dict[str, str]:
    """What became of ideas, in words, in the order of the filter."""
    return {
        "open": _("no answer yet"),
        "adopted": _("it is being done"),
        "merged": _("part of another"),
        "parked": _("kept for later"),
        "declined": _("no, and why"),
    }


def order_names() -> dict[str, str]:
    return {
        "newest": _("newest first"),
        "supported": _("most support first"),
        "longest": _("longest without an answer"),
    }


@daily
def ideas(request: HttpRequest, slug: str) -> HttpResponse:
    """Which ideas are there? Narrowed and ordered by the address."""
    state = request.GET.get("state", "")
    order = request.GET.get("order", "newest")
    state = state if state in queries_ideas.STATES else ""
    order = order if order in queries_ideas.ORDERS else "newest"
    counts = queries_ideas.counts(slug)
    narrowed = "open" if order == "longest" else state
    total = counts[narrowed] if narrowed else sum(counts.values())
    page = Paginator(range(total), AT_ONCE).get_page(request.GET.get("page"))
    start = max(0, page.start_index() - 1)
    rows = queries_ideas.ideas(slug, state=narrowed, order=order, start=start, limit=AT_ONCE)
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "lines": cards(request, slug, rows),
        "page": page,
        "query": urlencode({"state": state, "order": order}) + "&",
        "state": narrowed,
        "order": order,
        "states": [(value, name, counts[value]) for value, name in state_names().items() if counts[value]],
        "orders": list(order_names().items()),
        "counts": counts,
        "total": sum(counts.values()),
        "silent": queries_ideas.silent_count(slug, today()),
        "calls": [one for one in queries_ideas.calls(slug) if one.gathers(today())],
    }
    return render(request, "work/ideas.html", context)


def cards(request: HttpRequest, slug: str, rows: list[IdeaShown]) -> list[dict[str, Any]]:
    """Ideas as cards show them: with names, what they build on, and how long they have waited. Two questions for all."""
    names = listing.names(slug, viewer_of(request).member(slug))
    family = queries_ideas.family(slug)
    others = queries_ideas.ideas_named(slug, {id for row in rows for id in row.builds_on})
    calls = queries_ideas.call_titles(slug, {row.call for row in rows if row.call})
    states = state_names()
    return [
        {
            "idea": row,
            "name": names.get(row.person) or people.nameless(row.person),
            "state": states[row.state],
            "tone": TONES[row.state],
            "builds_on": [others[id] for id in row.builds_on if id in others],
            "built": len(family.built.get(row.id, ())),
            "merged": len(family.merged.get(row.id, ())),
            "call": calls.get(row.call, ""),
            "days": row.days_waiting(today()),
            "silent": row.silent(today()),
        }
        for row in rows
    ]


TONES = {"open": "ink", "adopted": "community", "merged": "community", "parked": "association", "declined": "ink"}


@live
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """What is your idea? What is like it is shown while she types, and by a button where there are no scripts."""
    looked = request.POST.get("act") == "look"
    if request.method == "POST":
        form = ProposeForm(slug, request.POST)
        if form.is_valid() and not looked:
            try:
                return _bring(request, slug, form)
            except Refused as refusal:
                form.add_error(None, telling.tell(refusal))
    else:
        form = ProposeForm(slug, initial={name: request.GET.get(name, "")[:1_400] for name in ("call", "builds_on")})
    title, text = (str(form[name].value() or "") for name in ("title", "text"))
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "form": form,
        "looked": looked,
        "near": alike.alike(slug, title, text) if title.strip() and request.method == "POST" else [],
        "member": viewer_of(request).member(slug),
        **_for(slug, form),
    }
    return render(request, "work/idea_new.html", context)


def _for(slug: str, form: ProposeForm) -> dict[str, Any]:
    """The call that an idea is for and the ideas it builds on, as the page says them."""
    asked = ProposeForm(slug, _typed(form))
    asked.full_clean()
    call = asked.cleaned_data.get("call", "")
    named = queries_ideas.ideas_named(slug, asked.cleaned_data.get("builds_on", ()))
    return {"call": queries_ideas.call(slug, call) if call else None, "builds_on": list(named.values())}


def _typed(form: ProposeForm) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({name: str(form[name].value() or "") for name in ("title", "call", "builds_on")})
    return data


def _bring(request: HttpRequest, slug: str, form: ProposeForm) -> HttpResponse:
    fact, texts = form.fact(), form.texts()
    if not viewer_of(request).member(slug):
        typed = {"fact": msgspec.to_builtins(fact), "texts": texts}
        return coming_in.first_come_in(request, coming_in_ideas.PROPOSED, slug, typed)
    id = say_once(request, slug, fact, texts)
    return redirect(f"{reverse('work:idea', args=[slug, short(id)])}?said={id}")


@live
def near(request: HttpRequest, slug: str) -> HttpResponse:
    """Which ideas are like this one? A piece of a page, for who is typing."""
    title, text = request.GET.get("title", "")[:1_000], request.GET.get("text", "")[:2_000]
    found = alike.alike(slug, title, text) if title.strip() else []
    return render(request, "work/idea_near.html", {"commons": commons.commons(slug), "near": found, "looked": True})


@daily
def idea(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What became of this idea?"""
    viewer = viewer_of(request)
    row = queries_ideas.idea(slug, asked)
    family = queries_ideas.family(slug)
    related = {*row.builds_on, row.into, *family.built.get(row.id, ()), *family.merged.get(row.id, ())} - {""}
    others = queries_ideas.ideas_named(slug, related)
    names = listing.names(slug, viewer.member(slug))
    person = viewer.person(slug)
    supporters = queries_ideas.supporters(slug, row.id)
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "idea": row,
        "line": cards(request, slug, [row])[0],
        "names": [(id, names.get(id) or people.nameless(id)) for id in supporters],
        "needs": queries_needs.needs_named(slug, row.needs),
        "into": others.get(row.into),
        "builds_on": [others[id] for id in row.builds_on if id in others],
        "built": [others[id] for id in family.built.get(row.id, ()) if id in others],
        "merged": [others[id] for id in family.merged.get(row.id, ()) if id in others],
        "by": names.get(row.answered_by, "") or people.nameless(row.answered_by),
        "reason": queries_ideas.reason(slug, row),
        "steps": _steps(slug, row, names),
        "call": queries_ideas.call(slug, row.call) if row.call else None,
        "days": row.days_waiting(today()),
        "silent": row.silent(today()),
        "mine": row.person == person,
        "supports": queries_ideas.supports_now(slug, row.id, person),
        "may_reword": viewer.member(slug) and (row.person == person or viewer.steward(slug)),
        "may_answer": row.can_be_answered and _may_answer(slug, row, viewer),
        "member": viewer.member(slug),
    }
    return render(request, "work/idea.html", context)


def _may_answer(slug: str, row: IdeaShown, viewer: Any) -> bool:
    """Whether who looks can answer: a steward, of another's idea unless she is the only one."""
    if not viewer.steward(slug):
        return False
    return bool(row.person != viewer.person(slug) or len(people.stewards(slug)) == 1)


def _steps(slug: str, row: IdeaShown, names: Any) -> list[dict[str, Any]]:
    """What happened to an idea, oldest first; each step with its receipt."""
    steps = [("brought", row.id, row.person, row.at)]
    steps += [(f"answered {one.outcome}", one.id, one.person, one.at) for one in queries_ideas.answers(slug, row.id)]
    if row.answered and row.answered not in {step[1] for step in steps}:
        steps.append(("went_in", row.answered, row.answered_by, row.answered_at))
    steps += [("reworded", one.id, one.person, one.at) for one in queries_ideas.rewordings(slug, row.id)]
    reasons = queries_ideas.reasons(slug, [entry for what, entry, *_ in steps if what.startswith("answered")])
    return [
        {
            "what": what, "entry": entry, "at": at, "name": names.get(person) or people.nameless(person),
            "reason": reasons.get(entry, "") if entry != row.answered else "",
        }
        for what, entry, person, at in sorted(steps, key=lambda step: step[3])
    ]  # fmt: skip


@signed_in_first
@live
def answer(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What do we say to this idea? For stewards."""
    row = queries_ideas.idea(slug, asked)
    if not viewer_of(request).steward(slug):
        raise PermissionDenied
    here = reverse("work:idea", args=[slug, short(row.id)])
    if not row.can_be_answered and request.method != "POST":
        return redirect(here)
    near = alike.alike(slug, row.title, row.text, without=row.id, most=6)
    needs = queries_needs.needs(slug, Asked(), limit=NEEDS)
    data = request.POST if request.method == "POST" else None
    form = AnswerIdeaForm(
        slug, row, near, needs, data, initial={"outcome": request.GET.get("outcome", ""), "points": 1}
    )
    if request.method == "POST" and form.is_valid():
        try:
            told = [*form.needed(), (form.fact(), form.texts())]
            said = answering_ideas.answer(request, slug, told, request.POST.get("seen"))
            return redirect(f"{here}?said={said}")
        except Refused as refusal:
            form.add_error(None, telling.tell(refusal))
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "idea": row,
        "line": cards(request, slug, [row])[0],
        "form": form,
        "outcomes": OUTCOMES,
        "chosen": form["outcome"].value(),
        "may": _may_answer(slug, row, viewer_of(request)),
    }
    return render(request, "work/idea_answer.html", context)


@require_POST
@live
def support(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Support an idea or a need, or no longer; then back to its page."""
    of, back = _supported(slug, asked)
    supports = request.POST.get("supports", "yes") == "yes"
    try:
        if not viewer_of(request).member(slug):
            typed = {"of": of, "title": coming_in_ideas.title_of(slug, of), "back": back}
            return coming_in.first_come_in(request, coming_in_ideas.SUPPORTED, slug, typed)
        said = coming_in_ideas.support(request, slug, of, supports=supports)
    except Refused as refusal:
        context = {"commons": commons.commons(slug), "tab": "work", "trouble": telling.tell(refusal), "back": back}
        return render(request, "work/refused.html", context, status=409)
    return redirect(f"{back}?said={said}" if said else back)


def _supported(slug: str, asked: str) -> tuple[str, str]:
    """What is supported, and where it stands. Raises NotFound, Ambiguous."""
    missing = NotFound("There is no idea and no need {id} here.", id=asked[:10])
    for model, page in ((Idea, "work:idea"), (Need, "work:need")):
        try:
            id = queries_needs.find(model, slug, asked, missing)
            return id, reverse(page, args=[slug, short(id)])
        except NotFound:
            continue
    raise missing
