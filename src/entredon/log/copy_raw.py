"""Takes all files of a log as they are, unchecked, into a directory: for a verification that then names every fault."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from entredon.log import files, named
from entredon.log.files import Source
from entredon.pure.log import checkpoint, leaf, note, tiles
from entredon.pure.log.canonical import Malformed

AT_ONCE = 4
STRETCH = 64
"""Files asked for before we look whether any came."""
MISSING = 200
"""So many missing files are named by no check: a size can be claimed that nobody could ever fetch."""

Progress = Callable[[str, int, int], None]
Wanted = tuple[str, int]
"""The path of a file and the most bytes it may have."""


def take(source: Source, into: Path, progress: Progress | None = None) -> None:
    """Copy what the source has. What is missing stays missing. Raises Unreachable where it is another server."""
    for name in ("vkey", "checkpoint"):
        data = source.read(name, files.SMALL)
        if data is not None:
            files.write(into / name, data)
    size = _size(into)
    for kind, count in ((tiles.bundles_at(size), -(-size // tiles.WIDTH)), (tiles.all_at(size), tiles.count(size))):
        _all(source, into, ((tile.path(), files.limit_of(tile)) for tile in kind), count, "Entries", progress)
    texts, contents = _companions(into, size)
    _all(source, into, ((path, files.SIDE) for path in texts), len(texts), "Texts", progress, patient=True)
    for done, (sha256, limit) in enumerate(sorted(contents.items())):
        path = files.content_path(sha256)
        source.save(path, into / path, limit)
        _say(progress, "Content", done + 1, len(contents))


def _size(into: Path) -> int:
    """The size the checkpoint claims, if it can be read at all; its signature is checked later."""
    try:
        text, _ = note.split((into / "checkpoint").read_bytes())
        return checkpoint.parse(text).size
    except (OSError, Malformed):
        return 0


def _all(
    source: Source, into: Path, wanted: Iterable[Wanted], count: int, what: str, progress: Progress | None,
    *, patient: bool = False,
) -> None:  # fmt: skip
    """Fetch files as they are wanted. Unless ``patient``, no more are asked for once a whole stretch is missing, or many."""

    def one(item: Wanted) -> bool:
        data = source.read(*item)
        if data is not None:
            files.write(into / item[0], data)
        return data is not None

    with ThreadPoolExecutor(AT_ONCE if source.parallel else 1) as pool:
        done, missing, rest = 0, 0, iter(wanted)
        while stretch := list(islice(rest, STRETCH)):
            came = list(pool.map(one, stretch) if source.parallel else map(one, stretch))
            done += len(stretch)
            _say(progress, what, done, count)
            missing += came.count(False)
            if not patient and (missing >= MISSING or not any(came)):
                return


def _companions(into: Path, size: int) -> tuple[list[str], dict[str, int]]:
    """The paths of side texts, and content by hash with the most bytes it may have."""
    texts: list[str] = []
    contents: dict[str, int] = {}
    kinds = [f'"kind":"{kind}"'.encode() for kind in named.kinds_with_content()]
    for bundle in tiles.bundles_at(size):
        file = into / bundle.path()
        if not file.exists():
            break
        try:
            raws = tiles.decode_bundle(file.read_bytes())
        except Malformed:
            continue
        for raw in raws:
            if b'"c":{}' in raw and not any(kind in raw for kind in kinds):
                continue
            try:
                said = leaf.parse(raw)
            except Malformed:
                continue
            texts += [files.side_path(said.id, name) for name in said.c]
            declared = said.body.get("bytes")
            limit = declared if type(declared) is int else files.CONTENT
            contents.update(dict.fromkeys(named.content_of(said), limit))
    return texts, contents


def _say(progress: Progress | None, what: str, done: int, of: int) -> None:
    if progress is not None:
        progress(what, done, of)
