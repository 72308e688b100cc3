"""``entredon offer make, change, end, join``: what a partner sells, said with this machine's key."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli import amounts
from entredon.cli.amounts import money
from entredon.cli.common import Trouble, say
from entredon.cli.keys import member
from entredon.cli.market import Json, Offer, Partner, Slug, append, percent, split_at, told, unclear
from entredon.cli.words import said

if TYPE_CHECKING:
    from entredon.apps.market.entries import PartOf, StandsOn
    from entredon.apps.market.models import Offer as Row

LONGEST = 120
"""A title is no longer than this, here as on pages."""
Stock = Annotated[int, typer.Option(min=-1, help="how many there are; -1: made to order, or hours")]
Until = Annotated[str, typer.Option(metavar="DAY", help="until which day it holds, as in 2026-11-26; none: open end")]


def make(
    slug: Slug,
    partner: Partner,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="what is offered, in a line")],
    price: Annotated[str, typer.Argument(metavar="PRICE", help="of one, as the buyer pays it, such as 480 or 75.50")],
    currency: Annotated[str, typer.Argument(metavar="CURRENCY", help="its currency by ISO 4217 code, such as EUR")],
    on: Annotated[
        list[str] | None,
        typer.Option(
            "--on",
            metavar="VERSION|CREATION[=WEIGHT]",
            help="what it stands on: a version, or a creation (then its newest when it is ordered); repeatable",
        ),
    ] = None,
    what: Annotated[str, typer.Option(help="support, integration, training, kit, good, pre-order or service")] = "kit",
    unit: Annotated[str, typer.Option(help="one of what: piece, hour, day, month or course")] = "piece",
    vat: Annotated[str, typer.Option(metavar="PERCENT", help="the VAT in the price, such as 21%")] = "0%",
    margin: Annotated[
        str, typer.Option(metavar="AMOUNT", help="what is left of one to you, where you give back a part of that")
    ] = "",
    together: Annotated[
        list[str] | None,
        typer.Option("--part", metavar="PARTNER=PERCENT", help="of a joint offer: a seller's part; all, you included"),
    ] = None,
    stock: Stock = -1,
    days: Annotated[int, typer.Option(min=0, help="how many days until it is delivered")] = 14,
    until: Until = "",
    pay: Annotated[
        str, typer.Option(help="who is paid: partner, or bearer (the legal body of the commons)")
    ] = "partner",
    withdraw: Annotated[
        int, typer.Option("--withdraw", metavar="DAYS", min=0, help="how long after delivery a buyer can withdraw")
    ] = 14,
    text: Annotated[str, typer.Option(help="what one should know about it; it can be erased later")] = "",
    json: Json = False,
) -> None:
    """Offer something as a partner. A joint offer begins once each of its sellers has joined."""
    minor = amounts.amount(price, currency)
    me = member(slug)
    from entredon.apps.market.entries import Offered
    from entredon.apps.market.queries_found import find_partner
    from entredon.log.registry import line

    if not title.strip():
        raise Trouble("Say in a line what is offered. Nothing was recorded.")
    line("title", title, LONGEST)
    fact = Offered(
        partner=find_partner(slug, partner), what=what, on=tuple(_stands_on(slug, one) for one in on or []), minor=minor,
        currency=currency, unit=unit, vat_ppm=percent(vat), margin=_margin(margin, currency),
        parts=tuple(_part(slug, one) for one in together or []), stock=stock, days=days, until=until, pay=pay,
        withdraw_days=withdraw,
    )  # fmt: skip
    id = append(slug, fact, me, {"title": title, "text": text})
    offered = said("{title} is offered for {money}: {id}.", title=title, money=money(minor, currency), id=id[:10])
    told(json, {"entry": id, "offer": id}, offered)
    if fact.parts and not json:
        say(
            said(
                "It begins once each of its sellers has joined: entredon offer join {slug} {id}", slug=slug, id=id[:10]
            )
        )


make.context_settings = amounts.CONTEXT  # type: ignore[attr-defined]


def _stands_on(slug: str, text: str) -> "StandsOn":
    """A version or creation, with its weight. Raises Trouble, NotFound, Ambiguous."""
    from entredon.apps.market.entries import StandsOn
    from entredon.cli.money import _sold

    label, equals, weight = text.rpartition("=")
    if not equals:
        label, weight = text, "1"
    if not (weight.isascii() and weight.isdecimal() and len(weight) < 8):
        raise unclear(text, "Chassis=3")
    (found,) = _sold(slug, label.strip()).values()
    return StandsOn(what=found, weight=int(weight))


def _part(slug: str, text: str) -> "PartOf":
    from entredon.apps.market.entries import PartOf
    from entredon.apps.market.queries_found import find_partner

    who, share = split_at(text, "Werkplaats Noord=60%")
    return PartOf(partner=find_partner(slug, who), ppm=percent(share))


def _margin(text: str, currency: str) -> int:
    return amounts.amount(text, currency) if text.strip() else 0


def change(
    slug: Slug,
    offer: Offer,
    price: Annotated[str, typer.Option(metavar="AMOUNT", help="the new price of one")] = "",
    margin: Annotated[str, typer.Option(metavar="AMOUNT", help="what is left of one to you")] = "",
    stock: Annotated[int | None, typer.Option(min=-1, help="how many there are; -1: made to order")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="until which day it holds; none: open end")] = None,
    json: Json = False,
) -> None:
    """Change the numbers of your offer from here on. What is left out stays; quotes and orders keep theirs."""
    me = member(slug)
    from entredon.apps.market.entries import OfferChanged

    row = row_of(slug, offer)
    fact = OfferChanged(
        offer=row.id, minor=amounts.amount(price, row.currency) if price else row.minor,
        margin=_margin(margin, row.currency) if margin else row.margin, stock=row.stock if stock is None else stock,
        until=row.until if until is None else until,
    )  # fmt: skip
    id = append(slug, fact, me)
    told(json, {"entry": id, "offer": row.id}, said("It is changed: {id}.", id=id[:10]))


def row_of(slug: str, offer: str) -> "Row":
    """An offer by the beginning of its id. Raises NotFound, Ambiguous."""
    from entredon.apps.market.models import Offer as Offers
    from entredon.apps.market.queries_found import find_offer

    return Offers.objects.get(commons=slug, id=find_offer(slug, offer))


def end(slug: Slug, offer: Offer, json: Json = False) -> None:
    """Take your offer from the list. What was ordered stands."""
    me = member(slug)
    from entredon.apps.market.entries import OfferEnded

    about = row_of(slug, offer).id
    id = append(slug, OfferEnded(offer=about), me)
    told(json, {"entry": id, "offer": about}, said("It is offered no longer: {id}.", id=id[:10]))


def join(
    slug: Slug,
    offer: Offer,
    partner: Annotated[str, typer.Option(help="for which partner you speak, where it is not the only one in it")] = "",
    json: Json = False,
) -> None:
    """Join a joint offer that names a partner of yours: you agree with it and with your part."""
    me = member(slug)
    from entredon.apps.market.entries import OfferJoined
    from entredon.apps.market.queries_found import find_partner

    row = row_of(slug, offer)
    about = find_partner(slug, partner) if partner else _mine(slug, row, me)
    id = append(slug, OfferJoined(offer=row.id, partner=about), me)
    told(json, {"entry": id, "offer": row.id, "partner": about}, said("You have joined: {id}.", id=id[:10]))


def _mine(slug: str, row: "Row", me: Any) -> str:
    """The partner of this machine's person that hasn't joined yet. Raises Trouble."""
    from entredon.apps.market.models import Partner as Partners
    from entredon.log.models import Key

    person = Key.objects.values_list("person", flat=True).get(commons=slug, id=me.id)
    named = [id for id, _ppm in row.parts if id not in row.joined]
    mine = list(Partners.objects.filter(commons=slug, person=person, id__in=named).values_list("id", flat=True))
    if len(mine) != 1:
        raise Trouble("Say with --partner for whom you join. Nothing was recorded.")
    return str(mine[0])
