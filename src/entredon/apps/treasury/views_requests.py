"""Asking for money: who was asked, asking somebody, one request with all a payer needs, its paper and its letter."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entredon.apps.commons import queries as commons
from entredon.apps.market import queries as market
from entredon.apps.people import queries as people
from entredon.apps.treasury import pay_in, queries_requests, requests_pdf
from entredon.apps.treasury.entries import RequestWithdrawn
from entredon.apps.treasury.forms_requests import AskForm, SendForm
from entredon.apps.treasury.letters_requests import letter, payment_of
from entredon.apps.treasury.queries_out import bearer
from entredon.apps.treasury.queries_requests import RequestShown
from entredon.desk import limits
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of

AT_ONCE = 50
ACT = require_http_methods(["GET", "HEAD", "POST"])
"""For acts whose page, when something was wrong, is read again in another language: that leads back to the request."""


def frame(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What every page about asking and giving has."""
    viewer = viewer_of(request)
    return {
        "commons": commons.commons(slug),
        "tab": "value",
        "noindex": True,
        "inside": viewer.member(slug),
        "steward": viewer.steward(slug),
        "bearer": bearer(slug),
    }


@require_safe
@live
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was asked to pay, and what is still to come?"""
    found = queries_requests.requests(slug)
    open_ones = [one for one in found if one.open]
    coming: dict[str, int] = {}
    for one in open_ones:
        coming[one.currency] = coming.get(one.currency, 0) + one.left
    today = clock.stamp()[:10]
    context = {
        "coming": sorted(coming.items()),
        "open_count": len(open_ones),
        "late": [one.id for one in open_ones if one.due and one.due < today],
        "page": Paginator([*open_ones, *(one for one in found if not one.open)], AT_ONCE).get_page(
            request.GET.get("page")
        ),
        "count": len(found),
        "gifts": pay_in.takes_gifts(slug),
        "market": bool(market.names(slug)),
    }
    return render(request, "treasury/requests.html", frame(request, slug) | context)


@signed_in_first
@live
@ACT
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Who should pay how much, and for what? A steward asks."""
    context = frame(request, slug)
    if not context["steward"]:
        return render(request, "treasury/ask.html", context, status=403)
    form = AskForm(slug, request.POST if request.method == "POST" else None, initial=given(request))
    if request.method == "POST" and form.is_valid():
        fact, texts = form.fact()
        try:
            id = say_once(request, slug, fact, texts)
        except Refused as refusal:
            form.add_error(None, tell(refusal))
        else:
            return redirect(f"{reverse('treasury:request', args=[slug, short(id)])}?said={id}")
    return render(request, "treasury/ask.html", context | {"form": form})


def given(request: HttpRequest) -> dict[str, str]:
    """What an address may fill in beforehand."""
    return {
        name: request.GET[name][:200] for name in ("amount", "currency", "note", "what", "about") if name in request.GET
    }


@require_safe
@live
def request_page(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What is to be paid, and how? For the payer, who needs no account here."""
    found = queries_requests.request(slug, asked)
    sent = request.GET.get("sent") == "1"
    return _page(request, slug, found, {"form": SendForm(), "sent": sent})


def _page(
    request: HttpRequest, slug: str, found: RequestShown, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = frame(request, slug)
    context |= {
        "asked": found,
        "payment": payment_of(slug, found),
        "came_in": queries_requests.came_in(slug, found.id),
        "late": bool(found.open and found.due and found.due < clock.stamp()[:10]),
        "by": people.names(slug, context["inside"]).get(found.person) or people.nameless(found.person),
        "seen": pay_in.known(slug),
    }
    return render(request, "treasury/request.html", context | more, status=status)


@require_safe
@live
def request_pdf(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """A request on paper, to print or to send."""
    found = queries_requests.request(slug, asked)
    data = requests_pdf.paper(
        commons.commons(slug), found, payment_of(slug, found), payer=viewer_of(request).member(slug)
    )
    name = f"{slug}-{found.rf.replace(' ', '')}.pdf"
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@signed_in_first
@live
@ACT
def send(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """A steward sends a request by e-mail."""
    found = queries_requests.request(slug, asked)
    if request.method != "POST":
        return redirect("treasury:request", slug, short(found.id))
    form = SendForm(request.POST)
    viewer = viewer_of(request)
    if not viewer.steward(slug):
        form.add_error(None, _("Only stewards send requests from here. You can send on the address of this page."))
    elif not found.open:
        form.add_error(None, _("There is nothing to pay any more, so no letter was sent."))
    if not form.is_valid():
        return _page(request, slug, found, {"form": form}, status=200 if viewer.steward(slug) else 403)
    limits.take("ask-to-pay", viewer.id)
    letter(request, slug, found, form.cleaned_data["mail"])
    return redirect(f"{reverse('treasury:request', args=[slug, short(found.id)])}?sent=1")


@signed_in_first
@live
@ACT
def withdraw(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """A steward takes a request back."""
    found = queries_requests.request(slug, asked)
    place = reverse("treasury:request", args=[slug, short(found.id)])
    if found.withdrawn or request.method != "POST":
        return redirect(place)
    try:
        id = say_once(request, slug, RequestWithdrawn(request=found.id), {})
    except Refused as refusal:
        viewer = viewer_of(request)
        status = 200 if viewer.steward(slug) else 403
        return _page(request, slug, found, {"form": SendForm(), "trouble": tell(refusal)}, status)
    return redirect(f"{place}?said={id}")
