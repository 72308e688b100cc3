"""A line from the first thought to the money: what came of what, stage by stage, with whoever had a hand in it.

Two layouts of the same: wide, from left to right; and narrow, from the top down with the words beside the line. Things of a stage
beyond a few stand together as one; the list beside the picture has them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from entredon.site.charts.text import fit, width, wrap

MOST = 5
"""So many things of a stage are drawn, the last of them for all others."""
ROW = 62.0
STEP = 46.0
RAIL = 15.0
THIN, THICK = 2.5, 11.0
"""How thick lines are; those that carry money by how much it is."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A point: in which stage, what it is called, one quiet line about it, and where it leads.

    ``mark`` stands in the point (somebody's initials); ``value`` is an amount in smallest units, ``amount`` as it is written.
    """

    id: str
    stage: int
    name: str
    note: str = ""
    tone: str = "community"
    href: str = ""
    mark: str = ""
    value: int = 0
    amount: str = ""
    here: bool = False
    before: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One thing led to another."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A thing, placed."""

    thing: Thing
    x: float
    y: float
    r: float
    lines: list[tuple[str, float]]
    label_x: float
    notes: list[tuple[str, float]]
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Line:
    """A way, placed."""

    path: str
    tone: str
    thick: float
    before: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What a stage is called, above its things."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole line, placed."""

    width: float
    height: float
    heads: list[Head]
    lines: list[Line]
    dots: list[Dot]


def gathered(things: Sequence[Thing], ways: Sequence[Way], more: Mapping[int, str]) -> tuple[list[Thing], list[Way]]:
    """The same with a few things in each stage: the others are one point, called as ``more`` says of their number."""
    kept: list[Thing] = []
    into: dict[str, str] = {}
    for stage in sorted({thing.stage for thing in things}):
        here = sorted((thing for thing in things if thing.stage == stage), key=lambda thing: not thing.here)
        order = [thing for thing in things if thing.stage == stage]
        shown = {thing.id for thing in (here if len(here) <= MOST else here[: MOST - 1])}
        kept += [thing for thing in order if thing.id in shown]
        rest = [thing for thing in order if thing.id not in shown]
        if rest:
            one = f"more {stage}"
            name, mark = more.get(len(rest), f"+{len(rest)}"), f"+{len(rest)}"
            value = sum(thing.value for thing in rest)
            kept.append(Thing(one, stage, name, tone=rest[0].tone, mark=mark, value=value))
            into.update((thing.id, one) for thing in rest)
        into.update((thing.id, thing.id) for thing in order if thing.id in shown)
    pairs = {(into[way.source], into[way.target]) for way in ways if way.source in into and way.target in into}
    return kept, [Way(a, b) for a, b in sorted(pairs) if a != b]


def _stages(things: Sequence[Thing]) -> list[list[Thing]]:
    found: dict[int, list[Thing]] = {}
    for thing in things:
        found.setdefault(thing.stage, []).append(thing)
    return [found[stage] for stage in sorted(found)]


def _radius(thing: Thing) -> float:
    return 15.0 if thing.mark else 11.0 if thing.value else 8.5


def _thick(way: Way, by_id: Mapping[str, Thing], most: int) -> float:
    value = by_id[way.target].value
    return round(THIN + (THICK - THIN) * value / most, 1) if value and most else THIN


def wide(things: Sequence[Thing], ways: Sequence[Way], heads: Mapping[int, str], *, room: float = 1060) -> Picture:
    """From left to right: a column for each stage that has something, its things above each other around the middle."""
    columns = _stages(things)
    step = room / max(1, len(columns))
    tallest = max((len(column) for column in columns), default=0)
    wordy = any(len(_noted(thing, step - 14)) > 1 for thing in things)
    row = ROW + (38 if wordy else 22)
    height = round(46 + row * tallest, 1)
    dots: dict[str, Dot] = {}
    for number, column in enumerate(columns):
        x = round(step * (number + 0.5), 1)
        top = 46 + (tallest - len(column)) * row / 2
        for place, thing in enumerate(column):
            dots[thing.id] = _above(thing, x, round(top + place * row + 20, 1), step - 14)
    titles = [Head(heads.get(column[0].stage, ""), round(step * (n + 0.5), 1), 16) for n, column in enumerate(columns)]
    return Picture(room, height, titles, _lines(ways, dots, across=True), list(dots.values()))


def _noted(thing: Thing, room: float) -> list[str]:
    """The quiet words about a thing: on one line, else who and when below each other."""
    lines = [thing.note] if width(thing.note, 13) <= room else thing.note.split(" · ")
    return [fit(text, 13, room) for text in lines if text]


def _above(thing: Thing, x: float, y: float, room: float) -> Dot:
    """A point with its words below it."""
    r = _radius(thing)
    below = y + r + 17
    notes = _noted(thing, room)
    lines = wrap(thing.amount or thing.name, 14, room, 1 if notes else 2)
    placed = [(text, round(below + n * 16, 1)) for n, text in enumerate(lines)]
    under = [(text, round(below + (len(lines) + n) * 16, 1)) for n, text in enumerate(notes)]
    return Dot(thing, x, y, r, placed, x, under)


def narrow(things: Sequence[Thing], ways: Sequence[Way], heads: Mapping[int, str], *, room: float = 340) -> Picture:
    """From the top down: points of a stage one below the other, each a little further in; the words at the right."""
    lanes = max((len(column) for column in _stages(things)), default=1)
    start = 16 + RAIL * (lanes - 1) + 26
    dots: dict[str, Dot] = {}
    titles = []
    y = 8.0
    for column in _stages(things):
        titles.append(Head(heads.get(column[0].stage, ""), start, round(y + 10, 1)))
        y += 22
        for lane, thing in enumerate(column):
            dots[thing.id] = _beside(thing, 16 + RAIL * lane, round(y + 16, 1), start, room - start)
            y += STEP
        y += 8
    return Picture(room, round(y, 1), titles, _lines(ways, dots, across=False), list(dots.values()))


def _beside(thing: Thing, x: float, y: float, label_x: float, room: float) -> Dot:
    """A point with its words at the right."""
    r = min(13.0, _radius(thing))
    text = fit(thing.amount or thing.name, 15, room)
    notes = [(fit(thing.note, 13, room), y + 17)] if thing.note else []
    return Dot(thing, round(x, 1), y, r, [(text, y + (0 if thing.note else 5))], label_x, notes, "start")


def _lines(ways: Sequence[Way], dots: Mapping[str, Dot], *, across: bool) -> list[Line]:
    by_id = {id: dot.thing for id, dot in dots.items()}
    most = max((thing.value for thing in by_id.values()), default=0)
    found = []
    for way in ways:
        a, b = dots[way.source], dots[way.target]
        if across:
            bend = round((a.x + b.x) / 2, 1)
            path = f"M{a.x},{a.y}C{bend},{a.y} {bend},{b.y} {b.x},{b.y}"
        else:
            bend = round((a.y + b.y) / 2, 1)
            path = f"M{a.x},{a.y}C{a.x},{bend} {b.x},{bend} {b.x},{b.y}"
        found.append(Line(path, b.thing.tone, _thick(way, by_id, most), a.thing.before and not b.thing.here))
    return sorted(found, key=lambda line: -line.thick)
