"""Who enriches this commons? The (en)rich list of a commons and of this place, nominating, and answering."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from entredon.apps.commons import queries as commons
from entredon.apps.people import accounts, enriching, queries, views
from entredon.apps.people.enriching import AGREED, WAITING, Said
from entredon.apps.people.entries import Nominated, NominationAgreed, NominationDeclined, NominationWithdrawn
from entredon.desk import letters, limits, saying
from entredon.desk.doors import signed_in_first
from entredon.desk.telling import tell
from entredon.log import fit
from entredon.log.pages import front, live, page
from entredon.log.registry import Fact, Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of
from entredon.pure.told import Told

REASON = 600


class NominateForm(forms.Form):
    """What does she give, and what does it mean here?"""

    reason = forms.CharField(
        label=gettext_lazy("What is given, and what it means here"),
        help_text=gettext_lazy(
            "As you would say it in front of everybody: two or three sentences. Who is named reads it first."
        ),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why: what is given, and what it means here.")},
    )


@page
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Who enriches this commons?"""
    viewer = viewer_of(request)
    context = {
        "commons": commons.commons(slug),
        "tab": "people",
        "listed": enriching.listed(slug, viewer.member(slug)),
        "inside": viewer.member(slug),
        "waiting": enriching.waiting_for(slug, viewer.person(slug)) if viewer.person(slug) else [],
        "noindex": True,  # who is praised here isn't to be found by her name elsewhere
    }
    return render(request, "people/enriching.html", context)


@front
def everywhere(request: HttpRequest) -> HttpResponse:
    """Who enriches the commons here? Public ones only, whoever looks."""
    hurt = fit.damaged(fit.states())
    places = [(one, enriching.listed(one.slug)) for one in commons.all_commons(drafts=False) if one.slug not in hurt]
    context = {"places": [(one, listed) for one, listed in places if listed]}
    return render(request, "people/enriching_everywhere.html", context)


@signed_in_first
@live
def nominate(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What does this person give?"""
    viewer = viewer_of(request)
    if not viewer.member(slug):
        raise PermissionDenied
    shown = views.find(slug, asked, inside=True)
    form = NominateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        limits.take("nominate", viewer.id)
        try:
            done = saying.say(request, slug, Nominated(person=shown.id), {"reason": form.cleaned_data["reason"]})
            _letter(request, slug, shown.id, done.id, form.cleaned_data["reason"])
            return redirect(
                f"{reverse('people:enriching_one', args=[slug, short(done.id)])}?{urlencode({'said': done.id})}"
            )
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    context = {
        "commons": commons.commons(slug),
        "tab": "people",
        "noindex": True,
        "person": shown,
        "tone": views.tone(shown),
        "mine": shown.id == viewer.person(slug),
        "already": enriching.said_already(slug, viewer.person(slug), shown.id),
        "form": form,
    }
    return render(request, "people/enriching_nominate.html", context)


def _letter(request: HttpRequest, slug: str, person: str, entry: str, reason: str) -> None:
    """Tell her, if she has an account here."""
    account = accounts.account_of(slug, person)
    if account is None:
        return
    about, names = commons.commons(slug), queries.names(slug, inside=True)
    context = {
        "name": names.get(viewer_of(request).person(slug), ""),
        "commons": about.name,
        "reason": reason,
        "here": letters.address(request, reverse("people:enriching_one", args=[slug, short(entry)])),
    }
    letters.post(
        account.email,
        Told("Somebody says that you enrich {commons}", commons=about.name),
        "people/letters/nominated.txt",
        context,
    )


@signed_in_first
@live
def one(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Shall everybody read this? For the two it concerns."""
    mine = viewer_of(request).person(slug)
    said = enriching.one(slug, asked, mine)
    trouble = ""
    fact = _answer(request.POST, said, mine) if request.method == "POST" else None
    if fact is not None:
        try:
            done = saying.say(request, slug, fact)
            return redirect(f"{reverse('people:enriching', args=[slug])}?{urlencode({'said': done.id})}")
        except Refused as refusal:
            trouble = tell(refusal)
    context = {
        "commons": commons.commons(slug),
        "tab": "people",
        "noindex": True,
        "said": said,
        "person": queries.person(slug, said.person, inside=True),
        "hers": said.person == mine,
        "waits": said.state == WAITING,
        "stands": said.state == AGREED,
        "trouble": trouble,
    }
    return render(request, "people/enriching_one.html", context)


def _answer(sent: Any, said: Said, mine: str) -> Fact | None:
    """What she answers; None when it isn't hers to say."""
    if "agree" in sent and said.person == mine:
        return NominationAgreed(nomination=said.id)
    if "decline" in sent and said.person == mine:
        return NominationDeclined(nomination=said.id)
    return NominationWithdrawn(nomination=said.id) if "withdraw" in sent else None
