"""The law about orders that don't go as meant: withdrawn, complained about, handed over to another partner."""

from entredon.apps.library import record as library
from entredon.apps.market import record, record_offers, record_orders, record_partners
from entredon.apps.market.entries_orders import (
    COMPLAINT_DAYS,
    Complained,
    ComplaintSettled,
    OrderWithdrawn,
    PassedOn,
    TakenOver,
)
from entredon.apps.market.models_orders import OrderStep
from entredon.apps.market.record_orders import ACCEPTED, WITHDRAWN
from entredon.apps.people import record as people
from entredon.apps.treasury import record as treasury
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Day
from entredon.pure.value.rule import WHOLE


@rule(OrderWithdrawn)
def withdrawn(tables: Tables, entry: Context, fact: OrderWithdrawn) -> None:
    """An order is undone, whole: nothing of it is given back or kept, and what was in stock is there again unless it was delivered.

    The buyer does it in time; a seller until it is delivered, and while there is a complaint; a steward whom it doesn't concern while
    there is a complaint and it isn't delivered. What somebody who isn't named said in time may be told later, as long as there is a
    complaint: by that steward too.
    """
    people.ever_member(tables, entry)
    row = record_orders.going_on(record.order(tables, fact.order))
    _check_may_withdraw(tables, entry, row)
    offer = record.offer(tables, row.offer)
    if not record_orders.is_delivered(row):
        _give_up_stock(tables, row, offer)
    record_orders.undo(tables, entry, row, offer)
    if row.pay == record.BEARER:
        treasury.record_orders.refund(tables, entry, row.id, row.currency)
    tables.change(row, state=WITHDRAWN, ended=entry.id, ended_at=entry.at, next="")
    record_orders.step(tables, entry, row)


def _check_may_withdraw(tables: Tables, entry: Context, row: Row) -> None:
    there = record_orders.is_delivered(row)
    if record_orders.sells(tables, entry, row) and (row.complaint or not there):
        return
    if record_orders.aside(tables, entry, row) and row.complaint and not (there and row.buyer):
        return
    if record_orders.speaks_for_buyer(tables, entry, row):
        if record_orders.withdrawable(row, entry.at):
            return
        raise Refused("The time in which the buyer can withdraw is over. If something is wrong, complain about it.")
    if record_orders.sells(tables, entry, row):
        raise Refused("It is delivered: now only the buyer can withdraw.")
    raise Refused("Only who ordered it, and who sells it, can withdraw an order.")


def _give_up_stock(tables: Tables, row: Row, offer: Row) -> None:
    """What was set aside in the seller's stock is there again. Another partner, who took the order over, has none of it."""
    if row.partner == offer.partner:
        record_offers.take_stock(tables, offer, -row.quantity)


@rule(Complained)
def complained(tables: Tables, entry: Context, fact: Complained) -> None:
    """The buyer has a complaint; for who isn't named, a seller or a steward says so. Until it is settled nothing is completed."""
    people.ever_member(tables, entry)
    row = record_orders.going_on(record.order(tables, fact.order))
    record_orders.by_buyer(tables, entry, row)
    if row.complaint:
        raise Refused("There is a complaint about this order already.")
    tables.change(row, complaint=entry.id)
    record_orders.step(tables, entry, row)


@rule(ComplaintSettled)
def complaint_settled(tables: Tables, entry: Context, fact: ComplaintSettled) -> None:
    """The buyer is content; for who isn't named or has left, a steward who doesn't sell it says so. After 60 days such a steward may
    decide it for any buyer, and says why: no complaint holds money for ever, nor lets a seller off what she gives back."""
    person = people.ever_member(tables, entry)
    row = record_orders.going_on(record.order(tables, fact.order))
    if not row.complaint:
        raise Refused("There is no complaint about this order.")
    if person.id != row.buyer:
        if row.buyer and people.is_member(tables, row.buyer):
            _check_long_ago(tables, entry, row)
        if not record_orders.aside(tables, entry, row):
            raise Refused("A steward who doesn’t sell it says for the buyer that her complaint is settled.")
    tables.change(row, complaint="")
    record_orders.step(tables, entry, row)


def _check_long_ago(tables: Tables, entry: Context, row: Row) -> None:
    """A complaint is so old that somebody else may settle it than the buyer, who is here, and says why. Raises Refused."""
    told = tables.get(OrderStep, row.complaint)
    assert told is not None  # whoever complains leaves a step
    since = record_offers.later(told.at, COMPLAINT_DAYS)
    if entry.at < since:
        raise Refused(
            "Only who ordered it can say that her complaint is settled; from {day} on a steward who doesn’t sell it can, too.",
            day=Day(since[:10]),
        )
    if "reason" not in entry.c:
        raise Refused("Say why, so that everybody can judge it.")


@rule(PassedOn)
def passed_on(tables: Tables, entry: Context, fact: PassedOn) -> None:
    """A seller asks another partner to take an order over that is neither paid nor delivered."""
    people.member(tables, entry)
    row = record_orders.going_on(record.order(tables, fact.order))
    record_offers.by_seller(tables, entry, row)
    if record.partner(tables, row.partner).person != entry.person:
        raise Refused("Only who made this offer hands an order of it over: the others have agreed to sell it with her.")
    if fact.partner in record_offers.sellers(row):
        raise Refused("This partner sells it already.")
    if fact.partner == row.next:
        raise Refused("This partner was asked already.")
    _check_next(tables, entry, row, fact.partner)
    tables.change(row, next=fact.partner)
    record_orders.step(tables, entry, row)


def _check_next(tables: Tables, entry: Context, row: Row, id: str) -> None:
    """Another partner can take an order over. Raises Refused."""
    if row.paid:
        raise Refused("Something was paid for this order, so it stays with who sells it: withdraw it, and order anew.")
    if record_orders.is_delivered(row):
        raise Refused("This order is delivered; there is nothing left to hand over.")
    partner = record_partners.in_force(tables, entry, id)
    if partner.person == row.buyer:
        raise Refused("Nobody sells something to herself: ask another partner.")
    if partner.person in record_offers.people_of(tables, row):
        raise Refused("You speak for that partner too, or sell it together: hand it over to somebody else.")
    record_offers.check_covered(
        tables, {library.version(tables, version).creation for version, _weight in row.on}, [id]
    )
    agreement = record_offers.agreed(tables, id)
    if record_offers.asks_margin(agreement) and not record_offers.asks_margin(record.agreement(tables, row.agreement)):
        raise Refused("Of that partner a part is asked of what is left of the price, and nobody has said here what that is: it makes "
                      "a quote of its own.")  # fmt: skip


@rule(TakenOver)
def taken_over(tables: Tables, entry: Context, fact: TakenOver) -> None:
    """The partner who was asked takes an order over, and gives back by its own agreement; of two who want it, the one asked last."""
    people.member(tables, entry)
    row = record_orders.going_on(record.order(tables, fact.order))
    if not row.next:
        raise Refused("Nobody is asked to take this order over.")
    partner = record_partners.of_author(tables, entry, row.next)
    _check_next(tables, entry, row, partner.id)
    offer, agreement = record.offer(tables, row.offer), record_offers.agreed(tables, partner.id)
    _give_up_stock(tables, row, offer)
    if partner.id == offer.partner:
        record_offers.take_stock(tables, offer, row.quantity)
    margin = row.margin if record_offers.asks_margin(agreement) else 0
    tables.change(
        row, partner=partner.id, agreement=agreement.id, parts=[[partner.id, WHOLE]], margin=margin, next="",
        give_back=record_offers.given_back(agreement, row.minor, offer.vat_ppm, margin), state=ACCEPTED, begun_at="",
    )  # fmt: skip
    record_orders.hand_over(tables, entry, row)
    record_orders.step(tables, entry, row)
