"""Measures on pages: stewards take them, everybody reads them, whom they are about appeals, another steward answers."""

import pytest
from django.test import Client

from entredon.apps.social.models import Measure
from entredon.apps.social.tests.talking import Talk, person


def at(talk: Talk, path: str) -> str:
    return f"/c/{talk.slug}/social/{path}"


@pytest.fixture
def talk(open_talk: Talk) -> Talk:
    return open_talk


@pytest.fixture
def dora(talk: Talk) -> Client:
    """The other steward, in a browser."""
    from entredon.apps.people.models import Account
    from entredon.testing_cast import just_came_in

    account = Account.objects.create(email="dora@example.org", name="Dora")
    talk.cast.holds(account, talk.dora)
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    browser.force_login(account)
    just_came_in(browser)
    return browser


def test_a_steward_hides_a_post_and_everybody_can_read_why(talk: Talk) -> None:
    ada, bob, anyone = talk.cast.client("ada"), talk.cast.client("bob"), Client()
    post = talk.post("My neighbour lives at …")
    form = ada.get(at(talk, f"measures/take/?post={post[:10]}")).content.decode()
    assert 'value="hidden"' in form
    assert 'value="warned"' in form
    assert 'value="slowed"' not in form
    assert "My neighbour lives" in form
    sent = {"post": post, "measure": "hidden", "days": "7", "reason": "An address of somebody else."}
    ada.post(at(talk, "measures/take/"), sent)
    measure = Measure.objects.get(commons=talk.slug)
    assert (measure.person, measure.until) == (person(talk.cast.bob), talk.later(7))
    html = anyone.get(at(talk, f"t/{talk.topic[:10]}/")).content.decode()
    assert "My neighbour" not in html
    assert "A steward has hidden this until" in html
    assert "My neighbour" in bob.get(at(talk, f"t/{talk.topic[:10]}/")).content.decode()
    assert "My neighbour" in ada.get(at(talk, f"t/{talk.topic[:10]}/")).content.decode()
    assert anyone.get(at(talk, f"p/{post[:10]}/wordings/")).status_code == 404
    html = anyone.get(at(talk, "measures/")).content.decode()
    assert "An address of somebody else." in html
    assert "Bob Bakker: a post is hidden" in html
    assert "Ada Vermeer" in html
    html = anyone.get(at(talk, f"measures/{measure.id[:10]}/")).content.decode()
    assert "Why was this decided about Bob Bakker?" in html
    assert "It ends by itself after" in html


def test_a_measure_needs_days_and_a_reason_and_keeps_what_was_typed(talk: Talk) -> None:
    ada = talk.cast.client("ada")
    post = talk.post()
    for sent, because in (
        ({"measure": "hidden", "reason": "Why"}, "say after how many days"),
        ({"measure": "hidden", "days": "366", "reason": "Why"}, "365"),
        ({"measure": "hidden", "days": "7"}, "Say why"),
        ({"measure": "hidden", "days": "7", "reason": "r" * 100_000}, "At most 2000 characters"),
        ({"measure": "paused", "days": "7", "reason": "Why"}, "Select a valid choice"),
        ({"days": "7", "reason": "Kept words"}, "Kept words"),
    ):
        html = ada.post(at(talk, "measures/take/"), {"post": post, **sent}).content.decode()
        assert because in html, because
    assert not Measure.objects.exists()


def test_only_stewards_take_measures_and_not_about_themselves(talk: Talk) -> None:
    post, own = talk.post(), talk.post(by=talk.cast.ada)
    bob, ada = talk.cast.client("bob"), talk.cast.client("ada")
    assert bob.get(at(talk, f"measures/take/?post={post[:10]}")).status_code == 403
    assert bob.post(at(talk, "measures/take/"), {"post": post, "measure": "warned", "reason": "x"}).status_code == 403
    assert "about yourself" in ada.get(at(talk, f"measures/take/?post={own[:10]}")).content.decode()
    html = ada.post(at(talk, "measures/take/"), {"post": own, "measure": "warned", "reason": "x"}).content.decode()
    assert "about yourself" in html
    assert ada.get(at(talk, "measures/take/")).status_code == 404
    assert ada.get(at(talk, "measures/take/?person=Nobody")).status_code == 404


def test_after_a_warning_a_pause_can_follow_step_by_step(talk: Talk) -> None:
    ada = talk.cast.client("ada")
    who = person(talk.cast.bob)
    for measure in ("warned", "slowed", "paused"):
        html = ada.get(at(talk, f"measures/take/?person={who}")).content.decode()
        assert f'value="{measure}"' in html
        ada.post(at(talk, "measures/take/"), {"person": who, "measure": measure, "days": "5", "reason": "Rude."})
    assert list(Measure.objects.order_by("position").values_list("measure", flat=True)) == [
        "warned",
        "slowed",
        "paused",
    ]


def test_whom_it_is_about_appeals_and_another_steward_answers(talk: Talk, dora: Client) -> None:
    ada, bob = talk.cast.client("ada"), talk.cast.client("bob")
    hidden = talk.hide(post := talk.post("Fine words"))
    page = at(talk, f"measures/{hidden[:10]}/")
    assert "a post is hidden" in bob.get(at(talk, "mine/")).content.decode()
    assert 'id="appeal"' in bob.get(page).content.decode()
    assert 'id="appeal"' not in ada.get(page).content.decode()
    assert ada.post(page, {"act": "appeal", "appeal-text": "x"}).status_code == 403
    assert "Say why, in a few words" in bob.post(page, {"act": "appeal"}).content.decode()
    bob.post(page, {"act": "appeal", "appeal-text": "It is my own address."})
    assert "It is my own address." in Client().get(page).content.decode()
    assert "One appeal waits" in dora.get(at(talk, "")).content.decode()
    assert "Appeals that wait" in Client().get(at(talk, "measures/")).content.decode()
    assert "Another steward than who took the measure" in ada.get(page).content.decode()
    answer = {"act": "answer", "answer-stands": "no", "answer-reason": "He is right."}
    assert ada.post(page, answer).status_code == 403
    dora.post(page, answer)
    html = Client().get(page).content.decode()
    assert "found wrong" in html
    assert "He is right." in html
    assert "Fine words" in Client().get(at(talk, f"p/{post[:10]}/"), follow=True).content.decode()


def test_a_steward_ends_a_measure_early(talk: Talk, dora: Client) -> None:
    hidden = talk.hide(talk.post())
    page = at(talk, f"measures/{hidden[:10]}/")
    assert talk.cast.client("bob").post(page, {"act": "lift", "lift-reason": "x"}).status_code == 403
    dora.post(page, {"act": "lift", "lift-reason": "It was worded anew."})
    assert Measure.objects.get(commons=talk.slug).state == "lifted"
    assert "ended early" in Client().get(page).content.decode()


def test_a_page_of_measures_says_when_there_is_none(talk: Talk) -> None:
    assert "No measure was ever needed" in Client().get(at(talk, "measures/")).content.decode()
    assert "Nothing: no steward" in talk.cast.client("bob").get(at(talk, "mine/")).content.decode()
    assert Client().get(at(talk, "mine/")).status_code == 302
    assert Client().get(at(talk, "measures/ffffffffff/")).status_code == 404
