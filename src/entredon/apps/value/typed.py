"""Amounts and percentages as people type them in their language, and as they read them in a field."""

import re

from entredon.desk.telling import speaks
from entredon.pure import formats
from entredon.pure.value import currency as currencies
from entredon.pure.value.currency import BadAmount
from entredon.pure.value.describe import percent
from entredon.pure.value.rule import WHOLE

_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?\s*%?", re.ASCII)


def amount(text: str, currency: str) -> int:
    """An amount in smallest units: 1.234,56 and 1,234.56 are understood, and what is unclear is asked about. Raises BadAmount."""
    places = currencies.decimals(currency)
    try:
        plain = formats.plain(text, speaks(), places)
    except formats.Unclear as unclear:
        raise BadAmount.of(unclear) from None
    return currencies.parse(plain, currency)


def written(minor: int, currency: str) -> str:
    """An amount as it stands in a field, without marks between thousands."""
    return formats.decimal(currencies.plain(minor, currency), speaks())


def ppm(text: str) -> int | None:
    """A percentage in parts per million; None for what is none."""
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        return None
    share = int(found[1]) * 10_000 + int((found[2] or "").ljust(4, "0"))
    return share if share <= WHOLE else None


def share(ppm: int) -> str:
    """Parts per million as a percentage, without needless zeros."""
    number = percent(ppm).removesuffix(" %")
    return f"{formats.decimal(number, speaks())}{formats.format_of(speaks()).percent}%"


def points(ppm: int) -> str:
    """The same as it stands in a field: without its sign."""
    return formats.decimal(percent(ppm).removesuffix(" %"), speaks())
