"""What was typed before there was an account waits, is found again, and is sent once."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from entredon.desk import waiting
from entredon.desk.models import Waiting
from entredon.log.registry import Refused
from entredon.testing_cast import Cast


@pytest.fixture
def sent(monkeypatch) -> list[str]:
    """An act of this test; what it was given is noted."""
    monkeypatch.setattr(waiting, "_acts", dict(waiting._acts))
    noted: list[str] = []

    @waiting.finishes("test.said", shows=lambda kept: [("What", kept.typed["text"])])
    def said(request: HttpRequest, kept: Waiting) -> HttpResponse:
        if kept.typed["text"] == "rude":
            raise Refused("Not like this.")
        if kept.typed["text"] == "early":
            return redirect(f"/c/merel/join/?next={quote(request.path)}")
        if kept.typed["text"] == "unclear":
            return HttpResponse("what do you mean?")
        noted.append(f"{request.viewer.name}: {kept.typed['text']}")  # type: ignore[attr-defined]
        return redirect("/c/merel/")

    return noted


def later(days: int) -> None:
    Waiting.objects.update(made=timezone.now() - timedelta(days=days))


def test_what_was_typed_is_found_by_its_token_alone(db) -> None:
    token = waiting.keep("test.said", "merel", {"text": "Hello"})
    found = waiting.find(token)
    assert found is not None
    assert (found.act, found.about, found.typed) == ("test.said", "merel", {"text": "Hello"})
    assert waiting.find(token + "x") is None
    assert token not in str(list(Waiting.objects.values())), "who reads the table can't finish what others began"


def test_it_is_kept_for_seven_days(db) -> None:
    token = waiting.keep("test.said", "merel", {"text": "Hello"})
    later(days=6)
    assert waiting.find(token)
    later(days=7)
    assert waiting.find(token) is None
    assert waiting.sweep() == 1
    assert not Waiting.objects.exists()


def test_what_is_too_much_is_refused_and_too_many_give_way(db, monkeypatch) -> None:
    with pytest.raises(Refused, match="more than we can keep"):
        waiting.keep("test.said", "merel", {"text": "x" * waiting.LONGEST})
    monkeypatch.setattr(waiting, "MOST", 2)
    tokens = [waiting.keep("test.said", "merel", {"text": str(n)}) for n in range(3)]
    for n, token in enumerate(tokens):
        Waiting.objects.filter(token=waiting.digest(token)).update(made=timezone.now() - timedelta(hours=9 - n))
    waiting.sweep()
    assert [bool(waiting.find(token)) for token in tokens] == [False, True, True]


def test_a_visitor_is_asked_to_sign_up_and_comes_back_to_what_she_typed(cast: Cast, rf) -> None:
    answer = waiting.ask(rf.get("/"), "test.said", "merel", {"text": "Hello"})
    assert answer.url.startswith("/account/signup/?next=%2Faccount%2Fgo-on%2F")


def test_a_visitor_leaves_not_without_end(cast: Cast, rf, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"wait": "2/h/ip"}
    for _ in range(2):
        waiting.ask(rf.post("/"), "test.said", "merel", {"text": "Hello"})
    with pytest.raises(Refused, match="too often"):
        waiting.ask(rf.post("/"), "test.said", "merel", {"text": "Hello"})
    assert Waiting.objects.count() == 2


def test_what_is_too_many_is_swept_when_it_comes(db, monkeypatch) -> None:
    monkeypatch.setattr(waiting, "MOST", 2)
    for n in range(9):
        waiting.keep("test.said", "merel", {"text": str(n)})
    assert Waiting.objects.count() <= 3


def test_it_is_shown_before_it_is_sent_and_sent_once(cast: Cast, sent: list[str]) -> None:
    token = waiting.keep("test.said", "merel", {"text": "Hello <there>"})
    bob = cast.client("bob")
    page = bob.get(waiting.way_on(token))
    assert "Hello &lt;there&gt;" in page.content.decode()
    assert sent == [], "whoever holds a token could lead somebody else here: looking sends nothing"
    assert bob.post(waiting.way_on(token)).url == "/c/merel/"
    assert sent == ["Bob: Hello <there>"]
    assert bob.post(waiting.way_on(token)).status_code == 404
    assert sent == ["Bob: Hello <there>"]


def test_a_visitor_who_follows_the_way_on_signs_in_first(cast: Cast, sent: list[str]) -> None:
    token = waiting.keep("test.said", "merel", {"text": "Hello"})
    for act in (cast.client().get, cast.client().post):
        assert act(waiting.way_on(token)).url.startswith("/account/login/?next=")
    assert waiting.find(token)
    assert sent == []


@pytest.mark.parametrize(("text", "reads"), [("rude", "Not like this."), ("unclear", "what do you mean?")])
def test_what_could_not_be_sent_is_kept(cast: Cast, sent: list[str], text: str, reads: str) -> None:
    token = waiting.keep("test.said", "merel", {"text": text})
    later(days=3)
    before = Waiting.objects.get().made
    answer = cast.client("bob").post(waiting.way_on(token))
    assert answer.status_code == 200
    assert reads in answer.content.decode()
    assert Waiting.objects.get().made == before, "trying again doesn't keep it for longer"
    assert sent == []


def test_who_must_do_something_else_before_comes_back_to_it(cast: Cast, sent: list[str]) -> None:
    token = waiting.keep("test.said", "merel", {"text": "early"})
    assert cast.client("charlie").post(waiting.way_on(token)).url.startswith("/c/merel/join/?next=")
    assert waiting.find(token)


def test_it_can_be_thrown_away(cast: Cast, sent: list[str]) -> None:
    token = waiting.keep("test.said", "merel", {"text": "Hello"})
    page = cast.client("bob").post(waiting.way_on(token), {"away": "1"})
    assert "It is gone" in page.content.decode()
    assert waiting.find(token) is None
    assert sent == []


@pytest.mark.parametrize("token", ["nonsense", "x" * 200])
def test_an_unknown_token_is_answered_with_a_sentence(cast: Cast, sent: list[str], token: str) -> None:
    page = cast.client("bob").get(waiting.way_on(token))
    assert page.status_code == 404
    assert "nobody came back for it" in page.content.decode()


def test_an_act_that_this_program_does_not_know_waits_in_vain(cast: Cast) -> None:
    token = waiting.keep("gone.away", "merel", {"text": "Hello"})
    assert cast.client("bob").get(waiting.way_on(token)).status_code == 404


def test_pages_on_the_way_in_know_what_waits(db) -> None:
    token = waiting.keep("test.said", "merel", {"text": "Hello"})
    assert waiting.waits(waiting.way_on(token)) == waiting.find(token)
    for other in ("", "/account/", "/account/go-on/", f"{waiting.way_on(token)}more/", f"/elsewhere/{token}/"):
        assert waiting.waits(other) is None
