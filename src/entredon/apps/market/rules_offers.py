"""The law about offers: made by partners in force, joined by all their sellers, changed and ended."""

from entredon.apps.market import record, record_offers, record_partners
from entredon.apps.market.entries import OfferChanged, Offered, OfferEnded, OfferJoined
from entredon.apps.market.models import Offer, OfferOn
from entredon.apps.market.record_offers import ENDED, OPEN, WAITING
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Tables


@rule(Offered)
def offered(tables: Tables, entry: Context, fact: Offered) -> None:
    """A partner in force offers something that stands on what its agreement is for; what is offered jointly waits for the others."""
    partner = record_partners.of_author(tables, entry, fact.partner)
    record_offers.check_parts(fact.parts, partner.id)
    sellers = [part.partner for part in fact.parts] or [partner.id]
    record_offers.all_in_force(tables, entry, sellers)
    _check(tables, entry, fact)
    record_offers.check_on(tables, fact.on, sellers)
    agreement = record_offers.agreed(tables, partner.id)
    record_offers.check_margin(agreement, fact.minor, fact.vat_ppm, fact.margin, fact.currency)
    parts = [(part.partner, part.ppm) for part in fact.parts]
    record_offers.check_most_back(tables, partner.id, parts, fact.minor, fact.vat_ppm, fact.margin)
    row = tables.add(
        Offer, entry.id, partner=partner.id, person=partner.person, what=fact.what,
        on=[[one.what, one.weight] for one in fact.on], minor=fact.minor, currency=fact.currency, unit=fact.unit,
        vat_ppm=fact.vat_ppm, margin=fact.margin, parts=[[part.partner, part.ppm] for part in fact.parts],
        joined=[partner.id], stock=fact.stock, days=fact.days, until=fact.until, pay=fact.pay,
        withdraw_days=fact.withdraw_days, state=WAITING if fact.parts else OPEN, texts=dict.fromkeys(entry.c, entry.id),
        position=entry.index, at=entry.at,
    )  # fmt: skip
    for one in fact.on:
        tables.add(OfferOn, f"{entry.id}/{one.what}", offer=entry.id, what=one.what)
    if row.state == OPEN:
        record_offers.tell(tables, entry, row)


def _check(tables: Tables, entry: Context, fact: Offered) -> None:
    """What an offer says by itself. Raises Refused."""
    if "title" not in entry.c:
        raise Refused("Say in a few words what you offer.")
    if fact.what not in record_offers.WHATS:
        raise Refused("What is offered is one of these: {whats}.", whats=", ".join(record_offers.WHATS))
    if fact.unit not in record_offers.UNITS:
        raise Refused("A price is for one of these: {units}.", units=", ".join(record_offers.UNITS))
    record_offers.check_price(fact.minor, fact.currency)
    record_offers.check_vat(fact.vat_ppm)
    record_offers.check_stock(fact.stock)
    if not 0 <= fact.days <= record_offers.DAYS:
        raise Refused("It is delivered within 0 to {most} days.", most=record_offers.DAYS)
    if fact.until:
        record_partners.check_day(fact.until, entry.at, record_offers.YEARS)
    record_offers.check_pay(tables, fact.pay)
    record_offers.check_withdraw(fact.withdraw_days)


@rule(OfferJoined)
def offer_joined(tables: Tables, entry: Context, fact: OfferJoined) -> None:
    """A seller whom a joint offer names agrees with it; it is open once all have."""
    partner = record_partners.of_author(tables, entry, fact.partner)
    row = record.offer(tables, fact.offer)
    if partner.id not in record_offers.sellers(row):
        raise Refused("This offer doesn’t name that partner as one of its sellers.")
    if row.state == ENDED:
        raise Refused("This offer was ended, by {entry}.", entry=row.ended[:10])
    if partner.id in row.joined:
        raise Refused("This partner has joined the offer already.")
    record_offers.all_in_force(tables, entry, [partner.id])
    tables.change(row, joined=[*row.joined, partner.id])
    if set(row.joined) == set(record_offers.sellers(row)):
        tables.change(row, state=OPEN)
        record_offers.tell(tables, entry, row)


@rule(OfferChanged)
def offer_changed(tables: Tables, entry: Context, fact: OfferChanged) -> None:
    """Who made an offer changes its numbers from here on; the price of a joint one stays as all agreed."""
    row = record.offer(tables, fact.offer)
    partner = record_partners.of_author(tables, entry, row.partner)
    if row.state == ENDED:
        raise Refused("This offer was ended, by {entry}.", entry=row.ended[:10])
    if (fact.minor, fact.margin, fact.stock, fact.until) == (row.minor, row.margin, row.stock, row.until):
        raise Refused("Say what changes.")
    if row.parts and (fact.minor, fact.margin) != (row.minor, row.margin):
        raise Refused("The price of a joint offer stays as all its sellers agreed. End it, and make another one.")
    record_offers.all_in_force(tables, entry, [partner.id])
    record_offers.check_price(fact.minor, row.currency)
    if fact.stock != row.stock:
        record_offers.check_stock(fact.stock)
    if fact.until and fact.until != row.until:
        record_partners.check_day(fact.until, entry.at, record_offers.YEARS)
    agreement = record_offers.agreed(tables, partner.id)
    record_offers.check_margin(agreement, fact.minor, row.vat_ppm, fact.margin, row.currency)
    tables.change(row, minor=fact.minor, margin=fact.margin, stock=fact.stock, until=fact.until)
    if row.state == OPEN:
        record_offers.retell(tables, row)


@rule(OfferEnded)
def offer_ended(tables: Tables, entry: Context, fact: OfferEnded) -> None:
    """Any of its sellers takes an offer from the list, once; also when she has left. Quotes and orders of it stand."""
    row = record.offer(tables, fact.offer)
    record_offers.by_seller(tables, entry, row, ever=True)
    if row.state == ENDED:
        raise Refused("This offer was ended already, by {entry}.", entry=row.ended[:10])
    if row.state == OPEN:
        record_offers.untell(tables, entry, row)
    tables.change(row, state=ENDED, ended=entry.id)
