"""Every page in a real browser, in every language, as visitors see it: on a desk and on a phone, light and dark."""

import pytest
from django.urls import resolve

from tests.browser.looking import DESK, LOOKS, PHONE, SMALLEST, Windows, bare, findings, opened
from tests.browser.places import NO_PAGES, OF, PLACES
from tests.browser.whole import is_whole
from tests.test_permissions import PAGES

__all__ = ["DESK", "LOOKS", "PHONE", "SMALLEST", "findings", "opened"]


@pytest.mark.parametrize("name", [name for who, name in OF if who == "visitor"])
def test_a_page_is_whole(windows: Windows, request: pytest.FixtureRequest, name: str):
    is_whole(windows, OF["visitor", name], thorough=request.config.getoption("--all"))


@pytest.mark.parametrize(("who", "name"), OF)
def test_each_name_stands_for_the_page_that_is_meant(insiders, who: str, name: str):
    place = OF[who, name]
    if place.view:
        assert resolve(bare(insiders.path(place))).view_name == place.view


def rows(table: str) -> set[str]:
    """The names in the first column of a table of permissions."""
    return {line.split("|")[0].strip() for line in table.strip().splitlines()[3:]}


def test_every_page_is_looked_at():
    """Whatever stands in the table of who may see which page is walked here too, or is no page."""
    looked_at = {place.view for place in PLACES} - {""}
    asked = {name for name in rows(PAGES) if not name.startswith("log-")}
    assert asked - looked_at - set(NO_PAGES) == set()
    assert looked_at - asked == set()
    assert looked_at & set(NO_PAGES) == set()


def test_no_name_is_given_twice():
    assert len(OF) == len(PLACES)
