"""A treasurer in a process of its own, killed again and again while she pays: ``python -m tests.paying_and_killed HOME KILLS SEED``.

A warm parent forks a child, which goes on with whatever is open: claims, runs, files, what the bank says. The parent kills it at a
random moment; the next child finds what is left and goes on from there, as people do who find a machine that went down. At the end
somebody has the time to let everything come to its end. Prints one line of JSON.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

from tests.bank_double import ACCOUNT, FIRST, Bank, Unanswered, message_of

SLUG = "merel"
WORDS = 25
"""So many stages a child begins at most; in the last it is killed."""
LONGEST = 0.04
"""Seconds it has at most for that one."""
PEOPLE = {"bob": "NL91ABNA0417164300", "eve": "DE89370400440532013000", "finn": "FR1420041010050500013M02606"}
STAGES = ("claim", "decide", "propose", "approve", "export", "upload", "submit", "report", "statement", "place")


def start(home: str) -> None:
    """A commons with money, and people who are paid."""
    os.environ.update(
        {"ENTREDON_HOME": home, "ENTREDON_SUITE": "1", "DJANGO_SETTINGS_MODULE": "entredon.site.settings"}
    )
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from entredon.log import checkpoints

    checkpoints.PAUSE = 0.0  # each append publishes, so that this is hit too
    call_command("migrate", verbosity=0, interactive=False)
    settle_in()
    connections.close_all()


def key(name: str) -> Any:
    from entredon.testing_cast import key_of

    return key_of(f"{name} of {SLUG}")


def settle_in() -> None:
    from entredon.apps.commons.entries import RoleGiven
    from entredon.apps.treasury import documents, payees
    from entredon.apps.treasury.entries import AccountOpened, BearerNamed
    from entredon.apps.treasury.models import BankDetails
    from entredon.pure.log import commitment
    from entredon.testing_cast import Cast, person

    cast = Cast.found(SLUG, draft=False)
    for name in ("dora", "eve", "finn"):
        cast.join(key(name), name.capitalize())
    cast.say(RoleGiven(person=person(key("dora")), role="steward"))
    cast.say(BearerNamed(bearer="merel-vzw", name="Merel vzw", form="vzw"))
    salt = documents.salt(SLUG, "account", "main", ACCOUNT)
    BankDetails.objects.create(commons=SLUG, account="main", holder="Merel vzw", iban=ACCOUNT, salt=salt)
    details = commitment.commit(salt, ACCOUNT)
    cast.say(
        AccountOpened(account="main", way="bank", currency="EUR", opening=0, day=FIRST.isoformat(), details=details)
    )  # fmt: skip
    for name, iban in PEOPLE.items():
        who = person(key(name))
        row, _new = payees.keep(SLUG, who, payees.checked(name.capitalize(), iban))
        cast.say(payees.fact(who, row, me=True), key(name))


class Treasurer:
    """Goes on with what is open, one step after the other, and says before each which one it is."""

    def __init__(self, bank: Bank, chance: random.Random, said: Any) -> None:
        self.bank, self.chance, self.said = bank, chance, said

    def say(self, fact: Any, name: str = "ada") -> None:
        from entredon.log import door

        door.append(SLUG, fact, key(name))

    def round(self, *, more: bool = True) -> bool:
        """Everything once. Returns whether anything is still open."""
        from entredon.apps.treasury.models import Run

        self.statement()
        self.claims(more=more)
        for run in Run.objects.filter(commons=SLUG).exclude(state__in=("done", "withdrawn")).order_by("position"):
            self.go_on(run)
        self.bank.tomorrow()
        return Run.objects.filter(commons=SLUG).exclude(state__in=("done", "withdrawn")).exists()

    def claims(self, *, more: bool) -> None:
        """People ask for what they laid out; what is accepted and not on its way yet is proposed."""
        from entredon.apps.treasury.entries_out import ExpenseClaimed, ExpenseDecided
        from entredon.apps.treasury.models import Expense, Run

        if more and Run.objects.filter(commons=SLUG).exclude(state__in=("done", "withdrawn")).count() < 2:
            for name in PEOPLE:
                self.said("claim")
                minor = self.chance.randrange(1, 3_000)
                self.say(
                    ExpenseClaimed(
                        minor=minor, currency="EUR", day="2026-01-05", what="material", document=f"{self.chance.getrandbits(256):064x}"
                    ),
                    name,
                )  # fmt: skip
        for one in Expense.objects.filter(commons=SLUG, state="claimed").order_by("position"):
            self.said("decide")
            self.say(ExpenseDecided(expense=one.id, accepted=True, minor=one.minor), "dora")
        self.propose()

    def propose(self) -> None:
        from entredon.apps.treasury.entries_out import Payout, RunProposed
        from entredon.apps.treasury.models import Run
        from entredon.log import clock
        from entredon.testing_cast import person

        if Run.objects.filter(commons=SLUG, state="proposed").exists():
            return
        payouts = tuple(
            Payout(payee=person(key(name)), minor=minor, title="allowance")
            for name in PEOPLE
            if (minor := owed(name)) > 0
        )
        if payouts:
            self.said("propose")
            self.say(RunProposed(account="main", currency="EUR", day=clock.stamp()[:10], payouts=payouts))

    def go_on(self, run: Any) -> None:
        """A run's next step, whoever was killed in the one before."""
        from entredon.apps.treasury import payout_files
        from entredon.apps.treasury.entries_out import RunApproved, RunSubmitted
        from entredon.apps.treasury.models import Approval
        from entredon.testing_cast import person

        if run.state == "proposed":
            for name in ("ada", "dora"):
                if not Approval.objects.filter(commons=SLUG, run=run.id, person=person(key(name))).exists():
                    self.said("approve")
                    self.say(RunApproved(run=run.id), name)
            return
        if run.state == "reserved":
            self.said("export")
        file = payout_files.export(SLUG, run.id, key("ada")).data
        if run.state in ("reserved", "exported"):
            self.said("upload")
            try:
                self.bank.upload(file)
            except Unanswered:
                return  # in doubt: the next round gives it the same bytes again, or the statement says it
            self.said("submit")
            self.say(RunSubmitted(run=run.id))
        elif run.state == "submitted":
            self.report(run, file)

    def report(self, run: Any, file: bytes) -> None:
        from entredon.apps.treasury import paying
        from entredon.apps.treasury.entries_out import PayoutsRejected

        told = self.bank.report(message_of(file))
        if told is not None:
            answered = paying.read_report(SLUG, run, told)
            if answered.rejected:
                self.said("report")
                self.say(PayoutsRejected(run=run.id, report=answered.report, rejected=answered.rejected))

    def statement(self, *, whole: bool = False) -> None:
        """The bank's newest statement, sometimes twice; then whatever still waits is looked at again."""
        from entredon.apps.treasury import bringing, placing, queries_bank, voices
        from entredon.apps.treasury.bringing import Given
        from entredon.testing_cast import person

        voice = voices.of_key(SLUG, key("ada"))
        raw = self.bank.whole() if whole else self.bank.statement()
        given = [Given("statement.xml", raw)] * self.chance.choice((1, 1, 2))
        self.said("statement")
        bringing.bring(SLUG, given, voice, person(key("ada")))
        self.said("place")
        placing.place_new(SLUG, queries_bank.suspense(SLUG), voice)
        self.gifts()

    def gifts(self) -> None:
        """What came in is for the common fund."""
        from entredon.apps.treasury.entries import Allotted, Part
        from entredon.apps.treasury.models import Line

        for line in Line.objects.filter(commons=SLUG, allotted="", minor__gt=99_999):
            self.say(Allotted(line=line.id, parts=(Part(to="pot", minor=line.minor, kind="gift"),)))


def owed(name: str) -> int:
    """What somebody is owed and no run is about to pay."""
    from django.db import transaction

    from entredon.apps.treasury import record_journal
    from entredon.log.tables import Tables
    from entredon.pure.money.journal import standard
    from entredon.testing_cast import person

    with transaction.atomic():
        return record_journal.held(Tables(SLUG), standard.member("merel-vzw", "EUR", person(key(name))))


def child(home: Path, pipe: int, seed: int) -> None:
    chance = random.Random(seed)
    treasurer = Treasurer(Bank(home.parent, chance), chance, lambda stage: os.write(pipe, f"{stage}\n".encode()))
    while True:
        treasurer.round()


def kill_once(home: Path, seed: int) -> str:
    """One child's life; returns the stage in which it died."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        try:
            child(home, writing, seed)
        except BaseException:
            import traceback

            traceback.print_exc()
        os._exit(3)
    os.close(writing)
    chance = random.Random(seed)
    said, words = b"", chance.randint(1, WORDS)
    while said.count(b"\n") < words and (chunk := os.read(reading, 1 << 16)):
        said += chunk
    time.sleep(chance.uniform(0, LONGEST))
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status), "the treasurer ended by herself"
    while chunk := os.read(reading, 1 << 16):
        said += chunk
    os.close(reading)
    return (said.decode().split() or ["nothing"])[-1]


def wind_up(home: Path, seed: int) -> dict[str, Any]:
    """Somebody has time: everything comes to its end, and is looked at."""
    from entredon.apps.treasury import queries_journal
    from entredon.apps.treasury.models import Expense, Line, MoneyAccount, Payout, Run

    chance = random.Random(seed)
    bank = Bank(home.parent, chance)
    treasurer = Treasurer(bank, chance, lambda stage: None)
    rounds = 0
    while treasurer.round(more=False) or any(owed(name) for name in PEOPLE):
        rounds += 1
        assert rounds < 200, "it doesn't come to an end"
    for _ in range(4):
        bank.tomorrow()
    treasurer.statement(whole=True)
    while any(owed(name) for name in PEOPLE):  # what came back in the very end
        treasurer.round(more=False)
        treasurer.statement(whole=True)
    treasurer.statement(whole=True)
    payouts = list(Payout.objects.filter(commons=SLUG))
    truth = bank.ends()
    known = {"paid": "settled", "rejected": "rejected", "returned": "returned"}
    balances = {account.path: account.held(minor) for account, minor in queries_journal.balances(SLUG).items()}
    files, uploads = bank.uploads()
    return {
        "payouts": len(payouts),
        "settled": sum(one.minor for one in payouts if one.state == "settled"),
        "accepted": sum(Expense.objects.filter(commons=SLUG, state="accepted").values_list("accepted", flat=True)),
        "twice": sum(times > 1 for name, times in bank.paid().items() if name),
        "otherwise": [(one.name, one.state, truth.get(one.name)) for one in payouts
                      if one.state != "withdrawn" and one.state != known.get(truth.get(one.name, ""))],
        "open": Run.objects.filter(commons=SLUG).exclude(state__in=("done", "withdrawn")).count(),
        "suspense": Line.objects.filter(commons=SLUG, allotted="").count(),
        "leaving": balances.get("liabilities:in-transit:eur", 0),
        "bank": [bank.balance, balances.get("assets:bank:main:eur", 0), MoneyAccount.objects.get(commons=SLUG).closing],
        "faults": [str(fault) for fault in queries_journal.verify(SLUG)],
        "files": files,
        "uploads": uploads,
    }  # fmt: skip


def main(folder: str, kills: int, seed: int) -> None:
    home = Path(folder)
    home.parent.mkdir(parents=True, exist_ok=True)
    bank = Bank(home.parent, random.Random(seed))
    bank.tomorrow()
    bank.put_in(100_000_000, "A grant")
    del bank
    start(str(home))
    stages: dict[str, int] = {}
    for n in range(kills):
        stage = kill_once(home, seed * 1_000_000 + n)
        stages[stage] = stages.get(stage, 0) + 1
    print(json.dumps({"kills": kills, "stages": stages, **wind_up(home, seed)}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
