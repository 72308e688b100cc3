"""Open calls: who opens one, until when ideas are gathered, and how all that went in are credited."""

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.flows.queries import work_events
from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created
from entredon.apps.work.entries_ideas import CallClosed, CallOpened, Credit, IdeaAnswered, Proposed
from entredon.apps.work.entries_needs import Needed
from entredon.apps.work.models import Call, Idea
from entredon.testing_cast import Cast, person

CALL = {"title": "How do we keep the rain out?", "text": "The car has no roof.", "criteria": "Light", "gives": "Thanks"}
IDEA = {"title": "A roof that folds"}
OUTCOME = {"text": "We build the roof that folds, with the seam of the second idea."}
FIRST, DURING, AFTER = "2026-11-02T10:00:00.000Z", "2026-11-10T10:00:00.000Z", "2026-11-16T10:00:00.000Z"
NOWHERE = "f" * 64


def open_call(cast: Cast, **fields: str) -> str:
    return cast.say(CallOpened(closes="2026-11-15", **fields), texts=CALL, at=FIRST)


def bring(cast: Cast, call: str | None = None, at: str = DURING, **fields: object) -> str:
    return cast.say(Proposed(call=call, **fields), cast.bob, texts=IDEA, at=at)  # type: ignore[arg-type]


def went_in(*ideas: str) -> tuple[Credit, ...]:
    return tuple(Credit(idea=id) for id in ideas)


def test_a_steward_opens_a_call_if_need_be_for_a_partner(cast: Cast) -> None:
    fact = CallOpened(closes="2026-11-15", partner="Wheelworks Ghent")
    cast.refused(fact, cast.bob, because="Only a steward", texts=CALL, at=FIRST)
    cast.refused(fact, because="needs a title", texts={"text": "words"}, at=FIRST)
    id = cast.say(fact, texts=CALL, at=FIRST)
    row = Call.objects.get(id=id)
    assert (row.partner, row.closes, row.opens, row.closed, row.person) == (
        "Wheelworks Ghent", "2026-11-15", "", "", person(cast.ada),
    )  # fmt: skip
    assert sorted(row.texts) == ["criteria", "gives", "text", "title"]


@pytest.mark.parametrize(
    "day", ["", "tomorrow", "2026-13-01", "2026-2-1", "20261115", "2026-W48-4", "2026-11-31", "９０２６-11-01"]
)
def test_a_day_is_written_as_the_record_writes_days(cast: Cast, day: str) -> None:
    cast.refused(CallOpened(closes=day), because="is not a day", texts=CALL, at=FIRST)
    if day:
        cast.refused(CallOpened(closes="2026-11-15", opens=day), because="is not a day", texts=CALL, at=FIRST)


def test_a_call_opens_before_it_closes_and_not_in_the_past(cast: Cast) -> None:
    cast.refused(CallOpened(closes="2026-11-01"), because="is over already", texts=CALL, at=FIRST)
    cast.refused(CallOpened(closes="2026-11-15", opens="2026-11-16"), because="before it closes", texts=CALL, at=FIRST)
    cast.refused(CallOpened(closes="2026-11-15", partner="x" * 201), because="characters", texts=CALL, at=FIRST)
    cast.say(CallOpened(closes="2026-11-02", opens="2026-11-02"), texts=CALL, at=FIRST)


def test_ideas_for_a_call_are_brought_within_its_days(cast: Cast) -> None:
    call = open_call(cast, opens="2026-11-05")
    cast.refused(Proposed(call=NOWHERE), because="no call ffffffffff", texts=IDEA, at=DURING)
    cast.refused(Proposed(call=call), because="from 2026-11-05 on", texts=IDEA, at=FIRST)
    assert Idea.objects.get(id=bring(cast, call, "2026-11-15T23:59:59.999Z")).call == call
    cast.refused(Proposed(call=call), because="until 2026-11-15", texts=IDEA, at="2026-11-16T00:00:00.000Z")


def test_ideas_that_went_in_are_all_credited_at_once(cast: Cast) -> None:
    car, call = cast.say(Created(name="Car"), at=FIRST), open_call(cast)
    first, second, left = bring(cast, call), bring(cast, call), bring(cast, call)
    built = cast.say(Proposed(call=call, builds_on=(first,)), texts=IDEA, at=DURING)
    credited = (Credit(idea=first, points=3), Credit(idea=built), Credit(idea=second, points=2))
    end = cast.say(CallClosed(call=call, went_in=credited, creation=car), texts=OUTCOME, at=AFTER)
    events = {event.id: event for event in work_events(cast.slug)}
    assert [events[f"{end}.{n}"].measures["points"] for n in (1, 2, 3)] == [3, 1, 2]
    assert {event.process for event in events.values()} == {library.find_version(cast.slug, "").process}
    assert [events[f"{end}.{n}"].person for n in (1, 2)] == [person(cast.bob), person(cast.ada)]
    rows = {row.id: row for row in Idea.objects.all()}
    assert [rows[id].state for id in (first, built, second, left)] == ["adopted", "adopted", "adopted", "open"]
    assert rows[first].answered == end
    assert Call.objects.get(id=call).went_in == [first, built, second]


def test_a_call_is_closed_once_by_a_steward_who_tells_what_came_of_it(cast: Cast) -> None:
    call = open_call(cast)
    one = bring(cast, call)
    fact = CallClosed(call=call, went_in=went_in(one))
    cast.refused(fact, cast.bob, because="Only a steward", texts=OUTCOME, at=AFTER)
    cast.refused(fact, because="Say what came of the call", at=AFTER)
    cast.refused(fact, because="until 2026-11-15", texts=OUTCOME, at=DURING)
    cast.refused(CallClosed(call=call, went_in=went_in(one, one)), because="each idea once", texts=OUTCOME, at=AFTER)
    cast.refused(CallClosed(call=call, went_in=went_in(NOWHERE)), because="no idea", texts=OUTCOME, at=AFTER)
    heavy = (Credit(idea=one, points=10**6 + 1),)
    cast.refused(CallClosed(call=call, went_in=heavy), because="from 0 to", texts=OUTCOME, at=AFTER)
    cast.refused(CallClosed(call=NOWHERE), because="no call", texts=OUTCOME, at=AFTER)
    cast.say(fact, texts=OUTCOME, at=AFTER)
    cast.refused(fact, because="closed already", texts=OUTCOME, at=AFTER)
    cast.refused(Proposed(call=call), because="This call is closed", texts=IDEA, at=DURING)


def test_a_call_for_which_nobody_brought_anything_can_be_closed_early(cast: Cast) -> None:
    call = open_call(cast)
    cast.say(CallClosed(call=call), texts={"text": "We found a roof."}, at=DURING)
    assert Call.objects.get(id=call).closed_at == DURING


def test_an_idea_that_counts_already_goes_in_without_counting_twice(cast: Cast) -> None:
    call = open_call(cast)
    one, merged = bring(cast, call), bring(cast, call)
    need = cast.say(Needed(work="design"), texts={"title": "Draw it"}, at=DURING)
    cast.say(IdeaAnswered(idea=merged, outcome="merged", into=one, points=4), at=DURING)
    answer = cast.say(IdeaAnswered(idea=one, outcome="adopted", needs=(need,)), at=DURING)
    cast.say(CallClosed(call=call, went_in=went_in(merged, one)), texts=OUTCOME, at=AFTER)
    assert sorted(event.id for event in work_events(cast.slug)) == [f"{answer}.1", f"{answer}.2"]
    assert Idea.objects.get(id=one).answered == answer


def test_who_was_merged_and_named_herself_weighs_what_was_said_of_her(cast: Cast) -> None:
    call = open_call(cast)
    one, merged = bring(cast, call), bring(cast, call)
    cast.say(IdeaAnswered(idea=merged, outcome="merged", into=one, points=4), at=DURING)
    credited = (Credit(idea=one, points=1), Credit(idea=merged, points=9))
    cast.say(CallClosed(call=call, went_in=credited), texts=OUTCOME, at=AFTER)
    assert sorted(event.measures["points"] for event in work_events(cast.slug)) == [1, 9]


def test_only_ideas_of_the_call_that_were_not_turned_down_go_in(cast: Cast) -> None:
    call, other = open_call(cast), open_call(cast)
    elsewhere, at_large, parked, declined = bring(cast, other), bring(cast), bring(cast, call), bring(cast, call)
    cast.say(IdeaAnswered(idea=parked, outcome="parked"), texts={"reason": "Later"}, at=DURING)
    cast.say(IdeaAnswered(idea=declined, outcome="declined"), texts={"reason": "Too heavy"}, at=DURING)
    for id, because in (
        (elsewhere, "wasn't brought for this call"), (at_large, "wasn't brought for this call"),
        (parked, "parked or declined"), (declined, "parked or declined"),
    ):  # fmt: skip
        cast.refused(CallClosed(call=call, went_in=went_in(id)), because=because, texts=OUTCOME, at=AFTER)


def test_a_steward_credits_no_idea_of_her_own_while_another_is_there(cast: Cast) -> None:
    call, other = open_call(cast), open_call(cast)
    own = cast.say(Proposed(call=call), texts=IDEA, at=DURING)
    adopted = cast.say(Proposed(call=other), texts=IDEA, at=DURING)
    cast.say(RoleGiven(person=person(cast.bob), role="steward"), at=DURING)
    need = cast.say(Needed(work="design"), texts={"title": "Draw it"}, at=DURING)
    cast.say(IdeaAnswered(idea=adopted, outcome="adopted", needs=(need,)), cast.bob, at=DURING)
    fact = CallClosed(call=call, went_in=went_in(own))
    cast.refused(fact, because="is your own: another steward", texts=OUTCOME, at=AFTER)
    cast.say(fact, cast.bob, texts=OUTCOME, at=AFTER)
    cast.say(CallClosed(call=other, went_in=went_in(adopted)), texts=OUTCOME, at=AFTER)  # it is credited already
