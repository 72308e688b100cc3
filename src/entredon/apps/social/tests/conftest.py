"""What tests about discussions share."""

import pytest

from entredon.apps.social.tests.talking import Talk
from entredon.testing_cast import Cast


@pytest.fixture
def talk(cast: Cast) -> Talk:
    """A commons in which people talk."""
    return Talk(cast)
