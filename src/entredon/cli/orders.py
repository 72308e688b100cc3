"""``entredon order quote, accept, decline``: from a price to an order, said with this machine's key."""

from datetime import timedelta
from typing import Annotated

import typer

from entredon.cli import amounts
from entredon.cli.amounts import money
from entredon.cli.common import Trouble, printable, say
from entredon.cli.keys import member
from entredon.cli.market import Json, Offer, Quote, Slug, append, told
from entredon.cli.words import said

HOLDS = 14
"""For so many days a quote holds where nothing else is said."""


def quote(
    slug: Slug,
    offer: Offer,
    price: Annotated[
        str, typer.Option(metavar="AMOUNT", help="the whole price; none: as offered, times how many")
    ] = "",
    quantity: Annotated[int, typer.Option(min=1, help="how many")] = 1,
    margin: Annotated[
        str, typer.Option(metavar="AMOUNT", help="what is left of the whole to you; none: as offered")
    ] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="until which day it holds; none: two weeks")] = "",
    pay: Annotated[str, typer.Option(help="who is paid: partner or bearer; none: as offered")] = "",
    withdraw: Annotated[
        int | None, typer.Option("--withdraw", metavar="DAYS", min=0, help="as in offers; none: as offered")
    ] = None,
    buyer: Annotated[str, typer.Option(help="a member who buys it: id, name or address; none: somebody else")] = "",
    replaces: Annotated[str, typer.Option(metavar="QUOTE", help="the quote that this one changes")] = "",
    note: Annotated[str, typer.Option(help="what else there is to say; it can be erased later")] = "",
    json: Json = False,
) -> None:
    """Say as a seller at which price somebody can have it. The buyer's yes makes it an order."""
    me = member(slug)
    from entredon.apps.market.entries_orders import Quoted
    from entredon.apps.market.queries_found import find_quote
    from entredon.apps.people.queries import find_person
    from entredon.cli.offers import row_of
    from entredon.log import clock

    row = row_of(slug, offer)
    minor = amounts.amount(price, row.currency) if price else row.minor * quantity
    fact = Quoted(
        offer=row.id, quantity=quantity, minor=minor,
        margin=amounts.amount(margin, row.currency) if margin else row.margin * quantity, currency=row.currency,
        until=until or clock.stamp(clock.now() + timedelta(days=HOLDS))[:10], pay=pay or row.pay,
        withdraw_days=row.withdraw_days if withdraw is None else withdraw,
        buyer=find_person(slug, buyer, inside=True) if buyer else "",
        replaces=find_quote(slug, replaces) if replaces else "",
    )  # fmt: skip
    id = append(slug, fact, me, {"note": note})
    back = _give_back(slug, id)
    data = {"entry": id, "quote": id, "minor": minor, "currency": row.currency, "give_back": back}
    text = said("{money}, of which {part} is given back: {id}.", money=money(minor, row.currency),
                part=money(back, row.currency), id=id[:10])  # fmt: skip
    told(json, data, text)


quote.context_settings = amounts.CONTEXT  # type: ignore[attr-defined]


def _give_back(slug: str, quote: str) -> int:
    """What the law reckoned that is given back of a quote."""
    from entredon.apps.market.models import Quote as Row

    return int(Row.objects.values_list("give_back", flat=True).get(commons=slug, id=quote))


def accept(slug: Slug, quote: Quote, json: Json = False) -> None:
    """Order what was quoted: as the buyer, where a member buys; else the seller says it for whoever does."""
    me = member(slug)
    from entredon.apps.market.entries_orders import Ordered
    from entredon.apps.market.queries_found import find_quote
    from entredon.cli.orders_shown import plain

    about = find_quote(slug, quote)
    id = append(slug, Ordered(quote=about), me)
    data = {**plain(slug, id), "entry": id}
    told(json, data, said("It is ordered: {id}.", id=id[:10]))
    if not json:
        print(printable(said("Reference: {reference}", reference=data["rf"])))
        say(said("Whoever pays writes this reference, and nothing else."))


def decline(slug: Slug, quote: Quote, json: Json = False) -> None:
    """Decline a quote as the buyer, or take it back as the seller."""
    me = member(slug)
    from entredon.apps.market.entries_orders import QuoteDeclined
    from entredon.apps.market.queries_found import find_quote

    about = find_quote(slug, quote)
    id = append(slug, QuoteDeclined(quote=about), me)
    told(json, {"entry": id, "quote": about}, said("It is declined: {id}.", id=id[:10]))


def give_back(
    slug: Slug,
    partner: Annotated[
        str, typer.Argument(metavar="PARTNER", help="who gives back: the name, or the beginning of its id")
    ],
    month: Annotated[str, typer.Argument(metavar="MONTH", help="for orders completed until its end, as in 2026-11")],
    currency: Annotated[str, typer.Argument(metavar="CURRENCY", help="in which currency, such as EUR")],
    due: Annotated[str, typer.Option(metavar="DAY", help="until when it should be paid; none: in two weeks")] = "",
    json: Json = False,
) -> None:
    """Ask a partner who was paid directly for what she gives back of a month's orders. The sum follows from the record."""
    me = member(slug)
    from entredon.apps.market.entries_orders import GiveBackAsked
    from entredon.apps.market.models import Claim
    from entredon.apps.market.queries_found import find_partner
    from entredon.apps.treasury import bases
    from entredon.log import clock
    from entredon.pure.money import references

    about = find_partner(slug, partner)
    rows = [
        row for row in Claim.objects.filter(commons=slug, partner=about, currency=currency, asked="")
        if row.at[:7] <= month
    ]  # fmt: skip
    if not rows:
        raise Trouble(
            "Nothing of {month} waits to be given back in {currency}. Nothing was recorded.",
            month=month[:10], currency=currency[:3],
        )  # fmt: skip
    fact = GiveBackAsked(
        partner=about, month=month, currency=currency, count=len({row.order for row in rows}),
        minor=sum(row.minor for row in rows), due=due or clock.stamp(clock.now() + timedelta(days=HOLDS))[:10],
    )  # fmt: skip
    id = append(slug, fact, me)
    rf = references.rf(bases.of_request(id))
    data = {"entry": id, "partner": about, "month": month, "minor": fact.minor, "currency": currency, "rf": rf.text}
    told(json, data, said("Asked for {money}: {id}.", money=money(fact.minor, currency), id=id[:10]))
    if not json:
        print(printable(said("Reference: {reference}", reference=rf.shown)))
