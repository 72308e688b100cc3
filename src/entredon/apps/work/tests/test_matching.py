"""Offers and needs find each other by skills, place, time and day; nothing about people is weighed."""

import pytest

from entredon.apps.work.matching import Can, Fit, Wants, fits, plain

TODAY = "2026-11-26"


def test_one_shared_skill_is_enough_and_none_asked_for_fits_everybody():
    can = Can(skills=plain(["Welding", " Sheet  metal "]))
    assert fits(can, Wants(skills=plain(["welding", "drawing"])), TODAY) == Fit(("welding",), False)
    assert fits(can, Wants(skills=plain(["sheet metal"])), TODAY) == Fit(("sheet metal",), False)
    assert fits(can, Wants(), TODAY) == Fit((), False)
    assert fits(can, Wants(skills=plain(["drawing"])), TODAY) is None
    assert fits(Can(), Wants(skills=plain(["drawing"])), TODAY) is None


@pytest.mark.parametrize(
    ("here", "there", "fit"),
    [
        ("", "Ghent", True), ("Ghent", "", True), ("ghent", "Ghent", True), ("Ghent", "Ghent, the yard", True),
        ("The yard,  Ghent", "ghent", True), ("Ghent", "Antwerp", False),
    ],
)  # fmt: skip
def test_places_are_compared_as_people_write_them(here: str, there: str, fit: bool):
    found = fits(Can(place=here), Wants(place=there), TODAY)
    assert (found is not None) == fit
    assert found is None or found.near == bool(here and there)


@pytest.mark.parametrize(("have", "takes", "fit"), [(0, 960, True), (60, 0, True), (60, 60, True), (60, 61, False)])
def test_it_takes_no_longer_than_one_has(have: int, takes: int, fit: bool):
    assert (fits(Can(minutes=have), Wants(minutes=takes), TODAY) is not None) == fit


def test_an_offer_stands_until_its_day():
    assert fits(Can(until=TODAY), Wants(), TODAY) is not None
    assert fits(Can(until="2026-11-25"), Wants(), TODAY) is None
