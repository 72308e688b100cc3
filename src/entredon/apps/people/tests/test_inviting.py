"""Invitations: a link for one person, for fourteen days, until it is withdrawn; the inviter signs beside her."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.people import inviting
from entredon.apps.people.entries import Left
from entredon.apps.people.models import Account, Invitation, Persona
from entredon.apps.people.tests.doors import joined, member, nothing_left_of, text
from entredon.desk.models import Waiting
from entredon.log.models import Entry, HeldKey
from entredon.pure.log import leaf
from entredon.testing_cast import Cast, person

PAGE = "/c/merel/people/invite/"
TYPED = {"name": "Charlie Claes", "place": "Ghent"}


@pytest.fixture
def cast(db: None) -> Cast:
    cast = Cast.found("merel", joining="invitation", draft=False)
    cast.account("ada")
    cast.account("bob")
    return cast


def invite(cast: Cast, who: str = "bob") -> str:
    """Somebody makes a link, on the page; returns its path."""
    html = text(cast.client(who).post(PAGE, {"meant_for": "Charlie from the market"}))
    found = re.search(r"http://testserver(/c/merel/join/[\w-]+/)", html)
    assert found
    return found[1]


def refused(cast: Cast, link: str, because: str) -> None:
    """Charlie is not let in, is told why, and what she typed is kept."""
    html = text(cast.client("charlie").post(link, TYPED))
    assert because in html
    assert 'value="Charlie Claes"' in html
    assert 'value="Ghent"' in html
    assert joined(cast) == 1
    assert nothing_left_of(cast, cast.account("charlie"))
    assert because in text(cast.client("charlie").get(link))


def test_the_link_lets_somebody_in_with_the_inviters_signature(cast: Cast) -> None:
    link = invite(cast)
    assert "Bob Bakker</strong> invites you" in text(cast.client("charlie").get(link))
    response = cast.client("charlie").post(link, TYPED)
    entry = Entry.objects.get(id=response.url.partition("said=")[2])
    persona = Persona.objects.get(account=cast.account("charlie"))
    assert {s.key for s in leaf.parse(bytes(entry.leaf)).sigs} == {persona.key, cast.bob.id}
    html = text(cast.client("bob").get(PAGE))
    assert "Charlie from the market" in html
    assert "let in Charlie Claes" in html


def test_only_a_hash_of_the_link_is_kept(cast: Cast) -> None:
    link = invite(cast)
    token = link.split("/")[-2]
    assert Invitation.objects.get().token == inviting.digest(token)
    assert token not in text(cast.client("bob").get(PAGE))


def test_a_link_lets_in_one_person(cast: Cast) -> None:
    link = invite(cast)
    cast.client("charlie").post(link, TYPED)
    other = Account.objects.create_user("dora@example.org")
    browser = cast.client()
    browser.force_login(other)
    html = text(browser.post(link, {"name": "Dora"}))
    assert "has been used already" in html
    assert 'value="Dora"' in html
    assert joined(cast) == 2
    assert nothing_left_of(cast, other)
    assert "has been used already" in text(cast.client().post(link, {"name": "Somebody"}))
    assert not Waiting.objects.exists()


def test_pressing_twice_with_an_invitation_is_joining_once(cast: Cast) -> None:
    link = invite(cast)
    for _ in range(2):
        inviting.enter(cast.account("charlie"), "merel", TYPED, Invitation.objects.get().token)
    assert joined(cast) == 2
    assert "You are here already" in text(cast.client("charlie").get(link))


def test_a_stale_link_is_refused(cast: Cast) -> None:
    link = invite(cast)
    Invitation.objects.update(until=timezone.now() - timedelta(seconds=1))
    refused(cast, link, "valid for 14 days, and they are over")


def test_it_is_valid_for_fourteen_days(cast: Cast) -> None:
    invite(cast)
    left = Invitation.objects.get().until - timezone.now()
    assert timedelta(days=14) - timedelta(minutes=1) < left <= timedelta(days=14)


def test_a_withdrawn_link_is_refused(cast: Cast) -> None:
    link = invite(cast)
    cast.client("bob").post(PAGE, {"withdraw": Invitation.objects.get().token})
    refused(cast, link, "was withdrawn")
    assert "withdrawn" in text(cast.client("bob").get(PAGE))


def test_a_link_nobody_made_is_refused(cast: Cast) -> None:
    refused(cast, "/c/merel/join/nothing-of-the-kind/", "no invitation we know")


def test_a_link_of_another_commons_is_none_here(cast: Cast) -> None:
    other = Cast.found("other", joining="invitation", draft=False)
    other.account("ada")
    token = inviting.invite("other", person(other.ada), "x")
    refused(cast, f"/c/merel/join/{token}/", "no invitation we know")


def test_the_link_of_somebody_who_has_left_is_refused(cast: Cast) -> None:
    link = invite(cast)
    cast.say(Left(), cast.bob)
    html = text(cast.client("charlie").post(link, TYPED))
    assert "can’t let anybody in any more" in html
    assert Invitation.objects.get().used_by == ""
    assert joined(cast) == 1


def test_after_a_refusal_the_link_still_works(cast: Cast) -> None:
    link = invite(cast)
    seed = HeldKey.objects.get(id=cast.bob.id)
    HeldKey.objects.filter(id=cast.bob.id).delete()
    assert "can’t let anybody in" in text(cast.client("charlie").post(link, TYPED))
    seed.save(force_insert=True)
    assert cast.client("charlie").post(link, TYPED).status_code == 302
    assert member(cast, "charlie")


def test_nobody_withdraws_the_link_of_another_or_one_that_was_used(cast: Cast) -> None:
    link = invite(cast)
    token = Invitation.objects.get().token
    assert "can’t be withdrawn" in text(cast.client("ada").post(PAGE, {"withdraw": token}))
    assert not Invitation.objects.get().withdrawn
    cast.client("charlie").post(link, TYPED)
    assert "can’t be withdrawn" in text(cast.client("bob").post(PAGE, {"withdraw": token}))


def test_only_members_invite_and_say_for_whom(cast: Cast) -> None:
    assert cast.client("charlie").get(PAGE).status_code == 403
    assert cast.client().get(PAGE).url.startswith("/account/login/?next=")
    for who in ("", "charlie"):
        assert cast.client(who).post(PAGE, {"meant_for": "x"}).status_code == 403
    assert "Say for whom" in text(cast.client("bob").post(PAGE, {"meant_for": " "}))
    assert not Invitation.objects.exists()


def test_a_member_has_a_limited_number_of_open_links(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST", 2)
    invite(cast)
    invite(cast)
    html = text(cast.client("bob").post(PAGE, {"meant_for": "Dora"}))
    assert "2 open invitations" in html
    assert 'value="Dora"' in html
    invite(cast, "ada")


def test_without_a_link_the_page_says_whom_to_ask(cast: Cast) -> None:
    html = text(cast.client("charlie").get("/c/merel/join/"))
    assert "by invitation" in html
    assert "Ada Vermeer" in html
    html = text(cast.client("charlie").post("/c/merel/join/", TYPED))
    assert joined(cast) == 1
    text(cast.client().post("/c/merel/join/", TYPED))
    assert not Waiting.objects.exists()


def test_a_draft_opens_its_door_to_who_holds_a_link(db: None) -> None:
    cast = Cast.found("hidden")
    cast.account("ada")
    token = inviting.invite("hidden", person(cast.ada), "Charlie")
    html = text(cast.client().get(f"/c/hidden/join/{token}/"))
    assert "invites you" in html
    assert "Merel" in html
    assert cast.client().get("/c/hidden/join/anything/").status_code == 404
    assert cast.client("charlie").post(f"/c/hidden/join/{token}/", TYPED).status_code == 302
    assert cast.client("charlie").get("/c/hidden/").status_code == 200
    assert cast.client().get(f"/c/hidden/join/{token}/").status_code == 404  # used: the draft is closed again


def test_a_visitor_with_a_link_gets_an_account_first(cast: Cast) -> None:
    link = invite(cast)
    response = cast.client().post(link, TYPED)
    way = response.url.replace("%2F", "/").partition("next=")[2]
    assert link.split("/")[-2] not in str(Waiting.objects.get().typed)
    assert cast.client("charlie").post(way).url.startswith("/c/merel/people/me/?said=")
    assert member(cast, "charlie")


def test_a_link_that_went_stale_while_an_account_was_made_says_so_and_keeps_what_was_typed(cast: Cast) -> None:
    link = invite(cast)
    response = cast.client().post(link, TYPED)
    way = response.url.replace("%2F", "/").partition("next=")[2]
    Invitation.objects.update(withdrawn=True)
    html = text(cast.client("charlie").post(way))
    assert "was withdrawn" in html
    assert "Charlie Claes" in html
    assert Waiting.objects.exists()


def test_who_left_comes_back_by_a_link(cast: Cast) -> None:
    cast.say(RoleGiven(person=person(cast.bob), role="keeper"))
    cast.say(Left(), cast.bob)
    link = invite(cast, "ada")
    assert "Come back" in text(cast.client("bob").get(link))
    assert cast.client("bob").post(link).status_code == 302
    assert Entry.objects.filter(commons="merel", kind="people.returned").count() == 1
    assert member(cast, "bob")


def test_who_used_a_link_and_comes_back_in_vain_leaves_it_used(cast: Cast) -> None:
    link = invite(cast)
    charlie = cast.client("charlie")
    assert charlie.post(link, TYPED).status_code == 302
    charlie.post("/c/merel/people/leave/")
    cast.say(Left(), by=cast.bob)
    assert "let anybody in any more" in text(charlie.post(link))
    assert Invitation.objects.get().used_by
