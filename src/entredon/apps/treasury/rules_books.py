"""The law about the books as a whole: what is planned, what is there against what is owed, closed years, the bookkeeper's numbers."""

import re

from entredon.apps.people import record as people
from entredon.apps.treasury import record, record_closing
from entredon.apps.treasury import record_journal as journal
from entredon.apps.treasury.entries_books import (
    Budgeted,
    ChartMapped,
    Number,
    Planned,
    Reserve,
    ReservesProven,
    YearClosed,
)
from entredon.apps.treasury.models import Budget, Chart, Closing, MoneyAccount, Reserves
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Day, Money
from entredon.pure.money.journal.accounts import CLASSES
from entredon.pure.money.journal.shape import real_day
from entredon.pure.told import Told
from entredon.pure.value import currency as currencies

MOST = 10**15
"""The most that can be planned for one kind, in smallest units."""
LINES = 200
"""So many kinds can be planned in a year, and so many numbers be given."""
FIRST, LAST = 1900, 2099
WAYS = ("income", "cost")
_BEGINNING = re.compile(rf"(?:{'|'.join(CLASSES)})(?::[a-z0-9][a-z0-9-]{{0,79}}){{0,8}}", re.ASCII)
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}", re.ASCII)
THE = "chart"
"""The id of the one row with the bookkeeper's numbers."""


@rule(Budgeted)
def budgeted(tables: Tables, entry: Context, fact: Budgeted) -> None:
    """A steward says what a year is expected to bring and to cost, in one currency: it replaces what was said of it before."""
    people.steward(tables, entry)
    journal.borne(tables)
    _check_year(fact.year)
    journal.open_day(tables, f"{fact.year}-12-31")
    _check_currency(fact.currency)
    _check_plan(fact)
    wanted = {_budget_id(fact, one): one for one in fact.planned}
    for row in tables.find(Budget, year=fact.year, currency=fact.currency):
        if row.id not in wanted:
            tables.change(row, minor=0, entry=entry.id)
    for id, one in wanted.items():
        known = tables.get(Budget, id)
        if known is None:
            tables.add(
                Budget, id, year=fact.year, currency=fact.currency, way=one.way, kind=one.kind, minor=one.minor,
                entry=entry.id,
            )  # fmt: skip
        else:
            tables.change(known, minor=one.minor, entry=entry.id)


def _budget_id(fact: Budgeted, one: Planned) -> str:
    return f"{fact.year}/{fact.currency}/{one.way}/{one.kind}"


def _check_plan(fact: Budgeted) -> None:
    if len(fact.planned) > LINES:
        raise Refused("A plan has at most {most} lines; put small ones together.", most=LINES)
    known: set[tuple[str, str]] = set()
    for one in fact.planned:
        if one.way not in WAYS:
            raise Refused("“{way}” is neither income nor cost.", way=one.way[:24])
        if not 0 < one.minor <= MOST:
            raise Refused(
                "What is planned for “{kind}” must lie between {least} and {most}.", kind=one.kind,
                least=Money(1, fact.currency), most=Money(MOST, fact.currency),
            )  # fmt: skip
        if (one.way, one.kind) in known:
            raise Refused("“{kind}” stands in the plan twice; add the two up.", kind=one.kind)
        known.add((one.way, one.kind))


def _check_year(year: int) -> None:
    if not FIRST <= year <= LAST:
        raise Refused("“{year}” is no year that books are kept for.", year=str(year)[:12])


def _check_currency(code: str) -> None:
    try:
        currencies.decimals(code)
    except currencies.BadAmount as trouble:
        raise Refused.of(trouble) from None


@rule(ReservesProven)
def reserves_proven(tables: Tables, entry: Context, fact: ReservesProven) -> None:
    """A steward puts into the record what is there against what is owed. It is reckoned again here, and any other figure refused.

    The day is the last one up to which the statements of all accounts at banks are known: not earlier, as the figures are those of
    now, and not later, as nobody knows yet.
    """
    steward = people.steward(tables, entry)
    journal.borne(tables)
    _check_day(tables, entry, fact.day)
    right = record_closing.reserves(tables)
    if not right:
        raise Refused("Nothing is booked yet, so there is nothing to prove.")
    _compare(fact.reserves, right)
    tables.add(
        Reserves, entry.id, day=fact.day,
        reserves=[[one.currency, one.there, one.owed, one.funds] for one in right],
        person=steward.id, position=entry.index, at=entry.at,
    )  # fmt: skip


def _check_day(tables: Tables, entry: Context, day: str) -> None:
    if not real_day(day):
        raise Refused("“{day}” is no day of the calendar.", day=day)
    if day > entry.at[:10]:
        raise Refused("{day} hasn't come yet.", day=Day(day))
    until = record_closing.told_until(tables)
    if until and day != until:
        raise Refused(
            "The statements of all accounts are known until {until}: prove what is there on that day, not on {day}.",
            until=Day(until),
            day=Day(day),
        )


def _compare(said: tuple[Reserve, ...], right: tuple[Reserve, ...]) -> None:
    if [one.currency for one in said] != [one.currency for one in right]:
        raise Refused(
            "The books are kept in {currencies}: say all of these, sorted, and no other.",
            currencies=", ".join(one.currency for one in right),
        )
    for one, other in zip(said, right, strict=True):
        for mine, true, sentence in (
            (one.there, other.there, Told("There is {right}, not {said}.")),
            (one.owed, other.owed, Told("What is owed is {right}, not {said}.")),
            (one.funds, other.funds, Told("The funds hold {right}, not {said}.")),
        ):
            if mine != true:
                raise Refused(sentence.sentence, right=Money(true, one.currency), said=Money(mine, one.currency))


@rule(YearClosed)
def year_closed(tables: Tables, entry: Context, fact: YearClosed) -> None:
    """A steward closes the books of a year that is over, once all accounts at banks are told to its end; year by year."""
    steward = people.steward(tables, entry)
    journal.borne(tables)
    _check_year(fact.year)
    year = str(fact.year)
    if (known := tables.get(Closing, year)) is not None:
        raise Refused("The books of {year} were closed already, by {id}.", year=year, id=known.entry[:10])
    if entry.at[:4] <= year:
        raise Refused("{year} isn't over yet.", year=year)
    _in_order(tables, fact.year)
    for account in tables.find(MoneyAccount):
        _told_to_the_end(account, year)
    journal.post(tables, entry, record_closing.closing(tables, entry, record.own(entry), fact.year))
    tables.add(Closing, year, entry=entry.id, person=steward.id, position=entry.index, at=entry.at)


def _in_order(tables: Tables, year: int) -> None:
    """Earlier years with something in them are closed before this one."""
    found = record_closing.years(tables)
    if not found or year < found[0]:
        raise Refused("There is nothing in the books of {year}.", year=str(year))
    for earlier in found:
        if earlier < year and tables.get(Closing, str(earlier)) is None:
            raise Refused("Close {earlier} first: years are closed one after the other.", earlier=str(earlier))


def _told_to_the_end(account: Row, year: str) -> None:
    if account.way in record_closing.TOLD_BY_A_BANK and account.known < f"{year}-12-31" and account.day[:4] <= year:
        raise Refused(
            "The statements of the account “{account}” are known until {known}: bring the rest of {year} first.",
            account=account.id,
            known=Day(account.known),
            year=year,
        )


@rule(ChartMapped)
def chart_mapped(tables: Tables, entry: Context, fact: ChartMapped) -> None:
    """A steward says which number the bookkeeper uses for which accounts; the longest beginning that fits counts."""
    people.steward(tables, entry)
    journal.borne(tables)
    if len(fact.numbers) > LINES:
        raise Refused("At most {most} numbers can be given.", most=LINES)
    known: set[str] = set()
    for one in fact.numbers:
        _check_number(one)
        if one.accounts in known:
            raise Refused("“{path}” has two numbers; give one.", path=one.accounts[:60])
        known.add(one.accounts)
    numbers = [[one.accounts, one.number] for one in fact.numbers]
    row = tables.get(Chart, THE)
    if row is None:
        tables.add(Chart, THE, numbers=numbers, entry=entry.id)
    else:
        tables.change(row, numbers=numbers, entry=entry.id)


def _check_number(one: Number) -> None:
    if not _BEGINNING.fullmatch(one.accounts):
        raise Refused(
            "“{path}” is no beginning of an account; write it like assets:bank or expenses.", path=one.accounts[:60]
        )
    if not _NUMBER.fullmatch(one.number):
        raise Refused(
            "“{number}” is no number of a chart of accounts: write up to 20 digits, letters, points or hyphens.",
            number=one.number[:24],
        )
