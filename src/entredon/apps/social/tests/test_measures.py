"""Measures: visible, the milder first, ending by themselves, and another steward looks at an appeal."""

from pathlib import Path

import pytest

from entredon.apps.people.entries import Left
from entredon.apps.social.tests.talking import (
    TODAY,
    AppealAnswered,
    Appealed,
    Edited,
    MeasureLifted,
    MeasureTaken,
    Opened,
    Reacted,
    Spoken,
    TakenBack,
    Talk,
    later,
    person,
)
from entredon.log import verify_here


def test_a_hidden_post_is_shown_again_after_its_day_and_nothing_is_added_meanwhile(talk: Talk) -> None:
    post = talk.post()
    measure = talk.hide(post, days=7)
    assert (talk.row(post).state, talk.row(post).hidden_until) == ("hidden", later(7))
    assert talk.measure(measure).person == person(talk.cast.bob)
    for day in (TODAY, later(7)):
        talk.refused(Spoken(thread=talk.topic, answers=post), talk.eve, day, because="hidden until", text="Yes")
        talk.refused(Reacted(post=post, reaction="heart"), talk.eve, day, because="hidden until")
    talk.post(by=talk.eve, answers=post, day=later(8))
    again = talk.say(
        MeasureTaken(measure="hidden", post=post, until=later(20)), talk.cast.ada, later(8), reason="Still."
    )
    assert talk.row(post).hidden == again


def test_what_is_milder_comes_first(talk: Talk) -> None:
    bob = person(talk.cast.bob)
    slow = MeasureTaken(measure="slowed", person=bob, until=later(3))
    pause = MeasureTaken(measure="paused", person=bob, until=later(3))
    talk.refused(slow, talk.cast.ada, because="Warn her first", reason="x")
    talk.refused(pause, talk.cast.ada, because="Slow her down first", reason="x")
    warning = talk.warn()
    talk.refused(pause, talk.cast.ada, because="Slow her down first", reason="x")
    talk.slow()
    talk.pause()
    assert talk.measure(warning).state == "in_force"


def test_a_warning_that_was_found_wrong_is_no_first_step(talk: Talk) -> None:
    warning = talk.warn()
    talk.say(Appealed(measure=warning), text="It was a joke.")
    talk.say(AppealAnswered(measure=warning, stands=False), talk.dora, reason="It was.")
    slow = MeasureTaken(measure="slowed", person=person(talk.cast.bob), until=later(3))
    talk.refused(slow, talk.cast.ada, because="Warn her first", reason="x")


def test_who_is_slowed_says_three_things_a_day(talk: Talk) -> None:
    talk.post()
    talk.warn()
    talk.slow(days=7)
    talk.post()
    last = talk.post()
    talk.refused(Spoken(thread=talk.topic), because="3 things today", text="Four")
    talk.say(Edited(post=last), text="Better")
    talk.post(by=talk.eve)
    for _ in range(3):
        talk.post(day=later(1))
    talk.refused(Spoken(thread=talk.topic), day=later(1), because="3 things today", text="Four")
    for _ in range(4):
        talk.post(day=later(8))


def test_a_topic_is_one_of_the_three_things_and_the_first_post_in_it_is_the_same_thing(talk: Talk) -> None:
    talk.warn()
    talk.slow(days=7)
    talk.day = later(1)
    for _ in range(2):
        talk.open("What else?")
    talk.post()
    talk.refused(Opened(), because="3 things today", title="Four")
    talk.refused(Spoken(thread=talk.topic), because="3 things today", text="Four")
    talk.day = later(2)
    talk.post()
    talk.post()
    topic = talk.open("And what else?")
    talk.post(thread=topic)
    talk.refused(Spoken(thread=topic), because="3 things today", text="Four")
    talk.refused(Opened(), because="3 things today", title="Four")
    talk.day = later(8)
    for _ in range(4):
        talk.open("And more?")
    talk.warn()
    talk.slow(days=7)
    talk.pause(days=5)
    talk.refused(Opened(), because="paused your part", title="x")


def test_who_is_paused_says_nothing_but_can_take_back_and_give_signs(talk: Talk) -> None:
    post, other = talk.post(), talk.post(by=talk.eve)
    talk.warn()
    talk.slow()
    talk.pause(days=5)
    for day in (TODAY, later(5)):
        talk.refused(Spoken(thread=talk.topic), day=day, because="paused your part", text="x")
        talk.refused(Edited(post=post), day=day, because="paused your part", text="x")
    talk.say(Reacted(post=other, reaction="thanks"))
    talk.say(TakenBack(post=post))
    talk.post(day=later(8))


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"measure": "hidden", "post": None, "until": later(1)}, "which post"),
        ({"measure": "hidden", "person": "eve", "until": later(1)}, "about who wrote it"),
        ({"measure": "hidden", "until": TODAY}, "after today"),
        ({"measure": "hidden", "until": ""}, "not a day"),
        ({"measure": "hidden", "until": "2026-02-30"}, "not a day"),
        ({"measure": "hidden", "until": later(366)}, "at most 365 days"),
        ({"measure": "warned", "post": None}, "whom this is about"),
        ({"measure": "warned", "post": None, "person": "eve", "until": later(1)}, "no end"),
        ({"measure": "warned", "person": "eve"}, "written by somebody else"),
        ({"measure": "warned", "post": None, "person": "nobody"}, "Nobody here"),
        ({"measure": "warned", "post": None, "person": "ada"}, "about yourself"),
        ({"measure": "slowed", "post": None, "person": "bob", "until": later(31)}, "at most 30 days"),
        ({"measure": "paused", "post": None, "person": "bob", "until": later(91)}, "at most 90 days"),
        ({"measure": "paused", "post": None, "person": "bob", "until": later(-1)}, "after today"),
        ({"measure": "hidden", "post": "f" * 64, "until": later(1)}, "no post"),
    ],
)
def test_a_measure_that_is_out_of_measure_is_refused(talk: Talk, fields: dict[str, str], because: str) -> None:
    people = {"eve": talk.eve, "ada": talk.cast.ada, "bob": talk.cast.bob}
    given = {"post": talk.post(), **fields}
    if "person" in given:
        given["person"] = person(people[given["person"]]) if given["person"] in people else "k:" + "f" * 64
    talk.refused(MeasureTaken(**given), talk.cast.ada, because=because, reason="x")


def test_only_stewards_take_measures_with_a_reason_and_not_twice(talk: Talk) -> None:
    post = talk.post()
    fact = MeasureTaken(measure="hidden", post=post, until=later(3))
    talk.refused(fact, talk.eve, because="Only a steward", reason="x")
    talk.refused(fact, talk.cast.ada, because="Say why")
    own = talk.post(by=talk.cast.ada)
    talk.refused(
        MeasureTaken(measure="hidden", post=own, until=later(3)), talk.cast.ada, because="yourself", reason="x"
    )
    talk.hide(post, days=3)
    talk.refused(fact, talk.dora, because="in force until", reason="x")
    talk.warn()
    talk.slow(days=2)
    talk.refused(
        MeasureTaken(measure="slowed", person=person(talk.cast.bob), until=later(1)), talk.dora, because="in force",
        reason="x",
    )  # fmt: skip
    talk.slow(days=5, day=later(3))


def test_a_steward_ends_a_measure_before_its_day(talk: Talk) -> None:
    post = talk.post()
    hidden = talk.hide(post)
    talk.refused(MeasureLifted(measure=hidden), because="Only a steward", reason="x")
    talk.refused(MeasureLifted(measure=hidden), talk.dora, because="Say why")
    talk.refused(MeasureLifted(measure="f" * 64), talk.dora, because="no measure", reason="x")
    talk.refused(MeasureLifted(measure=hidden), talk.dora, later(8), because="over already", reason="x")
    talk.say(MeasureLifted(measure=hidden), talk.dora, reason="It was changed.")
    assert (talk.row(post).state, talk.measure(hidden).state) == ("said", "lifted")
    talk.refused(MeasureLifted(measure=hidden), talk.dora, because="over already", reason="x")
    talk.warn()
    talk.slow()
    pause = talk.pause()
    talk.say(MeasureLifted(measure=pause), talk.cast.ada, reason="She has thought about it.")
    talk.post()


def test_a_steward_does_not_end_a_measure_about_herself(talk: Talk) -> None:
    post = talk.post(by=talk.dora)
    hidden = talk.hide(post)
    talk.refused(MeasureLifted(measure=hidden), talk.dora, because="yourself", reason="x")
    talk.say(Appealed(measure=hidden), talk.dora, text="No.")
    talk.refused(AppealAnswered(measure=hidden, stands=False), talk.dora, because="yourself", reason="x")
    # Ada took it, and no other steward is left whom it isn't about.
    talk.say(AppealAnswered(measure=hidden, stands=True), talk.cast.ada, reason="Yes.")


def test_whom_it_is_about_appeals_once_while_it_lasts(talk: Talk) -> None:
    hidden, warning = talk.hide(talk.post(), days=3), talk.warn()
    talk.refused(Appealed(measure=hidden), talk.eve, because="Only whom", text="x")
    talk.refused(Appealed(measure=hidden), because="see otherwise")
    talk.refused(Appealed(measure="f" * 64), because="no measure", text="x")
    talk.refused(Appealed(measure=hidden), day=later(4), because="is over", text="x")
    talk.refused(Appealed(measure=warning), day=later(31), because="is over", text="x")
    appeal = talk.say(Appealed(measure=hidden), day=later(3), text="It is my own address.")
    assert talk.measure(hidden).appeal == appeal
    talk.refused(Appealed(measure=hidden), because="already", text="x")
    talk.say(Left(), talk.cast.bob)
    talk.say(Appealed(measure=warning), day=later(30), text="I have left, and still.")


def test_another_steward_answers_the_appeal(talk: Talk) -> None:
    talk.warn()
    talk.slow()
    pause = talk.pause()
    talk.refused(AppealAnswered(measure=pause, stands=False), talk.dora, because="No appeal", reason="x")
    talk.say(Appealed(measure=pause), text="No.")
    talk.refused(AppealAnswered(measure=pause, stands=False), talk.eve, because="Only a steward", reason="x")
    talk.refused(AppealAnswered(measure=pause, stands=False), talk.cast.ada, because="another steward", reason="x")
    talk.refused(AppealAnswered(measure=pause, stands=False), talk.dora, because="Say why")
    talk.say(AppealAnswered(measure=pause, stands=False), talk.dora, reason="He is right.")
    assert talk.measure(pause).state == "overturned"
    talk.post()
    talk.refused(AppealAnswered(measure=pause, stands=True), talk.dora, because="No appeal", reason="x")


def test_a_measure_that_is_upheld_stands_until_its_day_and_can_be_lifted(talk: Talk) -> None:
    hidden = talk.hide(post := talk.post())
    talk.say(Appealed(measure=hidden), text="No.")
    talk.say(AppealAnswered(measure=hidden, stands=True), talk.dora, reason="Yes.")
    assert (talk.measure(hidden).state, talk.row(post).state) == ("upheld", "hidden")
    talk.say(MeasureLifted(measure=hidden), talk.cast.ada, reason="Enough.")
    assert talk.row(post).state == "said"


def test_an_appeal_is_answered_also_when_the_measure_was_lifted_meanwhile(talk: Talk) -> None:
    hidden = talk.hide(talk.post())
    talk.say(Appealed(measure=hidden), text="No.")
    talk.say(MeasureLifted(measure=hidden), talk.cast.ada, reason="Enough.")
    talk.say(AppealAnswered(measure=hidden, stands=False), talk.dora, reason="It was wrong.")
    assert talk.measure(hidden).state == "overturned"


def test_all_of_it_can_be_replayed(talk: Talk, tmp_path: Path) -> None:
    test_an_appeal_is_answered_also_when_the_measure_was_lifted_meanwhile(talk)
    test_another_steward_answers_the_appeal(talk)
    report = verify_here.verify(talk.slug, tmp_path)
    assert report.verdict == "sound"
