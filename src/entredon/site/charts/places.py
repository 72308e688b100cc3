"""A map drawn by us: larger towns as dots, what was found as pins, circles for how far it is. No coasts, no borders, nothing fetched.

Degrees become pixels as on a plain map (equirectangular), true to scale around its middle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from entredon.apps.market import towns
from entredon.apps.market.towns import Town
from entredon.pure.places.distance import haversine
from entredon.site.charts.text import width as wide_of

KM = 111.195
"""Kilometres in a degree of latitude."""
LEAST = 12.0
"""So many kilometres are in view at least, each way from the middle."""
DOTS, NAMED = 15, 75
"""So many pixels of width there are for each dot, and for each name beside one."""
STRETCH = 2.5
"""So much farther than the middle one of all a pin can be and still be on the map."""
HANDFUL = 4
"""Fewer pins than this are all on the map."""
APART = 5.0
"""So many pixels lie between two dots."""
RINGS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
SIZE = 13.0
"""Of the letters beside dots."""
PIN = 15.0


Shape = tuple[float, float, float, float]
"""What is taken of a picture: left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Pin:
    """Something found: the number it has in the list, what it is called, where its link leads; ``many`` where others share the town."""

    number: str
    title: str
    href: str
    town: Town
    x: float = 0
    y: float = 0


@dataclass(frozen=True, slots=True)
class Dot:
    """A town in the background, with its name where there is room for it."""

    x: float
    y: float
    name: str
    end: bool
    """Whether the name stands to the left of the dot."""
    off: float


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle around where somebody is: so many kilometres away."""

    km: int
    r: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A map in pixels. ``here`` is where somebody is, None where she didn't say; ``far`` how many are too far away to be on it."""

    width: float
    height: float
    pins: list[Pin]
    dots: list[Dot]
    rings: list[Ring]
    here: tuple[float, float] | None
    far: int


@dataclass(frozen=True, slots=True)
class View:
    """The part of the earth in a picture: its middle, and how many pixels a kilometre has."""

    lat: float
    lon: float
    scale: float
    width: float
    height: float

    def at(self, town: Town) -> tuple[float, float]:
        """Where a town lies in the picture."""
        east = (town.lon - self.lon + 540) % 360 - 180
        x = self.width / 2 + east * KM * cos(radians(self.lat)) * self.scale
        return round(x, 1), round(self.height / 2 - (town.lat - self.lat) * KM * self.scale, 1)


def drawn(pins: Sequence[Pin], here: Town | None, width: float) -> Picture | None:
    """The map of what was found, so wide. None where there is nothing to draw."""
    if not pins:
        return None
    height = round(width * (0.62 if width > 500 else 1.05))
    pins, far = (pins, 0) if here is None else within_reach(pins, here)
    view = around([pin.town for pin in pins], here, width, height)
    placed = gathered(pins, view)
    start = view.at(here) if here else None
    rings = around_here(view, start) if start else []
    taken = [(pin.x - PIN, pin.y - PIN, pin.x + PIN, pin.y + PIN) for pin in placed]
    if start:
        taken.append((start[0] - 9, start[1] - 9, start[0] + 9, start[1] + 9))
    taken += [(start[0] - 30, ring.y - 16, start[0] + 30, ring.y + 4) for ring in rings if start]
    dots = [*named(placed, view, taken), *background(view, placed, taken)]
    return Picture(width, height, placed, dots, rings, start, far)


def within_reach(pins: Sequence[Pin], here: Town) -> tuple[Sequence[Pin], int]:
    """The pins that are near, without the few that are so much farther that all others would lie on one another; and how many those are."""
    if len(pins) < HANDFUL:
        return pins, 0
    ways = sorted(haversine(here.lat, here.lon, pin.town.lat, pin.town.lon) for pin in pins)
    reach = max(LEAST, STRETCH * ways[len(ways) // 2])
    near = [pin for pin in pins if haversine(here.lat, here.lon, pin.town.lat, pin.town.lon) <= reach]
    return near, len(pins) - len(near)


def around(places: Sequence[Town], here: Town | None, width: float, height: float) -> View:
    """The view that holds all places, with where somebody is in its middle."""
    first = here or places[0]
    easts = [(town.lon - first.lon + 540) % 360 - 180 for town in places]
    lats = [town.lat for town in places]
    if here is None:
        lat, lon = (min(lats) + max(lats)) / 2, first.lon + (min(easts) + max(easts)) / 2
    else:
        lat, lon = here.lat, here.lon
    lat = max(-85.0, min(85.0, lat))
    east = max(abs((town.lon - lon + 540) % 360 - 180) for town in places) * KM * cos(radians(lat))
    north = max(abs(town.lat - lat) for town in places) * KM
    room = 2 * PIN + 6
    scale = min((width / 2 - room) / max(east, LEAST), (height / 2 - room) / max(north, LEAST))
    return View(lat, lon, scale, width, height)


def gathered(pins: Sequence[Pin], view: View) -> list[Pin]:
    """Pins in the picture; of those that would lie on one another one stands for all, with all their names and a + behind its number."""
    found: list[Pin] = []
    for pin in pins:
        x, y = view.at(pin.town)
        for place, other in enumerate(found):
            if abs(other.x - x) < PIN and abs(other.y - y) < PIN:
                number = other.number if other.number.endswith("+") else f"{other.number}+"
                title = f"{other.title} · {pin.title}"
                found[place] = Pin(number, title, other.href, other.town, other.x, other.y)
                break
        else:
            found.append(Pin(pin.number, pin.title, pin.href, pin.town, x, y))
    return found


def around_here(view: View, start: tuple[float, float]) -> list[Ring]:
    """Two circles that fit: the smaller for near, the larger for not so near."""
    room = min(view.width, view.height) / 2 - 4
    fitting = [km for km in RINGS if 34 <= km * view.scale <= room]
    return [Ring(km, round(km * view.scale, 1), round(start[1] - km * view.scale, 1)) for km in fitting[-2:]]


def named(pins: Sequence[Pin], view: View, taken: list[Shape]) -> list[Dot]:
    """The towns that pins stand for, with their names beside the pins where there is room."""
    dots = []
    for pin in pins:
        name, end = _name(pin.town.name, pin.x, pin.y, PIN + 2, view, taken)
        dots.append(Dot(pin.x, pin.y, name, end, PIN + 2))
    return dots


def background(view: View, pins: Sequence[Pin], taken: list[Shape]) -> list[Dot]:
    """The largest towns in view, but where a pin stands; the names of some, where they lie on nothing else."""
    dots: list[Dot] = []
    names = 0
    for town in in_view(view):
        x, y = view.at(town)
        if _close(x, y, pins, 1) or _close(x, y, dots, APART):
            continue
        name, end = _name(town.name, x, y, 6, view, taken) if names < view.width // NAMED else ("", False)
        names += bool(name)
        dots.append(Dot(x, y, name, end, 6))
    return dots


def _close(x: float, y: float, others: Sequence[Pin | Dot], apart: float) -> bool:
    """Whether one of others is less than so many pixels away, each way."""
    for other in others:  # noqa: SIM110 (asked thousands of times for a map: a plain loop takes half the time)
        if -apart < other.x - x < apart and -apart < other.y - y < apart:
            return True
    return False


def in_view(view: View) -> list[Town]:
    """The largest towns that lie in the picture, also across the date line."""
    north = view.height / 2 / view.scale / KM
    east = view.width / 2 / view.scale / KM / cos(radians(view.lat))
    south, top, west, right = view.lat - north, view.lat + north, view.lon - east, view.lon + east
    most = int(view.width // DOTS)
    found = towns.in_view(south, top, max(-180.0, west), min(180.0, right), most)
    if west < -180 and east < 180:
        found += towns.in_view(south, top, west + 360, 180.0, most // 2)
    if right > 180 and east < 180:
        found += towns.in_view(south, top, -180.0, right - 360, most // 2)
    return found


def _name(text: str, x: float, y: float, off: float, view: View, taken: list[Shape]) -> tuple[str, bool]:
    """The name of a town, and on which side it stands; "" where there is no room."""
    wide = wide_of(text, SIZE)
    for end, left in ((False, x + off), (True, x - off - wide)):
        box = (left, y - 10, left + wide, y + 6)
        if box[0] < 2 or box[2] > view.width - 2 or box[1] < 2 or box[3] > view.height - 2:
            continue
        if _free(box, taken):
            taken.append(box)
            return text, end
    return "", False


def _free(box: Shape, taken: list[Shape]) -> bool:
    """Whether a part of the picture lies on nothing that is drawn already."""
    left, top, right, bottom = box
    for b in taken:  # noqa: SIM110 (the same)
        if left < b[2] and b[0] < right and top < b[3] and b[1] < bottom:
            return False
    return True
