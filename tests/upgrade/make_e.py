"""Makes tests/upgrade/e.tar.xz: what d.tar.xz holds, with books: a legal body, bank statements, cash, payouts, expenses, a closed year,
and what is private about them.

    .venv/bin/python tests/upgrade/make_e.py

It is run once, when the formats of this stage are final; the archive then stays as it is.
"""

import os
import tempfile
from pathlib import Path

import make_b
import make_c
import make_d
from make_a import HERE, pack

NUMBERS = {"main": "BE17999123456721", "dollars": "BE06999123456822"}


def main() -> None:
    """Make the node in a folder of its own and pack it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "node"
        os.environ["ENTREDON_HOME"] = str(home)
        from entredon.cli import common

        common.start()
        make_b.tell(Path(folder))
        make_c.tell()
        make_d.tell()
        Books().tell()
        make_b.complete()
        make_b.keep_in_private()
        make_c.keep_in_private()
        make_d.keep_in_private()
        pack(home, HERE / "e.tar.xz")


class Books:
    """The money of the commons, told by two stewards and a member."""

    def __init__(self) -> None:
        from entredon.apps.library import queries as library
        from entredon.site.sample_bank import Bank
        from entredon.testing_cast import Cast, key_of, person

        self.cast = Cast("merel", key_of("ada's new key"), key_of("bob of merel"), key_of("charlie of merel"))
        self.vera = key_of("vera of merel")
        self.bob_is, self.vera_is = person(self.cast.bob), person(self.vera)
        self.bank = Bank("merel", NUMBERS)
        self.version = library.find_version("merel", "Chassis 0.1").id

    def tell(self) -> None:
        """One entry of every kind about money, and more."""
        from entredon.log import checkpoints

        self.begin()
        self.december()
        request = self.ask()
        income = self.january(request)
        self.share(income)
        self.cash()
        self.payees()
        self.pay()
        self.close()
        checkpoints.settle()

    def statement(self, name: str, account: str, start: str, end: str, opening: int, *lines) -> None:
        """A statement is brought in, with its file."""
        fact = self.bank.statement(
            name, account, "EUR" if account == "main" else "USD", start, end, opening, list(lines)
        )
        self.bank.taken(name, self.cast.say(fact), self.vera_is)

    def allot(self, statement: str, line: str, **part) -> str:
        """A line belongs somewhere as a whole."""
        from entredon.apps.treasury.entries import Allotted, Part

        return self.cast.say(Allotted(line=self.bank.line(statement, line), parts=(Part(**part),)))

    def confirmed(self, entry: str, by=None) -> str:
        """A second person says so too; returns what was confirmed."""
        from entredon.apps.treasury.entries import Confirmed

        self.cast.say(Confirmed(what=entry), by or self.vera)
        return entry

    def begin(self) -> None:
        """The legal body, its accounts and rules."""
        from entredon.apps.commons.entries import RoleGiven
        from entredon.apps.treasury import entries as money

        say = self.cast.say
        say(RoleGiven(person=self.vera_is, role="steward"))
        say(money.BearerNamed(bearer="merel-vzw", name="Merel vzw", form="vzw", cooling_days=2))
        for name, number in NUMBERS.items():
            say(
                money.AccountOpened(
                    account=name, way="bank", currency="EUR" if name == "main" else "USD", day="2025-11-30",
                    opening=100_000 if name == "main" else 0, details=self.bank.account(name, "Merel vzw", number),
                )
            )  # fmt: skip
        say(money.AccountOpened(account="till", way="cash", currency="EUR", opening=0, day="2025-12-31"))
        self.confirmed(say(money.PolicySet(approvals=2, most=900_000, cooling_days=1)))
        self.exception = self.confirmed(
            say(money.ExceptionSigned(account="equity:funds:merel:eur", least=-5_000), texts={"reason": "The rent."})
        )

    def december(self) -> None:
        """A gift, bank costs, an exchange."""
        from entredon.apps.treasury.entries import Exchanged
        from entredon.site.sample_bank import BankLine

        gift = BankLine("gift", "2025-12-03", 50_000, "Garage Fuut", "For all of you")
        cost = BankLine("cost", "2025-12-31", -1_000, "Bank Bergeend", "Account")
        given = BankLine("given", "2025-12-10", -2_000, "Bank Bergeend", "To dollars")
        self.statement("december", "main", "2025-12-01", "2025-12-31", 100_000, gift, given, cost)
        got = BankLine("got", "2025-12-10", 2_150, "Bank Bergeend", "From euros")
        self.statement("dollars", "dollars", "2025-12-01", "2026-01-31", 0, got)
        self.allot("december", "gift", to="pot", minor=50_000, kind="gift")
        self.allot("december", "cost", to="cost", minor=-1_000, kind="bank")
        self.cast.say(Exchanged(given=self.bank.line("december", "given"), received=self.bank.line("dollars", "got")))

    def ask(self) -> str:
        """A request, and one that is taken back."""
        from entredon.apps.treasury.entries import Requested, RequestWithdrawn

        asked = Requested(minor=12_100, currency="EUR", what="sale", version=self.version, due="2099-01-31")
        request = self.cast.say(asked, texts={"payer": "Garage Fuut", "note": "A chassis"})
        self.cast.say(RequestWithdrawn(request=self.cast.say(asked)))
        return request

    def january(self, request: str) -> str:
        """The request is paid, what was told is seen, a line is placed anew, another one waits. Returns the income."""
        from entredon.apps.treasury.entries import Received, TakenBack
        from entredon.site.sample_bank import BankLine

        told = self.cast.say(Received(minor=5_000, currency="EUR", version=self.version), texts={"payer": "Noor"})
        self.statement(
            "january", "main", "2026-01-01", "2026-01-31", 147_000,
            BankLine("asked", "2026-01-08", 12_100, "Garage Fuut", reference=self.bank.reference(request)),
            BankLine("told", "2026-01-09", 5_000, "Noor"),
            BankLine("odd", "2026-01-10", 300, "Somebody"),
            BankLine("unknown", "2026-01-11", 777, "Nobody knows"),
        )  # fmt: skip
        self.allot("january", "told", to="told", minor=5_000, ref=told)
        wrong = self.allot("january", "odd", to="pot", minor=300, kind="gift")
        self.cast.say(TakenBack(what=wrong), texts={"reason": "It was a mistake of the bank."})
        self.allot("january", "odd", to="back", minor=300, kind="refund")
        return self.allot("january", "asked", to="income", minor=12_100, ref=request, kind="sale")

    def share(self, income: str) -> None:
        """What came in for the request is shared."""
        from entredon.apps.value import sharing

        sharing.share_income("merel", income, self.cast.bob)

    def cash(self) -> None:
        """A jar, counted by two; a platform."""
        from entredon.apps.treasury.entries import CameElsewhere, CashCounted, CashMoved, Part

        jar = (Part(to="pot", minor=2_000, kind="gift"),)
        self.cast.say(CashMoved(account="till", day="2026-01-12", parts=jar), texts={"note": "A jar"})
        counted = CashCounted(account="till", day="2026-01-12", minor=1_990)
        self.confirmed(self.cast.say(counted, self.vera), self.cast.bob)
        part = Part(to="pot", minor=1_500, kind="gift")
        self.cast.say(
            CameElsewhere(means="platform", day="2026-01-13", currency="EUR", part=part), texts={"payer": "Noor"}
        )

    def payees(self) -> None:
        """Where people are paid, who may say yes too, and what was laid out."""
        from entredon.apps.treasury.entries_out import ApproverNamed, ExpenseClaimed, ExpenseDecided, PayeeNamed

        details = self.bank.payee(self.bob_is, "Bob Bakker", "NL66FAKE0123456789")
        self.cast.say(PayeeNamed(details=details), self.cast.bob)
        self.outside = "x:" + "1" * 32
        self.confirmed(
            self.cast.say(
                PayeeNamed(
                    payee=self.outside, details=self.bank.payee(self.outside, "Open Rivet vzw", "NL18FAKE0987654321"),
                    upstream="https://open-rivet.example/",
                )
            )
        )  # fmt: skip
        self.confirmed(self.cast.say(ApproverNamed(person=self.bob_is)))
        self.receipt = self.bank.paper("receipt", "bolts.txt", b"Bolts 25.00 EUR", self.bob_is)
        claimed = ExpenseClaimed(minor=2_500, currency="EUR", day="2026-01-14", what="material", document=self.receipt)
        expense = self.cast.say(claimed, self.cast.bob, texts={"note": "Bolts"})
        self.cast.say(ExpenseDecided(expense=expense, accepted=True, minor=2_500))
        other = self.bank.paper("receipt", "cake.txt", b"Cake 9.00 EUR", self.bob_is)
        claimed = ExpenseClaimed(minor=900, currency="EUR", day="2026-01-15", what="cake", document=other)
        expense = self.cast.say(claimed, self.cast.bob)
        self.cast.say(
            ExpenseDecided(expense=expense, accepted=False, minor=0), texts={"reason": "We bake them ourselves."}
        )

    def run(self, *payouts, account: str = "main", approved: bool = True) -> str:
        """A run of payouts that both stewards agree to."""
        from entredon.apps.treasury.entries_out import RunApproved, RunProposed
        from entredon.log import clock

        day = clock.stamp()[:10]
        run = self.cast.say(RunProposed(account=account, currency="EUR", day=day, payouts=payouts))
        for key in (self.cast.ada, self.vera) if approved else ():
            self.cast.say(RunApproved(run=run), key)
        return run

    def pay(self) -> None:
        """A run of which one payout is refused and one arrives; one that is withdrawn; one in notes; one that waits."""
        from entredon.apps.treasury import entries_out as out
        from entredon.log import clock
        from entredon.site.sample_bank import BankLine

        expense = out.Payout(payee=self.bob_is, minor=2_500, title="expense", document=self.receipt)
        gift = out.Payout(payee=self.bob_is, minor=500, title="gift", source="fund")
        prize = out.Payout(payee=self.outside, minor=1_000, title="prize", source="fund")
        run = self.run(expense, prize)
        self.cast.say(self.bank.file(run))
        self.cast.say(out.RunSubmitted(run=run), self.vera)
        report = self.bank.paper("report", "report.xml", b"<Document/>", self.vera_is)
        refused = (out.Rejection(payout=f"{run}.2", code="AC04"),)
        self.cast.say(out.PayoutsRejected(run=run, report=report, rejected=refused))
        today = clock.stamp()[:10]
        paid = BankLine("paid", today, -2_500, "Bob Bakker", end_to_end=f"{run[:24]}-1")
        self.statement("paid", "main", "2026-01-31", today, 165_177, paid)
        self.allot("paid", "paid", to="payout", minor=-2_500, ref=f"{run}.1")
        self.cast.say(out.RunWithdrawn(run=self.run(gift)))
        notes = self.run(gift, account="till")
        self.cast.say(out.RunSubmitted(run=notes))
        self.cast.say(out.PayoutConfirmed(payout=f"{notes}.1"), self.cast.bob)
        self.run(gift, approved=False)
        changed = self.bank.payee(self.bob_is, "Bob Bakker", "NL62FAKE0123498765")
        self.cast.say(out.PayeeNamed(details=changed), self.cast.bob)

    def close(self) -> None:
        """A plan, a proof, the bookkeeper's numbers, and the end of a year."""
        from entredon.apps.treasury import entries_books as books

        self.statement("dollars so far", "dollars", "2026-01-31", "2026-02-28", 2_150)
        planned = (books.Planned(way="income", kind="gift", minor=100_000),)
        self.cast.say(books.Budgeted(year=2026, currency="EUR", planned=planned))
        self.cast.say(numbers())
        self.cast.say(self.bank.reserves())
        self.cast.say(books.YearClosed(year=2025))


def numbers():
    """The bookkeeper's numbers of two kinds of account."""
    from entredon.apps.treasury import entries_books as books

    return books.ChartMapped(
        numbers=(books.Number(accounts="assets:bank", number="550"), books.Number(accounts="income", number="70"))
    )


if __name__ == "__main__":
    main()
