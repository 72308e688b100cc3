"""Entries drawn up here and signed elsewhere: the line is made now, the signatures come from keys whose secrets are not here.

What was drawn up holds for ten minutes (the clocks of ``door.admit``), and as long as its author says nothing else meanwhile.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from entredon.log import checkpoints, clock
from entredon.log.models import Key, Log
from entredon.log.registry import Fact, Refused
from entredon.pure.log import canonical, leaf


def draw(slug: str, facts: Sequence[tuple[Fact, str]]) -> list[bytes]:
    """The first lines of entries in their order, each a fact and the id of the key that is its author; without side texts.

    Raises Refused when there is no such commons.
    """
    origin = Log.objects.filter(slug=slug).values_list("origin", flat=True).first()
    if origin is None:
        raise Refused("There is no commons named {slug} here.", slug=slug)
    now, seen = clock.stamp(), checkpoints.published(slug)
    authors = {by for _fact, by in facts}
    last = {id: last or None for id, last in Key.objects.filter(commons=slug, id__in=authors).values_list("id", "last")}
    lines = []
    for fact, by in facts:
        line = leaf.body_line(
            log=origin, kind=fact.kind, by=by, at=now, prev=last.get(by), seen=(seen.size, seen.root.hex()),
            body=msgspec.to_builtins(fact), c={},
        )  # fmt: skip
        last[by] = hashlib.sha256(leaf.signed_bytes(line)).hexdigest()
        lines.append(line)
    return lines


def challenge(line: bytes) -> bytes:
    """What a passkey is asked to sign for a line: SHA-256 of what signatures cover."""
    return hashlib.sha256(leaf.signed_bytes(line)).digest()


def signed(line: bytes, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A leaf from its first line and the rows of its signatures, as they stand in the second line, in any order."""
    return line + b"\n" + canonical.dumps(sorted(rows, key=lambda row: row["key"])) + b"\n"
