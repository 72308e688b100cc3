"""Ideas, questions and objections reach the stewards, wait before their eyes, and are answered by letter."""

import pytest
from django.core import mail
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.apps.people.tests.letters import last, path_in
from entredon.desk import messages
from entredon.desk.models import Message, Waiting
from entredon.testing_cast import Cast

IDEA = {"about": "idea", "text": "Fold the sill, don't weld it."}


@pytest.fixture
def open_cast(cast: Cast) -> Cast:
    """A public commons; Ada, its steward, has an account."""
    cast.say(Published())
    cast.account("ada")
    return cast


def read(client: Client, path: str = "/c/merel/write/all/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_member_writes_and_the_stewards_get_a_letter(open_cast: Cast) -> None:
    bob = open_cast.client("bob")
    answer = bob.post("/c/merel/write/", IDEA)
    page = read(bob, answer.url)
    assert "It is sent." in page
    assert "Fold the sill, don&#x27;t weld it." in page
    [letter] = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert IDEA["text"] in letter.body
    assert path_in(letter.body) == answer.url.partition("?")[0]


def test_what_waits_stands_before_the_stewards_eyes_until_it_is_answered(open_cast: Cast) -> None:
    open_cast.client("bob").post("/c/merel/write/", IDEA)
    ada = open_cast.client("ada")
    assert "One message waits for an answer of yours" in read(ada, "/c/merel/write/")
    page = read(ada)
    assert "Fold the sill" in page
    assert "Bob Bakker" in page
    ada.post(f"/c/merel/write/{Message.objects.get().id}/", {"text": "We tried; the beads crack."})
    page = read(ada)
    assert "Nothing waits for an answer" in page
    assert "Fold the sill" in page


def test_an_answer_goes_by_letter_to_whoever_wrote_and_stands_on_her_page(open_cast: Cast) -> None:
    bob = open_cast.client("bob")
    path = bob.post("/c/merel/write/", IDEA).url
    answer = open_cast.client("ada").post(path, {"text": "We'll try it < soon."})
    assert answer.status_code == 302
    assert "We'll try it < soon." in last("bob@example.org")
    assert IDEA["text"] in last("bob@example.org")
    page = read(bob, path)
    assert "We&#x27;ll try it &lt; soon." in page
    assert "Ada Vermeer answered on" in page
    assert "answered" in read(bob, "/account/")


@pytest.mark.parametrize("who", ["", "bob", "charlie"])
def test_only_stewards_read_what_people_wrote(open_cast: Cast, who: str) -> None:
    open_cast.client("ada").post("/c/merel/write/", {"about": "question", "text": "Mine"})
    client, message = open_cast.client(who), Message.objects.get()
    assert client.get("/c/merel/write/all/").status_code == (403 if who else 302), "a visitor signs in first"
    assert client.get(f"/c/merel/write/{message.id}/").status_code == (404 if who else 302)
    assert client.post(f"/c/merel/write/{message.id}/", {"text": "Answered by me"}).status_code == 404
    message.refresh_from_db()
    assert message.answered is None


def test_a_writer_does_not_answer_herself(open_cast: Cast) -> None:
    bob = open_cast.client("bob")
    path = bob.post("/c/merel/write/", IDEA).url.partition("?")[0]
    assert bob.post(path, {"text": "Yes, great idea"}).status_code == 403
    assert Message.objects.get().answer == ""


def test_a_steward_of_another_commons_reads_nothing_here(open_cast: Cast) -> None:
    other = Cast.found("wren", draft=False)
    other.holds(open_cast.account("charlie"), other.ada)
    open_cast.client("bob").post("/c/merel/write/", IDEA)
    message = Message.objects.get()
    charlie = open_cast.client("charlie")
    assert charlie.get("/c/wren/write/all/").status_code == 200
    assert charlie.get("/c/merel/write/all/").status_code == 403
    assert charlie.get(f"/c/wren/write/{message.id}/").status_code == 404, "nor under the address of her own"


def test_of_two_answers_the_first_stands_and_the_second_is_not_lost(open_cast: Cast) -> None:
    open_cast.client("bob").post("/c/merel/write/", IDEA)
    message, ada = Message.objects.get(), open_cast.client("ada")
    assert messages.answer(message, "First", "k:somebody")
    page = ada.post(f"/c/merel/write/{message.id}/", {"text": "Second, written with care"}).content.decode()
    assert "Another steward was quicker" in page
    assert "Second, written with care" in page
    message.refresh_from_db()
    assert message.answer == "First"


def test_what_a_visitor_wrote_waits_until_she_has_an_account(open_cast: Cast) -> None:
    client = open_cast.client()
    sign_up = client.post("/c/merel/write/", IDEA).url
    assert "What you typed is kept for you" in read(client, sign_up)
    leads = Client().get(sign_up).wsgi_request.GET["next"]
    client.post("/account/signup/", {"email": "nora@example.org", "name": "Nora", "next": leads})
    assert not Message.objects.exists()
    assert "What you typed is kept" in last()
    go_on = client.post(path_in(last())).url
    assert go_on == leads
    page = read(client, go_on)
    assert "Fold the sill" in page
    assert "the stewards of Merel" in page
    mine = client.post(go_on).url
    assert "It is sent." in read(client, mine)
    message = Message.objects.get()
    assert (message.text, message.about, message.answered) == (IDEA["text"], "idea", None)
    assert not Waiting.objects.exists()
    assert "Nora" in read(open_cast.client("ada"))


@pytest.mark.parametrize("way", ["password", "link"])
def test_who_has_an_account_already_comes_back_to_what_she_wrote(open_cast: Cast, way: str) -> None:
    bob = open_cast.account("bob")
    bob.set_password("four words are plenty")
    bob.save()
    client = open_cast.client()
    leads = Client().get(client.post("/c/merel/write/", IDEA).url).wsgi_request.GET["next"]
    if way == "password":
        typed = {"login": bob.email, "password": "four words are plenty", "next": leads}
        go_on = client.post("/account/login/", typed).url
    else:
        client.post("/account/link/", {"email": bob.email, "next": leads})
        go_on = client.post(path_in(last())).url
    assert go_on == leads
    client.post(go_on)
    assert Message.objects.get().account == str(bob.pk)


def test_what_was_written_about_a_draft_is_sent_by_nobody_outside(cast: Cast) -> None:
    from entredon.desk import waiting
    from entredon.site.writing import sending

    token = waiting.keep(sending.ACT, "merel", IDEA)
    page = cast.client("charlie").post(waiting.way_on(token))
    assert "not open to you" in page.content.decode()
    assert not Message.objects.exists()
    assert cast.client("bob").post(waiting.way_on(token)).status_code == 302


def test_an_objection_needs_no_account_and_is_answered_by_letter(open_cast: Cast) -> None:
    client = open_cast.client()
    page = read(client, "/c/merel/write/?about=objection")
    assert "You need no account" in page
    said = {"about": "objection", "text": "I never agreed to be listed.", "address": "me@example.net"}
    answer = client.post("/c/merel/write/", said)
    assert answer.url == "/c/merel/write/sent/"
    assert "until one of them has answered" in read(client, answer.url)
    assert not client.cookies
    open_cast.client("ada").post(f"/c/merel/write/{Message.objects.get().id}/", {"text": "Your name is erased."})
    letter = last("me@example.net")
    assert "Your name is erased." in letter
    assert "/write/" not in letter, "there is no page for who has no account"


@pytest.mark.parametrize(
    ("change", "reads"),
    [
        ({"text": "  "}, "Please write something."),
        ({"address": ""}, "nobody can answer you"),
        ({"address": "me"}, "such as ada@example.org"),
        ({"text": "x" * 5001}, "at most 5000 characters"),
    ],
)
def test_after_a_mistake_what_was_typed_is_still_there(open_cast: Cast, change: dict[str, str], reads: str) -> None:
    said = {"about": "objection", "text": "I never agreed", "address": "me@example.net", **change}
    page = open_cast.client().post("/c/merel/write/", said).content.decode()
    assert reads in page
    assert said["text"].strip() in page
    assert said["address"] in page
    assert not Message.objects.exists()


def test_visitors_object_not_without_end(open_cast: Cast) -> None:
    said = {"about": "objection", "text": "I never agreed", "address": "me@example.net"}
    answers = [open_cast.client().post("/c/merel/write/", said) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [200]
    page = answers[-1].content.decode()
    assert "too often" in page
    assert "I never agreed" in page, "what was typed is kept"
    assert Message.objects.count() == 6


def test_who_has_an_account_writes_not_without_end_either(open_cast: Cast, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "written": "2/h/user"}
    client, said = open_cast.client("charlie"), {"about": "idea", "text": "Fold the lid"}
    answers = [client.post("/c/merel/write/", said) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert "Fold the lid" in answers[-1].content.decode()
    assert Message.objects.count() == 2


@pytest.mark.parametrize("about", ["nonsense", ""])
def test_a_kind_that_is_none_is_not_kept(open_cast: Cast, about: str) -> None:
    open_cast.client("bob").post("/c/merel/write/", {"about": about, "text": "Hello"})
    assert not Message.objects.exists()
    assert "An idea" in read(open_cast.client(), f"/c/merel/write/?about={about}")


def test_a_draft_takes_messages_from_its_members_only(cast: Cast) -> None:
    for who, status in (("", 404), ("charlie", 404), ("bob", 200)):
        assert cast.client(who).get("/c/merel/write/").status_code == status
