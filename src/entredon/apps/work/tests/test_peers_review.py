"""Peers look at contributions: how many of whom, what their words come to, and who may not."""

from pathlib import Path

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.flows.queries import work_events
from entredon.apps.library.entries import Created, Released
from entredon.apps.people.entries import Left
from entredon.apps.people.tests.law import replays
from entredon.apps.work import queries
from entredon.apps.work.entries import Accepted, AddedTo, Contested, Contributed, Settled
from entredon.apps.work.entries_needs import Gives, Needed
from entredon.apps.work.entries_reviews import Reviewed, ReviewRuleAdopted
from entredon.apps.work.models import Contribution, Need, Review, Standing
from entredon.log.models import Log
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, key_of, person

WHY = {"reason": "The hinge is missing"}


@pytest.fixture
def made(cast: Cast) -> str:
    """Something that Bob told, for what a creation is becoming."""
    return tell(cast)


def tell(cast: Cast, by: SecretKey | None = None) -> str:
    return cast.say(Contributed(creation=cast.say(Created(name="Car")), work="design"), by or cast.bob)


def says(cast: Cast, flow: str, verdict: str, until: int | None = None) -> Reviewed:
    """A word by somebody who has seen all that is there."""
    size = Log.objects.get(slug=cast.slug).size
    return Reviewed(flow=flow, verdict=verdict, until=size if until is None else until)  # type: ignore[arg-type]


def look(cast: Cast, flow: str, verdict: str, by: SecretKey) -> str:
    return cast.say(says(cast, flow, verdict), by, texts={} if verdict == "accept" else WHY)


def state(id: str) -> str:
    return Contribution.objects.get(id=id).state


def joined(cast: Cast, name: str, role: str = "") -> SecretKey:
    key = key_of(name)
    cast.join(key, name)
    if role:
        cast.say(RoleGiven(person=person(key), role=role))
    return key


def test_without_a_rule_one_steward_accepts_also_what_is_not_released(cast: Cast, made: str) -> None:
    dora = joined(cast, "Dora Dekker")
    cast.refused(says(cast, made, "accept"), dora, because="stewards look at contributions")
    cast.refused(says(cast, made, "accept"), cast.charlie, because="join first")
    look(cast, made, "accept", cast.ada)
    assert state(made) == "accepted"
    assert Standing.objects.get(id=made).counts
    cast.refused(says(cast, made, "decline"), cast.ada, because="already decided", texts=WHY)


def test_nobody_reviews_herself(cast: Cast) -> None:
    own = tell(cast, cast.ada)
    cast.refused(says(cast, own, "accept"), cast.ada, because="your own contribution")


def test_a_rule_says_how_many_of_whom(cast: Cast, made: str) -> None:
    rule = ReviewRuleAdopted(reviewers=2, who="members")
    cast.refused(rule, cast.bob, because="Only a steward")
    cast.refused(rule, because="not enough people here")
    dora = joined(cast, "Dora Dekker")
    cast.refused(ReviewRuleAdopted(reviewers=0), because="Between one and 9")
    cast.refused(ReviewRuleAdopted(reviewers=10), because="Between one and 9")
    cast.refused(ReviewRuleAdopted(reviewers=1, who="stewards"), because="the rule already")
    cast.say(rule)
    cast.refused(rule, because="the rule already")
    look(cast, made, "accept", dora)
    assert state(made) == "told"
    cast.refused(says(cast, made, "accept"), dora, because="said that already")
    look(cast, made, "accept", cast.ada)
    assert state(made) == "accepted"


def test_where_keepers_look_stewards_may_too(cast: Cast, made: str) -> None:
    keeper, dora = joined(cast, "Kees Kuiper", "keeper"), joined(cast, "Dora Dekker")
    cast.say(ReviewRuleAdopted(reviewers=2, who="keepers"))
    cast.refused(says(cast, made, "accept"), dora, because="keepers and stewards look")
    look(cast, made, "accept", keeper)
    look(cast, made, "accept", cast.ada)
    assert state(made) == "accepted"


def test_declining_and_asking_for_more_need_a_reason(cast: Cast, made: str) -> None:
    for verdict in ("more", "decline"):
        cast.refused(says(cast, made, verdict), because="Say why")
    look(cast, made, "decline", cast.ada)
    assert state(made) == "declined"
    assert not Standing.objects.get(id=made).counts


def test_as_many_decline_as_must_accept_and_until_then_both_words_stand(cast: Cast, made: str) -> None:
    dora, erik = joined(cast, "Dora Dekker"), joined(cast, "Erik Evers")
    cast.say(ReviewRuleAdopted(reviewers=2, who="members"))
    look(cast, made, "accept", dora)
    look(cast, made, "decline", cast.ada)
    assert state(made) == "told"
    look(cast, made, "decline", erik)
    assert state(made) == "declined"


def test_a_later_word_takes_the_place_of_an_earlier_one(cast: Cast, made: str) -> None:
    dora = joined(cast, "Dora Dekker")
    cast.say(ReviewRuleAdopted(reviewers=2, who="members"))
    look(cast, made, "decline", dora)
    look(cast, made, "accept", dora)
    look(cast, made, "accept", cast.ada)
    assert state(made) == "accepted"
    assert sorted(Review.objects.values_list("verdict", "counts")) == [
        ("accept", True), ("accept", True), ("decline", False),
    ]  # fmt: skip


def test_asking_for_more_holds_up_until_the_author_adds_or_the_word_changes(cast: Cast, made: str) -> None:
    dora, erik = joined(cast, "Dora Dekker"), joined(cast, "Erik Evers")
    cast.say(ReviewRuleAdopted(reviewers=2, who="members"))
    look(cast, made, "more", dora)
    assert state(made) == "more"
    look(cast, made, "accept", cast.ada)
    look(cast, made, "accept", erik)
    assert state(made) == "more"
    look(cast, made, "accept", dora)
    assert state(made) == "accepted"


def test_whoever_adds_opens_it_again_and_everybody_looks_at_what_is_new(cast: Cast, made: str) -> None:
    look(cast, made, "more", cast.ada)
    seen = Log.objects.get(slug=cast.slug).size
    cast.say(AddedTo(flow=made), cast.bob, texts={"note": "The hinge"})
    assert (state(made), Review.objects.get().counts) == ("told", False)
    cast.refused(says(cast, made, "accept", seen), because="She has added something since you looked: look again.")
    cast.refused(says(cast, made, "accept", 10_000), because="before you speak")
    look(cast, made, "accept", cast.ada)
    assert state(made) == "accepted"
    cast.refused(AddedTo(flow=made), cast.bob, because="already decided", texts={"note": "More"})


def test_what_was_declined_can_be_contested_and_then_counts(cast: Cast, made: str) -> None:
    look(cast, made, "decline", cast.ada)
    contest = cast.say(Contested(flows=(made,)), cast.bob, texts={"reason": "It is all there"})
    assert queries.acceptances(cast.slug).named[made][3] == contest
    cast.say(Settled(contest=contest, counts=True), texts={"reason": "So it is"})
    assert (state(made), Standing.objects.get(id=made).counts) == ("accepted", True)


def test_what_a_steward_accepted_with_a_version_needs_no_review(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    made = cast.say(Contributed(creation=car, work="design"), cast.bob)
    other = cast.say(Contributed(creation=car, work="design"), cast.bob)
    look(cast, other, "decline", cast.ada)
    release = cast.say(Released(creation=car, name="1", own=1, inputs=()))
    cast.say(Accepted(version=release))
    cast.refused(says(cast, made, "accept"), because="already decided")
    events = {event.id: event for event in work_events(cast.slug)}
    decided = queries.acceptances(cast.slug)
    assert [decided.of(events[id]).counts for id in (made, other)] == [True, False]  # type: ignore[union-attr]


def test_who_has_left_or_is_not_asked_any_more_decides_nothing(cast: Cast, made: str) -> None:
    dora, erik = joined(cast, "Dora Dekker"), joined(cast, "Erik Evers")
    keeper = joined(cast, "Kees Kuiper", "keeper")
    cast.say(ReviewRuleAdopted(reviewers=2, who="members"))
    look(cast, made, "more", erik)
    look(cast, made, "accept", dora)
    cast.say(Left(), erik)
    look(cast, made, "accept", keeper)  # what Erik asked for holds nothing up
    assert state(made) == "accepted"
    second = tell(cast)
    look(cast, second, "decline", dora)
    cast.say(ReviewRuleAdopted(reviewers=2, who="keepers"))
    look(cast, second, "decline", keeper)
    assert state(second) == "told"
    look(cast, second, "decline", cast.ada)
    assert state(second) == "declined"


def test_a_part_of_a_need_that_is_declined_or_settled_so_is_free_again(cast: Cast, tmp_path: Path) -> None:
    def done(who: SecretKey) -> str:
        return cast.say(Contributed(need=need, work="design", done=True), who)

    def stands() -> tuple[str, int, int]:
        row = Need.objects.get(id=need)
        return row.state, row.given, row.holders

    dora = joined(cast, "Dora Dekker", "steward")
    need = cast.say(Needed(work="design", gives=Gives(points=5)), texts={"title": "A hinge"})
    first = done(cast.bob)
    look(cast, first, "decline", cast.ada)
    assert stands() == ("open", 0, 0)
    second = done(dora)
    look(cast, second, "accept", cast.ada)
    assert stands() == ("done", 5, 1)
    contest = cast.say(Contested(flows=(first, second)), cast.bob, texts=WHY)
    cast.say(Settled(contest=contest, counts=False))
    assert stands() == ("open", 0, 0)
    replays(cast, tmp_path)
