"""Whole smallest units out of exact parts: by largest remainder, ties by hash, so that sums are always right.

Neither "the largest wins" nor the order of ids: nobody can choose a name that collects the odd cents.
"""

import hashlib
from collections.abc import Mapping, Sequence

MICRO = 1_000_000
"""Amounts are reckoned in millionths of the smallest unit of a currency (a cent, a yen)."""


def tie(seed: str, payee: str) -> bytes:
    """What decides between equal remainders: the lower one wins."""
    return hashlib.sha256(f"entredon/tie/v1\n{seed}\n{payee}".encode()).digest()


def apportion(total: int, shares: Mapping[str, int], seed: str) -> dict[str, int]:
    """Divide ``total`` in proportion to shares (integers ≥ 0, not all 0); the parts add up to it exactly.

    Everyone gets the whole units of her quota; what is left goes one by one to the largest remainders.
    """
    whole = sum(shares.values())
    if whole <= 0 or min(shares.values()) < 0:
        raise ValueError("shares must be integers of at least 0, and not all 0")
    parts: dict[str, int] = {}
    remainders: dict[str, int] = {}
    for payee, share in shares.items():
        parts[payee], remainders[payee] = divmod(total * share, whole)
    left = total - sum(parts.values())
    for payee in _largest(remainders, left, seed):
        parts[payee] += 1
    return parts


def _largest(remainders: dict[str, int], count: int, seed: str) -> list[str]:
    """The ``count`` payees with the largest remainders. Only those at the edge need the hash."""
    if count == 0:
        return []
    edge = sorted(remainders.values(), reverse=True)[count - 1]
    above = [payee for payee, remainder in remainders.items() if remainder > edge]
    level = [payee for payee, remainder in remainders.items() if remainder == edge]
    return above + sorted(level, key=lambda payee: tie(seed, payee))[: count - len(above)]


def cumulative(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide an amount by weights by cumulative floor: exact, and one pass. All 0 when there are no weights."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = []
    reached = before = 0
    for weight in weights:
        reached += weight
        upto = amount * reached // whole
        parts.append(upto - before)
        before = upto
    return parts
