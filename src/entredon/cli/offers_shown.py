"""``entredon offer show, list``: what is offered, and of each price who gets what."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli.amounts import money, people_are
from entredon.cli.common import Trouble, printable
from entredon.cli.market import Json, Offer, Slug, called, in_a_row, listed, looks
from entredon.cli.words import said
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.apps.market.queries_offers import OfferShown
    from entredon.apps.market.splitting import Split

SHOWN = (
    "title", "partner", "what", "minor", "currency", "unit", "vat_ppm", "margin", "stock", "days", "until", "pay", "withdraw_days",
    "state", "at", "back",
)  # fmt: skip
STATES = ("open", "waiting", "ended", "all")


def show(slug: Slug, offer: Offer, json: Json = False) -> None:
    """Show an offer, and of its price who gets what: the sellers, what keeps the commons going, the people whose work is in it."""
    looks(slug)
    from entredon.apps.market import queries_offers as offers
    from entredon.apps.market import splitting

    row = offers.row(slug, offer)
    (one,) = offers.shown(slug, [row])
    split = splitting.of_offer(slug, row)
    if json:
        print(canonical.dumps({**_plain(one), "split": _split(split)}).decode())
        return
    print(printable(_line(one)))
    print()
    for line in _told(slug, split):
        print(printable(line))


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
    from entredon.apps.market import queries_offers as offers
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
        (thing,) = _sold(slug, on).values()
        rows = rows.filter(id__in=OfferOn.objects.filter(commons=slug, what=thing).values("offer"))
    if partner:
        rows = rows.filter(partner=find_partner(slug, partner))
    found = offers.shown(slug, rows)
    lines = [] if json else [_line(one) for one in found]
    listed(json, "offers", [_plain(one) for one in found], lines, said("Nothing like that is offered now."))


def _plain(one: "OfferShown") -> dict[str, Any]:
    """An offer for programs; ``back`` is what is given back of its price."""
    parts = [{"partner": partner, "ppm": ppm, "joined": partner in one.joined} for partner, ppm in one.parts]
    return {"offer": one.id, **{name: getattr(one, name) for name in SHOWN}, "on": list(one.on), "parts": parts}


def _split(split: "Split") -> dict[str, Any]:
    """A split for programs: vat + sellers + kept + pot + people + held are the price."""
    named = ("minor", "currency", "vat", "give_back", "kept", "pot", "people", "count", "held")
    sellers = [{"partner": partner, "minor": minor} for partner, minor in split.sellers]
    return {**{name: getattr(split, name) for name in named}, "sellers": sellers}


def _told(slug: str, split: "Split") -> list[str]:
    """A split in lines, each amount before whoever gets it."""
    rows = [
        *((minor, called(slug, partner)) for partner, minor in split.sellers),
        (split.vat, said("VAT")),
        (split.kept, said("what keeps the commons going")),
        (split.pot, said("the common pot")),
        (split.people, said("{people} whose work is in it", people=people_are(split.count))),
        (split.held, said("waits until it is known who made it")),
    ]
    shown = [(money(minor, split.currency), who) for minor, who in rows if minor]
    width = max(len(amount) for amount, _who in shown)
    return [said("Of this:"), *(f"{amount:>{width}}  {who}" for amount, who in shown)]


def _line(one: "OfferShown") -> str:
    """An offer in a line."""
    from entredon.apps.market import naming

    title = one.title or naming.called(naming.ONE, one.what)
    price = f"{money(one.minor, one.currency)} {naming.called(naming.UNITS, one.unit)}"
    seller = one.seller or said("partner {id}", id=one.partner[:10])
    states = {"waiting": said("waits for a seller to join"), "ended": said("offered no longer")}
    return in_a_row(one.id[:10], title, price, seller, states.get(one.state, ""))
