"""Troubles and numbers in the language that is being spoken: who shows something asks here."""

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from entredon.pure import formats
from entredon.pure.formats import Day, Money
from entredon.pure.told import Told

DAY = "j\N{NO-BREAK SPACE}F Y"


def tell(trouble: BaseException | str) -> str:
    """A trouble as a sentence in the reader's language, with its numbers, amounts and days as she writes them."""
    return trouble.said(gettext, shown) if isinstance(trouble, Told) else str(trouble)


def speaks() -> str:
    """The language that is being spoken: en, nl or fr."""
    return (get_language() or "en")[:2]


def shown(value: Any) -> str:
    """A value as the reader writes it."""
    if isinstance(value, Money):
        return formats.money(value.minor, value.currency, speaks())
    if isinstance(value, Day):
        return day(datetime.fromisoformat(value))
    if isinstance(value, bool) or not isinstance(value, int):
        return str(value)
    return formats.number(value, speaks())


def day(at: date) -> str:
    """A day as people write it, such as 3 May 2026; the first of a month is ``1er`` in French."""
    text = date_format(at, DAY)
    return f"1er{text[1:]}" if at.day == 1 and speaks() == "fr" else text
