"""Towns: found however they are typed, and by number."""

import pytest

from entredon.apps.market import towns

MECHELEN, GENT = 2791537, 2797656


@pytest.mark.parametrize("typed", ["Gent", "gent", " GENT ", "Ghent", "Gand", "gand", "Gent, BE", "Gent, be"])
def test_a_town_is_found_in_any_usual_spelling(typed: str) -> None:
    assert towns.find(typed)[0].id == GENT
    found = towns.meant(typed)
    assert found
    assert found.id == GENT


@pytest.mark.parametrize(
    ("typed", "name"),
    [("liege", "Liège"), ("Luik", "Liège"), ("koln", "Köln"), ("l aquila", "L'Aquila"), ("Aix-la-Chapelle", "Aachen")],
)
def test_accents_and_punctuation_need_not_be_typed(typed: str, name: str) -> None:
    assert towns.find(typed)[0].name == name


def test_the_beginning_of_a_name_finds_the_largest_first() -> None:
    found = towns.find("Antw")
    assert found[0].name == "Antwerpen"
    assert 1 <= len(towns.find("sa")) <= towns.MATCHES
    people = [town.people for town in towns.find("Antwe")]
    assert people == sorted(people, reverse=True)


def test_what_may_mean_several_towns_means_none_of_them_for_sure() -> None:
    assert {"Mechelen, BE", "Mechelen-aan-de-Maas, BE"} <= {str(town) for town in towns.find("Mechelen")}
    assert towns.meant("Mechelen") is None
    assert towns.meant("Springfield") is None


def test_a_country_narrows_what_was_typed() -> None:
    assert str(towns.find("Bergen")[0]) == "Bergen, NO"
    assert str(towns.find("Bergen, BE")[0]) == "Mons, BE"
    assert towns.find("Bergen, JP") == []


@pytest.mark.parametrize("typed", ["", " ", "x", "Nowhere at all", "\t", "\n9", "12"])
def test_what_is_no_town_finds_none(typed: str) -> None:
    assert towns.find(typed) == []
    assert towns.meant(typed) is None


def test_a_town_is_known_by_its_number() -> None:
    found = towns.town(MECHELEN)
    assert found
    assert (found.name, found.country) == ("Mechelen", "BE")
    assert (found.lat, found.lon) == pytest.approx((51.0257, 4.4776))
    assert towns.town(0) is None


def test_the_largest_towns_between_two_lines_each_way_make_a_background() -> None:
    there = towns.in_view(50.5, 51.5, 3.0, 5.0, 10)
    assert len(there) == 10
    assert {"Brussels", "Antwerpen", "Gent"} <= {town.name for town in there}
    assert all(50.5 <= town.lat <= 51.5 and 3.0 <= town.lon <= 5.0 for town in there)


@pytest.mark.parametrize(
    "view",
    [(50.5, 51.5, 3.0, 5.0), (35.0, 60.0, -12.0, 30.0), (-60.0, 75.0, -180.0, 180.0)],
    ids=["near", "wide", "the world"],
)
def test_however_much_is_in_view_the_largest_are_found(view: tuple[float, float, float, float]) -> None:
    south, north, west, east = view
    every = [towns.read(line) for line in towns.table().lines]
    inside = [town for town in every if south <= town.lat <= north and west <= town.lon <= east]
    assert towns.in_view(*view, 40) == inside[:40]


def test_every_town_has_a_place_on_the_earth_and_a_name() -> None:
    rows = [towns.read(line) for line in towns.table().lines]
    assert len(rows) > 20_000
    assert len(towns.table().numbers) == len(rows)
    assert all(-90 <= town.lat <= 90 and -180 <= town.lon <= 180 and town.name for town in rows)


def test_the_table_is_small_enough_to_ship() -> None:
    assert towns.TABLE.stat().st_size < 1_000_000
