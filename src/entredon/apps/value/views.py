"""Who would get what, and why? A dry run of any amount, and one person's reasons."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.apps.value import drawing, queries, typed
from entredon.apps.value.forms import DEFAULT, ShareForm
from entredon.apps.value.seen import Eyes
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import page
from entredon.log.told import short
from entredon.pure.value import currency as currencies
from entredon.pure.value.describe import describe
from entredon.pure.value.rule import Rule
from entredon.pure.value.shareout import BuildInCircles, ShareOut

AT_ONCE = 25


@page
def would(request: HttpRequest, slug: str) -> HttpResponse:
    """Who would get what, and why?"""
    form = ShareForm(slug, request.GET)
    context: dict[str, Any] = {
        "commons": commons.commons(slug),
        "tab": "value",
        "form": form,
        "noindex": bool(request.GET),
    }
    if not library.has_creations(slug):
        return render(request, "value/empty.html", context)
    if form.is_valid():
        try:
            context |= answer(request, slug, form)
        except (BuildInCircles, NotFound) as trouble:
            context["trouble"] = tell(trouble)
    return render(request, "value/would.html", context | {"choices": form.choices()})


def asked(form: ShareForm) -> tuple[Any, ...]:
    """What the queries want to know, in their order."""
    cleaned = form.cleaned_data
    return (cleaned["version"], form.rule_chosen, bool(cleaned["accepted"]))


def answer(request: HttpRequest, slug: str, form: ShareForm) -> dict[str, Any]:
    """The share-out with all its words, links and its picture."""
    minor, currency = form.cleaned_data["minor"], form.cleaned_data["currency"]
    out = queries.dry_run(slug, minor, currency, *asked(form))
    eyes = Eyes(request, slug)
    picture = queries.sankey(slug, minor, currency, *asked(form), kinds=6, versions=5, people=8, may=eyes.may)
    ruling = queries.ruling(slug, form.rule_chosen)
    nodes = {node.id: node for node in picture.nodes}
    query = address_of(form)
    kind = request.GET.get("kind", "")
    rows = people_rows(out, kind, eyes)
    drawn = drawing.Drawing(slug, picture, query, rule_address(slug, ruling), form.version_shown, eyes.inside)
    return {
        "out": out,
        "minor": minor,
        "currency": currency,
        "version": form.version_shown,
        "own": nodes["own"].minor if "own" in nodes else 0,
        "upon": nodes["upon"].minor if "upon" in nodes else 0,
        "upon_count": nodes["upon"].count if "upon" in nodes else 0,
        "held": sum(held.minor for held in out.held),
        "top": [(drawing.top_name(slug, top.to), top.minor) for top in out.top],
        "kept": sum(top.minor for top in out.top),
        "to_people": sum(part.got for part in out.people),
        "plain_amount": currencies.written(minor, currency).replace(",", ""),
        "ruling": ruling,
        "rule_sentence": sentence(ruling.rule),
        "rule_address": rule_address(slug, ruling),
        "nodes": drawn.nodes(),
        "links": drawn.links(),
        "kind": kind if rows["kind"] else "",
        "kind_name": flows.kind_of_work(kind) if kind else "",
        "query": query,
        "rows": rows["rows"],
        "count": rows["count"],
        "hidden": rows["hidden"],
        "hidden_minor": rows["hidden_minor"],
        "page": Paginator(rows["rows"], AT_ONCE).get_page(request.GET.get("page")),
    }


def sentence(rule: Rule) -> str:
    """A rule in one sentence, with its percentages kept in one piece."""
    return describe(rule, _, ngettext, typed.share, flows.kind_of_work)


def address_of(form: ShareForm) -> str:
    """The question as the rest of an address; what is as usual is left out."""
    given = {name: form.data[name] for name in DEFAULT if form.data[name] != DEFAULT[name]}
    return urlencode(given)


def rule_address(slug: str, ruling: queries.Ruling) -> str:
    """Where the rule stands: its receipt, if it was adopted here."""
    adopted = ruling.adopted or next((r for r in queries.rules(slug) if r.rule.hash == ruling.rule.hash), None)
    return reverse("record:entry", args=[slug, short(adopted.id)]) if adopted else "#rule"


def people_rows(out: ShareOut, kind: str, eyes: Eyes) -> dict[str, Any]:
    """Whose amounts may be seen, largest first, and the others as one number; with a kind of work, for that alone."""
    known = any(kind in part.kinds for part in out.people)
    parts = [part for part in out.people if not known or part.kinds.get(kind, 0)]
    rows = []
    for part in parts:
        if not eyes.may(part.person):
            continue
        minor = part.kinds.get(kind, 0) if known else part.got
        kinds = sorted(part.kinds, key=lambda name: (-part.kinds[name], name))
        rows.append(
            {
                "person": short(part.person),
                "name": eyes.name(part.person),
                "kinds": ", ".join(flows.kind_of_work(name) for name in kinds[:4]),
                "minor": minor,
                "ppm": minor * 1_000_000 // out.income,
            }
        )
    rows.sort(key=lambda row: -row["minor"])
    every = sum(part.kinds.get(kind, 0) if known else part.got for part in parts)
    return {
        "rows": rows,
        "kind": known,
        "count": len(parts),
        "hidden": len(parts) - len(rows),
        "hidden_minor": every - sum(row["minor"] for row in rows),
    }


@page
def why(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Why would this person get this much?"""
    form = ShareForm(slug, request.GET)
    id = person_id(slug, asked)
    eyes = Eyes(request, slug)
    context: dict[str, Any] = {
        "commons": commons.commons(slug),
        "tab": "value",
        "form": form,
        "noindex": True,
        "name": eyes.name(id),
        "address": short(id),
    }
    if not eyes.may(id):
        return render(request, "value/person_closed.html", context)
    if form.is_valid():
        try:
            context |= reasons(slug, form, id, eyes.inside)
        except (BuildInCircles, NotFound) as trouble:
            context["trouble"] = tell(trouble)
    return render(request, "value/why.html", context | {"choices": form.choices()})


def person_id(slug: str, asked: str) -> str:
    """A person by her id or as addresses write it. Raises NotFound."""
    owners = people.claims(slug)
    for id in people.names(slug):
        if asked in (id, short(id)):
            return owners.get(id, id)
    raise NotFound("Nobody here has the address {asked}.", asked=asked[:24])


def reasons(slug: str, form: ShareForm, id: str, inside: bool) -> dict[str, Any]:
    """One person's amount with its largest paths, each as a product that anybody can follow."""
    minor, currency = form.cleaned_data["minor"], form.cleaned_data["currency"]
    version, rule, accepted = asked(form)
    found = queries.person_reasons(slug, minor, currency, id, version, rule, accepted, limit=12, inside=inside)
    ruling = queries.ruling(slug, rule)
    return {
        "minor": minor,
        "currency": currency,
        "version": form.version_shown,
        "found": found,
        "ppm": found.minor * 1_000_000 // minor,
        "lines": [
            {"line": line, "kind": flows.kind_of_work(line.kind), "steps": drawing.steps(line)} for line in found.lines
        ],
        "kinds": [(flows.kind_of_work(kind), part) for kind, part in sorted(found.kinds.items(), key=lambda k: -k[1])],
        "rule_sentence": sentence(ruling.rule),
        "rule_address": rule_address(slug, ruling),
        "ruling": ruling,
        "query": address_of(form),
    }
