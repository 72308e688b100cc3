"""Reading pages of knowledge: what each says, what is left of it, how it came to be, and which links lead somewhere."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entredon.apps.library.entries import Created
from entredon.apps.people.entries import Erased, SideText
from entredon.apps.work.entries_circles import CircleFounded
from entredon.apps.work.entries_pages import PageMoved, PageWithdrawn, PageWritten
from entredon.apps.work.tests.test_pages import plain
from entredon.log.told import short
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast

HOME = "/c/merel/work/pages/"


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast.found(draft=False, joining="open")


def write(
    cast: Cast, title: str, text: str = "Some words.", reason: str = "", by: SecretKey | None = None, **fact: str
) -> str:
    """A page, or with ``page`` and ``parent`` its next revision."""
    if "page" not in fact:
        fact = {"address": re.sub("[^a-z]+", "-", title.lower()).strip("-"), **fact}
    texts = {"title": title, "text": text, "reason": reason}
    return cast.say(PageWritten(**fact), by or cast.bob, texts=texts)


def revise(cast: Cast, page: str, parent: str, text: str, by: SecretKey | None = None, **more: str) -> str:
    return write(cast, more.pop("title", "Welding"), text, by=by, page=page, parent=parent, **more)


def erase(cast: Cast, entry: str, by: SecretKey, *names: str) -> None:
    cast.say(Erased(side=tuple(SideText(entry=entry, name=name) for name in names or ("text",))), by)


def get(cast: Cast, path: str, who: str = "") -> str:
    response = cast.client(who).get(path)
    assert response.status_code == 200, response
    return response.content.decode()


# The list


def test_the_list_tells_where_to_begin(cast: Cast) -> None:
    page = get(cast, HOME)
    assert "Nothing is written down yet" in page
    assert f"{HOME}new/" in page


def test_pages_are_listed_by_what_they_are_about_and_found_by_their_titles(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    doors = cast.say(CircleFounded(name="Doors", creation=car))
    write(cast, "Welding")
    write(cast, "Wheels", about=car)
    write(cast, "Interface", about=doors)
    page = plain(cast.client().get(HOME))
    groups = page[page.index("everything") :]
    assert groups.index("Welding") < groups.index("Wheels") < groups.index("Interface")
    assert "Doors" in groups
    page = get(cast, f"{HOME}?find=WEL")
    assert "Welding" in page
    assert "Wheels" not in page
    page = get(cast, f"{HOME}?about={short(car)}")
    assert "Wheels" in page
    assert "Interface" not in page
    assert "No page is called so" in get(cast, f"{HOME}?find=zzz")
    assert cast.client().get(f"{HOME}?about=nothing").status_code == 404


# A page


def test_a_page_says_what_its_newest_revision_says(cast: Cast) -> None:
    first = write(cast, "Welding", "Old words.")
    revise(cast, first, first, "## Clean\n\nThe metal.\n\n## Weld\n\nIt.\n\n## Look\n\nAt it.", by=cast.ada)
    page = get(cast, f"{HOME}commons/welding/")
    assert re.search(r"<h1[^>]*>Welding</h1>", page)
    assert "<title>Welding ·" in page
    assert "Old words" not in page
    assert "by Ada Vermeer" in page
    assert "2 revisions" in page
    ids = re.findall(r'<h\d id="(s-[^"]+)"', page)
    assert [f'href="#{id}"' in page for id in ids] == [True] * 3, "a table of contents"


def test_where_nothing_is_written_yet_one_can_write_it(cast: Cast) -> None:
    response = cast.client().get(f"{HOME}commons/how-to-solder/")
    assert response.status_code == 404
    assert "Nothing is written here yet" in plain(response)
    assert f"{HOME}new/?title=how+to+solder" in response.content.decode()
    assert cast.client().get(f"{HOME}abcdef0123/x/").status_code == 404


def test_an_earlier_address_leads_on(cast: Cast) -> None:
    first = write(cast, "Welding")
    cast.say(PageMoved(page=first, address="how-to-weld"), cast.bob)
    response = cast.client().get(f"{HOME}commons/welding/")
    assert (response.status_code, response.url) == (302, f"{HOME}commons/how-to-weld/")
    assert get(cast, response.url)


def test_a_withdrawn_page_says_why_and_is_in_no_list(cast: Cast) -> None:
    first = write(cast, "Welding")
    write(cast, "Wheels", "See [[Welding]].")
    cast.say(PageWithdrawn(page=first), texts={"reason": "It was copied from a book."})
    assert "Welding" not in get(cast, HOME)
    page = plain(cast.client().get(f"{HOME}commons/welding/"))
    assert "A steward took this page from the lists." in page
    assert "“It was copied from a book.”" in page
    assert "Links that lead nowhere yet" in get(cast, f"{HOME}commons/wheels/")


def test_a_script_in_a_text_is_only_text(cast: Cast) -> None:
    bad = "<script>alert(1)</script>"
    write(cast, bad, f"{bad} [x](javascript:alert(1)) [[<img src=x onerror=alert(1)>]]", address="x")
    for path in ("", "commons/x/", "commons/x/history/", "commons/x/1/", "commons/x/difference/", "loose/"):
        page = get(cast, f"{HOME}{path}")
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page


# What was erased


def test_a_page_whose_newest_text_was_erased_shows_the_newest_that_is_left(cast: Cast) -> None:
    first = write(cast, "Welding", "First words.")
    second = revise(cast, first, first, "Second words.", by=cast.ada, title="Welding well")
    third = revise(cast, first, second, "Third words.", title="Welding best")
    erase(cast, third, cast.bob, "text", "title")
    page = plain(cast.client().get(f"{HOME}commons/welding/"))
    assert "Second words." in page
    assert "This is revision 2, the newest one that is left." in page
    assert "Welding well" in get(cast, HOME), "and so with its title"
    assert "Third" not in page
    erase(cast, second, cast.ada)
    erase(cast, first, cast.bob)
    assert "The text of this page was erased." in plain(cast.client().get(f"{HOME}commons/welding/"))


def test_an_erased_revision_says_so(cast: Cast) -> None:
    first = write(cast, "Welding", "First words.", "Asked often")
    revise(cast, first, first, "Second words.", by=cast.ada)
    erase(cast, first, cast.bob, "text", "reason")
    here = f"{HOME}commons/welding/"
    assert "The text of this revision was erased." in plain(cast.client().get(f"{here}1/"))
    history = plain(cast.client().get(f"{here}history/"))
    assert "a text that was erased" in history
    assert "Asked often" not in history
    assert "can’t be shown" in plain(cast.client().get(f"{here}difference/?new=2"))
    page = cast.client("bob").get(f"{here}edit/?restore=1").content.decode()
    assert "Second words." in page, "what isn't there can't be brought back"


# How it came to be


def test_a_history_tells_who_when_and_why(cast: Cast) -> None:
    first = write(cast, "Welding", reason="Asked often")
    second = revise(cast, first, first, "Other words.", by=cast.ada, reason="It was wrong")
    revise(cast, first, second, "Some words.", restores=first)
    page = plain(cast.client().get(f"{HOME}commons/welding/history/"))
    assert page.index("brought back revision 1") < page.index("“It was wrong”") < page.index("“Asked often”")
    assert "Ada Vermeer" in page


def test_a_long_history_has_pages_and_asks_as_few_questions(cast: Cast) -> None:
    first = last = write(cast, "Welding")
    browser, here = cast.client(), f"{HOME}commons/welding/history/"
    browser.get(here)
    last = revise(cast, first, last, "Some more.")
    with CaptureQueriesContext(connection) as few:
        browser.get(here)
    for n in range(90):
        last = revise(cast, first, last, f"Words {n}.")
    with CaptureQueriesContext(connection) as many:
        page = browser.get(f"{here}?page=2").content.decode()
    assert len(many) == len(few)
    shown = [int(n) for n in re.findall(r'name="new" value="(\d+)"', page)]
    assert shown == list(range(52, 12, -1))


def test_what_changed_between_any_two_is_marked_with_words_and_signs(cast: Cast) -> None:
    first = write(cast, "Welding", "The frame is of steel.\n\nGood.")
    second = revise(cast, first, first, "The frame is of wood.\n\nGood.", title="Frames")
    revise(cast, first, second, "The frame is of wood.\n\nGood.\n\nNew.", title="Frames")
    here = f"{HOME}commons/welding/difference/"
    page = get(cast, f"{here}?old=1&new=2")
    assert "<del>steel</del>" in page
    assert "<ins>wood</ins>" in page
    assert "<del>Welding</del> → <ins>Frames</ins>" in page
    assert '<span aria-hidden="true">−</span><span class="sr">went</span>' in page
    assert "2 lines came" in plain(cast.client().get(here)), "without a word: what the newest changed"
    assert "From revision 1 to revision 3." in plain(cast.client().get(f"{here}?old=3&new=1"))
    assert "This is how it began." in plain(cast.client().get(f"{here}?new=1"))
    for odd in ("?old=x&new=99", "?old=3&new=3", "?old=-1", "?new=0", "?old=²&new=1e9"):
        assert cast.client().get(f"{here}{odd}").status_code == 200


def test_an_old_revision_can_be_read_and_brought_back(cast: Cast) -> None:
    first = write(cast, "Welding", "First words.")
    revise(cast, first, first, "Second words.")
    page = get(cast, f"{HOME}commons/welding/1/")
    assert "First words." in page
    assert f"{HOME}commons/welding/edit/?restore=1" in page
    assert cast.client().get(f"{HOME}commons/welding/9/").status_code == 404


# Links


def test_links_by_title_or_address_lead_to_pages_and_unknown_ones_to_writing(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    write(cast, "Wheels", about=car)
    write(cast, "Welding", "[[wheels]], [[how to weld|Weld]], [[Nowhere yet]], `[[code]]` and\n\n```\n[[fence]]\n```")
    write(cast, "How to weld")
    page = get(cast, f"{HOME}commons/welding/")
    assert f'<a href="{HOME}{short(car)}/wheels/"' in page
    assert re.search(rf'<a href="{HOME}commons/how-to-weld/"[^>]*>Weld</a>', page)
    assert f"{HOME}new/?title=Nowhere+yet" in page
    assert 'class="broken"' in page
    assert "[[code]]" in page
    assert "[[fence]]" in page
    assert page.count("write it") == 1


def test_at_its_own_place_a_page_is_meant_first(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    write(cast, "Wheels", "Of all.")
    write(cast, "Wheels", "Of the car.", about=car)
    write(cast, "Frame", "See [[Wheels]].", about=car)
    write(cast, "Start", "See [[Wheels]].")
    assert f'href="{HOME}{short(car)}/wheels/"' in get(cast, f"{HOME}{short(car)}/frame/")
    assert f'href="{HOME}commons/wheels/"' in get(cast, f"{HOME}commons/start/")
    write(cast, "Planned", "See [[Doors]].", about=car)
    assert f"{HOME}new/?about={short(car)}&amp;title=Doors" in get(cast, f"{HOME}{short(car)}/planned/")


def test_addresses_of_what_is_not_here_are_marked(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    there, gone = f"/c/merel/library/{short(car)}/", "/c/merel/library/ffffffffff/"
    write(cast, "Welding", f"[car]({there}) [old]({gone}) [page]({HOME}commons/nothing/) [odd](/c/merel/odd/odd/)")
    page = get(cast, f"{HOME}commons/welding/")
    assert len(re.findall('<span class="broken">', page)) == 3
    assert f'href="{there}" rel' in page
    assert re.search(rf'href="{gone}"[^>]*class="broken"', page)


def test_all_loose_links_stand_on_one_page_and_go_when_the_page_is_written(cast: Cast) -> None:
    write(cast, "Welding", "[[Soldering]] and [here](/c/merel/library/ffffffffff/).")
    page = plain(cast.client().get(f"{HOME}loose/"))
    assert "2 links wait" in page
    assert "Soldering" in page
    write(cast, "Soldering", "Back to [[Welding]].")
    page = plain(cast.client().get(f"{HOME}loose/"))
    assert "One link waits" in page
    assert "Soldering" not in page


def test_what_leads_here_is_told(cast: Cast) -> None:
    write(cast, "Welding", "[[Welding]]")
    write(cast, "Wheels", "See [[welding]].")
    write(cast, "Frame", f"See [it]({HOME}commons/welding/).")
    page = plain(cast.client().get(f"{HOME}commons/welding/here/"))
    assert "Frame" in page
    assert "Wheels" in page
    assert "No page leads here yet" in plain(cast.client().get(f"{HOME}commons/wheels/here/"))


def test_a_thousand_pages_cost_a_constant_number_of_questions(cast: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    from entredon.log import door
    from entredon.log.door import Saying

    door.append_many(
        cast.slug,
        [
            Saying(PageWritten(address=f"page-{n}"), cast.bob, {"title": f"Page {n}", "text": f"[[Page {n + 1}]]"})
            for n in range(1000)
        ],
    )
    browser = Client()
    for path, most in ((HOME, 30), (f"{HOME}commons/page-7/", 30), (f"{HOME}loose/", 50)):
        with django_assert_max_num_queries(most):
            page = browser.get(path).content.decode()
    assert "One link waits" in plain(browser.get(f"{HOME}loose/"))
    assert "Page 999" in page


def test_a_draft_shows_its_pages_to_its_members_only(db: None) -> None:
    cast = Cast.found("closed")
    cast.say(PageWritten(address="x"), texts={"title": "Secret", "text": "Words."})
    for name, args in (("pages", []), ("page", ["commons", "x"]), ("page_history", ["commons", "x"])):
        path = reverse(f"work:{name}", args=["closed", *args])
        assert cast.client().get(path).status_code == 404
        assert cast.client("bob").get(path).status_code == 200
