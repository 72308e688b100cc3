"""How much of a version was there before it: the weights of the versions it builds on, beside its own.

What was there before is as many lines as the largest of them has; what the version deleted is gone; the rest is divided
among them by their lines. (Their sum would count shared history twice, and twice again at every merge.)
"""

from collections.abc import Sequence


def inherited(before: Sequence[int], deleted: int) -> list[int]:
    """The weight of each version built on, from its lines; the sum is max(0, most lines − deleted)."""
    if not before:
        return []
    total, lines = max(0, max(before) - deleted), sum(before)
    if total == 0:
        return [0] * len(before)
    shares = [divmod(total * each, lines) for each in before]
    weights = [share for share, _ in shares]
    by_remainder = sorted(range(len(before)), key=lambda n: (-shares[n][1], n))
    for n in by_remainder[: total - sum(weights)]:
        weights[n] += 1
    return weights


def passed_on(before: Sequence[int]) -> list[int]:
    """The weights of a version without a commit of its own: everything goes to what it stands at, even where that has no lines."""
    return [max(1, weight) for weight in inherited(before, 0)]
