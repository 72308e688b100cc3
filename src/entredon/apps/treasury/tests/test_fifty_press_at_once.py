"""Fifty send the same form about money at the same moment, in threads of their own: it has one effect, and nobody sees a fault."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from entredon.apps.treasury import queries_journal
from entredon.apps.treasury.models import Booked, Expense, Line, MoneyAccount, Request, Run
from entredon.apps.treasury.tests.banking import camt, line, statement
from entredon.apps.treasury.tests.paying import HOME, OWN, Office, as_it_stands
from entredon.log.models import Entry, Log
from entredon.testing_cast import Cast

MANY = 50
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office() -> Office:
    made = Office(Cast.found())
    made.paid_at("bob", "eve")
    return made


def again(client: Client) -> Client:
    """The same person in another window."""
    other = Client(headers={"Sec-Fetch-Site": "same-origin"})
    other.cookies = client.cookies
    return other


def pressed(office: Office, path: str, typed: Callable[[str], dict[str, Any]], *who: str) -> list[Any]:
    """What fifty are answered who send a form at once; ``typed`` is asked for each anew, as a file is read only once."""
    answers: list[Any] = []
    troubles: list[BaseException] = []
    together = threading.Barrier(MANY, timeout=120)

    def press(name: str) -> None:
        client, sent = again(office.clients[name]), typed(name)
        try:
            together.wait()
            answers.append(client.post(HOME + path, sent))
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    names = who or ("ada",)
    threads = [threading.Thread(target=press, args=[names[n % len(names)]]) for n in range(MANY)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert troubles == []
    assert len(answers) == MANY
    assert {answer.status_code for answer in answers} <= {200, 302, 403}
    return answers


class Before:
    """What there was before; ``one`` looks that one entry came, and what is booked is sound."""

    def __init__(self, *, booked: int) -> None:
        self.size, self.booked, self.wanted = self._size(), Booked.objects.count(), booked

    @staticmethod
    def _size() -> int:
        return int(Log.objects.get(slug="merel").size)

    def one(self, kind: str, entries: int = 1) -> None:
        found = list(Entry.objects.filter(commons="merel", index__gte=self.size).values_list("kind", flat=True))
        assert found == [f"treasury.{kind}"] * entries
        assert Booked.objects.count() - self.booked == self.wanted
        assert queries_journal.verify("merel") == []


def test_a_request_is_made_once(office: Office) -> None:
    before = Before(booked=0)
    typed = {
        "amount": "121.50",
        "currency": "EUR",
        "what": "gift",
        "about": "",
        "payer": "Werkplaats Noord",
        "note": "",
    }
    answers = pressed(office, "requests/new/", lambda who: dict(typed))
    assert len({answer["Location"] for answer in answers}) == 1
    assert Request.objects.count() == 1
    before.one("requested")


def test_a_statement_is_taken_once(office: Office) -> None:
    known = MoneyAccount.objects.get(id="main").closing
    told = statement(line(700, "2026-11-27"), line(700, "2026-11-27"), opening=known, account=OWN, start="2026-11-27")
    before = Before(booked=2)
    raw = camt(told)
    pressed(office, "bank/", lambda who: {"file": SimpleUploadedFile("november.xml", raw)}, "ada", "dora")
    assert MoneyAccount.objects.get(id="main").closing == known + 1_400
    before.one("statement_taken")


def test_a_line_gets_its_place_once_whoever_says_so(office: Office) -> None:
    """Two stewards say different things; one of them is in time."""
    (id,) = office.house.statement(5_000)
    before = Before(booked=1)

    def typed(who: str) -> dict[str, str]:
        kind = "gift" if who == "ada" else "grant"
        return {"where-1": "pot:", "amount-1": "50.00", "kind-1": kind, "note": ""}

    pressed(office, f"lines/{id[:10]}/", typed, "ada", "dora")
    assert Line.objects.get(id=id).times == 1
    before.one("allotted")


def test_a_line_is_taken_back_once(office: Office) -> None:
    (id,) = office.house.statement(5_000)
    from entredon.apps.treasury.entries import Allotted, Part

    office.house.say(Allotted(line=id, parts=(Part(to="pot", minor=5_000, kind="gift"),)))
    before = Before(booked=1)
    pressed(office, f"lines/{id[:10]}/", lambda who: {"do": "back", "reason": "It was a sale"}, "ada", "dora")
    assert Line.objects.get(id=id).allotted == ""
    before.one("taken_back")


def test_an_expense_is_asked_for_once_and_decided_once(office: Office) -> None:
    from entredon.log import clock

    typed = {
        "amount": "2.50",
        "currency": "EUR",
        "what": "material",
        "day": clock.stamp()[:10],
        "note": "",
        "source": "fund",
    }
    before = Before(booked=0)
    paper = b"%PDF-1.7\nfictional receipt"
    pressed(office, "expenses/new/", lambda who: typed | {"paper": SimpleUploadedFile("r.pdf", paper)}, "bob")
    before.one("expense_claimed")
    expense = Expense.objects.latest("position")
    before = Before(booked=1)
    owed = office.house.owed(office.keys["bob"])
    pressed(office, f"expenses/{expense.id[:10]}/", lambda who: {"act": "accept", "amount": "2.50"}, "ada", "dora")
    before.one("expense_decided")
    assert office.house.owed(office.keys["bob"]) == owed + 250


def test_what_is_owed_is_proposed_approved_filed_and_handed_over_once(office: Office) -> None:
    html = office.get("ada", "payouts/new/")
    before = Before(booked=0)
    pressed(office, "payouts/new/", lambda who: as_it_stands(html))
    before.one("run_proposed")
    run = Run.objects.get(state="proposed")
    before = Before(booked=1)
    pressed(office, f"payouts/{run.id[:10]}/approve/", lambda who: {}, "ada", "dora")
    before.one("run_approved", entries=2)
    assert office.house.leaving == run.minor
    before = Before(booked=0)
    answers = pressed(office, f"payouts/{run.id[:10]}/file/", lambda who: {}, "ada", "dora")
    assert len({answer.content for answer in answers}) == 1
    before.one("run_exported")
    before = Before(booked=0)
    pressed(office, f"payouts/{run.id[:10]}/", lambda who: {"submitted": "1"}, "ada", "dora")
    before.one("run_submitted")
    assert office.states(run) == ("submitted", ["submitted", "submitted"])
