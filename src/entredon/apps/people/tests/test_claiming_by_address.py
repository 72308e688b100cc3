"""Somebody shows by a letter that an address in the import is hers; a steward signs beside her."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.library.tests.proving import Project, begin
from entredon.apps.people import claiming, queries
from entredon.apps.people.entries import Claimed
from entredon.apps.people.models import Account, Alias, ClaimAsked
from entredon.apps.people.tests.claiming_cast import CLAIM, CLAIMS, ask, code, letters, owner, pseudonym, publish, text
from entredon.log.models import Log
from entredon.log.registry import Refused
from entredon.testing_cast import Cast, key_of, person
from entredon.testing_git import commit


@pytest.fixture
def project(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = begin(cast, tmp_path, monkeypatch)
    commit(made.path, "two", {"b.py": "1\n"}, author="Zoë <Zoe@Example.org>")
    made.draft()
    publish(made)
    return made


def proven(project: Project, who: str = "bob", address: str = "bob@example.org") -> Client:
    """Somebody has shown an address."""
    browser = project.cast.client(who)
    place = ask(browser, address)
    assert browser.post(place, {"code": code(Alias.objects.get(address__iexact=address).address)}).status_code == 302
    return browser


def test_from_the_letter_to_a_claim_that_a_steward_signs(project: Project) -> None:
    bob = project.cast.client("bob")
    place = ask(bob, " BOB@example.org ")
    assert bob.post(place, {"code": f" {code('bob@example.org')} "}).status_code == 302
    assert "Now a steward looks at it" in text(bob.get(place))
    assert owner("bob@example.org") == ""
    ada = project.cast.client("ada")
    page = text(ada.get(CLAIMS))
    assert "By a code." in page
    assert "bob@example.org" not in page, "not even a steward is shown the address"
    row = ClaimAsked.objects.get()
    answer = ada.post(CLAIMS, {"grant": "1", "claim": row.pk}, follow=True)
    assert "Recorded." in text(answer)
    assert owner("bob@example.org") == person(project.cast.bob)
    assert "This is yours" in text(bob.get(place))
    assert any("counts as yours" in body for _to, body in letters())


def test_what_was_claimed_counts_as_hers_everywhere(project: Project) -> None:
    proven(project)
    project.cast.client("ada").post(CLAIMS, {"grant": "1", "claim": ClaimAsked.objects.get().pk})
    page = text(Client().get(f"/c/merel/people/{person(project.cast.bob)[:12]}/"))
    assert "Bob Bakker" in page
    assert "One name known from an import is hers too" in page
    answer = Client().get(f"/c/merel/people/{pseudonym('bob@example.org')[:12]}/", follow=True)
    assert "Bob Bakker" in text(answer)


def test_nobody_learns_whether_an_address_is_known(project: Project) -> None:
    bob = project.cast.client("bob")
    before = len(letters())
    known, unknown = (text(bob.get(ask(bob, address))) for address in ("zoe@example.org", "eve@example.org"))
    assert re.sub(r"/claim/\d+/", "", known.replace("zoe@", "eve@")) == re.sub(r"/claim/\d+/", "", unknown)
    assert [to for to, _body in letters()[before:]] == ["Zoe@Example.org"], "to the address as the import has it"


def test_a_wrong_code_shows_nothing_and_five_tries_are_all(project: Project) -> None:
    bob = project.cast.client("bob")
    place = ask(bob, "zoe@example.org")
    right = code("Zoe@Example.org")
    wrong = "000000" if right != "000000" else "111111"
    for left in (4, 3, 2, 1):
        page = text(bob.post(place, {"code": wrong}))
        assert f"You can still try so often: {left}" in page
        assert f'value="{wrong}"' in page, "what was typed is kept"
    assert "it was the last try" in text(bob.post(place, {"code": wrong}))
    assert "tried too often" in text(bob.post(place, {"code": right}))
    assert ClaimAsked.objects.get().state == "asked"


def test_a_code_is_good_for_half_an_hour(project: Project) -> None:
    bob = project.cast.client("bob")
    place = ask(bob, "bob@example.org")
    ClaimAsked.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert "too old by now" in text(bob.post(place, {"code": code("bob@example.org")}))
    assert ClaimAsked.objects.get().state == "asked"


def test_only_a_hash_of_the_code_is_kept(project: Project) -> None:
    ask(project.cast.client("bob"), "bob@example.org")
    row = ClaimAsked.objects.get()
    assert len(row.code) == 64
    assert code("bob@example.org") not in row.code + row.challenge


def test_a_code_is_good_for_who_asked_for_it_alone(project: Project) -> None:
    place = ask(project.cast.client("bob"), "bob@example.org")
    for who in ("charlie", "ada", ""):
        assert project.cast.client(who).post(place, {"code": code("bob@example.org")}).status_code == 404


def test_who_asks_too_often_is_refused_and_so_is_an_address_asked_for_too_often(project: Project) -> None:
    bob = project.cast.client("bob")
    for number in range(claiming.OFTEN):
        ask(bob, f"b{number}@example.org")
    page = text(bob.post(CLAIM, {"way": "address", "address": "bob@example.org"}))
    assert "asked too often today" in page
    assert 'value="bob@example.org"' in page
    for number in range(claiming.OFTEN):
        other = Account.objects.create_user(f"o{number}@example.org")
        claiming.by_address("merel", other, "zoe@example.org", "/")
    assert "asked too often" in text(
        project.cast.client("charlie").post(CLAIM, {"way": "address", "address": "ZOE@example.org"})
    )


def test_what_is_no_address_keeps_what_was_typed(project: Project) -> None:
    page = text(project.cast.client("bob").post(CLAIM, {"way": "address", "address": "bob at home"}))
    assert 'value="bob at home"' in page
    assert not ClaimAsked.objects.exists()


def test_two_people_who_both_have_shown_it_the_second_is_refused_and_the_steward_told_who_was_first(
    project: Project,
) -> None:
    proven(project, "bob", "zoe@example.org")
    cast = project.cast
    account = Account.objects.create_user("dora@example.org", name="Dora")
    dora = key_of("dora")
    cast.join(dora, "Dora")
    cast.holds(account, dora)
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    browser.force_login(account)
    assert browser.post(ask(browser, "zoe@example.org"), {"code": code("Zoe@Example.org")}).status_code == 302
    ada = cast.client("ada")
    first, second = ClaimAsked.objects.order_by("pk")
    assert ada.post(CLAIMS, {"grant": "1", "claim": first.pk}).status_code == 302
    size = Log.objects.get(slug="merel").size
    page = text(ada.post(CLAIMS, {"grant": "1", "claim": second.pk}))
    assert "has claimed this meanwhile" in page
    assert owner("Zoe@Example.org") == person(cast.bob)
    assert Log.objects.get(slug="merel").size == size
    assert "has answered this already" in text(ada.post(CLAIMS, {"grant": "1", "claim": first.pk}))


def test_what_is_claimed_already_can_not_be_shown_again(project: Project) -> None:
    cast = project.cast
    cast.say(Claimed(pseudonyms=(pseudonym("Zoe@Example.org"),)), by=cast.bob, cosigners=[cast.ada])
    browser = cast.client("charlie")
    page = text(browser.post(ask(browser, "zoe@example.org"), {"code": code("Zoe@Example.org")}))
    assert "somebody has claimed this already" in page


def test_only_what_was_shown_can_be_granted_and_only_by_a_steward(project: Project) -> None:
    cast = project.cast
    ask(cast.client("bob"), "zoe@example.org")
    row = ClaimAsked.objects.get()
    assert "only what was shown can be" in text(cast.client("ada").post(CLAIMS, {"grant": "1", "claim": row.pk}))
    for who in ("bob", "charlie", ""):
        client = cast.client(who)
        assert client.get(CLAIMS).status_code == (403 if who else 302), "a visitor signs in first"
        assert client.post(CLAIMS, {"grant": "1", "claim": row.pk}).status_code == 403
    assert owner("Zoe@Example.org") == ""


def test_a_steward_declines_with_a_sentence(project: Project) -> None:
    bob = proven(project)
    row = ClaimAsked.objects.get()
    ada = project.cast.client("ada")
    assert "This field is required." in text(ada.post(CLAIMS, {"claim": row.pk, "answer": ""}))
    assert ada.post(CLAIMS, {"claim": row.pk, "answer": "You shared that address; ask Zoë."}).status_code == 302
    assert "You shared that address; ask Zoë." in text(bob.get(f"{CLAIM}{row.pk}/"))
    assert any("You shared that address" in body for _to, body in letters())
    assert owner("bob@example.org") == ""


def test_the_only_steward_s_own_claim_is_granted_at_once(project: Project) -> None:
    ada = project.cast.client("ada")
    answer = ada.post(ask(ada, "zoe@example.org"), {"code": code("Zoe@Example.org")}, follow=True)
    assert "Recorded." in text(answer)
    assert owner("Zoe@Example.org") == person(project.cast.ada)


def test_of_two_stewards_the_other_one_looks_at_it(project: Project) -> None:
    cast = project.cast
    cast.say(RoleGiven(person=person(cast.bob), role="steward"))
    ada = cast.client("ada")
    ada.post(ask(ada, "zoe@example.org"), {"code": code("Zoe@Example.org")})
    row = ClaimAsked.objects.get()
    assert row.state == "proven"
    assert "another steward must look at it" in text(ada.post(CLAIMS, {"grant": "1", "claim": row.pk}))
    assert cast.client("bob").post(CLAIMS, {"grant": "1", "claim": row.pk}).status_code == 302
    assert owner("Zoe@Example.org") == person(cast.ada)


def test_who_is_no_member_yet_shows_it_first_and_joins_then(project: Project) -> None:
    browser = project.cast.client("charlie")
    place = ask(browser, "zoe@example.org")
    browser.post(place, {"code": code("Zoe@Example.org")})
    assert "Now become a member of Merel" in text(browser.get(place))
    page = text(project.cast.client("ada").post(CLAIMS, {"grant": "1", "claim": ClaimAsked.objects.get().pk}))
    assert "She is not a member yet" in page


def test_a_visitor_types_first_and_comes_in_then(project: Project) -> None:
    visitor = project.cast.client()
    answer = visitor.post(CLAIM, {"way": "address", "address": "zoe@example.org"})
    assert "next=" in answer["Location"]
    assert not ClaimAsked.objects.exists()
    go_on = answer["Location"].partition("next=")[2].replace("%2F", "/")
    visitor.force_login(project.cast.account("charlie"))
    assert "zoe@example.org" in text(visitor.get(go_on))
    done = visitor.post(go_on, follow=True)
    assert "Which six digits stand in the letter?" in text(done)
    assert ClaimAsked.objects.get().account == project.cast.account("charlie")


def test_how_many_wait_is_known_to_pages_that_are_kept(project: Project) -> None:
    before = Log.objects.get(slug="merel").shown
    proven(project)
    assert queries.claims_waiting("merel") == 1
    assert Log.objects.get(slug="merel").shown > before
    project.cast.client("ada").post(CLAIMS, {"grant": "1", "claim": ClaimAsked.objects.get().pk})
    assert queries.claims_waiting("merel") == 0


def test_stewards_get_a_letter_when_something_waits(project: Project) -> None:
    proven(project)
    assert [to for to, body in letters() if "signs beside them" in body] == ["ada@example.org"]


def test_what_was_granted_is_not_asked_for_again_by_a_second_window(project: Project) -> None:
    browser = project.cast.client("bob")
    ask(browser, "zoe@example.org")
    row = ClaimAsked.objects.get()
    other = ClaimAsked.objects.get()
    claiming.enter_code(row, code("Zoe@Example.org"))
    ClaimAsked.objects.update(state="granted")
    with pytest.raises(Refused, match="This is shown already"):
        claiming._proven(other, list(other.pseudonyms))
    assert ClaimAsked.objects.get().state == "granted"


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "-1", "²", "٣", "", "1 or 1"])
def test_a_number_that_is_none_grants_nothing(project: Project, number: str) -> None:
    page = text(project.cast.client("ada").post(CLAIMS, {"grant": "1", "claim": number}))
    assert "only what was shown can be" in page
