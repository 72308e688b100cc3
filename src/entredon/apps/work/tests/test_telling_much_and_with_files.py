"""Telling from a page: several lines at once, files that are kept, needs and circles in the address, and what is refused."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from entredon.apps.commons import founding
from entredon.apps.flows.models import Flow
from entredon.apps.work import queries_journeys
from entredon.apps.work.entries_circles import CircleFounded
from entredon.apps.work.entries_needs import Gives, Needed, Taken
from entredon.apps.work.models import Contribution, Need
from entredon.apps.work.tests.test_pages import address, plain, size
from entredon.apps.work.tests.test_peers_review import look
from entredon.apps.work.tests.workshop import Workshop
from entredon.desk import files
from entredon.log import content, personal
from entredon.log.models import SideText
from entredon.log.personal import Who
from entredon.log.told import short
from entredon.testing_cast import Cast, person

LINE = {"note": "Made soup", "kind": "help", "about": ""}


@pytest.fixture
def shop(db: None) -> Workshop:
    return Workshop(Cast.found(draft=False, joining="open"))


def tell(browser: Client, shop: Workshop, **typed: Any) -> Any:
    return browser.post(address(shop, "tell"), {**LINE, **typed})


def pdf(name: str = "lid.pdf", raw: bytes = b"%PDF-1.7\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw, "text/html")


def told() -> Contribution:
    row = Contribution.objects.order_by("-position").first()
    assert row is not None
    return row


def kept(response: Any) -> list[str]:
    return re.findall(r'name="(?:line\d+-)?kept" value="([^"]+)" checked', response.content.decode())


def test_everything_can_be_said_in_one_form(shop: Workshop) -> None:
    circle = shop.cast.say(CircleFounded(name="Kitchen"), shop.cast.bob)
    tell(
        shop.cast.client("bob"), shop, on="2026-01-05", hours="1,5", files=[pdf()], link=" https://example.org/soup ",
        commits="1A2B3C4, 5d6e7f8", circle=circle, points="3",
    )  # fmt: skip
    row = told()
    assert (row.on, row.minutes, row.circle, row.commits) == ("2026-01-05", 90, circle, ["1a2b3c4", "5d6e7f8"])
    assert content.store().has(row.files[0]["sha256"])
    texts = dict(SideText.objects.filter(entry=row.id).values_list("name", "text"))
    assert texts == {"note": "Made soup", "link": "https://example.org/soup", "names": "lid.pdf"}
    page = plain(shop.cast.client().get(address(shop, "contribution", row.id)))
    for said in ("lid.pdf", "1 h 30 min", "Kitchen", "1a2b3c4"):
        assert said in page
    html = shop.cast.client().get(address(shop, "contribution", row.id)).content.decode()
    assert '<a class="long" href="https://example.org/soup" rel="nofollow noopener ugc">' in html


def test_material_is_told_with_how_much(shop: Workshop) -> None:
    tell(shop.cast.client("bob"), shop, action="transfer", quantity="2,5", unit="kg", about=f"creation:{shop.car}")
    flow = Flow.objects.get(id=told().id)
    assert (flow.action, flow.resource_quantity, flow.resource_unit) == ("consume", "2.5", "kg")
    assert "material or money: 2.5 kg" in plain(shop.cast.client().get(address(shop, "contribution", flow.id)))


@pytest.mark.parametrize(("typed", "says"), [
    ({"hours": "-2"}, "not between 0 and 24"), ({"hours": "25"}, "A day has at most 24 hours"), ({"hours": "much"}, "is not a quantity"),
    ({"on": "2099-01-01"}, "still to come"), ({"on": "yesterday"}, "is not a day"),
    ({"link": "javascript:alert(1)"}, "A link is the address of a page"), ({"link": "https://"}, "A link is the address"),
    ({"link": "https://x.example/" + "a" * 500}, "at most 500 characters"), ({"commits": "HEAD"}, "is not a commit"),
    ({"quantity": "2", "unit": "kg"}, "material or money"), ({"action": "use", "quantity": "2"}, "of what unit"),
    ({"action": "transfer", "quantity": "0", "unit": "kg"}, "more than nothing"),
    ({"action": "transfer", "hours": "2"}, "has no hours"), ({"done": "on"}, "Say which need"),
    ({"files": [pdf(raw=b"")]}, "is empty"), ({"files": [pdf(raw=b"MZ\x90\0")]}, "can’t tell what"),
    ({"note": "x" * 1_000_000}, "at most 500 characters"),
    ({"files": [pdf(f"{n}.pdf", b"%%PDF-%d" % n) for n in range(6)]}, "At most 5 files"),
])  # fmt: skip
def test_what_can_not_be_is_said_beside_its_field_and_what_was_typed_stays(
    shop: Workshop, typed: dict[str, Any], says: str
) -> None:
    before = size(shop)
    response = tell(shop.cast.client("bob"), shop, **{"link": "https://example.org/kept", **typed})
    assert response.status_code == 200
    assert says in plain(response)
    assert (typed.get("link") or "https://example.org/kept") in response.content.decode()
    assert size(shop) == before


def test_a_day_that_would_have_more_than_24_hours_is_refused_and_kept(shop: Workshop) -> None:
    browser = shop.cast.client("bob")
    tell(browser, shop, on="2026-01-05", hours="20")
    response = tell(browser, shop, note="And more soup", on="2026-01-05", hours="5")
    assert "With this you would have told of 25 hours on 2026-01-05" in plain(response)
    assert "And more soup" in response.content.decode()


def test_another_line_keeps_what_was_typed_and_the_files(shop: Workshop) -> None:
    browser = shop.cast.client("bob")
    before = size(shop)
    response: Any = tell(browser, shop, act="another", lines="1", files=[pdf()], hours="much")
    page = response.content.decode()
    assert 'name="line1-note"' in page
    assert 'value="Made soup"' in page
    assert "is not a quantity" not in page, "nothing is judged before it is told"
    assert size(shop) == before
    (token,) = kept(response)
    typed = {
        **LINE,
        "lines": "2",
        "kept": token,
        "line1-note": "Washed up",
        "line1-other": "Dish washing",
        "act": "tell",
    }
    response = browser.post(address(shop, "tell"), typed)
    rows = list(Contribution.objects.order_by("position"))[-2:]
    assert response.url.endswith("?told=" + ",".join(short(row.id) for row in rows))
    assert [len(row.files) for row in rows] == [1, 0]
    assert Flow.objects.get(id=rows[1].id).resource_conforms_to == "dish_washing"
    assert "2 contributions are told" in plain(browser.get(response.url))
    assert files.find(token) is None


def test_all_lines_are_told_or_none_and_the_line_in_the_way_says_so(shop: Workshop) -> None:
    before = size(shop)
    typed = {**LINE, "lines": "3", "hours": "20", "on": "2026-01-05", "line1-note": "", "line1-kind": "help"}
    typed |= {"line2-note": "Slept over it", "line2-kind": "design", "line2-hours": "20", "line2-on": "2026-01-05"}
    response = shop.cast.client("bob").post(address(shop, "tell"), typed)
    page = plain(response)
    assert page.index("Contribution 2") < page.index("With this you would have told of 40 hours")
    assert 'name="line1-note" value="Slept over it"' in response.content.decode()
    assert size(shop) == before


def test_there_are_at_most_twenty_lines(shop: Workshop) -> None:
    page = tell(shop.cast.client("bob"), shop, act="another", lines="99").content.decode()
    assert page.count('class="line stack"') == 20
    assert "Another line" not in page


def test_a_need_in_the_address_is_named_with_a_tick_that_ends_her_part(shop: Workshop) -> None:
    need = shop.cast.say(
        Needed(work="wiring", creation=shop.car, gives=Gives(points=7)), texts={"title": "A wiring plan"}
    )
    shop.cast.say(Taken(need=need), shop.cast.bob)
    browser = shop.cast.client("bob")
    page = browser.get(f"{address(shop, 'tell')}?need={short(need)}")
    assert "A wiring plan" in plain(page)
    assert re.search(r'value="wiring"[^>]*checked', page.content.decode())
    assert 'name="points"' not in page.content.decode(), "the need says how many"
    tell(browser, shop, kind="wiring", need=need, done="on", about=f"creation:{shop.car}")
    assert Flow.objects.get(id=told().id).measures["points"] == 7
    assert Need.objects.get(id=need).state == "done"
    page = browser.get(f"{address(shop, 'tell')}?need=nothing&circle=none")
    assert page.status_code == 200


def test_what_a_visitor_sends_with_it_waits_aside_until_she_is_in(shop: Workshop) -> None:
    response = tell(shop.cast.client(), shop, files=[pdf(raw=b"%PDF-1.7 of a visitor")])
    token = re.search(r"go-on%2F([\w-]+)%2F", response.url)
    assert token is not None
    assert not any(b"of a visitor" in content.store().open(name).read() for name in content.store().all())
    browser = shop.cast.client("bob")
    assert "lid.pdf" in plain(browser.get(reverse("go_on", args=[token[1]])))
    browser.post(reverse("go_on", args=[token[1]]))
    assert told().person == person(shop.cast.bob)
    with content.store().open(told().files[0]["sha256"]) as stream:
        assert stream.read() == b"%PDF-1.7 of a visitor"


def test_a_file_is_handed_out_and_a_picture_shown_with_nothing_that_could_run(shop: Workshop) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "PNG")
    browser = shop.cast.client("bob")
    tell(browser, shop, files=[pdf("Deksel é.pdf"), SimpleUploadedFile("a.png", out.getvalue())])
    here = address(shop, "contribution", told().id)
    file, picture = (shop.cast.client().get(f"{here}file/{n}/") for n in (1, 2))
    assert (file["Content-Type"], file["Content-Disposition"].partition(";")[0]) == ("application/pdf", "attachment")
    assert "filename*=UTF-8''Deksel%20%C3%A9.pdf" in file["Content-Disposition"]
    assert (picture["Content-Type"], picture["Content-Disposition"].partition(";")[0]) == ("image/webp", "inline")
    for response in (file, picture):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    known = shop.cast.client().get(f"{here}file/2/", headers={"If-None-Match": picture["ETag"]})
    assert known.status_code == 304
    assert shop.cast.client().get(f"{here}file/3/").status_code == 404


def test_beside_each_file_a_link_leads_to_what_became_of_it(shop: Workshop) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "PNG")
    browser = shop.cast.client("bob")
    tell(browser, shop, files=[pdf(), SimpleUploadedFile("a.png", out.getvalue())])
    tell(browser, shop, what="the same again", files=[pdf()])
    first = Contribution.objects.order_by("position")[0]
    page = browser.get(address(shop, "contribution", first.id)).content.decode()
    for file in first.files:
        journey = reverse("work:journey", args=[shop.cast.slug, file["sha256"][:12]])
        assert f'href="{journey}">What became of it?' in page
        assert queries_journeys.find(shop.cast.slug, file["sha256"][:12]).id == first.id
        assert browser.get(journey).status_code == 200


def test_its_author_adds_to_it_until_it_is_decided(shop: Workshop) -> None:
    browser = shop.cast.client("bob")
    tell(browser, shop)
    id, here = told().id, address(shop, "contribution", told().id)
    assert "Do you want to add something?" in plain(browser.get(here))
    assert "Do you want to add something?" not in plain(shop.cast.client("ada").get(here))
    assert "Add words, a link, a file or a commit." in plain(browser.post(here, {"act": "add"}))
    said = {"act": "add", "add-text": "With leeks", "add-link": "https://example.org/leeks", "files": [pdf()]}
    assert browser.post(here, said)["Location"].startswith(here)
    page = plain(browser.get(here))
    for part in ("With leeks", "lid.pdf", "Bob Bakker added something"):
        assert part in page
    look(shop.cast, id, "accept", shop.cast.ada)
    response = browser.post(here, {**said, "add-text": "With salt", "files": []})
    assert "already decided" in plain(response)
    assert "With salt" in response.content.decode()


def test_who_erases_herself_takes_with_her_what_waits(shop: Workshop) -> None:
    browser = shop.cast.client("charlie")
    tell(browser, shop, files=[pdf()])
    assert len(list(files.folder().glob("*.given"))) == 1
    who = Who(accounts=frozenset({str(shop.cast.account("charlie").pk)}))
    for folder in personal.folders():
        folder.erase(who, frozenset())
    assert list(files.folder().glob("*.given")) == []


def test_what_she_told_and_reviewed_is_among_what_is_held_about_her(shop: Workshop) -> None:
    tell(shop.cast.client("bob"), shop, on="2026-01-05", hours="2")
    look(shop.cast, told().id, "accept", shop.cast.ada)

    def about(key: Any, name: str) -> list[Any]:
        who = Who(people={shop.cast.slug: frozenset({person(key)})})
        return [row for section in personal.sections() if section.name == name for row in section.tell(who)]

    assert about(shop.cast.bob, "told")[-1]["minutes"] == 120
    assert [row["contribution"] for row in about(shop.cast.ada, "reviews")] == [told().id]
    assert about(shop.cast.bob, "reviews") == []


def test_under_an_earlier_rulebook_the_line_and_whole_hours_are_told_and_nothing_is_lost(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(founding, "RULEBOOK", 3)
    shop = Workshop(Cast.found(draft=False))
    browser = shop.cast.client("bob")
    for more in ({"link": "https://example.org/soup"}, {"hours": "1.5"}, {"on": "2026-01-05"}, {"files": [pdf()]}):
        before = size(shop)
        assert "This commons follows an earlier rulebook" in plain(tell(browser, shop, **more))
        assert size(shop) == before
    tell(browser, shop, hours="3", points="2")
    (flow,) = Flow.objects.filter(resource_conforms_to="help")
    assert flow.measures == {"hours": 3, "points": 2}
    assert browser.get(address(shop, "contribution", flow.id)).status_code == 200
