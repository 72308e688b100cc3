"""Who can make it near me? The directory: a list with distances, and a map drawn here."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entredon.apps.library.queries import CreationShown
from entredon.apps.market import abilities, places_shown, queries_places, towns, words_partners
from entredon.apps.market.queries_places import Results, Search
from entredon.apps.market.towns import Town
from entredon.apps.market.views_shared import frame
from entredon.apps.people import queries as people
from entredon.desk.telling import shown
from entredon.log.pages import GAP, daily, framed, remembered
from entredon.log.told import short

AT_ONCE = 20
LONGEST = 80


@require_safe
def workshops(request: HttpRequest, slug: str) -> HttpResponse:
    """Who can make it near me? Where somebody says from where, the answer is made anew, so that it isn't kept."""
    return (_near if "town" in request.GET or "near" in request.GET else _all)(request, slug)


def _whole(request: HttpRequest, slug: str) -> HttpResponse:
    whole = {**frame(request, slug, noindex=bool(request.GET)), **_found(request, slug)}
    return render(request, "market/workshops.html", whole)


def _around(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "market/workshops.html", frame(request, slug, noindex=True, gap=GAP))


def _answer(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "market/workshops_found.html", _found(request, slug))


_all = daily(_whole)
_near = framed(_around)(_answer)


def _found(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What is asked for, and who was found."""
    typed = request.GET.get("town", "").strip()[:LONGEST]
    start, others = _start(typed, request.GET.get("near", ""))
    directory = queries_places.directory(slug)
    made = _creation(request, directory.creations)
    wanted = {kind: request.GET.get(kind, "")[:LONGEST] for kind in queries_places.KINDS}
    search = Search(wanted, made.id if made else "")
    results = Results(slug, search, start, directory)
    pages = Paginator(results, AT_ONCE).get_page(request.GET.get("page"))
    first = pages.start_index() or 1
    told, market = places_shown.told(slug, get_script_prefix()), reverse("market:home", args=[slug])
    found = [one for one in pages.object_list if one.partner.id in told]  # but who left in this very moment
    asked = _asked(search, start, typed)
    return {
        "slug": slug, "page": pages, "count": len(results), "every": directory.count,
        "start": start, "typed": typed or (str(start) if start else ""), "lost": bool(typed) and start is None,
        "others": [(str(one), urlencode({**asked, "near": one.id})) for one in others],
        "choices": choices(slug, search), "narrowed": any(search.wanted.values()),
        "creation": made.name if made else "",
        "creations": [(short(one.id), one.name, one.id == search.creation) for one in directory.creations],
        "query": f"{urlencode(asked)}&" if asked else "",
        "lines": [places_shown.line(one, n, told[one.partner.id], market) for n, one in enumerate(found, first)],
        "pins": [places_shown.pin(one, n) for n, one in enumerate(found, first) if one.partner.town],
    }  # fmt: skip


def _start(typed: str, near: str) -> tuple[Town | None, list[Town]]:
    """From where somebody looks, and what else she may have meant. A choice among towns wins over what was typed before."""
    chosen = towns.town(int(near)) if near.isascii() and near.isdigit() and len(near) < 12 else None
    found = towns.find(typed) if typed and chosen is None else []
    start = chosen or (found[0] if found else None)
    sure = chosen is not None or towns.meant(typed) is not None
    return start, [] if sure else found[1:7]


def _creation(request: HttpRequest, creations: list[CreationShown]) -> CreationShown | None:
    """The creation that is to be made, by the beginning of its id; None for any."""
    asked = request.GET.get("for", "")[:64]
    return next((one for one in creations if asked and one.id.startswith(asked)), None)


def _asked(search: Search, start: Town | None, typed: str) -> dict[str, Any]:
    """What is asked, as addresses say it."""
    said: dict[str, Any] = {kind: word for kind, word in search.wanted.items() if word}
    if search.creation:
        said["for"] = short(search.creation)
    if start is not None:
        said["near"] = start.id
    elif typed:
        said["town"] = typed
    return said


CALLED: dict[str, Callable[[str], str]] = {"what": words_partners.what, "language": people.language_name}
"""What the words of a kind are called, where they aren't abilities."""


def _named(slug: str) -> dict[str, list[tuple[str, str]]]:
    """By kind the words there are, in the order of what they are called, each with how many can do it."""
    found = {}
    for kind, words in queries_places.directory(slug).words.items():
        name = CALLED.get(kind, abilities.called)
        called = [(word, f"{name(word)} ({shown(count)})") for word, count in words]
        found[kind] = sorted(called, key=lambda one: one[1].casefold())
    return found


named = remembered(_named, 16, worded=True)


def choices(slug: str, search: Search) -> list[dict[str, Any]]:
    """By what can be narrowed down; also by a word that nobody has said here, where one was asked for."""
    labels = {
        "process": _("What should they do?"), "machine": _("On which machine?"), "service": _("Which service?"),
        "language": _("Which language do you speak?"), "what": _("What should they be?"),
    }  # fmt: skip
    found, known = [], named(slug)
    for kind, label in labels.items():
        words, now = known.get(kind, []), search.wanted.get(kind, "")
        if now and now not in dict(words):
            words = [*words, (now, f"{CALLED.get(kind, abilities.called)(now)} (0)")]
        if words:
            found.append({"name": kind, "label": label, "now": now, "values": [("", _("any")), *words]})
    return found
