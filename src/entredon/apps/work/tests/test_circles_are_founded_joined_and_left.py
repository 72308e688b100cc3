"""Circles: who founds one, who is in it, and what it shows of a week."""

import pytest

from entredon.apps.library.entries import Created
from entredon.apps.people.entries import Left
from entredon.apps.work.entries_circles import CircleFounded, CircleJoined, CircleLeft, DemoShown
from entredon.apps.work.entries_ideas import Reworded
from entredon.apps.work.models import Circle, CircleMember, Demo
from entredon.testing_cast import Cast, person

NOWHERE = "f" * 64
THURSDAY = "2026-11-26T10:00:00.000Z"
TEXT = {"text": "The roof folds."}


def found(cast: Cast, name: str = "Roof", **fields: str) -> str:
    return cast.say(CircleFounded(name=name, **fields), cast.bob)


def test_a_member_founds_a_circle_and_is_in_it(cast: Cast) -> None:
    cast.refused(CircleFounded(name="Roof"), cast.charlie, because="join first")
    car = cast.say(Created(name="Car"))
    id = cast.say(CircleFounded(name=" The  roof ", creation=car), cast.bob, texts={"text": "Keeps the rain out"})
    row = Circle.objects.get(id=id)
    assert (row.name, row.creation, row.members, row.texts) == ("The roof", car, 1, {"text": id})
    assert CircleMember.objects.get(circle=id).person == person(cast.bob)


def test_a_circle_has_a_name_of_its_own(cast: Cast) -> None:
    found(cast)
    cast.refused(CircleFounded(name="rOOF "), because="named “rOOF” already")
    for name in ("", "   ", "x" * 81, "two\nlines"):
        cast.refused(CircleFounded(name=name), because="name of a circle")


def test_what_a_circle_names_must_be_here(cast: Cast) -> None:
    cast.refused(CircleFounded(name="Roof", creation=NOWHERE), because="no creation")
    cast.refused(CircleFounded(name="Roof", part_of=NOWHERE), because="no circle ffffffffff")


def test_circles_lie_within_one_another_but_not_endlessly(cast: Cast) -> None:
    inner = found(cast, "0")
    for n in range(1, 6):
        inner = found(cast, str(n), part_of=inner)
    cast.refused(CircleFounded(name="6", part_of=inner), because="at most 6 deep")


def test_members_join_and_leave_and_come_back(cast: Cast) -> None:
    id = found(cast)
    cast.refused(CircleJoined(circle=id), cast.charlie, because="join first")
    cast.refused(CircleJoined(circle=id), cast.bob, because="in this circle already")
    cast.refused(CircleLeft(circle=id), because="not in this circle")
    cast.refused(CircleJoined(circle=NOWHERE), because="no circle")
    cast.say(CircleJoined(circle=id))
    cast.say(CircleLeft(circle=id))
    cast.refused(CircleLeft(circle=id), because="not in this circle")
    cast.say(CircleJoined(circle=id))
    assert Circle.objects.get(id=id).members == 2
    assert CircleMember.objects.get(id=f"{id}/{person(cast.ada)}").left == ""


def test_who_left_the_commons_can_still_leave_a_circle_but_not_join_one(cast: Cast) -> None:
    one, two = found(cast), cast.say(CircleFounded(name="Wheels"))
    cast.say(Left(), cast.bob)
    cast.refused(CircleJoined(circle=two), cast.bob, because="You have left this commons")
    cast.say(CircleLeft(circle=one), cast.bob)
    assert Circle.objects.get(id=one).members == 0


def test_only_who_is_in_a_circle_shows_what_changed(cast: Cast) -> None:
    id = found(cast)
    fact = DemoShown(circle=id, week="2026-W48")
    cast.refused(fact, because="not in this circle", texts=TEXT, at=THURSDAY)
    cast.refused(fact, cast.bob, because="Say what changed", at=THURSDAY)
    cast.refused(DemoShown(circle=id, week="2026-W49"), cast.bob, because="not begun yet", texts=TEXT, at=THURSDAY)
    cast.refused(DemoShown(circle=NOWHERE, week="2026-W48"), cast.bob, because="no circle", texts=TEXT, at=THURSDAY)
    told = cast.say(fact, cast.bob, texts=TEXT, at=THURSDAY)
    assert (Demo.objects.get(id=told).week, Demo.objects.get(id=told).person) == ("2026-W48", person(cast.bob))
    cast.say(DemoShown(circle=id, week="2026-W47"), cast.bob, texts=TEXT, at=THURSDAY)


@pytest.mark.parametrize(
    "week", ["", "2026-48", "2026-W54", "2026-W00", "2027-W53", "2026-w48", "2026-W4８", "2026-W48-1"]
)
def test_a_week_is_written_as_the_calendar_of_weeks_writes_it(cast: Cast, week: str) -> None:
    id = found(cast)
    cast.refused(DemoShown(circle=id, week=week), cast.bob, because="is not a week", texts=TEXT, at=THURSDAY)


def test_the_first_days_of_january_can_belong_to_the_last_week_of_the_year_before(cast: Cast) -> None:
    id = found(cast)
    at = "2027-01-02T10:00:00.000Z"
    cast.refused(DemoShown(circle=id, week="2027-W01"), cast.bob, because="not begun", texts=TEXT, at=at)
    cast.say(DemoShown(circle=id, week="2026-W53"), cast.bob, texts=TEXT, at=at)


def test_what_a_circle_is_for_is_worded_anew(cast: Cast) -> None:
    id = found(cast)
    anew = cast.say(Reworded(of=id), cast.bob, texts={"text": "Keeps the rain out"})
    assert Circle.objects.get(id=id).texts == {"text": anew}
    cast.refused(Reworded(of=id), cast.bob, because="no text named “title”", texts={"title": "Roofs"})
