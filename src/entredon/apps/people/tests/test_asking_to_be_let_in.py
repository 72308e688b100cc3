"""Where a member has to say yes: asking, being let in with that member's signature, or being told why not."""

import pytest
from django.test import Client

from entredon.apps.people import queries
from entredon.apps.people.models import JoinRequest, Persona
from entredon.apps.people.tests.doors import join, joined, member, nothing_left_of, text
from entredon.log.models import Entry
from entredon.pure.log import leaf
from entredon.testing_cast import Cast

ASKING = "/c/merel/people/asking/"


@pytest.fixture
def cast(db: None) -> Cast:
    """Ada and Bob are members of a public commons that asks for acceptance; both have accounts."""
    cast = Cast.found("merel", draft=False)
    cast.account("ada")
    cast.account("bob")
    return cast


def asks(cast: Cast, **typed: str) -> JoinRequest:
    """Charlie asks."""
    response = join(cast, cast.client("charlie"), message="I weld.", **typed)
    assert response.url == "/c/merel/join/"
    return JoinRequest.objects.get()


def answer(browser: Client, asked: int, **typed: str):
    return browser.post(ASKING, {"asked": asked, **typed})


def test_asking_is_kept_for_members_and_nothing_is_in_the_public_record_yet(cast: Cast) -> None:
    asked = asks(cast)
    assert (asked.name, asked.place, asked.message, asked.state) == ("Charlie Claes", "Ghent", "I weld.", "open")
    assert joined(cast) == 1
    assert nothing_left_of(cast, cast.account("charlie"))
    html = text(cast.client("charlie").get("/c/merel/join/"))
    assert "nobody has answered yet" in html
    assert "I weld." in html


def test_members_see_who_asks_and_nobody_else_does(cast: Cast) -> None:
    people = "/c/merel/people/"
    assert "asks to be let in" not in text(cast.client("bob").get(people))
    asks(cast)
    assert "Somebody asks to be let in" in text(cast.client("bob").get(people))
    assert "asks to be let in" not in text(cast.client("").get(people))
    html = text(cast.client("bob").get(ASKING))
    assert "Charlie Claes" in html
    assert "I weld." in html
    assert cast.client("charlie").get(ASKING).status_code == 403
    assert cast.client("").get(ASKING).url.startswith("/account/login/?next=")  # as from the link in the letter


def test_stewards_get_a_letter(cast: Cast, mailoutbox) -> None:
    asks(cast)
    (letter,) = mailoutbox
    assert letter.to == ["ada@example.org"]
    assert letter.subject == "Charlie Claes asks to be let in"
    assert "I weld." in letter.body
    assert ASKING in letter.body


def test_any_member_lets_somebody_in_and_signs_beside_her(cast: Cast, mailoutbox) -> None:
    asked = asks(cast)
    response = answer(cast.client("bob"), asked.id, accept="1")
    assert response.url.startswith(f"{ASKING}?said=")
    assert member(cast, "charlie")
    entry = Entry.objects.get(id=response.url.partition("said=")[2])
    persona = Persona.objects.get(account=cast.account("charlie"))
    assert {s.key for s in leaf.parse(bytes(entry.leaf)).sigs} == {persona.key, cast.bob.id}
    shown = queries.person("merel", persona.person)
    assert (shown.name, shown.place) == ("Charlie Claes", "Ghent")
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by) == ("accepted", f"k:{cast.bob.id}")
    letter = mailoutbox[-1]
    assert letter.to == ["charlie@example.org"]
    assert "Welcome, Charlie Claes" in letter.body
    assert "Nobody is waiting" in text(cast.client("bob").get(ASKING))


def test_a_member_says_why_not_and_the_asker_reads_it(cast: Cast, mailoutbox) -> None:
    asked = asks(cast)
    html = text(answer(cast.client("bob"), asked.id, answer=""))
    assert "Nobody is turned away without a word" in html
    assert answer(cast.client("bob"), asked.id, answer="We <b>know</b> you too little yet.").status_code == 302
    assert not member(cast, "charlie")
    assert "We <b>know</b> you too little yet." in mailoutbox[-1].body
    html = text(cast.client("charlie").get("/c/merel/join/"))
    assert "We &lt;b&gt;know&lt;/b&gt; you too little yet." in html
    asks_again = join(cast, cast.client("charlie"), message="Now you do.")
    assert asks_again.status_code == 302
    assert JoinRequest.objects.filter(state="open").count() == 1


def test_two_members_answer_at_once_and_the_second_is_told(cast: Cast) -> None:
    asked = asks(cast)
    answer(cast.client("bob"), asked.id, accept="1")
    for typed in ({"accept": "1"}, {"answer": "No."}):
        assert "answered or taken back in the meantime" in text(answer(cast.client("ada"), asked.id, **typed))
    assert joined(cast) == 2
    assert member(cast, "charlie")


@pytest.mark.parametrize("asked", ["", "0", "999", "x", "-1", "1" * 30])
def test_nobody_asked_like_that(cast: Cast, asked: str) -> None:
    asks(cast)
    response = cast.client("bob").post(ASKING, {"asked": asked, "accept": "1"})
    assert "nothing was done" in text(response)
    assert joined(cast) == 1


def test_asking_again_changes_what_was_asked(cast: Cast, mailoutbox) -> None:
    asks(cast)
    join(cast, cast.client("charlie"), name="Charlie C.", message="I also mill.")
    asked = JoinRequest.objects.get()
    assert (asked.name, asked.message) == ("Charlie C.", "I also mill.")
    assert len(mailoutbox) == 1


def test_who_asks_no_longer_is_not_let_in(cast: Cast) -> None:
    asked = asks(cast)
    assert cast.client("charlie").post("/c/merel/join/", {"take_back": "1"}).status_code == 302
    assert not JoinRequest.objects.exists()
    assert "taken back in the meantime" in text(answer(cast.client("bob"), asked.id, accept="1"))
    assert joined(cast) == 1


def test_a_member_whose_key_is_elsewhere_is_told_and_the_question_stays_open(cast: Cast) -> None:
    from entredon.log.models import HeldKey

    asked = asks(cast)
    HeldKey.objects.filter(id=cast.bob.id).delete()
    assert "on your own device" in text(answer(cast.client("bob"), asked.id, accept="1"))
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by) == ("open", "")
    assert nothing_left_of(cast, cast.account("charlie"))


def test_those_outside_answer_nobody(cast: Cast) -> None:
    asked = asks(cast)
    for who in ("", "charlie"):
        assert answer(cast.client(who), asked.id, accept="1").status_code == 403
    assert joined(cast) == 1


def test_a_visitor_asks_first_and_gets_an_account_then(cast: Cast) -> None:
    response = join(cast, cast.client(), message="I weld.")
    way = response.url.replace("%2F", "/").partition("next=")[2]
    browser = cast.client("charlie")
    assert "I weld." in text(browser.get(way))
    assert browser.post(way).url == "/c/merel/join/"
    assert JoinRequest.objects.get().account == cast.account("charlie")


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "-1", "²", "٣", ""])
def test_a_number_that_is_none_lets_nobody_in(cast: Cast, number: str) -> None:
    asks(cast)
    page = text(cast.client("bob").post(ASKING, {"asked": number, "accept": "1"}))
    assert "nothing was done" in page
    assert joined(cast) == 1


def test_who_asks_again_and_again_sends_no_end_of_letters(cast: Cast, settings, mailoutbox) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "ask": "2/d/user"}
    browser = cast.client("charlie")
    for _turn in range(2):
        join(cast, browser)
        browser.post("/c/merel/join/", {"take_back": "1"})
    sent = len(mailoutbox)
    html = text(join(cast, browser, message="Once more."))
    assert "You have asked often today" in html
    assert "Once more." in html
    assert not JoinRequest.objects.exists()
    assert len(mailoutbox) == sent
