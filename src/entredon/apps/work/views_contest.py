"""How does this contribution stand? What was done, what was decided, who disagrees, what was answered, how it ended."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.work import accepting, coming_in, finding, listing, queries
from entredon.apps.work.forms import AnswerForm, ContestForm, SettleForm, WordsForm
from entredon.apps.work.listing import Given
from entredon.apps.work.queries import ContestShown
from entredon.desk.saying import say
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.models import SideText
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of

TEXTS = {"contest": "reason", "answer": "answer", "settle": "reason"}
"""Which side text the words of each act are."""


@live
def contribution(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """How does this contribution stand?"""
    inside = viewer_of(request).member(slug)
    (row,) = listing.named(slug, [finding.work(slug, asked)], inside)
    about = queries.contests_by_flow(slug).get(row.id)
    contest = queries.contest(slug, about) if about else None
    forms = _forms(request, slug, row, contest, inside)
    if request.method == "POST" and (form := forms.get(request.POST.get("act", ""))) is not None and form.is_valid():
        try:
            return _said(request, slug, row, contest, form)
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    return render(request, "work/contribution.html", _context(request, slug, row, contest, forms))


def _forms(
    request: HttpRequest, slug: str, row: Given, contest: ContestShown | None, inside: bool
) -> dict[str, WordsForm]:
    """What can be typed here; the one that was sent holds what was typed."""
    act = request.POST.get("act", "") if request.method == "POST" else ""
    data = request.POST if act else None
    found: dict[str, WordsForm] = {"contest": ContestForm(data if act == "contest" else None)}
    if contest is not None:
        about = listing.named(slug, flows.work_named(slug, contest.flows), inside)
        found["answer"] = AnswerForm(data if act == "answer" else None)
        found["settle"] = SettleForm(listing.rule_of(slug), about, data if act == "settle" else None)
    return found


def _said(request: HttpRequest, slug: str, row: Given, contest: ContestShown | None, form: WordsForm) -> HttpResponse:
    """Say what was typed; who is no member yet comes in first. Raises Refused."""
    text = form.cleaned_data["text"]
    here = reverse("work:contribution", args=[slug, short(row.id)])
    if isinstance(form, ContestForm):
        if not viewer_of(request).member(slug):
            typed = {"flow": row.id, "reason": text}
            return coming_in.first_come_in(request, coming_in.CONTESTED, slug, typed)
        said = say(request, slug, form.fact(row.id), {"reason": text})
    else:
        assert contest is not None  # only then there are such forms
        assert isinstance(form, AnswerForm | SettleForm)
        said = say(request, slug, form.fact(contest.id), {TEXTS[str(form.prefix)]: text})
    return redirect(f"{here}?said={said.id}")


def _context(
    request: HttpRequest, slug: str, row: Given, contest: ContestShown | None, forms: Mapping[str, WordsForm]
) -> dict[str, Any]:
    viewer = viewer_of(request)
    inside = viewer.member(slug)
    shown = next((v for v in finding.versions(slug) if v.process == row.process), None)
    rule, now = listing.rule_of(slug), clock.stamp()
    verdict = row.verdict
    until = listing.window(slug)(verdict.at) if verdict and not verdict.settled else ""
    may_contest = verdict is not None and not verdict.settled and not verdict.contested and until >= now
    return {
        "commons": commons.commons(slug),
        "tab": "work",
        "row": row,
        "this": {"row": row},
        "version": shown,
        "version_address": finding.address(shown) if shown or not row.process else "",
        "note": listing.notes(slug, [row]).get(row.entry, ""),
        "counts_as": listing.counted(rule, row),
        "as_told": listing.as_told(rule, row),
        "until": until,
        "open": bool(until) and until >= now,
        "may_contest": may_contest or forms["contest"].is_bound,
        "contest": contest if contest and not contest.settled else None,
        "about_more": len(contest.flows) - 1 if contest else 0,
        "steps": _steps(slug, row, contest, listing.names(slug, inside)),
        "forms": forms,
        "member": inside,
        "steward": viewer.steward(slug),
        "may_settle": bool(contest and not contest.settled and viewer.steward(slug))
        and accepting.may_settle(slug, contest, viewer.person(slug)),
        "own": row.provider in accepting.own_ids(slug, viewer.person(slug)) if viewer.steward(slug) else False,
    }


def _steps(slug: str, row: Given, contest: ContestShown | None, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """What happened to a contribution, in order, each step with its receipt and words."""
    first = queries.first_word(slug, row.id, row.process, row.position, row.provider)
    said = [("given", row.entry, row.person, row.at, True)]
    if first is not None:
        said.append(("decided", first.entry, first.person, first.at, first.counts))
    if contest is not None:
        said.append(("contested", contest.id, contest.person, contest.at, True))
        said += [("answered", answer.id, answer.person, answer.at, True) for answer in contest.answers]
        if contest.settled:
            said.append(("settled", contest.settled, contest.settled_by, contest.settled_at, contest.counts))
    texts = _texts(slug, [entry for _what, entry, *_rest in said])
    return [
        {
            "what": what, "entry": entry, "person": person, "name": names.get(person, ""), "at": at, "counts": counts,
            "text": texts.get(entry, ""),
        }
        for what, entry, person, at, counts in said
    ]  # fmt: skip


def _texts(slug: str, entries: list[str]) -> dict[str, str]:
    """What people wrote beside these entries; what was erased is left out."""
    rows = SideText.objects.filter(commons=slug, entry__in=entries, name__in=("reason", "answer"))
    return dict(rows.values_list("entry", "text"))
