"""Thousands of ideas: pages ask as few questions as about a few; and all of it replays to the same tables."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entredon.apps.flows.queries import work_events
from entredon.apps.library.entries import Created
from entredon.apps.work.entries_circles import CircleFounded, CircleJoined, CircleLeft, DemoShown
from entredon.apps.work.entries_ideas import CallClosed, CallOpened, Credit, IdeaAnswered, Proposed, Reworded, Supported
from entredon.apps.work.entries_needs import Needed
from entredon.log import door, rebuild
from entredon.log.door import Saying
from entredon.log.told import short
from entredon.testing_cast import Cast


def many(cast: Cast, count: int, **fields: Any) -> list[str]:
    said = [
        Saying(Proposed(**fields), cast.bob, {"title": f"Idea number {n}", "text": "It *would* be better."})
        for n in range(count)
    ]
    return [done.id for done in door.append_many(cast.slug, said)]


def test_pages_of_many_ideas_ask_as_few_questions_as_of_one(db: None) -> None:
    cast = Cast.found(draft=False, joining="open")
    (first,) = many(cast, 1)
    call = cast.say(CallOpened(closes="2999-01-01"), texts={"title": "How do we keep dry?"})
    many(cast, 1, call=call, builds_on=(first,))
    browser = cast.client("ada")
    here = "/c/merel/work/"
    paths = [
        f"{here}ideas/",
        f"{here}ideas/{short(first)}/",
        f"{here}calls/{short(call)}/",
        f"{here}ideas/?order=supported",
    ]

    def asked() -> list[int]:
        found = []
        for path in paths:
            browser.get(path)
            with CaptureQueriesContext(connection) as questions:
                assert browser.get(f"{path}{'&' if '?' in path else '?'}again=1").status_code == 200
            found.append(len(questions))
        return found

    few = asked()
    many(cast, 300, call=call, builds_on=(first,))
    assert asked() == few
    assert max(few) < 45


@pytest.mark.django_db(transaction=True)
def test_ideas_calls_and_circles_replay_to_the_same_tables_and_points() -> None:
    cast = Cast.found()
    car = cast.say(Created(name="Car"))
    one, two, three = many(cast, 3)
    cast.say(Supported(of=one))
    cast.say(Reworded(of=one), cast.bob, texts={"title": "Said otherwise"})
    cast.say(IdeaAnswered(idea=two, outcome="merged", into=one, points=2))
    cast.say(Needed(work="design", ideas=(one,)), texts={"title": "Draw it"})
    cast.say(IdeaAnswered(idea=one, outcome="adopted", creation=car, points=5))
    cast.say(IdeaAnswered(idea=three, outcome="parked"), texts={"reason": "Later"})
    at = "2026-11-02T10:00:00.000Z"
    call = cast.say(CallOpened(closes="2026-11-03"), texts={"title": "How do we keep dry?"}, at=at)
    four = cast.say(Proposed(call=call), cast.bob, texts={"title": "A roof"}, at=at)
    cast.say(CallClosed(call=call, went_in=(Credit(idea=four, points=7),), creation=car), texts={"text": "So."})
    circle = cast.say(CircleFounded(name="Roof", creation=car), cast.bob)
    cast.say(CircleJoined(circle=circle))
    cast.say(CircleLeft(circle=circle))
    cast.say(DemoShown(circle=circle, week="2026-W01"), cast.bob, texts={"text": "It folds."})
    assert sorted(event.measures["points"] for event in work_events(cast.slug)) == [2, 5, 7]
    assert rebuild.rebuild(cast.slug, write=False).code == 0
