"""The money of the open car Merel as its books tell it: the legal body, its accounts, what the bank's statements show, who was paid.

The year before is told by stewards; in its second October the books begin, and the statements of that year show all of it. Data, and
how it is planned. The numbers of accounts belong to banks that don't exist, and everybody bears the name of a bird.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from entredon.apps.treasury.entries import (
    AccountOpened,
    Allotted,
    BearerNamed,
    CashCounted,
    CashMoved,
    Confirmed,
    Part,
    Requested,
)
from entredon.apps.treasury.entries_books import Budgeted, Planned
from entredon.apps.treasury.entries_out import (
    ExpenseClaimed,
    ExpenseDecided,
    PayeeNamed,
    Payout,
    RunApproved,
    RunProposed,
    RunSubmitted,
)
from entredon.site.sample_bank import Bank, BankLine
from entredon.site.sample_car_story import BEGIN, KEEPERS, STEWARDS
from entredon.site.sample_car_year import SALES, Sale

if TYPE_CHECKING:
    from entredon.site.sample_car import Story

ADA, KAMAU, TAINA = STEWARDS
BEARER = BearerNamed(
    bearer="vrienden-van-de-merel", name="Vrienden van de Merel vzw", form="vzw", most=500_000, cooling_days=3
)
HOLDER = "Vrienden van de Merel vzw"
ACCOUNTS = {"main": ("EUR", "BE17999123456721"), "dollars": ("USD", "BE06999123456822")}
"""What each account of the legal body is called, its currency and its number."""
OPENED, BOOKS = "2025-08-31", 405
"""The last day before the accounts' first statements; the day of the story on which the books begin."""
WHERE = {
    "Daan Scholekster": "NL66FAKE0123456789",
    "Bram Boomklever": "NL18FAKE0987654321",
    "Lotte Tureluur": "NL62FAKE0123498765",
    "Malte Eisvogel": "DE37999999990123456789",
    "Margaux Hirondelle": "FR3599999999990123456789012",
}
"""Who has said where she is paid."""
EARLIER = [sale for sale in SALES if sale.shared]
"""Sales of the year before: a steward told of each, and the bank shows them later."""
ASKED = 180_000
RECEIPT = (
    b"Houthandel Houtsnip, Groningen, 12 October 2026\n"
    b"Two sheets of ash plywood, 6.5 mm        86.40 EUR\nPaid in cash. Thank you.\n"
)


class Paid(NamedTuple):
    """Somebody in a run of payouts: how much, and why it may be paid."""

    who: str
    minor: int
    title: str = "allowance"


FIRST_RUN = [
    Paid("Daan Scholekster", 12_000),
    Paid("Malte Eisvogel", 12_000),
    Paid("Margaux Hirondelle", 10_000),
    Paid("Bram Boomklever", 8_640, "expense"),
]
SECOND_RUN = [Paid("Lotte Tureluur", 15_000), Paid("Bram Boomklever", 9_000)]
FIRST_PAID, SECOND_PAID = "2026-10-21", "2026-12-01"
PLANNED = (
    Planned(way="income", kind="sale", minor=2_000_000),
    Planned(way="income", kind="gift", minor=50_000),
    Planned(way="cost", kind="bank", minor=6_000),
    Planned(way="cost", kind="hosting", minor=15_000),
    Planned(way="cost", kind="material", minor=30_000),
)


def plan(story: "Story") -> "Teller":
    """Plan it all, between what the year tells."""
    teller = Teller(story)
    for part in (
        teller.begin,
        teller.earlier,
        teller.asking,
        teller.paying,
        teller.october,
        teller.cash,
        teller.november,
    ):
        part()
    return teller


class Teller:
    """Tells of money through a story."""

    def __init__(self, story: "Story") -> None:
        self.story = story
        self.bank = Bank(story.slug, {name: number for name, (_currency, number) in ACCOUNTS.items()})
        self.more: list[Callable[[], BankLine]] = []
        """What others tell of that the statement of October shows."""

    def on(self, day: int, hour: int, name: str, make: Any, who: str, **texts: str) -> None:
        """Something is said on a day; the fact is made when its turn comes."""
        self.story.on(day, lambda: self.story.say(name, make(), who, texts=texts), hour=hour)

    def begin(self) -> None:
        """The legal body, its accounts, a plan, and who is paid where."""
        self.on(BOOKS, 1, "bearer", lambda: BEARER, ADA)
        for n, name in enumerate(ACCOUNTS):
            self.on(BOOKS, 2 + n, f"account {name}", partial(self._account, name), ADA)
        till = AccountOpened(account="till", way="cash", currency="EUR", opening=0, day="2026-09-30")
        self.on(BOOKS, 4, "account till", lambda: till, KAMAU)
        self.on(BOOKS, 5, "plan", lambda: Budgeted(year=2026, currency="EUR", planned=PLANNED), TAINA)
        for n, (who, number) in enumerate(WHERE.items()):
            self.on(408, n, f"payee {who}", partial(self._payee, who, number), who)

    def _account(self, name: str) -> AccountOpened:
        currency, number = ACCOUNTS[name]
        details = self.bank.account(name, HOLDER, number)
        return AccountOpened(account=name, way="bank", currency=currency, opening=0, day=OPENED, details=details)

    def _payee(self, who: str, number: str) -> PayeeNamed:
        return PayeeNamed(details=self.bank.payee(self.person(who), who, number))

    def earlier(self) -> None:
        """The statements of a whole year show what was told before, and what the bank took."""
        known = {currency: [sale for sale in EARLIER if sale.currency == currency] for currency in ("EUR", "USD")}
        quarters = [("2025-12-31", -1_500), ("2026-03-31", -1_500), ("2026-06-30", -1_500), ("2026-09-30", -1_500)]
        lines = [BankLine(f"sale {s.day}", self.day(s.day), s.minor, s.payer, s.note) for s in known["EUR"]]
        costs = [BankLine(f"bank {day}", day, minor, "Bank Bergeend", "Account and card") for day, minor in quarters]
        dollars = [BankLine(f"sale {s.day}", self.day(s.day), s.minor, s.payer, s.note) for s in known["USD"]]
        self.statement(406, 1, "year", "main", "2025-09-01", "2026-09-30", 0, lambda: [*lines, *costs])
        self.statement(426, 0, "dollars", "dollars", "2025-09-01", "2026-10-31", 0, lambda: dollars)
        for n, sale in enumerate(EARLIER):
            shown = partial(self._told, sale)
            if sale.currency == "EUR":
                self.allot(407, n, "year", f"sale {sale.day}", shown)
            else:
                self.allot(426, 12, "dollars", f"sale {sale.day}", shown)
        for n, (day, minor) in enumerate(quarters):
            cost = Part(to="cost", minor=minor, kind="bank")
            self.allot(407, 8 + n, "year", f"bank {day}", partial(lambda part: part, cost))

    def _told(self, sale: Sale) -> Part:
        return Part(to="told", minor=sale.minor, ref=self.story.id(f"sale {sale.day}"))

    def asking(self) -> None:
        """A workshop is asked to pay."""
        self.on(
            410, 1, "request", lambda: Requested(
                minor=ASKED, currency="EUR", what="sale", version=self.story.id("Merel 1.0"), due="2026-11-10"
            ), KAMAU, payer="Fietskoeriers Leeuwerik", note="A kit for the depot",
        )  # fmt: skip

    def paying(self) -> None:
        """An expense is accepted, and people are paid by the yes of two."""
        self.on(411, 1, "expense", self._expense, "Bram Boomklever", note="Plywood for the jig of the doors")
        self.on(412, 1, "", lambda: ExpenseDecided(expense=self.story.id("expense"), accepted=True, minor=8_640), KAMAU)
        self.on(413, 1, "run 1", partial(self._run, FIRST_RUN, FIRST_PAID), KAMAU)
        for n, who in enumerate((ADA, TAINA)):
            self.on(414, 1 + n, f"yes {who}", lambda: RunApproved(run=self.story.id("run 1")), who)
        self.story.on(415, self._export, hour=1)
        self.on(415, 2, "", lambda: RunSubmitted(run=self.story.id("run 1")), KAMAU)

    def _expense(self) -> ExpenseClaimed:
        paper = self.bank.paper("receipt", "houthandel.txt", RECEIPT, self.person("Bram Boomklever"))
        return ExpenseClaimed(minor=8_640, currency="EUR", day="2026-10-12", what="material", document=paper)

    def _run(self, paid: list[Paid], day: str) -> RunProposed:
        receipt = self.bank.paper("receipt", "houthandel.txt", RECEIPT, self.person("Bram Boomklever"))
        payouts = tuple(
            Payout(
                payee=self.person(one.who), minor=one.minor, title=one.title,
                document=receipt if one.title == "expense" else "",
            )
            for one in paid
        )  # fmt: skip
        return RunProposed(account="main", currency="EUR", day=day, payouts=payouts)

    def _export(self) -> None:
        """The file is made of what the record says, so that is written first."""
        run = self.story.id("run 1")
        self.story.diary.flush()
        if self.story.diary.is_written():
            self.story.diary.skip(1)
            return
        self.story.say("", self.bank.file(run), KAMAU)

    def october(self) -> None:
        """The next statement shows the request paid, a gift, who was paid; and a line that nobody knows yet."""
        before = sum(sale.minor for sale in EARLIER if sale.currency == "EUR") - 4 * 1_500
        self.statement(426, 1, "october", "main", "2026-10-01", "2026-10-31", before, self._october)
        asked = lambda: Part(to="income", minor=ASKED, ref=self.story.id("request"), kind="sale")  # noqa: E731
        self.allot(426, 2, "october", "asked", asked, name="sale 426")
        self.allot(426, 3, "october", "gift", lambda: Part(to="pot", minor=2_500, kind="gift"))
        self.allot(426, 4, "october", "hosting", lambda: Part(to="cost", minor=-1_210, kind="hosting"))
        for n, one in enumerate(FIRST_RUN, 1):
            self.allot(426, 4 + n, "october", f"paid {n}", partial(self._settled, one, n))
        self.story.on(430, lambda: self.story.share(Sale(426, "", 0, "", "", "", 430)), hour=5)

    def _october(self) -> list[BankLine]:
        reference = self.bank.reference(self.story.id("request"))
        gift = self.bank.gift_reference(self.story.diary.id(0))
        run = self.story.id("run 1")
        return [
            BankLine("asked", "2026-10-19", ASKED, "Fietskoeriers Leeuwerik", reference=reference),
            BankLine("gift", "2026-10-20", 2_500, "Mevrouw Pimpelmees", reference=gift),
            *(
                BankLine(f"paid {n}", FIRST_PAID, -one.minor, one.who, BEARER.name, end_to_end=f"{run[:24]}-{n}")
                for n, one in enumerate(FIRST_RUN, 1)
            ),
            BankLine("hosting", "2026-10-26", -1_210, "Servers Oeverzwaluw", "Two months"),
            BankLine("unknown", "2026-10-29", 7_500, "Buurthuis Tjiftjaf", "for the lovely workshop!!"),
            *(line() for line in self.more),
        ]

    def _settled(self, one: Paid, n: int) -> Part:
        return Part(to="payout", minor=-one.minor, ref=f"{self.story.id('run 1')}.{n}")

    def cash(self) -> None:
        """A jar at an open day, counted by two."""
        jar = (Part(to="pot", minor=6_430, kind="gift"),)
        self.on(432, 1, "jar", lambda: CashMoved(account="till", day="2026-11-07", parts=jar), TAINA, note="Open day")
        self.on(432, 2, "count", lambda: CashCounted(account="till", day="2026-11-07", minor=6_420), TAINA)
        self.on(432, 3, "", lambda: Confirmed(what=self.story.id("count")), KEEPERS[0])

    def november(self) -> None:
        """What is there against what is owed is put into the record; the next run waits for one more yes."""
        self.story.on(433, self._prove, hour=1)
        self.on(447, 1, "run 2", partial(self._run, SECOND_RUN, SECOND_PAID), ADA)
        self.on(447, 2, "", lambda: RunApproved(run=self.story.id("run 2")), KAMAU)

    def _prove(self) -> None:
        self.story.diary.flush()
        if self.story.diary.is_written():
            self.story.diary.skip(1)
            return
        self.story.say("", self.bank.reserves(), ADA)

    # How lines are told, and where they belong

    def statement(
        self, day: int, hour: int, name: str, account: str, start: str, end: str, opening: int, lines: Any
    ) -> None:  # fmt: skip
        """A statement is brought in; what the bank wrote beyond day and amount stays beside the record."""
        currency = ACCOUNTS[account][0]
        taken = partial(self.bank.statement, name, account, currency, start, end, opening)
        self.on(day, hour, f"statement {name}", lambda: taken(lines()), KAMAU)

    def allot(self, day: int, hour: int, statement: str, line: str, part: Any, name: str = "") -> None:
        """A steward says where a line belongs."""
        self.on(
            day, hour, name or f"allotted {line}",
            lambda: Allotted(line=self.bank.line(statement, line), parts=(part(),)), KAMAU,
        )  # fmt: skip

    def kept(self) -> None:
        """The files of the bank are known as taken, by the entries that told of them."""
        for name in self.bank.files:
            self.bank.taken(name, self.story.id(f"statement {name}"), self.person(KAMAU))

    def person(self, who: str) -> str:
        return f"k:{self.story.keys[who].id}"

    def day(self, day: int) -> str:
        return (BEGIN + timedelta(days=day)).date().isoformat()
