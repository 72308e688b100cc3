"""The tree as it grows, with all its complete subtrees kept: the root at any earlier size costs a few hashes."""

from entredon.pure.log.tree import EMPTY_ROOT, covering, fold, node_hash


class History:
    """Hashes of all complete subtrees, level by level; about 64 bytes per leaf."""

    def __init__(self) -> None:
        self.size = 0
        self._levels = [bytearray()]
        self._last = (0, EMPTY_ROOT)

    def append(self, hash: bytes) -> None:
        """Add the hash of the next leaf."""
        levels, level, index = self._levels, 0, self.size
        levels[0] += hash
        while index & 1:
            hash = node_hash(bytes(levels[level][-64:-32]), hash)
            level, index = level + 1, index >> 1
            if level == len(levels):
                levels.append(bytearray())
            levels[level] += hash
        self.size += 1

    def read(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree."""
        return bytes(self._levels[level][32 * index : 32 * index + 32])

    def range_at(self, size: int) -> list[bytes]:
        """The hashes of the perfect subtrees that make up the first leaves, from left to right."""
        if not 0 <= size <= self.size:
            raise ValueError(f"there are {self.size} leaves, not {size}")
        return [self.read(level, index) for level, index in covering(0, size)]

    def root_at(self, size: int) -> bytes:
        """The root the tree had when it was of this size."""
        if size != self._last[0]:
            self._last = (size, fold(self.range_at(size)))
        return self._last[1]
