"""Amounts and days as people type them in their language."""

from datetime import date

from django.utils.translation import gettext as _

from entredon.desk.telling import speaks
from entredon.pure import formats
from entredon.pure.value import currency as currencies
from entredon.pure.value.currency import BadAmount


def amount(text: str, currency: str) -> int:
    """An amount in smallest units: 1.234,56 and 1,234.56 are understood, and what is unclear is asked about. Raises BadAmount."""
    try:
        plain = formats.plain(text, speaks(), currencies.decimals(currency))
    except formats.Unclear as unclear:
        raise BadAmount.of(unclear) from None
    return currencies.parse(plain, currency)


def written(minor: int, currency: str) -> str:
    """An amount as it stands in a field, without marks between thousands."""
    return formats.decimal(currencies.plain(minor, currency), speaks())


def day(text: str) -> str:
    """A day as ``2026-11-30``. Raises ValueError with a sentence for whoever typed it."""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise ValueError(_("Write the day as 2026-11-30: year, month, day.")) from None
