"""The law about the books as a whole: plans, what is there against what is owed, closed years, the bookkeeper's numbers."""

import pytest

from entredon.apps.treasury import queries_books as books
from entredon.apps.treasury import queries_journal as journal
from entredon.apps.treasury.entries import Allotted, Part, Received
from entredon.apps.treasury.entries_books import (
    Budgeted,
    ChartMapped,
    Number,
    Planned,
    Reserve,
    ReservesProven,
    YearClosed,
)
from entredon.apps.treasury.forms_books import mapped
from entredon.apps.treasury.models import Budget, Closing, Reserves
from entredon.apps.treasury.tests.books_world import Year
from entredon.apps.treasury.tests.house import House, at
from entredon.apps.value.tests.shared import share
from entredon.testing_cast import Cast

NEXT = "2027-01-15"


@pytest.fixture
def year(cast: Cast) -> Year:
    return Year(cast)


def reserves() -> tuple[Reserve, ...]:
    return tuple(
        Reserve(currency=currency, there=one.there, owed=one.owed, funds=one.funds)
        for currency, one in books.totals("merel").items()
    )


# Plans


def planned(*rows: tuple[str, str, int], year: int = 2026, currency: str = "EUR") -> Budgeted:
    lines = tuple(Planned(way=way, kind=kind, minor=minor) for way, kind, minor in rows)
    return Budgeted(year=year, currency=currency, planned=lines)


def plan() -> dict[tuple[str, str], int]:
    return {(row.way, row.kind): row.minor for row in books.budget("merel", "2026", "EUR")}


def test_a_plan_replaces_what_was_planned_before(cast: Cast) -> None:
    house = House(cast)
    house.say(planned(("income", "gift", 100_000), ("cost", "hosting", 6_000)))
    assert plan() == {("income", "gift"): 100_000, ("cost", "hosting"): 6_000}
    entry = house.say(planned(("cost", "hosting", 7_000), ("cost", "rent", 1)), house.dora)
    assert plan() == {("cost", "hosting"): 7_000, ("cost", "rent"): 1}
    assert {row.entry for row in Budget.objects.filter(commons="merel")} == {entry}
    house.say(planned())
    assert plan() == {}


def test_a_plan_is_a_stewards_word_and_makes_sense(cast: Cast) -> None:
    cast.refused(planned(), because="Nobody bears the money")
    house = House(cast)
    house.refused(planned(), house.bob, because="Only a steward")
    cases = [
        (planned(("gain", "gift", 1)), "neither income nor cost"), (planned(("cost", "rent", 0)), "must lie between"),
        (planned(("cost", "rent", 10**15 + 1)), "must lie between"), (planned(year=1200), "no year that books"),
        (planned(("cost", "rent", 1), ("cost", "rent", 2)), "twice"), (planned(currency="ABC"), "There is no currency"),
        (planned(*(("cost", f"rent-{n}", 1) for n in range(201))), "at most 200 lines"),
    ]  # fmt: skip
    for fact, why in cases:
        house.refused(fact, because=why)


# What is there


def test_what_is_there_is_what_is_owed_and_what_stands_in_funds(year: Year) -> None:
    for currency, sums in books.totals("merel").items():
        assert sums.there + sums.coming == sums.owed + sums.funds, currency
    euros = books.totals("merel")["EUR"]
    assert euros.there == 100_000 + 50_000 + 20_000 - 6_000 - 1_000 - 7_500 + 1_234 + 9_150
    assert euros.coming == 7_700 + 2_500
    assert euros.owed == 1_234 - 1_000


def test_a_steward_proves_what_is_there_and_no_other_figure_is_taken(year: Year) -> None:
    day = books.told_until("merel")
    right = reserves()
    entry = year.say(ReservesProven(day=day, reserves=right), day="2026-11-26")
    row = Reserves.objects.get(commons="merel", id=entry)
    assert row.reserves == [[one.currency, one.there, one.owed, one.funds] for one in right]
    (euros, dollars) = right
    for fact, why in (
        ((Reserve(currency="EUR", there=euros.there + 1, owed=euros.owed, funds=euros.funds), dollars), "There is "),
        ((Reserve(currency="EUR", there=euros.there, owed=euros.owed - 1, funds=euros.funds), dollars), "owed is "),
        ((Reserve(currency="EUR", there=euros.there, owed=euros.owed, funds=euros.funds + 1), dollars), "funds hold "),
        ((euros,), "The books are kept in EUR, USD"),
        ((dollars, euros), "The books are kept in EUR, USD"),
    ):
        year.refused(ReservesProven(day=day, reserves=fact), because=why, day="2026-11-26")


def test_it_is_proven_on_the_day_until_which_the_bank_is_known(year: Year) -> None:
    right = reserves()
    assert books.told_until("merel") == "2026-11-22"
    for day, why in (
        ("2026-11-21", "known until 2026-11-22"), ("2026-11-23", "known until 2026-11-22"), ("2026-11-31", "no day of the"),
        ("2026-12-24", "hasn't come yet"),
    ):  # fmt: skip
        year.refused(ReservesProven(day=day, reserves=right), because=why, day="2026-11-26")
    year.refused(ReservesProven(day="2026-11-22", reserves=right), year.bob, because="Only a steward", day="2026-11-26")


def test_before_anything_is_booked_there_is_nothing_to_prove(cast: Cast) -> None:
    house = House(cast)
    house.refused(ReservesProven(day="2026-10-31", reserves=()), because="Nothing is booked yet")


# Closed years


def to_the_end(house: House) -> None:
    """Both accounts at banks are told to the end of the year."""
    house.statement(1, day="2026-12-31")
    if isinstance(house, Year):
        house.statement(1, day="2026-12-31", account="dollars")


def test_a_closed_year_begins_the_next_with_nothing_earned_or_spent(year: Year) -> None:
    to_the_end(year)
    before = books.totals("merel")
    entry = year.say(YearClosed(year=2026), day=NEXT)
    assert Closing.objects.get(commons="merel", id="2026").entry == entry
    left = [
        one.path
        for one, minor in books.balances("merel").items()
        if minor and one.path.startswith(("income:", "expenses:"))
    ]
    assert left == []
    assert books.totals("merel") == before
    assert journal.balance("merel", "equity:result:merel:eur") == -7_700  # told of, and not shared yet
    assert journal.verify("merel") == []


def test_nothing_more_is_booked_in_a_closed_year(year: Year) -> None:
    to_the_end(year)
    year.say(YearClosed(year=2026), day=NEXT)
    version = year.version
    year.refused(
        Received(minor=1, currency="EUR", version=version), because="The books of 2026 are closed", day="2026-11-26"
    )
    year.say(Received(minor=1, currency="EUR", version=version), day=NEXT)
    entry = year.say(Allotted(line=year.waiting, parts=(Part(to="pot", minor=1_234, kind="gift"),)), day=NEXT)
    assert books.booked("merel", f"{year.waiting}/1").day == NEXT
    assert books.booked("merel", f"{year.waiting}/1").entry == entry
    year.refused(planned(("cost", "rent", 1)), because="are closed", day=NEXT)


def test_an_income_of_a_closed_year_is_shared_in_the_next_and_both_close(year: Year) -> None:
    to_the_end(year)
    year.say(YearClosed(year=2026), day=NEXT)
    fund = journal.balance("merel", "equity:funds:merel:eur")
    share(year.cast, year.told, at(NEXT))
    assert journal.balance("merel", "equity:funds:merel:eur") == fund - 7_700
    year.statement(1, day="2027-12-31")
    year.statement(1, day="2027-12-31", account="dollars")
    year.say(YearClosed(year=2027), day="2028-01-15")
    assert journal.balance("merel", "equity:result:merel:eur") == 0
    assert journal.verify("merel") == []


def test_years_are_closed_in_order_once_over_and_told_to_their_end(year: Year) -> None:
    year.refused(YearClosed(year=2026), because="2026 isn't over yet", day="2026-12-31")
    year.refused(YearClosed(year=2026), because="known until 2026-11-22", day=NEXT)
    to_the_end(year)
    year.refused(YearClosed(year=2026), year.bob, because="Only a steward", day=NEXT)
    year.refused(YearClosed(year=2025), because="There is nothing in the books of 2025", day=NEXT)
    year.refused(YearClosed(year=12), because="no year that books are kept for", day=NEXT)
    year.say(Received(minor=1, currency="EUR", version=year.version), day="2027-01-03")
    year.refused(YearClosed(year=2027), because="Close 2026 first", day="2028-01-15")
    year.say(YearClosed(year=2026), day=NEXT)
    year.refused(YearClosed(year=2026), because="were closed already", day=NEXT)


# The bookkeeper's numbers


def test_the_longest_beginning_gives_the_number(cast: Cast) -> None:
    house = House(cast)
    numbers = {"assets:bank": "5500", "assets:bank:main": "5501", "expenses": "61"}
    house.say(mapped({"assets": "1"}))
    house.say(mapped(numbers), house.dora)
    known = books.chart("merel")
    assert known == numbers
    assert books.number_of(known, "assets:bank:main:eur") == "5501"
    assert books.number_of(known, "assets:bank:mainz:eur") == "5500"
    assert books.number_of(known, "expenses:commons:merel:rent:eur") == "61"
    assert books.number_of(known, "assets:cash:till:eur") == ""


def test_numbers_are_a_stewards_word_and_can_be_written(cast: Cast) -> None:
    house = House(cast)
    house.refused(ChartMapped(numbers=()), house.bob, because="Only a steward")
    for numbers, why in (
        ({"bank": "5500"}, "no beginning of an account"), ({"assets:": "1"}, "no beginning"), ({"assets:Bank": "1"}, "no beginning"),
        ({"assets": ""}, "no number of a chart"), ({"assets": "55 00"}, "no number"), ({"assets": "5" * 21}, "no number"),
        ({f"assets:n{n}": "1" for n in range(201)}, "At most 200"),
    ):  # fmt: skip
        house.refused(mapped(numbers), because=why)
    twice = ChartMapped(numbers=(Number(accounts="assets", number="1"), Number(accounts="assets", number="2")))
    house.refused(twice, because="has two numbers")
