"""The cash book, which two people count; and what came by other means than to the bank."""

import pytest

from entredon.apps.treasury.entries import CameElsewhere, CashCounted, CashMoved, Confirmed, Part, TakenBack
from entredon.apps.treasury.models import Income, MoneyAccount, Request
from entredon.apps.treasury.tests.money import DAY, Money, opened
from entredon.testing_cast import Cast


@pytest.fixture
def money(cast: Cast) -> Money:
    made = Money(cast)
    cast.say(opened("till", way="cash", details="", opening=50_00))
    return made


def moved(*parts: Part, day: str = DAY, account: str = "till") -> CashMoved:
    return CashMoved(account=account, day=day, parts=parts)


def till() -> MoneyAccount:
    return MoneyAccount.objects.get(id="till")


GIFT = Part(to="pot", minor=20_00, kind="gift")


def test_what_comes_into_a_till_and_leaves_it_is_booked_at_once(money: Money) -> None:
    sold = Part(to="income", minor=10_00, ref=money.version, kind="sale")
    entry = money.cast.say(moved(GIFT, sold, Part(to="cost", minor=-5_00, kind="material")))
    row = Income.objects.get()
    assert (row.id, row.source, row.line, row.minor) == (entry, "cash", "", 1_000)
    assert (till().closing, till().known) == (7_500, DAY)
    found = money.books()
    assert (found["assets:cash:till:eur"], found["equity:funds:merel:eur"]) == (7_500, 1_500)
    money.cast.say(TakenBack(what=entry))
    assert (till().closing, money.books()["assets:cash:till:eur"]) == (5_000, 5_000)
    assert Income.objects.get().taken_back


def test_cash_is_carried_to_the_bank(money: Money) -> None:
    money.cast.say(moved(Part(to="arriving", minor=-50_00, kind="cash")))
    (line,) = money.came(50_00)
    money.allot(line, Part(to="arriving", minor=50_00, kind="cash"))
    assert money.books() == {"assets:bank:main:eur": 105_000, "equity:opening:eur": 105_000}


@pytest.mark.parametrize(
    ("fact", "because"),
    [
        (moved(), "at least one part"),
        (moved(GIFT, account="main"), "is no till"),
        (moved(GIFT, account="box"), "no account “box”"),
        (moved(GIFT, day="2026-10-31"), "written up to"),
        (moved(GIFT, day="2026-11-31"), "no day of the calendar"),
        (moved(Part(to="arriving", minor=-50_01, kind="cash")), "There is only 50.00 EUR"),
        (moved(Part(to="back", minor=5_00)), "Only what the bank brought"),
        (moved(Part(to="payout", minor=-5_00, ref="f" * 64)), "ends by a line of the bank"),
        (moved(Part(to="cost", minor=-5_00, kind="rent")), "would fall to -5.00 EUR"),
        (moved(Part(to="cost", minor=5_00, kind="rent"), Part(to="cost", minor=-5_00, kind="rent")), ""),
    ],
)
def test_what_no_till_takes(money: Money, fact: CashMoved, because: str) -> None:
    if because:
        money.cast.refused(fact, because=because)
        assert till().closing == 5_000
    else:
        money.cast.say(fact)
        assert money.books()["assets:cash:till:eur"] == 5_000


def test_a_till_is_counted_by_two(money: Money) -> None:
    cast = money.cast
    cast.say(moved(GIFT))
    count = CashCounted(account="till", day=DAY, minor=69_00)
    cast.refused(count, cast.charlie, because="join first")
    entry = cast.say(count, cast.bob)
    assert till().closing == 7_000
    cast.refused(Confirmed(what=entry), cast.bob, because="You said this yourself")
    cast.refused(Confirmed(what=entry), cast.charlie, because="join first")
    cast.say(Confirmed(what=entry))
    found = money.books()
    assert (till().closing, found["assets:cash:till:eur"]) == (6_900, 6_900)
    assert (found["expenses:commons:merel:cash-difference:eur"], found["equity:funds:merel:eur"]) == (100, 1_900)
    again = cast.say(CashCounted(account="till", day=DAY, minor=69_50))
    cast.say(Confirmed(what=again), cast.bob)
    assert (till().closing, money.books()["equity:funds:merel:eur"]) == (6_950, 1_950)


def test_what_two_have_counted_is_booked_though_the_fund_is_empty(money: Money) -> None:
    entry = money.cast.say(CashCounted(account="till", day=DAY, minor=0))
    money.cast.say(Confirmed(what=entry), money.eve)
    assert money.books()["equity:funds:merel:eur"] == -5_000


def test_a_count_that_is_right_books_nothing(money: Money) -> None:
    before = money.books()
    entry = money.cast.say(CashCounted(account="till", day=DAY, minor=50_00))
    money.cast.say(Confirmed(what=entry), money.eve)
    assert money.books() == before
    assert till().known == DAY


def test_a_count_ends_where_something_moved_since_or_it_was_counted_anew(money: Money) -> None:
    cast = money.cast
    first = cast.say(CashCounted(account="till", day=DAY, minor=49_00))
    cast.say(moved(GIFT))
    cast.refused(Confirmed(what=first), money.eve, because="moved in “till” since")
    cast.say(CashCounted(account="till", day=DAY, minor=70_00))
    cast.refused(Confirmed(what=first), money.eve, because="said anew since")
    cast.refused(CashCounted(account="till", day=DAY, minor=-1), because="can't hold")
    cast.refused(CashCounted(account="main", day=DAY, minor=1), because="is no till")


def came(part: Part, **changes: object) -> CameElsewhere:
    return CameElsewhere(**{"means": "paypal", "day": DAY, "currency": "EUR", "part": part, **changes})


def test_what_came_by_other_means_is_an_income_and_shows_itself_later(money: Money) -> None:
    request = money.request(100_00)
    part = Part(to="income", minor=100_00, ref=request, kind="sale")
    money.cast.refused(came(part), money.cast.bob, because="Only a steward")
    entry = money.cast.say(came(part), texts={"payer": "Mia"})
    row = Income.objects.get()
    assert (row.id, row.source, row.request, row.version) == (entry, "elsewhere", request, money.version)
    assert Request.objects.get().paid == 10_000
    (line,) = money.came(97_00)
    money.pot(10_00)
    money.allot(line, Part(to="arriving", minor=97_00, kind="paypal"))
    assert money.held("assets:in-transit:paypal:eur") == 300
    money.cast.say(TakenBack(what=entry))
    assert (Request.objects.get().paid, money.held("assets:in-transit:paypal:eur")) == (0, -9_700)


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"means": "till"}, "is an account here"),
        ({"day": "2026-11-31"}, "no day of the calendar"),
        ({"currency": "XAU"}, "no currency"),
        ({"part": Part(to="cost", minor=5_00, kind="rent")}, "is an income, or given"),
        ({"part": Part(to="pot", minor=-5_00, kind="gift")}, "What went out is no income"),
        ({"part": Part(to="pot", minor=0, kind="gift")}, "A part lies between"),
    ],
)
def test_what_cant_have_come_by_other_means(money: Money, changes: dict[str, object], because: str) -> None:
    money.cast.refused(came(**{"part": GIFT, **changes}), because=because)
