"""Telling one's work: who may, for what, and what is remembered of it."""

import pytest

from entredon.apps.flows.queries import work_events
from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created, Released
from entredon.apps.work.entries import Contributed
from entredon.log.models import SideText
from entredon.testing_cast import Cast, person


@pytest.fixture
def car(cast: Cast) -> str:
    """A creation; returns its id."""
    return cast.say(Created(name="Car"))


def test_a_member_tells_what_she_has_done_for_what_a_creation_is_becoming(cast: Cast, car: str) -> None:
    fact = Contributed(creation=car, work="design", measures={"hours": 3})
    cast.refused(fact, cast.charlie, because="join first")
    entry = cast.say(fact, cast.bob, texts={"note": "A lid that folds"})
    (event,) = work_events(cast.slug)
    assert (event.id, event.person, event.kind) == (entry, person(cast.bob), "design")
    assert event.measures == {"hours": 3, "points": 1}
    assert event.process == library.find_version(cast.slug, "").process
    assert SideText.objects.get(entry=entry).text == "A lid that folds"


def test_work_for_a_released_version_stays_with_it(cast: Cast, car: str) -> None:
    cast.say(Contributed(creation=car, work="design"), cast.bob)
    release = cast.say(Released(creation=car, name="1", own=1, inputs=()))
    cast.say(Contributed(version=release, work="translation"), cast.bob)
    cast.say(Contributed(creation=car, work="design"), cast.bob)
    first, following = (version.process for version in library.versions(cast.slug))
    assert sorted(event.process for event in work_events(cast.slug)) == sorted([first, first, following])


def test_work_for_the_commons_at_large_is_in_no_version(cast: Cast) -> None:
    cast.say(Contributed(work="hosting", measures={"points": 4}), cast.bob)
    (event,) = work_events(cast.slug)
    assert (event.process, event.measures) == ("", {"points": 4})


def test_a_version_that_was_replaced_takes_no_more_work(cast: Cast, car: str) -> None:
    opened = library.find_version(cast.slug, "").id
    fact = Contributed(version=opened, work="design")
    cast.say(fact, cast.bob)
    cast.say(Released(creation=car, name="1", own=1, inputs=()))
    cast.refused(fact, cast.bob, because="This version has been replaced")


def test_what_is_not_there_can_not_be_worked_on(cast: Cast, car: str) -> None:
    cast.refused(Contributed(creation="f" * 64, work="design"), because="no creation ffffffffff")
    cast.refused(Contributed(version=car, work="design"), because="There is no version")
    cast.refused(Contributed(version=car, creation=car, work="design"), because="not both")


@pytest.mark.parametrize("kind", ["", "Design", "two words", "1st", "a" * 41])
def test_a_kind_of_work_is_one_word_in_small_letters(cast: Cast, kind: str) -> None:
    cast.say(Contributed(work="design"))
    cast.refused(Contributed(work=kind), because="is not a kind of work")


@pytest.mark.parametrize(("measures", "because"), [
    ({"points": -1}, "between 0 and"), ({"points": 10**12 + 1}, "between 0 and"), ({"1st": 1}, "not a name"),
])  # fmt: skip
def test_measures_are_whole_numbers_that_can_be_added_up(cast: Cast, measures: dict[str, int], because: str) -> None:
    cast.say(Contributed(work="design", measures={"points": 10**12}))
    cast.refused(Contributed(work="design", measures=measures), because=because)
