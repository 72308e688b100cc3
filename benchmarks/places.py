"""The nearest workshops among 100,000, filtered by what they can do, beside looking at every one and beside scipy's k-d tree."""

import random
from typing import Any

from benchmarks import Result, percentile, seconds

MANY = 100_000
COUNT = 20
TAGS = (
    "process:laser-cutting",
    "process:welding",
    "process:printing-in-3d",
    "language:nl",
    "language:fr",
    "language:en",
)
RARE = "machine:loom"


def run(all: bool) -> list[Result]:
    del all
    from entredon.pure.places.near import arranged

    places, spots = made()
    near = arranged(places)
    rows = [
        Result(what=f"arranging {MANY:,} workshops by place", figure=seconds(lambda: arranged(places), 3), unit="s")
    ]
    for words, tags in CASES.items():
        times = [1000 * seconds(lambda spot=spot, tags=tags: near.nearest(*spot, COUNT, tags)) for spot in spots]  # type: ignore[misc]
        looking = 1000 * seconds(lambda tags=tags: one_by_one(places, spots[0], tags))  # type: ignore[misc]
        what = f"nearest {COUNT} of {MANY:,} workshops, {words}"
        note = f"p99 of {len(spots)} towns"
        peer = "looking at every one"
        rows.append(
            Result(
                what=what,
                figure=percentile(times, 99),
                unit="ms",
                aim="≤ 20",
                peer=peer,
                peer_figure=looking,
                note=note,
            )
        )
    return rows + with_scipy(places, spots)


CASES = {
    "whatever they can do": frozenset[str](),
    "that weld and speak Dutch": frozenset({"process:welding", "language:nl"}),
    "with a machine few have": frozenset({RARE}),
}


def made() -> tuple[list[Any], list[tuple[float, float]]]:
    """Workshops, most of them crowded around some towns, and towns to look from."""
    from entredon.pure.places.near import Place

    rng = random.Random(20_261_126)
    towns = [(rng.uniform(-55, 68), rng.uniform(-180, 180)) for _ in range(400)]
    towns += [(rng.uniform(48, 53), rng.uniform(0, 9)) for _ in range(400)]
    places = []
    for number in range(MANY):
        lat, lon = rng.choice(towns)
        tags = frozenset(rng.sample(TAGS, 3)) | ({RARE} if number % 97 == 0 else set())
        places.append(Place(f"{number:06}", lat + rng.gauss(0, 0.3), lon + rng.gauss(0, 0.3), frozenset(tags)))
    return places, rng.sample(towns, 60) + [(rng.uniform(-80, 80), rng.uniform(-180, 180)) for _ in range(40)]


def one_by_one(places: list[Any], spot: tuple[float, float], tags: frozenset[str]) -> list[Any]:
    from entredon.pure.places.distance import haversine

    far = ((haversine(*spot, place.lat, place.lon), place.id) for place in places if tags <= place.tags)
    return sorted(far)[:COUNT]


def with_scipy(places: list[Any], spots: list[tuple[float, float]]) -> list[Result]:
    """The same search without tags by a k-d tree in C, which knows of no tags."""
    try:
        from scipy.spatial import cKDTree
    except ImportError:
        return []
    from entredon.pure.places.distance import on_ball

    tree = cKDTree([on_ball(place.lat, place.lon) for place in places])
    times = [1000 * seconds(lambda spot=spot: tree.query(on_ball(*spot), COUNT)) for spot in spots]  # type: ignore[misc]
    what = f"the same with scipy's k-d tree, whatever they can do, {COUNT} of {MANY:,}"
    return [Result(what=what, figure=percentile(times, 99), unit="ms", note="compiled, and can't ask for what they do")]
