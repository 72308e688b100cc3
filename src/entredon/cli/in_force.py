"""What ``entredon verify`` prints of what is in force: each parameter, and what set it, down to the votes."""

from collections.abc import Iterator
from typing import Any

from entredon.cli.amounts import money
from entredon.cli.words import counted, said
from entredon.log.told import short

SHOWN = 40
"""So many parameters are listed; the rest is in ``--json``."""


def lines(report: list[dict[str, Any]]) -> Iterator[str]:
    """A line for each parameter: value ← entry ← decision (what was counted) ← votes."""
    if report:
        yield said("In force, and what set it:")
    for one in report[:SHOWN]:
        yield f"  {_called(one)} ← {one['entry'][:10]} ← {_by(one)}"
    if len(report) > SHOWN:
        yield said("  and {count} more; see them all with --json", count=len(report) - SHOWN)


def _called(one: dict[str, Any]) -> str:
    """A parameter with its value. There are no names in a public record: people and partners are named by their ids."""
    value, what = one["value"], one["parameter"].partition("/")[0]
    if what == "charter":
        return said("the charter “{name}” {hash}", name=value["name"], hash=value["hash"][:10])
    if what == "sharing":
        return said("the sharing rule “{way}” {hash}", way=value["rule"]["way"], hash=value["hash"][:10])
    if what == "steward":
        return said("steward {person}", person=short(value["person"]))
    if what == "partner" and value["ends"]:
        return said("partner {partner}, until {day}", partner=short(value["partner"]), day=value["ends"][:10])
    if what == "partner":
        return said("partner {partner}", partner=short(value["partner"]))
    if what == "budget":
        amount = money(value["minor"], value["currency"])
        return said("a budget of {amount} for the need {need}", amount=amount, need=short(value["need"]))
    return str(one["parameter"])


def _by(one: dict[str, Any]) -> str:
    decision = one["decision"]
    if decision is None:
        return said("at founding") if one["by"] == "founding" else said("by a steward, without a decision")
    counts = ", ".join(f"{choice} {count}" for choice, count in sorted(decision["counts"].items()))
    passed = said("passed") if decision["passed"] else said("refused")
    votes = counted("{n:,} vote", "{n:,} votes", decision["votes"])
    return said(
        "decision {id} ({method}: {counts}; {passed}) ← {votes} of {roll}", id=decision["id"][:10],
        method=decision["method"], counts=counts, passed=passed, votes=votes, roll=decision["roll"],
    )  # fmt: skip
