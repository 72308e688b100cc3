"""Pages are kept within bounds, those asked for last the longest; sums as long as the record stays as it is."""

from django.utils import translation

from entredon.apps.library.entries import Created
from entredon.apps.people.views import gifts
from entredon.apps.work.entries import Contributed
from entredon.apps.work.listing import given
from entredon.log.pages import Key, Page, Shelf, remembered
from entredon.testing_cast import Cast


def key(name: str) -> Key:
    return (name, (1, b""), 1, False, "/", "en")


def page(length: int) -> Page:
    return Page(b"x" * length, "etag")


def test_what_was_not_asked_for_longest_makes_room() -> None:
    shelf = Shelf(room=100)
    for name in ("a", "b"):
        shelf.put(key(name), page(40))
    assert shelf.get(key("a")) is not None
    shelf.put(key("c"), page(40))
    assert shelf.get(key("b")) is None
    assert shelf.get(key("a")) is not None


def test_a_page_larger_than_the_shelf_is_not_kept_and_leaves_no_debt() -> None:
    shelf = Shelf(room=100)
    shelf.put(key("a"), page(101))
    assert shelf.get(key("a")) is None
    shelf.put(key("b"), page(100))
    assert shelf.get(key("b")) is not None


def test_keeping_a_page_again_counts_it_once() -> None:
    shelf = Shelf(room=100)
    for _ in range(5):
        shelf.put(key("a"), page(60))
    shelf.put(key("b"), page(40))
    assert shelf.get(key("a")) is not None


def test_a_sum_is_worked_out_once_per_state_of_the_record(cast: Cast) -> None:
    asked = []

    @remembered
    def count(slug: str) -> int:
        asked.append(slug)
        return len(asked)

    assert (count("merel"), count("merel")) == (1, 1)
    cast.say(Created(name="Boot lid"))
    assert count("merel") == 2


def test_what_is_remembered_in_words_has_them_in_each_language(cast: Cast) -> None:
    words = remembered(lambda slug: translation.get_language(), worded=True)
    for language in ("nl", "fr", "nl"):
        with translation.override(language):
            assert words("merel") == language


def test_kinds_of_work_stand_in_the_language_of_whoever_looks(cast: Cast) -> None:
    cast.say(Contributed(work="translation", measures={"points": 1}))
    found = {}
    for language in ("fr", "nl"):
        with translation.override(language):
            found[language] = [row["kinds"] for row in gifts("merel", True) if row["kinds"]]
            found[language] += [row.kind_name for row in given("merel", "", True)]
    assert found == {"fr": ["traduction", "traduction"], "nl": ["vertaling", "vertaling"]}
