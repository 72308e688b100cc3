"""Needs on pages: found by the time one has, taken, given back, split, closed; narrowed the same everywhere; kept when refused."""

import html
import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entredon.apps.library.entries import Created
from entredon.apps.people.entries import Described
from entredon.apps.work import queries_needs, record_needs
from entredon.apps.work.entries import Contributed
from entredon.apps.work.entries_needs import Gives, HelpOffered, NeedClosed, Needed, SplitSigned, Taken
from entredon.apps.work.models import Need, Offer, Split, Taking
from entredon.apps.work.needs_asked import Asked
from entredon.desk.models import Waiting
from entredon.log.door import Saying, append_many
from entredon.log.models import Log, SideText
from entredon.pure.calendars.tests import reader
from entredon.testing_cast import Cast, key_of, person

HOME = "/c/merel/work/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    """A commons that everybody may see."""
    return Cast.found(draft=False)


def ask(cast: Cast, title: str = "Draw the door", by: Any = None, **fields: Any) -> str:
    return cast.say(Needed(work=fields.pop("work", "design"), **fields), by, texts={"title": title, "text": "It jams."})


def plain(response: Any) -> str:
    """What stands on a page, in one line."""
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def titles(response: Any) -> list[str]:
    """The needs in the lists of a page, in their order."""
    assert response.status_code == 200, response.status_code
    return re.findall(r'class="what"><a href="/c/merel/work/needs/[0-9a-f]{10}/">([^<]+)<', response.content.decode())


def at(id: str) -> str:
    return f"{HOME}needs/{id[:10]}/"


def test_the_small_things_that_fit_come_first(cast: Cast) -> None:
    for title, minutes in (("An evening", 240), ("Unknown", 0), ("Ten", 10), ("An hour", 60)):
        ask(cast, title, minutes=minutes)
    ask(cast, "Full", minutes=5)
    cast.say(Taken(need=Need.objects.get(minutes=5).id), cast.bob)
    page = cast.client().get(HOME)
    assert "How much time have you?" in plain(page)
    assert titles(page) == ["Ten", "An hour", "An evening", "Unknown"]
    assert titles(cast.client().get(f"{HOME}?time=60")) == ["Ten", "An hour", "Unknown"]
    assert titles(cast.client().get(f"{HOME}?time=nonsense")) == ["Ten", "An hour", "An evening", "Unknown"]


def test_a_member_sees_what_fits_her_skills_and_what_she_has_taken(cast: Cast) -> None:
    cast.say(Described(), cast.bob, texts={"skills": "Welding, sewing"})
    ask(cast, "Weld", skills=("welding",), minutes=30)
    ask(cast, "Translate", skills=("french",), minutes=20)
    ask(cast, "Carry", minutes=10)
    bob = cast.client("bob")
    assert titles(bob.get(f"{HOME}?mine=1")) == ["Carry", "Weld"]
    assert "what I can" not in plain(cast.client("ada").get(HOME))
    mine = ask(cast, "Mine")
    cast.say(Taken(need=mine), cast.bob)
    assert "You have taken" in plain(bob.get(HOME))
    assert titles(bob.get(HOME))[0] == "Mine"


def test_filters_carry_over_between_list_board_calendar_and_feed(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    one = ask(cast, "Weld; the “frame”, now", skills=("welding",), place="Ghent", due="2099-02-03", minutes=60,
              creation=car, gives=Gives(points=5))  # fmt: skip
    ask(cast, "Draw", place="Bruges", due="2099-02-04")
    for query in (
        "skill=welding",
        "place=ghent",
        "time=60&skill=welding",
        f"creation={car[:10]}",
        "gives=points",
        "q=frame",
    ):
        browser = cast.client()
        listed = browser.get(f"{HOME}needs/?{query}")
        assert titles(listed) == ["Weld; the “frame”, now"], query
        carried = html.unescape(listed.content.decode())
        assert f'href="{HOME}needs/board/?' in carried
        board = browser.get(f"{HOME}needs/board/?{query}")
        assert "Weld" in plain(board), query
        assert ">Draw<" not in board.content.decode(), query
        month = browser.get(f"{HOME}needs/calendar/?{query}&month=2099-02")
        assert titles(month) == ["Weld; the “frame”, now"], query
        feed = browser.get(f"{HOME}needs.ics?{query}")
        assert feed["Content-Type"] == "text/calendar; charset=utf-8"
        (event,) = reader.events(feed.content.decode())
        assert (event["SUMMARY"], event["DTSTART"]) == ("Weld; the “frame”, now", "2099-02-03")
        assert event["UID"].startswith(one)
    assert [event["SUMMARY"] for event in reader.events(cast.client().get(f"{HOME}needs.ics").content.decode())] == [
        "Weld; the “frame”, now",
        "Draw",
    ]


def test_the_calendar_without_a_month_leads_to_this_one(cast: Cast) -> None:
    response = cast.client().get(f"{HOME}needs/calendar/?skill=welding")
    assert re.fullmatch(rf"{HOME}needs/calendar/\?skill=welding&month=20\d\d-\d\d", response["Location"])
    page = cast.client().get(f"{HOME}needs/calendar/?month=2099-12")
    assert "month=2100-01" in page.content.decode()
    assert cast.client().get(f"{HOME}needs/calendar/?month=2099-13").status_code == 302


def test_a_need_for_the_last_day_of_all_breaks_no_list(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """None can be asked for any more; one that was asked for before is shown."""
    monkeypatch.setattr(record_needs, "YEARS", 9_000)
    ask(cast, due="9999-12-31")
    (event,) = reader.events(cast.client().get(f"{HOME}needs.ics").content.decode())
    assert event["DTSTART"] == "9999-12-31"
    for path in ("needs/", "needs/board/", "needs/calendar/?month=2999-12"):
        assert cast.client().get(HOME + path).status_code == 200
    assert cast.client().get(f"{HOME}needs/calendar/?month=9999-12").status_code == 302


def test_whose_and_how_it_stands(cast: Cast) -> None:
    hers = ask(cast, "Asked by Bob", by=cast.bob)
    held = ask(cast, "Taken by Bob")
    done = ask(cast, "Done")
    ask(cast, "Nobody’s")
    cast.say(Taken(need=held), cast.bob)
    cast.say(NeedClosed(need=done, outcome="done"))
    browser, bob = cast.client(), person(cast.bob)[:12]
    assert set(titles(browser.get(f"{HOME}needs/?whose={bob}"))) == {"Asked by Bob", "Taken by Bob"}
    assert titles(browser.get(f"{HOME}needs/?state=taken")) == ["Taken by Bob"]
    assert titles(browser.get(f"{HOME}needs/?state=done")) == ["Done"]
    assert "Taken by Bob" not in titles(browser.get(f"{HOME}needs/?state=free"))
    assert hers


def test_what_was_done_and_waits_is_being_looked_at(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    id = ask(cast, gives=Gives(points=5))
    cast.say(Contributed(need=id, creation=car, work="design", done=True), cast.bob, texts={"note": "The door opens"})
    assert Need.objects.get(id=id).state == "done"
    board = plain(cast.client().get(f"{HOME}needs/board/"))
    assert "being looked at 1 Draw the door" in board
    page = plain(cast.client().get(at(id)))
    assert "It is done" in page
    assert "The door opens" in page


def test_a_visitor_takes_a_need_before_she_has_an_account(cast: Cast) -> None:
    id = ask(cast)
    response = cast.client().post(at(id), {"act": "take", "due": "2099-01-01"})
    assert response["Location"].startswith("/account/signup/?next=")
    (waits,) = Waiting.objects.all()
    assert waits.typed["fact"] == {"need": id, "due": "2099-01-01"}
    # Bob comes in at that address, and sends it.
    from urllib.parse import parse_qs, urlsplit

    way = parse_qs(urlsplit(response["Location"]).query)["next"][0]
    bob = cast.client("bob")
    assert "Draw the door" in plain(bob.get(way))
    sent = bob.post(way)
    assert sent["Location"].startswith(at(id))
    assert Taking.objects.get(need=id).person == person(cast.bob)


def test_taking_twice_is_taking_once_and_the_last_place_goes_to_the_first(cast: Cast) -> None:
    id = ask(cast)
    ask(cast, "Something alike", minutes=30)
    bob, ada = cast.client("bob"), cast.client("ada")
    for _ in range(2):
        assert bob.post(at(id), {"act": "take", "due": ""}).status_code == 302
    assert Taking.objects.count() == 1
    late = plain(ada.post(at(id), {"act": "take", "due": ""}))
    assert "Somebody was a moment faster" in late
    assert "Something alike" in late


@pytest.mark.django_db(transaction=True)
def test_two_take_the_last_place_at_once_and_one_gets_it(cast: Cast) -> None:
    id = ask(cast)
    browsers = [cast.client("ada"), cast.client("bob")]
    answers: list[int] = []
    ready = threading.Barrier(2, timeout=60)

    def take(browser: Client) -> None:
        ready.wait()
        try:
            answers.append(browser.post(at(id), {"act": "take", "due": ""}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 302]
    assert Taking.objects.count() == 1
    assert Need.objects.get(id=id).holders == 1


def test_a_split_is_typed_kept_when_it_does_not_add_up_and_agreed(cast: Cast) -> None:
    id = ask(cast, places=2, gives=Gives(points=10))
    for who in (cast.ada, cast.bob):
        cast.say(Taken(need=id), who)
    ada, bob = cast.client("ada"), cast.client("bob")
    mine, his = f"part-{cast.ada.id[:10]}", f"part-{cast.bob.id[:10]}"
    wrong = ada.post(at(id), {"act": "split", mine: "66,6", his: "30"})
    assert "Together that is 96.6" in plain(wrong)
    assert 'value="66,6"' in wrong.content.decode()
    assert "Write a number between 0 and 100" in plain(ada.post(at(id), {"act": "split", mine: "most", his: "30"}))
    for _ in range(2):
        ada.post(at(id), {"act": "split", mine: "66.6", his: "33.4"})
    (split,) = Split.objects.all()
    assert "Ada Vermeer proposes this" in plain(bob.get(at(id)))
    assert "waits for your yes" in plain(bob.get(HOME))
    for _ in range(2):
        assert bob.post(at(id), {"act": "sign", "split": split.id}).status_code == 302
    assert "All have agreed" in plain(ada.get(at(id)))
    bob.post(at(id), {"act": "back", "reason": ""})
    cast.say(Taken(need=id), cast.bob)
    assert "is over, for somebody came, went or was done" in plain(ada.get(at(id)))
    assert SplitSigned.kind


def test_saying_what_is_needed_twice_is_saying_it_once(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    typed = {"title": "Draw the door", "text": "It jams.", "kind": "design", "minutes": "60", "creation": car,
             "skills": "Drawing,  Sheet metal", "places": "2", "due": "2099-01-01", "money": "12.50", "currency": "EUR"}  # fmt: skip
    bob = cast.client("bob")
    where = {bob.post(f"{HOME}needs/new/", typed)["Location"] for _ in range(2)}
    (row,) = Need.objects.all()
    assert len(where) == 1
    assert (row.skills, row.minutes, row.minor, row.currency) == (["drawing", "sheet metal"], 60, 1250, "EUR")
    wrong = bob.post(f"{HOME}needs/new/", {**typed, "due": "2001-01-01"})
    assert "is over already" in plain(wrong)
    assert 'value="Drawing,  Sheet metal"' in wrong.content.decode()
    assert Need.objects.count() == 1


def test_a_part_begins_like_its_whole_and_closing_waits_for_it(cast: Cast) -> None:
    id = ask(cast, work="assembly", place="Ghent")
    ada = cast.client("ada")
    form = ada.get(f"{HOME}needs/new/?part_of={id[:10]}").content.decode()
    assert 'value="Ghent"' in form
    said = ada.post(f"{HOME}needs/new/", {"title": "A half", "kind": "assembly", "minutes": "0", "part_of": id})
    assert said.status_code == 302, plain(said)
    part = Need.objects.get(part_of=id)
    assert "0 of 1 part is done" in plain(ada.get(at(id)))
    assert "Some parts of it are open" in plain(ada.post(at(id), {"act": "close", "outcome": "done"}))
    ada.post(at(part.id), {"act": "close", "outcome": "done", "reason": "It fits"})
    assert "it can be closed" in plain(ada.get(at(id)))
    assert "“It fits”" in plain(ada.get(at(part.id)))
    ada.post(at(id), {"act": "close", "outcome": "done"})
    assert Need.objects.get(id=id).state == "done"


def test_a_need_is_changed_by_who_asked_in_words_and_numbers(cast: Cast) -> None:
    id = ask(cast, by=cast.bob)
    bob = cast.client("bob")
    typed = {"title": "Draw the left door", "text": "It jams.", "kind": "design", "minutes": "10", "places": "1"}
    assert "Draw the door" in bob.get(f"{at(id)}change/").content.decode()
    bob.post(f"{at(id)}change/", typed)
    before = Log.objects.get(slug="merel").size
    bob.post(f"{at(id)}change/", typed)
    assert Log.objects.get(slug="merel").size == before
    page = plain(bob.get(at(id)))
    assert "Draw the left door" in page
    assert "10 minutes" in page
    dora = key_of("Dora Dekker")
    cast.join(dora, "Dora Dekker")
    assert cast.client("charlie").get(f"{at(id)}change/").status_code == 403


def test_words_that_were_erased_are_said_to_be(cast: Cast) -> None:
    id = ask(cast)
    SideText.objects.filter(entry=id).delete()
    Log.objects.update(shown=1)
    assert "a need whose words were erased" in plain(cast.client().get(f"{HOME}needs/"))
    assert "The words were erased" in plain(cast.client().get(at(id)))


def test_offers_find_needs_and_needs_find_offers(cast: Cast) -> None:
    bob, ada = cast.client("bob"), cast.client("ada")
    typed = {"title": "I can weld", "skills": "Welding", "place": "Ghent", "minutes": "480"}
    where = {bob.post(f"{HOME}offers/new/", typed)["Location"].partition("?")[0] for _ in range(2)}
    (offer,) = Offer.objects.all()
    fits = ask(cast, "Weld the frame", skills=("welding",), place="Ghent, the yard", minutes=240)
    ask(cast, "Too long", skills=("welding",), minutes=960)
    ask(cast, "Elsewhere", skills=("welding",), place="Antwerp")
    assert titles(bob.get(where.pop())) == ["Weld the frame"]
    assert "People who can Bob Bakker I can weld" in re.sub(r"\bBB\b ", "", plain(ada.get(at(fits))))
    assert "People who can" not in plain(cast.client().get(at(fits)))
    assert "I can weld" in plain(cast.client().get(f"{HOME}offers/?skill=welding"))
    assert "I can weld" not in plain(cast.client().get(f"{HOME}offers/?skill=sewing")).replace("welding", "")
    for _ in range(2):
        assert bob.post(f"{HOME}offers/{offer.id[:10]}/", {"act": "end"}).status_code == 302
    assert Offer.objects.get().state == "ended"
    assert HelpOffered.kind


def test_a_list_asks_as_few_questions_about_many_needs_as_about_some(cast: Cast) -> None:
    def more(count: int) -> None:
        facts = [
            Saying(Needed(work="design", minutes=n % 90, skills=("welding",)), cast.ada, {"title": f"Need {n}"})
            for n in range(count)
        ]
        append_many("merel", facts)

    def questions(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert cast.client("bob").get(path).status_code == 200
        return len(asked)

    more(40)
    paths = ["", "?time=60", "needs/", "needs/?skill=welding&q=need", "needs/board/", "needs/calendar/?month=2099-01"]
    for path in paths:
        questions(HOME + path)
    more(1)
    few = [questions(HOME + path) for path in paths]
    more(300)
    assert [questions(HOME + path) for path in paths] == few
    assert queries_needs.count("merel", Asked()) == 341
