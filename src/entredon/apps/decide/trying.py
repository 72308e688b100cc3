"""What the law would say to something just now, found out without saying it: for pages that show it before anybody presses a button."""

import msgspec

from entredon.apps.decide import record_effects
from entredon.apps.decide.entries import Effect, Executed
from entredon.apps.decide.models import Charter, Decision
from entredon.log import clock
from entredon.log.models import Log
from entredon.log.registry import Context, Refused
from entredon.log.tables import Tables

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
