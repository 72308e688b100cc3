"""A button that is pressed twice says once what stands in its form, and the second press leads to what the first one made."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from entredon.apps.work.entries import Contributed
from entredon.apps.work.entries_circles import CircleFounded
from entredon.apps.work.entries_ideas import IdeaAnswered, Proposed
from entredon.apps.work.models import Idea
from entredon.desk import saying
from entredon.log import clock
from entredon.log.models import Entry, Log
from entredon.log.told import short
from entredon.testing_cast import Cast

WORK = "/c/merel/work/"
CIRCLE = {"name": "Roof", "text": "Keeps the rain out", "creation": "", "part_of": ""}
IDEA = {"title": "A roof that folds", "text": "It fits below the stairs."}
SOUP = {"note": "Made soup", "kind": "help", "about": ""}
TWO = {**SOUP, "lines": "2", "line1-note": "Washed up", "line1-kind": "help", "line1-about": ""}


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast.found(draft=False, joining="open")


def size() -> int:
    return int(Log.objects.get(slug="merel").size)


def call_typed() -> dict[str, str]:
    closes = clock.now().date().replace(year=clock.now().year + 1, day=1).isoformat()
    return {"title": "What keeps the rain out?", "text": "", "criteria": "", "gives": "", "closes": closes}


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do things in the same moment, each in a thread of its own; gives their answers in the same order."""
    answers: list[Any] = [None] * len(acts)
    ready = threading.Barrier(len(acts), timeout=60)

    def do(number: int) -> None:
        ready.wait()
        try:
            answers[number] = acts[number]()
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize(("who", "where", "typed", "entries"), [
    ("bob", "tell/", SOUP, 1), ("bob", "tell/", TWO, 2), ("bob", "ideas/new/", IDEA, 1),
    ("bob", "circles/new/", CIRCLE, 1), ("ada", "calls/new/", {}, 1),
])  # fmt: skip
def test_what_is_sent_twice_is_recorded_once_and_both_lead_to_it(
    cast: Cast, who: str, where: str, typed: dict[str, str], entries: int
) -> None:
    before = size()
    browser, sent = cast.client(who), typed or call_typed()
    first, second = (browser.post(f"{WORK}{where}", sent) for _ in range(2))
    assert first.status_code == 302, first.content.decode()
    assert second["Location"] == first["Location"]
    assert size() == before + entries
    assert browser.get(second["Location"]).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("where", "typed", "entries"), [("tell/", TWO, 2), ("circles/new/", CIRCLE, 1)])
def test_what_is_sent_twice_in_the_same_moment_is_recorded_once(
    cast: Cast, where: str, typed: dict[str, str], entries: int
) -> None:
    before = size()
    browsers = [cast.client("bob"), cast.client("bob")]
    first, second = at_once(*(lambda browser=browser: browser.post(f"{WORK}{where}", typed) for browser in browsers))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert size() == before + entries


def test_a_file_that_comes_twice_is_told_once(cast: Cast) -> None:
    before = size()
    browser = cast.client("bob")
    where = set()
    for _ in range(2):
        sent = {**SOUP, "files": [SimpleUploadedFile("lid.pdf", b"%PDF-1.7\n", "application/pdf")]}
        where.add(browser.post(f"{WORK}tell/", sent)["Location"])
    assert len(where) == 1
    assert size() == before + 1


def test_what_is_different_in_anything_is_said_too(cast: Cast) -> None:
    before = size()
    browser = cast.client("bob")
    for more in ({}, {"note": "Made bread"}, {"hours": "1"}, {"kind": "design"}):
        browser.post(f"{WORK}tell/", {**SOUP, **more})
    browser.post(f"{WORK}tell/", TWO)  # the soup was told alone; with the washing up it is another form
    assert size() == before + 6
    cast.client("ada").post(f"{WORK}tell/", SOUP)
    assert size() == before + 7, "what another says is hers"


def test_the_same_some_minutes_later_is_said_again(cast: Cast) -> None:
    browser = cast.client("bob")
    browser.post(f"{WORK}tell/", SOUP)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(saying, "WITHIN", -saying.WITHIN)  # the first is as good as long ago
        before = size()
        browser.post(f"{WORK}tell/", SOUP)
    assert size() == before + 1


def test_what_is_added_twice_stands_there_once(cast: Cast) -> None:
    id = cast.say(Contributed(work="design"), cast.bob, texts={"note": "A lid"})
    before = size()
    browser, here = cast.client("bob"), reverse("work:contribution", args=["merel", short(id)])
    where = {browser.post(here, {"act": "add", "add-text": "And the hinge"})["Location"] for _ in range(2)}
    assert len(where) == 1
    assert size() == before + 1


def test_a_week_is_told_once_and_going_back_to_earlier_words_is_new(cast: Cast) -> None:
    id = cast.say(CircleFounded(name="Roof"), cast.bob)
    year, week, _day = clock.now().date().isocalendar()
    here = f"{WORK}circles/{short(id)}/week/{year:04}-W{week:02}/"
    browser, before = cast.client("bob"), size()
    where = [browser.post(here, {"text": words})["Location"] for words in ("Seams", "Seams", "Rain", "Seams")]
    assert where[0] == where[1]
    assert len(set(where)) == 3
    assert size() == before + 3


def test_an_idea_answered_twice_is_answered_once_with_its_needs_and_one_letter(
    cast: Cast, mailoutbox: list[Any]
) -> None:
    cast.account("bob")
    id = cast.say(Proposed(), cast.bob, texts=IDEA)
    typed = {"seen": "", "outcome": "adopted", "kind": "design", "creation": "", "reason": "", "points": "1",
             "new_needs": "Draw the roof\nSew it"}  # fmt: skip
    browser, before = cast.client("ada"), size()
    where = {browser.post(f"{WORK}ideas/{short(id)}/answer/", typed)["Location"] for _ in range(2)}
    assert len(where) == 1
    assert size() == before + 3
    assert len(mailoutbox) == 1


def test_a_steward_who_has_not_read_another_s_answer_reads_it_first(cast: Cast) -> None:
    id = cast.say(Proposed(), cast.bob, texts=IDEA)
    cast.say(IdeaAnswered(idea=id, outcome="parked"), texts={"reason": "After the wheels"})
    stands = Idea.objects.get().answered
    typed = {"outcome": "declined", "kind": "design", "creation": "", "reason": "Too heavy", "seen": ""}
    browser, here = cast.client("ada"), f"{WORK}ideas/{short(id)}/answer/"
    page = browser.post(here, typed).content.decode()
    assert "answered while you wrote" in page
    assert "Too heavy" in page
    assert f'name="seen" value="{stands}"' in page
    assert browser.post(here, {**typed, "seen": stands}).status_code == 302
    assert Entry.objects.filter(kind=IdeaAnswered.kind).count() == 2
