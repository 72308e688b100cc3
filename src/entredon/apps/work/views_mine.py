"""What became of my work? All of somebody's pieces by what became of them; and whether a letter tells it once a month."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.value import queries as value
from entredon.apps.value.queries import Eyes
from entredon.apps.work import monthly
from entredon.apps.work.mine import GROUPS, NEED, Mine, mine, worded
from entredon.apps.work.mine_told import group_names, how_names, title, what
from entredon.desk.doors import signed_in_first
from entredon.desk.telling import shown
from entredon.log.pages import live, page, welcoming
from entredon.log.told import short
from entredon.log.viewer import viewer_of

AT_ONCE = 30


def all_of_mine(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of my work? Of somebody else's, for whom an address names."""
    if request.GET.get("person"):
        return hers(request, slug=slug)
    return signed_in_first(hers)(request, slug=slug)


@page
def hers(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of all of somebody's work?"""
    eyes = Eyes(request, slug)
    asked = request.GET.get("person", "")[:80]
    person = people.find_person(slug, asked, inside=eyes.inside) if asked else eyes.me
    context: dict[str, Any] = {"commons": commons.commons(slug), "tab": "work", "noindex": True, "member": eyes.inside}
    if not person:
        return render(request, "work/mine_nobody.html", context)
    found = mine(slug, person)
    wanted = request.GET.get("group", "")
    pieces = [piece for piece in found.pieces if piece.group == wanted] if wanted in GROUPS else list(found.pieces)
    here = Paginator(pieces, AT_ONCE).get_page(request.GET.get("page"))
    me = person == eyes.me
    query = urlencode({name: text for name, text in (("person", asked), ("group", wanted)) if text})
    context |= {
        "me": me,
        "name": eyes.name(person),
        "address": short(person),
        "found": found,
        "lead": lead(found, eyes.name(person), me=me),
        "page": here,
        "groups": grouped(slug, here.object_list, found, inside=eyes.inside),
        "chips": chips(found, asked, wanted),
        "query": f"{query}&" if query else "",
        "letter": monthly.wants(slug, viewer_of(request).id) if me else None,
        "may": eyes.may(person),
        **(sums(slug, person) if eyes.may(person) else {}),
    }
    return render(request, "work/mine.html", context)


def lead(found: Mine, name: str, *, me: bool) -> str:
    """The answer in a sentence."""
    values = {
        "name": name,
        **{group: shown(found.counts.get(group, 0)) for group in GROUPS},
        "all": shown(len(found.pieces)),
    }
    if not found.pieces:
        return (
            _("Nothing yet: what you bring, ask for and give stands here.")
            if me
            else _("%(name)s has given nothing here yet.") % values
        )
    waits, no = found.counts.get("waits", 0), found.counts.get("no", 0)
    if me and not waits and not no:
        text = ngettext(
            "What you brought or gave so far, one thing, went into something.",
            "All %(all)s things you brought and gave went into something.",
            len(found.pieces),
        )
    elif me:
        text = ngettext(
            "You brought and gave %(all)s thing so far. Went into something: %(went)s. On the way: %(waits)s. Answered no: %(no)s.",
            "You brought and gave %(all)s things so far. Went into something: %(went)s. On the way: %(waits)s. Answered no: %(no)s.",
            len(found.pieces),
        )
    else:
        text = ngettext(
            "%(name)s brought and gave %(all)s thing so far. Went into something: %(went)s. On the way: %(waits)s. Answered no:"
            " %(no)s.",
            "%(name)s brought and gave %(all)s things so far. Went into something: %(went)s. On the way: %(waits)s. Answered no:"
            " %(no)s.",
            len(found.pieces),
        )
    return text % values


def chips(found: Mine, asked: str, wanted: str) -> list[tuple[str, str, int, bool]]:
    """By which group the list can be narrowed: address, name, count, whether it is."""
    person = {"person": asked} if asked else {}
    rows = [(urlencode(person), _("All of it"), len(found.pieces), wanted not in GROUPS)]
    for group, name in group_names().items():
        if found.counts.get(group):
            rows.append((urlencode({**person, "group": group}), name, found.counts[group], group == wanted))
    return rows


def grouped(slug: str, pieces: Any, found: Mine, *, inside: bool) -> list[dict[str, Any]]:
    """A page of pieces under the names of their groups."""
    names, hows = group_names(), how_names()
    groups: list[dict[str, Any]] = []
    for piece in worded(slug, pieces, inside=inside):
        if not groups or groups[-1]["group"] != piece.group:
            groups.append(
                {"group": piece.group, "name": names[piece.group], "count": found.counts[piece.group], "rows": []}
            )
        key = "need open" if (piece.what, piece.how) == (NEED, "open") else piece.how
        groups[-1]["rows"].append(
            {
                "piece": piece,
                "title": title(piece),
                "what": what(piece),
                "how": hows.get(key, ""),
                "href": reverse("work:journey", args=[slug, short(piece.id)]),
            }
        )
    return groups


def sums(slug: str, person: str) -> dict[str, Any]:
    """What she would get, is owed and was paid."""
    owed = value.owed(slug, person)
    return {
        "owed": [one for one in owed if one.anything],
        "any_paid": any(one.paid for one in owed),
        "would": value.would_get(slug, person),
    }


@require_http_methods(["POST"])
@live
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """She wants the letter once a month, or no longer."""
    viewer = viewer_of(request)
    if not viewer.person(slug):
        raise PermissionDenied
    monthly.wish(slug, viewer.id, wanted=request.POST.get("letter") == "1")
    return redirect(f"{reverse('work:mine', args=[slug])}#letter")


@welcoming
@require_http_methods(["GET", "HEAD", "POST"])
def no_more(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """No more letters? The link in each letter: asked once, and done. Mail programs send it by themselves."""
    account = monthly.account_of(slug, token)
    if account is None:
        raise Http404(_("This link is not one of ours, or not whole: copy all of it."))
    done = request.method == "POST"
    if done:
        monthly.wish(slug, account, wanted=False)
    context = {"name": commons.commons(slug).name, "done": done, "home": reverse("home")}
    return render(request, "work/no_more_letters.html", context)
