"""What partners owe of orders they were paid for directly: claims, and the money that comes for them."""

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.market import record
from entredon.apps.market.models_orders import Asked, Claim
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.value import currency as currencies


def owed(
    tables: Tables, entry: Context, order: Row, versions: list[tuple[str, int]], triggered_by: str = ""
) -> None:  # fmt: skip
    """An order that the seller was paid for is completed: so much is given back for each version, and owed from now on.

    ``triggered_by`` is what happened in ``flows`` by which the claim came to be: that it was delivered.
    """
    flows.spec(tables, entry, order.currency, order.currency, medium_of_exchange=True)
    flows.unit(tables, entry, order.currency, order.currency)
    for n, (version, minor) in enumerate([one for one in versions if one[1]], 1):
        id = f"{entry.id}.{n}"
        flows.record(
            tables, entry, id, kind="claim", action="transfer", provider=order.partner, receiver=flows.commons(entry),
            resource_conforms_to=order.currency, resource_quantity=currencies.plain(minor, order.currency),
            resource_unit=order.currency, triggered_by=triggered_by or order.id,
        )  # fmt: skip
        tables.add(
            Claim, id, partner=order.partner, order=order.id, version=version, minor=minor, currency=order.currency,
            position=entry.index, at=entry.at,
        )  # fmt: skip


def open_until(tables: Tables, partner: str, currency: str, month: str) -> list[Row]:
    """The claims on a partner that nobody has asked for, of orders completed until the end of a month (2026-11)."""
    rows = tables.find(Claim, partner=partner, asked="")
    return sorted((row for row in rows if row.currency == currency and row.at[:7] <= month), key=_place)


def check_told_aside(tables: Tables, entry: Context, asked: str) -> None:
    """That money came for a monthly request by no bank is told by somebody else than who speaks for its partner. Raises Refused."""
    row = tables.get(Asked, asked)
    assert row is not None  # the request has its id
    if entry.person == record.partner(tables, row.partner).person:
        raise Refused("That this was paid is told by the bank, or by another steward than who speaks for the partner.")


def came(tables: Tables, asked: str, minor: int) -> list[tuple[str, int]]:
    """So much came in for a monthly request: it pays its claims in their order. Returns what it is for each version.

    So each version has had just what was owed for it as soon as all is paid, in however many parts that came.
    """
    rest, found = minor, dict[str, int]()
    for claim in _claims(tables, asked):
        part = min(rest, claim.minor - claim.paid)
        if part:
            _pay(tables, claim, claim.paid + part)
            found[claim.version] = found.get(claim.version, 0) + part
            rest -= part
    if rest:
        raise Refused("More came than this partner was asked to give back: say where the rest belongs.")
    _paid(tables, asked, minor)
    return list(found.items())


def undone(tables: Tables, asked: str, version: str, creation: str, minor: int) -> None:
    """What came for a version (of a creation, where the version was replaced meanwhile) is taken back: it is owed again."""
    claims = _claims(tables, asked)[::-1]
    same = [claim for claim in claims if claim.version == version]
    others = [
        claim for claim in claims
        if claim.version != version and library.version(tables, claim.version).creation == creation
    ]  # fmt: skip
    rest = minor
    for claim in (*same, *others):
        part = min(rest, claim.paid)
        if part:
            _pay(tables, claim, claim.paid - part)
            rest -= part
    _paid(tables, asked, -minor)


def _pay(tables: Tables, claim: Row, paid: int) -> None:
    """So much of a claim is paid; among the flows it is finished with all of it."""
    tables.change(claim, paid=paid)
    flows.replan(tables, claim.id, finished=paid == claim.minor)


def _paid(tables: Tables, asked: str, minor: int) -> None:
    row = tables.get(Asked, asked)
    assert row is not None  # the request has its id
    tables.change(row, paid=row.paid + minor)


def _claims(tables: Tables, asked: str) -> list[Row]:
    return sorted(tables.find(Claim, asked=asked), key=_place)


def _place(row: Row) -> tuple[int, int]:
    return row.position, int(row.id.rpartition(".")[2])
