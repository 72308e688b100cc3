"""Letters about what is asked for and ordered: to the buyer with her own link, to the seller, and to stewards where law wants haste."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_noop

from entredon.apps.commons import queries as commons
from entredon.apps.market import asking as askings
from entredon.apps.market import naming, queries_offers, queries_orders
from entredon.apps.market.models import Asking, Order
from entredon.apps.people import queries as people
from entredon.desk import letters
from entredon.desk.telling import shown
from entredon.log.told import short
from entredon.pure.formats import Day, Money
from entredon.pure.told import Told

TO_BUYER = {
    "asked": gettext_noop("You asked for {title}"),
    "quoted": gettext_noop("A quote for {title}"),
    "declined": gettext_noop("Nothing comes of {title}"),
    "order": gettext_noop("You accepted the quote for {title}"),
    "withdraw": gettext_noop("You withdrew from your order of {title}"),
    "ordered": gettext_noop("Your order of {title}"),
    "begun": gettext_noop("{seller} has begun with {title}"),
    "delivered": gettext_noop("{title} was delivered"),
    "received": gettext_noop("{title} has arrived"),
    "paid": gettext_noop("{title} is paid"),
    "came": gettext_noop("{title} is paid"),
    "withdrawn": gettext_noop("Your order of {title} is undone"),
    "complained": gettext_noop("Your complaint about {title}"),
    "complaint_settled": gettext_noop("Your complaint about {title} is settled"),
    "taken_over": gettext_noop("{seller} sells you {title} from now on"),
    "completed": gettext_noop("What became of what you paid for {title}"),
    "note": gettext_noop("A message about {title}"),
}
"""What letters to a buyer are about, by what has happened."""
TO_SELLER = {
    "asked": gettext_noop("Somebody asks for {title}"),
    "order": gettext_noop("The quote for {title} is accepted"),
    "decline": gettext_noop("Nothing comes of the quote for {title}"),
    "receive": gettext_noop("{title} has arrived"),
    "withdraw": gettext_noop("Somebody withdraws from an order of {title}"),
    "complain": gettext_noop("A complaint about {title}"),
    "settle": gettext_noop("A complaint about {title} is settled"),
    "taken_back": gettext_noop("{title} is not asked for any more"),
    "note": gettext_noop("A message about {title}"),
    "passed_on": gettext_noop("Do you take over an order of {title}?"),
    "taken_over": gettext_noop("{seller} has taken over an order of {title}"),
    "completed": gettext_noop("An order of {title} is completed"),
    "paid": gettext_noop("{title} is paid"),
}
"""What letters to a seller are about."""


def to_buyer(request: HttpRequest | None, asking: Asking, what: str, **more: Any) -> None:
    """Tell who asked what has happened, in the language in which she asked."""
    if not asking.email:
        return
    link = letters.address(request, reverse("market:asked", args=[asking.commons, askings.link_of(asking)]))
    with translation.override(asking.language or translation.get_language() or "en"):
        context = _context(asking, what, link) | more | {"name": asking.name, "member": bool(asking.person)}
        subject = Told(TO_BUYER[what], title=context["title"], seller=context["seller"])
        letters.post(asking.email, subject, "market/letters/buyer.txt", context)


def to_seller(request: HttpRequest | None, asking: Asking, what: str, **more: Any) -> None:
    """Tell who speaks for the seller what the buyer says."""
    person = queries_orders.speaks_for(asking.commons, asking.partner)
    to = people.address_of(asking.commons, person) if person else ""
    if to:
        link = letters.address(request, reverse("market:asking", args=[asking.commons, asking.pk]))
        _to_house(asking, to, what, link, more)


def to_stewards(request: HttpRequest | None, asking: Asking, what: str, **more: Any) -> None:
    """Tell the stewards too what a guest says that can't wait: she withdraws, or complains."""
    link = letters.address(request, reverse("market:asking", args=[asking.commons, asking.pk]))
    seller = queries_orders.speaks_for(asking.commons, asking.partner)  # who was told already
    for steward in people.stewards(asking.commons):
        if steward != seller and (to := people.address_of(asking.commons, steward)):
            _to_house(asking, to, what, link, more)


def to_partner(request: HttpRequest | None, slug: str, order: Order, person: str, what: str) -> None:
    """Tell who speaks for a partner about an order that is handed over, or that was sold."""
    to = people.address_of(slug, person) if person else ""
    if not to:
        return
    link = letters.address(request, reverse("market:order", args=[slug, short(order.id)]))
    with letters.in_language_of(to):
        one = queries_orders.shown(slug, [order])[0]
        context = {
            "what": what, "commons": commons.commons(slug).name, "title": one.title or naming.something(), "seller": one.seller,
            "count": naming.counted(one.unit, order.quantity), "link": link, "price": shown(Money(order.minor, order.currency)),
        }  # fmt: skip
        subject = Told(TO_SELLER[what], title=context["title"], seller=one.seller)
        letters.post(to, subject, "market/letters/seller.txt", context)


def _to_house(asking: Asking, to: str, what: str, link: letters.Link, more: dict[str, Any]) -> None:
    with letters.in_language_of(to):
        context = _context(asking, what, link) | more
        context |= {"name": asking.name, "email": asking.email, "address": asking.address}
        subject = Told(TO_SELLER[what], title=context["title"], seller=context["seller"])
        letters.post(to, subject, "market/letters/seller.txt", context)


def _context(asking: Asking, what: str, link: letters.Link) -> dict[str, Any]:
    """What every letter about something that was asked for tells."""
    slug = asking.commons
    offer = queries_offers.offer(slug, asking.offer)
    quote = queries_orders.quote(slug, asking.quote)
    order = Order.objects.filter(commons=slug, id=asking.order).first() if asking.order else None
    seller = queries_offers.called(slug, order.partner if order else asking.partner)
    found = order or (quote.row if quote else None)
    quantity = found.quantity if found else asking.quantity
    return {
        "what": what,
        "commons": commons.commons(slug).name,
        "title": offer.title or naming.something(),
        "seller": seller,
        "count": naming.counted(offer.unit, quantity),
        "price": shown(Money(found.minor, found.currency)) if found else "",
        "until": shown(Day(quote.row.until)) if quote else "",
        "note": quote.note if quote else "",
        "message": asking.message,
        "said_at": asking.wants_at,
        "withdraw_days": found.withdraw_days if found else offer.withdraw_days,
        "details": queries_orders.details(slug, order.partner if order else asking.partner),
        "payment": queries_orders.payment(slug, order) if order else None,
        "link": link,
    }
