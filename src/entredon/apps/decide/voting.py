"""Voting and counting from pages: the first vote after the talk takes the list of who may vote with it, and one press counts."""

from collections.abc import Mapping

from django.http import HttpRequest

from entredon.apps.decide import record_roll, trying
from entredon.apps.decide.entries import Balloted, Closed, Rolled, Tallied
from entredon.apps.decide.models import Charter, Decision, Roll
from entredon.apps.decide.phases import DISCUSSED, VOTING
from entredon.desk.saying import Said, say_these_once
from entredon.log import clock
from entredon.log.pages import remembered
from entredon.log.registry import Fact, Refused
from entredon.log.tables import Tables
from entredon.pure.choice import counting, reading
from entredon.pure.choice import roll as rolls
from entredon.pure.choice.charter import Type


def way_of(row: Decision) -> Type:
    """The way by which a decision is made: that of the charter under which it was opened."""
    kept = Charter.objects.get(commons=row.commons, id=row.charter)
    return reading.read(kept.charter).type_by(row.type["id"])


@remembered
def would_vote(slug: str, charter: str, way: str, today: str) -> frozenset[str]:
    """Who would be on the list if it were taken now; asked for a day, for a day more makes some members long enough."""
    read = reading.read(Charter.objects.get(commons=slug, id=charter).charter)
    return frozenset(record_roll.roll(Tables(slug), trying.as_if(slug), read, read.type_by(way)))


def may_vote(slug: str, row: Decision, person: str) -> bool:
    """Whether somebody is on the list of a decision, or would be if it were taken now."""
    if not person:
        return False
    if row.rolled:
        return Roll.objects.filter(commons=slug, id=f"{row.id}/{person}").exists()
    return person in would_vote(slug, row.charter, row.type["id"], clock.stamp()[:10])


def how_many(slug: str, row: Decision) -> int:
    """How many may vote."""
    return int(row.count) if row.rolled else len(would_vote(slug, row.charter, row.type["id"], clock.stamp()[:10]))


def rolled(slug: str, row: Decision) -> Rolled:
    """The list as it is taken now."""
    read = reading.read(Charter.objects.get(commons=slug, id=row.charter).charter)
    ids = record_roll.roll(Tables(slug), trying.as_if(slug), read, read.type_by(row.type["id"]))
    return Rolled(decision=row.id, count=len(ids), root=rolls.roll_root(ids))


def vote(request: HttpRequest, slug: str, id: str, choice: str, texts: Mapping[str, str]) -> str:
    """Say a vote, with the list before it where nobody has taken that yet. Raises Refused."""
    return _with_list(request, slug, id, [(Balloted(decision=id, choice=choice), texts)])


def take_list(request: HttpRequest, slug: str, id: str) -> None:
    """Take the list alone, where nobody has: before a vote that a passkey signs. Raises Refused."""
    if not _row(slug, id).rolled:
        _with_list(request, slug, id, [])


def _with_list(request: HttpRequest, slug: str, id: str, then: Said) -> str:
    row = _row(slug, id)
    first: Said = [(rolled(slug, row), {})] if row.state == DISCUSSED else []
    try:
        return say_these_once(request, slug, [*first, *then])[-1]
    except Refused as refusal:
        if not first or not then or not _row(slug, id).rolled:
            raise _plain(refusal) from None
        return say_these_once(request, slug, then)[-1]  # somebody else was a moment quicker with the list


def _plain(refusal: Refused) -> Refused:
    """Why, without saying which of the entries that belong together was refused."""
    why = refusal.values.get("why")
    return type(refusal).of(why) if isinstance(why, Refused) else refusal


def _row(slug: str, id: str) -> Decision:
    return Decision.objects.get(commons=slug, id=id)


def count(request: HttpRequest, slug: str, id: str) -> str:
    """Close the voting and count, in one. Raises Refused."""
    row = _row(slug, id)
    said: list[tuple[Fact, Mapping[str, str]]] = [(Closed(decision=id), {})] if row.state == VOTING else []
    try:
        return say_these_once(request, slug, [*said, (tallied(slug, row), {})])[-1]
    except Refused as refusal:
        raise _plain(refusal) from None


def tallied(slug: str, row: Decision) -> Tallied:
    """The count, as it comes to from the votes that are there. The rule counts again."""
    rows = Roll.objects.filter(commons=slug, decision=row.id).exclude(choice="")
    chosen = list(rows.values_list("person", "choice"))
    way = way_of(row)
    counts = counting.counted(way.method, (choice for _person, choice in chosen))
    outcome = counting.outcome(way, counts, row.count)
    return Tallied(
        decision=row.id, method=way.method, counts=counts, ballots=rolls.ballots_root(chosen), passed=outcome.passed
    )  # fmt: skip


def outcome(row: Decision) -> counting.Outcome | None:
    """What a count came to, step by step, reckoned anew; None before it."""
    if not row.tallied:
        return None
    return counting.outcome(way_of(row), row.counts, row.count)


def quorum_is_met(row: Decision) -> bool:
    """Whether enough have voted so far."""
    return counting.quorum_is_met(row.voted, row.count, tuple(row.type["quorum"]))
