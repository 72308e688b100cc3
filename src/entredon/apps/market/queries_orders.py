"""What pages read about quotes and orders: how far each is, its steps, what it is asked of whom, and what it led to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from entredon.apps.market import asking as askings
from entredon.apps.market import doing, splitting
from entredon.apps.market.models import Asked, Asking, Claim, Offer, Order, OrderStep, Partner, Quote, SellerDetails
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_found import find_order, names, texts_called
from entredon.apps.treasury import queries as treasury
from entredon.apps.value import queries as value
from entredon.log import clock

OPEN_ORDERS = ("accepted", "begun", "delivered", "received")


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to an order: ``entry`` is its receipt; ``reason`` stands beside the record, "" where there is none."""

    entry: str
    what: str
    person: str
    day: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrderShown:
    """An order as lists show it: of which offer (``title``, "" when its words were erased), from whom, how much."""

    row: Order
    title: str
    unit: str
    seller: str

    @property
    def id(self) -> str:
        """The entry that recorded it."""
        return self.row.id


@dataclass(frozen=True, slots=True)
class QuoteShown:
    """At which price somebody can have how many of an offer, until when; and what the seller wrote with it."""

    row: Quote
    note: str

    @property
    def over(self) -> bool:
        """Whether its last day is past."""
        return self.row.until < clock.stamp()[:10]


@dataclass(frozen=True, slots=True)
class LedTo:
    """An income that came of an order, and the share-out that divided it ("" while it waits)."""

    income: str
    minor: int
    currency: str
    shareout: str


def order(slug: str, asked: str) -> OrderShown:
    """One order by its id or the beginning of it. Raises NotFound, Ambiguous."""
    return shown(slug, [Order.objects.get(commons=slug, id=find_order(slug, asked))])[0]


def shown(slug: str, rows: Iterable[Order]) -> list[OrderShown]:
    """Orders with the words of what was ordered."""
    found = list(rows)
    offers = {one.id: one for one in Offer.objects.filter(commons=slug, id__in={row.offer for row in found})}
    titles = texts_called(slug, offers, "title")
    sellers = names(slug)
    return [
        OrderShown(row, titles.get(row.offer, ""), offers[row.offer].unit, partner_named(slug, row.partner, sellers))
        for row in found
    ]


def orders(slug: str, *, partners: Sequence[str] = (), open_only: bool = False) -> QuerySet[Order]:
    """Orders, the newest first; of these partners, or that are not at their end."""
    rows = Order.objects.filter(commons=slug)
    rows = rows.filter(Q(partner__in=partners) | Q(next__in=partners)) if partners else rows
    rows = rows.filter(state__in=OPEN_ORDERS) if open_only else rows
    return rows.order_by("-position", "id")


def steps(slug: str, id: str) -> list[Step]:
    """What happened to an order, the first first."""
    rows = list(OrderStep.objects.filter(commons=slug, order=id).order_by("position", "id"))
    reasons = texts_called(slug, [row.id for row in rows], "reason")
    return [Step(row.id, row.what, row.person, row.day, row.at, reasons.get(row.id, "")) for row in rows]


def handed_over_by(slug: str, id: str) -> str:
    """Who asked last that another partner takes an order over; "" where nobody did."""
    rows = OrderStep.objects.filter(commons=slug, order=id, what="passed_on").order_by("-position", "-id")
    return rows.values_list("person", flat=True).first() or ""


def speaks_for(slug: str, partner: str) -> str:
    """Who speaks for a partner; "" where there is none."""
    return Partner.objects.filter(commons=slug, id=partner).values_list("person", flat=True).first() or ""


def quote(slug: str, id: str) -> QuoteShown | None:
    """A quote by its whole id."""
    row = Quote.objects.filter(commons=slug, id=id).first() if id else None
    return QuoteShown(row, texts_called(slug, [row.id], "note").get(row.id, "")) if row else None


def details(slug: str, partner: str) -> SellerDetails | None:
    """Who a seller is in law and how she is reached; None where she hasn't said so here, and in copies."""
    return SellerDetails.objects.filter(commons=slug, partner=partner).first()


def payment(slug: str, found: Order) -> treasury.Payment | None:
    """All that a buyer needs to pay what is left of an order; None where this place doesn't know the account."""
    left, base = found.minor - found.paid, treasury.of_request(found.id)
    if left <= 0 or found.state in ("withdrawn", "completed"):
        return None
    if found.pay == "bearer":
        return treasury.payment(slug, left, found.currency, base)
    known = details(slug, found.partner)
    if known is None or not known.iban:
        return None
    place = treasury.Place(known.holder or known.name, known.iban, known.bic, found.currency)
    return treasury.Payment(place, left, found.currency, base)


def led_to(slug: str, found: Order) -> list[LedTo]:
    """The incomes that came of an order, directly or by the partner's monthly request, and how each was shared."""
    requests = {found.id}
    asked = set(Claim.objects.filter(commons=slug, order=found.id).exclude(asked="").values_list("asked", flat=True))
    incomes = treasury.incomes_of(slug, requests | asked)
    shared = value.shared_by(slug, [one.id for one in incomes])
    return [LedTo(one.id, one.minor, one.currency, shared.get(one.id, "")) for one in incomes]


def claims(slug: str, found: Order) -> list[Claim]:
    """What a partner who was paid directly owes of an order, by version."""
    return list(Claim.objects.filter(commons=slug, order=found.id).order_by("id"))


def monthly(slug: str, id: str) -> Asked | None:
    """The monthly request in which a claim stands."""
    return Asked.objects.filter(commons=slug, id=id).first() if id else None


def roles(slug: str, found: Order, person: str, *, steward: bool, member: bool, mine: Sequence[str]) -> set[str]:
    """What somebody is towards an order: its seller, its buyer, a steward, the partner it is being handed over to; and who may settle
    a complaint that has waited for long."""
    is_so = {
        doing.SELLER: bool({found.partner, *(one for one, _ppm in splitting.pairs(found.parts, "partner", "ppm"))} & set(mine)),
        doing.BUYER: bool(person) and found.buyer == person,
        doing.STEWARD: steward,
        doing.MEMBER: member,
        doing.NEXT: bool(found.next) and found.next in mine,
    }  # fmt: skip
    found_to_be = {role for role, so in is_so.items() if so}
    if found.complaint and steward and not {doing.SELLER, doing.BUYER} & found_to_be:
        complained = OrderStep.objects.filter(commons=slug, id=found.complaint).first()
        if complained and doing.may_be_judged(complained.at, clock.stamp()):
            found_to_be.add(doing.JUDGE)
    return found_to_be


def askings_of(slug: str, partners: Sequence[str], *, over: bool = False) -> QuerySet[Asking]:
    """What is asked of these partners: what waits, or what it came to; what changed last first."""
    done = Q(state__in=(askings.DECLINED, askings.ORDERED), wants="")
    rows = Asking.objects.filter(commons=slug, partner__in=partners)
    return (rows.filter(done) if over else rows.exclude(done)).order_by("-changed", "-id")


def words_of(slug: str, person: str) -> list[Asking]:
    """What a member asked for herself, the newest first."""
    return list(Asking.objects.filter(commons=slug, person=person).order_by("-id")[:50]) if person else []


def to_be_said(slug: str) -> QuerySet[Asking]:
    """Words of guests that wait to be said in the record, the oldest first: a steward may say them too."""
    return Asking.objects.filter(commons=slug).exclude(wants="").order_by("wants_at", "id")
