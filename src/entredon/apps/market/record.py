"""What other apps' rules ask and leave here: partners by their agreements, and that one is admitted or ends.

What comes in for orders is left in ``record_orders``, and what is owed of them in ``record_give_back``; they are reached by this one.
"""

from entredon.apps.flows import record as flows
from entredon.apps.market import record_give_back as record_give_back
from entredon.apps.market import record_orders as record_orders
from entredon.apps.market.models import Agreement, Offer, Partner
from entredon.apps.market.models_orders import Order, Quote
from entredon.apps.people import record as people
from entredon.apps.value import record as value
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

PROPOSED, ACCEPTED, DECLINED, REPLACED = "proposed", "accepted", "declined", "replaced"
"""How far an agreement is."""
PARTNER, BEARER = "partner", "bearer"
"""Who is paid for an order."""
FREELANCER = "freelancer"


def partner(tables: Tables, id: str) -> Row:
    """A partner, or who wants to be one. Raises Refused."""
    row = tables.get(Partner, id)
    if row is None:
        raise Refused("There is no partner {id} here.", id=id[:10])
    return row


def agreement(tables: Tables, id: str) -> Row:
    """An agreement with a partner, whatever became of it. Raises Refused."""
    row = tables.get(Agreement, id)
    if row is None:
        raise Refused("There is no agreement {id} here.", id=id[:10])
    return row


def is_partner(row: Row, at: str) -> bool:
    """Whether a partner's agreement is in force at a time, as entries write it."""
    return bool(row.agreement) and (not row.ends or at < row.ends)


def speakers(tables: Tables, at: str) -> set[str]:
    """The people who speak for partners whose agreement is in force at a time."""
    return {row.person for row in tables.find(Partner) if is_partner(row, at)}


def offer(tables: Tables, id: str) -> Row:
    """An offer, open or not. Raises Refused."""
    row = tables.get(Offer, id)
    if row is None:
        raise Refused("There is no offer {id} here.", id=id[:10])
    return row


def quote(tables: Tables, id: str) -> Row:
    """A quote, open or not. Raises Refused."""
    row = tables.get(Quote, id)
    if row is None:
        raise Refused("There is no quote {id} here.", id=id[:10])
    return row


def order(tables: Tables, id: str) -> Row:
    """An order. Raises Refused."""
    row = tables.get(Order, id)
    if row is None:
        raise Refused("There is no order {id} here.", id=id[:10])
    return row


def talked_about(tables: Tables, id: str) -> Row:
    """A partner or an offer, by the entry that tells of it. Raises Refused."""
    row = tables.get(Partner, id) or tables.get(Offer, id)
    if row is None:
        raise Refused("There is no partner and no offer {id} here.", id=id[:10])
    return row


def admit(tables: Tables, entry: Context, agreement_id: str) -> Row:
    """An agreement that was proposed is accepted and in force from here on, in place of the one before. Raises Refused."""
    row = agreement(tables, agreement_id)
    if row.state != PROPOSED:
        raise Refused(_NOT_OPEN[row.state], id=row.id[:10])
    who = partner(tables, row.partner)
    if who.ended:
        raise Refused(
            "This partner’s agreement ends or has ended. Whoever wants to go on proposes to be a partner anew."
        )
    if not people.is_member(tables, who.person):
        raise Refused("Who speaks for this partner is no member here any more, so nobody could keep the agreement.")
    if who.agreement:
        tables.change(agreement(tables, who.agreement), state=REPLACED)
    tables.change(row, state=ACCEPTED, accepted=entry.id, accepted_at=entry.at)
    tables.change(who, agreement=row.id, since=who.since or entry.at)
    tell_agent(tables, entry, who)
    return who


_NOT_OPEN = {
    ACCEPTED: "The agreement {id} was accepted already.",
    DECLINED: "The agreement {id} was declined or taken back; it has to be proposed anew.",
    REPLACED: "The agreement {id} was replaced by a later one; accept that.",
}


def end(tables: Tables, entry: Context, partner_id: str) -> Row:
    """A partner's agreement ends once its notice is over, and what was proposed in its place with it. Raises Refused."""
    who = partner(tables, partner_id)
    if not who.agreement:
        raise Refused("This partner has no agreement yet: decline what was proposed, or take it back.")
    if who.ended:
        raise Refused("This partner’s agreement was ended already, by {entry}.", entry=who.ended[:10])
    days = agreement(tables, who.agreement).notice_days
    tables.change(who, ended=entry.id, ends=value.later(entry.at, days))
    for row in tables.find(Agreement, partner=who.id):
        if row.state == PROPOSED:
            tables.change(row, state=DECLINED, declined=entry.id)
    return who


def tell_agent(tables: Tables, entry: Context, who: Row) -> None:
    """A partner as somebody who gives and takes: what it is and where. Its name is a side text, so not there."""
    flows.record_exchange.agent(
        tables, entry, who.id, type="Person" if who.what == FREELANCER else "Organization", classified_as=[who.what],
        primary_location=f"https://sws.geonames.org/{who.town}/" if who.town else "",
    )  # fmt: skip
