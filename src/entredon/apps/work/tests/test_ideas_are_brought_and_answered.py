"""Bringing ideas, supporting and answering them: who may, and what becomes of each."""

import pytest

from entredon.apps.flows.models import Flow
from entredon.apps.flows.queries import work_events
from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created
from entredon.apps.work.entries_ideas import IdeaAnswered, Proposed, Reworded, Supported
from entredon.apps.work.entries_needs import NeedClosed, Needed
from entredon.apps.work.models import Idea, IdeaAnswer, Need, Rewording, Support
from entredon.log import door
from entredon.log.door import Saying
from entredon.log.registry import Refused
from entredon.testing_cast import Cast, key_of, person

NOWHERE = "f" * 64
ONE = {"title": "A roof that folds", "text": "So that it fits below the stairs."}
WHY = {"reason": "Too heavy for one person"}


def bring(cast: Cast, title: str = "A roof that folds", **fields: object) -> str:
    return cast.say(Proposed(**fields), cast.bob, texts={"title": title})  # type: ignore[arg-type]


def need(cast: Cast, **fields: object) -> str:
    return cast.say(Needed(work="design", **fields), texts={"title": "A hinge"})  # type: ignore[arg-type]


def idea(id: str) -> Idea:
    return Idea.objects.get(id=id)


def test_a_member_brings_an_idea_and_it_is_a_resource_of_hers(cast: Cast) -> None:
    cast.refused(Proposed(), cast.charlie, because="join first", texts=ONE)
    cast.refused(Proposed(), cast.bob, because="needs a title", texts={"text": "words"})
    id = cast.say(Proposed(), cast.bob, texts=ONE)
    row = idea(id)
    assert (row.person, row.state, row.supporters, row.texts) == (
        person(cast.bob),
        "open",
        0,
        {"title": id, "text": id},
    )
    flow = Flow.objects.get(id=f"{id}.1")
    assert (flow.action, flow.provider, flow.resource_inventoried_as) == ("produce", person(cast.bob), id)
    assert list(work_events(cast.slug)) == []  # it is no contribution yet


def test_an_idea_builds_on_ideas_that_are_here_each_named_once(cast: Cast) -> None:
    first = bring(cast)
    assert idea(bring(cast, builds_on=(first,))).builds_on == [first]
    cast.refused(Proposed(builds_on=(first, first)), because="each idea once", texts=ONE)
    cast.refused(Proposed(builds_on=(NOWHERE,)), because="no idea ffffffffff", texts=ONE)
    cast.refused(Proposed(builds_on=tuple(f"{n:064}" for n in range(21))), because="At most 20", texts=ONE)


def test_support_is_counted_once_and_can_be_taken_back(cast: Cast) -> None:
    id = bring(cast)
    cast.refused(Supported(of=id), cast.charlie, because="join first")
    cast.refused(Supported(of=id), cast.bob, because="your own")
    cast.refused(Supported(of=id, supports=False), because="don’t support")
    cast.say(Supported(of=id))
    assert idea(id).supporters == 1
    cast.refused(Supported(of=id), because="already")
    cast.say(Supported(of=id, supports=False))
    assert (idea(id).supporters, Support.objects.get(of=id).supports) == (0, False)
    cast.say(Supported(of=id))
    assert (idea(id).supporters, Support.objects.count()) == (1, 1)
    cast.refused(Supported(of=NOWHERE), because="no idea and no need")


def test_a_need_is_supported_the_same_way(cast: Cast) -> None:
    id = need(cast)
    cast.say(Supported(of=id), cast.bob)
    assert Need.objects.get(id=id).supporters == 1
    cast.say(NeedClosed(need=id, outcome="done"))
    cast.say(Supported(of=id, supports=False), cast.bob)
    cast.refused(Supported(of=id), cast.bob, because="decided already")


def test_only_a_steward_answers_and_whoever_parks_or_declines_says_why(cast: Cast) -> None:
    id = bring(cast)
    fact = IdeaAnswered(idea=id, outcome="declined")
    cast.refused(fact, cast.bob, because="Only a steward", texts=WHY)
    cast.refused(fact, because="Say why")
    cast.refused(IdeaAnswered(idea=id, outcome="parked"), because="Say why")
    cast.refused(IdeaAnswered(idea=NOWHERE, outcome="parked"), because="no idea", texts=WHY)
    answer = cast.say(fact, texts=WHY)
    row = idea(id)
    assert (row.state, row.answered, row.answered_by, row.flow) == ("declined", answer, person(cast.ada), "")


def test_what_was_parked_or_declined_can_be_answered_again_and_every_answer_is_kept(cast: Cast) -> None:
    id, into = bring(cast), need(cast)
    cast.say(IdeaAnswered(idea=id, outcome="parked"), texts=WHY)
    cast.say(IdeaAnswered(idea=id, outcome="declined"), texts=WHY)
    cast.say(IdeaAnswered(idea=id, outcome="adopted", needs=(into,)))
    answers = IdeaAnswer.objects.filter(idea=id).order_by("position")
    assert [answer.outcome for answer in answers] == ["parked", "declined", "adopted"]
    cast.refused(IdeaAnswered(idea=id, outcome="declined"), because="that stands", texts=WHY)
    cast.refused(IdeaAnswered(idea=id, outcome="adopted", needs=(into,)), because="that stands")


def test_an_adopted_idea_is_a_contribution_to_what_the_creation_is_becoming(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    id, into = bring(cast), need(cast, creation=car)
    answer = cast.say(IdeaAnswered(idea=id, outcome="adopted", needs=(into,), creation=car, points=3))
    (event,) = work_events(cast.slug)
    assert (event.id, event.person, event.kind) == (f"{answer}.1", person(cast.bob), "idea")
    assert event.measures == {"points": 3}
    assert event.process == library.find_version(cast.slug, "").process
    row = idea(id)
    assert (row.state, row.needs, row.flow, row.points) == ("adopted", [into], event.id, 3)
    assert Flow.objects.get(id=event.id).resource_inventoried_as == id
    assert Need.objects.get(id=into).ideas == [id]


def test_new_needs_are_written_in_the_same_step_as_the_answer(cast: Cast) -> None:
    id, there = bring(cast), need(cast)
    said = [
        Saying(Needed(work="design", ideas=(id,)), cast.ada, {"title": "Draw it"}),
        Saying(Needed(work="review", ideas=(id,)), cast.ada, {"title": "Look at it"}),
        Saying(IdeaAnswered(idea=id, outcome="adopted", needs=(there,)), cast.ada),
    ]
    done = door.append_many(cast.slug, said)
    assert idea(id).needs == [done[0].id, done[1].id, there]


def test_an_idea_is_adopted_into_needs_that_are_here(cast: Cast) -> None:
    id, gone = bring(cast), need(cast)
    cast.say(NeedClosed(need=gone, outcome="dropped"))
    cast.refused(IdeaAnswered(idea=id, outcome="adopted"), because="one or more needs")
    cast.refused(IdeaAnswered(idea=id, outcome="adopted", needs=(NOWHERE,)), because="no need ffffffffff")
    cast.refused(IdeaAnswered(idea=id, outcome="adopted", needs=(gone,)), because="was dropped")
    there = need(cast)
    cast.refused(IdeaAnswered(idea=id, outcome="adopted", needs=(there, there)), because="each need once")
    many = tuple(f"{n:064}" for n in range(21))
    cast.refused(IdeaAnswered(idea=id, outcome="adopted", needs=many), because="At most 20")
    cast.refused(IdeaAnswered(idea=id, outcome="adopted", needs=(there,), creation=NOWHERE), because="no creation")
    cast.refused(
        IdeaAnswered(idea=id, outcome="parked", needs=(there,)), because="Only an idea that is adopted", texts=WHY
    )


@pytest.mark.parametrize("points", [-1, 10**6 + 1])
def test_an_idea_weighs_between_nothing_and_a_million_points(cast: Cast, points: int) -> None:
    id, into = bring(cast), need(cast)
    cast.refused(IdeaAnswered(idea=id, outcome="adopted", needs=(into,), points=points), because="from 0 to")
    cast.say(IdeaAnswered(idea=id, outcome="adopted", needs=(into,), points=10**6))
    assert idea(id).points == 10**6


def test_a_merged_idea_counts_as_soon_as_what_it_went_into_is_adopted(cast: Cast) -> None:
    first, second, third, into = bring(cast), bring(cast), bring(cast), need(cast)
    cast.say(IdeaAnswered(idea=first, outcome="merged", into=second, points=2))
    assert (idea(first).state, idea(first).into, idea(first).flow) == ("merged", second, "")
    answer = cast.say(IdeaAnswered(idea=second, outcome="adopted", needs=(into,), points=5))
    assert (idea(second).flow, idea(first).flow) == (f"{answer}.1", f"{answer}.2")
    late = cast.say(IdeaAnswered(idea=third, outcome="merged", into=second, points=7))
    assert idea(third).flow == f"{late}.1"
    assert sorted(event.measures["points"] for event in work_events(cast.slug)) == [2, 5, 7]
    cast.refused(IdeaAnswered(idea=third, outcome="declined"), because="that stands", texts=WHY)


def test_an_idea_never_goes_into_itself_also_not_by_way_of_others(cast: Cast) -> None:
    one, two, three = bring(cast), bring(cast), bring(cast)
    cast.refused(IdeaAnswered(idea=one, outcome="merged", into=one), because="into itself")
    cast.refused(IdeaAnswered(idea=one, outcome="merged"), because="names the one it goes into")
    cast.refused(IdeaAnswered(idea=one, outcome="parked", into=two), because="no other does", texts=WHY)
    cast.say(IdeaAnswered(idea=one, outcome="merged", into=two))
    cast.say(IdeaAnswered(idea=two, outcome="merged", into=three))
    cast.refused(IdeaAnswered(idea=three, outcome="merged", into=one), because="into itself")
    cast.refused(Supported(of=one), because="support that")
    # What it went into came to nothing, so it can have an answer of its own again.
    cast.say(IdeaAnswered(idea=three, outcome="declined"), texts=WHY)
    cast.say(IdeaAnswered(idea=one, outcome="parked"), texts=WHY)
    assert (idea(one).state, idea(one).into) == ("parked", "")


def test_a_steward_leaves_her_own_idea_to_another_if_there_is_one(cast: Cast) -> None:
    from entredon.apps.commons.entries import RoleGiven

    mine, into = cast.say(Proposed(), texts=ONE), need(cast)
    dora = key_of("Dora Dekker")
    cast.join(dora, "Dora Dekker")
    cast.say(RoleGiven(person=person(dora), role="steward"))
    cast.refused(IdeaAnswered(idea=mine, outcome="adopted", needs=(into,)), because="another steward answers it")
    cast.say(IdeaAnswered(idea=mine, outcome="adopted", needs=(into,)), dora)


def test_the_only_steward_answers_her_own_idea(cast: Cast) -> None:
    mine, into = cast.say(Proposed(), texts=ONE), need(cast)
    cast.say(IdeaAnswered(idea=mine, outcome="adopted", needs=(into,)))
    assert idea(mine).state == "adopted"


def test_two_answers_at_once_leave_one_outcome(cast: Cast) -> None:
    id, into = bring(cast), need(cast)
    fact = IdeaAnswered(idea=id, outcome="adopted", needs=(into,))
    with pytest.raises(Refused, match="Entry 2 of 2"):
        door.append_many(cast.slug, [Saying(fact, cast.ada), Saying(fact, cast.ada)])
    assert idea(id).state == "open"
    cast.say(fact)
    assert len(list(work_events(cast.slug))) == 1


def test_who_brought_something_or_a_steward_words_it_anew(cast: Cast) -> None:
    id = cast.say(Proposed(), cast.bob, texts=ONE)
    dora = key_of("Dora Dekker")
    cast.join(dora, "Dora Dekker")
    words = {"title": "A roof that rolls"}
    cast.refused(Reworded(of=id), dora, because="Only who wrote this", texts=words)
    cast.refused(Reworded(of=id), cast.bob, because="at least one text")
    cast.refused(Reworded(of=id), cast.bob, because="no text named “gives”", texts={"gives": "thanks"})
    cast.refused(Reworded(of=NOWHERE), cast.bob, because="no idea, need, call, offer or circle", texts=words)
    anew = cast.say(Reworded(of=id), cast.bob, texts=words)
    assert idea(id).texts == {"title": anew, "text": id}
    by_steward = cast.say(Reworded(of=id), texts={"text": "Rolled up it is a stick."})
    assert idea(id).texts == {"title": anew, "text": by_steward}
    told = Rewording.objects.filter(of=id).order_by("position")
    assert [(one.person, one.names) for one in told] == [
        (person(cast.bob), ["title"]), (person(cast.ada), ["text"]),
    ]  # fmt: skip


def test_a_need_is_worded_anew_with_what_counts_as_done(cast: Cast) -> None:
    id = need(cast)
    anew = cast.say(Reworded(of=id), texts={"done": "It opens and shuts"})
    assert Need.objects.get(id=id).texts == {"title": id, "done": anew}
