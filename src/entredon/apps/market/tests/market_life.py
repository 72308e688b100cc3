"""A market that lives a random life, by entries like any other: what is said is taken, or refused with a reason.

``check`` looks that orders, money and give-back tell the same, and that nothing is paid twice, lost or kept.
"""

import itertools
from collections import Counter, defaultdict
from datetime import date, timedelta

from entredon.apps.library.entries import Created
from entredon.apps.market.entries import Give, OfferJoined, PartOf, StandsOn
from entredon.apps.market.entries_orders import (
    Begun,
    Complained,
    ComplaintSettled,
    Completed,
    Delivered,
    GiveBackAsked,
    GotIt,
    Ordered,
    OrderWithdrawn,
    Paid,
    PassedOn,
    TakenOver,
)
from entredon.apps.market.models import Offer, Partner
from entredon.apps.market.models_orders import Asked, Claim, Order, OrderStep
from entredon.apps.market.tests.stall import Stall, terms
from entredon.apps.treasury import queries_journal
from entredon.apps.treasury.entries import Allotted, Part, TakenBack
from entredon.apps.treasury.models import Account, Income, Posting
from entredon.apps.treasury.tests.house import BEARER, House
from entredon.log.registry import Fact, Refused
from entredon.pure.log.keys import SecretKey
from entredon.pure.money.journal import standard
from entredon.pure.value.give_back import parted
from entredon.testing_cast import Cast, person

_slugs = itertools.count()
FIRST = date(2026, 11, 2)
STOCK = 12
GOING = ("accepted", "begun", "delivered", "received")


class Life(Stall):
    """A workshop gives back of the price, a shop of the price and of what is left; offers of each, of both, and paid both ways."""

    def __init__(self) -> None:
        cast = Cast.found(f"market-{next(_slugs)}")
        self.house = House(cast)
        super().__init__(cast, stewarded=True)
        self.slug = cast.slug
        self.today, self.refusals = FIRST, Counter[tuple[str, str]]()
        self.maker = self.partner(
            self.fay, "Marge", terms(Give(way="margin", ppm=333_333), Give(way="price", ppm=10_000))
        )
        boat = cast.say(Created(name="Boat"))
        self.sail = self.release(boat)
        both = (StandsOn(what=self.version, weight=2), StandsOn(what=boat))
        parts = (PartOf(partner=self.workshop, ppm=666_667), PartOf(partner=self.shop, ppm=333_333))
        self.offers = [
            self.offer(stock=STOCK, pay="bearer", on=both, vat_ppm=210_000),
            self.offer(stock=STOCK, pay="partner", on=both),
            self.offer(stock=STOCK, pay="bearer", parts=parts, withdraw_days=0),
            self.offer(self.fay, partner=self.maker, stock=-1, pay="partner", margin=9_999, withdraw_days=2),
            self.offer(self.fay, partner=self.maker, stock=-1, pay="bearer", margin=1, what="training", unit="day"),
        ]
        self.say(OfferJoined(offer=self.offers[2], partner=self.shop), self.fay)
        self.booked: list[str] = []

    def tried(self, fact: Fact, by: SecretKey | None = None) -> str:
        """Say it today; "" when it was refused, which leaves nothing."""
        try:
            return self.say(fact, by, self.today.isoformat())
        except Refused as trouble:
            self.refusals[fact.kind, str(trouble)] += 1
            return ""

    # What somebody does

    def days_pass(self, count: int) -> None:
        self.today += timedelta(count)

    def buy(self, offer: int, minor: int, quantity: int, guest: bool) -> None:
        id = self.offers[offer % len(self.offers)]
        row = self.offer_row(id)
        seller = self.eve if row.partner == self.workshop else self.fay
        fact = self.quoting(
            id, minor=minor, quantity=quantity, margin=minor // 3 if row.partner == self.maker else 0,
            until=(self.today + timedelta(5)).isoformat(), buyer="" if guest else person(self.bob),
        )  # fmt: skip
        quote = self.tried(fact, seller)
        if quote:
            self.tried(Ordered(quote=quote), seller if guest else self.bob)

    def order_of(self, n: int, *states: str, unpaid: bool = False) -> Order:
        """One of the orders; mostly one that is as far as what is tried asks for."""
        rows = list(Order.objects.filter(commons=self.slug).order_by("position"))
        fitting = [row for row in rows if row.state in states and not (unpaid and row.paid)]
        some = fitting if fitting and n % 4 else rows
        return some[n % len(some)]

    def seller(self, row: Order) -> SecretKey:
        return self.eve if row.partner == self.workshop else self.fay

    def goes_on(self, n: int, what: int) -> None:
        """A seller, or the buyer, says how far it is."""
        fact, buyers, states = (
            (Begun, False, ("accepted",)), (Delivered, False, ("accepted", "begun")), (GotIt, True, ("delivered",)),
        )[what % 3]  # fmt: skip
        row = self.order_of(n, *states)
        self.tried(fact(order=row.id), self.bob if buyers and row.buyer else self.seller(row))

    def paid(self, n: int, cents: int) -> None:
        """All of it is paid or, to the bearer, some of it, or more."""
        row = self.order_of(n, *GOING, unpaid=True)
        if row.pay == "partner":
            self.tried(Paid(order=row.id, day=self.today.isoformat()), self.seller(row))
        else:
            self.booked_for(row.id, _of(row.minor - row.paid, cents))

    def booked_for(self, request: str, minor: int) -> None:
        (line,) = self.house.statement(minor, day=self.today.isoformat())
        if told := self.tried(Allotted(line=line, parts=(Part(to="income", minor=minor, ref=request, kind="sale"),))):
            self.booked.append(told)

    def taken_back(self, n: int) -> None:
        self.tried(TakenBack(what=self.booked[n % len(self.booked)]))

    def withdrawn(self, n: int, who: int) -> None:
        row = self.order_of(n, *GOING)
        self.tried(OrderWithdrawn(order=row.id), [self.bob, self.seller(row), self.ada][who % 3])

    def complained(self, n: int, settled: bool) -> None:
        row = self.order_of(n, *GOING)
        fact: Fact = ComplaintSettled(order=row.id) if settled else Complained(order=row.id)
        self.tried(fact, self.bob if row.buyer else self.ada)

    def handed_over(self, n: int, to: int) -> None:
        row = self.order_of(n, "accepted", "begun", unpaid=True)
        other, key = [(self.workshop, self.eve), (self.shop, self.fay), (self.maker, self.fay)][to % 3]
        if self.tried(PassedOn(order=row.id, partner=other), self.seller(row)) and to % 4:
            self.tried(TakenOver(order=row.id), key)

    def completed(self, n: int) -> None:
        self.tried(Completed(order=self.order_of(n, "delivered", "received").id), self.dora)

    def as_meant(self, n: int, cents: int) -> None:
        """An order is delivered, paid (also in two parts) and, later, completed."""
        row = self.order_of(n, "accepted", "begun", unpaid=True)
        self.tried(Delivered(order=row.id), self.seller(row))
        if row.pay == "partner":
            self.tried(Paid(order=row.id, day=self.today.isoformat()), self.seller(row))
        elif row.state in GOING:
            first = _of(row.minor - row.paid, cents)
            self.booked_for(row.id, first)
            if first < row.minor - row.paid:
                self.booked_for(row.id, row.minor - row.paid - first)
        self.days_pass(15)
        self.tried(Completed(order=row.id), self.dora)

    @property
    def owing(self) -> list[str]:
        """The partners who owe something that nobody has asked for."""
        rows = Claim.objects.filter(commons=self.slug, asked="")
        return sorted({row.partner for row in rows})

    def asked(self, n: int) -> None:
        """In the month after, a partner is asked for all it owes until then."""
        id = self.owing[n % len(self.owing)]
        month = self.today.isoformat()[:7]
        self.days_pass(31)
        rows = [row for row in Claim.objects.filter(commons=self.slug, partner=id, asked="") if row.at[:7] <= month]
        fact = GiveBackAsked(
            partner=id, month=month, currency="EUR", count=len({row.order for row in rows}),
            minor=sum(row.minor for row in rows), due=(self.today + timedelta(14)).isoformat(),
        )  # fmt: skip
        self.tried(fact)

    def asks(self) -> list[Asked]:
        return list(Asked.objects.filter(commons=self.slug).order_by("id"))

    def gives_back(self, n: int, cents: int) -> None:
        """A partner pays what it was asked for, or some of it."""
        row = self.asks()[n % len(self.asks())]
        self.booked_for(row.id, _of(row.minor - row.paid, cents))

    # What holds, whatever happened

    def check(self) -> None:
        rows = list(Order.objects.filter(commons=self.slug))
        incomes, claims = self._incomes(), list(Claim.objects.filter(commons=self.slug))
        said = Counter(OrderStep.objects.filter(commons=self.slug, what="completed").values_list("order", flat=True))
        back = 0
        for row in rows:
            came = sum(income.minor for income in incomes.get(row.id, []))
            owed = sum(claim.minor for claim in claims if claim.order == row.id)
            held = self.house.held(standard.orders(BEARER, "EUR", row.id))
            assert 0 <= row.give_back <= row.minor
            assert said[row.id] == (row.state == "completed")
            if row.state == "completed":
                assert (row.paid, row.complaint) == (row.minor, "")
                assert (came, owed) == ((row.give_back, 0) if row.pay == "bearer" else (0, row.give_back))
            else:
                assert (came, owed) == (0, 0)
            assert held == (row.paid if row.pay == "bearer" and row.state not in ("completed", "withdrawn") else 0)
            back += row.paid if row.pay == "bearer" and row.state == "withdrawn" else 0
            if row.pay == "partner":
                assert row.paid in (0, row.minor)
        assert self._to_go_back() == back
        self._check_sellers(rows)
        self._check_stock(rows)
        self._check_claims(claims, incomes)
        assert queries_journal.verify(self.slug) == []

    def _incomes(self) -> dict[str, list[Income]]:
        found = defaultdict[str, list[Income]](list)
        for row in Income.objects.filter(commons=self.slug, taken_back=""):
            found[row.request].append(row)
        return found

    def _to_go_back(self) -> int:
        """What waits to be paid back to those who sent it."""
        beginning = standard.payable(BEARER, "EUR", "back-").path.partition("back-")[0] + "back-"
        paths = Account.objects.filter(commons=self.slug, id__startswith=beginning).values_list("id", flat=True)
        return -sum(Posting.objects.filter(commons=self.slug, account__in=list(paths)).values_list("minor", flat=True))

    def _check_sellers(self, rows: list[Order]) -> None:
        """They are owed what the orders brought them for which the bearer was paid, to the cent."""
        people = dict(Partner.objects.filter(commons=self.slug).values_list("id", "person"))
        owed = Counter[str]()
        for row in rows:
            if row.state == "completed" and row.pay == "bearer":
                rest = parted(row.minor - row.give_back, [(p, ppm) for p, ppm in row.parts], row.id)
                assert sum(rest.values()) + row.give_back == row.minor
                for partner, minor in rest.items():
                    owed[people[partner]] += minor
        assert {key.id: self.house.owed(key) for key in (self.eve, self.fay)} == {
            key.id: owed[person(key)] for key in (self.eve, self.fay)
        }

    def _check_stock(self, rows: list[Order]) -> None:
        for offer in Offer.objects.filter(commons=self.slug).exclude(stock=-1):
            out = sum(
                row.quantity for row in rows if row.offer == offer.id and row.partner == offer.partner
                and not (row.state == "withdrawn" and not row.delivered_at)
            )  # fmt: skip
            assert offer.stock == STOCK - out >= 0

    def _check_claims(self, claims: list[Claim], incomes: dict[str, list[Income]]) -> None:
        """Each claim stands in one request at most, and what came for a request is what its claims have been paid."""
        for asked in Asked.objects.filter(commons=self.slug):
            hers = [claim for claim in claims if claim.asked == asked.id]
            assert sum(claim.minor for claim in hers) == asked.minor
            came = sum(income.minor for income in incomes.get(asked.id, []))
            assert came == asked.paid == sum(claim.paid for claim in hers) <= asked.minor
        assert all(0 <= claim.paid <= claim.minor and (claim.asked or not claim.paid) for claim in claims)


def _of(left: int, cents: int) -> int:
    """So many cents of what is left to be paid; all of it for 0, and more below that."""
    return max(1, min(cents, left) if cents > 0 else left - cents)
