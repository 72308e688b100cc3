"""Token buckets: how often somebody may do something. Whole numbers only, no clock: who asks says how much time has passed.

A bucket holds as much as may be done at once; what was taken flows back evenly. Amounts are in thousandths of a token and time
in microseconds, so that what flows back in a moment isn't lost to rounding.
"""

from dataclasses import dataclass

WHOLE = 1000
"""One token, in thousandths."""
MICRO = 1_000_000
"""Microseconds in a second."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once; when all are used, so many flow back within these seconds."""

    amount: int
    seconds: int

    def __post_init__(self) -> None:
        if self.amount < 1 or self.seconds < 1:
            raise ValueError("a rate is at least one in at least one second")

    @property
    def full(self) -> int:
        """What a bucket holds at most, in thousandths."""
        return self.amount * WHOLE


def filled(rate: Rate, tokens: int, passed: int) -> int:
    """What a bucket holds after so many microseconds in which nothing was taken; a clock that goes back adds nothing."""
    return min(rate.full, max(0, tokens) + max(0, passed) * rate.full // (rate.seconds * MICRO))


def wait(rate: Rate, tokens: int) -> int:
    """In how many seconds, rounded up, there will be a whole token again; 0 when there is one."""
    missing = WHOLE - tokens
    return 0 if missing <= 0 else -(-missing * rate.seconds // rate.full)


def taken(rate: Rate, tokens: int, passed: int) -> tuple[int, int]:
    """Take one: what is left, and 0; or, when there is none, what there is, and in how many seconds there will be one."""
    now = filled(rate, tokens, passed)
    later = wait(rate, now)
    return (now, later) if later else (now - WHOLE, 0)
