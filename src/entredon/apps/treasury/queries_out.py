"""What pages read about paying out: who is paid where, what is owed to whom, runs of payouts and how far they have come."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Sum
from django.utils.translation import gettext as _

from entredon.apps.people import queries as people
from entredon.apps.treasury import record_stewards
from entredon.apps.treasury.models import (
    Approval,
    Approver,
    BankDetails,
    Bearer,
    MoneyAccount,
    Payee,
    PayeeDetails,
    Payout,
    Posting,
    Run,
    Waiting,
)
from entredon.apps.treasury.payout_files import payouts_of
from entredon.apps.treasury.record_journal import THE
from entredon.log import clock
from entredon.log.asked import Ambiguous, NotFound, by_prefix
from entredon.log.tables import Tables
from entredon.pure.money import banking
from entredon.pure.money.journal import standard

UNSETTLED = ("exported", "submitted")
"""States of a payout of which only the bank knows what became: in doubt, until a statement says."""
OPEN = ("proposed", "reserved", *UNSETTLED)
"""States of a payout that may still be paid."""
LATELY = 30
"""So many days an account counts as changed recently."""


@dataclass(frozen=True, slots=True)
class Owing:
    """What is owed to a payee in a currency and not in a run yet. ``source`` and ``ref`` as a payout has them."""

    payee: str
    currency: str
    minor: int
    source: str = "owed"
    ref: str = ""
    proposed: int = 0


@dataclass(frozen=True)
class PayeeShown:
    """A payee: details in force (``now``), and those that wait for a second person (``next``). Private; for stewards and herself."""

    row: Payee
    now: PayeeDetails | None
    next: PayeeDetails | None
    next_entry: str
    next_by: str
    next_at: str
    same: tuple[str, ...] = ()
    next_same: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return str(self.row.id)

    @property
    def outside(self) -> bool:
        """Whether it is somebody who is no member."""
        return self.row.id.startswith("x:")

    @property
    def label(self) -> str:
        """What an outside payee is called here."""
        kept = self.now or self.next
        return str(kept.label or kept.holder) if kept is not None else ""

    @property
    def number(self) -> str:
        """The account in force, in groups of four; "" where it isn't kept here."""
        return banking.shown(self.now.iban) if self.now is not None else ""

    @property
    def next_number(self) -> str:
        """The account that waits, in groups of four."""
        return banking.shown(self.next.iban) if self.next is not None else ""

    @property
    def in_force(self) -> bool:
        """Whether she can be paid at all."""
        return bool(self.row.details)

    @property
    def resting(self) -> bool:
        """Whether changed details still rest."""
        return self.in_force and self.row.usable > clock.stamp()

    @property
    def recent(self) -> bool:
        """Whether her details changed not long ago."""
        return self.in_force and bool(self.row.changed) and _days_since(self.row.usable) < LATELY


def bearer(slug: str) -> Bearer | None:
    """Who bears the money; None where the books haven't begun."""
    return Bearer.objects.filter(commons=slug, id=THE).first()


def accounts(slug: str) -> list[MoneyAccount]:
    """The accounts of the bearer, in the order in which they came."""
    return list(MoneyAccount.objects.filter(commons=slug).order_by("position"))


def own_account(slug: str, account: str) -> BankDetails | None:
    """The number of an account of the bearer, where it is kept here."""
    return BankDetails.objects.filter(commons=slug, account=account).first()


def payees(slug: str) -> list[PayeeShown]:
    """All payees with what is private about them, in the order in which they came."""
    rows = list(Payee.objects.filter(commons=slug).order_by("position", "id"))
    kept = {one.details: one for one in PayeeDetails.objects.filter(commons=slug)}
    waiting = {one.id: one for one in Waiting.objects.filter(commons=slug, what="payee", confirmed="")}
    numbers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.details in kept:
            numbers[kept[row.details].iban].add(row.id)
    return [_payee(row, kept, waiting, numbers) for row in rows]


def _payee(
    row: Payee, kept: dict[str, PayeeDetails], waiting: dict[str, Waiting], numbers: dict[str, set[str]]
) -> PayeeShown:
    now, wait = kept.get(row.details), waiting.get(row.next)
    following = kept.get(str(wait.body.get("details", ""))) if wait is not None else None
    same, next_same = (
        tuple(sorted(numbers[one.iban] - {row.id})) if one is not None else () for one in (now, following)
    )
    return PayeeShown(
        row,
        now,
        following,
        wait.id if wait is not None else "",
        wait.by if wait is not None else "",
        wait.at if wait is not None else "",
        same,
        next_same,
    )


def payee(slug: str, id: str) -> PayeeShown | None:
    """One payee by her id; None where she never said where she is paid."""
    return next((one for one in payees(slug) if one.id == id), None)


def details(slug: str, committed: str) -> PayeeDetails | None:
    """What is private behind a commitment; None where this place doesn't have it."""
    return PayeeDetails.objects.filter(commons=slug, details=committed).first() if committed else None


def names(slug: str, inside: bool) -> dict[str, str]:
    """What to call whoever is paid: members by name, others as the stewards call them, where whoever looks is a member."""
    found = people.names(slug, inside)
    if inside:
        kept = PayeeDetails.objects.filter(commons=slug, payee__startswith="x:").order_by("pk")
        found = found | {one.payee: one.label or one.holder for one in kept}
    return found


def called(names: dict[str, str], payee: str) -> str:
    """What to call one of them."""
    if payee.startswith("x:"):
        return names.get(payee) or _("somebody outside (%(number)s)") % {"number": payee[2:8]}
    return names.get(payee) or people.nameless(payee)


# What is owed


def balances(slug: str, first: str) -> dict[tuple[str, str], int]:
    """What is held on each account of liabilities or funds whose path begins like this (``liabilities:members:``), by currency."""
    last = first[:-1] + chr(ord(first[-1]) + 1)
    rows = Posting.objects.filter(commons=slug, account__gte=first, account__lt=last)
    sums = rows.values_list("account", "currency").annotate(Sum("minor"))
    return {(account, currency): -total for account, currency, total in sums if total}


def owed(slug: str) -> list[Owing]:
    """What is owed to each payee who could be paid, members first, and how much of it stands in runs that wait for a yes."""
    row = bearer(slug)
    if row is None:
        return []
    held = balances(slug, "liabilities:")
    proposed = _proposed(slug)
    found = [
        Owing(who, currency, minor, proposed=proposed.get((who, currency, "owed", ""), 0))
        for (path, currency), minor in sorted(held.items())
        if (who := _member(path)) and minor > 0
    ]
    found += [_outside(one, held, proposed, row.bearer, currency) for one in _outsiders(slug) for currency in _in(held)]
    found += [
        Owing("", currency, minor, "back", path.split(":")[2].removeprefix("back-"))
        for (path, currency), minor in sorted(held.items())
        if path.startswith("liabilities:payables:back-") and minor > 0
    ]
    return [one for one in found if one.minor > 0]


def owed_to(slug: str, payee: str, currency: str) -> int:
    """What one payee is owed and is in no run that waits for a yes."""
    return sum(one.minor - one.proposed for one in owed(slug) if (one.payee, one.currency) == (payee, currency))


def _member(path: str) -> str:
    """The person an account of what members are owed belongs to; "" for other accounts, and for who hasn't come yet."""
    _class, kind, name, *_rest = path.split(":")
    return f"k:{name[2:]}" if kind == "members" and name.startswith("k-") else ""


def _in(held: Iterable[tuple[str, str]]) -> list[str]:
    return sorted({currency for _path, currency in held})


def _outsiders(slug: str) -> list[Payee]:
    return list(Payee.objects.filter(commons=slug, id__startswith="x:").order_by("position", "id"))


def _outside(
    row: Payee, held: dict[tuple[str, str], int], proposed: dict[tuple[str, str, str, str], int], name: str, currency: str
) -> Owing:  # fmt: skip
    """What somebody outside is owed: by bills, and what flows on to the commons she receives money for."""
    kind = standard.upstream(name, currency, row.upstream) if row.upstream else standard.payable(name, currency, row.id)
    minor = held.get((kind.path, currency), 0)
    return Owing(row.id, currency, minor, proposed=proposed.get((row.id, currency, "owed", ""), 0))


def _proposed(slug: str) -> dict[tuple[str, str, str, str], int]:
    """What stands in runs that wait for a yes: it is still owed, but already asked for."""
    sums: dict[tuple[str, str, str, str], int] = defaultdict(int)
    rows = Payout.objects.filter(commons=slug, state="proposed")
    for who, currency, source, ref, minor in rows.values_list("payee", "currency", "source", "ref", "minor"):
        sums[who, currency, source, ref if source == "back" else ""] += minor
    return sums


# Runs


@dataclass
class RunShown:
    """A run with its payouts, and who has said yes to it."""

    row: Run
    payouts: list[Payout]
    approvals: list[Approval]
    way: str
    known: str = ""
    stewards: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    by_state: dict[str, int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.row.id)

    @cached_property
    def paid(self) -> frozenset[str]:
        """Whoever is paid in it: none of them can say yes."""
        return frozenset(one.payee for one in self.payouts)

    @cached_property
    def yes(self) -> tuple[str, ...]:
        """Who has said yes."""
        return tuple(one.person for one in self.approvals)

    @cached_property
    def could(self) -> tuple[str, ...]:
        """Who could still say yes."""
        asked = dict.fromkeys((*self.stewards, *self.approvers))
        return tuple(one for one in asked if one not in self.paid and one not in self.yes)

    @property
    def missing(self) -> int:
        """How many more must say yes. Only those count who still may."""
        valid = [one for one in self.yes if one in self.stewards or one in self.approvers]
        return max(0, int(self.row.needed) - len(valid)) if self.row.state == "proposed" else 0

    @property
    def stuck(self) -> bool:
        """Whether too few are left who could say yes."""
        return self.missing > len(self.could)

    @property
    def doubtful(self) -> list[Payout]:
        """Payouts of which only the bank knows what became."""
        return [one for one in self.payouts if one.state in UNSETTLED]

    @property
    def overdue(self) -> bool:
        """Whether the statements reach past the day of paying, and don't show all of it."""
        return bool(self.doubtful) and bool(self.known) and self.known > self.row.day


FILE, CASH, ELSEWHERE = "file", "cash", "elsewhere"
"""How a run is paid: by a file for the bank, from a till, by other means."""


def way_of(slug: str, account: str) -> tuple[str, str]:
    """How what is paid from an account is paid, and until which day its statements are known."""
    row = MoneyAccount.objects.filter(commons=slug, id=account).first()
    if row is None:
        return ELSEWHERE, ""
    return (CASH if row.way == "cash" else FILE), row.known


def run(slug: str, asked: str) -> RunShown:
    """One run by its id or the beginning of it. Raises NotFound, Ambiguous."""
    row = Run.objects.filter(commons=slug, id=asked).first()
    if row is None:
        known = list(Run.objects.filter(commons=slug).values_list("id", flat=True))
        if not known:
            raise NotFound("No payouts were proposed here yet.")
        row = Run.objects.get(commons=slug, id=by_prefix(asked, known, "run"))
    return _run(slug, row)


def listed(slug: str) -> list[Run]:
    """All runs, the newest first, without their payouts."""
    return list(Run.objects.filter(commons=slug).order_by("-position"))


def find_run(asked: str, slug: str = "") -> tuple[str, str]:
    """The commons and the id of a run, by the beginning of its id; in any commons here. Raises NotFound, Ambiguous."""
    found = Run.objects.filter(commons=slug) if slug else Run.objects.all()
    known = list(found.filter(id__startswith=asked).values_list("id", "commons")) if asked else []
    id = by_prefix(asked, sorted({one for one, _slug in known}), "list of payments")
    here = sorted(slug for one, slug in known if one == id)
    if len(here) > 1:  # a fork stands beside what it came from
        raise Ambiguous("This list is in {here}: say which with --commons.", here=", ".join(here))
    return here[0], id


def _run(slug: str, row: Run) -> RunShown:
    way, known = way_of(slug, row.account)
    payouts = payouts_of(slug, row.id)
    by_state: dict[str, int] = defaultdict(int)
    for one in payouts:
        by_state[one.state] += 1
    return RunShown(
        row, payouts, list(Approval.objects.filter(commons=slug, run=row.id).order_by("position")), way, known,
        stewards_that_count(slug), tuple(approvers(slug)), dict(by_state),
    )  # fmt: skip


def stewards_that_count(slug: str) -> tuple[str, ...]:
    """The stewards whose yes counts: who was named lately waits for another steward's word."""
    counting = record_stewards.counting(Tables(slug))
    return tuple(one for one in people.stewards(slug) if one in counting)


def approvers(slug: str) -> list[str]:
    """The outside co-approvers in force."""
    return list(Approver.objects.filter(commons=slug).order_by("position").values_list("id", flat=True))


def waiting(slug: str, what: str) -> list[Waiting]:
    """What waits for a second person's word."""
    return list(Waiting.objects.filter(commons=slug, what=what, confirmed="").order_by("position"))


def _days_since(at: str) -> int:
    return (clock.now() - datetime.fromisoformat(at)).days
