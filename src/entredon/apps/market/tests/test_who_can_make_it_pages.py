"""Who can make it near me? Found by what they can do and how far they are, without scripts and without anybody being told."""

import gc
import gzip
import inspect
import re
from datetime import datetime
from functools import lru_cache
from types import FunctionType

import pytest
import time_machine
from django.urls import reverse

from entredon.apps.decide.entries import Chartered
from entredon.apps.market import queries_places, views_places
from entredon.apps.market.entries import Does, OfferEnded, PartnerAccepted, PartnerDescribed, PartnerEnded
from entredon.apps.market.queries_places import Results, Search
from entredon.apps.market.tests.stall import Stall, terms
from entredon.apps.market.towns import town
from entredon.log import pages
from entredon.log.told import short
from entredon.pure.choice import templates
from entredon.testing_cast import Cast

pytestmark = pytest.mark.django_db
GENT, MECHELEN, LIEGE, PARIS = 2797656, 2791537, 2792413, 2988507


@pytest.fixture
def stall() -> Stall:
    """Beside the workshop in Gent (laser cutting): a weaver in Liège, a welder in Mechelen, and somebody who works from anywhere."""
    stall = Stall(Cast.found("merel", draft=False))
    stall.weaver = joins(
        stall, "Tisserande", Does(what="freelancer", town=LIEGE, machines=("loom",), languages=("fr",))
    )
    welding = Does(what="company", town=MECHELEN, processes=("welding", "laser-cutting"), languages=("nl",))
    stall.welder = joins(stall, "Lasserij", welding)
    stall.anywhere = joins(
        stall, "Help at a distance", Does(what="freelancer", services=("support",), languages=("en",))
    )
    return stall


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(datetime.fromisoformat("2026-11-26T12:00:00+00:00"), tick=False):
        yield


def joins(stall: Stall, name: str, does: Does, **rest: object) -> str:
    id = stall.proposed(stall.bob, name, terms(**rest), does)
    stall.say(PartnerAccepted(agreement=id))
    return id


def found(stall: Stall, start: int = 0, creation: str = "", **wanted: str) -> list[str]:
    results = Results(stall.cast.slug, Search(wanted, creation), town(start))
    names = [one.name for one in results[:100]]
    assert len(names) == len(results)
    return names


def see(stall: Stall, query: str = "") -> str:
    answer = stall.cast.client().get(reverse("market:workshops", args=[stall.cast.slug]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def in_list(page: str) -> list[str]:
    return re.findall(r'<li id="p-[0-9a-f]{10}">.*?<a href="[^"]+">([^<]+)</a>', page)


def test_the_nearest_stand_first_with_how_far_they_are(stall: Stall) -> None:
    page = see(stall, "?town=Malines")
    assert in_list(page)[0] == "Lasserij"
    assert in_list(page)[-1] == "Help at a distance"
    assert "in this very town" in page
    assert re.search(r"<strong>5[0-9] km</strong>", page)  # Mechelen to Gent
    assert "the nearest to Mechelen, BE stand first" in page


def test_they_are_narrowed_by_what_they_can_do(stall: Stall) -> None:
    assert set(found(stall, process="laser-cutting")) >= {"Lasserij", "Werkplaats Noord"}
    assert found(stall, process="welding") == ["Lasserij"]
    assert found(stall, machine="loom", language="fr") == ["Tisserande"]
    assert found(stall, machine="loom", language="nl") == []
    assert found(stall, service="support") == ["Help at a distance"]
    assert found(stall, LIEGE, what="freelancer") == ["Tisserande", "Help at a distance"]
    page = see(stall, "?process=welding")
    assert in_list(page) == ["Lasserij"]
    assert '<option value="welding" selected>welding (1)</option>' in page


def test_a_name_of_several_towns_takes_the_largest_and_offers_the_others(stall: Stall) -> None:
    page = see(stall, "?town=Bergen&process=welding")
    assert "Bergen, NO" in page
    (mons,) = re.findall(r'<a href="\?([^"]+)">Mons, BE</a>', page)
    page = see(stall, "?" + mons.replace("&amp;", "&"))
    assert "seen from Mons, BE" in page
    assert "Or did you mean" not in page
    assert in_list(page) == ["Lasserij"]


def test_a_town_nobody_knows_is_said_and_all_are_shown(stall: Stall) -> None:
    page = see(stall, "?town=Nowhere+at+all")
    assert "We know no town of that name." in page
    assert len(in_list(page)) == len(found(stall))


def test_addresses_that_are_made_up_show_all(stall: Stall) -> None:
    for query in ("near=x", "near=-1", "near=99999999999", "near=%F0%9F%9A%97", "page=99", "page=x", "for=zz"):
        assert len(in_list(see(stall, f"?{query}"))) == len(found(stall)), query


def test_nobody_can_do_all_of_it(stall: Stall) -> None:
    page = see(stall, "?machine=loom&language=nl")
    assert "Nobody can do all of this" in page
    assert in_list(page) == []


def test_the_map_shows_who_was_found_and_asks_nobody_else(stall: Stall) -> None:
    page = see(stall, "?town=Luik")
    pins = re.findall(r'<a href="#p-[0-9a-f]{10}"><title>([^<]+)</title>', page)
    assert "Tisserande, Liège, BE, in this very town" in pins
    assert any("Lasserij, Mechelen, BE, 8" in title for title in pins)
    assert "https://www.openstreetmap" not in page
    assert not re.findall(r'(?:src|href)="https?://(?!testserver)', re.sub(r"<footer.*", "", page, flags=re.S))
    assert see(stall, "?service=support").count('<svg class="wide"') == 0  # who is nowhere has no place on it


def test_from_a_creation_only_those_are_found_who_may_make_it(stall: Stall) -> None:
    joins(stall, "Only the car", Does(what="workshop", town=PARIS), creations=(stall.car,))
    assert "Only the car" in found(stall, creation=stall.car)
    assert "Only the car" in see(stall, f"?for={short(stall.car)}")
    other = "f" * 64
    assert "Only the car" not in found(stall, creation=other)
    assert "Lasserij" in found(stall, creation=other)


def test_offers_that_can_be_asked_for_are_counted(stall: Stall) -> None:
    stall.offer()
    stall.offer(until="2026-11-20", day="2026-11-02")
    assert queries_places.offers_of(stall.cast.slug, [stall.workshop, stall.shop]) == {stall.workshop: 1}
    assert queries_places.offers_of(stall.cast.slug, [stall.workshop], stall.car) == {stall.workshop: 1}
    assert queries_places.offers_of(stall.cast.slug, [stall.workshop], "f" * 64) == {}


def test_whose_agreement_is_over_is_not_found(stall: Stall) -> None:
    stall.say(PartnerEnded(partner=stall.welder), stall.bob, day="2026-11-20")
    assert "Lasserij" in found(stall)
    with time_machine.travel(datetime.fromisoformat("2026-12-21T12:00:00+00:00"), tick=False):
        assert "Lasserij" not in found(stall)
        assert found(stall, process="welding") == []


def test_where_somebody_is_isn_t_kept(stall: Stall) -> None:
    address = reverse("market:workshops", args=[stall.cast.slug])
    assert stall.cast.client().get(f"{address}?town=Gent")["Cache-Control"] == "no-store"
    assert not any("Gent" in key[-2] or "town=" in key[-2] for key in pages.shelf._pages)


def kept() -> dict[str, object]:
    """All that this process remembers: whole pages, what is remembered of each state of a record, and what is remembered for good."""
    gc.unfreeze()  # where this process began as a node does, what it loaded is out of sight
    functions = [one for one in gc.get_objects() if type(one) is FunctionType]
    recalling = [one for one in functions if {"known", "compute"} <= set(one.__code__.co_freevars)]
    held = {f"{one.__module__}.{one.__qualname__}": inspect.getclosurevars(one).nonlocals["known"] for one in recalling}
    cached = [one for one in gc.get_objects() if type(one) is type(lru_cache(len))]
    ours = [one for one in cached if getattr(one, "__module__", "").startswith("entredon.")]
    sizes = {f"{one.__module__}.{one.__qualname__}": one.cache_info().currsize for one in ours}
    return {**{name: repr(known) for name, known in held.items()}, **sizes, "pages": list(pages.shelf._pages)}


def test_nothing_that_is_remembered_tells_from_where_somebody_looked(stall: Stall) -> None:
    stall.offer()
    see(stall, "?town=Paris&process=welding")  # what is the same from everywhere is remembered by now
    see(stall, f"?town=Bergen&for={short(stall.car)}")
    assert not any(b"Bergen" in gzip.decompress(page.body) for page in pages.shelf._pages.values())
    before = kept()
    assert any("places_shown" in name for name in before)
    for query in ("town=Malines", f"near={LIEGE}", "town=Luik&process=welding", f"near={GENT}&for={short(stall.car)}"):
        see(stall, f"?{query}")
    after = kept()
    assert {name for name in after if after[name] != before.get(name)} == set()


@pytest.mark.parametrize(
    "query",
    ["town=Gent&language=nl", "town=%22%3E%3Cb%3E%27&for=x", "near=2792413&page=2", "town=Li%C3%A8ge", "town=Liège"],
)
@pytest.mark.parametrize("prefix", ["", "/nl"], ids=["unnamed", "in Dutch"])
def test_a_page_whose_frame_is_kept_is_like_one_made_whole(
    stall: Stall, query: str, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{prefix}{reverse('market:workshops', args=[stall.cast.slug])}?{query}"
    browser = stall.cast.client()
    browser.get(address.replace(query, "town=Oslo"))  # the frame is kept of an answer to somebody else
    framed = browser.get(address)
    monkeypatch.setattr(views_places, "_near", pages.live(views_places._whole))
    whole = browser.get(address)
    assert framed.content == whole.content
    assert framed["Cache-Control"] == whole["Cache-Control"] == "no-store"
    assert b"Oslo" not in framed.content


def test_the_frame_is_made_anew_when_something_is_said_or_somebody_else_looks(stall: Stall) -> None:
    assert "/decide/" not in see(stall, "?town=Gent")
    assert "Sign in" in see(stall, "?town=Gent")
    address = reverse("market:workshops", args=[stall.cast.slug])
    assert "Sign in" not in stall.cast.client("ada").get(f"{address}?town=Gent").content.decode()
    assert "Sign in" in see(stall, "?town=Gent")
    stall.say(Chartered(charter=templates.VOTE.data()))
    assert "/decide/" in see(stall, "?town=Gent")


@pytest.mark.parametrize("query", ["", "?town=Gent"], ids=["all of them", "the nearest"])
def test_what_is_said_is_shown_at_once(stall: Stall, query: str) -> None:
    assert "Nieuw" not in see(stall, query)
    joins(stall, "Nieuw", Does(what="company", town=GENT, processes=("welding",), languages=("en",)))
    assert "Nieuw" in see(stall, query)
    assert "one offer" not in see(stall, query)
    offer = stall.offer()
    assert "one offer" in see(stall, query)
    stall.say(OfferEnded(offer=offer), stall.eve)
    assert "one offer" not in see(stall, query)
    stall.say(PartnerDescribed(partner=stall.welder, does=Does(what="company", town=GENT, machines=("anvil",))), stall.bob,
              texts={"name": "Smederij"})  # fmt: skip
    page = see(stall, query)
    assert "Lasserij" not in page
    assert "company · Gent, BE · anvil" in page


def test_each_language_and_each_address_has_lists_of_its_own(stall: Stall) -> None:
    english = see(stall, "?town=Luik")
    browser = stall.cast.client()
    address = reverse("market:workshops", args=[stall.cast.slug])
    dutch = browser.get(f"{address}?town=Luik", headers={"accept-language": "nl"}).content.decode()
    named = browser.get(f"/nl{address}?town=Luik").content.decode()
    partner = reverse("market:partner", args=[stall.cast.slug, short(stall.welder)])
    assert "welding" in english
    assert "lassen" in dutch
    assert f'<a href="{partner}">Lasserij</a>' in dutch
    assert f'<a href="/nl{partner}">Lasserij</a>' in named


def test_the_way_there_stands_beside_every_creation(stall: Stall) -> None:
    address = f"{reverse('market:workshops', args=[stall.cast.slug])}?for={short(stall.car)}"
    browser = stall.cast.client()
    assert (
        address in browser.get(reverse("library:creation", args=[stall.cast.slug, short(stall.car)])).content.decode()
    )
    assert address in browser.get(reverse("library:home", args=[stall.cast.slug])).content.decode()


def test_a_page_of_a_list_of_thousands_asks_few_questions(stall: Stall, django_assert_max_num_queries: object) -> None:
    see(stall)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        see(stall, "?town=Gent&language=nl")
