"""What rules ask about reviews: which rule is in force, who may look, how the words about a contribution add up."""

from typing import NamedTuple

from entredon.apps.people import record as people
from entredon.apps.work.models_reviews import Review, ReviewRule
from entredon.log.tables import Row, Tables

ACCEPT, MORE, DECLINE = "accept", "more", "decline"
MEMBERS, KEEPERS, STEWARDS = "members", "keepers", "stewards"
MOST = 9
"""No rule asks for more reviews of one contribution."""


class Ruling(NamedTuple):
    """How many of whom decide about a contribution."""

    reviewers: int = 1
    who: str = STEWARDS


def in_force(tables: Tables) -> Ruling:
    """The review rule in force; until one is adopted, one steward decides."""
    newest = max(tables.find(ReviewRule), key=lambda row: row.position, default=None)
    return Ruling(newest.reviewers, newest.who) if newest is not None else Ruling()


def may(who: str, roles: list[str]) -> bool:
    """Whether a member with these roles is among those whom a rule asks. What a keeper may do here, a steward may."""
    return who == MEMBERS or people.STEWARD in roles or (who == KEEPERS and "keeper" in roles)


def counting(tables: Tables, flow: str, who: str) -> list[Row]:
    """The words about a contribution that count: the newest of everybody who has seen all of it, and whom a rule that asks
    ``who`` would ask now. Who has left, or has no such role any more, decides nothing."""
    return [row for row in tables.find(Review, flow=flow) if row.counts and _asked(tables, row.person, who)]


def _asked(tables: Tables, person: str, who: str) -> bool:
    row = people.known(tables, person)
    return bool(row.member) and may(who, row.roles)
