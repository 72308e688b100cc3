"""Replays a log's files into empty tables: the same rules over the same entries give the same tables, anywhere."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

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

FLUSH = 5_000
"""Rows that wait before they are written."""

Progress = Callable[[int, int], None]


class Unsound(Exception):
    """A directory that can't be replayed: it holds no log, or a faulty one. ``code`` is the exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
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
        self.tables = Tables(slug)
        self.judge = Judge(self.tables, "", origin, self.history.root_at, check_signatures)
        self.rows: list[tuple[str | int | bytes, ...]] = []
        self.committed: list[tuple[str, str, str]] = []
        self.done = Replayed()

    def run(self, leaves: Iterable[tuple[str, bytes]], size: int, progress: Progress | None = None) -> Replayed:
        """Judge leaves, given as (file, bytes), in order; stops at the first that the rules refuse."""
        for index, (file, raw) in enumerate(leaves):
            if not self._take(index, file, raw):
                break
            if len(self.rows) >= FLUSH or self.tables.pending() >= FLUSH:
                self.flush()
            if progress is not None and index % 1000 == 0:
                progress(index, size)
        self.flush()
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
        self._keep(index, said)
        return True

    def _prepared(self, rule: Rule, fact: object) -> object:
        if rule.blobs is None:
            return None
        wanted = list(rule.blobs(fact))
        for sha256 in wanted:
            if files.sha256_of(self.store.path(sha256)) != sha256:
                raise Missing(f"Content {sha256[:10]}… that it needs is missing or damaged.")
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


class Missing(Exception):
    """Content that a rule needs isn't there."""


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
                raise Malformed(f"it holds {len(raws)} entries, not {bundle.width}")
        except Malformed as trouble:
            raise Unsound(f"{path} can't be read: {trouble}. Mirror this public record again.") from None
        yield from ((path, raw) for raw in raws)


def head_of(source: Directory) -> tuple[str, Checkpoint]:
    """The key of a mirror and its checkpoint. Raises Unsound."""
    key, signed = source.read("vkey", files.SMALL), source.read("checkpoint", files.SMALL)
    if key is None or signed is None:
        raise Unsound(
            f"There is no copy of a public record in {source.name}; make one with: entredon mirror ADDRESS DIR", 2
        )
    vkey = key.decode(errors="replace").rstrip("\n")
    try:
        note.parse_vkey(vkey)
        return vkey, checkpoint.open(signed, vkey)
    except Malformed as trouble:
        raise Unsound(f"The checkpoint in {source.name} can't be trusted: {trouble}.") from None


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
            raise Unsound(f"This copy needs a newer entredon. {done.newer.message}", 2)
        if done.faults:
            raise Unsound(f"{done.faults[0].message} For all that is wrong: entredon verify {source.name}")
        if replay.history.root_at(head.size) != head.root:
            raise Unsound(
                f"The entries in {source.name} are not those that were signed. Run: entredon verify {source.name}"
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
