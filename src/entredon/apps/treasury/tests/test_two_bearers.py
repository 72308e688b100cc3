"""The money of two legal bodies never meets, whichever way somebody tries."""

import pytest
from django.db import DatabaseError

from entredon.apps.treasury import bringing, queries_journal
from entredon.apps.treasury.entries import Allotted, BearerNamed, Exchanged, Part, TakenBack
from entredon.apps.treasury.entries_out import RunApproved
from entredon.apps.treasury.models import Account, Line, MoneyAccount, Request
from entredon.apps.treasury.tests.banking import OTHER, bank, bring, line, statement
from entredon.apps.treasury.tests.booking import booked, raw
from entredon.apps.treasury.tests.house import House, owed_to
from entredon.apps.treasury.tests.money import Money, line_id, named
from entredon.log.registry import Refused
from entredon.pure.money import references
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.entries import entry
from entredon.testing_cast import Cast

pytestmark = pytest.mark.django_db
KEY = "e" * 64


@pytest.fixture
def merel(cast: Cast) -> Money:
    """Merel vzw bears the money of one commons."""
    return Money(cast)


@pytest.fixture
def heron() -> Money:
    """Heron vzw that of another one, here too."""
    return Money(Cast.found("heron"), bearer="heron-vzw", name="Heron vzw")


def books() -> tuple[str, str]:
    return queries_journal.digest("merel"), queries_journal.digest("heron")


def test_each_has_books_of_its_own(merel: Money, heron: Money) -> None:
    merel.sale(5_000)
    heron.pot(700)
    assert {one.bearer for one in queries_journal.accounts("merel").values()} == {"merel-vzw"}
    assert {one.bearer for one in queries_journal.accounts("heron").values()} == {"heron-vzw"}
    assert MoneyAccount.objects.get(commons="merel").closing == 105_000
    assert MoneyAccount.objects.get(commons="heron").closing == 100_700
    for slug in ("merel", "heron"):
        assert sum(one.debit - one.credit for one in queries_journal.trial(slug)) == 0
        assert queries_journal.verify(slug) == []


def test_who_bears_the_money_stays(merel: Money) -> None:
    merel.cast.refused(named(bearer="heron-vzw", name="Heron vzw"), because="two bearers never meets")
    merel.cast.refused(
        BearerNamed(bearer="heron-vzw", name="Heron vzw", form="vzw", lead="example.org/heron"),
        because="two bearers never meets",
    )


def test_no_journal_entry_has_accounts_of_both(merel: Money) -> None:
    ours = standard.bank("merel-vzw", "EUR")
    theirs = standard.fund("heron-vzw", "EUR", "heron")
    before = queries_journal.digest("merel")
    with pytest.raises(Refused, match="never meets in one entry"):
        booked([entry(f"{KEY}/mixed", "2026-11-26", [(ours, 5), (theirs, -5)])])
    known = standard.bank("heron-vzw", "EUR")
    with pytest.raises(Refused, match="never meets"):
        booked([entry(f"{KEY}/known", "2026-11-26", [(known, 5), (known, -5)])])
    assert queries_journal.digest("merel") == before


def test_the_database_knows_whose_an_account_is(merel: Money, heron: Money) -> None:
    path = "assets:bank:main:eur"
    heron.pot(700)
    before = books()
    with pytest.raises(DatabaseError):
        raw("UPDATE treasury_account SET bearer = 'heron-vzw' WHERE commons = 'merel' AND id = %s", path)
    only = Account.objects.filter(commons="heron").exclude(id__in=queries_journal.accounts("merel"))[0]
    with pytest.raises(DatabaseError):
        raw(
            "INSERT INTO treasury_posting (commons, id, entry, account, currency, minor, number, block)"
            " VALUES ('merel', 'a', 'b', %s, 'EUR', 5, 0, 0)",
            only.id,
        )
    assert books() == before


def test_a_line_of_one_has_no_place_at_the_other(merel: Money, heron: Money) -> None:
    line = _line(heron, 900)
    before = books()
    part = Part(to="pot", minor=900, kind="gift")
    merel.cast.refused(Allotted(line=line, parts=(part,)), because="There is no line")
    ours = merel.came(-900)[0]
    merel.cast.refused(Exchanged(given=ours, received=line), because="There is no line")
    assert queries_journal.digest("heron") == before[1]


def _line(money: Money, minor: int) -> str:
    """A line with an id that the other commons doesn't have."""
    money.told += 1_000
    return money.came(minor)[0]


def test_what_one_asked_for_is_not_paid_by_what_the_other_got(merel: Money, heron: Money) -> None:
    request = heron.request()
    (line,) = merel.came(10_000)
    merel.cast.refused(
        Allotted(line=line, parts=(Part(to="income", minor=10_000, ref=request, kind="sale"),)), because="There is no"
    )
    merel.cast.refused(
        Allotted(line=line, parts=(Part(to="pot", minor=10_000, ref=request, kind="sale"),)), because="There is no"
    )
    assert Request.objects.get(commons="heron", id=request).paid == 0


def test_what_one_booked_is_not_taken_back_by_the_other(merel: Money, heron: Money) -> None:
    _line_id, said = heron.pot(700)
    merel.cast.refused(TakenBack(what=said), because="nothing that")


def test_a_run_of_one_is_neither_approved_nor_settled_at_the_other(cast: Cast) -> None:
    house, other = House(cast), House(Cast.found("heron"))
    for one in (house, other):
        one.given(10_000)
        one.expense(3_000)
        one.details(one.bob)
    run = other.reserved(owed_to(other.bob, 3_000))
    house.refused(RunApproved(run=run), because="There is no run")
    (line,) = house.statement(-3_000)
    house.refused(
        Allotted(line=line, parts=(Part(to="payout", minor=-3_000, ref=f"{run}.1"),)), because="There is no payout"
    )


def test_a_reference_of_one_in_a_statement_of_the_other_waits_for_a_person(cast: Cast) -> None:
    """The payer confused the two: it isn't handed over, as those are two bearers."""
    heron = Money(Cast.found("heron"), bearer="heron-vzw", name="Heron vzw")
    base = Request.objects.get(commons="heron", id=heron.request()).base
    bank(cast)
    told = statement(line(10_000, structured=(str(references.rf(base).text),)), opening=0)
    [brought] = bring(cast, told)
    assert (brought.state, brought.new, brought.placed) == ("taken", 1, 0)
    row = Line.objects.get(commons="merel")
    assert (row.of, row.allotted) == ("", "")


def test_a_statement_of_the_other_bearers_account_is_left_out(cast: Cast) -> None:
    other = Cast.found("heron")
    bank(cast)
    bank(other, iban=OTHER)
    [brought] = bring(cast, statement(line(500), account=OTHER))
    assert brought.state == bringing.LEFT
    assert "no account here" in str(brought.because)
    assert not Line.objects.exists()


def test_the_same_line_told_at_both_is_two_lines_in_two_books(merel: Money, heron: Money) -> None:
    """Ids of lines are secret to each commons; even alike they don't touch one another."""
    merel.told = heron.told = 40
    (one,), (other,) = merel.came(100), heron.came(100)
    assert one == other == line_id(41)
    merel.allot(one, Part(to="pot", minor=100, kind="gift"))
    assert Line.objects.get(commons="heron", id=other).allotted == ""
