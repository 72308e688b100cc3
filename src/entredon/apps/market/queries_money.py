"""What pages read about what partners give back: asked, paid, overdue, not asked for yet, and what nobody has told of.

All partners together cost the same few questions however many there are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet, Sum

from entredon.apps.market import doing
from entredon.apps.market.models import Asked, Claim, Order
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_found import names
from entredon.apps.market.queries_origins import Ordered, ordered
from entredon.apps.treasury import queries as treasury
from entredon.log import clock
from entredon.log.pages import remembered

LONG = 30
"""So many days after delivery it is odd that a seller hasn't said whether she was paid."""
TO_PAY = 30
"""So many days a partner has to pay what it is asked for."""
SHOWN = 50
MOMENT = timedelta(minutes=2)


@dataclass(slots=True)
class GivesBack:
    """What one partner gives back in one currency, in smallest units.

    Of orders it was paid for itself: ``due`` so far, ``paid`` of it; ``asked`` for and not paid, ``overdue`` of that for ``days`` at
    most; ``unasked``, of which ``ready`` can be asked for now, as its month is over. ``held`` back of orders the bearer was paid for.
    """

    partner: str
    name: str
    currency: str
    due: int = 0
    paid: int = 0
    asked: int = 0
    overdue: int = 0
    days: int = 0
    unasked: int = 0
    ready: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class AskedShown:
    """A month's request to a partner. ``late``: how many days it is past its day and not paid."""

    row: Asked
    late: int

    @property
    def left(self) -> int:
        """What is still to be paid of it."""
        return int(self.row.minor - self.row.paid)


@dataclass(frozen=True, slots=True)
class Ready:
    """What a partner can be asked for now: of so many orders completed until the end of a month that is over."""

    month: str
    currency: str
    count: int
    minor: int
    due: str


@dataclass(frozen=True, slots=True)
class Untold:
    """An order that was delivered so many days ago and is not at its end: not told as paid, or not completed."""

    order: Ordered
    days: int


def month_now() -> str:
    """The month it is at the door: what was completed in it can't be asked for yet."""
    return clock.stamp()[:7]


def month_before() -> str:
    """The month that was over last, until the end of which partners can be asked."""
    return (date.fromisoformat(f"{month_now()}-01") - timedelta(days=1)).isoformat()[:7]


def late(due: str) -> int:
    """How many days a day lies back."""
    return max(0, (clock.now().date() - date.fromisoformat(due)).days)


# All partners


def all_of_them(slug: str) -> list[GivesBack]:
    """What each partner gives back in each currency: who is longest overdue first, then who owes most."""
    return _by_partner(slug, clock.stamp()[:10])


def _worked_out(slug: str, today: str) -> list[GivesBack]:
    named, found = names(slug), dict[tuple[str, str], GivesBack]()

    def of(partner: str, currency: str) -> GivesBack:
        key = partner, currency
        if key not in found:
            found[key] = GivesBack(partner, partner_named(slug, partner, named), currency)
        return found[key]

    _add_claims(slug, of)
    open_ones = Asked.objects.filter(commons=slug, paid__lt=F("minor"))
    for partner, currency, due, minor, paid in open_ones.values_list("partner", "currency", "due", "minor", "paid"):
        row = of(partner, currency)
        row.asked += minor - paid
        if due < today:
            row.overdue, row.days = row.overdue + minor - paid, max(row.days, late(due))
    orders = Order.objects.filter(commons=slug, pay="bearer", state="completed", give_back__gt=0)
    for one in orders.values("partner", "currency").annotate(of=Sum("give_back")).order_by():
        of(one["partner"], one["currency"]).held += one["of"]
    return sorted(
        found.values(), key=lambda row: (-row.days, -row.asked, -row.unasked, row.name.casefold(), row.currency)
    )


_by_partner = remembered(_worked_out, worded=True)
"""Remembered for a day, until the public record changes."""


def _add_claims(slug: str, of: Callable[[str, str], GivesBack]) -> None:
    claims = Claim.objects.filter(commons=slug)
    for one in claims.values("partner", "currency").annotate(due=Sum("minor"), of=Sum("paid")).order_by():
        row = of(one["partner"], one["currency"])
        row.due, row.paid = one["due"], one["of"]
    waiting = claims.filter(asked="")
    for key, minor in _summed(waiting):
        of(*key).unasked = minor
    for key, minor in _summed(waiting.filter(at__lt=month_now())):
        of(*key).ready = minor


def _summed(claims: QuerySet[Claim]) -> list[tuple[tuple[str, str], int]]:
    """Claims added up by partner and currency."""
    sums = claims.values_list("partner", "currency").annotate(Sum("minor")).order_by()
    return [((partner, currency), int(minor)) for partner, currency, minor in sums]


def totals(rows: Iterable[GivesBack]) -> dict[str, GivesBack]:
    """The same for all partners together, by currency."""
    found: dict[str, GivesBack] = {}
    for row in rows:
        sums = found.setdefault(row.currency, GivesBack("", "", row.currency))
        for name in ("due", "paid", "asked", "overdue", "unasked", "ready", "held"):
            setattr(sums, name, getattr(sums, name) + getattr(row, name))
    return found


def untold(slug: str, partner: str = "") -> tuple[list[Untold], int]:
    """Orders that were delivered long ago and of which the seller hasn't said that she was paid, the oldest first; and their count."""
    rows = _delivered(slug, partner).filter(pay="partner", paid__lt=F("minor"), delivered_at__lt=_days_ago(LONG))
    return _aged(slug, rows[:SHOWN]), rows.count()


def undone(slug: str, partner: str = "") -> list[Untold]:
    """Orders that are paid and delivered, and could be completed by anybody now: what is given back of them waits for that."""
    rows = _delivered(slug, partner).filter(paid__gte=F("minor"), complaint="")
    now = clock.stamp()
    return _aged(slug, [row for row in rows[: 10 * SHOWN] if doing.due(row, now)][:SHOWN])


def _delivered(slug: str, partner: str) -> QuerySet[Order]:
    rows = Order.objects.filter(commons=slug, state__in=doing.AFTER, give_back__gt=0)
    return (rows.filter(partner=partner) if partner else rows).order_by("delivered_at", "id")


def _days_ago(days: int) -> str:
    return clock.stamp(clock.now() - timedelta(days=days))


def _aged(slug: str, rows: Iterable[Order]) -> list[Untold]:
    found = list(rows)
    known, now = ordered(slug, [row.id for row in found]), clock.now()
    return [Untold(known[row.id], (now - datetime.fromisoformat(row.delivered_at)).days) for row in found]


# One partner


def asked_of(slug: str, partner: str) -> list[AskedShown]:
    """The monthly requests to a partner, the newest first."""
    today = clock.stamp()[:10]
    return [
        AskedShown(row, late(row.due) if row.paid < row.minor and row.due < today else 0)
        for row in Asked.objects.filter(commons=slug, partner=partner).order_by("-position")
    ]


def asked(slug: str, id: str) -> AskedShown | None:
    """One of them by its whole id."""
    row = Asked.objects.filter(commons=slug, id=id).first()
    return next((one for one in asked_of(slug, row.partner) if one.row.id == id), None) if row else None


def just_asked(slug: str, partner: str, currency: str) -> bool:
    """Whether a partner was asked a moment ago: the button was pressed twice."""
    since = clock.stamp(clock.now() - MOMENT)
    return Asked.objects.filter(commons=slug, partner=partner, currency=currency, at__gte=since).exists()


def payment(slug: str, row: Asked) -> treasury.Payment | None:
    """All that a partner needs to pay what is left of a month; None where this place doesn't know the account, or nothing is left."""
    left = row.minor - row.paid
    return treasury.payment(slug, left, row.currency, treasury.of_request(row.id)) if left > 0 else None


def ready(slug: str, partner: str) -> list[Ready]:
    """What a partner can be asked for now, by currency."""
    now, sums = month_now(), dict[str, list[Claim]]()
    for claim in Claim.objects.filter(commons=slug, partner=partner, asked="", at__lt=now).order_by("position"):
        sums.setdefault(claim.currency, []).append(claim)
    due = (clock.now() + timedelta(days=TO_PAY)).date().isoformat()
    return [
        Ready(month_before(), currency, len({one.order for one in claims}), sum(one.minor for one in claims), due)
        for currency, claims in sorted(sums.items())
    ]


def owing(slug: str, partner: str) -> list[tuple[Ordered, int, str]]:
    """The orders of which a partner owes something that it wasn't asked for: each with how much, and when it was completed."""
    sums: dict[str, int] = defaultdict(int)
    days: dict[str, str] = {}
    rows = Claim.objects.filter(commons=slug, partner=partner, asked="").order_by("-position", "id")
    for order, minor, at in rows.values_list("order", "minor", "at"):
        sums[order] += minor
        days[order] = at
    known = ordered(slug, sums)
    return [(known[id], minor, days[id]) for id, minor in sums.items() if id in known]


def of_partner(slug: str, partner: str) -> list[GivesBack]:
    """What one partner gives back, in each currency."""
    return [row for row in all_of_them(slug) if row.partner == partner]
