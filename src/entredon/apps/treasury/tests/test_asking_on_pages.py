"""Asking for money on pages: a steward asks, a payer sees all she needs, each code is read again, and what came in is told."""

import html
import re
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.core import mail

from entredon.apps.commons.entries import Published
from entredon.apps.treasury import bases, pay_in, queries_requests
from entredon.apps.treasury.entries import AccountOpened, Part, Requested, RequestWithdrawn
from entredon.apps.treasury.models import BankDetails, Request
from entredon.apps.treasury.tests.asking import IBAN, SHOWN, code_on, details, page, released
from entredon.apps.treasury.tests.house import House, hashed
from entredon.desk import limits
from entredon.log.models import Entry, Log
from entredon.pure.money import references
from entredon.testing_cast import Cast

HOME = "/c/merel/treasury/requests/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Cast) -> House:
    """A public commons with books, an account whose number is kept here, and a car that is released."""
    made = House(cast)
    cast.say(Published())
    details(IBAN)
    return made


def asked(house: House, minor: int = 12_150, **fields: Any) -> str:
    texts = {"payer": "Werkplaats Noord", "note": "20 kits"}
    return house.say(Requested(minor=minor, currency="EUR", what="sale", **fields), texts=texts)


def paid(house: House, request: str, minor: int) -> None:
    row = Request.objects.get(id=request)
    to = "income" if row.version or row.creation else "pot"
    house.line(minor, Part(to=to, minor=minor, ref=request, kind="sale"))


def at(id: str) -> str:
    return f"{HOME}{id[:10]}/"


def typed(**fields: str) -> dict[str, str]:
    return {"amount": "121.50", "currency": "EUR", "what": "sale", "about": "", **fields}


def size() -> int:
    return Log.objects.get(slug="merel").size


# Asking


def test_more_than_any_bank_pays_at_once_is_asked_for_in_parts(house: House) -> None:
    ada, before = house.cast.client("ada"), size()
    answer = ada.post(f"{HOME}new/", typed(amount="1000000000")).content.decode()
    assert "No bank pays more than 999,999,999.99 EUR at once" in answer
    assert size() == before


def test_a_steward_asks_and_is_led_to_the_page_of_the_request(house: House) -> None:
    _creation, version = released(house.cast)
    ada = house.cast.client("ada")
    assert "Who should pay how much, and for what?" in page(ada, f"{HOME}new/")
    answer = ada.post(f"{HOME}new/", typed(payer="Werkplaats Noord", note="20 kits", about=f"v-{version[:10]}"))
    one = queries_requests.requests("merel")[0]
    assert (one.minor, one.currency, one.version, one.what) == (12_150, "EUR", version, "sale")
    assert (one.payer, one.note, one.label, one.state) == ("Werkplaats Noord", "20 kits", "Car 2.0", "open")
    assert answer["Location"] == f"{at(one.id)}?said={one.id}"
    assert "Recorded." in page(ada, answer["Location"])
    assert "Werkplaats Noord" in page(ada, HOME)


def test_pressing_twice_asks_once(house: House) -> None:
    ada, before = house.cast.client("ada"), size()
    places = {ada.post(f"{HOME}new/", typed(note="one"))["Location"] for _again in range(2)}
    assert len(places) == 1
    assert size() == before + 1


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_only_stewards_ask(house: House, who: str) -> None:
    before = size()
    assert "Only stewards" in page(house.cast.client(who), f"{HOME}new/", 403)
    assert house.cast.client(who).post(f"{HOME}new/", typed()).status_code == 403
    assert size() == before


def test_a_visitor_who_would_ask_is_asked_to_sign_in(house: House) -> None:
    answer = house.cast.client().get(f"{HOME}new/")
    assert "/account/login/" in answer["Location"]


def test_where_nobody_bears_the_money_a_steward_is_led_to_name_who_does(cast: Cast) -> None:
    shown = page(cast.client("ada"), f"{HOME}new/")
    assert "/c/merel/treasury/bearer/" in shown
    assert 'name="amount"' not in shown


@pytest.mark.parametrize(
    ("fields", "field", "because"),
    [
        ({"amount": ""}, "amount", "Say how much"),
        ({"amount": "0"}, "amount", "nothing"),
        ({"amount": "0.00"}, "amount", "nothing"),
        ({"amount": "-5"}, "amount", "less than nothing"),
        ({"amount": "ten"}, "amount", "not an amount"),
        ({"amount": "1.005"}, "amount", ""),
        ({"amount": "9" * 30}, "amount", "too much"),
        ({"currency": "XYZ"}, "currency", "XYZ"),
        ({"what": "bribe"}, "what", "bribe"),
        ({"about": "v-0000000000"}, "about", "0000000000"),
        ({"due": "2026-02-30"}, "due", "year, month, day"),
        ({"due": "2019-01-01"}, "due", "is over"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_the_rest_is_kept(house: House, fields, field, because) -> None:
    before = size()
    answer = house.cast.client("ada").post(f"{HOME}new/", typed(payer="Noord & Co", **fields))
    assert answer.status_code == 200
    shown = html.unescape(re.sub(r"\s+", " ", answer.content.decode()))
    found = re.search(rf'id="id_{field}-wrong">(.*?)</p>', shown)
    assert found
    assert because in found[1]
    assert 'value="Noord & Co"' in shown
    assert size() == before


# The page for the payer


def test_a_payer_without_an_account_sees_all_she_needs(house: House) -> None:
    id = asked(house, due="2031-01-15")
    shown = page(house.cast.client(), at(id))
    base = bases.of_request(id)
    for text in (
        "What is to be paid, and how?", "€121.50", "Merel vzw", SHOWN, references.rf(base).shown,
        references.ogm(base).shown, "15 January 2031", "20 kits",
    ):  # fmt: skip
        assert text in shown, text
    assert "Werkplaats Noord" not in shown, "who should pay is for members"
    assert "Send the letter" not in shown


def test_the_code_is_read_again_by_another_library(house: House) -> None:
    id = asked(house)
    rf = references.rf(bases.of_request(id)).text
    expected = f"BCD\n002\n1\nSCT\n\nMerel vzw\n{IBAN}\nEUR121.50\n\n{rf}"
    assert code_on(house.cast.client(), at(id)) == expected


def test_a_belgian_communication_is_for_belgian_accounts(house: House) -> None:
    BankDetails.objects.update(iban="NL91ABNA0417164300")
    id = asked(house)
    shown = page(house.cast.client(), at(id))
    assert "NL91 ABNA 0417 1643 00" in shown
    assert "+++" not in shown


def test_part_paid_asks_for_the_rest_in_text_and_code(house: House) -> None:
    id = asked(house)
    paid(house, id, 10_000)
    shown = page(house.cast.client(), at(id))
    assert "€100.00 of €121.50 is there" in shown
    assert "€21.50" in shown
    assert "\nEUR21.50\n" in code_on(house.cast.client(), at(id))
    assert "Take the request back" not in page(house.cast.client("ada"), at(id))


def test_what_is_paid_says_so_and_asks_for_nothing(house: House) -> None:
    creation, _version = released(house.cast)
    id = asked(house, creation=creation)
    paid(house, id, 12_150)
    shown = page(house.cast.client(), at(id))
    assert "is paid, to the cent" in shown
    assert SHOWN not in shown
    assert 'id="came-in"' in shown
    assert "seen at the bank" in shown


def test_what_is_overpaid_says_by_how_much(house: House) -> None:
    id = asked(house)
    paid(house, id, 13_000)
    assert "<strong>€8.50</strong> more than was asked" in page(house.cast.client(), at(id))


def test_a_steward_takes_a_request_back_once(house: House) -> None:
    id = asked(house)
    ada = house.cast.client("ada")
    first = ada.post(f"{at(id)}withdraw/")
    before = size()
    assert "said=" in first["Location"]
    assert ada.post(f"{at(id)}withdraw/").status_code == 302
    assert size() == before
    shown = page(house.cast.client(), at(id))
    assert "nothing needs to be paid any more" in shown
    assert SHOWN not in shown


def test_nobody_else_takes_it_back(house: House) -> None:
    id = asked(house)
    before = size()
    for who in ("bob", "charlie", ""):
        assert house.cast.client(who).post(f"{at(id)}withdraw/").status_code == 403
    assert size() == before
    assert not Request.objects.get(id=id).withdrawn


def test_where_the_number_is_not_kept_the_page_says_so(house: House) -> None:
    id = asked(house)
    BankDetails.objects.all().delete()
    assert "not kept here" in page(house.cast.client(), at(id))


def test_another_currency_has_no_code_and_says_why(house: House) -> None:
    id = house.say(Requested(minor=9_000, currency="CHF", what="sale"))
    shown = page(house.cast.client(), at(id))
    assert "for euros only" in shown
    assert "This account is kept in EUR" in shown
    assert SHOWN in shown


def test_an_account_in_the_currency_asked_for_is_taken_first(house: House) -> None:
    house.say(
        AccountOpened(account="swiss", way="bank", currency="CHF", opening=0, day="2026-10-31", details=hashed("x"))
    )
    details("CH9300762011623852957", "swiss", bic="POFICHBEXXX")
    found = pay_in.place("merel", "CHF")
    assert found is not None
    assert found.iban == "CH9300762011623852957"
    euro = pay_in.place("merel", "EUR")
    assert euro is not None
    assert euro.iban == IBAN


def test_more_than_a_code_can_hold_is_said(house: House) -> None:
    id = asked(house, 100_000_000_000)
    assert "0.01 to 999,999,999.99" in page(house.cast.client(), at(id))


def test_what_was_typed_stays_text(house: House) -> None:
    BankDetails.objects.update(holder="Merel <b>&</b> co")
    id = house.say(Requested(minor=100, currency="EUR", what="sale"), texts={"note": "<script>1</script>"})
    answer = house.cast.client().get(at(id)).content.decode()
    assert "<script>1" not in answer
    assert "Merel <b>" not in answer
    assert "\nMerel <b>&</b> co\n" in code_on(house.cast.client(), at(id))


@pytest.mark.parametrize("path", ["0000000000/", "zzz/", "0000000000/request.pdf", f"{'a' * 300}/"])
def test_what_is_not_there_is_said(house: House, path: str) -> None:
    asked(house)
    assert house.cast.client().get(HOME + path).status_code == 404


def test_nothing_asked_yet_is_said(house: House) -> None:
    assert "Nobody was asked to pay yet" in page(house.cast.client(), HOME)
    assert house.cast.client().get(f"{HOME}0000000000/").status_code == 404


def test_the_list_shows_what_is_to_come_first_and_payers_to_members_only(house: House) -> None:
    first = asked(house)
    paid(house, first, 12_150)
    second = house.say(Requested(minor=5_000, currency="EUR", what="gift", due="2026-11-21"), texts={"payer": "Oost"})
    shown = page(house.cast.client("bob"), HOME)
    assert "<strong>€50</strong> is still to come" in shown
    assert shown.index(at(second)) < shown.index(at(first))
    assert "Oost" in shown
    assert "Oost" not in page(house.cast.client(), HOME)


def test_a_draft_is_for_its_members(cast: Cast) -> None:
    house = House(cast)
    details(IBAN)
    id = asked(house)
    assert cast.client("charlie").get(at(id)).status_code == 404
    assert cast.client("bob").get(at(id)).status_code == 200


# On paper


def paper(client: Any, id: str) -> Any:
    answer = client.get(f"{at(id)}request.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return answer


def test_the_paper_says_the_same_and_its_code_is_code_on(house: House) -> None:
    BankDetails.objects.update(holder="Škoda Łukasz")
    id = asked(house)
    answer = paper(house.cast.client("bob"), id)
    sheet = pypdfium2.PdfDocument(answer.content)[0]
    said = sheet.get_textpage().get_text_range()
    reference = references.rf(bases.of_request(id))
    for text in ("Payment request", "€121.50", "Škoda Łukasz", SHOWN, reference.shown, "20 kits", "Werkplaats Noord"):
        assert text in said, text
    (code,) = zxingcpp.read_barcodes(sheet.render(scale=3).to_pil())
    assert code.text == f"BCD\n002\n1\nSCT\n\nŠkoda Łukasz\n{IBAN}\nEUR121.50\n\n{reference.text}"
    assert answer["Content-Disposition"] == f'inline; filename="merel-{reference.text}.pdf"'


def test_the_paper_is_the_same_bytes_and_names_the_payer_to_members_only(house: House) -> None:
    id = asked(house)
    first = paper(house.cast.client(), id).content
    assert paper(house.cast.client(), id).content == first
    assert "Werkplaats Noord" not in pypdfium2.PdfDocument(first)[0].get_textpage().get_text_range()


@pytest.mark.parametrize(("came", "says"), [(12_150, "is paid"), (20_000, "is paid"), (150, "Still to be paid")])
def test_the_paper_knows_what_came_in(house: House, came: int, says: str) -> None:
    id = asked(house)
    paid(house, id, came)
    said = pypdfium2.PdfDocument(paper(house.cast.client(), id).content)[0].get_textpage().get_text_range()
    assert says in said
    assert (SHOWN in said) == (came < 12_150)


# By letter


@pytest.mark.django_db(transaction=True)
def test_a_steward_sends_the_letter(house: House) -> None:
    id = asked(house, due="2031-01-15")
    answer = house.cast.client("ada").post(f"{at(id)}send/", {"mail": "noord@example.org"})
    assert answer["Location"] == f"{at(id)}?sent=1"
    assert "The letter is on its way" in page(house.cast.client("ada"), answer["Location"])
    (letter,) = mail.outbox
    assert letter.to == ["noord@example.org"]
    assert "121.50" in letter.subject
    for text in (
        SHOWN,
        references.rf(bases.of_request(id)).shown,
        at(id),
        "request.pdf",
        "Werkplaats Noord",
        "20 kits",
    ):
        assert text in letter.body, text


@pytest.mark.parametrize("address", ["", "nobody", "a@b\nBcc: c@example.org"])
def test_a_letter_without_a_right_address_is_not_sent(house: House, address: str) -> None:
    id = asked(house)
    answer = house.cast.client("ada").post(f"{at(id)}send/", {"mail": address})
    assert answer.status_code == 200
    assert 'id="id_mail-wrong"' in answer.content.decode()
    assert not mail.outbox


def test_only_stewards_send_and_only_what_is_to_be_paid(house: House) -> None:
    id = asked(house)
    assert house.cast.client("bob").post(f"{at(id)}send/", {"mail": "x@example.org"}).status_code == 403
    house.say(RequestWithdrawn(request=id))
    shown = house.cast.client("ada").post(f"{at(id)}send/", {"mail": "x@example.org"})
    assert "no letter was sent" in shown.content.decode()
    assert not mail.outbox


def test_too_many_letters_in_a_day_are_stopped_before_they_go(house: House) -> None:
    id = asked(house)
    account = str(house.cast.account("ada").pk)
    for _letter in range(limits.RATES["ask-to-pay"].amount):
        limits.take("ask-to-pay", account)
    answer = house.cast.client("ada").post(f"{at(id)}send/", {"mail": "noord@example.org"})
    assert answer.status_code == 429
    assert not mail.outbox


@pytest.mark.django_db(transaction=True)
def test_the_letter_speaks_the_language_of_its_reader(house: House) -> None:
    bob = house.cast.account("bob")
    bob.language = "nl"
    bob.save()
    id = asked(house, 123_450, due="2031-01-15")
    house.cast.client("ada").post(f"{at(id)}send/", {"mail": bob.email})
    (letter,) = mail.outbox
    assert "1.234,50" in letter.subject
    assert "1.234,50" in letter.body
    assert "15\N{NO-BREAK SPACE}januari 2031" in letter.body


# Numbers


def test_the_commons_itself_is_named_by_its_founding_entry(house: House) -> None:
    from entredon.apps.commons import queries as commons

    assert commons.commons("merel").id == Entry.objects.get(commons="merel", index=0).id


def test_a_payment_never_fits_two_requests(house: House) -> None:
    ids = [asked(house, minor) for minor in range(100, 120)]
    assert len({bases.of_request(id) for id in ids}) == len(ids)
    assert all(Request.objects.get(id=id).base == bases.of_request(id) for id in ids)
