"""The life of a decision on pages: a question is put, talked about, voted on with two taps, counted, and carried out."""

import re
from typing import Any

import pytest
from django.test import Client

from entredon.apps.decide.entries import Effect
from entredon.apps.decide.models import Challenge, Decision, Roll, Task
from entredon.apps.decide.tests.council import Council, at, charter_of, type_of
from entredon.apps.people.models import Account
from entredon.apps.value import drafts
from entredon.log.models import Log, SideText
from entredon.pure.value.rule import CONTRIBUTIONS
from entredon.testing_cast import Cast, just_came_in, person

HOME = "/c/merel/decide/"


@pytest.fixture
def council(db: None, settings: Any) -> Council:
    settings.ENTREDON_TEST_CLOCK = "2026-12-01T09:00:00+00:00"
    made = Council(Cast.found(draft=False))
    on(settings, 1)
    return made


def on(settings: Any, day: int, hour: int = 11) -> None:
    """It is this day of December."""
    settings.ENTREDON_TEST_CLOCK = at(day, hour).replace("Z", "+00:00")


def client(council: Council, name: str) -> Client:
    """The browser of dora, eve or finn."""
    account = Account.objects.get_or_create(email=f"{name}@example.org", defaults={"name": name.capitalize()})[0]
    council.cast.holds(account, getattr(council, name))
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    browser.force_login(account)
    just_came_in(browser)
    return browser


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page_of(id: str) -> str:
    return f"{HOME}{id[:10]}/"


def put(browser: Client, lever: str = "words", **typed: Any) -> Decision:
    """Somebody puts a question by the form."""
    said = {"title": "Shall we meet on Mondays?", "text": "It is quieter then.", "do": "open", **typed}
    answer = browser.post(f"{HOME}new/{lever}/", said)
    assert answer.status_code == 302, text(answer)
    return Decision.objects.filter(commons="merel").latest("position")


def test_a_question_goes_its_whole_way_with_a_press_for_each_step(council: Council, settings: Any) -> None:
    ada, bob = council.cast.client("ada"), council.cast.client("bob")
    row = put(bob)
    page = text(bob.get(page_of(row.id)))
    assert "Shall we meet on Mondays?" in page
    assert "It is quieter then." in page
    assert "People talk about it until 2" in page
    assert "How do you vote?" not in page
    on(settings, 2)
    assert "One decision waits for your vote." in text(ada.get(HOME))
    assert "How do you vote?" in text(ada.get(page_of(row.id)))
    tapped = ada.get(f"{page_of(row.id)}vote/?choice=yes")
    assert "Is this your vote?" in text(tapped)
    answer = ada.post(f"{page_of(row.id)}vote/", {"choice": "yes", "reason": "I am free then."}, follow=True)
    assert "Your vote: Yes" in text(answer)
    assert "I am free then." not in text(answer).replace("Recorded", ""), "nobody votes as others did"
    row.refresh_from_db()
    assert (row.state, row.count, row.voted) == ("voting", 5, 1), "the first vote took the list with it"
    for name, choice in (("bob", "yes"), ("eve", "no")):
        browser = bob if name == "bob" else client(council, name)
        browser.post(f"{page_of(row.id)}vote/", {"choice": choice})
    assert "3 of 5 have voted" in text(bob.get(page_of(row.id)))
    on(settings, 5)
    assert "Count the votes" in text(bob.get(page_of(row.id)))
    counted = bob.post(page_of(row.id), {"do": "count"}, follow=True)
    page = text(counted)
    assert "Enough said yes. 3 of 5 took part." in page
    assert "I am free then." in page
    assert "recomputed" in page
    on(settings, 6, 12)
    page = text(bob.get(page_of(row.id)))
    assert "Now it can be carried out" in page
    done = text(bob.post(page_of(row.id), {"do": "carry"}, follow=True))
    assert "Yes, and it is done." in done
    row.refresh_from_db()
    assert row.state == "executed"
    home = text(ada.get(HOME))
    assert "What was decided, and what became of it" in home
    assert "Yes 2 · No 1" in home


def test_a_vote_is_changed_until_the_end_and_refused_after_it(council: Council, settings: Any) -> None:
    row = put(council.cast.client("ada"))
    bob, there = council.cast.client("bob"), f"{page_of(row.id)}vote/"
    on(settings, 2)
    bob.post(there, {"choice": "yes"})
    bob.post(there, {"choice": "no", "reason": "On second thoughts"})
    mine = Roll.objects.get(commons="merel", id=f"{row.id}/{person(council.bob)}")
    assert (mine.choice, mine.times) == ("no", 2)
    assert Decision.objects.get(id=row.id).voted == 1
    on(settings, 5)
    assert "Voting is over." in text(bob.get(f"{there}?choice=yes"))
    late = text(bob.post(there, {"choice": "yes"}))
    assert "Voting" in late
    mine.refresh_from_db()
    assert mine.choice == "no"


def test_a_vote_that_says_nothing_known_is_sent_back(council: Council, settings: Any) -> None:
    row = put(council.cast.client("ada"))
    on(settings, 2)
    bob = council.cast.client("bob")
    assert bob.get(f"{page_of(row.id)}vote/?choice=perhaps").status_code == 302
    assert "Choose one of the answers first." in text(bob.post(f"{page_of(row.id)}vote/", {"choice": "perhaps"}))
    assert not Decision.objects.get(id=row.id).rolled


def test_the_same_button_pressed_twice_says_it_once(council: Council, settings: Any) -> None:
    row = put(council.cast.client("ada"))
    on(settings, 2)
    bob = council.cast.client("bob")
    size = Log.objects.get(slug="merel").size
    for _time in range(2):
        assert bob.post(f"{page_of(row.id)}vote/", {"choice": "yes"}).status_code == 302
    assert Log.objects.get(slug="merel").size == size + 2, "the list and one vote"
    on(settings, 5)
    for _time in range(2):
        bob.post(page_of(row.id), {"do": "count"})
    assert Log.objects.get(slug="merel").size == size + 4, "the close and one count"


def test_visitors_read_it_and_strangers_say_nothing(council: Council, settings: Any) -> None:
    row = put(council.cast.client("ada"))
    on(settings, 2)
    visitor, charlie = council.cast.client(), council.cast.client("charlie")
    page = text(visitor.get(page_of(row.id)))
    assert "Shall we meet on Mondays?" in page
    assert "How do you vote?" not in page
    assert visitor.get(f"{page_of(row.id)}vote/?choice=yes").status_code == 302
    assert "Only members vote" in text(charlie.get(f"{page_of(row.id)}vote/?choice=yes"))
    assert charlie.post(f"{page_of(row.id)}vote/", {"choice": "yes"}).status_code == 403
    assert charlie.post(page_of(row.id), {"do": "carry"}).status_code == 403
    assert charlie.post(f"{HOME}new/words/", {"title": "Mine?", "do": "open"}).status_code == 403
    assert not Decision.objects.get(id=row.id).rolled


def test_what_it_would_change_is_shown_before_it_is_put(council: Council) -> None:
    ada = council.cast.client("ada")
    typed = {"title": "Shall Bob be a steward?", "which": f"appoint:{person(council.bob)}", "text": ""}
    looked = ada.post(f"{HOME}new/steward/", typed)
    page = text(looked)
    assert "Bob Bakker would become a steward" in page
    assert "then there would be 3." in page
    assert not Decision.objects.filter(commons="merel").exists()
    seen = re.search(r'name="seen" value="([^"]*)"', looked.content.decode())
    assert seen is not None
    row = put(ada, "steward", **{**typed, "seen": seen[1]})
    assert (row.lever, row.effect["way"], row.what) == ("steward", "appoint", person(council.bob))


def test_a_decision_makes_a_steward_and_says_so(council: Council, settings: Any) -> None:
    decision = council.counted(Effect(lever="steward", way="appoint", what=person(council.bob)))
    on(settings, 5)
    ada = council.cast.client("ada")
    page = text(ada.post(page_of(decision), {"do": "carry"}, follow=True))
    assert "Bob Bakker became a steward." in page
    assert "It holds since 5" in page


def test_who_gains_and_who_loses_stands_in_the_page_of_a_sharing_rule(council: Council) -> None:
    ada = council.cast.client("ada")
    kept = drafts.keep("merel", "More for reviewers", CONTRIBUTIONS, person(council.ada))
    assert kept.id in ada.get(f"{HOME}new/sharing/?rule={kept.id}").content.decode()
    typed = {"title": "Shall this rule hold?", "rule": kept.id}
    assert "goes to the association" in text(ada.post(f"{HOME}new/sharing/", {**typed, "text": ""}))
    row = put(ada, "sharing", **typed)
    page = text(council.cast.client().get(page_of(row.id)))
    assert "What it would change" in page
    assert "Now: Everything goes to the common pot" in page


@pytest.mark.parametrize(
    ("lever", "typed", "because"),
    [
        ("words", {"title": " "}, "Ask what is to be decided"),
        ("steward", {"title": "Shall we?"}, "Choose who it is about."),
        ("steward", {"title": "Shall we?", "which": "appoint:k:nobody"}, "Select a valid choice"),
        ("sharing", {"title": "Shall we?", "rule": "gone"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_it(council: Council, lever: str, typed: dict[str, str], because: str) -> None:
    answer = council.cast.client("bob").post(f"{HOME}new/{lever}/", {"do": "open", **typed})
    assert because in text(answer)
    assert not Decision.objects.filter(commons="merel").exists()


def test_what_stewards_settle_alone_is_no_question_for_all(cast: Cast, settings: Any) -> None:
    from entredon.pure.choice.charter import Lever

    settings.ENTREDON_TEST_CLOCK = "2026-12-01T11:00:00+00:00"
    Council(cast, charter_of(levers={"steward": Lever("stewards")}))
    ada = cast.client("ada")
    assert "By the charter stewards settle this, each of them alone." in text(ada.get(f"{HOME}new/steward/"))
    assert "By the charter stewards settle this" in text(ada.get(f"{HOME}new/"))


def test_without_a_charter_it_says_what_comes_first(cast: Cast) -> None:
    assert "first a steward adopts a charter" in text(cast.client("ada").get(HOME))
    assert "first a steward adopts a charter" in text(cast.client("bob").get(f"{HOME}new/words/"))
    assert ">Decide<" in cast.client("bob").get("/c/merel/").content.decode(), "members begin it"
    assert ">Decide<" not in cast.client().get("/c/merel/").content.decode()


def test_a_question_is_taken_back_with_a_reason(council: Council, settings: Any) -> None:
    bob = council.cast.client("bob")
    row = put(bob)
    assert "Take it back" not in text(council.cast.client("ada").get(page_of(row.id)))
    page = text(bob.post(page_of(row.id), {"do": "withdraw", "withdraw-reason": "It answered itself"}, follow=True))
    assert "Taken back." in page
    assert "It answered itself" in page
    assert "Only who opened a decision takes it back" in text(
        council.cast.client("ada").post(
            page_of(put(bob, title="Another?").id), {"do": "withdraw", "withdraw-reason": ""}
        )
    )


def test_enough_challenges_set_it_aside(council: Council, settings: Any) -> None:
    decision = council.counted()
    on(settings, 4)
    ada = council.cast.client("ada")
    assert "Say why, so that everybody can judge it." in text(
        ada.post(page_of(decision), {"do": "challenge", "challenge-reason": ""})
    )
    ada.post(page_of(decision), {"do": "challenge", "challenge-reason": "Eve was never told"})
    for name in ("bob", "eve"):
        browser = council.cast.client("bob") if name == "bob" else client(council, name)
        browser.post(page_of(decision), {"do": "challenge", "challenge-reason": "So it was"})
    assert Challenge.objects.filter(commons="merel", decision=decision).count() == 3
    page = text(ada.get(page_of(decision)))
    assert "Set aside." in page
    assert "Eve was never told" in page


def test_what_cannot_be_carried_out_says_why_and_rests(council: Council, settings: Any) -> None:
    decision = council.counted(Effect(lever="steward", way="appoint", what=person(council.bob)))
    from entredon.apps.people.entries import Left

    council.say(Left(), council.bob, day=4)
    on(settings, 5)
    ada = council.cast.client("ada")
    page = text(ada.get(page_of(decision)))
    assert "Just now it can’t be:" in page
    refused = text(ada.post(page_of(decision), {"do": "carry"}))
    assert "has changed since it was opened" in refused
    page = text(ada.post(page_of(decision), {"do": "stall"}, follow=True))
    assert "Yes, but it could not be carried out: What this decision starts from has changed" in page
    assert "Put the question anew" in page


def test_who_does_what_by_when_and_the_proof(council: Council, settings: Any) -> None:
    decision = council.counted()
    on(settings, 5)
    bob = council.cast.client("bob")
    typed = {"do": "assign", "assign-what": "Book the room", "assign-person": person(council.bob)}
    assert "Say by which day." in text(bob.post(page_of(decision), typed))
    assert "is over" in text(bob.post(page_of(decision), {**typed, "assign-due": "2026-11-01"}))
    bob.post(page_of(decision), {**typed, "assign-due": "2026-12-10"})
    task = Task.objects.get(commons="merel")
    assert "Book the room" in text(bob.get(HOME))
    prove = {"do": "prove", "task": task.id, "proof": ""}
    assert "Say what shows that it is done" in text(bob.post(page_of(decision), prove))
    page = text(bob.post(page_of(decision), {**prove, "proof": "It is booked: https://example.org/room"}, follow=True))
    assert "done on 5" in page
    assert "https://example.org/room" in page
    assert "Book the room" not in text(bob.get(HOME))
    other = {**typed, "assign-due": "2026-12-10", "assign-person": person(council.eve)}
    assert "valid choice" in text(bob.post(page_of(decision), other)), "Bob says for himself only"


def test_reasons_are_erasable_and_the_vote_stays(council: Council, settings: Any) -> None:
    row = put(council.cast.client("ada"))
    on(settings, 2)
    bob = council.cast.client("bob")
    bob.post(f"{page_of(row.id)}vote/", {"choice": "yes", "reason": "Because of the moon"})
    on(settings, 5)
    bob.post(page_of(row.id), {"do": "count"})
    votes = f"{page_of(row.id)}votes/"
    assert "Because of the moon" in text(bob.get(votes))
    SideText.objects.filter(commons="merel", text="Because of the moon").delete()
    page = text(bob.get(votes))
    assert "moon" not in page
    assert "Bob Bakker" in page


def test_where_members_are_asked_by_consent_they_are_asked_so(cast: Cast, settings: Any) -> None:
    settings.ENTREDON_TEST_CLOCK = "2026-12-01T11:00:00+00:00"
    council = Council(cast, charter_of(type_of(method="consent@1")))
    row = put(council.cast.client("ada"))
    on(settings, 2)
    bob = council.cast.client("bob")
    assert "I go along, with a doubt" in text(bob.get(page_of(row.id)))
    bob.post(f"{page_of(row.id)}vote/", {"choice": "objection", "reason": "Not like this"})
    on(settings, 5)
    assert "Somebody objects: talk first" in text(bob.post(page_of(row.id), {"do": "count"}, follow=True))


def test_who_came_after_the_list_was_taken_does_not_vote(council: Council, settings: Any) -> None:
    from entredon.testing_cast import key_of

    decision = council.voting()
    council.gus = key_of("gus")  # type: ignore[attr-defined]
    council.cast.join(council.gus, "Gus")  # type: ignore[attr-defined]
    on(settings, 2)
    gus = client(council, "gus")
    page = text(gus.get(page_of(decision)))
    assert "You are not among those who may vote on this one" in page
    assert "By the charter you can’t vote on this one." in text(gus.get(f"{page_of(decision)}vote/?choice=yes"))
    assert "not on the roll" in text(gus.post(f"{page_of(decision)}vote/", {"choice": "yes"}))


def test_it_is_talked_about_beside_it(council: Council) -> None:
    row = put(council.cast.client("ada"))
    bob = council.cast.client("bob")
    answer = bob.post(f"/c/merel/social/t/{row.id[:10]}/say/", {"text": "And on Tuesdays?"}, follow=True)
    assert answer.status_code == 200
    assert "And on Tuesdays?" in text(bob.get(page_of(row.id)))
    assert "Shall we meet on Mondays?" in text(bob.get("/c/merel/social/"))


def test_who_has_a_passkey_votes_with_it_and_may_say_why(council: Council, settings: Any) -> None:
    from entredon.apps.people.tests import passkeys

    bob, phone = council.cast.client("bob"), passkeys.passkey("bob's phone")
    passkeys.add(bob, "merel", phone)
    row = put(council.cast.client("ada"))
    on(settings, 2)
    there = f"{page_of(row.id)}vote/"
    assert "This is my vote, with my passkey" in text(bob.get(f"{there}?choice=no"))
    assert "browser that runs scripts" in text(bob.post(there, {"choice": "no"})), "a key kept here is not enough"
    assert not Decision.objects.get(id=row.id).rolled, "nothing was said"
    passkeys.signed(bob, there, phone, choice="no", reason="Mondays are full")
    mine = Roll.objects.get(commons="merel", id=f"{row.id}/{person(council.bob)}")
    assert mine.choice == "no"
    assert SideText.objects.get(commons="merel", entry=mine.ballot, name="reason").text == "Mondays are full"
