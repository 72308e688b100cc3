"""Pages of knowledge: who may write them, on which revision, at which address; and what each leaves in the tables."""

import pytest

from entredon.apps.flows.models import Flow
from entredon.apps.flows.queries import work_events
from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created
from entredon.apps.work import rules_pages
from entredon.apps.work.entries_circles import CircleFounded
from entredon.apps.work.entries_pages import PageMoved, PageWithdrawn, PageWritten
from entredon.apps.work.models import Contribution, Page, PageAddress, Revision
from entredon.log import rebuild
from entredon.log.registry import Fact
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, person

WORDS = {"title": "How to weld", "text": "Clean the metal first.", "reason": "We kept asking"}
NEW = PageWritten(address="how-to-weld")


def write(cast: Cast, fact: Fact = NEW, by: SecretKey | None = None, **texts: str) -> str:
    return cast.say(fact, by or cast.bob, texts={**WORDS, **texts})


def page(cast: Cast) -> Page:
    return Page.objects.get(commons=cast.slug)


def test_a_member_writes_a_page_and_that_is_a_contribution(cast: Cast) -> None:
    cast.refused(NEW, cast.charlie, because="join first", texts=WORDS)
    first = write(cast)
    row = page(cast)
    assert (row.id, row.address, row.revision, row.revisions, row.about) == (first, "how-to-weld", first, 1, "")
    assert (row.person, row.changed_by, row.withdrawn) == (person(cast.bob), person(cast.bob), False)
    assert Revision.objects.get(commons=cast.slug).number == 1
    (event,) = work_events(cast.slug)
    assert (event.id, event.person, event.kind, event.process, event.measures) == (
        first, person(cast.bob), "writing", "", {"points": 1},
    )  # fmt: skip
    contribution = Contribution.objects.get(commons=cast.slug)
    assert (contribution.id, contribution.person, contribution.state) == (first, person(cast.bob), "told")


def test_what_is_written_about_a_creation_goes_into_what_it_is_becoming(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    circle = cast.say(CircleFounded(name="Doors", creation=car))
    write(cast, PageWritten(about=car, address="how-to-weld"))
    interface = write(cast, PageWritten(about=circle, address="interface"))
    process = library.find_version(cast.slug, "").process
    assert {event.process for event in work_events(cast.slug)} == {process}
    assert Contribution.objects.get(commons=cast.slug, id=interface).circle == circle


def test_a_page_has_a_title_and_a_text(cast: Cast) -> None:
    for missing in ("title", "text"):
        cast.refused(NEW, because="a title and a text", texts={**WORDS, missing: ""})
    write(cast, reason="")


def test_a_page_is_about_what_is_here(cast: Cast) -> None:
    cast.refused(PageWritten(about="f" * 64, address="x"), because="There is no creation ffffffffff", texts=WORDS)
    write(cast, PageWritten(address="x"))


@pytest.mark.parametrize("address", ["", "-x", "Weld", "how to", "a" * 81, "über", "x/y", "x\n"])
def test_an_address_is_small_letters_digits_and_hyphens(cast: Cast, address: str) -> None:
    cast.refused(PageWritten(address=address), because="is no address for a page", texts=WORDS)
    write(cast, PageWritten(address="a" * 80))


def test_an_address_is_taken_once_at_each_place(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    write(cast)
    cast.refused(NEW, because="There is a page at the address how-to-weld already", texts=WORDS)
    write(cast, PageWritten(about=car, address="how-to-weld"))
    assert PageAddress.objects.filter(commons=cast.slug).count() == 2


def test_a_revision_is_written_on_the_newest_one(cast: Cast) -> None:
    first = write(cast)
    second = write(cast, PageWritten(page=first, parent=first), cast.ada)
    row = page(cast)
    assert (row.revision, row.revisions, row.changed_by) == (second, 2, person(cast.ada))
    assert row.texts == {"title": second, "text": second}
    cast.refused(PageWritten(page=first, parent=first), cast.bob, because="Somebody saved while", texts=WORDS)
    cast.refused(PageWritten(page=first), cast.bob, because="Somebody saved while", texts=WORDS)
    third = write(cast, PageWritten(page=first, parent=second))
    numbers = Revision.objects.filter(commons=cast.slug).order_by("number").values_list("number", "id", "parent")
    assert list(numbers) == [(1, first, ""), (2, second, first), (3, third, second)]
    assert Flow.objects.filter(commons=cast.slug, action="work").count() == 3


def test_a_revision_names_a_page_and_no_place(cast: Cast) -> None:
    first = write(cast)
    cast.refused(PageWritten(page="f" * 64, parent=first), because="There is no page ffffffffff", texts=WORDS)
    fact = PageWritten(page=first, parent=first, address="elsewhere")
    cast.refused(fact, because="A revision doesn't say where its page stands", texts=WORDS)
    cast.refused(PageWritten(address="new", parent=first), because="A new page builds on no revision", texts=WORDS)


def test_an_earlier_revision_is_brought_back_by_a_new_one(cast: Cast) -> None:
    first = write(cast)
    second = write(cast, PageWritten(page=first, parent=first))
    other = write(cast, PageWritten(address="other"))
    for restores, because in ((second, "nothing to bring back"), (other, "no revision"), ("f" * 64, "no revision")):
        cast.refused(PageWritten(page=first, parent=second, restores=restores), because=because, texts=WORDS)
    third = write(cast, PageWritten(page=first, parent=second, restores=first))
    assert Revision.objects.get(commons=cast.slug, id=third).restores == first
    points = {event.id: event.measures["points"] for event in work_events(cast.slug)}
    assert [points[id] for id in (first, second, third)] == [1, 1, 0]  # what is brought back was counted once


def test_a_page_moves_and_its_earlier_addresses_stay_its_own(cast: Cast) -> None:
    first = write(cast)
    cast.refused(PageMoved(page=first, address="welding"), cast.charlie, because="join first")
    cast.refused(PageMoved(page=first, address="how-to-weld"), because="at this address already")
    cast.refused(PageMoved(page=first, address="No Way"), because="is no address for a page")
    cast.refused(PageMoved(page="f" * 64, address="welding"), because="There is no page")
    cast.say(PageMoved(page=first, address="welding"), cast.bob)
    row = page(cast)
    assert (row.address, row.before) == ("welding", ["how-to-weld"])
    cast.refused(NEW, because="already, or one that had it before", texts=WORDS)
    write(cast, PageWritten(address="other"))
    cast.refused(PageMoved(page=first, address="other"), because="already, or one that had it before")
    cast.say(PageMoved(page=first, address="how-to-weld"), cast.bob)
    row = Page.objects.get(commons=cast.slug, id=first)
    assert (row.address, row.before) == ("how-to-weld", ["welding"])


def test_a_page_has_had_so_many_addresses_and_no_more(cast: Cast) -> None:
    first = write(cast)
    for n in range(rules_pages.MOST_BEFORE):
        cast.say(PageMoved(page=first, address=f"welding-{n}"))
    cast.refused(PageMoved(page=first, address="one-more"), because="that is enough")
    cast.say(PageMoved(page=first, address="how-to-weld"))
    assert len(page(cast).before) == rules_pages.MOST_BEFORE


def test_a_steward_withdraws_a_page_with_a_reason_and_puts_it_back(cast: Cast) -> None:
    first = write(cast)
    why = {"reason": "It is somebody else's book."}
    cast.refused(PageWithdrawn(page=first), cast.bob, because="Only a steward", texts=why)
    cast.refused(PageWithdrawn(page=first), because="Say why")
    cast.refused(PageWithdrawn(page="f" * 64), because="There is no page", texts=why)
    cast.refused(PageWithdrawn(page=first, withdrawn=False), because="how it is already")
    cast.say(PageWithdrawn(page=first), texts=why)
    assert page(cast).withdrawn
    cast.refused(PageWithdrawn(page=first), because="how it is already", texts=why)
    cast.refused(PageWritten(page=first, parent=first), because="This page was withdrawn", texts=WORDS)
    cast.refused(PageMoved(page=first, address="welding"), because="This page was withdrawn")
    cast.say(PageWithdrawn(page=first, withdrawn=False))
    write(cast, PageWritten(page=first, parent=first))


def test_who_left_writes_no_more(cast: Cast) -> None:
    from entredon.apps.people.entries import Left

    first = write(cast)
    cast.say(Left(), cast.bob)
    cast.refused(PageWritten(page=first, parent=first), cast.bob, because="You have left", texts=WORDS)


def test_the_whole_replays_to_the_same_tables(cast: Cast) -> None:
    first = write(cast)
    second = write(cast, PageWritten(page=first, parent=first), cast.ada)
    write(cast, PageWritten(page=first, parent=second, restores=first))
    cast.say(PageMoved(page=first, address="welding"), cast.bob)
    cast.say(PageWithdrawn(page=first), texts={"reason": "Twice the same"})
    assert rebuild.rebuild(cast.slug, write=False).code == 0
