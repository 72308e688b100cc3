"""What rules of this app share about contributions: days and hours, files and commits, how one stands by review."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, BinaryIO

from entredon.apps.flows import record as flows
from entredon.apps.work.entries import AddedTo, Contributed, File
from entredon.apps.work.models_circles import Circle
from entredon.apps.work.models_reviews import Contribution, Day
from entredon.log.registry import Blobs, Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.valueflows import quantity

TOLD, MORE, ACCEPTED, DECLINED = "told", "more", "accepted", "declined"
"""How a contribution stands by review: somebody may look; somebody asked for more; it was accepted, or declined."""
OPEN = (TOLD, MORE)
FILES, FILES_IN_ALL = 5, 20
"""So many files come with one entry, and so many belong to one contribution."""
LARGEST = 100 << 20
"""Bytes of one file that the law takes; a place may take less."""
COMMITS = 50
DAY_MINUTES = 24 * 60
FIRST = date(1970, 1, 1)
HOUR = "hour"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HEX64 = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,79}")


def contribution(tables: Tables, id: str) -> Row:
    """A contribution that somebody told. Raises Refused."""
    row = tables.get(Contribution, id)
    if row is None:
        raise Refused("{id} is not a contribution that somebody told here.", id=id[:10])
    return row


def minutes_of(hours: str) -> int:
    """Hours as they were told, in whole minutes; 0 if none were. Raises Refused."""
    if not hours:
        return 0
    try:
        number = quantity.parse(hours)
    except quantity.NotAQuantity as trouble:
        raise Refused.of(trouble) from None
    if not 0 < number <= 24:
        raise Refused(
            "A day has at most 24 hours, and some of them are yours: {hours} is not between 0 and 24.", hours=hours[:20]
        )
    minutes = int((number * 60).to_integral_value(ROUND_HALF_UP))
    if not minutes:
        raise Refused("That is less than a minute: leave the hours out.")
    return minutes


def hours_of(minutes: int) -> str:
    """Minutes as hours, exactly where that can be written; else to the hundredth."""
    return quantity.show((Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP))


def spend(tables: Tables, person: str, day: str, minutes: int) -> None:
    """She spent so many minutes of a day: all that she tells of it stays within 24 hours. Raises Refused."""
    row = tables.get(Day, f"{person}/{day}")
    before = row.minutes if row is not None else 0
    if before + minutes > DAY_MINUTES:
        raise Refused(
            "With this you would have told of {hours} hours on {day}; a day has 24.",
            hours=hours_of(before + minutes),
            day=day,
        )
    if row is None:
        tables.add(Day, f"{person}/{day}", minutes=minutes)
    else:
        tables.change(row, minutes=before + minutes)


def check_day(day: str, at: str) -> None:
    """A day in the past as in 2026-11-26, or "" when none is said; where the day is further than ours, it may be tomorrow.
    Raises Refused."""
    if not day:
        return
    try:
        real = date.fromisoformat(day) if _DAY.fullmatch(day) else None
    except ValueError:
        real = None
    if real is None:
        raise Refused("“{day}” is not a day: write it as in 2026-11-26.", day=day[:20])
    if real < FIRST:
        raise Refused("{day} is too long ago: tell of days from 1970 on.", day=day)
    if real > date.fromisoformat(at[:10]) + timedelta(days=1):
        raise Refused("{day} is still to come: tell of what you have done once you have.", day=day)


def check_files(files: tuple[File, ...], commits: tuple[str, ...]) -> None:
    """Few files, each with a size and a media type, none twice; commits by their hashes. Raises Refused."""
    if len(files) > FILES:
        raise Refused("At most {most} files at once; these are {count}.", most=FILES, count=len(files))
    if len({file.sha256 for file in files}) != len(files):
        raise Refused("One of these files is there twice.")
    for file in files:
        if not _HEX64.fullmatch(file.sha256) or not _TYPE.fullmatch(file.type):
            raise Refused("A file is named by its SHA-256 and has a media type.")
        if not 0 < file.bytes <= LARGEST:
            raise Refused("A file has at least a byte, and at most {megabytes} megabytes.", megabytes=LARGEST >> 20)
    if len(commits) > COMMITS or len(set(commits)) != len(commits):
        raise Refused("Name at most {most} commits, each of them once.", most=COMMITS)
    for commit in commits:
        if not _COMMIT.fullmatch(commit):
            raise Refused(
                "“{commit}” is not a commit: that has 7 to 64 of the characters 0–9 and a–f.", commit=commit[:70]
            )


def wanted(fact: Contributed | AddedTo) -> Iterable[str]:
    """The content that an entry names: its files."""
    return [file.sha256 for file in fact.files]


def weighed(fact: Contributed | AddedTo, blobs: Blobs) -> Mapping[str, int]:
    """How large its files are."""
    return {sha256: _length(open()) for sha256, open in blobs.items()}


def _length(stream: BinaryIO) -> int:
    with stream:
        return stream.seek(0, 2)


def check_sizes(files: tuple[File, ...], sizes: Mapping[str, int]) -> None:
    """The files are as large as the entry says. Raises Refused."""
    for file in files:
        if sizes[file.sha256] != file.bytes:
            raise Refused("The file {sha256} is not as large as this says.", sha256=file.sha256[:10])


def as_kept(entry: Context, files: tuple[File, ...]) -> list[dict[str, Any]]:
    """Files as a contribution lists them, each with the entry that brought it."""
    return [{"entry": entry.id, "sha256": file.sha256, "bytes": file.bytes, "type": file.type} for file in files]


def check_circle(tables: Tables, id: str | None) -> None:
    """Raises Refused."""
    if id is not None and tables.get(Circle, id) is None:
        raise Refused("There is no circle {id} here.", id=id[:10])


def hour(tables: Tables, entry: Context) -> str:
    """The unit of effort."""
    flows.unit(tables, entry, HOUR, HOUR)
    return HOUR
