"""What other apps' rules ask here: who decides about a parameter, and that it was set."""

from entredon.apps.decide.models import Challenge, Charter, Decision, InForce
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.told import Told

SHARING, PARTNER, BUDGET, STEWARD, CHARTER, WORDS = "sharing", "partner", "budget", "steward", "charter", "words"
LEVERS = (SHARING, PARTNER, BUDGET, STEWARD, CHARTER, WORDS)
STEWARDS = "stewards"
"""What a charter says of a lever that it leaves to stewards."""
NAMES = {
    SHARING: Told("the sharing rule"),
    PARTNER: Told("who is a partner"),
    BUDGET: Told("what the common fund is spent on"),
    STEWARD: Told("who is a steward"),
    CHARTER: Told("the charter"),
    WORDS: Told("anything else"),
}
"""What a lever is called."""


def charter(tables: Tables) -> Row | None:
    """The charter in force, None where there is none: its stewards decide then, as far as the other rules let them."""
    return max(tables.find(Charter), key=lambda row: row.position, default=None)


def decided_by(tables: Tables, lever: str) -> str:
    """Who decides about a lever: the id of a type of decision, or ``stewards``."""
    row = charter(tables)
    return STEWARDS if row is None else str(row.charter["levers"][lever]["by"])


def check_stewards_may(tables: Tables, entry: Context, lever: str) -> None:
    """Refuse what a steward says alone where the charter leaves it to a decision. Raises Refused."""
    if decided_by(tables, lever) != STEWARDS:
        raise Refused("By the charter a decision settles {what}, and not a steward alone: open one.", what=NAMES[lever])


def note_set(tables: Tables, entry: Context, parameter: str, decision: str = "") -> None:
    """A parameter (as ``InForce`` names them) was set by this entry: through a decision, or by a steward without one."""
    row = tables.get(InForce, parameter)
    said = {"entry": entry.id, "decision": decision, "position": entry.index, "at": entry.at}
    if row is None:
        tables.add(InForce, parameter, **said)
    else:
        tables.change(row, **said)


def last_set(tables: Tables, parameter: str) -> str:
    """The entry that set a parameter last, "" where nothing was noted."""
    row = tables.get(InForce, parameter)
    return "" if row is None else str(row.entry)


def note_alone(tables: Tables, entry: Context, parameter: str, decision: str = "") -> None:
    """The same, of what could be said before there were charters: without one nothing is noted, so that old records stay as they are."""
    if charter(tables) is not None:
        note_set(tables, entry, parameter, decision)


def carried_by(tables: Tables, lever: str, entry: str) -> str:
    """The decision that an entry carried out, "" where it carried out none about this lever."""
    return next((str(row.id) for row in tables.find(Decision, lever=lever) if row.ended == entry), "")


def talked_about(tables: Tables, id: str) -> Row:
    """A decision, a charter or a challenge, by the entry that opened, adopted or said it. Raises Refused."""
    row = tables.get(Decision, id) or tables.get(Charter, id) or next(iter(tables.find(Challenge, entry=id)), None)
    if row is None:
        raise Refused("There is no decision and no charter {id} here.", id=id[:10])
    return row
