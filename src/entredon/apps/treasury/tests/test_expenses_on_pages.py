"""What somebody laid out, on pages: a receipt sent in, a steward's yes or no, and what became of it."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from entredon.apps.treasury import documents
from entredon.apps.treasury.entries_books import Budgeted, Planned
from entredon.apps.treasury.entries_out import ExpenseClaimed
from entredon.apps.treasury.models import Document, Expense, Payee, PayeeDetails, Waiting
from entredon.apps.treasury.tests.house import House, hashed
from entredon.log import clock
from entredon.testing_cast import Cast, just_came_in, person

HOME = "/c/merel/treasury/expenses/"
IBAN = "BE68539007547034"


@pytest.fixture
def house(cast: Cast) -> House:
    made = House(cast)
    made.given(10_000)
    return made


def pdf(name: str = "receipt.pdf", more: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\nfictional receipt " + more, "application/pdf")


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 60), (200, 180, 90)).save(out, "JPEG")
    return SimpleUploadedFile("IMG 1.jpg", out.getvalue(), "image/jpeg")


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "amount": "25.00", "currency": "EUR", "what": "material", "day": clock.stamp()[:10], "note": "Screws", "source": "fund",
        "paper": pdf(), **changes,
    }  # fmt: skip


def dora(house: House) -> Client:
    """Dora's browser: a steward too."""
    from entredon.apps.people.models import Account

    account = Account.objects.get_or_create(email="dora@example.org", defaults={"name": "Dora"})[0]
    house.cast.holds(account, house.dora)
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    browser.force_login(account)
    just_came_in(browser)
    return browser


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def ask(house: House, **changes: Any) -> Expense:
    """Bob asks for something back."""
    answer = house.cast.client("bob").post(f"{HOME}new/", typed(**changes))
    assert answer.status_code == 302, text(answer)
    return Expense.objects.filter(commons="merel").latest("position")


def test_a_member_sends_a_receipt_and_a_steward_says_yes(house: House) -> None:
    bob = house.cast.client("bob")
    assert "What did you lay out?" in text(bob.get(f"{HOME}new/"))
    row = ask(house)
    assert (row.minor, row.what, row.payee, row.state) == (2_500, "material", person(house.bob), "claimed")
    kept = documents.find("merel", row.document)
    assert kept is not None
    assert documents.read(kept).startswith(b"%PDF-")
    ada = house.cast.client("ada")
    assert "One waits for your yes or no." in text(ada.get(HOME))
    page = text(ada.get(f"{HOME}{row.id[:10]}/"))
    assert "Should these €25 be paid?" in page
    assert "Screws" in page
    assert "€75.00" in page
    answer = ada.post(f"{HOME}{row.id[:10]}/", {"amount": "20", "reason": "", "act": "accept"}, follow=True)
    assert "accepted €20.00" in text(answer)
    assert "It is owed" in text(answer)
    assert house.owed(house.bob) == 2_000
    assert "hasn’t said yet where to be paid" in text(answer)


def test_a_no_says_why(house: House) -> None:
    row, ada = ask(house), house.cast.client("ada")
    here = f"{HOME}{row.id[:10]}/"
    assert "Say why, so that whoever asked" in text(ada.post(here, {"amount": "25", "reason": " ", "act": "decline"}))
    answer = ada.post(here, {"amount": "25", "reason": "It was for your own shed", "act": "decline"}, follow=True)
    assert "declined it on" in text(answer)
    assert "for your own shed" in text(answer)
    assert house.owed(house.bob) == 0


def test_whoever_is_paid_does_not_decide(house: House) -> None:
    bob = house.cast.client("bob")
    row = ask(house)
    page = text(bob.get(f"{HOME}{row.id[:10]}/"))
    assert "It waits for a steward" in page
    assert "Accept it" not in page
    said = text(bob.post(f"{HOME}{row.id[:10]}/", {"amount": "25", "act": "accept"}))
    assert "Only a steward can do this" in said
    own = house.cast.client("ada").post(f"{HOME}new/", typed(paper=pdf(more=b"2")), follow=True)
    assert "Accept it" not in text(own)


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"amount": ""}, "Say how much"),
        ({"amount": "0"}, "more than nothing"),
        ({"amount": "a lot"}, "amount"),
        ({"day": "2999-01-01"}, "hasn’t come yet"),
        ({"day": "yesterday"}, "Write the day as"),
        ({"what": "other", "other": ""}, "Say in a word"),
        ({"what": ""}, "Say what it was for"),
        ({"paper": ""}, "Add the receipt"),
        ({"paper": SimpleUploadedFile("empty.pdf", b"")}, "empty"),
        ({"paper": SimpleUploadedFile("x.bin", b"\x00\x01\x02\x03" * 50)}, "We can’t tell what"),
        ({"paper": SimpleUploadedFile("x.zip", b"PK\x05\x06" + b"\0" * 18)}, ""),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_the_rest_is_kept(
    house: House, changes: dict[str, Any], because: str
) -> None:
    answer = house.cast.client("bob").post(f"{HOME}new/", typed(**changes))
    assert answer.status_code == 200
    assert because in text(answer)
    assert 'value="Screws"' in answer.content.decode()
    assert not Expense.objects.filter(commons="merel").exists()


def test_a_paper_is_not_chosen_twice(house: House) -> None:
    bob = house.cast.client("bob")
    answer = bob.post(f"{HOME}new/", typed(amount="nothing much")).content.decode()
    assert "“receipt.pdf” is kept" in answer
    token = re.search(r'name="kept" value="([^"]+)"', answer)
    assert token is not None
    again = typed(kept=token[1])
    del again["paper"]
    assert bob.post(f"{HOME}new/", again).status_code == 302
    elsewhere = typed(kept=token[1][:-3] + "xyz")
    del elsewhere["paper"]
    assert "Add the receipt" in text(bob.post(f"{HOME}new/", elsewhere))


def test_pressed_twice_it_is_asked_for_once(house: House) -> None:
    bob = house.cast.client("bob")
    first, second = (bob.post(f"{HOME}new/", typed()) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Expense.objects.filter(commons="merel").count() == 1


def test_one_receipt_is_paid_once(house: House) -> None:
    row = ask(house)
    answer = house.cast.client("bob").post(f"{HOME}new/", typed(amount="30"))
    assert f"handed in already, for the expense {row.id[:10]}" in text(answer)


def test_a_photograph_is_drawn_anew_and_shown_to_those_who_may(house: House) -> None:
    row = ask(house, paper=picture())
    here = f"{HOME}{row.id[:10]}/"
    ada, bob, eve = house.cast.client("ada"), house.cast.client("bob"), _eve(house)
    assert f'<img src="{here}paper/"' in ada.get(here).content.decode()
    for browser in (ada, bob):
        answer = browser.get(f"{here}paper/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert eve.get(f"{here}paper/").status_code == 404
    assert eve.get(here).status_code == 200
    assert house.cast.client().get(f"{here}paper/").status_code == 302


def _eve(house: House) -> Client:
    from entredon.apps.people.models import Account

    account = Account.objects.get_or_create(email="eve@example.org", defaults={"name": "Eve"})[0]
    house.cast.holds(account, house.eve)
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    browser.force_login(account)
    just_came_in(browser)
    return browser


def test_strangers_see_that_there_is_something_and_not_whose(house: House) -> None:
    from entredon.apps.commons.entries import Published

    row = ask(house)
    house.cast.say(Published())
    visitor = house.cast.client()
    page = text(visitor.get(HOME))
    assert "One more is seen by members only." in page
    assert "Screws" not in page
    assert visitor.get(f"{HOME}{row.id[:10]}/").status_code == 403
    assert visitor.get(f"{HOME}new/").status_code == 302
    charlie = house.cast.client("charlie")
    assert charlie.get(f"{HOME}new/").status_code == 403
    assert charlie.post(f"{HOME}new/", typed()).status_code == 403
    assert visitor.get(f"{HOME}zzzz/").status_code == 404


def test_a_bill_of_somebody_new_names_them_with_the_yes(house: House) -> None:
    bob = house.cast.client("bob")
    outside = {"to-label": "The sawmill", "to-holder": "Zagerij Peeters", "to-iban": IBAN, "to-mail": ""}
    answer = bob.post(f"{HOME}bill/", typed(who="", **outside, note="Planks"))
    assert answer.status_code == 302, text(answer)
    row = Expense.objects.get(commons="merel")
    assert row.payee.startswith("x:")
    assert PayeeDetails.objects.get(payee=row.payee).iban == IBAN
    ada = house.cast.client("ada")
    page = text(ada.get(f"{HOME}{row.id[:10]}/"))
    assert "The sawmill" in page
    assert "They are new here" in page
    assert IBAN in page.replace(" ", "")
    answer = ada.post(f"{HOME}{row.id[:10]}/", {"amount": "25", "reason": "", "act": "accept"}, follow=True)
    assert "waits for a second steward’s word" in text(answer)
    assert house.owed(row.payee) == 2_500
    assert Payee.objects.get(commons="merel", id=row.payee).details == ""
    assert Waiting.objects.get(commons="merel", what="payee").body["payee"] == row.payee
    known = bob.post(f"{HOME}bill/", typed(who=row.payee, paper=pdf(more=b"2")))
    assert known.status_code == 302, text(known)


def test_a_bill_says_who_sent_it(house: House) -> None:
    bob = house.cast.client("bob")
    answer = text(bob.post(f"{HOME}bill/", typed(who="")))
    assert "Say below who it is" in answer
    wrong = {"to-label": "The sawmill", "to-holder": "Zagerij Peeters", "to-iban": "BE68539007547035"}
    answer = bob.post(f"{HOME}bill/", typed(who="", **wrong)).content.decode()
    assert "“receipt.pdf” is kept" in answer
    assert 'value="Zagerij Peeters"' in answer
    assert not PayeeDetails.objects.exists()
    assert not Expense.objects.exists()


def test_a_declined_bill_leaves_no_account_number_behind(house: House) -> None:
    outside = {"to-label": "The sawmill", "to-holder": "Zagerij Peeters", "to-iban": IBAN}
    house.cast.client("bob").post(f"{HOME}bill/", typed(who="", **outside))
    row = Expense.objects.get(commons="merel")
    house.cast.client("ada").post(f"{HOME}{row.id[:10]}/", {"reason": "Not ours", "act": "decline"})
    assert not PayeeDetails.objects.exists()


def test_a_budget_says_what_is_left(house: House) -> None:
    year = int(clock.stamp()[:4])
    planned = (Planned(way="cost", kind="printing", minor=6_000),)
    house.cast.say(Budgeted(year=year, currency="EUR", planned=planned))
    bob = house.cast.client("bob")
    page = text(bob.get(f"{HOME}new/"))
    assert "Printing" in page
    assert "€0 of €60 spent" in page
    row = ask(house, what="printing", amount="50")
    dora(house).post(f"{HOME}{row.id[:10]}/", {"amount": "50", "act": "accept"})
    assert "€10.00" in text(bob.get(HOME))
    more = ask(house, what="printing", amount="20", paper=pdf(more=b"2"))
    page = text(house.cast.client("ada").get(f"{HOME}{more.id[:10]}/"))
    assert "more than was planned" in page
    assert "−€10.00" in page


def test_more_than_the_fund_has_is_said_and_not_booked(house: House) -> None:
    row, ada = ask(house, amount="100.01"), house.cast.client("ada")
    here = f"{HOME}{row.id[:10]}/"
    assert "There isn’t enough for all of it now" in text(ada.get(here))
    assert "In the common fund there is" in text(ada.post(here, {"amount": "100.01", "act": "accept"}))
    assert "Accept €100.01, or less" in text(ada.post(here, {"amount": "100.02", "act": "accept"}))


def test_where_nobody_bears_the_money_nothing_is_asked_for(cast: Cast) -> None:
    bob = cast.client("bob")
    assert "first the legal body with the bank account has to be named" in text(bob.get(f"{HOME}new/"))
    assert "Nothing can be paid back yet" in text(bob.get(HOME))
    assert "Nothing can be paid back yet" in text(bob.post(f"{HOME}new/", typed()))


def test_papers_that_nobody_hands_in_are_thrown_away(house: House) -> None:
    from datetime import timedelta

    bob = house.cast.client("bob")
    bob.post(f"{HOME}new/", typed(amount=""))
    Document.objects.update(at=clock.now() - timedelta(days=9))
    lost = Document.objects.get()
    bob.post(f"{HOME}new/", typed(paper=pdf(more=b"2")))
    assert not Document.objects.filter(pk=lost.pk).exists()
    with pytest.raises(documents.Gone):
        documents.read(lost)


def test_a_receipt_is_a_commitment_in_the_public_record(house: House) -> None:
    row = ask(house)
    kept = documents.find("merel", row.document)
    assert kept is not None
    assert documents.opens(kept)
    assert kept.sha256 != row.document != hashed("receipt")
    assert ExpenseClaimed.kind == "treasury.expense_claimed"
