"""The rows of an imported history: JSON Lines, compressed with gzip. Tags come first, then commits, children before parents.

No names, addresses, subjects or paths: ids, times, pseudonyms and sums of lines. Numbers are bounded so that no sum over
a history leaves 53 bits.
"""

import zlib
from collections.abc import Iterator
from typing import Annotated, BinaryIO

import msgspec
from msgspec import Meta

from entredon.pure.git.parse import LATEST
from entredon.pure.told import Told

MOST_ROWS = 4_000_000
MOST_BYTES = 1 << 32
"""More than this no history may be, uncompressed."""
MOST_LINES = (1 << 30) - 1
"""More lines no commit may add or delete in one kind."""
LONGEST = 1 << 22
"""Bytes in a row, at most."""
LEAST_ROWS = 256
MOST_PARENTS = 4
"""So many parents a commit has at most on average; real histories have between one and two. It bounds what is held."""
_STEP = 1 << 18
_LEVEL = 4
"""Most of a row are hashes, which don't get smaller however hard one tries."""
_TOGETHER = 256

Id = Annotated[str, Meta(pattern=r"\A(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")]
Someone = Annotated[str, Meta(pattern=r"\A[pb]:[0-9a-f]{32}\Z")]
Lines = Annotated[int, Meta(ge=0, le=MOST_LINES)]
Seconds = Annotated[int, Meta(ge=0, le=LATEST)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]


class Unsound(Told):
    """A history that contradicts itself or what was said of it. The text is a sentence."""


class Tag(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="row", tag="tag"):
    """A tag: its name, the commit it stands at, and when it was set (seconds since 1970 UTC)."""

    name: Name
    commit: Id
    at: Seconds


class Commit(
    msgspec.Struct,
    frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="row", tag="commit", gc=False,
):  # fmt: skip
    """A commit: who (``p:`` a person, ``b:`` a program), when, how many lines of which kind, and who else took part.

    ``lines``: kind → (added, deleted). ``given``: (kind, who). ``aside``: files whose lines don't count. ``boundary``: the
    history before it is absent, so what it brings can't be told from what was there.
    """

    id: Id
    parents: tuple[Id, ...] = ()
    at: Seconds
    author: Someone
    lines: dict[str, tuple[Lines, Lines]] = {}
    given: tuple[tuple[str, Someone], ...] = ()
    aside: Annotated[int, Meta(ge=0, le=1 << 31)] = 0
    boundary: bool = False


Row = Tag | Commit
_encode = msgspec.json.Encoder().encode
_decoder: msgspec.json.Decoder[Row] = msgspec.json.Decoder(Row, strict=True)


class Writer:
    """Compresses rows, the same bytes for the same rows: no file name, no time. Counts them on the way."""

    def __init__(self) -> None:
        self.count = 0
        self.raw_bytes = 0
        self._waiting: list[bytes] = []
        self._gzip = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)

    def write(self, row: msgspec.Struct) -> bytes:
        """What is ready of the compressed rows after this one; mostly nothing."""
        self.count += 1
        self._waiting.append(_encode(row))
        return self._press() if self.count % _TOGETHER == 0 else b""

    def _press(self) -> bytes:
        if not self._waiting:
            return b""
        lines = b"\n".join(self._waiting) + b"\n"
        self._waiting.clear()
        self.raw_bytes += len(lines)
        return self._gzip.compress(lines)

    def end(self) -> bytes:
        """The rest."""
        return self._press() + self._gzip.flush()


def read(stream: BinaryIO, *, size: int, raw_bytes: int, count: int) -> Iterator[Row]:
    """The rows of a history whose size was said. Never holds more than a few rows. Raises Unsound."""
    if not (0 < raw_bytes <= MOST_BYTES and 0 < count <= MOST_ROWS and 0 < size <= MOST_BYTES):
        raise Unsound(
            "A history has 1 to {most_rows} rows and at most {most_bytes} bytes.",
            most_rows=MOST_ROWS,
            most_bytes=MOST_BYTES,
        )
    number = parents = 0
    for line in lines(stream, size, raw_bytes):
        number += 1
        if number > count:
            raise Unsound("The history has more than the {count} rows that were said.", count=count)
        try:
            row = _decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as trouble:
            raise Unsound(
                "Row {number} of the history can't be read: {trouble}.", number=number, trouble=trouble
            ) from None
        if type(row) is Commit:
            parents += len(row.parents)
            if parents > MOST_PARENTS * (count + LEAST_ROWS):
                raise Unsound(
                    "Up to row {number} the commits have {parents} parents: no real history has so many.",
                    number=number,
                    parents=parents,
                )
        yield row
    if number != count:
        raise Unsound("The history has {number} rows; {count} were said.", number=number, count=count)


def lines(stream: BinaryIO, size: int, raw_bytes: int) -> Iterator[bytes]:
    """The lines of compressed rows whose size was said, uncompressed one by one. Raises Unsound."""
    rest = b""
    for piece in _pieces(stream, size, raw_bytes):
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
        if len(rest) > LONGEST:
            raise Unsound("A row of the history is longer than {longest} bytes.", longest=LONGEST)
    if rest:
        raise Unsound("The last row of the history doesn't end.")


def _pieces(stream: BinaryIO, size: int, raw_bytes: int) -> Iterator[bytes]:
    """The uncompressed bytes in small pieces, never more than was said."""
    gzip = zlib.decompressobj(31)
    read, out = 0, 0
    try:
        while not gzip.eof:
            packed = gzip.unconsumed_tail or stream.read(_STEP)
            if not gzip.unconsumed_tail:
                read += len(packed)
            if not packed:
                raise Unsound("The compressed history breaks off.")
            piece = gzip.decompress(packed, _STEP)
            out += len(piece)
            if out > raw_bytes:
                raise Unsound(
                    "The history unpacks to more than the {raw_bytes} bytes that were said.", raw_bytes=raw_bytes
                )
            yield piece
    except zlib.error as trouble:
        raise Unsound("The compressed history is damaged: {trouble}.", trouble=trouble) from None
    if gzip.unused_data or stream.read(1) or read != size or out != raw_bytes:
        raise Unsound("The history is not as long as was said.")
