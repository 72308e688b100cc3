"""Flow diagrams (after Captain Sankey): how an amount divides, column by column, as bands whose heights add up.

Heights are worked out from the last column to the first. A band is as high as its share of the bar it ends in, and a
bar as high as the bands that leave it: so heights are conserved even where tiny amounts are drawn thicker to be seen.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from entredon.site.charts.text import fit, width

BAR = 10.0
"""Width of a bar."""
LEAST = 4.0
"""Nothing is drawn thinner than this, or it could not be seen or pointed at."""
GAP = 12.0
LINE = 19.0
"""Height of a line of text."""


@dataclass(frozen=True, slots=True)
class Node:
    """A bar. ``value`` in any integer unit; ``amount`` is how it is shown; ``tone`` whose colour it has."""

    id: str
    column: int
    name: str
    value: int
    amount: str = ""
    note: str = ""
    tone: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A band between two bars."""

    source: str
    target: str
    value: int
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its label, placed. ``within``: the label stands on the bands that leave the bar."""

    node: Node
    x: float
    y: float
    height: float
    label_x: float
    label_y: float
    name: str
    note: str
    within: bool
    width: float = BAR

    @property
    def note_y(self) -> float:
        """Where the quiet line under the label stands."""
        return round(self.label_y + 17, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """A band, placed: where it leaves and arrives, and its height, the same at both ends."""

    link: Link
    tone: str
    x0: float
    x1: float
    top0: float
    top1: float
    height: float

    @property
    def path(self) -> str:
        """The outline as an SVG path."""
        middle = round((self.x0 + self.x1) / 2, 1)
        low0, low1 = round(self.top0 + self.height, 1), round(self.top1 + self.height, 1)
        return (
            f"M{self.x0},{self.top0}C{middle},{self.top0} {middle},{self.top1} {self.x1},{self.top1}"
            f"L{self.x1},{low1}C{middle},{low1} {middle},{low0} {self.x0},{low0}Z"
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What one link on the picture holds: a bar with the bands that reach it."""

    bar: Bar
    bands: list[Band] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole diagram, placed."""

    width: float
    height: float
    parts: list[Part]

    @property
    def bars(self) -> list[Bar]:
        return [part.bar for part in self.parts]

    @property
    def bands(self) -> list[Band]:
        return [band for part in self.parts for band in part.bands]


def layout(
    nodes: Sequence[Node], links: Sequence[Link], *, room: float = 1060, scale_to: float = 400, label: float = 230
) -> Picture:
    """Place a diagram. ``scale_to`` is the height in pixels of the first column's sum, ``label`` the room for the last
    column's texts. Bars of a column stay in the order given."""
    by_id = {node.id: node for node in nodes}
    links = [link for link in links if link.value > 0 and link.source in by_id and link.target in by_id]
    columns = _columns(nodes)
    total = sum(node.value for node in columns[0]) if columns else 0
    if total <= 0:
        return Picture(room, 0, [])
    heights, thick = _heights(columns, links, scale_to / total)
    leaves = {link.source for link in links}
    tops, height = _place(columns, links, heights, leaves)
    step = (room - label - BAR) / max(1, len(columns) - 1)
    places = {node.id: round(index * step, 1) for index, column in enumerate(columns) for node in column}
    bars = {n.id: _bar(n, places[n.id], tops[n.id], heights[n.id], n.id in leaves, step, label) for n in nodes}
    return Picture(room, round(height, 1), _parts(columns, links, bars, thick))


def first_columns(nodes: Sequence[Node], links: Sequence[Link], count: int) -> tuple[list[Node], list[Link]]:
    """The diagram without what lies beyond so many columns."""
    columns = sorted({node.column for node in nodes})[:count]
    kept = [node for node in nodes if node.column in columns]
    ids = {node.id for node in kept}
    return kept, [link for link in links if link.source in ids and link.target in ids]


def collapsed(nodes: Sequence[Node], links: Sequence[Link]) -> tuple[list[Node], list[Link]]:
    """The same amounts in two columns, for narrow screens: the first column, and everything that is passed on no more.

    What stood between is told in the notes of what came of it.
    """
    kept = {node.id: node for node in nodes}
    outgoing = {link.source for link in links}
    parents: dict[str, list[str]] = defaultdict(list)
    for link in links:
        parents[link.target].append(link.source)
    first = [node for node in nodes if node.column == 0][:1]
    ends, bands = [], []
    for node in sorted(nodes, key=lambda n: _ancestry(n.id, list(kept), parents)):
        if node.column and node.id not in outgoing:
            over = [kept[id].name for id in parents[node.id] if kept[id].column]
            ends.append(replace(node, column=1, note=node.note or ", ".join(over)))
            bands.append(Link(first[0].id, node.id, node.value))
    return [*first, *ends], bands


def _ancestry(id: str, order: list[str], parents: dict[str, list[str]]) -> tuple[int, ...]:
    """Places from the first column to this node, by which what belongs together stays together."""
    path = [order.index(id)]
    while parents.get(id):
        id = parents[id][0]
        path.append(order.index(id))
    return tuple(reversed(path))


def _columns(nodes: Sequence[Node]) -> list[list[Node]]:
    columns: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        columns[node.column].append(node)
    return [columns[number] for number in sorted(columns)]


def _heights(
    columns: list[list[Node]], links: Sequence[Link], scale: float
) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Heights of bars and of bands, from the last column to the first."""
    incoming, outgoing = defaultdict(list), defaultdict(list)
    for link in links:
        incoming[link.target].append(link)
        outgoing[link.source].append(link)
    heights: dict[str, float] = {}
    thick: dict[tuple[str, str], float] = {}
    for column in reversed(columns):
        for node in column:
            passed = outgoing[node.id]
            kept = max(0, node.value - sum(link.value for link in passed))
            height = sum(thick[link.source, link.target] for link in passed) + kept * scale
            total = sum(link.value for link in incoming[node.id])
            for link in incoming[node.id]:
                thick[link.source, link.target] = max(LEAST, height * link.value / total)
            reached = sum(thick[link.source, link.target] for link in incoming[node.id])
            heights[node.id] = max(LEAST, height, reached)
    return heights, thick


def _slot(node: Node, height: float, passes_on: bool) -> tuple[float, float]:
    """The room a bar needs with its label, and how far below the top of that room the bar begins."""
    if passes_on and not node.column:
        return height + LINE + 6, LINE + 6
    lines = LINE * (2 if node.note and not passes_on else 1)
    return max(height, lines), max(0.0, (lines - height) / 2)


def _place(
    columns: list[list[Node]], links: Sequence[Link], heights: dict[str, float], passing: set[str]
) -> tuple[dict[str, float], float]:
    """The top of each bar, so that neither bars nor labels of a column overlap, each near the bars it leads to."""
    slots = {n.id: _slot(n, heights[n.id], n.id in passing) for column in columns for n in column}
    height = max(sum(slots[n.id][0] for n in column) + GAP * (len(column) - 1) for column in columns)
    targets = defaultdict(list)
    for link in links:
        targets[link.source].append(link.target)
    tops: dict[str, float] = {}
    for column in reversed(columns):
        free = height - sum(slots[n.id][0] for n in column) - GAP * (len(column) - 1)
        wished = []
        for node in column:
            reached = [tops[t] + heights[t] / 2 for t in targets[node.id] if t in tops]
            centre = sum(reached) / len(reached) if reached else None
            wished.append(None if centre is None else centre - heights[node.id] / 2 - slots[node.id][1])
        # The income stands at the top: its bands then lead down, clear of its label.
        wished = wished if column is not columns[0] else [0.0] * len(column)
        at = free / 2 if all(w is None for w in wished) else 0.0
        rest = sum(slots[n.id][0] + GAP for n in column) - GAP
        for node, wish in zip(column, wished, strict=True):
            room, inset = slots[node.id]
            at = max(at, min(at if wish is None else wish, height - rest))
            tops[node.id] = round(at + inset, 1)
            at += room + GAP
            rest -= room + GAP
    return tops, height


def _bar(node: Node, x: float, top: float, height: float, passes_on: bool, step: float, label: float) -> Bar:
    height = round(height, 1)
    room = step - 8 - (BAR + 10 if node.column else 0) if passes_on else label - BAR - 9
    name = fit(node.name, 15, room - width(f" {node.amount}", 15) * 0.96)
    note = fit(node.note, 13, room)
    if passes_on and not node.column:
        # An amount alone says more than an amount beside half a name.
        name = "" if node.amount and name.endswith("…") else name
        return Bar(node, x, top, height, x, round(top - 8, 1), name, "", False)
    note = "" if passes_on else note
    middle = top + height / 2 + (-4 if note else 5)
    return Bar(node, x, top, height, round(x + BAR + 8, 1), round(middle, 1), name, note, passes_on)


def _parts(
    columns: list[list[Node]], links: Sequence[Link], bars: dict[str, Bar], thick: dict[tuple[str, str], float]
) -> list[Part]:
    """Bands leave and reach bars in the order of what they connect, so that they cross as little as may be."""
    leave: dict[tuple[str, str], float] = {}
    reach: dict[tuple[str, str], float] = {}
    for link in sorted(links, key=lambda k: bars[k.target].y):
        start = leave.get((link.source, ""), bars[link.source].y)
        leave[link.source, link.target] = start
        leave[link.source, ""] = start + thick[link.source, link.target]
    for link in sorted(links, key=lambda k: bars[k.source].y):
        start = reach.get(("", link.target), bars[link.target].y)
        reach[link.source, link.target] = start
        reach["", link.target] = start + thick[link.source, link.target]
    parts = {node.id: Part(bars[node.id]) for column in columns for node in column}
    for link in links:
        ends = (link.source, link.target)
        source, target = bars[link.source], bars[link.target]
        parts[link.target].bands.append(
            Band(
                link, target.node.tone or source.node.tone, source.x + BAR, target.x,
                round(leave[ends], 1), round(reach[ends], 1), round(thick[ends], 1),
            )
        )  # fmt: skip
    return list(parts.values())
