"""The public record: everything that was said here, newest first; one receipt with its proof; how to check it all."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.people import key_queries
from entredon.apps.people.words import custody
from entredon.log import checkpoints
from entredon.log.models import Log
from entredon.log.pages import page
from entredon.log.viewer import viewer_of
from entredon.pure.log import canonical
from entredon.site.record import look, queries


@page
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What has been said here?"""
    shown = commons.commons(slug)
    counts = queries.counts(slug)
    kind, key = request.GET.get("kind", ""), queries.known_key(slug, request.GET.get("key", ""))
    kind = kind if kind in counts and not key else ""
    size = queries.count_by(slug, key) if key else counts.get(kind, 0) if kind else shown.size
    pages = Paginator(range(size), queries.AT_ONCE)
    here = pages.get_page(request.GET.get("page"))
    names = look.names(slug, viewer_of(request).member(slug))
    told = [look.told(row, names) for row in queries.entries(slug, shown.size, here.number, kind, key)]
    context = {
        "commons": shown,
        "tab": "record",
        "days": [(day, list(lines)) for day, lines in groupby(told, key=lambda line: line.entry.at[:10])],
        "page": here,
        "kind": kind,
        "kinds": [(name, look.called(name), count) for name, count in counts.items()],
        "key": key,
        "kept": custody(queries.custody(slug, key)) if key else "",
        "whose": names.author(key) if key else "",
        "query": f"key={key}&" if key else f"kind={kind}&" if kind else "",
        "counted": size,
    }
    return render(request, "site/record/home.html", context)


@page
def entry(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What does this receipt say, and how is it proven?"""
    row = queries.find(slug, asked)
    names = look.names(slug, viewer_of(request).member(slug))
    leaf = queries.opened(row)
    told = look.said(row, names)
    context = {
        "commons": commons.commons(slug),
        "tab": "record",
        "entry": told,
        "sentence": look.tell(told, names),
        "called": look.called(row.kind),
        "texts": queries.texts(slug, row.id, sorted(leaf.c)),
        "signers": [
            {"who": names.author(s.key), "key": s.key, "kept": custody(queries.custody(slug, s.key))} for s in leaf.sigs
        ],
        "leaf": leaf,
        "body": canonical.dumps(leaf.body).decode(),
        "proof": queries.proof(slug, row),
    }
    return render(request, "site/record/entry.html", context)


@page
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """How can I check this myself?"""
    now = checkpoints.published(slug)
    context = {
        "commons": commons.commons(slug),
        "tab": "record",
        "address": request.build_absolute_uri(f"/c/{slug}/"),
        "log_address": request.build_absolute_uri(f"/log/{slug}/"),
        "program_address": request.build_absolute_uri(reverse("verify-py")),
        "vkey": Log.objects.values_list("vkey", flat=True).get(slug=slug),
        "published": now,
        "root": now.root.hex(),
    }
    return render(request, "site/record/check.html", context)


@page
def proves(request: HttpRequest, slug: str) -> HttpResponse:
    """What does this prove, and what not?"""
    context = {
        "commons": commons.commons(slug),
        "tab": "record",
        "custodies": [(custody(how), count) for how, count in queries.custodies(slug).items()],
        "rests": key_queries.resting(slug)[0],
        "resting": [(look.called(row.kind), row) for row in key_queries.resting(slug, queries.WEIGHTY)],
    }
    return render(request, "site/record/proves.html", context)
