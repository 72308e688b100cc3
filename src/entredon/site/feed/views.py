"""What is going on? In a commons, in this place, and in what somebody follows."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entredon.apps.commons import queries as commons
from entredon.apps.social import following
from entredon.log.pages import changed, front, live, page
from entredon.log.told import short
from entredon.log.viewer import viewer_of
from entredon.site.feed import atom, gather
from entredon.site.feed.gather import Line

SHOWN = 60
"""So many groups stand on a page of a feed."""
IN_ATOM = 100
BACK = 20
"""So many pages of a record are looked through for what somebody follows: a busy day hides nothing."""


@page
def commons_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What is going on in a commons?"""
    before = request.GET.get("before", "")
    lines = _lines(request, slug, int(before) if before.isdecimal() and len(before) < 16 else 0)
    context = {
        "commons": commons.commons(slug),
        "tab": "social",
        "days": gather.days(gather.groups(lines)),
        "before": before,
        "older": lines[-1].index if lines and lines[-1].index else 0,
    }
    return render(request, "site/feed/commons.html", context)


@front
def place(request: HttpRequest) -> HttpResponse:
    """What is going on here?"""
    lines = _everywhere(request)
    context = {"days": gather.days(gather.groups(lines)[:SHOWN]), "names": _names()}
    return render(request, "site/feed/place.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What is going on in what I follow?"""
    account = viewer_of(request).id
    if not account:
        return _first_signs_in(reverse("feed:mine"))
    if request.method == "POST":
        if "no-address" in request.POST:
            following.no_address(account)
        else:
            following.new_address(account)
        return redirect("feed:mine")
    follows = following.follows(account)
    token = following.address_of(account)
    context = {
        "days": gather.days(gather.groups(_followed(follows, _sees(request)))[:SHOWN]),
        "names": _names(),
        "follows": len(follows),
        "full": "full" in request.GET,
        "address": request.build_absolute_uri(reverse("feed:mine-atom", args=[token])) if token else "",
    }
    response = render(request, "site/feed/mine.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Follow something, or no longer; then back to where that was asked."""
    slug, about = request.POST.get("commons", ""), request.POST.get("about", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = reverse("feed:mine")
    viewer = viewer_of(request)
    if not viewer.id:
        return _first_signs_in(back)
    if len(slug) > 39 or len(about) > 140 or (commons.is_draft(slug) and not viewer.member(slug)):
        raise PermissionDenied
    if following.is_followed(viewer.id, slug, about) != ("stop" in request.POST):
        return redirect(back)  # it is so already
    if "stop" in request.POST:
        following.unfollow(viewer.id, slug, about)
    elif not following.follow(viewer.id, slug, about):
        return redirect(f"{reverse('feed:mine')}?full=1")
    changed(slug)  # kept pages show whether she follows it
    return redirect(back)


@require_GET
@live
def commons_atom(request: HttpRequest, slug: str) -> HttpResponse:
    """The feed of a commons, for other programs."""
    one = commons.commons(slug)
    title = _("%(name)s: what is going on") % {"name": one.name}
    return _document(
        request, f"urn:entredon:{one.origin}", title, reverse("feed:commons", args=[slug]), _lines(request, slug, 0)
    )


@require_GET
def place_atom(request: HttpRequest) -> HttpResponse:
    """The feed of this place, for other programs."""
    name = request.build_absolute_uri(reverse("feed:place-atom"))
    return _document(request, name, _("What is going on here?"), reverse("feed:place"), _everywhere(request))


@require_GET
def mine_atom(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody follows, for a reader of hers. Whoever has the address reads it, so it tells what is public alone."""
    account = following.account_of(token)
    if not account:
        raise Http404(_("There is no feed at this address, or its owner has changed it."))
    lines = _followed(following.follows(account), lambda slug: (not commons.is_draft(slug), False))
    name = request.build_absolute_uri()
    response = _document(request, name, _("What is going on in what I follow?"), reverse("feed:mine"), lines)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _first_signs_in(back: str) -> HttpResponse:
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


def _lines(request: HttpRequest, slug: str, before: int) -> list[Line]:
    inside = viewer_of(request).member(slug)
    return gather.newest(slug, inside=inside, language=get_language() or "", before=before)


def _everywhere(request: HttpRequest) -> list[Line]:
    viewer = viewer_of(request)
    found: list[Line] = []
    for one in commons.all_commons(drafts=True):
        if not one.draft or viewer.member(one.slug):
            found += _lines(request, one.slug, 0)
    return _in_order(found)


def _sees(request: HttpRequest) -> Any:
    """Whether somebody may see a commons, and whether she is inside."""
    viewer = viewer_of(request)

    def sees(slug: str) -> tuple[bool, bool]:
        inside = viewer.member(slug)
        return inside or not commons.is_draft(slug), inside

    return sees


def _followed(follows: list[tuple[str, str]], sees: Any) -> list[Line]:
    """The newest of what is followed, over all commons."""
    found: list[Line] = []
    for slug, about in following.commons_of(follows).items():
        may, inside = sees(slug)
        if may:
            found += _of_one(slug, about, inside=inside)
    return _in_order(found)


def _of_one(slug: str, about: set[str], *, inside: bool) -> list[Line]:
    """The newest of what is followed in a commons, looked for further back as long as little of it was found."""
    found: list[Line] = []
    before = 0
    for _page in range(BACK):
        lines = gather.newest(slug, inside=inside, language=get_language() or "", before=before)
        found += gather.followed(lines, about)
        if len(found) >= SHOWN or not lines or not (before := lines[-1].index):
            break
    return found


def _in_order(lines: Iterable[Line]) -> list[Line]:
    """Newest first; what was said at the same moment by commons and place in the record."""
    return sorted(lines, key=lambda line: (line.at, line.slug, line.index), reverse=True)


def _names() -> dict[str, str]:
    return {one.slug: one.name for one in commons.all_commons(drafts=True)}


def _document(request: HttpRequest, name: str, title: str, home: str, lines: list[Line]) -> HttpResponse:
    lines = lines[:IN_ATOM]
    at = request.build_absolute_uri
    addresses = {line.id: at(reverse("record:entry", args=[line.slug, short(line.id)])) for line in lines}
    body = atom.feed(name, title, at(home), at(), lines, addresses, get_language() or "en")
    return HttpResponse(body, content_type=atom.TYPE)
