"""Who looks after what? Stewards give roles to members and withdraw them; everybody sees who has which."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.commons import queries
from entredon.apps.commons.entries import RoleGiven, RoleWithdrawn
from entredon.apps.commons.words import role as called
from entredon.apps.people import queries as people
from entredon.apps.people.queries import PersonShown
from entredon.desk import saying
from entredon.desk.offering import offer
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Fact, Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of
from entredon.pure.names import in_order

ROLES = {"steward": "association", "keeper": "community"}
"""The roles and in whose colour they stand."""


def duties(role: str) -> str:
    """What who has a role may do, in a sentence."""
    said = {
        "steward": _(
            "Looks after the rules: adopts the sharing rule, accepts contributions, answers contests, gives roles, "
            "confirms who claims a name, publishes."
        ),
        "keeper": _("Looks after what is made: begins creations, releases versions, brings in git histories."),
    }
    return said[role]


class RoleForm(forms.Form):
    """Which member, and which role?"""

    person = forms.ChoiceField(label=gettext_lazy("Member"))
    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, members: list[PersonShown], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        people_of = sorted(members, key=lambda person: in_order(person.name))
        offer(self, "person", [("", _("Choose …")), *_told_apart(people_of)])
        offer(self, "role", [(role, called(role)) for role in ROLES])
        self.fields["person"].error_messages["required"] = _("Choose who is to have this role.")


def _told_apart(members: list[PersonShown]) -> list[tuple[str, str]]:
    """Members by name; those of one name also by where they are and by their number."""
    count = Counter(person.name for person in members)
    more = {person.id: " · ".join(filter(None, [person.place, short(person.id)])) for person in members}
    return [(one.id, f"{one.name} ({more[one.id]})" if count[one.name] > 1 else one.name) for one in members]


@live
def roles(request: HttpRequest, slug: str) -> HttpResponse:
    """Who looks after what?"""
    members = people.members(slug)
    giving = RoleForm(members)
    trouble = ""
    if request.method == "POST":
        if not viewer_of(request).steward(slug):
            raise PermissionDenied
        try:
            if "withdraw" in request.POST:
                fact = RoleWithdrawn(person=request.POST["withdraw"], role=request.POST.get("role", ""))
                return _said(request, slug, fact)
            giving = RoleForm(members, request.POST)
            if giving.is_valid():
                return _said(request, slug, RoleGiven(**giving.cleaned_data))
        except Refused as refusal:
            trouble = tell(refusal)
    context = {
        "commons": queries.commons(slug),
        "tab": "people",
        "form": giving,
        "trouble": trouble,
        "roles": [_role(role, members) for role in ROLES],
        "may": viewer_of(request).steward(slug),
        "me": viewer_of(request).person(slug),
    }
    return render(request, "commons/roles.html", context)


def _role(role: str, members: list[PersonShown]) -> dict[str, Any]:
    holders = [person for person in members if role in person.roles]
    return {"role": role, "name": called(role), "tone": ROLES[role], "duties": duties(role), "holders": holders}


def _said(request: HttpRequest, slug: str, fact: Fact) -> HttpResponse:
    done = saying.say(request, slug, fact)
    return redirect(f"{reverse('commons:roles', args=[slug])}?{urlencode({'said': done.id})}")
