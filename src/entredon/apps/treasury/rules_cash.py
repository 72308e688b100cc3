"""The law about cash and other money that no bank tells of."""

from entredon.apps.people import record as people
from entredon.apps.treasury import record, record_incomes, record_out, record_parts, record_places, record_waiting
from entredon.apps.treasury import record_journal as journal
from entredon.apps.treasury.entries import CameElsewhere, CashCounted, CashMoved
from entredon.apps.treasury.models import MoneyAccount
from entredon.apps.treasury.record_parts import ELSEWHERE, INCOME, POT, TILL, Booking, Moved
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Money
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.entries import entry as journal_entry

DIFFERENCE = "cash-difference"
"""The kind of cost by which it is told that a till held less, or more, than its book said."""


@rule(CashMoved)
def cash_moved(tables: Tables, entry: Context, fact: CashMoved) -> None:
    """A steward writes the next line of a cash book: what came into the till or left it, and for what."""
    people.steward(tables, entry)
    bearer = journal.borne(tables).bearer
    till = record_places.till(tables, fact.account)
    record_parts.check_parts(fact.parts)
    record_places.check_come(fact.day, entry.at)
    journal.open_day(tables, fact.day)
    record_places.moves(tables, till, sum(part.minor for part in fact.parts), fact.day)
    moved = Moved(TILL, "", till.id, till.currency, fact.day, standard.cash(bearer, till.currency, till.id))
    Booking(tables, entry, moved, fact.parts).book(f"{entry.id}/cash", fact.day)


@rule(CashCounted)
def cash_counted(tables: Tables, entry: Context, fact: CashCounted) -> None:
    """A member counted a till; it waits for the word of who counted with her."""
    people.member(tables, entry)
    journal.borne(tables)
    till = record_places.till(tables, fact.account)
    record_places.check_come(fact.day, entry.at)
    journal.open_day(tables, fact.day)
    if fact.minor < 0:
        raise Refused("A till can't hold {amount}.", amount=Money(fact.minor, till.currency))
    record_places.check_turn(till, fact.day)
    body = {"account": till.id, "day": fact.day, "minor": fact.minor, "expected": till.closing}
    record_waiting.wait(tables, entry, record_waiting.COUNT, body)


@record_waiting.confirms(record_waiting.COUNT)
def count_confirmed(tables: Tables, entry: Context, waiting: Row) -> None:
    """Who counted with her confirms it: the till holds what was counted, and the difference is a cost (or came in) of the fund's.

    What two people counted is a fact, also where the fund can't bear it: so it is booked by their word.
    """
    people.member(tables, entry)
    record_waiting.newest(tables, waiting, account=waiting.body["account"])
    till = record_places.till(tables, waiting.body["account"])
    if till.closing != waiting.body["expected"]:
        raise Refused("Something moved in “{name}” since it was counted: count it once more.", name=till.id)
    missing = till.closing - waiting.body["minor"]
    if missing < 0 and not (people.is_steward(tables, waiting.by) or people.is_steward(tables, entry.person)):
        raise Refused(
            "More was counted than the book of “{name}” says: a steward has to be one of the two then.", name=till.id
        )
    tables.change(till, known=max(till.known, waiting.body["day"]))
    if not missing:
        return
    bearer, code = journal.borne(tables).bearer, till.currency
    cash = standard.cash(bearer, code, till.id)
    cost = record_out.cost(bearer, code, record.own(entry), DIFFERENCE, missing, record_out.FUND)
    day = journal.booking_day(tables, entry, waiting.body["day"])
    made = journal_entry(f"{entry.id}/count", day, [(cash, -missing), *cost], override=waiting.id)
    journal.post(tables, entry, [made])
    tables.change(till, closing=till.closing - missing)


@rule(CameElsewhere)
def came_elsewhere(tables: Tables, entry: Context, fact: CameElsewhere) -> None:
    """A steward tells of money that was paid by other means: an income at once, attested by her, on its way to the bank."""
    people.steward(tables, entry)
    bearer = journal.borne(tables).bearer
    if fact.part.to not in (INCOME, POT):
        raise Refused("What came by other means is an income, or given to the common pot.")
    if tables.get(MoneyAccount, fact.means) is not None:
        raise Refused("“{name}” is an account here: its own book or statements tell what came in.", name=fact.means)
    record_incomes.check_currency(fact.currency)
    record_places.check_come(fact.day, entry.at)
    journal.open_day(tables, fact.day)
    counter = standard.arriving(bearer, fact.currency, fact.means)
    moved = Moved(ELSEWHERE, "", fact.means, fact.currency, fact.day, counter)
    Booking(tables, entry, moved, (fact.part,)).book(f"{entry.id}/elsewhere", fact.day)
