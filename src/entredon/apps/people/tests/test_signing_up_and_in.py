"""Signing up, signing in, and out again."""

import pytest
from django.core import mail
from django.test import Client

from entredon.apps.people import account_links
from entredon.apps.people.account_ways import own_path
from entredon.apps.people.models import Account
from entredon.apps.people.tests.letters import last, path_in
from entredon.apps.people.tests.test_coming_in_by_a_link import OURS, signed_in
from entredon.testing_cast import Cast

GOOD = "four words are plenty"


@pytest.fixture
def bob(cast: Cast) -> Account:
    account = cast.account("bob")
    account.set_password(GOOD)
    account.save()
    return account


def sign_up(client: Client, **typed: str):
    return client.post("/account/signup/", {"email": "new@example.org", **typed})


def test_signing_up_with_a_password_ends_in_an_account_that_has_it(db) -> None:
    client = Client(headers=OURS)
    answer = sign_up(client, name="Nora", password=GOOD)
    assert "new@example.org" in answer.content.decode()
    assert not client.cookies
    assert client.post(path_in(last())).url == "/account/"
    account = Account.objects.get()
    assert (account.email, account.name) == ("new@example.org", "Nora")
    assert account.check_password(GOOD)
    other = Client(headers=OURS)
    assert other.post("/account/login/", {"login": "New@example.org", "password": GOOD}).url == "/account/"


def test_a_password_that_somebody_else_typed_can_be_left_out(db) -> None:
    sign_up(Client(headers=OURS), password="the password of a stranger")
    path, client = path_in(last()), Client(headers=OURS)
    assert "take the account without it" in client.get(path).content.decode()
    client.post(path, {"without": "1"})
    assert signed_in(client) == "new@example.org"
    assert not Account.objects.get().has_usable_password()
    typed = {"login": "new@example.org", "password": "the password of a stranger"}
    assert Client(headers=OURS).post("/account/login/", typed).status_code == 200


def test_who_typed_no_password_is_not_asked_about_one(db) -> None:
    sign_up(Client(headers=OURS))
    assert "typed no password" not in Client().get(path_in(last())).content.decode()


def test_a_password_is_never_kept_as_it_was_typed(db) -> None:
    from entredon.desk.models import Waiting

    sign_up(Client(headers=OURS), password=GOOD)
    assert GOOD not in str(list(Waiting.objects.values()))
    assert GOOD not in last()


def test_signing_up_with_a_known_address_changes_nothing_and_tells_only_its_owner(bob: Account) -> None:
    pages = []
    for email in (bob.email.upper(), "new@example.org"):
        client = Client(headers=OURS)
        answer = sign_up(client, email=email, name="Somebody", password="another good one")
        text = answer.content.decode().replace(email.lower(), "…")
        headers = {name: value for name, value in answer.headers.items() if name != "Expires"}  # the second it is
        pages.append((answer.status_code, headers, text, dict(client.cookies)))
    assert pages[0] == pages[1]
    assert "You have an account with this address already" in last(bob.email)
    Client(headers=OURS).post(path_in(last(bob.email)))
    bob.refresh_from_db()
    assert bob.check_password(GOOD)
    assert bob.name == "Bob"
    assert Account.objects.filter(email__iexact=bob.email).count() == 1


def test_a_link_for_a_newcomer_opens_an_account_that_came_in_between(db) -> None:
    client = Client(headers=OURS)
    sign_up(client, password=GOOD)
    path = path_in(last())
    account_links.newcomer("NEW@example.org", "Operator's")
    client.post(path)
    assert signed_in(client) == "new@example.org"
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "reads"),
    [
        ({"password": "short"}, "at least 10 characters"),
        ({"password": "password1234"}, "too common"),
        ({"password": "new@example.org"}, "too similar"),
        ({"email": "nobody"}, "such as ada@example.org"),
    ],
)
def test_after_a_mistake_all_is_still_there_but_the_password(db, typed: dict[str, str], reads: str) -> None:
    answer = sign_up(Client(headers=OURS), **{"name": "Nora <3", "password": GOOD, "next": "/styleguide", **typed})
    page = answer.content.decode()
    assert reads in page
    assert 'value="Nora &lt;3"' in page
    assert f'value="{typed.get("email", "new@example.org")}"' in page
    assert 'name="next" value="/styleguide"' in page
    for secret in (GOOD, typed.get("password", GOOD)):
        assert f'value="{secret}"' not in page or "@" in secret
    assert not mail.outbox


def test_address_and_password_let_in_and_the_session_gets_a_new_key(cast: Cast, bob: Account) -> None:
    client = cast.client("ada")
    before = client.session.session_key
    client.post("/account/logout/")
    answer = client.post("/account/login/", {"login": " BOB@example.org", "password": GOOD, "next": "/c/merel/"})
    assert answer.url == "/c/merel/"
    assert signed_in(client) == "bob@example.org"
    assert client.session.session_key != before
    cookie = client.cookies["entredon"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("login", ["bob@example.org", "unknown@example.org"])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(bob: Account, login: str) -> None:
    client = Client(headers=OURS)
    answer = client.post("/account/login/", {"login": login, "password": "a wrong password", "next": "/c/merel/"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Address and password don’t belong together" in page
    assert f'value="{login}"' in page, "what was typed is kept"
    assert "a wrong password" not in page
    assert 'name="next" value="/c/merel/"' in page
    assert not client.cookies


def test_a_password_is_not_guessed_for_long(bob: Account) -> None:
    client = Client(headers=OURS)
    for _ in range(6):
        answer = client.post("/account/login/", {"login": bob.email, "password": "a wrong password"})
    assert "tried too often" in answer.content.decode()
    answer = client.post("/account/login/", {"login": bob.email, "password": GOOD})
    assert answer.status_code == 200, "not even the right one, for a while"


def test_a_closed_account_lets_nobody_in_and_sets_no_cookie(bob: Account) -> None:
    Account.objects.update(is_active=False)
    client = Client(headers=OURS)
    answer = client.post("/account/login/", {"login": bob.email, "password": GOOD})
    assert answer.url == "/account/inactive/"
    assert not client.cookies


def test_signing_out_asks_first_and_then_forgets(cast: Cast) -> None:
    client = cast.client("bob")
    assert "Do you want to leave for now?" in client.get("/account/logout/").content.decode()
    assert signed_in(client)
    assert client.post("/account/logout/").url == "/"
    assert "_auth_user_id" not in client.session
    assert client.get("/account/").url == "/account/login/?next=/account/"


def test_who_is_in_already_is_not_asked_again(cast: Cast) -> None:
    client = cast.client("bob")
    for page in ("login", "signup", "link"):
        assert client.get(f"/account/{page}/?next=/c/merel/").url == "/c/merel/"
        assert client.get(f"/account/{page}/?next=//elsewhere.example/").url == "/account/"


ELSEWHERE = [
    "//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "\\\\elsewhere.example", "///elsewhere.example",
    "/\t/elsewhere.example", "/\n/elsewhere.example", "javascript:alert(1)", "elsewhere.example", "http:///elsewhere.example",
    "/nothing-here", "//testserver/account/", "/" + "a" * 400, " /account/", "/account/\x00",
]  # fmt: skip


@pytest.mark.parametrize("leads", ELSEWHERE)
def test_nobody_is_led_elsewhere(bob: Account, leads: str) -> None:
    assert own_path(leads) == ""
    client = Client(headers=OURS)
    assert client.post("/account/login/", {"login": bob.email, "password": GOOD, "next": leads}).url == "/account/"
    assert client.post("/account/logout/", {"next": leads}).url == "/"
    assert 'name="next" value' not in client.get("/account/login/", {"next": leads}).content.decode()
    client.post("/account/link/", {"email": bob.email, "next": leads})
    assert client.post(path_in(last())).url == "/account/"


@pytest.mark.parametrize("leads", ["/", "/c/merel/", "/c/merel/value/?amount=5&currency=EUR", "/account/#name"])
def test_our_own_pages_are_led_to(leads: str) -> None:
    assert own_path(leads) == leads


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Win at http://evil.example/now", "Write a name here"),
        ("see www.evil.example", "Write a name here"),
        ("Nora\u202egro", "characters that nobody can see"),
        ("Nora\x1b[31m", "characters that nobody can see"),
    ],
)
def test_nobody_sends_her_own_words_to_a_stranger_as_a_name(db, name: str, said: str) -> None:
    page = sign_up(Client(headers=OURS), name=name).content.decode()
    assert said in page
    assert not mail.outbox


def test_a_name_is_one_line_of_a_letter(db) -> None:
    sign_up(Client(headers=OURS), name="Nora\n\nSend money\r\nto me")
    assert "Hello Nora Send money to me," in last()
