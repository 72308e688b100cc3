"""Every page as those see it who are in: a steward, a member, somebody who waits to be let in, and who is halfway in."""

import pytest

from tests.browser.looking import Windows, is_whole
from tests.browser.places import LANGUAGES, OF, turn


def walk() -> list[object]:
    """Pages of insiders in every language; those that visitors see too (walked there) in the language whose turn it is."""
    walked = []
    for (who, name), place in OF.items():
        for language in LANGUAGES if who != "visitor" else ():
            seen_elsewhere = ("visitor", name) in OF and not turn(place, language)
            walked.append(pytest.param(who, name, language, marks=[pytest.mark.exhaustive] if seen_elsewhere else []))
    return walked


@pytest.mark.parametrize(("who", "name", "language"), walk())
def test_a_page_is_whole_for_who_is_in(
    windows: Windows, request: pytest.FixtureRequest, who: str, name: str, language: str
):
    place = OF[who, name]
    dark = turn(place, language) or request.config.getoption("--all")
    is_whole(windows, place, language, also_dark=dark)
