"""How does this contribution stand? What was done, who looked at it, what was decided, who disagrees, how it ended."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from entredon.apps.flows import queries as flows
from entredon.apps.work import coming_in, contribution_shown, finding, letters_reviews, listing, queries, receiving
from entredon.apps.work.forms import AnswerForm, ContestForm, SettleForm
from entredon.apps.work.forms_reviews import AddForm, ReviewForm
from entredon.apps.work.listing import Given
from entredon.apps.work.queries import ContestShown
from entredon.desk import files
from entredon.desk.saying import say, say_once
from entredon.desk.telling import tell
from entredon.log.pages import daily
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of

TEXTS = {"contest": "reason", "answer": "answer", "settle": "reason"}
"""Which side text the words of each act about a contest are."""


@daily
def contribution(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """How does this contribution stand?"""
    inside = viewer_of(request).member(slug)
    (row,) = listing.named(slug, [finding.work(slug, asked)], inside)
    about = queries.contests_by_flow(slug).get(row.id)
    contest = queries.contest(slug, about) if about else None
    forms = _forms(request, slug, contest, inside)
    if request.method == "POST" and (form := forms.get(request.POST.get("act", ""))) is not None and form.is_valid():
        try:
            return _said(request, slug, row, contest, form)
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    return render(request, "work/contribution.html", contribution_shown.context(request, slug, row, contest, forms))


def _forms(request: HttpRequest, slug: str, contest: ContestShown | None, inside: bool) -> dict[str, Form]:
    """What can be typed here; the one that was sent holds what was typed."""
    handler = receiving.ready(request) if request.method == "POST" else None
    act = request.POST.get("act", "") if handler else ""

    def typed(name: str) -> dict[str, Any]:
        return {"data": request.POST} if act == name else {}

    sent = receiving.received(request, handler) if handler and act == "add" else None
    found: dict[str, Form] = {
        "contest": ContestForm(**typed("contest")),
        "review": ReviewForm(**typed("review")),
        "add": AddForm(**typed("add"), sent=sent),
    }
    if contest is not None:
        about = listing.named(slug, flows.work_named(slug, contest.flows), inside)
        found["answer"] = AnswerForm(**typed("answer"))
        found["settle"] = SettleForm(listing.rule_of(slug), about, **typed("settle"))
    return found


def _said(request: HttpRequest, slug: str, row: Given, contest: ContestShown | None, form: Form) -> HttpResponse:
    """Say what was typed; who is no member yet comes in first. Raises Refused."""
    if isinstance(form, ReviewForm):
        return _reviewed(request, slug, row, form)
    if isinstance(form, AddForm):
        return _added(request, slug, row, form)
    text = form.cleaned_data["text"]
    if isinstance(form, ContestForm):
        if not viewer_of(request).member(slug):
            typed = {"flow": row.id, "reason": text}
            return coming_in.first_come_in(request, coming_in.CONTESTED, slug, typed)
        return _back(slug, row, say(request, slug, form.fact(row.id), {"reason": text}).id)
    assert contest is not None  # only then there are such forms
    assert isinstance(form, AnswerForm | SettleForm)
    return _back(slug, row, say(request, slug, form.fact(contest.id), {TEXTS[str(form.prefix)]: text}).id)


def _reviewed(request: HttpRequest, slug: str, row: Given, form: ReviewForm) -> HttpResponse:
    """Say what a peer thinks of it, by what she had seen. Raises Refused."""
    seen = request.POST.get("until", "")
    if not (seen.isascii() and seen.isdecimal() and len(seen) < 16):
        raise Refused("This form is damaged: look at the page once more.")
    text = form.cleaned_data["text"]
    said = say(request, slug, form.fact(row.id, int(seen)), {"reason": text} if text else {})
    person = viewer_of(request).person(slug)
    letters_reviews.reviewed(request, slug, row.id, form.cleaned_data["verdict"], person, text)
    return _back(slug, row, said.id)


def _added(request: HttpRequest, slug: str, row: Given, form: AddForm) -> HttpResponse:
    """Say what its author adds; the files go into the content store. Raises Refused."""
    if viewer_of(request).person(slug) != row.person:
        raise Refused("Only who told a contribution adds to it; others can talk about it.")
    for one in form.sent.kept:
        files.tell(one)
    said = say_once(request, slug, form.fact(row.id), form.texts())
    for one in form.sent.kept:
        files.drop(one)
    return _back(slug, row, said)


def _back(slug: str, row: Given, said: str) -> HttpResponse:
    return redirect(f"{reverse('work:contribution', args=[slug, short(row.id)])}?said={said}")
