"""What other apps' rules ask about sharing, and the steps that this app's rules share."""

from datetime import datetime, timedelta

from entredon.apps.value.models import Rule, Share, Shareout
from entredon.log.registry import Refused
from entredon.log.tables import Row, Tables
from entredon.pure.value import reading

LAST = "9999-12-31T23:59:59.999Z"


def in_force(tables: Tables, before: int | None = None) -> Row:
    """The rule that took force last; with ``before`` as it was when the entries before this index had been said."""
    forces = [row for row in tables.find(Rule) if row.force is not None and (before is None or row.force < before)]
    return max(forces, key=lambda row: (row.force, row.position))


def contest_ends(tables: Tables, accepted_at: str) -> str:
    """Until when (as entries write times) a contribution accepted then can be contested, by the rule now in force."""
    return later(accepted_at, reading.read(in_force(tables).rule).contest_days)


def later(at: str, days: int) -> str:
    """A time so many days later, as entries write it; at most the last moment of the calendar.

    Two entries' times are compared, never a clock.
    """
    try:
        end = datetime.fromisoformat(at) + timedelta(days=days)
    except OverflowError:
        return LAST
    # Not strftime, which writes the years before 1000 differently from system to system.
    return f"{end.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def talked_about(tables: Tables, id: str) -> Row:
    """A share-out or a sharing rule, by the entry that tells of it. Raises Refused."""
    row = tables.get(Shareout, id) or tables.get(Rule, id)
    if row is None:
        raise Refused("There is no share-out and no sharing rule {id} here.", id=id[:10])
    return row


def shares(tables: Tables) -> list[tuple[Row, list[Row]]]:
    """All share-outs with their amounts, in the order in which they were made."""
    rows = sorted(tables.find(Shareout), key=lambda row: row.position)
    return [(row, tables.find(Share, shareout=row.id)) for row in rows]


def is_shared(tables: Tables, income: str) -> str:
    """The entry that shared an income, "" while nobody has."""
    return next((str(row.id) for row in tables.find(Shareout, income=income)), "")
