"""What a run of payouts must be: its account and day, each payout's reason and paper, who may approve it, and that it can be paid."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from entredon.apps.people import record as people
from entredon.apps.treasury import record_journal, record_orders, record_out
from entredon.apps.treasury.entries_out import Payout as Said
from entredon.apps.treasury.entries_out import RunProposed
from entredon.apps.treasury.models import Line, MoneyAccount, Payee
from entredon.apps.treasury.record_out import ASSOCIATION, BACK, FUND, OUTSIDE
from entredon.apps.treasury.record_places import CASH
from entredon.log import record as log
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Day, Money
from entredon.pure.log import keys
from entredon.pure.money import references
from entredon.pure.money.journal.accounts import Account
from entredon.pure.value import currency as currencies

MOST = 10_000
"""Payouts in a run; an entry has room for a few hundred."""
AHEAD = 366
"""Days that a run can lie ahead."""
WITH_PAPER = ("invoice", "fee", "rights", "expense")
WITHOUT = ("allowance", "gift", "prize", "refund")
TITLES = (*WITH_PAPER, *WITHOUT)
"""Why money may be paid: with a paper that proves it, and without."""
_OF_FUND = ("gift", "prize")
_PAPER = re.compile(r"[0-9a-f]{64}", re.ASCII)


def check_account(tables: Tables, fact: RunProposed) -> str:
    """Where it is paid from; returns bank, cash, carried or "" for a means. Raises Refused."""
    try:
        currencies.decimals(fact.currency)
    except currencies.BadAmount as trouble:
        raise Refused.of(trouble) from None
    row = tables.get(MoneyAccount, fact.account)
    if row is None:
        return ""
    if row.currency != fact.currency:
        raise Refused(
            "The account “{name}” is in {currency}: pay {other} from one of that currency.",
            name=fact.account,
            currency=row.currency,
            other=fact.currency,
        )
    if row.way != CASH and fact.currency != "EUR":
        raise Refused("Files for the bank are in euros; pay {currency} by other means.", currency=fact.currency)
    return str(row.way)


def check_day(day: str, at: str) -> None:
    """On a day of the calendar, not in the past, and not a year ahead. Raises Refused."""
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        raise Refused("“{day}” is no day of the calendar.", day=day) from None
    today = date.fromisoformat(at[:10])
    if not today <= asked <= today + timedelta(days=AHEAD):
        raise Refused(
            "Pay on a day from {first} on, within a year; {day} is none.", first=Day(at[:10]), day=Day(day)
        )  # fmt: skip


def check_size(fact: RunProposed) -> None:
    """At least one payout, and not too many. Raises Refused."""
    if not 1 <= len(fact.payouts) <= MOST:
        raise Refused(
            "A run has from 1 to {most:,} payouts; this one has {count:,}.", most=MOST, count=len(fact.payouts)
        )


def check_payout(tables: Tables, bearer: Row, fact: RunProposed, n: int, one: Said, way: str) -> None:
    """One payout by itself: its amount, its reason, its paper, and that its payee is known. Raises Refused."""
    _check_amount(bearer, fact.currency, n, one)
    _check_title(n, one)
    if one.source == BACK and tables.get(Line, one.ref) is None and not record_orders.is_refunded(tables, one.ref):
        raise Refused("Payout {n} gives back what no line of a statement brought.", n=n)
    if one.source != BACK and one.ref:
        _check_reference(n, one.ref)
    payee = tables.get(Payee, one.payee)
    if way in record_out.BY_BANK:
        if payee is None or not payee.details:
            raise Refused(
                "Payout {n}: where {payee} is paid isn't known yet, or waits for a second person.",
                n=n,
                payee=one.payee[:12],
            )
    elif OUTSIDE.fullmatch(one.payee):
        if payee is None:
            raise Refused("Payout {n}: nobody outside is named {payee}.", n=n, payee=one.payee[:12])
    else:
        _check_person(tables, n, one.payee)


def _check_amount(bearer: Row, currency: str, n: int, one: Said) -> None:
    if not 0 < one.minor <= currencies.LIMIT:
        raise Refused("Payout {n} has to be of more than nothing.", n=n)
    if bearer.most and one.minor > bearer.most:
        raise Refused(
            "Payout {n} is of {amount}; by the payment rules here, one is at most {most}.",
            n=n,
            amount=Money(one.minor, currency),
            most=Money(bearer.most, currency),
        )


def _check_title(n: int, one: Said) -> None:
    if one.title not in TITLES:
        raise Refused(
            "Payout {n}: “{title}” is no reason to pay; there are {titles}.",
            n=n,
            title=one.title[:40],
            titles=", ".join(TITLES),
        )
    if one.source not in record_out.SOURCES:
        raise Refused("Payout {n}: nothing is paid from “{source}”.", n=n, source=one.source[:40])
    if (one.source == BACK) != (one.title == "refund"):
        raise Refused("Payout {n}: what came in by mistake is a refund, and nothing else is one.", n=n)
    if one.source == FUND and one.title not in _OF_FUND:
        raise Refused(
            "Payout {n}: the common fund pays gifts and prizes; a cost is accepted first, then it is owed.", n=n
        )
    if one.document and not _PAPER.fullmatch(one.document):
        raise Refused("Payout {n}: a paper is named by its commitment of 64 digits.", n=n)
    if one.title in WITH_PAPER and not one.document:
        raise Refused(
            "Payout {n}: add the paper that proves it, as a payment for “{title}” needs one.", n=n, title=one.title
        )


def _check_person(tables: Tables, n: int, payee: str) -> None:
    """Somebody who is here or was, by her own id: not a name found in an import. Raises Refused."""
    row = people.known(tables, payee)
    if row.claimed_by or not (row.member or row.left):
        raise Refused(
            "Payout {n}: {payee} is nobody who has joined; who did the work claims it first.", n=n, payee=payee[:12]
        )


def _check_reference(n: int, ref: str) -> None:
    """The reference that a payee asked for, as banks send it. Raises Refused."""
    try:
        fits = references.read(ref).text == ref
    except references.BadReference as trouble:
        raise Refused("Payout {n} can’t carry this reference. {trouble}", n=n, trouble=trouble) from None
    if not fits:
        raise Refused("Payout {n}: write the reference without anything between, as banks send it.", n=n)


def check_hand(tables: Tables, entry: Context, person: str) -> None:
    """Who has a passkey says yes with it, who has a key on a device of her own with that: no host can do it alone. Raises Refused."""
    live = [key for key in log.keys_of(tables, person) if key.revoked is None]
    passkeys = {key.id for key in live if key.alg == keys.WEBAUTHN}
    if passkeys and not passkeys & entry.signers:
        raise Refused("Your passkey must sign this too: nobody else can approve payouts in your name.")
    own = {key.id for key in live if key.custody != log.HOSTED}
    if own and not own & entry.signers:
        raise Refused("A key on a device of yours must sign this too: nobody else can approve payouts in your name.")


def check_details(tables: Tables, n: int, row: Row, at: str) -> None:
    """Where it goes is what it was when it was proposed, and has rested long enough. Raises Refused."""
    if not row.details:
        return
    payee = tables.get(Payee, row.payee)
    if payee is None or payee.details != row.details:
        raise Refused(
            "Where payout {n} goes was changed since this was proposed. Take the run back and propose it anew.", n=n
        )
    if payee.usable > at:
        raise Refused(
            "Where payout {n} goes was changed lately: it can be used from {day} on, {time} UTC. Approve it after that.",
            n=n,
            day=Day(payee.usable[:10]),
            time=payee.usable[11:16],
        )


def check_owed(tables: Tables, entry: Context, rows: Iterable[Row]) -> None:
    """Nobody gets more than is owed to her, and no fund pays what it hasn't. Raises Refused."""
    wanted: dict[Account, int] = {}
    first: dict[Account, Row] = {}
    for row in rows:
        for taken, minor in record_out.taking(tables, entry, row):
            if taken.floor is not None:
                wanted[taken] = wanted.get(taken, 0) + minor
                first.setdefault(taken, row)
    for taken, minor in wanted.items():
        has = record_journal.held(tables, taken)
        if minor > has:
            raise _too_much(first[taken], Money(minor, taken.currency), Money(max(has, 0), taken.currency))


def _too_much(row: Row, asked: Money, has: Money) -> Refused:
    if row.source == BACK:
        return Refused("{asked} would be paid back, but {has} of that line waits to be.", asked=asked, has=has)
    if row.source == ASSOCIATION:
        return Refused("{asked} would be paid of the association's own money, which is {has}.", asked=asked, has=has)
    if row.source == FUND:
        return Refused("{asked} would be paid from the common fund, in which there is {has}.", asked=asked, has=has)
    return Refused(
        "{asked} would be paid to {payee}, but {has} is owed to her. Pay that, or accept an expense first.",
        asked=asked,
        payee=row.payee[:12],
        has=has,
    )


def check_there(tables: Tables, account: str, currency: str, minor: int) -> None:
    """The account has enough, beside what others have reserved of it, and nobody else's money is paid out. Raises Refused."""
    there = record_out.there(tables, account, currency)
    if minor > there:
        raise Refused(
            "There is {there} on “{name}” that no other payout needs; this run needs {asked}.",
            there=Money(there, currency),
            name=account,
            asked=Money(minor, currency),
        )
    if record_out.way_of(tables, account) not in record_out.BY_BANK:
        return
    ours, others = record_out.ours(tables, currency)
    if others and minor > ours:
        raise Refused(
            "Of what is there, {others} belongs to other commons that the bearer carries. That leaves {ours}; this run needs"
            " {asked}.",
            others=Money(others, currency),
            ours=Money(max(ours, 0), currency),
            asked=Money(minor, currency),
        )


def check_approver(tables: Tables, person: str, its: Row, rows: Iterable[Row]) -> None:
    """Nobody approves what she is paid. Where then too few are left, it says the way out. Raises Refused."""
    paid = {row.payee for row in rows}
    if person not in paid:
        return
    if len(record_out.approvers(tables) - paid) < its.needed:
        raise Refused(
            "You are paid in this run, and without you too few can approve it."
            " Let a steward name an outside co-approver, and another one confirm her."
        )
    raise Refused("You are paid in this run: somebody else has to approve it.")
