"""Incomes as rules make them: what they are for, the row, and the flow that tells the same."""

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.treasury.models import Income
from entredon.apps.value import record as value
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Money
from entredon.pure.value import currency as currencies

MOST = 10**15
"""The greatest amount in smallest units, so that sums of many stay exact in every program."""
TOLD, BANK, CASH, ELSEWHERE = "told", "bank", "cash", "elsewhere"
"""How it is known that an income came: by a steward's word, by the bank's, by the cash book, by other means."""


def check_amount(minor: int, currency: str) -> None:
    """An income is more than nothing and can be counted, in a currency that is there. Raises Refused."""
    check_currency(currency)
    if not 0 < minor <= MOST:
        raise Refused(
            "An income lies between {least} and {most}.", least=Money(1, currency), most=Money(MOST, currency)
        )


def check_currency(code: str) -> None:
    """Refuse what isn't the code of a currency. Raises Refused."""
    try:
        currencies.decimals(code)
    except currencies.BadAmount as trouble:
        raise Refused.of(trouble) from None


def for_version(tables: Tables, id: str) -> Row:
    """A version that money can have come for: one that is released. Raises Refused."""
    version = library.version(tables, id)
    if version.state == library.OPEN:
        raise Refused("This version is not released yet: release it first, or name one that is.")
    if version.state != library.RELEASED:
        raise Refused("This version has been replaced; name the one that took its place.")
    return version


def add(
    tables: Tables, entry: Context, id: str, version: Row, minor: int, currency: str, *, source: str = TOLD, line: str = "",
    what: str = "", request: str = "",
) -> Row:  # fmt: skip
    """An income for a version begins, and is told as a flow: a transfer from outside. Who gave it is personal, so not there."""
    flows.spec(tables, entry, currency, currency, medium_of_exchange=True)
    flows.unit(tables, entry, currency, currency)
    flows.record(
        tables, entry, id, action="transfer", receiver=flows.commons(entry), resource_conforms_to=currency,
        resource_quantity=currencies.plain(minor, currency), resource_unit=currency,
    )  # fmt: skip
    return tables.add(
        Income, id, version=version.id, creation=version.creation, minor=minor, currency=currency, person=entry.person,
        position=entry.index, at=entry.at, source=source, line=line, what=what, request=request,
    )  # fmt: skip


def take_back(tables: Tables, entry: Context, row: Row, n: int) -> None:
    """An income never was: not where it was shared already. The flow is corrected down to nothing. Raises Refused."""
    if shareout := value.is_shared(tables, row.id):
        raise Refused(
            "The income {income} was shared by {shareout}, so it can't be taken back: what was shared is owed.",
            income=row.id[:10],
            shareout=shareout[:10],
        )
    if row.taken_back:
        raise Refused("This income was taken back, by {entry}.", entry=row.taken_back[:10])
    flows.record(
        tables, entry, f"{entry.id}.{n}", action="transfer", receiver=flows.commons(entry), corrects=row.id,
        resource_conforms_to=row.currency, resource_quantity=f"-{currencies.plain(row.minor, row.currency)}",
        resource_unit=row.currency,
    )  # fmt: skip
    tables.change(row, taken_back=entry.id)
