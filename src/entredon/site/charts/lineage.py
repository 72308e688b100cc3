"""What was made of what: a lane per creation, a point per version, a line for every version that went into another.

Two layouts of the same: wide, from left (older) to right; and narrow, from top (newest) down, as rails beside a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from entredon.site.charts.text import fit, width

LANE = 58.0
"""Distance between two lanes."""
ROW = 52.0
RAIL = 13.0
SIZE = 15.0


@dataclass(frozen=True, slots=True)
class Version:
    """A point. ``inputs`` are ids of what it was made of; ``when`` is shown beside it where there is room."""

    id: str
    lane: str
    name: str
    inputs: tuple[str, ...] = ()
    title: str = ""
    href: str = ""
    when: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A creation."""

    id: str
    name: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A version, placed."""

    version: Version
    x: float
    y: float
    label: str
    label_x: float
    label_y: float
    lane_name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line from an input to what was made of it; ``other`` when it comes from another creation."""

    path: str
    other: bool


@dataclass(frozen=True, slots=True)
class Track:
    """A lane, placed."""

    lane: Lane
    name: str
    y: float
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole lineage, placed."""

    width: float
    height: float
    tracks: list[Track]
    lines: list[Line]
    dots: list[Dot]


def layers(versions: Sequence[Version]) -> dict[str, int]:
    """The column of each version: right of all it is made of, and of the versions of its creation before it.

    ``versions`` come in the order of the public record, so what a version is made of stands before it.
    """
    found: dict[str, int] = {}
    last: dict[str, int] = {}
    for version in versions:
        before = [found[i] for i in version.inputs if i in found]
        found[version.id] = last[version.lane] = max([*before, last.get(version.lane, -1)]) + 1
    return found


def newest(versions: Sequence[Version], columns: int) -> list[Version]:
    """What fits in so many columns, counted from the newest. The lanes stay in order."""
    at = layers(versions)
    first = max(at.values(), default=0) - columns + 1
    return [version for version in versions if at[version.id] >= first]


def liveliest(versions: Sequence[Version], lanes: int) -> list[Version]:
    """The versions of so many creations: those whose newest version is the newest."""
    chosen = list(dict.fromkeys(version.lane for version in reversed(versions)))[:lanes]
    return [version for version in versions if version.lane in chosen]


def wide(versions: Sequence[Version], lanes: Sequence[Lane], *, room: float = 1060) -> Picture:
    """From left to right; as many columns as the versions need, so it may be wider than ``room``."""
    lanes = _used(versions, lanes)
    at = layers(versions)
    side = min(220.0, max((width(lane.name, SIZE) for lane in lanes), default=0) + 24)
    columns = max(at.values(), default=0) + 1
    step = max(74.0, (room - side - 40) / max(1, columns))
    ys = {lane.id: 40 + number * LANE for number, lane in enumerate(lanes)}
    places = {v.id: (round(side + step * (at[v.id] + 0.5), 1), ys[v.lane]) for v in versions}
    whole = max(room, side + step * columns + 10)
    tracks = [Track(lane, fit(lane.name, SIZE, side - 16), ys[lane.id], side, whole) for lane in lanes]
    dots = [Dot(v, *places[v.id], fit(v.name, 14, step - 8), places[v.id][0], places[v.id][1] - 14) for v in versions]
    return Picture(
        round(whole, 1), 40 + LANE * max(0, len(lanes) - 1) + 30, tracks, _wide_lines(versions, places), dots
    )


def narrow(versions: Sequence[Version], lanes: Sequence[Lane], *, room: float = 328) -> Picture:
    """From the newest down: rails at the left, what it is at the right."""
    lanes = _used(versions, lanes)
    xs = {lane.id: round(9 + number * RAIL, 1) for number, lane in enumerate(lanes)}
    names = {lane.id: lane.name for lane in lanes}
    start = 9 + RAIL * len(lanes) + 6
    places = {v.id: (xs[v.lane], 24 + ROW * row) for row, v in enumerate(reversed(versions))}
    dots = [
        Dot(
            v, *places[v.id], fit(v.name, 16, room - start), start, places[v.id][1] - 2,
            fit(" · ".join(filter(None, [names[v.lane], v.when])), 13, room - start),
        )
        for v in reversed(versions)
    ]  # fmt: skip
    end = 38 + ROW * max(0, len(versions) - 1)
    tracks = [Track(lane, lane.name, xs[lane.id], 10, end) for lane in lanes]
    return Picture(room, ROW * len(versions) + 4, tracks, _narrow_lines(versions, places), dots)


def _used(versions: Sequence[Version], lanes: Sequence[Lane]) -> list[Lane]:
    used = {version.lane for version in versions}
    return [lane for lane in lanes if lane.id in used]


def _wide_lines(versions: Sequence[Version], places: dict[str, tuple[float, float]]) -> list[Line]:
    lane = {version.id: version.lane for version in versions}
    lines = []
    for version in versions:
        x1, y1 = places[version.id]
        for id in version.inputs:
            if id not in places:
                continue
            x0, y0 = places[id]
            if y0 == y1:
                path = f"M{x0},{y0}L{x1},{y1}"
            else:
                bend = round(min(60.0, (x1 - x0) / 2), 1)
                turn = round(x1 - 2 * bend, 1)
                path = f"M{x0},{y0}L{turn},{y0}C{round(turn + bend, 1)},{y0} {round(x1 - bend, 1)},{y1} {x1},{y1}"
            lines.append(Line(path, lane[id] != version.lane))
    return lines


def _narrow_lines(versions: Sequence[Version], places: dict[str, tuple[float, float]]) -> list[Line]:
    lane = {version.id: version.lane for version in versions}
    lines = []
    for version in versions:
        x1, y1 = places[version.id]
        for id in version.inputs:
            if id not in places:
                continue
            x0, y0 = places[id]
            path = f"M{x0},{y0}L{x1},{y1}"
            if x0 != x1:
                path = f"M{x0},{y0}L{x0},{y1 + ROW * 0.8}C{x0},{y1 + ROW * 0.3} {x1},{y1 + ROW * 0.5} {x1},{y1}"
            lines.append(Line(path, lane[id] != version.lane))
    return lines
