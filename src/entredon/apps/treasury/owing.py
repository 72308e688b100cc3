"""What could be paid now: each thing that is owed to somebody, with why it may be paid and the paper that proves it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from entredon.apps.treasury.models import Expense, Held, Line, LineDetails, Payee, PayeeDetails, Payout
from entredon.apps.treasury.queries_out import OPEN, Owing, owed
from entredon.log.told import short

NEEDS_PAPER = ("invoice", "expense", "rights", "fee")
"""Titles that need a document."""
TITLES = ("allowance", *NEEDS_PAPER, "gift", "prize", "refund")
"""Why something may be paid."""


@dataclass(frozen=True, slots=True)
class Due:
    """One payment that could be proposed. ``suggested`` is the payee it goes to when nobody says otherwise."""

    payee: str
    currency: str
    minor: int
    title: str
    source: str = "owed"
    ref: str = ""
    document: str = ""
    about: str = ""

    @property
    def key(self) -> str:
        """Names it in a form, the same each time the form is shown."""
        last = short(self.document or self.ref) if self.document or self.ref else "rest"
        return "-".join((self.payee.replace(":", "")[:16] or self.source, self.currency.lower(), last))


def due(slug: str) -> list[Due]:
    """All that could be paid and stands in no run yet: accepted expenses and bills one by one, then what share-outs left."""
    found: list[Due] = []
    asked = _asked(slug)
    for one in owed(slug):
        if one.source == "back":
            found += _back(slug, one)
            continue
        free = one.minor - one.proposed
        for expense in asked[one.payee, one.currency]:
            if expense.accepted <= free:
                free -= expense.accepted
                found.append(_expense(expense))
        if free > 0 and (rest := _rest(one, free)):
            found.append(rest)
    return found


def _asked(slug: str) -> dict[tuple[str, str], list[Expense]]:
    """Accepted expenses and bills that no payment is under way for, by payee and currency."""
    live = Payout.objects.filter(commons=slug, state__in=(*OPEN, "settled")).exclude(document="")
    done = set(live.values_list("payee", "document"))
    found: dict[tuple[str, str], list[Expense]] = defaultdict(list)
    for row in Expense.objects.filter(commons=slug, state="accepted").order_by("position"):
        payee = row.payee or row.person
        if (payee, row.document) not in done:
            found[payee, row.currency].append(row)
    return found


def _expense(row: Expense) -> Due:
    outside = row.payee.startswith("x:")
    return Due(
        row.payee or row.person, row.currency, row.accepted, "invoice" if outside else "expense", document=row.document,
        about=row.id,
    )  # fmt: skip


def _rest(one: Owing, minor: int) -> Due:
    """What share-outs left to a member, or what flows on to another commons."""
    return Due(one.payee, one.currency, minor, "gift" if one.payee.startswith("x:") else "allowance")


def _back(slug: str, one: Owing) -> list[Due]:
    """A payment to be given back: to the account it came from, where somebody has named that."""
    lines = Line.objects.filter(commons=slug, id__startswith=one.ref).values_list("id", flat=True)
    others = (
        Held.objects.filter(commons=slug, id__startswith=one.ref, line="").exclude(gone="").values_list("id", flat=True)
    )
    came = next(iter((*lines[:1], *others[:1])), "")
    if not came:
        return []
    live = Payout.objects.filter(commons=slug, source="back", ref=came, state="proposed")
    minor = one.minor - sum(live.values_list("minor", flat=True))
    return [Due(payer(slug, came), one.currency, minor, "refund", "back", came)] if minor > 0 else []


def payer(slug: str, line: str) -> str:
    """The payee whose account a line came from; "" where nobody has named it yet."""
    said = LineDetails.objects.filter(commons=slug, line=line).first()
    if said is None or not said.iban:
        return ""
    known = PayeeDetails.objects.filter(commons=slug, iban=said.iban).order_by("-pk").first()
    return str(known.payee) if known is not None and Payee.objects.filter(commons=slug, id=known.payee).exists() else ""


class InCash(NamedTuple):
    """Something that no bank brought and that waits to be paid back: by what it came, how much, when."""

    ref: str
    minor: int
    day: str


def refunds_in_cash(slug: str, currency: str) -> list[InCash]:
    """What came in by other means than a bank for orders that were undone since, and isn't paid back yet."""
    waiting = [one for one in owed(slug) if one.source == "back" and one.currency == currency]
    found = []
    for one in waiting:
        came = Held.objects.filter(commons=slug, id__startswith=one.ref, line="").exclude(gone="").first()
        if came is not None:
            found.append(InCash(came.id, one.minor, came.at[:10]))
    return found
