"""The part of one of several who share a whole, told one after another: the last one gets what is left, so parts add up exactly."""

from collections.abc import Mapping

WHOLE = 1_000_000
"""Parts of a split are per million; those of all add up to this."""


def part(left: int, weights: Mapping[str, int], who: str) -> int:
    """What ``who`` gets of what is ``left`` when she is done: by her weight among those who aren't done yet, she included.

    Whole numbers, rounded down, except for the last one, who gets all that is left. Where all weights are 0 they count the same.
    """
    if len(weights) == 1:
        return left
    if whole := sum(weights.values()):
        return left * weights[who] // whole
    return left // len(weights)
