"""``entredon order begin, deliver, receive, …``: what happens to an order, step by step, said with this machine's key."""

from typing import Annotated, Any

import typer

from entredon.cli.keys import member
from entredon.cli.market import Json, Order, Reason, Slug, append, told
from entredon.cli.words import said


def _say(slug: str, order: str, kind: str, json: bool, text: str, reason: str = "", **more: Any) -> None:
    """One step: shaped, signed, and how the order stands now."""
    me = member(slug)
    from entredon.apps.market import entries_orders
    from entredon.apps.market.queries_found import find_order
    from entredon.cli.orders_shown import plain

    about = find_order(slug, order)
    id = append(slug, getattr(entries_orders, kind)(order=about, **more), me, {"reason": reason} if reason else {})
    told(json, {**plain(slug, about), "entry": id}, said("{text} Recorded: {id}.", text=text, id=id[:10]))


def begin(slug: Slug, order: Order, json: Json = False) -> None:
    """Say as the seller that you have begun with it."""
    _say(slug, order, "Begun", json, said("It is in work."))


def deliver(slug: Slug, order: Order, json: Json = False) -> None:
    """Say as the seller that it is delivered. From here on run the days in which the buyer can withdraw."""
    _say(slug, order, "Delivered", json, said("It is delivered."))


def receive(slug: Slug, order: Order, json: Json = False) -> None:
    """Say as the buyer that you have it; for somebody who is no member the seller says it."""
    _say(slug, order, "GotIt", json, said("It has arrived."))


def paid(
    slug: Slug,
    order: Order,
    day: Annotated[str, typer.Option(metavar="DAY", help="on which day, as in 2026-11-26; none: today")] = "",
    json: Json = False,
) -> None:
    """Say as a seller who is paid directly that all of it has come in."""
    from entredon.log import clock

    member(slug)
    _say(slug, order, "Paid", json, said("It is paid."), day=day or clock.stamp()[:10])


def withdraw(slug: Slug, order: Order, reason: Reason = "", json: Json = False) -> None:
    """Undo an order whole: as the buyer in time, or as the seller who can't deliver. What was paid to the bearer goes back."""
    _say(slug, order, "OrderWithdrawn", json, said("It is withdrawn."), reason)


def complain(slug: Slug, order: Order, reason: Reason = "", json: Json = False) -> None:
    """Complain as the buyer: until it is settled nobody is given anything of what was paid to the bearer."""
    _say(slug, order, "Complained", json, said("The complaint is known."), reason)


def settle(slug: Slug, order: Order, reason: Reason = "", json: Json = False) -> None:
    """Say as the buyer that your complaint is settled; for somebody who is no member a steward says it."""
    _say(slug, order, "ComplaintSettled", json, said("It is settled."), reason)


def pass_on(
    slug: Slug,
    order: Order,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="to whom: the name, or the beginning of the id")],
    json: Json = False,
) -> None:
    """Hand an order that isn't paid or delivered over to another partner, once that one takes it."""
    member(slug)
    from entredon.apps.market.queries_found import find_partner

    _say(
        slug, order, "PassedOn", json, said("It is handed over once it is taken."), partner=find_partner(slug, partner)
    )


def take_over(slug: Slug, order: Order, json: Json = False) -> None:
    """Take over an order that was handed to your partner: from here on you are the seller, by your agreement."""
    _say(slug, order, "TakenOver", json, said("You are the seller now."))


def complete(slug: Slug, order: Order, json: Json = False) -> None:
    """Complete what is paid, delivered, and can't be withdrawn any more: what is given back is due. Any member may."""
    _say(slug, order, "Completed", json, said("It is completed."))
