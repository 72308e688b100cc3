"""Trace (what went into this?) and track (what became of this?), over any number of flows and without recursion.

Valueflows' own description walks once past each thing and so loses the second way through a diamond. Here every flow
is an edge; a thing is entered once, but every edge is told. The log's order decides what came before: of a stock
refilled later, an earlier taker got nothing from the refill.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

RESOURCE, PROCESS, FLOW = "resource", "process", "flow"


class Node(NamedTuple):
    """A thing on the way: a resource, a process, or a flow that names no resource (work, a service)."""

    kind: str
    id: str


class Link(NamedTuple):
    """A flow, as far as the ways through it are concerned. ``position`` is its place in the log.

    ``answers`` is the wish or promise that it keeps: what was planned becomes what was done by it. (What a plan itself would go
    into is left out here: nothing went there by it.)
    """

    id: str
    position: int
    action: str
    input_of: str = ""
    output_of: str = ""
    resource: str = ""
    to_resource: str = ""
    answers: str = ""


class Edge(NamedTuple):
    """Value went from ``source`` to ``target`` by a flow; ``depth`` counts the steps from where the walk began."""

    depth: int
    source: Node
    target: Node
    flow: str
    action: str
    position: int


def edges(link: Link) -> Iterator[Edge]:
    """The edges that a flow makes: mostly one; two for a service that comes out of one process and goes into another."""
    here = Node(RESOURCE, link.resource) if link.resource else Node(FLOW, link.id)
    rest = (link.id, link.action, link.position)
    if link.answers:
        # Of a thing that is used, only the deed answers a wish: the thing was there before.
        deed = Node(PROCESS, link.input_of) if link.resource and link.input_of else here
        yield Edge(0, Node(FLOW, link.answers), deed, *rest)
    if link.output_of:
        yield Edge(0, Node(PROCESS, link.output_of), here, *rest)
    if link.input_of:
        yield Edge(0, here, Node(PROCESS, link.input_of), *rest)
    if link.to_resource and link.to_resource != link.resource and link.action != "combine":
        yield Edge(0, here, Node(RESOURCE, link.to_resource), *rest)


def trace(links: Iterable[Link], start: Node) -> list[Edge]:
    """Everything that went into ``start``: nearest first, then by the order of the log."""
    return _walk(links, start, back=True)


def track(links: Iterable[Link], start: Node) -> list[Edge]:
    """Everything that ``start`` went into: nearest first, then by the order of the log."""
    return _walk(links, start, back=False)


def _walk(links: Iterable[Link], start: Node, *, back: bool) -> list[Edge]:
    sign = 1 if back else -1
    at: dict[Node, list[tuple[int, Edge]]] = {}
    for link in links:
        for edge in edges(link):
            at.setdefault(edge.target if back else edge.source, []).append((sign * edge.position, edge))
    for found in at.values():
        found.sort(key=lambda pair: (pair[0], pair[1].flow))
    done: dict[Node, int] = {}
    told: list[Edge] = []
    waiting: deque[tuple[Node, int | None, int]] = deque([(start, None, 1)])
    while waiting:
        node, bound, depth = waiting.popleft()
        ways = at.get(node, [])
        # Of a resource only what came before (or after) counts; a process is one whole.
        unbound = bound is None or node.kind == PROCESS
        upto = len(ways) if unbound else bisect_right(ways, bound, key=lambda pair: pair[0])
        for position, edge in ways[done.get(node, 0) : upto]:
            told.append(edge._replace(depth=depth))
            waiting.append((edge.source if back else edge.target, position, depth + 1))
        done[node] = max(done.get(node, 0), upto)
    return told


def paths(found: Iterable[Edge], start: Node, goal: Node, *, limit: int) -> list[list[Edge]]:
    """Up to ``limit`` ways from ``start`` to ``goal`` along the edges of a walk, none of which passes a thing twice."""
    onward: dict[Node, list[Edge]] = {}
    for known in found:
        onward.setdefault(known.source, []).append(known)
    ways: list[list[Edge]] = []
    way: list[Edge] = []
    passed = {start}
    stack = [iter(onward.get(start, []))]
    while stack and len(ways) < limit:
        edge = next(stack[-1], None)
        if edge is None:
            stack.pop()
            if way:
                passed.discard(way.pop().target)
        elif edge.target == goal:
            ways.append([*way, edge])
        elif edge.target not in passed:
            way.append(edge)
            passed.add(edge.target)
            stack.append(iter(onward.get(edge.target, [])))
    return ways
