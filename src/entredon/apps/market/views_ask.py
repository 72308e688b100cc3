"""Asking for an offer, and the page of whoever asked: found by the secret in her link, with each step she can take.

A member who signs herself speaks with her own key. Of a guest the word is kept, told to the seller (and to the stewards, where she
withdraws or complains) at once, and said in the record by one of them.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entredon.apps.market import asking as askings
from entredon.apps.market import (
    doing,
    letters,
    naming,
    ordering,
    queries_offers,
    queries_orders,
    split_shown,
    splitting,
    towns,
)
from entredon.apps.market.asking import Wanted
from entredon.apps.market.entries_orders import Ordered, QuoteDeclined
from entredon.apps.market.forms_orders import AskForm, ComplaintForm, NoteForm, ReasonForm
from entredon.apps.market.models import Asking, Order
from entredon.apps.market.views_offers import row
from entredon.apps.market.views_shared import frame
from entredon.apps.people import queries as people
from entredon.desk import limits
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of

ACT = require_http_methods(["GET", "HEAD", "POST"])


@live
@ACT
def ask(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What do you ask for? Guest or member; no account is needed."""
    one = queries_offers.offer(slug, asked)
    viewer = viewer_of(request)
    closed = not one.can_be_asked_for or one.partner in queries_offers.ended_partners(slug)
    form = AskForm(one, request.POST or None, member=viewer.member(slug), initial=_known(request, slug))
    if request.method == "POST" and closed:
        form.add_error(None, _("This can’t be asked for any more. Nothing was sent; what you typed stands below."))
    if request.method == "POST" and form.is_valid():
        return _asked(request, slug, one, form.cleaned_data)
    context = frame(request, slug, offer=one, one=row(slug, one), form=form, closed=closed, noindex=True)
    context["split"] = split_shown.show(slug, splitting.of_offer(slug, queries_offers.row(slug, one.id)), one.id)
    return render(request, "market/ask.html", context)


def _known(request: HttpRequest, slug: str) -> dict[str, str]:
    """What this place knows of a member already."""
    viewer = viewer_of(request)
    person = viewer.person(slug)
    if not person or not viewer.member(slug):
        return {}
    return {"name": people.names(slug, True).get(person, ""), "email": people.address_of(slug, person)}


def _asked(request: HttpRequest, slug: str, one: queries_offers.OfferShown, said: dict[str, Any]) -> HttpResponse:
    """Keep it, and tell both sides. Raises TooOften."""
    limits.take("ask-for-it", viewer_of(request).id or limits.place(request))
    limits.take("ask-for-it-by", said["email"].casefold())
    wanted = Wanted(
        offer=one.id, partner=one.partner, person=viewer_of(request).person(slug) if said.get("signed") else "",
        name=said["name"].strip(), email=said["email"], address=said["address"].strip(), town=town_of(said["address"]),
        quantity=said["quantity"], message=said["message"].strip(),
    )  # fmt: skip
    with transaction.atomic():
        made, fresh = askings.ask(slug, wanted)
        if fresh:
            letters.to_buyer(request, made, "asked")
            letters.to_seller(request, made, "asked")
    return redirect(f"{reverse('market:asked', args=[slug, askings.link_of(made)])}?new=1")


def town_of(address: str) -> int:
    """The town that somebody's address names, so that the seller sees how far it is: on one of its lines, alone or after a postcode."""
    for line in address.splitlines()[::-1]:
        words = line.strip().split(maxsplit=1)
        tries = [line, *(words[1:] if words and any(c.isdigit() for c in words[0]) else [])]
        if found := next((town for one in tries if (town := towns.meant(one))), None):
            return found.id
    return 0


@live
@ACT
def asked(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What became of what I asked for? For whoever has the link; a member who signs herself must be signed in to do so."""
    found = askings.find(slug, token)
    if found is None:
        raise Http404(_("Nothing was asked for at this address, or it was erased. It is the one in your letter."))
    ordering.catch_up(request, found)
    problem: dict[str, Any] = {}
    if request.method == "POST":
        limits.take("market-word", str(found.pk))
        act = request.POST.get("act", "")
        try:
            problem = _do(request, found, act)
        except Refused as refusal:
            problem = {"trouble": tell(refusal)}
        if not problem:
            return redirect(f"{reverse('market:asked', args=[slug, token])}?did={act}" if act in DID else request.path)
        found.refresh_from_db()
    response = render(request, "market/asked.html", _page(request, found, token) | problem)
    response["Referrer-Policy"] = "no-referrer"  # the address of what was asked for opens it
    return response


DID: dict[str, Callable[[], str]] = {
    "order": lambda: _(
        "Thank you. The seller has been told, and records the order; then you learn here and by letter how to pay."
    ),
    "decline": lambda: _("The seller has been told that nothing comes of it."),
    "note": lambda: _("Your message is on its way to the seller."),
    "receive": lambda: _("Thank you. The seller has been told."),
    "withdraw": lambda: _("Your withdrawal is kept with today’s date, and the seller and the stewards have been told."),
    "complain": lambda: _("Your complaint is kept, and the seller and the stewards have been told."),
    "settle": lambda: _("Thank you. The seller and the stewards have been told."),
}
"""What a guest has just done, confirmed."""


def _page(request: HttpRequest, found: Asking, token: str) -> dict[str, Any]:
    slug = found.commons
    one = queries_offers.offer(slug, found.offer)
    quote = queries_orders.quote(slug, found.quote)
    order = queries_orders.order(slug, found.order) if found.order else None
    mine = bool(found.person) and viewer_of(request).person(slug) == found.person
    did = DID.get(request.GET.get("did", ""))
    return frame(
        request, slug,
        asking=found, token=token, offer=one, one=row(slug, one), quote=quote, order=order,
        seller=queries_offers.called(slug, order.row.partner if order else found.partner),
        state=naming.called(naming.STATES, order.row.state) if order else naming.called(naming.ASKINGS, found.state),
        tone=naming.TONES.get(order.row.state, "ink") if order else "coalition",
        count=naming.counted(one.unit, order.row.quantity if order else quote.row.quantity if quote else found.quantity),
        acts=_acts(found, order.row if order else None),
        until=doing.withdraw_until(order.row) if order else "",
        mine=mine, must_sign_in=bool(found.person) and not mine,
        payment=queries_orders.payment(slug, order.row) if order else None,
        details=queries_orders.details(slug, order.row.partner if order else found.partner),
        steps=_steps(slug, order.row) if order else [], course=naming.course(order.row.state) if order else [],
        led_to=queries_orders.led_to(slug, order.row) if order else [],
        split=_split(slug, one, order.row if order else None),
        notes=askings.notes(found), note_form=NoteForm(), reason_form=ReasonForm(guest=not found.person),
        complaint_form=ComplaintForm(guest=not found.person),
        did=did() if did else "", new=request.GET.get("new") == "1", noindex=True,
    )  # fmt: skip


def _split(slug: str, one: queries_offers.OfferShown, order: Order | None) -> split_shown.SplitShown:
    of = splitting.of_order(slug, order) if order else splitting.of_offer(slug, queries_offers.row(slug, one.id))
    return split_shown.show(slug, of)


def _steps(slug: str, order: Order) -> list[dict[str, Any]]:
    return [
        {"step": step, "name": naming.called(naming.STEPS, step.what)} for step in queries_orders.steps(slug, order.id)
    ]


def _acts(found: Asking, order: Order | None) -> list[str]:
    """What the buyer can do now: with a quote, or with the order."""
    if order is not None:
        can = doing.acts(order, {doing.BUYER}, clock.stamp())
        return [one for one in can if not _waits(found, one)]
    if found.state == askings.QUOTED and not found.wants:
        over = queries_orders.quote(found.commons, found.quote)
        return [askings.DECLINE] if over is None or over.over else [askings.ORDER, askings.DECLINE]
    return [askings.DECLINE] if found.state == askings.ASKED else []


def _waits(found: Asking, act: str) -> bool:
    """Whether a guest has said so already, or said what goes before it."""
    return (bool(found.wants) and act != doing.WITHDRAW) or found.wants == askings.WITHDRAW


def _do(request: HttpRequest, found: Asking, act: str) -> dict[str, Any]:
    """Do what the buyer wants. Returns what is wrong with what she typed, nothing where all went well. Raises Refused."""
    if act == "note":
        return _note(request, found)
    order = Order.objects.filter(commons=found.commons, id=found.order).first() if found.order else None
    if _done(found, order, act):
        return {}
    if act not in _acts(found, order):
        raise Refused("This can’t be done now. Here is how it stands.")
    reason = _reason(request, act, guest=not found.person)
    if isinstance(reason, forms.Form):
        return {"complaint_form": reason}
    if found.person:
        return _signed(request, found, order, act, reason)
    _word_of_guest(request, found, act, reason)
    return {}


def _done(found: Asking, order: Order | None, act: str) -> bool:
    """Whether the same button was pressed before: it is done already."""
    if act and act == found.wants:
        return True
    if order is None:
        return act == askings.DECLINE and found.state == askings.DECLINED
    return {
        askings.ORDER: True,
        askings.RECEIVE: bool(order.received_at),
        askings.WITHDRAW: order.state == "withdrawn",
        askings.COMPLAIN: bool(order.complaint),
    }.get(act, False)


def _reason(request: HttpRequest, act: str, *, guest: bool) -> str | forms.Form:
    form = (ComplaintForm if act == askings.COMPLAIN else ReasonForm)(request.POST, guest=guest)
    return str(form.cleaned_data["reason"]).strip() if form.is_valid() else form


def _note(request: HttpRequest, found: Asking) -> dict[str, Any]:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return {"note_form": form}
    text = form.cleaned_data["text"].strip()
    with transaction.atomic():
        if askings.note(found, askings.BUYER, text):
            letters.to_seller(request, found, "note", text=text)
    return {}


def _signed(request: HttpRequest, found: Asking, order: Order | None, act: str, reason: str) -> dict[str, Any]:
    """A member says it herself, with her key. Raises Refused."""
    slug = found.commons
    if viewer_of(request).person(slug) != found.person:
        raise Refused("You asked as a member: sign in first, so that you can sign it.")
    if order is not None:
        ordering.say(request, slug, order, *ordering.fact_of(order, act, reason))
        return {}
    if act == askings.ORDER:
        ordering.ordered(request, found, say_once(request, slug, Ordered(quote=found.quote), {}))
        return {}
    if found.quote:
        say_once(request, slug, QuoteDeclined(quote=found.quote), {})
    _nothing_comes(request, found, reason)
    return {}


def _word_of_guest(request: HttpRequest, found: Asking, act: str, reason: str) -> None:
    """Keep a guest's word and tell those who say it in the record."""
    with transaction.atomic():
        if act == askings.DECLINE and not found.quote:
            _nothing_comes(request, found, reason)
        elif askings.wants(found, act, reason):
            found.refresh_from_db()
            if reason:
                askings.note(found, askings.BUYER, reason)
            if act in (askings.ORDER, askings.WITHDRAW):
                letters.to_buyer(request, found, act, text=reason)  # at once and in writing, as the law asks
            letters.to_seller(request, found, act, text=reason)
            if act in (askings.WITHDRAW, askings.COMPLAIN, askings.SETTLE):
                letters.to_stewards(request, found, act, text=reason)


def _nothing_comes(request: HttpRequest, found: Asking, reason: str) -> None:
    with transaction.atomic():
        rows = Asking.objects.filter(pk=found.pk).exclude(state=askings.DECLINED)
        if rows.update(state=askings.DECLINED, by=askings.BUYER, wants=""):
            letters.to_seller(request, found, "decline" if found.quote else "taken_back", text=reason)
