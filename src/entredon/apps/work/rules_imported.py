"""The law about tables that were brought in: each row is a contribution that is proposed, and none is taken twice.

``prepare`` reads the rows outside the lock and knows nothing of this commons; the rule then joins them to what is here.
"""

from typing import NamedTuple

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.work import record, record_needs
from entredon.apps.work.entries_imported import Imported
from entredon.apps.work.models_imported import Imported as ImportedTable
from entredon.apps.work.models_imported import ImportedRow
from entredon.log.registry import Blobs, Context, Refused, rule
from entredon.log.tables import Tables
from entredon.pure.git.rows import Unsound
from entredon.pure.tables import rows
from entredon.pure.tables.rows import Row
from entredon.pure.tables.values import FULL_DAY
from entredon.pure.valueflows import quantity

HOUR, MINUTE = "hour", "minute"


class Told(NamedTuple):
    """What a table says, read before anything is locked: its rows, the keys of all of them, and the last day it speaks of."""

    rows: list[Row]
    keys: frozenset[str]
    last: str


def wanted(fact: Imported) -> tuple[str, ...]:
    """The content with the rows."""
    return (fact.sha256,)


def prepare(fact: Imported, blobs: Blobs) -> Told:
    """The rows of a table. Raises Refused for what contradicts itself, or what the entry says of them."""
    try:
        with blobs[fact.sha256]() as stream:
            read = list(rows.read(stream, size=fact.bytes, raw_bytes=fact.raw_bytes, count=fact.count))
    except Unsound as trouble:
        raise Refused.of(trouble) from None
    keys = frozenset(row.key for row in read)
    if len(keys) != len(read):
        raise Refused("Two rows of the table have the same key: nothing is taken twice.")
    days: dict[tuple[str, str], int] = {}
    for number, row in enumerate(read, 1):
        if (row.creation is not None) + (row.version is not None) > 1:
            raise Refused("Row {number} of the table is for a version or for a creation, not for both.", number=number)
        if row.on and row.minutes:
            day = (row.person, row.on)
            days[day] = days.get(day, 0) + row.minutes
            if days[day] > FULL_DAY:
                raise Refused(
                    "By row {number} of the table somebody has worked more than 24 hours on {day}.",
                    number=number,
                    day=row.on,
                )
    return Told(read, keys, max(row.on for row in read))


@rule(Imported, blobs=wanted, prepare=prepare)
def imported(tables: Tables, entry: Context, fact: Imported) -> None:
    """A steward brings in a table. Its rows are new, none is of a day to come, and what they are for is here."""
    steward = people.steward(tables, entry)
    told: Told = entry.prepared
    if told.last > entry.at[:10]:
        raise Refused("The table tells of {day}, which is still to come.", day=told.last)
    for (key,) in tables.read(ImportedRow, ("id",)):
        if key in told.keys:
            raise Refused("A row of this table was brought in before: nothing is taken twice.")
    for kind in sorted({row.kind for row in told.rows}):
        flows.spec(tables, entry, kind, kind)
    people.imported_people(tables, entry, (row.person for row in told.rows))
    tables.add(
        ImportedTable, entry.id, person=steward.id, at=entry.at, position=entry.index, source=fact.source,
        sha256=fact.sha256, count=fact.count,
    )  # fmt: skip
    here = Bringing(tables, entry, told.rows)
    flows.efforts(tables, entry, (here.flow(f"{entry.id}.{n}", row) for n, row in enumerate(told.rows, 1)))
    known = ((row.key, f"{entry.id}.{number}", row.on) for number, row in enumerate(told.rows, 1))
    tables.add_all(ImportedRow, ("id", "flow", "on"), known, entry=entry.id)


class Bringing:
    """What rows name, looked up once for all of them, before any is written."""

    def __init__(self, tables: Tables, entry: Context, told: list[Row]) -> None:
        self.tables = tables
        self.about = {asked: self._about(*asked) for asked in dict.fromkeys(_asked(row) for row in told)}
        self._efforts = {minutes: _effort(tables, entry, minutes) for minutes in sorted({row.minutes for row in told})}

    def flow(self, id: str, row: Row) -> tuple[str, str, str, str, str, str, str, dict[str, int]]:
        """A row as the work that it tells of. Raises Refused."""
        process, pointed = self.about[_asked(row)]
        if pointed and row.points:
            raise Refused("The need {id} says itself how many points it gives.", id=str(row.need)[:10])
        measures = {record.POINTS: row.points, "minutes": row.minutes} if row.minutes else {record.POINTS: row.points}
        return id, row.person, process, row.kind, row.need or "", *self._efforts[row.minutes], measures

    def _about(self, creation: str | None, version: str | None, need: str | None) -> tuple[str, bool]:
        """Into which process a row goes, and whether its need says how many points it gives. Raises Refused."""
        wanted = record_needs.need(self.tables, need) if need is not None else None
        if wanted is not None and wanted.state == record_needs.DROPPED:
            raise Refused("The need {id} was dropped: tell the work without it.", id=wanted.id[:10])
        of_need = str(wanted.creation) if wanted is not None else ""
        if version is not None:
            found = library.version(self.tables, version)
            if found.state == library.SUPERSEDED:
                raise Refused("This version has been replaced; name the one that took its place.")
        elif creation or of_need:
            found = library.open_version(self.tables, creation or of_need)
        else:
            return "", wanted is not None and bool(wanted.points)
        if of_need and found.creation != of_need:
            raise Refused("The need is about another creation: tell it for that one.")
        return str(found.process), wanted is not None and bool(wanted.points)


def _asked(row: Row) -> tuple[str | None, str | None, str | None]:
    return row.creation, row.version, row.need


def _effort(tables: Tables, entry: Context, minutes: int) -> tuple[str, str]:
    """An effort in hours; in minutes where no decimal number says it exactly (ten minutes)."""
    if not minutes:
        return "", ""
    if minutes % 3:
        flows.unit(tables, entry, MINUTE, MINUTE, symbol="min", om_unit_identifier="minute-Time")
        return str(minutes), MINUTE
    flows.unit(tables, entry, HOUR, HOUR, symbol="h", om_unit_identifier="hour")
    return quantity.show(quantity.parse(f"{minutes // 60}.{minutes % 60 * 100 // 60:02d}")), HOUR
