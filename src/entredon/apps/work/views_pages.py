"""What do we know? The pages of a commons: their list, each of them, how it came to be, and how they hang together."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.work import links_pages as linked
from entredon.apps.work import listing
from entredon.apps.work import queries_pages as pages
from entredon.apps.work.forms_pages import FindForm
from entredon.apps.work.queries_pages import Index, PageShown, Place, RevisionShown
from entredon.log.asked import NotFound
from entredon.log.pages import page
from entredon.log.viewer import viewer_of
from entredon.pure.text.diff import difference

AT_ONCE = 60
REVISIONS = 40
"""So many revisions are on one page of a history."""
HEADINGS = 3
"""From so many headings on a page has a table of contents."""


def frame(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What every page here tells."""
    viewer = viewer_of(request)
    return {
        "commons": commons.commons(slug),
        "tab": "work",
        "member": viewer.member(slug),
        "steward": viewer.steward(slug),
    }


def called(place: Place) -> str:
    """What a place is called in lists."""
    return place.name or _("The commons")


def names(request: HttpRequest, slug: str) -> Mapping[str, str]:
    """What people are called, for whoever looks."""
    return listing.names(slug, viewer_of(request).member(slug))


def name_of(known: Mapping[str, str], person: str) -> str:
    """What somebody is called."""
    return known.get(person) or people.nameless(person)


def about_page(slug: str, index: Index, shown: PageShown) -> dict[str, Any]:
    """What every page about a page tells of it."""
    place = index.places[shown.about]
    return {"page": shown, "place": place, "place_name": called(place), "here": shown.href(slug)}


@page
def pages_home(request: HttpRequest, slug: str) -> HttpResponse:
    """What do we know?"""
    index, known = pages.index(slug), names(request, slug)
    form = FindForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"find": "", "about": ""}
    words = pages.fold(asked["find"]).split()
    place = index.place(asked["about"]) if asked["about"] else None
    order = {about: number for number, about in enumerate(index.places)}
    found = [
        shown
        for shown in index.standing()
        if (place is None or shown.about == place.about) and all(word in pages.fold(shown.title) for word in words)
    ]
    found.sort(key=lambda shown: order[shown.about])  # stable: by title within each place
    here = Paginator(found, AT_ONCE).get_page(request.GET.get("page"))
    narrowed = {name: text for name, text in asked.items() if text}
    context = {
        **frame(request, slug),
        "form": form,
        "asked": place,
        "narrowed": bool(narrowed),
        "query": f"{urlencode(narrowed)}&" if narrowed else "",
        "places": _places(index, asked["find"]),
        "groups": _groups(slug, index, here.object_list, known),
        "pages": here,
        "total": len(index.standing()),
        "newest": [_row(slug, shown, known) for shown in pages.newest_pages(slug)] if not narrowed else [],
    }
    return render(request, "work/pages_home.html", context)


def _places(index: Index, find: str) -> list[dict[str, Any]]:
    """By which places the list can be narrowed, where there is more than one."""
    counts: dict[str, int] = {}
    for shown in index.standing():
        counts[shown.about] = counts.get(shown.about, 0) + 1
    found = [
        {"place": index.places[about], "name": called(index.places[about]), "count": counts[about],
         "query": urlencode({"about": index.places[about].where, **({"find": find} if find else {})})}
        for about in index.places
        if about in counts
    ]  # fmt: skip
    return found if len(found) > 1 else []


def _groups(slug: str, index: Index, shown: Any, known: Mapping[str, str]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for one in shown:
        if not groups or groups[-1]["place"].about != one.about:
            groups.append({"place": index.places[one.about], "name": called(index.places[one.about]), "rows": []})
        groups[-1]["rows"].append(_row(slug, one, known))
    return groups


def _row(slug: str, shown: PageShown, known: Mapping[str, str]) -> dict[str, Any]:
    return {"page": shown, "href": shown.href(slug), "by": name_of(known, shown.changed_by)}


@page
def page_shown(request: HttpRequest, slug: str, where: str, address: str) -> HttpResponse:
    """A page of knowledge: what it says now."""
    index = pages.index(slug)
    try:
        shown = pages.page(slug, where, address)
    except NotFound:
        return _nothing_yet(request, slug, index.place(where), address)
    if shown.address != address:
        return redirect(shown.href(slug))
    known = names(request, slug)
    newest = pages.revision(slug, shown.id, shown.revisions)
    reads = pages.reading(slug, shown, newest)
    context = {
        **frame(request, slug),
        **about_page(slug, index, shown),
        "reads": reads,
        "newest": newest,
        "by": name_of(known, newest.person),
        "withdrawn": _withdrawn(slug, shown, known) if shown.withdrawn else None,
        **_text(slug, shown, reads.text, known),
    }
    return render(request, "work/pages_page.html", context)


def _text(slug: str, shown: PageShown, text: str, known: Mapping[str, str]) -> dict[str, Any]:
    text_shown = linked.shown(slug, shown.about, text, known)
    headings = [heading for heading in text_shown.headings if heading.level <= 3]
    return {"text": text_shown, "contents": headings if len(headings) >= HEADINGS else []}


def _withdrawn(slug: str, shown: PageShown, known: Mapping[str, str]) -> dict[str, Any] | None:
    found = pages.withdrawal(slug, shown.id)
    return None if found is None else {"said": found, "by": name_of(known, found.person)}


def _nothing_yet(request: HttpRequest, slug: str, place: Place, address: str) -> HttpResponse:
    """Where no page stands yet: whoever came by a link can write it."""
    title = address.replace("-", " ")[: pages.ADDRESS]
    context = {
        **frame(request, slug),
        "place_name": called(place),
        "address": address[: pages.ADDRESS],
        "write": linked.write_address(slug, place.about, title),
    }
    return render(request, "work/pages_missing.html", context, status=404)


@page
def page_history(request: HttpRequest, slug: str, where: str, address: str) -> HttpResponse:
    """How did this page come to be? Its revisions, the newest first, some at a time whatever their number."""
    index, shown, known = pages.index(slug), pages.page(slug, where, address), names(request, slug)
    here = Paginator(range(shown.revisions, 0, -1), REVISIONS).get_page(request.GET.get("page"))
    rows = pages.revisions(slug, shown.id, here.object_list[0], len(here.object_list))
    texts = _reasons(slug, rows)
    context = {
        **frame(request, slug),
        **about_page(slug, index, shown),
        "revisions": [{"row": row, "by": name_of(known, row.person), **texts[row.id]} for row in rows],
        "pages": here,
    }
    return render(request, "work/pages_history.html", context)


def _reasons(slug: str, rows: list[RevisionShown]) -> dict[str, dict[str, Any]]:
    """Of each revision: why, whether its text is left, and the number of the one it brings back. Two questions for all."""
    restored = [row.restores for row in rows if row.restores]
    numbers = dict(pages.numbers(slug, restored)) if restored else {}
    reasons = pages.texts(slug, [row.id for row in rows], ("reason",))
    left = pages.with_text(slug, [row.id for row in rows])
    return {
        row.id: {
            "reason": reasons.get(row.id, {}).get("reason", ""),
            "erased": row.id not in left,
            "restores": numbers.get(row.restores, 0),
        }
        for row in rows
    }


@page
def page_revision(request: HttpRequest, slug: str, where: str, address: str, number: int) -> HttpResponse:
    """What did this page say then?"""
    index, shown, known = pages.index(slug), pages.page(slug, where, address), names(request, slug)
    row = pages.revision(slug, shown.id, number)
    texts = pages.texts(slug, [row.id], ("title", "text", "reason")).get(row.id, {})
    context = {
        **frame(request, slug),
        **about_page(slug, index, shown),
        "row": row,
        "by": name_of(known, row.person),
        "title": texts.get("title", ""),
        "erased": "text" not in texts,
        "reason": texts.get("reason", ""),
        **_text(slug, shown, texts.get("text", ""), known),
    }
    return render(request, "work/pages_revision.html", context)


@page
def page_difference(request: HttpRequest, slug: str, where: str, address: str) -> HttpResponse:
    """What changed between two revisions?"""
    index, shown, known = pages.index(slug), pages.page(slug, where, address), names(request, slug)
    new = _number(request.GET.get("new", ""), shown.revisions, shown.revisions) or shown.revisions
    old = _number(request.GET.get("old", ""), new - 1, shown.revisions)
    old = new - 1 if old == new else old
    sides = [pages.revision(slug, shown.id, number) for number in sorted({old, new}) if number]
    texts = pages.texts(slug, [row.id for row in sides], ("title", "text", "reason"))
    told: list[dict[str, Any]] = [
        {"row": row, "by": name_of(known, row.person), **texts.get(row.id, {})} for row in sides
    ]
    before, after = ({"row": None, "title": "", "text": ""}, told[0]) if len(told) == 1 else told
    erased = "text" not in before or "text" not in after
    context = {
        **frame(request, slug),
        **about_page(slug, index, shown),
        "before": before,
        "after": after,
        "erased": erased,
        "found": None if erased else difference(str(before["text"]), str(after["text"])),
        "titles": (before.get("title"), after.get("title")) if before["row"] and not erased else None,
    }
    return render(request, "work/pages_difference.html", context)


def _number(asked: str, usual: int, most: int) -> int:
    """The number of a revision as an address asks for it; 0 is what was before the first."""
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 and int(asked) <= most else usual


@page
def page_here(request: HttpRequest, slug: str, where: str, address: str) -> HttpResponse:
    """What leads to this page?"""
    index, shown, known = pages.index(slug), pages.page(slug, where, address), names(request, slug)
    found = [index.pages[id] for id in linked.web(slug).here.get(shown.id, ())]
    here = Paginator(found, AT_ONCE).get_page(request.GET.get("page"))
    context = {
        **frame(request, slug),
        **about_page(slug, index, shown),
        "rows": [_row(slug, one, known) for one in here.object_list],
        "pages": here,
        "earlier": pages.earlier(slug, shown.id),
    }
    return render(request, "work/pages_here.html", context)


@page
def pages_loose(request: HttpRequest, slug: str) -> HttpResponse:
    """Which links lead nowhere?"""
    index, loose = pages.index(slug), linked.web(slug).loose
    found = [index.pages[id] for id in loose]
    here = Paginator(found, AT_ONCE).get_page(request.GET.get("page"))
    rows = [
        {"page": one, "href": one.href(slug), "place": called(index.places[one.about]), "loose": loose[one.id]}
        for one in here.object_list
    ]
    context = {**frame(request, slug), "rows": rows, "pages": here, "total": sum(map(len, loose.values()))}
    return render(request, "work/pages_loose.html", context)
