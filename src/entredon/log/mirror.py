"""Copies a log into a directory: only what is new, resumable at any moment, and never at the cost of what it holds.

New files wait in ``.new/`` until the new checkpoint is shown to continue the old one; then they move in, the checkpoint
last. A host that shows another history than before is refused, and its signed word kept in ``evidence/``.
"""

import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from entredon.log import files, named, structure
from entredon.log.files import Directory, Source
from entredon.pure.log import canonical, checkpoint, leaf, note, tiles, tree
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.checkpoint import Checkpoint
from entredon.pure.log.keys import b64
from entredon.pure.log.structure import ERASING, erased_by
from entredon.pure.told import Told

STAGING = ".new"
AT_ONCE = 4
"""Files fetched at the same time."""
AHEAD = 64
"""Files that may wait to be fetched: of more we don't know yet whether they are there at all."""

Progress = Callable[[str, int, int], None]
Committed = tuple[int, str, str, str]
"""A side text: index and id of its entry, its name there, and the commitment."""
Have = Callable[[tiles.Tile], bool]
Good = Callable[[tiles.Tile, bytes], bool]
T = TypeVar("T")


class Fault(Told):
    """The other side's files don't hold; what was here before is unchanged. The text is a sentence."""


class NoLog(Told):
    """There is nothing to copy at the other side."""


@dataclass(slots=True)
class Mirrored:
    """What a run did. ``warnings`` are sentences about what is missing or contradicts; then the exit code is 1."""

    origin: str = ""
    before: int = 0
    size: int = 0
    vkey: str = ""
    pinned: bool = False
    texts: int = 0
    erased: int = 0
    contents: int = 0
    warnings: list[str] = field(default_factory=list)


class Mirror:
    """One run of copying from a source into a directory."""

    def __init__(self, source: Source, root: Path, progress: Progress | None = None) -> None:
        self.source = source
        self.root = root
        self.here = Directory(root)
        self.staging = root / STAGING
        self.kept_back = named.kinds_kept_back()
        self.staged = Directory(self.staging)
        self.progress = progress
        self.done = Mirrored()

    def run(self, vkey: str | None = None) -> Mirrored:
        """Copy what is new. Raises NoLog, Fault, and Unreachable where the source is another server."""
        old = self._pin(vkey)
        new, signed = self._newest()
        self.done.origin, self.done.size = new.origin, new.size
        self.done.before = old.size if old else 0
        if old is not None:
            self._sound_here(old)
            self._not_backwards(old, new, signed)
        self._promised(new)
        self._fetch_tiles(new)
        self._continues(old, new, signed)
        self._fetch_bundles(new)
        self._fetch_the_rest(self.done.before, new.size)
        self._move_in(signed)
        self._tidy(new.size)
        return self.done

    # -- whose log it is, and where it stands

    def _pin(self, given: str | None) -> Checkpoint | None:
        """Settle on the key; returns the checkpoint that is here already."""
        kept = self.here.read("vkey", files.SMALL)
        raw = kept if kept is not None else self.source.read("vkey", files.SMALL)
        if raw is None and given is None:
            if self.source.read("checkpoint", files.SMALL) is None:
                raise NoLog("There is no public record at {name}.", name=self.source.name)
            raise Fault("The other side doesn't say its key; give it with --vkey.")
        text = given or (raw or b"").decode(errors="replace").rstrip("\n")
        try:
            note.parse_vkey(text)
        except Malformed as trouble:
            raise Fault("The key of this public record can't be read: {trouble}.", trouble=trouble) from None
        if given is not None and raw is not None and raw != f"{given}\n".encode():
            raise Fault("The key you gave is not the one this copy (or the other side) has. Nothing was changed.")
        self.done.vkey, self.done.pinned = text, kept is None and given is None
        signed = self.here.read("checkpoint", files.SMALL)
        if signed is None:
            return None
        try:
            return checkpoint.open(signed, text)
        except Malformed as trouble:
            raise Fault(
                "The checkpoint of the copy in {root} can't be trusted: {trouble}. Move it away first.",
                root=self.root,
                trouble=trouble,
            ) from None

    def _newest(self) -> tuple[Checkpoint, bytes]:
        signed = self.source.read("checkpoint", files.SMALL)
        if signed is None:
            raise NoLog("There is no public record at {name}.", name=self.source.name)
        try:
            return checkpoint.open(signed, self.done.vkey), signed
        except Malformed as trouble:
            raise Fault(
                "The other side's checkpoint can't be trusted: {trouble}. Nothing was changed.", trouble=trouble
            ) from None

    def _sound_here(self, old: Checkpoint) -> None:
        if tree.root_at(old.size, self._reader(old.size)) != old.root:
            raise Fault(
                "The copy in {root} is damaged, so nothing can be compared with it. See what is wrong: entredon verify "
                "{root}/; then move it away and mirror again.",
                root=self.root,
            )

    def _not_backwards(self, old: Checkpoint, new: Checkpoint, signed: bytes) -> None:
        if new.size > old.size or (new.size == old.size and new.root == old.root):
            return
        if new.size < old.size and tree.root_at(new.size, self._reader(old.size)) == new.root:
            self._keep_evidence(new, signed, None)
            raise Fault(
                "The other side shows {size} entries, but it has already signed {size2}: it went back in time. The copy "
                "in {root} is unchanged; its checkpoint was kept in evidence/.",
                size=new.size,
                size2=old.size,
                root=self.root,
            )
        self._contradiction(new, signed, None)

    def _contradiction(self, new: Checkpoint, signed: bytes, proof: bytes | None) -> None:
        self._keep_evidence(new, signed, proof)
        shutil.rmtree(self.staging, ignore_errors=True)
        raise Fault(
            "The other side has signed two histories of {origin} that contradict each other. The copy in {root} is "
            "unchanged; both signed checkpoints are in evidence/. Show them to others.",
            origin=new.origin,
            root=self.root,
        )

    def _keep_evidence(self, new: Checkpoint, signed: bytes, proof: bytes | None) -> None:
        mine = self.here.read("checkpoint", files.SMALL) or b""
        old = checkpoint.open(mine, self.done.vkey)
        for head, text in ((old, mine), (new, signed)):
            files.write(self.root / "evidence" / f"{head.size}-{head.root.hex()[:16]}.checkpoint", text, sync=True)
        if proof is not None:
            name = f"{old.size}-{new.size}-{new.root.hex()[:16]}.proof"
            files.write(self.root / "evidence" / name, proof, sync=True)

    # -- fetching

    def _read(self, path: str, limit: int) -> bytes | None:
        """A file that waits in staging, else one that is here."""
        data = self.staged.read(path, limit)
        return data if data is not None else self.here.read(path, limit)

    def _reader(self, size: int) -> tree.Read:
        loaded: dict[str, bytes] = {}

        def read(level: int, index: int) -> bytes:
            high, low = divmod(level, 8)
            first = index << low
            n, within = divmod(first, tiles.WIDTH)
            tile = tiles.Tile(high, n, tiles.width_at(high, n, size))
            path = tile.path()
            if path not in loaded:
                loaded[path] = self._read(path, files.limit_of(tile)) or b""
            hashes = loaded[path][32 * within : 32 * (within + (1 << low))]
            return tree.root_of([hashes[at : at + 32] for at in range(0, len(hashes), 32)])

        return read

    def _promised(self, new: Checkpoint) -> None:
        """The last files of a log that has grown are there: a size can be claimed that nobody could ever fetch."""
        if new.size == self.done.before:
            return
        n = (new.size - 1) // tiles.WIDTH
        width = tiles.width_at(0, n, new.size)
        for last in (tiles.Tile(0, n, width), tiles.Tile(None, n, width)):
            path = last.path()
            if self._read(path, 0) is None and self.source.read(path, 0) is None:
                raise Fault(
                    "The other side has signed {size} entries, but {path}, with the last of them, is missing at {name}. What "
                    "was here before is unchanged.",
                    size=new.size,
                    path=path,
                    name=self.source.name,
                )

    def _fetch_tiles(self, new: Checkpoint) -> None:
        """All tiles of hashes that aren't here whole."""

        def here(tile: tiles.Tile) -> bool:
            return whole(tile, self._read(tile.path(), 32 * tile.width) or b"")

        self._fetch("Proofs", tiles.all_at(new.size), tiles.count(new.size), whole, here)

    def _fetch(self, what: str, wanted: Iterable[tiles.Tile], count: int, good: Good, have: Have | None = None) -> None:
        """Fetch files one by one as they are wanted, except those that we have; the first that is missing ends it."""

        def one(tile: tiles.Tile) -> None:
            if have is not None and have(tile):
                return
            path = tile.path()
            data = self.source.read(path, files.limit_of(tile))
            if data is None:
                raise Fault(
                    "{path} is missing at {name}. What was here before is unchanged.", path=path, name=self.source.name
                )
            if not good(tile, data):
                raise Fault(
                    "{path} at {name} is not what its checkpoint stands for. The copy here is unchanged.",
                    path=path,
                    name=self.source.name,
                )
            files.write(self.staging / path, data)

        self._all(what, wanted, count, one)

    def _all(self, what: str, items: Iterable[T], count: int, act: Callable[[T], None]) -> None:
        """Do something for all items, several at once where the other side is far away. Looks only a little ahead."""
        if not self.source.parallel:
            for done, item in enumerate(items):
                act(item)
                self._say(what, done + 1, count)
            return
        waiting: deque[Future[None]] = deque()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                for done, item in enumerate(items):
                    waiting.append(pool.submit(act, item))
                    if len(waiting) > AHEAD:
                        waiting.popleft().result()
                        self._say(what, done + 1 - AHEAD, count)
                while waiting:
                    waiting.popleft().result()
                    self._say(what, count - len(waiting), count)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _say(self, what: str, done: int, of: int) -> None:
        if self.progress is not None:
            self.progress(what, done, of)

    def _continues(self, old: Checkpoint | None, new: Checkpoint, signed: bytes) -> None:
        """The tiles lead to the new checkpoint, and through the old one."""
        if self._trouble_with_tiles(new):
            # What is here may be damaged, or of another history: let the other side prove its own from the ground up.
            shutil.rmtree(self.staging / "tile", ignore_errors=True)
            self._fetch("Proofs", tiles.all_at(new.size), tiles.count(new.size), whole)
            if trouble := self._trouble_with_tiles(new):
                shutil.rmtree(self.staging, ignore_errors=True)
                raise Fault(
                    "The tiles at {name} don't hold. {trouble} The copy here is unchanged.",
                    name=self.source.name,
                    trouble=trouble,
                )
        if old is None or old.size == new.size:
            return
        read = self._reader(new.size)
        if tree.root_at(old.size, read) != old.root:
            self._contradiction(new, signed, self._proof(old, new, read))

    def _trouble_with_tiles(self, new: Checkpoint) -> str:
        found = structure.Checked(head=new)
        structure.check_tiles(_Overlay(self), found)
        if found.faults:
            return found.faults[0].message
        return "They don't lead to its signed root." if found.hashes is None else ""

    def _proof(self, old: Checkpoint, new: Checkpoint, read: tree.Read) -> bytes:
        """That the newer history has another beginning than the older: a root, and its proof to the newer root."""
        path = tree.consistency(old.size, new.size, read)
        other = tree.root_at(old.size, read)
        return canonical.dumps(
            {
                "origin": new.origin,
                "old": old.size,
                "new": new.size,
                "root": b64(other),
                "proof": [b64(h) for h in path],
            }
        )

    def _fetch_bundles(self, new: Checkpoint) -> None:
        """All bundles of entries that aren't here; each must be what its tile says."""

        def good(bundle: tiles.Tile, data: bytes) -> bool:
            row = self._read(tiles.Tile(0, bundle.n, bundle.width).path(), 32 * bundle.width) or b""
            try:
                hashes = b"".join(map(tree.leaf_hash, tiles.decode_bundle(data)))
            except Malformed:
                return False
            return hashes == row

        def have(bundle: tiles.Tile) -> bool:
            if bundle.n * tiles.WIDTH + bundle.width <= self.done.before:
                return self.here.read(bundle.path(), 0) is not None
            # It may wait here since a run that was broken off, and be of what was then shown.
            data = self._read(bundle.path(), files.limit_of(bundle))
            return data is not None and good(bundle, data)

        self._fetch("Entries", tiles.bundles_at(new.size), -(-new.size // tiles.WIDTH), good, have)

    def _fetch_the_rest(self, start: int, size: int) -> None:
        """Side texts of the new entries and of those that kept some back, content of all, and what was erased."""
        marks = {*named.kinds_with_content(), *self.kept_back, *ERASING}
        kinds = [f'"kind":"{kind}"'.encode() for kind in marks]
        erased: set[tuple[str, str]] = set()
        texts: list[Committed] = []
        for bundle in tiles.bundles_at(size):
            data = self._read(bundle.path(), files.limit_of(bundle)) or b""
            first = bundle.n * tiles.WIDTH
            fresh = first + bundle.width > start
            if not fresh and not any(kind in data for kind in kinds):
                continue
            for n, raw in enumerate(tiles.decode_bundle(data)):
                texts += self._companions(first + n, raw, first + n >= start, erased)
            self._say("Content", first + bundle.width, size)
        texts = [text for text in texts if text[1:3] not in erased]
        self._all("Texts", texts, len(texts), self._text)
        for entry, name in erased:
            for place in (self.root, self.staging):
                (place / files.side_path(entry, name)).unlink(missing_ok=True)

    def _companions(self, index: int, raw: bytes, fresh: bool, erased: set[tuple[str, str]]) -> list[Committed]:
        try:
            said = leaf.parse(raw)
        except Malformed as trouble:
            self.done.warnings.append(f"Entry {index} is not well-formed: {trouble}.")
            return []
        if said.kind in ERASING:
            gone = {pair for pair in erased_by(said) if _is_side(pair)}
            erased |= gone
            self.done.erased += len(gone) if fresh else 0
        for sha256 in named.content_of(said):
            self._content(index, said, sha256)
        # What was kept back when the entry came may be shown by now.
        wanted = fresh or said.kind in self.kept_back
        return [(index, said.id, name, committed) for name, committed in said.c.items()] if wanted else []

    def _text(self, text: Committed) -> None:
        index, id, name, committed = text
        path = files.side_path(id, name)
        if self._read(path, 0) is not None:
            return
        data = self.source.read(path, files.SIDE)
        if data is None:
            return
        if not files.opens(data, committed):
            self.done.warnings.append(
                f"Entry {index}: the text “{name}” is not the one its author committed to; left out."
            )
            return
        files.write(self.staging / path, data)
        self.done.texts += 1

    def _content(self, index: int, said: leaf.Leaf, sha256: str) -> None:
        path = files.content_path(sha256)
        if (self.root / path).is_file() or files.sha256_of(self.staging / path) == sha256:
            return
        declared = said.body.get("bytes")
        limit = declared if type(declared) is int else files.CONTENT
        target = self.staging / path
        if not self.source.save(path, target, limit):
            self.done.warnings.append(
                f"Entry {index}: content {sha256[:10]}… that it needs is missing at {self.source.name}."
            )
        elif files.sha256_of(target) != sha256:
            target.unlink()
            self.done.warnings.append(
                f"Entry {index}: content {sha256[:10]}… arrived with other bytes than its name says; left out."
            )
        else:
            self.done.contents += 1

    # -- moving in

    def _move_in(self, signed: bytes) -> None:
        """Everything into its place, the checkpoint last: whenever this is broken off, the directory is sound."""
        for file in sorted(_files_in(self.staging)):
            target = self.root / file.relative_to(self.staging)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(file, target)
        if self.here.read("vkey", files.SMALL) is None:
            files.write(self.root / "vkey", f"{self.done.vkey}\n".encode(), sync=True)
        if self.here.read("checkpoint", files.SMALL) != signed:
            files.write(self.root / "checkpoint", signed, sync=True)

    def _tidy(self, size: int) -> None:
        """Remove the staging and the partial tiles that larger ones have replaced."""
        shutil.rmtree(self.staging, ignore_errors=True)
        for draft in self.root.glob(".new-*"):
            draft.unlink()
        current = {tile.path() for tile in (*tiles.all_at(size), *tiles.bundles_at(size))}
        for partial in sorted((self.root / "tile").rglob("*.p")):
            for file in sorted(partial.iterdir()):
                if str(file.relative_to(self.root)) not in current:
                    file.unlink()
            if not any(partial.iterdir()):
                partial.rmdir()


class _Overlay:
    """What is here, with what waits in staging on top."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror

    def read(self, path: str, limit: int) -> bytes | None:
        return self._mirror._read(path, limit)

    def sha256(self, path: str) -> str | None:
        return self._mirror.staged.sha256(path) or self._mirror.here.sha256(path)


def whole(tile: tiles.Tile, data: bytes) -> bool:
    """Whether a tile of hashes has its full length."""
    return len(data) == 32 * tile.width


def _is_side(pair: tuple[str, str]) -> bool:
    """Whether an erased text's name can be a file's: what an entry says must never lead out of the directory."""
    return leaf.HEX64.fullmatch(pair[0]) is not None and leaf.NAME.fullmatch(pair[1]) is not None


def _files_in(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
