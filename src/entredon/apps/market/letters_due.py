"""Letters about money that nobody has to press for: to partners, what they are asked for, and once more when it is late; to stewards, what
can be asked for now, and what is late; to seller and buyer, that what was paid to the bearer is there, and what commands said of orders.

The worker writes them. Asking itself is signed by a member, so of that stewards are told, once a month, with the way to do it.
"""

from collections.abc import Iterator
from functools import partial

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.market import asking as askings
from entredon.apps.market import letters as about_orders
from entredon.apps.market import letters_money, ordering, queries_money, queries_orders, telling_once
from entredon.apps.market.models import Asked, Asking, Claim, Order, OrderStep
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_money import AskedShown
from entredon.apps.market.queries_origins import month_name
from entredon.apps.people import queries as people
from entredon.desk import letters
from entredon.desk.telling import shown
from entredon.log.told import short
from entredon.pure.formats import Money
from entredon.pure.told import Told

ASKED, LATE, OVERDUE, READY, PAID, CAME = "asked", "late", "overdue", "ready", "paid", "came"
"""What a letter is about: a partner is asked, or is late; to stewards that it is, and what can be asked for; that an order is paid, to
its seller and to its buyer."""
SUBJECTS = {
    READY: Told("What partners of {commons} give back can be asked for"),
    OVERDUE: Told("{name} is late with what it gives back"),
}


def send_due() -> int:
    """Write all letters that are due; returns how many."""
    return sum(_of_requests()) + sum(_of_months()) + sum(_of_steps()) + sum(_of_orders())


# What was asked for


def asked(request: HttpRequest | None, slug: str, row: AskedShown, what: str = ASKED) -> bool:
    """A partner is asked, or is late: it gets the letter about it, once. False where it was written before, or isn't reached here."""
    kept = queries_orders.details(slug, row.row.partner)
    if kept is None or not kept.email:
        return False
    write = partial(letters_money.ask, request, slug, row)
    return telling_once.once(slug, row.row.id, what, queries_orders.speaks_for(slug, row.row.partner), write)


def _of_requests() -> Iterator[int]:
    """Those who were asked lately, by whatever way, and those who are late since lately: these, and the stewards."""
    since = telling_once.since()
    for row in Asked.objects.filter(paid__lt=F("minor")).order_by("commons", "position"):
        late = queries_money.late(row.due)
        found = AskedShown(row, late)
        if late and row.due >= since[:10]:
            yield asked(None, row.commons, found, LATE)
            yield _tell_stewards(row.commons, row.id, OVERDUE, [(row.partner, found.left, row.currency)], late)
        elif not late and row.at >= since:
            yield asked(None, row.commons, found)


def _of_months() -> Iterator[int]:
    """Of a month that is over, what partners can be asked for: told to the stewards of each commons, once."""
    rows = Claim.objects.filter(asked="", at__lt=queries_money.month_now())
    for slug in sorted(set(rows.values_list("commons", flat=True))):
        ready = [one for one in queries_money.all_of_them(slug) if one.ready]
        month = queries_money.month_before()
        yield _tell_stewards(slug, month, READY, [(one.partner, one.ready, one.currency) for one in ready])


def _tell_stewards(slug: str, about: str, what: str, rows: list[tuple[str, int, str]], late: int = 0) -> int:
    """Write to the stewards; what is late not to who speaks for the partner herself."""
    hers = queries_orders.speaks_for(slug, rows[0][0]) if what == OVERDUE else ""
    told = [one for one in people.stewards(slug) if one != hers]
    return telling_once.to_each(slug, about, what, told, partial(_to_steward, slug, about, what, rows, late))


def _to_steward(slug: str, about: str, what: str, rows: list[tuple[str, int, str]], late: int, to: str) -> None:
    with letters.in_language_of(to) as language:
        name = commons.commons(slug).name
        context = {
            "what": what, "commons": name, "late": late, "month": month_name(about) if what == READY else "",
            "rows": [
                (partner_named(slug, id), shown(Money(minor, currency)), _page(slug, id).led(language))
                for id, minor, currency in rows
            ],
            "link": letters.address(None, reverse("market:give_back", args=[slug])),
        }  # fmt: skip
        subject = Told(SUBJECTS[what].sentence, name=partner_named(slug, rows[0][0]), commons=name)
        letters.post(to, subject, "market/letters/stewards.txt", context)


def _page(slug: str, id: str) -> letters.Link:
    return letters.address(None, reverse("market:give_back_of", args=[slug, short(id)]))


# Orders


def _of_orders() -> Iterator[int]:
    """Orders for which all has come in lately: the seller can begin, and the buyer knows that it is there."""
    rows = Order.objects.filter(pay="bearer", paid_at__gte=telling_once.since(), paid__gte=F("minor"))
    for row in rows.filter(state__in=queries_orders.OPEN_ORDERS).order_by("commons", "position"):
        slug, person = row.commons, queries_orders.speaks_for(row.commons, row.partner)
        yield telling_once.to_each(slug, row.id, PAID, [person], partial(_to_seller, row, person))
        asking = askings.of_order(slug, row.id)
        if asking is not None and asking.email:
            yield telling_once.once(
                slug, row.id, CAME, asking.person, partial(about_orders.to_buyer, None, asking, CAME)
            )


def _to_seller(order: Order, person: str, _to: str) -> None:
    about_orders.to_partner(None, order.commons, order, person, PAID)


def _of_steps() -> Iterator[int]:
    """What was said lately by a command, or with a key on somebody's own device, of what was asked for here."""
    for asking in Asking.objects.filter(order="", state=askings.QUOTED).exclude(quote=""):
        yield bool(ordering.catch_up(None, asking).order)
    steps = OrderStep.objects.filter(at__gte=telling_once.since(), what__in=[*about_orders.TO_BUYER, "passed_on"])
    for slug, order, what, entry in steps.order_by("position").values_list("commons", "order", "what", "id"):
        if what != "ordered" and askings.of_order(slug, order) is not None:
            yield ordering.after(None, slug, order, what, entry)
