"""Hostile statements, tills that are counted falsely, exceptions that are stretched, incomes that vanish after they were shared."""

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.library.entries import Created, Released
from entredon.apps.people.entries import Claimed, Left
from entredon.apps.treasury.entries import (
    Allotted,
    CameElsewhere,
    CashCounted,
    CashMoved,
    Confirmed,
    ExceptionSigned,
    Exchanged,
    Part,
    PolicySet,
    Received,
    Requested,
    RequestWithdrawn,
    TakenBack,
)
from entredon.apps.treasury.entries_books import YearClosed
from entredon.apps.treasury.models import Income, Line, MoneyAccount
from entredon.apps.treasury.statement_lines import StatementLine
from entredon.apps.treasury.tests.money import DAY, Money, line_id, named, opened
from entredon.apps.value.entries import Lapsed
from entredon.apps.value.models import Shareout
from entredon.apps.value.tests.shared import ALL, PSEUDONYMS, accepted, adopted, day, imported, share
from entredon.log.registry import Refused
from entredon.testing_cast import Cast, person

GIFT = Part(to="pot", minor=20_00, kind="gift")
FUND = "equity:funds:merel:eur"


@pytest.fixture
def money(cast: Cast) -> Money:
    made = Money(cast)
    cast.say(opened("till", way="cash", details="", opening=50_00))
    return made


def account(name: str = "main") -> MoneyAccount:
    return MoneyAccount.objects.get(id=name)


# A hostile bank, or a hostile hand at its statements


def test_nothing_is_told_of_days_that_have_not_come(money: Money) -> None:
    """Else one word about 2099 would end what can be told of an account, or of a till, for ever."""
    cast = money.cast
    cast.refused(money.statement(day="2099-12-31"), because="hasn't come yet")
    cast.refused(money.statement(end="2099-12-31"), because="hasn't come yet")
    moved = CashMoved(account="till", day="2099-12-31", parts=(GIFT,))
    cast.refused(moved, because="hasn't come yet")
    cast.refused(CashCounted(account="till", day="2099-12-31", minor=0), cast.bob, because="hasn't come yet")
    elsewhere = CameElsewhere(means="paypal", day="2099-12-31", currency="EUR", part=GIFT)
    cast.refused(elsewhere, because="hasn't come yet")
    cast.refused(opened("second", day="2099-12-31"), because="hasn't come yet")
    assert (account().known, account("till").known) == ("2026-11-01", "2026-11-01")


def test_who_counts_a_till_alone_does_not_write_its_book(money: Money) -> None:
    """What one member says holds nobody up: the book is written on before another one has confirmed it."""
    cast = money.cast
    cast.say(CashCounted(account="till", day="2026-11-20", minor=1), cast.bob)
    assert account("till").known == "2026-11-01"
    cast.say(CashMoved(account="till", day=DAY, parts=(GIFT,)))
    assert account("till").closing == 70_00


def test_a_statement_that_is_told_again_books_nothing(money: Money) -> None:
    cast = money.cast
    nothing = money.statement(5_00, -5_00)
    cast.say(nothing)
    cast.refused(nothing, because="were told already")
    cast.say(opened("second", details="e" * 64))
    lines = [StatementLine(DAY, line_id(1), 5_00)]
    cast.refused(money.of_lines(lines, account="second"), because="were told already")
    assert money.held("liabilities:suspense:eur") == 0


def test_a_line_called_as_an_entry_meets_none_of_its_bookings(money: Money) -> None:
    """Whoever brings statements chooses what lines are called: also the id of what was booked before."""
    _line, entry = money.pot(10_00)
    for id in (money.bearer, money.account, entry):
        money.cast.say(money.of_lines([StatementLine(DAY, id, 1_00)]))
        money.allot(id, Part(to="pot", minor=1_00, kind="gift"))
    assert money.books()[FUND] == 13_00
    money.cast.say(TakenBack(what=entry))
    assert money.books()[FUND] == 3_00


def test_of_lines_whose_names_begin_alike_no_more_is_paid_back_than_both_brought(money: Money) -> None:
    one, two = "ab" * 8 + "1" * 48, "ab" * 8 + "2" * 48
    money.cast.say(money.of_lines([StatementLine(DAY, one, 7_00), StatementLine(DAY, two, 3_00)]))
    for line, minor in ((one, 7_00), (two, 3_00)):
        money.allot(line, Part(to="back", minor=minor, kind="refund"))
    (out,) = money.came(-10_01)
    because = "What is to be paid would fall"
    money.cast.refused(Allotted(line=out, parts=(Part(to="back", minor=-10_01, ref=one),)), because=because)


def test_a_line_of_another_commons_has_its_place_and_keeps_it(money: Money) -> None:
    cast = money.cast
    id = line_id("theirs")
    entry = cast.say(money.of_lines([StatementLine(DAY, id, 9_00, "bakery")]))
    cast.refused(Allotted(line=id, parts=(Part(to="pot", minor=9_00, kind="gift"),)), because="has its place already")
    cast.refused(TakenBack(what=entry), because="nothing that")
    cast.refused(money.of_lines([StatementLine(DAY, line_id("ours"), 9_00, "merel")]), because="names no other commons")
    cast.refused(Exchanged(given=id, received=id), because="has its place already")
    assert money.books()["liabilities:carried:bakery:eur"] == 9_00


def test_a_line_has_one_place(money: Money) -> None:
    cast = money.cast
    line, entry = money.pot(10_00)
    again = Allotted(line=line, parts=(Part(to="own", minor=10_00, kind="gift"),))
    cast.refused(again, money.eve, because="has its place already")
    cast.say(TakenBack(what=entry))
    cast.refused(TakenBack(what=entry), money.eve, because="taken back already")
    cast.say(again, money.eve)
    cast.refused(TakenBack(what=entry), because="taken back already")
    assert (money.books().get(FUND, 0), money.held("equity:association:eur")) == (0, 10_00)


# Incomes


@pytest.fixture
def worked(cast: Cast) -> Money:
    """The same, where what is sold is somebody's accepted work."""
    version = imported(cast)
    adopted(cast, ALL, at=day(1))
    accepted(cast, version, at=day(1))
    made = Money(cast)
    made.version = version
    return made


def test_an_income_that_was_shared_is_there_for_good_and_one_taken_back_is_never_shared(worked: Money) -> None:
    cast = worked.cast
    line, sold = worked.sale(30_00)
    _other, gone = worked.sale(12_00)
    told = cast.say(Received(version=worked.version, minor=8_00, currency="EUR"))
    share(cast, sold, day(2))
    cast.refused(TakenBack(what=sold), because="was shared by")
    cast.say(TakenBack(what=gone))
    cast.say(TakenBack(what=told))
    for id in (gone, told):
        with pytest.raises(Refused, match="was taken back"):
            share(cast, id, day(2))
    with pytest.raises(Refused, match="already"):
        share(cast, sold, day(3))
    assert Line.objects.get(id=line).allotted == sold
    assert sum(minor for path, minor in worked.books().items() if path.startswith("liabilities:members")) == 30_00


def test_one_shared_income_of_a_line_keeps_all_of_its_parts(worked: Money) -> None:
    cast = worked.cast
    (line,) = worked.came(30_00)
    sale = Part(to="income", minor=10_00, ref=worked.version, kind="sale")
    entry = worked.allot(line, sale, sale, Part(to="pot", minor=10_00, kind="gift"))
    share(cast, f"{entry}.2", day(2))
    before = worked.books()
    cast.refused(TakenBack(what=entry), because="was shared by")
    assert (worked.books(), list(Income.objects.values_list("taken_back", flat=True))) == (before, ["", ""])


def test_an_income_is_for_what_is_released_now(money: Money) -> None:
    cast = money.cast
    newer = cast.say(Released(creation=money.car, name="2", own=1, inputs=()))
    (line,) = money.came(10_00)
    for ref in ("f" * 64, cast.say(Created(name="Bike")), money.account):
        cast.refused(Allotted(line=line, parts=(Part(to="income", minor=10_00, ref=ref, kind="sale"),)), because="")
    money.allot(line, Part(to="income", minor=10_00, ref=money.car, kind="sale"))
    assert Income.objects.get().version == newer


def test_a_told_income_shows_itself_once(money: Money) -> None:
    cast = money.cast
    told = cast.say(Received(version=money.version, minor=10_00, currency="EUR"))
    (line,) = money.came(20_00)
    part = Part(to="told", minor=10_00, ref=told)
    cast.refused(Allotted(line=line, parts=(part, part)), because="are still to be seen")
    _other, sold = money.sale(5_00)
    cast.refused(Allotted(line=line, parts=(part, Part(to="told", minor=10_00, ref=sold))), because="wasn't told of")


def test_a_request_that_was_taken_back_is_nobodys_but_what_came_counts(money: Money) -> None:
    cast = money.cast
    asked = money.request()
    cast.say(RequestWithdrawn(request=asked))
    cast.refused(RequestWithdrawn(request=asked), because="taken back already")
    cast.refused(Requested(minor=2**53 - 1, currency="EUR", what="sale"), because="lies between")
    cast.refused(Requested(minor=1, currency="EUR", what="from-fund"), because="books use by themselves")


# Floors and exceptions


def test_an_exception_is_no_more_than_was_signed(money: Money) -> None:
    cast = money.cast
    money.pot(1_00)
    entry = cast.say(ExceptionSigned(account=FUND, least=-10_00))
    one, two = money.came(-6_00, -6_00)
    rent = (Part(to="cost", minor=-6_00, kind="rent"),)
    cast.refused(Allotted(line=one, parts=rent, exception=entry), because="waits for the word")
    cast.refused(Confirmed(what=entry), because="You said this yourself")
    cast.refused(Confirmed(what=entry), cast.bob, because="Only a steward")
    cast.say(Confirmed(what=entry), money.eve)
    for what in (money.bearer, "f" * 64):
        cast.refused(Allotted(line=one, parts=rent, exception=what), because="no exception")
    cast.refused(Allotted(line=one, parts=rent, exception="anything"), because="no exception")
    money.allot(one, *rent, exception=entry)
    cast.refused(Allotted(line=two, parts=rent, exception=entry), because="lets it fall to -10.00 EUR")
    (three,) = money.came(-1_00)
    other = (Part(to="cost", minor=-1_00, kind="rent", ref="association"),)
    cast.refused(Allotted(line=three, parts=other, exception=entry), because="for another account")


def test_a_count_is_no_exception_for_anything_else(money: Money) -> None:
    cast = money.cast
    count = cast.say(CashCounted(account="till", day=DAY, minor=49_00))
    cast.say(Confirmed(what=count), money.eve)
    (line,) = money.came(-6_00)
    rent = (Part(to="cost", minor=-6_00, kind="rent"),)
    cast.refused(Allotted(line=line, parts=rent, exception=count), because="no exception")
    cast.refused(Confirmed(what=count), cast.bob, because="confirmed already")


def test_what_was_spent_is_not_taken_back_by_an_exception_for_something_else(money: Money) -> None:
    cast = money.cast
    _line, gift = money.pot(10_00)
    (out,) = money.came(-10_00)
    money.allot(out, Part(to="cost", minor=-10_00, kind="rent"))
    cast.say(RoleGiven(person=person(cast.bob), role="steward"))
    (own,) = money.came(1_00)
    money.allot(own, Part(to="own", minor=1_00, kind="gift"))
    entry = money.exception("equity:association:eur", -50_00)
    cast.refused(TakenBack(what=gift), because="would fall to -10.00 EUR")
    cast.refused(TakenBack(what=gift, exception=entry), because="for another account")


# Tills


def test_a_count_of_a_till_that_moved_meanwhile_counts_no_more(money: Money) -> None:
    cast = money.cast
    count = cast.say(CashCounted(account="till", day=DAY, minor=0), cast.bob)
    moved = cast.say(CashMoved(account="till", day=DAY, parts=(GIFT,)))
    cast.refused(Confirmed(what=count), money.eve, because="moved in “till” since")
    cast.say(TakenBack(what=moved))
    cast.refused(Confirmed(what=count), cast.bob, because="You said this yourself")
    cast.refused(Confirmed(what=count), cast.charlie, because="join first")
    cast.say(Confirmed(what=count), money.eve)
    assert account("till").closing == money.held("assets:cash:till:eur") == 0


def test_nothing_that_cannot_be_written_down_is_counted(money: Money) -> None:
    cast = money.cast
    count = cast.say(CashCounted(account="till", day=DAY, minor=2**53 - 1))
    cast.say(Confirmed(what=count), money.eve)
    cast.refused(CashMoved(account="till", day=DAY, parts=(GIFT,)), because="more than can be written down")
    assert account("till").closing == money.held("assets:cash:till:eur")


@pytest.mark.parametrize("minor", [10**15 + 1, -(10**15) - 1, 2**53 - 1])
def test_amounts_beyond_all_money_are_refused_with_a_sentence(money: Money, minor: int) -> None:
    cast = money.cast
    part = Part(to="arriving", minor=minor, kind="cash")
    cast.refused(CashMoved(account="till", day=DAY, parts=(part,)), because="")
    lines = [StatementLine(DAY, line_id("huge"), minor)]
    cast.refused(money.of_lines(lines, closing=2**53 - 1), because="")
    cast.refused(opened("second", opening=minor), because="can't begin with")
    cast.refused(Received(version=money.version, minor=minor, currency="EUR"), because="lies between")
    cast.refused(ExceptionSigned(account=FUND, least=minor), because="")
    cast.refused(PolicySet(approvals=2, most=minor, cooling_days=3), because="is an amount")


# Years, and people


def test_a_closed_year_stays_closed_whatever_is_taken_back(money: Money) -> None:
    cast = money.cast
    _line, gift = money.pot(10_00)
    _line, sold = money.sale(5_00)
    cast.say(money.statement(day="2026-12-31"), at="2027-01-02T10:00:00.000Z")
    count = cast.say(CashCounted(account="till", day=DAY, minor=49_00), at="2027-01-02T10:00:00.000Z")
    cast.say(YearClosed(year=2026), at="2027-01-03T10:00:00.000Z")
    before = {path: minor for path, minor in money.books().items() if path.startswith(("income:", "expenses:"))}
    assert before == {}
    new = {"at": "2027-01-04T10:00:00.000Z"}
    cast.say(TakenBack(what=gift), **new)
    cast.say(TakenBack(what=sold), **new)
    cast.say(Confirmed(what=count), money.eve, **new)
    after = money.books()
    assert (after["income:commons:merel:gift:eur"], after["income:commons:merel:sale:eur"]) == (-10_00, -5_00)
    for fact in (
        CashMoved(account="till", day="2026-12-30", parts=(GIFT,)),
        CashCounted(account="till", day="2026-12-30", minor=0),
        CameElsewhere(means="paypal", day="2026-12-30", currency="EUR", part=GIFT),
        opened("second", opening=1, day="2026-12-30"),
        YearClosed(year=2026),
    ):
        cast.refused(fact, because="closed", **new)


def test_who_claims_two_names_that_begin_alike_is_owed_what_both_were(cast: Cast) -> None:
    version = _shared_with_pseudonyms(cast)
    cast.say(Claimed(pseudonyms=tuple(PSEUDONYMS[:2])), cast.bob, cosigners=[cast.ada], at=day(5))
    assert version
    money = _books(cast)
    assert money.held(f"liabilities:members:k-{cast.bob.id}:eur") == 600
    assert [money.held(f"liabilities:members:p-{p[2:]}:eur") for p in PSEUDONYMS] == [0, 0, 300]


def test_what_lapsed_is_the_funds_and_nobody_claims_it_after(cast: Cast) -> None:
    _shared_with_pseudonyms(cast)
    money = _books(cast)
    shareout = cast.say(Lapsed(shareout=_shareout(), person=PSEUDONYMS[0]), at=day(90))
    assert shareout
    cast.refused(Lapsed(shareout=_shareout(), person=PSEUDONYMS[0]), because="already", at=day(90))
    cast.say(Claimed(pseudonyms=(PSEUDONYMS[0],)), cast.bob, cosigners=[cast.ada], at=day(91))
    assert money.held(f"liabilities:members:k-{cast.bob.id}:eur") == 0
    assert money.books()[FUND] == 300
    cast.say(Claimed(pseudonyms=(PSEUDONYMS[1],)), cast.bob, cosigners=[cast.ada], at=day(91))
    cast.refused(Lapsed(shareout=_shareout(), person=PSEUDONYMS[1]), because="belongs to a member", at=day(95))
    assert money.held(f"liabilities:members:k-{cast.bob.id}:eur") == 300


def test_who_has_claimed_a_name_is_owed_what_is_shared_with_it_after(cast: Cast) -> None:
    version = _shared_with_pseudonyms(cast)
    cast.say(Claimed(pseudonyms=(PSEUDONYMS[0],)), cast.bob, cosigners=[cast.ada], at=day(5))
    again = cast.say(Received(version=version, minor=900, currency="EUR"), at=day(6))
    share(cast, again, day(7))
    money = _books(cast)
    assert money.held(f"liabilities:members:k-{cast.bob.id}:eur") == 600
    assert money.held(f"liabilities:members:p-{PSEUDONYMS[0][2:]}:eur") == 0
    cast.say(Left(), cast.bob)
    cast.refused(Claimed(pseudonyms=(PSEUDONYMS[1],)), cast.bob, because="You have left", cosigners=[cast.ada])
    assert money.held(f"liabilities:members:k-{cast.bob.id}:eur") == 600


def _shared_with_pseudonyms(cast: Cast) -> str:
    """The books have begun; 9.00 were shared with three who are nobody yet."""
    version = imported(cast)
    adopted(cast, ALL, at=day(1), unclaimed=30)
    accepted(cast, version, at=day(1))
    cast.say(named(), at=day(1))
    income = cast.say(Received(version=version, minor=900, currency="EUR"), at=day(2))
    share(cast, income, day(3))
    return version


def _shareout() -> str:
    return Shareout.objects.get().id


def _books(cast: Cast) -> Money:
    money = Money.__new__(Money)
    money.cast = cast
    return money
