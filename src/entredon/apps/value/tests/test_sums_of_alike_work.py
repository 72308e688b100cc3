"""Work that is alike is read once and summed. Every figure is what adding up contribution by contribution gives."""

import random

import pytest

from entredon.apps.flows import queries as flows
from entredon.apps.flows.queries import WorkSummary, times, work_summary
from entredon.apps.library.entries import Created, Released
from entredon.apps.value import reckoning
from entredon.apps.work.entries import Accepted, Contested, Contributed, Correction, Settled
from entredon.pure.value.book import Book, book
from entredon.pure.value.rule import CONTRIBUTIONS, Rule
from entredon.testing_cast import Cast

RULES = [CONTRIBUTIONS, Rule("flow", pools={"other": 1_000_000})]


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A commons with much alike work, of which some is accepted, corrected, left out, contested and settled."""
    rnd = random.Random(1)
    creations = [cast.say(Created(name=name)) for name in ("Car", "Motor")]
    told = [
        cast.say(
            Contributed(
                creation=creations[n % 2],
                work=rnd.choice(["design", "code", "review"]),
                measures=rnd.choice([{}, {"points": 1}, {"points": 0}, {"commits": 3, "points": 2}]),
            ),
            rnd.choice([cast.ada, cast.bob]),
        )
        for n in range(60)
    ]
    car = cast.say(Released(creation=creations[0], name="1.0", own=1, inputs=()))
    mine = told[::2]
    corrected = (Correction(flow=mine[0], measures={"points": 7}),)
    cast.say(Accepted(version=car, except_=(mine[1],), corrections=corrected))
    contest = cast.say(Contested(flows=(mine[2], mine[3])), cast.bob)
    cast.say(Contested(flows=(mine[4],)), cast.bob)
    cast.say(Settled(contest=contest, counts=False))
    return cast


def one_by_one(slug: str, rule: Rule, *, accepted: bool) -> Book:
    events = flows.work_events(slug)
    return book(rule, reckoning.versions(slug), reckoning.contributions(slug, events, accepted=accepted))


@pytest.mark.parametrize("accepted", [False, True])
@pytest.mark.parametrize("rule", RULES)
def test_a_book_of_sums_is_the_book_of_contributions(busy: Cast, rule: Rule, accepted: bool) -> None:
    whole = one_by_one(busy.slug, rule, accepted=accepted)
    sums = reckoning.make_book(busy.slug, rule, accepted=accepted)
    assert sums.versions == whole.versions
    assert {version: pools for version, pools in sums.pools.items() if pools} == whole.pools
    assert whole.pools


def test_a_contribution_that_is_refused_leaves_no_trace_in_the_sums(cast: Cast) -> None:
    """The only one of its kind: its sum is nothing, and nothing can't be divided."""
    creation = cast.say(Created(name="Car"))
    told = cast.say(Contributed(creation=creation, work="design"), cast.bob)
    cast.say(Accepted(version=cast.say(Released(creation=creation, name="1.0", own=1, inputs=()))))
    contest = cast.say(Contested(flows=(told,)), cast.bob)
    cast.say(Settled(contest=contest, counts=False))
    sums = reckoning.make_book(cast.slug, CONTRIBUTIONS, accepted=False)
    assert [pools for pools in sums.pools.values() if pools] == []


def test_a_summary_of_work_is_what_counting_each_contribution_gives(busy: Cast) -> None:
    by_person: dict[str, dict[str, int]] = {}
    by_process: dict[str, dict[str, int]] = {}
    people: dict[str, set[str]] = {}
    events = list(flows.work_events(busy.slug))
    for event in events:
        for counts in (by_person.setdefault(event.person, {}), by_process.setdefault(event.process, {})):
            counts[event.kind] = counts.get(event.kind, 0) + times(event)
        people.setdefault(event.process, set()).add(event.person)
    in_each = {process: len(who) for process, who in people.items()}
    assert work_summary(busy.slug) == WorkSummary(by_person, by_process, in_each, sum(map(times, events)))


def test_alike_work_is_told_once(busy: Cast) -> None:
    told = flows.work_alike(busy.slug)
    assert sum(alike.count for alike in told) == len(list(flows.work_events(busy.slug)))
    assert len(told) == len({(*alike[:3], str(alike.measures)) for alike in told}) < 40


def test_work_that_was_named_is_found_by_its_ids(busy: Cast) -> None:
    every = {event.id: event for event in flows.work_events(busy.slug)}
    asked = sorted(every)[10:14]
    assert flows.work_named(busy.slug, [*asked, "0" * 64]) == [every[id] for id in asked]
