"""What happens beside the record when something is said of an order there: the asking goes on, and both sides get a letter."""

from django.db import transaction
from django.http import HttpRequest

from entredon.apps.market import asking as askings
from entredon.apps.market import doing, letters
from entredon.apps.market.entries_orders import (
    Begun,
    Complained,
    ComplaintSettled,
    Completed,
    Delivered,
    GotIt,
    OrderWithdrawn,
    Paid,
    PassedOn,
    TakenOver,
)
from entredon.apps.market.models import Asking, Order
from entredon.apps.market.queries_orders import OPEN_ORDERS
from entredon.desk.saying import said_lately, say_once
from entredon.log.registry import Fact, Refused
from entredon.log.turns import Turns

PLAIN: dict[str, type[Fact]] = {
    doing.BEGIN: Begun,
    doing.DELIVER: Delivered,
    doing.RECEIVE: GotIt,
    doing.TAKE: TakenOver,
    doing.COMPLETE: Completed,
}
"""What is said with nothing but the order."""
REASONED: dict[str, type[Fact]] = {
    doing.WITHDRAW: OrderWithdrawn,
    doing.COMPLAIN: Complained,
    doing.SETTLE: ComplaintSettled,
}
"""What is said with a reason beside the record."""
WANTED = {
    GotIt: askings.RECEIVE,
    OrderWithdrawn: askings.WITHDRAW,
    Complained: askings.COMPLAIN,
    ComplaintSettled: askings.SETTLE,
}
"""Which word of a guest each of these says in the record."""
_turns = Turns()


def fact_of(
    order: Order, act: str, reason: str = "", *, day: str = "", partner: str = ""
) -> tuple[Fact, dict[str, str]]:
    """What is said by an act, with its texts. Raises Refused for an act that isn't known."""
    texts = {"reason": reason} if reason else {}
    if act in PLAIN:
        return PLAIN[act](order=order.id), {}
    if act in REASONED:
        return REASONED[act](order=order.id), texts
    if act == doing.PAID:
        return Paid(order=order.id, day=day), {}
    if act == doing.PASS:
        return PassedOn(order=order.id, partner=partner), {}
    raise Refused("Nobody knows what this would do.")


def quoted(request: HttpRequest, found: Asking, quote: str) -> None:
    """The seller has made a quote: whoever asked is told, once."""
    with transaction.atomic():
        fresh = Asking.objects.filter(pk=found.pk).exclude(quote=quote)
        if fresh.update(state=askings.QUOTED, quote=quote, by="", wants="", wants_text="", wants_at=None):
            found.refresh_from_db()
            letters.to_buyer(request, found, "quoted")


def ordered(request: HttpRequest, found: Asking, order: str) -> None:
    """The order is recorded: the buyer learns how to pay."""
    with transaction.atomic():
        fresh = Asking.objects.filter(pk=found.pk).exclude(order=order)
        if fresh.update(state=askings.ORDERED, order=order, by="", wants="", wants_text="", wants_at=None):
            found.refresh_from_db()
            letters.to_buyer(request, found, "ordered")
            if found.person:
                letters.to_seller(request, found, "order")


def catch_up(found: Asking) -> Asking:
    """What was said of it in the record by other ways than these pages: its order, and who sells it now."""
    rows = Order.objects.filter(commons=found.commons)
    order = rows.filter(id=found.order).first() if found.order else rows.filter(quote=found.quote or "-").first()
    if order is not None and (found.order, found.partner) != (order.id, order.partner):
        Asking.objects.filter(pk=found.pk).update(order=order.id, partner=order.partner, state=askings.ORDERED)
        found.refresh_from_db()
    return found


def say(request: HttpRequest, slug: str, order: Order, fact: Fact, texts: dict[str, str]) -> str:
    """Say something of an order, and tell those whom it concerns; once, however often the button is pressed. Raises Refused."""
    with _turns.take((slug, order.id, fact.kind)):
        if lately := said_lately(request, slug, [(fact, texts)]):
            return lately[0]
        entry = say_once(request, slug, fact, texts)
        after(request, slug, order.id, fact)
    return entry


def after(request: HttpRequest, slug: str, order: str, fact: Fact) -> None:
    """Something was said of an order: whoever asked for it, its seller and who is to take it over get a letter."""
    row = Order.objects.get(commons=slug, id=order)
    found = askings.of_order(slug, order)
    with transaction.atomic():
        if found is not None:
            _goes_on(found, fact, row)
            what = fact.kind.partition(".")[2]
            if what in letters.TO_BUYER:
                letters.to_buyer(request, found, what)
            if found.person and type(fact) in WANTED:
                letters.to_seller(request, found, WANTED[type(fact)])
        if isinstance(fact, PassedOn):
            letters.to_partner(request, slug, row, fact.partner, "passed_on")
        if isinstance(fact, Completed):
            letters.to_partner(request, slug, row, row.partner, "completed")


def _goes_on(found: Asking, fact: Fact, order: Order) -> None:
    """The asking goes on with its order: its guest's word is said now, its seller may be another."""
    if WANTED.get(type(fact)) == found.wants or order.state not in OPEN_ORDERS:
        askings.said(found)
    if found.partner != order.partner:
        Asking.objects.filter(pk=found.pk).update(partner=order.partner)
    found.refresh_from_db()
