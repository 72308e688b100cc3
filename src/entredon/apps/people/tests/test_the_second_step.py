"""A second step is asked whichever way somebody comes in; what goes with it is hers, sealed, and told to her."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client, override_settings

from entredon.apps.people import account_links, account_second
from entredon.apps.people.models import Account
from entredon.apps.people.tests.letters import last, path_in
from entredon.apps.people.tests.second import PASSWORD, SECRET, by_password, code, has_shown_herself, with_an_app
from entredon.apps.people.tests.test_coming_in_by_a_link import OURS, asked, signed_in
from entredon.testing_cast import Cast

STEP = "/account/safety/step/"


@pytest.fixture
def bob(cast: Cast) -> Account:
    return with_an_app(cast)


def signs_in_with(client: Client, code: str) -> bool:
    return client.post(STEP, {"code": code}).status_code == 302 and bool(signed_in(client))


# On the way in


def test_a_password_alone_lets_nobody_in(bob: Account) -> None:
    client, leads = by_password(bob)
    assert leads == STEP
    assert not signed_in(client)
    assert client.get("/account/").status_code == 302
    page = client.get(STEP).content.decode()
    assert "Is it really you?" in page
    assert 'name="code"' in page
    assert not signs_in_with(client, "000000")
    assert signs_in_with(client, code())


def test_a_link_from_a_letter_is_asked_for_it_too(bob: Account) -> None:
    client = Client(headers=OURS)
    path = asked(bob.email, client)
    assert client.post(path).url == STEP
    assert not signed_in(client)
    assert signs_in_with(client, code())


def test_so_is_a_link_that_the_operator_printed(bob: Account) -> None:
    client = Client(headers=OURS)
    assert client.post(f"/account/link/{account_links.make(bob)}/").url == STEP


def test_and_a_new_password_chosen_by_a_letter(bob: Account) -> None:
    client = Client(headers=OURS)
    client.post("/account/password/reset/", {"email": bob.email})
    assert client.post(path_in(last(bob.email)), {"password1": "quite another sentence"}).url == STEP
    assert not signed_in(client)


def test_where_she_wanted_to_go_is_not_forgotten_on_the_way(bob: Account) -> None:
    client = Client(headers=OURS)
    client.post("/account/login/", {"login": bob.email, "password": PASSWORD, "next": "/c/merel/people/"})
    assert client.post(STEP, {"code": code()}).url == "/c/merel/people/"


def test_a_code_works_once(bob: Account) -> None:
    now = code()
    assert signs_in_with(by_password(bob)[0], now)
    assert not signs_in_with(by_password(bob)[0], now)
    assert not signs_in_with(by_password(bob)[0], f"{now[:3]} {now[3:]}")


def test_a_recovery_code_lets_in_once(bob: Account) -> None:
    [first, *_rest] = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert signs_in_with(by_password(bob)[0], first)
    assert not signs_in_with(by_password(bob)[0], first)


def test_nobody_can_go_through_all_codes(bob: Account) -> None:
    client, _leads = by_password(bob)
    for n in range(5):
        client.post(STEP, {"code": f"00000{n}"})
    page = client.post(STEP, {"code": code()}).content.decode()
    assert "tried too often" in page
    assert not signed_in(client)
    other = by_password(bob)[0]
    assert "tried too often" in other.post(STEP, {"code": code()}).content.decode(), "from anywhere"


def test_without_the_first_step_there_is_no_second(cast: Cast, bob: Account) -> None:
    client = Client(headers=OURS)
    assert client.post(STEP, {"code": code()}).url == "/account/login/"
    assert not signed_in(client)


def test_a_closed_account_stays_closed(bob: Account) -> None:
    client, _leads = by_password(bob)
    Account.objects.filter(pk=bob.pk).update(is_active=False)
    client.post(STEP, {"code": code()})
    assert client.get("/account/").status_code == 302, "and nobody is in"


# On her own page


def test_an_app_is_set_up_by_its_first_code(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    charlie, client = cast.account("charlie"), cast.client("charlie")
    assert client.get("/account/safety/app/").status_code == 302, "an open browser is not enough"
    has_shown_herself(client)
    page = client.get("/account/safety/app/").content.decode()
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    wrong = client.post("/account/safety/app/", {"code": "000000"}).content.decode()
    assert "That didn’t fit" in wrong
    assert re.search(r"<code>([A-Z2-7]{32})</code>", wrong)[1] == secret, "what the app has read stays good"
    from allauth.mfa.totp.internal import auth as totp

    shown = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()) + 1))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/account/safety/app/", {"code": shown}).url == "/account/safety/codes/"
    kept = Authenticator.objects.get(user=charlie, type="totp").data["secret"]
    assert secret not in kept, "sealed"
    codes = re.findall(r"<code>(\d{8})</code>", client.get("/account/safety/codes/").content.decode())
    assert len(codes) == 10
    assert "an app was set up" in last(charlie.email)
    file = client.get("/account/safety/codes/recovery-codes.txt")
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert file.content.decode().split()[-10:] == codes


def test_neither_secrets_nor_recovery_codes_lie_open_in_the_table(bob: Account) -> None:
    kept = str(list(Authenticator.objects.values()))
    assert SECRET not in kept
    for one in Authenticator.objects.get(type="recovery_codes").wrap().generate_codes():
        assert one not in kept


def test_doing_without_asks_for_a_code_or_the_password_first(cast: Cast, bob: Account) -> None:
    client = cast.client("bob")
    leads = client.post("/account/safety/app/off/").url
    assert leads.startswith("/account/reauthenticate/")
    assert Authenticator.objects.filter(type="totp").exists()
    page = client.get(leads).content.decode()
    assert "Use a code of my app, or a recovery code" in page
    assert client.post("/account/safety/again/?next=/account/safety/app/off/", {"code": code()}).status_code == 302
    client.post("/account/safety/app/off/")
    assert not Authenticator.objects.exists(), "with the last one the recovery codes go too"
    assert "no codes of an app are asked for any more" in last(bob.email)
    assert by_password(bob)[1] == "/account/"


def test_new_recovery_codes_end_the_old_ones(cast: Cast, bob: Account, django_capture_on_commit_callbacks: Any) -> None:
    [old, *_rest] = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    client = cast.client("bob")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert "10 that are left" in client.get("/account/safety/codes/new/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/account/safety/codes/new/").url == "/account/safety/codes/"
    assert not signs_in_with(by_password(bob)[0], old)
    assert "new recovery codes were made" in last(bob.email)


def test_what_is_somebody_else_s_is_not_reached(cast: Cast, bob: Account) -> None:
    passkey = Authenticator.objects.create(user=bob, type="webauthn", data={"name": "Mine", "credential": {}})
    client = cast.client("charlie")
    has_shown_herself(client)
    for way in ("name", "remove"):
        for answer in (
            client.get(f"/account/safety/passkeys/{passkey.pk}/{way}/"),
            client.post(f"/account/safety/passkeys/{passkey.pk}/{way}/", {"name": "Theirs"}),
        ):
            assert answer.status_code == 404
    assert client.get("/account/safety/codes/").status_code == 404
    passkey.refresh_from_db()
    assert passkey.data["name"] == "Mine"


def test_a_passkey_can_be_called_otherwise_and_taken_away(cast: Cast) -> None:
    charlie, client = cast.account("charlie"), cast.client("charlie")
    passkey = Authenticator.objects.create(user=charlie, type="webauthn", data={"name": "Mine", "credential": {}})
    has_shown_herself(client)
    page = client.get(f"/account/safety/passkeys/{passkey.pk}/name/").content.decode()
    assert 'value="Mine"' in page
    client.post(f"/account/safety/passkeys/{passkey.pk}/name/", {"name": " My   telephone "})
    passkey.refresh_from_db()
    assert passkey.data["name"] == "My telephone"
    assert "My telephone" in client.get("/account/safety/").content.decode()
    assert "My telephone" in client.get(f"/account/safety/passkeys/{passkey.pk}/remove/").content.decode()
    client.post(f"/account/safety/passkeys/{passkey.pk}/remove/")
    assert not Authenticator.objects.exists()
    assert "a passkey was taken away" in last(charlie.email)


# Lost


def test_whoever_runs_the_place_can_let_her_in_again_and_a_letter_tells_it(bob: Account) -> None:
    from entredon.cli.sign_in import forget_second_step

    forget_second_step(bob, "https://commons.example")
    assert not account_second.has_second_step(bob)
    assert "taken all passkeys, codes of an app and recovery codes away" in last(bob.email)
    assert "https://commons.example" in last(bob.email)
    assert by_password(bob)[1] == "/account/"
    mail.outbox.clear()
    forget_second_step(bob, "https://commons.example")
    assert not mail.outbox, "there was nothing to tell"


# Passkeys, as far as they go without a browser


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", "no json", '{"id": 1}',
                                        '{"id":"AA","rawId":"AA","type":"public-key","response":{"userHandle":"MQ"}}',
                                        '{"response":{"userHandle":"x"}}', '{"response":null}'])  # fmt: skip
def test_nonsense_from_a_passkey_opens_nothing_and_breaks_nothing(cast: Cast, credential: str) -> None:
    cast.account("bob")
    client = Client(headers=OURS)
    ticket = client.get("/account/passkey/", headers={"Accept": "application/json"}).json()["ticket"]
    for given in (ticket, "forged", ""):
        answer = client.post("/account/passkey/", {"ticket": given, "credential": credential})
        assert answer.status_code == 200
        assert "This passkey opens nothing here." in answer.content.decode()
    assert not client.cookies


def test_what_a_passkey_is_asked_tells_nothing_and_sets_no_cookie(cast: Cast) -> None:
    client = Client(headers=OURS)
    said = client.get("/account/passkey/", headers={"Accept": "application/json"})
    asked_for = said.json()["ask"]["publicKey"]
    assert "allowCredentials" not in asked_for or asked_for["allowCredentials"] == []
    assert asked_for["userVerification"] == "required"
    assert not client.cookies
    other = client.get("/account/passkey/", headers={"Accept": "application/json"}).json()
    assert other["ask"]["publicKey"]["challenge"] != asked_for["challenge"]
    assert client.get("/account/passkey/").url == "/account/login/", "and who has no script finds the form"


@override_settings(ENTREDON_HOST="commons.example:8443")
def test_passkeys_belong_to_the_name_of_the_place(cast: Cast) -> None:
    said = Client(headers=OURS).get("/account/passkey/", headers={"Accept": "application/json"}).json()
    assert said["ask"]["publicKey"]["rpId"] == "commons.example"
