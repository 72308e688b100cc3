"""What the law would say to something just now, found out without saying it: for pages that show it before anybody presses a button."""

from dataclasses import replace

import msgspec

from entredon.apps.decide import record_effects, record_roll
from entredon.apps.decide.entries import Effect, Executed
from entredon.apps.decide.models import Charter, Decision
from entredon.log import clock
from entredon.log.models import Log
from entredon.log.registry import Context, Refused
from entredon.log.tables import Tables
from entredon.pure.choice.charter import Charter as CharterRead

_NEW = "f" * 64
"""Stands for the entry that there isn't yet."""


def as_if(slug: str, person: str = "") -> Context:
    """What a rule would know about an entry that somebody said now."""
    log = Log.objects.get(slug=slug)
    return Context(
        slug, log.size, _NEW, log.origin, Executed.kind, "", clock.stamp(), {}, log.founded, person, frozenset()
    )  # fmt: skip


def base(slug: str, effect: Effect) -> str:
    """The state that an effect starts from now."""
    return record_effects.base(Tables(slug), effect)


def check(slug: str, effect: Effect, person: str = "") -> None:
    """Whether an effect could be carried out now, under the charter in force. Raises Refused."""
    record_effects.check(Tables(slug), as_if(slug, person), effect)


def locked_out(slug: str, charter: CharterRead) -> tuple[str, str] | None:
    """The way of a charter that nobody could use now, by its id, with what of it is in the way: ``who``, ``opens`` or
    ``member_days``. None where the people whom it names are there."""
    refusal = _unreachable(slug, charter)
    if refusal is None:
        return None
    id = str(refusal.values["type"])
    if "days" in refusal.values:
        return id, "member_days"
    all_vote = replace(
        charter, types=tuple(replace(way, who=("members",), member_days=0) for way in charter.types)
    )  # fmt: skip
    still = _unreachable(slug, all_vote)
    return id, "who" if still is None or still.values["type"] != id else "opens"


def _unreachable(slug: str, charter: CharterRead) -> Refused | None:
    try:
        record_roll.check_reachable(Tables(slug), as_if(slug), charter)
    except Refused as refusal:
        return refusal
    return None


def trouble(row: Decision, person: str) -> Refused | None:
    """Why what a decision asks for could not be carried out by somebody now; None where it could."""
    tables, effect = Tables(row.commons), msgspec.convert(row.effect, Effect)
    if record_effects.base(tables, effect) != row.base:
        return Refused("What this decision starts from has changed since it was opened.")
    try:
        record_effects.check(tables, as_if(row.commons, person), effect, tables.get(Charter, row.charter), row.id)
    except Refused as refusal:
        return refusal
    return None
