"""Letters about money: by which a partner is asked for what it gives back, once more where it is late; to stewards, what can be asked for
and what is late; to both sides, that what was paid to the bearer for an order is there."""

from django.http import HttpRequest
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.market import queries_money, queries_orders
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_money import AskedShown
from entredon.apps.market.queries_origins import month_name
from entredon.apps.treasury import queries as treasury
from entredon.desk import letters
from entredon.desk.telling import shown
from entredon.log.told import short
from entredon.pure.formats import Day, Money
from entredon.pure.told import Told


def ask(request: HttpRequest | None, slug: str, asked: AskedShown) -> bool:
    """Write to the address that the partner gave as a seller, in the language of whoever has it. False where none is known here."""
    row = asked.row
    kept = queries_orders.details(slug, row.partner)
    if kept is None or not kept.email:
        return False
    about, left = commons.commons(slug), Money(asked.left, row.currency)
    with letters.in_language_of(kept.email):
        context = {
            "commons": about.name,
            "name": partner_named(slug, row.partner),
            "bearer": treasury.bearer(slug),
            "amount": shown(left),
            "whole": shown(Money(row.minor, row.currency)),
            "paid": bool(row.paid),
            "count": row.count,
            "month": month_name(row.month),
            "due": shown(Day(row.due)),
            "late": asked.late,
            "payment": queries_money.payment(slug, row),
            "link": letters.address(request, reverse("treasury:request", args=[slug, short(row.id)])),
            "paper": letters.address(request, reverse("treasury:request_pdf", args=[slug, short(row.id)])),
            "orders": letters.address(request, reverse("market:give_back_of", args=[slug, short(row.partner)])),
        }
    subject = Told("{commons} asks for what you give back: {amount}", commons=about.name, amount=left)
    letters.post(kept.email, subject, "market/letters/give_back.txt", context)
    return True
