"""What other apps' rules ask and leave here: who may speak, who is a steward, who was found in an import."""

from collections.abc import Iterable

import msgspec

from entredon.apps.people.models import Person
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

STEWARD = "steward"
KEEPER = "keeper"
ROLES = (STEWARD, KEEPER)
"""Stewards look after the rules; keepers look after creations (they release and import)."""
_roles = msgspec.json.Decoder(list[str])


def add_member(tables: Tables, entry: Context, person: str, roles: tuple[str, ...] = ()) -> Row:
    """A person becomes a member. The texts of the entry are about its author, whoever else it makes a member."""
    texts = dict.fromkeys(entry.c, entry.id) if person == f"k:{entry.by}" else {}
    return tables.add(
        Person, person, position=entry.index, at=entry.at, entry=entry.id, member=True, roles=sorted(roles), texts=texts
    )


def end_membership(tables: Tables, entry: Context, person: Row) -> None:
    """A member leaves: what only members and holders of a role may do ends here."""
    tables.change(person, member=False, roles=[], left=entry.id)


def renew_membership(tables: Tables, person: Row) -> None:
    """Somebody who left is a member again, without the roles she had."""
    tables.change(person, member=True, left="")


def describe(tables: Tables, entry: Context, person: Row) -> None:
    """The texts of an entry are the newest about a person; what the entry leaves out stays as it was."""
    tables.change(person, texts={**person.texts, **dict.fromkeys(entry.c, entry.id)})


def imported_person(tables: Tables, entry: Context, person: str) -> Row:
    """A pseudonym turns up in an import; known ones are returned as they are."""
    row = tables.get(Person, person)
    if row is None:
        row = tables.add(Person, person, position=entry.index, at=entry.at, entry=entry.id)
    return row


def imported_people(tables: Tables, entry: Context, people: Iterable[str]) -> int:
    """The same of many at once; returns how many of them were not known before."""
    before = {id for (id,) in tables.read(Person, ("id",))}
    new = sorted(set(people) - before)
    for person in new:
        tables.add(Person, person, position=entry.index, at=entry.at, entry=entry.id)
    return len(new)


def known(tables: Tables, person: str) -> Row:
    """Somebody this commons knows. Raises Refused."""
    row = tables.get(Person, person)
    if row is None:
        raise Refused("Nobody here is named {person}.", person=person[:12])
    return row


def member(tables: Tables, entry: Context) -> Row:
    """The author, who must be a member now. Raises Refused."""
    row = tables.get(Person, entry.person)
    if row is not None and row.left:
        raise Refused("You have left this commons; only its members can do this. Come back first.")
    if row is None or not row.member:
        raise Refused("Only members can do this: join first.")
    return row


def ever_member(tables: Tables, entry: Context) -> Row:
    """The author, who must be a member or have been one. Raises Refused."""
    row = tables.get(Person, entry.person)
    if row is None or not (row.member or row.left):
        raise Refused("Only members can do this: join first.")
    return row


def steward(tables: Tables, entry: Context) -> Row:
    """The author, who must be a steward. Raises Refused."""
    row = member(tables, entry)
    if STEWARD not in row.roles:
        raise Refused("Only a steward can do this.")
    return row


def is_steward(tables: Tables, person: str) -> bool:
    """Whether a person is a steward now."""
    row = tables.get(Person, person)
    return row is not None and bool(row.member) and STEWARD in row.roles


def is_member(tables: Tables, person: str) -> bool:
    """Whether a person is a member now."""
    row = tables.get(Person, person)
    return row is not None and bool(row.member)


def members(tables: Tables) -> list[Row]:
    """All members."""
    return tables.find(Person, member=True)


def membership(tables: Tables) -> list[tuple[str, str, list[str]]]:
    """All members, each with since when she is known here and with her roles, for rules that only look at them."""
    return [(id, at, _roles.decode(roles)) for id, at, roles in tables.read(Person, ("id", "at", "roles"), member=True)]


def stewards(tables: Tables) -> list[Row]:
    """All stewards."""
    return [row for row in members(tables) if STEWARD in row.roles]


def set_roles(tables: Tables, person: Row, roles: set[str]) -> None:
    """Give a member exactly these roles."""
    tables.change(person, roles=sorted(roles))


def names_of(tables: Tables, person: str) -> list[str]:
    """Every id that is hers: her own and the pseudonyms she has claimed."""
    return [person, *(row.id for row in tables.find(Person, claimed_by=person))]


def owner(tables: Tables, person: str) -> str:
    """Whose id this is: her own, or of who has claimed the pseudonym."""
    row = tables.get(Person, person)
    return str(row.claimed_by or person) if row is not None else person


def claims(tables: Tables) -> dict[str, str]:
    """Who has claimed which pseudonym: pseudonym → person."""
    return {id: owner for id, owner in tables.read(Person, ("id", "claimed_by")) if owner}
