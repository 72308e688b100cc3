"""The law about asking partners for what they give back of orders they were paid for themselves."""

import re

from entredon.apps.market import record, record_give_back
from entredon.apps.market.entries_orders import GiveBackAsked
from entredon.apps.market.models_orders import Asked
from entredon.apps.people import record as people
from entredon.apps.treasury import record as treasury
from entredon.apps.value.record import later
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Tables
from entredon.pure.formats import Day, Money
from entredon.pure.money.journal.shape import real_day

DAYS = 90
"""So long a partner has to pay what it is asked for, at most: else who asks could put it off for ever."""
_MONTH = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])", re.ASCII)


@rule(GiveBackAsked)
def give_back_asked(tables: Tables, entry: Context, fact: GiveBackAsked) -> None:
    """A member asks a partner for what it owes of orders completed until the end of a month that is over: all that nobody asked for."""
    people.member(tables, entry)
    partner = record.partner(tables, fact.partner)
    _check_days(entry, fact)
    claims = record_give_back.open_until(tables, partner.id, fact.currency, fact.month)
    minor, count = sum(claim.minor for claim in claims), len({claim.order for claim in claims})
    if not claims:
        raise Refused("Of orders completed until then, this partner owes nothing that it wasn't asked for.")
    if (fact.minor, fact.count) != (minor, count):
        raise Refused(
            "Of orders completed until then, this partner owes {right} (orders: {count}), not {said} (orders: {told}).",
            right=Money(minor, fact.currency), count=count, said=Money(fact.minor, fact.currency), told=fact.count,
        )  # fmt: skip
    treasury.record_orders.ask(
        tables, entry, minor=minor, currency=fact.currency, what=treasury.record_orders.GIVE_BACK,
        source=treasury.record_orders.GIVE_BACK, due=fact.due,
    )  # fmt: skip
    for claim in claims:
        tables.change(claim, asked=entry.id)
    tables.add(
        Asked, entry.id, partner=partner.id, month=fact.month, currency=fact.currency, count=count, minor=minor,
        due=fact.due, position=entry.index, at=entry.at,
    )  # fmt: skip


def _check_days(entry: Context, fact: GiveBackAsked) -> None:
    if not _MONTH.fullmatch(fact.month):
        raise Refused("“{month}” is no month: write it like 2026-11.", month=fact.month[:12])
    if entry.at[:7] <= fact.month:
        raise Refused("{month} isn't over yet: a partner is asked for months that are.", month=fact.month)
    if not real_day(fact.due):
        raise Refused("“{day}” is no day of the calendar.", day=fact.due)
    if fact.due < entry.at[:10]:
        raise Refused("{day} is over already: say a day until which it can be paid.", day=Day(fact.due))
    if fact.due > later(entry.at, DAYS)[:10]:
        raise Refused(
            "A partner has at most {days} days to pay, and {day} is later than that.", days=DAYS, day=Day(fact.due)
        )
