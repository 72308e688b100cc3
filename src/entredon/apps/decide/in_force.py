"""Which charter is in force, and the decisions behind every parameter, for the report of a verification."""

from collections.abc import Iterator, Mapping
from typing import Any

from entredon.apps.decide.models import Charter, Decision, InForce
from entredon.log import in_force
from entredon.log.in_force import Cause, Setting


@in_force.says("1 charter")
def charter(slug: str) -> Iterator[Setting]:
    """The charter in force, where one was adopted."""
    row = Charter.objects.filter(commons=slug).order_by("-position").first()
    if row is not None:
        yield Setting("charter", {"name": row.charter["name"], "hash": row.hash}, row.id)


@in_force.causes
def causes(slug: str, settings: list[Setting]) -> Mapping[str, Cause]:
    """What set each parameter. A decision that was carried out did it by the entry that carried it out."""
    noted = {row.id: row for row in InForce.objects.filter(commons=slug)}
    carried = {row.ended: row for row in Decision.objects.filter(commons=slug, state="executed")}
    by_id = {row.id: row for row in carried.values()}
    found = {}
    for one in settings:
        # Who founded, and was appointed again since, is a steward by that; a budget is noted by its need alone.
        row = noted.get(one.parameter)
        entry = row.entry if row is not None else one.entry
        behind = (by_id.get(row.decision) if row is not None else None) or carried.get(one.entry)
        if entry:
            found[one.parameter] = Cause(entry, decision(behind) if behind is not None else None)
    return found


def decision(row: Decision) -> dict[str, Any]:
    """A decision for programs: what was counted, and what that rests on."""
    return {
        "id": row.id, "method": row.type["method"], "counts": row.counts, "passed": row.passed, "votes": row.voted,
        "roll": row.count, "root": row.root, "ballots": row.ballots, "tallied": row.tallied, "charter": row.charter,
    }  # fmt: skip
