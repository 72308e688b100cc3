"""What a need gives is said before somebody takes it; then a steward can add to it, and nobody can take from it."""

from typing import Any

import pytest

from entredon.apps.work.entries_needs import GivenBack, Gives, NeedChanged, Taken
from entredon.apps.work.tests.test_asking_and_taking import ask
from entredon.testing_cast import Cast


@pytest.mark.django_db
def test_what_a_need_gives_is_a_promise_to_who_has_taken_it(cast: Cast) -> None:
    id = ask(cast, cast.bob, places=2, gives=Gives(points=5, minor=1000, currency="EUR"))

    def gives(points: int = 5, minor: int = 1000, currency: str = "EUR", **fields: Any) -> NeedChanged:
        return NeedChanged(need=id, gives=Gives(points=points, minor=minor, currency=currency), **fields)

    cast.say(gives(points=3, minor=500), cast.bob)
    cast.say(gives(), cast.bob)
    cast.say(Taken(need=id), cast.bob)
    cast.refused(gives(points=6), cast.bob, because="only a steward can change now")
    cast.say(gives(minutes=20), cast.bob)  # it gives what it gave
    for less in (gives(points=4), gives(minor=999), gives(points=9, minor=0, currency="")):
        cast.refused(less, because="more, not less")
    cast.refused(gives(currency="USD"), because="money in EUR")
    cast.say(gives(points=6, minor=1001))
    cast.say(GivenBack(need=id), cast.bob)
    cast.say(gives(points=1, minor=5, currency="USD"), cast.bob)
