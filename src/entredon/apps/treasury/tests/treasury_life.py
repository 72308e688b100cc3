"""A treasury that lives a random life, by entries like any other: what is said is taken, or refused with a reason.

After each step ``check`` looks that the books and the tables beside them tell the same, and that nothing was made or lost.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable

from entredon.apps.library.entries import Created, Released
from entredon.apps.treasury import queries_journal
from entredon.apps.treasury.entries import (
    AccountOpened,
    Allotted,
    CameElsewhere,
    CashMoved,
    Confirmed,
    ExceptionSigned,
    Exchanged,
    Part,
    Received,
    Requested,
    TakenBack,
)
from entredon.apps.treasury.entries_out import (
    Payout,
    PayoutsRejected,
    Rejection,
    RunExported,
    RunSubmitted,
    RunWithdrawn,
)
from entredon.apps.treasury.models import Allotment, Income, Line, MoneyAccount, Request
from entredon.apps.treasury.models import Payout as PayoutRow
from entredon.apps.treasury.models import Run as RunRow
from entredon.apps.treasury.tests.house import DAY, House, hashed, owed_to
from entredon.log.registry import Fact, Refused
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, person

_slugs = itertools.count()
Move = tuple[int, int, int, int]
MINORS = (1, 99, 700, 1_234, 5_000, 20_001)
UNDER_WAY = ("reserved", "exported", "submitted")


class Life:
    """Merel vzw with a bank account in two currencies, a till, two stewards and two members who are paid."""

    def __init__(self) -> None:
        self.cast = Cast.found(f"treasury-{next(_slugs)}")
        self.slug = self.cast.slug
        self.house = House(self.cast)
        self.say(
            AccountOpened(account="dollars", way="bank", currency="USD", opening=0, day="2026-10-31", details=hashed("usd"))
        )  # fmt: skip
        self.version = self.say(Released(creation=self.say(Created(name="Car")), name="1", own=1, inputs=()))
        self.house.details(self.house.bob, self.house.eve)
        self.booked, self.refused = 0, list[str]()
        self.days = 0

    def say(self, fact: Fact, by: SecretKey | None = None) -> str:
        """Say it; "" when it was refused, which leaves nothing."""
        try:
            id = self.house.say(fact, by)
        except Refused as trouble:
            self.refused.append(str(trouble))
            return ""
        return id

    def live(self, moves: list[Move]) -> None:
        """Make these moves; after each, all must be in order."""
        what: list[Callable[[int, int, int], object]] = [
            self.pay, self.pay, self.overpay, self.split, self.give, self.cost, self.told, self.elsewhere, self.cash,
            self.expense, self.run, self.run, self.forth, self.forth, self.forth, self.settle, self.settle, self.come_back,
            self.refund, self.exchange, self.take_back, self.take_back, self.exception, self.wrongly,
        ]  # fmt: skip
        for kind, a, b, c in moves:
            what[kind % len(what)](a, b, c)
            self.check()

    # Money in

    def line(self, minor: int, account: str = "main") -> str:
        return self.house.statement(minor, account=account)[0]

    def allot(self, line: str, *parts: Part, exception: str = "") -> str:
        return self.say(Allotted(line=line, parts=parts, exception=exception))

    def ask(self, a: int) -> Request:
        version = self.version if a % 2 else ""
        id = self.say(Requested(minor=MINORS[a % len(MINORS)] + 1, currency="EUR", what="sale", version=version))
        return Request.objects.get(commons=self.slug, id=id)

    def pay(self, a: int, b: int, c: int) -> None:
        """A request is paid: all of it, or a part."""
        request = self.ask(a)
        minor = request.minor if b % 3 else max(1, request.minor // 2)
        self.allot(self.line(minor), Part(to=_for(request), minor=minor, ref=request.id, kind="sale"))

    def overpay(self, a: int, b: int, c: int) -> None:
        """More came than was asked; what is over is to go back."""
        request, over = self.ask(a), 1 + b
        parts = (
            Part(to=_for(request), minor=request.minor, ref=request.id, kind="sale"),
            Part(to="back", minor=over, kind="refund"),
        )
        self.allot(self.line(request.minor + over), *parts)

    def split(self, a: int, b: int, c: int) -> None:
        """One payment for several things."""
        one, other = self.ask(a), self.ask(a + 1)
        own = Part(to="own", minor=1 + b, kind="membership")
        parts = [Part(to=_for(each), minor=each.minor, ref=each.id, kind="sale") for each in (one, other)]
        self.allot(self.line(one.minor + other.minor + 1 + b), *parts, own)

    def give(self, a: int, b: int, c: int) -> None:
        minor = MINORS[a % len(MINORS)]
        self.allot(self.line(minor), Part(to="pot", minor=minor, kind="gift"))

    def cost(self, a: int, b: int, c: int) -> None:
        """Something is paid from the fund or the association's money; sometimes some of it comes back."""
        minor = -MINORS[a % len(MINORS)] if b % 4 else MINORS[a % len(MINORS)]
        self.allot(self.line(minor), Part(to="cost", minor=minor, ref="association" if c % 5 == 0 else "", kind="rent"))

    def told(self, a: int, b: int, c: int) -> None:
        """A steward had told of it before the bank does."""
        minor = MINORS[a % len(MINORS)]
        if id := self.say(Received(version=self.version, minor=minor, currency="EUR")):
            seen = minor if b % 2 else max(1, minor // 2)
            self.allot(self.line(seen), Part(to="told", minor=seen, ref=id))

    def elsewhere(self, a: int, b: int, c: int) -> None:
        """A platform has it first, then the bank."""
        minor = MINORS[a % len(MINORS)]
        part = Part(to="pot", minor=minor, kind="gift")
        self.say(CameElsewhere(means="platform", day=DAY, currency="EUR", part=part))
        if b % 2:
            self.allot(self.line(minor), Part(to="arriving", minor=minor, kind="platform"))

    def cash(self, a: int, b: int, c: int) -> None:
        minor = MINORS[a % len(MINORS)] * (1 if b % 3 else -1)
        part = Part(to="pot", minor=minor, kind="gift") if minor > 0 else Part(to="cost", minor=minor, kind="coffee")
        self.say(CashMoved(account="till", day=DAY, parts=(part,)))

    # Money out

    def expense(self, a: int, b: int, c: int) -> None:
        """Somebody is owed what she laid out, if the fund has it."""
        try:
            self.house.expense(MINORS[a % 4], (self.house.bob, self.house.eve)[b % 2], paper=f"{a} {b} {c} {self.days}")
        except Refused as trouble:
            self.refused.append(str(trouble))
        self.days += 1

    def run(self, a: int, b: int, c: int) -> None:
        """What is owed, or a part of it, is proposed; sometimes too much."""
        payouts = []
        for key in (self.house.bob, self.house.eve):
            owed = self.house.owed(key)
            if owed:
                payouts.append(owed_to(key, max(1, owed // 2) if a % 3 == 0 else owed + (b % 9 == 8)))
        self._approved(*payouts)

    def _approved(self, *payouts: Payout) -> None:
        if payouts:
            try:
                self.house.reserved(*payouts)
            except Refused as trouble:
                self.refused.append(str(trouble))

    def _runs(self, *states: str) -> list[RunRow]:
        return list(RunRow.objects.filter(commons=self.slug, state__in=states).order_by("position"))

    def forth(self, a: int, b: int, c: int) -> None:
        """A run goes on by a step, or is taken back."""
        runs = self._runs(*UNDER_WAY)
        if not runs:
            return
        its = runs[a % len(runs)]
        if its.state == "reserved":
            self.say(RunWithdrawn(run=its.id) if b % 6 == 0 else RunExported(run=its.id, file=hashed(its.id)))
        elif its.state == "exported":
            self.say(RunSubmitted(run=its.id))
        elif b % 3 == 0 and (rows := self._payouts("submitted")):
            rejected = (Rejection(payout=rows[c % len(rows)].id, code="AC04"),)
            self.say(PayoutsRejected(run=rows[c % len(rows)].run, report=hashed("report"), rejected=rejected))

    def _payouts(self, *states: str) -> list[PayoutRow]:
        return list(PayoutRow.objects.filter(commons=self.slug, state__in=states).order_by("id"))

    def settle(self, a: int, b: int, c: int) -> None:
        """The bank has paid one, whatever was known of it; also one it had refused."""
        if rows := self._payouts(*UNDER_WAY, *(["rejected"] if c % 4 == 0 else [])):
            row = rows[a % len(rows)]
            self.allot(self.line(-row.minor), Part(to="payout", minor=-row.minor, ref=row.id))

    def come_back(self, a: int, b: int, c: int) -> None:
        if rows := self._payouts("settled"):
            row = rows[a % len(rows)]
            self.allot(self.line(row.minor), Part(to="returned", minor=row.minor, ref=row.id))

    def refund(self, a: int, b: int, c: int) -> None:
        """What was too much is paid back to whom it came from."""
        found = [one for one in Line.objects.filter(commons=self.slug).order_by("id") if _back(one)]
        if found:
            line = found[a % len(found)]
            self._approved(
                Payout(payee=person(self.house.bob), minor=_back(line), title="refund", source="back", ref=line.id)
            )

    # Everything else

    def exchange(self, a: int, b: int, c: int) -> None:
        given, received = self.line(-MINORS[a % len(MINORS)]), self.line(MINORS[b % len(MINORS)] + 3, "dollars")
        self.say(Exchanged(given=given, received=received))

    def take_back(self, a: int, b: int, c: int) -> None:
        """Anything that was said of a line or cash; some of it again."""
        if rows := list(Allotment.objects.filter(commons=self.slug).order_by("position")):
            self.say(TakenBack(what=rows[(a * 31 + b) % len(rows)].id))

    def exception(self, a: int, b: int, c: int) -> None:
        """Two stewards let the fund go below nothing, and something is paid of it."""
        fund = next((one for one in queries_journal.accounts(self.slug) if one.startswith("equity:funds:")), "")
        if a % 3 or not fund:
            return
        id = self.say(ExceptionSigned(account=fund, least=-1_000))
        self.say(Confirmed(what=id), self.house.dora)
        minor = -(self.house.fund + 500)
        if minor < 0:
            self.allot(self.line(minor), Part(to="cost", minor=minor, kind="repair"), exception=id)

    def wrongly(self, a: int, b: int, c: int) -> None:
        """What must be refused, whatever came before."""
        before = queries_journal.digest(self.slug)
        (waiting,) = [self.line(777)]
        said = queries_journal.digest(self.slug)
        assert said != before
        wrong = (
            (Part(to="pot", minor=776, kind="gift"),),
            (Part(to="pot", minor=800, kind="gift"), Part(to="cost", minor=-23, kind="rent")),
            (Part(to="income", minor=777, ref="f" * 64, kind="sale"),),
            (Part(to="payout", minor=777, ref=f"{'f' * 64}.1"),),
            (Part(to="nowhere", minor=777),),
        )
        assert not self.allot(waiting, *wrong[a % len(wrong)])
        assert queries_journal.digest(self.slug) == said

    # What must be true

    def check(self) -> None:
        """Nothing made or lost; the books and the tables beside them tell the same."""
        held = queries_journal.balances(self.slug)
        sums: dict[str, int] = defaultdict(int)
        for account, minor in held.items():
            sums[account.currency] += minor
            below = account.floor is not None and account.held(minor) < account.floor
            assert not below or account.path.startswith("equity:funds:"), account
        assert not any(sums.values()), sums
        there = {account.path: account.held(minor) for account, minor in held.items()}
        for row in MoneyAccount.objects.filter(commons=self.slug):
            path = f"assets:{row.way}:{row.id}:{row.currency.lower()}"
            assert there.get(path, 0) == row.closing, path
        self._lines(there)
        rows = self._payouts(*UNDER_WAY)
        assert there.get("liabilities:in-transit:eur", 0) == sum(row.minor for row in rows)
        for request in Request.objects.filter(commons=self.slug):
            told = Income.objects.filter(commons=self.slug, request=request.id, taken_back="")
            assert request.paid >= sum(one.minor for one in told)

    def _lines(self, there: dict[str, int]) -> None:
        waiting: dict[str, int] = defaultdict(int)
        for line in Line.objects.filter(commons=self.slug, allotted=""):
            waiting[line.currency] += line.minor
        for currency in ("EUR", "USD"):
            assert there.get(f"liabilities:suspense:{currency.lower()}", 0) == waiting[currency]


def _for(request: Request) -> str:
    return "income" if request.version else "pot"


def _back(line: Line) -> int:
    """How much of a line is to go back."""
    return sum(int(part["minor"]) for part in line.parts if part["to"] == "back") if line.allotted else 0
