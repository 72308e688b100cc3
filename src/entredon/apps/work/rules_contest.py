"""The law about disagreement: who may contest what was decided, who answers, who settles it."""

from entredon.apps.people import record as people
from entredon.apps.value import record as value
from entredon.apps.work import record
from entredon.apps.work.entries import Answered, Contested, Settled
from entredon.apps.work.models import Answer, Contest, Standing
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables


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
            raise Refused("Nothing was decided yet about the contribution {id}.", id=flow.id[:10])
        row = tables.add(Standing, flow.id, decided=covering.id, at=covering.at, counts=True)
    if row.contest:
        raise Refused("The contribution {id} is contested already.", id=flow.id[:10])
    if row.settled:
        raise Refused("A contest about the contribution {id} is settled; that stands.", id=flow.id[:10])
    if entry.at > (end := value.contest_ends(tables, row.at)):
        raise Refused(
            "The contribution {id} could be contested until {end}; now it stands.", id=flow.id[:10], end=end[:10]
        )
    tables.change(row, contest=entry.id)
    record.stood(tables, entry, row)


@rule(Answered)
def answered(tables: Tables, entry: Context, fact: Answered) -> None:
    """A member answers a contest as often as she likes, as long as it is open."""
    person = people.member(tables, entry)
    contest = tables.get(Contest, fact.contest)
    if contest is None:
        raise Refused("There is no contest {contest} here.", contest=fact.contest[:10])
    if contest.settled:
        raise Refused("This contest is settled; what was said in it stays as it is.")
    if "answer" not in entry.c:
        raise Refused("An answer needs words.")
    tables.add(Answer, entry.id, contest=contest.id, person=person.id, at=entry.at, position=entry.index)


@rule(Settled)
def settled_at_first(tables: Tables, entry: Context, fact: Settled) -> None:
    """A steward settles a contest; about her own work only when there is no other steward."""
    steward = people.steward(tables, entry)
    contest = _open(tables, fact)
    for id in contest.flows:
        if record.work(tables, id).provider == steward.id and len(people.stewards(tables)) > 1:
            raise Refused("This is about your own work: another steward settles it.")
    _settle(tables, entry, fact, contest)


@rule(Settled, since=2)
def settled(tables: Tables, entry: Context, fact: Settled) -> None:
    """A steward settles a contest. Who is part of it (by her work, or by contesting) leaves it to one who is not, if there is one."""
    steward = people.steward(tables, entry)
    contest = _open(tables, fact)
    givers = {people.owner(tables, record.work(tables, id).provider) for id in contest.flows}
    free = {row.id for row in people.stewards(tables)} - givers
    if steward.id in givers and free:
        raise Refused("This is about your own work: another steward settles it.")
    if steward.id == contest.person and free - {contest.person}:
        raise Refused("You contested this yourself: another steward settles it.")
    _settle(tables, entry, fact, contest)


def _open(tables: Tables, fact: Settled) -> Row:
    contest = tables.get(Contest, fact.contest)
    if contest is None or contest.settled:
        raise Refused("There is no such open contest.")
    return contest


def _settle(tables: Tables, entry: Context, fact: Settled, contest: Row) -> None:
    corrections = record.corrections(fact.corrections)
    if corrections.keys() - set(contest.flows):
        raise Refused("Correct only contributions that are contested here.")
    for id in contest.flows:
        before = tables.get(Standing, id)
        measures = corrections.get(id, before.measures if before is not None else {})
        record.stand(tables, entry, record.work(tables, id), counts=fact.counts, measures=measures, settled=True)
    tables.change(contest, settled=entry.id, counts=fact.counts, settled_by=entry.person, settled_at=entry.at)
