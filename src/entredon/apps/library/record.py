"""What other apps' rules ask about creations and versions, and the steps that this app's rules share."""

from typing import Any, NamedTuple

from entredon.apps.flows import record as flows
from entredon.apps.library.models import Creation, Version
from entredon.apps.people import record as people
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

OPEN, RELEASED, SUPERSEDED = "open", "released", "superseded"
UNRELEASED = "unreleased"
"""What the open version is called."""
MOST = 1 << 52
"""The greatest weight: sums of all weights of a version stay exact in every program."""


def keeper(tables: Tables, entry: Context) -> Row:
    """The author, who must be a steward or keeper. Raises Refused."""
    row = people.member(tables, entry)
    if not {"steward", "keeper"} & set(row.roles):
        raise Refused("Only a steward or a keeper can do this.")
    return row


def creation(tables: Tables, id: str) -> Row:
    """A creation. Raises Refused."""
    row = tables.get(Creation, id)
    if row is None:
        raise Refused("There is no creation {id} here.", id=id[:10])
    return row


def creations(tables: Tables) -> list[str]:
    """All creations, by their ids."""
    return [id for (id,) in tables.read(Creation, ("id",))]


def version(tables: Tables, id: str) -> Row:
    """A version. Raises Refused."""
    row = tables.get(Version, id)
    if row is None:
        raise Refused("There is no version {id} here.", id=id[:10])
    return row


def is_version(tables: Tables, id: str) -> bool:
    """Whether this is the id of a version."""
    return tables.get(Version, id) is not None


def open_version(tables: Tables, creation_id: str) -> Row:
    """What a creation is becoming. Raises Refused."""
    return version(tables, creation(tables, creation_id).open_version)


def newest_released(tables: Tables, creation_id: str) -> Row:
    """The version of a creation that was released last. Raises Refused."""
    made = creation(tables, creation_id)
    released = [row for row in tables.find(Version, creation=made.id) if row.state == RELEASED]
    if not released:
        raise Refused(
            "No version of “{name}” is released yet: release one first, then tell what came in for it.", name=made.name
        )
    return max(released, key=lambda row: (row.at, row.position, row.number, row.id))


class Told(NamedTuple):
    """A version as sums need it."""

    id: str
    creation: str
    own: int
    process: str
    state: str


def versions(tables: Tables, before: int) -> list[Told]:
    """All versions that the entries before this index told of, also those that were superseded since."""
    rows = tables.read(Version, (*Told._fields, "position"))
    return [Told(*row[:-1]) for row in rows if row[-1] < before]


def version_of(tables: Tables, process: str) -> Row:
    """The version that a process makes or made. Raises Refused."""
    rows = [row for row in tables.find(Version, process=process) if row.state != SUPERSEDED]
    if not rows:
        raise Refused("No version comes out of {process}.", process=process[:10])
    return rows[0]


def add_version(
    tables: Tables, entry: Context, id: str, *, creation: str, name: str, state: str, process: str = "", own: int = 0,
    at: str = "", **git: Any,
) -> Row:  # fmt: skip
    """A version begins; with no process of its own to take over, one begins with it."""
    if not process:
        process = id
        flows.process(tables, entry, process, name)
    return tables.add(
        Version, id, creation=creation, name=name, process=process, own=own, state=state, at=at or entry.at,
        entry=entry.id, position=entry.index, **git,
    )  # fmt: skip


def produce(tables: Tables, entry: Context, id: str, version: Row) -> None:
    """The process of a version brings it forth: one resource of its own."""
    flows.record(
        tables, entry, id, action="produce", output_of=version.process, resource_inventoried_as=version.id,
        resource_conforms_to=version.creation,
    )  # fmt: skip


def cite(tables: Tables, entry: Context, id: str, version: Row, cited: str, weight: int) -> None:
    """The process of a version builds on another version."""
    flows.record(
        tables, entry, id, action="cite", input_of=version.process, resource_inventoried_as=cited,
        measures={"weight": weight},
    )  # fmt: skip


def imported_heads(tables: Tables) -> list[str]:
    """Up to which commits git repositories were told here; none where nothing was imported."""
    return [str(row.head) for row in tables.find(Creation) if row.head]
