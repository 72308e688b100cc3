"""What is going on: told newest first, alike things together, for people and for their readers."""

from collections import Counter
from xml.etree import ElementTree

import pytest
from django.test import Client

from entredon.apps.social import following
from entredon.log.models import Entry
from entredon.log.told import short
from entredon.site.feed import atom, gather
from tests.permissions_world import World, build

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def world(db: None) -> World:
    return build(draft=False)


def line(
    index: int, kind: str = "work.contributed", at: str = "2026-11-20", subject: str = "v", slug: str = "car", names=()
) -> gather.Line:
    return gather.Line(slug, f"{index:064d}", index, kind, f"{at}T10:00:00Z", f"k:{index}", f"said {index}", "community",
                       subject, frozenset({f"{index:064d}", *names}))  # fmt: skip


def test_alike_things_of_a_day_stand_together_in_the_order_of_the_newest():
    lines = [line(5), line(4, subject="w"), line(3), line(2, at="2026-11-19"), line(1, "work.accepted", "2026-11-19")]
    found = gather.groups(lines)
    assert [(group.first.index, [more.index for more in group.more]) for group in found] == [
        (5, [3]),
        (4, []),
        (2, []),
        (1, []),
    ]
    assert [(day, len(groups)) for day, groups in gather.days(found)] == [("2026-11-20", 2), ("2026-11-19", 2)]
    assert found[0].people == 2


def test_what_is_followed_is_what_names_it_or_the_whole_commons():
    thread = "a" * 64
    lines = [line(3, names=[thread]), line(2)]
    assert [one.index for one in gather.followed(lines, {thread})] == [3]
    assert [one.index for one in gather.followed(lines, {"k:2"})] == []
    assert gather.followed(lines, {""}) == lines


def test_every_entry_of_a_small_commons_is_in_its_feed_but_for_keys_and_signs(world: World):
    slug = world.slug
    told: set[int] = set()
    while lines := gather.newest(slug, inside=False, language="en", before=min(told, default=0)):
        told |= {one.index for one in lines}
        if 0 in told:
            break
    kinds = dict(Entry.objects.filter(commons=slug).values_list("index", "kind"))
    assert told == {index for index, kind in kinds.items() if not kind.startswith(gather.QUIET)}
    page = Client().get(f"/c/{slug}/social/feed/").content.decode()
    assert "<h1>What is going on?</h1>" in page


def test_a_feed_goes_on_to_what_was_before(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gather, "AT_ONCE", 5)
    seen, before = [], 0
    while lines := gather.newest(world.slug, inside=False, language="xx", before=before):
        seen += [one.index for one in lines]
        before = lines[-1].index
        if not before:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("address", ["/feed.atom", "/c/{slug}/social/feed.atom"])
def test_a_feed_for_readers_is_atom_with_names_that_never_change(world: World, address: str):
    answer = Client().get(address.format(slug=world.slug))
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for tag in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{tag}")
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert entries
    assert len(set(ids)) == len(ids)
    known = set(Entry.objects.values_list("id", flat=True))
    assert {str(id).removeprefix("urn:sha256:") for id in ids} <= known
    for entry in entries:
        assert entry.findtext(f"{ATOM}title")
        assert "<" not in entry.findtext(f"{ATOM}content", "")
        assert Client().get(entry.find(f"{ATOM}link").get("href")).status_code == 200  # type: ignore[union-attr]


def test_a_draft_is_in_the_feed_of_its_members_alone(db: None):
    world = build(draft=True)
    assert world.slug not in Client().get("/feed").content.decode()
    assert Client().get(f"/c/{world.slug}/social/feed/").status_code == 404
    assert f"/c/{world.slug}/" in world.browser("member").get("/feed").content.decode()


def test_somebody_follows_a_commons_and_reads_it_elsewhere_by_an_address_of_her_own(world: World):
    client = world.browser("account")
    here = f"/c/{world.slug}/social/feed/"
    assert "Follow</button>" in client.get(here).content.decode()
    assert client.post("/feed/follow", {"commons": world.slug, "about": "", "next": here}).url == here
    assert "You follow this" in client.get(here).content.decode()
    client.post("/feed/follow", {"commons": world.slug, "about": "", "next": here})
    assert "You follow one thing" in client.get("/feed/mine").content.decode()
    client.post("/feed/mine")
    page = client.get("/feed/mine").content.decode()
    token = next(w for w in page.split() if ".atom" in w and "/feed/" in w)
    address = "/feed/" + token.split("/feed/")[1].split(".atom")[0] + ".atom"
    assert len(ElementTree.fromstring(Client().get(address).content).findall(f"{ATOM}entry")) > 3
    client.post("/feed/mine", {"no-address": "1"})
    assert Client().get(address).status_code == 404
    client.post("/feed/follow", {"commons": world.slug, "about": "", "next": here, "stop": "1"})
    assert "You follow this" not in client.get(here).content.decode()


def test_following_leads_back_into_this_place_only(world: World):
    client = world.browser("account")
    for there in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert client.post("/feed/follow", {"commons": world.slug, "next": there}).url == "/feed/mine"


def test_a_visitor_who_would_follow_signs_in_first(world: World):
    answer = Client(headers={"sec-fetch-site": "same-origin"}).post(
        "/feed/follow", {"commons": world.slug, "next": "/"}
    )
    assert answer.status_code == 302
    assert "/account/login/" in answer.url


def test_who_follows_very_much_is_told_so_by_nothing_getting_lost(db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(following, "MOST", 2)
    assert [following.follow("1", "car", word) for word in ("a", "b", "c", "b")] == [True, True, False, True]
    assert following.follows("1") == [("car", "a"), ("car", "b")]


def test_what_is_followed_is_found_below_much_else(world: World, monkeypatch: pytest.MonkeyPatch):
    client = world.browser("account")
    lines = gather.newest(world.slug, inside=False, language="en")
    said = Counter(one.person for one in lines)
    # The oldest word of somebody who says so little that all of hers fits on one page.
    first = next(one for one in reversed(lines) if said[one.person] < 20)
    client.post("/feed/follow", {"commons": world.slug, "about": first.person})
    monkeypatch.setattr(gather, "AT_ONCE", 5)
    page = client.get("/nl/feed/mine").content.decode()
    assert short(first.id) in page


def test_who_follows_very_much_is_told_so(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(following, "MOST", 0)
    answer = world.browser("account").post("/feed/follow", {"commons": world.slug, "about": ""}, follow=True)
    assert "You follow very much already" in answer.content.decode()


def test_what_is_quiet_takes_no_room_in_a_feed(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gather, "AT_ONCE", 2)
    monkeypatch.setattr(gather, "QUIET", ("people.", "work."))
    assert "work.contributed" in gather.quiet()
    kinds = [one.kind for one in gather.newest(world.slug, inside=False, language="yy")]
    assert len(kinds) == 2
    assert not any(kind.startswith(("people.", "work.")) for kind in kinds)


def test_names_stand_in_atom_as_people_write_them():
    one = line(1)
    told = gather.Line(
        **{**{name: getattr(one, name) for name in one.__slots__}, "sentence": "<a>O&#x27;Brien &amp; co</a>"}
    )
    document = ElementTree.fromstring(atom.feed("n", "t", "h", "s", [told], {told.id: "a"}, "en"))
    assert document.find(f"{ATOM}entry").findtext(f"{ATOM}title") == "O'Brien & co"  # type: ignore[union-attr]
