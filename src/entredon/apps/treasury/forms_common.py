"""What several forms about money ask in the same way: amounts, currencies, days, kinds of income and cost."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.treasury import typed
from entredon.desk.telling import tell
from entredon.pure.value.currency import BadAmount

USUAL = ("EUR", "USD", "GBP", "CHF", "SEK", "DKK", "PLN", "CZK", "BRL", "INR", "JPY", "KES")
"""Currencies that forms offer; commands take any."""
INCOME = (
    ("sale", gettext_lazy("a sale")), ("service", gettext_lazy("a service")), ("gift", gettext_lazy("a gift")),
    ("grant", gettext_lazy("a grant")), ("membership", gettext_lazy("a membership")),
)  # fmt: skip
COST = (
    ("rent", gettext_lazy("rent")), ("hosting", gettext_lazy("hosting")), ("bank", gettext_lazy("bank costs")),
    ("material", gettext_lazy("material")), ("travel", gettext_lazy("travel")), ("insurance", gettext_lazy("insurance")),
    ("other", gettext_lazy("something else")),
)  # fmt: skip


def currency_choices() -> list[tuple[str, str]]:
    """The currencies that forms offer."""
    return [(code, code) for code in USUAL]


def capital(text: str) -> str:
    """With a capital letter, as choices have it."""
    return text[:1].upper() + text[1:]


def money_field(label: Any, **rest: Any) -> forms.CharField:
    """A field for an amount as people write it."""
    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=40, widget=widget, **rest)


def amount_in(text: str, currency: str, *, signed: bool = False) -> int:
    """An amount in smallest units; with ``signed`` it may be nothing, or less. Raises ValidationError with a sentence."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    less = signed and plain.startswith("-")
    plain = plain[1:].strip() if less else plain
    if re.fullmatch(r"0+(?:[.,]0*)?|[.,]0+|", plain):
        if signed and plain:
            return 0
        raise forms.ValidationError(_("Say how much, such as 12.50.") if not plain else _("It is more than nothing."))
    try:
        minor = typed.amount(plain, currency)
    except BadAmount as trouble:
        raise forms.ValidationError(tell(trouble)) from None
    return -minor if less else minor


def word_of(text: str) -> str:
    """A name as accounts write it: small letters, digits and hyphens; "" where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-")


def named(text: str) -> str:
    """The same for what somebody typed. Raises ValidationError."""
    if name := word_of(text):
        return name
    raise forms.ValidationError(_("Write it with letters or digits."))
