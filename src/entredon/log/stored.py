"""The tree of a log, read from its rows: hashes for proofs, and tiles for the world."""

from collections.abc import Callable

from django.db import connection

from entredon.log.models import Entry, Log, Subtree
from entredon.pure.log import tiles, tree
from entredon.pure.told import Told

TILE = 256


class Absent(Told):
    """No such tile, proof or entry in this log."""


def head(slug: str) -> Log:
    """The head of a log. Raises Absent."""
    log = Log.objects.filter(slug=slug).first()
    if log is None:
        raise Absent("There is no public record named {slug} here.", slug=slug)
    return log


def find_head(slug: str, *, lock: bool) -> Log | None:
    """The head of a log or None, read by hand: an append does it each time, and the ORM takes a millisecond for it."""
    suffix = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "slug", "origin", "vkey", "size", "hashes", "founded", "rebuilt" FROM "{Log._meta.db_table}"'
            f' WHERE "slug" = %s{suffix}',
            [slug],
        )
        row = cursor.fetchone()
    return None if row is None else Log(*row)


def write_head(slug: str, compact: tree.CompactRange, founded: str) -> None:
    """Move the head of a log on."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{Log._meta.db_table}" SET "size" = %s, "hashes" = %s, "founded" = %s WHERE "slug" = %s',
            [compact.size, b"".join(compact.hashes), founded, slug],
        )


def compact(log: Log) -> tree.CompactRange:
    """The compact range at the head."""
    raw = bytes(log.hashes)
    return tree.CompactRange(log.size, [raw[i : i + 32] for i in range(0, len(raw), 32)])


def tile_hashes(slug: str, level: int, n: int, width: int = TILE) -> list[bytes]:
    """The first ``width`` hashes of a tile."""
    first = n * TILE
    if level == 0:
        rows = Entry.objects.filter(commons=slug, index__gte=first, index__lt=first + width)
        hashes = [bytes(h) for h in rows.order_by("index").values_list("leaf_hash", flat=True)]
    else:
        subtrees = Subtree.objects.filter(commons=slug, level=level, index__gte=first, index__lt=first + width)
        hashes = [bytes(h) for h in subtrees.order_by("index").values_list("hash", flat=True)]
    if len(hashes) != width:
        raise Absent(
            "tile {level}/{n} has {count} hashes, not {width}", level=level, n=n, count=len(hashes), width=width
        )
    return hashes


def reader(slug: str, size: int) -> Callable[[int, int], bytes]:
    """Hashes of complete subtrees of this log at this size; each tile is read once."""
    loaded: dict[tuple[int, int], list[bytes]] = {}

    def read(level: int, index: int) -> bytes:
        tile_level, within = divmod(level, 8)
        first = index << within
        n = first // TILE
        if (tile_level, n) not in loaded:
            width = tiles.width_at(tile_level, n, size)
            loaded[tile_level, n] = tile_hashes(slug, tile_level, n, width)
        start = first % TILE
        return tree.root_of(loaded[tile_level, n][start : start + (1 << within)])

    return read


def root_at(slug: str, size: int) -> bytes:
    """The root the log had at an earlier size (or has now)."""
    return tree.root_at(size, reader(slug, size))


def tile(slug: str, path: str) -> bytes:
    """A tile or entry bundle by its path, as far as the published log reaches. Raises Absent, Malformed."""
    wanted = tiles.parse_path(path)
    published = published_size(slug)
    if not 0 < wanted.width <= tiles.width_at(wanted.level or 0, wanted.n, published):
        raise Absent("{path} is not part of this public record yet", path=path)
    if wanted.level is None:
        first = wanted.n * TILE
        rows = Entry.objects.filter(commons=slug, index__gte=first, index__lt=first + wanted.width)
        return tiles.encode_bundle([bytes(leaf) for leaf in rows.order_by("index").values_list("leaf", flat=True)])
    return b"".join(tile_hashes(slug, wanted.level, wanted.n, wanted.width))


def published_size(slug: str) -> int:
    """How far the published checkpoint reaches."""
    from entredon.log import checkpoints

    return checkpoints.published(slug).size
