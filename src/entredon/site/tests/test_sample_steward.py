"""Whoever tries this out comes in as the sample's steward, by a new link at each start."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from entredon.apps.commons.founding import found_commons
from entredon.apps.people import account_links
from entredon.apps.people.models import Account, Persona, SignInLink
from entredon.cli import run
from entredon.desk import waiting
from entredon.desk.models import Waiting
from entredon.log import device
from entredon.site import sample_car, sample_steward, samples
from entredon.site.sample_diary import key_of
from entredon.testing_cast import Cast


@pytest.fixture
def ada() -> str:
    """The sample commons, just founded; the key of its steward."""
    key = key_of(sample_car.SEED, sample_steward.NAME)
    sample_car.Story().found()
    return key.id


def browser(token: str) -> Client:
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    answer = client.post(f"/account/link/{token}/")
    client.status = answer.status_code  # type: ignore[attr-defined]
    return client


def test_the_steward_comes_in_and_can_speak(db: None, ada: str) -> None:
    client = browser(sample_steward.link())
    page = client.get("/account/").content.decode()
    assert "Ada Zwaluw" in page
    assert "steward" in page
    viewer = client.get("/c/merel/").wsgi_request.viewer
    assert viewer.steward("merel")
    assert viewer.signer("merel").id == ada


def test_each_start_ends_the_link_of_the_last_one(db: None, ada: str) -> None:
    first, second = sample_steward.link(), sample_steward.link()
    assert browser(first).status == 410  # type: ignore[attr-defined]
    assert browser(second).status == 302  # type: ignore[attr-defined]
    assert Account.objects.count() == 1
    assert SignInLink.objects.count() == 1


def test_she_looks_after_this_software_with_the_key_of_this_machine(db: None, ada: str) -> None:
    key = device.key(samples.OWN_SLUG)
    found_commons("Entredon", samples.OWN_SLUG, purpose="This", licences=["AGPL"], draft=True, founder=key)
    client = browser(sample_steward.link())
    assert client.get("/c/entredon/").status_code == 200, "a draft is shown to its members"
    viewer = client.get("/account/").wsgi_request.viewer
    assert viewer.steward("entredon")
    assert viewer.signer("entredon").id == key.id
    assert Client().get("/c/entredon/").status_code == 404


def test_a_commons_of_that_name_that_somebody_else_founded_gets_no_link(cast: Cast) -> None:
    assert sample_steward.link() == ""
    assert not Account.objects.exists()


def test_nobody_takes_the_place_of_who_came_first(db: None, ada: str) -> None:
    other = Account.objects.create_user("somebody@example.org")
    Persona.objects.create(account=other, commons="merel", person=f"k:{ada}", key=ada)
    assert sample_steward.link() == ""


@pytest.mark.parametrize(
    ("host", "name", "printed"), [("127.0.0.1", "", True), ("::1", "", True), ("0.0.0.0", "", False),
                                  ("192.168.1.5", "", False), ("127.0.0.1", "commons.example", False)],
)  # fmt: skip
def test_the_link_is_printed_on_this_machine_only(db, ada, capsys, monkeypatch, host, name, printed) -> None:
    monkeypatch.setenv("ENTREDON_HOST", name)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    run.invite(host, 8000)
    out = capsys.readouterr().out
    assert ("/account/link/" in out) == printed
    assert SignInLink.objects.exists() == printed


def test_without_the_sample_nothing_is_printed_and_nothing_breaks(db, capsys, monkeypatch) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    run.invite("127.0.0.1", 8000)
    assert capsys.readouterr().out == ""


def test_after_the_start_what_is_over_is_forgotten(db, monkeypatch) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    waiting.keep("test.said", "merel", {"text": "Hello"})
    account_links.make(account_links.newcomer("nora@example.org"))
    run.tidy()
    assert (Waiting.objects.count(), SignInLink.objects.count()) == (1, 1)
    Waiting.objects.update(made=timezone.now() - timedelta(days=8))
    SignInLink.objects.update(until=timezone.now() - timedelta(days=8))
    run.tidy()
    assert (Waiting.objects.count(), SignInLink.objects.count()) == (0, 0)
