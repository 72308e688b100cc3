"""What have we made? Creations, their versions, and what each was made of."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.library.overview import Overview, overview
from entredon.apps.library.queries import VersionShown
from entredon.apps.library.views_release import is_keeper
from entredon.apps.people import queries as people
from entredon.apps.treasury import queries as treasury
from entredon.log.pages import page
from entredon.log.told import short
from entredon.log.viewer import viewer_of

AT_ONCE = 50


@page
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What have we made?"""
    made = overview(slug)
    work = flows.work_summary(slug)
    rows = [_creation_row(made, work, id) for id in made.creations]
    pages = Paginator(rows, AT_ONCE)
    released = made.released()
    context = {
        "commons": commons.commons(slug),
        "tab": "library",
        "released": released,
        "newest": released[-1] if released else None,
        "people": len(work.by_person),
        "keeper": is_keeper(request, slug),
        "creations": len(rows),
        "page": pages.get_page(request.GET.get("page")),
        **picture(slug, made, made.versions.values()),
    }
    return render(request, "library/home.html", context)


def _creation_row(made: Overview, work: flows.WorkSummary, id: str) -> dict[str, Any]:
    versions = made.of(id)
    released = [version for version in versions if version.released]
    return {
        "creation": made.creations[id],
        "newest": released[0] if released else None,
        "count": len(released),
        "given": sum(sum(work.by_process.get(version.process, {}).values()) for version in versions),
    }


def picture(slug: str, made: Overview, chosen: Iterable[VersionShown]) -> dict[str, Any]:
    """Points and lanes of a lineage for these versions. What is open and has nothing in it yet is left out."""
    work = flows.work_summary(slug).people_in
    shown = [version for version in chosen if version.released or version.process in work]
    ids = {version.id for version in shown}
    points = [
        {
            "id": version.id,
            "lane": version.creation,
            "name": version.name,
            "inputs": _inputs(made, version, ids),
            "title": version.label,
            "href": reverse("library:version", args=[slug, short(version.id)]),
            "when": day(version.at) if version.released else "",
            "open": not version.released,
        }
        for version in shown
    ]
    lanes = [
        {"id": id, "name": creation.name, "href": reverse("library:creation", args=[slug, short(id)])}
        for id, creation in made.creations.items()
    ]
    return {"points": points, "lanes": lanes}


def _inputs(made: Overview, version: VersionShown, ids: set[str]) -> tuple[str, ...]:
    """What a version was made of; an open one continues the newest release of its creation."""
    found = tuple(part.version.id for part in made.inputs[version.id] if part.version.id in ids)
    if found or version.released:
        return found
    before = [other.id for other in made.of(version.creation) if other.released and other.id in ids]
    return tuple(before[:1])


def day(at: str) -> str:
    """A day without its year, as pictures have room for."""
    moment = parse_datetime(at)
    return date_format(moment, "j M Y") if moment else ""


@page
def creation(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """How did this creation grow?"""
    made = overview(slug)
    shown = made.creation(asked)
    versions = made.of(shown.id)
    released = [version for version in versions if version.released]
    work = flows.work_summary(slug)
    around = {
        part.version.id for version in versions for part in (*made.inputs[version.id], *made.uses.get(version.id, ()))
    }
    mine = {version.id for version in versions}
    rows = [
        {"version": v, "people": work.people_in.get(v.process, 0), "kinds": kinds(work.by_process.get(v.process, {}))}
        for v in versions
        if v.released or v.process in work.by_process
    ]
    context = {
        "commons": commons.commons(slug),
        "tab": "library",
        "creation": shown,
        "released": released,
        "newest": released[0] if released else None,
        "given": sum(sum(work.by_process.get(version.process, {}).values()) for version in versions),
        "told": (told := [(told, sum(count for _, count in told.bots)) for told in library.imports(slug, shown.id)]),
        "gifts": treasury.takes_gifts(slug),
        "releases": not told and is_keeper(request, slug),
        "page": Paginator(rows, AT_ONCE).get_page(request.GET.get("page")),
        **picture(slug, made, (v for v in made.versions.values() if v.id in mine or v.id in around)),
    }
    return render(request, "library/creation.html", context)


@page
def version(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Who made this version, and of what?"""
    made = overview(slug)
    shown = made.version(asked)
    givers = _givers(slug, shown, viewer_of(request).member(slug))
    whole = shown.own + sum(part.weight for part in made.inputs[shown.id])
    context = {
        "commons": commons.commons(slug),
        "tab": "library",
        "version": shown,
        "entry": shown.id.partition(".")[0],
        "share": f"{reverse('value:would', args=[slug])}?version={short(shown.id)}",
        "inputs": sorted(made.inputs[shown.id], key=lambda part: -part.weight),
        "own_ppm": shown.own * 1_000_000 // whole if whole else 1_000_000,
        "uses": made.uses.get(shown.id, []),
        "givers": len(givers),
        "given": sum(giver["count"] for giver in givers),
        "page": Paginator(givers, AT_ONCE).get_page(request.GET.get("page")),
    }
    return render(request, "library/version.html", context)


def _givers(slug: str, shown: VersionShown, inside: bool) -> list[dict[str, Any]]:
    """Who worked on a version, and on what; who gave most often first."""
    names, owners = people.names(slug, inside), people.claims(slug)
    found: dict[str, dict[str, int]] = {}
    for event in flows.work_in(slug, shown.process):
        mine = found.setdefault(owners.get(event.person, event.person), {})
        mine[event.kind] = mine.get(event.kind, 0) + flows.times(event)
    rows = [
        {"person": id, "name": names.get(id, people.nameless(id)), "kinds": kinds(mine), "count": sum(mine.values())}
        for id, mine in found.items()
    ]
    return sorted(rows, key=lambda row: (-row["count"], row["name"]))


def kinds(counts: dict[str, int]) -> str:
    """Kinds of work in words, what was given most often first."""
    return ", ".join(flows.kind_of_work(kind) for kind in sorted(counts, key=lambda kind: (-counts[kind], kind)))
