"""What is nearest, held against looking at every place."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entredon.pure.places import near
from entredon.pure.places.distance import haversine
from entredon.pure.places.near import Place, arranged

TAGS = ("laser", "lathe", "nl", "fr")
SPOT = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
CROWDED = st.tuples(st.floats(49, 52), st.floats(2, 7))
PLACES = st.lists(st.tuples(SPOT | CROWDED, st.frozensets(st.sampled_from(TAGS))), max_size=80)
Rows = list[tuple[tuple[float, float], frozenset[str]]]


def made(rows: Rows) -> list[Place]:
    return [Place(f"{n:03}", *spot, tags) for n, (spot, tags) in enumerate(rows)]


def one_by_one(places: list[Place], spot: tuple[float, float], tags: frozenset[str]) -> list[float]:
    return sorted(haversine(*spot, place.lat, place.lon) for place in places if tags <= place.tags)


@pytest.mark.parametrize("few", [0, 2_000], ids=["in boxes", "one by one"])
def test_the_nearest_are_those_that_looking_at_every_place_finds(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "FEW", few)

    @settings(max_examples=80, deadline=None)
    @given(PLACES, SPOT | CROWDED, st.integers(0, 12), st.frozensets(st.sampled_from(TAGS), max_size=2))
    def check(rows: Rows, spot: tuple[float, float], count: int, tags: frozenset[str]) -> None:
        places = made(rows)
        found = arranged(places).nearest(*spot, count, tags)
        assert [km for km, _ in found] == pytest.approx(one_by_one(places, spot, tags)[:count], abs=1e-3)
        assert all(tags <= place.tags for _, place in found)
        assert len({place.id for _, place in found}) == len(found)

    check()


@pytest.mark.parametrize("few", [0, 2_000], ids=["in boxes", "one by one"])
def test_a_town_full_of_workshops_is_sorted_by_their_ids(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "FEW", few)
    places = [Place(f"{n:03}", 50.85, 4.35) for n in random.Random(1).sample(range(100), 100)]
    assert [place.id for _, place in arranged(places).nearest(51, 4, 30)] == [f"{n:03}" for n in range(30)]


@pytest.mark.parametrize("few", [0, 2_000], ids=["in boxes", "one by one"])
def test_what_is_not_kept_makes_room_for_the_next(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "FEW", few)
    places = [Place("close", 50.85, 4.35), Place("far", 52, 6)]
    found = arranged(places).nearest(50.8, 4.3, 1, keep=lambda place: place.id != "close")
    assert [place.id for _, place in found] == ["far"]


def test_over_the_date_line_is_near() -> None:
    places = [Place("over", 0, -179.9), Place("this side", 0, 170)]
    assert [place.id for _, place in arranged(places).nearest(0, 179.9, 1)] == ["over"]


def test_thousands_of_places_are_found_through_the_boxes() -> None:
    rng = random.Random(7)
    rows = [((rng.uniform(-60, 70), rng.uniform(-180, 180)), frozenset(rng.sample(TAGS, 2))) for _ in range(6_000)]
    places = made(rows)
    there = arranged(places)
    for spot in ((51.0, 4.5), (-89.0, 0.0), (20.0, 179.9)):
        for tags in (frozenset[str](), frozenset({"lathe"})):
            found = there.nearest(*spot, 25, tags)
            assert [km for km, _ in found] == pytest.approx(one_by_one(places, spot, tags)[:25], abs=1e-3)


def test_all_that_match_are_told_by_their_ids() -> None:
    places = made([((50, 4), frozenset({"nl"})), ((51, 4), frozenset({"fr"})), ((52, 4), frozenset({"nl", "fr"}))])
    assert [place.id for place in arranged(places).matching({"nl"})] == ["000", "002"]
    assert [place.id for place in arranged(places).matching(keep=lambda place: place.lat > 50)] == ["001", "002"]
    assert list(arranged(places).matching({"nobody has this"})) == []


@pytest.mark.parametrize("tags", [(), ("nl",), ("nl", "fr"), ("nobody has this",)], ids=str)
def test_as_many_are_counted_as_are_found(tags: tuple[str, ...]) -> None:
    rows = [((50.0 + n, 4.0), frozenset(TAGS[n % 3 :])) for n in range(9)]
    there = arranged(made(rows))
    assert there.count(tags) == len(list(there.matching(tags)))
    assert there.count(tags, lambda place: place.lat > 54) == len(
        list(there.matching(tags, lambda place: place.lat > 54))
    )


def test_of_no_places_none_is_near() -> None:
    assert arranged([]).nearest(51, 4, 3) == []
