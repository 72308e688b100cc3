"""Offers of help: who can do what? Each shows the needs that fit it. Nobody is ranked: the newest stands first."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.work import (
    coming_in,
    coming_in_needs,
    listing,
    matching,
    needs_rows,
    needs_typed,
    queries_needs,
    queries_offers,
)
from entredon.apps.work.entries_needs import OfferEnded
from entredon.apps.work.forms_offers import OfferForm
from entredon.apps.work.needs_asked import FREE, NEW, Asked
from entredon.apps.work.queries_offers import OfferShown
from entredon.apps.work.views_need import can, wants
from entredon.desk import telling
from entredon.desk.saying import say, say_once
from entredon.log import clock
from entredon.log.pages import live, page
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of

MOST = 20
LOOKED_THROUGH = 2_000
"""So many open needs are compared with an offer."""


def called(offer: OfferShown) -> str:
    """What an offer is called; its words may be erased."""
    return offer.title or _("an offer whose words were erased")


def line(offer: OfferShown) -> str:
    """What one should know of an offer, in a line."""
    until = _("until %(day)s") % {"day": needs_typed.day(offer.until)} if offer.until else ""
    parts = (", ".join(offer.skills), needs_typed.effort(offer.minutes), offer.place, until)
    return " · ".join(part for part in parts if part)


@page
def offers(request: HttpRequest, slug: str) -> HttpResponse:
    """Who can do what?"""
    viewer = viewer_of(request)
    skill = " ".join(request.GET.get("skill", "").split())[:80]
    found = queries_offers.offers(slug, skill=skill)
    names = listing.names(slug, viewer.member(slug))
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "offers": [
            {"offer": one, "name": called(one), "line": line(one), "by": names.get(one.person) or people.nameless(one.person)}
            for one in found
        ],
        "skill": skill,
        "skills": sorted({word for one in queries_offers.offers(slug) for word in one.skills})[:40],
        "member": viewer.member(slug),
    }  # fmt: skip
    return render(request, "work/offers.html", context)


@live
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """What can you do?"""
    viewer = viewer_of(request)
    if request.method == "POST":
        form = OfferForm(request.POST)
        if form.is_valid():
            try:
                return _offer(request, slug, form)
            except Refused as refusal:
                form.add_error(None, telling.tell(refusal))
    else:
        form = OfferForm(initial=_first(slug, viewer.person(slug)) if viewer.member(slug) else {})
    context = {"commons": commons.commons(slug), "tab": "work", "form": form, "member": viewer.member(slug)}
    return render(request, "work/offer_new.html", context)


def _first(slug: str, person: str) -> dict[str, Any]:
    """What somebody tells everybody of herself, as a beginning."""
    return {"skills": ", ".join(people.skills(slug, person)).lower()}


def _offer(request: HttpRequest, slug: str, form: OfferForm) -> HttpResponse:
    fact, texts = form.fact(), form.texts()
    if not viewer_of(request).member(slug):
        typed = {"fact": msgspec.to_builtins(fact), "texts": texts}
        return coming_in.first_come_in(request, coming_in_needs.OFFERED, slug, typed)
    id = say_once(request, slug, fact, texts)
    return redirect(f"{reverse('work:offer', args=[slug, short(id)])}?said={id}")


@live
def offer(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Who can do this, and where is it needed?"""
    one = queries_offers.offer(slug, queries_offers.find_offer(slug, asked))
    viewer = viewer_of(request)
    trouble = ""
    if request.method == "POST" and request.POST.get("act") == "end":
        try:
            return _end(request, slug, one)
        except Refused as refusal:
            trouble = telling.tell(refusal)
    inside = viewer.member(slug)
    named = listing.names(slug, inside)
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "offer": one,
        "name": called(one),
        "line": line(one),
        "by": named.get(one.person) or people.nameless(one.person),
        "fitting": fitting(slug, one, inside) if one.state == "open" else [],
        "hers": inside and one.state == "open" and (viewer.steward(slug) or viewer.person(slug) == one.person),
        "trouble": trouble,
        "member": inside,
    }
    return render(request, "work/offer.html", context)


def fitting(slug: str, offer: OfferShown, inside: bool) -> list[needs_rows.NeedRow]:
    """The needs that an offer fits, the newest first."""
    today, mine = f"{clock.now():%Y-%m-%d}", can(offer)
    open_ones = queries_needs.needs(slug, Asked(state=FREE, order=NEW), limit=LOOKED_THROUGH)
    fits = [need for need in open_ones if need.person != offer.person and matching.fits(mine, wants(need), today)]
    return needs_rows.rows(slug, fits[:MOST], inside)


def _end(request: HttpRequest, slug: str, one: OfferShown) -> HttpResponse:
    here = reverse("work:offer", args=[slug, short(one.id)])
    if one.state != "open":
        return redirect(here)
    told = say(request, slug, OfferEnded(offer=one.id))
    return redirect(f"{here}?said={told.id}")
