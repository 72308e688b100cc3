"""What the rules about offers and orders share: who sells, what can be sold at which price, and the flows that tell of an offer."""

from collections.abc import Iterable, Sequence
from typing import Any

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.market import record, record_partners
from entredon.apps.market.entries import PartOf, StandsOn
from entredon.apps.people import record as people
from entredon.apps.treasury import record as treasury
from entredon.apps.value import record as value
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Money
from entredon.pure.value import currency as currencies
from entredon.pure.value import give_back
from entredon.pure.value.give_back import Give
from entredon.pure.value.rule import WHOLE

WAITING, OPEN, ENDED = "waiting", "open", "ended"
"""How far an offer is."""
GOODS = ("kit", "good", "pre-order")
WHATS = ("support", "integration", "training", "service", *GOODS)
"""What can be offered: what is handed over, and what is done."""
UNITS = ("piece", "hour", "day", "month", "course")
THINGS, SELLERS = 50, 20
HEAVIEST = 1_000_000
DEAREST = 10**11 - 1
"""The highest price in smallest units: the most that a payment code can ask for."""
STOCK, DAYS, WITHDRAW, YEARS = 1_000_000, 3_650, 365, 10
MADE = -1
"""The stock of what is made to order."""

Pairs = Sequence[Sequence[Any]]


def sellers(row: Row) -> list[str]:
    """The partners who sell an offer, a quote or an order."""
    return [partner for partner, _ppm in row.parts] or [row.partner]


def people_of(tables: Tables, row: Row) -> set[str]:
    """The people who speak for its sellers."""
    return {str(record.partner(tables, id).person) for id in sellers(row)}


def by_seller(tables: Tables, entry: Context, row: Row, *, ever: bool = False) -> None:
    """The author speaks for one of its sellers. ``ever``: also if she has left meanwhile, for what is begun is brought to an end.
    Raises Refused."""
    who = people.ever_member(tables, entry) if ever else people.member(tables, entry)
    if who.id not in people_of(tables, row):
        raise Refused("Only who sells this can say it.")


def all_in_force(tables: Tables, entry: Context, ids: Iterable[str]) -> None:
    """All these partners have agreements in force. Raises Refused."""
    for id in ids:
        record_partners.in_force(tables, entry, id)


def agreed(tables: Tables, partner: str) -> Row:
    """The agreement of a partner whose agreement is in force."""
    return record.agreement(tables, record.partner(tables, partner).agreement)


# What it stands on


def creation_of(tables: Tables, what: str) -> str:
    """The creation of a version, or the creation itself, of which something is released. Raises Refused."""
    if library.is_version(tables, what):
        return str(_released(tables, what).creation)
    return str(_newest(tables, what).creation)


def creations(tables: Tables, on: Pairs) -> set[str]:
    """The creations that something stands on, whatever has become of their versions since."""
    return {
        str(library.version(tables, what).creation if library.is_version(tables, what) else what) for what, _weight in on
    }  # fmt: skip


def versions(tables: Tables, on: Pairs) -> list[list[Any]]:
    """What is ordered stands on versions: of a creation, on the one that was released last. Each once, with its weight. Raises Refused."""
    found: dict[str, int] = {}
    for what, weight in on:
        known = library.is_version(tables, what)
        row = _released(tables, what) if known else _newest(tables, what)
        found[row.id] = found.get(row.id, 0) + weight
    return [[id, weight] for id, weight in found.items()]


def _released(tables: Tables, version: str) -> Row:
    row = library.version(tables, version)
    if row.state == library.OPEN:
        raise Refused("This version is not released yet: release it first, or name one that is.")
    if row.state != library.RELEASED:
        raise Refused("This version has been replaced; name the one that took its place.")
    return row


def _newest(tables: Tables, creation: str) -> Row:
    library.creation(tables, creation)
    try:
        return library.newest_released(tables, creation)
    except Refused:
        raise Refused("No version of this creation is released yet: it can be offered once there is one.") from None


def check_on(tables: Tables, on: Sequence[StandsOn], partners: Sequence[str]) -> None:
    """It stands on things that are released and that the agreements of its sellers are for. Raises Refused."""
    if not 0 < len(on) <= THINGS or len({one.what for one in on}) != len(on):
        raise Refused(
            "Say on what it stands: between 1 and {most} creations and versions, each of them once.", most=THINGS
        )
    if any(not 0 < one.weight <= HEAVIEST for one in on):
        raise Refused("A weight is between 1 and {most}.", most=HEAVIEST)
    check_covered(tables, {creation_of(tables, one.what) for one in on}, partners)


def check_covered(tables: Tables, creations: Iterable[str], partners: Iterable[str]) -> None:
    """The agreements of partners in force are for these creations. Raises Refused."""
    asked = sorted(creations)
    for id in partners:
        covers = set(agreed(tables, id).creations)
        for creation in asked:
            if covers and creation not in covers:
                raise Refused("The agreement of the partner {partner} isn’t for “{name}”: propose one that is.",
                              partner=id[:10], name=library.creation(tables, creation).name)  # fmt: skip


def check_parts(parts: Sequence[PartOf], partner: str) -> None:
    """A joint offer has several sellers, who have all of it together. Raises Refused."""
    if not parts:
        return
    ids = {part.partner for part in parts}
    if not 1 < len(parts) <= SELLERS or len(ids) != len(parts) or partner not in ids:
        raise Refused("A joint offer names between 2 and {most} sellers, each of them once, and who makes it is one of them.",
                      most=SELLERS)  # fmt: skip
    if any(part.ppm < 1 for part in parts) or sum(part.ppm for part in parts) != WHOLE:
        raise Refused("The parts of the sellers must add up to 100 %, and each is more than nothing.")


# Numbers


def check_price(minor: int, currency: str) -> None:
    """Raises Refused."""
    try:
        currencies.decimals(currency)
    except currencies.BadAmount as trouble:
        raise Refused.of(trouble) from None
    if not 0 < minor <= DEAREST:
        raise Refused(
            "A price lies between {least} and {most}.", least=Money(1, currency), most=Money(DEAREST, currency)
        )


def check_margin(agreement: Row, minor: int, vat_ppm: int, margin: int, currency: str) -> None:
    """What the seller says is left to her of a price: where her agreement asks for a part of that, and not more than the price
    without VAT. Raises Refused."""
    if not asks_margin(agreement):
        if margin:
            raise Refused("The agreement asks for no part of what is left of a price, so nothing is said about that.")
        return
    most = give_back.without_vat(minor, vat_ppm)
    if not 0 <= margin <= most:
        raise Refused("What is left of this price is between {least} and {most}, the price without VAT.",
                      least=Money(0, currency), most=Money(most, currency))  # fmt: skip


def asks_margin(agreement: Row) -> bool:
    """Whether an agreement asks for a part of what is left of a price."""
    return any(give["way"] == give_back.MARGIN for give in agreement.gives)


def check_vat(vat_ppm: int) -> None:
    """Raises Refused."""
    if not 0 <= vat_ppm <= WHOLE:
        raise Refused("VAT is between 0 and 100 %.")


def check_stock(stock: int) -> None:
    """Raises Refused."""
    if not MADE <= stock <= STOCK:
        raise Refused("There are between 0 and {most} of it; for what is made to order, say -1.", most=STOCK)


def check_pay(tables: Tables, pay: str) -> None:
    """Raises Refused."""
    if pay not in (record.PARTNER, record.BEARER):
        raise Refused("Either the partner is paid, or the bearer.")
    if pay == record.BEARER:
        treasury.check_borne(tables)


def check_withdraw(days: int) -> None:
    """Raises Refused."""
    if not 0 <= days <= WITHDRAW:
        raise Refused("A buyer can withdraw during 0 to {most} days.", most=WITHDRAW)


def given_back(agreement: Row, minor: int, vat_ppm: int, margin: int) -> int:
    """What is given back of a price by an agreement."""
    return give_back.given_back(minor, vat_ppm, margin, [Give(**give) for give in agreement.gives])


def check_most_back(
    tables: Tables, partner: str, parts: Iterable[tuple[str, int]], minor: int, vat_ppm: int, margin: int
) -> None:
    """Of what several sell together is given back by the agreement of who makes the offer: so that is no less than they would by theirs,
    each for its part. Raises Refused."""
    ours = agreed(tables, partner)
    whole = 0
    for id, ppm in parts:
        theirs = agreed(tables, id)
        if asks_margin(theirs) and not asks_margin(ours):
            raise Refused(
                "Of one of these sellers a part is asked of what is left of the price: so she makes the offer, and says what that is."
            )
        whole += given_back(theirs, minor, vat_ppm, margin) * ppm
    if given_back(ours, minor, vat_ppm, margin) * WHOLE < whole:
        raise Refused("By their own agreements these sellers give back more than by that of who makes the offer: let one make it who gives "
                      "back more.")  # fmt: skip


def holds(row: Row, at: str) -> bool:
    """Whether what holds until a day still does at a time; for no day, it has no end."""
    return not row.until or at[:10] <= row.until


# The flows that tell of it: a kind of thing or service, an intent to give it, one to be paid for it, and the proposal of both


def tell(tables: Tables, entry: Context, row: Row) -> None:
    """An offer is open: from here on it is a proposal among the flows."""
    on = [f"{flows.commons(entry)}{what}" for what, _weight in row.on]
    flows.spec(tables, entry, row.id, row.what, resource_classified_as=on)
    flows.spec(tables, entry, row.currency, row.currency, medium_of_exchange=True)
    flows.unit(tables, entry, row.currency, row.currency)
    unit(tables, entry, row.unit)
    flows.record(
        tables, entry, f"{row.id}.1", kind="intent", action=action(row.what), provider=row.partner,
        resource_conforms_to=row.id, resource_quantity="1", resource_unit=row.unit, available_quantity=available(row.stock),
    )  # fmt: skip
    flows.record(
        tables, entry, f"{row.id}.2", kind="intent", action="transfer", receiver=payee(entry, row.pay, row.partner),
        resource_conforms_to=row.currency, resource_quantity=currencies.plain(row.minor, row.currency),
        resource_unit=row.currency,
    )  # fmt: skip
    flows.record_exchange.proposal(
        tables, entry, row.id, purpose=flows.record_exchange.OFFER, unit_based=True, publishes=[f"{row.id}.1"],
        reciprocal=[f"{row.id}.2"], has_end=last_moment(row.until),
    )  # fmt: skip


def retell(tables: Tables, row: Row) -> None:
    """The numbers of an open offer have changed."""
    flows.replan(tables, f"{row.id}.1", available_quantity=available(row.stock))
    flows.replan(tables, f"{row.id}.2", resource_quantity=currencies.plain(row.minor, row.currency))
    flows.record_exchange.repropose(tables, row.id, has_end=last_moment(row.until))


def untell(tables: Tables, entry: Context, row: Row) -> None:
    """An open offer ends."""
    for part in (1, 2):
        flows.replan(tables, f"{row.id}.{part}", finished=True)
    flows.record_exchange.repropose(tables, row.id, has_end=entry.at)


def take_stock(tables: Tables, row: Row, count: int) -> None:
    """So many are taken out of the stock, or put back below zero; there are never fewer than none. Raises Refused."""
    if row.stock == MADE:
        return
    if row.stock < count:
        raise Refused("{left} of it are left, and this takes {count}.", left=row.stock, count=count)
    tables.change(row, stock=row.stock - count)
    flows.replan(tables, f"{row.id}.1", available_quantity=available(row.stock))


def action(what: str) -> str:
    """How Valueflows calls handing something over, or doing it for somebody."""
    return "transfer" if what in GOODS else "deliverService"


def unit(tables: Tables, entry: Context, name: str) -> None:
    """The unit of an offer."""
    if name == "hour":
        flows.unit(tables, entry, name, name, symbol="h", om_unit_identifier="hour")
    else:
        flows.unit(tables, entry, name, name)


def payee(entry: Context, pay: str, partner: str) -> str:
    """Who is paid, as flows name her: a partner, or the body that bears the money of this commons and holds it for the sellers."""
    return partner if pay == record.PARTNER else f"{flows.commons(entry)}bearer"


def available(stock: int) -> str:
    """A stock as flows write it: nothing for what is made to order."""
    return "" if stock == MADE else str(stock)


def last_moment(day: str) -> str:
    """The end of a day as entries write times, "" for no day."""
    return f"{day}T23:59:59.999Z" if day else ""


def later(at: str, days: int) -> str:
    """A time so many days later."""
    return value.later(at, days)
