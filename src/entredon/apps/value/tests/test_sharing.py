"""An income is shared: by the rule in force, from what counts, to the last cent, once."""

import pytest

from entredon.apps.treasury.entries import Received
from entredon.apps.value import queries, sharing
from entredon.apps.value.entries import RuleAdopted
from entredon.apps.value.tests.test_dry_run import Garage
from entredon.apps.work.entries import Accepted
from entredon.pure.value.rule import Rule
from entredon.testing_cast import Cast

AT_ONCE = Rule("flow", pools={"other": 1_000_000}, contest_days=0)


@pytest.fixture
def garage(cast: Cast) -> Garage:
    made = Garage(cast)
    cast.say(RuleAdopted(rule=AT_ONCE.data()))
    return made


def test_income_is_shared_along_what_was_sold_and_what_it_builds_upon(garage: Garage) -> None:
    cast = garage.cast
    cast.say(Accepted(version=garage.car))
    cast.say(Accepted(version=garage.motor))
    income = cast.say(Received(version=garage.car, minor=100_000, currency="EUR"))
    done = sharing.share_income(cast.slug, income, cast.bob)
    shown = queries.shareout(cast.slug, done.id)
    assert {part.person: part.minor for part in shown.out.people} == {garage.ada: 60_000, garage.bob: 40_000}
    assert queries.recorded_why(cast.slug, done.id, garage.bob).minor == 40_000
