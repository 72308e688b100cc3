"""A year of real books: gifts, sales that are shared, costs, expenses that are paid by a run, a second currency, something unallotted."""

from entredon.apps.library.entries import Created, Released
from entredon.apps.treasury.entries import AccountOpened, Allotted, CameElsewhere, Exchanged, Part, Received, TakenBack
from entredon.apps.treasury.entries_out import Payout
from entredon.apps.treasury.tests.house import House, at, hashed
from entredon.apps.value import sharing
from entredon.testing_cast import Cast, person


class Year(House):
    """November 2026: 500.00 given, a sale of 200.00 shared, 60.00 of hosting, 30.00 paid to Bob and 45.00 to a printer, 12.34 that
    nobody has allotted, dollars changed into euros."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast, opening=100_000)
        self.version = self._released()
        self.given(50_000, day="2026-11-02")
        self.sale = self.line(20_000, Part(to="income", minor=20_000, ref=self.version, kind="sale"), day="2026-11-03")
        sharing.share_income(cast.slug, self.sale, cast.ada)
        self.hosting = self.line(-6_000, Part(to="cost", minor=-6_000, kind="hosting"), day="2026-11-04")
        self.wrong = self.line(-1_000, Part(to="cost", minor=-1_000, kind="rent"), day="2026-11-05")
        self.say(TakenBack(what=self.wrong))
        self._paid()
        (self.waiting,) = self.statement(1_234, day="2026-11-21")
        self.told = self.say(Received(minor=7_700, currency="EUR", version=self.version))
        self.say(
            CameElsewhere(means="platform", day="2026-11-18", currency="EUR", part=Part(to="pot", minor=2_500, kind="gift"))
        )  # fmt: skip
        self._exchanged()

    def _released(self) -> str:
        car = self.say(Created(name="Car"), day="2026-10-31")
        return self.say(Released(creation=car, name="1", own=1, inputs=()), day="2026-10-31")

    def _paid(self) -> None:
        """Bob's expense and a printer's bill, by one run, which the bank has made."""
        self.printer = self.outside("a printer")
        self.details(self.bob, day="2026-11-02")
        self.expense(3_000)
        self.expense(4_500, payee=self.printer)
        payouts = (
            Payout(payee=person(self.bob), minor=3_000, title="expense", document=hashed("receipt 3000")),
            Payout(payee=self.printer, minor=4_500, title="invoice", document=hashed("bill")),
        )
        self.paid_run = self.submitted(*payouts)
        (line,) = self.statement(-7_500, day="2026-11-20")
        parts = (
            Part(to="payout", minor=-3_000, ref=f"{self.paid_run}.1"),
            Part(to="payout", minor=-4_500, ref=f"{self.paid_run}.2"),
        )
        self.say(Allotted(line=line, parts=parts))

    def _exchanged(self) -> None:
        """A hundred dollars became 91.50 euros."""
        self.say(
            AccountOpened(account="dollars", way="bank", currency="USD", opening=20_000, day="2026-10-31", details=hashed("us"))
        )  # fmt: skip
        (given,) = self.statement(-10_000, day="2026-11-22", account="dollars")
        (received,) = self.statement(9_150, day="2026-11-22")
        self.say(Exchanged(given=given, received=received))


def later(day: str) -> dict[str, str]:
    """What is said on a later day."""
    return {"at": at(day)}
