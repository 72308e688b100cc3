"""A question that is put anew: what came to nothing before, and what the form of the new one begins with."""

from typing import Any

from entredon.apps.decide import queries
from entredon.apps.decide.models import Decision
from entredon.apps.decide.phases import REFUSED, SET_ASIDE, STALLED, WITHDRAWN
from entredon.apps.decide.queries import DecisionShown
from entredon.apps.decide.record import BUDGET, CHARTER, PARTNER, SHARING, STEWARD
from entredon.desk.telling import speaks
from entredon.pure import formats
from entredon.pure.value import currency as currencies

AGAIN = (REFUSED, STALLED, SET_ASIDE, WITHDRAWN)
"""States in which another decision can take a decision's place."""


def before(slug: str, id: str) -> DecisionShown | None:
    """The decision whose place a new one would take, by its id; None where there is none that came to nothing."""
    row = Decision.objects.filter(commons=slug, id=id, state__in=AGAIN).first() if id else None
    return queries.shown(slug, [row])[0] if row is not None else None


def begin_with(found: DecisionShown) -> dict[str, Any]:
    """What the form of a new question begins with: the words and the effect of the one before."""
    effect = found.row.effect
    begun = {"replaces": found.id, "title": found.title, "text": found.text}
    if found.row.lever == SHARING:
        begun["rule"] = "again"
    elif found.row.lever in (PARTNER, STEWARD):
        begun["which"] = f"{effect['way']}:{effect['what']}"
    elif found.row.lever == BUDGET:
        amount = formats.decimal(currencies.plain(effect["minor"], effect["currency"]), speaks())
        begun |= {"need": effect["what"], "amount": amount, "currency": effect["currency"]}
    return begun


def charter(found: DecisionShown) -> Any:
    """The charter that a decision asked for, as data; None where it was about something else."""
    return found.row.effect["charter"] if found.row.lever == CHARTER else None
