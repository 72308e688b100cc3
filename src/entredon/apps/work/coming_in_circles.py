"""First act, then account, with circles: whom a visitor joins, or what she founds, waits until she is a member."""

from collections.abc import Mapping

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.work import coming_in, queries_circles
from entredon.apps.work.entries_circles import CircleFounded, CircleJoined
from entredon.desk import waiting
from entredon.desk.models import Waiting
from entredon.desk.saying import say, say_once
from entredon.log.registry import RULEBOOK, decode, rule_for
from entredon.log.told import short
from entredon.log.viewer import viewer_of

FOUNDED, JOINED = "work.circle_founded", "work.circle_joined"


def found(request: HttpRequest, slug: str, fact: CircleFounded, texts: Mapping[str, str]) -> HttpResponse:
    """Found a circle, once; who is no member yet comes in first. Raises Refused."""
    if not viewer_of(request).member(slug):
        typed = {"fact": msgspec.to_builtins(fact), "texts": dict(texts)}
        return coming_in.first_come_in(request, FOUNDED, slug, typed)
    id = say_once(request, slug, fact, texts)
    return redirect(f"{reverse('work:circle', args=[slug, short(id)])}?said={id}")


def join(request: HttpRequest, slug: str, circle: str, name: str) -> HttpResponse:
    """Join a circle, once; who is no member yet comes in first. Raises Refused."""
    if not viewer_of(request).member(slug):
        return coming_in.first_come_in(request, JOINED, slug, {"circle": circle, "name": name})
    here = reverse("work:circle", args=[slug, short(circle)])
    if queries_circles.is_in(slug, circle, viewer_of(request).person(slug)):
        return redirect(here)
    said = say(request, slug, CircleJoined(circle=circle))
    return redirect(f"{here}?said={said.id}")


@waiting.finishes(FOUNDED, shows=lambda found: [(_("The circle"), str(found.typed["fact"].get("name", "")))])
def founded(request: HttpRequest, waits: Waiting) -> HttpResponse:
    """Found her circle, once she is a member. Raises Refused."""
    fact = decode(rule_for(CircleFounded.kind, RULEBOOK), waits.typed["fact"])
    assert isinstance(fact, CircleFounded)
    return found(request, waits.about, fact, dict(waits.typed["texts"]))


@waiting.finishes(JOINED, shows=lambda found: [(_("You join the circle"), str(found.typed.get("name", "")))])
def joined(request: HttpRequest, waits: Waiting) -> HttpResponse:
    """Join a circle, once she is a member. Raises Refused."""
    return join(request, waits.about, str(waits.typed["circle"]), str(waits.typed.get("name", "")))
