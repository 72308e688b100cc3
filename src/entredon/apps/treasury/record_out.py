"""What is paid out, as the rules about bank lines, cash and second words ask for it: what a payout takes from, and how far it has come.

``settle``, ``came_back`` and ``undo`` are for whoever allots a line to a payout.
"""

import re

from entredon.apps.people import record as people
from entredon.apps.treasury import record, record_journal, record_places, record_stewards
from entredon.apps.treasury.entries import Part
from entredon.apps.treasury.models import Account as AccountRow
from entredon.apps.treasury.models import Approver, MoneyAccount, Payee, Payout, Run
from entredon.apps.treasury.record_places import BANK, CARRIED
from entredon.apps.value.record import later
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Money
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account
from entredon.pure.told import Told

OUTSIDE = re.compile(r"x:[0-9a-f]{32}", re.ASCII)
"""How who is outside is named here."""
OWED, BACK, ASSOCIATION, FUND = "owed", "back", "association", "fund"
SOURCES = (OWED, BACK, ASSOCIATION, FUND)
BY_BANK = (BANK, CARRIED)
"""Accounts of which the bank's statements tell what has left."""
PROPOSED, RESERVED, EXPORTED, SUBMITTED, DONE, WITHDRAWN = (
    "proposed", "reserved", "exported", "submitted", "done", "withdrawn",
)  # fmt: skip
"""How far a run is. Its payouts are as far, until each ends for itself:"""
SETTLED, REJECTED, RETURNED = "settled", "rejected", "returned"
ENDED = (SETTLED, REJECTED, RETURNED, WITHDRAWN)
UNDER_WAY = (RESERVED, EXPORTED, SUBMITTED)
"""What has left its account in the books and not yet the bank."""
STATES = {
    PROPOSED: Told("not approved yet"),
    RESERVED: Told("approved, and nobody has been told to pay it"),
    EXPORTED: Told("in the file for the bank"),
    SUBMITTED: Told("on its way"),
    SETTLED: Told("paid"),
    REJECTED: Told("refused by the bank"),
    RETURNED: Told("back here"),
    WITHDRAWN: Told("taken back"),
}
"""How far a payout is, in words."""
OTHERS = "liabilities:carried:"
"""How the accounts begin on which it stands what is held for other commons of the bearer."""
FROM_FUND, FROM_ASSOCIATION = "from-fund", "from-association"
"""The kinds of income by which a fund, or the association, pays a cost."""

Postings = list[tuple[Account, int]]


def payout(tables: Tables, id: str) -> Row:
    """A payout by its name here. Raises Refused."""
    row = tables.get(Payout, id)
    if row is None:
        raise Refused("There is no payout {id} here.", id=f"{id[:10]}…{id[-4:]}" if len(id) > 64 else id[:12])
    return row


def run(tables: Tables, id: str) -> Row:
    """A run by its entry. Raises Refused."""
    row = tables.get(Run, id)
    if row is None:
        raise Refused("There is no run of payouts {id} here.", id=id[:10])
    return row


def payouts(tables: Tables, run: str) -> list[Row]:
    """The payouts of a run, in their order."""
    return sorted(tables.find(Payout, run=run), key=lambda row: int(row.id.rpartition(".")[2]))


def money_account(tables: Tables, bearer: str, currency: str, name: str) -> Account:
    """Where money stands by a name of this commons' own; one that names no account is a means by which money came elsewhere."""
    row = tables.get(MoneyAccount, name)
    return record_places.place(bearer, row) if row is not None else standard.arriving(bearer, currency, name)


def way_of(tables: Tables, name: str) -> str:
    """Bank, cash or carried; "" for a means that is no account of the books."""
    row = tables.get(MoneyAccount, name)
    return str(row.way) if row is not None else ""


def there(tables: Tables, name: str, currency: str) -> int:
    """What stands on an account by the books, less what other payouts from it have already reserved."""
    bearer = record_journal.borne(tables).bearer
    stands = record_journal.held(tables, money_account(tables, bearer, currency, name))
    runs = [
        id for id, state in tables.read(Run, ("id", "state"), account=name, currency=currency) if state in UNDER_WAY
    ]
    for id in runs:
        stands -= sum(m for m, state in tables.read(Payout, ("minor", "state"), run=id) if state in UNDER_WAY)
    return stands


def ours(tables: Tables, currency: str) -> tuple[int, int]:
    """What is at banks, not leaving yet and this commons' own; and what there belongs to others that the bearer carries."""
    accounts = [row.id for row in tables.find(MoneyAccount, currency=currency) if row.way in BY_BANK]
    others = 0
    for id in [id for (id,) in tables.read(AccountRow, ("id",), currency=currency) if id.startswith(OTHERS)]:
        row = tables.get(AccountRow, id)
        assert row is not None  # read just now
        # What one of them has overdrawn is a debt of its own, and makes nothing of another's ours.
        others += max(record_journal.held(tables, record_journal.of_row(row)), 0)
    return sum(there(tables, name, currency) for name in accounts) - others, others


def payable(tables: Tables, bearer: str, currency: str, payee: str) -> Account:
    """Where it stands what somebody is owed: a member, a commons upstream, or who has sent a bill."""
    row = tables.get(Payee, payee)
    if not OUTSIDE.fullmatch(payee):
        return standard.member(bearer, currency, payee)
    if row is not None and row.upstream:
        return standard.upstream(bearer, currency, row.upstream)
    return standard.payable(bearer, currency, payee)


def back_account(bearer: str, currency: str, line: str) -> Account:
    """Where it waits what has to be paid back of a line."""
    return standard.payable(bearer, currency, f"back-{line[:16]}")


def taking(tables: Tables, entry: Context, row: Row) -> Postings:
    """The postings by which a payout takes its money from where it is owed or held; together they are its amount, as debits."""
    bearer, us = record_journal.borne(tables).bearer, record.own(entry)
    if row.source == FUND:
        # A gift or a prize is a cost of the commons that its fund pays, as any other.
        fund = standard.fund(bearer, row.currency, us)
        kind = standard.expense(bearer, row.currency, us, row.title)
        paid = standard.income(bearer, row.currency, us, FROM_FUND)
        return [(kind, row.minor), (fund, row.minor), (paid, -row.minor)]
    return [(source(tables, bearer, row), row.minor)]


def source(tables: Tables, bearer: str, row: Row) -> Account:
    """The account that what is not from the fund takes from."""
    if row.source == BACK:
        return back_account(bearer, row.currency, row.ref)
    if row.source == ASSOCIATION:
        return standard.association(bearer, row.currency)
    return payable(tables, bearer, row.currency, row.payee)


def cost(bearer: str, currency: str, us: str, kind: str, minor: int, source: str) -> Postings:
    """The postings of a cost that the common fund, a need's budget or the association pays; they add up to the cost, as a debit."""
    payer, why = standard.fund(bearer, currency, us), FROM_FUND
    if source == ASSOCIATION:
        payer, why = standard.association(bearer, currency), FROM_ASSOCIATION
    elif source != FUND:
        payer = standard.budget(bearer, currency, source)
    expense, paid = standard.expense(bearer, currency, us, kind), standard.income(bearer, currency, us, why)
    return [(expense, minor), (payer, minor), (paid, -minor)]


# Lines of the bank


def settle(tables: Tables, entry: Context, part: Part, line: Row) -> Postings:
    """A line says that a payout has left the bank. Returns what is posted against the line's ``-minor``: together ``-part.minor``.

    ``line`` has the account, the currency and the day. Raises Refused.
    """
    row = payout(tables, part.ref)
    its = run(tables, row.run)
    _check_line(row, its, part, line)
    if row.state not in (*UNDER_WAY, REJECTED):
        raise Refused("This payout is {state}: a line of the bank can't end it.", state=STATES[row.state])
    # What the bank had refused and paid after all takes what was owed again.
    debits = (
        taking(tables, entry, row)
        if row.state == REJECTED
        else [(standard.leaving(record_journal.borne(tables).bearer, row.currency), row.minor)]
    )
    tables.change(row, state=SETTLED, line=line.id, day=line.day)
    refresh(tables, its)
    return debits


def came_back(tables: Tables, entry: Context, part: Part, line: Row) -> Postings:
    """A line says that a payout has come back: it is owed again. Returns what is posted against the line. Raises Refused."""
    row = payout(tables, part.ref)
    its = run(tables, row.run)
    _check_line(row, its, part, line)
    if row.state != SETTLED:
        raise Refused("This payout is {state}: only what has left the bank comes back.", state=STATES[row.state])
    tables.change(row, state=RETURNED, back=line.id)
    return [(to, -minor) for to, minor in taking(tables, entry, row)]


def undo(tables: Tables, part: Part) -> None:
    """What a line said of a payout is taken back: it is as it was before. Raises Refused where it has moved on since."""
    row = payout(tables, part.ref)
    its = run(tables, row.run)
    if part.to == "returned":
        if row.state != RETURNED:
            raise Refused("This payout has moved on since: take that back first.")
        tables.change(row, state=SETTLED, back="")
    else:
        if row.state != SETTLED:
            raise Refused("This payout has moved on since: take that back first.")
        tables.change(row, state=REJECTED if row.code else _stage(its), line="", day="")
    refresh(tables, its)


def _check_line(row: Row, its: Row, part: Part, line: Row) -> None:
    if line.account != its.account:
        raise Refused("This payout goes from the account “{name}”, and this line is of another.", name=its.account)
    if line.currency != row.currency or abs(part.minor) != row.minor:
        raise Refused(
            "This payout is of {amount}, not of {other}.",
            amount=Money(row.minor, row.currency),
            other=Money(abs(part.minor), line.currency),
        )


def refresh(tables: Tables, its: Row) -> None:
    """A run whose payouts have all ended is done; one of which something is open again is as far as it was."""
    if its.state in (PROPOSED, WITHDRAWN):
        return
    over = all(state in ENDED for (state,) in list(tables.read(Payout, ("state",), run=its.id)))
    wanted = DONE if over else _stage(its)
    if its.state != wanted:
        tables.change(its, state=wanted)


def _stage(its: Row) -> str:
    return SUBMITTED if its.submitted else EXPORTED if its.exported else RESERVED


# A second person's word


def payee_confirmed(tables: Tables, entry: Context, waiting: Row) -> None:
    """Another steward confirms where somebody is paid; what was changed rests before it is used. Raises Refused."""
    body = waiting.body
    own = waiting.by == body["payee"]  # of her own account somebody speaks for herself, whatever else she is
    steward = record_stewards.second(tables, entry) if own else record_stewards.second_to(tables, entry, waiting)
    row = tables.get(Payee, body["payee"])
    if row is None or row.next != waiting.id:
        raise Refused("These bank details were changed again since; the newer ones wait for a second person.")
    if steward.id in (waiting.by, row.id):
        raise Refused("Another steward has to confirm this: not who said it, and not who is paid.")
    changed = bool(row.details)
    days = record_journal.borne(tables).cooling_days if changed else 0
    tables.change(
        row, details=body["details"], upstream=body["upstream"], entry=waiting.id, position=entry.index, at=entry.at,
        usable=later(max(entry.at, waiting.at), days) if days else entry.at, changed=changed, next="",
    )  # fmt: skip


def approver_confirmed(tables: Tables, entry: Context, waiting: Row) -> None:
    """The other steward confirms an outside co-approver. Raises Refused."""
    steward = record_stewards.second_to(tables, entry, waiting)
    person = waiting.body["person"]
    if steward.id in (waiting.by, person):
        raise Refused("Another steward has to confirm this.")
    if tables.get(Approver, person) is None:
        tables.add(Approver, person, entry=waiting.id, position=entry.index)


def may_approve(tables: Tables, person: str) -> bool:
    """Whether somebody may say yes to runs now: a steward, or an outside co-approver who is still a member."""
    return record_stewards.counts(tables, person) or (
        people.is_member(tables, person) and tables.get(Approver, person) is not None
    )


def approvers(tables: Tables) -> set[str]:
    """Everybody who may say yes to runs now."""
    named = {id for (id,) in tables.read(Approver, ("id",))}
    return record_stewards.counting(tables) | {person for person in named if people.is_member(tables, person)}
