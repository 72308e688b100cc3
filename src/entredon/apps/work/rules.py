"""The law about work."""

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.value import record as value
from entredon.apps.work import record
from entredon.apps.work.entries import Accepted, Contested, Contributed, Correction, Settled
from entredon.apps.work.models import Acceptance, Contest, Standing
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables


@rule(Contributed)
def contributed(tables: Tables, entry: Context, fact: Contributed) -> None:
    """A member tells her own work. It is proposed until a steward accepts it."""
    people.member(tables, entry)
    if fact.version is not None and fact.creation is not None:
        raise Refused("Say for which version or for which creation, not both.")
    if not record.NAME.fullmatch(fact.work):
        raise Refused(f"“{fact.work[:40]}” is not a kind of work; use one word in small letters, such as design.")
    record.check_measures(fact.measures)
    flows.spec(tables, entry, fact.work, fact.work)
    flows.record(
        tables,
        entry,
        entry.id,
        action="work",
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


@rule(Accepted)
def accepted(tables: Tables, entry: Context, fact: Accepted) -> None:
    """A steward accepts a version's contributions as a whole, or some by name. What is unreleased can't be accepted."""
    steward = people.steward(tables, entry)
    if (fact.version is None) == (not fact.flows):
        raise Refused("Accept either a version or contributions by name.")
    corrections = _corrections(fact.corrections)
    if fact.version is not None:
        version = library.version(tables, fact.version)
        _accept_version(tables, entry, fact.except_, corrections, version)
        where = {"version": version.id, "process": version.process}
    else:
        _accept_flows(tables, entry, fact, corrections)
        where = {"version": "", "process": ""}
    tables.add(Acceptance, entry.id, position=entry.index, person=steward.id, at=entry.at, **where)


def _corrections(given: tuple[Correction, ...]) -> dict[str, dict[str, int]]:
    """The measures that count instead, by contribution."""
    found = {}
    for correction in given:
        record.check_measures(correction.measures)
        if correction.flow in found:
            raise Refused("Name each contribution once.")
        found[correction.flow] = correction.measures
    return found


def _accept_version(
    tables: Tables, entry: Context, left_out: tuple[str, ...], corrections: dict[str, dict[str, int]], version: Row
) -> None:
    if version.state != "released":
        raise Refused("What is not released yet can still change: release it first, then accept it.")
    named = [*left_out, *corrections]
    if len(set(named)) != len(named):
        raise Refused("Name each contribution once: left out, or corrected.")
    for id in named:
        flow = record.work(tables, id)
        if flow.input_of != version.process:
            raise Refused(f"The contribution {id[:10]} didn't go into this version.")
        _undecided(tables, flow)
        record.stand(tables, entry, flow, counts=id in corrections, measures=corrections.get(id, {}))


def _accept_flows(tables: Tables, entry: Context, fact: Accepted, corrections: dict[str, dict[str, int]]) -> None:
    if fact.except_:
        raise Refused("Leave out contributions by not naming them.")
    if corrections.keys() - set(fact.flows) or len(set(fact.flows)) != len(fact.flows):
        raise Refused("Name each contribution once, and correct only those you accept.")
    for id in fact.flows:
        flow = record.work(tables, id)
        _undecided(tables, flow)
        if flow.input_of and library.version_of(tables, flow.input_of).state != "released":
            raise Refused(f"The contribution {id[:10]} is in a version that is not released yet: release it first.")
        record.stand(tables, entry, flow, counts=True, measures=corrections.get(id, {}))


def _undecided(tables: Tables, flow: Row) -> None:
    if tables.get(Standing, flow.id) is not None or record.acceptance_of(tables, flow) is not None:
        raise Refused(f"About the contribution {flow.id[:10]} it was already decided; contest that instead.")


@rule(Contested)
def contested(tables: Tables, entry: Context, fact: Contested) -> None:
    """Any member may contest what was decided about contributions, once, within the days that the sharing rule gives."""
    person = people.member(tables, entry)
    if not fact.flows or len(set(fact.flows)) != len(fact.flows):
        raise Refused("Name each contribution once.")
    for id in fact.flows:
        _contest(tables, entry, record.work(tables, id))
    tables.add(Contest, entry.id, flows=list(fact.flows), person=person.id, at=entry.at, position=entry.index)


def _contest(tables: Tables, entry: Context, flow: Row) -> None:
    row = tables.get(Standing, flow.id)
    if row is None:
        covering = record.acceptance_of(tables, flow)
        if covering is None:
            raise Refused(f"Nothing was decided yet about the contribution {flow.id[:10]}.")
        row = tables.add(Standing, flow.id, decided=covering.id, at=covering.at, counts=True)
    if row.contest:
        raise Refused(f"The contribution {flow.id[:10]} is contested already.")
    if row.settled:
        raise Refused(f"A contest about the contribution {flow.id[:10]} is settled; that stands.")
    if entry.at > (end := value.contest_ends(tables, row.at)):
        raise Refused(f"The contribution {flow.id[:10]} could be contested until {end[:10]}; now it stands.")
    tables.change(row, contest=entry.id)
    record.stood(tables, entry, row)


@rule(Settled)
def settled(tables: Tables, entry: Context, fact: Settled) -> None:
    """A steward settles a contest; about her own work only when there is no other steward."""
    steward = people.steward(tables, entry)
    contest = tables.get(Contest, fact.contest)
    if contest is None or contest.settled:
        raise Refused("There is no such open contest.")
    corrections = _corrections(fact.corrections)
    if corrections.keys() - set(contest.flows):
        raise Refused("Correct only contributions that are contested here.")
    for id in contest.flows:
        flow = record.work(tables, id)
        if flow.provider == steward.id and len(people.stewards(tables)) > 1:
            raise Refused("This is about your own work: another steward settles it.")
        before = tables.get(Standing, id)
        measures = corrections.get(id, before.measures if before is not None else {})
        record.stand(tables, entry, flow, counts=fact.counts, measures=measures, settled=True)
    tables.change(contest, settled=entry.id, counts=fact.counts)
