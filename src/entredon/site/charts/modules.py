"""Modules of a design, drawn as a tree of hexagons: what lies within what, which have a contract, how much happened.

Two layouts of the same: wide, from left (the whole) to right (its parts); and narrow, each below what it lies within, moved in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from entredon.site.charts.text import fit

HIGH, GAP = 58.0, 16.0
"""How high a hexagon is, and the distance between two."""
BETWEEN = 44.0
"""The distance between two columns."""
POINT = 16.0
"""How far a hexagon's points stand out."""
WIDEST, LEAST = 290.0, 150.0
"""How broad a hexagon is at most, and at least where parts stand beside what they lie within."""
INDENT, BROAD = 22.0, 400.0
SIZE, SMALL = 16.0, 13.0


@dataclass(frozen=True, slots=True)
class Module:
    """A circle, with what stands below its name, and whether others can read what to count on."""

    id: str
    name: str
    below: str = ""
    within: str = ""
    href: str = ""
    contract: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Hexagon:
    """A module, placed: its outline, and its texts with where they stand."""

    module: Module
    path: str
    name: str
    below: str
    x: float
    y: float
    y_below: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole, with its size."""

    width: float
    height: float
    hexagons: list[Hexagon]
    lines: list[str]


@dataclass
class _Place:
    depth: int
    y: float


def wide(modules: Sequence[Module], room: float) -> Picture:
    """From left to right: a column for each depth, parts beside what they lie within."""
    order, children = _tree(modules)
    places: dict[str, _Place] = {}
    row = 0.0
    for module, depth in reversed(order):  # parts come before what they lie within
        parts = children.get(module.id, [])
        if parts:
            y = (places[parts[0].id].y + places[parts[-1].id].y) / 2
        else:
            y, row = row, row + HIGH + GAP
        places[module.id] = _Place(depth, y)
    height = row - GAP
    columns = 1 + max((place.depth for place in places.values()), default=0)
    broad = min(WIDEST, (room - (columns - 1) * BETWEEN) / columns)
    taken = columns * broad + (columns - 1) * BETWEEN
    left = (room - taken) / 2 if columns == 1 else 0.0
    hexagons, lines = [], []
    for module, depth in order:
        # Drawn from the last row up, so that what was told first stands at the top.
        x, y = left + depth * (broad + BETWEEN), height - HIGH - places[module.id].y
        hexagons.append(_hexagon(module, x, y, broad))
        if module.within in places and depth:
            above = height - HIGH - places[module.within].y
            lines.append(_elbow(x - BETWEEN, above + HIGH / 2, x, y + HIGH / 2))
    return Picture(room, max(height, HIGH), hexagons, lines)


def fits(modules: Sequence[Module], room: float) -> bool:
    """Whether there is room for a column for each depth."""
    columns = 1 + max((depth for _module, depth in _tree(modules)[0]), default=0)
    return (room - (columns - 1) * BETWEEN) / columns >= LEAST


def narrow(modules: Sequence[Module], room: float) -> Picture:
    """From top to bottom: each below what it lies within, moved in by its depth."""
    order, _children = _tree(modules)
    hexagons, lines, at = [], [], {}
    for row, (module, depth) in enumerate(order):
        x, y = depth * INDENT, row * (HIGH + GAP)
        at[module.id] = (x, y)
        hexagons.append(_hexagon(module, x, y, min(room - x, BROAD)))
        if depth and module.within in at:
            from_x, from_y = at[module.within]
            lines.append(f"M{from_x + POINT:.1f},{from_y + HIGH:.1f} V{y + HIGH / 2:.1f} H{x:.1f}")
    return Picture(room, max(HIGH, len(order) * (HIGH + GAP) - GAP), hexagons, lines)


def _tree(modules: Sequence[Module]) -> tuple[list[tuple[Module, int]], dict[str, list[Module]]]:
    """Modules in the order in which they are read, each with its depth; and the parts of each."""
    there = {module.id for module in modules}
    children: dict[str, list[Module]] = {}
    for module in modules:
        children.setdefault(module.within if module.within in there else "", []).append(module)
    order: list[tuple[Module, int]] = []
    look = [(module, 0) for module in reversed(children.get("", []))]
    while look:
        module, depth = look.pop()
        order.append((module, depth))
        look += [(part, depth + 1) for part in reversed(children.get(module.id, []))]
    return order, children


def _hexagon(module: Module, x: float, y: float, broad: float) -> Hexagon:
    right, low = x + broad, y + HIGH
    path = (
        f"M{x:.1f},{y + HIGH / 2:.1f} L{x + POINT:.1f},{y:.1f} H{right - POINT:.1f} L{right:.1f},{y + HIGH / 2:.1f} "
        f"L{right - POINT:.1f},{low:.1f} H{x + POINT:.1f} Z"
    )
    room = broad - 2 * POINT - 8
    return Hexagon(
        module, path, fit(module.name, SIZE, room), fit(module.below, SMALL, room),
        x + POINT + 4, y + (25 if module.below else 35), y + 44,
    )  # fmt: skip


def _elbow(x0: float, y0: float, x1: float, y1: float) -> str:
    middle = (x0 + x1) / 2
    return f"M{x0:.1f},{y0:.1f} C{middle:.1f},{y0:.1f} {middle:.1f},{y1:.1f} {x1:.1f},{y1:.1f}"
