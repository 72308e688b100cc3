"""What somebody would try against accounts: planted sessions, addresses that lead elsewhere, finding out who is known, guessing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entredon.apps.people import account_links
from entredon.apps.people.account_ways import own_path
from entredon.apps.people.models import Account
from entredon.apps.people.tests.answers import head
from entredon.apps.people.tests.letters import last, path_in
from entredon.apps.people.tests.second import PASSWORD, code, has_shown_herself, with_an_app
from entredon.apps.people.tests.test_coming_in_by_a_link import OURS, asked, signed_in
from entredon.desk.models import Bucket
from entredon.testing_cast import Cast

COOKIE = "entredon"
STEP = "/account/safety/step/"


@pytest.fixture
def bob(cast: Cast) -> Account:
    account = cast.account("bob")
    account.set_password(PASSWORD)
    account.save()
    account_links.prove(account)
    return account


# A session that was planted


def by_password(client: Client, account: Account) -> None:
    client.post("/account/login/", {"login": account.email, "password": PASSWORD})


def by_link(client: Client, account: Account) -> None:
    client.post(asked(account.email, Client(headers=OURS)))


def by_reset(client: Client, account: Account) -> None:
    Client(headers=OURS).post("/account/password/reset/", {"email": account.email})
    client.post(path_in(last(account.email)), {"password1": "quite another sentence"})


WAYS: list[Callable[[Client, Account], None]] = [by_password, by_link, by_reset]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("planted", ["made up", "half in", "the attacker's own, signed out"])
def test_a_cookie_planted_before_is_worth_nothing_after(
    cast: Cast, bob: Account, way: Callable[[Client, Account], None], planted: str
) -> None:
    attacker = Client(headers=OURS)
    if planted == "made up":
        attacker.cookies[COOKIE] = "a" * 32
    else:
        mallory = with_an_app(cast, "charlie")
        by_password(attacker, mallory)
        if planted != "half in":
            attacker.post(STEP, {"code": code()})
            attacker.post("/account/logout/")
        attacker.cookies[COOKIE] = attacker.cookies[COOKIE].value or "b" * 32
    value = attacker.cookies[COOKIE].value
    victim = Client(headers=OURS)
    victim.cookies[COOKIE] = value
    way(victim, bob)
    assert signed_in(victim) == bob.email
    assert victim.cookies[COOKIE].value != value
    attacker.cookies[COOKIE] = value
    assert attacker.get("/account/").status_code == 302, "the planted one opens nothing"


def test_the_second_step_gives_the_session_another_name_too(cast: Cast) -> None:
    bob, client = with_an_app(cast), Client(headers=OURS)
    by_password(client, bob)
    half = client.cookies[COOKIE].value
    client.post(STEP, {"code": code()})
    assert signed_in(client) == bob.email
    assert client.cookies[COOKIE].value != half
    thief = Client(headers=OURS)
    thief.cookies[COOKIE] = half
    assert thief.get("/account/").status_code == 302


def test_a_half_finished_way_in_is_taken_over_by_nobody_else_s(cast: Cast, bob: Account) -> None:
    """Whose password was typed, she is asked for her code; what another types in the same browser is another's."""
    charlie, client = with_an_app(cast, "charlie"), Client(headers=OURS)
    by_password(client, charlie)
    by_password(client, bob)
    assert signed_in(client) == bob.email
    assert client.post(STEP, {"code": code()}).url == "/account/"
    assert signed_in(client) == bob.email


def test_beginning_again_leaves_no_trace(cast: Cast) -> None:
    client = Client(headers=OURS)
    by_password(client, with_an_app(cast))
    assert client.cookies[COOKIE].value
    assert client.get("/account/login/").status_code == 200
    assert not client.cookies[COOKIE].value
    assert client.get(STEP).url == "/account/login/"


# Addresses that lead elsewhere


ELSEWHERE = [
    "//elsewhere.example", "///elsewhere.example", "////elsewhere.example/..", "/\\elsewhere.example", "\\/elsewhere.example",
    "\\\\elsewhere.example", "/%2felsewhere.example", "%2f%2felsewhere.example", "/%5celsewhere.example", "/%09/elsewhere.example",
    "https:elsewhere.example", "https:/elsewhere.example", "HTTPS://elsewhere.example", "http://testserver@elsewhere.example/",
    "http://testserver.elsewhere.example/", "//testserver@elsewhere.example/account/", "/\t/elsewhere.example",
    "\t//elsewhere.example", "/\r\n/elsewhere.example", "/account/\r\nLocation: //elsewhere.example", "/\u2028/elsewhere.example",
    "/\u00a0/elsewhere.example", "／／elsewhere.example", "/.//elsewhere.example", "/..//elsewhere.example", "/;//elsewhere.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "\x01javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "vbscript:x", "blob:x", "?//elsewhere.example", "#//elsewhere.example", "//[::1]/", "//elsewhere.example:443/account/",
    "/nl//elsewhere.example", "/nl/\\elsewhere.example", "//nl/account/",
]  # fmt: skip


@pytest.mark.parametrize("leads", ELSEWHERE)
def test_no_door_leads_elsewhere_however_it_is_written(cast: Cast, bob: Account, leads: str) -> None:
    assert own_path(leads) == ""
    for way in ("login", "signup", "link"):
        page = Client().get(f"/account/{way}/", {"next": leads})
        assert page.status_code == 200
        main = page.content.decode().partition("<main")[2].partition("</main>")[0]
        assert "elsewhere" not in main
        assert "alert(1)" not in main
    client = Client(headers=OURS)
    answered = client.post("/account/login/", {"login": bob.email, "password": PASSWORD, "next": leads})
    assert answered.url == "/account/"
    for path in ("login/", "signup/", "link/", "passkey/"):
        assert client.get(f"/account/{path}", {"next": leads}).url == "/account/"
    shown = client.post(f"/account/reauthenticate/?{json.dumps(leads)[1:-1]}", {"password": PASSWORD, "next": leads})
    assert shown.url == "/account/"
    assert client.post("/account/logout/", {"next": leads}).url == "/"


@pytest.mark.parametrize("leads", ELSEWHERE[:12])
def test_nor_does_the_second_step(cast: Cast, leads: str) -> None:
    bob, client = with_an_app(cast), Client(headers=OURS)
    client.post("/account/login/", {"login": bob.email, "password": PASSWORD, "next": leads})
    assert client.post(STEP, {"code": code(), "next": leads}).url == "/account/"


# Who is known here


KNOWN, LINK_ONLY, UNKNOWN = "bob@example.org", "lia@example.org", "nobody@example.org"


def effort(act: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, int, int]:
    """What an act answers, how often a password was ground, and how many letters it sent."""
    ground: list[int] = []
    encode = MD5PasswordHasher.encode
    with monkeypatch.context() as patched:
        patched.setattr(MD5PasswordHasher, "encode", lambda *given: ground.append(1) or encode(*given))
        mail.outbox.clear()
        answered = act()
    return answered, len(ground), len(mail.outbox)


ASKING: dict[str, Callable[[Client, str], Any]] = {
    "sign in": lambda c, email: c.post("/account/login/", {"login": email, "password": "a wrong password"}),
    "sign up": lambda c, email: c.post("/account/signup/", {"email": email, "password": "a good long password"}),
    "link": lambda c, email: c.post("/account/link/", {"email": email}),
    "reset": lambda c, email: c.post("/account/password/reset/", {"email": email}),
}


@pytest.mark.parametrize("asking", ASKING)
def test_nobody_learns_which_addresses_are_known(bob: Account, monkeypatch: pytest.MonkeyPatch, asking: str) -> None:
    account_links.newcomer(LINK_ONLY, "Lia")
    found = []
    for email in (KNOWN, LINK_ONLY, UNKNOWN):
        cache.clear()
        Bucket.objects.all().delete()
        client = Client(headers=OURS)
        answered, ground, letters = effort(lambda c=client, e=email: ASKING[asking](c, e), monkeypatch)
        page = answered.content.decode().replace(email, "…")
        found.append(
            (
                answered.status_code,
                head(answered),
                page,
                dict(client.cookies),
                ground,
                letters,
            )
        )
    assert found[0] == found[2]
    assert found[1] == found[2]


@pytest.mark.parametrize("asking", ASKING)
def test_asking_costs_about_as_much_for_one_as_for_another(bob: Account, asking: str) -> None:
    """Counted in queries, for time can't be: nothing that takes long is done for the known only."""
    counts = []
    for email in (KNOWN, UNKNOWN, KNOWN, UNKNOWN):
        Bucket.objects.all().delete()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ASKING[asking](Client(headers=OURS), email)
        counts.append(len(queries))
    assert abs(counts[2] - counts[3]) <= 3, counts


def test_adding_an_address_tells_not_whether_it_is_somebody_s(cast: Cast, bob: Account) -> None:
    account_links.newcomer("taken@example.org")
    pages = []
    for email in ("taken@example.org", "free@example.org"):
        client = cast.client("bob")
        has_shown_herself(client)
        EmailAddress.objects.filter(user_id=bob.pk, verified=False).delete()
        mail.outbox.clear()
        Bucket.objects.all().delete()
        answered = client.post("/account/email/", {"email": email, "action_add": "1"})
        page = client.get("/account/email/").content.decode().replace(email, "…")
        pages.append((answered.status_code, answered.url, page, [letter.to for letter in mail.outbox] == [[email]]))
    assert pages[0] == pages[1]


def test_a_passkey_tells_not_whether_an_account_exists(cast: Cast) -> None:
    pages = []
    for who in (str(cast.account("bob").pk), "999999"):
        client = Client(headers=OURS)
        ticket = client.get("/account/passkey/", headers={"Accept": "application/json"}).json()["ticket"]
        import base64

        handle = base64.urlsafe_b64encode(who.encode()).decode().rstrip("=")
        answer = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "clientExtensionResults": {}, "response": {
            "clientDataJSON": "e30", "authenticatorData": "A" * 50, "signature": "AA", "userHandle": handle}}  # fmt: skip
        given = client.post("/account/passkey/", {"ticket": ticket, "credential": json.dumps(answer)})
        pages.append((given.status_code, given.content.decode(), dict(client.cookies)))
    assert pages[0] == pages[1]


# Guessing


def test_limits_hold_though_a_process_forgets_all_it_knows(bob: Account) -> None:
    client = Client(headers=OURS)
    for _n in range(5):
        client.post("/account/login/", {"login": bob.email, "password": "a wrong password"})
        cache.clear()  # as another process would, that has never seen her
    answered = client.post("/account/login/", {"login": bob.email, "password": PASSWORD})
    assert "tried too often" in answered.content.decode()
    assert asked(bob.email), "a link goes on working: nobody is locked out"


def test_what_goes_well_is_not_counted(bob: Account) -> None:
    for _n in range(8):
        client = Client(headers=OURS)
        by_password(client, bob)
        assert signed_in(client)


@pytest.mark.parametrize(("path", "sent", "times"), [
    ("/account/signup/", {"email": "n{n}@example.org"}, 20),
    ("/account/link/", {"email": "n{n}@example.org"}, 20),
    ("/account/password/reset/", {"email": "n{n}@example.org"}, 20),
    ("/account/password/reset/", {"email": "one@example.org"}, 5),
    ("/account/passkey/", {"ticket": "x", "credential": "{n}"}, 10),
])  # fmt: skip
def test_each_door_says_when_it_is_too_much_and_when_to_come_again(
    db: None, path: str, sent: dict[str, str], times: int
) -> None:
    client = Client(headers=OURS)
    for n in range(40):
        answered = client.post(path, {name: value.replace("{n}", str(n)) for name, value in sent.items()})
        if answered.status_code == 429:
            break
    assert times <= n <= times + 3, "a little flows back meanwhile"
    assert 1 <= int(answered["Retry-After"]) <= 60
    page = answered.content.decode()
    assert "Can we wait a little?" in page
    assert "Try again in a minute." in page


def test_one_place_claims_not_without_end_whoever_is_signed_in(cast: Cast) -> None:
    Cast.found("elster", draft=False, joining="open")
    answers = []
    for n in range(22):
        client = Client(headers=OURS)
        client.force_login(account_links.newcomer(f"n{n}@example.org"))
        sent = {"way": "signature"} if n % 2 else {"way": "address", "address": f"a{n}@example.org"}
        answers.append(client.post("/c/elster/people/claim/", sent).status_code)
    assert answers[:20] == [302] * 20
    assert answers[-1] == 429
