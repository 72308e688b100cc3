"""Who am I here? Telling of oneself, erasing it, who sees one's amounts, leaving, coming back: all on pages."""

import pytest
from django.utils.http import urlencode

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.people import queries
from entredon.apps.people.entries import Left
from entredon.apps.people.models import Persona
from entredon.apps.people.tests.doors import joined, member, text
from entredon.log.models import Entry, SideText
from entredon.testing_cast import Cast, person

ME, LEAVE = "/c/merel/people/me/", "/c/merel/people/leave/"
PROFILE = f"{ME}profile/"
OPEN = {"place_seen": "everybody", "about_seen": "everybody"}


@pytest.fixture
def cast(db: None) -> Cast:
    cast = Cast.found("merel", draft=False)
    cast.account("ada")
    cast.account("bob")
    return cast


def bob(cast: Cast) -> queries.PersonShown:
    return queries.person(cast.slug, person(cast.bob))


def test_only_who_is_or_was_here_has_a_page_of_her_own(cast: Cast) -> None:
    for page in (ME, PROFILE, LEAVE, f"{ME}erase/name/"):
        assert cast.client("charlie").get(page).status_code == 403
        assert cast.client().get(page).url == f"/account/login/?{urlencode({'next': page})}"
        for who in ("", "charlie"):
            assert cast.client(who).post(page, {"name": "X"}).status_code == 403
    assert Entry.objects.filter(commons="merel").count() == 3


def test_what_i_change_is_told_and_the_rest_is_not_told_again(cast: Cast) -> None:
    browser = cast.client("bob")
    assert 'value="Bob Bakker"' in text(browser.get(PROFILE))
    response = browser.post(PROFILE, {"name": "Bob Bakker", "place": "Aalst", "about": "Ovens.\nAxles.", **OPEN})
    assert "told something about themselves" in text(browser.get(response.url))
    told = SideText.objects.filter(entry=response.url.partition("said=")[2])
    assert set(told.values_list("name", flat=True)) == {"place", "about"}
    page = text(cast.client().get(f"/c/merel/people/{bob(cast).id[:12]}/"))
    assert "Ovens.<br>Axles." in page
    assert "Aalst" in page


def test_nothing_changed_says_nothing(cast: Cast) -> None:
    before = Entry.objects.count()
    assert cast.client("bob").post(PROFILE, {"name": "Bob Bakker", "place": "", "about": ""}).url == f"{PROFILE}?kept=1"
    assert Entry.objects.count() == before


def test_emptying_a_field_is_no_erasing_and_says_where_that_is(cast: Cast) -> None:
    html = text(cast.client("bob").post(PROFILE, {"name": "", "about": "Kept as typed"}))
    assert "use “Erase”" in html
    assert "Kept as typed" in html
    assert bob(cast).name == "Bob Bakker"


@pytest.mark.parametrize(("field", "typed"), [("name", "x" * 201), ("place", "a\u2028b"), ("about", "x" * 2001)])
def test_what_can_not_be_kept_is_said_and_stays_in_the_form(cast: Cast, field: str, typed: str) -> None:
    html = text(cast.client("bob").post(PROFILE, {"name": "Bob B.", field: typed}))
    assert 'aria-invalid="true"' in html
    assert typed in html
    assert bob(cast).name == "Bob Bakker"


def test_erasing_my_name_asks_first_and_takes_every_name_i_gave(cast: Cast) -> None:
    browser = cast.client("bob")
    browser.post(PROFILE, {"name": "Robert"})
    html = text(browser.get(f"{ME}erase/name/"))
    assert "Bob Bakker" in html
    assert "Robert" in html
    assert f"person {cast.bob.id[:10]}" in html
    assert browser.post(f"{ME}erase/name/").status_code == 302
    assert not SideText.objects.filter(text__in=["Robert", "Bob Bakker"]).exists()
    for who in ("bob", "ada", ""):
        for page in ("/c/merel/people/", "/c/merel/record/", f"/c/merel/people/{bob(cast).id[:12]}/"):
            html = text(cast.client(who).get(page))
            assert "Bakker" not in html
            assert "Robert" not in html
            assert f"person {cast.bob.id[:10]}" in html
    assert browser.post(f"{ME}erase/name/").url == ME  # the other tab
    assert browser.get(f"{ME}erase/song/").status_code == 404


def test_my_amounts_are_for_members_until_i_say_otherwise(cast: Cast) -> None:
    browser = cast.client("bob")
    assert "Everybody may see my amounts" in text(browser.get(ME))
    assert browser.post(ME, {"open": "1"}).status_code == 302
    assert queries.open_amounts("merel") == {bob(cast).id}
    assert "Only members may see my amounts" in text(browser.get(ME))
    browser.post(ME, {"open": "0"})
    assert queries.open_amounts("merel") == frozenset()


def test_leaving_says_what_stays_and_what_ends_and_is_one_button(cast: Cast) -> None:
    browser = cast.client("bob")
    html = text(browser.get(LEAVE))
    assert "What stays" in html
    assert "What ends" in html
    response = browser.post(LEAVE)
    assert not member(cast, "bob")
    html = text(browser.get(response.url))
    assert "left." in html
    assert "Come back" in html
    assert browser.post(LEAVE).url == ME
    assert browser.get("/c/merel/people/invite/").status_code == 403
    html = text(browser.post(PROFILE, {"name": "Robert"}))  # from a tab that was still open
    assert "You have left this commons" in html
    assert 'value="Robert"' in html
    assert "Were here before" in text(cast.client().get("/c/merel/people/"))


def test_the_last_steward_is_told_to_name_another_first(cast: Cast) -> None:
    browser = cast.client("ada")
    assert "You are the last steward" in text(browser.get(LEAVE))
    assert "name another one first" in text(browser.post(LEAVE))
    assert member(cast, "ada")
    cast.say(RoleGiven(person=person(cast.bob), role="steward"))
    assert "Your roles." in text(browser.get(LEAVE))
    assert browser.post(LEAVE).status_code == 302


def test_who_left_comes_back_by_a_members_yes_as_the_same_person(cast: Cast) -> None:
    cast.say(Left(), cast.bob)
    browser = cast.client("bob")
    html = text(browser.get("/c/merel/join/"))
    assert "You were here before and left" in html
    assert 'name="name"' not in html
    assert browser.post("/c/merel/join/", {"message": "Me again"}).url == "/c/merel/join/"
    html = text(cast.client("ada").get("/c/merel/people/asking/"))
    assert "Bob Bakker" in html
    asked = Persona.objects.get(account=cast.account("bob")).account.joinrequest_set.get()
    cast.client("ada").post("/c/merel/people/asking/", {"asked": asked.id, "accept": "1"})
    assert member(cast, "bob")
    assert bob(cast).name == "Bob Bakker"
    assert Entry.objects.filter(commons="merel", kind="people.returned").count() == 1


def test_an_open_commons_takes_her_back_at_once(db: None) -> None:
    cast = Cast.found("open", joining="open", draft=False)
    browser = cast.client("bob")
    cast.say(Left(), cast.bob)
    for _ in range(2):
        browser.post("/c/open/join/")
    assert joined(cast) == 2
    assert member(cast, "bob")


def test_who_left_still_erases_what_she_told(cast: Cast) -> None:
    cast.say(Left(), cast.bob)
    browser = cast.client("bob")
    assert "Erase for good" in text(browser.get(ME))
    assert browser.post(f"{ME}erase/name/").status_code == 302
    assert bob(cast).name == f"person {cast.bob.id[:10]}"


def test_who_leaves_a_draft_does_not_see_it_any_more(db: None) -> None:
    cast = Cast.found("hidden")
    browser = cast.client("bob")
    assert "Seeing this draft at all" in text(browser.get("/c/hidden/people/leave/"))
    assert browser.post("/c/hidden/people/leave/").url == "/"
    assert browser.get("/c/hidden/").status_code == 404
