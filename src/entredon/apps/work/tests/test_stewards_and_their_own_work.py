"""Nobody judges her own work where somebody else can; and two stewards don't accept the same thing twice."""

from pathlib import Path

import pytest

from entredon.apps.commons import founding
from entredon.apps.commons.entries import RoleWithdrawn, RulebookAdopted
from entredon.apps.flows import queries as flows
from entredon.apps.people.entries import Claimed
from entredon.apps.work import queries
from entredon.apps.work.entries import Accepted, Contested, Contributed, Settled
from entredon.apps.work.tests.workshop import Workshop, corrected, imported
from entredon.log.models import Log
from entredon.testing_cast import Cast, person


@pytest.fixture
def shop(cast: Cast) -> Workshop:
    return Workshop(cast)


def size(shop: Workshop) -> int:
    return Log.objects.get(slug=shop.cast.slug).size


def told_by_ada(shop: Workshop) -> str:
    return shop.cast.say(Contributed(version=shop.release, work="design"))


def test_a_steward_alone_accepts_her_own_work_too(shop: Workshop) -> None:
    own = told_by_ada(shop)
    shop.cast.say(Accepted(version=shop.release))
    assert set(shop.counting()) == {shop.one, shop.two, own}


def test_of_two_stewards_each_accepts_the_work_of_the_other(shop: Workshop) -> None:
    dora = shop.second_steward()
    own = told_by_ada(shop)
    hers = shop.cast.say(Contributed(version=shop.release, work="review"), dora)
    shop.cast.say(Accepted(version=shop.release))
    assert set(shop.counting()) == {shop.one, shop.two, hers}
    assert shop.verdict(own) is None
    shop.cast.say(Accepted(version=shop.release), dora)
    assert set(shop.counting()) == {shop.one, shop.two, hers, own}


def test_a_steward_who_is_left_alone_accepts_what_waited_for_the_other(shop: Workshop) -> None:
    dora = shop.second_steward()
    own = told_by_ada(shop)
    shop.cast.say(Accepted(version=shop.release))
    shop.cast.refused(Accepted(version=shop.release), because="nothing that you could accept")
    shop.cast.say(RoleWithdrawn(person=person(dora), role="steward"))
    shop.cast.say(Accepted(version=shop.release))
    assert own in shop.counting()


def test_a_steward_does_not_name_or_correct_her_own_work(shop: Workshop) -> None:
    own = told_by_ada(shop)
    dora = shop.second_steward()
    shop.cast.refused(Accepted(flows=(own,)), because="your own work: another steward accepts it")
    fact = Accepted(version=shop.release, corrections=corrected(own, points=9))
    shop.cast.refused(fact, because="your own work: another steward accepts it")
    shop.cast.say(fact, dora)
    assert shop.counting()[own] == 9


def test_a_steward_may_leave_out_her_own_work(shop: Workshop) -> None:
    own = told_by_ada(shop)
    shop.second_steward()
    shop.cast.say(Accepted(version=shop.release, except_=(own,)))
    verdict = shop.verdict(own)
    assert verdict is not None
    assert not verdict.counts


def test_two_stewards_who_accept_the_same_at_once_say_it_once(shop: Workshop) -> None:
    dora = shop.second_steward()
    looked = size(shop)
    first = shop.cast.say(Accepted(version=shop.release, until=looked))
    late = Accepted(version=shop.release, except_=(), until=looked)
    shop.cast.refused(late, dora, because=f"already accepted by {person(shop.cast.ada)[:12]}")
    shop.cast.refused(late, dora, because=f"receipt {first[:10]}")
    other = Accepted(version=shop.release, except_=(shop.one,), until=looked)
    shop.cast.refused(other, dora, because="nothing that you could accept was told since")


def test_what_is_told_while_a_steward_looks_is_not_accepted_with_the_rest(shop: Workshop) -> None:
    looked = size(shop)
    later = shop.cast.say(Contributed(version=shop.release, work="design", measures={"points": 1000}), shop.cast.bob)
    shop.cast.refused(
        Accepted(version=shop.release, except_=(later,), until=looked), because="told after what you accept"
    )
    shop.cast.say(Accepted(version=shop.release, until=looked))
    assert set(shop.counting()) == {shop.one, shop.two}
    shop.cast.say(Accepted(version=shop.release, until=size(shop)))
    assert later in shop.counting()


def test_nobody_accepts_what_is_still_to_come(shop: Workshop) -> None:
    shop.cast.refused(Accepted(version=shop.release, until=size(shop) + 1), because="told before you speak")
    shop.cast.refused(Accepted(version=shop.release, until=-1), because="told before you speak")
    shop.cast.refused(Accepted(flows=(shop.one,), until=1), because="by naming them")
    shop.cast.say(Accepted(version=shop.release, until=size(shop)))


def test_work_under_a_claimed_name_is_her_own_work_too(shop: Workshop, tmp_path: Path) -> None:
    """What an import told under a pseudonym is a steward's own once she has claimed it."""
    dora = shop.second_steward()
    version = imported(shop.cast, tmp_path)
    told = flows.work_in(shop.cast.slug, version.process)
    pseudonym = told[0].person
    shop.cast.say(Claimed(pseudonyms=(pseudonym,)), dora, cosigners=[shop.cast.ada])
    shop.cast.say(Accepted(version=version.id), dora)
    found = queries.acceptances(shop.cast.slug)
    waiting = {event.person for event in told if found.of(event) is None}
    assert waiting == {pseudonym}
    shop.cast.say(Accepted(version=version.id))
    assert all(queries.acceptances(shop.cast.slug).of(event) for event in told)


def test_who_contested_leaves_it_to_another_steward_to_settle(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release))
    dora = shop.second_steward()
    contest = shop.cast.say(Contested(flows=(shop.one,)))
    ending = Settled(contest=contest, counts=False)
    shop.cast.refused(ending, because="You contested this yourself")
    shop.cast.say(ending, dora)


def test_a_contest_between_the_only_two_stewards_is_settled_by_the_one_whose_work_it_is_not(shop: Workshop) -> None:
    dora = shop.second_steward()
    hers = shop.cast.say(Contributed(version=shop.release, work="review"), dora)
    shop.cast.say(Accepted(version=shop.release))
    contest = shop.cast.say(Contested(flows=(hers,)))
    shop.cast.refused(Settled(contest=contest, counts=True), dora, because="your own work")
    shop.cast.say(Settled(contest=contest, counts=True))


def test_a_contest_about_the_work_of_all_stewards_can_still_be_settled(shop: Workshop) -> None:
    own = told_by_ada(shop)
    shop.cast.say(Accepted(version=shop.release))
    dora = shop.second_steward()
    hers = shop.cast.say(Contributed(version=shop.release, work="review"), dora)
    shop.cast.say(Accepted(version=shop.release))
    contest = shop.cast.say(Contested(flows=(own, hers)), shop.cast.bob)
    shop.cast.say(Settled(contest=contest, counts=True), dora)


def test_under_the_first_rulebook_the_first_law_holds(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(founding, "RULEBOOK", 1)
    shop = Workshop(Cast.found())
    own = told_by_ada(shop)
    dora = shop.second_steward()
    shop.cast.refused(Accepted(version=shop.release, until=size(shop)), because="lives by older rules")
    shop.cast.say(Accepted(version=shop.release))
    shop.cast.say(Accepted(version=shop.release))
    assert own in shop.counting()
    contest = shop.cast.say(Contested(flows=(shop.one,)))
    shop.cast.say(Settled(contest=contest, counts=True))
    shop.cast.say(RulebookAdopted(rulebook=2))
    shop.cast.refused(Accepted(version=shop.release), dora, because="already accepted")
