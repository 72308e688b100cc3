"""First act, then account, about needs: what a visitor asked for, took or offered waits until she is a member, and is then said."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.work import coming_in, needs_typed, queries_needs
from entredon.apps.work.entries_needs import HelpOffered, Needed, Taken
from entredon.desk import waiting
from entredon.desk.models import Waiting
from entredon.desk.saying import say
from entredon.log.pages import draft_of
from entredon.log.registry import RULEBOOK, Fact, decode, rule_for
from entredon.log.told import short
from entredon.log.viewer import viewer_of

NEEDED, TAKEN, OFFERED = Needed.kind, Taken.kind, HelpOffered.kind
Lines = list[tuple[str, str]]


def _shows_need(found: Waiting) -> Lines:
    texts = found.typed.get("texts", {})
    return [(_("What is needed"), str(texts.get("title", ""))), (_("Why"), str(texts.get("text", "")))]


def _shows_offer(found: Waiting) -> Lines:
    texts = found.typed.get("texts", {})
    return [(_("What you can do"), str(texts.get("title", ""))), (_("More about it"), str(texts.get("text", "")))]


def _shows_taking(found: Waiting) -> Lines:
    body: dict[str, Any] = found.typed.get("fact", {})
    # Whoever holds the token needn't see what a private draft is about.
    named = queries_needs.needs_named(found.about, [str(body.get("need", ""))]) if not draft_of(found.about) else []
    title = named[0].title if named else ""
    until = needs_typed.day(str(body.get("due", "")))
    return [(_("You take this"), title or str(body.get("need", ""))[:10]), *([(_("Until"), until)] if until else [])]


def _finish(act: str, fact: type[Fact], where: Callable[[str, Fact, str], str]) -> waiting.Finisher:
    def finish(request: HttpRequest, found: Waiting) -> HttpResponse:
        """Say it, once she is a member. Raises Refused."""
        slug = found.about
        if not viewer_of(request).member(slug):
            return coming_in.first_come_in(request, act, slug, found.typed)
        said = decode(rule_for(fact.kind, RULEBOOK), found.typed["fact"])
        told = say(request, slug, said, found.typed.get("texts", {}))
        return redirect(f"{where(slug, said, told.id)}?said={told.id}")

    return finish


def _at_need(slug: str, fact: Fact, id: str) -> str:
    return reverse("work:need", args=[slug, short(fact.need if isinstance(fact, Taken) else id)])


def _at_offer(slug: str, fact: Fact, id: str) -> str:
    return reverse("work:offer", args=[slug, short(id)])


waiting.finishes(NEEDED, shows=_shows_need)(_finish(NEEDED, Needed, _at_need))
waiting.finishes(TAKEN, shows=_shows_taking)(_finish(TAKEN, Taken, _at_need))
waiting.finishes(OFFERED, shows=_shows_offer)(_finish(OFFERED, HelpOffered, _at_offer))
