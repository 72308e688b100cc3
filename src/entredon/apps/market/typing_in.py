"""Amounts, percentages, whole numbers and days as people type them on forms of the market."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.desk.telling import speaks, tell
from entredon.log import clock
from entredon.pure import formats
from entredon.pure.value import currency as currencies
from entredon.pure.value.currency import BadAmount
from entredon.pure.value.rule import WHOLE

USUAL = ("EUR", "USD", "GBP", "CHF", "SEK", "DKK", "PLN", "CZK", "BRL", "INR", "JPY", "KES")
"""Currencies that forms offer; commands take any."""
MOST = 10**11 - 1
"""The largest price, in smallest units."""
_NOTHING = re.compile(r"0+(?:[.,]0*)?|[.,]0+", re.ASCII)
MOST_ASKED = 10_000
"""So many of something can be asked for at once."""


def money_field(label: Any, **rest: Any) -> forms.CharField:
    """A field for an amount as people write it."""
    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    rest.setdefault("required", False)
    return forms.CharField(label=label, max_length=40, widget=widget, **rest)


def count_field(label: Any, **rest: Any) -> forms.CharField:
    """A field for a whole number."""
    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    rest.setdefault("required", False)
    return forms.CharField(label=label, max_length=12, widget=widget, **rest)


def day_field(label: Any, **rest: Any) -> forms.CharField:
    """A field for a day."""
    rest.setdefault("required", False)
    return forms.CharField(label=label, max_length=10, widget=forms.DateInput({"type": "date"}), **rest)


def price(text: str, currency: str) -> int:
    """A price of more than nothing, in smallest units. Raises ValidationError with a sentence."""
    if _NOTHING.fullmatch(text.strip()):
        raise forms.ValidationError(
            _("A price is more than nothing. What is free needs no offer: it is there for everybody.")
        )
    minor = amount(text, currency)
    if minor > MOST:
        most = {"most": currencies.written(MOST, currency), "code": currency}
        raise forms.ValidationError(_("That is more than an offer can cost: at most %(most)s %(code)s.") % most)
    return minor


def amount(text: str, currency: str) -> int:
    """An amount in smallest units: 1.234,56 and 1,234.56 are understood. Raises ValidationError with a sentence."""
    plain = text.strip().removeprefix("€").strip()
    if _NOTHING.fullmatch(plain):
        return 0
    if not plain:
        raise forms.ValidationError(_("Say how much, such as 480 or 12.50."))
    try:
        return currencies.parse(formats.plain(plain, speaks(), currencies.decimals(currency)), currency)
    except (BadAmount, formats.Unclear) as trouble:
        raise forms.ValidationError(tell(trouble)) from None


def written(minor: int, currency: str) -> str:
    """An amount as it stands in a field."""
    return formats.decimal(currencies.plain(minor, currency), speaks())


def share(text: str, *, most: int = WHOLE) -> int:
    """A percentage in parts per million; "" is nothing. Raises ValidationError with a sentence."""
    plain = text.strip().removesuffix("%").strip()
    if not plain:
        return 0
    try:
        exact = Decimal(formats.plain(plain, speaks(), 4)) * (WHOLE // 100)
    except (InvalidOperation, formats.Unclear):
        raise forms.ValidationError(_("Write the percentage as a number, such as 21 or 5.5.")) from None
    if not exact.is_finite() or exact != int(exact) or exact < 0:
        raise forms.ValidationError(_("Write the percentage as a number, with at most four decimals."))
    if exact > most:
        raise forms.ValidationError(_("That is more than %(most)s per cent.") % {"most": most * 100 // WHOLE})
    return int(exact)


def share_written(ppm: int) -> str:
    """A percentage as it stands in a field."""
    whole, rest = divmod(ppm, WHOLE // 100)
    return formats.decimal(f"{whole}.{rest:04d}".rstrip("0").rstrip("."), speaks())


def percent(ppm: int) -> str:
    """A share as people read it, with as many decimals as it has."""
    return f"{share_written(ppm)}{formats.format_of(speaks()).percent}%"


def whole(text: str, least: int, most: int, empty: int) -> int:
    """A whole number between two; what is left empty is ``empty``. Raises ValidationError with a sentence."""
    plain = formats.plain(text.strip(), speaks(), 0) if text.strip() else str(empty)
    if not plain.isascii() or not plain.isdigit():
        if plain == str(empty):
            return empty
        raise forms.ValidationError(_("Write a whole number, such as 12."))
    if not least <= int(plain) <= most:
        bounds = {"least": formats.number(least, speaks()), "most": formats.number(most, speaks())}
        raise forms.ValidationError(_("From %(least)s to %(most)s.") % bounds)
    return int(plain)


def day(text: str) -> str:
    """A day from today on, as the record writes it; "" where none is said. Raises ValidationError with a sentence."""
    if not text.strip():
        return ""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise forms.ValidationError(_("Write the day as 2026-11-30: year, month, day.")) from None
    if found < clock.now().date():
        raise forms.ValidationError(_("This day is over. Choose one from today on, or leave it empty."))
    if found.year > 2099:
        raise forms.ValidationError(_("That is too far away."))
    return found.isoformat()


def in_days(days: int) -> str:
    """The day so many days from now."""
    return (clock.now().date() + timedelta(days=days)).isoformat()


NOT_EMPTY = gettext_lazy("Say it in a few words.")
