"""Points: what a contribution weighs among those of its kind. Integers in units of 2⁻²⁰.

f comes from a closed list. These integer algorithms *are* the definitions, so that everybody gets the same bits.
"""

from collections.abc import Callable, Mapping
from math import isqrt

UNIT = 20
"""Quantities and points are integers in units of 2 to the minus this."""

FINE = frozenset({"log_lines"})
"""Measures that are recorded in units of 2⁻²⁰ already; all others are whole numbers."""

POINTS = "points"
"""What a contribution counts by when it lacks the measure a rule asks for; 1 unless somebody said otherwise."""


def linear(quantity: int) -> int:
    """f(q) = q."""
    return quantity


def log2(quantity: int) -> int:
    """f(q) = log2(1 + q), by repeated squaring: one binary digit a round."""
    n = (1 << UNIT) + quantity
    exponent = n.bit_length() - 1
    result = exponent
    x = (n << 64) >> exponent
    for _ in range(UNIT):
        x = x * x >> 64
        result *= 2
        if x >> 65:
            result += 1
            x >>= 1
    return result - (UNIT << UNIT)


def sqrt(quantity: int) -> int:
    """f(q) = √q, rounded down."""
    return isqrt(quantity << UNIT)


FUNCTIONS: dict[str, Callable[[int], int]] = {"linear": linear, "log2": log2, "sqrt": sqrt}


def quantity(measures: Mapping[str, int], measure: str) -> int:
    """How much of a measure a contribution has, in units of 2⁻²⁰; its points when it lacks that measure."""
    value = measures.get(measure)
    if value is None:
        measure = POINTS
        value = measures.get(POINTS, 1)
    if value <= 0:
        return 0
    return value if measure in FINE else value << UNIT


def points(measures: Mapping[str, int], measure: str, f: str, base: int, cap: int | None) -> int:
    """base · f(min(quantity, cap))."""
    amount = quantity(measures, measure)
    if cap is not None:
        amount = min(amount, cap << UNIT)
    return base * FUNCTIONS[f](amount)
