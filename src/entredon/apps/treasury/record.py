"""What other apps' rules ask and leave here: incomes, and what sharing them changes in the books; money for orders and for needs
has files of its own (``record_orders``, ``record_budgets``), which they reach by this one.

Where no bearer is named the books haven't begun, and nothing is booked.
"""

from collections.abc import Iterable
from typing import NamedTuple

from entredon.apps.treasury import record_budgets as record_budgets
from entredon.apps.treasury import record_journal as journal
from entredon.apps.treasury import record_orders as record_orders
from entredon.apps.treasury import record_stewards
from entredon.apps.treasury.models import Account as AccountRow
from entredon.apps.treasury.models import Income
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account, account, part
from entredon.pure.money.journal.entries import entry as journal_entry

KEPT, PASSED, TOP, HELD = "kept", "passed", "top", "held"
POT, ASSOCIATION = "pot", "association"
steward_given, steward_withdrawn = record_stewards.given, record_stewards.withdrawn
"""What the commons' law leaves here when a steward is named or is one no more."""
stewards_unconfirmed = record_stewards.unconfirmed
"""The stewards whose yes doesn't count yet where two are needed."""
SHARED_OUT = "shared-out"
"""The kind of cost by which an income leaves the year's result for those it is shared with."""


class Shared(NamedTuple):
    """An amount of a share-out, in the words of ``value``: kept by, passed on to, for the top, or held at a creation."""

    what: str
    person: str
    to: str
    minor: int


def income(tables: Tables, id: str) -> Row:
    """An income by the entry that tells of it. Raises Refused."""
    row = tables.get(Income, id)
    if row is None:
        raise Refused("There is no income {id} here.", id=id[:10])
    if row.taken_back:
        raise Refused("This income was taken back, by {entry}.", entry=row.taken_back[:10])
    return row


def check_borne(tables: Tables) -> None:
    """Refuse what only a legal body with a bank account can be asked for, where none is named. Raises Refused."""
    journal.borne(tables)


def own(entry: Context) -> str:
    """What accounts call this commons: the short name it was founded with, the same in every copy."""
    return entry.log.rpartition("/")[2]


def shared(tables: Tables, entry: Context, income: Row, amounts: Iterable[Shared]) -> None:
    """An income was shared: what it gave to whom is owed from now on. Raises Refused."""
    if journal.bearer(tables) is not None:
        post_shared(tables, entry, f"{entry.id}/shared", income.currency, entry.at[:10], amounts)


def post_shared(tables: Tables, entry: Context, key: str, currency: str, day: str, amounts: Iterable[Shared]) -> None:
    """Book a share-out under a key: out of the result, to members, funds, upstream and what is held. Raises Refused."""
    bearer, us = journal.borne(tables).bearer, own(entry)
    sums: dict[Account, int] = {}
    for one in amounts:
        to = _destination(bearer, currency, us, one)
        sums[to] = sums.get(to, 0) + one.minor
    gone = (standard.expense(bearer, currency, us, SHARED_OUT), sum(sums.values()))
    postings = [gone, *((to, -minor) for to, minor in sums.items() if minor)]
    if gone[1]:
        journal.post(tables, entry, [journal_entry(key, day, postings)])


def _destination(bearer: str, currency: str, us: str, one: Shared) -> Account:
    if one.what == KEPT:
        return standard.member(bearer, currency, one.person)
    if one.what == HELD:
        return held(bearer, currency, one.to)
    if one.what == TOP and one.to == ASSOCIATION:
        return standard.association(bearer, currency)
    if one.what == TOP or one.to == POT:
        return standard.fund(bearer, currency, us)
    return standard.upstream(bearer, currency, one.to)


def held(bearer: str, currency: str, creation: str) -> Account:
    """What waits at a creation, as nobody is known who made it."""
    return account(bearer, currency, "liabilities", "held", creation, floor=0)


def post_told(tables: Tables, entry: Context, key: str, currency: str, minor: int) -> None:
    """Book money that a steward tells of: it is still to be seen in a bank statement. Nothing where no bearer is named.

    Below zero, what was told before the books began never came.
    """
    row = journal.bearer(tables)
    if row is not None:
        seen = standard.receivable(row.bearer, currency, "told")
        earned = standard.income(row.bearer, currency, own(entry), "told")
        journal.post(tables, entry, [journal_entry(key, entry.at[:10], [(seen, minor), (earned, -minor)])])


def lapsed(tables: Tables, entry: Context, person: str, currency: str, minor: int) -> None:
    """What nobody has claimed goes to the common fund. Raises Refused."""
    row = journal.bearer(tables)
    if row is not None and minor:
        fund = standard.fund(row.bearer, currency, own(entry))
        move(tables, entry, "lapsed", standard.member(row.bearer, currency, person), fund, minor)


def claimed(tables: Tables, entry: Context, pseudonym: str, person: str) -> None:
    """A pseudonym is hers: what it is owed is owed to her, in each currency. Raises Refused."""
    row = journal.bearer(tables)
    if row is None:
        return
    path = standard.member(row.bearer, "EUR", pseudonym).path.rpartition(":")[0]
    for id, currency in list(tables.read(AccountRow, ("id", "currency"))):
        if id == f"{path}:{currency.lower()}":
            known = standard.member(row.bearer, currency, pseudonym)
            if minor := journal.held(tables, known):
                name = f"claimed-{part(pseudonym)}-{currency.lower()}"
                move(tables, entry, name, known, standard.member(row.bearer, currency, person), minor)


def move(
    tables: Tables, entry: Context, part: str, out: Account, into: Account, minor: int, *, day: str = "", override: str = ""
) -> None:  # fmt: skip
    """Book that so much leaves one account of liabilities or funds for another. Raises Refused."""
    made = journal_entry(
        f"{entry.id}/{part}", day or entry.at[:10], [(out, minor), (into, -minor)], override=override
    )  # fmt: skip
    journal.post(tables, entry, [made])
