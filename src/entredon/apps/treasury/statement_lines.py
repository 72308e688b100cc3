"""The lines of a statement as they stand in the content beside the public record: canonical JSON Lines, sorted.

A line has a day, the commitment by which it is known, an amount, and the short name of another commons of the bearer it belongs
to, or "". There is one way to write the same lines, so the same lines have the same hash.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, BinaryIO, NamedTuple

import msgspec

from entredon.apps.treasury.entries import Hash
from entredon.apps.treasury.record_places import is_slug
from entredon.log.registry import Refused
from entredon.pure.money.journal.shape import real_day

MOST = 16 * 1024 * 1024
MOST_LINES = 100_000


class StatementLine(NamedTuple):
    """A line, without anything that says who."""

    day: str
    line: str
    minor: int
    of: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """Lines as content."""

    raw: bytes
    sha256: str
    count: int


class _Read(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    day: str
    line: Hash
    minor: int
    of: Annotated[str, msgspec.Meta(max_length=39)]


_reads = msgspec.json.Decoder(_Read, strict=True).decode


def write(lines: Iterable[StatementLine]) -> Written:
    """Lines as content, sorted by day, then by line."""
    raw = b"".join(map(_line, sorted(lines, key=lambda line: line[:2])))
    return Written(raw, hashlib.sha256(raw).hexdigest(), raw.count(b"\n"))


def read(stream: BinaryIO) -> list[StatementLine]:
    """The lines again. Raises Refused for anything but what ``write`` writes."""
    raw = stream.read(MOST + 1)
    if len(raw) > MOST:
        raise Refused("The lines of a statement have at most {most:,} bytes; bring it in parts.", most=MOST)
    if raw and not raw.endswith(b"\n"):
        raise Refused("The lines of this statement end in the middle of one.")
    found: list[StatementLine] = []
    before = ("", "")
    for n, text in enumerate(raw.split(b"\n")[:-1], 1):
        if n > MOST_LINES:
            raise Refused("A statement has at most {most:,} lines; bring it in parts.", most=MOST_LINES)
        line = _one(text, n)
        if line[:2] <= before:
            raise Refused("Line {n} is not in its place: lines are sorted by day, and each is there once.", n=n)
        before = line[:2]
        found.append(line)
    return found


def _one(text: bytes, n: int) -> StatementLine:
    try:
        line = StatementLine(*msgspec.structs.astuple(_reads(text)))
    except msgspec.DecodeError:
        line = None
    if line is None or _line(line) != text + b"\n" or not real_day(line.day) or (line.of and not is_slug(line.of)):
        raise Refused("Line {n} of this statement isn't written as lines are.", n=n)
    return line


def _line(line: StatementLine) -> bytes:
    return b'{"day":"%s","line":"%s","minor":%d,"of":"%s"}\n' % (
        line.day.encode(),
        line.line.encode(),
        line.minor,
        line.of.encode(),
    )
