"""The law about paying out: where somebody is paid, runs of payouts, and each step of theirs until the bank has spoken."""

import re
from collections.abc import Iterable

from entredon.apps.people import record as people
from entredon.apps.treasury import (
    record_journal,
    record_out,
    record_places,
    record_runs,
    record_stewards,
    record_waiting,
)
from entredon.apps.treasury.entries_out import (
    ApproverNamed,
    PayeeNamed,
    PayoutConfirmed,
    PayoutsRejected,
    Rejection,
    RunApproved,
    RunExported,
    RunProposed,
    RunSubmitted,
    RunWithdrawn,
)
from entredon.apps.treasury.models import Approval, Approver, Expense, MoneyAccount, Payee, Payout, Run
from entredon.apps.treasury.record_out import (
    DONE,
    EXPORTED,
    OUTSIDE,
    PROPOSED,
    REJECTED,
    RESERVED,
    SETTLED,
    STATES,
    SUBMITTED,
    WITHDRAWN,
)
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.entries import entry as journal_entry
from entredon.pure.money.payments import reasons
from entredon.pure.value import passing

_CODE = re.compile(r"[A-Za-z0-9]{1,35}", re.ASCII)
"""A reason as banks give it: ISO 20022's four letters and digits, or a word of their own."""


# Who is paid, and who says yes


@rule(PayeeNamed)
def payee_named(tables: Tables, entry: Context, fact: PayeeNamed) -> None:
    """A member says where she is paid, a steward where somebody outside is. What is changed, or outside, needs a second person."""
    record_journal.borne(tables)
    if fact.payee:
        people.steward(tables, entry)
        id = fact.payee
        if not OUTSIDE.fullmatch(id):
            raise Refused("A member says herself where she is paid; who is outside is named x: and 32 digits.")
    else:
        id = people.member(tables, entry).id
    if fact.upstream and (not fact.payee or not passing.is_address(fact.upstream)):
        raise Refused(
            "“{upstream}” is no address of a commons outside that somebody outside is paid for.",
            upstream=fact.upstream[:80],
        )
    row = tables.get(Payee, id)
    _check_upstream(tables, row, id, fact.upstream)
    if row is not None and (row.details, row.upstream) == (fact.details, fact.upstream):
        raise Refused("This is already where the money goes: nothing has changed.")
    if row is None and not fact.payee:
        tables.add(
            Payee, id, details=fact.details, entry=entry.id, position=entry.index, at=entry.at, usable=entry.at
        )  # fmt: skip
        return
    if row is None:
        row = tables.add(
            Payee, id, details="", upstream=fact.upstream, entry=entry.id, position=entry.index, at=entry.at, usable=""
        )  # fmt: skip
    tables.change(row, next=entry.id)
    body = {"payee": id, "details": fact.details, "upstream": fact.upstream}
    record_waiting.wait(tables, entry, record_waiting.PAYEE, body)


def _check_upstream(tables: Tables, row: Row | None, id: str, upstream: str) -> None:
    """Whom somebody outside receives money for is said once: by it the books know where it stands what she is owed. Raises Refused."""
    if row is not None and row.upstream != upstream:
        raise Refused("Whom this payee receives money for stays as it was; name another payee for somebody else.")
    if row is None and upstream and tables.find(Expense, payee=id):
        raise Refused("Bills of this payee were handed in already; name another payee for the money that flows on.")


@rule(ApproverNamed)
def approver_named(tables: Tables, entry: Context, fact: ApproverNamed) -> None:
    """A steward names a member who is no steward to approve payouts too; another steward confirms it."""
    people.steward(tables, entry)
    record_journal.borne(tables)
    if not people.is_member(tables, fact.person):
        raise Refused("Only a member can approve payouts: she signs with her own key. Let her join first.")
    if people.is_steward(tables, fact.person):
        raise Refused("She is a steward, and approves payouts already.")
    if tables.get(Approver, fact.person) is not None:
        raise Refused("She approves payouts already.")
    record_waiting.wait(tables, entry, record_waiting.APPROVER, {"person": fact.person})


# A run


@rule(RunProposed)
def run_proposed(tables: Tables, entry: Context, fact: RunProposed) -> None:
    """A steward proposes payouts: each to a known payee, for a reason with its paper, of what is owed to her and there to pay it."""
    steward = people.steward(tables, entry)
    bearer = record_journal.borne(tables)
    way = record_runs.check_account(tables, fact)
    record_runs.check_day(fact.day, entry.at)
    record_runs.check_size(fact)
    for n, one in enumerate(fact.payouts, 1):
        record_runs.check_payout(tables, bearer, fact, n, one, way)
    tables.add(
        Run, entry.id, account=fact.account, currency=fact.currency, day=fact.day, minor=sum(p.minor for p in fact.payouts),
        count=len(fact.payouts), needed=bearer.approvals, person=steward.id, position=entry.index, at=entry.at,
    )  # fmt: skip
    made = []
    for n, one in enumerate(fact.payouts, 1):
        payee = tables.get(Payee, one.payee)
        made.append(
            tables.add(
                Payout, f"{entry.id}.{n}", run=entry.id, payee=one.payee, minor=one.minor, currency=fact.currency,
                title=one.title, source=one.source, document=one.document, ref=one.ref,
                details=payee.details if payee is not None and way else "", name=f"{entry.id[:24]}-{n}",
            )
        )  # fmt: skip
    record_runs.check_owed(tables, entry, made)
    record_runs.check_there(tables, fact.account, fact.currency, sum(row.minor for row in made))


@rule(RunApproved)
def run_approved(tables: Tables, entry: Context, fact: RunApproved) -> None:
    """Somebody who may, and isn't paid in it, says yes. With the last yes that is needed the money is reserved."""
    person = people.member(tables, entry)
    its = record_out.run(tables, fact.run)
    if not record_out.may_approve(tables, person.id):
        raise Refused("Only a steward, or a co-approver whom two stewards have named, can approve payouts.")
    record_runs.check_hand(tables, entry, person.id)
    if its.state != PROPOSED:
        raise Refused("This run is no longer waiting for anybody's yes.")
    rows = record_out.payouts(tables, its.id)
    record_runs.check_approver(tables, person.id, its, rows)
    said = tables.find(Approval, run=its.id)
    if any(row.person == person.id for row in said):
        raise Refused("You have approved this run already; it needs somebody else's yes.")
    for n, row in enumerate(rows, 1):
        record_runs.check_details(tables, n, row, entry.at)
    tables.add(Approval, entry.id, run=its.id, person=person.id, position=entry.index, at=entry.at)
    # Only those count who may still approve.
    valid = {person.id} | {row.person for row in said if record_out.may_approve(tables, row.person)}
    if len(valid) >= its.needed:
        _reserve(tables, entry, its, rows)


def _reserve(tables: Tables, entry: Context, its: Row, rows: list[Row]) -> None:
    """What is paid leaves where it was owed or held, and waits for the bank."""
    record_runs.check_owed(tables, entry, rows)
    record_runs.check_there(tables, its.account, its.currency, its.minor)
    leaving = standard.leaving(record_journal.borne(tables).bearer, its.currency)
    postings = [one for row in rows for one in record_out.taking(tables, entry, row)]
    made = journal_entry(f"{entry.id}/reserved", entry.at[:10], [*_summed(postings), (leaving, -its.minor)])
    record_journal.post(tables, entry, [made])
    _all(tables, its, rows, RESERVED)


@rule(RunWithdrawn)
def run_withdrawn(tables: Tables, entry: Context, fact: RunWithdrawn) -> None:
    """A steward takes back a run that no file was made of and nobody was handed; what is still reserved is owed again."""
    people.steward(tables, entry)
    its = record_out.run(tables, fact.run)
    if its.state not in (PROPOSED, RESERVED):
        raise Refused("This run has left already, or was taken back: only what the bank says ends its payouts now.")
    rows = record_out.payouts(tables, its.id)
    left = [row for row in rows if row.state in (PROPOSED, RESERVED)]
    if its.state == RESERVED and len(left) < len(rows):
        # Somebody was paid by hand meanwhile: taken back whole, she would be owed the same again.
        _give_back(tables, entry, its, left, "withdrawn")
    elif its.state == RESERVED:
        last = max(tables.find(Approval, run=its.id), key=lambda row: row.position)
        record_journal.take_back(tables, entry, [f"{last.id}/reserved"], entry.at[:10])
    for row in left:
        tables.change(row, state=WITHDRAWN)
    tables.change(its, state=WITHDRAWN if all(row.state == WITHDRAWN for row in rows) else DONE)


@rule(RunExported)
def run_exported(tables: Tables, entry: Context, fact: RunExported) -> None:
    """A steward makes the file for the bank of an approved run. It can be made again; the same file is told of once."""
    people.steward(tables, entry)
    its = record_out.run(tables, fact.run)
    if record_out.way_of(tables, its.account) not in record_out.BY_BANK:
        raise Refused("This run isn't paid by a bank: hand it over, and let each payee confirm it.")
    if its.state not in (RESERVED, EXPORTED):
        raise _not_now(its)
    if its.file == fact.file:
        raise Refused("This file was made already: it is the same to the last byte.")
    rows = record_out.payouts(tables, its.id)
    if any(row.state not in (RESERVED, EXPORTED) for row in rows):
        raise Refused(
            "One of these payouts has ended already, and the file would pay it once more. Take the run back, and propose what is"
            " left anew."
        )
    tables.change(its, file=fact.file, exported=entry.id)
    _all(tables, its, rows, EXPORTED)


def _not_now(its: Row) -> Refused:
    """Why a file isn't made, or given to the bank, of a run in this state."""
    if its.state == PROPOSED:
        return Refused("This run isn't approved yet: it needs the yes of others first.")
    if its.state == WITHDRAWN:
        return Refused("This run was taken back: propose a new one.")
    if its.state == RESERVED:
        return Refused("No file was made of this run yet: make that first.")
    return Refused("This run was handed over already: what becomes of it, the bank or the payees say.")


@rule(RunSubmitted)
def run_submitted(tables: Tables, entry: Context, fact: RunSubmitted) -> None:
    """A steward says that the file was given to the bank, or that what is paid otherwise was handed over."""
    steward = people.steward(tables, entry)
    its = record_out.run(tables, fact.run)
    by_bank = record_out.way_of(tables, its.account) in record_out.BY_BANK
    if not by_bank:
        record_stewards.second(tables, entry)
    if its.state != (EXPORTED if by_bank else RESERVED):
        raise _not_now(its)
    tables.change(its, submitted=entry.id, handed_by=steward.id)
    rows = [row for row in record_out.payouts(tables, its.id) if row.state in (RESERVED, EXPORTED)]
    _all(tables, its, rows, SUBMITTED)


# How it ends, beside the lines of the bank


@rule(PayoutsRejected)
def payouts_rejected(tables: Tables, entry: Context, fact: PayoutsRejected) -> None:
    """A steward tells what the bank's report refuses, or what was handed over in vain: it is owed again. What the bank has already
    ends nothing."""
    steward = people.steward(tables, entry)
    its = record_out.run(tables, fact.run)
    if not fact.rejected:
        raise Refused("This report refuses none of the payouts.")
    by_bank = record_out.way_of(tables, its.account) in record_out.BY_BANK
    if not by_bank:
        record_stewards.second(tables, entry)
    rows = []
    for one in fact.rejected:
        row = _rejected(tables, its, one)
        if steward.id == row.payee or (not by_bank and steward.id == its.handed_by):
            raise Refused(
                "Whoever handed it over, or is paid, can't say that it never arrived: another steward has to."
            )
        tables.change(row, state=REJECTED, code=one.code)
        rows.append(row)
    _give_back(tables, entry, its, rows, "rejected")
    record_out.refresh(tables, its)


def _give_back(tables: Tables, entry: Context, its: Row, rows: list[Row], part: str) -> None:
    """What was reserved for these payouts is owed again."""
    leaving = standard.leaving(record_journal.borne(tables).bearer, its.currency)
    postings = [(to, -minor) for row in rows for to, minor in record_out.taking(tables, entry, row)]
    total = sum(row.minor for row in rows)
    made = journal_entry(f"{entry.id}/{part}", entry.at[:10], [(leaving, total), *_summed(postings)])
    record_journal.post(tables, entry, [made])


def _rejected(tables: Tables, its: Row, one: Rejection) -> Row:
    row = record_out.payout(tables, one.payout)
    if row.run != its.id:
        raise Refused("The payout {id} isn't of this run.", id=one.payout[-12:])
    if not _CODE.fullmatch(one.code):
        raise Refused("A bank's reason is a code of letters and digits; “{code}” is none.", code=one.code[:40])
    if one.code.upper() in reasons.TWICE:
        raise Refused(
            "The bank says by {code} that it has this payment already. So it may well be paid: the next statement tells.",
            code=one.code,
        )
    if row.state not in (EXPORTED, SUBMITTED):
        raise Refused(
            "The payout {id} is {state}: no report of the bank can refuse it.", id=row.name, state=STATES[row.state]
        )
    return row


@rule(PayoutConfirmed)
def payout_confirmed(tables: Tables, entry: Context, fact: PayoutConfirmed) -> None:
    """Who was paid by other means says that she has it; for who is outside, a steward who didn't hand it over."""
    person = people.ever_member(tables, entry)
    row = record_out.payout(tables, fact.payout)
    its = record_out.run(tables, row.run)
    way = record_out.way_of(tables, its.account)
    if way in record_out.BY_BANK:
        raise Refused("This is paid by the bank: its statement says when it has left.")
    if row.state != SUBMITTED:
        raise Refused("There is nothing to confirm: this payout is {state}.", state=STATES[row.state])
    if OUTSIDE.fullmatch(row.payee):
        if person.id in (its.handed_by, its.person) or not record_stewards.counts(tables, person.id):
            raise Refused("A steward who neither proposed it nor handed it over has to confirm that it arrived.")
    elif person.id != row.payee:
        raise Refused("Only who was paid can say that it has reached her.")
    _confirm(tables, entry, row, its, way)


def _confirm(tables: Tables, entry: Context, row: Row, its: Row, way: str) -> None:
    bearer, day = record_journal.borne(tables).bearer, entry.at[:10]
    gone = record_out.money_account(tables, bearer, row.currency, its.account)
    postings = [(standard.leaving(bearer, row.currency), row.minor), (gone, -row.minor)]
    record_journal.post(tables, entry, [journal_entry(f"{entry.id}/paid", day, postings)])
    if way == record_places.CASH:
        till = tables.get(MoneyAccount, its.account)
        assert till is not None  # its way says so
        # The book of a till is written day after day: what she confirms late stands on its last day.
        record_places.moves(tables, till, -row.minor, max(day, till.known))
    tables.change(row, state=SETTLED, line=entry.id, day=day)
    record_out.refresh(tables, its)


def _all(tables: Tables, its: Row, rows: Iterable[Row], state: str) -> None:
    tables.change(its, state=state)
    for row in rows:
        tables.change(row, state=state)


def _summed(postings: record_out.Postings) -> record_out.Postings:
    """One posting for each account."""
    sums: dict[Account, int] = {}
    for to, minor in postings:
        sums[to] = sums.get(to, 0) + minor
    return [(to, minor) for to, minor in sums.items() if minor]
