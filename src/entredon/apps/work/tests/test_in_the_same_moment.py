"""Two people in the same moment: one outcome, and what the slower one typed is never lost."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.work.entries import AddedTo, Contributed
from entredon.apps.work.entries_ideas import IdeaAnswered, Proposed
from entredon.apps.work.entries_pages import PageWritten
from entredon.apps.work.entries_reviews import Reviewed
from entredon.apps.work.models import Contribution, Idea, Need, Page, Review
from entredon.apps.work.tests.test_pressed_twice import at_once
from entredon.log.models import Entry, Log, SideText
from entredon.log.told import short
from entredon.testing_cast import Cast, key_of, person

WORK = "/c/merel/work/"
BASE = "Clean the metal.\n\nHold it.\n\nWeld it."
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast.found(draft=False, joining="open")


def said(kind: str) -> int:
    return Entry.objects.filter(commons="merel", kind=kind).count()


def sentences(response: Any) -> str:
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("again", range(3))
def test_a_peer_declines_while_its_author_adds_to_it(cast: Cast, again: int) -> None:
    id = cast.say(Contributed(work="design"), cast.bob, texts={"note": "A lid"})
    here, seen = reverse("work:contribution", args=["merel", short(id)]), Log.objects.get(slug="merel").size
    ada, bob = cast.client("ada"), cast.client("bob")
    review = {"act": "review", "review-verdict": "decline", "review-text": "The hinge is missing", "until": seen}
    reviewed, added = at_once(
        lambda: ada.post(here, review), lambda: bob.post(here, {"act": "add", "add-text": "Here is the hinge"})
    )
    assert sorted((reviewed.status_code, added.status_code)) == [200, 302]
    assert said(Reviewed.kind) + said(AddedTo.kind) == 1
    if added.status_code == 302:
        page = sentences(reviewed)
        assert "She has added something since you looked: look again." in page
        assert "The hinge is missing" in page
        assert not Review.objects.exists()
    else:
        assert "Here is the hinge" in sentences(added)
        assert Contribution.objects.get(id=id).state == "declined"


def saves(browser: Client, parent: str, text: str) -> Any:
    typed = {"title": "Welding", "text": text, "parent": parent, "act": "save", "reason": ""}
    return browser.post(f"{WORK}pages/commons/welding/edit/", typed)


def welding(cast: Cast) -> str:
    return cast.say(PageWritten(address="welding"), cast.bob, texts={"title": "Welding", "text": BASE})


def reads() -> str:
    newest = Page.objects.get(commons="merel", address="welding").revision
    return SideText.objects.get(commons="merel", entry=newest, name="text").text


def test_two_save_a_page_at_different_places_and_both_are_in_it(cast: Cast) -> None:
    page = welding(cast)
    ada, bob = cast.client("ada"), cast.client("bob")
    answers = at_once(
        lambda: saves(ada, page, BASE.replace("Clean", "Brush")),
        lambda: saves(bob, page, BASE.replace("Weld it", "Weld it slowly")),
    )
    assert [one.status_code for one in answers] == [302, 302]
    assert reads() == "Brush the metal.\n\nHold it.\n\nWeld it slowly."
    assert sum("together" in one["Location"] for one in answers) == 1


def test_two_save_a_page_at_the_same_place_and_one_is_asked(cast: Cast) -> None:
    page = welding(cast)
    ada, bob = cast.client("ada"), cast.client("bob")
    answers = at_once(
        lambda: saves(ada, page, BASE.replace("Hold it.", "Clamp it.")),
        lambda: saves(bob, page, BASE.replace("Hold it.", "Tape it.")),
    )
    assert sorted(one.status_code for one in answers) == [200, 302]
    (asked,) = (one for one in answers if one.status_code == 200)
    assert "work/pages_settle.html" in [template.name for template in asked.templates]
    shown = sentences(asked)
    assert "Clamp it." in shown
    assert "Tape it." in shown
    assert ("Clamp it." in reads()) != ("Tape it." in reads())
    assert Page.objects.get(commons="merel", address="welding").revisions == 2


@pytest.mark.parametrize("outcome", ["declined", "adopted"])
def test_two_stewards_answer_an_idea_and_one_answer_is_given(cast: Cast, outcome: str) -> None:
    cast.say(RoleGiven(person=person(cast.bob), role="steward"))
    dora = key_of("Dora Dekker")
    cast.join(dora, "Dora Dekker")
    id = cast.say(Proposed(), dora, texts={"title": "A roof that folds"})
    typed = {"seen": "", "outcome": outcome, "kind": "design", "creation": "", "points": "1"}
    ada, bob, here = cast.client("ada"), cast.client("bob"), f"{WORK}ideas/{short(id)}/answer/"
    answers = at_once(
        lambda: ada.post(here, {**typed, "reason": "Said by Ada", "new_needs": "Sew it"}),
        lambda: bob.post(here, {**typed, "reason": "Said by Bob", "new_needs": "Glue it"}),
    )
    assert sorted(one.status_code for one in answers) == [200, 302]
    assert said(IdeaAnswered.kind) == 1
    slower = 0 if answers[0].status_code == 200 else 1
    page = sentences(answers[slower])
    assert ("Said by Ada", "Said by Bob")[slower] in page
    assert ("Sew it", "Glue it")[slower] in page
    assert "This idea was answered while you wrote." in page
    assert Need.objects.count() == (1 if outcome == "adopted" else 0), (
        "no need is left of the answer that was not given"
    )
    assert Idea.objects.get().answered_by == person((cast.bob, cast.ada)[slower])
