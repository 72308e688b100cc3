"""What other apps' rules ask about sharing, and the steps that this app's rules share."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from entredon.apps.people import record as people
from entredon.apps.value.models import Rule, Share, Shareout
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.value import reading

LAST = "9999-12-31T23:59:59.999Z"


def in_force(tables: Tables, before: int | None = None) -> Row:
    """The rule that took force last; with ``before`` as it was when the entries before this index had been said."""
    forces = [row for row in tables.find(Rule) if row.force is not None and (before is None or row.force < before)]
    return max(forces, key=lambda row: (row.force, row.position))


def adopt(tables: Tables, entry: Context, rule: Mapping[str, Any]) -> Row:
    """A rule that can be followed is adopted, by a steward or by a decision. Raises Refused.

    It takes force at once, except where people are named: then with the last of their signatures.
    """
    try:
        adopted = reading.read(rule)
    except reading.BadRule as trouble:
        raise Refused("This rule can't be followed. {trouble}", trouble=trouble) from None
    for person in adopted.parts:
        _can_sign(tables, person)
    return tables.add(
        Rule,
        entry.id,
        rule=adopted.data(),
        hash=adopted.hash,
        person=entry.person,
        position=entry.index,
        at=entry.at,
        waits_for=list(adopted.parts),
        force=None if adopted.parts else entry.index,
    )


def _can_sign(tables: Tables, person: str) -> None:
    row = people.known(tables, person)
    if row.claimed_by:
        raise Refused(
            "{person} is claimed by {claimed_by}: name that member.", person=person[:12], claimed_by=row.claimed_by[:12]
        )
    if not row.member:
        raise Refused(
            "{person} is no member and can't sign: only members can be named in fixed parts.", person=person[:12]
        )


def contest_ends(tables: Tables, accepted_at: str) -> str:
    """Until when (as entries write times) a contribution accepted then can be contested, by the rule now in force."""
    return later(accepted_at, reading.read(in_force(tables).rule).contest_days)


@lru_cache(maxsize=1_000)
def later(at: str, days: int) -> str:
    """A time so many days later, as entries write it; at most the last moment of the calendar. Remembered, for
    hundreds of votes ask for the same.

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
