"""Where did the money go? Every figure opens its lines; each sees what she may; the books leave as files and on paper."""

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.apps.treasury import going
from entredon.apps.treasury import queries_books as books
from entredon.apps.treasury.entries import Part
from entredon.apps.treasury.entries_books import ChartMapped, Number
from entredon.apps.treasury.models import BankFile, Budget, Chart, Closing, Reserves
from entredon.apps.treasury.tests.books_world import Year
from entredon.apps.treasury.tests.house import House
from entredon.log.models import Log
from entredon.testing_cast import Cast, person

HOME = "/c/merel/treasury/"


@pytest.fixture
def year(cast: Cast) -> Year:
    made = Year(cast)
    cast.say(Published())
    return made


def page(client: Any, path: str, status: int = 200) -> str:
    answer = client.get(path if path.startswith("/") else HOME + path)
    assert answer.status_code == status, (path, answer.status_code)
    return re.sub(r"\s+", " ", answer.content.decode())


def size() -> int:
    return Log.objects.get(slug="merel").size


def linked(html: str) -> list[str]:
    return re.findall(r'href="(/c/merel/treasury/(?:account|booked|owed|slip)/[^"#]*/(?:[?][^"]*)?)"', html)


# The year


def test_a_commons_without_books_says_what_begins_them(cast: Cast) -> None:
    cast.say(Published())
    assert "The books haven’t begun yet" in page(cast.client(), "")
    assert "Name the legal body" in page(cast.client("ada"), "")
    assert "Name the legal body" not in page(cast.client("bob"), "")
    for path in ("reserves/", "closing/", "chart/", "budget/2026/"):
        page(cast.client("ada"), path)
    page(cast.client(), "meeting/2026.pdf", 404)
    page(cast.client(), "books/hledger", 404)


def test_books_without_a_booking_say_what_comes_next(cast: Cast) -> None:
    House(cast)
    cast.say(Published())
    assert "Nothing is booked yet" in page(cast.client("ada"), "")


def test_the_year_at_a_glance(year: Year) -> None:
    html = page(year.cast.client(), "")
    # 500.00 given, 200.00 sold and 91.50 for dollars; 60.00 hosting, 75.00 paid out
    assert "<strong>€791.50</strong> came in and <strong>€135</strong> went out" in html
    assert "<strong>€1,658.84</strong> is there" in html
    for words in ("Hosting", "Gifts", "Sales", "Common fund", "November 2026", "waits for somebody to say"):
        assert words in html, words
    assert "2026 in USD" in html


@pytest.mark.parametrize("currency", ["xyz", "XXX", "e", "%00"])
def test_a_currency_that_is_none_is_told(year: Year, currency: str) -> None:
    page(year.cast.client("ada"), f"owed/{currency}/", 404)


def test_a_payment_that_came_back_names_nobody_as_a_source_of_money(year: Year) -> None:
    year.line(3_000, Part(to="returned", minor=3_000, ref=f"{year.paid_run}.1"), day="2026-11-23")
    for who in (year.cast.client("ada"), year.cast.client("bob"), Client()):
        came = page(who, "").split("Where it came from")[1].split("Where it went")[0]
        assert "Payments that came back" in came
        assert "Bob" not in came
        assert "whose amounts only members see" not in came


def test_a_month_before_a_currency_came_has_only_the_others(year: Year) -> None:
    assert "2026 in USD" in page(year.cast.client(), "")
    for month in ("2026-01", "2025-12"):
        assert "USD" not in page(year.cast.client(), f"?month={month}"), month
    assert "In May 2031" in page(year.cast.client(), "?month=2031-05")


def test_a_month_has_its_own_figures(year: Year) -> None:
    year.given(500, day="2026-12-02")
    html = page(year.cast.client(), "?month=2026-11")
    assert "In November 2026, <strong>€791.50</strong> came in" in html
    assert "?month=2026-12" in html
    assert "Nothing moved in October 2025" in page(year.cast.client(), "?month=2025-10")
    for asked in ("?month=2026-13", "?year=26", "?month=november", "?year=%00", "?year=٢٠٢٦"):
        page(year.cast.client(), asked, 404)


@pytest.mark.parametrize("who", ["", "bob"])
def test_every_figure_opens_its_lines(year: Year, who: str) -> None:
    client = year.cast.client(who)
    found = linked(page(client, ""))
    assert len(found) > 12
    seen: set[str] = set()
    while found:
        path = found.pop()
        if path not in seen:
            seen.add(path)
            found += [one for one in linked(page(client, path.replace("&amp;", "&"))) if one not in seen]
    assert len(seen) > 40


def test_the_lines_of_a_figure_add_up_to_it(year: Year) -> None:
    html = page(year.cast.client(), "")
    pairs = re.findall(r'<a class="money paid" href="(/c/merel/treasury/account/[^"]*moved=1)">([^<]*)</a>', html)
    assert len(pairs) >= 5
    for path, amount in pairs:
        lines = page(year.cast.client(), path.replace("&amp;", "&"))
        assert re.search(rf"<strong>−?{re.escape(amount)}</strong>", lines), (path, amount)


def test_what_was_there_and_came_is_what_went_and_is_there(year: Year) -> None:
    (euros, dollars) = going.going("merel", going.Period("2026"))
    assert (euros.currency, euros.before, euros.unsaid) == ("EUR", 100_000, 1_234 - 1_000)
    assert (dollars.currency, dollars.before, dollars.unsaid) == ("USD", 20_000, 0)
    (later, _dollars) = going.going("merel", going.Period("2026-12"))
    assert later.before == euros.stands.there
    html = page(year.cast.client(), "")
    for words in ("There before", "Still there", "Nobody has said yet", "Paid out"):
        assert words in html, words


def test_an_account_shows_its_lines_by_page(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "AT_ONCE", 3)
    client = year.cast.client()
    first = page(client, "account/assets:bank:main:eur/")
    assert first.count("/treasury/booked/") == 3
    assert "Older" in first
    assert "Newer" in page(client, "account/assets:bank:main:eur/?page=2")
    page(client, "account/assets:bank:main:eur/?page=999999999")
    page(client, "account/assets:bank:other:eur/", 404)


def test_the_lines_of_a_bank_say_what_they_were_for(year: Year) -> None:
    html = page(year.cast.client(), "account/assets:bank:main:eur/")
    for words in ("hosting", "gifts", "paid out", "nobody has said yet", "sales"):
        assert f"<small>{words}</small>" in html, words


def test_an_overdrawn_account_is_drawn_too(cast: Cast) -> None:
    house = House(cast)
    house.given(1_000, day="2026-11-02")
    house.line(500, Part(to="pot", minor=500, kind="grant"), day="2026-11-03")
    house.statement(-2_000, day="2026-11-04")
    house.given(3_000, day="2026-12-05")
    house.line(1, Part(to="pot", minor=1, kind="grant"), day="2026-12-06")
    cast.say(Published())
    (now,) = going.going("merel", going.Period("2026-12"))
    assert now.before == -500
    assert "Was overdrawn before" in page(cast.client(), "?month=2026-12")
    assert "Is overdrawn" in page(cast.client(), "?month=2026-11")


def test_a_booking_shows_both_sides_and_its_receipt(year: Year) -> None:
    row = next(iter(books.lines("merel", "expenses:commons:merel:hosting:eur", "2026-01-01", "2026-12-31")))
    html = page(year.cast.client(), f"booked/{row.key[:10]}/{row.key.partition('/')[2]}/")
    assert f"/c/merel/e/{row.entry[:10]}" in html
    assert html.count("€60.00") == 4  # the bank's line and the fund, each from and to
    page(year.cast.client(), f"booked/{row.key[:10]}/nothing/", 404)
    page(year.cast.client(), "booked/00000000/bank/", 404)


def test_what_was_taken_back_leads_to_what_it_takes_back(year: Year) -> None:
    taken = books.lines("merel", "expenses:commons:merel:rent:eur", "2026-01-01", "2026-12-31")
    back = next(row for row in taken if "/back" in row.key)
    html = page(year.cast.client(), f"booked/{back.key[:10]}/{back.key.partition('/')[2]}/")
    assert "This takes something back" in html


# Who sees what


def test_amounts_of_single_people_are_the_members_own(year: Year) -> None:
    year.expense(1_111)
    bob = person(year.bob)
    path = f"account/liabilities:members:{bob.replace(':', '-')}:eur/"
    for who in ("bob", "ada"):
        assert "Bob Bakker" in page(year.cast.client(who), path)
        assert "Bob Bakker" in page(year.cast.client(who), "owed/eur/")
    for who in ("", "charlie"):
        assert "somebody’s own" in page(year.cast.client(who), path, 403)
        owed = page(year.cast.client(who), "owed/eur/")
        assert "Bob Bakker" not in owed
        assert "€11.11" in owed  # the sum of all is public
        assert "Bob Bakker" not in page(year.cast.client(who), "")


def test_files_for_other_programs_name_nobody_to_visitors(year: Year) -> None:
    bob = person(year.bob)[2:]
    for form in ("hledger", "beancount", "csv"):
        whole = year.cast.client("bob").get(f"{HOME}books/{form}?month=2026-11")
        assert whole.status_code == 200
        assert bob in whole.content.decode().lower()
        assert 'filename="merel-2026-11.' in whole["Content-Disposition"]
        assert bob not in year.cast.client().get(f"{HOME}books/{form}").content.decode().lower()
    for path in ("books/ledger", "books/csv?month=2026-99", "books/csv?month=1999-01"):
        page(year.cast.client(), path, 404)


# What is there


def test_a_steward_puts_what_is_there_into_the_record_once(year: Year) -> None:
    ada = year.cast.client("ada")
    assert "Yes: <strong>€1,658.84</strong> is there" in page(ada, "reserves/")
    before = size()
    for _press in range(2):
        assert ada.post(f"{HOME}reserves/").status_code == 302
    assert size() == before + 1
    assert Reserves.objects.filter(commons="merel").count() == 1
    html = page(ada, "reserves/")
    assert "stand in the public record already" in html
    assert "the same as its last statement" in html


@pytest.mark.parametrize("who", ["", "charlie", "bob"])
def test_only_stewards_say_anything_about_the_books(year: Year, who: str) -> None:
    before = size()
    client = year.cast.client(who)
    for path in ("reserves/", "closing/", "chart/", "budget/2026/"):
        page(client, path)
        assert client.post(HOME + path, {"year": "2026"}).status_code == 403
    assert size() == before
    assert client.get(f"{HOME}auditor.zip").status_code == (403 if who else 302)


# Plans


def test_a_year_is_planned_and_stands_beside_what_became_of_it(year: Year) -> None:
    ada = year.cast.client("ada")
    html = page(ada, "budget/2026/")
    assert 'value="hosting"' in html
    typed = {
        "income-kind-1": "gifts", "income-amount-1": "1,000.50", "cost-kind-1": "hosting",
        "cost-amount-1": "120", "cost-kind-2": "Koffie & thee", "cost-amount-2": "30", "cost-kind-3": "", "cost-amount-3": "",
    }  # fmt: skip
    assert ada.post(f"{HOME}budget/2026/", typed).status_code == 302
    rows = {(row.way, row.kind): row.minor for row in Budget.objects.filter(commons="merel")}
    assert rows == {("income", "gift"): 100_050, ("cost", "hosting"): 12_000, ("cost", "koffie-thee"): 3_000}
    html = page(year.cast.client(), "budget/2026/")
    assert "of €1,000.50 expected" in html
    assert "Koffie thee" in html


def test_a_wrong_line_of_a_plan_is_said_beside_it_and_nothing_is_lost(year: Year) -> None:
    before = size()
    typed = {"cost-kind-1": "rent", "cost-amount-1": "a lot", "cost-kind-2": "", "cost-amount-2": "5"}
    answer = year.cast.client("ada").post(f"{HOME}budget/2026/", typed)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "a lot" in html
    assert "is not an amount" in html
    assert "Say in a word or two" in html
    assert size() == before
    page(year.cast.client(), "budget/twenty/", 404)


# Closing


def test_a_year_is_closed_by_a_button_once_nothing_stands_in_the_way(
    year: Year, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    assert "isn’t over yet" in page(year.cast.client("ada"), "closing/")
    ada = year.cast.client("ada")
    html = re.sub(r"\s+", " ", ada.post(f"{HOME}closing/", {"year": "2026"}).content.decode())
    assert "2026 isn&#x27;t over yet." in html
    for day, account in (("2026-12-31", "main"), ("2026-12-31", "dollars")):
        year.statement(1, day=day, account=account)
    settings.ENTREDON_TEST_CLOCK = "2027-01-15T10:00:00+00:00"
    assert "Close 2026 for good" in page(ada, "closing/")
    for _press in range(2):
        assert ada.post(f"{HOME}closing/", {"year": "2026"}).status_code == 302
    assert Closing.objects.filter(commons="merel").count() == 1
    assert "this year is closed" in page(ada, "?year=2026")
    for nonsense in ("", "x", "99999", "٢٠٢٦"):
        assert "Nothing was recorded" in ada.post(f"{HOME}closing/", {"year": nonsense}).content.decode()


# The bookkeeper's numbers


def test_the_bookkeepers_numbers_are_typed_once(year: Year) -> None:
    html = page(year.cast.client("ada"), "chart/")
    assert "No account has a number yet." in html
    assert "Nothing is booked yet." not in html
    ada = year.cast.client("ada")
    html = page(ada, "chart/")
    assert 'value="assets:bank:main"' in html
    typed = {
        "path-1": "assets:bank",
        "number-1": "5500",
        "path-2": "liabilities:members",
        "number-2": "",
        "path-3": "expenses",
        "number-3": "61",
    }
    assert ada.post(f"{HOME}chart/", typed).status_code == 302
    assert Chart.objects.get(commons="merel").numbers == [["assets:bank", "5500"], ["expenses", "61"]]
    html = page(year.cast.client(), "chart/")
    assert "5500" in html
    assert "number 5500" in page(year.cast.client(), "account/assets:bank:main:eur/")
    wrong = ada.post(
        f"{HOME}chart/", {"path-1": "", "number-1": "5", "path-2": "bank", "number-2": "6"}
    ).content.decode()
    assert "Say which accounts have this number" in wrong
    refused = ada.post(f"{HOME}chart/", {"path-2": "bank", "number-2": "6"}).content.decode()
    assert "is no beginning of an account" in refused


# On paper


def test_a_slip_says_what_somebody_was_paid(year: Year) -> None:
    bob = person(year.bob)[:12]
    assert "<strong>€30.00</strong>" in page(year.cast.client("bob"), f"slip/{bob}/2026/")
    answer = year.cast.client("bob").get(f"{HOME}slip/{bob}/2026/slip.pdf")
    assert answer.content.startswith(b"%PDF")
    assert year.cast.client("bob").get(f"{HOME}slip/{bob}/2026/slip.pdf").content == answer.content
    assert "Nothing was paid in 2025" in page(year.cast.client("bob"), f"slip/{bob}/2025/")
    for path in (f"slip/{bob}/2026/", f"slip/{bob}/2026/slip.pdf", f"slip/{year.printer[:12]}/2026/"):
        page(year.cast.client(), path, 403)
    page(year.cast.client("ada"), f"slip/{year.printer[:12]}/2026/")
    for path in ("slip/k:0000000000/2026/", f"slip/{bob}/20x6/"):
        page(year.cast.client("bob"), path, 404)


def test_the_year_on_paper_for_the_general_meeting(year: Year) -> None:
    first, again = (year.cast.client().get(f"{HOME}meeting/2026.pdf") for _ in range(2))
    assert first.content.startswith(b"%PDF")
    assert first.content == again.content
    assert first["Content-Type"] == "application/pdf"
    assert year.cast.client().get(f"{HOME}meeting/1999.pdf").status_code == 200
    page(year.cast.client(), "meeting/199.pdf", 404)


# For the auditor


def test_the_auditor_gets_everything_in_one_file(year: Year) -> None:
    year.say(ChartMapped(numbers=(Number(accounts="assets", number="5"),)))
    BankFile.objects.create(
        commons="merel",
        sha256="0" * 64,
        name="../../etc/x.xml",
        what="camt.053",
        state="taken",
        start="2026-11-01",
        person="k",
    )
    ada = year.cast.client("ada")
    answer = ada.get(f"{HOME}auditor.zip?year=2026")
    assert answer.status_code == 200
    assert ada.get(f"{HOME}auditor.zip?year=2026").content == answer.content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        names = file.namelist()
        assert "books/all.journal" in names
        assert "books/2026-11.beancount" in names
        assert not [name for name in names if name.startswith(("/", ".")) or ".." in name.split("/")]
        trial = list(csv.DictReader(io.StringIO(file.read("trial-balance.csv").decode())))
        assert {row["number"] for row in trial if row["account"].startswith("assets:bank")} == {"5"}
        lines = list(csv.DictReader(io.StringIO(file.read("lines.csv").decode())))
        assert "-60.00" in {row["amount"] for row in lines}
        assert "cost hosting -60.00" in {row["parts"] for row in lines}
        payouts = list(csv.DictReader(io.StringIO(file.read("payouts.csv").decode())))
        assert {row["state"] for row in payouts} == {"settled"}
        assert "x.xml" in file.read("missing.txt").decode()
        assert "Merel vzw" in file.read("README.txt").decode()
    assert ada.get(f"{HOME}auditor.zip?year=20").status_code == 404
