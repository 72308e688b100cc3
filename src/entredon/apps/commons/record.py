"""What other apps' rules ask about the commons as a whole."""

from entredon.apps.commons.models import Founding
from entredon.apps.people import record as people
from entredon.apps.treasury import record as treasury
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

OPEN, ACCEPTANCE, INVITATION = "open", "acceptance", "invitation"
JOINING = (OPEN, ACCEPTANCE, INVITATION)
"""How people join: at once, when a member has said yes, or when a member has asked them in. But for ``open`` she signs too."""
JOINING_AT_FIRST = (OPEN, ACCEPTANCE)
"""The ways that rulebook 1 knows."""


def founding(tables: Tables, entry: Context) -> Row:
    """What was said at founding."""
    row = tables.get(Founding, entry.founded)
    if row is None:
        raise Refused("A commons is founded by its first entry.")
    return row


def joining(tables: Tables, entry: Context) -> str:
    """How one joins here: one of ``JOINING``."""
    return str(founding(tables, entry).joining)


def give_role(tables: Tables, entry: Context, person: str, role: str, *, decided: bool = False) -> None:
    """A member gets a role she doesn't have yet. A steward whom a decision appoints counts at once. Raises Refused."""
    row = people.known(tables, person)
    if role not in people.ROLES:
        raise Refused("The roles are {roles}; not “{role}”.", roles=", ".join(people.ROLES), role=role)
    if not row.member:
        raise Refused("Only members can have a role.")
    if role in row.roles:
        raise Refused("This member has that role already.")
    people.set_roles(tables, row, {*row.roles, role})
    if role == people.STEWARD:
        treasury.steward_given(tables, entry, row.id, decided=decided)


def withdraw_role(tables: Tables, entry: Context, person: str, role: str, *, decided: bool = False) -> None:
    """A member has a role no longer; a commons is never left without a steward. Raises Refused."""
    row = people.known(tables, person)
    if role not in row.roles:
        raise Refused("This member doesn't have that role.")
    if role == people.STEWARD and len(people.stewards(tables)) == 1:
        raise Refused("This is the last steward; name another one first.")
    if role == people.STEWARD:
        treasury.steward_withdrawn(tables, entry, row.id, decided=decided)
    people.set_roles(tables, row, {*row.roles} - {role})
