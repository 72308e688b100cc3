"""The one door: ``append`` and ``append_many`` are the only ways into a commons' log.

One transaction of its own (never a part of another, which might still be rolled back) verifies, runs the rule, writes
the entry with its derived rows and extends the tree. The checkpoint is signed after the commit. A refusal leaves no
trace.
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction

from entredon.log import checkpoints, clock, content, held, registry, stored
from entredon.log.checkpoints import RolledBack
from entredon.log.judge import Conflict, Judge, OtherHistory
from entredon.log.models import Key, Log
from entredon.log.registry import RULEBOOK, Fact, Refused, Rule, rule_for
from entredon.log.session import Appended, Saying, Session, Signer, check_text
from entredon.log.tables import Tables
from entredon.pure.log import commitment, leaf, note
from entredon.pure.log.keys import SecretKey
from entredon.pure.log.leaf import Leaf

BATCH = 20_000
"""No transaction appends more: it would hold the lock too long."""
_NOT_YET = ("0" * 64,) * 8
"""Stands for the ids of entries that are not appended yet."""

__all__ = [
    "Appended",
    "Conflict",
    "Refused",
    "RolledBack",
    "Saying",
    "Signer",
    "admit",
    "admit_many",
    "append",
    "append_many",
    "found",
]


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


def admit_many(
    slug: str, raws: Sequence[bytes], texts: Sequence[Mapping[str, tuple[bytes, str]]] = ()
) -> list[Appended]:
    """Admit entries that were drawn up here and signed elsewhere, in one transaction, all or nothing; with the side texts of each
    as (salt, text), and of kinds that need no content. Raises Malformed, Refused, Conflict."""
    received = [(leaf.parse(raw), side) for raw, side in zip(raws, texts or [{}] * len(raws), strict=True)]
    for one, side in received:
        _check_from_elsewhere(one, side)
    with transaction.atomic(durable=True):
        session = Session(slug)
        for one, side in received:
            session.take(one, side, None, check_signatures=True)
        done = session.finish()
    session.committed()
    return done


def _check_from_elsewhere(received: Leaf, texts: Mapping[str, tuple[bytes, str]]) -> None:
    """The time of an entry signed elsewhere is about ours, and its texts are those it has committed to."""
    if clock.skewed(received.at):
        raise Refused("The entry's time is more than ten minutes from ours; set your clock and sign again.")
    for name, (_, text) in texts.items():
        check_text(name, text)
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
