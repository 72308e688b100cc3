"""The law about what comes after the count: challenges, carrying out, and saying why that can't be."""

from entredon.apps.decide import record_decisions, record_effects
from entredon.apps.decide.entries import Challenged, Executed, Stalled
from entredon.apps.decide.models import Challenge
from entredon.apps.decide.record_decisions import EXECUTED, PASSED, REFUSED, SET_ASIDE, STALLED
from entredon.apps.people import record as people
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.choice import counting

TOO_EARLY = "This can be challenged, or is announced, until {day}; from then on it can be carried out."


@rule(Challenged)
def challenged(tables: Tables, entry: Context, fact: Challenged) -> None:
    """Somebody on the roll says within the days for it, once and with a reason, that a decision wasn't made as it should be."""
    people.member(tables, entry)
    row = record_decisions.in_state(tables, fact.decision, PASSED, REFUSED)
    mine = record_decisions.on_roll(tables, entry, row)
    if "reason" not in entry.c:
        raise Refused("Say why, so that everybody can judge it.")
    end = record_decisions.ends(row, "challenge")
    record_decisions.check_until(entry, row.tallied_at, end, "This could be challenged until {day}.")
    if tables.get(Challenge, mine.id) is not None:
        raise Refused("You have challenged this already.")
    tables.add(
        Challenge, mine.id, decision=row.id, person=entry.person, entry=entry.id, texts=dict.fromkeys(entry.c, entry.id),
        position=entry.index, at=entry.at,
    )  # fmt: skip
    tables.change(row, challenges=row.challenges + 1)
    part = record_decisions.charter(tables, row).charter["set_aside"]
    if counting.is_set_aside(row.challenges, row.count, (part[0], part[1])):
        tables.change(row, state=SET_ASIDE, ended=entry.id, ended_at=entry.at)


@rule(Executed)
def executed(tables: Tables, entry: Context, fact: Executed) -> None:
    """Any member carries out what passed, once, when the days for challenging it and its notice are over."""
    row = _ready(tables, entry, fact.decision)
    effect = record_effects.effect_of(row)
    _check_base(tables, row)
    record_effects.apply(tables, entry, effect, row.id, record_decisions.charter(tables, row))
    tables.change(row, state=EXECUTED, ended=entry.id, ended_at=entry.at)


@rule(Stalled)
def stalled(tables: Tables, entry: Context, fact: Stalled) -> None:
    """Any member says that what passed can't be carried out; that is tried here, and why it can't is kept."""
    row = _ready(tables, entry, fact.decision)
    why = _why_not(tables, entry, row)
    if why is None:
        raise Refused("This can be carried out: do that.")
    tables.change(row, state=STALLED, ended=entry.id, ended_at=entry.at, because=record_decisions.kept(why))


def _ready(tables: Tables, entry: Context, id: str) -> Row:
    people.member(tables, entry)
    row = record_decisions.in_state(tables, id, PASSED)
    record_decisions.check_from(entry, record_decisions.ends(row, "notice"), TOO_EARLY)
    return row


def _check_base(tables: Tables, row: Row) -> None:
    """What the effect starts from is as it was when the decision was opened. Raises Refused."""
    if record_effects.base(tables, record_effects.effect_of(row)) != row.base:
        raise Refused("What this decision starts from has changed since it was opened.")


def _why_not(tables: Tables, entry: Context, row: Row) -> Refused | None:
    """Why a decision can't be carried out now; None where it can."""
    try:
        _check_base(tables, row)
        effect, charter = record_effects.effect_of(row), record_decisions.charter(tables, row)
        record_effects.check(tables, entry, effect, charter, row.id)
    except Refused as trouble:
        return trouble
    return None
