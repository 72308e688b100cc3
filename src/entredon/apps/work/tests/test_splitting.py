"""How several people share a need: a split is agreed by all, ends when somebody comes or goes, and parts add up exactly."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entredon.apps.flows import record as flows
from entredon.apps.people import record as people
from entredon.apps.people.tests.law import replays
from entredon.apps.work import record, record_needs, rules_contributing, rules_needs
from entredon.apps.work.entries import Contributed
from entredon.apps.work.entries_needs import (
    GivenBack,
    Gives,
    NeedChanged,
    NeedClosed,
    Needed,
    Part,
    SplitProposed,
    SplitSigned,
    Taken,
)
from entredon.apps.work.models import Need, Split, Taking
from entredon.log.registry import Context, Refused
from entredon.log.tables import Tables
from entredon.pure.value import parts
from entredon.testing_cast import Cast, key_of, person

TITLE = {"title": "Draw the wiring plan"}
numbers = count(1)


def shared(cast: Cast, points: int = 100, places: int = 3) -> str:
    """A need of Ada's that Ada and Bob have taken."""
    id = cast.say(Needed(work="design", places=places, gives=Gives(points=points)), texts=TITLE)
    for who in (cast.ada, cast.bob):
        cast.say(Taken(need=id), who)
    return id


def by(parts: dict[str, int]) -> tuple[Part, ...]:
    return tuple(Part(person=person, part=part) for person, part in parts.items())


def halves(cast: Cast, ada: int = 600_000) -> tuple[Part, ...]:
    return by({person(cast.ada): ada, person(cast.bob): 1_000_000 - ada})


def state(split: str) -> str:
    return Split.objects.get(id=split).state


@pytest.mark.django_db
def test_a_split_is_agreed_once_all_who_are_named_have_signed(cast: Cast) -> None:
    id = shared(cast)
    split = cast.say(SplitProposed(need=id, parts=halves(cast)))
    assert state(split) == "proposed"
    cast.refused(SplitSigned(split=split), because="agreed to this already")
    cast.refused(SplitSigned(split="0" * 64), because="no proposal")
    cast.refused(SplitSigned(split=split), cast.charlie, because="join first")
    cast.join(dora := key_of("Dora Dekker"), "Dora Dekker")
    cast.refused(SplitSigned(split=split), dora, because="Only those who are named")
    cast.say(SplitSigned(split=split), cast.bob)
    assert state(split) == "agreed"


@pytest.mark.django_db
def test_a_split_that_does_not_add_up_or_leaves_somebody_out_is_refused(cast: Cast) -> None:
    id = shared(cast)
    ada, bob = person(cast.ada), person(cast.bob)
    for wrong in ({ada: 600_000, bob: 300_000}, {ada: 1_100_000, bob: -100_000}):
        cast.refused(SplitProposed(need=id, parts=by(wrong)), because="add up to 100 percent")
    for wrong in ({ada: 1_000_000}, {ada: 500_000, bob: 250_000, "k:somebody": 250_000}, {}):
        cast.refused(SplitProposed(need=id, parts=by(wrong)), because="names all who have taken this")
    cast.join(dora := key_of("Dora Dekker"), "Dora Dekker")
    cast.refused(SplitProposed(need=id, parts=halves(cast)), dora, because="Only those who have taken this")
    cast.say(GivenBack(need=id), cast.bob)
    cast.refused(SplitProposed(need=id, parts=by({ada: 1_000_000})), because="nobody to split it with")


@pytest.mark.django_db
@pytest.mark.parametrize("agreed", [False, True])
def test_who_comes_or_goes_ends_the_split(cast: Cast, agreed: bool) -> None:
    id = shared(cast)
    cast.join(dora := key_of("Dora Dekker"), "Dora Dekker")
    split = cast.say(SplitProposed(need=id, parts=halves(cast)))
    if agreed:
        cast.say(SplitSigned(split=split), cast.bob)
    cast.say(Taken(need=id), dora)
    assert state(split) == "over"
    cast.refused(SplitSigned(split=split), cast.bob, because="is over")
    thirds = {person(cast.ada): 500_000, person(cast.bob): 300_000, person(dora): 200_000}
    split = cast.say(SplitProposed(need=id, parts=by(thirds)), dora)
    if agreed:
        cast.say(SplitSigned(split=split), cast.bob)
        cast.say(SplitSigned(split=split), cast.ada)
    cast.say(GivenBack(need=id), dora)
    assert state(split) == "over"


@pytest.mark.django_db
def test_another_proposal_takes_the_place_of_the_first_and_of_what_was_agreed(cast: Cast) -> None:
    id = shared(cast)
    first = cast.say(SplitProposed(need=id, parts=halves(cast)))
    second = cast.say(SplitProposed(need=id, parts=halves(cast, 500_000)), cast.bob)
    assert (state(first), state(second)) == ("over", "proposed")
    cast.say(SplitSigned(split=second))
    third = cast.say(SplitProposed(need=id, parts=halves(cast, 700_000)))
    assert (state(second), state(third)) == ("agreed", "proposed")
    cast.say(SplitSigned(split=third), cast.bob)
    assert (state(second), state(third)) == ("over", "agreed")


@pytest.mark.django_db
def test_splits_replay_to_the_same(cast: Cast, tmp_path: Path) -> None:
    id = shared(cast)
    split = cast.say(SplitProposed(need=id, parts=halves(cast)))
    cast.say(SplitSigned(split=split), cast.bob)
    cast.say(GivenBack(need=id), cast.bob)
    cast.say(NeedChanged(need=id, places=1))
    cast.say(NeedClosed(need=id, outcome="done"))
    replays(cast, tmp_path)


class Bench:
    """A commons of five people without a record: what the law does to the tables, one entry after another."""

    def __init__(self) -> None:
        self.slug = f"bench{next(numbers)}"
        self.tables = Tables(self.slug)
        self.entries = count(1)
        self.people = [f"k:{n}" for n in range(5)]
        for who in self.people:
            people.add_member(self.tables, self.entry(who, 0), who)

    def entry(self, who: str, index: int | None = None) -> Context:
        index = next(self.entries) if index is None else index
        return Context(
            commons=self.slug, index=index, id=f"e{index:04}", log="log", kind="", by=who, at="2026-11-26T12:00:00Z",
            c={"title": ""}, founded="e0000", person=who, signers=frozenset(),
        )  # fmt: skip

    def need(self, points: int, places: int) -> str:
        entry = self.entry(self.people[0])
        rules_needs.needed(self.tables, entry, Needed(work="design", places=places, gives=Gives(points=points)))
        return entry.id

    def try_it(self, rule: Any, who: str, fact: Any) -> bool:
        """Whether the law takes it."""
        try:
            rule(self.tables, self.entry(who), fact)
        except Refused:
            return False
        return True

    def done(self, need: str, who: str) -> int | None:
        try:
            return record_needs.part_done(self.tables, self.entry(who), need, who)
        except Refused:
            return None

    def tells(self, need: str, who: str, *, done: bool) -> str:
        """Somebody tells what she did for a need; the contribution, or "" if the law doesn't take it."""
        entry = self.entry(who)
        try:
            rules_contributing.contributed(self.tables, entry, Contributed(work="design", need=need, done=done))
        except Refused:
            return ""
        return entry.id

    def decides(self, flow: str, *, counts: bool) -> None:
        """Somebody says whether a contribution counts."""
        row = flows.flow(self.tables, flow)
        record.stand(self.tables, self.entry(self.people[0]), row, counts=counts, measures={})

    def split(self, need: str, who: str, weights: list[int]) -> None:
        """Whoever holds a place proposes a split by these weights, and all agree."""
        holders = [row.person for row in record_needs.not_done(self.tables, need)]
        if who not in holders or len(holders) < 2:
            return
        whole = sum(weights[: len(holders)]) or 1
        shares = [weight * parts.WHOLE // whole for weight in weights[: len(holders)]]
        shares[-1] += parts.WHOLE - sum(shares)
        fact = SplitProposed(need=need, parts=by(dict(zip(holders, shares, strict=True))))
        entry = self.entry(who)
        rules_needs.split_proposed(self.tables, entry, fact)
        for other in holders:
            if other != who:
                rules_needs.split_signed(self.tables, self.entry(other), SplitSigned(split=entry.id))


steps = st.lists(
    st.tuples(
        st.sampled_from(["take", "give back", "split", "done"]),
        st.integers(0, 4),
        st.lists(st.integers(0, 9), min_size=5, max_size=5),
    ),
    max_size=30,
)


@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points=st.integers(0, 1000), places=st.integers(1, 5), steps=steps, complete=st.booleans())
def test_parts_add_up_to_what_the_need_gives_whatever_happens(
    points: int, places: int, steps: list[tuple[str, int, list[int]]], complete: bool
) -> None:
    bench = Bench()
    id = bench.need(points, places)
    got: dict[str, int] = {}
    for step, number, weights in steps:
        who = bench.people[number]
        if step == "take":
            bench.try_it(rules_needs.taken, who, Taken(need=id))
        elif step == "give back":
            bench.try_it(rules_needs.given_back, who, GivenBack(need=id))
        elif step == "split":
            bench.split(id, who, weights)
        elif (part := bench.done(id, who)) is not None:
            assert who not in got
            got[who] = part
        row = record_needs.need(bench.tables, id)
        assert row.given == sum(got.values()) <= points
        assert row.holders == len(record_needs.takings(bench.tables, id)) <= places
    held = [taking.person for taking in record_needs.not_done(bench.tables, id)]
    for who in [*held, *bench.people][: len(held) + (len(bench.people) if complete else 0)]:
        if who not in got and (part := bench.done(id, who)) is not None:
            got[who] = part
    assert sum(got.values()) <= points
    if len(got) == places:
        assert sum(got.values()) == points
    bench.tables.flush()
    row = Need.objects.get(commons=bench.slug)
    assert (row.state == "done") == (len(got) == places)
    assert sum(Taking.objects.filter(commons=bench.slug).values_list("points", flat=True)) == row.given


declining = st.lists(
    st.tuples(
        st.sampled_from(["take", "give back", "split", "tell", "done", "done", "decline", "count"]), st.integers(0, 9)
    ),
    max_size=30,
)


@pytest.mark.django_db
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points=st.integers(0, 1000), places=st.integers(1, 4), steps=declining)
def test_a_need_has_given_what_the_done_parts_got_whatever_is_declined(
    points: int, places: int, steps: list[tuple[str, int]]
) -> None:
    bench = Bench()
    id = bench.need(points, places)
    told: list[str] = []
    for step, number in steps:
        who = bench.people[number % 5]
        if step == "take":
            bench.try_it(rules_needs.taken, who, Taken(need=id))
        elif step == "give back":
            bench.try_it(rules_needs.given_back, who, GivenBack(need=id))
        elif step == "split":
            bench.split(id, who, [number, 1, 2, 3, 4])
        elif step in ("tell", "done"):
            told += [flow for flow in [bench.tells(id, who, done=step == "done")] if flow]
        elif told:
            bench.decides(told[number % len(told)], counts=step == "count")
        row = record_needs.need(bench.tables, id)
        takings = record_needs.takings(bench.tables, id)
        done = [taking for taking in takings if taking.state == "done"]
        assert sum(taking.points for taking in done) == row.given <= points
        assert row.holders == len(takings) <= places
        assert (row.state == "done") == (len(done) == places)
        if len(done) == places:
            assert row.given == points


@given(left=st.integers(0, 10**12), weights=st.lists(st.integers(0, parts.WHOLE), min_size=1, max_size=6))
def test_parts_told_one_after_another_are_the_whole_and_never_less_than_nothing(left: int, weights: list[int]) -> None:
    waiting = {f"k:{n}": weight for n, weight in enumerate(weights)}
    got = []
    rest = left
    while waiting:
        who = next(iter(waiting))
        got.append(parts.part(rest, waiting, who))
        rest -= got[-1]
        del waiting[who]
    assert sum(got) == left
    assert min(got) >= 0


@pytest.mark.django_db
def test_a_split_holds_for_those_who_are_done_after_it(cast: Cast) -> None:
    bench = Bench()
    id = bench.need(100, 3)
    for who in bench.people[:3]:
        assert bench.try_it(rules_needs.taken, who, Taken(need=id))
    bench.split(id, "k:0", [5, 3, 2, 0, 0])
    assert [bench.done(id, who) for who in ("k:1", "k:2", "k:0")] == [30, 20, 50]
    assert bench.done(id, "k:3") is None


@pytest.mark.django_db
def test_who_is_done_without_a_place_takes_a_free_one(cast: Cast) -> None:
    bench = Bench()
    id = bench.need(10, 1)
    assert bench.done(id, "k:4") == 10
    assert bench.done(id, "k:4") is None
    assert record_needs.need(bench.tables, id).state == "done"
    assert record_needs.held(bench.tables, id, "k:4").points == 10  # type: ignore[union-attr]


@pytest.mark.django_db
def test_what_was_dropped_gives_nothing_and_a_whole_waits_for_its_parts(cast: Cast) -> None:
    bench = Bench()
    id = bench.need(10, 1)
    bench.try_it(rules_needs.taken, "k:1", Taken(need=id))
    bench.try_it(rules_needs.need_closed, "k:0", NeedClosed(need=id, outcome="dropped"))
    assert bench.done(id, "k:1") is None
    whole = bench.need(10, 1)
    part = bench.entry("k:0")
    rules_needs.needed(bench.tables, part, Needed(work="design", part_of=whole))
    assert bench.done(whole, "k:1") == 10
    assert record_needs.need(bench.tables, whole).state == "open"


@pytest.mark.django_db
def test_who_is_done_first_does_not_get_the_part_of_who_comes_later() -> None:
    bench = Bench()
    id = bench.need(10, places=3)
    assert [bench.done(id, who) for who in bench.people[:3]] == [3, 3, 4]


@pytest.mark.django_db
def test_a_part_that_is_declined_gives_the_place_and_its_points_to_who_comes_next() -> None:
    bench = Bench()
    id = bench.need(10, 1)
    first = bench.tells(id, "k:1", done=True)
    assert record_needs.need(bench.tables, id).state == "done"
    bench.decides(first, counts=False)
    row = record_needs.need(bench.tables, id)
    assert (row.state, row.closed, row.given, row.holders) == ("open", "", 0, 0)
    assert not flows.flow(bench.tables, id).finished
    second = bench.tells(id, "k:2", done=True)
    assert flows.flow(bench.tables, second).measures["points"] == 10
    bench.decides(first, counts=True)  # it keeps the points that it was told with, but not the place
    assert flows.flow(bench.tables, first).measures["points"] == 10
    assert [taking.person for taking in record_needs.takings(bench.tables, id)] == ["k:2"]
    assert row.given == 10


@pytest.mark.django_db
def test_the_last_of_several_places_closed_the_need_and_any_of_them_opens_it_again() -> None:
    bench = Bench()
    id = bench.need(10, 2)
    first, _last = (bench.tells(id, who, done=True) for who in ("k:1", "k:2"))
    bench.decides(first, counts=False)
    row = record_needs.need(bench.tables, id)
    assert (row.state, row.given, row.holders) == ("open", 5, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", ["done", "dropped"])
def test_what_somebody_closed_stays_closed_when_a_part_is_declined(outcome: Any) -> None:
    bench = Bench()
    id = bench.need(10, 2)
    part = bench.tells(id, "k:1", done=True)
    bench.try_it(rules_needs.need_closed, "k:0", NeedClosed(need=id, outcome=outcome))
    bench.decides(part, counts=False)
    row = record_needs.need(bench.tables, id)
    assert (row.state, row.given, row.holders) == (outcome, 0, 0)


@pytest.mark.django_db
def test_who_is_declined_for_something_else_keeps_her_part() -> None:
    bench = Bench()
    id = bench.need(10, 1)
    bench.try_it(rules_needs.taken, "k:1", Taken(need=id))
    other, part = bench.tells(id, "k:1", done=False), bench.tells(id, "k:1", done=True)
    bench.decides(other, counts=False)
    row = record_needs.need(bench.tables, id)
    fulfills = [flows.flow(bench.tables, flow).fulfills for flow in (other, part)]
    assert (row.state, row.given, len(set(fulfills))) == ("done", 10, 1)
    bench.decides(part, counts=False)
    assert (row.state, row.given) == ("open", 0)
