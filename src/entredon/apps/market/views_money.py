"""What do partners give back? All of them, and one: asked for by the month, paid with a code, overdue where everybody sees it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entredon.apps.market import letters_due, letters_money, queries_money, queries_orders
from entredon.apps.market.entries_orders import GiveBackAsked
from entredon.apps.market.models import Partner
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_found import find_partner
from entredon.apps.market.queries_money import Ready
from entredon.apps.market.queries_origins import month_name
from entredon.apps.market.views_shared import Eyes, frame
from entredon.desk import limits
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log.pages import live, watched
from entredon.log.registry import Refused
from entredon.log.told import short

AT_ONCE = 50
ACT = require_http_methods(["GET", "HEAD", "POST"])
"""For acts whose page, when something was wrong, is read again in another language: that leads back to the partner."""


@require_safe
@watched
def give_back(request: HttpRequest, slug: str) -> HttpResponse:
    """What do partners give back?"""
    rows = queries_money.all_of_them(slug)
    untold, untold_count = queries_money.untold(slug)
    context = frame(
        request,
        slug,
        all_sums=queries_money.totals(rows),
        page=Paginator(rows, AT_ONCE).get_page(request.GET.get("page")),
        late=[row for row in rows if row.overdue],
        untold=untold,
        untold_count=untold_count,
        undone=queries_money.undone(slug),
        long=queries_money.LONG,
        noindex=True,
    )
    return render(request, "market/give_back.html", context)


@require_safe
@watched
def give_back_of(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What does this partner give back?"""
    return _page(request, slug, find_partner(slug, asked))


def _page(request: HttpRequest, slug: str, partner: str, status: int = 200, **more: Any) -> HttpResponse:
    months = queries_money.asked_of(slug, partner)
    owing = Paginator(queries_money.owing(slug, partner), AT_ONCE).get_page(request.GET.get("page"))
    untold, untold_count = queries_money.untold(slug, partner)
    eyes = Eyes(request, slug)
    kept = queries_orders.details(slug, partner)
    context = frame(
        request, slug,
        partner=Partner.objects.get(commons=slug, id=partner),
        name=partner_named(slug, partner),
        rows=queries_money.of_partner(slug, partner),
        ready=[(one, month_name(one.month)) for one in queries_money.ready(slug, partner)],
        open_ones=[
            (one, month_name(one.row.month), queries_money.payment(slug, one.row)) for one in months if one.left > 0
        ],
        months=[(one, month_name(one.row.month)) for one in months],
        owing=owing,
        untold=untold,
        untold_count=untold_count,
        undone=queries_money.undone(slug, partner),
        reachable=kept is not None and bool(kept.email),
        hers=partner in eyes.mine,
        sent=request.GET.get("sent") == "1",
        noindex=True,
    ) | more  # fmt: skip
    return render(request, "market/give_back_of.html", context, status=status)


@signed_in_first
@live
@ACT
def ask(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """A member asks a partner for what it owes of months that are over. Where it is reached here, it gets a letter."""
    partner = find_partner(slug, asked)
    here = reverse("market:give_back_of", args=[slug, short(partner)])
    if request.method != "POST":
        return redirect(here)
    wanted = request.POST.get("currency", "")
    found = next((one for one in queries_money.ready(slug, partner) if one.currency == wanted), None)
    if found is None and queries_money.just_asked(slug, partner, wanted):
        return redirect(here)
    if found is None:
        trouble = _("There is nothing to ask this partner for now: somebody may have asked a moment ago.")
        return _page(request, slug, partner, trouble=trouble)
    try:
        said = say_once(request, slug, _fact(partner, found), {})
    except Refused as refusal:
        return _page(request, slug, partner, 200 if Eyes(request, slug).inside else 403, trouble=tell(refusal))
    row = queries_money.asked(slug, said)
    sent = row is not None and letters_due.asked(request, slug, row)
    return redirect(f"{here}?said={said}{'&sent=1' if sent else ''}")


def _fact(partner: str, found: Ready) -> GiveBackAsked:
    return GiveBackAsked(
        partner=partner, month=found.month, currency=found.currency, count=found.count, minor=found.minor, due=found.due
    )


@signed_in_first
@live
@ACT
def remind(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """A steward sends the letter once more, where something is still to be paid."""
    partner = find_partner(slug, asked)
    here = reverse("market:give_back_of", args=[slug, short(partner)])
    if request.method != "POST":
        return redirect(here)
    eyes = Eyes(request, slug)
    row = queries_money.asked(slug, request.POST.get("month", "")[:64])
    if not eyes.steward:
        return _page(request, slug, partner, 403, trouble=_("Only stewards send letters from here."))
    if row is None or row.row.partner != partner or row.left <= 0:
        return _page(request, slug, partner, trouble=_("There is nothing to pay any more, so no letter was sent."))
    limits.take("ask-to-pay", eyes.account)
    if not letters_money.ask(request, slug, row):
        return _page(request, slug, partner, trouble=_("Where this partner reads its letters isn’t known here."))
    return redirect(f"{here}?sent=1")
