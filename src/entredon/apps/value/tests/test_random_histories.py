"""Whatever was said in whatever order: only what is accepted, uncontested and past its window takes part, to the cent."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entredon.apps.value import queries, record_shareout
from entredon.apps.value.recorded import Recorded
from entredon.apps.value.tests.history import Life, Move
from entredon.apps.value.tests.shared import shown
from entredon.log import content, digest
from entredon.log.replay import Replay
from entredon.log.tables import Tables
from entredon.log.tests.making import Host
from entredon.pure.value import lines

MOVES = st.lists(st.tuples(*[st.integers(0, 60)] * 4), min_size=8, max_size=30)
pytestmark = pytest.mark.django_db
few = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def lived(moves: list[Move]) -> Life:
    """A life that ends with an income shared."""
    life = Life()
    life.live(moves)
    life.share(0, 3, 0)
    if not life.shared:
        life.let_something_count()
        life.share(0, 3, 0)
    return life


@few
@given(MOVES)
def test_only_what_counts_takes_part_and_a_slow_second_opinion_agrees_about_everybody(moves: list[Move]) -> None:
    life = lived(moves)
    for id, expected in life.shared:
        told = shown(life.cast, id)
        adds_up(told)
        got = {part.person: part.got for part in told.out.people}
        held = {wait.creation: wait.minor for wait in told.out.held}
        top = {row.to: row.minor for row in told.out.top}
        for given_, exact in ((got, expected.people), (held, expected.held), (top, expected.top)):
            assert given_.keys() <= exact.keys()
            for payee, amount in exact.items():
                # Whole cents, and what is too little to be passed on: less than one apart.
                assert abs(given_.get(payee, 0) - amount) < 1.01, (payee, amount)
    id, expected = life.shared[-1]
    reckoning = record_shareout.then(Tables(life.cast.slug), id, ())
    assert {work[-1] for work in reckoning.taking_part()} == expected.taking_part


def adds_up(told: Recorded) -> None:
    """Every cent of an income is somebody's, once."""
    out = told.out
    assert sum(row.minor for row in (*out.top, *out.people, *out.passed, *out.held)) == out.income
    assert (told.shown.kept + told.shown.passed + told.shown.top + told.shown.held) == out.income
    for part in out.people:
        assert sum(part.kinds.values()) == part.got
        assert sum(row.minor for row in out.passed if row.person == part.person) == part.passed


@few
@given(MOVES)
def test_what_was_shared_stays_explained_as_of_then_and_a_replay_gives_the_same(moves: list[Move]) -> None:
    life = lived(moves)
    for id, _ in life.shared:
        told = shown(life.cast, id)
        with content.store().open(told.shown.lines) as stream:
            assert lines.write(queries.recorded_working(life.cast.slug, id).out).raw == stream.read()
        assert lines.write(told.out).sha256 == told.shown.lines
        for part in told.out.people:
            why = queries.recorded_why(life.cast.slug, id, part.person, limit=3)
            assert sum(path.minor for path in why.paths) + why.others == why.minor == part.got
    host = Host(life.cast.slug)
    run = Replay(f"{life.cast.slug}-again", host.origin, content.store(), check_signatures=True)
    done = run.run((("", raw) for raw in host.leaves), len(host.leaves))
    assert (done.faults, done.newer) == ([], None)
    assert digest.tables(f"{life.cast.slug}-again") == digest.tables(life.cast.slug)
