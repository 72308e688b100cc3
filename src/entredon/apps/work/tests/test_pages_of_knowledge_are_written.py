"""Writing pages of knowledge: in the browser, two at once, twice the same, by visitors, and whatever is refused keeps what was typed."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from entredon.apps.flows.queries import work_events
from entredon.apps.library.entries import Created
from entredon.apps.people.entries import Erased, SideText
from entredon.apps.work import editing_pages as editing
from entredon.apps.work.editing_pages import Same, Saved, Settle, Typed
from entredon.apps.work.entries_pages import PageWithdrawn, PageWritten
from entredon.apps.work.models import Page, Revision
from entredon.apps.work.tests.test_pages import plain
from entredon.desk.models import Waiting
from entredon.log import door
from entredon.log.models import HeldKey, Log
from entredon.log.models import SideText as SideTextRow
from entredon.log.told import short
from entredon.testing_cast import Cast, person

HOME = "/c/merel/work/pages/"
HERE = f"{HOME}commons/welding/"
BASE = "Clean the metal.\n\nHold it.\n\nWeld it."


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast.found(draft=False, joining="open")


@pytest.fixture
def welding(cast: Cast) -> str:
    """A page by Bob; returns its id."""
    return cast.say(PageWritten(address="welding"), cast.bob, texts={"title": "Welding", "text": BASE})


def size() -> int:
    return int(Log.objects.get(slug="merel").size)


def begin(browser: Client, **typed: str) -> Any:
    return browser.post(f"{HOME}new/", {"title": "Welding", "text": BASE, "about": "", "act": "save", **typed})


def save(browser: Client, parent: str, text: str, **typed: str) -> Any:
    return browser.post(f"{HERE}edit/", {"title": "Welding", "text": text, "parent": parent, "act": "save", **typed})


def text_of(entry: str, name: str = "text") -> str:
    return SideTextRow.objects.get(commons="merel", entry=entry, name=name).text


def newest() -> Page:
    return Page.objects.get(commons="merel", address="welding")


# A new page


def test_a_member_writes_a_page(cast: Cast) -> None:
    response = begin(cast.client("bob"), text="Clean the metal.\r\nWeld it.\r\n", reason=" Asked often ")
    page = newest()
    assert response.url == f"{HERE}?said={page.id}"
    assert (text_of(page.id), text_of(page.id, "reason")) == ("Clean the metal.\nWeld it.", "Asked often")
    (event,) = work_events("merel")
    assert (event.id, event.person) == (page.id, person(cast.bob))
    assert "Recorded." in cast.client("bob").get(response.url).content.decode()


def test_an_address_is_made_of_the_title_and_free(cast: Cast) -> None:
    browser = cast.client("bob")
    begin(browser, title="Über das Schweißen & mehr")
    assert Page.objects.get(commons="merel").address == "uber-das-schweien-mehr"
    begin(browser, title="Uber das Schweien mehr")
    begin(browser, title="日本")
    found = set(Page.objects.filter(commons="merel").values_list("address", flat=True))
    assert found == {"uber-das-schweien-mehr", "uber-das-schweien-mehr-2", "page"}


def test_the_form_begins_with_what_its_address_asks_for(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    page = cast.client("bob").get(f"{HOME}new/?about={short(car)}&address=interface&title=Doors").content.decode()
    assert re.search(rf'<option value="{car}" selected', page)
    assert 'value="interface"' in page
    assert 'value="Doors"' in page
    assert cast.client("bob").get(f"{HOME}new/?about=nothing&title={'x' * 999}").status_code == 200
    begin(cast.client("bob"), about=car, address="interface")
    assert (row := Page.objects.get(commons="merel")).about == car
    assert row.address == "interface"


@pytest.mark.parametrize(("typed", "says"), [
    ({"title": " "}, "Say in a few words what the page is about."),
    ({"title": "x" * 201}, "at most 200 characters"),
    ({"text": " \n "}, "A page has words"),
    ({"address": "No Way"}, "Small letters, digits and hyphens"),
    ({"about": "nothing"}, "Select a valid choice"),
    ({"text": "ü" * 50_001}, "a page has at most 100,000"),
    ({"reason": "x" * 501}, "at most 500 characters"),
    ({"text": "a\0b"}, "Null characters"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, typed: dict[str, str], says: str) -> None:
    before = size()
    response = begin(cast.client("bob"), **{"text": "My own words.", "reason": "My own reason", **typed})
    assert response.status_code == 200
    assert says in plain(response)
    for name, words in (("text", "My own words."), ("reason", "My own reason")):
        if name not in typed:
            assert words in response.content.decode()
    if len(typed.get("text", "")) > 50_000:
        assert typed["text"] in response.content.decode()
    assert size() == before


def test_a_title_of_a_megabyte_is_refused_and_nothing_breaks(cast: Cast) -> None:
    response = begin(cast.client("bob"), title="x" * 1_000_000)
    assert response.status_code == 200
    assert "at most 200 characters" in plain(response)


def test_an_address_that_is_taken_is_said_and_what_was_typed_stays(cast: Cast, welding: str) -> None:
    response = begin(cast.client("ada"), text="Words of Ada.")
    assert "There is a page at the address welding already" in plain(response)
    assert "Words of Ada." in response.content.decode()


def test_pressing_twice_writes_one_page(cast: Cast) -> None:
    browser = cast.client("bob")
    first, again = begin(browser), begin(browser)
    assert first.url == again.url
    assert Revision.objects.filter(commons="merel").count() == 1


def test_a_preview_shows_how_it_will_read_and_records_nothing(cast: Cast, welding: str) -> None:
    before = size()
    for browser in (cast.client(), cast.client("bob")):
        page = begin(browser, act="preview", text="## Clean\n\n**Well** and [[Nowhere]]").content.decode()
        assert "<strong>Well</strong>" in page
        assert "## Clean" in page, "and it stays in the form"
        piece = browser.post(f"{HOME}preview/", {"text": "**Well** <script>", "about": ""}).content.decode()
        assert "<strong>Well</strong> &lt;script&gt;" in piece
        assert "<html" not in piece
        page = save(browser, welding, "*Other* words", act="preview").content.decode()
        assert "<em>Other</em> words" in page
    assert cast.client().get(f"{HOME}preview/").status_code == 405
    assert size() == before


def test_a_text_made_to_take_long_is_previewed_as_it_was_written(cast: Cast) -> None:
    bomb = "[" * 50_000
    page = cast.client().post(f"{HOME}preview/", {"text": bomb})
    assert page.status_code == 200
    assert "shown as it was written" in page.content.decode()


# A revision


def test_a_revision_is_saved_on_the_newest_one(cast: Cast, welding: str) -> None:
    page = cast.client("ada").get(f"{HERE}edit/").content.decode()
    assert f'name="parent" value="{welding}"' in page
    assert "Clean the metal." in page
    response = save(cast.client("ada"), welding, "Clean it.", title="Welding well", reason="Shorter")
    assert response.url == f"{HERE}?said={newest().revision}"
    assert (newest().revisions, text_of(newest().revision)) == (2, "Clean it.")


def test_pressing_twice_or_changing_nothing_saves_once(cast: Cast, welding: str) -> None:
    browser = cast.client("bob")
    save(browser, welding, "Clean it.")
    again = save(browser, welding, "Clean it.")
    assert again.url == f"{HERE}?same"
    assert "there was nothing to save" in plain(browser.get(again.url))
    save(browser, newest().revision, "Clean it.\n\n")
    assert newest().revisions == 2


def test_two_who_change_different_places_are_put_together(cast: Cast, welding: str) -> None:
    save(cast.client("ada"), welding, BASE.replace("Clean", "Brush"), title="Welding well")
    response = save(cast.client("bob"), welding, BASE.replace("Weld it", "Weld it slowly"))
    assert response.url.endswith("&together")
    assert "Both changes are in the page now." in plain(cast.client("bob").get(response.url))
    assert text_of(newest().revision) == "Brush the metal.\n\nHold it.\n\nWeld it slowly."
    assert text_of(newest().revision, "title") == "Welding well"
    assert newest().revisions == 3


def test_two_who_change_the_same_place_settle_it_and_nothing_is_lost(cast: Cast, welding: str) -> None:
    save(cast.client("ada"), welding, BASE.replace("Hold it.", "Clamp it."), title="Ada's")
    ada = newest().revision
    mine = BASE.replace("Hold it.", "Hold it with care.").replace("Clean", "Brush")
    bob = cast.client("bob")
    response = save(bob, welding, mine, title="Bob's", reason="Care")
    assert "work/pages_settle.html" in [template.name for template in response.templates]
    page = response.content.decode()
    assert "You both changed" in page
    assert newest().revision == ada, "nothing is saved yet"
    for words in ("Clamp it.", "Hold it with care.", "Brush the metal.", "Ada&#x27;s", "Bob&#x27;s", "Care"):
        assert words in page
    assert page.count('type="radio"') == 5
    sent = {"title": "Bob's", "text": mine, "reason": "Care", "parent": welding, "newest": ada, "act": "together"}
    ends = {
        "theirs": "Brush the metal.\n\nClamp it.\n\nWeld it.",
        "mine": "Brush the metal.\n\nHold it with care.\n\nWeld it.",
        "both": "Brush the metal.\n\nClamp it.\n\nHold it with care.\n\nWeld it.",
    }
    for choice, wanted in ends.items():
        form = bob.post(f"{HERE}edit/", {**sent, "stays-0": choice, "stays-title": "theirs"}).context["form"]
        assert (form["text"].value(), form["title"].value(), form["parent"].value()) == (wanted, "Ada's", ada)
        assert form["reason"].value() == "Care"
    assert newest().revision == ada
    save(bob, ada, ends["both"], title="Bob's")
    assert text_of(newest().revision) == ends["both"]
    assert newest().revisions == 3


def test_who_settles_while_another_saves_once_more_settles_anew(cast: Cast, welding: str) -> None:
    save(cast.client("ada"), welding, BASE.replace("Hold it.", "Clamp it."))
    first = newest().revision
    save(cast.client("ada"), first, BASE.replace("Hold it.", "Tape it."))
    text = BASE.replace("Hold it.", "Grip it.")
    sent = {"title": "Welding", "text": text, "parent": welding, "newest": first, "act": "together"}
    response = cast.client("bob").post(f"{HERE}edit/", {**sent, "stays-0": "mine"})
    assert "work/pages_settle.html" in [template.name for template in response.templates]
    assert "Tape it." in response.content.decode()
    assert "Grip it." in response.content.decode()


def test_whoever_saves_in_the_very_moment_of_another_is_put_together_too(cast: Cast, welding: str) -> None:
    ada = BASE.replace("Clean", "Brush")

    def quicker(fact: Any, texts: Any) -> str:
        if newest().revision == welding:
            cast.say(PageWritten(page=welding, parent=welding), texts={"title": "Welding", "text": ada})
        return door.append("merel", fact, cast.bob, texts).id

    typed = Typed("Welding", BASE.replace("Weld it", "Solder it"), parent=welding)
    end = editing.save("merel", welding, typed, quicker)
    assert isinstance(end, Saved)
    assert end.with_others
    assert text_of(end.entry) == "Brush the metal.\n\nHold it.\n\nSolder it."


def test_the_same_twice_in_the_same_moment_is_saved_once(cast: Cast, welding: str) -> None:
    typed = Typed("Welding", "Only this.", parent=welding)

    def twice(fact: Any, texts: Any) -> str:
        if newest().revisions == 1:
            door.append("merel", fact, cast.bob, texts)
        return door.append("merel", fact, cast.bob, texts).id

    assert isinstance(editing.save("merel", welding, typed, twice), Same)
    assert newest().revisions == 2


def test_where_the_text_she_began_with_was_erased_both_texts_stay(cast: Cast, welding: str) -> None:
    save(cast.client("ada"), welding, "Clean the metal.\n\nClamp it.\n\nWeld it.")
    cast.say(Erased(side=(SideText(entry=welding, name="text"),)), cast.bob)
    typed = Typed("Welding", "Clean the metal.\n\nHold it with care.\n\nWeld it.", parent=welding)
    end = editing.save("merel", welding, typed, lambda fact, texts: "")
    assert isinstance(end, Settle)
    (place,) = end.merged.conflicts
    assert (place.one, place.other) == (("Clamp it.",), ("Hold it with care.",))
    unknown = editing.save("merel", welding, Typed("Welding", "Other.", parent="nothing"), lambda fact, texts: "")
    assert isinstance(unknown, Settle)


def test_an_earlier_revision_is_brought_back_as_a_new_one(cast: Cast, welding: str) -> None:
    save(cast.client("ada"), welding, "Nonsense.")
    bob = cast.client("bob")
    page = bob.get(f"{HERE}edit/?restore=1")
    assert "This is the text of revision 1." in plain(page)
    form = {
        name: page.context["form"][name].value() or "" for name in ("title", "text", "reason", "parent", "restores")
    }
    assert (form["text"], form["reason"], form["restores"]) == (BASE, "Back to revision 1", welding)
    bob.post(f"{HERE}edit/", {**form, "act": "save"})
    row = Revision.objects.get(commons="merel", number=3)
    assert (row.restores, text_of(row.id)) == (welding, BASE)
    save(bob, row.id, "Changed while bringing back.", restores=welding)
    assert Revision.objects.get(commons="merel", number=4).restores == "", "that is another text"


def test_a_withdrawn_page_is_not_written_on_and_what_was_typed_stays(cast: Cast, welding: str) -> None:
    cast.say(PageWithdrawn(page=welding), texts={"reason": "Copied"})
    response = save(cast.client("bob"), welding, "My words.")
    assert "This page was withdrawn" in plain(response)
    assert "My words." in response.content.decode()


def test_whose_key_is_on_her_own_device_is_told_the_command_and_keeps_her_text(cast: Cast, welding: str) -> None:
    browser = cast.client("bob")
    HeldKey.objects.filter(id=cast.bob.id).delete()
    response = save(browser, welding, "My words.")
    assert "entredon sign http://testserver/c/merel/ work.page_written" in plain(response)
    assert "My words." in response.content.decode()


# First act, then account


def _token(response: Any) -> str:
    found = re.search(r"go-on%2F([\w-]+)%2F", response.url)
    assert found is not None
    return found[1]


def test_a_visitor_writes_first_and_comes_in_afterwards(cast: Cast) -> None:
    before = size()
    response = begin(cast.client(), reason="I know this")
    assert response.url.startswith(reverse("account_signup") + "?next=")
    assert size() == before
    assert Waiting.objects.get().typed["text"] == BASE
    bob = cast.client("bob")
    there = reverse("go_on", args=[_token(response)])
    assert "Clean the metal." in plain(bob.get(there))
    assert bob.post(there).url == f"{HERE}?said={newest().id}"
    assert not Waiting.objects.exists()


def test_what_a_visitor_changed_is_put_together_with_what_came_meanwhile(cast: Cast, welding: str) -> None:
    page = plain(cast.client().get(f"{HERE}edit/"))
    assert "What you wrote is kept while you come in." in page
    response = save(cast.client(), welding, BASE.replace("Weld it", "Weld it slowly"))
    save(cast.client("ada"), welding, BASE.replace("Clean", "Brush"))
    bob = cast.client("bob")
    assert bob.post(reverse("go_on", args=[_token(response)])).url.endswith("&together")
    assert text_of(newest().revision) == "Brush the metal.\n\nHold it.\n\nWeld it slowly."


def test_where_a_visitor_and_another_changed_the_same_it_is_settled_and_still_waits(cast: Cast, welding: str) -> None:
    response = save(cast.client(), welding, BASE.replace("Hold it.", "Grip it."))
    save(cast.client("ada"), welding, BASE.replace("Hold it.", "Clamp it."))
    page = cast.client("bob").post(reverse("go_on", args=[_token(response)]))
    assert "You both changed" in plain(page)
    assert f'action="{HERE}edit/"' in page.content.decode()
    assert Waiting.objects.count() == 1


def test_who_has_an_account_but_is_no_member_joins_first(cast: Cast, welding: str) -> None:
    response = save(cast.client("charlie"), welding, "Words of Charlie.")
    assert response.url.startswith("/c/merel/join/?next=")
    assert Waiting.objects.get().typed["text"] == "Words of Charlie."


def test_what_is_too_much_to_wait_is_said_and_stays_in_the_form(cast: Cast, welding: str) -> None:
    long = "Some words. " * 4_000
    response = save(cast.client(), welding, long)
    assert "That is more than we can keep for you" in plain(response)
    assert long.strip() in response.content.decode()


# Moving and withdrawing


def test_a_member_moves_a_page(cast: Cast, welding: str) -> None:
    bob = cast.client("bob")
    assert "Write the address" in plain(bob.post(f"{HERE}move/", {"address": ""}))
    assert "is no address for a page" in plain(bob.post(f"{HERE}move/", {"address": "no way"}))
    assert cast.client("charlie").post(f"{HERE}move/", {"address": "how-to-weld"}).status_code == 403
    response = bob.post(f"{HERE}move/", {"address": "How-To-Weld"})
    assert response.url.startswith(f"{HOME}commons/how-to-weld/?said=")
    assert "welding" in plain(bob.get(f"{HOME}commons/how-to-weld/move/"))
    assert bob.get(f"{HERE}edit/").url == f"{HOME}commons/how-to-weld/edit/"
    save(bob, welding, "Written at the old address.", title="Welding")
    assert Page.objects.get(commons="merel").revisions == 2, "who began before it moved loses nothing"


def test_a_steward_withdraws_a_page_and_puts_it_back(cast: Cast, welding: str) -> None:
    ada, bob = cast.client("ada"), cast.client("bob")
    assert "Say why" in plain(ada.post(f"{HERE}withdraw/", {"reason": "", "withdrawn": "yes"}))
    sent = {"reason": "Copied from a book", "withdrawn": "yes"}
    assert bob.post(f"{HERE}withdraw/", sent).status_code == 403
    ada.post(f"{HERE}withdraw/", sent)
    assert newest().withdrawn
    assert "how it is already" in plain(ada.post(f"{HERE}withdraw/", sent)), "a second press doesn't put it back"
    assert newest().withdrawn
    ada.post(f"{HERE}withdraw/", {"withdrawn": "no"})
    assert not newest().withdrawn
