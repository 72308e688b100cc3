"""The picture of home: three partners hold the commons in their middle."""

from collections.abc import Sequence
from dataclasses import dataclass

from entredon.site.charts.text import balanced, fit


@dataclass(frozen=True, slots=True)
class Partner:
    """A circle: its number or name, one quiet line about it, and where it leads."""

    tone: str
    count: str
    note: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, centred."""

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle, placed."""

    partner: Partner
    x: float
    y: float
    r: float
    label_x: float
    count: list[Line]
    notes: list[Line]
    count_size: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The three circles and their middle, placed."""

    width: float
    height: float
    small: float
    discs: list[Disc]
    core: Disc


def layout(community: Partner, coalition: Partner, association: Partner, core: Partner, *, width: float) -> Picture:
    """Place the picture at a width in pixels; texts keep their size at any width and are cut to fit."""
    r = round(width * 0.268, 1)
    middle = width / 2
    small = 14.0 if width > 430 else 13.0
    top = (middle, r + 2)
    low = round(top[1] + r * 1.06, 1)
    aside = r * 0.78
    places: Sequence[tuple[Partner, float, float, float, float]] = (
        (community, *top, middle, top[1] - r * 0.46),
        (coalition, middle - aside, low, middle - aside - r * 0.24, low + r * 0.3),
        (association, middle + aside, low, middle + aside + r * 0.24, low + r * 0.3),
    )
    discs = [_disc(partner, x, y, r, lx, ly, small) for partner, x, y, lx, ly in places]
    centre = top[1] + r * 0.7
    inner = round(r * 0.64, 1)
    return Picture(width, round(low + r + 2, 1), small, discs, _core(core, middle, centre, inner, small))


def _disc(partner: Partner, x: float, y: float, r: float, label_x: float, label_y: float, small: float) -> Disc:
    room = r * 1.32
    size, lines = _largest(partner.count, room, r)
    count = [Line(text, round(label_y + number * size * 1.1, 1)) for number, text in enumerate(lines)]
    under = label_y + (len(lines) - 1) * size * 1.1 + small + 7
    notes = balanced(partner.note, small, room * 0.94)
    return Disc(
        partner, round(x, 1), round(y, 1), r, round(label_x, 1), count,
        [Line(text, round(under + number * (small + 4), 1)) for number, text in enumerate(notes)], round(size, 1),
    )  # fmt: skip


def _largest(text: str, room: float, r: float) -> tuple[float, list[str]]:
    """The largest size at which a text needs no cutting: on one line or two."""
    for size in (r * 0.19, r * 0.17, r * 0.15):
        size = max(15.0, size)
        lines = balanced(text, size * 1.06, room)
        if not lines or not lines[-1].endswith("…"):
            break
    return size, lines


def _core(partner: Partner, x: float, y: float, r: float, small: float) -> Disc:
    size = small + 2
    notes = balanced(partner.note, small - 0.5, r * 1.72, lines=3)
    start = y - (len(notes) * (small + 3)) / 2 + 4
    return Disc(
        partner, round(x, 1), round(y, 1), r, round(x, 1), [Line(fit(partner.count, size, r * 1.9), round(start, 1))],
        [Line(text, round(start + 3 + (number + 1) * (small + 3.5), 1)) for number, text in enumerate(notes)], size,
    )  # fmt: skip
