"""What stewards type about who bears the money: the legal body, its accounts, and who says yes before money moves."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from entredon.apps.treasury import documents
from entredon.apps.treasury.entries import AccountOpened, BearerNamed, ExceptionSigned, PolicySet
from entredon.apps.treasury.forms_common import amount_in, currency_choices, money_field, named, word_of
from entredon.apps.treasury.models import Account, BankDetails, MoneyAccount
from entredon.apps.treasury.naming import AccountNames
from entredon.desk.offering import offer
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.pure.log import commitment
from entredon.pure.money import banking, vat
from entredon.pure.money.banking import BadBic, BadIban
from entredon.pure.money.payments.profiles import PROFILES

MOST_DAYS = 90


class BearerForm(forms.Form):
    """The legal body with the bank account, and how payments are approved."""

    name = forms.CharField(
        label=gettext_lazy("Its name"), max_length=200,
        error_messages={"required": gettext_lazy("Say what the legal body is called.")},
        help_text=gettext_lazy("As its papers have it, such as Merel vzw."),
    )  # fmt: skip
    form = forms.CharField(
        label=gettext_lazy("Its legal form"), max_length=60,
        error_messages={"required": gettext_lazy("Say which legal form it has.")},
        help_text=gettext_lazy("Such as vzw, asbl, stichting or e.V."),
    )  # fmt: skip
    number = forms.CharField(
        label=gettext_lazy("Its number"), required=False, max_length=40,
        help_text=gettext_lazy("In the register of companies, or for VAT, if it has one: BE 0403.170.701."),
    )  # fmt: skip
    approvals = forms.IntegerField(
        label=gettext_lazy("How many say yes before money leaves"), initial=2, min_value=2, max_value=20,
        help_text=gettext_lazy("At least two, and never somebody who is paid herself."),
    )  # fmt: skip
    most = forms.CharField(
        label=gettext_lazy("The most of one payment, in euros"), required=False, max_length=40,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        help_text=gettext_lazy("Leave it empty for no limit."),
    )  # fmt: skip
    cooling_days = forms.IntegerField(
        label=gettext_lazy("Days that changed bank details rest"), initial=3, min_value=1, max_value=MOST_DAYS,
        help_text=gettext_lazy("So that somebody notices when a thief changes them."),
    )  # fmt: skip
    lead = forms.CharField(
        label=gettext_lazy("Whose record has the bank statements"), required=False, max_length=300,
        help_text=gettext_lazy(
            "Only if this legal body already carries another commons, which brings in the statements: the name of its "
            "public record, such as entredon.example/merel."
        ),
    )  # fmt: skip

    def clean_number(self) -> str:
        typed: str = self.cleaned_data["number"].strip()
        if typed and re.match(r"(?i)be|nl|fr|de|lu", typed):
            try:
                return vat.vat(typed).shown
            except vat.BadVat as trouble:
                raise forms.ValidationError(tell(trouble)) from None
        return typed

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if not word_of(name):
            raise forms.ValidationError(_("Write it with letters or digits that a bank knows."))
        return name

    def clean_most(self) -> int:
        return amount_in(self.cleaned_data["most"], "EUR") if self.cleaned_data["most"].strip() else 0

    def fact(self) -> BearerNamed:
        """What would be said."""
        said = self.cleaned_data
        return BearerNamed(
            bearer=word_of(said["name"]), name=said["name"], form=said["form"].strip(), number=said["number"],
            lead=said["lead"].strip(), approvals=said["approvals"], most=said["most"], cooling_days=said["cooling_days"],
        )  # fmt: skip


class PolicyForm(forms.Form):
    """How payments are approved from here on."""

    approvals = BearerForm.base_fields["approvals"]
    most = BearerForm.base_fields["most"]
    cooling_days = BearerForm.base_fields["cooling_days"]
    clean_most = BearerForm.clean_most

    def fact(self) -> PolicySet:
        """What would be said."""
        said = self.cleaned_data
        return PolicySet(approvals=said["approvals"], most=said["most"], cooling_days=said["cooling_days"])


class AccountForm(forms.Form):
    """An account of the bearer: at a bank with its number, or a till."""

    way = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[("bank", gettext_lazy("An account at a bank")), ("cash", gettext_lazy("A till: notes and coins"))],
        widget=forms.RadioSelect, initial="bank",
    )  # fmt: skip
    account = forms.CharField(
        label=gettext_lazy("What you call it"), max_length=40,
        error_messages={"required": gettext_lazy("Give it a short name.")},
        help_text=gettext_lazy("A short word, such as main or till."),
    )  # fmt: skip
    iban = forms.CharField(
        label=gettext_lazy("IBAN"), required=False, max_length=60,
        help_text=gettext_lazy("For an account at a bank. It stays here, beside the public record."),
    )  # fmt: skip
    bic = forms.CharField(label=gettext_lazy("BIC"), required=False, max_length=20,
                          help_text=gettext_lazy("If your bank asks for it."))  # fmt: skip
    holder = forms.CharField(
        label=gettext_lazy("The holder, as the bank has it"), required=False, max_length=140,
    )  # fmt: skip
    profile = forms.ChoiceField(label=gettext_lazy("Its bank takes payment files as"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currency_choices)
    opening = forms.CharField(
        label=pgettext_lazy("of an account", "What stands on it"), max_length=40, initial="0",
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    day = forms.DateField(
        label=gettext_lazy("At the end of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say at the end of which day."), "invalid": gettext_lazy("Write a day.")},
        help_text=gettext_lazy("The last day before the first statement you bring in."),
    )  # fmt: skip

    def __init__(self, slug: str, bearer: str, *args: Any, carried: bool = False, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.slug, self.carried = slug, carried
        self.fields["holder"].initial = bearer
        offer(self, "profile", [(name, name) for name in PROFILES])
        if carried:
            for name in ("way", "iban", "bic", "holder", "profile"):
                del self.fields[name]
        self.doubts: list[str] = []

    def clean_account(self) -> str:
        return named(self.cleaned_data["account"])

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > clock.now().date():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """The number is read where there must be one; the amount once its currency is known."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "opening" in cleaned and "currency" in cleaned:
            try:
                cleaned["minor"] = amount_in(cleaned["opening"], cleaned["currency"], signed=True)
            except forms.ValidationError as trouble:
                self.add_error("opening", trouble)
        if not self.carried and cleaned.get("way") == "bank":
            self._number(cleaned)
        return cleaned

    def _number(self, cleaned: dict[str, Any]) -> None:
        try:
            cleaned["iban"] = banking.iban(cleaned.get("iban", ""))
        except BadIban as trouble:
            self.add_error("iban", tell(trouble))
        if cleaned.get("bic", "").strip():
            try:
                cleaned["bic"] = banking.bic(cleaned["bic"])
            except BadBic as trouble:
                self.add_error("bic", tell(trouble))
        if not cleaned.get("holder", "").strip():
            self.add_error("holder", _("Say in whose name the account is."))

    def is_new(self) -> bool:
        """Whether there is no such account yet; if there is, it is told beside the field."""
        said = self.cleaned_data
        rows = MoneyAccount.objects.filter(commons=self.slug)
        if rows.filter(id=said["account"]).exists():
            self.add_error("account", _("There is an account of this name already; choose another."))
        same = BankDetails.objects.filter(commons=self.slug, iban=said.get("iban") or "-").values_list(
            "account", flat=True
        )
        if rows.filter(id__in=list(same), currency=said["currency"]).exists():
            self.add_error("iban", _("This account is here already."))
        return not self.errors

    def said(self) -> tuple[AccountOpened, BankDetails | None]:
        """What would be said, and what is kept beside it."""
        said = self.cleaned_data
        way = "carried" if self.carried else said["way"]
        details = None
        if way == "bank":
            salt = documents.salt(self.slug, "account", said["account"], said["iban"])
            details = BankDetails(
                commons=self.slug, account=said["account"], holder=said["holder"].strip(), iban=said["iban"],
                bic=said["bic"].strip(), profile=said["profile"] or "sepa", salt=salt,
            )  # fmt: skip
        fact = AccountOpened(
            account=said["account"], way=way, currency=said["currency"], opening=said["minor"], day=said["day"].isoformat(),
            details=commitment.commit(bytes(details.salt), details.iban) if details is not None else "",
        )  # fmt: skip
        return fact, details


class ExceptionForm(forms.Form):
    """An account that may fall below its floor: which, how far, and why."""

    account = forms.ChoiceField(label=gettext_lazy("Which account?"))
    least = money_field(
        gettext_lazy("The least that may stand there"), help_text=gettext_lazy("Below nothing with a minus: -250.00.")
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"), max_length=1_000, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Say why: the other stewards want to know it.")},
    )  # fmt: skip

    def __init__(self, slug: str, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        names = AccountNames(slug, inside=True)
        rows = Account.objects.filter(commons=slug).exclude(floor=None).order_by("id")
        paths = [row.id for row in rows if row.id.startswith(("equity:", "assets:cash"))]
        offer(self, "account", [(path, f"{names.name(path)} ({path[-3:].upper()})") for path in paths])

    def clean(self) -> dict[str, Any]:
        """The amount is read in the currency of the account."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "account" in cleaned and "least" in cleaned:
            try:
                cleaned["minor"] = amount_in(cleaned["least"], cleaned["account"][-3:].upper(), signed=True)
            except forms.ValidationError as trouble:
                self.add_error("least", trouble)
        return cleaned

    def fact(self) -> ExceptionSigned:
        """What would be said."""
        return ExceptionSigned(account=self.cleaned_data["account"], least=self.cleaned_data["minor"])
