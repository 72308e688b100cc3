"""Forms about asking for money: a request, where its letter goes, and how much somebody gives."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.library import queries as library
from entredon.apps.treasury import typed
from entredon.apps.treasury.entries import Requested
from entredon.apps.treasury.forms_common import capital, currency_choices
from entredon.apps.treasury.queries_requests import ONE
from entredon.desk.offering import offer
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.told import short
from entredon.pure.money.qr import MOST_MINOR
from entredon.pure.value import currency as currencies
from entredon.pure.value.currency import BadAmount

LONG = 200
OFFERED = 40
"""So many versions are offered, the newest first."""


class AskForm(forms.Form):
    """Who should pay how much, and for what?"""

    amount = forms.CharField(
        label=gettext_lazy("How much"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "placeholder": "2,500.00"}),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currency_choices(), initial="EUR")
    payer = forms.CharField(
        label=gettext_lazy("Who should pay"),
        required=False,
        max_length=LONG,
        help_text=gettext_lazy(
            "It stands beside the public record, where anybody can read it, until it is erased for good; the amount stays. "
            "Leave it empty if they would rather not be named."
        ),
    )
    what = forms.ChoiceField(label=gettext_lazy("What it is"))
    about = forms.ChoiceField(label=gettext_lazy("For which creation or version"), required=False)
    note = forms.CharField(
        label=gettext_lazy("What for, in your words"),
        required=False,
        max_length=LONG,
        help_text=gettext_lazy("Such as “20 kits, invoice 14”. It stands beside the public record too."),
    )
    due = forms.CharField(
        label=gettext_lazy("Until when"),
        required=False,
        max_length=10,
        widget=forms.DateInput({"type": "date"}),
        help_text=gettext_lazy("A day, or nothing if there is no hurry."),
    )

    def __init__(self, slug: str, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        released = [one for one in reversed(library.versions(slug)) if one.released][:OFFERED]
        sold = {one.creation for one in released}
        self.offered = {f"c-{short(one.id)}": ("creation", one.id) for one in library.creations(slug) if one.id in sold}
        self.offered |= {f"v-{short(one.id)}": ("version", one.id) for one in released}
        creations = [(f"c-{short(one.id)}", one.name) for one in library.creations(slug) if one.id in sold]
        versions = [(f"v-{short(one.id)}", one.label) for one in released]
        offer(
            self,
            "about",
            [
                ("", _("The commons as a whole")),
                *([(_("A creation, in its newest version"), creations)] if creations else []),
                *([(_("One version"), versions)] if versions else []),
            ],
        )
        offer(self, "what", [(one, capital(name())) for one, name in ONE.items()])

    def clean_due(self) -> str:
        text: str = self.cleaned_data["due"].strip()
        if not text:
            return ""
        try:
            day = typed.day(text)
        except ValueError as trouble:
            raise forms.ValidationError(str(trouble)) from None
        if date.fromisoformat(day) < clock.now().date():
            raise forms.ValidationError(_("This day is over. Choose one from today on, or leave it empty."))
        return day

    def clean(self) -> dict[str, Any]:
        """The amount is read once its currency is known."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "currency" in cleaned and "amount" in cleaned:
            try:
                cleaned["minor"] = positive(cleaned["amount"], cleaned["currency"])
            except BadAmount as trouble:
                self.add_error("amount", tell(trouble))
        return cleaned

    def fact(self) -> tuple[Requested, dict[str, str]]:
        """What the entry says, and its erasable texts."""
        cleaned = self.cleaned_data
        texts = {name: cleaned[name].strip() for name in ("payer", "note") if cleaned[name].strip()}
        to = dict([self.offered[cleaned["about"]]]) if cleaned["about"] else {}
        return Requested(
            minor=cleaned["minor"], currency=cleaned["currency"], what=cleaned["what"], due=cleaned["due"], **to
        ), texts  # fmt: skip


class SendForm(forms.Form):
    """Where the letter with a request goes. The address is not kept."""

    mail = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text=gettext_lazy("It is used for this one letter and not kept."),
    )


class GiftForm(forms.Form):
    """How much somebody gives, typed by herself."""

    amount = forms.CharField(
        label=gettext_lazy("Another amount, in euros"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )

    def clean_amount(self) -> int:
        try:
            return positive(self.cleaned_data["amount"].strip().removeprefix("€"), "EUR")
        except BadAmount as trouble:
            raise forms.ValidationError(tell(trouble)) from None


def positive(text: str, currency: str) -> int:
    """An amount of more than nothing, in smallest units. Raises BadAmount."""
    currencies.decimals(currency)
    if not text.strip():
        raise BadAmount("Say how much.")
    minor = typed.amount(text, currency)
    if minor < 1:
        raise BadAmount("That is nothing; say how much, from {least} on.", least=currencies.written(1, currency))
    if currency == "EUR" and minor > MOST_MINOR:
        raise BadAmount(
            "No bank pays more than {most} EUR at once; ask for it in parts.",
            most=currencies.written(MOST_MINOR, "EUR"),
        )
    return minor
