"""Decisions as the rules of this app meet them: how far one is, and when its next step may come."""

from typing import Any

from entredon.apps.decide import record_effects
from entredon.apps.decide.models import Charter, Decision, Roll
from entredon.apps.value import record as value
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.choice.charter import Charter as CharterRead
from entredon.pure.choice.charter import Type
from entredon.pure.formats import Day, Money
from entredon.pure.told import Told

DISCUSSED, VOTING, CLOSED, PASSED, REFUSED = "discussed", "voting", "closed", "passed", "refused"
EXECUTED, STALLED, SET_ASIDE, WITHDRAWN = "executed", "stalled", "set_aside", "withdrawn"
STATES = {
    DISCUSSED: Told("it is still talked about"),
    VOTING: Told("it is being voted on"),
    CLOSED: Told("voting is over, and the votes are still to be counted"),
    PASSED: Told("it was counted and has passed"),
    REFUSED: Told("it was counted and has not passed"),
    EXECUTED: Told("it was carried out"),
    STALLED: Told("it could not be carried out"),
    SET_ASIDE: Told("it was set aside"),
    WITHDRAWN: Told("it was taken back"),
}
"""How far a decision is, in sentences."""


def decision(tables: Tables, id: str) -> Row:
    """A decision. Raises Refused."""
    row = tables.get(Decision, id)
    if row is None:
        raise Refused("There is no decision {id} here.", id=id[:10])
    return row


def in_state(tables: Tables, id: str, *states: str) -> Row:
    """A decision that is as far as this. Raises Refused."""
    row = decision(tables, id)
    if row.state not in states:
        raise Refused("This decision is not at that step: {state}.", state=STATES[row.state])
    return row


def charter(tables: Tables, row: Row) -> Row:
    """The charter that a decision runs under: the one in force when it was opened."""
    found = tables.get(Charter, row.charter)
    assert found is not None  # the rule that opened it has seen it, and charters stay
    return found


def way(tables: Tables, row: Row) -> tuple[CharterRead, Type]:
    """The charter of a decision, and its type in it."""
    found = record_effects.charter_of(charter(tables, row))
    return found, found.type_by(row.type["id"])


def on_roll(tables: Tables, entry: Context, row: Row) -> Row:
    """The author's place on the roll of a decision. Raises Refused."""
    mine = tables.get(Roll, f"{row.id}/{entry.person}")
    if mine is None:
        raise Refused(
            "You are not on the roll of this decision: those are on it who could vote by the charter on {day}.",
            day=Day(row.rolled_at[:10]),
        )
    return mine


def ends(row: Row, step: str) -> str:
    """When the days of a step are over: discuss, vote, challenge, or (with those for challenging) notice."""
    days = row.type
    if step == "discuss":
        return value.later(row.at, days["discuss"])
    if step == "vote":
        return value.later(row.rolled_at, days["vote"])
    notice = days["notice"] if step == "notice" else 0
    return value.later(row.tallied_at, days["challenge"] + notice)


def check_from(entry: Context, moment: str, sentence: str) -> None:
    """An entry is not from before a moment, by its own word; else the sentence says so with ``{day}``. Raises Refused."""
    if entry.at < moment:
        raise Refused(sentence, day=Day(moment[:10]))


def check_until(entry: Context, begin: str, end: str, sentence: str) -> None:
    """An entry is from a span, by its own word; else the sentence says when that ended with ``{day}``. Raises Refused."""
    if entry.at < begin:
        raise Refused("This says that it was said before what it is about.")
    if entry.at >= end:
        raise Refused(sentence, day=Day(end[:10]))


def kept(trouble: Told) -> dict[str, Any]:
    """Why something couldn't be, as a row holds it: a sentence and its values. ``told_again`` makes it a trouble again."""
    return {"sentence": trouble.sentence, "values": {name: _kept(value) for name, value in trouble.values.items()}}


def _kept(value: Any) -> Any:
    if isinstance(value, Told):
        return kept(value)
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    return value if isinstance(value, int) else {"day": str(value)} if isinstance(value, Day) else str(value)


def told_again(held: dict[str, Any]) -> Told:
    """Why something couldn't be, as a sentence that pages say in the reader's language."""
    return Told(held["sentence"], **{name: _told_again(value) for name, value in held["values"].items()})


def _told_again(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "sentence" in value:
        return told_again(value)
    return Day(value["day"]) if "day" in value else Money(value["minor"], value["currency"])
