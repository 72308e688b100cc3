"""Beginning a creation and releasing a version of it: what stewards and keepers do, in the browser."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.library.forms import Begin, Release, field_of
from entredon.apps.library.overview import Overview, overview
from entredon.apps.library.queries import VersionShown
from entredon.apps.people import queries as people
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short


@signed_in_first
@live
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """What do we begin to make?"""
    keeper_or_403(request, slug)
    form = Begin(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            told = say(request, slug, form.fact())
            return redirect(f"{reverse('library:creation', args=[slug, short(told.id)])}?said={told.id}")
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    return render(request, "library/begin.html", {**_frame(slug), "form": form})


@signed_in_first
@live
def release(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Which version of it do we release?"""
    keeper_or_403(request, slug)
    made = overview(slug)
    shown = made.creation(asked)
    versions = made.of(shown.id)
    before = [version for version in versions if version.released]
    opened = next((version for version in versions if not version.released), None)
    form = Release(
        shown,
        offered(made, before),
        frozenset(v.name for v in versions),
        request.POST or None,
        initial=usual(made, before),
    )
    if request.method == "POST" and form.is_valid():
        try:
            told = say(request, slug, form.fact())
            return redirect(f"{reverse('library:version', args=[slug, short(told.id)])}?said={told.id}")
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    given = flows.work_summary(slug).by_process.get(opened.process, {}) if opened else {}
    context = {
        **_frame(slug),
        "form": form,
        "creation": shown,
        "newest": before[0] if before else None,
        "given": sum(given.values()),
        "people": flows.work_summary(slug).people_in.get(opened.process, 0) if opened else 0,
        "weighted": any(form[field].value() for field in form.offered),
    }
    return render(request, "library/release.html", context)


def keeper_or_403(request: HttpRequest, slug: str) -> None:
    """Only stewards and keepers. Raises PermissionDenied."""
    if not is_keeper(request, slug):
        raise PermissionDenied


def is_keeper(request: HttpRequest, slug: str) -> bool:
    """Whether who looks is a steward or keeper there now."""
    viewer = people.of_viewer(request, slug)
    return viewer is not None and viewer.member and bool({"steward", "keeper"} & set(viewer.roles))


def offered(made: Overview, before: list[VersionShown]) -> list[VersionShown]:
    """What a version can be built on: the one before it, what that was built on, and the newest of every other creation."""
    found = {version.id: version for version in before[:1]}
    for part in made.inputs[before[0].id] if before else ():
        found.setdefault(part.version.id, part.version)
    for id in made.creations:
        newest = next((version for version in made.of(id) if version.released), None)
        if newest is not None:
            found.setdefault(newest.id, newest)
    return list(found.values())


def usual(made: Overview, before: list[VersionShown]) -> dict[str, Any]:
    """How versions usually follow each other: most is new in the first, then half."""
    return {"own": 50, field_of(before[0].id): 50} if before else {"own": 100}


def _frame(slug: str) -> dict[str, Any]:
    return {"commons": commons.commons(slug), "tab": "library"}
