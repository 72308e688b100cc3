"""What pages read about expenses and bills: what was asked for, what became of it, and what may still be spent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from entredon.apps.treasury import documents, queries_books, record
from entredon.apps.treasury import queries_journal as journal
from entredon.apps.treasury.models import Bearer, Document, Expense, Payout
from entredon.apps.treasury.record_journal import THE
from entredon.log.asked import NotFound, by_prefix
from entredon.log.models import Entry, Key, Log, SideText
from entredon.pure.money.journal import standard

CLAIMED, ACCEPTED, DECLINED = "claimed", "accepted", "declined"
ON_ITS_WAY = ("reserved", "exported", "submitted")
PAID = "settled"


@dataclass(frozen=True, slots=True)
class ExpenseShown:
    """An expense or a bill, with its words as long as they stand and the payout that pays it, if there is one."""

    row: Expense
    note: str = ""
    reason: str = ""
    decided_by: str = ""
    decided_at: str = ""
    payout: Payout | None = None

    @property
    def id(self) -> str:
        return str(self.row.id)

    @property
    def bill(self) -> bool:
        """Whether somebody outside is to be paid."""
        return self.row.payee.startswith("x:")

    @property
    def minor(self) -> int:
        """What is owed for it, or what was asked where nobody has decided yet."""
        return int(self.row.accepted if self.row.state == ACCEPTED else self.row.minor)

    @property
    def state(self) -> str:
        """How far it is: claimed, declined, accepted, proposed, leaving or paid."""
        if self.row.state != ACCEPTED or self.payout is None:
            return str(self.row.state)
        if self.payout.state == PAID:
            return "paid"
        return "leaving" if self.payout.state in ON_ITS_WAY else "proposed"


@dataclass(frozen=True, slots=True)
class Purse:
    """What may be spent of one kind in a year: what was planned, what it has cost so far. ``planned`` is 0 where nothing was."""

    kind: str
    currency: str
    planned: int
    spent: int

    @property
    def left(self) -> int:
        return self.planned - self.spent

    @property
    def over(self) -> bool:
        return self.planned > 0 and self.left < 0


def expenses(slug: str) -> list[ExpenseShown]:
    """All expenses and bills, the newest first."""
    return _shown(slug, list(Expense.objects.filter(commons=slug).order_by("-position")))


def expense(slug: str, asked: str) -> ExpenseShown:
    """One of them by its id or the beginning of it. Raises NotFound, Ambiguous."""
    row = Expense.objects.filter(commons=slug, id=asked).first()
    if row is None:
        known = list(Expense.objects.filter(commons=slug).values_list("id", flat=True))
        if not known:
            raise NotFound("Nobody asked for anything to be paid back here yet.")
        row = Expense.objects.get(commons=slug, id=by_prefix(asked, known, "expense"))
    return _shown(slug, [row])[0]


def _shown(slug: str, rows: list[Expense]) -> list[ExpenseShown]:
    wanted = [row.id for row in rows] + [row.decided for row in rows if row.decided]
    texts = _texts(slug, wanted)
    said = _said(slug, [row.decided for row in rows if row.decided])
    paying = _payouts(slug)
    return [
        ExpenseShown(
            row,
            texts.get((row.id, "note"), ""),
            texts.get((row.decided, "reason"), ""),
            *said.get(row.decided, ("", "")),
            payout=paying.get((row.payee, row.document)),
        )
        for row in rows
    ]


def _texts(slug: str, entries: list[str]) -> dict[tuple[str, str], str]:
    found = {}
    for first in range(0, len(entries), 500):
        rows = SideText.objects.filter(commons=slug, entry__in=entries[first : first + 500])
        found.update({(entry, name): text for entry, name, text in rows.values_list("entry", "name", "text")})
    return found


def _said(slug: str, entries: list[str]) -> dict[str, tuple[str, str]]:
    """Who decided, and when."""
    people = dict(Key.objects.filter(commons=slug).values_list("id", "person"))
    found = {}
    for first in range(0, len(entries), 500):
        rows = Entry.objects.filter(commons=slug, id__in=entries[first : first + 500])
        found.update({id: (people.get(by, ""), at) for id, by, at in rows.values_list("id", "by", "at")})
    return found


def _payouts(slug: str) -> dict[tuple[str, str], Payout]:
    """The payout that pays a paper, by payee and paper: one that came to nothing counts only where there is no other."""
    rows = Payout.objects.filter(commons=slug).exclude(document="")
    return {
        (row.payee, row.document): row for row in rows if row.state not in ("withdrawn", "rejected", "returned")
    }  # fmt: skip


def fund(slug: str, source: str, currency: str) -> int:
    """What the common fund has now, the association of its own, or the budget of a need."""
    bearer = Bearer.objects.filter(commons=slug, id=THE).first()
    if bearer is None:
        return 0
    if source == "association":
        account = standard.association(bearer.bearer, currency)
    elif source == "fund":
        account = standard.fund(bearer.bearer, currency, own(slug))
    else:
        account = standard.budget(bearer.bearer, currency, source)
    return account.held(journal.balance(slug, account.path))


def own(slug: str) -> str:
    """What accounts call this commons, whatever this place calls it."""
    return str(Log.objects.get(slug=slug).origin).rpartition("/")[2]


def purses(slug: str, year: str, currency: str = "EUR") -> list[Purse]:
    """What may be spent in a year, kind by kind: those that were planned first, then those that cost something unplanned."""
    planned = {row.kind: row.minor for row in queries_books.budget(slug, year, currency) if row.way == "cost"}
    spent: dict[str, int] = defaultdict(int)
    for account, minor in queries_books.earned(slug, year).items():
        parts = account.path.split(":")
        if parts[0] == "expenses" and account.currency == currency and parts[-2] != record.SHARED_OUT:
            spent[parts[-2]] += minor
    kinds = [*planned, *sorted(kind for kind, minor in spent.items() if minor and kind not in planned)]
    return [Purse(kind, currency, planned.get(kind, 0), spent.get(kind, 0)) for kind in kinds]


def purse(slug: str, year: str, currency: str, kind: str) -> Purse:
    """The same for one kind."""
    return next((one for one in purses(slug, year, currency) if one.kind == kind), Purse(kind, currency, 0, 0))


def paper(slug: str, shown: ExpenseShown) -> Document | None:
    """Its receipt or bill, where this place has it."""
    return documents.find(slug, shown.row.document)


def waiting(rows: Iterable[ExpenseShown]) -> list[ExpenseShown]:
    """Those that wait for a steward, the oldest first."""
    return sorted((one for one in rows if one.row.state == CLAIMED), key=lambda one: one.row.position)
