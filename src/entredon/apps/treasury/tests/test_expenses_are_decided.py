"""What somebody laid out for the commons: asked for with a paper, decided by who isn't paid, and owed from then on."""

import pytest

from entredon.apps.treasury.entries_out import ExpenseClaimed, ExpenseDecided
from entredon.apps.treasury.models import Expense
from entredon.apps.treasury.tests.house import BEARER, DAY, House, hashed
from entredon.pure.money.journal import standard
from entredon.testing_cast import Cast, person


def claim(**rest: object) -> ExpenseClaimed:
    said = {"minor": 2_500, "currency": "EUR", "day": DAY, "what": "material", "document": hashed("receipt"), **rest}
    return ExpenseClaimed(**said)  # type: ignore[arg-type]  # what tests change


@pytest.fixture
def house(cast: Cast) -> House:
    made = House(cast)
    made.given(10_000)
    return made


def test_what_is_accepted_is_a_cost_that_the_fund_pays_and_is_owed(house: House) -> None:
    id = house.say(claim(), house.bob, texts={"note": "Screws"})
    house.refused(
        ExpenseDecided(expense=id, accepted=True, minor=2_501), house.dora, because="Accept 25.00 EUR, or less"
    )
    house.say(ExpenseDecided(expense=id, accepted=True, minor=2_000), house.dora)
    row = Expense.objects.get(commons=house.cast.slug, id=id)
    assert (row.state, row.accepted, row.payee) == ("accepted", 2_000, person(house.bob))
    assert (house.owed(house.bob), house.fund) == (2_000, 8_000)
    assert house.held(standard.expense(BEARER, "EUR", "merel", "material")) == 2_000
    assert house.held(standard.income(BEARER, "EUR", "merel", "from-fund")) == 2_000
    house.refused(ExpenseDecided(expense=id, accepted=True, minor=1), house.ada, because="decided already")


def test_a_bill_of_who_is_outside_is_owed_to_her(house: House) -> None:
    supplier = f"x:{hashed('supplier')[:32]}"
    house.expense(4_000, payee=supplier)
    assert (house.owed(supplier), house.owed(house.bob)) == (4_000, 0)


def test_nobody_decides_her_own_and_only_stewards_decide(house: House) -> None:
    id = house.say(claim())
    for who, because in (
        (house.ada, "asked for this yourself"),
        (house.bob, "Only a steward"),
        (house.cast.charlie, ""),
    ):
        house.refused(ExpenseDecided(expense=id, accepted=True, minor=1), who, because=because)
    house.refused(ExpenseDecided(expense=hashed("x"), accepted=True, minor=1), house.dora, because="no expense")


def test_what_is_declined_is_owed_nothing_and_its_paper_can_be_handed_in_again(house: House) -> None:
    id = house.say(claim(), house.bob)
    house.refused(claim(minor=3_000), house.eve, because="handed in already")
    house.refused(ExpenseDecided(expense=id, accepted=False, minor=5), house.dora, because="owed nothing")
    house.say(ExpenseDecided(expense=id, accepted=False, minor=0), house.dora, texts={"reason": "Not for us"})
    assert house.owed(house.bob) == 0
    house.say(claim(minor=3_000), house.bob)


def test_the_fund_and_the_association_pay_what_they_have(house: House) -> None:
    id = house.say(claim(minor=10_001), house.bob)
    house.refused(
        ExpenseDecided(expense=id, accepted=True, minor=10_001), house.dora, because="In the common fund there is 100.00 EUR"
    )  # fmt: skip
    own = house.say(claim(source="association", document=hashed("other")), house.bob)
    house.refused(ExpenseDecided(expense=own, accepted=True, minor=2_500), house.dora, because="own money is 0.00 EUR")
    house.say(ExpenseDecided(expense=id, accepted=True, minor=10_000), house.dora)
    assert house.fund == 0


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"minor": 0}, "between 0.01 EUR"),
        ({"minor": -5}, "between 0.01 EUR"),
        ({"minor": 10**15 + 1}, "between 0.01 EUR"),
        ({"currency": "XXX"}, "currency"),
        ({"day": "2026-02-30"}, "no day of the calendar"),
        ({"day": "2026-11-22"}, "come yet"),
        ({"source": "till"}, "not from “till”"),
        ({"payee": "k:00"}, "for yourself, or for who is outside"),
        ({"what": "shared-out"}, "word of the books"),
        ({"what": "cash-difference"}, "word of the books"),
    ],
)
def test_a_claim_says_what_can_be(house: House, changes: dict[str, object], because: str) -> None:
    house.refused(claim(**changes), house.bob, because=because)
    house.refused(claim(), house.cast.charlie, because="not known here")


def test_nothing_is_claimed_where_nobody_bears_the_money(cast: Cast) -> None:
    cast.refused(claim(), cast.bob, because="Nobody bears the money")
