"""The page of an income from payer to persons, and a member's account: what is owed, what is on its way, what was paid."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from entredon.apps.commons.entries import Published
from entredon.apps.people import queries as people
from entredon.apps.treasury import queries, queries_mine
from entredon.apps.treasury.entries import Allotted, Part, Received, Requested, TakenBack
from entredon.apps.treasury.entries_out import Payout, PayoutsRejected, Rejection
from entredon.apps.treasury.models import Income
from entredon.apps.treasury.models import Payout as PayoutRow
from entredon.apps.treasury.tests.house import House, hashed
from entredon.apps.value import queries as value
from entredon.apps.value.sharing import share_income
from entredon.apps.value.tests.shared import accepted, adopted
from entredon.apps.value.tests.test_dry_run import Garage
from entredon.testing_cast import Cast, person

HOME = "/c/merel/treasury/"


class Way(House):
    """The house of Merel vzw, with a car and its motor that Ada and Bob have made."""

    def __init__(self, cast: Cast) -> None:
        cast.say(Published())
        self.garage = Garage(cast)
        adopted(cast)
        accepted(cast, self.garage.car, self.garage.motor)
        super().__init__(cast)

    def sold(self, minor: int = 100_000) -> str:
        """A line for the car came in; returns the income."""
        return self.line(minor, Part(to="income", minor=minor, ref=self.garage.car, kind="sale"))

    def shared(self, minor: int = 100_000) -> str:
        """The same, and shared; returns the income."""
        income = self.sold(minor)
        share_income(self.cast.slug, income, self.bob)
        return income

    def paid(self, who: Any, minor: int) -> str:
        """Somebody is paid, as the bank says; returns the run."""
        self.details(who)
        run = self.submitted(Payout(payee=person(who), minor=minor, title="allowance"))
        self.line(-minor, Part(to="payout", minor=-minor, ref=f"{run}.1"))
        return run


@pytest.fixture
def way(cast: Cast) -> Way:
    return Way(cast)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def income_page(income: str) -> str:
    return f"{HOME}income/{income[:10]}/"


def hers(who: str) -> str:
    return f"{HOME}person/{who[:12]}/"


def test_an_income_is_drawn_from_the_bank_to_its_people(way: Way) -> None:
    html = page(way.cast.client("ada"), income_page(way.shared()))
    assert "<h1>Where did €1,000 go?</h1>" in html
    assert "Bank account: main" in html
    assert "to <strong>2</strong> people" in html
    svg = html[html.index('class="chart sankey"') :]
    assert f'href="/c/merel/treasury/person/{person(way.bob)[:12]}/"' in svg
    assert "attested by the bank’s statement" in html


def test_each_band_leads_to_an_entry_or_to_what_was_booked(way: Way) -> None:
    income = way.shared()
    html = page(way.cast.client("ada"), income_page(income))
    svg = html[html.index('class="chart sankey"') :].partition("</svg>")[0]
    bands = [part for part in svg.split("<a ") if 'class="band"' in part]
    assert len(bands) >= 4
    assert all('href="' in band and "<title>" in band for band in bands)
    assert any("#why" in band for band in bands)
    booking = reverse("treasury:booking", args=["merel", value.shareouts("merel")[0].id[:10], "shared"])
    assert any(f'href="{booking}"' in band for band in bands)
    assert any(f'href="{reverse("record:entry", args=["merel", income[:10]])}"' in band for band in bands)


def test_what_was_booked_stands_below_and_balances(way: Way) -> None:
    income = way.shared()
    found = queries_mine.booked_by("merel", {income})
    assert all(sum(line.minor for line in one.lines) == 0 for one in found)
    html = page(way.cast.client("ada"), income_page(income))
    booked = html[html.index('id="booked"') :]
    assert "A line of a bank statement" in booked
    assert "A share-out" in booked
    assert "€400.00" in booked


def test_an_income_that_waits_says_so_and_leads_to_sharing(way: Way) -> None:
    html = page(way.cast.client("bob"), income_page(way.sold()))
    assert "It waits to be shared." in html
    assert "See what would become of it, and share it" in html


def test_what_a_steward_told_is_attested_by_her_until_the_bank_says_it(way: Way) -> None:
    income = way.say(Received(version=way.garage.car, minor=5_000, currency="EUR"))
    assert "€50.00 in no statement yet" in page(way.cast.client("ada"), income_page(income))
    assert "attested by Ada" in page(way.cast.client("ada"), income_page(income))
    way.line(5_000, Part(to="told", minor=5_000, ref=income))
    html = page(way.cast.client("ada"), income_page(income))
    assert "in no statement yet" not in html
    assert "€50.00 on the account main" in html


def test_of_several_incomes_in_one_line_each_has_its_page(way: Way) -> None:
    entry = way.line(
        3_000,
        Part(to="income", minor=1_000, ref=way.garage.car, kind="sale"),
        Part(to="income", minor=2_000, ref=way.garage.motor, kind="service"),
    )
    ids = [one.id for one in queries.incomes("merel")]
    assert sorted(ids) == [f"{entry}.1", f"{entry}.2"]
    assert queries.income("merel", f"{entry[:10]}.2").minor == 2_000
    html = page(way.cast.client("bob"), f"{HOME}income/{entry[:10]}.2/")
    assert "Where did €20 go?" in html
    share_income("merel", f"{entry}.2", way.bob)
    assert "Where did €20 go?" in page(way.cast.client("bob"), f"{HOME}income/{entry[:10]}.2/")
    assert "€20" in page(way.cast.client("bob"), "/c/merel/value/")


def test_an_income_that_was_taken_back_never_came(way: Way) -> None:
    income = way.sold()
    way.say(TakenBack(what=income))
    assert Income.objects.get(commons="merel").taken_back
    assert queries.incomes("merel") == []
    html = page(way.cast.client("ada"), income_page(income))
    assert "was told here and taken back" in html
    assert "Taken back" in html[html.index('id="booked"') :]


def test_before_the_books_begin_the_way_is_told_by_the_record_alone(cast: Cast) -> None:
    garage = Garage(cast)
    adopted(cast)
    accepted(cast, garage.car, garage.motor)
    income = cast.say(Received(version=garage.car, minor=100_000, currency="EUR"))
    share_income(cast.slug, income, cast.bob)
    html = page(cast.client("ada"), income_page(income))
    assert "The books of this commons have not begun" in html
    assert "to <strong>2</strong> people" in html
    assert "Nothing can be paid from here yet" in page(cast.client("ada"), hers(person(cast.ada)))


def test_when_the_books_begin_what_was_shared_before_is_booked_and_shown(cast: Cast) -> None:
    garage = Garage(cast)
    adopted(cast)
    accepted(cast, garage.car, garage.motor)
    income = cast.say(Received(version=garage.car, minor=100_000, currency="EUR"))
    share_income(cast.slug, income, cast.bob)
    House(cast)
    html = page(cast.client("ada"), income_page(income))
    booked = html[html.index('id="booked"') :]
    assert "A share-out" in booked
    assert "An income that was told" in booked
    [stands] = queries_mine.standing("merel", person(cast.bob))
    assert (stands.owed, stands.paid) == (40_000, 0)


# A member's account


def test_three_tenses_of_her_money_are_true(way: Way) -> None:
    way.shared()
    way.paid(way.bob, 30_000)
    [stands] = queries_mine.standing("merel", person(way.bob))
    assert (stands.owed, stands.leaving, stands.paid) == (10_000, 0, 30_000)
    [owed] = value.owed("merel", person(way.bob))
    assert (owed.minor, owed.due, owed.paid) == (40_000, 10_000, 30_000)
    for address in (hers(person(way.bob)), f"/c/merel/value/person/{person(way.bob)[:12]}/"):
        html = page(way.cast.client("bob"), address)
        tenses = html[html.index('class="tenses"') :]
        owed_at, paid_at = tenses.index("tense owed"), tenses.index("tense paid")
        assert "€100.00" in tenses[owed_at:paid_at]
        assert "€300.00" in tenses[paid_at:]
    home = page(way.cast.client("bob"), "/c/merel/value/")
    assert "€300 " in home.replace("</b>", " ").replace("</a>", " ") or "€300" in home
    assert "paid to people, in all" in home


def test_every_line_of_her_account_adds_up_to_what_is_owed(way: Way) -> None:
    way.shared()
    way.given(50_000)
    way.expense(2_550)
    way.paid(way.bob, 30_000)
    lines = queries_mine.account_lines("merel", person(way.bob), "EUR")
    assert [(line.minor, line.left) for line in lines] == [(-30_000, 12_550), (2_550, 42_550), (40_000, 40_000)]
    html = page(way.cast.client("bob"), hers(person(way.bob)))
    for words in ("Shared out", "Laid out for the commons", "Set aside to be paid"):
        assert words in html
    assert "Why this much?" in html


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("nothing", "To be paid, say where"),
        ("details", "The next payments that stewards propose can hold it."),
        ("proposed", "waits for 2 more people to say yes"),
        ("reserved", "the file for the bank comes next"),
        ("exported", "It stands in the file for the bank"),
        ("submitted", "the next statement will show it"),
    ],
)
def test_when_she_is_paid_is_said_by_the_next_thing_that_has_to_happen(way: Way, until: str, said: str) -> None:
    way.shared()
    if until != "nothing":
        way.details(way.bob)
    payout = Payout(payee=person(way.bob), minor=40_000, title="allowance")
    makes = {"proposed": way.run, "reserved": way.reserved, "exported": way.exported, "submitted": way.submitted}
    if until in makes:
        makes[until](payout)
    assert said in page(way.cast.client("bob"), hers(person(way.bob)))


def test_a_payment_the_bank_refused_is_owed_again(way: Way) -> None:
    way.shared()
    way.details(way.bob)
    run = way.submitted(Payout(payee=person(way.bob), minor=40_000, title="allowance"))
    rejected = (Rejection(payout=f"{run}.1", code="AC04"),)
    way.say(PayoutsRejected(run=run, report=hashed("report"), rejected=rejected))
    assert PayoutRow.objects.get(commons="merel").state == "rejected"
    html = page(way.cast.client("bob"), hers(person(way.bob)))
    assert "refused by the bank: owed again" in html
    assert "<strong>€400.00</strong> is owed to you now" in html


def test_amounts_are_hers_and_the_members_unless_she_opens_them(way: Way) -> None:
    income = way.shared()
    address = hers(person(way.bob))
    assert "€" not in page(Client(), address)[: page(Client(), address).index("</main>")]
    booked = page(Client(), income_page(income))
    assert person(way.bob)[:12] not in booked[booked.index('class="chart') : booked.index("</figure>")]
    assert "whose amounts only members see" in booked or "more lines" in booked
    assert "€400.00" in page(way.cast.client("ada"), address)
    people.open_my_amounts("merel", person(way.bob), everybody=True)
    assert "€400.00" in page(Client(), address)


@pytest.mark.parametrize("asked", ["income/zz/", "income/0123456789.7/", "person/k:0000000000/"])
def test_what_isnt_there_is_said(way: Way, asked: str) -> None:
    way.sold()
    page(way.cast.client("ada"), HOME + asked, 404)


def test_doors_into_the_treasury_stand_on_the_home_of_money(way: Way) -> None:
    way.statement(700)
    ada = page(way.cast.client("ada"), "/c/merel/value/")
    doors = ada[ada.index('id="doors"') :]
    assert doors.index("Bank statements") < doors.index("Where did the money go?")
    assert "1 waits" in doors
    outsider = page(Client(), "/c/merel/value/")
    assert "Bank statements" not in outsider
    assert "Where did the money go?" in outsider


def test_the_same_line_is_not_an_income_twice(way: Way) -> None:
    [line] = way.statement(1_000)
    part = Part(to="income", minor=1_000, ref=way.garage.car, kind="sale")
    way.say(Allotted(line=line, parts=(part,)))
    way.refused(Allotted(line=line, parts=(part,)), because="")
    assert len(queries.incomes("merel")) == 1


def test_who_was_asked_to_pay_stands_at_the_beginning_for_members_alone(way: Way) -> None:
    asked = Requested(minor=1_000, currency="EUR", what="sale", version=way.garage.car)
    request = way.say(asked, texts={"payer": "Werkplaats Fuut"})
    income = way.line(1_000, Part(to="income", minor=1_000, ref=request, kind="sale"))
    assert "Werkplaats Fuut paid" in page(way.cast.client("ada"), income_page(income))
    assert "Fuut" not in page(Client(), income_page(income))


def test_what_was_shared_before_the_books_leads_to_its_reasons(cast: Cast) -> None:
    garage = Garage(cast)
    adopted(cast)
    accepted(cast, garage.car, garage.motor)
    share_income(
        cast.slug, cast.say(Received(version=garage.car, minor=100_000, currency="EUR")), cast.bob
    )  # fmt: skip
    House(cast)
    html = page(cast.client("bob"), hers(person(cast.bob)))
    account = html[html.index('id="account"') :]
    assert "From before the books began" in account
    assert f"?of={value.shareouts('merel')[0].id[:10]}#why" in account
