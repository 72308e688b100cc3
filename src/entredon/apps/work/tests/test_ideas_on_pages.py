"""Ideas on pages: bringing one with or without an account, what is like it, supporting, answering, and what became of it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from entredon.apps.work import queries_ideas
from entredon.apps.work.entries_ideas import IdeaAnswered, Proposed
from entredon.apps.work.entries_needs import Needed
from entredon.apps.work.models import Idea, Need
from entredon.log.models import SideText
from entredon.log.told import short
from entredon.testing_cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A commons that everybody can see."""
    return Cast.found(draft=False, joining="open")


IDEAS = "/c/merel/work/ideas/"
ROOF = {"title": "A roof that folds", "text": "So that it fits below the stairs."}
ANSWER = {"kind": "design", "creation": "", "reason": ""}


def bring(cast: Cast, title: str = "A roof that folds", text: str = "", **rest: Any) -> str:
    fact = Proposed(**{name: rest.pop(name) for name in ("call", "builds_on") if name in rest})
    return cast.say(fact, cast.bob, texts={"title": title, "text": text}, **rest)


def text_of(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_member_brings_an_idea_and_lands_on_its_page(cast: Cast) -> None:
    browser = cast.client("bob")
    response = browser.post(f"{IDEAS}new/", ROOF)
    row = Idea.objects.get()
    assert response["Location"].startswith(f"{IDEAS}{short(row.id)}/")
    page = text_of(browser, response["Location"])
    assert "What became of “A roof that folds”?" in page
    assert "after thirty days it stands on the list of the stewards" in page
    assert "So that it fits below the stairs." in page


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(cast: Cast) -> None:
    browser = cast.client("bob")
    page = browser.post(f"{IDEAS}new/", {"title": " ", "text": ROOF["text"]}).content.decode()
    assert "Say your idea in a few words." in page
    assert ROOF["text"] in page
    page = browser.post(f"{IDEAS}new/", {"title": "x" * 1_000_000, "text": "y" * 20_001}).content.decode()
    assert "at most 200 characters" in page
    assert "at most 20000 characters" in page
    assert not Idea.objects.exists()


def test_a_visitor_brings_her_idea_first_and_comes_in_after_it(cast: Cast) -> None:
    browser = cast.client()
    response = browser.post(f"{IDEAS}new/", ROOF)
    way = response["Location"]
    assert way.startswith("/accounts/signup/") or "signup" in way
    assert not Idea.objects.exists()
    browser.force_login(cast.account("bob"))
    going_on = way.partition("next=")[2].replace("%2F", "/")
    assert "A roof that folds" in text_of(browser, going_on)
    response = browser.post(going_on)
    row = Idea.objects.get()
    assert short(row.id) in response["Location"]
    assert SideText.objects.get(entry=row.id, name="text").text == ROOF["text"]


def test_what_is_like_it_is_shown_while_typing_and_by_a_button(cast: Cast) -> None:
    bring(cast)
    bring(cast, "Seats from old bicycles")
    browser = cast.client()
    piece = text_of(browser, f"{IDEAS}near/?title=Folding+roof")
    assert "A roof that folds" in piece
    assert "Seats" not in piece
    assert "<html" not in piece
    page = browser.post(f"{IDEAS}new/", {**ROOF, "title": "Roof, folded", "act": "look"}).content.decode()
    assert "One idea like this is there already" in page
    assert "Roof, folded" in page
    assert "Nothing like this is there yet" in text_of(browser, f"{IDEAS}near/?title=Windmill+beside+the+shed")
    assert Idea.objects.count() == 2


def test_ideas_are_listed_by_state_and_order(cast: Cast) -> None:
    first, second = bring(cast, "First of all"), bring(cast, "Second to none")
    cast.say(IdeaAnswered(idea=second, outcome="declined"), texts={"reason": "Too many"})
    browser = cast.client()
    page = text_of(browser, IDEAS)
    assert page.index("Second to none") < page.index("First of all")
    page = text_of(browser, f"{IDEAS}?state=declined")
    assert "Second to none" in page
    assert "First of all" not in page
    page = text_of(browser, f"{IDEAS}?order=longest&state=declined&page=99")
    assert "First of all" in page
    text_of(browser, f"{IDEAS}?state=nonsense&order=nonsense&page=x")
    assert short(first) in page


def test_support_is_a_button_that_can_be_pressed_twice(cast: Cast) -> None:
    id = bring(cast)
    browser = cast.client("ada")
    for _ in range(2):
        response = browser.post(f"/c/merel/work/support/{short(id)}/", {"supports": "yes"})
        assert response["Location"].startswith(f"{IDEAS}{short(id)}/")
    assert Idea.objects.get().supporters == 1
    assert "Take back your support" in text_of(browser, f"{IDEAS}{short(id)}/")
    for _ in range(2):
        browser.post(f"/c/merel/work/support/{short(id)}/", {"supports": "no"})
    assert Idea.objects.get().supporters == 0


def test_one_s_own_idea_is_for_others_to_support(cast: Cast) -> None:
    id = bring(cast)
    browser = cast.client("bob")
    assert "Support it" not in text_of(browser, f"{IDEAS}{short(id)}/")
    response = browser.post(f"/c/merel/work/support/{short(id)}/", {"supports": "yes"})
    assert response.status_code == 409
    assert "This is your own" in response.content.decode()


def test_a_visitor_s_support_waits_until_she_has_come_in(cast: Cast) -> None:
    id = bring(cast)
    browser = cast.client()
    way = browser.post(f"/c/merel/work/support/{short(id)}/", {"supports": "yes"})["Location"]
    browser.force_login(cast.account("ada"))
    going_on = way.partition("next=")[2].replace("%2F", "/")
    assert "A roof that folds" in text_of(browser, going_on)
    assert browser.post(going_on).status_code == 302
    assert Idea.objects.get().supporters == 1


def test_a_steward_says_yes_and_writes_needs_in_the_same_step(cast: Cast) -> None:
    id, there = bring(cast), cast.say(Needed(work="design"), texts={"title": "A hinge"})
    browser = cast.client("ada")
    assert "A hinge" in text_of(browser, f"{IDEAS}{short(id)}/answer/")
    typed = {**ANSWER, "outcome": "adopted", "new_needs": "Draw the roof\n\nSew it\n", "needs": [there], "points": "3"}
    response = browser.post(f"{IDEAS}{short(id)}/answer/", typed)
    assert response.status_code == 302, response.content.decode()
    row = Idea.objects.get()
    needs = {need.id: need for need in Need.objects.all()}
    assert (row.state, row.points, len(row.needs), set(row.needs)) == ("adopted", 3, 3, set(needs))
    assert all(need.ideas == [id] for need in needs.values())
    page = text_of(cast.client(), f"{IDEAS}{short(id)}/")
    for words in ("it has become 3 needs", "Draw the roof", "Sew it", "A hinge", "3 points"):
        assert words in page


def test_who_brought_it_is_told_by_letter_but_not_who_answers_herself(cast: Cast, mailoutbox: list[Any]) -> None:
    cast.account("bob")
    id, mine = bring(cast), cast.say(Proposed(), texts=ROOF)
    browser = cast.client("ada")
    reason = "Too heavy for one person"
    browser.post(f"{IDEAS}{short(id)}/answer/", {**ANSWER, "outcome": "declined", "reason": reason})
    browser.post(f"{IDEAS}{short(mine)}/answer/", {**ANSWER, "outcome": "parked", "reason": reason})
    (letter,) = mailoutbox
    assert letter.to == ["bob@example.org"]
    assert "Ada Vermeer has answered the idea that you brought to Merel, “A roof that folds”." in letter.body
    assert f"No, because:\n\n{reason}\n" in letter.body
    assert f"{IDEAS}{short(id)}/" in letter.body


def test_a_no_says_why_and_can_be_answered_again(cast: Cast) -> None:
    id = bring(cast)
    browser = cast.client("ada")
    page = browser.post(f"{IDEAS}{short(id)}/answer/", {**ANSWER, "outcome": "declined"}).content.decode()
    assert "Say why" in page
    browser.post(f"{IDEAS}{short(id)}/answer/", {**ANSWER, "outcome": "parked", "reason": "After the wheels"})
    page = text_of(browser, f"{IDEAS}{short(id)}/")
    assert "After the wheels" in page
    assert "Answer it again" in page
    browser.post(f"{IDEAS}{short(id)}/answer/", {**ANSWER, "outcome": "declined", "reason": "We bought one"})
    page = text_of(browser, f"{IDEAS}{short(id)}/")
    assert "We bought one" in page
    assert "After the wheels" in page  # in its history


def test_an_idea_goes_into_one_that_is_like_it_or_named(cast: Cast) -> None:
    one, two = bring(cast, "A roof that folds"), bring(cast, "A folding roof")
    browser = cast.client("ada")
    assert "A folding roof" in text_of(browser, f"{IDEAS}{short(one)}/answer/")
    page = browser.post(f"{IDEAS}{short(one)}/answer/", {**ANSWER, "outcome": "merged"}).content.decode()
    assert "Say which idea it goes into" in page
    page = browser.post(f"{IDEAS}{short(one)}/answer/", {**ANSWER, "outcome": "merged", "other": one}).content.decode()
    assert "go into itself" in page
    typed = {**ANSWER, "outcome": "merged", "other": f"https://example.org{IDEAS}{short(two)}/"}
    assert browser.post(f"{IDEAS}{short(one)}/answer/", typed).status_code == 302
    assert Idea.objects.get(id=one).into == two
    assert "A roof that folds" in text_of(cast.client(), f"{IDEAS}{short(two)}/")


def test_a_yes_names_needs_that_are_there(cast: Cast) -> None:
    id = bring(cast)
    browser = cast.client("ada")
    where = f"{IDEAS}{short(id)}/answer/"
    assert "Choose a need" in browser.post(where, {**ANSWER, "outcome": "adopted"}).content.decode()
    typed = {**ANSWER, "outcome": "adopted", "more_needs": "abcdef1234"}
    assert "There is no need abcdef1234" in browser.post(where, typed).content.decode()
    typed = {**ANSWER, "outcome": "adopted", "new_needs": "\n".join("one" for _ in range(21))}
    assert "At most 20 needs" in browser.post(where, typed).content.decode()
    assert not Need.objects.exists()


def test_only_stewards_answer(cast: Cast) -> None:
    id = bring(cast)
    for who, status in (("bob", 403), ("ada", 200)):
        assert cast.client(who).get(f"{IDEAS}{short(id)}/answer/").status_code == status
    assert "login" in cast.client().get(f"{IDEAS}{short(id)}/answer/")["Location"]
    assert cast.client().post(f"{IDEAS}{short(id)}/answer/", {"outcome": "declined", "reason": "x"}).status_code == 403


def test_an_idea_that_nobody_answers_says_so_after_thirty_days(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from entredon.apps.work import views_ideas

    id = bring(cast, at="2026-10-01T10:00:00.000Z")
    for today, says in ((date(2026, 10, 30), False), (date(2026, 10, 31), True)):
        monkeypatch.setattr(views_ideas, "today", lambda today=today: today)
        page = text_of(cast.client(), f"{IDEAS}{short(id)}/?{today}")
        assert ("Nobody has answered for <strong>30 days</strong>; the stewards see that." in page) is says
        assert [row.id for row in queries_ideas.silent("merel", today)] == ([id] if says else [])
        assert queries_ideas.silent_count("merel", today) == int(says)
    cast.say(IdeaAnswered(idea=id, outcome="parked"), texts={"reason": "Later"})
    assert queries_ideas.silent_count("merel", date(2027, 1, 1)) == 0


def test_what_was_erased_is_missing_sensibly_everywhere(cast: Cast) -> None:
    id = bring(cast, text="What nobody should read")
    built = bring(cast, "On top", builds_on=(id,))
    cast.say(IdeaAnswered(idea=id, outcome="declined"), texts={"reason": "No time"})
    SideText.objects.filter(entry=id).delete()
    SideText.objects.filter(name="reason").delete()
    browser = cast.client("ada")
    page = text_of(browser, f"{IDEAS}{short(id)}/")
    for words in ("What became of this idea?", "A text that was erased", "The reason was a text that was erased"):
        assert words in page
    assert "An idea whose words were erased" in text_of(browser, IDEAS)
    assert "an idea whose words were erased" in text_of(browser, f"{IDEAS}{short(built)}/")
    text_of(browser, f"{IDEAS}{short(id)}/answer/")
    assert "Nothing like this" in text_of(browser, f"{IDEAS}near/?title=A+roof+that+folds")


def test_building_on_an_idea_comes_with_the_address(cast: Cast) -> None:
    id = bring(cast)
    browser = cast.client("ada")
    page = text_of(browser, f"{IDEAS}new/?builds_on={id}")
    assert "A roof that folds" in page
    browser.post(f"{IDEAS}new/", {**ROOF, "title": "With a seam", "builds_on": id})
    assert Idea.objects.get(person__contains=cast.ada.id).builds_on == [id]
    page = browser.post(f"{IDEAS}new/", {**ROOF, "builds_on": "f" * 64}).content.decode()
    assert "There is no idea ffffffffff" in page


def test_who_brought_it_words_it_anew(cast: Cast) -> None:
    id = bring(cast, text="Fold it.")
    where = f"/c/merel/work/reword/{short(id)}/"
    browser = cast.client("bob")
    assert "Fold it." in text_of(browser, where)
    assert (
        "Nothing is worded anew"
        in browser.post(where, {"title": "A roof that folds", "text": "Fold it."}).content.decode()
    )
    assert "not left out" in browser.post(where, {"title": "A roof", "text": ""}).content.decode()
    assert browser.post(where, {"title": "A roof that rolls", "text": "Fold it."}).status_code == 302
    page = text_of(browser, f"{IDEAS}{short(id)}/")
    assert "A roof that rolls" in page
    assert "worded it anew" in page
    assert cast.client("charlie").get(where).status_code == 403


@pytest.mark.parametrize("asked", ["nothing", "ffffffffff", "ab", "x" * 300])
def test_an_idea_that_is_not_there_answers_404(cast: Cast, asked: str) -> None:
    for path in (f"{IDEAS}{asked}/", f"/c/merel/work/calls/{asked}/", f"/c/merel/work/circles/{asked}/"):
        assert cast.client().get(path).status_code == 404
    assert cast.client("ada").get(f"/c/merel/work/reword/{asked}/").status_code == 404
    assert cast.client("ada").post(f"/c/merel/work/support/{asked}/").status_code == 404


def test_a_need_is_supported_and_worded_anew_from_its_page(cast: Cast) -> None:
    id = cast.say(Needed(work="design"), texts={"title": "A hinge"})
    where = f"/c/merel/work/needs/{short(id)}/"
    browser = cast.client("bob")
    assert "Support it" in text_of(browser, where)
    assert browser.post(f"/c/merel/work/support/{short(id)}/", {"supports": "yes"})["Location"].startswith(where)
    page = text_of(browser, where)
    assert "Take back your support" in page
    assert "1 supports it" in page
    assert "Word it anew" not in page
    assert "Word it anew" in text_of(cast.client("ada"), where)
    cast.client("ada").post(f"/c/merel/work/reword/{short(id)}/", {"title": "A strong hinge", "text": "", "done": ""})
    assert "A strong hinge" in text_of(browser, where)
