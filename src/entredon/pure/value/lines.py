"""The lines of a share-out as they are kept beside the public record: canonical JSON Lines, the same bytes everywhere.

First people by id, each with what she keeps, what for (with what she passes on), and to whom she passes what; then the
top, then what is held. Every smallest unit of the income is in exactly one line, and a line of nothing is left out.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from entredon.pure.value.shareout import ShareOut

# Canonical without the check: ids, names of kinds and amounts have been through it already.
_encode = msgspec.json.Encoder(order="deterministic").encode
MOST = 64 << 20
"""No share-out has more bytes of lines: half a million people."""


@dataclass(frozen=True)
class Lines:
    """The bytes of all lines, and how many there are."""

    raw: bytes
    count: int

    @cached_property
    def sha256(self) -> str:
        """The name of these bytes."""
        return hashlib.sha256(self.raw).hexdigest()


def write(out: ShareOut) -> Lines:
    """The lines of a share-out."""
    written = [_encode(row) + b"\n" for row in rows(out)]
    return Lines(b"".join(written), len(written))


def rows(out: ShareOut) -> Iterator[dict[str, Any]]:
    """The same as data."""
    given: dict[str, list[dict[str, Any]]] = {}
    for passed in sorted(out.passed, key=lambda row: row.to):
        given.setdefault(passed.person, []).append({"to": passed.to, "minor": passed.minor})
    for part in sorted(out.people, key=lambda part: part.person):
        if part.got:
            yield {
                "person": part.person,
                "minor": part.minor,
                "kinds": dict(part.kinds),
                "passed": given.get(part.person, []),
            }
    for top in sorted(out.top, key=lambda row: row.to):
        if top.minor:
            yield {"top": top.to, "minor": top.minor}
    for wait in sorted(out.held, key=lambda row: (row.creation, row.because)):
        if wait.minor:
            yield {"held": wait.creation, "because": wait.because, "minor": wait.minor}


def difference(said: bytes, right: bytes) -> str:
    """The first line in which two texts differ, as a sentence; "" when they are equal."""
    if said == right:
        return ""
    theirs, ours = said.split(b"\n"), right.split(b"\n")
    for number, (their, our) in enumerate(zip(theirs, ours, strict=False), 1):
        if their != our:
            return f"Line {number} says {_shown(their)}, and by the rule it is {_shown(our)}."
    return f"There are {len(theirs) - 1:,} lines, and by the rule {len(ours) - 1:,}."


def _shown(line: bytes) -> str:
    text = line.decode("ascii", "replace").replace("\ufffd", "?")
    text = "".join(c if " " <= c <= "~" else "?" for c in text)
    return (text if len(text) <= 160 else text[:150] + " …") or "nothing"
