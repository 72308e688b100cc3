"""Peers look at contributions on pages: what waits for whom, the words they say, the race with the author, and the letters."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entredon.apps.library.entries import Released
from entredon.apps.work import queries_reviews
from entredon.apps.work.entries import Accepted, AddedTo, Contributed
from entredon.apps.work.entries_reviews import ReviewRuleAdopted
from entredon.apps.work.models import Contribution, Review
from entredon.apps.work.tests.test_pages import address, plain, size
from entredon.apps.work.tests.test_peers_review import WHY, look
from entredon.apps.work.tests.workshop import Workshop
from entredon.log.told import short
from entredon.testing_cast import Cast, key_of


@pytest.fixture
def shop(db: None) -> Workshop:
    return Workshop(Cast.found(draft=False, joining="open"))


def told(shop: Workshop, note: str = "A lid", **more: Any) -> str:
    return shop.cast.say(Contributed(creation=shop.car, work="design"), shop.cast.bob, texts={"note": note}, **more)


def says(browser: Client, shop: Workshop, id: str, verdict: str, text: str = "", until: int | None = None) -> Any:
    typed = {
        "act": "review",
        "review-verdict": verdict,
        "review-text": text,
        "until": size(shop) if until is None else until,
    }
    return browser.post(address(shop, "contribution", id), typed)


def waits(shop: Workshop, who: str) -> str:
    return plain(shop.cast.client(who).get(address(shop, "reviews")))


def test_what_waits_is_listed_for_those_who_may_look_the_oldest_first(shop: Workshop) -> None:
    told(shop, "A lid")
    told(shop, "A hinge")
    shop.cast.say(Contributed(work="design"), shop.cast.ada, texts={"note": "Her own"})
    page = waits(shop, "ada")
    assert page.index("A lid") < page.index("A hinge")
    assert "Her own" not in page
    assert "4 contributions wait for somebody like you" in page
    assert "wait for a steward’s look" in waits(shop, "bob")
    assert "wait for a steward’s look" in waits(shop, "")


def test_what_was_accepted_with_its_version_waits_for_nobody(shop: Workshop) -> None:
    later = told(shop, "For the next one")
    shop.cast.say(Accepted(version=shop.release))
    assert [row.id for row in queries_reviews.waiting(shop.cast.slug)] == [later]
    assert Contribution.objects.get(id=shop.one).state == "accepted"
    release = shop.cast.say(Released(creation=shop.car, name="2", own=1, inputs=()))
    shop.cast.say(Accepted(version=release))
    assert not queries_reviews.waiting(shop.cast.slug).exists()


def test_a_steward_accepts_on_the_page_and_its_author_gets_a_letter(shop: Workshop) -> None:
    id = told(shop)
    shop.cast.account("bob")
    browser = shop.cast.client("ada")
    assert "What do you say?" in plain(browser.get(address(shop, "contribution", id)))
    response = says(browser, shop, id, "accept", "Neat.")
    assert response.url.startswith(address(shop, "contribution", id))
    page = plain(shop.cast.client().get(address(shop, "contribution", id)))
    for part in ("Ada Vermeer", "Neat.", "accepts", "with that it is accepted", "can contest that until"):
        assert part in page
    (letter,) = mail.outbox
    assert letter.to == ["bob@example.org"]
    assert "is accepted" in letter.subject
    assert address(shop, "contribution", id) in letter.body
    assert "A lid" not in waits(shop, "ada")


@pytest.mark.parametrize(("verdict", "state", "says_letter"), [
    ("more", "more", "asks for more"), ("decline", "declined", "was declined"),
])  # fmt: skip
def test_more_and_no_have_a_reason_that_the_author_reads(
    shop: Workshop, verdict: str, state: str, says_letter: str
) -> None:
    id = told(shop)
    shop.cast.account("bob")
    browser = shop.cast.client("ada")
    assert "Say why, so that she knows what to do." in plain(says(browser, shop, id, verdict))
    says(browser, shop, id, verdict, "The hinge is missing")
    assert Contribution.objects.get(id=id).state == state
    assert says_letter in mail.outbox[0].body
    assert "The hinge is missing" in mail.outbox[0].body
    assert "The hinge is missing" in plain(shop.cast.client("bob").get(address(shop, "contribution", id)))


def test_of_several_reviewers_the_author_hears_when_it_is_decided(shop: Workshop) -> None:
    for name in ("Dora Dekker", "Erik Evers"):
        shop.cast.join(key_of(name), name)
    shop.cast.say(ReviewRuleAdopted(reviewers=2, who="members"))
    id = told(shop)
    shop.cast.account("bob")
    says(shop.cast.client("ada"), shop, id, "accept")
    assert mail.outbox == []
    assert "It waits: 1 of 2 have accepted it." in plain(shop.cast.client().get(address(shop, "contribution", id)))
    assert "You have accepted it." in plain(shop.cast.client("ada").get(address(shop, "contribution", id)))
    look(shop.cast, id, "accept", key_of("Dora Dekker"))
    assert Contribution.objects.get(id=id).state == "accepted"


def test_who_looked_before_something_was_added_looks_again_and_her_words_are_kept(shop: Workshop) -> None:
    id = told(shop)
    seen = size(shop)
    shop.cast.say(AddedTo(flow=id), shop.cast.bob, texts={"note": "And the hinge"})
    browser = shop.cast.client("ada")
    response = says(browser, shop, id, "decline", "The hinge is missing", until=seen)
    page = plain(response)
    assert "She has added something since you looked: look again." in page
    assert "And the hinge" in page
    assert "The hinge is missing" in response.content.decode()
    assert f'name="until" value="{size(shop)}"' in response.content.decode(), "sent again, it is by what she sees now"
    assert Review.objects.count() == 0


def test_pressed_twice_it_is_said_once(shop: Workshop) -> None:
    id = told(shop)
    shop.cast.join(key_of("Dora Dekker"), "Dora Dekker")
    shop.cast.say(ReviewRuleAdopted(reviewers=2, who="members"))
    browser = shop.cast.client("ada")
    says(browser, shop, id, "accept")
    assert "You have said that already" in plain(says(browser, shop, id, "accept"))
    assert Review.objects.count() == 1


@pytest.mark.parametrize("who", ["", "bob", "charlie"])
def test_nobody_else_reviews(shop: Workshop, who: str) -> None:
    id = told(shop)
    before = size(shop)
    assert says(shop.cast.client(who), shop, id, "accept").status_code == 200
    assert size(shop) == before


def test_a_steward_sets_the_rule_and_everybody_reads_it(shop: Workshop) -> None:
    here = address(shop, "reviews") + "rule/"
    assert "One steward" in plain(shop.cast.client().get(here))
    browser = shop.cast.client("ada")
    assert "not enough people here" in plain(browser.post(here, {"reviewers": "2", "who": "members"}))
    assert "Only a steward can do this" in plain(
        shop.cast.client("bob").post(here, {"reviewers": "1", "who": "members"})
    )
    assert browser.post(here, {"reviewers": "1", "who": "members"})["Location"].startswith(here)
    page = plain(shop.cast.client().get(here))
    assert "Any one member" in page
    assert "So Ada Vermeer set it on" in page
    assert "One contribution" not in waits(shop, "bob")


def test_the_list_asks_as_few_questions_about_many_as_about_one(shop: Workshop) -> None:
    def questions() -> int:
        browser = shop.cast.client("ada")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(address(shop, "reviews"))
        return len(asked)

    told(shop)
    questions()
    few = (told(shop), questions())[1]
    for n in range(20):
        look(shop.cast, told(shop, f"Part {n}"), "more", shop.cast.ada) if n % 2 else told(shop, f"Part {n}")
    assert questions() <= few


def test_erased_words_leave_a_page_that_makes_sense(shop: Workshop) -> None:
    from entredon.log.models import SideText

    id = told(shop)
    shop.cast.say(AddedTo(flow=id), shop.cast.bob, texts={"note": "More"})
    look(shop.cast, id, "more", shop.cast.ada)
    SideText.objects.all().delete()
    page = plain(shop.cast.client().get(address(shop, "contribution", id)))
    for part in ("What was said about it is erased.", "its words are erased", "The reason is erased."):
        assert part in page
    assert short(id)
    assert WHY["reason"] not in page
