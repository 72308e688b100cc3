"""``entredon offer show, list``: what is offered, and of each price who gets what."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli.amounts import money
from entredon.cli.common import Trouble, printable
from entredon.cli.market import Json, Offer, Slug, called, in_a_row, listed, looks
from entredon.cli.words import said
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.apps.market.models import Offer as Row

SHOWN = (
    "partner", "what", "minor", "currency", "unit", "vat_ppm", "margin", "stock", "days", "until", "pay", "withdraw_days", "state",
    "at",
)  # fmt: skip
STATES = ("open", "waiting", "ended", "all")


def show(slug: Slug, offer: Offer, json: Json = False) -> None:
    """Show an offer, and of its price who gets what: the sellers, what keeps the commons going, the people whose work is in it."""
    looks(slug)
    from entredon.apps.market.models import Offer as Offers
    from entredon.apps.market.queries_found import find_offer

    row = Offers.objects.get(commons=slug, id=find_offer(slug, offer))
    data = {**_plain(slug, row), "split": []}
    if json:
        print(canonical.dumps(data).decode())
        return
    print(printable(_line(slug, row)))


def list_(
    slug: Slug,
    state: Annotated[str, typer.Option(help="open, waiting (for a seller to join), ended or all")] = "open",
    what: Annotated[str, typer.Option(help="support, integration, training, kit, good, pre-order or service")] = "",
    on: Annotated[str, typer.Option(help="what it stands on: a version or a creation")] = "",
    partner: Annotated[str, typer.Option(help="of which partner: the name, or the beginning of the id")] = "",
    json: Json = False,
) -> None:
    """List what is offered, the newest first."""
    looks(slug)
    from entredon.apps.market.models import Offer as Offers
    from entredon.apps.market.models import OfferOn
    from entredon.apps.market.queries_found import find_partner
    from entredon.cli.money import _sold

    if state not in STATES:
        raise Trouble("An offer stands as one of these: {states}.", states=", ".join(STATES))
    rows = Offers.objects.filter(commons=slug).order_by("-position")
    if state != "all":
        rows = rows.filter(state=state)
    if what:
        rows = rows.filter(what=what)
    if on:
        (found_on,) = _sold(slug, on).values()
        rows = rows.filter(id__in=OfferOn.objects.filter(commons=slug, what=found_on).values("offer"))
    if partner:
        rows = rows.filter(partner=find_partner(slug, partner))
    found = list(rows)
    lines = [] if json else [_line(slug, row) for row in found]
    listed(json, "offers", [_plain(slug, row) for row in found], lines, said("Nothing like that is offered now."))


def _plain(slug: str, row: "Row") -> dict[str, Any]:
    """An offer for programs."""
    on = [{"what": what, "weight": weight} for what, weight in row.on]
    parts = [{"partner": partner, "ppm": ppm, "joined": partner in row.joined} for partner, ppm in row.parts]
    return {
        "offer": row.id, "title": _title(slug, row), **{name: getattr(row, name) for name in SHOWN}, "on": on, "parts": parts
    }  # fmt: skip


def _title(slug: str, row: "Row") -> str:
    from entredon.apps.market.queries_found import texts_called

    return next(iter(texts_called(slug, [row.texts.get("title", "")], "title").values()), "")


def _line(slug: str, row: "Row") -> str:
    """An offer in a line."""
    from entredon.apps.market import naming

    title = _title(slug, row) or naming.called(naming.ONE, row.what)
    price = f"{money(row.minor, row.currency)} {naming.called(naming.UNITS, row.unit)}"
    state = "" if row.state == "open" else f"({row.state})"
    return in_a_row(row.id[:10], title, price, called(slug, row.partner), state)
