"""The law about what becomes of orders: begun, delivered, received, paid, and completed, when what is given back is due."""

from datetime import date

from entredon.apps.market import record, record_give_back, record_offers, record_orders
from entredon.apps.market.entries_orders import Begun, Completed, Delivered, GotIt, Paid
from entredon.apps.market.record_orders import ACCEPTED, BEGUN, COMPLETED, DELIVERED, RECEIVED
from entredon.apps.people import record as people
from entredon.apps.treasury import record as treasury
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Day, Money
from entredon.pure.value import give_back

PAYMENT = 0
"""The number, after the entry that completes an order, of what the bearer was paid for it."""


@rule(Begun)
def begun(tables: Tables, entry: Context, fact: Begun) -> None:
    """A seller has begun with an order, once."""
    row = _sold(tables, entry, fact.order)
    if row.state != ACCEPTED:
        raise Refused("This order was begun or delivered already.")
    tables.change(row, state=BEGUN, begun_at=entry.at)
    record_orders.step(tables, entry, row)


@rule(Delivered)
def delivered(tables: Tables, entry: Context, fact: Delivered) -> None:
    """A seller has delivered it, once; so it isn't handed over to another partner any more."""
    row = _sold(tables, entry, fact.order)
    if record_orders.is_delivered(row):
        raise Refused("This order was delivered already.")
    # Whatever a seller's clock says: not before it was ordered, from when on the buyer has her days to withdraw.
    tables.change(row, state=DELIVERED, delivered_at=max(entry.at, row.at), delivered=entry.id, next="")
    record_orders.deliver(tables, entry, row, record.offer(tables, row.offer))
    record_orders.step(tables, entry, row)


def _sold(tables: Tables, entry: Context, id: str) -> Row:
    """An order that isn't at its end, of which the author is a seller, also when she has left. Raises Refused."""
    row = record_orders.going_on(record.order(tables, id))
    record_offers.by_seller(tables, entry, row, ever=True)
    return row


@rule(GotIt)
def received(tables: Tables, entry: Context, fact: GotIt) -> None:
    """The buyer has what was delivered; for who isn't named, a seller or a steward says so."""
    people.ever_member(tables, entry)
    row = record_orders.going_on(record.order(tables, fact.order))
    record_orders.by_buyer(tables, entry, row)
    if not record_orders.is_delivered(row):
        raise Refused("Nobody has said that this was delivered; who sells it says that first.")
    if row.state == RECEIVED:
        raise Refused("It was said already that this was received.")
    tables.change(row, state=RECEIVED, received_at=entry.at)
    record_orders.step(tables, entry, row)


@rule(Paid)
def paid(tables: Tables, entry: Context, fact: Paid) -> None:
    """A seller who is paid directly says that she was, all of it and once."""
    row = _sold(tables, entry, fact.order)
    if row.pay != record.PARTNER:
        raise Refused("This order is paid to the bearer: the bank shows when that came.")
    if row.paid:
        raise Refused("It was said already that this was paid.")
    _check_day(fact.day, row.at, entry.at)
    tables.change(row, paid=row.minor, paid_at=entry.at, next="")
    record_orders.pay(tables, entry, entry.id, row)
    record_orders.step(tables, entry, row, fact.day)


def _check_day(day: str, since: str, at: str) -> None:
    """A day between the order and now, a day more on both sides: it is another day elsewhere. Raises Refused."""
    try:
        said = date.fromisoformat(day)
    except ValueError:
        raise Refused("“{day}” is no day of the calendar.", day=day) from None
    if (said - date.fromisoformat(at[:10])).days > 1:
        raise Refused("{day} hasn’t come yet.", day=Day(day))
    if (date.fromisoformat(since[:10]) - said).days > 1:
        raise Refused("On {day} it wasn’t ordered yet.", day=Day(day))


@rule(Completed)
def completed(tables: Tables, entry: Context, fact: Completed) -> None:
    """A member says that an order is at its end: paid, delivered, without a complaint, and too late to withdraw.

    Where the bearer was paid, what is given back becomes income and the rest is owed to the sellers; else what is given back is owed
    by the seller.
    """
    people.member(tables, entry)
    row = record_orders.going_on(record.order(tables, fact.order))
    _check_done(row, entry.at)
    back = give_back.parted(row.give_back, row.on, row.id) if row.give_back else {}
    for_versions = [(version, minor) for version, minor in back.items() if minor]
    if row.pay == record.BEARER:
        rest = give_back.parted(row.minor - row.give_back, row.parts, row.id)
        owed = record_orders.owed(tables, rest.items())
        treasury.record_orders.complete(tables, entry, row.id, row.currency, incomes=for_versions, owed=owed)
        record_orders.pay(tables, entry, f"{entry.id}.{PAYMENT}", row)
    elif for_versions:
        record_give_back.owed(tables, entry, row, for_versions, triggered_by=row.delivered)
    tables.change(row, state=COMPLETED, ended=entry.id, ended_at=entry.at)
    record_orders.step(tables, entry, row)


def _check_done(row: Row, at: str) -> None:
    if not record_orders.is_delivered(row):
        raise Refused("This order isn’t delivered yet.")
    if row.paid != row.minor:
        raise Refused("Of this order {left} are still to be paid.", left=Money(row.minor - row.paid, row.currency))
    if row.complaint:
        raise Refused("There is a complaint about this order: it is settled first.")
    if at < (until := record_orders.settled_from(row)):
        raise Refused("The buyer can withdraw until {day}; the order is completed after that.", day=Day(until[:10]))
