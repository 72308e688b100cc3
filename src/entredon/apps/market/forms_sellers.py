"""What can be typed about who a seller is in law, for this place alone; and why an agreement is declined or ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.market.models import SellerDetails
from entredon.desk.telling import tell
from entredon.pure.money import banking
from entredon.pure.money.banking import BadBic, BadIban

REASON = 600
_LINE = {"autocomplete": "off"}


class DetailsForm(forms.Form):
    """Who a seller is in law and how she is reached; where she is paid. Kept here, and told to buyers as the law asks."""

    legal_name = forms.CharField(
        label=gettext_lazy("Name in law"), max_length=200, required=False, widget=forms.TextInput(_LINE),
        help_text=gettext_lazy("Of the company or cooperative; your own if you are one yourself."),
    )  # fmt: skip
    address = forms.CharField(
        label=gettext_lazy("Postal address"), max_length=600, required=False, widget=forms.Textarea({"rows": 3})
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address for buyers"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), required=False, max_length=40, widget=forms.TextInput({"type": "tel"})
    )
    number = forms.CharField(
        label=gettext_lazy("Enterprise or VAT number"), required=False, max_length=40, widget=forms.TextInput(_LINE)
    )
    holder = forms.CharField(
        label=gettext_lazy("Holder of the account"), required=False, max_length=140, widget=forms.TextInput(_LINE),
        help_text=gettext_lazy("Exactly as the bank has it. Leave the account empty if the legal body of this commons is to be paid."),
    )  # fmt: skip
    iban = forms.CharField(
        label=gettext_lazy("IBAN"), required=False, max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "placeholder": "BE68 5390 0754 7034"}),
    )  # fmt: skip
    bic = forms.CharField(
        label=gettext_lazy("BIC"), required=False, max_length=20, help_text=gettext_lazy("Only where your bank asks for it."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    FIELDS = ("legal_name", "address", "email", "phone", "number", "holder", "iban", "bic")

    def clean_iban(self) -> str:
        text = self.cleaned_data["iban"].strip()
        try:
            return banking.iban(text) if text else ""
        except BadIban as trouble:
            raise forms.ValidationError(tell(trouble)) from None

    def clean_bic(self) -> str:
        text = self.cleaned_data["bic"].strip()
        try:
            return banking.bic(text) if text else ""
        except BadBic as trouble:
            raise forms.ValidationError(tell(trouble)) from None

    def clean(self) -> dict[str, Any]:
        """Who says anything of herself in law says what a buyer must know; an account has a holder."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.get(name) for name in self.FIELDS):
            return cleaned
        for name, why in (
            ("legal_name", _("Give the name by which the law knows the seller.")),
            ("address", _("Give the postal address: a buyer must know where to turn.")),
            ("email", _("Give an e-mail address: a buyer must be able to write.")),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, why)
        if cleaned.get("iban") and not cleaned.get("holder"):
            self.add_error("holder", _("Give the name of the account’s holder, exactly as the bank has it."))
        return cleaned

    def keep(self, slug: str, partner: str) -> None:
        """Keep it for a partner; what was all left empty goes."""
        said = {name: self.cleaned_data[name] for name in self.FIELDS}
        if not any(said.values()):
            SellerDetails.objects.filter(commons=slug, partner=partner).delete()
            return
        said["name"] = said.pop("legal_name")
        SellerDetails.objects.update_or_create(commons=slug, partner=partner, defaults=said)


def details(row: SellerDetails | None) -> dict[str, str]:
    """What a form about a seller begins with."""
    if row is None:
        return {}
    known = {name: getattr(row, name) for name in ("address", "email", "phone", "number", "holder", "bic")}
    return {**known, "legal_name": row.name, "iban": " ".join(row.iban[i : i + 4] for i in range(0, len(row.iban), 4))}


class ReasonForm(forms.Form):
    """Why something is declined, or ends."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"), required=False, max_length=REASON, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("It stands beside the public record, where anybody can read it, until it is erased."),
    )  # fmt: skip

    def texts(self) -> dict[str, str]:
        """The words."""
        text = self.cleaned_data["reason"].strip()
        return {"reason": text} if text else {}
