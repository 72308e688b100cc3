"""How far a decision is at a moment: what can be done now, and until when. Pages ask; the law compares times of entries itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from entredon.apps.decide.models import Decision
from entredon.log import clock

DISCUSSED, VOTING, CLOSED, PASSED, REFUSED = "discussed", "voting", "closed", "passed", "refused"
EXECUTED, STALLED, SET_ASIDE, WITHDRAWN = "executed", "stalled", "set_aside", "withdrawn"
OPEN = (DISCUSSED, VOTING, CLOSED, PASSED)
"""States of decisions in which something is still to come."""

TALK, VOTE, COUNT, CHALLENGE, NOTICE, CARRY, OVER = "talk", "vote", "count", "challenge", "notice", "carry", "over"


@dataclass(frozen=True, slots=True)
class Phase:
    """What there is to do now; ``until`` is when that ends ("" where no time ends it)."""

    name: str
    until: str = ""


def later(at: str, days: int) -> str:
    """A time so many days later, as entries write it."""
    return clock.stamp(datetime.fromisoformat(at) + timedelta(days=days))


def phase(row: Decision, now: str) -> Phase:
    """How far a decision is at a moment, as entries write it."""
    days = row.type
    if row.state == DISCUSSED:
        ends = later(row.at, days["discuss"])
        return Phase(TALK, ends) if now < ends else Phase(VOTE)
    if row.state == VOTING:
        ends = later(row.rolled_at, days["vote"])
        everybody = days["early"] and row.voted == row.count
        return Phase(VOTE, ends) if now < ends and not everybody else Phase(COUNT)
    if row.state == CLOSED:
        return Phase(COUNT)
    if row.state in (PASSED, REFUSED):
        return _counted(row, now)
    return Phase(OVER)


def _counted(row: Decision, now: str) -> Phase:
    """After the count: it can be challenged for some days, and what passed is announced for some before it is carried out."""
    open_until = later(row.tallied_at, row.type["challenge"])
    if now < open_until:
        return Phase(CHALLENGE, open_until)
    if row.state == REFUSED:
        return Phase(OVER)
    ready = later(open_until, row.type["notice"])
    return Phase(NOTICE, ready) if now < ready else Phase(CARRY)


def vote_ends(row: Decision) -> str:
    """When voting ends; "" before it has begun."""
    return later(row.rolled_at, row.type["vote"]) if row.rolled_at else ""
