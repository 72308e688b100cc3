"""The law about asking for money."""

from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.treasury import record_incomes, record_orders, record_parts, record_places
from entredon.apps.treasury import record_journal as journal
from entredon.apps.treasury.entries import Requested, RequestWithdrawn
from entredon.apps.treasury.models import Request
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Tables


@rule(Requested)
def requested(tables: Tables, entry: Context, fact: Requested) -> None:
    """A steward asks somebody to pay, for something that is released or for the common pot; its reference is nobody else's."""
    people.steward(tables, entry)
    journal.borne(tables)
    record_incomes.check_amount(fact.minor, fact.currency)
    if fact.what in record_parts.OURS:
        raise Refused("“{kind}” is a word that the books use by themselves; choose another.", kind=fact.what)
    _check_what_for(tables, fact)
    if fact.due:
        record_places.check_day(fact.due)
    record_orders.ask(
        tables, entry, minor=fact.minor, currency=fact.currency, what=fact.what, version=fact.version,
        creation=fact.creation, due=fact.due,
    )  # fmt: skip


def _check_what_for(tables: Tables, fact: Requested) -> None:
    if fact.version and fact.creation:
        raise Refused("Ask for a version or for a creation, not for both; for neither, it is for the common pot.")
    if fact.version:
        record_incomes.for_version(tables, fact.version)
    if fact.creation:
        library.newest_released(tables, fact.creation)


@rule(RequestWithdrawn)
def request_withdrawn(tables: Tables, entry: Context, fact: RequestWithdrawn) -> None:
    """A steward takes a request back, once."""
    people.steward(tables, entry)
    request = tables.get(Request, fact.request)
    if request is None:
        raise Refused("There is no request {id} here.", id=fact.request[:10])
    if request.source:
        raise Refused("No steward asked for this: an order did, or what a partner gives back. It ends with that alone.")
    if request.withdrawn:
        raise Refused("This request was taken back already, by {entry}.", entry=request.withdrawn[:10])
    tables.change(request, withdrawn=entry.id)
