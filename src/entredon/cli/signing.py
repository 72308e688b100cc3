"""Shaping and signing an entry on this machine: what it says is looked at here first, then sent to the place that keeps it."""

import difflib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from entredon.cli import place as places
from entredon.cli.common import Trouble, printable
from entredon.cli.place import Conflicted, KeyThere, Place
from entredon.cli.words import said

if TYPE_CHECKING:
    from entredon.pure.log.keys import SecretKey
    from entredon.pure.log.leaf import Leaf

TRIES = 3
"""So often an entry is signed anew when another by the same key was quicker."""


@dataclass(frozen=True, slots=True)
class Said:
    """Where an entry now stands."""

    index: int
    id: str


def say(
    place: Place, key: "SecretKey", kind: str, body: Mapping[str, Any], texts: Mapping[str, str] | None = None,
    cosigners: Sequence["SecretKey"] = (),
) -> Said:  # fmt: skip
    """Shape, sign and send an entry; once more where another by the same key came first. Raises Trouble."""
    for _ in range(TRIES):
        entry, side = shape(place, key, kind, body, texts or {}, cosigners)
        try:
            return Said(*place.send(entry.raw, side))
        except Conflicted as conflict:
            if conflict.here is not None:
                return Said(conflict.here, entry.id)
    raise Trouble(
        "Others keep signing with the same key in {name}: let them finish. Nothing was recorded.", name=place.name
    )


def shape(
    place: Place, key: "SecretKey", kind: str, body: Mapping[str, Any], texts: Mapping[str, str],
    cosigners: Sequence["SecretKey"] = (),
) -> tuple["Leaf", places.Side]:  # fmt: skip
    """An entry as the place should take it just now, signed, and its texts with their salts. Raises Trouble."""
    from entredon.log import clock
    from entredon.pure.log import commitment, leaf
    from entredon.pure.log.canonical import Malformed

    seen = places.newest(place)
    known = place.key(key.id)
    check(kind, body, texts, known)
    side = {name: (os.urandom(commitment.SALT), text) for name, text in texts.items() if text}
    try:
        made = leaf.make(
            {signer.id: signer.sign for signer in (key, *cosigners)}, log=seen.origin, kind=kind, by=key.id,
            at=clock.stamp(), prev=known.last if known else None, seen=(seen.size, seen.root.hex()), body=dict(body),
            c={name: commitment.commit(*pair) for name, pair in side.items()},
        )  # fmt: skip
    except Malformed as trouble:
        raise Trouble("This can't be written down: {trouble}. Nothing was signed.", trouble=trouble) from None
    return made, side


BRINGS_ITS_KEY = ("people.joined", "people.recovered")


def check(kind: str, body: Mapping[str, Any], texts: Mapping[str, str], known: KeyThere | None) -> None:
    """Whether this is something that can be said, in the form of its kind, by a key that can sign. Raises Trouble."""
    from entredon.log import registry

    kinds = registry.kinds()
    if kind not in kinds or kind == "commons.founded":
        near = difflib.get_close_matches(kind, kinds, n=3)
        hint = (
            said(" Did you mean {near}?", near=" or ".join(near))
            if near
            else said(" See them all in the reference: entries.")
        )
        raise Trouble(
            "There are no entries of the kind {kind}.{hint} Nothing was signed.", kind=printable(kind), hint=hint
        )
    versions = [version for version in kinds[kind] if not (known and known.rulebook) or version.since <= known.rulebook]
    if not versions:
        raise Trouble(
            "This commons lives by rulebook {value}, which has no {kind} yet.",
            value=known.rulebook if known else 1,
            kind=kind,
        )
    fact = versions[-1].fact
    try:
        registry.decode(versions[-1], dict(body))
    except registry.Refused as refusal:
        raise Trouble("{refusal} Nothing was signed.", refusal=refusal) from None
    if unknown := [name for name in texts if name not in fact.texts]:
        carries = said("it carries {texts}", texts=", ".join(fact.texts)) if fact.texts else said("it carries none")
        raise Trouble(
            "A {kind} has no text named {unknown}: {carries}. Nothing was signed.",
            kind=kind,
            unknown=printable(", ".join(unknown)),
            carries=carries,
        )
    if known is None and kind not in BRINGS_ITS_KEY:
        raise Trouble(
            "The key of this machine is not known there yet: entredon key enrol makes it a key of yours, and "
            "entredon sign … people.joined makes you a member by it. Nothing was signed."
        )
    if known is not None and known.revoked:
        raise Trouble("The key of this machine was withdrawn there: nothing can be signed with it any more.")
