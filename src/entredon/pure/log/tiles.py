"""Tiles: the tree and its entries cut into files of 256, that any static server can serve and cache for ever.

Source: C2SP tlog-tiles 0.1.0.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from entredon.pure.log.canonical import Malformed

WIDTH = 256
_PATH = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]{1,3}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile of hashes, or with level None a bundle of entries. ``width`` is 256 or, for a partial one, less."""

    level: int | None
    n: int
    width: int = WIDTH

    def path(self) -> str:
        """Its address below the log's prefix."""
        level = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{digits(self.n)}{partial}"


def digits(n: int) -> str:
    """A tile's number in groups of three digits, all but the last with an x: 1234067 → x001/x234/067."""
    groups = [f"{n % 1000:03d}"]
    while n >= 1000:
        n //= 1000
        groups.append(f"x{n % 1000:03d}")
    return "/".join(reversed(groups))


def parse_path(path: str) -> Tile:
    """A tile from its address. Raises Malformed for any but the one spelling."""
    match = _PATH.fullmatch(path)
    if match is None:
        raise Malformed("{path} is not the address of a tile", path=path[:80])
    level = None if match[1] == "entries" else int(match[1])
    n = int(re.sub("[x/]", "", match[2]))
    tile = Tile(level, n, WIDTH if match[3] is None else int(match[3]))
    if tile.path() != path or not 0 < tile.width <= WIDTH or (level or 0) > 63:
        raise Malformed("{path} is not the address of a tile", path=path[:80])
    return tile


def width_at(level: int, n: int, size: int) -> int:
    """How many hashes the tile n of a level has when the log has this size; 0 when it isn't there yet."""
    return max(0, min(WIDTH, (size >> (8 * level)) - n * WIDTH))


def of_level(level: int, size: int) -> Iterator[Tile]:
    """The tiles of a level (0 for hashes of leaves) that a log of this size has; the last may be partial."""
    count = size >> (8 * level)
    for n in range(-(-count // WIDTH)):
        yield Tile(level, n, width_at(level, n, size))


def all_at(size: int) -> Iterator[Tile]:
    """Every tile of hashes that a log of this size has, level by level."""
    level = 0
    while size >> (8 * level):
        yield from of_level(level, size)
        level += 1


def count(size: int) -> int:
    """How many tiles of hashes a log of this size has."""
    total = 0
    while size:
        total += -(-size // WIDTH)
        size >>= 8
    return total


def bundles_at(size: int) -> Iterator[Tile]:
    """Every bundle of entries that a log of this size has."""
    for tile in of_level(0, size):
        yield Tile(None, tile.n, tile.width)


def encode_bundle(leaves: list[bytes]) -> bytes:
    """Leaves, each after its length in two bytes, big-endian."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def decode_bundle(data: bytes) -> list[bytes]:
    """The leaves of a bundle. Raises Malformed when it is cut off."""
    leaves = []
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "big")
        leaf = data[at + 2 : at + 2 + length]
        if at + 2 > len(data) or len(leaf) != length:
            raise Malformed("the bundle of entries is cut off")
        leaves.append(leaf)
        at += 2 + length
    return leaves
