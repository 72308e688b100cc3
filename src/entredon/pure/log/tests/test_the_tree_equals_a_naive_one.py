"""Every tree size from 0 to 600 against RFC 6962 written down as it stands there: slow, short, and without any trick."""

import random
from functools import cache

import pytest

from entredon.pure.log import tree
from entredon.pure.log.history import History

LARGEST = 600
LEAVES = [tree.leaf_hash(f"leaf {n}".encode()) for n in range(LARGEST)]


def split(count: int) -> int:
    """The largest power of two smaller than the count."""
    power = 1
    while power * 2 < count:
        power *= 2
    return power


@cache
def naive(start: int, end: int) -> bytes:
    """MTH of RFC 6962, 2.1, over the leaves from start to end."""
    if start == end:
        return tree.EMPTY_ROOT
    if end - start == 1:
        return LEAVES[start]
    middle = start + split(end - start)
    return tree.node_hash(naive(start, middle), naive(middle, end))


def naive_inclusion(index: int, start: int, end: int) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1."""
    if end - start == 1:
        return []
    middle = start + split(end - start)
    if index < middle:
        return [*naive_inclusion(index, start, middle), naive(middle, end)]
    return [*naive_inclusion(index, middle, end), naive(start, middle)]


def naive_consistency(old: int, start: int, end: int, whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962, 2.1.2; ``old`` counts from the beginning of the tree."""
    if old == end:
        return [] if whole else [naive(start, end)]
    middle = start + split(end - start)
    if old <= middle:
        return [*naive_consistency(old, start, middle, whole), naive(middle, end)]
    return [*naive_consistency(old, middle, end, False), naive(start, middle)]


@pytest.fixture(scope="module")
def history() -> History:
    grown = History()
    for leaf in LEAVES:
        grown.append(leaf)
    return grown


def test_every_root_is_that_of_the_standard(history: History) -> None:
    growing = tree.CompactRange()
    for size in range(LARGEST + 1):
        assert growing.root() == tree.root_at(size, history.read) == history.root_at(size) == naive(0, size)
        assert growing.hashes == history.range_at(size)
        if size < LARGEST:
            growing.append(LEAVES[size])


def check(history: History, size: int, indexes: list[int], olds: list[int]) -> None:
    """Proofs at one size: equal to the naive ones, accepted, and refused for anything else."""
    root = naive(0, size)
    for index in indexes:
        path = tree.inclusion(index, size, history.read)
        assert path == naive_inclusion(index, 0, size)
        assert tree.is_included(index, size, LEAVES[index], path, root)
        assert not tree.is_included(index, size, LEAVES[index - 1], path, root) or size == 1
        assert not tree.is_included(index, size, LEAVES[index], [*path, root], root)
        assert not path or not tree.is_included(index, size, LEAVES[index], path[:-1], root)
    for old in olds:
        path = tree.consistency(old, size, history.read)
        assert path == ([] if old == 0 else naive_consistency(old, 0, size))
        assert tree.is_consistent(old, size, path, naive(0, old), root)
        assert not tree.is_consistent(old, size, [*path, root], naive(0, old), root)
        if 0 < old < size:
            assert not tree.is_consistent(old, size, path[:-1], naive(0, old), root)
            assert not tree.is_consistent(old, size, path, naive(0, old - 1), root)
            assert not tree.is_consistent(old, size, path, naive(0, old), naive(0, size - 1))


def test_proofs_at_every_size_are_those_of_the_standard(history: History) -> None:
    chosen = random.Random(6962)
    for size in range(1, LARGEST + 1):
        indexes = sorted({0, size - 1, *(chosen.randrange(size) for _ in range(3))})
        check(history, size, indexes, sorted({0, size, *(chosen.randrange(size + 1) for _ in range(3))}))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65])
def test_all_proofs_of_small_trees_are_those_of_the_standard(history: History, size: int) -> None:
    check(history, size, list(range(size)), list(range(size + 1)))


@pytest.mark.exhaustive
@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_all_proofs_of_all_sizes_are_those_of_the_standard(history: History, size: int) -> None:
    check(history, size, list(range(size)), list(range(size + 1)))


def test_there_is_no_proof_for_what_is_not_there(history: History) -> None:
    for index, size in [(-1, 3), (3, 3), (0, 0)]:
        with pytest.raises(ValueError):
            tree.inclusion(index, size, history.read)
        assert tree.root_from_inclusion(index, size, LEAVES[0], []) is None
    with pytest.raises(ValueError):
        tree.consistency(4, 3, history.read)
    assert not tree.is_consistent(4, 3, [], naive(0, 4), naive(0, 3))
    with pytest.raises(ValueError):
        history.range_at(LARGEST + 1)
