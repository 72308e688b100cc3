"""Telling, contesting, answering and settling on pages: by members at once, by visitors after they have come in."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from entredon.apps.flows.queries import work_events
from entredon.apps.value.entries import RuleAdopted
from entredon.apps.work import queries
from entredon.apps.work.entries import Accepted, Contested, Settled
from entredon.apps.work.tests.test_pages import address, plain, size
from entredon.apps.work.tests.workshop import Workshop
from entredon.desk.models import Waiting
from entredon.log.models import SideText
from entredon.log.told import short
from entredon.testing_cast import Cast, person


@pytest.fixture
def shop(db: None) -> Workshop:
    return Workshop(Cast.found(draft=False, joining="open"))


def tell(browser: Client, shop: Workshop, **typed: str) -> Any:
    return browser.post(address(shop, "tell"), {"note": "Made soup", "kind": "design", "about": "", **typed})


def newest(shop: Workshop) -> Any:
    return max(work_events(shop.cast.slug), key=lambda event: event.position)


# Telling


def test_a_member_tells_what_she_has_done_in_one_line(shop: Workshop) -> None:
    response = tell(shop.cast.client("bob"), shop)
    event = newest(shop)
    assert response.url == f"{address(shop, 'contribution', event.id)}?said={event.id}"
    assert (event.person, event.kind, event.process, event.measures) == (
        person(shop.cast.bob), "design", "", {"points": 1},
    )  # fmt: skip
    assert SideText.objects.get(entry=event.id, name="note").text == "Made soup"
    page = shop.cast.client("bob").get(response.url).content.decode()
    assert "Recorded." in page
    assert "Made soup" in page


def test_it_can_be_for_a_version_or_for_what_is_being_made_and_of_a_new_kind(shop: Workshop) -> None:
    browser = shop.cast.client("bob")
    tell(browser, shop, about=f"version:{shop.release}", other="Graphic design", hours="3", points="4")
    event = newest(shop)
    assert (event.kind, event.measures) == ("graphic_design", {"minutes": 180, "points": 4})
    assert event.process == shop.events()[shop.one].process
    tell(browser, shop, about=f"creation:{shop.car}")
    assert newest(shop).process not in ("", event.process)


def test_the_address_says_for_which_version(shop: Workshop) -> None:
    page = shop.cast.client("bob").get(f"{address(shop, 'tell')}?version={short(shop.release)}").content.decode()
    assert re.search(rf'<option value="version:{shop.release}" selected', page)
    page = shop.cast.client("bob").get(f"{address(shop, 'tell')}?version=nothing").content.decode()
    assert re.search(rf'<option value="creation:{shop.car}" selected', page)


@pytest.mark.parametrize(("typed", "says"), [
    ({"note": " "}, "Say in a few words what you have done."),
    ({"kind": "+"}, "Say which kind of work it was."),
    ({"other": "42"}, "Write a word that begins with a letter."),
    ({"points": "-1"}, "greater than or equal to 0"),
    ({"about": "version:nothing"}, "Select a valid choice"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(shop: Workshop, typed: dict[str, str], says: str) -> None:
    before = size(shop)
    response = tell(shop.cast.client("bob"), shop, **{"note": "Made much soup", **typed})
    assert response.status_code == 200
    assert says in plain(response)
    if "note" not in typed:
        assert "Made much soup" in response.content.decode()
    assert size(shop) == before


# First act, then account


def test_a_visitor_tells_first_and_comes_in_afterwards(shop: Workshop) -> None:
    before = size(shop)
    response = tell(shop.cast.client(), shop)
    assert response.url.startswith(reverse("account_signup") + "?next=")
    assert size(shop) == before
    waiting = Waiting.objects.get()
    assert (waiting.act, waiting.about, waiting.typed["note"]) == ("work.contributed", "merel", "Made soup")
    token = re.search(r"go-on%2F([\w-]+)%2F", response.url)
    assert token is not None
    # Bob signs in, sees what waits, and sends it.
    browser = shop.cast.client("bob")
    page = browser.get(reverse("go_on", args=[token[1]]))
    assert "Made soup" in plain(page)
    assert size(shop) == before
    response = browser.post(reverse("go_on", args=[token[1]]))
    assert newest(shop).person == person(shop.cast.bob)
    assert response.url.startswith(address(shop, "contribution", newest(shop).id))
    assert not Waiting.objects.exists()


def test_who_has_an_account_but_is_no_member_joins_and_comes_back(shop: Workshop) -> None:
    browser = shop.cast.client("charlie")
    response = tell(browser, shop)
    assert response.url.startswith("/c/merel/join/?next=%2Faccount%2Fgo-on%2F")
    assert Waiting.objects.get().typed["note"] == "Made soup"
    # Whoever goes on without having joined is led there once more, and what she typed is kept.
    token = re.search(r"go-on%2F([\w-]+)%2F", response.url)
    assert token is not None
    before = size(shop)
    response = browser.post(reverse("go_on", args=[token[1]]))
    assert response.url.startswith("/c/merel/join/?next=%2Faccount%2Fgo-on%2F")
    assert size(shop) == before
    assert Waiting.objects.get().typed["note"] == "Made soup"


def test_a_visitor_contests_first_and_comes_in_afterwards(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release))
    here = address(shop, "contribution", shop.one)
    page = plain(shop.cast.client().get(here))
    assert "What you wrote is kept while you come in" in page
    response = shop.cast.client().post(here, {"act": "contest", "contest-text": "Three times that."})
    token = re.search(r"go-on%2F([\w-]+)%2F", response.url)
    assert token is not None
    browser = shop.cast.client("bob")
    assert "Three times that." in plain(browser.get(reverse("go_on", args=[token[1]])))
    response = browser.post(reverse("go_on", args=[token[1]]))
    assert response.url.startswith(here)
    (contest,) = queries.open_contests("merel")
    assert (contest.flows, contest.person) == ([shop.one], person(shop.cast.bob))
    assert SideText.objects.get(entry=contest.id).text == "Three times that."


def test_a_contest_that_waited_too_long_is_refused_and_kept(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release))
    here = address(shop, "contribution", shop.one)
    response = shop.cast.client().post(here, {"act": "contest", "contest-text": "Three times that."})
    shop.cast.say(Settled(contest=shop.cast.say(Contested(flows=(shop.one,)), shop.cast.bob), counts=True))
    token = re.search(r"go-on%2F([\w-]+)%2F", response.url)
    assert token is not None
    response = shop.cast.client("bob").post(reverse("go_on", args=[token[1]]))
    assert "is settled; that stands" in plain(response)
    assert "Three times that." in plain(response)
    assert Waiting.objects.get().typed["reason"] == "Three times that."


# Contesting, answering, settling


def test_a_contest_goes_from_its_beginning_to_its_end_on_one_page(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release))
    here = address(shop, "contribution", shop.one)
    bob, ada = shop.cast.client("bob"), shop.cast.client("ada")
    response = bob.post(here, {"act": "contest", "contest-text": "It was three times as much."})
    assert "disagreed about a contribution" in bob.get(response.url).content.decode()
    ada.post(here, {"act": "answer", "answer-text": "Was it?"})
    bob.post(here, {"act": "answer", "answer-text": "It was."})
    page = plain(ada.get(here))
    assert page.index("“It was three times as much.”") < page.index("“Was it?”") < page.index("“It was.”")
    ending = {
        "act": "settle",
        "settle-counts": "yes",
        "settle-text": "So it was.",
        f"settle-number-{short(shop.one)}": "3",
    }
    assert "Only a steward can do this" in plain(bob.post(here, ending))
    ada.post(here, ending)
    assert shop.counting() == {shop.one: 3, shop.two: 2}
    page = plain(ada.get(here))
    assert "“So it was.”" in page
    assert "What do you answer?" not in page
    assert "How does it end?" not in page


def test_a_contest_can_end_against_a_contribution(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release))
    shop.cast.say(Contested(flows=(shop.one,)), shop.cast.bob)
    here = address(shop, "contribution", shop.one)
    number = f"settle-number-{short(shop.one)}"
    ending = {"act": "settle", "settle-counts": "no", "settle-text": "It was somebody else.", number: "7"}
    shop.cast.client("ada").post(here, ending)
    assert shop.counting() == {shop.two: 2}
    assert "it doesn’t count, and that stands." in plain(shop.cast.client().get(here))


@pytest.mark.parametrize(("typed", "says"), [
    ({"settle-counts": ""}, "Say whether it counts."), ({"settle-text": ""}, "Say why, so that everybody can follow it."),
    ({"number": "much"}, "“much” is not a number."),
])  # fmt: skip
def test_what_is_wrong_with_an_ending_is_said(shop: Workshop, typed: dict[str, str], says: str) -> None:
    shop.cast.say(Accepted(version=shop.release))
    shop.cast.say(Contested(flows=(shop.one,)), shop.cast.bob)
    number = f"settle-number-{short(shop.one)}"
    sent = {"act": "settle", "settle-counts": "yes", "settle-text": "So it was, in the end.", number: "3"}
    sent.update({number if name == "number" else name: text for name, text in typed.items()})
    before = size(shop)
    response = shop.cast.client("ada").post(address(shop, "contribution", shop.one), sent)
    assert says in plain(response)
    if "settle-text" not in typed:
        assert "So it was, in the end." in response.content.decode()
    assert size(shop) == before


def test_a_contest_after_the_window_is_refused_and_what_was_typed_stays(shop: Workshop) -> None:
    shop.cast.say(RuleAdopted(rule={"way": "pot", "contest_days": 3}))
    shop.cast.say(Accepted(version=shop.release), at="2026-03-01T10:00:00.000Z")
    here = address(shop, "contribution", shop.one)
    browser = shop.cast.client("bob")
    page = plain(browser.get(here))
    assert "It could be contested until 4 March 2026; now it stands, and counts." in page
    assert "Do you see it differently?" not in page
    before = size(shop)
    response = browser.post(here, {"act": "contest", "contest-text": "I was on a journey."})
    assert "could be contested until 2026-03-04; now it stands." in plain(response)
    assert "I was on a journey." in response.content.decode()
    assert size(shop) == before


def test_who_is_late_reads_why_and_finds_what_she_typed(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release))
    here = address(shop, "contribution", shop.one)
    bob, ada = shop.cast.client("bob"), shop.cast.client("ada")
    bob.post(here, {"act": "contest", "contest-text": "It was three times as much."})
    before = size(shop)

    def late(browser: Client, says: str, text: str, **sent: str) -> None:
        page = plain(browser.post(here, sent))
        assert says in page
        assert text in page

    late(ada, "is contested already", "So say I.", act="contest", **{"contest-text": "So say I."})
    ending = {"settle-counts": "no", "settle-text": "It was somebody else."}
    ada.post(here, {"act": "settle", **ending})
    late(ada, "There is no such open contest", "It was somebody else.", act="settle", **ending)
    late(bob, "This contest is settled", "But I", act="answer", **{"answer-text": "But I"})
    late(bob, "is settled; that stands", "Once more", act="contest", **{"contest-text": "Once more"})
    assert size(shop) == before + 1


def test_a_contest_says_why(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release))
    here = address(shop, "contribution", shop.one)
    response = shop.cast.client("bob").post(here, {"act": "contest", "contest-text": " "})
    assert "Say in your words what you see otherwise." in plain(response)
    assert queries.open_contests("merel") == []


def test_a_steward_with_a_part_in_it_is_told_to_leave_it_to_another(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release))
    shop.second_steward()
    shop.cast.say(Contested(flows=(shop.one,)))
    page = plain(shop.cast.client("ada").get(address(shop, "contribution", shop.one)))
    assert "You have a part in this, so another steward settles it." in page
    assert "How does it end?" not in page
    sent = {"act": "settle", "settle-counts": "no", "settle-text": "I say so."}
    response = shop.cast.client("ada").post(address(shop, "contribution", shop.one), sent)
    assert "You contested this yourself: another steward settles it." in plain(response)
    assert "I say so." in response.content.decode()


def test_who_is_no_member_answers_and_settles_nothing(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release))
    shop.cast.say(Contested(flows=(shop.one,)), shop.cast.bob)
    elsewhere = Cast.found("other", draft=False)
    elsewhere.holds(shop.cast.account("charlie"), elsewhere.ada)  # Charlie is a steward, but of another commons
    here = address(shop, "contribution", shop.one)
    before = size(shop)
    for who in ("", "charlie"):
        for sent in (
            {"act": "answer", "answer-text": "No."},
            {"act": "settle", "settle-counts": "no", "settle-text": "No."},
        ):
            assert "Only members can do this: join first." in plain(shop.cast.client(who).post(here, sent))
    assert size(shop) == before
    assert shop.cast.client("bob").post(here, {"act": "answer", "answer-text": "Yes."}).status_code == 302


def test_forms_from_elsewhere_are_refused(shop: Workshop) -> None:
    browser = shop.cast.client("bob")
    before = size(shop)
    sent = {"note": "Made soup", "kind": "design", "about": ""}
    response = browser.post(address(shop, "tell"), sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert size(shop) == before
