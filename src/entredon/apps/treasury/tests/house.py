"""A commons whose books have begun: a bearer, an account at a bank and a till, two stewards and a member; what its tests begin with."""

import hashlib
from io import BytesIO
from typing import Any

from django.db import transaction

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.treasury import record_journal, record_out, statement_lines
from entredon.apps.treasury.entries import AccountOpened, Allotted, BearerNamed, Confirmed, Part, StatementTaken
from entredon.apps.treasury.entries_out import (
    ExpenseClaimed,
    ExpenseDecided,
    PayeeNamed,
    Payout,
    RunApproved,
    RunExported,
    RunProposed,
    RunSubmitted,
)
from entredon.apps.treasury.models import MoneyAccount
from entredon.apps.treasury.models import Payout as PayoutRow
from entredon.apps.treasury.models import Run as RunRow
from entredon.apps.treasury.statement_lines import StatementLine
from entredon.log import content
from entredon.log.tables import Tables
from entredon.pure.log.keys import SecretKey
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account
from entredon.testing_cast import Cast, key_of, person

DAY = "2026-11-20"
LATER = "2026-11-26"
BEARER = "merel-vzw"


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def at(day: str, hour: int = 10) -> str:
    return f"{day}T{hour:02}:00:00.000Z"


class House:
    """Merel vzw carries the commons; Ada and Dora are its stewards, Bob and Eve members. The bank has 1,000.00, the fund nothing yet."""

    def __init__(
        self, cast: Cast, *, approvals: int = 2, most: int = 0, cooling_days: int = 3, opening: int = 0
    ) -> None:
        self.cast = cast
        self.ada, self.bob = cast.ada, cast.bob
        self.dora, self.eve = key_of("dora"), key_of("eve")
        cast.join(self.dora, "Dora Dekker")
        cast.join(self.eve, "Eve Evers")
        cast.say(RoleGiven(person=person(self.dora), role="steward"))
        cast.say(
            BearerNamed(bearer=BEARER, name="Merel vzw", form="vzw", approvals=approvals, most=most, cooling_days=cooling_days)
        )  # fmt: skip
        cast.say(
            AccountOpened(account="main", way="bank", currency="EUR", opening=opening, day="2026-10-31", details=hashed("iban"))
        )  # fmt: skip
        cast.say(AccountOpened(account="till", way="cash", currency="EUR", opening=0, day="2026-10-31"))
        self._lines = 0

    def say(self, fact: Any, by: SecretKey | None = None, day: str = DAY, **rest: Any) -> str:
        """Somebody says it, on a day; Ada, unless it is somebody else."""
        return self.cast.say(fact, by, **{"at": at(day), **rest})

    def refused(self, fact: Any, by: SecretKey | None = None, *, because: str, day: str = DAY, **rest: Any) -> None:
        self.cast.refused(fact, by, because=because, **{"at": at(day), **rest})

    # The bank

    def statement(self, *minors: int, day: str = DAY, account: str = "main") -> list[str]:
        """A statement with lines of these amounts; returns their ids."""
        row = MoneyAccount.objects.get(commons=self.cast.slug, id=account)
        lines = []
        for minor in minors:
            self._lines += 1
            lines.append(StatementLine(day, hashed(f"line {self._lines}"), minor))
        written = statement_lines.write(lines)
        content.store().put(BytesIO(written.raw))
        self.say(
            StatementTaken(
                account=account, currency=row.currency, start=day, end=day, opening=row.closing,
                closing=row.closing + sum(minors), count=len(minors), lines=written.sha256, source=hashed("file"),
            ),
            day=max(day, DAY),
        )  # fmt: skip
        return [line.line for line in lines]

    def line(self, minor: int, *parts: Part, day: str = DAY) -> str:
        """A statement of one line, allotted to these parts; returns the id of the allotment."""
        (id,) = self.statement(minor, day=day)
        return self.say(Allotted(line=id, parts=parts), day=max(day, DAY))

    def given(self, minor: int, day: str = DAY) -> None:
        """A gift to the common pot by the bank."""
        self.line(minor, Part(to="pot", minor=minor, kind="gift"), day=day)

    def put_in_till(self, minor: int) -> None:
        """A gift in notes."""
        from entredon.apps.treasury.entries import CashMoved

        self.say(CashMoved(account="till", day=DAY, parts=(Part(to="pot", minor=minor, kind="gift"),)))

    # Who is owed

    def expense(self, minor: int, by: SecretKey | None = None, *, paper: str = "", payee: str = "", **rest: Any) -> str:
        """Bob asks for what he laid out, and Dora accepts it."""
        document = hashed(paper or f"receipt {minor} {payee}")
        claim = self.say(
            ExpenseClaimed(minor=minor, currency="EUR", day=DAY, what="material", document=document, payee=payee, **rest),
            by or self.bob,
        )  # fmt: skip
        self.say(ExpenseDecided(expense=claim, accepted=True, minor=minor), self.dora if by != self.dora else self.ada)
        return claim

    def details(self, *keys: SecretKey, day: str = DAY) -> None:
        """People tell where they are paid."""
        for key in keys:
            self.say(PayeeNamed(details=hashed(f"details of {key.id}")), key, day=day)

    def outside(self, name: str = "a supplier") -> str:
        """Who is outside, known by two stewards."""
        id = f"x:{hashed(name)[:32]}"
        waiting = self.say(PayeeNamed(payee=id, details=hashed(f"details of {name}")))
        self.say(Confirmed(what=waiting), self.dora)
        return id

    # Runs

    def run(self, *payouts: Payout, account: str = "main", by: SecretKey | None = None, day: str = DAY) -> str:
        """A run is proposed."""
        return self.say(RunProposed(account=account, currency="EUR", day=LATER, payouts=payouts), by, day=day)

    def reserved(self, *payouts: Payout, account: str = "main") -> str:
        """A run that Ada proposed, and Ada and Dora have approved."""
        run = self.run(*payouts, account=account)
        for key in (self.ada, self.dora):
            self.say(RunApproved(run=run), key)
        return run

    def exported(self, *payouts: Payout) -> str:
        """The same, in a file for the bank."""
        run = self.reserved(*payouts)
        self.say(RunExported(run=run, file=hashed(f"file of {run}")))
        return run

    def submitted(self, *payouts: Payout) -> str:
        """The same, given to the bank."""
        run = self.exported(*payouts)
        self.say(RunSubmitted(run=run))
        return run

    def states(self, run: str) -> tuple[str, list[str]]:
        """How far a run is, and each of its payouts."""
        rows = PayoutRow.objects.filter(commons=self.cast.slug, run=run)
        states = {int(row.id.rpartition(".")[2]): row.state for row in rows}
        return RunRow.objects.get(commons=self.cast.slug, id=run).state, [states[n] for n in sorted(states)]

    # The books

    def held(self, account: Account) -> int:
        """What is there or owed, as people say it."""
        with transaction.atomic():
            return record_journal.held(Tables(self.cast.slug), account)

    def there(self, account: str = "main") -> int:
        """What no payout has reserved of an account."""
        with transaction.atomic():
            return record_out.there(Tables(self.cast.slug), account, "EUR")

    def owed(self, who: SecretKey | str) -> int:
        """What the books owe somebody."""
        id = who if isinstance(who, str) else person(who)
        account = standard.payable if id.startswith("x:") else standard.member
        return self.held(account(BEARER, "EUR", id))

    @property
    def fund(self) -> int:
        """What the common fund has."""
        return self.held(standard.fund(BEARER, "EUR", self.cast.slug))

    @property
    def leaving(self) -> int:
        """What waits for the bank."""
        return self.held(standard.leaving(BEARER, "EUR"))

    @property
    def bank(self) -> int:
        """What stands at the bank."""
        return self.held(standard.bank(BEARER, "EUR", "main"))


def owed_to(key: SecretKey | str, minor: int, title: str = "allowance", **rest: Any) -> Payout:
    """A payout of what is owed to somebody."""
    return Payout(payee=key if isinstance(key, str) else person(key), minor=minor, title=title, **rest)
