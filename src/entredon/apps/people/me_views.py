"""Who am I here? What a member has told of herself, who sees her amounts, and leaving."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from entredon.apps.commons import queries as commons
from entredon.apps.people import enriching, queries, whose
from entredon.apps.people.entries import Left
from entredon.apps.people.profile_rows import told_rows
from entredon.desk import saying
from entredon.desk.doors import signed_in_first
from entredon.desk.telling import tell
from entredon.log import personal
from entredon.log.pages import live
from entredon.log.registry import Refused


def known_here(request: HttpRequest, slug: str) -> queries.PersonShown:
    """The person who is looking: a member, or one who has left. Raises PermissionDenied."""
    shown = queries.of_viewer(request, slug)
    if shown is None:
        raise PermissionDenied
    return shown


@signed_in_first
@live
def me(request: HttpRequest, slug: str) -> HttpResponse:
    """Who am I here?"""
    shown = known_here(request, slug)
    if request.method == "POST" and "open" in request.POST:
        if shown.member:
            queries.open_my_amounts(slug, shown.id, everybody=request.POST["open"] == "1")
        return redirect(f"{reverse('people:me', args=[slug])}#amounts")
    return render(request, "people/me.html", _context(slug, shown))


def _context(slug: str, shown: queries.PersonShown) -> dict[str, Any]:
    return {
        "commons": commons.commons(slug),
        "tab": "people",
        "noindex": True,
        "person": shown,
        "picture": queries.own_picture(slug, shown.id),
        "texts": told_rows(slug, shown.id),
        "said": enriching.concerning(slug, shown.id),
        "open": shown.id in queries.open_amounts(slug),
        "law": personal.kept_by_law(whose.one(slug, shown.id)),
        "alone": shown.roles and queries.stewards(slug) == [shown.id],
    }


@signed_in_first
@live
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Do you want to leave?"""
    shown = known_here(request, slug)
    if not shown.member:
        return redirect("people:me", slug)
    trouble = ""
    draft = commons.is_draft(slug)
    if request.method == "POST":
        try:
            done = saying.say(request, slug, Left())
            return redirect(
                reverse("home") if draft else f"{reverse('people:me', args=[slug])}?{urlencode({'said': done.id})}"
            )
        except Refused as refusal:
            trouble = tell(refusal)
    context = {
        "commons": commons.commons(slug),
        "tab": "people",
        "noindex": True,
        "person": shown,
        "last": queries.stewards(slug) == [shown.id],
        "trouble": trouble,
    }
    return render(request, "people/leave.html", context)
