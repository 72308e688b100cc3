"""Whatever is said in whatever order, by true entries: money is neither made nor lost, and a replay comes to the same books."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entredon.apps.treasury import queries_journal
from entredon.apps.treasury.tests.treasury_life import Life, Move
from entredon.log import content, digest
from entredon.log.replay import Replay
from entredon.log.tests.making import Host
from entredon.pure.money.journal.book import Book

pytestmark = pytest.mark.django_db
MOVES = st.lists(st.tuples(*[st.integers(0, 47)] * 4), min_size=12, max_size=40)


def lived(moves: list[Move]) -> Life:
    life = Life()
    life.live(moves)
    assert all(sentence.strip() for sentence in life.refused)
    return life


def replayed(life: Life) -> None:
    """The same entries in another place: the same tables, the same journal; and the same as a book in memory."""
    slug, again = life.slug, f"{life.slug}-again"
    assert queries_journal.verify(slug) == []
    assert Book(queries_journal.book(slug)).digest() == queries_journal.digest(slug)
    host = Host(slug)
    done = Replay(again, host.origin, content.store(), check_signatures=True).run(
        (("", raw) for raw in host.leaves), len(host.leaves)
    )
    assert (done.faults, done.newer) == ([], None)
    assert digest.tables(again) == digest.tables(slug)
    assert queries_journal.digest(again) == queries_journal.digest(slug)


@settings(max_examples=10, derandomize=True)
@given(MOVES)
def test_in_any_order_nothing_is_made_or_lost_and_a_replay_gives_the_same_books(moves: list[Move]) -> None:
    replayed(lived(moves))


@pytest.mark.exhaustive
@settings(max_examples=1_500)
@given(st.lists(st.tuples(*[st.integers(0, 47)] * 4), min_size=30, max_size=90))
def test_nor_in_many_more(moves: list[Move]) -> None:
    replayed(lived(moves))
