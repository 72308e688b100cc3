"""What this machine has seen of a public record: the last checkpoint it verified, which every next one must continue.

Whoever signs says in ``seen`` which history she was shown. A host that shows another one than before is refused, and both its
signed words are kept as evidence.

::

    <folder>/vkey  checkpoint  evidence/
"""

from pathlib import Path

from entredon.log import files
from entredon.log.files import Source
from entredon.log.mirror import Fault, NoLog
from entredon.pure.log import canonical, checkpoint, tiles, tree
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.checkpoint import Checkpoint
from entredon.pure.log.keys import b64


def newest(source: Source, folder: Path) -> Checkpoint:
    """The newest checkpoint, once it is shown to continue the one kept here; from now on it is the one kept.

    The key is pinned at first sight. Raises NoLog, Fault, and Unreachable where the source is another server.
    """
    vkey = _vkey(source, folder)
    signed = source.read("checkpoint", files.SMALL)
    if signed is None:
        raise NoLog("There is no public record at {name}, or it is still a private draft.", name=source.name)
    try:
        new = checkpoint.open(signed, vkey)
    except Malformed as trouble:
        raise Fault(
            "The other side's checkpoint can't be trusted: {trouble}. Nothing was signed.", trouble=trouble
        ) from None
    old = kept(folder)
    if old is not None and old != new:
        _continues(source, folder, old, new, signed)
    if old != new:
        files.write(folder / "vkey", f"{vkey}\n".encode(), sync=True)
        files.write(folder / "checkpoint", signed, sync=True)
    return new


def kept(folder: Path) -> Checkpoint | None:
    """The checkpoint kept here; None before the first. Raises Fault when the file is damaged."""
    try:
        return checkpoint.open((folder / "checkpoint").read_bytes(), (folder / "vkey").read_text().strip())
    except FileNotFoundError:
        return None
    except (Malformed, UnicodeDecodeError) as trouble:
        raise Fault(
            "The checkpoint kept in {folder} is damaged ({trouble}); move that folder away first.",
            folder=folder,
            trouble=trouble,
        ) from None


def _vkey(source: Source, folder: Path) -> str:
    file = folder / "vkey"
    raw = file.read_bytes() if file.exists() else source.read("vkey", files.SMALL)
    if raw is None:
        raise NoLog("There is no public record at {name}, or it is still a private draft.", name=source.name)
    return raw.decode(errors="replace").rstrip("\n")


def _continues(source: Source, folder: Path, old: Checkpoint, new: Checkpoint, signed: bytes) -> None:
    """Raises Fault unless the newer checkpoint only adds to the older."""
    if new.size < old.size:
        _keep(folder, new, signed)
        raise Fault(
            "The other side shows {new} entries, but it has already signed {old}: it went back in time. Nothing was signed; "
            "its word is kept in {where}.",
            new=new.size,
            old=old.size,
            where=folder / "evidence",
        )
    if new.size == old.size:
        _contradiction(folder, new, signed)
    read = _reader(source, new.size)
    proof = tree.consistency(old.size, new.size, read)
    if tree.is_consistent(old.size, new.size, proof, old.root, new.root):
        return
    if tree.root_at(new.size, read) != new.root:
        raise Fault(
            "The tiles at {name} don't lead to its signed root. Nothing was signed; try again later.", name=source.name
        )
    said = {
        "origin": new.origin, "old": old.size, "new": new.size, "root": b64(tree.root_at(old.size, read)),
        "proof": [b64(hash) for hash in proof],
    }  # fmt: skip
    name = f"{old.size}-{new.size}-{new.root.hex()[:16]}.proof"
    files.write(folder / "evidence" / name, canonical.dumps(said), sync=True)
    _contradiction(folder, new, signed)


def _contradiction(folder: Path, new: Checkpoint, signed: bytes) -> None:
    _keep(folder, new, signed)
    raise Fault(
        "The other side has signed two histories of {origin} that contradict each other. Nothing was signed; both its words are "
        "kept in {where}. Show them to others.",
        origin=new.origin,
        where=folder / "evidence",
    )


def _keep(folder: Path, new: Checkpoint, signed: bytes) -> None:
    mine = (folder / "checkpoint").read_bytes()
    old = kept(folder)
    assert old is not None  # there is something to contradict
    for head, text in ((old, mine), (new, signed)):
        files.write(folder / "evidence" / f"{head.size}-{head.root.hex()[:16]}.checkpoint", text, sync=True)


def _reader(source: Source, size: int) -> tree.Read:
    """Hashes of complete subtrees, from the tiles of the source; each is fetched once."""
    loaded: dict[str, bytes] = {}

    def read(level: int, index: int) -> bytes:
        high, low = divmod(level, 8)
        first = index << low
        n, within = divmod(first, tiles.WIDTH)
        tile = tiles.Tile(high, n, tiles.width_at(high, n, size))
        path = tile.path()
        if path not in loaded:
            data = source.read(path, files.limit_of(tile))
            if data is None or len(data) != 32 * tile.width:
                raise Fault(
                    "{path} is missing or damaged at {name}. Nothing was signed; try again later.",
                    path=path,
                    name=source.name,
                )
            loaded[path] = data
        hashes = loaded[path][32 * within : 32 * (within + (1 << low))]
        return tree.root_of([hashes[at : at + 32] for at in range(0, len(hashes), 32)])

    return read


def root_at(source: Source, size: int, newest: Checkpoint) -> bytes:
    """The root a log had at an earlier size, proven by a checkpoint that is believed. Raises Fault."""
    if size > newest.size:
        raise Fault("{size} entries are more than the other side has signed ({size2}).", size=size, size2=newest.size)
    read = _reader(source, newest.size)
    root = tree.root_at(size, read)
    if not tree.is_consistent(size, newest.size, tree.consistency(size, newest.size, read), root, newest.root):
        raise Fault(
            "The tiles at {name} don't lead to its signed root. Nothing was signed; try again later.", name=source.name
        )
    return root
