"""A roll and its votes are named by roots that anybody can reckon again."""

import hashlib
import random

from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.choice.roll import ballots_root, roll_root, sorted_ids

ids = st.lists(st.text("k:0f9a", min_size=1, max_size=6), max_size=12, unique=True)


def leaf(text: str) -> bytes:
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_the_root_is_that_of_rfc_6962_over_the_sorted_ids() -> None:
    assert roll_root([]) == hashlib.sha256(b"").hexdigest()
    assert roll_root(["k:b"]) == leaf("k:b").hex()
    assert roll_root(["k:c", "k:a", "k:b"]) == node(node(leaf("k:a"), leaf("k:b")), leaf("k:c")).hex()


def test_votes_are_lines_of_a_person_and_her_choice() -> None:
    votes = [("k:b", "no"), ("k:a", "yes")]
    assert ballots_root(votes) == node(leaf("k:a yes"), leaf("k:b no")).hex()


@given(ids, st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_named_changes_nothing(people: list[str], chance: random.Random) -> None:
    mixed = [*people, *people[:2]]
    chance.shuffle(mixed)
    assert roll_root(mixed) == roll_root(people)
    assert sorted_ids(mixed) == sorted(people, key=str.encode)


@given(ids, st.text("k:0f9a", min_size=7, max_size=8))
def test_one_more_is_another_roll(people: list[str], other: str) -> None:
    assert roll_root([*people, other]) != roll_root(people)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from(["yes", "no"])),
        min_size=1,
        max_size=6,
        unique_by=lambda v: v[0],
    )
)
def test_one_vote_changed_is_another_count(votes: list[tuple[str, str]]) -> None:
    person, choice = votes[0]
    changed = [(person, "no" if choice == "yes" else "yes"), *votes[1:]]
    assert ballots_root(changed) != ballots_root(votes)
