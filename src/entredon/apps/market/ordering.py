"""What happens beside the record when something is said of an order there: the asking goes on, and both sides get a letter."""

from django.db import transaction
from django.http import HttpRequest

from entredon.apps.market import asking as askings
from entredon.apps.market import doing, letters, queries_orders, telling_once
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
from entredon.desk.saying import said_lately, say_once, say_these_once
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
    "received": askings.RECEIVE,
    "withdrawn": askings.WITHDRAW,
    "complained": askings.COMPLAIN,
    "complaint_settled": askings.SETTLE,
}
"""Which word of a guest each step of an order says in the record."""
STEP = "step"
"""What a letter is about that tells of an entry about an order."""
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


def ordered(request: HttpRequest | None, found: Asking, order: str) -> None:
    """The order is recorded: the buyer learns how to pay."""
    with transaction.atomic():
        fresh = Asking.objects.filter(pk=found.pk).exclude(order=order)
        if fresh.update(state=askings.ORDERED, order=order, by="", wants="", wants_text="", wants_at=None):
            found.refresh_from_db()
            letters.to_buyer(request, found, "ordered")
            if found.person:
                letters.to_seller(request, found, "order")


def catch_up(request: HttpRequest | None, found: Asking) -> Asking:
    """What was said of it in the record by other ways than these pages: its order, and who sells it now."""
    rows = Order.objects.filter(commons=found.commons)
    order = rows.filter(id=found.order).first() if found.order else rows.filter(quote=found.quote or "-").first()
    if order is not None and found.order != order.id:
        ordered(request, found, order.id)
    if order is not None and found.partner != order.partner:
        Asking.objects.filter(pk=found.pk).update(partner=order.partner)
        found.refresh_from_db()
    return found


def say(request: HttpRequest, slug: str, order: Order, fact: Fact, texts: dict[str, str]) -> str:
    """Say something of an order, and tell those whom it concerns; once, however often the button is pressed. Raises Refused."""
    with _turns.take((slug, order.id, fact.kind)):
        if lately := said_lately(request, slug, [(fact, texts)]):
            return lately[0]
        if isinstance(fact, Completed):
            _check_nobody_objects(slug, order)
        entry = say_once(request, slug, fact, texts)
        after(request, slug, order.id, fact.kind.partition(".")[2], entry)
    return entry


def say_late(request: HttpRequest, slug: str, found: Asking, order: Order) -> str:
    """A guest withdrew in time, and nobody said so until that was over: with it a complaint is said, for then it can be told later."""
    facts: list[Fact] = [] if order.complaint else [Complained(order=order.id)]
    facts.append(OrderWithdrawn(order=order.id))
    with _turns.take((slug, order.id, OrderWithdrawn.kind)):
        entries = say_these_once(request, slug, [(fact, {}) for fact in facts])
        found.refresh_from_db()
        if found.wants == askings.WITHDRAW:
            for complaint in entries[:-1]:  # she didn't complain, so she isn't told that she did
                telling_once.once(slug, complaint, STEP, "", lambda: None)
            after(request, slug, order.id, "withdrawn", entries[-1])
    return entries[-1]


def objected(found: Asking | None) -> bool:
    """Whether a guest has withdrawn or complained by her link, and nobody has said so in the record yet."""
    return found is not None and found.wants in (askings.WITHDRAW, askings.COMPLAIN)


def _check_nobody_objects(slug: str, order: Order) -> None:
    """Nothing is completed over the head of a guest. Raises Refused."""
    if objected(askings.of_order(slug, order.id)):
        raise Refused("The buyer has withdrawn or complained: its seller, or a steward, records that first.")


def after(request: HttpRequest | None, slug: str, order: str, what: str, entry: str) -> bool:
    """An entry said something of an order, by a page or a command: whoever asked for it, its sellers and who is to take it over get a
    letter, once. Says whether it was now."""
    return telling_once.once(slug, entry, STEP, "", lambda: _after(request, slug, order, what))


def _after(request: HttpRequest | None, slug: str, order: str, what: str) -> None:
    row = Order.objects.get(commons=slug, id=order)
    found = askings.of_order(slug, order)
    if found is not None:
        _goes_on(found, what, row)
        if what in letters.TO_BUYER:
            letters.to_buyer(request, found, what)
        if found.person and what in WANTED:
            letters.to_seller(request, found, WANTED[what])
    if what == "passed_on" and row.next:
        letters.to_partner(request, slug, row, queries_orders.speaks_for(slug, row.next), what)
    if what == "taken_over":
        letters.to_partner(request, slug, row, queries_orders.handed_over_by(slug, order), what)
    if what == "completed":
        letters.to_partner(request, slug, row, queries_orders.speaks_for(slug, row.partner), what)


def _goes_on(found: Asking, what: str, order: Order) -> None:
    """The asking goes on with its order: its guest's word is said now, its seller may be another."""
    if WANTED.get(what) == found.wants or order.state not in OPEN_ORDERS:
        askings.said(found)
    if found.partner != order.partner:
        Asking.objects.filter(pk=found.pk).update(partner=order.partner)
    found.refresh_from_db()
