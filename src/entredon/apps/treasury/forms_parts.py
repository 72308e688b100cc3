"""Saying where an amount belongs: rows of an amount, a place and a kind; one row for all of it, more to split it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.db.models import F
from django.http import QueryDict
from django.utils.translation import gettext as _

from entredon.apps.library import queries as library
from entredon.apps.treasury import placing, typed
from entredon.apps.treasury.entries import Part
from entredon.apps.treasury.forms_common import COST, INCOME, amount_in, word_of
from entredon.apps.treasury.models import Account, Income, Line, MoneyAccount, Payout, Request
from entredon.apps.treasury.owing import refunds_in_cash
from entredon.apps.treasury.queries_requests import RequestShown, open_orders, requests
from entredon.desk.telling import shown
from entredon.log.told import short
from entredon.pure.formats import Day, Money

ROWS = 5
"""So many parts can be typed; more are rare, and said by several entries."""
OFFERED = 60
WITH_KIND = ("income", "pot", "cost", "own", "tax")
Group = tuple[str, list[tuple[str, str]]]


@dataclass
class RowTyped:
    """One row as it was typed, with what is wrong with it."""

    n: int
    amount: str = ""
    where: str = ""
    kind: str = ""
    wrong: str = ""

    @property
    def empty(self) -> bool:
        return not (self.amount.strip() or self.where)


class PartsForm:
    """The parts of an amount. ``minor`` is what they add up to, with its sign; None where they may add up to anything."""

    def __init__(
        self, slug: str, currency: str, minor: int | None, *, incoming: bool, cash: bool = False, data: QueryDict | None = None
    ) -> None:  # fmt: skip
        self.slug, self.currency, self.minor, self.incoming, self.cash = slug, currency, minor, incoming, cash
        self.data = data
        self.trouble = ""
        self.groups = list(_into(slug, currency, cash)) if incoming else list(_out_of(slug, currency, cash))
        self.known = {value for _name, choices in self.groups for value, _label in choices}
        self.kinds = INCOME if incoming else COST
        self.fixed = _of_market(slug, currency) if incoming else {}
        self.rows = self._rows()

    def _rows(self) -> list[RowTyped]:
        if self.data is None:
            whole = typed.written(abs(self.minor), self.currency) if self.minor else ""
            return [RowTyped(1, whole), *(RowTyped(n) for n in range(2, ROWS + 1))]
        read = self.data.get
        return [
            RowTyped(n, read(f"amount-{n}", "")[:40], read(f"where-{n}", "")[:200], read(f"kind-{n}", "")[:40])
            for n in range(1, ROWS + 1)
        ]

    @property
    def first(self) -> RowTyped:
        return self.rows[0]

    @property
    def more(self) -> list[RowTyped]:
        return self.rows[1:]

    @property
    def split(self) -> bool:
        """Whether more than the first row is used."""
        return any(not row.empty for row in self.more)

    def add_error(self, trouble: str) -> None:
        """What is wrong with it as a whole."""
        self.trouble = trouble

    def parts(self) -> tuple[Part, ...] | None:
        """The parts, or None with what is wrong beside each row."""
        found = []
        for row in self.rows:
            if row.empty:
                continue
            try:
                found.append(self._part(row))
            except forms.ValidationError as trouble:
                row.wrong = trouble.messages[0]
        if any(row.wrong for row in self.rows):
            return None
        if not found:
            self.rows[0].wrong = _("Say how much, and where it belongs.")
            return None
        total = sum(part.minor for part in found)
        if self.minor is not None and total != self.minor:
            rest = shown(Money(abs(self.minor - total), self.currency))
            words = (
                _("The parts are %(rest)s too little.")
                if abs(total) < abs(self.minor)
                else _("The parts are %(rest)s too much.")
            )
            self.trouble = words % {"rest": rest}
            return None
        return tuple(found)

    def _part(self, row: RowTyped) -> Part:
        if row.where not in self.known:
            raise forms.ValidationError(_("Choose where it belongs."))
        minor = amount_in(row.amount, self.currency) * (1 if self.incoming else -1)
        to, _colon, ref = row.where.partition(":")
        kind = self.fixed.get(ref) or word_of(row.kind) if to in WITH_KIND else ""
        if to in WITH_KIND and not kind:
            raise forms.ValidationError(_("Say of which kind it is."))
        if to == "arriving":
            return Part(to=to, minor=minor, kind=ref)
        return Part(to=to, minor=minor, ref=ref, kind="refund" if to == "back" else kind)


def _into(slug: str, currency: str, cash: bool) -> Iterator[Group]:
    """Where money that came in may belong."""
    asked = [one for one in requests(slug) if one.open and one.currency == currency][:OFFERED]
    if asked:
        yield _("A request"), [(f"{_to(one)}:{one.id}", _request(one)) for one in asked]
    if orders := open_orders(slug, currency, OFFERED):
        yield _("An order"), [(f"income:{one.id}", _request(one)) for one in orders]
    versions = [one for one in reversed(library.versions(slug)) if one.released][:OFFERED]
    if versions:
        yield _("Something we made"), [(f"income:{one.id}", one.label) for one in versions]
    yield _("The commons as a whole"), [("pot:", _("for the common fund"))]
    if told := _told(slug, currency):
        yield _("Told of before"), told
    other = [
        ("own:", _("the legal body’s own money")),
        ("tax:", _("a tax given back")),
        ("cost:", _("a cost given back")),
    ]
    if not cash:
        other.insert(0, ("back:", _("a mistake: to be paid back")))
        other += _payouts(slug, currency, "returned", ("settled",))
    yield _("Something else"), [*other, *_arriving(slug, currency), *_carried(slug)]


def _out_of(slug: str, currency: str, cash: bool) -> Iterator[Group]:
    """What money that left may have been for."""
    yield (
        _("A cost"),
        [("cost:", _("paid from the common fund")), ("cost:association", _("paid by the legal body itself"))],
    )
    states = ("exported", "submitted", "rejected")
    if not cash and (payouts := _payouts(slug, currency, "payout", states)):
        yield _("A payout"), payouts
    yield (
        _("Something else"),
        [("tax:", _("a tax")), *_arriving(slug, currency), *_carried(slug), *_back(slug, currency, cash)],
    )


def _of_market(slug: str, currency: str) -> dict[str, str]:
    """The kind of income of what orders and partners are asked for: nobody chooses it."""
    rows = Request.objects.filter(commons=slug, currency=currency, withdrawn="").exclude(source="")
    return dict(rows.filter(paid__lt=F("minor")).values_list("id", "what"))


def _to(one: RequestShown) -> str:
    return "income" if one.version or one.creation or one.source else "pot"


def _request(one: RequestShown) -> str:
    said = (shown(Money(one.left, one.currency)), one.payer, one.label, one.rf)
    return " · ".join(filter(None, said))


def _told(slug: str, currency: str) -> list[tuple[str, str]]:
    rows = Income.objects.filter(commons=slug, source="told", currency=currency, taken_back="").order_by("-position")
    return [
        (f"told:{one.id}", f"{shown(Money(one.minor - one.seen, currency))} · {shown(Day(one.at[:10]))}")
        for one in rows[:200]
        if one.seen < one.minor
    ][:OFFERED]


def _payouts(slug: str, currency: str, to: str, states: tuple[str, ...]) -> list[tuple[str, str]]:
    rows = Payout.objects.filter(commons=slug, currency=currency, state__in=states).order_by("-run", "id")[:OFFERED]
    label = (
        _("a payout: %(amount)s (%(name)s)") if to == "payout" else _("a payout that came back: %(amount)s (%(name)s)")
    )
    return [
        (f"{to}:{one.id}", label % {"amount": shown(Money(one.minor, currency)), "name": one.name or short(one.id)})
        for one in rows
    ]


TRANSFER = "transfer"
"""What is paid from a bank without a file, as files are in euros only, is on its way as this until who gets it confirms it."""


def _arriving(slug: str, currency: str) -> list[tuple[str, str]]:
    """Tills, and whoever holds money for us: what is on its way between them and the bank."""
    start = "assets:in-transit:"
    paths = Account.objects.filter(commons=slug, id__startswith=start, currency=currency).values_list("id", flat=True)
    tills = MoneyAccount.objects.filter(commons=slug, way="cash", currency=currency).values_list("id", flat=True)
    names = sorted({*(path.split(":")[2] for path in paths), *tills, *([] if currency == "EUR" else [TRANSFER])})
    return [(f"arriving:{name}", _("on its way: %(name)s") % {"name": name}) for name in names]


def _carried(slug: str) -> list[tuple[str, str]]:
    return [
        (f"carried:{name}", _("for %(name)s, another commons") % {"name": name})
        for name in sorted(placing.carried(slug))
    ]


def _back(slug: str, currency: str, cash: bool) -> list[tuple[str, str]]:
    """Lines of which something waits to be paid back: it may have been paid back by hand."""
    label = _("paid back: %(amount)s of %(day)s")
    if cash:
        return [
            (f"back:{one.ref}", label % {"amount": shown(Money(one.minor, currency)), "day": shown(Day(one.day))})
            for one in refunds_in_cash(slug, currency)
        ]
    rows = Line.objects.filter(commons=slug, currency=currency, minor__gt=0).exclude(allotted="").order_by("-day")[:400]
    found = [(one, sum(part["minor"] for part in one.parts if part["to"] == "back")) for one in rows]
    return [
        (f"back:{one.id}", label % {"amount": shown(Money(minor, currency)), "day": shown(Day(one.day))})
        for one, minor in found
        if minor
    ][:OFFERED]
