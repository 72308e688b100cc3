"""What somebody may try to have her way without the others: at the roll, at the votes, at the close, and with what is carried out."""

import pytest

from entredon.apps.commons.entries import RoleGiven, RoleWithdrawn
from entredon.apps.decide.entries import Balloted, Challenged, Closed, Effect, Executed, Rolled, Stalled, Tallied
from entredon.apps.decide.tests.council import TITLE, Council, charter_of, type_of
from entredon.apps.people.entries import Left, Returned
from entredon.apps.people.models import Person
from entredon.apps.people.record import STEWARD
from entredon.apps.treasury import record_stewards
from entredon.apps.treasury.tests.house import House
from entredon.apps.work.entries import Accepted, Contested, Settled
from entredon.apps.work.tests.workshop import Workshop
from entredon.log.registry import Refused
from entredon.pure.choice.charter import Contributors
from entredon.pure.choice.roll import roll_root
from entredon.testing_cast import Cast, key_of, person

GERDA = key_of("gerda")


@pytest.fixture
def council(cast: Cast) -> Council:
    return Council(cast)


def steward(way: str, who: str) -> Effect:
    return Effect(lever="steward", way=way, what=who)


# Two stewards look after the money


ALONE = charter_of(type_of(who=("stewards",), opens=("stewards",), discuss=0, vote=1, challenge=0))


def alone(council: Council, effect: Effect) -> str:
    """Ada has given the commons a charter by which she can settle everything in a day, while Dora looks the other way."""
    decision = council.opened(effect)
    council.say(council.roll(decision, 1))
    council.vote(decision, "yes", council.ada, day=1)
    council.say(Closed(decision=decision), day=2)
    council.say(council.count(decision), day=2)
    return decision


def test_by_her_vote_alone_no_steward_makes_another_one_who_counts_for_money(cast: Cast) -> None:
    house = House(cast)
    council = Council(cast, ALONE, stewarded=True)
    council.say(Executed(decision=alone(council, steward("appoint", person(house.eve)))), day=2)
    assert Person.objects.get(id=person(house.eve)).roles == [STEWARD]
    assert record_stewards.counting(council.tables()) == {person(house.ada), person(house.dora)}


def test_by_her_vote_alone_no_steward_removes_the_second_one(cast: Cast) -> None:
    house = House(cast)
    council = Council(cast, ALONE, stewarded=True)
    decision = alone(council, steward("recall", person(house.dora)))
    because = "the second one isn't removed alone"
    council.refused(Executed(decision=decision), day=2, because=because)
    council.say(Stalled(decision=decision), day=2)
    assert because in council.row(decision).because["sentence"]
    assert record_stewards.counting(council.tables()) == {person(house.ada), person(house.dora)}


# What a decision starts from


def test_who_was_appointed_anew_meanwhile_is_not_recalled_by_what_was_asked_before(council: Council) -> None:
    dora = person(council.dora)
    council.say(RoleWithdrawn(person=dora, role=STEWARD), council.dora)
    council.carried(steward("appoint", dora))
    stale = council.counted(steward("recall", dora), day=9)
    council.say(RoleWithdrawn(person=dora, role=STEWARD), council.dora, 12)
    council.carried(steward("appoint", dora), day=12)
    council.refused(Executed(decision=stale), day=17, because="What this decision starts from has changed")
    council.say(Stalled(decision=stale), day=17)
    assert Person.objects.get(id=dora).roles == [STEWARD]


# Time


def test_an_early_close_is_not_dated_before_the_votes(cast: Cast) -> None:
    council = Council(cast, charter_of(type_of(vote=10, challenge=1)))
    decision = council.voting()
    council.vote(decision, "yes", *council.everybody, day=8)
    council.refused(Closed(decision=decision), day=3, because="Somebody voted after that")
    council.say(Closed(decision=decision), day=8)
    council.refused(council.count(decision), day=3, because="it is counted after that")
    council.say(council.count(decision), day=8)
    council.refused(Executed(decision=decision), day=8, because="can be challenged")


# The roll


def test_who_joins_in_the_same_breath_in_which_the_roll_is_taken_is_told_by_its_root(council: Council) -> None:
    decision = council.opened()
    before = council.roll(decision)
    council.cast.join(GERDA, "Gerda Goossens")
    council.refused(before, day=2, because="This is not the roll")
    stuffed = Rolled(decision=decision, count=7, root=roll_root([*council.members(), "k:" + "0" * 64]))
    council.refused(stuffed, day=2, because="This is not the roll")
    council.say(council.roll(decision), day=2)
    council.refused(council.roll(decision), day=2, because="it is being voted on")
    council.cast.join(key_of("gerda again"), "Gerda Goossens")
    council.refused(Balloted(decision=decision, choice="yes"), key_of("gerda again"), day=2, because="not on the roll")


def test_who_has_not_been_here_long_enough_is_on_no_roll_also_when_she_leaves_and_comes_back(cast: Cast) -> None:
    council = Council(cast, adopt=False)
    council.say(Left(), council.finn)
    council.say(Returned(), council.finn, cosigners=[council.ada])
    with pytest.raises(Exception, match="nobody has"):
        council.adopt(charter_of(type_of(member_days=90)))


def test_who_leaves_after_her_vote_votes_no_second_time_and_the_first_one_counts(council: Council) -> None:
    decision = council.voting()
    council.vote(decision, "no", council.finn)
    council.say(Left(), council.finn, 2)
    council.refused(Balloted(decision=decision, choice="no"), council.finn, day=2, because="You have left")
    finn = key_of("finn again")
    council.cast.join(finn, "Finn Faber")
    council.refused(Balloted(decision=decision, choice="no"), finn, day=2, because="not on the roll")
    council.vote(decision, "yes", council.ada)
    council.say(Closed(decision=decision), day=4)
    counted = council.count(decision)
    assert counted.counts == {"yes": 1, "no": 1, "abstain": 0}
    council.say(counted, day=4)
    council.refused(Challenged(decision=decision), council.finn, day=4, because="You have left", texts={"reason": "No"})
    council.refused(Challenged(decision=decision), finn, day=4, because="not on the roll", texts={"reason": "No"})


def test_a_contest_that_is_settled_makes_nobody_a_contributor_for_ever(cast: Cast) -> None:
    shop = Workshop(cast)
    cast.say(Accepted(version=shop.release))
    contest = cast.say(Contested(flows=(shop.one,)), cast.bob)
    cast.say(Settled(contest=contest, counts=True))
    recent = Contributors(least=1, days=30)
    council = Council(cast, charter_of(type_of(who=("contributors", "stewards")), contributors=recent))
    early, late = council.opened(), council.opened()
    council.say(council.roll(early, 10), day=10)
    council.vote(early, "yes", council.bob, day=10)
    council.say(council.roll(late, 60), day=60)
    council.refused(Balloted(decision=late, choice="yes"), council.bob, day=60, because="not on the roll")


# Who may say it


def test_who_never_joined_moves_nothing_on(council: Council) -> None:
    decision = council.voting()
    stranger = council.cast.charlie
    for fact in (
        council.motion(), council.roll(decision), Balloted(decision=decision, choice="yes"), Closed(decision=decision),
        Executed(decision=decision), Stalled(decision=decision),
    ):  # fmt: skip
        with pytest.raises(Refused):  # no key of hers is known, so the door has a word before the law
            council.say(fact, stranger, 2, texts=TITLE if "moved" in fact.kind else {})


def test_nothing_is_counted_or_carried_out_before_it_is_its_turn(council: Council) -> None:
    decision = council.voting()
    nothing = Tallied(
        decision=decision, method="threshold@1", counts={"yes": 0, "no": 0, "abstain": 0}, ballots=roll_root([]), passed=False
    )  # fmt: skip
    council.refused(nothing, day=9, because="it is being voted on")
    council.refused(Executed(decision=decision), day=9, because="it is being voted on")
    council.refused(Stalled(decision=decision), day=9, because="it is being voted on")
    council.refused(Closed(decision=decision), day=2, because="Voting goes on")


def test_a_role_beside_that_of_steward_makes_nobody_one(council: Council) -> None:
    eve = person(council.eve)
    council.say(RoleGiven(person=eve, role="keeper"))
    council.refused(RoleGiven(person=eve, role=STEWARD), because="a decision settles who is a steward")
    council.refused(
        RoleWithdrawn(person=person(council.dora), role=STEWARD), because="a decision settles who is a steward"
    )
