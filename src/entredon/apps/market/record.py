"""What other apps' rules ask and leave here: partners by their agreements, and orders as money comes in for them."""

from entredon.apps.market.models import Agreement, Offer, Partner
from entredon.apps.market.models_orders import Order
from entredon.log.registry import Refused
from entredon.log.tables import Row, Tables

PROPOSED, ACCEPTED, DECLINED, REPLACED = "proposed", "accepted", "declined", "replaced"
"""How far an agreement is."""
PARTNER, BEARER = "partner", "bearer"
"""Who is paid for an order."""


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
