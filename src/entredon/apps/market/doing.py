"""What can be done with an order now, and by whom: what pages offer. The rules decide; they say the same in sentences."""

from collections.abc import Collection
from datetime import datetime, timedelta

from entredon.apps.market.entries_orders import COMPLAINT_DAYS
from entredon.apps.market.models import Order
from entredon.log import clock

SELLER, BUYER, STEWARD, MEMBER, NEXT, JUDGE = "seller", "buyer", "steward", "member", "next", "judge"
BEGIN, DELIVER, PAID, PASS, TAKE, RECEIVE = "begin", "deliver", "paid", "pass", "take", "receive"
WITHDRAW, COMPLAIN, SETTLE, COMPLETE = "withdraw", "complain", "settle", "complete"
UNDELIVERED, AFTER = ("accepted", "begun"), ("delivered", "received")


def withdraw_until(order: Order) -> str:
    """Until when the buyer can withdraw, as entries write times; "" while that isn't known, for nothing is delivered yet."""
    return _later(order.delivered_at, order.withdraw_days) if order.delivered_at else ""


def may_be_judged(complained_at: str, at: str) -> bool:
    """Whether a complaint is so old that a steward who has no part in the order may settle it instead of the buyer."""
    return at >= _later(complained_at, COMPLAINT_DAYS)


def _later(at: str, days: int) -> str:
    return clock.stamp(datetime.fromisoformat(at) + timedelta(days=days))


def can_withdraw(order: Order, at: str) -> bool:
    """Whether the buyer can undo it at a time: so many days from delivery on, or until it is begun where there are none."""
    if order.state in UNDELIVERED:
        return order.withdraw_days > 0 or order.state == "accepted"
    return order.state in AFTER and order.withdraw_days > 0 and at < withdraw_until(order)


def in_full(order: Order) -> bool:
    """Whether all of it was paid."""
    return order.paid >= order.minor


def due(order: Order, at: str) -> bool:
    """Whether it can be completed at a time: delivered, paid, without an open complaint, and past the days of withdrawal."""
    return order.state in AFTER and in_full(order) and not order.complaint and at >= withdraw_until(order)


def acts(order: Order, roles: Collection[str], at: str) -> list[str]:
    """What whoever has these roles towards an order can do with it, what moves it on first."""
    found: list[str] = []
    if SELLER in roles:
        found += _by_seller(order)
    if NEXT in roles and order.next:
        found.append(TAKE)
    if BUYER in roles or (not order.buyer and {SELLER, STEWARD} & set(roles)):
        found += _by_buyer(order, at, BUYER in roles or SELLER not in roles)
    undoable = UNDELIVERED if order.buyer else (*UNDELIVERED, *AFTER)
    if order.complaint and STEWARD in roles and not {SELLER, BUYER} & set(roles) and order.state in undoable:
        found.append(WITHDRAW)
    if order.complaint and JUDGE in roles:
        found.append(SETTLE)
    if MEMBER in roles and due(order, at):
        found.insert(0, COMPLETE)
    return list(dict.fromkeys(found))


def _by_seller(order: Order) -> list[str]:
    found = []
    if order.state == "accepted":
        found.append(BEGIN)
    if order.state in UNDELIVERED:
        found.append(DELIVER)
    if order.pay == "partner" and not in_full(order) and order.state not in ("withdrawn", "completed"):
        found.append(PAID)
    if order.state in UNDELIVERED:
        found += [PASS] if not order.paid else []
    if order.state in UNDELIVERED or (order.complaint and order.state in AFTER):
        found.append(WITHDRAW)
    return found


def _by_buyer(order: Order, at: str, may_settle: bool) -> list[str]:
    found = [RECEIVE] if order.state == "delivered" else []
    if can_withdraw(order, at):
        found.append(WITHDRAW)
    if not order.complaint and (order.state in ("begun", *AFTER) or (order.paid and order.state == "accepted")):
        found.append(COMPLAIN)
    if order.complaint and may_settle:
        found.append(SETTLE)
    return found
