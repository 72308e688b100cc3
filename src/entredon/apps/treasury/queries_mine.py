"""What pages read about one member's money: what the books owe her, what is on its way, what was paid, and each line of her account.

Where no bearer is named the books haven't begun, and nothing is known here but what share-outs say (``value.queries.owed``).
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum

from entredon.apps.treasury import queries_journal as journal
from entredon.apps.treasury.models import (
    Account,
    Bearer,
    Booked,
    Expense,
    Line,
    Payout,
    Posting,
    Request,
    Run,
    Waiting,
)
from entredon.apps.treasury.models_journal import of_entry
from entredon.apps.treasury.record_journal import THE
from entredon.log.models import Entry
from entredon.pure.money.journal import standard

ON_ITS_WAY = ("reserved", "exported", "submitted")
"""States of a payout that is no longer owed and not yet paid."""
PAID = "settled"
MEMBERS = "liabilities:members:"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member's account comes to in one currency: owed now, on its way to her, and paid."""

    currency: str
    owed: int
    leaving: int
    paid: int


@dataclass(frozen=True, slots=True)
class PayoutShown:
    """A payout with the run it belongs to."""

    id: str
    run: str
    payee: str
    minor: int
    currency: str
    title: str
    source: str
    state: str
    code: str
    line: str
    day: str
    run_day: str
    at: str
    needed: int


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A line of a member's account: above zero is more owed to her. ``left`` is what was owed after it, ``kind`` what was said."""

    key: str
    entry: str
    kind: str
    day: str
    minor: int
    left: int
    reverses: str


def begun(slug: str) -> bool:
    """Whether the books of a commons have begun."""
    return Bearer.objects.filter(commons=slug, id=THE).exists()


def path_of(person: str, currency: str) -> str:
    """The path of a member's account."""
    return standard.member("any", currency, person).path


def standing(slug: str, person: str) -> list[Standing]:
    """What is owed, on its way and paid to a member, by currency; what is all nought is left out."""
    paths = _accounts(slug, person)
    leaving = _sums(_payouts(slug, person).filter(state__in=ON_ITS_WAY))
    paid = _sums(_payouts(slug, person).filter(state=PAID))
    found = [
        Standing(
            code,
            -journal.balance(slug, paths[code]) if code in paths else 0,
            leaving.get(code, 0),
            paid.get(code, 0),
        )
        for code in sorted({*paths, *leaving, *paid})
    ]
    return [one for one in found if one.owed or one.leaving or one.paid]


def payouts_to(slug: str, person: str) -> list[PayoutShown]:
    """All payouts to somebody, the newest first; those of runs that were withdrawn were never made."""
    runs = {row.id: row for row in Run.objects.filter(commons=slug)}
    rows = _payouts(slug, person).exclude(state="withdrawn")
    found = [_payout(row, runs[row.run]) for row in rows]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)


def expenses_of(slug: str, person: str) -> list[Expense]:
    """What somebody asked back for herself, the newest first."""
    return list(Expense.objects.filter(commons=slug, payee=person).order_by("-position"))


def account_lines(slug: str, person: str, currency: str) -> list[AccountLine]:
    """Every line of a member's account in one currency, the newest first, each with what was owed after it."""
    path = path_of(person, currency)
    posted = list(
        Posting.objects.filter(commons=slug, account=path).order_by("number").values_list("entry", "minor")
    )  # fmt: skip
    booked = {row.id: row for row in _booked(slug, [key for key, _minor in posted])}
    kinds = _kinds(slug, {row.entry for row in booked.values()})
    found, left = [], 0
    for key, minor in posted:
        row, left = booked[key], left - minor
        found.append(AccountLine(key, row.entry, kinds.get(row.entry, ""), row.day, -minor, left, row.reverses))
    return found[::-1]


def paid_to_people(slug: str) -> dict[str, int]:
    """What was paid so far of what was owed to members, by currency."""
    return _sums(Payout.objects.filter(commons=slug, state=PAID, source="owed", payee__startswith="k:"))


def owed_to_people(slug: str) -> dict[str, int]:
    """What the books owe to all people together, by currency."""
    found: dict[str, int] = {}
    for account, sum_ in journal.balances(slug).items():
        if account.path.startswith(MEMBERS):
            found[account.currency] = found.get(account.currency, 0) - sum_
    return found


@dataclass(frozen=True, slots=True)
class Open:
    """What waits for somebody in the treasury: lines nobody has allotted, second words, expenses, requests, runs of payouts."""

    lines: int = 0
    words: int = 0
    expenses: int = 0
    requests: int = 0
    runs: int = 0


def open_things(slug: str) -> Open:
    """How much of each waits; all nought where the books haven't begun."""
    if not begun(slug):
        return Open()
    return Open(
        Line.objects.filter(commons=slug, allotted="", of="").count(),
        Waiting.objects.filter(commons=slug, confirmed="").count(),
        Expense.objects.filter(commons=slug, state="claimed").count(),
        Request.objects.filter(commons=slug, withdrawn="", paid__lt=F("minor")).count(),
        Run.objects.filter(commons=slug).exclude(state__in=("done", "withdrawn")).count(),
    )


def _accounts(slug: str, person: str) -> dict[str, str]:
    """The paths of a member's accounts, by currency."""
    first = path_of(person, "EUR").rpartition(":")[0] + ":"
    rows = Account.objects.filter(commons=slug, id__startswith=first, postings__gt=0)
    return {currency: path for path, currency in rows.values_list("id", "currency")}


def _payouts(slug: str, person: str) -> QuerySet[Payout]:
    return Payout.objects.filter(commons=slug, payee=person)


def _sums(rows: QuerySet[Payout]) -> dict[str, int]:
    return {currency: int(total) for currency, total in rows.values_list("currency").annotate(Sum("minor"))}


def _payout(row: Payout, run: Run) -> PayoutShown:
    return PayoutShown(
        row.id, row.run, row.payee, row.minor, row.currency, row.title, row.source, row.state, row.code, row.line, row.day,
        run.day, run.at, run.needed,
    )  # fmt: skip


def _booked(slug: str, keys: list[str]) -> list[Booked]:
    found: list[Booked] = []
    for first in range(0, len(keys), 500):
        found += Booked.objects.filter(commons=slug, id__in=keys[first : first + 500])
    return found


def _kinds(slug: str, entries: set[str]) -> dict[str, str]:
    """What each log entry said."""
    found: dict[str, str] = {}
    wanted = sorted(entries)
    for first in range(0, len(wanted), 500):
        rows = Entry.objects.filter(commons=slug, id__in=wanted[first : first + 500])
        found.update(rows.values_list("id", "kind"))
    return found


# The money's way


@dataclass(frozen=True, slots=True)
class BookedLine:
    """One posting: ``minor`` above zero is a debit."""

    account: str
    minor: int


@dataclass(frozen=True, slots=True)
class BookedShown:
    """A journal entry with its postings, the largest first; ``kind`` is what the public record said by which it was booked."""

    key: str
    day: str
    entry: str
    kind: str
    currency: str
    reverses: str
    lines: tuple[BookedLine, ...]

    @property
    def moved(self) -> int:
        """How much it moved: the sum of its debits."""
        return sum(line.minor for line in self.lines if line.minor > 0)


def booked_by(slug: str, entries: set[str], keys: Collection[str] = ()) -> list[BookedShown]:
    """The journal entries that these log entries booked, and those with these keys, in their order."""
    rows = list(
        Booked.objects.filter(Q(entry__in=sorted(entries)) | Q(id__in=sorted(keys)), commons=slug).order_by(
            "position", "n"
        )
    )
    kinds = _kinds(slug, {row.entry for row in rows})
    found = []
    for row in rows:
        posted = Posting.objects.filter(commons=slug, **of_entry(row.id)).values_list("account", "minor", "currency")
        lines = sorted((BookedLine(account, minor) for account, minor, _code in posted), key=_largest_first)
        code = next((code for _account, _minor, code in posted), "")
        found.append(
            BookedShown(row.id, row.day, row.entry, kinds.get(row.entry, ""), code, row.reverses, tuple(lines))
        )
    return found


def _largest_first(line: BookedLine) -> tuple[int, int, str]:
    """Debits before credits, each from the largest to the smallest."""
    return (0 if line.minor > 0 else 1, -abs(line.minor), line.account)
