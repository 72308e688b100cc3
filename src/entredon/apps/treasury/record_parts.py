"""Parts of an amount are booked where they belong: of a line of a bank, of a till, or of what came by other means.

Every part moves from its ``counter`` (suspense, the till, what a means has) to where it belongs, in one journal entry for all of
them. What booked them can be taken back whole: ``Allotment`` remembers it.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from entredon.apps.library import record as library
from entredon.apps.treasury import record, record_exceptions, record_incomes, record_orders, record_out, record_places
from entredon.apps.treasury import record_journal as journal
from entredon.apps.treasury.entries import Part
from entredon.apps.treasury.models import Allotment, Income, Request
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Money
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.entries import entry as journal_entry

INCOME, POT, TOLD, ARRIVING, BACK, PAYOUT, RETURNED, COST, TAX, OWN, CARRIED = (
    "income", "pot", "told", "arriving", "back", "payout", "returned", "cost", "tax", "own", "carried",
)  # fmt: skip
LINE, TILL, ELSEWHERE, EXCHANGE = "line", "cash", "elsewhere", "exchange"
"""What was allotted: a line of a bank, what moved in a till, what came by other means, two lines that are one exchange."""
OURS = ("told", record.SHARED_OUT, "from-fund", "from-association")
"""Kinds that the books use by themselves: nobody else's income or cost is called so."""
MOST_PARTS = 500
_IN = (INCOME, POT, TOLD, RETURNED, OWN)
_OUT = (PAYOUT,)
_KINDS = (INCOME, POT, ARRIVING, COST, TAX, OWN)

Postings = list[tuple[Account, int]]


class Moved(NamedTuple):
    """Money that parts say the place of. ``id`` is the line's, "" for what no bank told of; ``account`` is as people call it."""

    what: str
    id: str
    account: str
    currency: str
    day: str
    counter: Account


class Booking:
    """The parts of what an entry tells, on their way into the books."""

    def __init__(self, tables: Tables, entry: Context, moved: Moved, parts: Sequence[Part]) -> None:
        self.tables, self.entry, self.moved, self.parts = tables, entry, moved, parts
        self.bearer, self.us = journal.borne(tables).bearer, record.own(entry)
        self.currency = moved.currency
        self._incomes = sum(part.to == INCOME for part in parts)
        self._made = 0

    def book(self, key: str, day: str, exception: str = "") -> None:
        """Book all parts under a key. Raises Refused; then nothing may be kept."""
        postings: Postings = []
        total = 0
        for part in self.parts:
            total += part.minor
            postings += self._postings(part)
        if total:
            postings.insert(0, (self.moved.counter, total))
        made = journal_entry(key, day, postings, override=exception)
        record_exceptions.check(self.tables, made)
        journal.post(self.tables, self.entry, [made])
        remember(self.tables, self.entry, self.moved, [msgspec.to_builtins(part) for part in self.parts], [key], day)

    def _postings(self, part: Part) -> Postings:
        """Everything but the posting on the counter account: together ``-part.minor``. Raises Refused."""
        check_part(part, self.currency)
        return _PLACES[part.to](self, part)

    def _kind_of_income(self, part: Part) -> Account:
        return standard.income(self.bearer, self.currency, self.us, part.kind)

    def _shared_out(self) -> Account:
        return standard.expense(self.bearer, self.currency, self.us, record.SHARED_OUT)

    def income(self, part: Part) -> Postings:
        """Earned or given for a version."""
        request = self.tables.get(Request, part.ref) if part.ref else None
        if request is not None and request.source:
            return self._for_market(part, request)
        version = self._version(part, request)
        self._made += 1
        id = self.entry.id if self._incomes == 1 else f"{self.entry.id}.{self._made}"
        record_incomes.add(
            self.tables, self.entry, id, version, part.minor, self.currency, source=_SOURCES[self.moved.what],
            line=self.moved.id, what=part.kind, request=request.id if request is not None else "",
        )  # fmt: skip
        if request is not None:
            self._paid(request, part.minor)
        return [(self._kind_of_income(part), -part.minor)]

    def _for_market(self, part: Part, request: Row) -> Postings:
        """For an order, where it waits until that can't be withdrawn any more; or what a partner gives back."""
        first = self._made + 1
        if request.source == record_orders.ORDER:
            self._made = first
            postings = record_orders.hold(self.tables, self.entry, request, first, self.moved.id, part.minor)
        else:
            self._made += record_orders.given_back(
                self.tables, self.entry, request, first, part.minor, source=_SOURCES[self.moved.what],
                line=self.moved.id, what=part.kind,
            )  # fmt: skip
            postings = [(self._kind_of_income(part), -part.minor)]
        self._paid(request, part.minor)
        return postings

    def _version(self, part: Part, request: Row | None) -> Row:
        version = request.version if request is not None else part.ref
        creation = request.creation if request is not None else part.ref
        if request is not None and not version and not creation:
            raise Refused("What was asked for is meant for the common pot, not for one creation.")
        if not part.ref:
            raise Refused(
                "Say for which request, version or creation it came in; without one it is for the common pot."
            )
        if version and (request is not None or library.is_version(self.tables, version)):
            return record_incomes.for_version(self.tables, version)
        return library.newest_released(self.tables, creation)

    def _paid(self, request: Row, minor: int) -> None:
        if request.currency != self.currency:
            raise Refused(
                "{amount} was asked for, and this is in {currency}: name what it came in for instead of the request.",
                amount=Money(request.minor, request.currency),
                currency=self.currency,
            )
        self.tables.change(request, paid=request.paid + minor)

    def pot(self, part: Part) -> Postings:
        """Given to the commons as a whole: its fund may spend it."""
        if part.ref:
            request = self.tables.get(Request, part.ref)
            if request is None:
                raise Refused("There is no request {id} here.", id=part.ref[:10])
            if request.source:
                raise Refused(
                    "This was asked for by an order, or of what a partner gives back: it isn't given to the common pot."
                )
            self._paid(request, part.minor)
        fund = standard.fund(self.bearer, self.currency, self.us)
        return [(self._kind_of_income(part), -part.minor), (self._shared_out(), part.minor), (fund, -part.minor)]

    def told(self, part: Part) -> Postings:
        """An income that was told of before shows itself."""
        row = record.income(self.tables, part.ref)
        if row.source != record_incomes.TOLD:
            raise Refused("This income wasn't told of by a steward: the bank or the cash book has shown it already.")
        if row.currency != self.currency or row.seen + part.minor > row.minor:
            raise Refused(
                "Of this income {left} are still to be seen, not {amount}; say where the rest belongs.",
                left=Money(row.minor - row.seen, row.currency),
                amount=Money(part.minor, self.currency),
            )
        self.tables.change(row, seen=row.seen + part.minor)
        return [(standard.receivable(self.bearer, self.currency, "told"), -part.minor)]

    def arriving(self, part: Part) -> Postings:
        """What a platform had, or cash on its way."""
        return [(standard.arriving(self.bearer, self.currency, part.kind), -part.minor)]

    def back(self, part: Part) -> Postings:
        """To be paid back to whoever sent it; below zero, it was paid back by hand."""
        if self.moved.what == TILL and part.minor < 0 and record_orders.is_refunded(self.tables, part.ref):
            return [(record_out.back_account(self.bearer, self.currency, part.ref), -part.minor)]
        if self.moved.what != LINE:
            raise Refused("Only what the bank brought is paid back this way; give cash back from the till.")
        line = self.moved.id if part.minor > 0 else part.ref
        if not line:
            raise Refused("Say of which line it was paid back.")
        return [(record_out.back_account(self.bearer, self.currency, line), -part.minor)]

    def payout(self, part: Part) -> Postings:
        """A payout has left the bank."""
        return record_out.settle(self.tables, self.entry, part, self._line())

    def returned(self, part: Part) -> Postings:
        """A payout came back."""
        return record_out.came_back(self.tables, self.entry, part, self._line())

    def _line(self) -> Any:
        if self.moved.what != LINE:
            raise Refused("A payout ends by a line of the bank; what is paid otherwise, its payee confirms.")
        return self.moved

    def cost(self, part: Part) -> Postings:
        """Rent, hosting, bank costs; above zero, a part of them that came back."""
        if part.ref not in ("", record_out.ASSOCIATION):
            raise Refused("A cost is paid from the common fund, or by the legal body itself.")
        source = part.ref or record_out.FUND
        return record_out.cost(self.bearer, self.currency, self.us, part.kind, -part.minor, source)

    def tax(self, part: Part) -> Postings:
        """Taxes paid, or given back."""
        return [(standard.tax(self.bearer, self.currency, part.kind), -part.minor)]

    def own(self, part: Part) -> Postings:
        """The association's own money."""
        association = standard.association(self.bearer, self.currency)
        return [(self._kind_of_income(part), -part.minor), (self._shared_out(), part.minor), (association, -part.minor)]

    def carried(self, part: Part) -> Postings:
        """It belongs to another commons of the bearer."""
        if not record_places.is_slug(part.ref) or part.ref == self.us:
            raise Refused("Name another commons that the same bearer carries, by its short name.")
        if journal.borne(self.tables).lead:
            raise Refused("Only the commons that leads the statements hands lines over to others.")
        return [(record_places.carried_for(self.bearer, self.currency, part.ref), -part.minor)]


_PLACES: dict[str, Callable[[Booking, Part], Postings]] = {
    INCOME: Booking.income, POT: Booking.pot, TOLD: Booking.told, ARRIVING: Booking.arriving, BACK: Booking.back,
    PAYOUT: Booking.payout, RETURNED: Booking.returned, COST: Booking.cost, TAX: Booking.tax, OWN: Booking.own,
    CARRIED: Booking.carried,
}  # fmt: skip
_SOURCES = {LINE: record_incomes.BANK, TILL: record_incomes.CASH, ELSEWHERE: record_incomes.ELSEWHERE}


def check_parts(parts: Sequence[Part]) -> None:
    """There are parts, and not too many of them. Raises Refused."""
    if not parts:
        raise Refused("Say where it belongs: at least one part.")
    if len(parts) > MOST_PARTS:
        raise Refused("At most {most} parts can be told at once.", most=MOST_PARTS)


def check_part(part: Part, currency: str) -> None:
    """A part by itself: where it may belong, in which direction, of which kind. Raises Refused."""
    if part.to not in _PLACES:
        raise Refused("“{to}” is no place where money belongs.", to=part.to[:24])
    if not part.minor or abs(part.minor) > record_incomes.MOST:
        raise Refused(
            "A part lies between {least} and {most}, in or out.", least=Money(1, currency),
            most=Money(record_incomes.MOST, currency),
        )  # fmt: skip
    if part.to in _IN and part.minor < 0:
        raise Refused("What went out is no income, no gift and no payout that came back: those came in.")
    if part.to in _OUT and part.minor > 0:
        raise Refused("What came in can't be a payout; one that came back is “returned”.")
    if part.to in _KINDS and not record_places.is_name(part.kind):
        raise Refused(
            "Say of which kind it is, in one word of small letters, digits and hyphens, such as sale or rent."
        )
    if part.kind in OURS:
        raise Refused("“{kind}” is a word that the books use by themselves; choose another.", kind=part.kind)


def remember(
    tables: Tables, entry: Context, moved: Moved, parts: list[Any], keys: list[str], day: str
) -> None:  # fmt: skip
    """What an entry booked, so that it can be taken back whole."""
    tables.add(
        Allotment, entry.id, what=moved.what, line=moved.id, account=moved.account, currency=moved.currency,
        day=day, parts=parts, keys=keys, person=entry.person, position=entry.index, at=entry.at,
    )  # fmt: skip


def undo(tables: Tables, entry: Context, allotment: Row) -> None:
    """What the parts of an allotment changed beside the journal is as it was before. Raises Refused."""
    parts = [msgspec.convert(part, Part) for part in allotment.parts]
    several = sum(part.to == INCOME for part in parts) > 1
    made = 0
    for part in parts:
        request = tables.get(Request, part.ref) if part.to in (INCOME, POT) else None
        if part.to == INCOME and request is not None and request.source:
            made += _undo_for_market(tables, entry, request, allotment.id, made + 1, part.minor)
        elif part.to == INCOME:
            made += 1
            row = tables.get(Income, f"{allotment.id}.{made}" if several else allotment.id)
            assert row is not None  # the allotment made it
            record_incomes.take_back(tables, entry, row, made)
        if request is not None:
            tables.change(request, paid=request.paid - part.minor)
        if part.to == TOLD:
            row = record.income(tables, part.ref)
            tables.change(row, seen=row.seen - part.minor)
        if part.to in (PAYOUT, RETURNED):
            record_out.undo(tables, part)


def _undo_for_market(tables: Tables, entry: Context, request: Row, told: str, n: int, minor: int) -> int:
    """As ``_for_market``, back again. Returns how many ids it had used."""
    if request.source == record_orders.ORDER:
        record_orders.unhold(tables, entry, f"{told}.{n}")
        return 1
    return record_orders.not_given_back(tables, entry, request, told, n, minor)
