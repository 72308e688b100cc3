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
    noted = dict(InForce.objects.filter(commons=slug).values_list("id", "entry"))
    entries = {one.parameter: one.entry or noted.get(one.parameter, "") for one in settings}
    # A steward of the founding who was named again since became one by that.
    entries |= {name: noted[name] for name in entries if name.startswith("steward/") and name in noted}
    carried = {row.ended: row for row in Decision.objects.filter(commons=slug, state="executed")}
    return {
        name: Cause(entry, decision(carried[entry]) if entry in carried else None) for name, entry in entries.items()
    }


def decision(row: Decision) -> dict[str, Any]:
    """A decision for programs: what was counted, and what that rests on."""
    return {
        "id": row.id, "method": row.type["method"], "counts": row.counts, "passed": row.passed, "votes": row.voted,
        "roll": row.count, "root": row.root, "ballots": row.ballots, "tallied": row.tallied, "charter": row.charter,
    }  # fmt: skip
