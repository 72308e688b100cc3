"""The law about quotes and orders: at which price, for whom, and that it is ordered. What becomes of orders has files of its own."""

from typing import Any

from entredon.apps.market import record, record_offers, record_orders, record_partners
from entredon.apps.market.entries_orders import Ordered, Quoted, QuoteDeclined
from entredon.apps.market.models_orders import Order, Quote
from entredon.apps.market.record_offers import ENDED, WAITING
from entredon.apps.people import record as people
from entredon.apps.treasury import record as treasury
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Money
from entredon.pure.value.rule import WHOLE

OPEN, ORDERED, DECLINED, REPLACED = "open", "ordered", "declined", "replaced"
"""How far a quote is."""
QUANTITY = 10_000
YEARS = 1
_OVER = {
    ORDERED: "This quote was accepted already.",
    DECLINED: "This quote was declined or taken back.",
    REPLACED: "This quote was replaced by another one.",
}


@rule(Quoted)
def quoted(tables: Tables, entry: Context, fact: Quoted) -> None:
    """A seller of an open offer says at which price somebody else can have how many; by the agreement that is in force now."""
    offer = _open(tables, entry, fact.offer)
    record_offers.by_seller(tables, entry, offer)
    _check_numbers(tables, entry, fact, offer)
    _check_buyer(tables, offer, fact.buyer)
    agreement = record_offers.agreed(tables, offer.partner)
    record_offers.check_margin(agreement, fact.minor, offer.vat_ppm, fact.margin, fact.currency)
    record_offers.check_most_back(tables, offer.partner, offer.parts, fact.minor, offer.vat_ppm, fact.margin)
    if fact.replaces:
        _replace(tables, fact)
    tables.add(
        Quote, entry.id, offer=offer.id, partner=offer.partner, agreement=agreement.id, person=entry.person,
        buyer=fact.buyer, quantity=fact.quantity, minor=fact.minor, margin=fact.margin,
        give_back=record_offers.given_back(agreement, fact.minor, offer.vat_ppm, fact.margin), currency=fact.currency,
        on=offer.on, parts=offer.parts or [[offer.partner, WHOLE]], until=fact.until, pay=fact.pay,
        withdraw_days=fact.withdraw_days, texts=dict.fromkeys(entry.c, entry.id), position=entry.index, at=entry.at,
    )  # fmt: skip


def _open(tables: Tables, entry: Context, id: str) -> Row:
    """An offer that can be bought now. Raises Refused."""
    offer = record.offer(tables, id)
    if offer.state == WAITING:
        raise Refused("This offer waits for a seller who hasn’t joined it yet.")
    if offer.state == ENDED:
        raise Refused("This offer was ended, by {entry}.", entry=offer.ended[:10])
    if not record_offers.holds(offer, entry.at):
        raise Refused("This offer held until {day}.", day=offer.until)
    sellers = record_offers.sellers(offer)
    record_offers.all_in_force(tables, entry, sellers)
    record_offers.check_covered(tables, record_offers.creations(tables, offer.on), sellers)
    return offer


def _check_numbers(tables: Tables, entry: Context, fact: Quoted, offer: Row) -> None:
    if not 0 < fact.quantity <= QUANTITY:
        raise Refused("A quote is for 1 to {most} of it.", most=QUANTITY)
    if offer.stock != record_offers.MADE and fact.quantity > offer.stock:
        raise Refused("{left} of it are left, and this takes {count}.", left=offer.stock, count=fact.quantity)
    if fact.currency != offer.currency:
        raise Refused("This is offered in {currency}.", currency=offer.currency)
    record_offers.check_price(fact.minor, fact.currency)
    if offer.parts and fact.minor < (least := offer.minor * fact.quantity):
        raise Refused(
            "All sellers of a joint offer have agreed on its price: so many of it are not quoted below {least}.",
            least=Money(least, fact.currency),
        )
    record_partners.check_day(fact.until, entry.at, YEARS)
    record_offers.check_pay(tables, fact.pay)
    if offer.parts and fact.pay != offer.pay:
        raise Refused("All sellers of a joint offer have agreed who is paid; that stays.")
    record_offers.check_withdraw(fact.withdraw_days)
    if fact.withdraw_days < offer.withdraw_days:
        raise Refused(
            "The offer says that a buyer can withdraw during {days} days: not fewer.", days=offer.withdraw_days
        )


def _check_buyer(tables: Tables, offer: Row, buyer: str) -> None:
    """A buyer who is named is a member, and nobody who sells it. Raises Refused."""
    if not buyer:
        return
    if not people.is_member(tables, buyer):
        raise Refused("A buyer who is named is a member; anybody else isn’t named in the public record.")
    if buyer in record_offers.people_of(tables, offer):
        raise Refused("Nobody sells something to herself: name another buyer.")


def _replace(tables: Tables, fact: Quoted) -> None:
    earlier = _waiting(record.quote(tables, fact.replaces))
    if (earlier.offer, earlier.buyer) != (fact.offer, fact.buyer):
        raise Refused("A quote takes the place of one for the same offer and the same buyer.")
    tables.change(earlier, state=REPLACED)


def _waiting(quote: Row) -> Row:
    """A quote that nobody has answered. Raises Refused."""
    if quote.state != OPEN:
        raise Refused(_OVER[quote.state])
    return quote


@rule(QuoteDeclined)
def quote_declined(tables: Tables, entry: Context, fact: QuoteDeclined) -> None:
    """Who was to buy doesn't want it, or a seller takes the quote back; also when she has left."""
    person = people.ever_member(tables, entry)
    quote = _waiting(record.quote(tables, fact.quote))
    if quote.buyer != person.id and not record_orders.sells(tables, entry, quote):
        raise Refused("Only who was to buy it, and who sells it, can decline this quote.")
    tables.change(quote, state=DECLINED)


@rule(Ordered)
def ordered(tables: Tables, entry: Context, fact: Ordered) -> None:
    """Who is to buy accepts a quote in time; for who isn't named the seller says so. Of two who want the last one, the first has it."""
    person = people.member(tables, entry)
    quote = _waiting(record.quote(tables, fact.quote))
    if quote.buyer and quote.buyer != person.id:
        raise Refused("This quote is for somebody else: only she can accept it.")
    if not quote.buyer and not record_orders.sells(tables, entry, quote):
        raise Refused("Who is to buy isn’t named here: only who sells it can say that she accepts.")
    if not record_offers.holds(quote, entry.at):
        raise Refused("This quote held until {day}: ask for another one.", day=quote.until)
    record_offers.all_in_force(tables, entry, record_offers.sellers(quote))
    offer = record.offer(tables, quote.offer)
    on = record_offers.versions(tables, quote.on)
    record_offers.take_stock(tables, offer, quote.quantity)
    tables.change(quote, state=ORDERED)
    row = tables.add(Order, entry.id, quote=quote.id, on=on, position=entry.index, at=entry.at, **_same(quote))
    record_orders.agree(tables, entry, row, offer)
    record_orders.step(tables, entry, row)
    if row.pay == record.BEARER:
        treasury.record_orders.ask(
            tables, entry, minor=row.minor, currency=row.currency, what=offer.what, source=treasury.record_orders.ORDER,
            version=on[0][0] if len(on) == 1 else "",
        )  # fmt: skip


def _same(quote: Row) -> dict[str, Any]:
    """What an order has from its quote."""
    names = (
        "offer", "partner", "agreement", "buyer", "quantity", "minor", "margin", "give_back", "currency", "parts", "pay",
        "withdraw_days", "texts",
    )  # fmt: skip
    return {name: getattr(quote, name) for name in names}
