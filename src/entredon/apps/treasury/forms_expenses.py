"""Forms about expenses: what somebody laid out, a bill to be paid, and a steward's yes or no."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.treasury import (
    documents,
    naming,
    papers,
    payees,
    queries_budgets,
    queries_expenses,
    queries_out,
    typed,
)
from entredon.apps.treasury.entries_out import ExpenseClaimed, ExpenseDecided
from entredon.apps.treasury.forms_common import COST, amount_in, capital, currency_choices, named
from entredon.apps.treasury.forms_payees import OutsideForm, new_name
from entredon.apps.treasury.models import Document, Payee, PayeeDetails
from entredon.apps.treasury.payees import Details
from entredon.apps.treasury.queries_expenses import ExpenseShown
from entredon.desk import files
from entredon.desk.offering import offer
from entredon.desk.telling import shown, tell
from entredon.log import clock
from entredon.log.registry import Refused
from entredon.pure.formats import Money

LONG = 200
OTHER = "other"


class ExpenseForm(forms.Form):
    """What did you lay out? An amount, a day, what for, and the receipt."""

    paper_kind = documents.RECEIPT
    amount = forms.CharField(
        label=gettext_lazy("How much"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "placeholder": "25.00"}),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currency_choices(), initial="EUR")
    what = forms.ChoiceField(
        label=gettext_lazy("What for"),
        error_messages={"required": gettext_lazy("Say what it was for: by it others see what is spent on what.")},
    )
    other = forms.CharField(
        label=gettext_lazy("Something else, in a word"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Such as printing. It becomes a kind of cost in the books."),
    )
    day = forms.CharField(
        label=gettext_lazy("Day on the receipt"),
        required=False,
        max_length=10,
        widget=forms.DateInput({"type": "date"}),
    )
    note = forms.CharField(
        label=gettext_lazy("What it was, in your words"),
        required=False,
        max_length=LONG,
        help_text=gettext_lazy(
            "Such as “screws for ten chargers”. It stands beside the public record, where anybody can read it, until it is"
            " erased for good."
        ),
    )
    paper = forms.FileField(
        label=gettext_lazy("The receipt"),
        required=False,
        widget=forms.FileInput({"accept": "image/*,application/pdf,text/xml"}),
        help_text=gettext_lazy("A photograph or a PDF. Only stewards and you can open it."),
    )
    kept = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    source = forms.ChoiceField(label=gettext_lazy("Who pays it"), required=False)

    def __init__(self, slug: str, person: str, *args: Any, handler: files.Bounded | None = None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.slug, self.person, self.handler = slug, person, handler
        self.document: Document | None = None
        bearer = queries_out.bearer(slug)
        body = bearer.name if bearer is not None else _("the association")
        offer(
            self,
            "source",
            [
                ("fund", _("The common fund")),
                ("association", _("%(body)s, of its own money") % {"body": body}),
                *self._budgets(),
            ],
        )
        year = clock.stamp()[:4]
        budgeted = [one.kind for one in queries_expenses.purses(slug, year) if one.planned]
        known = dict.fromkeys([*budgeted, *(kind for kind, _name in COST if kind != OTHER)])
        offer(self, "what", [
            ("", _("Choose what it was for")), *((kind, capital(naming.kind(kind))) for kind in known), (OTHER, _("Something else")),
        ])  # fmt: skip
        self.initial.setdefault("day", clock.stamp()[:10])

    def _budgets(self) -> list[tuple[str, str]]:
        """Needs that a decision released a budget to, of which something is left."""
        label = _("The budget of “%(need)s”: %(left)s left")
        self.budgets = [one for one in queries_budgets.set_aside(self.slug) if one.left > 0]
        return [
            (one.need, label % {"need": one.title or one.need[:10], "left": shown(Money(one.left, one.currency))})
            for one in {one.need: one for one in reversed(self.budgets)}.values()
        ]

    def clean_day(self) -> str:
        text: str = self.cleaned_data["day"].strip()
        try:
            day = typed.day(text)
        except ValueError as trouble:
            raise forms.ValidationError(str(trouble)) from None
        if date.fromisoformat(day) > clock.now().date() + timedelta(1):
            raise forms.ValidationError(_("This day hasn’t come yet: tell what was laid out, not what will be."))
        return day

    def clean(self) -> dict[str, Any]:
        """The amount is read once its currency is known; a paper is kept, also where something else is wrong."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "currency" in cleaned and "amount" in cleaned:
            try:
                cleaned["minor"] = amount_in(cleaned["amount"], cleaned["currency"])
            except forms.ValidationError as trouble:
                self.add_error("amount", trouble)
        if cleaned.get("what") == OTHER:
            try:
                cleaned["what"] = named(cleaned.get("other", ""))
            except forms.ValidationError:
                self.add_error("other", _("Say in a word what it was for, or choose above."))
        if needs := {one.currency for one in self.budgets if one.need == cleaned.get("source")}:
            if cleaned.get("currency", "") not in needs:
                self.add_error("source", _("This budget is in %(currency)s.") % {"currency": ", ".join(sorted(needs))})
        self._paper(cleaned)
        return cleaned

    def _paper(self, cleaned: dict[str, Any]) -> None:
        """The paper that came now, or the one that the form has from before."""
        if cleaned.get("kept"):
            self.document = papers.by_token(self.slug, cleaned["kept"])
        upload = cleaned.get("paper")
        large = next((name for where, name in self.handler.too_large if where == "paper"), "") if self.handler else ""
        try:
            if large:
                raise files.too_large(large)
            if upload is not None:
                self.document = papers.take(self.slug, upload, what=self.paper_kind, person=self.person)
        except Refused as refusal:
            self.add_error("paper", tell(refusal))
            return
        if self.document is None:
            self.add_error("paper", _("Add the receipt or the bill: without it nobody can say yes."))

    @property
    def token(self) -> str:
        """What the form carries for the paper it has, when it is shown again."""
        return papers.token(self.document) if self.document is not None else ""

    def fact(self) -> tuple[ExpenseClaimed, dict[str, str]]:
        """What the entry says, and its erasable text."""
        said = self.cleaned_data
        assert self.document is not None  # a form without a paper isn't valid
        note = said["note"].strip()
        return ExpenseClaimed(
            minor=said["minor"], currency=said["currency"], day=said["day"], what=said["what"],
            document=self.document.commitment, source=said["source"] or "fund", payee=self.payee,
        ), ({"note": note} if note else {})  # fmt: skip

    @property
    def payee(self) -> str:
        """Who is to be paid: she herself."""
        return ""


class BillForm(ExpenseForm):
    """Which bill is to be paid? Somebody outside sent it: known here already, or new."""

    paper_kind = documents.BILL
    who = forms.ChoiceField(label=gettext_lazy("Who is to be paid"), required=False)
    new = forms.CharField(required=False, max_length=34, widget=forms.HiddenInput)

    def __init__(self, slug: str, person: str, *args: Any, **rest: Any) -> None:
        super().__init__(slug, person, *args, **rest)
        self.fields["day"].label = gettext_lazy("Day on the bill")
        self.fields["paper"].label = gettext_lazy("The bill")
        names = queries_out.names(slug, True)
        known = [one.id for one in queries_out.payees(slug) if one.outside and not one.row.upstream]
        offer(self, "who", [
            ("", _("Somebody new")), *((id, queries_out.called(names, id)) for id in known),
        ])  # fmt: skip
        typed_in = args[0] if args else None
        self.name = _free(slug, str(typed_in.get("new", "")) if typed_in is not None else "")
        self.initial["new"] = self.name
        new = typed_in is not None and not typed_in.get("who")
        self.outside = OutsideForm(typed_in if new else None, prefix="to")

    @property
    def details(self) -> Details | None:
        """Where somebody new is paid."""
        return self.outside.details

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("who") and "who" not in self.errors and not self.outside.is_valid():
            self.add_error("who", _("Say below who it is and where they are paid, or choose somebody known."))
        return cleaned

    @property
    def payee(self) -> str:
        return str(self.cleaned_data.get("who") or self.name)

    def keep(self) -> tuple[PayeeDetails, bool] | None:
        """Keep where somebody new is paid beside the record, until a steward names them there."""
        if self.cleaned_data.get("who") or self.details is None:
            return None
        said = self.outside.cleaned_data
        return payees.keep(self.slug, self.name, self.details, label=said["label"], mail=said["mail"])


def _free(slug: str, asked: str) -> str:
    """A name for somebody new: the one the form came with, as long as the record doesn't know it."""
    if payees.OUTSIDE.match(asked) and not Payee.objects.filter(commons=slug, id=asked).exists():
        return asked
    return new_name()


class DecideForm(forms.Form):
    """A steward's yes, to all or a part of it, or her no with a reason."""

    amount = forms.CharField(
        label=gettext_lazy("How much of it"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, if you say no or accept less"),
        required=False,
        max_length=LONG,
        help_text=gettext_lazy("It stands beside the public record until it is erased for good."),
    )

    def __init__(self, expense: ExpenseShown, *args: Any, yes: bool = True, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.expense, self.yes = expense, yes
        self.initial.setdefault("amount", typed.written(expense.row.minor, expense.row.currency))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        row = self.expense.row
        cleaned["minor"] = 0
        if not self.yes:
            if not cleaned.get("reason", "").strip():
                self.add_error("reason", _("Say why, so that whoever asked can do better next time."))
            return cleaned
        try:
            cleaned["minor"] = amount_in(cleaned.get("amount", ""), row.currency)
        except forms.ValidationError as trouble:
            self.add_error("amount", trouble)
            return cleaned
        if cleaned["minor"] > row.minor:
            self.add_error(
                "amount", _("Accept %(asked)s, or less of it.") % {"asked": shown(Money(row.minor, row.currency))}
            )
        return cleaned

    def fact(self) -> tuple[ExpenseDecided, dict[str, str]]:
        """What the entry says, and its erasable text."""
        reason = self.cleaned_data["reason"].strip()
        fact = ExpenseDecided(expense=self.expense.id, accepted=self.yes, minor=self.cleaned_data["minor"])
        return fact, ({"reason": reason} if reason else {})
