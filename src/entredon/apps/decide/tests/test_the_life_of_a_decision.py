"""A decision step by step: each may come when the one before has, and not earlier; each is tried with one thing changed."""

from typing import Any

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.decide import rules_voting
from entredon.apps.decide.entries import (
    Assigned,
    Balloted,
    Challenged,
    Chartered,
    Closed,
    Executed,
    Proven,
    Rolled,
    Stalled,
    Tallied,
    Withdrawn,
)
from entredon.apps.decide.models import Challenge, Decision, Roll, Task
from entredon.apps.decide.tests.council import TITLE, WORDS, Council, at, charter_of, type_of
from entredon.apps.people.entries import Left
from entredon.log import door
from entredon.pure.choice.roll import roll_root
from entredon.testing_cast import Cast, key_of, person

WHY = {"reason": "It was not talked about."}


@pytest.fixture
def council(cast: Cast) -> Council:
    return Council(cast)


# Opening


def test_a_member_opens_a_decision_under_the_charter_in_force(council: Council) -> None:
    decision = council.opened(by=council.bob)
    row = council.row(decision)
    assert (row.state, row.lever, row.person, row.type["vote"]) == ("discussed", "words", person(council.bob), 2)
    council.refused(council.motion(), council.cast.charlie, because="not known here", texts=TITLE)
    council.refused(council.motion(), because="A decision needs a question", texts={"text": "Because."})


def test_only_who_the_charter_lets_opens_one(cast: Cast) -> None:
    council = Council(cast, charter_of(type_of(opens=("stewards", "keepers"))))
    because = "By the charter this is opened by stewards or keepers; you are none of them"
    council.refused(council.motion(), council.bob, because=because, texts=TITLE)
    council.opened(by=council.dora)
    council.say(RoleGiven(person=person(council.bob), role="keeper"))
    council.opened(by=council.bob)


def test_a_decision_replaces_only_one_that_came_to_nothing(council: Council) -> None:
    first = council.opened()
    again = council.motion(replaces=first)
    council.refused(again, because="not at that step: it is still talked about", texts=TITLE)
    council.refused(council.motion(replaces="e" * 64), because="There is no decision eeee", texts=TITLE)
    council.say(Withdrawn(decision=first))
    assert council.row(council.say(again, texts=TITLE)).replaces == first


def test_who_opened_a_decision_takes_it_back_until_voting_is_over(council: Council) -> None:
    decision = council.voting()
    council.refused(Withdrawn(decision=decision), council.bob, because="Only who opened a decision takes it back")
    council.say(Withdrawn(decision=decision), day=2)
    assert council.state(decision) == "withdrawn"
    council.refused(Withdrawn(decision=decision), because="it was taken back", day=2)
    later = council.voting()
    council.say(Closed(decision=later), day=4)
    council.refused(Withdrawn(decision=later), because="voting is over", day=4)


# The roll


def test_the_roll_is_taken_after_the_days_for_talking_by_any_member(council: Council) -> None:
    decision = council.opened()
    said = council.roll(decision)
    council.refused(said, because="This is talked about until 2026-12-02", day=1)
    council.refused(said, council.cast.charlie, because="not known here", day=2)
    council.say(said, council.finn, day=2)
    assert set(Roll.objects.values_list("person", flat=True)) == set(council.members())
    assert council.row(decision).count == 5
    council.refused(said, because="it is being voted on", day=2)


def test_a_roll_of_others_is_refused(council: Council) -> None:
    decision = council.opened()
    true = council.roll(decision)
    some, more = council.members()[1:], [*council.members(), "k:" + "0" * 64]
    for false in (
        Rolled(decision=decision, count=4, root=roll_root(some)),
        Rolled(decision=decision, count=6, root=roll_root(more)),
        Rolled(decision=decision, count=4, root=true.root),
        Rolled(decision=decision, count=5, root="0" * 64),
    ):
        council.refused(false, because="not the roll of those who may vote now: there are 5 of them", day=2)
    council.say(true, day=2)


def test_who_left_before_is_not_on_the_roll_and_who_joins_after_isnt_either(council: Council) -> None:
    decision = council.opened()
    council.say(Left(), council.finn)
    council.say(council.roll(decision), day=2)
    council.cast.join(key_of("gerda"), "Gerda")
    assert council.row(decision).count == 4
    ballot = Balloted(decision=decision, choice="yes")
    council.refused(ballot, key_of("gerda"), because="You are not on the roll of this decision", day=2)
    council.refused(ballot, council.finn, because="You have left this commons", day=2)


def test_only_classes_that_the_charter_names_are_on_the_roll(cast: Cast) -> None:
    council = Council(cast, charter_of(type_of(who=("stewards",))))
    decision = council.voting()
    council.vote(decision, "yes", council.ada, council.dora)
    council.refused(Balloted(decision=decision, choice="no"), council.bob, because="You are not on the roll", day=2)


def test_where_nobody_of_its_classes_is_left_all_members_vote(cast: Cast) -> None:
    """A commons is never without somebody who decides, also where its only keeper leaves after a charter named her."""
    council = Council(cast, adopt=False)
    council.say(RoleGiven(person=person(council.bob), role="keeper"))
    council.adopt(charter_of(type_of(who=("keepers",), opens=("keepers",))))
    council.refused(council.motion(), council.eve, because="opened by keepers", texts=TITLE)
    council.say(Left(), council.bob)
    decision = council.voting(WORDS)
    assert council.row(decision).count == 4


def test_on_the_roll_is_only_who_has_been_here_long_enough(db: None, settings: Any) -> None:
    settings.ENTREDON_TEST_CLOCK = "2026-11-30T10:00:00+00:00"
    council = Council(Cast.found("elster"), adopt=False)
    council.say(Chartered(charter=charter_of(type_of(member_days=20)).data()), day=25)
    settings.ENTREDON_TEST_CLOCK = "2026-12-20T10:00:00+00:00"
    council.cast.join(key_of("gerda"), "Gerda")
    decision = council.voting(day=25)
    assert council.row(decision).count == 5
    ballot = Balloted(decision=decision, choice="yes")
    council.refused(ballot, key_of("gerda"), because="You are not on the roll of this decision", day=26)
    assert council.row(council.voting(day=50)).count == 6


# Votes


def test_votes_can_be_changed_until_they_are_closed_and_the_last_one_counts(council: Council) -> None:
    decision = council.voting()
    council.vote(decision, "no", council.bob)
    council.vote(decision, "yes", council.bob, texts={"reason": "Eve has convinced me."})
    mine = Roll.objects.get(person=person(council.bob))
    assert (mine.choice, mine.times, mine.reason) == ("yes", 2, mine.ballot)
    council.vote(decision, "abstain", council.bob)
    mine.refresh_from_db()
    assert (mine.choice, mine.times, mine.reason) == ("abstain", 3, "")
    assert council.row(decision).voted == 1
    council.refused(
        Balloted(decision=decision, choice="maybe"), council.bob, because="Here one votes yes, no, abstain; not “maybe”", day=2
    )  # fmt: skip


def test_by_consent_one_consents_has_reservations_or_objects(cast: Cast) -> None:
    council = Council(cast, charter_of(type_of(method="consent@1")))
    decision = council.voting()
    council.refused(Balloted(decision=decision, choice="yes"), because="consent, reservation, objection", day=2)
    council.vote(decision, "consent", council.ada, council.dora)
    council.vote(decision, "objection", council.eve)
    council.vote(decision, "reservation", council.eve)
    council.say(Closed(decision=decision), day=4)
    council.say(council.count(decision), day=4)
    row = council.row(decision)
    assert (row.state, row.counts) == ("passed", {"consent": 2, "reservation": 1, "objection": 0})


def test_nobody_votes_before_it_begins_or_after_it_ends(council: Council) -> None:
    decision = council.opened()
    ballot = Balloted(decision=decision, choice="yes")
    council.refused(ballot, because="it is still talked about")
    council.say(council.roll(decision), day=2)
    council.refused(ballot, because="said before what it is about", day=1)
    council.say(ballot, day=3)
    council.refused(ballot, council.bob, because="Voting ended on 2026-12-04", day=4)
    council.say(Closed(decision=decision), day=4)
    council.refused(ballot, council.bob, because="voting is over, and the votes are still to be counted", day=3)


@pytest.mark.parametrize("held", [0, 100])
def test_the_first_vote_brings_the_roll_with_it_and_the_close_its_count(
    council: Council, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    """Nobody has to press for either: they are said in one go. However many are on the roll, it is the same."""
    monkeypatch.setattr(rules_voting, "HELD", held)
    decision = council.opened()
    roll, ballot = council.roll(decision), Balloted(decision=decision, choice="yes")
    door.append_many(council.cast.slug, [door.Saying(fact, council.bob, at=at(2)) for fact in (roll, ballot)])
    council.vote(decision, "no", council.eve)
    true = council.count(decision)
    door.append_many(
        council.cast.slug, [door.Saying(fact, council.finn, at=at(4)) for fact in (Closed(decision=decision), true)]
    )  # fmt: skip
    assert council.row(decision).counts == {"yes": 1, "no": 1, "abstain": 0}
    assert Roll.objects.filter(decision=decision).count() == 5


# The close and the count


def test_voting_is_closed_when_its_days_are_over_or_everybody_has_voted(council: Council) -> None:
    decision = council.voting()
    council.vote(decision, "yes", *council.everybody[:4])
    council.refused(Closed(decision=decision), because="Voting goes on until 2026-12-04", day=3)
    council.vote(decision, "no", council.finn)
    council.say(Closed(decision=decision), council.finn, day=2)
    later = council.voting()
    council.refused(Closed(decision=later), council.cast.charlie, because="not known here", day=4)
    council.say(Closed(decision=later), day=4)


def test_where_the_charter_wants_all_days_everybody_having_voted_ends_nothing(cast: Cast) -> None:
    council = Council(cast, charter_of(type_of(early=False)))
    decision = council.voting()
    council.vote(decision, "yes", *council.everybody)
    council.refused(Closed(decision=decision), because="Voting goes on until 2026-12-04", day=3)


def test_only_the_true_count_is_accepted(council: Council) -> None:
    decision = council.voting()
    council.vote(decision, "yes", *council.everybody[:3])
    council.vote(decision, "no", council.eve)
    council.refused(council.count(decision), because="it is being voted on", day=2)
    council.say(Closed(decision=decision), day=4)
    true = council.count(decision)
    said = {"decision": decision, "method": true.method, "counts": true.counts, "ballots": true.ballots, "passed": True}
    wrong = "It was: yes 3, no 1, abstain 0"
    council.refused(Tallied(**{**said, "counts": {"yes": 4, "no": 0, "abstain": 0}}), because=wrong, day=4)
    council.refused(Tallied(**{**said, "counts": {"yes": 3, "no": 1}}), because=wrong, day=4)
    council.refused(Tallied(**{**said, "ballots": "0" * 64}), because=wrong, day=4)
    council.refused(Tallied(**{**said, "passed": False}), because="this doesn't follow from the votes", day=4)
    council.refused(Tallied(**{**said, "method": "consent@1"}), because="counted by threshold@1", day=4)
    council.refused(true, because="Voting ended on 2026-12-04", day=3)
    council.say(true, day=4)
    row = council.row(decision)
    assert (row.state, row.passed, row.counts, row.ballots) == ("passed", True, true.counts, true.ballots)
    council.refused(true, because="it was counted and has passed", day=4)


def test_without_enough_who_vote_nothing_is_decided(cast: Cast) -> None:
    council = Council(cast, charter_of(type_of(quorum=(1, 2))))
    assert council.state(council.counted(yes=council.everybody[:2])) == "refused"
    assert council.state(council.counted(yes=council.everybody[:3])) == "passed"


# Afterwards


def test_enough_of_the_roll_set_a_decision_aside(council: Council) -> None:
    """Half of five: three."""
    decision = council.counted()
    challenge = Challenged(decision=decision)
    council.refused(challenge, council.bob, because="Say why", day=4)
    council.say(challenge, council.bob, day=4, texts=WHY)
    council.refused(challenge, council.bob, because="You have challenged this already", day=4, texts=WHY)
    council.refused(challenge, council.eve, because="This could be challenged until 2026-12-05", day=5, texts=WHY)
    council.say(challenge, council.eve, day=4, texts=WHY)
    assert council.state(decision) == "passed"
    council.say(challenge, council.finn, day=4, texts=WHY)
    assert (council.state(decision), Challenge.objects.count()) == ("set_aside", 3)
    council.refused(Executed(decision=decision), because="it was set aside", day=9)


def test_a_refusal_can_be_challenged_as_well_and_only_from_the_roll(council: Council) -> None:
    decision = council.counted(yes=[])
    gerda = key_of("gerda")
    council.cast.join(gerda, "Gerda")
    council.refused(Challenged(decision=decision), gerda, because="You are not on the roll", day=4, texts=WHY)
    council.say(Challenged(decision=decision), council.bob, day=4, texts=WHY)
    assert council.state(decision) == "refused"


def test_what_passed_is_carried_out_once_after_the_days_for_challenging_it_and_its_notice(cast: Cast) -> None:
    council = Council(cast, charter_of(type_of(notice=3)))
    decision = council.counted()
    council.refused(Executed(decision=decision), because="is announced, until 2026-12-08", day=7)
    council.refused(Executed(decision=decision), council.cast.charlie, because="not known here", day=8)
    council.say(Executed(decision=decision), council.finn, day=8)
    assert council.state(decision) == "executed"
    council.refused(Executed(decision=decision), council.ada, because="it was carried out", day=8)
    council.refused(Stalled(decision=decision), because="it was carried out", day=8)


def test_what_did_not_pass_is_not_carried_out(council: Council) -> None:
    for decision in (council.counted(yes=council.everybody[:0]), council.opened(), council.voting()):
        council.refused(Executed(decision=decision), because="not at that step", day=20)
        council.refused(Stalled(decision=decision), because="not at that step", day=20)


def test_nobody_says_that_something_cant_be_carried_out_which_can(council: Council) -> None:
    decision = council.counted()
    council.refused(Stalled(decision=decision), because="until 2026-12-05", day=4)
    council.refused(Stalled(decision=decision), because="This can be carried out: do that", day=5)
    council.say(Executed(decision=decision), day=5)


def test_a_decision_that_is_not_there_has_no_steps(council: Council) -> None:
    none = "e" * 64
    for fact in (
        Withdrawn(decision=none), Rolled(decision=none, count=0, root=none), Balloted(decision=none, choice="yes"), Closed(decision=none),
        Tallied(decision=none, method="", counts={}, ballots=none, passed=True), Challenged(decision=none), Executed(decision=none),
        Stalled(decision=none), Assigned(decision=none, person="", due="2026-12-09"),
    ):  # fmt: skip
        council.refused(fact, because="There is no decision eeee")
    assert not Decision.objects.exists()


# Who does what


def test_who_does_what_by_when_is_said_by_who_does_it_opened_it_or_is_a_steward(council: Council) -> None:
    decision = council.opened(by=council.bob)
    to_eve = Assigned(decision=decision, person=person(council.eve), due="2026-12-20")
    what = {"what": "Ask the town for the hall"}
    council.refused(to_eve, because="it is still talked about", texts=what)
    council.say(council.roll(decision), day=2)
    council.say(Closed(decision=decision), day=4)
    council.say(council.count(decision), day=4)
    council.refused(to_eve, council.finn, because="You can say what you do yourself", day=4, texts=what)
    council.refused(to_eve, council.bob, because="Say what is to be done", day=4)
    for key in (council.eve, council.bob, council.dora):
        council.say(to_eve, key, day=4, texts=what)
    over = Assigned(decision=decision, person=person(council.eve), due="2026-12-03")
    council.refused(over, because="2026-12-03 is over", day=4, texts=what)
    no_day = Assigned(decision=decision, person=person(council.eve), due="2026-02-30")
    council.refused(no_day, because="“2026-02-30” is not a day", day=4, texts=what)
    stranger = Assigned(decision=decision, person="k:" + "0" * 64, due="2026-12-20")
    council.refused(stranger, because="Only a member can have something to do here", day=4, texts=what)


def test_whoever_was_to_do_it_shows_once_that_it_is_done(council: Council) -> None:
    decision = council.counted()
    task = council.say(
        Assigned(decision=decision, person=person(council.eve), due="2026-12-20"), day=5, texts={"what": "Ask the town"}
    )
    proof = {"proof": "https://town.example/hall"}
    council.refused(Proven(task=task), council.bob, because="Whoever was to do it", day=6, texts=proof)
    council.refused(Proven(task=task), council.eve, because="Say what shows", day=6)
    council.refused(Proven(task="e" * 64), council.eve, because="There is no task eeee", day=6, texts=proof)
    entry = council.say(Proven(task=task), council.eve, day=6, texts=proof)
    row = Task.objects.get()
    assert (row.proven, row.texts) == (entry, {"what": task, "proof": entry})
    council.refused(Proven(task=task), council.eve, because="This was done already", day=6, texts=proof)
