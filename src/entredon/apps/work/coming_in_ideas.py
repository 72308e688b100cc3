"""First act, then account, with ideas: what a visitor brings or supports waits until she is a member."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.work import coming_in, queries_ideas
from entredon.apps.work.entries_ideas import Proposed, Supported
from entredon.apps.work.models import Support
from entredon.desk import waiting
from entredon.desk.models import Waiting
from entredon.desk.saying import say, say_once
from entredon.log.registry import RULEBOOK, Refused, decode, rule_for
from entredon.log.told import short
from entredon.log.viewer import viewer_of

PROPOSED, SUPPORTED = "work.proposed", "work.supported"


def _shows_idea(found: Waiting) -> list[tuple[str, str]]:
    texts: Mapping[str, Any] = found.typed.get("texts", {})
    return [(_("Your idea"), str(texts.get("title", ""))), (_("In more words"), str(texts.get("text", "")))]


@waiting.finishes(PROPOSED, shows=_shows_idea)
def proposed(request: HttpRequest, found: Waiting) -> HttpResponse:
    """Bring her idea, once she is a member. Raises Refused, for instance when the days of a call are over."""
    slug = found.about
    if not viewer_of(request).member(slug):
        return coming_in.first_come_in(request, PROPOSED, slug, found.typed)
    fact = decode(rule_for(Proposed.kind, RULEBOOK), found.typed["fact"])
    id = say_once(request, slug, fact, dict(found.typed["texts"]))
    return redirect(f"{reverse('work:idea', args=[slug, short(id)])}?said={id}")


def _shows_support(found: Waiting) -> list[tuple[str, str]]:
    return [(_("What you support"), str(found.typed.get("title", "")))]


@waiting.finishes(SUPPORTED, shows=_shows_support)
def supported(request: HttpRequest, found: Waiting) -> HttpResponse:
    """Support something, once she is a member. Raises Refused."""
    slug, of = found.about, str(found.typed["of"])
    if not viewer_of(request).member(slug):
        return coming_in.first_come_in(request, SUPPORTED, slug, found.typed)
    support(request, slug, of, supports=True)
    return redirect(str(found.typed["back"]))


def support(request: HttpRequest, slug: str, of: str, *, supports: bool) -> str:
    """Support something or take that back; returns the entry, "" where it stood like that already. Raises Refused."""
    try:
        return say(request, slug, Supported(of=of, supports=supports)).id
    except Refused:
        # Two clicks, or two tabs: what she wanted is so already.
        row = Support.objects.filter(commons=slug, id=f"{of}/{viewer_of(request).person(slug)}").first()
        if (row is not None and row.supports) == supports and (row is not None or supports):
            return ""
        raise


def title_of(slug: str, of: str) -> str:
    """What an idea is called, for who is asked once more whether she supports it."""
    found = queries_ideas.ideas_named(slug, [of])
    return found[of].title if of in found else ""
