"""Replays a log's files into empty tables: the same rules over the same entries give the same tables, anywhere."""

import errno
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection, transaction

from entredon.log import content, files
from entredon.log.bases import Derived, Kept, Private
from entredon.log.files import Directory
from entredon.log.judge import Judge
from entredon.log.models import Entry, Log, SideText
from entredon.log.registry import NeedsNewer, Refused, Rule
from entredon.log.tables import Tables
from entredon.pure.log import checkpoint, leaf, note, tiles, tree
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.checkpoint import Checkpoint
from entredon.pure.log.history import History
from entredon.pure.log.leaf import Leaf
from entredon.pure.log.structure import Fault
from entredon.pure.told import Told

FLUSH = 5_000
"""Rows that wait before they are written."""
KEEP = 300_000
"""So many rows stay in memory: a replay comes back to what was said long before."""

OURS = {
    getattr(errno, name, 0)
    for name in ("ENOSPC", "EDQUOT", "EIO", "EROFS", "EMFILE", "ENFILE", "ENOMEM", "EACCES", "EPERM")
} - {0}
"""Errors of the operating system that tell of this machine, not of what is read."""

Progress = Callable[[int, int], None]


class Unsound(Told):
    """A directory that can't be replayed: it holds no log, or a faulty one. ``code`` is the exit code."""

    def __init__(self, sentence: str, code: int = 1, /, **values: Any) -> None:
        super().__init__(sentence, **values)
        self.code = code


@dataclass(slots=True)
class Replayed:
    """How far a replay came. ``newer`` says what this program doesn't know yet."""

    size: int = 0
    faults: list[Fault] = field(default_factory=list)
    newer: Fault | None = None


class Replay:
    """One replay of one log into the tables of a commons named ``slug``; without ``entries`` only the derived ones."""

    def __init__(
        self, slug: str, origin: str, store: content.Folder, *, check_signatures: bool, entries: bool = True
    ) -> None:
        self.slug = slug
        self.entries = entries
        self.store = store
        self.history = History()
        self.tables = Tables(slug, keep=KEEP)
        self.judge = Judge(self.tables, "", origin, self.history.root_at, check_signatures)
        self.rows: list[tuple[str | int | bytes, ...]] = []
        self.committed: list[tuple[str, str, str]] = []
        self.done = Replayed()

    def run(self, leaves: Iterable[tuple[str, bytes]], size: int, progress: Progress | None = None) -> Replayed:
        """Judge leaves, given as (file, bytes), in order; stops at the first that the rules refuse.

        What a refused entry left in the buffer is never written. Raises only what is amiss with this machine.
        """
        index, file = 0, ""
        for index, (file, raw) in enumerate(leaves):
            if not self._take(index, file, raw):
                break
            if len(self.rows) >= FLUSH or self.tables.pending() >= FLUSH:
                if not self._written(index, file):
                    break
            if progress is not None and index % 1000 == 0:
                progress(index, size)
        if not self.done.faults:
            self._written(index, file)
        self.done.size = self.history.size
        return self.done

    def _take(self, index: int, file: str, raw: bytes) -> bool:
        id: str | None = None
        try:
            said = leaf.parse(raw)
            id = said.id
            rule, fact = self.judge.rule_of(said)
            self.judge.apply(index, said, rule, fact, self._prepared(rule, fact))
        except NeedsNewer as newer:
            self.done.newer = Fault(index, id, file, "newer", f"Entry {index}: {newer}.")
            return False
        except (Malformed, Refused, Missing) as trouble:
            self.done.faults.append(Fault(index, id, file, "rule", f"Entry {index}: {trouble}"))
            return False
        except Exception as trouble:
            # Whoever may append could otherwise stop everybody's checks by an entry that a rule stumbles over.
            if is_ours(trouble):
                raise
            message = f"Entry {index}: the rule of its kind can't be applied to it ({words(trouble)})."
            self.done.faults.append(Fault(index, id, file, "rule", message))
            return False
        self._keep(index, said)
        return True

    def _written(self, index: int, file: str) -> bool:
        """Write out what is pending; False, with a fault, when what the entries up to this one say fits no table."""
        try:
            self.flush()
        except Exception as trouble:
            if is_ours(trouble):
                raise
            message = f"Entry {index}, or one shortly before it, says what no table can hold ({words(trouble)})."
            self.done.faults.append(Fault(index, None, file, "rule", message))
            return False
        return True

    def _prepared(self, rule: Rule, fact: object) -> object:
        if rule.blobs is None:
            return None
        wanted = list(rule.blobs(fact))
        for sha256 in wanted:
            if files.sha256_of(self.store.path(sha256)) != sha256:
                raise Missing("Content {sha256}… that it needs is missing or damaged.", sha256=sha256[:10])
        if rule.prepare is None:
            return None
        return rule.prepare(fact, {sha256: partial(self.store.open, sha256) for sha256 in wanted})

    def _keep(self, index: int, said: Leaf) -> None:
        hash = tree.leaf_hash(said.raw)
        self.history.append(hash)
        if self.entries:
            self.rows.append((self.slug, index, said.id, said.kind, said.by, said.at, said.raw, hash))
            self.committed += [(said.id, name, committed) for name, committed in said.c.items()]

    def flush(self) -> None:
        """Write out what is pending."""
        self.tables.flush()
        table = Entry._meta.db_table
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{table}" ("commons", "index", "id", "kind", "by", "at", "leaf", "leaf_hash")'
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                self.rows,
            )
        self.rows = []


class Missing(Told):
    """Content that a rule needs isn't there."""


def is_ours(trouble: Exception) -> bool:
    """Whether an error tells of this machine (a full disk, no memory), and not of the log that is replayed."""
    if isinstance(trouble, OperationalError):
        return any(text in str(trouble) for text in ("full", "disk I/O", "out of memory", "locked", "readonly"))
    return isinstance(trouble, MemoryError) or (isinstance(trouble, OSError) and trouble.errno in OURS)


def words(trouble: BaseException) -> str:
    """An error that nobody has put into words: its type and the beginning of what it says."""
    said = " ".join(str(trouble).split())[:200]
    return f"{type(trouble).__name__}: {said}" if said else type(trouble).__name__


def make_tables() -> None:
    """The tables of all our models in the database of this process, which must be one in memory."""
    if not settings.ENTREDON_MEMORY:
        raise RuntimeError("tables are made by migrations, except in memory")
    known = set(connection.introspection.table_names())
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if issubclass(model, (Derived, Kept, Private)) and model._meta.db_table not in known:
                editor.create_model(model)


def leaves_of(source: Directory, size: int) -> Iterator[tuple[str, bytes]]:
    """The leaves of a mirror with the file each lies in. Raises Unsound when a bundle is missing or cut off."""
    for bundle in tiles.bundles_at(size):
        path = bundle.path()
        data = source.read(path, files.limit_of(bundle))
        try:
            if data is None:
                raise Malformed("it is missing")
            raws = tiles.decode_bundle(data)
            if len(raws) != bundle.width:
                raise Malformed("it holds {count} entries, not {width}", count=len(raws), width=bundle.width)
        except Malformed as trouble:
            raise Unsound(
                "{path} can't be read: {trouble}. Mirror this public record again.", path=path, trouble=trouble
            ) from None
        yield from ((path, raw) for raw in raws)


def head_of(source: Directory) -> tuple[str, Checkpoint]:
    """The key of a mirror and its checkpoint. Raises Unsound."""
    key, signed = source.read("vkey", files.SMALL), source.read("checkpoint", files.SMALL)
    if key is None or signed is None:
        raise Unsound(
            "There is no copy of a public record in {name}; make one with: entredon mirror ADDRESS DIR",
            2,
            name=source.name,
        )
    vkey = key.decode(errors="replace").rstrip("\n")
    try:
        note.parse_vkey(vkey)
        return vkey, checkpoint.open(signed, vkey)
    except Malformed as trouble:
        raise Unsound(
            "The checkpoint in {name} can't be trusted: {trouble}.", name=source.name, trouble=trouble
        ) from None


def slug_of(origin: str) -> str:
    """What a log is called on its own node: the last part of its origin."""
    return origin.rpartition("/")[2][:39] or "commons"


def load(directory: str | Path, progress: Progress | None = None) -> str:
    """Check and replay a mirror into the empty database in memory of this process; returns its slug.

    Raises Unsound with a sentence when there is no log or when anything in it doesn't hold.
    """
    source = Directory(Path(directory))
    vkey, head = head_of(source)
    make_tables()
    content.use(content.Folder(source.root / "content", flat=True))
    slug = slug_of(head.origin)
    replay = Replay(slug, head.origin, content.store(), check_signatures=True)
    with transaction.atomic():
        done = replay.run(leaves_of(source, head.size), head.size, progress)
        if done.newer is not None:
            raise Unsound("This copy needs a newer entredon. {message}", 2, message=done.newer.message)
        if done.faults:
            raise Unsound(
                "{message} For all that is wrong: entredon verify {name}",
                message=done.faults[0].message,
                name=source.name,
            )
        if replay.history.root_at(head.size) != head.root:
            raise Unsound(
                "The entries in {name} are not those that were signed. Run: entredon verify {name}", name=source.name
            )
        _keep_head(replay, vkey, head)
        _keep_sides(replay, source)
    return slug


def _keep_head(replay: Replay, vkey: str, head: Checkpoint) -> None:
    hashes = b"".join(replay.history.range_at(head.size))
    Log.objects.create(
        slug=replay.slug, origin=head.origin, vkey=vkey, size=head.size, hashes=hashes, founded=replay.judge.founded
    )


def _keep_sides(replay: Replay, source: Directory) -> None:
    """Side texts make people readable; no result depends on them, so what doesn't open is left out."""
    rows = []
    for entry, name, committed in replay.committed:
        data = source.read(files.side_path(entry, name), files.SIDE)
        if data is not None and files.opens(data, committed):
            salt, text = files.decode_side(data)
            rows.append(SideText(commons=replay.slug, entry=entry, name=name, salt=salt, text=text))
    SideText.objects.bulk_create(rows, batch_size=500)
