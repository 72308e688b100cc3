"""The law about money that came in by somebody's word; the rest of the law of money stands in files of its own."""

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.treasury import rules_bank as rules_bank  # the kinds of these register with the one here
from entredon.apps.treasury import rules_bearer as rules_bearer
from entredon.apps.treasury import rules_books as rules_books
from entredon.apps.treasury import rules_cash as rules_cash
from entredon.apps.treasury import rules_expenses as rules_expenses
from entredon.apps.treasury import rules_out as rules_out
from entredon.apps.treasury import rules_requests as rules_requests
from entredon.apps.treasury.entries import Received
from entredon.apps.treasury.models import Income
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Money
from entredon.pure.value import currency as currencies

MOST = 10**15
"""The greatest income in smallest units, so that sums of many stay exact in every program."""


@rule(Received)
def received(tables: Tables, entry: Context, fact: Received) -> None:
    """A steward tells that money came in, for something that is released: only that can have been sold."""
    steward = people.steward(tables, entry)
    _check_amount(fact)
    version = _version(tables, fact)
    _tell(tables, entry, fact)
    tables.add(
        Income, entry.id, version=version.id, creation=version.creation, minor=fact.minor, currency=fact.currency,
        person=steward.id, position=entry.index, at=entry.at,
    )  # fmt: skip


def _check_amount(fact: Received) -> None:
    try:
        currencies.decimals(fact.currency)
    except currencies.BadAmount as trouble:
        raise Refused.of(trouble) from None
    if not 0 < fact.minor <= MOST:
        raise Refused(
            "An income lies between {least} and {most}.",
            least=Money(1, fact.currency),
            most=Money(MOST, fact.currency),
        )


def _version(tables: Tables, fact: Received) -> Row:
    """The version that the money came for. Raises Refused."""
    if (fact.version is None) == (fact.creation is None):
        raise Refused("Say for which version or for which creation it came in: one of the two.")
    if fact.creation is not None:
        return library.newest_released(tables, fact.creation)
    version = library.version(tables, str(fact.version))
    if version.state == library.OPEN:
        raise Refused("This version is not released yet: release it first, or name one that is.")
    if version.state != library.RELEASED:
        raise Refused("This version has been replaced; name the one that took its place.")
    return version


def _tell(tables: Tables, entry: Context, fact: Received) -> None:
    """The same as a flow: a transfer of money from outside. Who gave it is personal, and therefore not here."""
    code = fact.currency
    flows.spec(tables, entry, code, code, medium_of_exchange=True)
    flows.unit(tables, entry, code, code)
    flows.record(
        tables, entry, entry.id, action="transfer", receiver=flows.commons(entry), resource_conforms_to=code,
        resource_quantity=currencies.plain(fact.minor, code), resource_unit=code,
    )  # fmt: skip
