"""What pages read of the books as a whole: money that moved in a time, by account; what stood where; lines; plans and proofs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from entredon.apps.treasury import queries_journal as journal
from entredon.apps.treasury.models import Account as AccountRow
from entredon.apps.treasury.models import (
    Approval,
    Bearer,
    Booked,
    Budget,
    Chart,
    Closing,
    MoneyAccount,
    Payout,
    Posting,
    Reserves,
)
from entredon.apps.treasury.models_journal import OF_ENTRY, of_entry
from entredon.apps.treasury.record_closing import THERE, Books, add_up
from entredon.log.asked import NotFound, by_prefix
from entredon.log.models import Log
from entredon.log.pages import remembered
from entredon.pure.money.books.month import NoBooks, month
from entredon.pure.money.journal.accounts import Account

SUSPENSE = "liabilities:suspense:"
BESIDE = ("equity:funds:", "equity:budgets:", "equity:association:")
"""What is booked beside a movement of money: from which fund it was paid, or into which it went."""
BESIDE_KINDS = ("from-fund", "from-association", "shared-out")
OPENING = "equity:opening:"
_MOVED = f"EXISTS (SELECT 1 FROM {{posting}} q WHERE {OF_ENTRY.format(p='q', b='b')} AND q.account IN ({{marks}}))"
_JOINED = f"{Booked._meta.db_table} b JOIN {Posting._meta.db_table} p ON {OF_ENTRY.format(p='p', b='b')}"
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Moved:
    """So much came in (above zero) or went out on one account in a month, as seen by banks and tills."""

    month: str
    account: str
    currency: str
    minor: int


@dataclass(frozen=True, slots=True)
class LineShown:
    """What was posted on an account by one journal entry."""

    key: str
    day: str
    minor: int
    entry: str


def bearer(slug: str) -> Bearer | None:
    """Who bears the money here; None where the books haven't begun."""
    return Bearer.objects.filter(commons=slug).first()


@remembered
def years(slug: str) -> list[str]:
    """The years with something in the books, the newest first."""
    days = Booked.objects.filter(commons=slug).order_by("day").values_list("day", flat=True)
    first, last = days.first(), days.last()
    return [str(year) for year in range(int(last[:4]), int(first[:4]) - 1, -1)] if first and last else []


@remembered
def balances(slug: str) -> dict[Account, int]:
    """The balance of every account now."""
    return journal.balances(slug)


@remembered
def balances_until(slug: str, day: str) -> dict[Account, int]:
    """The balance of every account at the end of a day."""
    known = journal.accounts(slug)
    wanted = f"SELECT p.account, SUM(p.minor) FROM {_JOINED} WHERE b.commons = %s AND b.day <= %s GROUP BY p.account"
    found = {known[path]: int(minor) for path, minor in _rows(wanted, slug, day)}
    return dict(sorted(found.items(), key=lambda one: one[0][:2]))


def totals(slug: str) -> dict[str, Books]:
    """In each currency what is there, still to come, owed and held in funds, now."""
    return add_up(balances(slug))


@remembered
def moved(slug: str, first: str, last: str) -> list[Moved]:
    """What came in and went out from one day to another, by month and account: everything that banks and tills have seen.

    What such an entry says beside it (which fund pays) is left out; it adds up to nothing.
    """
    tills = _tills(slug)
    if not tills:
        return []
    wanted = f"""SELECT SUBSTR(b.day, 1, 7), p.account, p.currency, SUM(p.minor) FROM {_JOINED}
        WHERE b.commons = %s AND b.day BETWEEN %s AND %s AND {_touches(tills)}
        GROUP BY SUBSTR(b.day, 1, 7), p.account, p.currency ORDER BY 1, 2"""
    rows = _rows(wanted, slug, first, last, *tills)
    return [
        Moved(month, path, currency, -int(minor))
        for month, path, currency, minor in rows
        if path not in tills and minor and not beside(path) and not path.startswith(OPENING)
    ]


def beside(path: str) -> bool:
    """Whether an account is only told beside a movement of money."""
    return path.startswith(BESIDE) or path.split(":")[-2] in BESIDE_KINDS


def lines(
    slug: str, path: str, first: str, last: str, *, only_moved: bool = False, start: int = 0, most: int = AT_ONCE
) -> list[LineShown]:
    """What was posted on an account from one day to another, the newest first."""
    where, values = _of_account(slug, path, first, last, only_moved)
    wanted = f"""SELECT b.id, b.day, p.minor, b.entry FROM {_JOINED} WHERE {where}
        ORDER BY b.day DESC, b.position DESC, b.n DESC LIMIT %s OFFSET %s"""
    return [LineShown(key, day, int(minor), entry) for key, day, minor, entry in _rows(wanted, *values, most, start)]


def sum_of(slug: str, path: str, first: str, last: str, *, only_moved: bool = False) -> tuple[int, int]:
    """How many lines an account has from one day to another, and what they add up to, debits above zero."""
    where, values = _of_account(slug, path, first, last, only_moved)
    wanted = f"SELECT COUNT(*), COALESCE(SUM(p.minor), 0) FROM {_JOINED} WHERE {where}"
    count, minor = next(_rows(wanted, *values))
    return int(count), int(minor)


def _of_account(slug: str, path: str, first: str, last: str, only_moved: bool) -> tuple[str, list[Any]]:
    where, values = "b.commons = %s AND p.account = %s AND b.day BETWEEN %s AND %s", [slug, path, first, last]
    tills = _tills(slug) if only_moved else []
    return (f"{where} AND {_touches(tills)}", [*values, *tills]) if tills else (where, values)


def account(slug: str, path: str) -> Account:
    """An account by its path. Raises NotFound."""
    row = AccountRow.objects.filter(commons=slug, id=path).first()
    if row is None:
        raise NotFound("There is no account “{asked}” in these books.", asked=path[:100])
    return Account(row.bearer, row.id, row.currency, row.floor)


def booked(slug: str, asked: str) -> Booked:
    """A journal entry by its key, or the beginning of its id with its part. Raises NotFound, Ambiguous."""
    id, _slash, part = asked.partition("/")
    row = Booked.objects.filter(commons=slug, id=asked).first()
    if row is None:
        begun = Booked.objects.filter(commons=slug, id__startswith=id) if len(id) >= 8 else Booked.objects.none()
        known = [key for key in begun.values_list("id", flat=True)[:500] if key.partition("/")[2] == part]
        row = Booked.objects.get(commons=slug, id=by_prefix(id, known, "booking"))
    return row


def postings(slug: str, key: str) -> list[Posting]:
    """What a journal entry posts, in its order."""
    rows = Posting.objects.filter(commons=slug, **of_entry(key))
    return sorted(rows, key=lambda row: int(row.id.rpartition(".")[2]))


def together_with(slug: str, row: Booked, most: int = AT_ONCE) -> list[Booked]:
    """The other journal entries by the same receipt, and whatever takes this one back."""
    same = Booked.objects.filter(commons=slug, entry=row.entry).exclude(id=row.id).order_by("position", "n")[:most]
    back = Booked.objects.filter(commons=slug, reverses=row.id).exclude(reverses="")  # as its index says
    known = {one.id: one for one in (*same, *back)}
    return list(known.values())


def paid(slug: str, first: str, last: str, payees: list[str] | None = None) -> list[Payout]:
    """What was paid out from one day to another, as a bank has shown or the payee has said."""
    rows = Payout.objects.filter(commons=slug, state="settled", day__gte=first, day__lte=last)
    if payees is not None:
        rows = rows.filter(payee__in=payees)
    return list(rows.order_by("day", "id"))


def leaving_then(slug: str, payee: str, day: str) -> dict[str, int]:
    """What was approved for a payee by a day and hadn't left the bank, or come back, by then; by currency."""
    rows = Payout.objects.filter(commons=slug, payee=payee).exclude(state__in=("proposed", "withdrawn", "rejected"))
    approved = Approval.objects.filter(commons=slug, run__in={row.run for row in rows})
    since: dict[str, str] = {}
    for run, at in approved.values_list("run", "at"):
        since[run] = max(since.get(run, ""), at[:10])
    found: dict[str, int] = {}
    for row in rows:
        still = row.state in ("reserved", "exported", "submitted") or (row.state == "settled" and row.day > day)
        if still and since.get(row.run, "9999") <= day:
            found[row.currency] = found.get(row.currency, 0) + row.minor
    return found


def accounts(slug: str) -> list[MoneyAccount]:
    """The accounts at banks, the tills, and what the leading commons holds."""
    return list(MoneyAccount.objects.filter(commons=slug).order_by("way", "id"))


def told_until(slug: str) -> str:
    """The day until which all accounts at banks are told; "" where there is none."""
    known = MoneyAccount.objects.filter(commons=slug, way__in=("bank", "carried")).values_list("known", flat=True)
    return min(known, default="")


def proofs(slug: str) -> list[Reserves]:
    """What was proven of what is there, the newest first."""
    return list(Reserves.objects.filter(commons=slug).order_by("-position"))


def closings(slug: str) -> dict[str, Closing]:
    """The closed years."""
    return {row.id: row for row in Closing.objects.filter(commons=slug)}


def budget(slug: str, year: str, currency: str) -> list[Budget]:
    """What is planned for a year in a currency."""
    rows = Budget.objects.filter(commons=slug, year=int(year), currency=currency, minor__gt=0)
    return list(rows.order_by("way", "kind"))


def chart(slug: str) -> dict[str, str]:
    """The bookkeeper's numbers by the beginnings of accounts."""
    row = Chart.objects.filter(commons=slug).first()
    return dict(row.numbers) if row is not None else {}


def number_of(numbers: dict[str, str], path: str) -> str:
    """The bookkeeper's number for an account: that of the longest beginning, part by part; "" where there is none."""
    parts = path.split(":")
    for count in range(len(parts), 0, -1):
        if found := numbers.get(":".join(parts[:count])):
            return found
    return ""


def earned(slug: str, year: str) -> dict[Account, int]:
    """What each kind has brought and cost in a year, debits above zero; what closing the year booked is left out."""
    known = journal.accounts(slug)
    wanted = f"""SELECT p.account, SUM(p.minor) FROM {_JOINED} WHERE b.commons = %s AND b.day BETWEEN %s AND %s
        AND (p.account LIKE 'income:%%' OR p.account LIKE 'expenses:%%') AND b.id NOT LIKE '%%/closing-%%'
        GROUP BY p.account"""
    rows = _rows(wanted, slug, f"{year}-01-01", f"{year}-12-31")
    return {known[path]: int(minor) for path, minor in rows if minor}


def unallotted(slug: str) -> dict[str, int]:
    """What waits for a person to look at it, by currency, as it is owed."""
    return {one.currency: -minor for one, minor in balances(slug).items() if one.path.startswith(SUSPENSE) and minor}


def month_of(slug: str, which: str = "") -> Any:
    """The books of a month such as 2026-11, or of all time. Raises NoBooks."""
    row = bearer(slug)
    if row is None:
        raise NoBooks("Nobody bears the money of this commons yet, so it has no books.")
    return month(journal.book(slug), row.bearer, which)


def record_of(slug: str) -> tuple[str, int, str]:
    """Where the public record is, how many receipts it has, and the digest of the books that follow from it."""
    head = Log.objects.get(slug=slug)
    return head.origin, head.size, journal.digest(slug)


def _tills(slug: str) -> list[str]:
    """Where money is seen: banks, tills, what the leading commons holds, and lines that wait for a person."""
    paths = AccountRow.objects.filter(commons=slug, id__startswith="assets:").values_list("id", flat=True)
    waiting = AccountRow.objects.filter(commons=slug, id__startswith=SUSPENSE).values_list("id", flat=True)
    return sorted([*(path for path in paths if path.startswith(THERE)), *waiting])


def _touches(tills: list[str]) -> str:
    return _MOVED.format(posting=Posting._meta.db_table, marks=", ".join(["%s"] * len(tills)))


def _rows(statement: str, *values: Any) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        yield from cursor.fetchall()
