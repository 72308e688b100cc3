"""What two sequences have in common, in order: the ground on which differences and merges stand.

Two well-known ways, one inside the other:

* *Patience*, as Bram Cohen described it: what stands exactly once on each side is an anchor; the longest run of anchors in the
  same order on both sides is kept (by patience sorting, O(n log n)), and what lies between two anchors is looked at again.
* Between anchors, where nothing stands only once: *Myers'* greedy search (E. W. Myers, “An O(ND) Difference Algorithm and Its
  Variations”, Algorithmica 1, 1986), as long as few steps are enough.

The work is bounded whatever is compared: where the budget is used up, what remains counts as different. The same two
sequences always give the same answer.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T", bound=object)

STEPS = 400
"""So many insertions and deletions are looked for at most between two anchors."""
BUDGET = 600_000
"""So much is looked at in all, about half a second at worst."""


class Run(NamedTuple):
    """``length`` items in a row that are the same: from ``a`` on in the one, from ``b`` on in the other."""

    a: int
    b: int
    length: int


class Budget:
    """How much may still be looked at."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, amount: int) -> bool:
        """Take an amount, unless that is too much."""
        self.left -= amount
        return self.left >= 0


def runs(a: Sequence[T], b: Sequence[T], budget: int = BUDGET) -> list[Run]:
    """What both have in common, in order; runs that touch on both sides are one. Neither text is looked at twice as often
    when it is twice as long, but for what is left over where nothing stands only once."""
    left = Budget(budget)
    found: list[Run] = []
    ahead = [(0, len(a), 0, len(b))]
    while ahead:
        a0, a1, b0, b1 = ahead.pop()
        head = _same_from(a, a0, a1, b, b0, b1)
        found += [Run(a0, b0, head)] if head else []
        a0, b0 = a0 + head, b0 + head
        tail = _same_until(a, a0, a1, b, b0, b1)
        a1, b1 = a1 - tail, b1 - tail
        found += [Run(a1, b1, tail)] if tail else []
        if a0 == a1 or b0 == b1 or not left.take(a1 - a0 + b1 - b0):
            continue
        anchors = _anchors(a, a0, a1, b, b0, b1)
        if anchors:
            ahead += _between(anchors, a0, a1, b0, b1)
        else:
            found += _shortest(a, a0, a1, b, b0, b1, left)
    return _joined(sorted(found))


def _same_from(a: Sequence[T], a0: int, a1: int, b: Sequence[T], b0: int, b1: int) -> int:
    most, n = min(a1 - a0, b1 - b0), 0
    while n < most and a[a0 + n] == b[b0 + n]:
        n += 1
    return n


def _same_until(a: Sequence[T], a0: int, a1: int, b: Sequence[T], b0: int, b1: int) -> int:
    most, n = min(a1 - a0, b1 - b0), 0
    while n < most and a[a1 - 1 - n] == b[b1 - 1 - n]:
        n += 1
    return n


def _anchors(a: Sequence[T], a0: int, a1: int, b: Sequence[T], b0: int, b1: int) -> list[tuple[int, int]]:
    """What stands once on each side and in the same order on both: the longest such list of places."""
    once_a, once_b = _once(a, a0, a1), _once(b, b0, b1)
    pairs = [(place, once_b[item]) for item, place in once_a.items() if place >= 0 and once_b.get(item, -1) >= 0]
    pairs.sort()
    return _longest_rising(pairs)


def _once(items: Sequence[T], start: int, end: int) -> dict[T, int]:
    """Where each item stands; -1 for one that stands there more than once."""
    places: dict[T, int] = {}
    for place in range(start, end):
        item = items[place]
        places[item] = -1 if item in places else place
    return places


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of these pairs in which both numbers rise, by patience sorting."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            ends.append(n)
        else:
            tops[pile], ends[pile] = place, n
    rising, n = [], ends[-1] if ends else -1
    while n >= 0:
        rising.append(pairs[n])
        n = before[n]
    return rising[::-1]


def _between(anchors: list[tuple[int, int]], a0: int, a1: int, b0: int, b1: int) -> list[tuple[int, int, int, int]]:
    """The parts from one anchor to the next; each begins with its anchor, which is then found as what is the same there."""
    parts = []
    for at, bt in anchors:
        parts.append((a0, at, b0, bt))
        a0, b0 = at, bt
    parts.append((a0, a1, b0, b1))
    return [(w, x, y, z) for w, x, y, z in parts if x > w and z > y]


def _shortest(a: Sequence[T], a0: int, a1: int, b: Sequence[T], b0: int, b1: int, left: Budget) -> list[Run]:
    """The shortest way from one part to the other, by Myers; nothing when it is longer than ``STEPS`` or than the budget.

    ``reach`` holds, for each diagonal ``k = x - y``, how far ``d`` deletions (x) and insertions (y) lead on it.
    """
    n, m = a1 - a0, b1 - b0
    reach = {1: 0}
    trace: list[dict[int, int]] = []
    for d in range(min(n + m, STEPS) + 1):
        trace.append(dict(reach))
        for k in range(-d, d + 1, 2):
            x = start = _step(trace[d], k, n, m)[0]
            if x < 0:
                reach.pop(k, None)  # beyond an edge
                continue
            while x < n and x - k < m and a[a0 + x] == b[b0 + x - k]:
                x += 1
            reach[k] = x
            if not left.take(x - start + 1):
                return []
            if x == n and x - k == m:
                return _way_back(trace, n, m, a0, b0)
    return []


def _step(reach: dict[int, int], k: int, n: int, m: int) -> tuple[int, bool]:
    """How far one more step leads on a diagonal, and whether that is an insertion; -1 where none leads."""
    inserted, deleted = reach.get(k + 1, -1), reach.get(k - 1, -2) + 1
    inserted = -1 if inserted - k > m else inserted
    deleted = -1 if deleted > n else deleted
    return max(inserted, deleted), inserted >= deleted


def _way_back(trace: list[dict[int, int]], n: int, m: int, a0: int, b0: int) -> list[Run]:
    """What was the same along the way that was found, from its end to its beginning."""
    found, x, y = [], n, m
    for reach in reversed(trace):
        k = x - y
        start, inserted = _step(reach, k, n, m)
        if x > start:
            found.append(Run(a0 + start, b0 + start - k, x - start))
        x = start if inserted else start - 1
        y = start - k - (1 if inserted else 0)
    return found


def _joined(found: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in found:
        last = joined[-1] if joined else None
        if last is not None and last.a + last.length == run.a and last.b + last.length == run.b:
            joined[-1] = Run(last.a, last.b, last.length + run.length)
        else:
            joined.append(run)
    return joined
