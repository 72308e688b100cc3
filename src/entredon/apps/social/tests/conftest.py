"""What tests about discussions share."""

import pytest

from entredon.apps.commons.entries import Published
from entredon.apps.social.tests.talking import Talk
from entredon.log import clock
from entredon.testing_cast import Cast


@pytest.fixture
def talk(cast: Cast) -> Talk:
    """A commons in which people talk."""
    return Talk(cast)


@pytest.fixture
def open_talk(talk: Talk) -> Talk:
    """The same, and everybody can read it; all happens today."""
    talk.cast.say(Published())
    talk.day = clock.stamp()[:10]
    return talk
