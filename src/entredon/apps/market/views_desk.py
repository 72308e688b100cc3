"""What is asked of me? For who speaks for a partner: askings, quotes and orders, with the one next step for each."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

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
    typing_in,
    words_partners,
)
from entredon.apps.market.entries_orders import Ordered, QuoteDeclined
from entredon.apps.market.forms_orders import NoteForm, QuoteForm, ReasonForm, beforehand
from entredon.apps.market.models import Asking, Offer, Order
from entredon.apps.market.queries_found import texts_called
from entredon.apps.market.views_offers import row
from entredon.apps.market.views_shared import Eyes, bearer_name, frame
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import said_lately, say, say_once
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.turns import Turns
from entredon.pure.places.distance import haversine

AT_ONCE = 30
ACT = require_http_methods(["GET", "HEAD", "POST"])
_turns = Turns()


@require_safe
@signed_in_first
@live
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked of me?"""
    eyes = Eyes(request, slug)
    if not eyes.mine and not eyes.steward:
        return render(request, "market/desk.html", frame(request, slug, closed=True, noindex=True), status=403)
    over = request.GET.get("over") == "1"
    asked = Paginator(queries_orders.askings_of(slug, eyes.mine, over=over), AT_ONCE).get_page(request.GET.get("page"))
    context = frame(
        request, slug,
        over=over, asked=asked, askings=_asking_rows(slug, asked.object_list),
        orders=_order_rows(slug, eyes, over), orders_count=_orders(slug, eyes, over).count(),
        to_join=_to_join(slug, eyes), guests=_guests(slug, eyes), noindex=True,
        missing=[one for one in eyes.partners if queries_orders.details(slug, one.id) is None],
    )  # fmt: skip
    return render(request, "market/desk.html", context)


def _asking_rows(slug: str, rows: Any) -> list[dict[str, Any]]:
    found = list(rows)
    offers = {one.id: one for one in Offer.objects.filter(commons=slug, id__in={row.offer for row in found})}
    titles = texts_called(slug, offers, "title")
    orders = {
        one.id: one for one in Order.objects.filter(commons=slug, id__in={row.order for row in found if row.order})
    }
    return [
        {
            "asking": one,
            "title": titles.get(one.offer) or naming.something(),
            "count": naming.counted(offers[one.offer].unit, one.quantity),
            "next": _next_of(one, orders.get(one.order)),
            **_how_far(one, orders.get(one.order)),
        }
        for one in found
    ]  # fmt: skip


def _how_far(one: Asking, order: Order | None) -> dict[str, str]:
    """How far it is with something that was asked for, in words and colour."""
    if order is not None:
        return {"state": naming.called(naming.STATES, order.state), "tone": naming.TONES[order.state]}
    return {
        "state": naming.called(naming.ASKINGS, one.state),
        "tone": "ink" if one.state == askings.DECLINED else "coalition",
    }


SAID = {
    askings.ORDER: lambda: _("Record the order"),
    askings.DECLINE: lambda: _("Record that nothing comes of it"),
    askings.RECEIVE: lambda: _("Record that it has arrived"),
    askings.WITHDRAW: lambda: _("Record the withdrawal"),
    askings.COMPLAIN: lambda: _("Record the complaint"),
    askings.SETTLE: lambda: _("Record that the complaint is settled"),
}
"""What is to be recorded of what a guest said."""
NEXT = {
    doing.BEGIN: lambda: _("Begin"),
    doing.DELIVER: lambda: _("Say that it is delivered"),
    doing.PAID: lambda: _("Say that it is paid"),
    doing.TAKE: lambda: _("Take it over"),
    doing.COMPLETE: lambda: _("Complete it"),
}


def _next_of(one: Asking, order: Order | None) -> str:
    """The next step with something that was asked for, in words; "" where it isn't the seller's turn."""
    if one.wants:
        return SAID[one.wants]()
    if order is None:
        return _("Make a quote") if one.state == askings.ASKED else ""
    return _next(order, {doing.SELLER, doing.MEMBER})


def _next(order: Order, roles: set[str]) -> str:
    can = doing.acts(order, roles, clock.stamp())
    return next((NEXT[act]() for act in can if act in NEXT), "")


def _orders(slug: str, eyes: Eyes, over: bool) -> Any:
    """Orders that nobody asked for here: by commands, or from elsewhere; and those to be taken over."""
    rows = queries_orders.orders(slug, partners=eyes.mine) if eyes.mine else Order.objects.none()
    known = Asking.objects.filter(commons=slug, partner__in=eyes.mine).exclude(order="").values("order")
    rows = (
        rows.filter(state__in=queries_orders.OPEN_ORDERS)
        if not over
        else rows.exclude(state__in=queries_orders.OPEN_ORDERS)
    )
    return rows.exclude(id__in=known)


def _order_rows(slug: str, eyes: Eyes, over: bool) -> list[dict[str, Any]]:
    return [
        {
            "order": one,
            "title": one.title or naming.something(),
            "count": naming.counted(one.unit, one.row.quantity),
            "state": naming.called(naming.STATES, one.row.state),
            "tone": naming.TONES[one.row.state],
            "next": _next(
                one.row, queries_orders.roles(slug, one.row, eyes.me, steward=False, member=True, mine=eyes.mine)
            ),
        }
        for one in queries_orders.shown(slug, _orders(slug, eyes, over)[:AT_ONCE])
    ]


def _to_join(slug: str, eyes: Eyes) -> list[dict[str, Any]]:
    """Joint offers that wait for one of hers."""
    rows = Offer.objects.filter(commons=slug, state=queries_offers.WAITING).order_by("-position")[:200]
    shown = queries_offers.shown(
        slug, [one for one in rows if any(id in eyes.mine for id, _ppm in splitting.pairs(one.parts, "partner", "ppm"))]
    )
    return [row(slug, one) for one in shown if any(id in eyes.mine for id in one.waits_for)]


def _guests(slug: str, eyes: Eyes) -> list[dict[str, Any]]:
    """For stewards: words of guests that their sellers haven't said in the record yet."""
    if not eyes.steward:
        return []
    rows = queries_orders.to_be_said(slug).exclude(order="").exclude(partner__in=eyes.mine)[:AT_ONCE]
    return [
        {"asking": one, "what": SAID[one.wants](), "seller": queries_offers.called(slug, one.partner)} for one in rows
    ]


@signed_in_first
@live
@ACT
def one(request: HttpRequest, slug: str, id: int) -> HttpResponse:
    """What do I answer? One asking, for its seller; where a guest said something of an order, for stewards too."""
    eyes = Eyes(request, slug)
    found = Asking.objects.filter(commons=slug, id=id).first()
    if found is not None:
        ordering.catch_up(request, found)
    if found is not None and found.order and eyes.steward and found.partner not in eyes.mine and not found.wants:
        return redirect("market:order", slug, short(found.order))  # a letter to stewards led here, and it is recorded
    if found is None or not (found.partner in eyes.mine or (eyes.steward and found.wants and found.order)):
        if not eyes.account:
            raise PermissionDenied
        raise Http404(_("Nothing was asked of you at this address."))
    offer = queries_offers.offer(slug, found.offer)
    quote_form = QuoteForm(slug, offer, found, bearer_name(slug), initial=_again(slug, found, offer))
    problem: dict[str, Any] = {}
    if request.method == "POST":
        try:
            done = _do(request, eyes, found, offer)
        except Refused as refusal:
            problem["trouble"] = tell(refusal)
        else:
            if isinstance(done, str):
                return redirect(f"{reverse('market:asking', args=[slug, found.pk])}{done}")
            problem |= done
        found.refresh_from_db()
    return render(request, "market/asking.html", _page(request, eyes, found, offer, quote_form) | problem)


def _again(slug: str, found: Asking, offer: queries_offers.OfferShown) -> Any:
    """A quote that is changed begins with its own numbers."""
    quote = queries_orders.quote(slug, found.quote)
    if quote is None:
        return None
    return beforehand(offer, quote.row.quantity) | {
        "price": typing_in.written(quote.row.minor, quote.row.currency), "note": quote.note, "pay": quote.row.pay,
        "margin": typing_in.written(quote.row.margin, quote.row.currency), "withdraw_days": str(quote.row.withdraw_days),
    }  # fmt: skip


def _page(
    request: HttpRequest, eyes: Eyes, found: Asking, offer: queries_offers.OfferShown, quote_form: QuoteForm
) -> dict[str, Any]:
    slug = found.commons
    order = queries_orders.order(slug, found.order) if found.order else None
    hers = found.partner in eyes.mine
    return frame(
        request, slug,
        asking=found, offer=offer, one=row(slug, offer), order=order, hers=hers,
        quote=queries_orders.quote(slug, found.quote),
        count=naming.counted(offer.unit, found.quantity), far=_far(offer.town, found.town),
        **_how_far(found, order.row if order else None),
        to_say=SAID[found.wants]() if found.wants else "",
        over=order is not None and order.row.state not in queries_orders.OPEN_ORDERS,
        can_quote=hers and not found.order and found.wants != askings.ORDER,
        quote_form=quote_form, note_form=NoteForm(), reason_form=ReasonForm(),
        notes=askings.notes(found), details=queries_orders.details(slug, found.partner),
        split=split_shown.show(slug, splitting.of_order(slug, order.row), order.row.offer) if order else None,
        can_change=found.state == askings.QUOTED, noindex=True,
    )  # fmt: skip


def _far(seller: int, buyer: int) -> str:
    """How far it is from the seller's town to the buyer's, in words; "" where one isn't known."""
    here, there = towns.town(seller), towns.town(buyer)
    return words_partners.distance(haversine(here.lat, here.lon, there.lat, there.lon)) if here and there else ""


def _do(request: HttpRequest, eyes: Eyes, found: Asking, offer: queries_offers.OfferShown) -> str | dict[str, Any]:
    """What the seller wants: returns the rest of the address to go to, or what was typed wrong. Raises Refused."""
    act = request.POST.get("act", "")
    if act == "say":
        return _say(request, found)
    if found.partner not in eyes.mine:
        raise Refused("Only the seller can do this.")
    if act == "quote":
        if queries_orders.details(found.commons, found.partner) is None:
            raise Refused(
                "Before you make a quote, buyers must know who sells to them and where, and on which account they pay."
            )
        return _quote(request, found, offer)
    if act == "decline":
        return _decline(request, found)
    if act == "note":
        return _note(request, found)
    raise Refused("Nobody knows what this would do.")


def _say(request: HttpRequest, found: Asking) -> str:
    """Say in the record what a guest said by her link. Raises Refused."""
    slug, wants = found.commons, found.wants
    if not wants:
        return ""
    if wants == askings.ORDER:
        said = say_once(request, slug, Ordered(quote=found.quote), {})
        ordering.ordered(request, found, said)
        return f"?said={said}"
    if wants == askings.DECLINE:
        said = say_once(request, slug, QuoteDeclined(quote=found.quote), {})
        Asking.objects.filter(pk=found.pk).update(state=askings.DECLINED, by=askings.BUYER, wants="", wants_text="")
        return f"?said={said}"
    order = Order.objects.get(commons=slug, id=found.order)
    if wants == askings.WITHDRAW and not doing.can_withdraw(order, clock.stamp()):
        return f"?said={ordering.say_late(request, slug, found, order)}"
    return f"?said={ordering.say(request, slug, order, *ordering.fact_of(order, wants))}"


def _quote(request: HttpRequest, found: Asking, offer: queries_offers.OfferShown) -> str | dict[str, Any]:
    form = QuoteForm(found.commons, offer, found, bearer_name(found.commons), request.POST)
    if not form.is_valid():
        return {"quote_form": form}
    if found.order:
        raise Refused("This is ordered already: its price stands.")
    try:
        quote = _say_quote(request, found, form)
    except Refused as refusal:
        form.add_error(None, tell(refusal))
        return {"quote_form": form}
    return f"?said={quote}"


def _say_quote(request: HttpRequest, found: Asking, form: QuoteForm) -> str:
    """Say a quote, in place of the one before, and tell who asked; the same form sent twice makes one. Raises Refused.

    Two who ask for the same within a moment get a quote each, also where these say the same.
    """
    shown = str(request.POST.get("replaces", ""))[:64]
    with _turns.take((found.commons, "quote", found.pk)):
        found.refresh_from_db()
        lately = said_lately(request, found.commons, [form.fact(shown)])
        if found.quote in lately:
            return found.quote
        fact, texts = form.fact(found.quote if found.state == askings.QUOTED else "")
        quote = say(request, found.commons, fact, texts).id
        ordering.quoted(request, found, quote)
    return quote


def _decline(request: HttpRequest, found: Asking) -> str:
    reason = ReasonForm(request.POST)
    text = reason.cleaned_data["reason"].strip() if reason.is_valid() else ""
    if found.order:
        raise Refused("This is ordered already. If you can’t deliver, undo the order.")
    if found.state == askings.QUOTED:
        say_once(request, found.commons, QuoteDeclined(quote=found.quote), {})
    with transaction.atomic():
        fresh = Asking.objects.filter(pk=found.pk).exclude(state=askings.DECLINED)
        if fresh.update(state=askings.DECLINED, by=askings.SELLER, wants=""):
            letters.to_buyer(request, found, "declined", text=text)
    return ""


def _note(request: HttpRequest, found: Asking) -> str | dict[str, Any]:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return {"note_form": form}
    text = form.cleaned_data["text"].strip()
    with transaction.atomic():
        if askings.note(found, askings.SELLER, text):
            letters.to_buyer(request, found, "note", text=text)
    return "#notes"


def address_of(slug: str, order: Order) -> str:
    """Where the seller finds who asked for an order; its public page where nobody did here."""
    found = askings.of_order(slug, order.id)
    return (
        reverse("market:asking", args=[slug, found.pk])
        if found
        else reverse("market:order", args=[slug, short(order.id)])
    )
