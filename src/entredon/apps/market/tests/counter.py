"""A commons that sells and has a bank: the stall beside the house of the treasury; what tests of money for orders begin with."""

from entredon.apps.market.entries_orders import Completed, Delivered, GiveBackAsked, Ordered, Paid
from entredon.apps.market.models_orders import Asked, Claim, Order
from entredon.apps.market.tests.stall import Stall
from entredon.apps.treasury.entries import Allotted, Part
from entredon.apps.treasury.models import Held, Income, Request
from entredon.apps.treasury.tests.house import BEARER, House, person
from entredon.pure.log.keys import SecretKey
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account
from entredon.testing_cast import Cast

NEXT = "2026-12-05"
"""A day after November, when nothing can be withdrawn any more."""
DUE = "2026-12-20"


class Counter:
    """The kit costs €480, of which the workshop gives back 15 %: €72. Bob orders."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.house = House(cast)
        self.stall = Stall(cast, stewarded=True)

    # Orders

    def order(self, minor: int = 48_000, pay: str = "bearer", quantity: int = 1, offer: str = "") -> str:
        """Bob orders for so much, paid to the bearer or to the workshop."""
        offer = offer or self.stall.offer(minor=minor, pay=pay)
        quote = self.stall.quote(offer, minor=minor * quantity, quantity=quantity, pay=pay)
        return self.stall.say(Ordered(quote=quote), self.stall.bob)

    def delivered(self, order: str, day: str = "2026-11-10") -> None:
        self.stall.say(Delivered(order=order), self.stall.eve, day)

    def completed(self, order: str, by: SecretKey | None = None, day: str = NEXT) -> str:
        return self.stall.say(Completed(order=order), by, day)

    def sold(self, minor: int = 48_000, day: str = "2026-11-27") -> str:
        """An order that the workshop was paid for is delivered, and completed on a day."""
        order = self.order(minor, pay="partner")
        self.delivered(order)
        self.stall.say(Paid(order=order, day="2026-11-12"), self.stall.eve, "2026-11-12")
        self.completed(order, day=day)
        return order

    def row(self, order: str) -> Order:
        return Order.objects.get(commons=self.cast.slug, id=order)

    # Money

    def paid(self, order: str, minor: int = 48_000) -> str:
        """The bank brings so much for an order, or for what a partner was asked; returns the allotment."""
        return self.house.line(minor, self.part(order, minor))

    @staticmethod
    def part(order: str, minor: int) -> Part:
        return Part(to="income", minor=minor, ref=order, kind="sale")

    def wrong(self, minor: int, *parts: Part, because: str) -> None:
        """A line that can't be allotted so."""
        (line,) = self.house.statement(minor)
        self.house.refused(Allotted(line=line, parts=parts), because=because)

    def held(self, order: str) -> int:
        """What the books hold for an order."""
        return self.house.held(standard.orders(BEARER, "EUR", order))

    def waiting(self, order: str) -> list[int]:
        """The parts that wait for it."""
        rows = Held.objects.filter(commons=self.cast.slug, order=order, gone="").order_by("position", "id")
        return list(rows.values_list("minor", flat=True))

    def back(self, came: str) -> int:
        """What waits to be paid back of a line, or of what came by other means."""
        return self.house.held(standard.payable(BEARER, "EUR", f"back-{came[:16]}"))

    def request(self, id: str) -> Request:
        return Request.objects.get(commons=self.cast.slug, id=id)

    def incomes(self) -> list[tuple[str, int, str]]:
        """Incomes that stand: for which version, how much, asked by which request."""
        rows = Income.objects.filter(commons=self.cast.slug, taken_back="").order_by("position", "id")
        return list(rows.values_list("version", "minor", "request"))

    def earned(self, kind: str = "give-back") -> int:
        return self.house.held(standard.income(BEARER, "EUR", self.cast.slug, kind))

    # Give-back

    def asking(self, minor: int, count: int = 1, **changes: str) -> GiveBackAsked:
        said = {"partner": self.stall.workshop, "month": "2026-11", "currency": "EUR", "due": DUE, **changes}
        return GiveBackAsked(minor=minor, count=count, **said)

    def asked(self, minor: int, count: int = 1, **changes: str) -> str:
        """Bob asks the workshop for what it owes of November."""
        return self.stall.say(self.asking(minor, count, **changes), self.stall.bob, NEXT)

    def claims(self) -> list[tuple[int, int, str]]:
        """What the workshop owes: how much, how much of it is paid, in which request."""
        rows = Claim.objects.filter(commons=self.cast.slug).order_by("position", "id")
        return list(rows.values_list("minor", "paid", "asked"))

    def asked_row(self, id: str) -> Asked:
        return Asked.objects.get(commons=self.cast.slug, id=id)

    def account(self, path: Account) -> int:
        return self.house.held(path)

    @property
    def eve(self) -> str:
        return person(self.stall.eve)
