"""First act, then account: what somebody typed waits until she has an account, and is a member, and is then said."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entredon.apps.flows import queries as flows
from entredon.apps.work.entries import Contested, Contributed
from entredon.desk import waiting
from entredon.desk.models import Waiting
from entredon.desk.saying import say
from entredon.log.registry import RULEBOOK, decode, rule_for
from entredon.log.told import short
from entredon.log.viewer import viewer_of

CONTRIBUTED, CONTESTED = "work.contributed", "work.contested"


def first_come_in(request: HttpRequest, act: str, slug: str, typed: Mapping[str, Any]) -> HttpResponseRedirect:
    """Keep what was typed and ask her to come in: for an account, or to join where she has one. Raises Refused."""
    if viewer_of(request).id:
        return _join(slug, act, typed)
    return waiting.ask(request, act, slug, typed)


def _join(slug: str, act: str, typed: Mapping[str, Any]) -> HttpResponseRedirect:
    """To where one joins; she comes back to what she typed."""
    back = waiting.way_on(waiting.keep(act, slug, typed))
    return redirect(f"{reverse('join', args=[slug])}?{urlencode({'next': back})}")


def _shows_contribution(found: Waiting) -> list[tuple[str, str]]:
    return [
        (_("What you have done"), str(found.typed.get("note", ""))),
        (_("Kind of work"), flows.kind_of_work(str(found.typed.get("fact", {}).get("kind", "")))),
    ]


@waiting.finishes(CONTRIBUTED, shows=_shows_contribution)
def contributed(request: HttpRequest, found: Waiting) -> HttpResponse:
    """Tell her contribution, once she is a member. Raises Refused."""
    slug = found.about
    if not viewer_of(request).member(slug):
        return _join(slug, CONTRIBUTED, found.typed)
    fact = decode(rule_for(Contributed.kind, RULEBOOK), found.typed["fact"])
    told = say(request, slug, fact, {"note": str(found.typed["note"])})
    return redirect(f"{reverse('work:contribution', args=[slug, short(told.id)])}?said={told.id}")


def _shows_contest(found: Waiting) -> list[tuple[str, str]]:
    flow = str(found.typed.get("flow", ""))
    events = flows.work_named(found.about, [flow])
    what = flows.kind_of_work(events[0].kind) if events else ""
    return [
        (_("About the contribution"), f"{what} {short(flow)}".strip()),
        (_("What you see otherwise"), str(found.typed.get("reason", ""))),
    ]


@waiting.finishes(CONTESTED, shows=_shows_contest)
def contested(request: HttpRequest, found: Waiting) -> HttpResponse:
    """Contest, once she is a member. Raises Refused, for instance when the days for it are over."""
    slug, flow = found.about, str(found.typed["flow"])
    if not viewer_of(request).member(slug):
        return _join(slug, CONTESTED, found.typed)
    told = say(request, slug, Contested(flows=(flow,)), {"reason": str(found.typed["reason"])})
    return redirect(f"{reverse('work:contribution', args=[slug, short(flow)])}?said={told.id}")
