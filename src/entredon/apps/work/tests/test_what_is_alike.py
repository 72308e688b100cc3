"""Which ideas are like one another: by their letters, whatever the order, and fast among thousands."""

import random
import time

import pytest

from entredon.apps.work import alike
from entredon.apps.work.entries_ideas import Proposed, Reworded
from entredon.log.models import SideText
from entredon.pure.alike import Index, groups
from entredon.testing_cast import Cast

KNOWN = {
    "roof": ("A roof that folds", "So that the car fits below the stairs when it rains."),
    "rain": ("Folding roofs for the rain", ""),
    "seat": ("Seats from old bicycles", "Bicycle saddles are light and there are many."),
    "door": ("Paint the doors green", "It looks nice and people see it"),
    "pack": ("A battery one can carry upstairs", "Charging at home without a garage."),
    "toit": ("Un toit qui se replie", "Léger, en toile cirée."),
}


@pytest.fixture
def index() -> Index:
    found = Index()
    for id, (title, text) in KNOWN.items():
        found.add(id, title, text)
    return found


@pytest.mark.parametrize(("typed", "finds"), [
    ("folding roof", ["rain", "roof"]), ("a rooof that fold", ["roof", "rain"]), ("Seat of bicycle saddles", ["seat"]),
    ("PAINT IT GREEN", ["door"]), ("toit replié", ["toit"]), ("wheels that light up", []), ("the", []), ("", []), ("🚗🚗🚗", []),
])  # fmt: skip
def test_texts_are_found_by_what_they_share(index: Index, typed: str, finds: list[str]) -> None:
    assert [one.id for one in index.near(typed)] == finds


def test_the_text_below_a_title_counts_too(index: Index) -> None:
    assert [one.id for one in index.near("Charging", "at home, without any garage")] == ["pack"]


def test_what_is_forgotten_or_said_anew_is_not_found_as_it_was(index: Index) -> None:
    index.forget("roof")
    index.add("rain", "Umbrellas")
    assert index.near("folding roof") == []
    assert [one.id for one in index.near("umbrellas")] == ["rain"]
    assert len(index) == len(KNOWN) - 1
    index.forget("never there")


def test_one_s_own_is_left_out_and_there_are_at_most_so_many(index: Index) -> None:
    assert [one.id for one in index.near("folding roof", without=["rain"])] == ["roof"]
    assert len(index.near("folding roof", most=1)) == 1


def test_groups_of_letters_know_where_words_begin_and_end() -> None:
    assert groups("Été 24") == {" et", "ete", "te ", " 24", "24 "}


def test_a_megabyte_is_looked_at_in_its_beginning_only(index: Index) -> None:
    start = time.process_time()
    index.add("long", "x" * 1_000_000, "roof " * 200_000)
    index.near("roof " * 200_000, "y" * 1_000_000)
    assert time.process_time() - start < 2


def test_an_answer_while_typing_is_quick_among_five_thousand() -> None:
    dice = random.Random(7)
    words = ["".join(dice.choices("abdefgiklmnoprstuv", k=dice.randint(3, 9))) for _ in range(2_000)]

    def some(count: int) -> str:
        return " ".join(dice.choices(words, k=count))

    index = Index()
    for n in range(5_000):
        index.add(str(n), some(6), some(40))
    took = []
    for _ in range(20):
        title, text = some(6), some(30)
        start = time.process_time()
        index.near(title, text)
        took.append(time.process_time() - start)
    assert sorted(took)[10] < 0.05  # about 0.008 on a quiet machine


def test_the_index_of_a_commons_learns_what_was_said_since(cast: Cast) -> None:
    def near(title: str) -> list[str]:
        return [one.id for one in alike.alike(cast.slug, title)]

    assert near("A roof that folds") == []
    first = cast.say(Proposed(), cast.bob, texts={"title": "A roof that folds"})
    assert near("A folding roof") == [first]
    cast.say(Reworded(of=first), cast.bob, texts={"title": "Wheels of wood"})
    assert (near("A folding roof"), near("wooden wheels")) == ([], [first])
    SideText.objects.filter(name="title").delete()
    assert near("wooden wheels") == []
    assert len(alike._known[cast.slug].index) == 0  # nothing is left of what was erased
