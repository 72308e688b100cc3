"""The Merkle tree of RFC 6962: leaf and node hashes, compact ranges, inclusion and consistency proofs.

``read(level, index)`` stands for wherever hashes live: it returns the hash of the complete subtree of 2^level leaves
that begins at leaf index·2^level.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

EMPTY_ROOT = hashlib.sha256(b"").digest()

Read = Callable[[int, int], bytes]


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256(0x00 ‖ leaf)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees from left (largest) to right; the empty root for none."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root of a tree over these leaf hashes (or of any row of equal subtrees)."""
    tree = CompactRange()
    for hash in hashes:
        tree.append(hash)
    return tree.root()


@dataclass(slots=True)
class CompactRange:
    """The hashes of the perfect subtrees that make up the first ``size`` leaves, from left to right."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def append(self, hash: bytes) -> None:
        """Add the hash of the next leaf."""
        size = self.size
        hashes = self.hashes
        while size & 1:
            hash = node_hash(hashes.pop(), hash)
            size >>= 1
        hashes.append(hash)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree at this size."""
        return fold(self.hashes)


def covering(start: int, end: int) -> list[tuple[int, int]]:
    """The perfect subtrees (level, index) that make up the leaves from start to end, as the tree splits them.

    ``start`` is 0 or a multiple of the largest power of two that fits in the range, as in every split of RFC 6962.
    """
    parts = []
    while start < end:
        level = (end - start).bit_length() - 1
        parts.append((level, start >> level))
        start += 1 << level
    return parts


def hash_of_range(start: int, end: int, read: Read) -> bytes:
    """The hash of a range of leaves that is a node of the tree."""
    return fold([read(level, index) for level, index in covering(start, end)])


def root_at(size: int, read: Read) -> bytes:
    """The root of the tree at this size."""
    return hash_of_range(0, size, read)


def _split(count: int) -> int:
    """The largest power of two smaller than the count."""
    return 1 << ((count - 1).bit_length() - 1)


def inclusion(index: int, size: int, read: Read) -> list[bytes]:
    """The audit path of RFC 6962, 2.1.1: hashes from the leaf's sibling up. Raises ValueError out of range."""
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(hash_of_range(middle, end, read))
            end = middle
        else:
            path.append(hash_of_range(start, middle, read))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, read: Read) -> list[bytes]:
    """The consistency proof of RFC 6962, 2.1.2. Raises ValueError unless 0 <= old <= new."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} can't continue one of {old}")
    if old in (0, new):
        return []
    path = []
    start, end = 0, new
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(hash_of_range(middle, end, read))
            end = middle
        else:
            path.append(hash_of_range(start, middle, read))
            start = middle
    if start:
        path.append(hash_of_range(start, end, read))
    return path[::-1]


def root_from_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """The root that an audit path leads to, or None when the path has the wrong length (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    first, last, hash = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if first & 1 or first == last:
            hash = node_hash(sibling, hash)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            hash = node_hash(hash, sibling)
        first >>= 1
        last >>= 1
    return hash if last == 0 else None


def is_included(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the audit path proves that the leaf hash stands at this index under the root."""
    return _are_hashes(leaf, root, *path) and root_from_inclusion(index, size, leaf, path) == root


def _are_hashes(*values: bytes) -> bool:
    """Whether all of these have the 32 bytes of a hash: others could stand for what nobody has hashed."""
    return all(len(value) == 32 for value in values)


def is_consistent(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the proof shows that the newer tree only adds to the older (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not path and old_root == new_root and (old > 0 or old_root == EMPTY_ROOT)
    if not _are_hashes(old_root, new_root, *path):
        return False
    if old == 0:
        return not path and old_root == EMPTY_ROOT
    if old & (old - 1) == 0:
        path = [old_root, *path]
    if not path:
        return False
    return _climb(old, new, path) == (old_root, new_root)


def _climb(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    first, last = old - 1, new - 1
    while first & 1:
        first >>= 1
        last >>= 1
    old_hash = new_hash = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if first & 1 or first == last:
            old_hash = node_hash(sibling, old_hash)
            new_hash = node_hash(sibling, new_hash)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            new_hash = node_hash(new_hash, sibling)
        first >>= 1
        last >>= 1
    return (old_hash, new_hash) if last == 0 else None
