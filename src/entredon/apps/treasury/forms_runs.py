"""The form by which payouts are proposed: what is owed stands in it already, each with a tick, an amount, a title and its paper."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.people import queries as people
from entredon.apps.treasury import documents, owing, queries_out, typed
from entredon.apps.treasury.entries_out import Payout, RunProposed
from entredon.apps.treasury.forms_parts import TRANSFER
from entredon.apps.treasury.owing import Due
from entredon.desk.telling import shown, tell
from entredon.log import clock
from entredon.pure.formats import Day, Money
from entredon.pure.money import references
from entredon.pure.value import currency as currencies
from entredon.pure.value.currency import BadAmount

MOST_BYTES = 8 << 20
"""Of one paper."""
TITLES = {
    "allowance": gettext_lazy("allowance"),
    "invoice": gettext_lazy("invoice"),
    "expense": gettext_lazy("expense paid back"),
    "rights": gettext_lazy("rights to use her work"),
    "fee": gettext_lazy("fee"),
    "gift": gettext_lazy("gift"),
    "prize": gettext_lazy("prize"),
    "refund": gettext_lazy("money given back"),
}
OWED_TITLES = ("allowance", "invoice", "expense", "rights", "fee", "gift", "prize")
PER_RUN = 250
"""An entry has room for so many payouts; what is more becomes another run."""


@dataclass
class RowTyped:
    """One payment as it stands in the form."""

    due: Due
    name: str
    can: bool
    why_not: str
    ticked: bool
    amount: str
    title: str
    document: str = ""
    reference: str = ""
    payee: str = ""
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Names its fields."""
        return self.due.key

    @property
    def titles(self) -> list[tuple[str, Any]]:
        """Why it may be paid: the choices of its list."""
        fitting = ("refund",) if self.due.source == "back" else OWED_TITLES
        return [(one, TITLES[one]) for one in fitting]


class RunForm:
    """What is proposed to be paid, from which account, on which day. ``wrong`` says what needs another look, by field."""

    def __init__(
        self, slug: str, data: Any = None, files: Any = None, *, names: dict[str, str], account: str = ""
    ) -> None:
        self.slug, self.data, self.files = slug, data, files or {}
        self.accounts = [one for one in queries_out.accounts(slug) if one.way in ("bank", "cash", "carried")]
        self.wrong: dict[str, str] = {}
        self.refused = ""
        first = self.accounts[0].id if self.accounts else ""
        self.account = self._said("account", account or first)
        self.means = self._said("means", "")
        self.day = self._said("day", clock.stamp()[:10])
        self.currency = self._currency()
        if self.by_bank and self.currency != "EUR":
            self.refused = _(
                "Files for the bank are in euros. Transfer %(currency)s at your bank yourself; say of its line “on its way: %(means)s”, "
                "and propose it by other means: “%(means)s”."
            ) % {"currency": self.currency, "means": TRANSFER}
        if "other" in (data or {}):
            self.data = (
                None  # another account is other money: what was typed about that of the first says nothing of it
            )
        self.payees = {one.id: one for one in queries_out.payees(slug)}
        self.rows = [self._row(one, names) for one in owing.due(slug) if one.currency == self.currency]
        self.extra = {name: self._said(f"extra-{name}", "") for name in ("payee", "amount", "title", "source")}
        self.names = names

    @property
    def ready(self) -> list[RowTyped]:
        """What can be paid now: it stands first."""
        return [row for row in self.rows if row.can]

    @property
    def waiting(self) -> list[RowTyped]:
        """What is owed and can't be paid from this account yet."""
        return [row for row in self.rows if not row.can]

    @property
    def waiting_wrong(self) -> bool:
        """Whether something that can't be paid yet needs another look."""
        return any(row.wrong for row in self.waiting)

    @property
    def by_bank(self) -> bool:
        """Whether it is paid by a file for the bank, so that account numbers are needed."""
        way = next((one.way for one in self.accounts if one.id == self.account), "")
        return way in ("bank", "carried")

    @property
    def elsewhere(self) -> bool:
        """Whether it is paid by other means than an account of the books."""
        return self.account not in {one.id for one in self.accounts}

    @property
    def other(self) -> bool:
        """Whether another account would show other money."""
        return len({one.currency for one in self.accounts}) > 1 or len({one.way for one in self.accounts}) > 1

    @property
    def any_wrong(self) -> bool:
        """Whether a payment needs another look."""
        return any(row.wrong for row in self.rows)

    @property
    def gone(self) -> bool:
        """Whether all that was ticked stands in a list already: the same button, pressed twice."""
        ticked = {str(name).removeprefix("pay-") for name in self.data or {} if str(name).startswith("pay-")}
        return bool(ticked) and not ticked & {row.key for row in self.rows}

    @property
    def extra_titles(self) -> list[tuple[str, Any]]:
        """Why something may be paid that nobody is owed."""
        return [(one, TITLES[one]) for one in ("gift", "prize", "allowance", "invoice", "expense", "rights", "fee")]

    @property
    def wrong_extra(self) -> dict[str, str]:
        """What is wrong with what isn't owed, by field."""
        return {name.removeprefix("extra-"): text for name, text in self.wrong.items() if name.startswith("extra-")}

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Everybody who can be named: at a bank, who has said where to be paid; by other means every member too."""
        known = [id for id, one in self.payees.items() if one.in_force or not self.by_bank]
        if not self.by_bank:
            known = list(dict.fromkeys([*known, *(one.id for one in people.members(self.slug, True))]))
        return [(id, queries_out.called(self.names, id)) for id in known]

    def _currency(self) -> str:
        """That of the account; by other means the one that is typed."""
        known = next((one.currency for one in self.accounts if one.id == self.account), "")
        typed_code = self._said("currency", "EUR").upper() or "EUR"
        try:
            currencies.decimals(known or typed_code)
        except BadAmount as trouble:
            self.wrong["currency"] = tell(trouble)
            return "EUR"
        return known or typed_code

    def _said(self, name: str, known: str) -> str:
        return str(self.data.get(name, ""))[:200].strip() if self.data is not None else known

    def _row(self, due: Due, names: dict[str, str]) -> RowTyped:
        payee = self._payee(due)
        known = self.payees.get(payee)
        why = self._why_not(payee, known)
        return RowTyped(
            due,
            queries_out.called(names, payee) if payee else _("whoever paid it"),
            not why,
            why,
            (self.data is None and not why and bool(payee))
            or bool(self.data is not None and self.data.get(f"pay-{due.key}")),
            self._said(f"minor-{due.key}", typed.written(due.minor, due.currency)),
            self._said(f"title-{due.key}", due.title),
            due.document,
            self._said(f"ref-{due.key}", ""),
            payee=payee,
        )

    def _payee(self, due: Due) -> str:
        """To whom it goes; what is given back, to whom the steward chooses."""
        return self._said(f"payee-{due.key}", due.payee) if due.source == "back" else due.payee

    def _why_not(self, payee: str, known: Any) -> str:
        """Why somebody can't be paid just now; "" where she can."""
        if not payee and not self.payees:
            return _("name the account it came from first")
        if not self.by_bank or not payee:
            return ""
        if known is None or not known.in_force:
            return _("hasn’t said yet where to be paid, or that waits for a second steward")
        if known.resting:
            return _("changed the account: usable from %(day)s on") % {"day": shown_day(known.row.usable)}
        return ""

    # What is typed

    def facts(self) -> list[RunProposed]:
        """What is proposed, in as many runs as it takes; none when something is wrong, which then stands beside its field."""
        payouts = [one for row in self.rows if row.ticked and (one := self._payout(row)) is not None]
        extra = self._extra()
        if extra is not None:
            payouts.append(extra)
        account = self._account()
        try:
            day = typed.day(self.day)
        except ValueError as trouble:
            self.wrong["day"] = str(trouble)
        if not payouts and not self.wrong and not any(row.wrong for row in self.rows):
            self.refused = _("Tick at least one payment: nothing was proposed.")
        if self.refused or self.wrong or any(row.wrong for row in self.rows):
            return []
        return [
            RunProposed(
                account=account, currency=self.currency, day=day, payouts=tuple(payouts[first : first + PER_RUN])
            )
            for first in range(0, len(payouts), PER_RUN)
        ]

    def _account(self) -> str:
        if self.account in {one.id for one in self.accounts}:
            return self.account
        name = "-".join(self.means.lower().split())
        if not name or len(name) > 40 or not all(c.isascii() and (c.isalnum() or c == "-") for c in name):
            self.wrong["means"] = _("Name the means in small letters, such as “platform” or “hand”.")
        return name

    def _payout(self, row: RowTyped) -> Payout | None:
        due, payee = row.due, row.payee
        if not payee:
            row.wrong["payee"] = _("Choose to whom it is given back.")
            return None
        if not row.can:
            row.wrong["pay"] = row.why_not
            return None
        minor = self._minor(row.amount, row.wrong, "minor", due)
        document = self._paper(f"document-{due.key}", row.title, row.document, row.wrong)
        if row.title not in dict(row.titles):
            row.wrong["title"] = _("Choose why it may be paid.")
        ref = due.ref or self._reference(row)
        if row.wrong:
            return None
        return Payout(payee=payee, minor=minor, title=row.title, source=due.source, document=document, ref=ref)

    def _reference(self, row: RowTyped) -> str:
        """The reference that the payee asked for, as banks send it."""
        if not row.reference:
            return ""
        try:
            return references.read(row.reference).text
        except references.BadReference as trouble:
            row.wrong["ref"] = tell(trouble)
            return ""

    def _minor(self, text: str, wrong: dict[str, str], name: str, due: Due | None = None) -> int:
        try:
            minor = typed.amount(text, self.currency)
        except BadAmount as trouble:
            wrong[name] = tell(trouble)
            return 0
        if minor <= 0:
            wrong[name] = _("More than nothing, or leave the tick away.")
        if due is not None and minor > due.minor:
            wrong[name] = _("At most %(most)s is owed and not under way.") % {
                "most": shown(Money(due.minor, due.currency))
            }
        return minor

    def _paper(self, name: str, title: str, known: str, wrong: dict[str, str]) -> str:
        """The commitment to the paper that proves it; a new one is kept aside."""
        file: Any = self.files.get(name)
        if file is not None and file.size:
            if file.size > MOST_BYTES:
                wrong["document"] = _("This paper is larger than %(most)s MB.") % {"most": MOST_BYTES >> 20}
                return ""
            what = (
                documents.BILL
                if title == "invoice"
                else documents.RECEIPT
                if title == "expense"
                else documents.CONTRACT
            )
            return str(documents.keep(self.slug, file.read(), what=what, name=str(file.name)).commitment)
        if known:
            return known
        if title in owing.NEEDS_PAPER:
            wrong["document"] = _("This reason needs its paper: add the file, or choose another reason.")
        return ""

    def _extra(self) -> Payout | None:
        """Something that nobody is owed: a gift or a prize from the fund, or what the legal body pays of its own."""
        if not any(self.extra[name] for name in ("payee", "amount")):
            return None
        wrong = self.wrong
        if self.extra["payee"] not in dict(self.choices):
            wrong["extra-payee"] = _("Choose who gets it.")
        if self.extra["source"] not in ("fund", "association"):
            wrong["extra-source"] = _("Choose what it is paid from.")
        if self.extra["title"] not in TITLES:
            wrong["extra-title"] = _("Choose why it may be paid.")
        said: dict[str, str] = {}
        minor = self._minor(self.extra["amount"], said, "extra-amount")
        document = self._paper("extra-document", self.extra["title"], "", said)
        wrong.update({"extra-document" if name == "document" else name: text for name, text in said.items()})
        if any(name.startswith("extra") for name in wrong):
            return None
        return Payout(
            payee=self.extra["payee"], minor=minor, title=self.extra["title"], source=self.extra["source"],
            document=document,
        )  # fmt: skip


def shown_day(at: str) -> str:
    """A moment's day as people write it."""
    return shown(Day(at[:10]))
