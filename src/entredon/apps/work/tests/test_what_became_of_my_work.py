"""What became of all of somebody's work, on her page and in a letter once a month."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from entredon.apps.people.models import Account
from entredon.apps.work import monthly
from entredon.apps.work.entries import Contributed
from entredon.apps.work.entries_needs import Taken
from entredon.apps.work.mine import mine
from entredon.apps.work.models import MonthlyLetter
from entredon.apps.work.tests.road import Road
from entredon.log import door
from entredon.log.door import Saying
from entredon.log.told import short
from entredon.testing_cast import Cast, person

PAGE = "/c/merel/work/mine/"


@pytest.fixture
def road(db: None) -> Road:
    return Road(Cast.found(draft=False))


def account(road: Road, key: object, name: str) -> Account:
    made = Account.objects.create_user(f"{name}@example.org", name=name.capitalize())
    road.cast.holds(made, key)  # type: ignore[arg-type]
    return made


def browser(of: Account) -> Client:
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(of)
    return client


def stands(road: Road, key: object) -> list[tuple[str, str, str]]:
    return [(piece.what, piece.how, piece.group) for piece in mine(road.cast.slug, person(key)).pieces]  # type: ignore[arg-type]


def test_each_piece_stands_under_what_became_of_it(road: Road) -> None:
    at = road.whole()
    no = road.idea("A pump")
    road.answer(no, "declined", reason="No moving parts.")
    road.idea("Plant oil")
    need = road.need("A lamp", creation=None)
    road.say(Taken(need=need), road.jonas)
    road.give(road.maya, "A sketch")
    assert stands(road, road.maya) == [
        ("idea", "adopted", "went"), ("given", "told", "waits"), ("idea", "open", "waits"), ("idea", "declined", "no"),
    ]  # fmt: skip
    assert stands(road, road.jonas) == [("given", "accepted", "went")] * 2
    assert ("need", "taken", "waits") in stands(road, road.cast.ada)
    assert at["idea"] == next(piece.id for piece in mine("merel", person(road.maya)).pieces if piece.how == "adopted")


def test_the_page_is_hers_and_everybody_sees_the_same_of_her_but_the_amounts(road: Road) -> None:
    at = road.whole()
    hers = browser(account(road, road.maya, "maya")).get(PAGE)
    assert hers.status_code == 200
    page = hers.content.decode()
    assert "What became of my work?" in page
    assert "What you brought or gave so far, one thing, went into something." in page
    assert "€37.50" in page
    assert f"/c/merel/work/journey/{short(at['idea'])}/" in page
    visitor = Client().get(f"{PAGE}?person={short(person(road.maya))}").content.decode()
    assert "What became of the work of Maya Mertens?" in visitor
    assert "Fold the boot lid" in visitor
    assert "€37.50" not in visitor
    assert "Once a month" not in visitor
    assert Client().get(PAGE).status_code == 302
    assert Client().get(f"{PAGE}?person=nobody").status_code == 404
    assert "not in Merel yet" in road.cast.client("charlie").get(PAGE).content.decode()


def test_the_journey_is_shown_with_amounts_for_members_and_without_for_others(road: Road) -> None:
    at = road.whole()
    where = f"/c/merel/work/journey/{short(at['idea'])}/"
    page = browser(account(road, road.maya, "maya")).get(where).content.decode()
    assert "What became of my idea?" in page
    assert "€37.50 of it for Maya Mertens" in page
    assert "of €50.00 there" in page
    assert "?of=" in page
    outside = Client().get(where).content.decode()
    assert "What became of it?" in outside
    assert "went into Car 2" in outside
    assert "€" not in outside
    assert "The amounts of 3 more people are for members to see." in outside
    assert Client().get("/c/merel/work/journey/ffffffffff/").status_code == 404
    assert Client().get("/c/merel/work/journey/what/").status_code == 404


def test_a_page_asks_as_few_questions_about_a_thousand_pieces_as_about_ten(road: Road) -> None:
    maya = browser(account(road, road.maya, "maya"))
    counts = []
    for many in (10, 1_000):
        door.append_many(
            "merel", [Saying(Contributed(creation=road.car, work="design"), road.maya) for _ in range(many)]
        )
        maya.get(PAGE)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert maya.get(f"{PAGE}?page=1&many={many}").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 30


def test_a_way_through_a_thousand_steps_asks_hardly_more_than_one_through_ten(road: Road) -> None:
    counts = []
    for many in (10, 1_000):
        need = road.need(f"{many} pieces", places=100)
        said = [Saying(Contributed(creation=road.car, work="design", need=need), road.maya) for _ in range(many)]
        door.append_many("merel", said)
        where = f"/c/merel/work/journey/{short(need)}/"
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert Client().get(where).status_code == 200
        counts.append(len(caught))
    assert counts[1] <= counts[0] + 10, counts


# The letter


def clock(settings: object, day: str) -> None:
    """It is nine o'clock of a day."""
    settings.ENTREDON_TEST_CLOCK = f"{day}T09:00:00+00:00"  # type: ignore[attr-defined]


def sent() -> list[tuple[str, str]]:
    """The letters that went out, each with its text."""
    found = [(message.to[0], str(message.body)) for message in mail.outbox]
    mail.outbox.clear()
    return found


def test_a_letter_tells_once_a_month_what_became_of_it_and_never_twice(road: Road, settings: object) -> None:
    maya = account(road, road.maya, "maya")
    clock(settings, "2031-01-02")
    browser(maya).post(f"{PAGE}letter/", {"letter": "1"})
    assert MonthlyLetter.objects.get().last == "2031-01"
    road.whole()
    assert monthly.send_due() == 0
    clock(settings, "2031-02-01")
    assert monthly.send_due() == 1
    assert monthly.send_due() == 0
    ((to, text),) = sent()
    assert to == "maya@example.org"
    assert "What became of your work in Merel?" in text
    assert "You gave once. Thank you." in text
    assert "* Fold the boot lid" in text
    assert "€25.00" in text
    assert "€12.50" in text
    assert "/work/mine/letter/" in text
    clock(settings, "2031-03-01")
    assert monthly.send_due() == 0, "nothing happened in February"
    assert MonthlyLetter.objects.get().last == "2031-03"


def test_it_speaks_her_language_and_goes_to_members_alone(road: Road, settings: object) -> None:
    maya = account(road, road.maya, "maya")
    maya.language = "nl"
    maya.save()
    clock(settings, "2031-01-02")
    monthly.wish("merel", str(maya.pk), wanted=True)
    stranger = road.cast.account("charlie")
    monthly.wish("merel", str(stranger.pk), wanted=True)
    road.whole()
    clock(settings, "2031-02-03")
    with translation.override("fr"):
        assert monthly.send_due() == 1
    ((to, text),) = sent()
    assert to == "maya@example.org"
    assert "25,00" in text


def test_one_click_ends_the_letters_for_who_holds_the_link_and_asks_once(road: Road, settings: object) -> None:
    maya = account(road, road.maya, "maya")
    settings.ENTREDON_HOST = "merel.example"  # type: ignore[attr-defined]
    clock(settings, "2031-01-02")
    monthly.wish("merel", str(maya.pk), wanted=True)
    road.whole()
    clock(settings, "2031-02-03")
    assert monthly.send_due() == 1
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = headers["List-Unsubscribe"].strip("<>").removeprefix("https://merel.example")
    asked = Client().get(path)
    assert asked.status_code == 200
    assert "No more letters" in asked.content.decode()
    assert MonthlyLetter.objects.exists()
    assert Client().post(path).status_code == 200, "a mail program has no session, and says nothing of where it is"
    assert not MonthlyLetter.objects.exists()
    assert Client().get(path.replace("letter/", "letter/x")).status_code == 404
    assert monthly.account_of("elster", monthly.token("merel", "1")) is None


def test_two_who_write_letters_at_once_write_one(road: Road, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    maya = account(road, road.maya, "maya")
    clock(settings, "2031-01-02")
    monthly.wish("merel", str(maya.pk), wanted=True)
    road.whole()
    clock(settings, "2031-02-03")
    real = monthly.news

    def meanwhile(*asked: str) -> object:
        told = real(*asked)
        monkeypatch.setattr(monthly, "news", real)
        assert monthly.send_due() == 1
        return told

    monkeypatch.setattr(monthly, "news", meanwhile)
    assert monthly.send_due() == 0
    assert len(sent()) == 1


def test_a_letter_that_can_not_be_queued_is_due_again(
    road: Road, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya = account(road, road.maya, "maya")
    clock(settings, "2031-01-02")
    monthly.wish("merel", str(maya.pk), wanted=True)
    road.whole()
    clock(settings, "2031-02-03")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(monthly, "_post", killed)
        with pytest.raises(KeyboardInterrupt):
            monthly.send_due()
    assert MonthlyLetter.objects.get().last == "2031-01"
    assert monthly.send_due() == 1
