"""The list of sessions: what it tells and what it doesn't keep; and ending one, the others, or all, so that it holds."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from entredon.apps.people import account_browser, account_sessions
from entredon.apps.people.models import Account, SignedIn
from entredon.apps.people.tests.second import PASSWORD, by_password
from entredon.apps.people.tests.test_coming_in_by_a_link import OURS
from entredon.testing_cast import Cast

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 (KHTML) Version/17.0 Mobile/15E148 Safari/604.1"
PATH = "/account/sessions/"


@pytest.fixture
def bob(cast: Cast) -> Account:
    account = cast.account("bob")
    account.set_password(PASSWORD)
    account.save()
    return account


def comes_in(account: Account, browser: str = FIREFOX) -> Client:
    client = Client(headers={**OURS, "User-Agent": browser})
    assert client.post("/account/login/", {"login": account.email, "password": PASSWORD}).status_code == 302
    client.get("/account/")
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.mark.parametrize(("said", "words"), [
    (FIREFOX, "Firefox · Linux"), (PHONE, "Safari · iPhone"), ("", ""), ("curl/8.0", ""),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML) Chrome/129.0 Safari/537.36 Edg/129.0", "Edge · Windows"),
    ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML) Chrome/129.0 Mobile Safari/537.36", "Chrome · Android"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605 (KHTML) Version/17.5 Safari/605", "Safari · Mac"),
])  # fmt: skip
def test_a_browser_is_told_in_plain_words(said: str, words: str) -> None:
    assert account_browser.words(said) == words


def test_each_session_is_told_with_its_browser_and_which_one_is_this(bob: Account) -> None:
    here, _there = comes_in(bob), comes_in(bob, PHONE)
    page = here.get(PATH).content.decode()
    assert "Here, and in one more browser." in page
    assert page.index("Firefox · Linux") < page.index("this browser") < page.index("Safari · iPhone")
    assert page.count('name="one"') == 1
    assert "in 2 browsers" in here.get("/account/").content.decode()


def test_no_network_address_and_not_all_that_a_browser_says_is_kept(bob: Account) -> None:
    comes_in(bob)
    kept = str(list(SignedIn.objects.values()))
    assert "127.0.0.1" not in kept
    assert "Gecko" not in kept
    assert "131" not in kept


def test_of_visitors_nothing_is_noted_and_they_have_no_cookie(cast: Cast) -> None:
    client = Client(headers=OURS)
    for path in ("/", "/account/login/", "/account/signup/", "/account/passkey/", PATH):
        client.get(path)
    assert not client.cookies
    assert not SignedIn.objects.exists()
    assert not Session.objects.exists()


def test_looking_at_many_pages_notes_once_in_a_while(bob: Account, django_assert_num_queries) -> None:
    client = comes_in(bob)
    [row] = SignedIn.objects.all()
    for _n in range(3):
        client.get("/account/")
    assert SignedIn.objects.get().seen == row.seen
    session = client.session
    session[account_sessions.NOTED] = (session.session_key, int(timezone.now().timestamp()) - 700)
    session.save()
    SignedIn.objects.update(seen=timezone.now() - timedelta(hours=1))
    client.get("/account/")
    [later] = SignedIn.objects.all()
    assert timezone.now() - later.seen < timedelta(minutes=1)
    assert later.since == row.since


def test_signing_out_everywhere_else_leaves_only_this_one(bob: Account) -> None:
    here, there, third = (comes_in(bob) for _n in range(3))
    assert here.post(PATH, {"others": "1"}).url == PATH
    assert [is_in(one) for one in (here, there, third)] == [True, False, False]
    assert "Only here." in here.get(PATH).content.decode()
    assert Session.objects.count() == 1, "what they held is gone"


def test_signing_out_everywhere_ends_this_one_too(bob: Account) -> None:
    here, there = comes_in(bob), comes_in(bob)
    assert here.post(PATH, {"everywhere": "1"}).url == "/account/login/"
    assert [is_in(one) for one in (here, there)] == [False, False]
    assert not SignedIn.objects.exists()
    assert not Session.objects.filter(session_key__in=[c.cookies["entredon"].value for c in (there,)]).exists()


def test_one_can_be_ended_and_only_one_s_own(cast: Cast, bob: Account) -> None:
    here, there = comes_in(bob), comes_in(bob, PHONE)
    charlie = cast.account("charlie")
    charlie.set_password(PASSWORD)
    charlie.save()
    other = comes_in(charlie)
    for row in SignedIn.objects.filter(account=charlie):
        here.post(PATH, {"one": str(row.pk)})
    assert is_in(other)
    here.post(PATH, {"one": str(SignedIn.objects.get(browser="Safari · iPhone").pk)})
    assert [is_in(one) for one in (here, there)] == [True, False]
    for nonsense in ("", "x", "-1", "9" * 40):
        assert here.post(PATH, {"one": nonsense}).status_code == 302
    assert is_in(here)


def test_a_new_password_ends_the_others_and_they_are_gone_from_the_list(bob: Account) -> None:
    here, there = comes_in(bob), comes_in(bob, PHONE)
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": "quite another sentence"})
    assert [is_in(one) for one in (here, there)] == [True, False]
    page = here.get(PATH).content.decode()
    assert "Only here." in page
    assert "iPhone" not in page
    assert SignedIn.objects.count() == 1


def test_signing_out_takes_its_row_away(bob: Account) -> None:
    here, there = comes_in(bob), comes_in(bob, PHONE)
    there.post("/account/logout/")
    assert "Only here." in here.get(PATH).content.decode()


def test_a_cookie_of_an_ended_session_is_worth_nothing_afterwards(bob: Account) -> None:
    here, there = comes_in(bob), comes_in(bob)
    stolen = there.cookies["entredon"].value
    here.post(PATH, {"others": "1"})
    thief = Client(headers=OURS)
    thief.cookies["entredon"] = stolen
    assert not is_in(thief)
    assert by_password(bob)[1] == "/account/", "and she comes in as before"
