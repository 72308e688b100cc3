"""Who enriches this commons? Nominating, agreeing, declining, taking back: who reads what, and when."""

from typing import Any

import pytest

from entredon.apps.people import enriching
from entredon.apps.people.entries import Left, Nominated, NominationAgreed
from entredon.apps.people.models import Nomination
from entredon.apps.people.tests.doors import text
from entredon.log.models import Entry, SideText
from entredon.log.told import short
from entredon.testing_cast import Cast, key_of, person

WHY = "Bob taught half the town to weld, and never sent a bill"
LIST, EVERYWHERE = "/c/merel/people/enriching/", "/enriching"


@pytest.fixture
def cast(db: None) -> Cast:
    cast = Cast.found("merel", draft=False)
    cast.account("ada")
    cast.account("bob")
    return cast


def of(cast: Cast, who: str = "bob") -> str:
    return f"/c/merel/people/{person(getattr(cast, who))[:12]}/"


def name_bob(cast: Cast, why: str = WHY, who: str = "ada") -> Any:
    return cast.client(who).post(f"{of(cast)}enriches/", {"reason": why})


def nomination() -> Nomination:
    return Nomination.objects.get()


def page_of_it() -> str:
    return f"{LIST}{short(nomination().id)}/"


def answer(cast: Cast, what: str, who: str = "bob") -> Any:
    return cast.client(who).post(page_of_it(), {what: "1"})


def who_reads(cast: Cast, words: str = WHY) -> dict[str, list[str]]:
    """Who reads these words where: on pages, receipts and in what the record serves."""
    entry = Entry.objects.filter(kind="people.nominated").latest("index")
    looked = {
        "list": LIST,
        "place": EVERYWHERE,
        "person": of(cast),
        "receipt": f"/c/merel/e/{entry.id}/",
        "record": "/c/merel/record/",
    }
    looked |= {"side": f"/log/merel/side/{entry.id}/reason", "home": "/c/merel/", "people": "/c/merel/people/"}
    found: dict[str, list[str]] = {}
    for where, address in looked.items():
        for who in ("", "charlie", "ada", "bob"):
            if words in cast.client(who).get(address).content.decode():
                found.setdefault(where, []).append(who or "visitor")
    return found


ALL = ["visitor", "charlie", "ada", "bob"]


def test_what_waits_is_read_by_the_two_it_concerns_and_nobody_else(cast: Cast, mailoutbox: list[Any]) -> None:
    assert who_page_shows_the_way(cast)
    response = name_bob(cast)
    assert response.status_code == 302
    assert who_reads(cast) == {}
    for who in ("ada", "bob"):
        assert WHY in text(cast.client(who).get(page_of_it()))
    assert cast.client("charlie").get(page_of_it()).status_code == 404
    assert cast.client("").get(page_of_it()).status_code == 302
    assert "says that you enrich this commons" in text(cast.client("bob").get("/c/merel/people/me/"))
    assert "says that you do" in text(cast.client("bob").get(LIST))
    assert "says that you do" not in text(cast.client("ada").get(LIST))
    assert WHY in mailoutbox[0].body
    assert mailoutbox[0].to == ["bob@example.org"]
    assert page_of_it() in mailoutbox[0].body


def who_page_shows_the_way(cast: Cast) -> bool:
    shown = {
        who: "Say what Bob Bakker gives" in text(cast.client(who).get(of(cast)))
        for who in ("", "charlie", "ada", "bob")
    }
    return shown == {"": False, "charlie": False, "ada": True, "bob": False}


def test_a_third_member_reads_nothing_of_what_waits(cast: Cast) -> None:
    from entredon.apps.people.models import Account

    eve = key_of("eve of merel")
    cast.join(eve, "Eve Evers")
    account = Account.objects.create_user("eve@example.org", name="Eve")
    cast.holds(account, eve)
    name_bob(cast)
    browser = cast.client("bob")
    browser.force_login(account)
    assert browser.get(page_of_it()).status_code == 404
    assert browser.post(page_of_it(), {"agree": "1"}).status_code == 404
    assert browser.post(page_of_it(), {"withdraw": "1"}).status_code == 404
    for address in (LIST, of(cast), f"/c/merel/e/{nomination().id}/"):
        assert WHY not in text(browser.get(address))
    assert nomination().state == "waiting"


def test_agreed_it_stands_for_everybody_with_who_said_it_and_no_number(cast: Cast) -> None:
    name_bob(cast)
    assert answer(cast, "agree").status_code == 302
    read = who_reads(cast)
    assert {where: read[where] for where in ("list", "place", "person", "receipt", "side")} == dict.fromkeys(
        ("list", "place", "person", "receipt", "side"), ALL
    )
    html = text(cast.client().get(LIST)).partition("<main")[2].partition("</main")[0]
    assert "says Ada Vermeer" in html
    assert f'href="{of(cast)}"' in html
    assert not any(word in html for word in ("1 nomination", "#1", "once", "times", "most named"))


def test_several_words_about_one_person_make_one_card_in_the_order_of_the_alphabet(cast: Cast) -> None:
    keys = {name: key_of(f"{name} of merel") for name in ("zoe", "cas")}
    people = {name: cast.join(key, f"{name.capitalize()} Peeters") for name, key in keys.items()}
    said = [
        (keys["cas"], people["zoe"]),
        (cast.ada, people["zoe"]),
        (cast.bob, people["cas"]),
        (cast.ada, person(cast.bob)),
    ]
    for n, (by, about) in enumerate(said):
        entry = cast.say(Nominated(person=about), by, texts={"reason": f"reason {n}"})
        mine = next(key for key in (*keys.values(), cast.bob) if person(key) == about)
        cast.say(NominationAgreed(nomination=entry), mine)
    listed = enriching.listed("merel")
    assert [one.person.name for one in listed] == ["Bob Bakker", "Cas Peeters", "Zoe Peeters"]
    assert [one.reason for one in listed[2].said] == ["reason 0", "reason 1"]
    html = text(cast.client().get(LIST))
    assert html.count("Zoe Peeters</a></h2>") == 1


@pytest.mark.parametrize("what", ["decline", "withdraw"])
def test_declined_or_taken_back_it_is_erased_unread(cast: Cast, what: str) -> None:
    name_bob(cast)
    answer(cast, what, "bob" if what == "decline" else "ada")
    assert not SideText.objects.filter(name="reason").exists()
    assert who_reads(cast) == {}
    assert cast.client("bob").get("/c/merel/people/me/").content.decode().count("says that you enrich") == 0


@pytest.mark.parametrize("who", ["ada", "bob"])
def test_either_takes_it_off_again_later(cast: Cast, who: str) -> None:
    name_bob(cast)
    answer(cast, "agree")
    assert "ake it back" in text(cast.client("ada").get(of(cast)))
    assert answer(cast, "withdraw", who).status_code == 302
    assert who_reads(cast) == {}
    assert not SideText.objects.filter(name="reason").exists()
    assert "Nobody stands here yet" in text(cast.client().get(LIST))


def test_who_has_left_stands_on_the_list_no_longer_and_can_still_erase_it(cast: Cast) -> None:
    name_bob(cast)
    answer(cast, "agree")
    cast.say(Left(), cast.bob)
    assert WHY not in text(cast.client().get(LIST))
    assert WHY not in text(cast.client().get(of(cast)))
    assert answer(cast, "withdraw").status_code == 302
    assert not SideText.objects.filter(name="reason").exists()


def test_the_one_who_names_can_not_agree_for_the_other(cast: Cast) -> None:
    name_bob(cast)
    for what in ("agree", "decline", "nonsense"):
        assert answer(cast, what, "ada").status_code == 200
        assert nomination().state == "waiting"
    for who in ("charlie", ""):
        assert answer(cast, "agree", who).status_code in (403, 404)
    assert nomination().state == "waiting"


def test_what_does_not_go_is_said_in_a_sentence(cast: Cast) -> None:
    assert "Say why" in text(name_bob(cast, why=" "))
    assert "at most 600" in text(name_bob(cast, why="x" * 601))
    assert "Nobody names herself" in text(cast.client("bob").get(f"{of(cast)}enriches/"))
    assert "Nobody nominates herself." in text(name_bob(cast, who="bob"))
    name_bob(cast)
    assert "You have said it already" in text(cast.client("ada").get(f"{of(cast)}enriches/"))
    assert "You have nominated her already." in text(name_bob(cast, why="Again"))
    assert Nomination.objects.count() == 1
    answer(cast, "agree")
    assert "Take me off the list" in text(cast.client("bob").get(page_of_it()))
    assert answer(cast, "agree").status_code == 200  # the other tab: it says how things stand
    cast.say(Left(), cast.bob)
    html = text(cast.client("ada").get(f"{of(cast)}enriches/"))
    assert "You have said it already" in html


def test_only_members_name_anybody(cast: Cast) -> None:
    assert name_bob(cast, who="charlie").status_code == 403
    assert cast.client("").post(f"{of(cast)}enriches/", {"reason": WHY}).status_code == 403
    assert cast.client("").get(f"{of(cast)}enriches/").url.startswith("/account/login/")
    assert cast.client("ada").get("/c/merel/people/k:0000000000/enriches/").status_code == 404
    assert not Nomination.objects.exists()


def test_the_record_itself_shows_one_number_naming_another_and_nothing_more(cast: Cast) -> None:
    name_bob(cast)
    leaf = bytes(Entry.objects.get(kind="people.nominated").leaf).decode()
    assert WHY not in leaf
    assert "Bob" not in leaf
    assert person(cast.bob) in leaf


def test_drafts_stand_on_no_list_of_the_place(db: None) -> None:
    cast = Cast.found("merel")
    name_bob(cast)
    answer(cast, "agree")
    assert cast.client("").get(LIST).status_code == 404
    for who in ("", "charlie", "ada", "bob"):
        html = text(cast.client(who).get(EVERYWHERE))
        assert WHY not in html
        assert "Merel" not in html
    assert WHY in text(cast.client("ada").get(LIST))


def test_the_list_of_the_place_changes_when_somebody_is_taken_off(cast: Cast) -> None:
    other = Cast.found("elster", draft=False)
    name_bob(cast)
    answer(cast, "agree")
    html = text(other.client().get(EVERYWHERE))
    assert WHY in html
    assert "Bob Bakker" in html
    answer(cast, "withdraw")
    assert WHY not in text(other.client().get(EVERYWHERE))


def test_who_may_see_a_picture_sees_it_on_the_list_too(cast: Cast) -> None:
    from entredon.apps.people.tests.test_who_sees_what_i_tell import show

    name_bob(cast)
    answer(cast, "agree")
    show(cast, "members")
    source = f'src="{of(cast)}picture"'
    assert source in text(cast.client("ada").get(LIST))
    assert source not in text(cast.client().get(LIST))
    assert source not in text(cast.client("ada").get(EVERYWHERE))
    show(cast, "everybody")
    assert source in text(cast.client().get(LIST))
    assert source in text(cast.client().get(EVERYWHERE))


def test_the_way_to_the_lists_is_on_every_page(cast: Cast) -> None:
    assert f'href="{EVERYWHERE}"' in text(cast.client().get("/"))
    assert f'href="{EVERYWHERE}"' in text(cast.client().get("/account/login/"))
    assert f'href="{LIST}"' in text(cast.client().get("/c/merel/people/"))


def test_what_waits_for_her_word_stands_on_her_account_until_she_has_given_it(cast: Cast) -> None:
    name_bob(cast)
    page = text(cast.client("bob").get("/account/"))
    assert "May others read this of you?" in page
    assert page_of_it() in page
    assert "May others read this of you?" not in text(cast.client("ada").get("/account/"))
    answer(cast, "agree")
    assert "May others read this of you?" not in text(cast.client("bob").get("/account/"))
