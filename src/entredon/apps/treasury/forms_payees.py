"""Forms about where somebody is paid: her own account, and that of whoever is outside."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.treasury import payees
from entredon.apps.treasury.payees import Details
from entredon.desk.telling import tell
from entredon.pure.money import banking
from entredon.pure.money.banking import BadBic, BadIban
from entredon.pure.money.payments.letters import BadLetters
from entredon.pure.told import Told


class AccountForm(forms.Form):
    """The holder's name exactly as the bank has it, and the number. What banks far away ask for besides stands behind a fold."""

    holder = forms.CharField(
        label=gettext_lazy("Holder of the account"),
        max_length=140,
        help_text=gettext_lazy("Exactly as your bank has it, with every accent: banks compare it letter by letter."),
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Give the name of the account’s holder, exactly as the bank has it.")},
    )
    iban = forms.CharField(
        label=gettext_lazy("IBAN"),
        max_length=60,
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "placeholder": "BE68 5390 0754 7034", "inputmode": "text"}
        ),
        error_messages={"required": gettext_lazy("Give the number of the account.")},
    )
    bic = forms.CharField(
        label=gettext_lazy("BIC"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Only where your bank asks for it."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    town = forms.CharField(label=gettext_lazy("Town"), required=False, max_length=35)
    country = forms.CharField(
        label=gettext_lazy("Country"),
        required=False,
        max_length=2,
        help_text=gettext_lazy("Its two letters, such as CH. Only for accounts outside the European Economic Area."),
    )
    details: Details | None = None

    def clean(self) -> dict[str, Any]:
        """What a bank would turn down is told beside its field."""
        cleaned: dict[str, Any] = super().clean() or {}
        typed = {name: cleaned.get(name) or "" for name in ("holder", "iban", "bic", "town", "country")}
        if self.errors:
            return cleaned
        try:
            self.details = payees.checked(**typed)
        except BadIban as trouble:
            self.add_error("iban", tell(trouble))
        except BadBic as trouble:
            self.add_error("bic", tell(trouble))
        except BadLetters as trouble:
            self.add_error("holder", tell(trouble))
        except Told as trouble:
            self.add_error(_field(trouble), tell(trouble))
        return cleaned

    @property
    def doubts(self) -> list[str]:
        """What looks odd about a number that may still be right."""
        if self.details is None:
            return []
        return [tell(doubt) for doubt in banking.doubts(self.details.iban, self.details.bic)]

    @property
    def more(self) -> bool:
        """Whether the fold stands open."""
        return any(self[name].value() or self[name].errors for name in ("bic", "town", "country"))


def _field(trouble: Told) -> str:
    return "town" if "town" in trouble.sentence else "iban" if "SEPA" in trouble.sentence else "holder"


class OutsideForm(AccountForm):
    """Somebody outside whom the commons pays: a supplier, a commons upstream, or who paid by mistake."""

    label = forms.CharField(
        label=gettext_lazy("Who is it?"),
        max_length=140,
        help_text=gettext_lazy("As you call them here: “The sawmill”. Only members see it."),
        error_messages={"required": gettext_lazy("Say who it is, so that the others know whom they approve.")},
    )
    mail = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),  # theirs, not that of who types it
        help_text=gettext_lazy("There they are told when somebody changes their account here."),
    )
    upstream = forms.CharField(
        label=gettext_lazy("Address of the project they receive money for"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only if this is a project you build upon: its https address, as it is passed on to."),
        widget=forms.URLInput({"placeholder": "https://example.org/gearbox"}),
    )
    field_order = ("label", "holder", "iban", "mail", "bic", "town", "country", "upstream")

    def clean_upstream(self) -> str:
        """An address, or nothing."""
        address: str = self.cleaned_data["upstream"].strip()
        if address and not address.startswith("https://"):
            raise forms.ValidationError(_("Write a whole https address, such as https://example.org/gearbox."))
        return address

    @property
    def more(self) -> bool:
        return super().more or bool(self["upstream"].value() or self["upstream"].errors)


def new_name() -> str:
    """How the public record names somebody outside: a number that says nothing."""
    return f"x:{secrets.token_hex(16)}"
