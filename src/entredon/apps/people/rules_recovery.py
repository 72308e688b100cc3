"""The law about coming back when all keys are lost: members chosen beforehand vouch for a new one."""

from msgspec.structs import asdict

from entredon.apps.people import record
from entredon.apps.people.entries import Recovered, RecoveryChosen, Vouched
from entredon.apps.people.models import Recovery, Vouching
from entredon.log import record as log
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables

MOST = 15
"""So many helpers may be chosen."""


@rule(RecoveryChosen)
def recovery_chosen(tables: Tables, entry: Context, fact: RecoveryChosen) -> None:
    """A member chooses up to 15 other members, and from 1 to all of them as needed, with the signatures that a change of her
    keys needs. What was vouched before counts no more.
    """
    person = record.member(tables, entry)
    log.guard_keys(tables, entry, person.id)
    chosen = tables.get(Recovery, person.id)
    if not fact.helpers and not (chosen is not None and chosen.helpers):
        raise Refused("You have chosen nobody who could let you back in, so there is no choice to end.")
    if len(set(fact.helpers)) != len(fact.helpers) or len(fact.helpers) > MOST:
        raise Refused("Choose each helper once, and at most {most}.", most=MOST)
    if person.id in fact.helpers:
        raise Refused("You can't let yourself back in; choose others.")
    if not all(record.is_member(tables, helper) for helper in fact.helpers):
        raise Refused("Only members can let you back in; one of these is none.")
    if not min(1, len(fact.helpers)) <= fact.needed <= len(fact.helpers):
        raise Refused("Say how many of your {count} helpers it takes.", count=len(fact.helpers))
    said = {"helpers": sorted(fact.helpers), "needed": fact.needed, "entry": entry.id}
    if chosen is None:
        tables.add(Recovery, person.id, **said)
    else:
        tables.change(chosen, **said)


@rule(Vouched)
def vouched(tables: Tables, entry: Context, fact: Vouched) -> None:
    """A member whom the person has chosen vouches for a key that is new here, once."""
    helper = record.member(tables, entry)
    if fact.person == helper.id:
        raise Refused("Nobody vouches for herself.")
    chosen = _choice(tables, fact.person)
    if helper.id not in chosen.helpers:
        raise Refused("This person has not chosen you to let her back in.")
    log.first_key(fact.key.alg)
    key = log.new_key(tables, **asdict(fact.key))
    if helper.id in _vouching(tables, chosen, key, fact.key.custody):
        raise Refused("You have vouched for this key already.")
    said = {"person": fact.person, "key": key, "custody": fact.key.custody}
    tables.add(Vouching, entry.id, **said, by=helper.id, choice=chosen.entry)


@rule(Recovered)
def recovered(tables: Tables, entry: Context, fact: Recovered) -> None:
    """A new key speaks for a person when enough of the helpers she has chosen, members still, have vouched for exactly this key,
    kept as they said.

    All her other keys end, and what was vouched for others of hers counts no more. Who has left doesn't become a member by it.
    """
    if entry.person:
        raise Refused("This key is already known here.")
    chosen = _choice(tables, fact.person)
    helpers = {by for by in _vouching(tables, chosen, entry.by, fact.key.custody) if record.is_member(tables, by)}
    if len(helpers) < chosen.needed:
        raise Refused(
            "It takes {needed} of the helpers to let this person back in; {count} vouched for this key.",
            needed=chosen.needed,
            count=len(helpers),
        )
    for old in log.keys_of(tables, fact.person):
        if old.revoked is None:
            log.revoke_key(tables, entry, old.id)
    key = log.begin_first_key(tables, entry, person=fact.person, **asdict(fact.key))
    if key.id != entry.by:
        raise Refused("The key in this entry is not the one that signed it.")
    tables.change(chosen, entry=entry.id)


def _choice(tables: Tables, person: str) -> Row:
    """Whom a person has chosen, in force now."""
    chosen = tables.get(Recovery, person)
    if chosen is None or not chosen.helpers:
        raise Refused("This person has chosen nobody who could let her back in.")
    return chosen


def _vouching(tables: Tables, chosen: Row, key: str, custody: str) -> set[str]:
    """Who of the helpers in force has vouched for a key that is kept in this way."""
    rows = tables.find(Vouching, person=chosen.id, key=key, custody=custody, choice=chosen.entry)
    return {row.by for row in rows if row.by in chosen.helpers}
