"""What other apps' rules ask about accepted work, and the steps that the rules of this app share."""

import json
import re
from collections.abc import Iterator

from entredon.apps.flows import record as flows
from entredon.apps.people import record as people
from entredon.apps.work import record_needs as record_needs
from entredon.apps.work.entries import Correction
from entredon.apps.work.models import (
    Acceptance,
    Call,
    Circle,
    Contribution,
    Idea,
    Need,
    Offer,
    Page,
    Standing,
    Stood,
)
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
            raise Refused("“{name}” is not a name for a measure; use small letters, such as points.", name=name[:40])
        if not 0 <= number <= MOST:
            raise Refused(
                "The measure “{name}” must be between 0 and {most}; it is {number}.",
                name=name,
                most=MOST,
                number=number,
            )


def corrections(given: tuple[Correction, ...]) -> dict[str, dict[str, int]]:
    """The measures that count instead, by contribution. Raises Refused."""
    found: dict[str, dict[str, int]] = {}
    for correction in given:
        check_measures(correction.measures)
        if correction.flow in found:
            raise Refused("Name each contribution once.")
        found[correction.flow] = correction.measures
    return found


def work(tables: Tables, id: str) -> Row:
    """A contribution. Raises Refused."""
    flow = flows.flow(tables, id)
    if not flows.is_given(flow):
        raise Refused("{id} is not a contribution.", id=id[:10])
    return flow


def undecided(tables: Tables, flow: Row) -> None:
    """Nothing was decided about a contribution yet. Raises Refused."""
    if tables.get(Standing, flow.id) is not None or acceptance_of(tables, flow) is not None:
        raise Refused("About the contribution {id} it was already decided; contest that instead.", id=flow.id[:10])


def acceptance_of(tables: Tables, flow: Row) -> Row | None:
    """The first acceptance of a version that covers this contribution as a whole."""
    return covering(tables.find(Acceptance, process=flow.input_of), flow) if flow.input_of else None


def covering(acceptances: list[Row], flow: Row) -> Row | None:
    """The first of these acceptances of its version that covers a contribution."""
    found = [row for row in acceptances if row.until > flow.position and flow.provider not in row.own]
    return min(found, key=lambda row: row.position, default=None)


def hers(tables: Tables, steward: str) -> list[str]:
    """The ids whose work another steward looks at: all of her own, or none when she is the only one."""
    return people.names_of(tables, steward) if len(people.stewards(tables)) > 1 else []


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
    if (told := tables.get(Contribution, flow.id)) is not None:
        tables.change(told, state="accepted" if counts else "declined")
    if not counts:
        record_needs.part_undone(tables, entry, flow)


def stood(tables: Tables, entry: Context, row: Row) -> None:
    """Remember how a contribution stands from this entry on, whatever comes later."""
    tables.add(
        Stood, f"{entry.id}/{row.id}", flow=row.id, position=entry.index, at=row.at, counts=row.counts,
        measures=row.measures, contest=row.contest, settled=row.settled,
    )  # fmt: skip


Counting = tuple[str, str, str, str, dict[str, int], str]
"""A contribution that counts: id, process, person, kind, measures (only to be read), and since when ("": it can't be contested)."""


def counting(tables: Tables, before: int) -> Iterator[Counting]:
    """All that is accepted and not contested, by the entries before this index; since when is the time of its acceptance.

    What a settled contest left standing counts at once, for it can't be contested again.
    """
    named = _named(tables, before)
    covers = _covers(tables, before)
    if not named and not covers:
        return
    for id, process, person, kind, measures, position in flows.worked(tables, before):
        stands = named.get(id)
        if stands is not None:
            since, counts, changed = stands
            if counts:
                yield id, process, person, kind, {**measures, **changed} if changed else measures, since
            continue
        for until, at, own in covers.get(process, ()):
            if until > position and person not in own:
                yield id, process, person, kind, measures, at
                break


def settled(tables: Tables, before: int) -> dict[str, str]:
    """What a settled contest left standing, by the entries before this index: contribution → time of what it rests on."""
    rows = tables.read(Stood, ("position", "flow", "at"), settled=True)
    return {flow: at for position, flow, at in sorted(rows) if position < before}


def _named(tables: Tables, before: int) -> dict[str, tuple[str, bool, dict[str, int]]]:
    """How each contribution that was named stands: since when, whether it counts, and with which measures instead."""
    last: dict[str, tuple[int, str, bool, str]] = {}
    columns = ("flow", "position", "at", "counts", "contest", "settled", "measures")
    for flow, position, at, counts, contest, settled, measures in tables.read(Stood, columns):
        if position < before and (flow not in last or last[flow][0] < position):
            last[flow] = position, "" if settled else at, bool(counts) and not contest, measures
    return {flow: (since, counts, json.loads(changed)) for flow, (_, since, counts, changed) in last.items()}


def _covers(tables: Tables, before: int) -> dict[str, list[tuple[int, str, frozenset[str]]]]:
    """Per process the acceptances of its version, oldest first: until where, time, whose work it doesn't cover."""
    found: dict[str, list[tuple[int, str, frozenset[str]]]] = {}
    rows = sorted(tables.read(Acceptance, ("position", "process", "until", "at", "own")))
    for position, process, until, at, own in rows:
        if process and position < before:
            found.setdefault(process, []).append((until, at, frozenset(json.loads(own))))
    return found


def talked_about(tables: Tables, id: str) -> Row:
    """An idea, a need, a call, an offer, a circle or a page, by the entry that tells of it. Raises Refused."""
    for model in (Idea, Need, Call, Offer, Circle, Page):
        row = tables.get(model, id)
        if row is not None:
            return row
    raise Refused("There is no idea, need, call, offer, circle or page {id} here.", id=id[:10])
