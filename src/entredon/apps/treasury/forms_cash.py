"""What is typed about money that no bank tells of: a till's book, counting it, and what was paid by other means."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.library import queries as library
from entredon.apps.treasury.entries import CameElsewhere, CashCounted, Part
from entredon.apps.treasury.forms_common import INCOME, amount_in, currency_choices, money_field, named
from entredon.apps.treasury.queries_requests import open_of_market
from entredon.desk.offering import offer
from entredon.desk.telling import shown
from entredon.log import clock
from entredon.pure.formats import Money

WHICH = {"required": gettext_lazy("Say on which day."), "invalid": gettext_lazy("Write a day, such as 2026-11-30.")}


def today() -> date:
    """The day it is at the door."""
    return clock.now().date()


def day_field() -> forms.DateField:
    """A day that has come, today unless another is chosen."""
    return forms.DateField(
        label=gettext_lazy("Day"), error_messages=WHICH, initial=today, validators=[_has_come],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def _has_come(day: date) -> None:
    if day > today():
        raise forms.ValidationError(_("This day is still to come."))


class MoveForm(forms.Form):
    """A line of a cash book, apart from where it belongs: when, and why."""

    day = day_field()
    note = forms.CharField(label=gettext_lazy("What was it?"), required=False, max_length=1_000)


class CountForm(forms.Form):
    """What was counted in a till, by two."""

    counted = money_field(
        gettext_lazy("How much is in it?"),
        error_messages={"required": gettext_lazy("Count it, and say how much there was.")},
        help_text=gettext_lazy("Who counted with you confirms it. A difference is booked then."),
    )  # fmt: skip
    day = day_field()

    def __init__(self, account: str, currency: str, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.account, self.currency = account, currency

    def clean_counted(self) -> int:
        minor = amount_in(self.cleaned_data["counted"], self.currency, signed=True)
        if minor < 0:
            raise forms.ValidationError(_("A till holds nothing, or more."))
        return minor

    def fact(self) -> CashCounted:
        """What would be said."""
        said = self.cleaned_data
        return CashCounted(account=self.account, day=said["day"].isoformat(), minor=said["counted"])


class ElsewhereForm(forms.Form):
    """Money that was paid to a platform, in another currency, or into somebody's hand."""

    amount = money_field(
        gettext_lazy("How much was paid?"), error_messages={"required": gettext_lazy("Say how much was paid.")}
    )  # fmt: skip
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currency_choices)
    means = forms.CharField(
        label=gettext_lazy("Who has it now?"), max_length=40,
        error_messages={"required": gettext_lazy("Say who has it: a platform, a person.")},
        help_text=gettext_lazy("A short word, such as opencollective or market-stall. Its line at the bank shows later that it was real."),
    )  # fmt: skip
    day = day_field()
    where = forms.ChoiceField(label=gettext_lazy("What was it for?"))
    kind = forms.ChoiceField(label=gettext_lazy("Of which kind?"), choices=INCOME)
    payer = forms.CharField(
        label=gettext_lazy("Who paid"), required=False, max_length=200,
        help_text=gettext_lazy("It stands beside the public record until it is erased. Leave it empty if they would rather not be named."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=1_000)

    def __init__(self, slug: str, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        made = [(f"income:{one.id}", one.label) for one in reversed(library.versions(slug)) if one.released][:40]
        open_ones = open_of_market(slug, 40)
        self.fixed = {one.id: one.what for one in open_ones}
        orders = [
            (
                f"income:{one.id}",
                _("%(what)s: %(left)s") % {"what": one.label, "left": shown(Money(one.left, one.currency))},
            )
            for one in open_ones
        ]
        offer(self, "where", [("pot:", _("for the commons as a whole")), *orders, *made])

    def clean_means(self) -> str:
        return named(self.cleaned_data["means"])

    def clean(self) -> dict[str, Any]:
        """The amount is read once its currency is known."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "amount" in cleaned and "currency" in cleaned:
            try:
                cleaned["minor"] = amount_in(cleaned["amount"], cleaned["currency"])
            except forms.ValidationError as trouble:
                self.add_error("amount", trouble)
        return cleaned

    def fact(self) -> tuple[CameElsewhere, dict[str, str]]:
        """What would be said, and its erasable texts."""
        said = self.cleaned_data
        to, _colon, ref = said["where"].partition(":")
        fact = CameElsewhere(
            means=said["means"], day=said["day"].isoformat(), currency=said["currency"],
            part=Part(to=to, minor=said["minor"], ref=ref, kind=self.fixed.get(ref) or said["kind"]),
        )  # fmt: skip
        return fact, {name: said[name].strip() for name in ("payer", "note") if said[name].strip()}
