"""Every page as those see it who are in: a steward, a member, somebody who waits to be let in, and who is halfway in."""

import pytest

from tests.browser.looking import Windows
from tests.browser.places import LANGUAGES, OF
from tests.browser.whole import is_whole

# Who is halfway in has to say the second word within a quarter of an hour, and a walk on a busy machine takes longer.
INSIDE = sorted((key for key in OF if key[0] != "visitor"), key=lambda key: key[0] != "halfway")


@pytest.mark.parametrize(("who", "name"), INSIDE)
def test_a_page_is_whole_for_who_is_in(windows: Windows, request: pytest.FixtureRequest, who: str, name: str):
    """In every language; a page that visitors see too (walked there) in the language whose turn it is, unless all is asked for."""
    everything = request.config.getoption("--all")
    seen_elsewhere = ("visitor", name) in OF and not everything
    is_whole(windows, OF[who, name], () if seen_elsewhere else LANGUAGES, thorough=everything)
