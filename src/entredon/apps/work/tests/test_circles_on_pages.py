"""Circles on pages: founding, joining, leaving, and what changed in a week."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from entredon.apps.library.entries import Created, Released
from entredon.apps.work import queries_circles, views_circles
from entredon.apps.work.entries import Contributed
from entredon.apps.work.entries_circles import CircleFounded, CircleJoined, DemoShown
from entredon.apps.work.entries_needs import NeedClosed, Needed
from entredon.apps.work.entries_pages import PageWritten
from entredon.apps.work.models import Circle
from entredon.apps.work.queries_circles import Week
from entredon.log.asked import NotFound
from entredon.log.told import short
from entredon.testing_cast import Cast

CIRCLES = "/c/merel/work/circles/"
TUESDAY, THURSDAY, NEXT = "2026-11-24T10:00:00.000Z", "2026-11-26T10:00:00.000Z", "2026-12-01T10:00:00.000Z"


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast.found(draft=False, joining="open")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are looked at on a Thursday."""
    monkeypatch.setattr(views_circles, "today", lambda: date(2026, 11, 26))


def found(cast: Cast, name: str = "Roof", **fields: Any) -> str:
    return cast.say(CircleFounded(name=name, **fields), cast.bob, texts={"text": "Keeps the rain out"}, at=TUESDAY)


def text_of(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


def test_a_member_begins_a_circle_and_others_join_and_leave_it(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    typed = {"name": "Roof", "text": "Keeps the rain out", "creation": car, "part_of": ""}
    response = cast.client("bob").post(f"{CIRCLES}new/", typed)
    here = response["Location"].partition("?")[0]
    assert "What is Roof doing?" in text_of(cast.client("bob"), response["Location"])
    browser = cast.client("ada")
    for _ in range(2):
        browser.post(here, {"act": "join"})
    assert Circle.objects.get().members == 2
    assert "Leave it" in text_of(browser, here)
    for _ in range(2):
        browser.post(here, {"act": "leave"})
    assert Circle.objects.get().members == 1
    page = browser.post(f"{CIRCLES}new/", {**typed, "name": "roof"}).content.decode()
    assert "named “roof” already" in page
    assert "Keeps the rain out" in page


@pytest.mark.parametrize("act", ["found", "join"])
def test_a_visitor_acts_first_and_comes_in_after_it(cast: Cast, act: str) -> None:
    id = found(cast)
    browser = cast.client()
    if act == "join":
        way = browser.post(f"{CIRCLES}{short(id)}/", {"act": "join"})["Location"]
    else:
        way = browser.post(f"{CIRCLES}new/", {"name": "Wheels", "text": "", "creation": "", "part_of": id})["Location"]
    browser.force_login(cast.account("ada"))
    going_on = way.partition("next=")[2].replace("%2F", "/")
    assert ("Wheels" if act == "found" else "Roof") in text_of(browser, going_on)
    assert browser.post(going_on).status_code == 302
    assert Circle.objects.get(id=id).members == (2 if act == "join" else 1)
    assert Circle.objects.filter(name="Wheels", part_of=id).count() == (1 if act == "found" else 0)


def test_the_page_of_a_circle_shows_needs_members_parts_and_its_contract(cast: Cast) -> None:
    id = found(cast)
    found(cast, "Seams", part_of=id)
    cast.say(Needed(work="design", circle=id), texts={"title": "Draw the hinge"})
    page = text_of(cast.client("bob"), f"{CIRCLES}{short(id)}/")
    for words in ("Keeps the rain out", "Draw the hinge", "Bob Bakker", "Seams", "Not written yet"):
        assert words in page
    cast.say(
        PageWritten(about=id, address="interface"), cast.bob,
        texts={"title": "What others can count on", "text": "The roof is **1.2 m** wide.", "reason": ""},
    )  # fmt: skip
    page = text_of(cast.client("bob"), f"{CIRCLES}{short(id)}/?again")
    assert "The roof is 1.2 m wide." in page
    assert f"/work/pages/{short(id)}/interface/" in page
    page = text_of(cast.client(), CIRCLES)
    assert "One has written down what others can count on" in page
    assert page.count('class="hexagon open"') == 3  # Seams, in each of three layouts
    assert page.count('class="hexagon"') == 3


def test_what_changed_in_a_week_is_gathered_from_all_that_was_said(cast: Cast) -> None:
    car = cast.say(Created(name="Car"), at=TUESDAY)
    id = found(cast, creation=car)
    need = cast.say(Needed(work="design", circle=id), texts={"title": "Draw the hinge"}, at=TUESDAY)
    cast.say(Needed(work="design", circle=id, due="2026-12-02"), texts={"title": "Sew the seam"}, at=TUESDAY)
    cast.say(Needed(work="design", circle=id, due="2026-12-09"), texts={"title": "Much later"}, at=TUESDAY)
    cast.say(Contributed(work="design", circle=id), texts={"note": "For the circle"}, at=TUESDAY)
    cast.say(Contributed(work="design", creation=car), texts={"note": "For the car"}, at=TUESDAY)
    cast.say(Contributed(work="design"), cast.bob, texts={"note": "By one of them"}, at=TUESDAY)
    cast.say(Contributed(work="design"), texts={"note": "Of no concern"}, at=TUESDAY)
    cast.say(Contributed(work="design", circle=id), texts={"note": "A week later"}, at=NEXT)
    cast.say(Released(creation=car, name="0.7", own=1, inputs=()), at=THURSDAY)
    cast.say(NeedClosed(need=need, outcome="done"), at=THURSDAY)
    words = {"title": "Fittings", "text": "Six pins", "reason": ""}
    cast.say(PageWritten(about=id, address="fittings"), texts=words, at=THURSDAY)
    page = text_of(cast.client(), f"{CIRCLES}{short(id)}/week/2026-W48/")
    for words_there in (
        "What changed this week in Roof?", "For the circle", "For the car", "By one of them", "Car 0.7", "Draw the hinge",
        "Fittings", "Sew the seam", "<strong>3</strong> contributions were told",
    ):  # fmt: skip
        assert words_there in page
    for words_elsewhere in ("Of no concern", "A week later", "Much later", "2026-W47", "2026-W49"):
        assert words_elsewhere not in page
    # It began this week: no link leads back from here, without end, into weeks in which it wasn't.
    page = text_of(cast.client(), f"{CIRCLES}{short(id)}/week/2026-W47/")
    assert "2026-W48" in page
    assert "2026-W46" not in page
    assert "Quiet weeks are fine" in page
    assert "What changed in Roof in week 47 of 2026?" in page


def test_those_in_a_circle_show_what_changed_and_can_tell_it_otherwise(cast: Cast) -> None:
    id = found(cast)
    where = f"{CIRCLES}{short(id)}/week/2026-W47/"
    assert "Tell what changed" not in text_of(cast.client("ada"), where)
    browser = cast.client("bob")
    assert "Tell what changed" in text_of(browser, where)
    assert "Say what changed" in browser.post(where, {"text": " "}).content.decode()
    browser.post(where, {"text": "It **folds**."})
    browser.post(where, {"text": "It **folds** twice. <script>alert(1)</script>"})
    page = text_of(browser, f"{where}?again")
    assert page.count("Bob Bakker shows") == 1
    assert "<strong>folds</strong> twice" in page
    assert "<script>alert(1)" not in page
    cast.say(CircleJoined(circle=id))
    cast.say(DemoShown(circle=id, week="2026-W47"), texts={"text": "Photographs"})
    page = text_of(browser, f"{where}?again=2")
    assert page.index("folds") < page.index("Photographs")
    assert "week 47 of 2026" in text_of(browser, f"{CIRCLES}{short(id)}/")


def test_who_is_not_in_it_is_told_so(cast: Cast) -> None:
    id = found(cast)
    page = cast.client("ada").post(f"{CIRCLES}{short(id)}/week/2026-W47/", {"text": "Mine"}).content.decode()
    assert "You are not in this circle" in page
    assert "Mine" in page


@pytest.mark.parametrize(
    "week", ["2026-W49", "2026-W54", "2026-48", "nonsense", "9999-W53", "0000-W01", "2026-w48", "2026-W4"]
)
def test_a_week_that_is_not_there_answers_404(cast: Cast, week: str) -> None:
    id = found(cast)
    assert cast.client().get(f"{CIRCLES}{short(id)}/week/{week}/").status_code == 404


def test_weeks_go_on_over_the_years_and_end_with_the_calendar() -> None:
    assert Week.read("2026-W53").moved(1) == (2027, 1)
    assert Week.read("2027-W01").moved(-1) == (2026, 53)
    assert Week.read("2026-W48").bounds == ("2026-11-23", "2026-11-29U")
    assert Week.read("0001-W01").moved(-1) is None
    assert Week.read("9999-W51").moved(5) is None
    with pytest.raises(NotFound):
        Week.read("2027-W53")
    with pytest.raises(NotFound):
        Week.read("9999-W52")  # its Sunday would be after the last day of all


def test_a_page_of_a_circle_asks_as_few_questions_about_many_as_about_one(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    id = found(cast)
    browser = cast.client("bob")
    for n in range(25):
        cast.say(Contributed(work="design", circle=id), texts={"note": f"Part {n}"}, at=TUESDAY)
        cast.say(CircleFounded(name=f"Circle {n}", part_of=id), at=TUESDAY)
    for path in (CIRCLES, f"{CIRCLES}{short(id)}/", f"{CIRCLES}{short(id)}/week/2026-W48/"):
        browser.get(path)
        with django_assert_max_num_queries(35):
            text_of(browser, f"{path}?again")
    assert queries_circles.counts_of("merel", Week(2026, 48)) == {id: 25}
