"""Every page as those see it who are in: a steward, a member, somebody who waits to be let in, and who is halfway in."""

import pytest

from tests.browser.looking import Windows, is_whole
from tests.browser.places import LANGUAGES, OF, turn


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("who", "name"), [(who, name) for who, name in OF if who != "visitor"])
def test_a_page_is_whole_for_who_is_in(
    windows: Windows, request: pytest.FixtureRequest, who: str, name: str, language: str
):
    place = OF[who, name]
    dark = turn(place, language) or request.config.getoption("--all")
    is_whole(windows, place, language, also_dark=dark)
