"""Which of many places are nearest to one, among those that have certain tags.

Places crowd together in towns, so an even grid has cells with nothing and cells with thousands. This one halves whatever holds more
than a handful, across where it is widest, down to boxes of a few places (a k-d tree). A search opens the nearest box first and stops
when the next is farther than what it has. Which places have all tags is known beforehand by intersecting sets; when those are few it
looks at them alone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush, heapreplace, nsmallest
from typing import NamedTuple

from entredon.pure.places.distance import haversine, on_ball

HANDFUL = 24
"""So many places lie in one box at most."""
FEW = 500
"""So many places are looked at one by one faster than in boxes."""

Point = tuple[float, float, float]
Keep = Callable[["Place"], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in degrees, and what it is found by."""

    id: str
    lat: float
    lon: float
    tags: frozenset[str] = frozenset()


class Box(NamedTuple):
    """A box around some places: two smaller boxes, or the places by their numbers."""

    low: Point
    high: Point
    halves: "tuple[Box, Box] | None"
    numbers: list[int]


@dataclass(frozen=True, slots=True)
class Near:
    """Places, sorted by id and arranged for finding what is near."""

    places: list[Place]
    points: list[Point]
    whole: Box | None
    tagged: dict[str, set[int]]

    def nearest(
        self, lat: float, lon: float, count: int, tags: Iterable[str] = (), keep: Keep | None = None
    ) -> list[tuple[float, Place]]:
        """The nearest places that have all tags and pass ``keep``, with their distance in kilometres; those as near by their ids."""
        if count <= 0 or self.whole is None:
            return []
        start = on_ball(lat, lon)
        among = self._having(tags)
        few = len(among) <= FEW
        found = self._one_by_one(start, count, among, keep) if few else self._by_boxes(start, count, among, keep)
        there = [self.places[number] for _, number in found]
        return [(haversine(lat, lon, place.lat, place.lon), place) for place in there]

    def matching(self, tags: Iterable[str] = (), keep: Keep | None = None) -> Iterator[Place]:
        """All places that have all tags and pass ``keep``, by their ids."""
        there = (self.places[number] for number in sorted(self._having(tags)))
        return (place for place in there if keep is None or keep(place))

    def count(self, tags: Iterable[str] = (), keep: Keep | None = None) -> int:
        """How many places have all tags and pass ``keep``."""
        among = self._having(tags)
        return len(among) if keep is None else sum(keep(self.places[number]) for number in among)

    def _having(self, tags: Iterable[str]) -> "range | set[int]":
        """The places that have all tags."""
        sets = sorted((self.tagged.get(tag, set()) for tag in tags), key=len)
        return sets[0].intersection(*sets[1:]) if sets else range(len(self.places))

    def _one_by_one(self, start: Point, count: int, among: Iterable[int], keep: Keep | None) -> list[tuple[float, int]]:
        kept = (number for number in among if keep is None or keep(self.places[number]))
        return nsmallest(count, ((apart(start, self.points[number]), number) for number in kept))

    def _by_boxes(
        self, start: Point, count: int, among: "range | set[int]", keep: Keep | None
    ) -> list[tuple[float, int]]:
        """``best`` holds what was found, the worst first: its distance is what a box must not exceed."""
        assert self.whole
        best: list[tuple[float, int]] = []
        boxes: list[tuple[float, int, Box]] = [(0.0, 0, self.whole)]
        pushed = 0  # tells boxes that are equally far apart, as boxes themselves have no order
        while boxes:
            far, _, box = heappop(boxes)
            if len(best) == count and far > -best[0][0]:
                break
            for half in box.halves or ():
                pushed += 1
                heappush(boxes, (to_box(start, half), pushed, half))
            for number in box.numbers:
                if number in among and (keep is None or keep(self.places[number])):
                    one = (-apart(start, self.points[number]), -number)
                    if len(best) < count:
                        heappush(best, one)
                    elif one > best[0]:
                        heapreplace(best, one)
        return sorted((-far, -number) for far, number in best)


def arranged(places: Iterable[Place]) -> Near:
    """Places, for finding what is near."""
    rows = sorted(places, key=lambda place: place.id)
    points = [on_ball(place.lat, place.lon) for place in rows]
    tagged: dict[str, set[int]] = {}
    for number, place in enumerate(rows):
        for tag in place.tags:
            tagged.setdefault(tag, set()).add(number)
    return Near(rows, points, boxed(points, list(range(len(points)))) if points else None, tagged)


def boxed(points: list[Point], numbers: list[int]) -> Box:
    """A box around some points, halved as often as it takes."""
    lanes = list(zip(*(points[number] for number in numbers), strict=True))
    low: Point = (min(lanes[0]), min(lanes[1]), min(lanes[2]))
    high: Point = (max(lanes[0]), max(lanes[1]), max(lanes[2]))
    if len(numbers) <= HANDFUL:
        return Box(low, high, None, numbers)
    widest = max(range(3), key=lambda lane: high[lane] - low[lane])
    numbers.sort(key=lambda number: points[number][widest])
    half = len(numbers) // 2
    return Box(low, high, (boxed(points, numbers[:half]), boxed(points, numbers[half:])), [])


def apart(one: Point, other: Point) -> float:
    """The square of the way straight through the ball: it grows with the way along the ground, and costs less."""
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2


def to_box(start: Point, box: Box) -> float:
    """The square of how far away the nearest point of a box is; nothing from within."""
    (x, y, z), (a, b, c), (d, e, f) = start, box.low, box.high
    across = a - x if x < a else x - d if x > d else 0.0
    along = b - y if y < b else y - e if y > e else 0.0
    up = c - z if z < c else z - f if z > f else 0.0
    return across * across + along * along + up * up
