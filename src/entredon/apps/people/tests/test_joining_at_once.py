"""Joining an open commons from its page: at once, with a key that nobody is asked about."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.http import urlencode

from entredon.apps.people import joining, queries
from entredon.apps.people.models import Account, Persona
from entredon.apps.people.tests.doors import join, joined, member, nothing_left_of, text
from entredon.desk import waiting
from entredon.desk.models import Waiting
from entredon.log import door
from entredon.log.models import Entry, Key
from entredon.log.registry import Refused
from entredon.testing_cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast.found("merel", joining="open", draft=False)


def test_the_page_says_what_can_never_be_erased_and_who_could_recognise_her(cast: Cast) -> None:
    for who in ("", "charlie"):
        html = text(cast.client(who).get("/c/merel/join/"))
        assert "Everybody is welcome" in html
        assert "Can never be erased" in html
        assert "Who could recognise you" in html
        assert ("no account here yet" in html) == (not who)


def test_somebody_with_an_account_is_in_at_once(cast: Cast) -> None:
    browser = cast.client("charlie")
    response = join(cast, browser)
    entry = Entry.objects.get(commons="merel", index=Entry.objects.filter(commons="merel").count() - 1)
    assert response.url == f"/c/merel/people/me/?said={entry.id}"
    html = text(browser.get(response.url))
    assert "joined." in html
    assert "Charlie Claes" in html
    persona = Persona.objects.get(account=cast.account("charlie"))
    shown = queries.person("merel", persona.person)
    assert (shown.name, shown.place, shown.member) == ("Charlie Claes", "Ghent", True)
    assert Key.objects.get(commons="merel", id=persona.key).custody == "hosted"


def test_the_place_is_her_choice(cast: Cast) -> None:
    join(cast, cast.client("charlie"), place="")
    person = Persona.objects.get(account=cast.account("charlie")).person
    assert queries.texts_now("merel", person) == {"name": "Charlie Claes"}


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "Two\u2028lines"])
def test_a_name_that_is_none_is_said_beside_it_and_the_rest_is_kept(cast: Cast, name: str) -> None:
    html = text(join(cast, cast.client("charlie"), name=name, place="Oostende"))
    assert 'aria-invalid="true"' in html
    assert 'value="Oostende"' in html
    assert joined(cast) == 1
    assert nothing_left_of(cast, cast.account("charlie"))


def test_joining_twice_is_joining_once(cast: Cast) -> None:
    browser = cast.client("charlie")
    join(cast, browser)
    second = join(cast, browser)
    assert "You are here already" in text(second)
    assert joined(cast) == 2
    assert Persona.objects.filter(commons="merel", account=cast.account("charlie")).count() == 1


def test_a_press_that_another_tab_overtook_leads_to_the_same_entry(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other tab says it between looking and saying here: the law refuses the second, and nobody is bothered with that."""
    account, real, other = cast.account("charlie"), door.append, []

    def overtaken(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(door, "append", real)
        other.append(joining.enter(account, "merel", {"name": "Charlie"}))
        return real(*given, **named)

    monkeypatch.setattr(door, "append", overtaken)
    assert joining.enter(account, "merel", {"name": "Charlie"}) == other[0]
    assert joining.enter(account, "merel", {"name": "Charlie"}) == other[0]
    assert joined(cast) == 2
    assert member(cast, "charlie")


def test_a_refusal_leaves_no_key_and_no_note(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refused("Not on a Sunday.")

    monkeypatch.setattr(door, "append", refuse)
    html = text(join(cast, cast.client("charlie")))
    assert "Not on a Sunday." in html
    assert 'value="Charlie Claes"' in html
    assert nothing_left_of(cast, cast.account("charlie"))


def test_after_a_crash_in_between_pressing_again_goes_on_with_the_same_key(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(door, "append", crash)
        with pytest.raises(OSError, match="disk full"):
            join(cast, cast.client("charlie"))
    key = Persona.objects.get(account=cast.account("charlie")).key
    assert not member(cast, "charlie")
    assert 'name="name"' in text(cast.client("charlie").get("/c/merel/join/"))  # she was never here: she is asked all
    assert cast.client("charlie").get("/c/merel/people/me/").status_code == 403
    join(cast, cast.client("charlie"))
    assert queries.names("merel")[f"k:{key}"] == "Charlie Claes"
    assert member(cast, "charlie")
    assert Persona.objects.get(account=cast.account("charlie")).key == key


def test_what_a_visitor_typed_is_kept_until_she_has_an_account(cast: Cast) -> None:
    response = join(cast, cast.client(), name="Charlie of the visitors")
    assert response.status_code == 302
    assert response.url.startswith("/account/")
    waiting = Waiting.objects.get()
    assert (waiting.act, waiting.about) == ("people.joined", "merel")
    assert joined(cast) == 1
    way = next(part for part in response.url.replace("%2F", "/").split("next=") if part.startswith("/account/go-on/"))
    browser = cast.client("charlie")
    assert "Charlie of the visitors" in text(browser.get(way))
    done = browser.post(way)
    assert done.url.startswith("/c/merel/people/me/?said=")
    assert member(cast, "charlie")
    assert not Waiting.objects.exists()


def test_what_she_wrote_elsewhere_waits_until_she_is_a_member(cast: Cast) -> None:
    token = waiting.keep("people.joined", "merel", {"name": "x"})
    way, browser = waiting.way_on(token), cast.client("charlie")
    page = f"/c/merel/join/?{urlencode({'next': way})}"
    assert "What you wrote waits for you" in text(browser.get(page))
    assert browser.post(page, {"name": "Charlie"}).url == way
    assert "Go on with what you wrote" in text(browser.get(page))
    for elsewhere in ("https://evil.example/", "//evil.example/account/go-on/x/", "/account/go-on/nothing/", "/"):
        assert "What you wrote" not in text(browser.get(f"/c/merel/join/?{urlencode({'next': elsewhere})}"))


def test_who_is_here_needs_no_form(cast: Cast) -> None:
    html = text(cast.client("bob").get("/c/merel/join/"))
    assert "You are here already" in html
    assert "<form" not in html


def test_a_draft_shows_its_door_to_nobody_outside(db: None) -> None:
    cast = Cast.found("hidden", joining="open")
    for who in ("", "charlie"):
        assert cast.client(who).get("/c/hidden/join/").status_code == 404
        assert join(cast, cast.client(who)).status_code == 404
    assert cast.client("bob").get("/c/hidden/join/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_same_moment_make_one_person() -> None:
    cast = Cast.found("merel", joining="open", draft=False)
    account = cast.account("charlie")
    browsers = [cast.client("charlie") for _ in range(4)]
    answers: list[int] = []
    gate = threading.Barrier(len(browsers), timeout=60)

    def press(browser: Client) -> None:
        try:
            gate.wait()
            answers.append(join(cast, browser).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(browsers)
    assert set(answers) <= {200, 302}
    assert joined(cast) == 2
    assert Account.objects.get(pk=account.pk).persona_set.count() == 1
