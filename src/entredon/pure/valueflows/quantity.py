"""Quantities as decimal strings, added without ever rounding. A float never comes near them."""

import re
from decimal import Clamped, Context, Decimal, Inexact, InvalidOperation, Overflow, Rounded

from entredon.pure.told import Told

TEXT = re.compile(r"-?(0|[1-9][0-9]{0,39})(\.[0-9]{1,20})?")
# Wide enough for any sum of quantities that fit the pattern; if one ever didn't fit, this raises instead of rounding.
EXACT = Context(prec=200, traps=[Inexact, Rounded, Clamped, InvalidOperation, Overflow])
ZERO = Decimal(0)


class NotAQuantity(Told, ValueError):
    """The text is not a plain decimal number; the message says so in a sentence."""


def parse(text: str) -> Decimal:
    """The number that a decimal string such as ``12.50`` means: at most 40 digits before and 20 after the point."""
    if not TEXT.fullmatch(text):
        raise NotAQuantity(
            "“{text}” is not a quantity: write it with digits and a point, such as 12.5.", text=text[:60]
        )
    return Decimal(text)


def show(number: Decimal) -> str:
    """The one way to write a number: no exponent, no zeros at the end, no minus before zero."""
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def canonical(text: str) -> str:
    """A quantity as ``show`` writes it. Raises NotAQuantity."""
    return show(parse(text))


def add(a: Decimal, b: Decimal) -> Decimal:
    """The exact sum."""
    return EXACT.add(a, b)


def subtract(a: Decimal, b: Decimal) -> Decimal:
    """The exact difference."""
    return EXACT.subtract(a, b)
