"""Logs to test with: sixty entries of many kinds, the same log as files in memory, and a host that lies."""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from entredon.apps.commons.entries import Published, RoleGiven
from entredon.apps.commons.founding import key_given
from entredon.apps.library.entries import Created
from entredon.apps.people.entries import Erased, KeyAdded, KeyRevoked, SideText
from entredon.apps.work.entries import Contributed
from entredon.log import content, held, registry, served, stored
from entredon.log.mirror import Mirror, Mirrored
from entredon.log.models import Entry
from entredon.log.registry import Context, Fact, Refused
from entredon.log.tables import Tables
from entredon.pure.log import checkpoint, tiles, tree
from entredon.pure.log.checkpoint import Checkpoint
from entredon.pure.log.history import History
from entredon.testing_cast import Cast, key_of, person


class Kept(Fact, frozen=True, kw_only=True):
    """Something large lies beside the log: the simplest kind that needs content."""

    kind: ClassVar[str] = "test.kept"

    sha256: str
    bytes: int


def kept(tables: Tables, entry: Context, fact: Kept) -> None:
    """Anybody may keep anything."""
    if entry.prepared != fact.bytes:
        raise Refused("The length is not that of the content.")


def measured(fact: Kept, blobs: registry.Blobs) -> int:
    with blobs[fact.sha256]() as stream:
        return len(stream.read())


@contextmanager
def kind_with_content() -> Iterator[None]:
    """For a while there is a kind ``test.kept`` here."""
    registry.rule(Kept, blobs=lambda fact: [fact.sha256], prepare=measured)(kept)
    try:
        yield
    finally:
        del registry._rules["test.kept"]


def keep(cast: Cast, data: bytes) -> str:
    """Store content and say so; returns its hash."""
    sha256, length = content.store().put(io.BytesIO(data))
    cast.say(Kept(sha256=sha256, bytes=length))
    return sha256


def sixty(cast: Cast, *, with_content: bool = True) -> None:
    """Sixty entries: joining, keys coming and going, roles, texts of which one is erased, work, content."""
    cast.say(Published())
    people = [key_of(f"member {n}") for n in range(8)]
    for n, key in enumerate(people):
        cast.join(key, f"Member {n}")
    new = key_of("bob's second")
    cast.say(KeyAdded(key=key_given(new, "device")), cast.bob, cosigners=[new])
    cast.say(KeyRevoked(key=cast.bob.id), new)
    cast.say(RoleGiven(person=person(people[0]), role="steward"))
    car = cast.say(Created(name="Open car"))
    for data in (b"a drawing of a wheel", bytes(range(256))) if with_content else ():
        keep(cast, data)
    erasable = cast.say(Contributed(creation=car, work="code"), people[1], texts={"note": "Wheels, and a hub"})
    cast.say(Erased(side=(SideText(entry=erasable, name="note"),)), people[1])
    for n in range(60 - size(cast.slug)):
        texts = {"note": f"What was done, part {n}"} if n % 8 == 0 else {}
        cast.say(Contributed(creation=car, work="code", measures={"points": n}), people[n % 8], texts=texts)


def size(slug: str) -> int:
    """How many entries a log has."""
    return stored.head(slug).size


def mirror(source: Any, folder: Path, vkey: str | None = None) -> Mirrored:
    """Mirror a commons of this node (by its slug) or another source."""
    return Mirror(served.Node(source) if isinstance(source, str) else source, folder).run(vkey)


def files_in(folder: Path) -> dict[str, bytes]:
    """All files of a directory by their path."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class Memory:
    """The files of a log in memory: what the checks read, and a source to mirror from."""

    name = "memory"
    parallel = False

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def read(self, path: str, limit: int) -> bytes | None:
        data = self.files.get(path)
        return None if data is None else data[: limit + 1]

    def sha256(self, path: str) -> str | None:
        return hashlib.sha256(self.files[path]).hexdigest() if path in self.files else None

    def save(self, path: str, target: Path, limit: int) -> bool:
        if path not in self.files:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(self.files[path])
        return True


class Host:
    """A host, who holds the key of a log and could sign anything with it."""

    def __init__(self, slug: str) -> None:
        self.key = held.log_key(slug)
        head = stored.head(slug)
        self.origin, self.vkey = head.origin, head.vkey
        rows = Entry.objects.filter(commons=slug).order_by("index")
        self.leaves = [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]

    def serve(self, leaves: Iterable[bytes], beside: dict[str, bytes] | None = None) -> Memory:
        """A log of these leaves with all proofs in order, signed by the true key."""
        leaves = list(leaves)
        history = History()
        for leaf in leaves:
            history.append(tree.leaf_hash(leaf))
        size = len(leaves)
        files = {"vkey": f"{self.vkey}\n".encode(), **(beside or {})}
        files["checkpoint"] = checkpoint.sign(Checkpoint(self.origin, size, history.root_at(size)), self.key)
        for tile in tiles.all_at(size):
            level = 8 * (tile.level or 0)
            hashes = [history.read(level, tile.n * 256 + i) for i in range(tile.width)]
            files[tile.path()] = b"".join(hashes)
        for bundle in tiles.bundles_at(size):
            first = bundle.n * 256
            files[bundle.path()] = tiles.encode_bundle(leaves[first : first + bundle.width])
        return Memory(files)

    def changed(self, index: int, change: Callable[[bytes], bytes]) -> list[bytes]:
        """The leaves with one changed."""
        return [change(leaf) if n == index else leaf for n, leaf in enumerate(self.leaves)]


def put(memory: Memory, folder: Path) -> Path:
    """Write a log in memory into a directory."""
    for path, data in memory.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder
