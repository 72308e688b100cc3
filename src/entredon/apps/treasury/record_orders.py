"""Money for orders: it is asked for, held while the order can be withdrawn, then given out or put aside to be paid back.

What a partner gives back is asked for in the same way. Rules of ``market`` call this, and whoever books what came in.
"""

from collections.abc import Iterable

from entredon.apps.library import record as library
from entredon.apps.market import record as market
from entredon.apps.treasury import bases, record, record_incomes, record_out
from entredon.apps.treasury import record_journal as journal
from entredon.apps.treasury.models import Allotment, Held, Income, Request
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Money
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.entries import entry as journal_entry

ORDER, GIVE_BACK = "order", "give-back"
"""Where a request comes from, if no steward asks. The second is also the kind of income that it brings."""
_WAYS = {"line": record_incomes.BANK, "cash": record_incomes.CASH, "elsewhere": record_incomes.ELSEWHERE}

Postings = list[tuple[Account, int]]
Sold = tuple[str, int]
"""An amount, and the version it is for."""


def ask(
    tables: Tables, entry: Context, *, minor: int, currency: str, what: str, source: str = "", version: str = "",
    creation: str = "", due: str = "",
) -> Row:  # fmt: skip
    """Somebody is asked to pay; the request has the id of this entry, and its reference is nobody else's. Raises Refused."""
    journal.borne(tables)
    record_incomes.check_amount(minor, currency)
    base = bases.of_request(entry.id)
    if _is_taken(tables, entry, base):
        raise Refused("The reference this request would have is in use already; ask once more, and it gets another.")
    return tables.add(
        Request, entry.id, minor=minor, currency=currency, what=what, version=version, creation=creation, due=due,
        base=base, source=source, person=entry.person, position=entry.index, at=entry.at,
    )  # fmt: skip


def _is_taken(tables: Tables, entry: Context, base: int) -> bool:
    """Whether a request, or the gifts for something, have this number."""
    if tables.find(Request, base=base):
        return True
    return any(bases.of_gift(id) == base for id in (entry.founded, *library.creations(tables)))


def check_open(request: Row, minor: int) -> None:
    """An order, or what a partner gives back, takes just what is open of it: what is more goes back. Raises Refused."""
    if request.withdrawn:
        raise Refused(
            "The order that this is for was withdrawn, by {entry}: pay it back.", entry=request.withdrawn[:10]
        )
    left = request.minor - request.paid
    if left <= 0:
        raise Refused("This was paid already, all of it: pay back what came once more.")
    if minor > left:
        raise Refused(
            "Of this {left} are still to be paid, not {amount}; say where the rest belongs.",
            left=Money(left, request.currency),
            amount=Money(minor, request.currency),
        )


# Held for an order


def hold(tables: Tables, entry: Context, request: Row, n: int, line: str, minor: int) -> Postings:
    """So much came in for an order, and waits until it is completed or withdrawn. Returns what is posted. Raises Refused."""
    check_open(request, minor)
    if not line:
        market.record_orders.check_told_aside(tables, entry, request.id)
    tables.add(
        Held, f"{entry.id}.{n}", order=request.id, line=line, minor=minor, currency=request.currency, position=entry.index,
        at=entry.at,
    )  # fmt: skip
    market.record_orders.money_came(tables, entry, request.id, minor)
    return [(standard.orders(journal.borne(tables).bearer, request.currency, request.id), -minor)]


def unhold(tables: Tables, entry: Context, id: str) -> None:
    """What was held wasn't for this order after all. Not once the order is at its end. Raises Refused."""
    row = tables.get(Held, id)
    assert row is not None  # what booked it made it
    if row.gone:
        raise Refused(
            "The order {order} is at its end, by {entry}: what came in for it was given out or is paid back.",
            order=row.order[:10],
            entry=row.gone[:10],
        )
    tables.change(row, gone=entry.id)
    market.record_orders.money_came(tables, entry, row.order, -row.minor)


def held(tables: Tables, order: str) -> list[Row]:
    """What waits for an order, as it came in."""
    return sorted((row for row in tables.find(Held, order=order) if not row.gone), key=_place)


def _place(row: Row) -> tuple[int, int]:
    return row.position, int(row.id.rpartition(".")[2])


def complete(
    tables: Tables, entry: Context, order: str, currency: str, incomes: Iterable[Sold], owed: Iterable[tuple[str, int]]
) -> None:
    """What was held for an order is given out, all of it: to versions as incomes, and to those who sold it. Raises Refused."""
    bearer, us = journal.borne(tables).bearer, record.own(entry)
    rows = held(tables, order)
    total = sum(row.minor for row in rows)
    postings: Postings = [(standard.orders(bearer, currency, order), total)]
    earned = [(version, minor) for version, minor in incomes if minor]
    way, line = _how(tables, rows)
    for n, (version, minor) in enumerate(earned, 1):
        id = entry.id if len(earned) == 1 else f"{entry.id}.{n}"
        record_incomes.add(
            tables, entry, id, sold(tables, version), minor, currency, source=way, line=line, what=GIVE_BACK, request=order
        )  # fmt: skip
        postings.append((standard.income(bearer, currency, us, GIVE_BACK), -minor))
    postings += [(standard.member(bearer, currency, person), -minor) for person, minor in owed if minor]
    given = -sum(minor for _account, minor in postings[1:])
    if given != total:
        raise Refused(
            "For this order {held} are held, and {given} would be given out.", held=Money(total, currency),
            given=Money(given, currency),
        )  # fmt: skip
    if total:
        journal.post(tables, entry, [journal_entry(f"{entry.id}/completed", entry.at[:10], postings)])
    _gone(tables, entry, rows)


def _how(tables: Tables, rows: list[Row]) -> tuple[str, str]:
    """By whose word it is known that all of it came, the weakest of several, and the bank's line where it is one."""
    found = {_WAYS[booked.what] for row in rows if (booked := tables.get(Allotment, row.id.partition(".")[0]))}
    lines = {row.line for row in rows}
    for way in (record_incomes.ELSEWHERE, record_incomes.CASH):
        if way in found:
            return way, ""
    return record_incomes.BANK, lines.pop() if len(lines) == 1 else ""


def sold(tables: Tables, id: str) -> Row:
    """The version that money is for: where it has been replaced since, the one of its creation that was released last. Raises Refused."""
    version = library.version(tables, id)
    return version if version.state == library.RELEASED else library.newest_released(tables, version.creation)


def refund(tables: Tables, entry: Context, order: str, currency: str) -> None:
    """The order is undone, and nobody need pay it any more: what was held waits to be paid back, each part where it came from."""
    request = tables.get(Request, order)
    if request is not None:
        tables.change(request, withdrawn=entry.id)
    rows = held(tables, order)
    if not rows:
        return
    bearer = journal.borne(tables).bearer
    sums: dict[Account, int] = {}
    for row in rows:
        to = record_out.back_account(bearer, currency, row.line or row.id)
        sums[to] = sums.get(to, 0) + row.minor
    postings = [(standard.orders(bearer, currency, order), sum(sums.values()))]
    postings += [(to, -minor) for to, minor in sums.items()]
    journal.post(tables, entry, [journal_entry(f"{entry.id}/refunded", entry.at[:10], postings)])
    _gone(tables, entry, rows)


def _gone(tables: Tables, entry: Context, rows: list[Row]) -> None:
    for row in rows:
        tables.change(row, gone=entry.id)


def is_refunded(tables: Tables, id: str) -> bool:
    """Whether this is what came in for an order by no bank, and waits to be paid back since that was undone."""
    row = tables.get(Held, id)
    if row is None or row.line or not row.gone:
        return False
    request = tables.get(Request, row.order)
    return request is not None and bool(request.withdrawn) and request.withdrawn == row.gone


# What partners give back


def given_back(
    tables: Tables, entry: Context, request: Row, first: int, minor: int, *, source: str, line: str, what: str
) -> int:  # fmt: skip
    """So much came in of what a partner gives back: an income for each version it is for, whose ids count from ``first`` on.

    Returns how many. Raises Refused.
    """
    check_open(request, minor)
    if not line:
        market.record_give_back.check_told_aside(tables, entry, request.id)
    parts = market.record_give_back.came(tables, request.id, minor)
    for n, (version, part) in enumerate(parts, first):
        record_incomes.add(
            tables, entry, f"{entry.id}.{n}", sold(tables, version), part, request.currency, source=source, line=line,
            what=what, request=request.id,
        )  # fmt: skip
    return len(parts)


def not_given_back(tables: Tables, entry: Context, request: Row, told: str, first: int, minor: int) -> int:
    """What an entry (``told``) said to have come of it hasn't: its incomes, counted from ``first`` on, never were.

    Returns how many. Raises Refused.
    """
    n = first
    while minor > 0:
        row = tables.get(Income, f"{told}.{n}")
        assert row is not None  # it made as many as add up
        record_incomes.take_back(tables, entry, row, n)
        market.record_give_back.undone(tables, request.id, row.version, row.creation, row.minor)
        minor -= row.minor
        n += 1
    return n - first
