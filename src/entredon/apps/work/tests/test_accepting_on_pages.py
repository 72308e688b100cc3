"""A steward accepts a version on its pages: what she ticks survives, what she says is shown first, and others may not."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.flows import queries as flows
from entredon.apps.work import listing, views_accept
from entredon.apps.work.entries import Accepted, Contributed
from entredon.apps.work.models import Draft
from entredon.apps.work.tests.test_pages import plain, size
from entredon.apps.work.tests.workshop import Workshop, imported
from entredon.log.told import short
from entredon.testing_cast import Cast, key_of, person


@pytest.fixture
def shop(db: None) -> Workshop:
    return Workshop(Cast.found(draft=False))


def at(shop: Workshop, name: str, version: str = "") -> str:
    asked = version or short(shop.release)
    return reverse(f"work:{name}", args=[shop.cast.slug, asked])


def sent(
    shop: Workshop, *, rows: tuple[str, ...] = (), out: tuple[str, ...] = (), go: str = "sure", **numbers: str
) -> dict[str, Any]:
    """What one page of the form sends. ``numbers`` are by ``one`` or ``two``."""
    named = {f"n-{getattr(shop, name)}": text for name, text in numbers.items()}
    return {"row": rows or (shop.one, shop.two), "out": out, "go": go, **named}


def say(browser: Client, shop: Workshop, version: str = "") -> Any:
    """Press the button below the summary."""
    page = browser.get(at(shop, "sure", version))
    return browser.post(at(shop, "sure", version), {"digest": page.context["digest"]})


def test_all_is_accepted_in_two_steps(shop: Workshop) -> None:
    browser = shop.cast.client("ada")
    assert "Accept these 2" in plain(browser.get(at(shop, "version")))
    page = plain(browser.get(at(shop, "sure")))
    assert "You accept 2 contributions by one person." in page
    assert "Everybody here can contest it until" in page
    assert shop.counting() == {}
    response = say(browser, shop)
    assert response.url.startswith(at(shop, "version") + "?said=")
    assert shop.counting() == {shop.one: 1, shop.two: 2}
    assert "Recorded." in browser.get(response.url).content.decode()


def test_one_is_left_out_and_one_counts_otherwise(shop: Workshop) -> None:
    browser = shop.cast.client("ada")
    response = browser.post(at(shop, "accept"), sent(shop, out=(shop.one,), one="1", two="7"))
    assert response.url == at(shop, "sure")
    page = plain(browser.get(response.url))
    assert "You accept one contribution by one person. One is left out. One counts otherwise than it was told." in page
    assert "7 points instead of 2 points" in page
    say(browser, shop)
    assert shop.counting() == {shop.two: 7}
    assert not Draft.objects.exists()


def test_ticks_and_numbers_survive_paging_and_narrowing(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_accept, "AT_ONCE", 1)
    browser = shop.cast.client("ada")
    first = browser.get(at(shop, "accept"))
    (row,) = first.context["page"].object_list
    response = browser.post(at(shop, "accept"), sent(shop, rows=(row.id,), out=(row.id,), go="?page=2"))
    assert response.url.endswith("?page=2")
    second = browser.get(response.url)
    (other,) = second.context["page"].object_list
    assert other.id != row.id
    browser.post(at(shop, "accept"), {"row": other.id, f"n-{other.id}": "9", "go": "?kind=design"})
    page = browser.get(at(shop, "accept"))
    assert [row.id for row in page.context["plan"].left_out] == [row.id]
    assert page.context["plan"].choices == {row.id: None, other.id: 9}
    assert "checked" in page.content.decode()


def test_what_was_ticked_can_be_unticked_and_begun_anew(shop: Workshop) -> None:
    browser = shop.cast.client("ada")
    browser.post(at(shop, "accept"), sent(shop, out=(shop.one, shop.two)))
    browser.post(at(shop, "accept"), sent(shop, out=(shop.one,), one="1", two="2"))
    assert dict(Draft.objects.get().choices) == {shop.one: None}
    browser.post(at(shop, "accept"), sent(shop, go="anew"))
    assert not Draft.objects.exists()


def test_a_number_that_can_not_be_read_is_said_beside_it_and_all_else_is_kept(shop: Workshop) -> None:
    browser = shop.cast.client("ada")
    response = browser.post(at(shop, "accept"), sent(shop, out=(shop.one,), one="1", two="many"))
    assert response.status_code == 200
    page = response.content.decode()
    assert "“many” is not a number." in page
    assert 'value="many"' in page
    assert 'aria-invalid="true"' in page
    assert dict(Draft.objects.get().choices) == {shop.one: None}
    assert browser.post(at(shop, "accept"), sent(shop, out=(shop.one,), one="1", two="3")).url == at(shop, "sure")


def test_what_is_told_meanwhile_is_shown_before_it_is_accepted(shop: Workshop) -> None:
    browser = shop.cast.client("ada")
    digest = browser.get(at(shop, "sure")).context["digest"]
    shop.cast.say(Contributed(version=shop.release, work="design", measures={"points": 1000}), shop.cast.bob)
    before = size(shop)
    response = browser.post(at(shop, "sure"), {"digest": digest})
    assert "Something has changed since you looked, so nothing was recorded" in plain(response)
    assert "You accept 3 contributions" in plain(response)
    assert size(shop) == before
    assert browser.post(at(shop, "sure"), {"digest": response.context["digest"]}).status_code == 302


def test_the_second_of_two_stewards_is_told_who_was_quicker(shop: Workshop) -> None:
    shop.cast.say(RoleGiven(person=person(shop.cast.bob), role="steward"))
    dora = key_of("Dora")
    shop.cast.join(dora, "Dora Dekker")
    theirs = shop.cast.say(Contributed(version=shop.release, work="help"), dora)
    browser = shop.cast.client("ada")
    digest = browser.get(at(shop, "sure")).context["digest"]
    shop.cast.say(Accepted(version=shop.release, except_=(shop.one, shop.two)), shop.cast.bob)
    before = size(shop)
    response = browser.post(at(shop, "sure"), {"digest": digest})
    assert "Bob Bakker has accepted this already" in plain(response)
    assert size(shop) == before
    assert browser.get(at(shop, "accept")).url == at(shop, "sure")
    assert theirs in shop.counting()


def test_her_own_work_is_not_in_what_she_accepts(shop: Workshop) -> None:
    shop.second_steward()
    own = shop.cast.say(Contributed(version=shop.release, work="help"))
    browser = shop.cast.client("ada")
    page = browser.get(at(shop, "sure"))
    assert "One is your own, and goes on waiting for another steward." in plain(page)
    browser.post(at(shop, "accept"), {"row": own, "out": own, "go": "sure"})
    assert dict(Draft.objects.get().choices) == {}
    say(browser, shop)
    assert set(shop.counting()) == {shop.one, shop.two}


def test_what_went_to_the_commons_at_large_is_accepted_one_by_one(shop: Workshop) -> None:
    soup = shop.cast.say(Contributed(work="help"), shop.cast.bob)
    more = shop.cast.say(Contributed(work="help"), shop.cast.bob)
    browser = shop.cast.client("ada")
    browser.post(at(shop, "accept", "at-large"), {"row": more, "out": more, "go": "sure"})
    assert "One goes on waiting." in plain(browser.get(at(shop, "sure", "at-large")))
    say(browser, shop, "at-large")
    assert set(shop.counting()) == {soup}
    assert shop.verdict(more) is None


def test_what_is_not_released_is_not_accepted(shop: Workshop) -> None:
    shop.contribute(points=1)
    browser = shop.cast.client("ada")
    assert (
        "Accept" not in plain(browser.get(f"/c/merel/work/{short(shop.release)}.1/")).partition("What people gave")[0]
    )
    assert browser.get(f"/c/merel/work/{short(shop.release)}.1/accept/").status_code == 404


def test_only_stewards_of_this_commons_accept(shop: Workshop) -> None:
    elsewhere = Cast.found("other", draft=False)
    elsewhere.holds(shop.cast.account("charlie"), elsewhere.ada)  # Charlie is a steward, but of another commons
    for who in ("", "bob", "charlie"):
        for name in ("accept", "sure"):
            assert shop.cast.client(who).get(at(shop, name)).status_code == (403 if who else 302), (
                "a visitor signs in first"
            )
            assert shop.cast.client(who).post(at(shop, name), sent(shop)).status_code == 403
    assert shop.counting() == {}
    assert not Draft.objects.exists()
    assert shop.cast.client("ada").get(at(shop, "accept")).status_code == 200


def test_a_draft_is_private_to_who_made_it(shop: Workshop) -> None:
    shop.cast.client("ada").post(at(shop, "accept"), sent(shop, out=(shop.one,), one="1", two="2"))
    shop.cast.say(RoleGiven(person=person(shop.cast.bob), role="steward"))
    shop.cast.say(Contributed(version=shop.release, work="help"))
    page = shop.cast.client("bob").get(at(shop, "accept"))
    assert page.context["plan"].choices == {}
    assert [row.kind for row in page.context["plan"].open] == ["help"]


def test_what_an_import_told_is_left_out_and_corrected_too(db: None, tmp_path: Path) -> None:
    cast = Cast.found()
    version = imported(cast, tmp_path)
    browser, here = cast.client("ada"), reverse("work:accept", args=[cast.slug, short(version.id)])
    out, changed, *_rest = browser.get(here).context["plan"].open
    assert "." in out.id
    response = browser.post(here, {"row": [out.id, changed.id], "out": out.id, f"n-{changed.id}": "3", "go": "sure"})
    page = browser.get(response.url)
    assert [row.id for row in page.context["plan"].left_out] == [out.id]
    assert [row.id for row, _before, _after in page.context["plan"].changed] == [changed.id]
    browser.post(response.url, {"digest": page.context["digest"]})
    standing = listing.standing(cast.slug)
    told = {event.id: standing.of(event) for event in flows.work_named(cast.slug, [out.id, changed.id])}
    assert not told[out.id].counts
    assert told[changed.id].counts
