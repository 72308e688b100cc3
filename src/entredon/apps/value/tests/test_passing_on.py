"""A member passes on what comes to her: to the pot or upstream, wholly or partly, and changes it when she likes."""

import json

import pytest

from entredon.apps.flows import export
from entredon.apps.flows import queries as flows
from entredon.apps.value import queries
from entredon.apps.value.entries import Destination, PassedOn
from entredon.apps.value.record_shareout import words
from entredon.apps.value.tests.shared import ALL, MOTOR, accepted, adopted, day, kept, passes_on, received, share, shown
from entredon.apps.value.tests.test_dry_run import Garage
from entredon.log.tables import Tables
from entredon.pure.value.rule import POT
from entredon.testing_cast import Cast


@pytest.fixture
def garage(cast: Cast) -> Garage:
    made = Garage(cast)
    adopted(cast)
    accepted(cast, made.car, made.motor)
    return made


def passed(cast: Cast, id: str) -> list[tuple[str, str, int]]:
    return [(row.person, row.to, row.minor) for row in shown(cast, id).out.passed]


def test_half_to_the_pot_and_the_rest_is_hers(garage: Garage) -> None:
    cast = garage.cast
    passes_on(cast, cast.bob, pot=500_000)
    told = shown(cast, share(cast, received(cast, garage.car), day(1)))
    assert kept(told) == {garage.ada: 60_000, garage.bob: 20_000}
    assert passed(cast, told.shown.id) == [(garage.bob, "pot", 20_000)]
    part = told.out.part(garage.bob)
    assert part is not None
    assert (part.got, sum(part.kinds.values())) == (40_000, 40_000)
    assert queries.recorded_why(cast.slug, told.shown.id, garage.bob).minor == 40_000
    (balance,) = queries.balances(cast.slug)
    assert (balance.pot, balance.people, dict(balance.outside)) == (20_000, 80_000, {})


def test_upstream_is_owed_to_an_address(garage: Garage) -> None:
    cast = garage.cast
    passes_on(cast, cast.bob, pot=100_000, motor=900_000)
    done = share(cast, received(cast, garage.car), day(1))
    assert passed(cast, done) == [(garage.bob, MOTOR, 36_000), (garage.bob, "pot", 4_000)]
    assert kept(shown(cast, done))[garage.bob] == 0
    (owed,) = queries.owed(cast.slug, garage.bob)
    assert (owed.minor, owed.passed, owed.lines[0].passed) == (0, 40_000, ((MOTOR, 36_000), ("pot", 4_000)))
    assert dict(queries.balances(cast.slug)[0].outside) == {MOTOR: 36_000}


def test_those_upstream_have_a_claim_each_that_the_income_triggered(garage: Garage) -> None:
    cast = garage.cast
    passes_on(cast, cast.ada, motor=100_000)
    passes_on(cast, cast.bob, pot=100_000, motor=900_000)
    income = received(cast, garage.car)
    done = share(cast, income, day(1))
    (claim,) = flows.flows_of(cast.slug, done)
    assert (claim.kind, claim.action, claim.receiver) == ("claim", "transfer", MOTOR)
    assert (claim.resource_quantity, claim.resource_unit) == ("420", "EUR")
    assert claim.provider == flows.flow(cast.slug, income).receiver
    told = {row["@id"]: row for row in json.loads("".join(export.lines(cast.slug)))["@graph"]}
    (exported,) = [row for row in told.values() if row["@type"] == "Claim"]
    assert (exported["receiver"], exported["triggeredBy"]) == (MOTOR, income)
    assert told[exported["provider"]]["stub"], "the commons is somebody, by the address of its record"


def test_her_last_word_holds_wholly_and_from_its_entry_on(garage: Garage) -> None:
    cast = garage.cast
    done = [share(cast, received(cast, garage.car), day(1))]
    passes_on(cast, cast.bob, pot=500_000)
    done.append(share(cast, received(cast, garage.car), day(1)))
    passes_on(cast, cast.bob, motor=250_000)
    done.append(share(cast, received(cast, garage.car), day(1)))
    passes_on(cast, cast.bob)
    done.append(share(cast, received(cast, garage.car), day(1)))
    assert [kept(shown(cast, id))[garage.bob] for id in done] == [40_000, 20_000, 30_000, 40_000]
    assert [passed(cast, id) for id in done] == [
        [], [(garage.bob, "pot", 20_000)], [(garage.bob, MOTOR, 10_000)], [],
    ]  # fmt: skip
    again = [queries.recorded_working(cast.slug, id).out for id in done]
    assert [sorted(part.minor for part in out.people) for out in again] == [
        [40_000, 60_000], [20_000, 60_000], [30_000, 60_000], [40_000, 60_000],
    ]  # fmt: skip


def test_her_word_and_since_when_can_be_asked(garage: Garage) -> None:
    cast = garage.cast
    assert queries.passing(cast.slug, garage.bob) is None
    entry = passes_on(cast, cast.bob, at=day(3), pot=500_000)
    told = queries.passing(cast.slug, garage.bob)
    assert told is not None
    assert (dict(told.word), told.entry, told.at) == ({"pot": 500_000}, entry, day(3))
    passes_on(cast, cast.bob)
    assert dict(queries.passing(cast.slug, garage.bob).word) == {}
    assert words(Tables(cast.slug), 1_000) == {}


def test_fixed_parts_are_passed_on_and_the_pot_has_nothing_to_pass(cast: Cast) -> None:
    garage = Garage(cast)
    passes_on(cast, cast.bob, pot=500_000)
    assert passed(cast, share(cast, received(cast, garage.car, 7), day(1))) == []


def test_a_dry_run_passes_on_too(garage: Garage) -> None:
    cast = garage.cast
    passes_on(cast, cast.bob, pot=250_000)
    out = queries.dry_run(cast.slug, 100_000, "EUR", version="Car 2.0", rule=ALL)
    data = out.data()
    assert data["passed"] == [{"person": garage.bob, "to": "pot", "minor": 10_000}]
    assert {row["person"]: row["minor"] for row in data["people"]} == {garage.ada: 60_000, garage.bob: 30_000}
    assert sum(row["minor"] for name in ("top", "people", "passed", "held") for row in data[name]) == 100_000
    assert queries.why(cast.slug, 100_000, "EUR", garage.bob, version="Car 2.0", rule=ALL).minor == 40_000
    assert queries.dry_run(cast.slug, 500, "EUR", rule=POT).passed == ()
    drawn = queries.sankey(cast.slug, 100_000, "EUR", "Car 2.0", ALL)
    assert {node.ref: node.minor for node in drawn.nodes if node.label == "person"}[garage.bob] == 40_000


def test_only_a_member_says_so_and_only_of_her_own(garage: Garage) -> None:
    fact = PassedOn(to=(Destination(to="pot", ppm=1),))
    garage.cast.refused(fact, garage.cast.charlie, because="join first")
    garage.cast.say(fact, garage.cast.bob)
    assert queries.passing(garage.cast.slug, garage.ada) is None


@pytest.mark.parametrize(
    ("to", "because"),
    [
        ([("fund", 1)], "nowhere to pass on to"),
        ([("http://example.org", 1)], "nowhere to pass on to"),
        ([("pot", 0)], "between 1 and"),
        ([("pot", 1_000_001)], "between 1 and"),
        ([("pot", 1), ("pot", 1)], "named twice"),
        ([("pot", 500_001), (MOTOR, 500_000)], "Together this is 1,000,001"),
    ],
)
def test_a_word_that_cant_be_followed_is_refused(garage: Garage, to: list[tuple[str, int]], because: str) -> None:
    fact = PassedOn(to=tuple(Destination(to=name, ppm=ppm) for name, ppm in to))
    garage.cast.refused(fact, garage.cast.bob, because=because)
