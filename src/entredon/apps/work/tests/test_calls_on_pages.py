"""Calls on pages: opening one, developing ideas together, and telling which ones went in."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from entredon.apps.work import views_calls, views_ideas
from entredon.apps.work.entries_ideas import CallClosed, CallOpened, Proposed
from entredon.apps.work.models import Call, Idea
from entredon.log import clock
from entredon.log.told import short
from entredon.testing_cast import Cast

CALLS = "/c/merel/work/calls/"
FIRST, DURING = "2026-11-02T10:00:00.000Z", "2026-11-10T10:00:00.000Z"
WORDS = {
    "title": "How do we keep the rain out?",
    "text": "No roof yet.",
    "criteria": "Light",
    "gives": "A day together",
}


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast.found(draft=False, joining="open")


def opened(cast: Cast, **fields: str) -> str:
    return cast.say(CallOpened(closes="2026-11-15", **fields), texts=WORDS, at=FIRST)


def bring(cast: Cast, call: str, title: str, *builds_on: str) -> str:
    return cast.say(Proposed(call=call, builds_on=builds_on), cast.bob, texts={"title": title}, at=DURING)


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Pages are looked at on a day."""
    for module in (views_ideas, views_calls):
        monkeypatch.setattr(module, "today", lambda: date.fromisoformat(day))


def text_of(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


def test_a_steward_opens_a_call_on_a_page(cast: Cast) -> None:
    closes = clock.now().date().replace(year=clock.now().year + 1).isoformat()
    typed: dict[str, Any] = {**WORDS, "closes": closes, "opens": "", "partner": "Wheelworks Ghent"}
    assert cast.client("bob").get(f"{CALLS}new/").status_code == 403
    assert cast.client("bob").post(f"{CALLS}new/", typed).status_code == 403
    browser = cast.client("ada")
    page = browser.post(f"{CALLS}new/", {**typed, "closes": "2001-01-01"}).content.decode()
    assert "is over already" in page
    assert "No roof yet." in page
    for wrong in ("", "tomorrow", "2026-02-30"):
        assert browser.post(f"{CALLS}new/", {**typed, "closes": wrong}).status_code == 200
    response = browser.post(f"{CALLS}new/", typed)
    row = Call.objects.get()
    assert short(row.id) in response["Location"]
    page = text_of(browser, response["Location"])
    for words in (*WORDS.values(), "Wheelworks Ghent"):
        assert words in page


def test_a_call_shows_how_many_days_are_left_and_which_idea_builds_on_which(cast: Cast, monkeypatch: Any) -> None:
    call = opened(cast)
    one = bring(cast, call, "Sail cloth")
    bring(cast, call, "Plywood")
    bring(cast, call, "Cloth with a seam", one)
    on(monkeypatch, "2026-11-10")
    page = text_of(cast.client(), f"{CALLS}{short(call)}/?a")
    assert "5 days left" in page
    assert page.index("Sail cloth") < page.index("Cloth with a seam") < page.index("Plywood")
    assert 'class="deep-1"' in page
    assert f"/ideas/new/?call={call}" in page
    assert "5 days left" in text_of(cast.client(), f"{CALLS}?a")
    on(monkeypatch, "2026-11-16")
    page = text_of(cast.client(), f"{CALLS}{short(call)}/?b")
    assert "Ideas were gathered until" in page
    assert "/ideas/new/?call=" not in page
    assert "Tell what came of it" not in page
    assert "Tell what came of it" in text_of(cast.client("ada"), f"{CALLS}{short(call)}/?b")


def test_an_idea_for_a_call_comes_with_the_address_and_is_refused_when_it_is_over(cast: Cast) -> None:
    call = cast.say(CallOpened(closes="2001-01-02"), texts=WORDS, at="2001-01-01T10:00:00.000Z")
    browser = cast.client("bob")
    assert "How do we keep the rain out?" in text_of(browser, f"/c/merel/work/ideas/new/?call={short(call)}")
    page = browser.post("/c/merel/work/ideas/new/", {"title": "Too late", "text": "x", "call": call}).content.decode()
    assert "Ideas for this call could be brought until" in page
    assert "Too late" in page
    assert not Idea.objects.exists()


def test_what_was_built_on_is_suggested_before_a_call_is_closed(cast: Cast, mailoutbox: list[Any]) -> None:
    cast.account("bob")
    call = opened(cast)
    one = bring(cast, call, "Sail cloth")
    two = bring(cast, call, "Cloth with a seam", one)
    three = bring(cast, call, "Cloth with a seam and a window", two)
    other = bring(cast, call, "Plywood")
    browser, where = cast.client("ada"), f"{CALLS}{short(call)}/close/"
    assert "Cloth with a seam" in text_of(browser, where)
    typed = {"text": "We sew a roof.", "creation": "", f"in-{short(three)}": "on", f"points-{short(three)}": "3"}
    page = browser.post(where, typed).content.decode()
    assert "These were built on, so they are ticked now too" in page
    assert len(re.findall(r"<input[^>]* checked", page)) == 3
    assert not Call.objects.get().closed
    typed |= {f"in-{short(two)}": "on", f"in-{short(one)}": "on", "suggested": "yes"}
    assert browser.post(where, typed).status_code == 302
    assert Call.objects.get().went_in == [one, two, three]
    rows = {row.id: row for row in Idea.objects.all()}
    assert [(rows[id].state, rows[id].points) for id in (one, two, three)] == [
        ("adopted", 1),
        ("adopted", 1),
        ("adopted", 3),
    ]
    assert rows[other].state == "open"
    assert len(mailoutbox) == 3
    page = text_of(cast.client(), f"{CALLS}{short(call)}/")
    assert "We sew a roof." in page
    assert "<strong>3</strong> ideas went in" in page
    assert "It went into what came of a call" in text_of(cast.client(), f"/c/merel/work/ideas/{short(one)}/")


def test_a_suggestion_can_be_declined(cast: Cast) -> None:
    call = opened(cast)
    one = bring(cast, call, "Sail cloth")
    two = bring(cast, call, "Cloth with a seam", one)
    typed = {"text": "We sew.", "creation": "", f"in-{short(two)}": "on", "suggested": "yes"}
    cast.client("ada").post(f"{CALLS}{short(call)}/close/", typed)
    assert Call.objects.get().went_in == [two]


def test_two_tabs_close_a_call_once(cast: Cast) -> None:
    call = opened(cast)
    bring(cast, call, "Sail cloth")
    browser, where = cast.client("ada"), f"{CALLS}{short(call)}/close/"
    assert browser.post(where, {"text": "", "creation": ""}).status_code == 200
    assert browser.post(where, {"text": "First", "creation": ""}).status_code == 302
    page = browser.post(where, {"text": "Second", "creation": ""}).content.decode()
    assert "closed already" in page
    assert "Second" in page
    assert browser.get(where)["Location"].endswith(f"{CALLS}{short(call)}/")


def test_what_came_of_it_can_be_erased(cast: Cast) -> None:
    from entredon.log.models import SideText

    call = opened(cast)
    cast.say(CallClosed(call=call), texts={"text": "Nothing yet."})
    SideText.objects.filter(commons="merel").exclude(name="name").delete()
    page = text_of(cast.client(), f"{CALLS}{short(call)}/")
    assert "A text that was erased" in page
    assert "A call whose words were erased" in text_of(cast.client(), CALLS)
