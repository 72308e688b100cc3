"""What other apps' rules ask about accepted work, and the steps that the rules of this app share."""

import re

from entredon.apps.flows import record as flows
from entredon.apps.work.models import Acceptance, Standing, Stood
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
POINTS = "points"
MOST = 10**12
"""The greatest measure of one contribution: far beyond any real one, and sums stay within what every program counts."""


def check_measures(measures: dict[str, int]) -> None:
    """Measures are whole numbers from 0 on, named in small letters. Raises Refused."""
    for name, number in measures.items():
        if not NAME.fullmatch(name):
            raise Refused(f"“{name[:40]}” is not a name for a measure; use small letters, such as points.")
        if not 0 <= number <= MOST:
            raise Refused(f"The measure “{name}” must be between 0 and {MOST}; it is {number}.")


def work(tables: Tables, id: str) -> Row:
    """A contribution of work. Raises Refused."""
    flow = flows.flow(tables, id)
    if flow.kind != "event" or flow.action != "work":
        raise Refused(f"{id[:10]} is not a contribution.")
    return flow


def acceptance_of(tables: Tables, flow: Row) -> Row | None:
    """The first acceptance of a version that covers this contribution as a whole."""
    if not flow.input_of:
        return None
    covering = [row for row in tables.find(Acceptance, process=flow.input_of) if row.position > flow.position]
    return min(covering, key=lambda row: row.position, default=None)


def stand(
    tables: Tables, entry: Context, flow: Row, *, counts: bool, measures: dict[str, int], settled: bool = False
) -> None:
    """Say how a contribution stands from here on."""
    row = tables.get(Standing, flow.id)
    now = {"decided": entry.id, "at": entry.at, "counts": counts, "measures": measures, "settled": settled}
    if row is None:
        row = tables.add(Standing, flow.id, **now)
    else:
        tables.change(row, **now, contest="")
    stood(tables, entry, row)


def stood(tables: Tables, entry: Context, row: Row) -> None:
    """Remember how a contribution stands from this entry on, whatever comes later."""
    tables.add(
        Stood, f"{entry.id}/{row.id}", flow=row.id, position=entry.index, at=row.at, counts=row.counts,
        measures=row.measures, contest=row.contest, settled=row.settled,
    )  # fmt: skip
