"""The rows of a table that is brought in: JSON Lines, compressed with gzip. No names, no addresses, no words of people."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Annotated, BinaryIO

import msgspec
from msgspec import Meta

from entredon.pure.git import rows as packed
from entredon.pure.git.rows import Unsound
from entredon.pure.tables.values import FULL_DAY, MOST_POINTS

MOST_ROWS = 100_000
"""More rows no entry tells: so many are written within the five seconds that nobody else need wait longer than."""
MOST_BYTES = 64 << 20

Key = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Id = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}(?:\.[0-9]{1,9})?\Z")]


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Work that somebody did: its key, who, what kind, on which day and how long if that is known, and for what."""

    key: Key
    person: Annotated[str, Meta(pattern=r"\Ap:[0-9a-f]{32}\Z")]
    kind: Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_]{0,39}\Z")]
    on: Annotated[str, Meta(pattern=r"\A(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")] = ""
    minutes: Annotated[int, Meta(ge=0, le=FULL_DAY)] = 0
    points: Annotated[int, Meta(ge=0, le=MOST_POINTS)] = 1
    creation: Id | None = None
    version: Id | None = None
    need: Key | None = None


_decoder = msgspec.json.Decoder(Row, strict=True)


def read(stream: BinaryIO, *, size: int, raw_bytes: int, count: int) -> Iterator[Row]:
    """The rows of a table whose size was said. Raises Unsound."""
    if not (0 < count <= MOST_ROWS and 0 < raw_bytes <= MOST_BYTES and 0 < size <= MOST_BYTES):
        raise Unsound(
            "A table that is brought in has 1 to {most:,} rows, and at most {bytes:,} bytes.",
            most=MOST_ROWS,
            bytes=MOST_BYTES,
        )
    number = 0
    for line in packed.lines(stream, size, raw_bytes):
        number += 1
        if number > count:
            raise Unsound("The table has more than the {count:,} rows that were said.", count=count)
        try:
            row = _decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as trouble:
            raise Unsound(
                "Row {number} of the table can't be read: {trouble}.", number=number, trouble=trouble
            ) from None
        if row.on and not is_day(row.on):
            raise Unsound("Row {number} of the table: there is no day {day}.", number=number, day=row.on)
        yield row
    if number != count:
        raise Unsound("The table has {number:,} rows; {count:,} were said.", number=number, count=count)


@lru_cache(maxsize=10_000)
def is_day(text: str) -> bool:
    """Whether the calendar has this day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
