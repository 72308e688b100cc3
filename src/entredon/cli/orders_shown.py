"""``entredon order show, list``: how far orders are, for people and for programs."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli.amounts import money
from entredon.cli.common import Trouble, printable
from entredon.cli.market import Json, Order, Slug, called, in_a_row, listed, looks
from entredon.cli.words import said
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.apps.market.models import Order as Row

STATES = ("accepted", "begun", "delivered", "received", "completed", "withdrawn")
SHOWN = (
    "quote", "offer", "partner", "buyer", "quantity", "minor", "give_back", "currency", "pay", "withdraw_days", "state", "paid",
    "complaint", "next", "at", "delivered_at", "ended_at",
)  # fmt: skip


def show(slug: Slug, order: Order, json: Json = False) -> None:
    """Show an order: what it is, how far it is, what is given back for it, and what has happened."""
    looks(slug)
    from entredon.apps.market import naming
    from entredon.apps.market.models import Order as Orders
    from entredon.apps.market.models import OrderStep
    from entredon.apps.market.queries_found import find_order

    about = find_order(slug, order)
    data = plain(slug, about)
    steps = [
        {"what": row.what, "at": row.at, "day": row.day, "entry": row.id}
        for row in OrderStep.objects.filter(commons=slug, order=about).order_by("position", "id")
    ]
    if json:
        print(canonical.dumps({**data, "steps": steps}).decode())
        return
    row = Orders.objects.get(commons=slug, id=about)
    print(printable(_line(slug, row)))
    if row.state != "withdrawn":
        print(printable(said("Of this {part} is given back.", part=money(row.give_back, row.currency))))
    if row.state in STATES[:4] and row.paid < row.minor:
        print(printable(said("Reference: {reference}", reference=data["rf"])))
    for step in steps:
        happened = naming.called(naming.STEPS, step["what"])
        print(printable(in_a_row(step["at"][:16].replace("T", " "), step["entry"][:10], happened, step["day"])))


def list_(
    slug: Slug,
    state: Annotated[
        str, typer.Option(help="accepted, begun, delivered, received, completed, withdrawn; none: all")
    ] = "",
    partner: Annotated[str, typer.Option(help="of which partner: the name, or the beginning of the id")] = "",
    offer: Annotated[str, typer.Option(help="of which offer: the beginning of its id")] = "",
    json: Json = False,
) -> None:
    """List orders, the newest first."""
    looks(slug)
    from entredon.apps.market.models import Order as Orders
    from entredon.apps.market.queries_found import find_offer, find_partner

    if state and state not in STATES:
        raise Trouble("An order stands as one of these: {states}.", states=", ".join(STATES))
    rows = Orders.objects.filter(commons=slug).order_by("-position")
    if state:
        rows = rows.filter(state=state)
    if partner:
        rows = rows.filter(partner=find_partner(slug, partner))
    if offer:
        rows = rows.filter(offer=find_offer(slug, offer))
    found = list(rows)
    lines = [] if json else [_line(slug, row) for row in found]
    listed(json, "orders", [_plain(row) for row in found], lines, said("There are no such orders."))


def plain(slug: str, order: str) -> dict[str, Any]:
    """An order for programs, with the reference of its payment."""
    from entredon.apps.market.models import Order as Orders

    return _plain(Orders.objects.get(commons=slug, id=order))


def _plain(row: "Row") -> dict[str, Any]:
    from entredon.apps.treasury import bases
    from entredon.pure.money import references

    base = bases.of_request(row.id)
    on = [{"version": version, "weight": weight} for version, weight in row.on]
    shown = {name: getattr(row, name) for name in SHOWN}
    return {"order": row.id, **shown, "on": on, "rf": references.rf(base).text, "ogm": references.ogm(base).text}


def _line(slug: str, row: "Row") -> str:
    """An order in a line."""
    from entredon.apps.market import naming

    state = naming.called(naming.STATES, row.state)
    if row.complaint:
        state = said("{state}, with a complaint", state=state)
    paid = said("paid") if row.paid >= row.minor else said("not paid")
    return in_a_row(row.id[:10], money(row.minor, row.currency), called(slug, row.partner), state, paid)
