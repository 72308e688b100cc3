"""Who am I here? What a member tells of herself, what others see of her, erasing it, and leaving."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries
from entredon.apps.people.entries import Described, Erased, Left, SideText
from entredon.apps.people.forms import AboutMe
from entredon.desk import saying
from entredon.desk.doors import signed_in_first
from entredon.log.pages import live
from entredon.log.registry import Refused


def known_here(request: HttpRequest, slug: str) -> queries.PersonShown:
    """The person who is looking: a member, or one who has left. Raises PermissionDenied."""
    shown = queries.of_viewer(request, slug)
    if shown is None:
        raise PermissionDenied
    return shown


def titles() -> dict[str, str]:
    """What each text about a person is called, in the order in which pages have them."""
    return {"name": _("Name"), "place": _("Place"), "about": _("About you")}


@signed_in_first
@live
def me(request: HttpRequest, slug: str) -> HttpResponse:
    """Who am I here?"""
    shown = known_here(request, slug)
    hers = queries.texts_now(slug, shown.id)
    form = AboutMe(initial=hers)
    if request.method == "POST" and "open" in request.POST:
        if shown.member:
            queries.open_my_amounts(slug, shown.id, everybody=request.POST["open"] == "1")
        return redirect(f"{reverse('people:me', args=[slug])}#amounts")
    if request.method == "POST":
        form = AboutMe(request.POST, initial=hers)
        if form.is_valid():
            changes = form.changes()
            if not changes and shown.member:
                return redirect("people:me", slug)
            try:
                done = saying.say(request, slug, Described(), changes)
                return redirect(f"{reverse('people:me', args=[slug])}?{urlencode({'said': done.id})}")
            except Refused as refusal:
                form.add_error(None, str(refusal))
    return render(request, "people/me.html", _context(slug, shown, form))


def _context(slug: str, shown: queries.PersonShown, form: AboutMe) -> dict[str, Any]:
    given = queries.texts_given(slug, shown.id)
    named = [(name, title, form.initial.get(name, "")) for name, title in titles().items() if name in given]
    return {
        "commons": commons.commons(slug),
        "tab": "people",
        "noindex": True,
        "person": shown,
        "form": form,
        "texts": named,
        "open": shown.id in queries.open_amounts(slug),
        "alone": shown.roles and queries.stewards(slug) == [shown.id],
    }


@signed_in_first
@live
def erase(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Do you want to erase this text for good?"""
    shown = known_here(request, slug)
    given = queries.texts_given(slug, shown.id).get(name, [])
    if name not in titles():
        raise Http404(_("There is no page at this address."))
    if not given:  # erased already, perhaps in another tab
        return redirect("people:me", slug)
    trouble = ""
    if request.method == "POST":
        try:
            side = tuple(SideText(entry=entry, name=name) for entry, _text in given)
            done = saying.say(request, slug, Erased(side=side))
            return redirect(f"{reverse('people:me', args=[slug])}?{urlencode({'said': done.id})}")
        except Refused as refusal:
            trouble = str(refusal)
    context = {
        "commons": commons.commons(slug),
        "tab": "people",
        "noindex": True,
        "name": name,
        "title": titles()[name],
        "given": given,
        "number": queries.nameless(shown.id),
        "trouble": trouble,
    }
    return render(request, "people/erase.html", context)


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
            return redirect("/" if draft else f"{reverse('people:me', args=[slug])}?{urlencode({'said': done.id})}")
        except Refused as refusal:
            trouble = str(refusal)
    context = {
        "commons": commons.commons(slug),
        "tab": "people",
        "noindex": True,
        "person": shown,
        "last": queries.stewards(slug) == [shown.id],
        "trouble": trouble,
    }
    return render(request, "people/leave.html", context)
