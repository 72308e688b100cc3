"""What comes in for orders, left here by whoever books it; and what the rules about orders share."""

from collections.abc import Iterable
from typing import Any

from entredon.apps.flows import record as flows
from entredon.apps.market import record, record_offers
from entredon.apps.market.models_orders import OrderStep
from entredon.apps.people import record as people
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Money
from entredon.pure.value import currency as currencies

ACCEPTED, BEGUN, DELIVERED, RECEIVED, COMPLETED, WITHDRAWN = (
    "accepted", "begun", "delivered", "received", "completed", "withdrawn",
)  # fmt: skip
"""How far an order is."""
ENDED = {COMPLETED: "This order was completed, by {entry}.", WITHDRAWN: "This order was withdrawn, by {entry}."}
BUNDLE, GOODS, PAYMENT, SOMEBODY = 1, 2, 3, 4
"""What an order is among the flows, by the number after its id: the bundle, the promise to deliver, the promise to pay, and who buys
where that isn't said."""


def money_came(tables: Tables, entry: Context, order_id: str, minor: int, sign: int = 1) -> None:
    """So much came in to the bearer for an order or, below zero, it hasn't after all. Raises Refused."""
    row = going_on(record.order(tables, order_id))
    if row.pay != record.BEARER:
        raise Refused("This order is paid to its seller, not here: pay it back.")
    paid = row.paid + minor * sign
    if not 0 <= paid <= row.minor:
        raise Refused(
            "Of this order {left} are still to be paid; say where the rest belongs.",
            left=Money(row.minor - row.paid, row.currency),
        )
    tables.change(row, paid=paid, paid_at=entry.at if paid == row.minor else "")


def going_on(row: Row) -> Row:
    """An order that isn't at its end. Raises Refused."""
    if row.state in ENDED:
        raise Refused(ENDED[row.state], entry=row.ended[:10])
    return row


def step(tables: Tables, entry: Context, order: Row, day: str = "") -> None:
    """What this entry tells stands in the history of an order."""
    tables.add(
        OrderStep, entry.id, order=order.id, what=entry.kind.partition(".")[2], person=entry.person, day=day,
        texts=dict.fromkeys(entry.c, entry.id), position=entry.index, at=entry.at,
    )  # fmt: skip


def steps(tables: Tables, order: Row, what: str) -> list[str]:
    """The entries that told this of an order."""
    return [row.id for row in tables.find(OrderStep, order=order.id) if row.what == what]


# Who says it


def by_buyer(tables: Tables, entry: Context, row: Row) -> None:
    """The author has ordered it or, where it was somebody who isn't named, sells it or is a steward. Raises Refused."""
    if not speaks_for_buyer(tables, entry, row):
        if row.buyer:
            raise Refused("Only who ordered it can say this.")
        raise Refused("Who ordered it isn’t named here: only who sells it, or a steward, can say this for her.")


def speaks_for_buyer(tables: Tables, entry: Context, row: Row) -> bool:
    """Whether the author has ordered it or, where it was somebody who isn't named, sells it or is a steward."""
    if row.buyer:
        return entry.person == str(row.buyer)
    return sells(tables, entry, row) or people.is_steward(tables, entry.person)


def sells(tables: Tables, entry: Context, row: Row) -> bool:
    """Whether the author speaks for a seller of it."""
    return entry.person in record_offers.people_of(tables, row)


def check_told_aside(tables: Tables, entry: Context, order_id: str) -> None:
    """That money came for an order by no bank is somebody's word: not of who sells it, to whom it is given out, nor of who buys it.
    Raises Refused."""
    if not aside(tables, entry, record.order(tables, order_id)):
        raise Refused(
            "That this order was paid is told by the bank, or by another steward than who sells it or has ordered it."
        )


def aside(tables: Tables, entry: Context, row: Row) -> bool:
    """Whether the author is a steward who neither sells it nor has ordered it."""
    if sells(tables, entry, row) or entry.person == row.buyer:
        return False
    return people.is_steward(tables, entry.person)


# When


def is_delivered(row: Row) -> bool:
    """Whether it has been delivered."""
    return bool(row.delivered_at)


def withdrawable(row: Row, at: str) -> bool:
    """Whether a buyer can withdraw at a time: until so many days after it was delivered; for no days, until it was begun."""
    if not row.withdraw_days:
        return bool(row.state == ACCEPTED)
    return not is_delivered(row) or at < record_offers.later(row.delivered_at, row.withdraw_days)


def settled_from(row: Row) -> str:
    """From when on a delivered order can't be withdrawn any more."""
    return record_offers.later(row.delivered_at, row.withdraw_days)


# Among the flows


def agree(tables: Tables, entry: Context, row: Row, offer: Row) -> None:
    """An order is an agreement in a bundle, with a promise to deliver and one to pay in return."""
    exchange = flows.record_exchange
    exchange.bundle(tables, entry, named(row, BUNDLE))
    exchange.agreement(tables, entry, row.id, bundled_in=named(row, BUNDLE))
    flows.record(
        tables, entry, named(row, GOODS), kind="commitment", satisfies=f"{offer.id}.1", clause_of=row.id,
        created=entry.at, due=record_offers.later(entry.at, offer.days), **_goods(row, offer),
    )  # fmt: skip
    flows.record(
        tables, entry, named(row, PAYMENT), kind="commitment", satisfies=f"{offer.id}.2", reciprocal_clause_of=row.id,
        created=entry.at, **_payment(entry, row),
    )  # fmt: skip


def deliver(tables: Tables, entry: Context, row: Row, offer: Row) -> None:
    """What was promised to the buyer is handed over, or done."""
    flows.record(tables, entry, entry.id, fulfills=named(row, GOODS), realization_of=row.id, **_goods(row, offer))
    flows.replan(tables, named(row, GOODS), finished=True)


def pay(tables: Tables, entry: Context, id: str, row: Row) -> None:
    """What was promised in return is paid."""
    flows.record(
        tables, entry, id, fulfills=named(row, PAYMENT), reciprocal_realization_of=row.id, **_payment(entry, row)
    )  # fmt: skip
    flows.replan(tables, named(row, PAYMENT), finished=True)


def undo(tables: Tables, entry: Context, row: Row, offer: Row) -> None:
    """The promises are over, and what was handed over or paid is corrected down to nothing."""
    goods, payment = _goods(row, offer), _payment(entry, row)
    done = [(row.delivered, goods, {"realization_of": row.id})] if row.delivered else []
    done += [(id, payment, {"reciprocal_realization_of": row.id}) for id in steps(tables, row, "paid")]
    for n, (id, said, of) in enumerate(done, 1):
        back = {**said, **of, "resource_quantity": f"-{said['resource_quantity']}"}
        flows.record(tables, entry, f"{entry.id}.{n}", corrects=id, **back)
    for part in (GOODS, PAYMENT):
        flows.replan(tables, named(row, part), finished=True)


def hand_over(tables: Tables, entry: Context, row: Row) -> None:
    """Another partner promises it, and is promised what is paid."""
    flows.replan(tables, named(row, GOODS), provider=row.partner)
    flows.replan(tables, named(row, PAYMENT), receiver=record_offers.payee(entry, row.pay, row.partner))


def named(row: Row, part: int) -> str:
    """A part of an order among the flows, by its number."""
    return f"{row.id}.{part}"


def _buyer(row: Row) -> str:
    """Who buys, as flows name her: a member by her id, anybody else as somebody of whom nothing is said."""
    return row.buyer or named(row, SOMEBODY)


def _goods(row: Row, offer: Row) -> dict[str, Any]:
    return {
        "action": record_offers.action(offer.what), "provider": row.partner, "receiver": _buyer(row),
        "resource_conforms_to": offer.id, "resource_quantity": str(row.quantity), "resource_unit": offer.unit,
    }  # fmt: skip


def _payment(entry: Context, row: Row) -> dict[str, Any]:
    return {
        "action": "transfer", "provider": _buyer(row), "receiver": record_offers.payee(entry, row.pay, row.partner),
        "resource_conforms_to": row.currency, "resource_quantity": currencies.plain(row.minor, row.currency),
        "resource_unit": row.currency,
    }  # fmt: skip


def owed(tables: Tables, parts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """What partners have of a sum, as what the people who speak for them are owed: each once."""
    sums: dict[str, int] = {}
    for partner, minor in parts:
        person = record.partner(tables, partner).person
        sums[person] = sums.get(person, 0) + minor
    return list(sums.items())
