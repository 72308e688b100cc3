"""Passwords and addresses: chosen, changed, forgotten and proven; and the page that tells who I am."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.template.loader import get_template
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.apps.people import account_links
from entredon.apps.people.models import Account, ClaimAsked, JoinRequest
from entredon.apps.people.tests.answers import head
from entredon.apps.people.tests.letters import last, path_in
from entredon.apps.people.tests.test_coming_in_by_a_link import OURS, signed_in
from entredon.testing_cast import Cast, just_came_in

OLD, NEW = "four words are plenty", "quite another sentence"


@pytest.fixture
def bob(cast: Cast) -> Account:
    account = cast.account("bob")
    account.set_password(OLD)
    account.save()
    account_links.prove(account)
    return account


def signs_in(email: str, password: str) -> bool:
    client = Client(headers=OURS)
    return client.post("/account/login/", {"login": email, "password": password}).status_code == 302


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r"\s+", " ", answer.content.decode())


def showing_it_is_her(cast: Cast, name: str) -> Client:
    """The browser of somebody who has just typed her password once more."""
    client = cast.client(name)
    assert client.post("/account/reauthenticate/", {"password": OLD}).status_code == 302
    return client


# Passwords


def ask_reset(email: str) -> tuple[Client, str]:
    client = Client(headers=OURS)
    answer = client.post("/account/password/reset/", {"email": email})
    assert answer.url == "/account/password/reset/done/"
    assert "Have you got post?" in text(client, answer.url)
    return client, path_in(last(email))


def test_a_forgotten_password_is_chosen_anew_by_a_link(bob: Account) -> None:
    client, path = ask_reset("BOB@example.org".lower())
    assert "What will your new password be?" in text(client, path)
    assert not client.cookies, "the key stays in the address"
    assert client.post(path, {"password1": NEW}).url == "/account/"
    assert signed_in(client) == bob.email
    assert signs_in(bob.email, NEW)
    assert not signs_in(bob.email, OLD)
    assert "a new password was chosen" in last(bob.email)


def test_a_link_for_a_new_password_works_once(bob: Account) -> None:
    client, path = ask_reset(bob.email)
    client.post(path, {"password1": NEW})
    late = Client(headers=OURS)
    for again in (late.get(path), late.post(path, {"password1": "a third good sentence"})):
        assert again.status_code == 410
        assert "no longer good" in again.content.decode()
        assert 'href="/account/password/reset/"' in again.content.decode()
    assert not late.cookies
    assert signs_in(bob.email, NEW)


@pytest.mark.parametrize("path", ["1-nonsense", "zzz-c4d-abc", "1-set-password"])
def test_a_broken_link_for_a_new_password_says_so(bob: Account, path: str) -> None:
    assert Client().get(f"/account/password/reset/key/{path}/").status_code == 410


def test_a_new_password_that_is_too_weak_is_refused_beside_its_field(bob: Account) -> None:
    client, path = ask_reset(bob.email)
    page = client.post(path, {"password1": "short"}).content.decode()
    assert "at least 10 characters" in page
    assert 'aria-invalid="true"' in page
    assert not client.cookies
    assert client.post(path, {"password1": NEW}).status_code == 302


def test_asking_for_a_new_password_tells_nobody_which_addresses_are_known(bob: Account) -> None:
    pages = []
    for email in (bob.email, "new@example.org"):
        answer = Client(headers=OURS).post("/account/password/reset/", {"email": email})
        pages.append((answer.status_code, head(answer), dict(answer.cookies)))
    assert pages[0] == pages[1]
    assert "There is no account with this address" in last("new@example.org")


def test_changing_a_password_asks_for_the_old_one_and_ends_other_sessions(cast: Cast, bob: Account) -> None:
    here, elsewhere = cast.client("bob"), cast.client("bob")
    page = here.post("/account/password/change/", {"oldpassword": "wrong", "password1": NEW}).content.decode()
    assert "isn’t the password you have now" in page
    assert NEW not in page
    assert here.post("/account/password/change/", {"oldpassword": OLD, "password1": NEW}).url == "/account/"
    assert "Your password is changed." in text(here, "/account/")
    assert "Your password is changed." not in text(here, "/account/"), "said once"
    assert elsewhere.get("/account/").status_code == 302
    assert "was changed" in last(bob.email)


def test_who_comes_by_links_may_choose_a_password(db) -> None:
    account = account_links.newcomer("nora@example.org", "Nora")
    client = Client(headers=OURS)
    client.force_login(account)
    assert client.get("/account/password/set/").url == "/account/again/?next=%2Faccount%2Fpassword%2Fset%2F"
    just_came_in(client)
    assert client.get("/account/password/change/").url == "/account/password/set/"
    assert "Which password would you like?" in text(client, "/account/password/set/")
    assert client.post("/account/password/set/", {"password1": NEW}).url == "/account/"
    assert signs_in(account.email, NEW)
    assert client.get("/account/password/set/").url.startswith("/account/reauthenticate/"), "now there is one to show"


# Addresses


def test_another_address_counts_once_it_is_proven(cast: Cast, bob: Account) -> None:
    client = showing_it_is_her(cast, "bob")
    client.post("/account/email/", {"email": "Bob@new.example", "action_add": "1"})
    assert "bob@new.example waits to be confirmed" in text(client, "/account/email/")
    assert signs_in(bob.email, OLD), "until then the old one stays"
    path = path_in(last("bob@new.example"))
    visitor = Client(headers=OURS)
    assert "Is this your address?" in text(visitor, path)
    bob.refresh_from_db()
    assert bob.email == "bob@example.org", "looking proves nothing"
    assert visitor.post(path).status_code == 302
    assert not visitor.cookies
    bob.refresh_from_db()
    assert bob.email == "bob@new.example"
    assert signs_in("bob@new.example", OLD)
    assert not signs_in("bob@example.org", OLD)
    assert "bob@example.org to bob@new.example" in mail.outbox[-1].body
    assert mail.outbox[-1].to == ["bob@example.org"], "the old address is told"


def test_who_finds_an_open_browser_changes_no_address(cast: Cast, bob: Account) -> None:
    client = cast.client("bob")
    answer = client.post("/account/email/", {"email": "mallory@new.example", "action_add": "1"})
    assert answer.url.startswith("/account/reauthenticate/?next=")
    assert not EmailAddress.objects.filter(email="mallory@new.example").exists()
    assert client.post(answer.url, {"password": OLD}).url == "/account/email/", "and she goes on where she was"
    assert not EmailAddress.objects.filter(email="mallory@new.example").exists(), "with an empty page"


@pytest.mark.parametrize("path", ["/account/email/", "/account/password/set/", "/account/safety/codes/new/"])
def test_what_was_sent_before_she_showed_that_it_is_she_is_kept_nowhere(cast: Cast, bob: Account, path: str) -> None:
    client = cast.client("bob")
    sent = {"password1": "zqx-secret sentence", "email": "zqx-secret@new.example", "action_add": "1"}
    assert client.post(path, sent).url.startswith("/account/reauthenticate/?next=%2Faccount%2F")
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert kept
    assert "zqx-secret" not in str(kept)
    assert "sessionid" not in str(kept), "no cookie either"


def ends_links(cast: Cast, bob: Account, how: str) -> None:
    """Bob signs out everywhere (else), or has another address from now on."""
    if how in ("everywhere", "others"):
        assert cast.client("bob").post("/account/sessions/", {how: "1"}).status_code == 302
        return
    showing_it_is_her(cast, "bob").post("/account/email/", {"email": "bob@new.example", "action_add": "1"})
    Client(headers=OURS).post(path_in(last("bob@new.example")))
    bob.refresh_from_db()
    assert bob.email == "bob@new.example"


@pytest.mark.parametrize("how", ["everywhere", "others", "another address"])
def test_links_that_were_sent_before_end_with_her_sessions_and_her_address(cast: Cast, bob: Account, how: str) -> None:
    client, reset = ask_reset(bob.email)
    entry = f"/account/link/{account_links.make(bob)}/"
    assert client.get(reset).status_code == 200
    assert account_links.find(entry.split("/")[-2]).state == "good"
    ends_links(cast, bob, how)
    assert client.get(reset).status_code == 410
    assert client.post(reset, {"password1": NEW}).status_code == 410
    assert account_links.use(entry.split("/")[-2]) is None
    bob.refresh_from_db()
    assert signs_in(bob.email, OLD)


def test_somebody_elses_address_is_not_taken_and_not_told(cast: Cast, bob: Account) -> None:
    account_links.prove(cast.account("charlie"))
    client = showing_it_is_her(cast, "bob")
    answer = client.post("/account/email/", {"email": "charlie@example.org", "action_add": "1"})
    assert answer.status_code == 302
    assert "charlie@example.org waits to be confirmed" in text(client, "/account/email/"), "as any other would"
    path = path_in(last("charlie@example.org"))
    assert "can’t be taken" in text(Client(), path)
    Client(headers=OURS).post(path)
    bob.refresh_from_db()
    assert bob.email == "bob@example.org"
    assert not EmailAddress.objects.filter(email="charlie@example.org", user_id=bob.pk, verified=True).exists()


def test_a_broken_link_for_an_address_says_so(db) -> None:
    page = text(Client(), "/account/confirm-email/nonsense/")
    assert "no longer good" in page


def test_one_address_has_one_account_however_it_is_written(bob: Account) -> None:
    assert account_links.newcomer("BOB@Example.ORG") == bob
    assert signs_in("BOB@EXAMPLE.org", OLD)
    assert account_links.known(" bob@EXAMPLE.org ") == bob


# Who am I here?


def test_my_page_is_mine(cast: Cast) -> None:
    assert cast.client().get("/account/").url == "/account/login/?next=/account/"
    page = cast.client("ada").get("/account/")
    assert "no-store" in page["Cache-Control"]
    assert "ada@example.org" in page.content.decode()


def test_it_tells_in_which_commons_i_am_and_as_whom(cast: Cast) -> None:
    page = text(cast.client("ada"), "/account/")
    assert 'href="/c/merel/"' in page
    assert "There I am Ada Vermeer" in page
    assert ">steward<" in page
    assert "private draft" in page
    page = text(cast.client("bob"), "/account/")
    assert ">member<" in page
    assert "You are in no commons yet" in text(cast.client("charlie"), "/account/")


def test_it_tells_what_of_mine_is_under_way(cast: Cast) -> None:
    from django.utils import timezone

    cast.say(Published())
    charlie = cast.account("charlie")
    JoinRequest.objects.create(commons="merel", account=charlie)
    ClaimAsked.objects.create(commons="merel", account=charlie, way="address", until=timezone.now(), state="proven")
    client = cast.client("charlie")
    client.post("/c/merel/write/", {"about": "idea", "text": "Fold it"})
    page = text(client, "/account/")
    for line in ("You asked Merel to let you in", "waits for a steward", "Fold it", "waits for an answer"):
        assert line in page
    assert "Under way" not in text(cast.client("bob"), "/account/")


def test_my_name_is_changed_there(cast: Cast) -> None:
    client = cast.client("charlie")
    assert client.post("/account/", {"name": "  Charlie   Chaffinch "}).url == "/account/"
    assert "Charlie Chaffinch" in text(client, "/")
    page = client.post("/account/", {"name": " "}).content.decode()
    assert "anything you like" in page
    assert Account.objects.get(email="charlie@example.org").name == "Charlie Chaffinch"


def test_the_corner_of_each_page_says_who_is_in(cast: Cast) -> None:
    cast.say(Published())
    assert 'href="/account/login/"' in text(cast.client(), "/c/merel/")
    page = text(cast.client("bob"), "/c/merel/")
    assert 'href="/account/"' in page
    assert "/account/login/" not in page


# All of it


SHOWN = [
    "account_inactive", "email_change", "email_confirm", "login", "logout", "password_change", "password_reset",
    "password_reset_done", "password_reset_from_key", "password_reset_from_key_done", "password_set", "reauthenticate",
    "signup", "signup_closed", "verification_sent", "verified_email_required",
]  # fmt: skip
LETTERS = ["account_already_exists", "email_changed", "email_confirm", "email_confirmation", "email_confirmation_signup",
           "email_deleted", "password_changed", "password_reset", "password_reset_key", "password_set", "unknown_account"]  # fmt: skip


@pytest.mark.parametrize("name", [*(f"account/{n}.html" for n in SHOWN), "429.html",
                                  *(f"account/email/{n}_{part}.txt" for n in LETTERS for part in ("subject", "message"))])  # fmt: skip
def test_what_allauth_shows_and_sends_is_written_by_us(name: str) -> None:
    assert "entredon/apps/people/templates" in get_template(name).origin.name


@pytest.mark.parametrize("path", ["reauthenticate/", "email/", "password/change/", "logout/"])
def test_each_page_of_a_member_has_our_frame(cast: Cast, bob: Account, path: str) -> None:
    page = text(showing_it_is_her(cast, "bob"), f"/account/{path}")
    assert page.count("<h1") == 1
    assert 'class="skip"' in page
    assert "csrfmiddlewaretoken" not in page


def test_a_changed_name_stands_on_pages_that_were_looked_at_before(cast: Cast) -> None:
    client = cast.client("bob")
    for path in ("/", "/c/merel/"):
        assert "Robert the New" not in client.get(path).content.decode()
    client.post("/account/", {"name": "Robert the New"})
    for path in ("/", "/c/merel/"):
        assert "Robert the New" in client.get(path).content.decode()


# My language


def test_my_language_is_chosen_there_and_spoken_at_once(cast: Cast) -> None:
    client = cast.client("bob")
    page = text(client, "/account/")
    for name in ("As my browser asks", "English", "Nederlands", "Français"):
        assert name in page
    assert client.post("/account/", {"language": "nl"}).status_code == 302
    assert Account.objects.get(email="bob@example.org").language == "nl"
    assert '<html lang="nl"' in text(client, "/account/")
    client.post("/account/", {"language": ""})
    assert '<html lang="en"' in text(client, "/account/")


def test_a_language_nobody_speaks_here_changes_nothing(cast: Cast) -> None:
    client = cast.client("bob")
    page = client.post("/account/", {"language": "tlh", "name": "Robert"}).content.decode()
    assert "isn’t spoken here yet" in page
    account = Account.objects.get(email="bob@example.org")
    assert (account.language, account.name) == ("", "Bob")


def test_letters_speak_her_language_whoever_asks_for_them(cast: Cast, bob: Account) -> None:
    Account.objects.filter(pk=bob.pk).update(language="fr")
    Client(headers={**OURS, "Accept-Language": "nl"}).post("/account/link/", {"email": bob.email})
    assert "/fr/account/link/" in last(bob.email)
