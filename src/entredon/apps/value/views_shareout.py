"""How was this income shared, and with whom? The sentence, the picture, the table, the proof; and all of it as files."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.library.queries import VersionShown
from entredon.apps.market import queries as market
from entredon.apps.value import drawing, queries
from entredon.apps.value.recorded import Recorded
from entredon.apps.value.seen import Eyes
from entredon.apps.value.views import sentence
from entredon.log.pages import live, page
from entredon.log.told import short
from entredon.pure.value import currency as currencies
from entredon.pure.value import picture as pictures
from entredon.pure.value.passing import POT
from entredon.pure.value.shareout import Part

AT_ONCE = 25
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet, whoever wrote it."""


@page
def shareout(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """How was this income shared, and with whom?"""
    found = queries.shareout(slug, asked)
    eyes = Eyes(request, slug)
    shown = found.shown
    version = version_now(slug, shown.version)
    kind = request.GET.get("kind", "")
    kinds = by_kind(found)
    rows = people_rows(found, eyes, kind if kind in kinds else "")
    context: dict[str, Any] = {
        "commons": commons.commons(slug),
        "tab": "value",
        "eyes": eyes,
        "shareout": shown,
        "income": found.income,
        "label": version.label if version else shown.version[:10],
        "version": version,
        "currency": shown.currency,
        "sharer": eyes.name(shown.person),
        "already": "already" in request.GET,
        "rule_sentence": sentence(found.rule),
        "top": [(drawing.top_name(slug, top.to), top.minor) for top in found.out.top],
        "held": drawing.held_rows(slug, found.out.held),
        "teller": eyes.name(found.income.person),
        "got": shown.kept + shown.lapsed + shown.passed,
        "passed": passed_sums(found),
        "kinds": [(kind, flows.kind_of_work(kind), minor) for kind, minor in kinds.items()],
        "kind": kind if kind in kinds else "",
        "kind_name": flows.kind_of_work(kind) if kind in kinds else "",
        "kind_minor": kinds.get(kind, 0),
        **rows,
        "page": Paginator(rows["rows"], AT_ONCE).get_page(request.GET.get("page")),
        "log_address": request.build_absolute_uri(f"/log/{slug}"),
        **picture(slug, found, version, eyes),
    }
    return render(request, "value/shareout.html", context)


def version_now(slug: str, id: str) -> VersionShown | None:
    """The version that stands where this one stood."""
    stands = library.labels(slug).get(id, ("", id))[1]
    return next((version for version in library.versions(slug) if version.id == stands), None)


def picture(slug: str, found: Recorded, version: VersionShown | None, eyes: Eyes) -> dict[str, Any]:
    """The share-out as bars and bands."""
    working = queries.recorded_working(slug, found.shown.id)
    drawn = pictures.picture(working, kinds=6, versions=5, people=6, may=eyes.may)
    origin = market.origin(slug, found.income.request)
    payer = origin.label if origin else found.income.payer if eyes.inside else ""
    made = drawing.ShareoutDrawing(
        slug, drawn, found.shown.id, version, payer, inside=eyes.inside, began=origin is not None
    )
    upon = next((node.minor for node in drawn.nodes if node.id == "upon"), 0)
    return {"nodes": made.nodes(), "links": made.links(), "upon": upon}


def by_kind(found: Recorded) -> dict[str, int]:
    """What people got for each kind of work, the largest first."""
    sums: dict[str, int] = {}
    for part in found.out.people:
        for kind, minor in part.kinds.items():
            sums[kind] = sums.get(kind, 0) + minor
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def passed_sums(found: Recorded) -> list[tuple[str, int, int]]:
    """Where what people passed on went: destination, amount, from how many."""
    sums: dict[str, list[int]] = {}
    for one in found.out.passed:
        sums.setdefault(one.to, []).append(one.minor)
    return sorted(((to, sum(minors), len(minors)) for to, minors in sums.items()), key=lambda row: (-row[1], row[0]))


def people_rows(found: Recorded, eyes: Eyes, kind: str) -> dict[str, Any]:
    """Whose amounts may be seen, largest first; the others as one number. With a kind, what each got for that alone."""
    parts = [part for part in found.out.people if (part.kinds.get(kind, 0) if kind else part.got)]
    shown = [part for part in parts if eyes.may(part.person)]
    rows = [row(part, found, eyes, kind) for part in shown]
    rows.sort(key=lambda one: -one["minor"])
    every = sum(part.kinds.get(kind, 0) if kind else part.got for part in parts)
    return {
        "rows": rows,
        "count": len(parts),
        "hidden": len(parts) - len(shown),
        "hidden_minor": every - sum(one["minor"] for one in rows),
    }


def row(part: Part, found: Recorded, eyes: Eyes, kind: str) -> dict[str, Any]:
    """One person's line."""
    kinds = sorted(part.kinds, key=lambda name: (-part.kinds[name], name))
    minor = part.kinds.get(kind, 0) if kind else part.got
    return {
        "person": short(part.person),
        "id": part.person,
        "name": eyes.name(part.person),
        "me": eyes.is_me(part.person),
        "kinds": ", ".join(flows.kind_of_work(name) for name in kinds[:4]),
        "minor": minor,
        "kept": part.minor,
        "passed": part.passed,
        "ppm": minor * 1_000_000 // found.shown.minor,
        "lapsed": found.lapsed.get(part.person, ""),
    }


# As files


@live
def as_json(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """The same for programs, as ``entredon share --json`` writes it, with the income and the entry.

    Whose amounts whoever asks may not see stand together under ``others``, so that the sum is still right.
    """
    found = queries.shareout(slug, asked)
    eyes = Eyes(request, slug)
    data = found.out.data()
    seen = [one for one in data["people"] if eyes.may(one["person"])]
    hidden = [one for one in data["people"] if not eyes.may(one["person"])]
    passed = [one for one in data["passed"] if eyes.may(one["person"])]
    hidden_passed = sum(one["minor"] for one in data["passed"] if not eyes.may(one["person"]))
    others = {"count": len(hidden), "minor": sum(one["minor"] for one in hidden), "passed": hidden_passed}
    answer = data | {
        "people": seen,
        "passed": passed,
        "others": others,
        "entry": found.shown.id,
        "received": found.income.id,
        "lines": found.shown.lines,
        "at": found.shown.at,
        "lapsed": [{"person": p, "entry": e} for p, e in sorted(found.lapsed.items()) if eyes.may(p)],
    }
    return named(JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 1}), slug, found, "json")


@live
def as_csv(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """The table for a spreadsheet."""
    found = queries.shareout(slug, asked)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for cells in table(found, Eyes(request, slug), slug):
        writer.writerow([safe(cell) for cell in cells])
    return named(HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8"), slug, found, "csv")


def table(found: Recorded, eyes: Eyes, slug: str) -> Iterator[tuple[str, ...]]:
    """Every cent of the income in one line: people, then what was passed on, for all, and held back."""
    currency = found.shown.currency

    def written(minor: int) -> str:
        return currencies.written(minor, currency).replace(",", "")

    yield ("to", "id", "for", "amount", "currency")
    hidden = 0
    for part in found.out.people:
        if part.person in found.lapsed:
            continue
        if not eyes.may(part.person):
            hidden += part.minor
        elif part.minor:
            yield (eyes.name(part.person), part.person, "; ".join(sorted(part.kinds)), written(part.minor), currency)
    if hidden:
        yield ("people whose amounts only members see", "", "", written(hidden), currency)
    if found.shown.lapsed:
        yield ("common pot", "", "lapsed: nobody claimed it", written(found.shown.lapsed), currency)
    for to, minor, _count in passed_sums(found):
        yield ("common pot" if to == POT else to, "", "passed on by people", written(minor), currency)
    for top in found.out.top:
        yield (drawing.top_name(slug, top.to), top.to, "before it was divided", written(top.minor), currency)
    for wait in found.out.held:
        yield ("held back", wait.creation, wait.because, written(wait.minor), currency)


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


def named(response: HttpResponse, slug: str, found: Recorded, ending: str) -> HttpResponse:
    """A file with a name that says what it is."""
    response["Content-Disposition"] = f'attachment; filename="{slug}-{short(found.shown.id)}.{ending}"'
    return response
