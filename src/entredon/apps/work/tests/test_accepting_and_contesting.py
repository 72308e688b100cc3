"""A steward's word on contributions, a member's disagreement, and how it ends: each accepted once and refused once."""

import pytest

from entredon.apps.library.entries import Released
from entredon.apps.value.entries import RuleAdopted
from entredon.apps.value.record import contest_ends
from entredon.apps.work import queries
from entredon.apps.work.entries import Accepted, Contested, Contributed, Settled
from entredon.apps.work.tests.workshop import Workshop, corrected
from entredon.log.tables import Tables
from entredon.testing_cast import Cast, person


@pytest.fixture
def shop(cast: Cast) -> Workshop:
    return Workshop(cast)


def test_a_steward_accepts_a_version_as_a_whole(shop: Workshop) -> None:
    fact = Accepted(version=shop.release)
    assert shop.verdict(shop.one) is None
    shop.cast.refused(fact, shop.cast.bob, because="Only a steward")
    entry = shop.cast.say(fact)
    assert shop.counting() == {shop.one: 1, shop.two: 2}
    verdict = shop.verdict(shop.one)
    assert verdict is not None
    assert (verdict.decided, verdict.counts, verdict.contested) == (entry, True, False)


def test_what_comes_after_an_acceptance_waits_for_the_next_one(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release))
    later = shop.cast.say(Contributed(version=shop.release, work="translation"), shop.cast.bob)
    assert shop.verdict(later) is None
    shop.cast.say(Accepted(version=shop.release))
    assert set(shop.counting()) == {shop.one, shop.two, later}


def test_a_version_is_accepted_but_for_some_and_with_other_measures_for_others(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release, except_=(shop.one,), corrections=corrected(shop.two, points=5)))
    assert shop.counting() == {shop.two: 5}
    verdict = shop.verdict(shop.one)
    assert verdict is not None
    assert not verdict.counts


def test_contributions_are_accepted_by_name(shop: Workshop) -> None:
    elsewhere = shop.cast.say(Contributed(work="hosting"), shop.cast.bob)
    shop.cast.say(Accepted(flows=(shop.one, elsewhere), corrections=corrected(elsewhere, points=7)))
    assert shop.counting() == {shop.one: 1, elsewhere: 7}


def test_what_is_not_released_can_not_be_accepted(shop: Workshop) -> None:
    later = shop.contribute(points=1)
    opened = shop.cast.say(Released(creation=shop.car, name="2", own=1, inputs=())) + ".1"
    shop.cast.say(Accepted(flows=(later,)))
    shop.cast.refused(Accepted(version=opened), because="release it first")
    shop.cast.refused(Accepted(flows=(shop.contribute(points=1),)), because="release it first")


def test_an_acceptance_is_of_a_version_or_of_contributions(shop: Workshop) -> None:
    shop.cast.refused(Accepted(), because="either a version or contributions")
    shop.cast.refused(Accepted(version=shop.release, flows=(shop.one,)), because="either a version or contributions")
    shop.cast.refused(Accepted(flows=(shop.one,), except_=(shop.two,)), because="by not naming them")
    shop.cast.refused(Accepted(flows=(shop.one, shop.one)), because="each contribution once")
    shop.cast.refused(
        Accepted(flows=(shop.one,), corrections=corrected(shop.two)),
        because="correct only those you accept",
    )
    shop.cast.refused(
        Accepted(version=shop.release, except_=(shop.one,), corrections=corrected(shop.one)),
        because="once: left out, or",
    )
    shop.cast.refused(Accepted(flows=(shop.release,)), because="There is no contribution")
    shop.cast.refused(Accepted(flows=(f"{shop.release}.2",)), because="is not a contribution")
    shop.cast.refused(
        Accepted(version=shop.release, corrections=corrected(shop.one, points=-1)),
        because="must be between 0",
    )


def test_a_contribution_of_another_version_is_not_accepted_with_this_one(shop: Workshop) -> None:
    other = shop.contribute(points=1)
    shop.cast.refused(Accepted(version=shop.release, except_=(other,)), because="didn't go into this version")


def test_what_was_decided_is_contested_and_not_decided_again(shop: Workshop) -> None:
    shop.cast.say(Accepted(flows=(shop.one,)))
    shop.cast.refused(Accepted(flows=(shop.one,)), because="already decided; contest that instead")
    shop.cast.say(Accepted(version=shop.release))
    shop.cast.refused(Accepted(flows=(shop.two,)), because="already decided; contest that instead")


def test_what_is_contested_does_not_count_until_it_is_settled(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release))
    fact = Contested(flows=(shop.one,))
    shop.cast.refused(fact, shop.cast.charlie, because="join first")
    contest = shop.cast.say(fact, shop.cast.bob, texts={"reason": "It was three times as much."})
    assert shop.counting() == {shop.two: 2}
    assert [found.id for found in queries.open_contests(shop.cast.slug)] == [contest]
    shop.cast.refused(fact, shop.cast.bob, because="contested already")

    ending = Settled(contest=contest, counts=True, corrections=corrected(shop.one, points=3))
    shop.cast.refused(ending, shop.cast.bob, because="Only a steward")
    shop.cast.say(ending)
    assert shop.counting() == {shop.one: 3, shop.two: 2}
    assert queries.open_contests(shop.cast.slug) == []
    shop.cast.refused(ending, because="no such open contest")
    shop.cast.refused(fact, shop.cast.bob, because="is settled; that stands")


def test_a_contest_can_end_against_a_contribution_or_bring_one_back(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release, except_=(shop.two,)))
    contest = shop.cast.say(Contested(flows=(shop.one,)))
    shop.cast.say(Settled(contest=contest, counts=False))
    assert shop.counting() == {}
    contest = shop.cast.say(Contested(flows=(shop.two,)), shop.cast.bob)
    shop.cast.say(Settled(contest=contest, counts=True))
    assert shop.counting() == {shop.two: 2}


def test_only_what_was_decided_can_be_contested(shop: Workshop) -> None:
    shop.cast.refused(Contested(flows=(shop.one,)), shop.cast.bob, because="Nothing was decided yet")
    shop.cast.refused(Contested(flows=()), shop.cast.bob, because="each contribution once")
    shop.cast.refused(Contested(flows=("nothing",)), shop.cast.bob, because="There is no contribution nothing")


def test_a_steward_does_not_settle_a_contest_about_her_own_work(shop: Workshop) -> None:
    from entredon.apps.commons.entries import RoleGiven

    shop.cast.say(Accepted(version=shop.release))
    shop.cast.say(RoleGiven(person=person(shop.cast.bob), role="steward"))
    contest = shop.cast.say(Contested(flows=(shop.one,)))
    fact = Settled(contest=contest, counts=True)
    shop.cast.refused(fact, shop.cast.bob, because="your own work")
    shop.cast.refused(
        Settled(contest=contest, counts=True, corrections=corrected(shop.two)),
        because="only contributions that are contested",
    )
    shop.cast.say(fact)


def test_only_what_was_decided_in_time_counts(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release), at="2026-05-01T12:00:00.000Z")
    found = queries.acceptances(shop.cast.slug)
    events = list(shop.events().values())
    assert list(found.counting(events, until="2026-05-01T11:59:59.999Z")) == []
    assert len(list(found.counting(events, until="2026-05-01T12:00:00.000Z"))) == 2


def test_a_contest_comes_within_the_days_of_the_rule_in_force(shop: Workshop) -> None:
    shop.cast.say(RuleAdopted(rule={"way": "pot", "contest_days": 3}), at="2026-03-01T09:00:00.000Z")
    shop.cast.say(Accepted(version=shop.release), at="2026-03-01T10:00:00.000Z")
    late = "2026-03-04T10:00:00.001Z"
    shop.cast.refused(Contested(flows=(shop.one,)), shop.cast.bob, because="until 2026-03-04", at=late)
    shop.cast.say(Contested(flows=(shop.one,)), shop.cast.bob, at="2026-03-04T10:00:00.000Z")


def test_a_window_that_reaches_beyond_the_calendar_ends_with_it(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release), at="9999-12-20T10:00:00.000Z")
    shop.cast.say(Contested(flows=(shop.one,)), shop.cast.bob, at="9999-12-31T23:59:59.999Z")
    assert contest_ends(Tables(shop.cast.slug), "9999-12-18T00:00:00.000Z") == "9999-12-31T23:59:59.999Z"
    assert contest_ends(Tables(shop.cast.slug), "0999-01-01T10:00:00.125Z") == "0999-01-15T10:00:00.125Z"
