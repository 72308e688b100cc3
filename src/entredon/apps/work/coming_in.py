"""First act, then account: what somebody typed waits until she has an account, and is a member, and is then said."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entredon.apps.flows import queries as flows
from entredon.apps.work.entries import Contested, Contributed
from entredon.desk import files, waiting
from entredon.desk.files import Waits
from entredon.desk.models import Waiting
from entredon.desk.saying import say, say_these_once
from entredon.log.registry import RULEBOOK, Refused, decode, rule_for
from entredon.log.told import short
from entredon.log.viewer import viewer_of

CONTRIBUTED, CONTESTED = "work.contributed", "work.contested"


def first_come_in(request: HttpRequest, act: str, slug: str, typed: Mapping[str, Any]) -> HttpResponseRedirect:
    """Keep what was typed and ask her to come in: for an account, or to join where she has one. Raises Refused."""
    if viewer_of(request).id:
        return _join(request, slug, act, typed)
    return waiting.ask(request, act, slug, typed)


def _join(request: HttpRequest, slug: str, act: str, typed: Mapping[str, Any]) -> HttpResponseRedirect:
    """To where one joins; she comes back to what she typed."""
    back = waiting.way_on(waiting.keep(act, slug, typed, viewer_of(request).id))
    return redirect(f"{reverse('join', args=[slug])}?{urlencode({'next': back})}")


class Line(NamedTuple):
    """One contribution on its way: what would be said, its texts, and its files, which wait here."""

    fact: Contributed
    texts: Mapping[str, str]
    files: Sequence[Waits]


def kept_lines(lines: Sequence[Line]) -> dict[str, Any]:
    """Contributions as they are kept until their author has come in."""
    told = [
        {"fact": msgspec.to_builtins(line.fact), "texts": dict(line.texts), "files": [one.token for one in line.files]}
        for line in lines
    ]
    return {"note": "\n".join(line.texts.get("note", "") for line in lines), "lines": told}


def _lines(typed: Mapping[str, Any]) -> list[Line]:
    """Contributions that were kept. Raises Refused when a file has gone meanwhile."""
    rule = rule_for(Contributed.kind, RULEBOOK)
    # What was typed before there were several lines has its fact alone.
    told = typed.get("lines") or [{"fact": typed["fact"], "texts": {"note": typed["note"]}}]
    found = []
    for line in told:
        waits = [files.find(token) for token in line.get("files", ())]
        if None in waits:
            raise Refused("A file that you chose isn’t here any more: tell it once more.")
        fact = decode(rule, line["fact"])
        assert isinstance(fact, Contributed)
        found.append(Line(fact, line["texts"], [one for one in waits if one is not None]))
    return found


def tell_lines(request: HttpRequest, slug: str, lines: Sequence[Line]) -> HttpResponse:
    """Say contributions, all or none, and once when the button is pressed twice; their files go into the content store. Raises Refused."""
    for line in lines:
        for one in line.files:
            files.tell(one)
    told = say_these_once(request, slug, [(line.fact, line.texts) for line in lines])
    for line in lines:
        for one in line.files:
            files.drop(one)
    if len(told) > 1:
        return redirect(f"{reverse('work:tell', args=[slug])}?told={','.join(short(id) for id in told)}")
    return redirect(f"{reverse('work:contribution', args=[slug, short(told[0])])}?said={told[0]}")


def _shows_contribution(found: Waiting) -> list[tuple[str, str]]:
    told = found.typed.get("lines") or [
        {"fact": found.typed.get("fact", {}), "texts": {"note": found.typed.get("note", "")}}
    ]
    shown = []
    for line in told:
        shown.append((_("What you have done"), str(line["texts"].get("note", ""))))
        shown.append((_("Kind of work"), flows.kind_of_work(str(line["fact"].get("kind", "")))))
        if names := line["texts"].get("names", ""):
            shown.append((_("Files"), str(names).replace("\n", ", ")))
    return shown


@waiting.finishes(CONTRIBUTED, shows=_shows_contribution)
def contributed(request: HttpRequest, found: Waiting) -> HttpResponse:
    """Tell her contributions, once she is a member. Raises Refused."""
    slug = found.about
    if not viewer_of(request).member(slug):
        return _join(request, slug, CONTRIBUTED, found.typed)
    return tell_lines(request, slug, _lines(found.typed))


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
        return _join(request, slug, CONTESTED, found.typed)
    told = say(request, slug, Contested(flows=(flow,)), {"reason": str(found.typed["reason"])})
    return redirect(f"{reverse('work:contribution', args=[slug, short(flow)])}?said={told.id}")
