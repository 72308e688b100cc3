"""What this app holds about who buys: what she asked for, and what she and the seller wrote about it. Nothing of it is in the record.

What nothing came of is deleted after half a year, the rest some years after its order has ended (see ``asking``).
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from entredon.apps.market import asking
from entredon.apps.market.models import Asking, AskingNote, Order, Partner
from entredon.log import personal
from entredon.log.personal import Who


def _asked(who: Who) -> QuerySet[Asking]:
    """What she asked for, as a member or by an address of hers."""
    addresses = sorted({address.lower() for address in who.addresses})
    return Asking.objects.filter(who.anywhere() | Q(In(Lower(F("email")), addresses)))


def _notes(who: Who) -> QuerySet[AskingNote]:
    """What she wrote about it: as who asked, and as who sells."""
    partners = Partner.objects.filter(who.anywhere()).values("id")
    sold = Asking.objects.filter(partner__in=partners).values("pk")
    bought = _asked(who).values("pk")
    return AskingNote.objects.filter(Q(asking__in=bought, by=asking.BUYER) | Q(asking__in=sold, by=asking.SELLER))


def _forget_asked(who: Who) -> None:
    """With what she asked for goes what was written to her about it."""
    rows = list(_asked(who).values_list("pk", flat=True))
    AskingNote.objects.filter(asking__in=rows).delete()
    Asking.objects.filter(pk__in=rows).delete()


personal.held(
    AskingNote,
    _("What you wrote to sellers and buyers"),
    _notes,
    shows=("id", "commons", "asking", "by", "text", "at"),
    typed=("text",),
    turn=-1,
)
personal.held(
    Asking,
    _("What you asked for"),
    _asked,
    shows=(
        "id", "commons", "offer", "partner", "person", "name", "email", "address", "town", "language", "quantity", "message",
        "state", "by", "quote", "order", "wants", "wants_text", "wants_at", "at", "changed",
    ),
    secret=("token",),
    typed=("name", "address", "message", "wants_text"),
    erase=_forget_asked,
)  # fmt: skip


@personal.section("orders", _("What you ordered as a member"))
def orders(who: Who) -> Iterator[dict[str, Any]]:
    """The orders on which her number stands."""
    for row in Order.objects.filter(who.anywhere("buyer")).order_by("commons", "position"):
        yield {
            "commons": row.commons, "id": row.id, "at": row.at, "offer": row.offer, "quantity": row.quantity,
            "minor": row.minor, "currency": row.currency, "state": row.state,
        }  # fmt: skip
