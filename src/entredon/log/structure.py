"""Checks the files of a log without its rules: checkpoint, tiles, leaves, side texts, content. Located faults come out.

Tiles and entries prove each other: whichever leads to the signed root is right, the other is damaged.
"""

import gc
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Protocol

from entredon.log import files
from entredon.pure.log import checkpoint, leaf, note, structure, tiles, tree
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.checkpoint import Checkpoint
from entredon.pure.log.structure import Chunk, Fault, Interval
from entredon.pure.told import Told

MANY = 4_000
"""From so many entries on, a second process is worth its start."""
STRETCH = 8
"""Bundles that a process checks in one go."""
SHOWN = 200
"""Faults of one kind that are listed; nobody reads more."""
NOTHING = "what lies here is empty, or no regular file."

Progress = Callable[[int, int], None]


class Files(Protocol):
    """What can be read of a log."""

    def read(self, path: str, limit: int) -> bytes | None: ...
    def sha256(self, path: str) -> str | None: ...


class NoLog(Told):
    """There is no log in this place."""


@dataclass(slots=True)
class Checked:
    """What the structure showed. ``hashes`` are the leaf hashes that lead to the root, None when none do.

    ``computed`` are those of the entries themselves, where the tiles don't lead to the root.
    """

    vkey: str = ""
    head: Checkpoint | None = None
    hashes: bytes | None = None
    computed: bytes = b""
    whole: Chunk = field(default_factory=Chunk)
    absent: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, file: str, check: str, message: str, index: int | None = None, entry: str | None = None) -> None:
        """Note a fault."""
        self.faults.append(Fault(index, entry, file, check, message))


def check(
    source: Files, vkey: str | None, keep: frozenset[str], *, processes: int = 2, progress: Progress | None = None
) -> Checked:
    """Check everything that needs no rules. Leaves of the kinds in ``keep`` are handed back. Raises NoLog."""
    if not _anything(source):
        raise NoLog
    found = Checked()
    _check_vkey(source, vkey, found)
    _check_head(source, found)
    if found.head is None or found.faults:
        return found
    with _workers(processes if found.head.size >= MANY else 1) as each:
        rows = check_tiles(source, found)
        if rows is None:
            return found
        tasks = _tasks(source, found, rows, keep | {structure.FOUNDING})
        whole, wrong = _check_leaves(found, each, tasks, progress)
    found.whole = whole
    _compare(found, rows, wrong)
    _check_founding(found)
    _check_sides(source, found)
    return found


def _check_vkey(source: Files, given: str | None, found: Checked) -> None:
    raw = source.read("vkey", files.SMALL)
    if raw is None and given is None:
        found.fault("vkey", "vkey", "The key that checks this public record is missing; give it with --vkey.")
        return
    try:
        text = given if raw is None else raw.decode()
        if given is None or raw is not None:
            if not (text or "").endswith("\n"):
                raise Malformed("a key's file is one line")
            text = (text or "")[:-1]
        note.parse_vkey(text or "")
    except (Malformed, UnicodeDecodeError) as trouble:
        found.fault("vkey", "vkey", f"The key of this public record can't be read: {trouble}.")
        return
    found.vkey = given or text or ""
    if given is not None and given != text:
        found.fault("vkey", "vkey", "The key beside this public record is not the one you gave.")


def _anything(source: Files) -> bool:
    names = ("checkpoint", "vkey", "tile/0/000", "tile/entries/000")
    return any(source.read(name, files.SMALL) is not None for name in names)


def _check_head(source: Files, found: Checked) -> None:
    raw = source.read("checkpoint", files.SMALL)
    if raw is None:
        found.fault("checkpoint", "checkpoint", "The checkpoint is missing.")
    elif found.vkey:
        try:
            found.head = checkpoint.open(raw, found.vkey)
        except Malformed as trouble:
            found.fault("checkpoint", "checkpoint", f"The checkpoint can't be trusted: {trouble}.")


def check_tiles(source: Files, found: Checked) -> list[bytes | None] | None:
    """The rows of leaf hashes, one per tile (None where it can't be used). Upper tiles are compared with them."""
    assert found.head is not None
    size, levels, missing = found.head.size, [], 0
    level = 0
    while size >> (8 * level) or level == 0:
        rows: list[bytes | None] = []
        for tile in tiles.of_level(level, size):
            data = source.read(tile.path(), files.limit_of(tile))
            if data is None:
                missing += 1
                found.fault(tile.path(), "missing", "This tile is missing.", *_first(tile))
                if missing >= SHOWN:
                    return None
            elif len(data) != 32 * tile.width:
                message = f"This tile should have {32 * tile.width} bytes." if data else NOTHING
                found.fault(tile.path(), "tile", message, *_first(tile))
                data = None
            rows.append(data)
        levels.append(rows)
        level += 1
    found.hashes, computed = _climb(found.head, levels[0])
    for number, (rows, right) in enumerate(zip(levels[1:], computed[1:], strict=False), start=1):
        _compare_rows(found, number, rows, right)
    return levels[0]


def _first(tile: tiles.Tile) -> tuple[int | None]:
    return (tile.n * tiles.WIDTH << (8 * (tile.level or 0)),)


def _climb(head: Checkpoint, rows: Sequence[bytes | None]) -> tuple[bytes | None, list[bytes]]:
    """The leaf hashes, if they lead to the root; and each level's hashes as computed from those below."""
    levels = [b"".join(row or b"" for row in rows)]
    while len(levels[-1]) // 32 >= tiles.WIDTH:
        below = levels[-1]
        levels.append(b"".join(_root(below[at : at + 8192]) for at in range(0, len(below) - 8191, 8192)))

    def read(level: int, index: int) -> bytes:
        high, low = divmod(level, 8)
        return _root(levels[high][index << (5 + low) : (index + 1) << (5 + low)])

    whole = len(levels[0]) == 32 * head.size
    return (levels[0] if whole and tree.root_at(head.size, read) == head.root else None), levels


def _root(hashes: bytes) -> bytes:
    return tree.root_of([hashes[at : at + 32] for at in range(0, len(hashes), 32)])


def _compare_rows(found: Checked, level: int, rows: Sequence[bytes | None], right: bytes) -> None:
    if found.hashes is None:
        return
    for n, row in enumerate(rows):
        if row is not None and row != right[n * 8192 : n * 8192 + len(row)]:
            tile = tiles.Tile(level, n, len(row) // 32)
            found.fault(tile.path(), "tile", "This tile doesn't follow from the tiles below it.", *_first(tile))


@dataclass(frozen=True)
class Task:
    """Bundles for one process: what it needs to check them."""

    source: Files
    bundles: list[tiles.Tile]
    rows: list[bytes | None]
    known: dict[str, Interval]
    origin: str
    keep: frozenset[str]


@dataclass
class Result:
    """What a stretch of bundles showed, and where leaves differ from the tiles: (bundle, index, how many).

    ``hashes`` are those of the leaves, where the tiles couldn't be trusted.
    """

    chunk: Chunk
    hashes: bytes
    wrong: list[tuple[tiles.Tile, int, int]]
    faults: list[Fault]


def run(task: Task) -> Result:
    """Check a stretch of bundles. Leaves that differ from their tile are only reported as such."""
    wrong: list[tuple[tiles.Tile, int, int]] = []
    faults: list[Fault] = []

    hashes = bytearray()

    def leaves() -> Iterator[tuple[int, str, bytes]]:
        for bundle, row in zip(task.bundles, task.rows, strict=True):
            first, path = bundle.n * tiles.WIDTH, bundle.path()
            raws = _bundle(task.source, bundle, faults)
            if raws is None:
                continue
            right = [tree.leaf_hash(raw) for raw in raws]
            if row is None:
                hashes.extend(b"".join(right))
                yield from ((first + n, path, raw) for n, raw in enumerate(raws))
                continue
            # A length that was changed garbles what follows: the first difference is the one that tells.
            count = max(len(raws), bundle.width)
            bad = {n for n in range(count) if n >= len(raws) or right[n] != row[32 * n : 32 * n + 32]}
            if bad:
                wrong.append((bundle, first + min(bad), len(bad)))
            yield from ((first + n, path, raw) for n, raw in enumerate(raws) if n not in bad)

    chunk = structure.check_chunk(leaves(), task.known, task.origin, task.keep)
    return Result(chunk, bytes(hashes), wrong, faults)


def _bundle(source: Files, bundle: tiles.Tile, faults: list[Fault]) -> list[bytes] | None:
    path = bundle.path()
    data = source.read(path, files.limit_of(bundle))
    if data is None:
        faults.append(Fault(bundle.n * tiles.WIDTH, None, path, "missing", "This bundle of entries is missing."))
        return None
    raws, cut = [], 0
    while cut + 2 <= len(data):
        length = int.from_bytes(data[cut : cut + 2], "big")
        raws.append(data[cut + 2 : cut + 2 + length])
        cut += 2 + length
    if cut != len(data) or len(raws) != bundle.width:
        index = bundle.n * tiles.WIDTH + max(0, min(len(raws), bundle.width) - 1)
        message = f"This bundle should hold {bundle.width} entries; it is cut off or garbled."
        faults.append(Fault(index, None, path, "bundle", message))
    return raws


Each = Callable[[list[Task]], Iterable[Result]]


@contextmanager
def _workers(processes: int) -> Iterator[Each]:
    """What runs tasks: this process, or several, which start while this one reads on."""
    if processes < 2:
        yield lambda tasks: map(run, tasks)
        return
    # A copy of this process starts at once; with threads, or on other systems, only a new one is safe.
    alone = sys.platform == "linux" and threading.active_count() == 1
    context = get_context("fork" if alone else "spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=gc.disable) as pool:
        for _ in range(processes):
            pool.submit(int)
        yield lambda tasks: pool.map(run, tasks)


def _tasks(source: Files, found: Checked, rows: list[bytes | None], keep: frozenset[str]) -> list[Task]:
    assert found.head is not None
    bundles = list(tiles.bundles_at(found.head.size))
    known = _known_keys(source, bundles)
    trusted: list[bytes | None] = rows if found.hashes is not None else [None] * len(rows)
    return [
        Task(source, bundles[at : at + STRETCH], trusted[at : at + STRETCH], known, found.head.origin, keep)
        for at in range(0, len(bundles), STRETCH)
    ]


def _check_leaves(
    found: Checked, each: Each, tasks: list[Task], progress: Progress | None
) -> tuple[Chunk, list[tuple[tiles.Tile, int, int]]]:
    assert found.head is not None
    results, size = [], found.head.size
    for result in each(tasks):
        results.append(result)
        if progress is not None:
            progress(min(size, len(results) * STRETCH * tiles.WIDTH), size)
    wrong = [w for result in results for w in result.wrong]
    found.faults += [f for result in results for f in result.faults]
    found.computed = b"".join(result.hashes for result in results)
    return structure.join(result.chunk for result in results), wrong


def _known_keys(source: Files, bundles: list[tiles.Tile]) -> dict[str, Interval]:
    known = structure.Known()
    for bundle in bundles:
        data = source.read(bundle.path(), files.limit_of(bundle)) or b""
        if not structure.speaks_of_keys(data):
            continue
        raws = _bundle(source, bundle, []) or []
        for n, raw in enumerate(raws):
            if structure.speaks_of_keys(raw):
                structure.learn(known, bundle.n * tiles.WIDTH + n, raw)
    return dict(known)


def _compare(found: Checked, rows: list[bytes | None], wrong: list[tuple[tiles.Tile, int, int]]) -> None:
    """Put the two sides together: leaves and tiles against the root, and authors' words against the tree."""
    whole = found.whole
    assert found.head is not None
    if found.hashes is None:
        _blame(found, rows)
    for bundle, index, count in wrong[:SHOWN]:
        more = f", nor are {count - 1} others in this bundle" if count > 1 else ""
        found.fault(bundle.path(), "hash", f"Entry {index} is not the one that the root stands for{more}.", index)
    damaged = bool(found.faults)
    if found.hashes is not None and not damaged:
        roots = structure.roots_at((size for size, _ in whole.seen), found.hashes)
        whole.faults += structure.check_seen(whole, roots)
    # Behind a damaged entry the next one of its author seems lost too: only the damage is worth a line.
    found.faults += [f for f in whole.faults if not (damaged and f.check == "prev")][:SHOWN]


def _blame(found: Checked, rows: list[bytes | None]) -> None:
    """The tiles don't lead to the root: find out whether the entries do."""
    assert found.head is not None
    hashes = found.computed
    size, root = found.head.size, found.head.root
    right = len(hashes) == 32 * size and structure.roots_at([size], hashes).get(size) == root
    if right:
        found.hashes = hashes
    before = len(found.faults)
    for n, row in enumerate(rows):
        computed = hashes[n * 8192 : n * 8192 + 8192]
        if row is None or row == computed:
            continue
        at = next((at for at in range(0, len(row), 32) if row[at : at + 32] != computed[at : at + 32]), 0)
        tile = tiles.Tile(0, n, len(row) // 32)
        index = n * tiles.WIDTH + at // 32
        which = "is not that of its entry" if right else "and its entry differ, and the root fits neither"
        found.fault(tile.path(), "tile", f"The hash at {index} in this tile {which}.", index)
    if not right and len(found.faults) == before and None not in rows:
        found.fault("checkpoint", "root", "The signed root is not that of these entries: the history was changed.")


def _check_founding(found: Checked) -> None:
    for index, raw in found.whole.kept:
        if index == 0:
            said = leaf.parse(raw)
            if said.body.get("vkey") != found.vkey or said.body.get("origin") != said.log:
                message = (
                    "Entry 0: the public record was founded under another key or name than the one it is signed with."
                )
                found.fault("vkey", "vkey", message, 0, said.id)


def _check_sides(source: Files, found: Checked) -> None:
    for index, id, name, committed in found.whole.committed:
        path = files.side_path(id, name)
        data = source.read(path, files.SIDE)
        if data is None:
            found.absent.append((id, name))
        elif not files.opens(data, committed):
            wrong = f"the text “{name}” is not the one its author committed to." if data else NOTHING
            found.fault(path, "side", f"Entry {index}: {wrong}", index, id)


def check_content(source: Files, found: Checked, wanted: Sequence[tuple[int, str, str]]) -> None:
    """Check content, given as (index, entry, sha256)."""
    seen: dict[str, str | None] = {}
    for index, id, sha256 in wanted:
        path = files.content_path(sha256)
        if sha256 not in seen:
            seen[sha256] = source.sha256(path)
        if seen[sha256] is None:
            found.fault(path, "content", f"Entry {index}: content that it needs is missing.", index, id)
        elif seen[sha256] != sha256:
            found.fault(
                path, "content", f"Entry {index}: content that it needs has other bytes than its name says.", index, id
            )
