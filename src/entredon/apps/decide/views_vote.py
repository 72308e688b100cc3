"""Is this your vote? The second of two taps: what was chosen is read once more, with room to say why. And who chose what."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from entredon.apps.decide import naming, queries, voting
from entredon.apps.decide.entries import Balloted
from entredon.apps.decide.forms_life import VoteForm
from entredon.apps.decide.phases import VOTE
from entredon.apps.decide.queries import DecisionShown
from entredon.apps.decide.views_shared import context, counts, here, left, line
from entredon.apps.people import queries as people
from entredon.apps.value.queries import Eyes
from entredon.desk.doors import signed_in_first
from entredon.desk.telling import tell
from entredon.log.pages import live, watched
from entredon.log.registry import Refused

ROWS = 50


@signed_in_first
@live
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Is this your vote?"""
    found = queries.decision(slug, asked)
    eyes = Eyes(request, slug)
    mine = queries.vote_of(slug, found.id, eyes.me)
    may = found.phase.name == VOTE and eyes.inside and voting.may_vote(slug, found.row, eyes.me)
    form = VoteForm(found.choices, request.POST if request.method == "POST" else None, initial=_begun(request, mine))
    outcome = None
    if request.method == "POST" and form.is_valid():
        try:
            outcome = _say(request, slug, found, form)
        except Refused as refusal:
            if _by_script(request):
                return JsonResponse({"trouble": tell(refusal)})
            form.add_error(None, tell(refusal))
        if isinstance(outcome, HttpResponse):
            return outcome
    chosen = str(form["choice"].value() or "")
    if request.method != "POST" and chosen not in found.choices:
        return redirect(here(slug, found.id) + "#vote")
    about = context(
        request, slug, found=found, form=form, chosen=chosen, chosen_name=naming.choice(chosen), may=may, mine=mine,
        others=[(one, naming.choice(one)) for one in found.choices if one != chosen], outcome=outcome,
        way_of_yes=people.way_of_yes(request, slug) if may else "", left=left(found.phase.until),
        tone=naming.CHOICES.get(chosen, ("", ""))[1],
    )  # fmt: skip
    return render(request, "decide/vote.html", about, status=200 if eyes.inside else 403)


def _begun(request: HttpRequest, mine: Any) -> dict[str, str]:
    """What the form begins with: the choice that was tapped, and what she said before, if it is the same."""
    chosen = request.GET.get("choice", "")[:20]
    before = queries.texts_of(mine.commons, [mine.reason]) if mine is not None and mine.reason else {}
    said = before.get((mine.reason, "reason"), "") if mine is not None and mine.choice == chosen else ""
    return {"choice": chosen, "reason": said}


def _say(request: HttpRequest, slug: str, found: DecisionShown, form: VoteForm) -> Any:
    """Say the vote: here, or signed by her passkey. Gives where to go, or what the page shows. Raises Refused."""
    choice, texts, back = form.cleaned_data["choice"], form.texts(), here(slug, found.id)
    if people.way_of_yes(request, slug) != people.PASSKEY:
        return redirect(here(slug, found.id, voting.vote(request, slug, found.id, choice, texts)) + "#vote")
    if _by_script(request):
        voting.take_list(request, slug, found.id)
    outcome = people.said_yes(request, slug, Balloted(decision=found.id, choice=choice), back, texts)
    return outcome.answer if outcome.answer is not None else outcome


def _by_script(request: HttpRequest) -> bool:
    """Whether a script asks what her passkey is to sign, rather than the form itself."""
    return request.headers.get("Accept", "") == "application/json"


@watched
@require_safe
def votes(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Who chose what?"""
    found = queries.decision(slug, asked)
    eyes = Eyes(request, slug)
    page = Paginator(range(found.row.voted), ROWS).get_page(request.GET.get("page"))
    rows = queries.votes(slug, found.id, max(0, page.start_index() - 1), ROWS)
    shown = [
        {"vote": one, "name": eyes.name(one.person), "choice": naming.choice(one.choice),
         "tone": naming.CHOICES[one.choice][1]}
        for one in rows
    ]  # fmt: skip
    about = context(
        request, slug, found=found, rows=shown, page=page, counts=counts(found), line=line(slug, found, eyes)
    )
    return render(request, "decide/votes.html", about)
