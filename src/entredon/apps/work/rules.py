"""The law about work: that it was done, and that it is accepted. Disagreement has a page of its own."""

from collections.abc import Sequence

import msgspec

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.work import record, record_contributing
from entredon.apps.work import rules_calls as rules_calls  # the kinds of these register with the ones here
from entredon.apps.work import rules_circles as rules_circles
from entredon.apps.work import rules_contest as rules_contest
from entredon.apps.work import rules_contributing as rules_contributing
from entredon.apps.work import rules_ideas as rules_ideas
from entredon.apps.work import rules_imported as rules_imported
from entredon.apps.work import rules_needs as rules_needs
from entredon.apps.work import rules_pages as rules_pages
from entredon.apps.work import rules_reviews as rules_reviews
from entredon.apps.work.entries import Accepted, AcceptedAtFirst, ContributedAtFirst
from entredon.apps.work.models import Acceptance, Contribution, Standing
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables


@rule(ContributedAtFirst)
def contributed_at_first(tables: Tables, entry: Context, fact: ContributedAtFirst) -> None:
    """A member tells her own work. It is proposed until a steward accepts it."""
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
        action="work",
        provider=entry.person,
        input_of=_process(tables, fact),
        resource_conforms_to=fact.work,
        measures={record.POINTS: 1, **fact.measures},
    )


def _process(tables: Tables, fact: ContributedAtFirst) -> str:
    if fact.creation is not None:
        return str(library.open_version(tables, fact.creation).process)
    if fact.version is None:
        return ""
    version = library.version(tables, fact.version)
    if version.state == "superseded":
        raise Refused("This version has been replaced; name the one that took its place.")
    return str(version.process)


@rule(AcceptedAtFirst)
def accepted_at_first(tables: Tables, entry: Context, fact: AcceptedAtFirst) -> None:
    """A steward accepts a version's contributions as a whole, or some by name. What is unreleased can't be accepted."""
    _accept(tables, entry, fact, until=entry.index, own=[])


@rule(Accepted, since=2)
def accepted(tables: Tables, entry: Context, fact: Accepted) -> None:
    """The same; but a steward's own work waits for another one, and who says it again must accept something new."""
    steward = people.steward(tables, entry)
    until = entry.index if fact.until is msgspec.UNSET else fact.until
    if not 0 <= until <= entry.index:
        raise Refused("You can only accept what was told before you speak.")
    if fact.until is not msgspec.UNSET and fact.version is None:
        raise Refused("Whoever accepts contributions by name says all by naming them.")
    own = record.hers(tables, steward.id)
    for id in (*fact.flows, *(correction.flow for correction in fact.corrections)):
        if record.work(tables, id).provider in own:
            raise Refused("The contribution {id} is your own work: another steward accepts it.", id=id[:10])
    if fact.version is not None:
        _something_new(tables, library.version(tables, fact.version), until, own)
    _accept(tables, entry, fact, until=until, own=own)


def _something_new(tables: Tables, version: Row, until: int, own: Sequence[str]) -> None:
    """Of two stewards who accept the same, the second is told about the first."""
    earlier = tables.find(Acceptance, process=version.process)
    if not earlier:
        return
    for flow in flows.flows_into(tables, version.process):
        if flows.is_given(flow) and flow.position < until and flow.provider not in own:
            if record.covering(earlier, flow) is None and tables.get(Standing, flow.id) is None:
                return
    last = max(earlier, key=lambda row: row.position)
    raise Refused(
        "This was already accepted by {person} on {at} (receipt {id}), and nothing that you could accept was told "
        "since. What you see otherwise, you can contest.",
        person=last.person[:12],
        at=last.at[:10],
        id=last.id[:10],
    )


def _accept(
    tables: Tables, entry: Context, fact: Accepted | AcceptedAtFirst, *, until: int, own: Sequence[str]
) -> None:
    steward = people.steward(tables, entry)
    if (fact.version is None) == (not fact.flows):
        raise Refused("Accept either a version or contributions by name.")
    corrections = record.corrections(fact.corrections)
    if fact.version is not None:
        version = library.version(tables, fact.version)
        _accept_version(tables, entry, fact.except_, corrections, version, until)
        _accept_told(tables, version.process, until, own)
        where = {"version": version.id, "process": version.process}
    else:
        _accept_flows(tables, entry, fact, corrections)
        where = {"version": "", "process": ""}
    tables.add(
        Acceptance, entry.id, position=entry.index, person=steward.id, at=entry.at, until=until, own=list(own), **where
    )


def _accept_version(
    tables: Tables, entry: Context, left_out: tuple[str, ...], corrections: dict[str, dict[str, int]], version: Row,
    until: int,
) -> None:  # fmt: skip
    if version.state != "released":
        raise Refused("What is not released yet can still change: release it first, then accept it.")
    named = [*left_out, *corrections]
    if len(set(named)) != len(named):
        raise Refused("Name each contribution once: left out, or corrected.")
    for id in named:
        flow = record.work(tables, id)
        if flow.input_of != version.process:
            raise Refused("The contribution {id} didn't go into this version.", id=id[:10])
        if flow.position >= until:
            raise Refused("The contribution {id} was told after what you accept.", id=id[:10])
        record.undecided(tables, flow)
        record.stand(tables, entry, flow, counts=id in corrections, measures=corrections.get(id, {}))


def _accept_told(tables: Tables, process: str, until: int, own: Sequence[str]) -> None:
    """What people told for it needs no review any more."""
    for id, provider, position in flows.told_into(tables, process):
        if position < until and provider not in own:
            row = tables.get(Contribution, id)
            if row is not None and row.state in record_contributing.OPEN:
                tables.change(row, state=record_contributing.ACCEPTED)


def _accept_flows(
    tables: Tables, entry: Context, fact: Accepted | AcceptedAtFirst, corrections: dict[str, dict[str, int]]
) -> None:
    if fact.except_:
        raise Refused("Leave out contributions by not naming them.")
    if corrections.keys() - set(fact.flows) or len(set(fact.flows)) != len(fact.flows):
        raise Refused("Name each contribution once, and correct only those you accept.")
    for id in fact.flows:
        flow = record.work(tables, id)
        record.undecided(tables, flow)
        if flow.input_of and library.version_of(tables, flow.input_of).state != "released":
            raise Refused(
                "The contribution {id} is in a version that is not released yet: release it first.", id=id[:10]
            )
        record.stand(tables, entry, flow, counts=True, measures=corrections.get(id, {}))
