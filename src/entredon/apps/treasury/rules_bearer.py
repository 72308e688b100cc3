"""The law about who bears the money, its accounts, and second words."""

from entredon.apps.people import record as people
from entredon.apps.treasury import (
    record,
    record_exceptions,
    record_incomes,
    record_out,
    record_places,
    record_stewards,
    record_waiting,
)  # fmt: skip
from entredon.apps.treasury import record_journal as journal
from entredon.apps.treasury.entries import AccountOpened, BearerNamed, Confirmed, ExceptionSigned, PolicySet
from entredon.apps.treasury.models import Bearer, Income, MoneyAccount, Run
from entredon.apps.treasury.record_places import BANK, CARRIED, CASH
from entredon.apps.value import record as value
from entredon.log.registry import Context, Refused, line, rule
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Money
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.entries import entry as journal_entry

LEAST_APPROVALS, MOST_APPROVALS = 2, 20
MOST_COOLING = 90
WAYS = (BANK, CASH, CARRIED)


@rule(BearerNamed)
def bearer_named(tables: Tables, entry: Context, fact: BearerNamed) -> None:
    """A steward names the legal body that bears the money, once: its books begin with what the record says already."""
    people.steward(tables, entry)
    if journal.bearer(tables) is not None:
        raise Refused("The bearer of this commons' money is named already; the money of two bearers never meets.")
    line("name of the bearer", fact.name, 200)
    line("legal form", fact.form, 60)
    line("number", fact.number, 40, least=0)
    _check_lead(entry, fact.lead)
    _check_policy(fact.approvals, fact.most, fact.cooling_days)
    tables.add(
        Bearer, journal.THE, entry=entry.id, bearer=fact.bearer, name=fact.name, form=fact.form, number=fact.number,
        lead=fact.lead, approvals=fact.approvals, most=fact.most, cooling_days=fact.cooling_days,
        position=entry.index, at=entry.at,
    )  # fmt: skip
    _begin(tables, entry)


def _check_lead(entry: Context, lead: str) -> None:
    if not lead:
        return
    line("leading public record", lead, 300)
    host, slash, slug = lead.rpartition("/")
    if lead == entry.log or not slash or not host or not record_places.is_slug(slug):
        raise Refused(
            "Name the public record that leads the statements as host/short-name, or none where it is this one."
        )


def _check_policy(approvals: int, most: int, cooling_days: int) -> None:
    if not LEAST_APPROVALS <= approvals <= MOST_APPROVALS:
        raise Refused(
            "Between {least} and {most} people say yes before money moves.", least=LEAST_APPROVALS, most=MOST_APPROVALS
        )
    if not 0 <= most <= record_incomes.MOST:
        raise Refused("The most of one payout is an amount; 0 means that there is no limit.")
    if not 1 <= cooling_days <= MOST_COOLING:
        raise Refused("Changed bank details rest between 1 and {most} days.", most=MOST_COOLING)


def _begin(tables: Tables, entry: Context) -> None:
    """The books begin: all incomes that were told of are still to be seen, and all share-outs are owed."""
    sums: dict[str, int] = {}
    for row in tables.find(Income):
        if not row.taken_back:
            sums[row.currency] = sums.get(row.currency, 0) + row.minor
    for currency, minor in sorted(sums.items()):
        record.post_told(tables, entry, f"{entry.id}/told-{currency.lower()}", currency, minor)
    for n, (shareout, shares) in enumerate(value.shares(tables), 1):
        amounts = (_share(tables, share) for share in shares)
        record.post_shared(tables, entry, f"{entry.id}/shared-{n}", shareout.currency, entry.at[:10], amounts)


def _share(tables: Tables, share: Row) -> record.Shared:
    """A share as it stands when the books begin: who has claimed it has it, and what has lapsed is the fund's."""
    if share.lapsed:
        return record.Shared(record.TOP, "", record.POT, share.minor)
    person = people.owner(tables, share.person) if share.person else ""
    return record.Shared(share.what, person, share.to, share.minor)


@rule(AccountOpened)
def account_opened(tables: Tables, entry: Context, fact: AccountOpened) -> None:
    """A steward lets an account of the bearer join the books, with what stood on it."""
    people.steward(tables, entry)
    bearer = journal.borne(tables)
    if tables.get(MoneyAccount, fact.account) is not None:
        raise Refused("There is an account “{name}” already; choose another name.", name=fact.account)
    if any(row.state not in (record_out.DONE, record_out.WITHDRAWN) for row in tables.find(Run, account=fact.account)):
        raise Refused(
            "Somebody is being paid by “{name}”, which is no account; choose another name.", name=fact.account
        )
    _check_way(bearer, fact)
    record_incomes.check_currency(fact.currency)
    record_places.check_come(fact.day, entry.at)
    if abs(fact.opening) > record_incomes.MOST or (fact.way == CASH and fact.opening < 0):
        raise Refused("An account can't begin with {amount}.", amount=Money(fact.opening, fact.currency))
    row = tables.add(
        MoneyAccount, fact.account, way=fact.way, currency=fact.currency, opening=fact.opening, day=fact.day,
        details=fact.details, closing=fact.opening, known=fact.day, entry=entry.id, position=entry.index,
    )  # fmt: skip
    if fact.opening:
        place, before = record_places.place(bearer.bearer, row), standard.opening(bearer.bearer, fact.currency)
        made = journal_entry(f"{entry.id}/opening", fact.day, [(place, fact.opening), (before, -fact.opening)])
        journal.post(tables, entry, [made])


def _check_way(bearer: Row, fact: AccountOpened) -> None:
    if fact.way not in WAYS:
        raise Refused("An account is at a bank, a till, or carried by another commons; not “{way}”.", way=fact.way[:24])
    if bearer.lead and fact.way == BANK:
        raise Refused("The statements of this commons are led elsewhere: open an account that is carried.")
    if not bearer.lead and fact.way == CARRIED:
        raise Refused("The statements of this commons are led here: open an account at a bank, or a till.")
    if fact.way == BANK and not _is_hash(fact.details):
        raise Refused("An account at a bank needs the commitment to its number.")
    if fact.way != BANK and fact.details:
        raise Refused("Only an account at a bank has a number.")


def _is_hash(text: str) -> bool:
    return len(text) == 64 and not text.strip("0123456789abcdef")


@rule(PolicySet)
def policy_set(tables: Tables, entry: Context, fact: PolicySet) -> None:
    """A steward says how payouts are approved from here on; it waits for a second steward."""
    people.steward(tables, entry)
    journal.borne(tables)
    _check_policy(fact.approvals, fact.most, fact.cooling_days)
    body = {"approvals": fact.approvals, "most": fact.most, "cooling_days": fact.cooling_days}
    record_waiting.wait(tables, entry, record_waiting.POLICY, body)


@record_waiting.confirms(record_waiting.POLICY)
def policy_confirmed(tables: Tables, entry: Context, waiting: Row) -> None:
    """New payment rules take force."""
    record_stewards.second_to(tables, entry, waiting)
    record_waiting.newest(tables, waiting)
    tables.change(journal.borne(tables), **waiting.body)


@rule(ExceptionSigned)
def exception_signed(tables: Tables, entry: Context, fact: ExceptionSigned) -> None:
    """A steward lets an account fall below its floor; it waits for a second steward."""
    people.steward(tables, entry)
    journal.borne(tables)
    record_exceptions.check_account(tables, fact.account, fact.least)
    record_waiting.wait(
        tables, entry, record_waiting.EXCEPTION, {"account": fact.account, "least": fact.least}
    )  # fmt: skip


@record_waiting.confirms(record_waiting.EXCEPTION)
def exception_confirmed(tables: Tables, entry: Context, waiting: Row) -> None:
    """An exception may be used."""
    record_stewards.second_to(tables, entry, waiting)


record_waiting.confirms(record_waiting.PAYEE)(record_out.payee_confirmed)
record_waiting.confirms(record_waiting.APPROVER)(record_out.approver_confirmed)


@rule(Confirmed)
def confirmed(tables: Tables, entry: Context, fact: Confirmed) -> None:
    """A second person confirms what waits for her word; who that may be depends on what it is."""
    people.member(tables, entry)
    record_waiting.confirm(tables, entry, fact.what)
