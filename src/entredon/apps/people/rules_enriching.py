"""The law about nominations: who enriches this commons, if she agrees to be named."""

from entredon.apps.people import record
from entredon.apps.people.entries import Nominated, NominationAgreed, NominationDeclined, NominationWithdrawn
from entredon.apps.people.models import Nomination
from entredon.log import record as log
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables

WAITING, AGREED, DECLINED, WITHDRAWN = "waiting", "agreed", "declined", "withdrawn"
REASON = "reason"


@rule(Nominated)
def nominated(tables: Tables, entry: Context, fact: Nominated) -> None:
    """A member nominates another one, with a reason. One nomination at a time from the one for the other."""
    author = record.member(tables, entry)
    if fact.person == author.id:
        raise Refused("Nobody nominates herself.")
    if not record.is_member(tables, fact.person):
        raise Refused("Only members can be nominated.")
    if REASON not in entry.c:
        raise Refused("Say why: what she gives, and what it means here.")
    if any(row.state in (WAITING, AGREED) for row in tables.find(Nomination, person=fact.person, by=author.id)):
        raise Refused("You have nominated her already.")
    tables.add(Nomination, entry.id, person=fact.person, by=author.id, position=entry.index, at=entry.at)


@rule(NominationAgreed)
def nomination_agreed(tables: Tables, entry: Context, fact: NominationAgreed) -> None:
    """The nominated member agrees, as long as the reason is there."""
    author = record.member(tables, entry)
    row = _waiting(tables, fact.nomination, author)
    log.text(tables, row.id, REASON)
    tables.change(row, state=AGREED, answer=entry.id)


@rule(NominationDeclined)
def nomination_declined(tables: Tables, entry: Context, fact: NominationDeclined) -> None:
    """The nominated declines, also when she has left; the reason is erased."""
    row = _waiting(tables, fact.nomination, record.ever_member(tables, entry))
    _end(tables, entry, row, DECLINED)


@rule(NominationWithdrawn)
def nomination_withdrawn(tables: Tables, entry: Context, fact: NominationWithdrawn) -> None:
    """Who nominated or was nominated takes it back at any time, also when she has left; the reason is erased."""
    author = record.ever_member(tables, entry)
    row = _nomination(tables, fact.nomination)
    if author.id not in (row.by, row.person):
        raise Refused("Only who nominated and who was nominated can take this back.")
    if row.state not in (WAITING, AGREED):
        raise Refused("This nomination has ended already.")
    _end(tables, entry, row, WITHDRAWN)


def _nomination(tables: Tables, id: str) -> Row:
    row = tables.get(Nomination, id)
    if row is None:
        raise Refused("There is no such nomination.")
    return row


def _waiting(tables: Tables, id: str, person: Row) -> Row:
    """A nomination of this person that she hasn't answered."""
    row = _nomination(tables, id)
    if row.person != person.id:
        raise Refused("Only who was nominated can answer this.")
    if row.state != WAITING:
        raise Refused("This nomination is answered already, or was taken back.")
    return row


def _end(tables: Tables, entry: Context, row: Row, state: str) -> None:
    log.erase_if_there(tables, entry, row.id, REASON)
    tables.change(row, state=state, answer=entry.id)
