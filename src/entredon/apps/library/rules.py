"""The law about creations and versions."""

from entredon.apps.flows import record as flows
from entredon.apps.library import record
from entredon.apps.library import rules_import as rules_import  # registers the law about imports
from entredon.apps.library.entries import Created, Released
from entredon.apps.library.models import Creation, Version
from entredon.apps.library.record import OPEN, RELEASED, SUPERSEDED, UNRELEASED
from entredon.log.registry import Context, Refused, line, rule
from entredon.log.tables import Row, Tables


@rule(Created)
def created(tables: Tables, entry: Context, fact: Created) -> None:
    """A steward or keeper begins a creation; its open version stands ready for contributions."""
    record.keeper(tables, entry)
    line("name", fact.name, 200)
    flows.spec(tables, entry, entry.id, fact.name)
    opened = record.add_version(tables, entry, f"{entry.id}.1", creation=entry.id, name=UNRELEASED, state=OPEN)
    tables.add(
        Creation, entry.id, name=fact.name, at=entry.at, entry=entry.id, position=entry.index, open_version=opened.id
    )


@rule(Released)
def released(tables: Tables, entry: Context, fact: Released) -> None:
    """A steward or keeper releases what a creation has become; it can only build on versions that are released."""
    record.keeper(tables, entry)
    creation = record.creation(tables, fact.creation)
    if creation.head:
        raise Refused("This creation comes from git: tag the version there, then import again.")
    _check_release(tables, fact)
    opened = record.version(tables, creation.open_version)
    version = record.add_version(
        tables, entry, entry.id, creation=creation.id, name=fact.name, state=RELEASED, process=opened.process,
        own=fact.own,
    )  # fmt: skip
    tables.change(opened, state=SUPERSEDED)
    following = record.add_version(tables, entry, f"{entry.id}.1", creation=creation.id, name=UNRELEASED, state=OPEN)
    tables.change(creation, open_version=following.id)
    record.produce(tables, entry, f"{entry.id}.2", version)
    for n, given in enumerate(fact.inputs, 3):
        record.cite(tables, entry, f"{entry.id}.{n}", version, given.version, given.weight)


def _check_release(tables: Tables, fact: Released) -> None:
    line("name", fact.name, 200)
    if fact.name == UNRELEASED:
        raise Refused("A release can't be called “{unreleased}”.", unreleased=UNRELEASED)
    if tables.find(Version, creation=fact.creation, name=fact.name):
        raise Refused("There is a version called “{name}” already; give this one another name.", name=fact.name)
    weights = [fact.own, *(given.weight for given in fact.inputs)]
    if min(weights) < 0 or sum(weights) >= record.MOST:
        raise Refused("Weights are whole numbers from 0 on, together below {most}.", most=record.MOST)
    if len({given.version for given in fact.inputs}) != len(fact.inputs):
        raise Refused("Name each version it is built on once.")
    for given in fact.inputs:
        _check_input(record.version(tables, given.version))


def _check_input(version: Row) -> None:
    if version.state != RELEASED:
        raise Refused("{id} is not a released version; a release builds on released versions only.", id=version.id[:10])
