"""The pages about work: what they say, to whom, and what can be done on them."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from entredon.apps.flows import queries as flows
from entredon.apps.library.entries import Created
from entredon.apps.work import listing, queries
from entredon.apps.work.entries import Accepted, Contested, Contributed, Settled
from entredon.apps.work.tests.workshop import Workshop, corrected, imported
from entredon.log.models import Log
from entredon.log.told import short
from entredon.testing_cast import Cast


@pytest.fixture
def shop(db: None) -> Workshop:
    return Workshop(Cast.found(draft=False))


def text(shop: Workshop, name: str, *args: str, who: str = "", query: str = "") -> str:
    """What stands on a page of the app, for somebody."""
    response = shop.cast.client(who).get(address(shop, name, *args) + query)
    assert response.status_code == 200
    return plain(response)


def plain(response: Any) -> str:
    """What a page says, as one line: what is told below each other is told apart."""
    page = response.content.decode()
    apart = re.sub(r"<(br|small|p|li|div|h[1-6]|td|dd)\b", r" <\1", page[page.index("<main") :])
    return " ".join(strip_tags(apart).split())


def address(shop: Workshop, name: str, *args: str) -> str:
    return reverse(f"work:{name}", args=[shop.cast.slug, *(arg if arg == "at-large" else short(arg) for arg in args)])


def size(shop: Workshop) -> int:
    return Log.objects.get(slug=shop.cast.slug).size


# What waits for a word?


def test_the_overview_says_how_much_waits_and_what_comes_next(shop: Workshop) -> None:
    page = text(shop, "waiting", who="ada")
    assert "2 contributions wait for a steward to say yes to them." in page
    assert "Look at Car 1" in page
    assert "Look at Car 1" not in text(shop, "waiting", who="bob")
    shop.cast.say(Accepted(version=shop.release))
    page = text(shop, "waiting")
    assert "Nothing: a steward has looked at everything" in page
    assert "2 accepted, lately by Ada Vermeer" in page
    assert "it can be contested until" in page


def test_what_is_still_being_made_is_not_asked_for(shop: Workshop) -> None:
    shop.cast.say(Accepted(version=shop.release))
    shop.contribute(points=1)
    page = text(shop, "waiting", who="ada")
    assert "Car, being made now" in page
    assert "1 contribution so far; it is looked at once this is released." in page
    assert "Look at Car" not in page


def test_open_contests_stand_before_all(shop: Workshop) -> None:
    assert "Where people see it differently" not in text(shop, "waiting")
    shop.cast.say(Accepted(version=shop.release))
    contest = shop.cast.say(Contested(flows=(shop.one, shop.two)), shop.cast.bob)
    page = text(shop, "waiting")
    assert "One thing is seen differently." in page
    assert page.index("Where people see it differently") < page.index("Version by version")
    assert "Bob Bakker: design" in page
    assert "and 1 more" in page
    assert "2 are contested." in page
    shop.cast.say(Settled(contest=contest, counts=True))
    assert "Where people see it differently" not in text(shop, "waiting")


def test_a_steward_is_sent_to_what_others_gave_not_to_her_own(shop: Workshop) -> None:
    shop.second_steward()
    shop.cast.say(Accepted(version=shop.release))
    shop.cast.say(Contributed(version=shop.release, work="help"))
    page = text(shop, "waiting", who="ada")
    assert "1 contribution waits for a word. All of that is your own work: another steward looks at it." in page
    assert "Look at Car" not in page
    shop.cast.say(Contributed(version=shop.release, work="help"), shop.cast.bob)
    page = text(shop, "waiting", who="ada")
    assert "One of them is your own." in page
    assert "Look at Car 1" in page


def test_the_numbers_of_the_home_page_are_those_of_the_verdicts(shop: Workshop) -> None:
    """Counting by the database agrees with looking at each contribution."""
    dora = shop.second_steward()
    shop.cast.say(Contributed(work="help"), shop.cast.bob)
    own = shop.cast.say(Contributed(version=shop.release, work="review"))
    shop.cast.say(Contributed(version=shop.release, work="review"), dora)
    shop.cast.say(Accepted(version=shop.release, except_=(shop.one,), corrections=corrected(shop.two, points=3)))
    shop.cast.say(Contributed(version=shop.release, work="test"), shop.cast.bob)
    shop.cast.say(Contested(flows=(shop.two,)), shop.cast.bob)
    from entredon.apps.work.overview import overview, state

    standing = queries.acceptances(shop.cast.slug)
    by_hand: dict[tuple[str, str], int] = {}
    for event in shop.events().values():
        key = event.process, state(standing.of(event))
        by_hand[key] = by_hand.get(key, 0) + 1
    counted = {
        (row.version.process if row.version else "", name): getattr(row, name)
        for row in overview(shop.cast.slug).versions
        for name in ("waits", "accepted", "left", "contested")
        if getattr(row, name)
    }
    assert counted == by_hand
    assert standing.of(shop.events()[own]) is None
    waiting = queries.waiting(shop.cast.slug)
    assert (waiting.versions, waiting.contributions, waiting.contests, len(waiting.windows)) == (1, 3, 1, 1)
    assert waiting.open_until("2020-01-01T00:00:00.000Z") == list(waiting.windows)
    assert waiting.open_until("2999-01-01T00:00:00.000Z") == []


# A version


def test_a_version_shows_what_people_gave_in_their_words(shop: Workshop) -> None:
    shop.cast.say(
        Contributed(version=shop.release, work="review", measures={"hours": 2, "points": 3}),
        shop.cast.bob,
        texts={"note": "Read every drawing"},
    )
    page = text(shop, "version", shop.release)
    assert "3 contributions by one person." in page
    assert "Read every drawing review · 2 hours, 3 points" in page
    assert "Bob Bakker" in page
    assert "Accept" not in page.partition("What people gave")[0]


def test_a_list_is_narrowed_and_put_together_by_address(shop: Workshop) -> None:
    shop.cast.say(Contributed(version=shop.release, work="review"), shop.cast.bob)
    shop.cast.say(Contributed(version=shop.release, work="help"), texts={"note": "Made soup"})
    assert "Made soup" not in text(shop, "version", shop.release, query="?kind=review")
    bob = f"k:{shop.cast.bob.id}"
    page = text(shop, "version", shop.release, query=f"?person={short(bob)}")
    assert "Made soup" not in page
    assert "Only what Bob Bakker gave." in page
    assert "Made soup" in text(shop, "version", shop.release, query="?by=kind&state=waits")
    assert "Nothing here is like that." in text(shop, "version", shop.release, query="?kind=nothing")


def test_what_went_to_the_commons_at_large_has_a_page(shop: Workshop) -> None:
    shop.cast.say(Contributed(work="help"), shop.cast.bob, texts={"note": "Made soup"})
    assert "Made soup" in text(shop, "version", "at-large")


@pytest.mark.parametrize("asked", ["nothing", "ffffffffff", "1"])
def test_a_version_that_is_not_there_is_not_found(shop: Workshop, asked: str) -> None:
    assert shop.cast.client().get(f"/c/merel/work/{asked}/").status_code == 404
    assert shop.cast.client().get(f"/c/merel/work/c/{asked}/").status_code == 404
    assert shop.cast.client("ada").get(f"/c/merel/work/{asked}/accept/").status_code == 404


# A contribution


def test_a_contribution_tells_its_journey_with_receipts(shop: Workshop) -> None:
    page = text(shop, "contribution", shop.one)
    assert "It waits for a steward to look at it." in page
    assert "Do you see it differently?" not in page
    accepted = shop.cast.say(Accepted(version=shop.release, except_=(shop.two,)))
    assert "Anybody here can contest that until" in text(shop, "contribution", shop.one)
    assert "Ada Vermeer left it out" in text(shop, "contribution", shop.two)
    contest = shop.cast.say(Contested(flows=(shop.one,)), shop.cast.bob, texts={"reason": "It was twice as much."})
    page = text(shop, "contribution", shop.one)
    assert "Until that is settled it doesn’t count." in page
    assert page.index("Bob Bakker told it") < page.index("Ada Vermeer accepted it") < page.index("Bob Bakker disagreed")
    assert "“It was twice as much.”" in page
    settled = shop.cast.say(
        Settled(contest=contest, counts=True, corrections=corrected(shop.one, points=2)), texts={"reason": "It was."}
    )
    response = shop.cast.client().get(address(shop, "contribution", shop.one))
    page = plain(response)
    assert "it counts, and that stands." in page
    assert "Ada Vermeer settled it: it counts" in page
    assert "2 points instead of 1 point" in page
    for entry in (shop.one, accepted, contest, settled):
        assert f"/c/merel/e/{entry[:10]}" in response.content.decode()


def test_a_contribution_of_an_import_is_found_by_its_name(cast: Cast, tmp_path: Any) -> None:
    shop = Workshop(cast)
    version = imported(cast, tmp_path)
    told = flows.work_in(cast.slug, version.process)[0]
    page = text(shop, "contribution", told.id, who="bob")
    assert "by the git history" in page
    assert "unchecked" in page
    assert not re.search(r"by person [0-9a-f]{10}", page)
    (outside,) = listing.named(cast.slug, [told], False)
    assert re.fullmatch(r"person [0-9a-f]{10}", outside.name), "who never joined is called by number outside"


# Who may look


@pytest.mark.parametrize("name", ["home", "version", "contribution", "tell"])
def test_a_draft_is_its_members_own(name: str, db: None) -> None:
    shop = Workshop(Cast.found(draft=True))
    args = {"version": (shop.release,), "contribution": (shop.one,)}.get(name, ())
    where = address(shop, name, *args)
    assert shop.cast.client("bob").get(where).status_code == 200
    assert shop.cast.client("charlie").get(where).status_code == 404
    assert shop.cast.client().get(where).status_code == 404


def test_a_commons_without_work_says_how_it_begins(db: None) -> None:
    cast = Cast.found(draft=False)
    cast.say(Created(name="Car"))
    page = plain(cast.client().get("/c/merel/work/waiting/"))
    assert "Nothing has been told yet. The first contribution is one line long." in page
