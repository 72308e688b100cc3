"""Whom do we let in? Those who ask, and those a member invites. For members only."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from entredon.apps.commons import queries as commons
from entredon.apps.people import asking, inviting, queries
from entredon.apps.people.forms import DeclineForm, InviteForm
from entredon.desk import letters, rows, saying
from entredon.desk.doors import signed_in_first
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of


def members_only(request: HttpRequest, slug: str) -> str:
    """The id of the member who is looking. Raises PermissionDenied."""
    viewer = viewer_of(request)
    if not viewer.member(slug):
        raise PermissionDenied
    return viewer.person(slug)


@signed_in_first
@live
def asks(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asks to be let in?"""
    members_only(request, slug)
    trouble, form, about = "", DeclineForm(), 0
    if request.method == "POST":
        about = rows.number(request.POST.get("asked"))
        try:
            if "accept" in request.POST:
                entry = asking.accept(request, slug, about)
                return redirect(f"{reverse('people:asking', args=[slug])}?{urlencode({'said': entry})}")
            form = DeclineForm(request.POST)
            if form.is_valid():
                asking.decline(request, slug, about, form.cleaned_data["answer"])
                return redirect("people:asking", slug)
        except Refused as refusal:
            trouble = tell(refusal)
    asked = [(one, form if one.id == about else DeclineForm()) for one in asking.waiting(slug)]
    context = {"commons": commons.commons(slug), "tab": "people", "rows": asked, "trouble": trouble, "about": about}
    return render(request, "people/asking.html", context)


@signed_in_first
@live
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom would you like to invite?"""
    person = members_only(request, slug)
    form, link, meant_for = InviteForm(), "", ""
    if request.method == "POST" and "withdraw" in request.POST:
        form = InviteForm()
        try:
            inviting.withdraw(slug, person, request.POST["withdraw"])
            return redirect("people:invite", slug)
        except Refused as refusal:
            return _invite(request, slug, {"form": form, "trouble": tell(refusal)})
    if request.method == "POST":
        form = InviteForm(request.POST)
        if form.is_valid():
            try:
                saying.signer_of(request, slug)
                meant_for = form.cleaned_data["meant_for"]
                token = inviting.invite(slug, person, meant_for)
                link = letters.address(request, reverse("join_invited", args=[slug, token]))
                form = InviteForm()
            except Refused as refusal:
                form.add_error(None, tell(refusal))
    return _invite(request, slug, {"form": form, "link": link, "for_whom": meant_for})


def _invite(request: HttpRequest, slug: str, more: dict[str, Any]) -> HttpResponse:
    names = queries.names(slug)
    made = inviting.made_by(slug, viewer_of(request).person(slug))
    context = {
        "commons": commons.commons(slug),
        "tab": "people",
        "rows": [_row(one, names) for one in made],
        "days": inviting.DAYS,
        **more,
    }
    return render(request, "people/invite.html", context)


def _row(one: Any, names: dict[str, str]) -> dict[str, Any]:
    """An invitation with what became of it."""
    state = "open"
    if one.used_by:
        state = "used"
    elif one.withdrawn:
        state = "withdrawn"
    elif inviting.trouble(one):
        state = "over"
    return {"invitation": one, "state": state, "who": names.get(one.used_by, "")}
