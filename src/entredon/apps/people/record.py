"""What other apps' rules ask and leave here: who may speak, who is a steward, who was found in an import."""

from entredon.apps.people.models import Person
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

STEWARD = "steward"
ROLES = (STEWARD, "keeper")
"""Stewards look after the rules; keepers look after creations (they release and import)."""


def add_member(tables: Tables, entry: Context, person: str, roles: tuple[str, ...] = ()) -> Row:
    """A person becomes a member."""
    return tables.add(
        Person, person, position=entry.index, at=entry.at, entry=entry.id, member=True, roles=sorted(roles)
    )


def imported_person(tables: Tables, entry: Context, person: str) -> Row:
    """A pseudonym turns up in an import; known ones are returned as they are."""
    row = tables.get(Person, person)
    if row is None:
        row = tables.add(Person, person, position=entry.index, at=entry.at, entry=entry.id)
    return row


def known(tables: Tables, person: str) -> Row:
    """Somebody this commons knows. Raises Refused."""
    row = tables.get(Person, person)
    if row is None:
        raise Refused(f"Nobody here is named {person[:12]}.")
    return row


def member(tables: Tables, entry: Context) -> Row:
    """The author, who must be a member. Raises Refused."""
    row = tables.get(Person, entry.person)
    if row is None or not row.member:
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


def stewards(tables: Tables) -> list[Row]:
    """All stewards."""
    return [row for row in tables.find(Person, member=True) if STEWARD in row.roles]


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
