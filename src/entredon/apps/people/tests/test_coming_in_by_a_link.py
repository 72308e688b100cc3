"""A link lets in once, within an hour, by a button, whoever asks for it; a newcomer's account begins at its click."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from entredon.apps.people import account_links
from entredon.apps.people.models import Account, SignInLink
from entredon.apps.people.tests.answers import head
from entredon.apps.people.tests.letters import last, path_in
from entredon.desk.models import Waiting
from entredon.testing_cast import Cast

OURS = {"Sec-Fetch-Site": "same-origin"}


def asked(email: str, client: Client | None = None, **more: str) -> str:
    """Ask for a link; returns the path in the letter."""
    answer = (client or Client(headers=OURS)).post("/account/link/", {"email": email, **more})
    assert "Have you got post?" in answer.content.decode()
    return path_in(last())


def signed_in(client: Client) -> str:
    """The address of who is signed in, "" for a visitor."""
    pk = client.session.get("_auth_user_id") if client.cookies else None
    return Account.objects.get(pk=pk).email if pk else ""


def test_a_link_lets_in_by_its_button(cast: Cast) -> None:
    bob, client = cast.account("bob"), Client(headers=OURS)
    path = asked(bob.email, client)
    assert "Is it you, Bob?" in client.get(path).content.decode()
    assert client.post(path).url == "/account/"
    assert signed_in(client) == bob.email


def test_looking_at_a_link_uses_it_not_and_lets_nobody_in(cast: Cast) -> None:
    path = asked(cast.account("bob").email)
    mailer = Client()
    for look in (mailer.get, mailer.head, mailer.get):
        assert look(path).status_code == 200
    assert not mailer.cookies
    assert Client(headers=OURS).post(path).status_code == 302, "and it is still good"


def test_a_link_lets_in_once(cast: Cast) -> None:
    path = asked(cast.account("bob").email)
    assert Client(headers=OURS).post(path).status_code == 302
    late = Client(headers=OURS)
    for again in (late.get(path), late.post(path)):
        assert again.status_code == 410
        assert "has been used already" in again.content.decode()
        assert 'href="/account/link/"' in again.content.decode(), "and there is a way to a new one"
    assert not late.cookies


@pytest.mark.parametrize("email", ["bob@example.org", "new@example.org"])
def test_a_link_is_good_for_an_hour(cast: Cast, email: str) -> None:
    cast.account("bob")
    path, client = asked(email), Client(headers=OURS)
    SignInLink.objects.update(until=timezone.now() - timedelta(seconds=1))
    Waiting.objects.update(made=timezone.now() - timedelta(minutes=61))
    for late in (client.get(path), client.post(path)):
        assert late.status_code == 410
        assert "too old" in late.content.decode()
    assert not client.cookies
    assert not Account.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("token", ["nonsense", "a" * 32])
def test_an_unknown_link_opens_nothing(db, token: str) -> None:
    client = Client(headers=OURS)
    for answer in (client.get(f"/account/link/{token}/"), client.post(f"/account/link/{token}/")):
        assert answer.status_code == 410
        assert "opens nothing here" in answer.content.decode()


def test_something_else_that_waits_is_no_link(db) -> None:
    from entredon.desk import waiting

    token = waiting.keep("write.message", "merel", {"text": "Hello"})
    assert Client(headers=OURS).post(f"/account/link/{token}/").status_code == 410
    assert waiting.find(token)


def test_who_is_unknown_gets_an_account_at_the_click_and_not_before(db) -> None:
    client = Client(headers=OURS)
    path = asked("New@Example.org", client)
    assert not Account.objects.exists()
    assert "makes an account" in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    [account] = Account.objects.all()
    assert account.email == signed_in(client) == "new@example.org"
    assert not account.has_usable_password()
    assert EmailAddress.objects.get(user_id=account.pk).verified
    assert "has been used already" in Client().get(path).content.decode()


def test_two_links_of_one_newcomer_make_one_account(db) -> None:
    first, second = asked("new@example.org"), asked("NEW@example.org")
    for path in (first, second):
        assert Client(headers=OURS).post(path).status_code == 302
    assert Account.objects.count() == 1


def test_only_hashes_of_tokens_are_kept(cast: Cast) -> None:
    for email in (cast.account("bob").email, "new@example.org"):
        token = asked(email).split("/")[-2]
        assert token not in str([*SignInLink.objects.values(), *Waiting.objects.values()])


def test_whether_an_address_is_known_shows_only_in_its_own_mailbox(cast: Cast) -> None:
    cast.account("bob")
    pages = []
    for email in ("bob@example.org", "new@example.org"):
        answer = Client(headers=OURS).post("/account/link/", {"email": email})
        pages.append((answer.status_code, head(answer), answer.content.decode().replace(email, "…")))
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 2


def test_the_address_typed_for_signing_in_serves_for_the_link(cast: Cast) -> None:
    answer = Client(headers=OURS).post(
        "/account/link/", {"login": cast.account("bob").email, "password": "whatever", "next": "/c/merel/"}
    )
    assert "bob@example.org" in answer.content.decode()
    path, client = path_in(last()), Client(headers=OURS)
    assert client.post(path).url == "/c/merel/"


def test_a_session_has_a_new_key_after_signing_in(cast: Cast) -> None:
    client = cast.client("ada")
    before = client.session.session_key
    client.post(asked(cast.account("bob").email))
    assert client.session.session_key != before
    assert signed_in(client) == "bob@example.org"


def test_a_closed_account_opens_to_no_link(cast: Cast) -> None:
    bob = cast.account("bob")
    bob.is_active = False
    bob.save()
    client = Client(headers=OURS)
    assert client.post(asked(bob.email)).url == "/account/inactive/"
    assert not client.cookies
    assert "It is closed" in client.get("/account/inactive/").content.decode()


@pytest.mark.parametrize(
    ("typed", "reads"), [("", "Where shall we send it?"), ("ada at home", "such as ada@example.org")]
)
def test_what_is_no_address_is_said_beside_the_field_and_kept(db, typed: str, reads: str) -> None:
    page = Client(headers=OURS).post("/account/link/", {"email": typed}).content.decode()
    assert reads in page
    assert f'value="{typed}"' in page or not typed
    assert not mail.outbox


def test_links_are_not_sent_too_often_to_one_address(db) -> None:
    client = Client(headers=OURS)
    answers = [client.post("/account/link/", {"email": "new@example.org"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Can we wait a little?" in answers[-1].content.decode()
    assert len(mail.outbox) == 5
    assert not client.cookies


def test_old_links_are_forgotten(cast: Cast) -> None:
    account_links.make(cast.account("bob"))
    account_links.sweep()
    assert SignInLink.objects.count() == 1
    SignInLink.objects.update(until=timezone.now() - timedelta(days=8))
    account_links.sweep()
    assert not SignInLink.objects.exists()
