"""Lines find their place by themselves where that is sure: payouts by the names the bank was given, requests, gifts, saved rules."""

import pytest

from entredon.apps.library.entries import Created, Released
from entredon.apps.treasury import bases, placing, proposals, voices
from entredon.apps.treasury.entries import Requested, TakenBack
from entredon.apps.treasury.models import BankDetails, Habit, Income, Line, MoneyAccount, Payout, Request
from entredon.apps.treasury.placing_asked import Asked
from entredon.apps.treasury.queries_bank import suspense
from entredon.apps.treasury.tests.banking import ACCOUNT, OTHER, bring, statement
from entredon.apps.treasury.tests.banking import line as bank_line
from entredon.apps.treasury.tests.house import House, owed_to
from entredon.log.models import Entry
from entredon.pure.money import references
from entredon.pure.money.statements.statement import Batch
from entredon.pure.money.statements.statement import Line as Told
from entredon.testing_cast import Cast, person

DAY = "2026-11-24"


@pytest.fixture
def house(cast: Cast) -> House:
    made = House(cast)
    BankDetails.objects.create(commons=cast.slug, account="main", holder="Merel vzw", iban=ACCOUNT, salt=b"s" * 32)
    made.given(100_000)
    return made


def tells(house: House, *lines: Told) -> list[Line]:
    """The bank tells of these lines; how they stand then."""
    row = MoneyAccount.objects.get(id="main")
    [brought] = bring(house.cast, statement(*lines, opening=row.closing, start=max(DAY, row.known)))
    assert brought.state == "taken", brought.because
    return list(Line.objects.filter(statement=brought.entry).order_by("n"))


def line(minor: int, **more: object) -> Told:
    return bank_line(minor, DAY, **more)


def submitted(house: House, *minors: int) -> list[Payout]:
    """Payouts to Bob that were given to the bank."""
    house.details(house.bob)
    for minor in minors:
        house.expense(minor)
    run = house.submitted(*(owed_to(house.bob, minor) for minor in minors))
    return list(Payout.objects.filter(run=run).order_by("id"))


def test_a_payout_is_settled_by_the_name_it_has_at_the_bank(house: House) -> None:
    [payout] = submitted(house, 4_000)
    tells(house, line(-4_000, end_to_end=payout.name, account=OTHER))
    payout.refresh_from_db()
    assert payout.state == "settled"
    tells(house, line(4_000, end_to_end=payout.name, account=OTHER, returned="AC04"))
    payout.refresh_from_db()
    assert payout.state == "returned"
    assert house.owed(house.bob) == 4_000
    assert not suspense("merel")


def test_another_amount_or_another_name_waits_for_somebody(house: House) -> None:
    [payout] = submitted(house, 4_000)
    lines = tells(house, line(-3_999, end_to_end=payout.name), line(-4_000, end_to_end="other"))
    assert [one.allotted for one in lines] == ["", ""]


def said(house: House, told: Told) -> list[tuple[str, list[tuple[str, int]]]]:
    """What is proposed for a line that waits."""
    [row] = tells(house, told)
    found = proposals.of_line(Asked.of("merel"), row, told)
    return [(one.says, [(part.to, part.minor) for part in one.parts]) for one in found]


def test_a_payout_with_what_the_bank_took_for_it_is_proposed_in_two_parts(house: House) -> None:
    [payout] = submitted(house, 4_000)
    told = line(-4_025, end_to_end=payout.name, account=OTHER)
    assert said(house, told) == [
        ("It is that payout, and €0.25 bank costs", [("payout", -4_000), ("cost", -25)]),
    ]
    assert not said(house, line(-3_900, end_to_end=payout.name, account=OTHER))


def test_a_payout_that_came_back_without_being_called_a_return_is_proposed_as_one(house: House) -> None:
    [payout] = submitted(house, 4_000)
    tells(house, line(-4_000, end_to_end=payout.name, account=OTHER))
    told = line(4_000, text=f"retour {payout.name}", account=OTHER)
    assert said(house, told)[0] == ("That payout came back: it is owed again", [("returned", 4_000)])


def test_a_run_that_the_bank_booked_as_one_sum_is_settled_whole(house: House) -> None:
    payouts = submitted(house, 4_000, 1_500)
    batch = Batch(-5_500, 2, 0, payment=payouts[0].run[:32])
    [told] = tells(house, line(-5_500, batch=batch))
    assert [part["to"] for part in told.parts] == ["payout", "payout"]
    assert {one.state for one in Payout.objects.all()} == {"settled"}


def test_gifts_have_their_standing_references(house: House) -> None:
    car = house.cast.say(Created(name="Car"))
    version = house.cast.say(Released(creation=car, name="1", own=1, inputs=()))
    bike = house.cast.say(Created(name="Bike"))
    founded = Entry.objects.get(commons="merel", index=0).id
    texts = [references.ogm(bases.of_gift(id)).shown for id in (car, bike, founded)]
    lines = tells(house, *(line(1_000 + n, text=text) for n, text in enumerate(texts)))
    by = {one.minor: one.parts[0] for one in lines}
    assert (by[1_000]["to"], by[1_000]["ref"], by[1_000]["kind"]) == ("income", car, "gift")
    assert by[1_001]["to"] == by[1_002]["to"] == "pot"  # nothing of the bike is released yet
    assert Income.objects.get(source="bank").version == version


def test_two_requests_are_paid_at_once_and_never_more_than_is_open(house: House) -> None:
    ids = [house.say(Requested(minor=minor, currency="EUR", what="sale")) for minor in (1_000, 2_000)]
    rfs = " and ".join(references.rf(Request.objects.get(id=id).base).shown for id in ids)
    [told] = tells(house, line(3_000, text=rfs))
    assert sorted(part["minor"] for part in told.parts) == [1_000, 2_000]
    [again] = tells(house, line(3_000, text=rfs, servicer="2"))
    assert again.allotted == ""


def test_the_same_request_paid_twice_in_one_statement_is_counted_once(house: House) -> None:
    id = house.say(Requested(minor=1_000, currency="EUR", what="sale"))
    rf = references.rf(Request.objects.get(id=id).base).shown
    lines = tells(house, line(1_000, text=rf, servicer="1"), line(1_000, text=rf, servicer="2"))
    assert sorted(bool(one.allotted) for one in lines) == [False, True]
    assert Request.objects.get(id=id).paid == 1_000


def test_a_rule_that_the_fund_cannot_bear_leaves_its_line_and_no_other(house: House) -> None:
    Habit.objects.create(commons="merel", name="Rent", iban=OTHER, to="cost", kind="rent", person=person(house.ada))
    lines = tells(house, line(-2_000, account=OTHER), line(-300_000, account=OTHER))
    assert {one.minor: bool(one.allotted) for one in lines} == {-2_000: True, -300_000: False}
    house.given(300_000, DAY)
    voice = voices.of_key("merel", house.ada)
    assert placing.place_new("merel", suspense("merel"), voice) == 1


def test_the_bounds_of_a_rule_are_in_its_own_currency(house: House) -> None:
    rule = {"iban": OTHER, "incoming": False, "most": 5_000, "to": "cost", "kind": "rent", "person": "k:x"}
    Habit.objects.create(commons="merel", name="In dollars", currency="USD", **rule)
    assert not placed_by(house, -4_000)
    Habit.objects.create(commons="merel", name="In euros", currency="EUR", **rule)
    assert placed_by(house, -4_001)
    assert not placed_by(house, -5_001)


def placed_by(house: House, minor: int) -> bool:
    """Whether a line of the bank found its place by itself."""
    [row] = tells(house, line(minor, account=OTHER))
    return bool(row.allotted)


def test_lines_that_were_told_and_not_placed_find_their_place_with_the_next_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    [payout] = submitted(house, 4_000)
    with monkeypatch.context() as ended:
        ended.setattr(placing, "place_new", lambda *_rest: 0)  # as if the program had ended between the two
        [left] = tells(house, line(-4_000, end_to_end=payout.name, account=OTHER))
    assert left.allotted == ""
    tells(house, line(1))
    payout.refresh_from_db()
    assert payout.state == "settled"


def test_what_was_taken_back_from_its_place_waits_for_a_person(house: House) -> None:
    [payout] = submitted(house, 4_000)
    [placed] = tells(house, line(-4_000, end_to_end=payout.name, account=OTHER))
    house.cast.say(TakenBack(what=placed.allotted))
    tells(house, line(1))
    placed.refresh_from_db()
    assert placed.allotted == ""
