"""How far it is between places, against ways that others measured."""

from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.places.distance import RADIUS, haversine, on_ball

LAT = st.floats(-90, 90)
LON = st.floats(-180, 180)


@pytest.mark.parametrize(
    ("there", "km"),
    [((51.0257, 4.4776), 22.3), ((50.8505, 4.3488), 41.4), ((52.3740, 4.8897), 131.0), ((-33.8688, 151.2093), 16748.0)],
)
def test_ways_from_antwerp_are_those_on_the_map(there: tuple[float, float], km: float) -> None:
    assert haversine(51.2205, 4.4003, *there) == pytest.approx(km, rel=0.02)


def test_a_place_is_nowhere_from_itself_and_half_the_earth_from_its_opposite() -> None:
    assert haversine(12.5, 77.1, 12.5, 77.1) == 0
    assert haversine(30, 40, -30, -140) == pytest.approx(pi * RADIUS)


def test_the_date_line_and_the_poles_are_places_like_others() -> None:
    assert haversine(0, 179.99, 0, -179.99) == pytest.approx(2.22, abs=0.01)
    assert haversine(90, 0, 90, 123) == pytest.approx(0, abs=1e-6)


@given(LAT, LON, LAT, LON)
def test_both_ways_are_as_long_and_none_is_longer_than_half_the_earth(a: float, b: float, c: float, d: float) -> None:
    assert haversine(a, b, c, d) == pytest.approx(haversine(c, d, a, b), abs=1e-6)
    assert 0 <= haversine(a, b, c, d) <= pi * RADIUS + 1e-6


@given(LAT, LON)
def test_points_lie_on_the_ball(lat: float, lon: float) -> None:
    assert sum(part * part for part in on_ball(lat, lon)) == pytest.approx(1)
