"""``flow@1``: amounts flow from works to their inputs by weight; each work keeps what its own weight and the floors leave.

Works are integers 0…n-1 here, amounts are integers in millionths of a smallest unit. ``shareout`` gives them names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import gt, lt

DUST = 1_000
"""An amount below 0.001 of a smallest unit (a cent) is passed on no further: it stays where it is, disclosed."""
LIMIT = 1 << 31
"""Weights at a work add up to less, so that a 64-bit kernel can compute the same bits."""


class Circles(Exception):
    """Works that build on each other in a circle, so that no order of payment exists: each circle as works in order."""

    def __init__(self, circles: list[list[int]]) -> None:
        super().__init__(f"{len(circles)} circles")
        self.circles = circles


@dataclass(frozen=True, slots=True)
class Graph:
    """What flows where, in compressed rows: the inputs of work u are ``to[start[u]:start[u + 1]]``."""

    order: Sequence[int]
    start: Sequence[int]
    to: Sequence[int]
    weight: Sequence[int]
    total: Sequence[int]


@dataclass(frozen=True, slots=True)
class Flowed:
    """Per work: what came in, and what it keeps. All that is kept adds up to all income."""

    amount: list[int]
    keep: list[int]


def prepare(own: Sequence[int], works: Sequence[int], inputs: Sequence[int], weights: Sequence[int]) -> Graph:
    """The graph of works with their own weights and of edges (work, input, weight), with an order that works.

    Numbers that already follow the order (either way) save time here, and in every flow by keeping neighbours close.
    Raises Circles, or ValueError for a weight below 0 or weights at one work that add up to 2³¹ or more.
    """
    if (own and min(own) < 0) or (weights and min(weights) < 0):
        raise ValueError("a weight is below 0")
    n = len(own)
    counts = [0] * (n + 1)
    total = list(own)
    for work, weight in zip(works, weights, strict=True):
        counts[work + 1] += 1
        total[work] += weight
    if total and max(total) >= LIMIT:
        raise ValueError("the weights at a work add up to 2³¹ or more; scale them first")
    for work in range(n):
        counts[work + 1] += counts[work]
    start = counts
    place = start[:-1]
    to = [0] * len(inputs)
    weight_at = [0] * len(inputs)
    for work, to_, weight in zip(works, inputs, weights, strict=True):
        at = place[work]
        place[work] = at + 1
        to[at] = to_
        weight_at[at] = weight
    if all(map(lt, works, inputs)):
        order: Sequence[int] = range(n)
    elif all(map(gt, works, inputs)):
        order = range(n - 1, -1, -1)
    else:
        order = _order(n, start, to)
    return Graph(order, start, to, weight_at, total)


def _order(n: int, start: Sequence[int], to: Sequence[int]) -> list[int]:
    """Consumers before what they build upon. Raises Circles."""
    waiting = [0] * n
    for target in to:
        waiting[target] += 1
    order = [work for work, consumers in enumerate(waiting) if not consumers]
    append = order.append
    for work in order:  # grows while we walk it
        for target in to[start[work] : start[work + 1]]:
            left = waiting[target] - 1
            waiting[target] = left
            if not left:
                append(target)
    if len(order) < n:
        done = set(order)
        raise Circles(circles([work for work in range(n) if work not in done], start, to))
    return order


def flow(graph: Graph, incomes: Sequence[int]) -> Flowed:
    """Let incomes (one per work) flow. Exact: nothing is lost or made, at no work."""
    amount = list(incomes)
    keep = [0] * len(amount)
    start, to, weight, total = graph.start, graph.to, graph.weight, graph.total
    for work in graph.order:
        left = x = amount[work]
        if x >= DUST:
            first, last = start[work], start[work + 1]
            whole = total[work]
            if whole:
                for target, w in zip(to[first:last], weight[first:last]):  # noqa: B905 - cut alike; strict costs time
                    y = x * w // whole
                    amount[target] += y
                    left -= y
        keep[work] = left
    return Flowed(amount, keep)


def circles(works: Sequence[int], start: Sequence[int], to: Sequence[int]) -> list[list[int]]:
    """One circle for each knot of works that reach each other, each beginning with its lowest work."""
    found = []
    for members in _knots(works, set(works), start, to):
        first = min(members)
        if len(members) > 1 or first in to[start[first] : start[first + 1]]:
            found.append(_circle(first, set(members), start, to))
    return sorted(found)


def _circle(first: int, members: set[int], start: Sequence[int], to: Sequence[int]) -> list[int]:
    """The shortest way from a work back to itself, breadth first."""
    came_from: dict[int, int] = {}
    queue = [first]
    for work in queue:  # grows while we walk it
        for target in sorted(to[start[work] : start[work + 1]]):
            if target == first:
                path = [work]
                while path[-1] != first:
                    path.append(came_from[path[-1]])
                return path[::-1]
            if target in members and target not in came_from:
                came_from[target] = work
                queue.append(target)
    raise AssertionError("works in one knot reach each other")


def _knots(works: Sequence[int], within: set[int], start: Sequence[int], to: Sequence[int]) -> list[list[int]]:
    """Strongly connected components (Tarjan 1972), without recursion."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    knots: list[list[int]] = []
    for root in works:
        if root in number:
            continue
        path = [(root, start[root])]
        while path:
            work, at = path.pop()
            if at == start[work]:
                number[work] = low[work] = len(number)
                stack.append(work)
                on_stack.add(work)
            elif to[at - 1] in on_stack:
                low[work] = min(low[work], low[to[at - 1]])
            while at < start[work + 1] and (to[at] not in within or to[at] in number):
                if to[at] in on_stack:
                    low[work] = min(low[work], number[to[at]])
                at += 1
            if at < start[work + 1]:
                path += [(work, at + 1), (to[at], start[to[at]])]
            elif low[work] == number[work]:
                knots.append(_cut(stack, on_stack, work))
    return knots


def _cut(stack: list[int], on_stack: set[int], root: int) -> list[int]:
    at = len(stack) - 1
    while stack[at] != root:
        at -= 1
    members = stack[at:]
    del stack[at:]
    on_stack.difference_update(members)
    return members
