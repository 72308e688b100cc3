"""The one door: ``append`` and ``append_many`` are the only ways into a commons' log.

One transaction of its own (never a part of another, which might still be rolled back) verifies, runs the rule, writes
the entry with its derived rows and extends the tree. The checkpoint is signed after the commit. A refusal leaves no
trace.
"""

import contextlib
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import msgspec
from django.db import connection, transaction

from entredon.log import checkpoints, clock, content, held, kept, registry, stored
from entredon.log.checkpoints import RolledBack
from entredon.log.judge import Conflict, Judge, OtherHistory
from entredon.log.models import Entry, HeldKey, Key, Log, SideText, Subtree
from entredon.log.registry import RULEBOOK, Fact, Refused, Rule, rule_for
from entredon.log.tables import Tables
from entredon.pure.log import commitment, leaf, note, tree
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import SecretKey
from entredon.pure.log.leaf import Leaf

BATCH = 20_000
"""No transaction appends more: it would hold the lock too long."""
TEXT = 100_000
"""Bytes of a side text at most."""
_NOT_YET = ("0" * 64,) * 8
"""Stands for the ids of entries that are not appended yet."""

__all__ = [
    "Appended",
    "Conflict",
    "Refused",
    "RolledBack",
    "Saying",
    "admit",
    "admit_many",
    "append",
    "append_many",
    "found",
]


class Signer(Protocol):
    """Whoever can sign: a secret key at hand."""

    @property
    def id(self) -> str: ...
    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Saying:
    """Something to be appended: a fact, who signs it, its erasable texts, and when (now, if left out).

    A fact that names what an entry before it in the same transaction made is given as a function of those entries' ids.
    The content it needs must not depend on them.
    """

    fact: Fact | Callable[[Sequence[str]], Fact]
    signer: Signer
    texts: Mapping[str, str] = field(default_factory=dict)
    at: str | None = None
    cosigners: Sequence[Signer] = ()

    def after(self, ids: Sequence[str]) -> Fact:
        """The fact, once the ids of the entries before it are known."""
        return self.fact if isinstance(self.fact, Fact) else self.fact(ids)


@dataclass(frozen=True, slots=True)
class Appended:
    """Where an entry now stands."""

    index: int
    id: str


def append(
    slug: str,
    fact: Fact,
    signer: Signer,
    texts: Mapping[str, str] | None = None,
    at: str | None = None,
    cosigners: Sequence[Signer] = (),
) -> Appended:
    """Append one entry. Raises Refused with a sentence for people; then nothing has changed."""
    return append_many(slug, [Saying(fact, signer, texts or {}, at, cosigners)])[0]


def append_many(slug: str, sayings: Iterable[Saying]) -> list[Appended]:
    """Append many entries in one transaction, all or nothing. Raises Refused naming the one that was refused."""
    sayings = list(sayings)
    if len(sayings) > BATCH:
        raise Refused(
            "At most {batch} entries can be added at once; these are {count}.", batch=BATCH, count=len(sayings)
        )
    ready = _prepare_many(slug, sayings)
    with transaction.atomic(durable=True):
        session = Session(slug)
        for number, (saying, prepared) in enumerate(zip(sayings, ready, strict=True)):
            try:
                session.say(saying, prepared)
            except Refused as refusal:
                if len(sayings) == 1:
                    raise
                told = Refused("Entry {n} of {total}: {why}", n=number + 1, total=len(sayings), why=refusal)
                raise type(refusal).of(told) from None
        done = session.finish()
    session.committed()
    return done


def found(
    slug: str, origin: str, fact: Callable[[str], Fact], signer: Signer, texts: Mapping[str, str] | None = None,
    at: str | None = None, then: Sequence[Saying] = (),
) -> list[Appended]:  # fmt: skip
    """Begin a log: make its key and append the founding entry, which ``fact`` makes from the log's vkey.

    What is said ``then`` goes into the same transaction. Raises Refused when the name is taken.
    """
    key = SecretKey.generate()
    vkey = note.vkey(origin, key.public)
    ready = _prepare_all(then, RULEBOOK)
    with transaction.atomic(durable=True):
        if Log.objects.filter(slug=slug).exists() or checkpoints.path(slug).exists():
            raise Refused("There is already a commons named {slug} here.", slug=slug)
        Log.objects.create(slug=slug, origin=origin, vkey=vkey)
        held.hold(slug, "log", key)
        session = Session(slug)
        session.say(Saying(fact(vkey), signer, texts or {}, at), None)
        for saying, prepared in zip(then, ready, strict=True):
            session.say(saying, prepared)
        done = session.finish()
    session.committed()
    return done


def admit(slug: str, raw: bytes, texts: Mapping[str, tuple[bytes, str]] | None = None) -> Appended:
    """Admit an entry signed elsewhere, with its side texts as (salt, text). Raises Malformed, Refused, Conflict."""
    received = leaf.parse(raw)
    texts = texts or {}
    _check_from_elsewhere(received, texts)
    rule, fact = _look(slug, received)
    prepared = _prepare(rule, fact)
    try:
        with transaction.atomic(durable=True):
            session = Session(slug)
            session.take(received, texts, prepared, check_signatures=True)
            (done,) = session.finish()
    except OtherHistory:
        # The author's own signature says that she was shown another history than this one: that must not get lost.
        checkpoints.keep_evidence(slug, received.id, raw)
        raise
    session.committed()
    return done


def admit_many(slug: str, raws: Sequence[bytes]) -> list[Appended]:
    """Admit entries that were drawn up here and signed elsewhere, in one transaction, all or nothing; without side texts and
    of kinds that need no content. Raises Malformed, Refused, Conflict."""
    received = [leaf.parse(raw) for raw in raws]
    for one in received:
        _check_from_elsewhere(one, {})
    with transaction.atomic(durable=True):
        session = Session(slug)
        for one in received:
            session.take(one, {}, None, check_signatures=True)
        done = session.finish()
    session.committed()
    return done


def _check_from_elsewhere(received: Leaf, texts: Mapping[str, tuple[bytes, str]]) -> None:
    """The time of an entry signed elsewhere is about ours, and its texts are those it has committed to."""
    if clock.skewed(received.at):
        raise Refused("The entry's time is more than ten minutes from ours; set your clock and sign again.")
    for name, (_, text) in texts.items():
        _check_text(name, text)
    for name, commitment_ in received.c.items():
        if name not in texts or not commitment.opens(commitment_, *texts[name]):
            raise Refused("The text “{name}” doesn't open the entry's commitment.", name=name)
    if texts.keys() - received.c.keys():
        raise Refused("There are texts the entry doesn't commit to.")


def _unlocked(slug: str) -> tuple[int, Judge]:
    """Size and judge of a log as it is just now, without the lock: for what is looked at before the transaction."""
    log = stored.find_head(slug, lock=False)
    if log is None:
        raise Refused("There is no commons named {slug} here.", slug=slug)
    return log.size, Judge(Tables(slug), log.founded, log.origin, root_at=lambda size: b"")


def _look(slug: str, received: Leaf) -> tuple[Rule, Fact]:
    """The rule for an entry from elsewhere, once the signatures of known keys hold: nobody else makes us read content."""
    size, judge = _unlocked(slug)
    judge.signers(size, received)
    return judge.rule_of(received)


def signers(slug: str, received: Leaf) -> set[str]:
    """The people with whose keys an entry from elsewhere is signed; their signatures hold. Raises Refused."""
    size, judge = _unlocked(slug)
    with contextlib.suppress(Conflict):  # made on another state, but signed all the same
        judge.signers(size, received)
    rows = (judge.tables.get(Key, signature.key) for signature in received.sigs)
    return {str(row.person) for row in rows if row is not None}


def _check_text(name: str, text: str) -> None:
    """A side text is text, and not longer than every copy takes."""
    try:
        length = len(text.encode())
    except UnicodeEncodeError:
        raise Refused("The text “{name}” contains half of a surrogate pair.", name=name) from None
    if length > TEXT:
        raise Refused(
            "The text “{name}” has {length:,} bytes; at most {text:,} fit. Put longer ones in the content.",
            name=name,
            length=length,
            text=TEXT,
        )
    if "\x00" in text:
        raise Refused("The text “{name}” contains a NUL character.", name=name)


def _prepare(rule: Rule, fact: Fact) -> Any:
    if rule.blobs is None:
        return None
    store = content.store()
    wanted = list(rule.blobs(fact))
    for sha256 in wanted:
        if not store.has(sha256):
            raise Refused("The content {sha256}… that this entry needs is not here.", sha256=sha256[:10])
    if rule.prepare is None:
        return None
    return rule.prepare(fact, {sha256: partial(store.open, sha256) for sha256 in wanted})


def _prepare_all(sayings: Iterable[Saying], rulebook: int) -> list[Any]:
    """What the rules want read from content, before the lock is taken."""
    facts = [saying.after(_NOT_YET) for saying in sayings]
    return [_prepare(rule_for(fact.kind, rulebook), fact) for fact in facts]


def _prepare_many(slug: str, sayings: Sequence[Saying]) -> list[Any]:
    """The same for a log that is there. Where no rule wants content, nothing has to be looked up for it."""
    facts = [saying.after(_NOT_YET) for saying in sayings]
    if not any(rule.blobs for fact in facts for rule in registry.versions(fact.kind)):
        return [None] * len(facts)
    return _prepare_all(sayings, _unlocked(slug)[1].rulebook())


class Session:
    """One transaction's appends to one log. Made under the lock; thrown away on any refusal."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        log = stored.find_head(slug, lock=True)
        if log is None:
            raise Refused("There is no commons named {slug} here.", slug=slug)
        self.log = log
        self.published = checkpoints.agree(slug, log)
        self.range = stored.compact(log)
        self.start = log.size
        self.seen = (self.published.size, self.published.root.hex())
        self.now = clock.stamp()
        self.tables = kept.take(slug, log)
        self.judge = Judge(self.tables, log.founded, log.origin, self._root_at)
        self.entries: list[tuple[Leaf, bytes]] = []
        self.sides: list[tuple[str, str, str, bytes, str, bool]] = []
        self.erased: list[tuple[str, str]] = []
        self.shown: list[tuple[str, str]] = []
        self.ends_keys = False

    def _root_at(self, size: int) -> bytes:
        if size == self.published.size:
            return self.published.root
        if size > self.start:
            raise Refused("The author can't have seen what is not yet there.")
        return stored.root_at(self.slug, size)

    def say(self, saying: Saying, prepared: Any) -> None:
        """Shape, sign and take an entry of somebody whose key is at hand."""
        fact = saying.fact if isinstance(saying.fact, Fact) else saying.after([e.id for e, _ in self.entries])
        by = saying.signer.id
        author = self.tables.get(Key, by)
        for name, text in saying.texts.items():
            _check_text(name, text)
        salted = {name: (secrets.token_bytes(32), text) for name, text in saying.texts.items() if text}
        try:
            made = leaf.make(
                {signer.id: signer.sign for signer in (saying.signer, *saying.cosigners)},
                log=self.log.origin,
                kind=fact.kind,
                by=by,
                at=saying.at or self.now,
                prev=(author.last or None) if author is not None else None,
                seen=self.seen,
                body=msgspec.to_builtins(fact),
                c={name: commitment.commit(*pair) for name, pair in salted.items()},
            )
        except Malformed as trouble:
            raise Refused("This can't be written down: {trouble}.", trouble=trouble) from None
        # We made these signatures just now: checking them again would only cost time.
        self.take(made, salted, prepared, check_signatures=False)

    def take(
        self, received: Leaf, texts: Mapping[str, tuple[bytes, str]], prepared: Any, *, check_signatures: bool
    ) -> None:
        """Judge an entry and remember what it changes."""
        index = self.start + len(self.entries)
        rule, fact = self.judge.rule_of(received)
        self.judge.check_signatures = check_signatures
        self.judge.apply(index, received, rule, fact, prepared)
        self.tables.as_of = None
        leaf_hash = tree.leaf_hash(received.raw)
        self.range.append(leaf_hash)
        self.entries.append((received, leaf_hash))
        for name, (salt, text) in texts.items():
            self.sides.append((self.slug, received.id, name, salt, text, name in fact.withheld))
        self.erased.extend(fact.erases())
        self.shown.extend(fact.shows())
        self.ends_keys = self.ends_keys or fact.ends_keys

    def finish(self) -> list[Appended]:
        """Write entries, derived rows, side texts and the new head."""
        self.tables.flush()
        self._write_entries()
        self._write_subtrees()
        self._write_sides()
        self._drop_sides()
        for entry, name in self.shown:
            SideText.objects.filter(commons=self.slug, entry=entry, name=name).update(withheld=False)
        if self.ends_keys:
            self._let_go()
        stored.write_head(self.slug, self.range, self.judge.founded)
        return [Appended(self.start + n, received.id) for n, (received, _) in enumerate(self.entries)]

    def _let_go(self) -> None:
        """The secrets kept here of keys that have just ended are thrown away: nobody can ever sign with them again."""
        ended = Key.objects.filter(commons=self.slug, revoked__gte=self.start).values_list("id", flat=True)
        HeldKey.objects.filter(commons=self.slug, use="hosted", id__in=list(ended)).delete()

    def committed(self) -> None:
        """After the commit: what was read stays good for the next append, and the world may know."""
        kept.keep(self.slug, self.range, self.log.rebuilt, self.tables)
        checkpoints.soon(self.slug)

    def _write_entries(self) -> None:
        table = Entry._meta.db_table
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{table}" ("commons", "index", "id", "kind", "by", "at", "leaf", "leaf_hash")'
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    (self.slug, self.start + n, e.id, e.kind, e.by, e.at, e.raw, leaf_hash)
                    for n, (e, leaf_hash) in enumerate(self.entries)
                ],
            )

    def _write_sides(self) -> None:
        if not self.sides:
            return
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{SideText._meta.db_table}" ("commons", "entry", "name", "salt", "text", "withheld")'
                " VALUES (%s, %s, %s, %s, %s, %s)",
                self.sides,
            )

    def _drop_sides(self) -> None:
        """Delete the texts that were erased, thousands as quickly as one."""
        if not self.erased:
            return
        with connection.cursor() as cursor:
            cursor.executemany(
                f'DELETE FROM "{SideText._meta.db_table}" WHERE "commons" = %s AND "entry" = %s AND "name" = %s',
                [(self.slug, entry, name) for entry, name in self.erased],
            )

    def _write_subtrees(self) -> None:
        """The hash of each tile that has become full, level by level."""
        level, before, after = 1, self.start // stored.TILE, self.range.size // stored.TILE
        while after > before:
            full = [
                Subtree(
                    commons=self.slug, level=level, index=n,
                    hash=tree.root_of(stored.tile_hashes(self.slug, level - 1, n)),
                )
                for n in range(before, after)
            ]  # fmt: skip
            Subtree.objects.bulk_create(full)
            level, before, after = level + 1, before // stored.TILE, after // stored.TILE
