"""What is held about somebody and money: she sees it, what books need stays with its reason, all else goes."""

from datetime import timedelta

import pytest

from entredon.apps.people import whose
from entredon.apps.treasury import documents, payees
from entredon.apps.treasury.entries import Allotted, Part
from entredon.apps.treasury.entries_out import PayeeNamed, Payout
from entredon.apps.treasury.models import BankFile, Document, Habit, LineDetails, PayeeDetails
from entredon.apps.treasury.tests.house import House
from entredon.log import clock, personal
from entredon.log.personal import Who
from entredon.testing_cast import Cast, person

NUMBER = "BE68539007547034"


@pytest.fixture
def house(cast: Cast) -> House:
    return House(cast)


def bob(house: House) -> Who:
    return whose.one("merel", person(house.bob))


def forget(house: House) -> None:
    """Every private row of the treasury about Bob goes, in the order in which all go."""
    who = bob(house)
    for held in sorted(personal.tables(), key=lambda held: held.turn):
        if held.label.startswith("treasury."):
            held.forget(who)


def told(house: House) -> dict[str, list[dict[str, object]]]:
    """What he gets to see of the treasury's private rows."""
    who = bob(house)
    found = {held.label: [held.told(row) for row in held.rows(who)] for held in personal.tables()}
    return {label: rows for label, rows in found.items() if label.startswith("treasury.") and rows}


def details(house: House, iban: str = NUMBER) -> PayeeDetails:
    """Bob says where he is paid."""
    row, _new = payees.keep("merel", person(house.bob), payees.checked("Bob Bakker", iban), mail="bob@example.org")
    house.say(PayeeNamed(details=row.details), house.bob)
    return row


def paid(house: House) -> str:
    """He laid something out, and is paid, as the bank says; returns the line."""
    house.given(50_000)
    paper = documents.keep("merel", b"Bolts", what="receipt", name="bobs-bolts.txt", person=person(house.bob))
    house.expense(2_500)
    run = house.submitted(Payout(payee=person(house.bob), minor=2_500, title="expense", document=paper.commitment))
    [line] = house.statement(-2_500)
    house.say(Allotted(line=line, parts=(Part(to="payout", minor=-2_500, ref=f"{run}.1"),)))
    LineDetails.objects.create(commons="merel", line=line, salt=b"s" * 32, name="Bob Bakker", iban=NUMBER, text="Bolts")
    return line


def test_he_sees_where_he_is_paid_and_what_banks_wrote_of_it(house: House) -> None:
    details(house)
    paid(house)
    Habit.objects.create(
        commons="merel", name="Bob’s fees", iban=NUMBER, to="cost", kind="bank", person=person(house.ada)
    )
    found = told(house)
    assert set(found) == {"treasury.PayeeDetails", "treasury.LineDetails", "treasury.Document", "treasury.Habit"}
    assert found["treasury.PayeeDetails"][0]["iban"] == NUMBER
    assert all("salt" not in row for rows in found.values() for row in rows)


def test_what_nothing_was_paid_by_goes(house: House) -> None:
    details(house)
    Habit.objects.create(commons="merel", name="From Bob", iban=NUMBER, to="pot", person=person(house.ada))
    lost = documents.keep("merel", b"Nothing", what="receipt", name="bob.txt", person=person(house.bob))
    forget(house)
    assert told(house) == {}
    assert not PayeeDetails.objects.exists()
    assert not Habit.objects.exists()
    with pytest.raises(documents.Gone):
        documents.read_kept(lost.sha256)


def test_what_proves_a_payment_stays_without_what_he_typed(house: House) -> None:
    row = details(house)
    line = paid(house)
    forget(house)
    kept = PayeeDetails.objects.get(pk=row.pk)
    assert (kept.iban, kept.mail, kept.label) == (NUMBER, "", "")
    assert LineDetails.objects.filter(line=line).exists()
    paper = Document.objects.get(what="receipt")
    assert (paper.name, paper.person) == ("receipt", "")
    assert documents.read(paper) == b"Bolts"


def test_after_the_years_of_the_law_that_goes_too(house: House, settings, monkeypatch) -> None:
    details(house)
    paid(house)
    later = clock.now() + timedelta(days=366 * (settings.ENTREDON_BOOKS_YEARS + 2))
    monkeypatch.setattr(clock, "now", lambda: later)
    forget(house)
    assert not PayeeDetails.objects.exists()
    assert not LineDetails.objects.exists()
    assert not Document.objects.filter(what="receipt").exists()


def test_files_he_brought_in_stay_for_the_books_without_his_name(house: House) -> None:
    BankFile.objects.create(
        commons="merel",
        sha256="a" * 64,
        name="bobs-statement.xml",
        what="camt",
        state="taken",
        person=person(house.bob),
    )
    forget(house)
    assert BankFile.objects.values_list("name", "person").get() == ("", "")


def test_what_the_law_keeps_is_named_with_its_reason_and_end(house: House, settings) -> None:
    details(house)
    paid(house)
    said = {kept.what: kept for kept in personal.kept_by_law(bob(house))}
    [payment] = [kept for what, kept in said.items() if what.startswith("A payment to you")]
    assert "€25.00" in payment.what
    assert payment.until.year == 2026 + settings.ENTREDON_BOOKS_YEARS
    assert payment.leads.startswith("/c/merel/treasury/person/")
    assert any(what.startswith("An expense of") for what in said)
    ada = personal.kept_by_law(whose.one("merel", person(house.ada)))
    assert any("booked as a steward in 2026" in kept.what for kept in ada)
