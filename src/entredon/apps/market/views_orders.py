"""What became of this order? The public page without names: steps, split, and what it led to; with what whoever looks can do."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from entredon.apps.market import asking as askings
from entredon.apps.market import doing, naming, ordering, queries_orders, split_shown, splitting
from entredon.apps.market.forms_orders import ComplaintForm, PaidForm, PassForm, ReasonForm
from entredon.apps.market.models import Order
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_orders import OrderShown
from entredon.apps.market.views_shared import Eyes, frame
from entredon.desk.doors import signed_in_first
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.pages import live, page, watched
from entredon.log.registry import Refused
from entredon.log.told import short

AT_ONCE = 40
ACT = require_http_methods(["GET", "HEAD", "POST"])
TYPED: dict[str, Any] = {
    doing.PAID: PaidForm,
    doing.COMPLAIN: ComplaintForm,
    doing.WITHDRAW: ReasonForm,
    doing.SETTLE: ReasonForm,
}
"""What is typed with an act."""


@require_safe
@page
def orders(request: HttpRequest, slug: str) -> HttpResponse:
    """What was ordered here?"""
    found = Paginator(queries_orders.orders(slug), AT_ONCE).get_page(request.GET.get("page"))
    context = frame(
        request,
        slug,
        page=found,
        rows=[line(one) for one in queries_orders.shown(slug, found.object_list)],
        noindex=True,
    )
    return render(request, "market/orders.html", context)


def line(one: OrderShown) -> dict[str, Any]:
    """An order in a list."""
    return {
        "order": one,
        "title": one.title or naming.something(),
        "count": naming.counted(one.unit, one.row.quantity),
        "state": naming.called(naming.STATES, one.row.state),
        "tone": naming.TONES[one.row.state],
    }


@require_safe
@watched
def order(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What became of this order?"""
    return _order(request, slug, queries_orders.order(slug, asked))


def _order(request: HttpRequest, slug: str, one: OrderShown, status: int = 200, **more: Any) -> HttpResponse:
    eyes, found = Eyes(request, slug), one.row
    roles = queries_orders.roles(slug, found, eyes.me, steward=eyes.steward, member=eyes.inside, mine=eyes.mine)
    asking = askings.of_order(slug, found.id)
    can = doing.acts(found, roles, clock.stamp())
    if ordering.objected(asking):
        can = [one for one in can if one != doing.COMPLETE]
    sellers = splitting.pairs(found.parts, "partner", "ppm") or ((found.partner, 1),)
    context = frame(
        request, slug,
        one=line(one), order=found, roles=roles,
        acts=[one for one in can if _at_once(one, roles)],
        more=[one for one in can if not _at_once(one, roles)],
        split=split_shown.show(slug, splitting.of_order(slug, found), found.offer),
        sellers=[(partner_named(slug, id), id) for id, _ppm in sellers],
        next_seller=partner_named(slug, found.next) if found.next else "",
        steps=[{"step": step, "name": naming.called(naming.STEPS, step.what)} for step in queries_orders.steps(slug, found.id)],
        course=naming.course(found.state), until=doing.withdraw_until(found),
        led_to=queries_orders.led_to(slug, found),
        claims=[(one, queries_orders.monthly(slug, one.asked)) for one in queries_orders.claims(slug, found)],
        payment=queries_orders.payment(slug, found) if doing.BUYER in roles or found.pay == "bearer" else None,
        details=queries_orders.details(slug, found.partner) if doing.BUYER in roles else None,
        asking=asking if asking is not None and asking.partner in eyes.mine else None,
        paid_form=PaidForm(), complaint_form=ComplaintForm(), reason_form=ReasonForm(),
        pass_form=PassForm(slug, eyes.mine) if doing.SELLER in roles else None,
        noindex=True,
    ) | more  # fmt: skip
    return render(request, "market/order.html", context, status=status)


def _at_once(what: str, roles: set[str]) -> bool:
    """Whether an act is a button beside what became of the order: those with nothing to type, said for oneself."""
    return what in ordering.PLAIN and (what != doing.RECEIVE or doing.BUYER in roles)


@signed_in_first
@live
@ACT
def act(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Somebody does something with an order: seller, buyer, a steward for a guest, or any member who completes it."""
    one = queries_orders.order(slug, asked)
    here = reverse("market:order", args=[slug, short(one.id)])
    if request.method != "POST":
        return redirect(here)
    what = request.POST.get("act", "")
    form = _typed(request, slug, what)
    if form is not None and not form.is_valid():
        wrong: dict[str, Any] = {_NAMES.get(what, "reason_form"): form}
        return _order(request, slug, one, **wrong)
    try:
        said = ordering.say(request, slug, one.row, *_fact(one.row, what, form))
    except Refused as refusal:
        return _order(request, slug, one, 200 if Eyes(request, slug).inside else 403, trouble=tell(refusal))
    return redirect(f"{here}?said={said}")


_NAMES = {doing.PAID: "paid_form", doing.COMPLAIN: "complaint_form", doing.PASS: "pass_form"}


def _typed(request: HttpRequest, slug: str, what: str) -> forms.Form | None:
    if what == doing.PASS:
        return PassForm(slug, Eyes(request, slug).mine, request.POST)
    made: forms.Form | None = TYPED[what](request.POST) if what in TYPED else None
    return made


def _fact(found: Order, what: str, form: forms.Form | None) -> tuple[Any, dict[str, str]]:
    said = form.cleaned_data if form is not None else {}
    partner = form.known[said["partner"]] if isinstance(form, PassForm) else ""
    return ordering.fact_of(found, what, str(said.get("reason", "")).strip(), day=said.get("day", ""), partner=partner)
