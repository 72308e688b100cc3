"""What ends a payout besides the statement: the bank's report, the payee's own word, taking back; and who says yes with what."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from entredon.apps.people.tests import passkeys
from entredon.apps.treasury import documents, queries_out, views_slip
from entredon.apps.treasury.entries import Part
from entredon.apps.treasury.entries_out import RunApproved
from entredon.apps.treasury.models import Approval, Payee, Payout, Run
from entredon.apps.treasury.tests.paying import HOME, IBANS, Office, as_it_stands, wrong
from entredon.log.models import Entry, Log
from entredon.pure.money.payments.tests.making import schema
from entredon.pure.money.payments.tests.test_what_the_bank_says import group, reason, report, single
from entredon.testing_cast import Cast

BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><Document>&a;</Document>'


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


def size() -> int:
    return int(Log.objects.get(slug="merel").size)


def exported(office: Office) -> tuple[Run, str]:
    """An approved run whose file was made, and how the file calls itself."""
    office.paid_at("bob", "eve")
    run = office.approved()
    message = re.search(rb"<MsgId>([0-9a-f]{32})</MsgId>", office.file(run))
    assert message
    run.refresh_from_db()
    return run, message[1].decode()


def bank_says(office: Office, run: Run, data: bytes, status: int = 200) -> Any:
    upload = SimpleUploadedFile("pain002.xml", data, "application/xml")
    return office.post("ada", f"payouts/{run.id[:10]}/report/", status, report=upload)


def answered(run: Run, message: str, *singles: str, **rest: str) -> bytes:
    return report(group(*singles, id=run.id[:32], **rest), message=message)


# What the bank refuses


def test_what_the_bank_refuses_is_owed_again_and_can_be_proposed_anew(office: Office) -> None:
    run, message = exported(office)
    first, second = queries_out.run("merel", run.id).payouts
    data = answered(run, message, single(first.name, "RJCT", reason("AC04")), single(second.name, "ACSC"))
    html = bank_says(office, run, data).content.decode()
    assert "The account is closed" in html
    assert "the next statement shows it" in html
    first.refresh_from_db()
    assert (first.state, first.code) == ("rejected", "AC04")
    assert office.states(run)[0] == "exported"
    assert office.house.owed(first.payee) == first.minor
    html = office.get("ada", "payouts/new/")
    assert f'id="pay-{first.payee.replace(":", "")[:16]}' in html
    assert f'id="pay-{second.payee.replace(":", "")[:16]}' not in html


def test_a_report_read_twice_ends_nothing_twice(office: Office) -> None:
    run, message = exported(office)
    data = answered(run, message, code="RJCT", reasons=reason("AM04"))
    bank_says(office, run, data)
    assert office.states(run) == ("done", ["rejected", "rejected"])
    before = size()
    assert "refuses nothing" in bank_says(office, run, data).content.decode()
    assert size() == before


@pytest.mark.parametrize("code", ["AM05", "DU01", "DUPL"])
def test_what_the_bank_has_already_stays_in_doubt(office: Office, code: str) -> None:
    run, message = exported(office)
    before = size()
    bank_says(office, run, answered(run, message, code="RJCT", reasons=reason(code)))
    assert office.states(run) == ("exported", ["exported", "exported"])
    assert size() == before


@pytest.mark.parametrize(
    ("data", "because"),
    [
        (b"", "The file is empty"),
        (b"hello", ""),
        (BOMB, ""),
        (report(message="another"), "about another file"),
        ("<Document/>".encode("utf-16"), ""),
    ],
)
def test_a_report_that_is_none_is_refused_with_a_sentence(office: Office, data: bytes, because: str) -> None:
    run, _message = exported(office)
    before = size()
    said = wrong(bank_says(office, run, data))
    assert because in said
    assert said
    assert size() == before


def test_a_payment_that_came_after_all_counts_though_the_bank_had_refused_it(office: Office) -> None:
    run, message = exported(office)
    bank_says(office, run, answered(run, message, code="RJCT", reasons=reason("AM04")))
    minor = queries_out.run("merel", run.id).payouts[0].minor
    office.house.line(-minor, Part(to="payout", minor=-minor, ref=f"{run.id}.1"), day="2026-11-26")
    assert office.states(run) == ("done", ["settled", "rejected"])


# In doubt


def test_what_was_exported_cannot_be_taken_back_and_says_what_to_do(office: Office) -> None:
    run, _message = exported(office)
    page = office.get("ada", f"payouts/{run.id[:10]}/")
    assert "upload the same file again" in page
    assert "Take this list back" not in page
    answer = office.post("ada", f"payouts/{run.id[:10]}/", 200, withdraw="1")
    assert "This run has left already" in wrong(answer)


def test_a_run_that_no_file_was_made_of_is_taken_back(office: Office) -> None:
    office.paid_at("bob", "eve")
    run = office.approved()
    office.post("dora", f"payouts/{run.id[:10]}/", withdraw="1")
    assert office.states(run) == ("withdrawn", ["withdrawn", "withdrawn"])
    assert "owed again" in office.get("bob", f"payouts/{run.id[:10]}/")
    assert "€50.00" in office.get("ada", "payouts/")


# Other means


def test_what_is_paid_from_a_till_ends_when_the_payee_says_so(office: Office) -> None:
    office.house.put_in_till(6_000)
    html = office.get("ada", "payouts/new/?account=till")
    office.post("ada", "payouts/new/", **as_it_stands(html))
    run = Run.objects.get(commons="merel")
    for who in ("ada", "dora"):
        office.post(who, f"payouts/{run.id[:10]}/approve/")
    assert "Hand it over" in office.get("ada", f"payouts/{run.id[:10]}/")
    office.post("ada", f"payouts/{run.id[:10]}/", submitted="1")
    assert "Has it reached you?" in office.get("bob", "payouts/")
    mine = Payout.objects.get(run=run.id, payee=office.person("bob"))
    assert "Only who was paid" in wrong(
        office.post("eve", f"payouts/{run.id[:10]}/", 200, arrived=mine.id.rpartition(".")[2])
    )
    for who in ("bob", "eve"):
        one = Payout.objects.get(run=run.id, payee=office.person(who))
        office.post(who, f"payouts/{run.id[:10]}/", arrived=one.id.rpartition(".")[2])
    assert office.states(run) == ("done", ["settled", "settled"])


# Who says yes


def test_where_two_stewards_are_and_one_is_paid_a_co_approver_is_named_by_both(office: Office) -> None:
    office.house.expense(1_000, office.keys["dora"])
    office.paid_at("bob", "dora", "eve")
    run = office.proposed()
    page = office.get("dora", f"payouts/{run.id[:10]}/")
    assert "You are paid in it" in page
    assert "Too few can say yes" in office.get("ada", f"payouts/{run.id[:10]}/")
    charlie = office.cast.join(office.cast.charlie, "Charlie")
    office.post("ada", "payees/", approver=charlie)
    waits = queries_out.waiting("merel", "approver")[0]
    assert "somebody else" in wrong(office.post("ada", "payees/", 200, confirm=waits.id))
    office.post("dora", "payees/", confirm=waits.id)
    browser = office.clients["charlie"] = office.cast.client("charlie")
    office.cast.holds(office.cast.account("charlie"), office.cast.charlie)
    page = office.get("charlie", f"payouts/{run.id[:10]}/")
    assert "Do you say yes?" in page
    assert IBANS["bob"] in page.replace(" ", "")
    assert browser.post(f"{HOME}payouts/{run.id[:10]}/approve/").status_code == 302
    office.post("ada", f"payouts/{run.id[:10]}/approve/")
    assert office.states(run)[0] == "reserved"


def test_who_has_a_passkey_says_yes_with_it_and_nobody_else_can_in_her_name(office: Office) -> None:
    office.paid_at("bob", "eve")
    key = passkeys.passkey("ada’s phone")
    assert passkeys.add(office.clients["ada"], "merel", key).status_code == 302
    run = office.proposed()
    assert "Yes, with my passkey" in office.get("ada", f"payouts/{run.id[:10]}/")
    office.cast.refused(RunApproved(run=run.id), office.cast.ada, because="Your passkey must sign this too")
    address = f"{HOME}payouts/{run.id[:10]}/approve/"
    assert "takes a browser that runs scripts" in wrong(office.post("ada", address, 200))
    answer = passkeys.signed(office.clients["ada"], address, key)
    assert answer.status_code == 302, wrong(answer)
    assert Approval.objects.filter(run=run.id, person=office.person("ada")).count() == 1
    signed = Entry.objects.get(id=Approval.objects.get(run=run.id).id)
    assert key.id in bytes(signed.leaf).decode()


def test_a_stranger_can_do_nothing_and_sees_no_name(office: Office) -> None:
    from entredon.apps.commons.entries import Published

    office.paid_at("bob", "eve")
    run = office.proposed()
    office.cast.say(Published())
    before = size()
    visitor = office.cast.client()
    page = visitor.get(f"{HOME}payouts/{run.id[:10]}/").content.decode()
    assert IBANS["bob"] not in page.replace(" ", "")
    assert "for members" in page
    for path in ("approve/", "file/", "report/"):
        assert visitor.get(f"{HOME}payouts/{run.id[:10]}/{path}").status_code == 302
        assert visitor.post(f"{HOME}payouts/{run.id[:10]}/{path}").status_code in (302, 403, 404)
    for name in ("withdraw", "submitted", "arrived"):
        assert visitor.post(f"{HOME}payouts/{run.id[:10]}/", {name: "1"}).status_code in (302, 403)
    assert size() == before


# Who is outside


def test_somebody_outside_is_paid_only_after_a_second_steward_and_with_the_reference_she_asked_for(
    office: Office,
) -> None:
    form = office.get("ada", "payees/new/")
    new = re.search(r'name="new" value="(x:[0-9a-f]{32})"', form)
    assert new
    typed = {
        "new": new[1],
        "label": "The sawmill",
        "holder": "Zagerij Noord",
        "iban": IBANS["ada"],
        "mail": "mill@example.org",
    }
    for _ in range(2):
        office.post("ada", "payees/new/", **typed)
    (payee,) = Payee.objects.filter(id=new[1])
    assert payee.details == ""
    office.post("dora", "payees/", confirm=payee.next)
    office.house.expense(4_000, payee=payee.id, paper="a bill")
    office.paid_at("bob", "eve")
    html = office.get("ada", "payouts/new/")
    typed = as_it_stands(html)
    key = next(name.removeprefix("ref-") for name in typed if name.startswith("ref-"))
    answer = office.post("ada", "payouts/new/", 200, **{**typed, f"ref-{key}": "RF19 5390 0754 7034"})
    assert "check digits" in wrong(answer)
    office.post("ada", "payouts/new/", **{**typed, f"ref-{key}": "rf18 5390 0754 7034"})
    run = Run.objects.get(commons="merel")
    for who in ("ada", "dora"):
        office.post(who, f"payouts/{run.id[:10]}/approve/")
    data = office.file(run)
    assert b"RF18539007547034" in data
    assert b"<SCOR>" in data or b"SCOR" in data
    from lxml import etree

    assert schema("pain.001.001.09").validate(etree.fromstring(data))


def test_a_paper_is_for_stewards_and_for_whom_it_pays(office: Office) -> None:
    office.paid_at("bob", "eve")
    paper = documents.keep("merel", b"%PDF-1.4 a receipt", what="receipt", name="receipt.pdf")
    run = office.proposed()
    one = Payout.objects.get(run=run.id, payee=office.person("bob"))
    assert paper.commitment != one.document
    n = one.id.rpartition(".")[2]
    office.get("eve", f"payouts/{run.id[:10]}/{n}/paper/", 404)


def test_what_was_approved_and_has_not_left_by_the_end_of_a_year_is_still_owed_on_its_slip(office: Office) -> None:
    run, _message = exported(office)
    one = queries_out.run("merel", run.id).payouts[0]
    owed = queries_out.owed_to("merel", one.payee, "EUR")
    year = str(Approval.objects.filter(run=run.id).latest("position").at)[:4]
    assert views_slip.owed_then("merel", one.payee, year) == {"EUR": owed + one.minor}
    assert views_slip.owed_then("merel", one.payee, str(int(year) - 1)) == {}
