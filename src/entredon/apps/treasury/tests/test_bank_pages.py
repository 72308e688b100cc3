"""Money in from page to page: the legal body is named, an account opened, a statement brought in, each line given its place."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from entredon.apps.commons.entries import Published, RoleGiven
from entredon.apps.library.entries import Created, Released
from entredon.apps.people.record import STEWARD
from entredon.apps.treasury.entries import Requested
from entredon.apps.treasury.models import (
    BankDetails,
    BankFile,
    Bearer,
    Habit,
    Income,
    Line,
    MoneyAccount,
    Request,
    Waiting,
)
from entredon.apps.treasury.tests.banking import ACCOUNT, OTHER, bank, bring, camt, later, line, statement
from entredon.log.models import Log
from entredon.pure.money import references
from entredon.testing_cast import Cast, person

HOME = "/c/merel/treasury/"
FIRST = statement(
    line(50_000, text="Thank you", name="Dora", account=OTHER), line(-1_250, "2026-11-03", name="Bank"), opening=10_000
)  # fmt: skip


def page(client: Any, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return re.sub(r"\s+", " ", answer.content.decode())


def sent(client: Any, path: str, status: int = 302, **typed: Any) -> str:
    answer = client.post(path, typed)
    text = re.sub(r"\s+", " ", answer.content.decode())
    assert answer.status_code == status, text
    return answer["Location"] if status == 302 else text


def uploaded(client: Any, *raw: bytes, status: int = 200, name: str = "november.xml") -> Any:
    files = [SimpleUploadedFile(f"{n}-{name}", one) for n, one in enumerate(raw)]
    answer = client.post(f"{HOME}bank/", {"file": files})
    text = re.sub(r"\s+", " ", answer.content.decode())
    assert answer.status_code == status, text
    return text if status == 200 else answer["Location"]


def size() -> int:
    return Log.objects.get(slug="merel").size


@pytest.fixture
def ada(cast: Cast) -> Any:
    cast.say(Published())
    return cast.client("ada")


@pytest.fixture
def banked(cast: Cast, ada: Any) -> Any:
    bank(cast, 10_000)
    return ada


def test_from_naming_the_legal_body_to_the_first_statement(cast: Cast, ada: Any) -> None:
    assert "Name the legal body" in page(ada, f"{HOME}bearer/")
    leads = sent(
        ada, f"{HOME}bearer/", name="Merel vzw", form="vzw", number="BE 0403.170.701", approvals="2", cooling_days="3", most="",
        lead="",
    )  # fmt: skip
    assert leads.startswith(f"{HOME}bearer/account/?said=")
    assert Bearer.objects.get().bearer == "merel-vzw"
    assert "Which account holds our money?" in page(ada, leads)
    typed = {
        "way": "bank", "account": "Main account", "iban": "BE68 5390 0754 7034", "holder": "Merel vzw", "currency": "EUR",
        "opening": "100.00", "day": "2026-11-01", "profile": "sepa", "bic": "",
    }  # fmt: skip
    leads = sent(ada, f"{HOME}bearer/account/", **typed)
    before = size()
    assert sent(ada, f"{HOME}bearer/account/", **typed) == leads
    assert size() == before
    row = MoneyAccount.objects.get()
    assert (row.id, row.opening, row.day, row.way) == ("main-account", 10_000, "2026-11-01", "bank")
    assert BankDetails.objects.get().iban == ACCOUNT
    assert "Bring in statements" in page(ada, leads)
    told = uploaded(ada, camt(FIRST))
    assert "<strong>2 new lines</strong> are in the books" in told
    assert "2 wait for you" in told
    assert "€587.50" in page(ada, f"{HOME}bank/")
    assert "€587.50" in page(ada, f"{HOME}bearer/")
    assert ">Money</a>" in page(cast.client(), "/c/merel/")


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ({"iban": "BE68 5390 0754 7035"}, "check digits"),
        ({"iban": ""}, "IBAN is missing"),
        ({"opening": "ten"}, "not an amount"),
        ({"day": "2999-01-01"}, "still to come"),
        ({"day": "yesterday"}, "Write a day"),
        ({"account": "★"}, "letters or digits"),
        ({"bic": "nonsense"}, "BIC"),
        ({"currency": "XXX"}, "valid choice"),
    ],
)
def test_what_is_wrong_with_an_account_is_told_and_kept(banked: Any, typed: dict[str, str], because: str) -> None:
    before = size()
    whole = {
        "way": "bank", "account": "savings", "iban": "BE71 0961 2345 6769", "holder": "Merel vzw", "currency": "EUR",
        "opening": "5.00", "day": "2026-11-01", "profile": "sepa", "bic": "", **typed,
    }  # fmt: skip
    assert because in sent(banked, f"{HOME}bearer/account/", 200, **whole)
    assert size() == before


def test_payment_rules_hold_once_a_second_steward_confirms_them(cast: Cast, banked: Any) -> None:
    leads = sent(banked, f"{HOME}bearer/rules/", approvals="3", cooling_days="5", most="2,500.00")
    assert "you said it" in page(banked, leads)
    wait = Waiting.objects.get()
    bob = cast.client("bob")
    assert "waits for another steward" in page(bob, f"{HOME}waits/")
    assert "was not confirmed" in sent(bob, f"{HOME}waits/", 200, what=wait.id)
    cast.say(RoleGiven(person=person(cast.bob), role=STEWARD))
    assert "I confirm it" in page(bob, f"{HOME}waits/")
    sent(bob, f"{HOME}waits/", what=wait.id)
    row = Bearer.objects.get()
    assert (row.approvals, row.cooling_days, row.most) == (3, 5, 250_000)


@pytest.mark.parametrize(
    "path",
    ["bank/", "lines/", "habits/", "elsewhere/", "bearer/account/", "bearer/rules/", "bearer/exception/", "handed/"],
)
@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_others_are_told_why_they_do_not_see_it(cast: Cast, banked: Any, path: str, who: str) -> None:
    bring(cast, FIRST)
    text = page(cast.client(who), f"{HOME}{path}", 403)
    assert "Dora" not in text
    assert "only stewards" in text


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><Document>&c;</Document>'


@pytest.mark.parametrize(
    ("raw", "because"),
    [
        (b"", "empty"),
        (b"<Document><open>", ""),
        (BOMB, ""),
        (camt(FIRST) + camt(FIRST), ""),
        (camt(FIRST).replace(b"Thank", b"\xff\xfe"), ""),
        (b"PK\x03\x04", "zip"),
        (camt(FIRST).replace(ACCOUNT.encode(), OTHER.encode()), "no account here"),
        (b"x" * (bringing_most := 16 * 1024 * 1024 + 1), "larger than 16"),
    ],
)
def test_a_bad_file_is_told_clearly_and_nothing_is_booked(banked: Any, raw: bytes, because: str) -> None:
    before = size()
    text = uploaded(banked, raw)
    assert "Nothing new is in the books" in text
    assert "not taken" in text
    assert because in text
    assert size() == before
    assert not BankFile.objects.exists()


def test_no_file_at_all_is_told_too(banked: Any) -> None:
    assert "Choose a file first" in uploaded(banked)


def test_a_gap_is_shown_with_its_reason_and_closes(cast: Cast, banked: Any) -> None:
    second = later(FIRST, line(2_000, "2026-11-05"), start="2026-11-04")
    third = later(second, line(-300, "2026-11-09"), start="2026-11-06", number="3")
    uploaded(banked, camt(FIRST))
    assert "set aside" in uploaded(banked, camt(third))
    row = BankFile.objects.get(state="quarantined")
    text = page(banked, f"{HOME}bank/{row.pk}/")
    assert "a statement between them is missing" in text
    assert "€20.00" in text
    uploaded(banked, camt(second))
    assert not BankFile.objects.filter(state="quarantined").exists()
    assert "known already" in uploaded(banked, camt(second))


def test_what_is_set_aside_can_be_thrown_away_and_what_was_taken_not(banked: Any) -> None:
    uploaded(banked, camt(statement(line(1), opening=1)))
    row = BankFile.objects.get()
    sent(banked, f"{HOME}bank/{row.pk}/", do="away")
    assert not BankFile.objects.exists()
    uploaded(banked, camt(FIRST))
    row = BankFile.objects.get()
    sent(banked, f"{HOME}bank/{row.pk}/", do="away")
    assert BankFile.objects.get().state == "taken"
    raw = banked.get(f"{HOME}bank/{row.pk}/raw/")
    assert raw.content == camt(FIRST)


TABLE = (
    b"Datum;Omschrijving;Bedrag\n02/11/2026;Hosting;-12,50\n03/11/2026;Gift;10,00\n"
)  # fmt: skip


def test_a_table_is_explained_once(banked: Any) -> None:
    leads = uploaded(banked, TABLE, status=302, name="november.csv")
    text = page(banked, leads)
    assert "What do the columns of this table mean?" in text
    typed = {
        "days": "dmy",
        "decimal": ",",
        "account": "main",
        "column-0": "date",
        "column-1": "text",
        "column-2": "amount",
    }
    assert "before and after" in sent(banked, leads, 200, **typed)
    assert "set aside" in sent(banked, leads, 200, **typed, opening="100,00", closing="97,00")
    text = sent(banked, leads, 200, **typed, opening="100,00", closing="97,50")
    assert "2 new lines" in text
    assert "known already" in uploaded(banked, TABLE, name="again.csv")


ROWS = b"Date;Amount;Balance\n%s;50,00;150,00\n"


def test_columns_said_wrongly_are_said_again_and_never_used_for_the_next_table(banked: Any) -> None:
    """Which day a date means shows only in what becomes of it: what was set aside taught nothing."""
    typed = {"decimal": ",", "account": "main", "column-0": "date", "column-1": "amount", "column-2": "balance"}
    leads = uploaded(banked, ROWS % b"10/11/2026", status=302, name="november.csv")
    assert "set aside" in sent(banked, leads, 200, **typed, days="mdy")
    asked_anew = uploaded(banked, ROWS % b"11/11/2026", status=302, name="later.csv")
    assert "What do the columns of this table mean?" in page(banked, asked_anew)

    assert "Say again what its columns mean" in page(banked, leads)
    text = sent(banked, leads, 200)
    assert "needs another look" not in text, "nothing was typed yet"
    assert '<option value="mdy" selected>' in text, "what was said stands there, to be changed"
    assert "1 new line" in sent(banked, leads, 200, **typed, days="dmy")
    following = ROWS.replace(b"150,00", b"200,00") % b"12/11/2026"
    assert "1 new line" in uploaded(banked, following, name="next.csv"), "what held is remembered"


def test_a_table_in_utf_16_is_shown_as_it_is_written(banked: Any) -> None:
    leads = uploaded(banked, TABLE.decode().encode("utf-16"), status=302, name="november.csv")
    assert "<code>Datum;Omschrijving;Bedrag" in page(banked, leads)


def asked(cast: Cast, minor: int = 2_500, currency: str = "EUR") -> Request:
    id = cast.say(Requested(minor=minor, currency=currency, what="gift"))
    return Request.objects.get(id=id)


def paid(cast: Cast, request: Request, minor: int, *, rf: str = "", currency: str = "EUR") -> Line:
    """Somebody pays a request; the line."""
    row = MoneyAccount.objects.get(currency=currency)
    text = rf or references.rf(request.base).shown
    told = line(minor, "2026-11-04", text=text, name="Dora", account=OTHER)
    iban = BankDetails.objects.get(account=row.id).iban
    bring(cast, statement(told, opening=row.closing, start="2026-11-04", account=iban, currency=currency))
    return Line.objects.get(account=row.id)


def test_what_pays_a_request_just_so_finds_its_place_by_itself(cast: Cast, banked: Any) -> None:
    request = asked(cast)
    found = paid(cast, request, 2_500)
    assert found.parts == [{"kind": "gift", "minor": 2_500, "ref": request.id, "to": "pot"}]
    request.refresh_from_db()
    assert request.paid == 2_500
    assert "Everything the bank told of has its place" in page(banked, f"{HOME}lines/")


def first_step(client: Any, says: str) -> str:
    """Do the obvious next step of the only line that waits; its page."""
    text = page(client, f"{HOME}lines/")
    assert says in text
    found = re.search(r'name="line" value="(\w+)"> ?<input type="hidden" name="accept" value="(\w+)"', text)
    assert found, text
    return sent(client, f"{HOME}lines/", line=found[1], accept=found[2])


@pytest.mark.parametrize(
    ("minor", "says", "parts"),
    [
        (3_000, "Count what was asked, pay €5.00 back", [("pot", 2_500), ("back", 500)]),
        (1_000, "", [("pot", 1_000)]),
    ],
)
def test_too_much_and_too_little_have_one_next_step(
    cast: Cast, banked: Any, minor: int, says: str, parts: list[Any]
) -> None:
    found = paid(cast, asked(cast), minor)
    if says:
        first_step(banked, says)
        found.refresh_from_db()
    assert [(part["to"], part["minor"]) for part in found.parts] == parts


def test_paid_twice_a_wrong_digit_and_a_gift_for_what_was_taken_back(cast: Cast, banked: Any) -> None:
    request = asked(cast)
    rf = references.rf(request.base).text
    wrong = rf[:-1] + str((int(rf[-1]) + 1) % 10)
    found = paid(cast, request, 2_500, rf=wrong)
    assert found.parts == []
    first_step(banked, "It pays the request")
    found.refresh_from_db()
    assert found.parts[0]["ref"] == request.id


def test_another_currency_is_counted_in_the_one_that_came(cast: Cast, banked: Any) -> None:
    bank(cast, 0, account="dollars", iban=OTHER, currency="USD")
    found = paid(cast, asked(cast), 2_900, currency="USD")
    first_step(banked, "Count it in USD")
    found.refresh_from_db()
    assert found.parts == [{"kind": "gift", "minor": 2_900, "to": "pot"}]


def test_a_line_is_split_by_hand_and_taken_back(cast: Cast, banked: Any) -> None:
    car = cast.say(Created(name="Car"))
    version = cast.say(Released(creation=car, name="1", own=1, inputs=()))
    bring(cast, FIRST)
    found = Line.objects.get(minor=50_000)
    here = f"{HOME}lines/{found.id[:10]}/"
    typed = {"amount-1": "300.00", "where-1": f"income:{version}", "kind-1": "sale", "amount-2": "100", "where-2": "pot:",
             "kind-2": "gift"}  # fmt: skip
    assert "€100.00 too little" in sent(banked, here, 200, **typed)
    assert "Choose where it belongs" in sent(banked, here, 200, **{**typed, "where-2": "nowhere"})
    sent(banked, here, **{**typed, "amount-2": "200"})
    found.refresh_from_db()
    assert [(part["to"], part["minor"]) for part in found.parts] == [("income", 30_000), ("pot", 20_000)]
    income = Income.objects.get()
    assert (income.minor, income.version, income.source, income.line) == (30_000, version, "bank", found.id)
    assert "taken back whole" in page(banked, here)
    sent(banked, here, do="back", reason="Wrong version")
    found.refresh_from_db()
    assert found.allotted == ""
    assert Income.objects.get().taken_back


def test_pressing_a_next_step_twice_has_one_effect(cast: Cast, banked: Any) -> None:
    paid(cast, asked(cast), 3_000)
    text = page(banked, f"{HOME}lines/")
    found = re.search(r'name="line" value="(\w+)"> ?<input type="hidden" name="accept" value="(\w+)"', text)
    assert found
    before = size()
    for _again in range(2):
        sent(banked, f"{HOME}lines/", line=found[1], accept=found[2])
    assert size() == before + 1


def test_a_rule_places_what_waits_and_what_comes(cast: Cast, banked: Any) -> None:
    gift = asked(cast, 5_000)
    paid(cast, gift, 5_000)
    row = MoneyAccount.objects.get()
    rent = line(-2_000, "2026-11-05", name="Landlord", account=OTHER)
    bring(cast, statement(rent, opening=row.closing, start="2026-11-05"))
    found = Line.objects.get(minor=-2_000)
    leads = sent(
        banked, f"{HOME}lines/{found.id[:10]}/", **{"amount-1": "20.00", "where-1": "cost:", "kind-1": "rent", "again": "yes"}
    )  # fmt: skip
    assert "/habits/?" in leads
    assert 'value="Landlord"' in page(banked, leads)
    sent(banked, f"{HOME}habits/", name="Rent", way="out", iban=OTHER, words="", least="", most="24.00", currency="EUR",
         where="cost:", kind="rent")  # fmt: skip
    assert Habit.objects.get().most == 2_400
    row.refresh_from_db()
    again = line(-2_000, "2026-11-20", name="Landlord", account=OTHER)
    dear = line(-2_500, "2026-11-21", name="Landlord", account=OTHER)
    [brought] = bring(cast, statement(again, dear, opening=row.closing, start="2026-11-20"))
    assert (brought.new, brought.placed) == (2, 1)
    shown = page(banked, f"{HOME}habits/")
    assert "goes out" in shown
    assert "at most €24" in shown
    sent(banked, f"{HOME}habits/", do="away", habit=str(Habit.objects.get().pk))
    assert not Habit.objects.exists()


def test_what_a_fund_cannot_pay_is_told_beside_the_form(cast: Cast, banked: Any) -> None:
    bring(cast, FIRST)
    found = Line.objects.get(minor=-1_250)
    here = f"{HOME}lines/{found.id[:10]}/"
    text = sent(banked, here, 200, **{"amount-1": "12.50", "where-1": "cost:", "kind-1": "bank"})
    assert "would fall to" in text
    found.refresh_from_db()
    assert found.allotted == ""


def test_a_till_has_a_book_and_is_counted_by_two(cast: Cast, ada: Any) -> None:
    bank(cast)
    leads = sent(ada, f"{HOME}bearer/account/", way="cash", account="till", iban="", holder="", currency="EUR", opening="0",
                 day="2026-11-01", profile="sepa", bic="")  # fmt: skip
    assert leads.startswith(f"{HOME}cash/till/")
    typed = {
        "do": "in",
        "day": "2026-11-02",
        "note": "Market",
        "amount-1": "40.00",
        "where-1": "pot:",
        "kind-1": "sale",
    }
    sent(ada, f"{HOME}cash/till/", **typed)
    assert MoneyAccount.objects.get(id="till").closing == 4_000
    out = {"do": "out", "day": "2026-11-03", "amount-1": "50.00", "where-1": "cost:", "kind-1": "material"}
    assert "only" in sent(ada, f"{HOME}cash/till/", 200, **out)
    sent(ada, f"{HOME}cash/till/", **{**out, "amount-1": "15.00"})
    sent(ada, f"{HOME}cash/till/", do="count", counted="24.00", day="2026-11-03")
    bob = cast.client("bob")
    assert "I counted it too" in page(bob, f"{HOME}cash/till/")
    sent(bob, f"{HOME}waits/", what=Waiting.objects.get().id)
    assert MoneyAccount.objects.get(id="till").closing == 2_400
    assert "€24.00" in page(ada, f"{HOME}cash/till/")
    assert "were €24.00 on 3 November 2026; by its book €25.00" in page(
        ada, f"{HOME}waits/"
    )  # as it was when they counted


def test_what_came_by_other_means_is_told_and_seen_at_the_bank(cast: Cast, banked: Any) -> None:
    typed = {"amount": "80.00", "currency": "EUR", "means": "Open Collective", "day": "2026-11-02", "where": "pot:", "kind": "gift",
             "payer": "Eve", "note": ""}  # fmt: skip
    sent(banked, f"{HOME}elsewhere/", **typed)
    text = page(banked, f"{HOME}elsewhere/")
    assert "<strong>€80.00</strong> is still with “open-collective”" in text
    bring(cast, statement(line(8_000), opening=10_000))
    found = Line.objects.get()
    sent(
        banked,
        f"{HOME}lines/{found.id[:10]}/",
        **{"amount-1": "80.00", "where-1": "arriving:open-collective", "kind-1": "sale"},
    )
    assert "is still with" not in page(banked, f"{HOME}elsewhere/")


def test_two_lines_of_two_currencies_are_one_exchange(cast: Cast, banked: Any) -> None:
    bank(cast, 0, account="dollars", iban=OTHER, currency="USD")
    bring(cast, statement(line(-5_000), opening=10_000), statement(line(5_400), account=OTHER, currency="USD"))
    given, received = Line.objects.get(minor=-5_000), Line.objects.get(minor=5_400)
    assert "The other half of an exchange" in page(banked, f"{HOME}lines/{given.id[:10]}/")
    sent(banked, f"{HOME}lines/{given.id[:10]}/", do="exchange", other=received.id)
    assert not Line.objects.filter(allotted="").exists()
