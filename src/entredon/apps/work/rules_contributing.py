"""The law about contributions that people tell."""

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.work import record
from entredon.apps.work.entries import Contributed
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Tables


@rule(Contributed, since=4)
def contributed(tables: Tables, entry: Context, fact: Contributed) -> None:
    """A member tells what she has given. It is proposed until peers or a steward accept it."""
    people.member(tables, entry)
    if fact.version is not None and fact.creation is not None:
        raise Refused("Say for which version or for which creation, not both.")
    if not record.NAME.fullmatch(fact.work):
        raise Refused(
            "“{work}” is not a kind of work; use one word in small letters, such as design.", work=fact.work[:40]
        )
    record.check_measures(fact.measures)
    flows.spec(tables, entry, fact.work, fact.work)
    flows.record(
        tables,
        entry,
        entry.id,
        action=fact.action,
        provider=entry.person,
        input_of=_process(tables, fact),
        resource_conforms_to=fact.work,
        measures={record.POINTS: 1, **fact.measures},
    )


def _process(tables: Tables, fact: Contributed) -> str:
    if fact.creation is not None:
        return str(library.open_version(tables, fact.creation).process)
    if fact.version is None:
        return ""
    version = library.version(tables, fact.version)
    if version.state == "superseded":
        raise Refused("This version has been replaced; name the one that took its place.")
    return str(version.process)
