"""Give something: beside every creation and for a commons as a whole. An amount, a code, no account; then a thank-you.

Nothing is kept of who looks or gives: the reference is the creation's own, so what comes in finds its way by itself.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.library.queries import CreationShown, VersionShown
from entredon.apps.treasury import bases, pay_in
from entredon.apps.treasury.forms_requests import GiftForm
from entredon.apps.treasury.views_requests import frame
from entredon.apps.value import queries as value
from entredon.log.asked import NotFound
from entredon.log.pages import live
from entredon.log.told import short
from entredon.pure.value import currency as currencies
from entredon.pure.value.rule import POT
from entredon.pure.value.shareout import BuildInCircles

PICKS = (500, 1000, 2500, 5000, 10_000)
"""Amounts to choose from, in cents."""
FIRST = 1000
"""What is shown before anybody has chosen."""
CURRENCY = pay_in.GIFTS


@require_safe
@live
def give(request: HttpRequest, slug: str, asked: str = "") -> HttpResponse:
    """What do you want to give?"""
    context = _about(request, slug, asked)
    typed = "amount" in request.GET
    form = GiftForm(request.GET if typed else None)
    minor = form.cleaned_data["amount"] if typed and form.is_valid() else 0 if typed else FIRST
    number = bases.of_gift(context["creation"].id if context["creation"] else context["commons"].id)
    context |= {
        "form": form,
        "minor": minor,
        "typed_amount": currencies.plain(minor, CURRENCY),
        "picks": [(one, str(one // 100), one == minor) for one in PICKS],
        "payment": pay_in.payment(slug, minor or FIRST, CURRENCY, number),
        "takes": pay_in.takes_gifts(slug),
    }
    return render(request, "treasury/give.html", context | _would(slug, context, minor))


@require_safe
@live
def thanks(request: HttpRequest, slug: str, asked: str = "") -> HttpResponse:
    """What becomes of my gift?"""
    return render(request, "treasury/thanks.html", _about(request, slug, asked) | {"seen": pay_in.known(slug)})


def _about(request: HttpRequest, slug: str, asked: str) -> dict[str, Any]:
    """What the gift is for, and who made that. Raises NotFound."""
    creation = _creation(slug, asked) if asked else None
    released = [one for one in library.versions(slug) if one.released]
    if creation is not None:
        released = [one for one in released if one.creation == creation.id]
    work = flows.work_summary(slug)
    newest: VersionShown | None = released[-1] if released else None
    return frame(request, slug) | {
        "creation": creation,
        "newest": newest,
        "people": work.people_in.get(newest.process, 0) if creation and newest else len(work.by_person),
        "currency": CURRENCY,
    }


def _creation(slug: str, asked: str) -> CreationShown:
    for one in library.creations(slug):
        if asked in (one.id, short(one.id)):
            return one
    raise NotFound("There is no creation {asked} here.", asked=asked[:24])


def _would(slug: str, context: dict[str, Any], minor: int) -> dict[str, Any]:
    """Whom a gift of so much would reach by the sharing rule; nothing where people decide together what becomes of it."""
    rule, newest = value.rule_in_force(slug), context["newest"]
    if rule is None or rule.rule.way == POT.way or not context["creation"] or newest is None or not minor:
        return {}
    try:
        out = value.dry_run(slug, minor, CURRENCY, newest.id)
    except (NotFound, BuildInCircles):
        return {}
    reached = [part for part in out.people if part.got]
    return {"reached": len(reached), "to_people": sum(part.minor for part in reached)} if reached else {}
