"""The law about bank statements and where their lines belong."""

import msgspec

from entredon.apps.people import record as people
from entredon.apps.treasury import (
    record,
    record_exceptions,
    record_incomes,
    record_parts,
    record_places,
    statement_lines,
)
from entredon.apps.treasury import record_journal as journal
from entredon.apps.treasury.entries import Allotted, Exchanged, StatementTaken, TakenBack
from entredon.apps.treasury.models import Allotment, Income, Line, Statement
from entredon.apps.treasury.record_incomes import MOST
from entredon.apps.treasury.record_parts import EXCHANGE, LINE, TILL, Booking, Moved
from entredon.apps.treasury.record_places import CARRIED, CASH
from entredon.apps.treasury.statement_lines import StatementLine
from entredon.log.registry import Blobs, Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Day, Money
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.entries import entry as journal_entry
from entredon.pure.money.journal.exchange import rate_between
from entredon.pure.money.journal.refusal import NotBooked


def wanted(fact: StatementTaken) -> tuple[str, ...]:
    """The content with the lines."""
    return (fact.lines,)


def prepare(fact: StatementTaken, blobs: Blobs) -> list[StatementLine]:
    """The lines, in their order. Raises Refused for what isn't written as lines are."""
    with blobs[fact.lines]() as stream:
        return statement_lines.read(stream)


@rule(StatementTaken, blobs=wanted, prepare=prepare)
def statement_taken(tables: Tables, entry: Context, fact: StatementTaken) -> None:
    """A steward tells the new lines of a statement, which go on from what was known. Each line is booked once, in suspense."""
    steward = people.steward(tables, entry)
    account = _account(tables, fact)
    lines: list[StatementLine] = entry.prepared
    record_places.check_come(fact.end, entry.at)
    _check_sums(tables, account, fact, lines)
    _check_lines(tables, account, fact, lines)
    _book_lines(tables, entry, account, lines)
    tables.add_all(
        Line, ("id", "day", "minor", "n", "of", "allotted"),
        ((one.line, one.day, one.minor, n, one.of, entry.id if one.of else "") for n, one in enumerate(lines, 1)),
        statement=entry.id, account=account.id, currency=fact.currency,
    )  # fmt: skip
    tables.add(
        Statement, entry.id, account=account.id, currency=fact.currency, start=fact.start, end=fact.end,
        opening=fact.opening, closing=fact.closing, count=fact.count, lines=fact.lines, source=fact.source,
        led=fact.led, person=steward.id, position=entry.index, at=entry.at,
    )  # fmt: skip
    tables.change(account, closing=fact.closing, known=fact.end)


def _account(tables: Tables, fact: StatementTaken) -> Row:
    journal.borne(tables)
    account = record_places.known(tables, fact.account)
    if account.way == CASH:
        raise Refused("“{name}” is a till: no bank tells of it.", name=account.id)
    if account.currency != fact.currency:
        raise Refused(
            "The account “{name}” is kept in {currency}, not in {other}.",
            name=account.id, currency=account.currency, other=fact.currency,
        )  # fmt: skip
    if bool(fact.led) != (account.way == CARRIED):
        raise Refused("What is led by another commons names its entry there, and nothing else does.")
    if fact.led and not _is_hash(fact.led):
        raise Refused("“{id}” is no entry of the leading public record.", id=fact.led[:12])
    return account


def _is_hash(text: str) -> bool:
    return len(text) == 64 and not text.strip("0123456789abcdef")


def _check_sums(tables: Tables, account: Row, fact: StatementTaken, lines: list[StatementLine]) -> None:
    """It goes on from what was known, and its lines lead from there to its end."""
    code = account.currency
    record_places.check_day(fact.start)
    if fact.start > fact.end:
        raise Refused("This statement ends before it begins.")
    if fact.end < account.known:
        raise Refused(
            "All is known up to {known}; this statement ends before that day, on {end}.",
            known=Day(account.known), end=Day(fact.end),
        )  # fmt: skip
    if fact.opening != account.closing:
        raise Refused(
            "This statement begins with {opening}, and the last one ended with {closing}: bring the one between them first.",
            opening=Money(fact.opening, code), closing=Money(account.closing, code),
        )  # fmt: skip
    if fact.count != len(lines):
        raise Refused("There are {count} lines, not {said}.", count=len(lines), said=fact.count)
    total = sum(one.minor for one in lines)
    if fact.opening + total != fact.closing or abs(fact.closing) > MOST:
        raise Refused(
            "The lines lead from {opening} to {right}, not to {closing}.", opening=Money(fact.opening, code),
            right=Money(fact.opening + total, code), closing=Money(fact.closing, code),
        )  # fmt: skip


def _check_lines(tables: Tables, account: Row, fact: StatementTaken, lines: list[StatementLine]) -> None:
    """Each line is new and can be booked."""
    for year in sorted({one.day[:4] for one in lines}):
        journal.open_day(tables, f"{year}-01-01")
    for n, one in enumerate(lines, 1):
        if not one.minor or abs(one.minor) > MOST:
            raise Refused("Line {n} moves {amount}: that is no line.", n=n, amount=Money(one.minor, account.currency))
        if one.of and account.way == CARRIED:
            raise Refused("Line {n}: only the commons that leads the statements hands lines over to others.", n=n)
    if lines and lines[0].day < account.day:
        raise Refused(
            "Line 1 is of {day}, before the books of this account began: on {first}.",
            day=Day(lines[0].day), first=Day(account.day),
        )  # fmt: skip
    if lines and lines[-1].day > fact.end:
        raise Refused("The last line is of {day}, after the statement's end.", day=Day(lines[-1].day))
    ids = [one.line for one in lines]
    if len(set(ids)) < len(ids):
        raise Refused("A line stands in this statement twice.")
    if again := tables.known(Line, ids):
        raise Refused(
            "{count} of its lines were told already, the first is line {n}: only new lines are told.",
            count=len(again), n=next(n for n, id in enumerate(ids, 1) if id in again),
        )  # fmt: skip


def _book_lines(tables: Tables, entry: Context, account: Row, lines: list[StatementLine]) -> None:
    bearer, us, code = journal.borne(tables).bearer, record.own(entry), account.currency
    here, waiting = record_places.place(bearer, account), standard.suspense(bearer, code)
    counters: dict[str, Account] = {"": waiting}
    for of in {one.of for one in lines} - {""}:
        if of == us:
            raise Refused("A line that belongs here names no other commons.")
        counters[of] = record_places.carried_for(bearer, code, of)
    journal.post(
        tables, entry,
        (journal_entry(f"{one.line}/bank", one.day, [(here, one.minor), (counters[one.of], -one.minor)]) for one in lines),
    )  # fmt: skip


@rule(Allotted)
def allotted(tables: Tables, entry: Context, fact: Allotted) -> None:
    """A steward says where a line in suspense belongs: all of it, in parts that go the same way as the line."""
    people.steward(tables, entry)
    line = _in_suspense(tables, fact.line)
    record_parts.check_parts(fact.parts)
    total = sum(part.minor for part in fact.parts)
    if total != line.minor:
        raise Refused(
            "The parts add up to {total}, and the line is {minor}.", total=Money(total, line.currency),
            minor=Money(line.minor, line.currency),
        )  # fmt: skip
    if any(part.minor * line.minor < 0 for part in fact.parts):
        raise Refused("All parts go the same way as the line: in, or out.")
    times = line.times + 1
    day = journal.booking_day(tables, entry, line.day)
    counter = standard.suspense(journal.borne(tables).bearer, line.currency)
    moved = Moved(LINE, line.id, line.account, line.currency, line.day, counter)
    Booking(tables, entry, moved, fact.parts).book(f"{line.id}/{times}", day, fact.exception)
    parts = [msgspec.to_builtins(part) for part in fact.parts]
    tables.change(line, allotted=entry.id, parts=parts, times=times)


def _in_suspense(tables: Tables, id: str) -> Row:
    journal.borne(tables)
    line = tables.get(Line, id)
    if line is None:
        raise Refused("There is no line {id} here.", id=id[:10])
    if line.allotted:
        raise Refused("This line has its place already, by {entry}.", entry=line.allotted[:10])
    return line


@rule(TakenBack)
def taken_back(tables: Tables, entry: Context, fact: TakenBack) -> None:
    """A steward takes back what an entry booked, whole and once: a line waits again for its place."""
    people.steward(tables, entry)
    allotment = tables.get(Allotment, fact.what)
    if allotment is None:
        _never_came(tables, entry, fact.what)
        return
    if allotment.taken_back:
        raise Refused("This was taken back already, by {entry}.", entry=allotment.taken_back[:10])
    if allotment.what != EXCHANGE:
        record_parts.undo(tables, entry, allotment)
    day = journal.booking_day(tables, entry, allotment.day)
    made = journal.reversals(tables, entry, allotment.keys, day, override=fact.exception)
    record_exceptions.check(tables, *made)
    journal.post(tables, entry, made)
    tables.change(allotment, taken_back=entry.id)
    for id in _lines(allotment):
        line = tables.get(Line, id)
        assert line is not None  # it was allotted
        tables.change(line, allotted="", parts=[])
    if allotment.what == TILL:
        till = record_places.till(tables, allotment.account)
        tables.change(till, closing=till.closing - sum(part["minor"] for part in allotment.parts))


def _never_came(tables: Tables, entry: Context, id: str) -> None:
    """An income that a steward told of never came. Raises Refused."""
    row = tables.get(Income, id)
    if row is None or row.source != record_incomes.TOLD:
        raise Refused("There is nothing that {id} booked and that can be taken back.", id=id[:10])
    if row.seen:
        raise Refused(
            "Lines of the bank have shown {seen} of this income: take these back first.",
            seen=Money(row.seen, row.currency),
        )
    record_incomes.take_back(tables, entry, row, 1)
    if journal.bearer(tables) is None:
        return
    if journal.booked(tables, f"{id}/told") is None:
        # Told before the books began: they began with the sum of all that had been told.
        record.post_told(tables, entry, f"{entry.id}/told", row.currency, -row.minor)
    else:
        journal.take_back(tables, entry, [f"{id}/told"], journal.booking_day(tables, entry, row.at[:10]))


def _lines(allotment: Row) -> list[str]:
    if allotment.what == EXCHANGE:
        return [allotment.line, allotment.parts[0]["ref"]]
    return [allotment.line] if allotment.line else []


@rule(Exchanged)
def exchanged(tables: Tables, entry: Context, fact: Exchanged) -> None:
    """A steward says that two lines in suspense are one exchange; the rate is what one became of the other."""
    people.steward(tables, entry)
    given, received = _in_suspense(tables, fact.given), _in_suspense(tables, fact.received)
    if given.currency == received.currency or given.minor >= 0 or received.minor <= 0:
        raise Refused("An exchange has one line that went out and one, in another currency, that came in.")
    bearer = journal.borne(tables).bearer
    day = journal.booking_day(tables, entry, max(given.day, received.day))
    try:
        rate = rate_between(-given.minor, given.currency, received.minor, received.currency)
    except NotBooked as trouble:
        raise Refused.of(trouble) from None
    out, back = f"{entry.id}/exchange-out", f"{entry.id}/exchange-in"
    halves = [
        journal_entry(out, day, _half(bearer, given), linked=back, rate=rate),
        journal_entry(back, day, _half(bearer, received), linked=out),
    ]
    journal.post(tables, entry, halves)
    moved = Moved(EXCHANGE, given.id, given.account, given.currency, day, standard.suspense(bearer, given.currency))
    record_parts.remember(
        tables, entry, moved, [{"to": EXCHANGE, "minor": given.minor, "ref": received.id}], [out, back], day
    )  # fmt: skip
    for line, other in ((given, received), (received, given)):
        parts = [{"to": EXCHANGE, "minor": line.minor, "ref": other.id}]
        tables.change(line, allotted=entry.id, parts=parts, times=line.times + 1)


def _half(bearer: str, line: Row) -> list[tuple[Account, int]]:
    """A line leaves suspense through the exchange account of its currency."""
    suspense, through = standard.suspense(bearer, line.currency), standard.exchange(bearer, line.currency)
    return [(suspense, line.minor), (through, -line.minor)]
