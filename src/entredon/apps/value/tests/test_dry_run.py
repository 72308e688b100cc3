"""What everybody would get: from real entries, by the rule in force or another one, and why."""

import pytest

from entredon.apps.library.entries import Created, Input, Released
from entredon.apps.value import queries
from entredon.apps.value.entries import RuleAdopted, RuleSigned
from entredon.apps.work.entries import Accepted, Contributed, Correction
from entredon.log.asked import NotFound
from entredon.log.models import Log
from entredon.pure.log import canonical
from entredon.pure.value.currency import BadAmount
from entredon.pure.value.rule import CONTRIBUTIONS, POT, Rule
from entredon.testing_cast import Cast, person

ALL = Rule("flow", pools={"other": 1_000_000})


class Garage:
    """A car built upon a motor: Bob made the motor, Ada three quarters of the car."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.ada, self.bob = person(cast.ada), person(cast.bob)
        motor, car = cast.say(Created(name="Motor")), cast.say(Created(name="Car"))
        self.motor_work = cast.say(Contributed(creation=motor, work="design"), cast.bob)
        self.motor = cast.say(Released(creation=motor, name="1.0", own=1, inputs=()))
        self.car_work = cast.say(Contributed(creation=car, work="design", measures={"points": 3}), cast.ada)
        self.review = cast.say(Contributed(creation=car, work="review", measures={"points": 1}), cast.bob)
        inputs = (Input(version=self.motor, weight=1),)
        self.car = cast.say(Released(creation=car, name="2.0", own=4, inputs=inputs))

    def amounts(self, **asked) -> dict[str, int]:
        out = queries.dry_run(self.cast.slug, 100_000, "EUR", **{"version": "Car 2.0", "rule": ALL, **asked})
        return {part.person: part.minor for part in out.people}


@pytest.fixture
def garage(cast: Cast) -> Garage:
    return Garage(cast)


def test_income_reaches_who_made_it_and_who_made_what_it_builds_upon(garage: Garage) -> None:
    assert garage.amounts() == {garage.ada: 60_000, garage.bob: 40_000}
    assert garage.amounts(version="Motor 1.0") == {garage.bob: 100_000}


def test_while_the_pot_is_in_force_the_built_in_rule_stands_in_and_says_so(garage: Garage) -> None:
    ruling = queries.ruling(garage.cast.slug)
    assert (ruling.rule, ruling.stands_in) == (CONTRIBUTIONS, True)
    out = queries.dry_run(garage.cast.slug, 100_000, "EUR")
    assert out.rule == CONTRIBUTIONS.hash
    assert {top.to: top.minor for top in out.top} == {"association": 5_000, "fund": 5_000}


def test_a_rule_in_force_other_than_the_pot_is_followed(garage: Garage) -> None:
    garage.cast.say(RuleAdopted(rule=ALL.data()))
    ruling = queries.ruling(garage.cast.slug)
    assert (ruling.rule, ruling.stands_in, ruling.source) == (ALL, False, "adopted")
    assert garage.amounts(rule=None) == {garage.ada: 60_000, garage.bob: 40_000}


def test_fixed_parts_that_are_signed_are_followed(garage: Garage) -> None:
    parts = [{"person": garage.ada, "weight": 1}, {"person": garage.bob, "weight": 3}]
    entry = garage.cast.say(RuleAdopted(rule={"way": "fixed", "parts": parts}))
    assert queries.ruling(garage.cast.slug).stands_in
    garage.cast.say(RuleSigned(rule=entry), garage.cast.ada)
    garage.cast.say(RuleSigned(rule=entry), garage.cast.bob)
    assert garage.amounts(rule=None) == {garage.ada: 25_000, garage.bob: 75_000}
    assert queries.why(garage.cast.slug, 100_000, "EUR", garage.ada).paths[0].minor == 25_000


def test_the_pot_can_be_asked_for_by_name(garage: Garage) -> None:
    out = queries.dry_run(garage.cast.slug, 500, "EUR", rule=POT)
    assert (out.top[0].to, out.top[0].minor, out.people) == ("pot", 500, ())


def test_it_says_from_which_state_of_the_record_and_from_what(garage: Garage) -> None:
    log = Log.objects.get(slug=garage.cast.slug)
    data = queries.dry_run(garage.cast.slug, 100_000, "EUR", accepted=True).data()
    assert (data["log"]["origin"], data["log"]["size"], len(data["log"]["root"])) == (log.origin, log.size, 64)
    assert (data["basis"], data["version"], data["income"]) == ("accepted", garage.car, 100_000)


def test_only_what_is_accepted_counts_when_asked_so(garage: Garage) -> None:
    assert garage.amounts(accepted=True) == {}
    held = queries.dry_run(garage.cast.slug, 100_000, "EUR", rule=ALL, accepted=True).held
    assert sum(wait.minor for wait in held) == 100_000
    garage.cast.say(Accepted(version=garage.car, except_=(garage.review,)))
    assert garage.amounts(accepted=True) == {garage.ada: 80_000}


def test_what_was_decided_against_counts_nowhere_and_corrections_count_everywhere(garage: Garage) -> None:
    correction = Correction(flow=garage.car_work, measures={"points": 12})
    garage.cast.say(Accepted(version=garage.car, except_=(garage.review,), corrections=(correction,)))
    assert garage.amounts() == {garage.ada: 80_000, garage.bob: 20_000}
    later = garage.cast.say(Contributed(version=garage.car, work="test", measures={"points": 4}), garage.cast.bob)
    assert later
    assert garage.amounts() == {garage.ada: 60_000, garage.bob: 40_000}


def test_the_same_is_asked_twice_and_answered_by_the_same_bytes_and_a_new_entry_is_seen(garage: Garage) -> None:
    first = canonical.dumps(queries.dry_run(garage.cast.slug, 100_000, "EUR").data())
    assert canonical.dumps(queries.dry_run(garage.cast.slug, 100_000, "EUR").data()) == first
    garage.cast.say(Contributed(version=garage.car, work="design", measures={"points": 5}), garage.cast.bob)
    assert canonical.dumps(queries.dry_run(garage.cast.slug, 100_000, "EUR").data()) != first


def test_why_names_versions_and_entries_and_adds_up(garage: Garage) -> None:
    found = queries.person_reasons(garage.cast.slug, 100_000, "EUR", garage.bob, "Car 2.0", ALL)
    assert (found.name, found.minor, found.others) == ("Bob Bakker", 40_000, 0)
    assert found.kinds == {"design": 20_000, "review": 20_000}
    lines = {line.kind: line for line in found.lines}
    assert lines["design"].label == "Motor 1.0"
    assert lines["design"].through == [(garage.car, "Car 2.0")]
    assert lines["design"].entry == garage.motor_work
    assert lines["review"].through == []
    assert sum(line.minor for line in found.lines) + found.others == found.minor


def test_who_gets_nothing_is_told_so(garage: Garage) -> None:
    with pytest.raises(NotFound, match="Ada Vermeer would get nothing"):
        queries.why(garage.cast.slug, 100_000, "EUR", garage.ada, "Motor 1.0", ALL)
    with pytest.raises(NotFound, match="nothing to Ada Vermeer directly"):
        queries.why(garage.cast.slug, 100_000, "EUR", garage.ada, rule=POT)
    with pytest.raises(NotFound, match="the rule doesn't name them"):
        queries.why(garage.cast.slug, 100_000, "EUR", garage.ada, rule=Rule("fixed", parts={garage.bob: 1}))


def test_the_picture_shows_the_same_amounts(garage: Garage) -> None:
    drawn = queries.sankey(garage.cast.slug, 100_000, "EUR", "Car 2.0", ALL)
    assert {node.ref: node.minor for node in drawn.nodes if node.label == "person"} == garage.amounts()
    assert {node.ref: node.minor for node in drawn.nodes if node.label == "version"} == {garage.motor: 20_000}


def test_unknown_currencies_versions_and_people_are_named(garage: Garage) -> None:
    with pytest.raises(BadAmount, match="EUROS"):
        queries.dry_run(garage.cast.slug, 1, "EUROS")
    with pytest.raises(NotFound, match=r"9\.9"):
        queries.dry_run(garage.cast.slug, 1, "EUR", version="9.9")
    with pytest.raises(NotFound, match="k:stranger"):
        queries.dry_run(garage.cast.slug, 1, "EUR", rule=Rule("fixed", parts={"k:stranger": 1}))
    with pytest.raises(NotFound, match="nowhere"):
        queries.dry_run("nowhere", 1, "EUR", rule=POT, version="")


def test_work_for_the_commons_at_large_is_in_no_version(garage: Garage) -> None:
    garage.cast.say(Contributed(work="help", measures={"points": 100}), garage.cast.bob)
    assert garage.amounts() == {garage.ada: 60_000, garage.bob: 40_000}
