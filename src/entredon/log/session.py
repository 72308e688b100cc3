"""What happens behind the door in one transaction: entries are shaped and signed, judged, and written with all they change."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec
from django.db import connection

from entredon.log import checkpoints, clock, kept, stored
from entredon.log.judge import Judge
from entredon.log.models import Entry, HeldKey, Key, SideText, Subtree
from entredon.log.registry import Fact, Refused
from entredon.pure.log import commitment, leaf, tree
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.leaf import Leaf

TEXT = 100_000
"""Bytes of a side text at most."""


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


def check_text(name: str, text: str) -> None:
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
            check_text(name, text)
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
