"""``entredon sign-in``: the operator's way to let somebody in."""

import pytest
from django.test import Client

from entredon.apps.people.models import Account
from entredon.cli.main import run_command
from entredon.testing_cast import Cast


@pytest.fixture(autouse=True)
def _ready(monkeypatch, db):
    monkeypatch.setattr("entredon.cli.sign_in.start", lambda: None)


def test_it_prints_a_link_that_works_once(cast: Cast, capsys) -> None:
    bob = cast.account("bob")
    assert run_command(["sign-in", "BOB@example.org"]) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("http://localhost:8000/account/link/")
    path = line.removeprefix("http://localhost:8000")
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    assert client.post(path).status_code == 302
    assert client.session["_auth_user_id"] == str(bob.pk)
    assert Client(headers={"Sec-Fetch-Site": "same-origin"}).post(path).status_code == 410


def test_it_makes_no_account_unless_told_to(capsys) -> None:
    assert run_command(["sign-in", "new@example.org"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "With --new it is made" in err
    assert not Account.objects.exists()
    assert run_command(["sign-in", "New@example.org", "--new", "--name", "Nora"]) == 0
    account = Account.objects.get()
    assert (account.email, account.name) == ("new@example.org", "Nora")


def test_it_refuses_what_is_no_address_and_who_is_closed(cast: Cast, capsys) -> None:
    assert run_command(["sign-in", "bob", "--new"]) == 2
    assert "not an e-mail address" in capsys.readouterr().err
    cast.account("bob")
    Account.objects.update(is_active=False)
    assert run_command(["sign-in", "bob@example.org"]) == 2
    assert "is closed" in capsys.readouterr().err


def test_the_link_begins_with_the_name_of_this_place(cast: Cast, capsys, settings) -> None:
    cast.account("bob")
    settings.ENTREDON_HOST, settings.ENTREDON_HTTPS = "commons.example", True
    run_command(["sign-in", "bob@example.org"])
    run_command(["sign-in", "bob@example.org", "--at", "http://box.local/"])
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("https://commons.example/account/link/")
    assert second.startswith("http://box.local/account/link/")
