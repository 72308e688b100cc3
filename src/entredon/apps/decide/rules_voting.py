"""The law about voting: the roll, votes, their close and their count."""

from collections.abc import Iterator

from entredon.apps.decide import record_decisions, record_roll
from entredon.apps.decide.entries import Balloted, Closed, Rolled, Tallied
from entredon.apps.decide.models import Roll
from entredon.apps.decide.record_decisions import CLOSED, DISCUSSED, PASSED, REFUSED, VOTING
from entredon.apps.people import record as people
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.choice import counting
from entredon.pure.choice.roll import ballots_root, roll_root

HELD = 2_000
"""Rolls of so many are kept in memory until they are written."""


@rule(Rolled)
def rolled(tables: Tables, entry: Context, fact: Rolled) -> None:
    """Any member takes the roll once the days for discussing are over. It is made again here, and has to be the same."""
    people.member(tables, entry)
    row = record_decisions.in_state(tables, fact.decision, DISCUSSED)
    record_decisions.check_from(
        entry, record_decisions.ends(row, "discuss"), "This is talked about until {day}; then voting begins."
    )
    who = record_roll.roll(tables, entry, *record_decisions.way(tables, row))
    if (fact.count, fact.root) != (len(who), roll_root(who)):
        raise Refused("This is not the roll of those who may vote now: there are {count} of them.", count=len(who))
    _enrol(tables, row, who)
    tables.change(row, state=VOTING, rolled=entry.id, rolled_at=entry.at, count=fact.count, root=fact.root)


def _enrol(tables: Tables, row: Row, who: list[str]) -> None:
    """Everybody's place on the roll. Those of a village are held, for their votes come soon; not those of a city."""
    if len(who) > HELD:
        places = ((f"{row.id}/{person}", person) for person in who)
        tables.add_all(Roll, ("id", "person"), places, decision=row.id)
        return
    for person in who:
        tables.add(Roll, f"{row.id}/{person}", decision=row.id, person=person)


@rule(Balloted)
def balloted(tables: Tables, entry: Context, fact: Balloted) -> None:
    """Somebody on the roll votes, or changes her vote, until voting ends."""
    people.member(tables, entry)
    row = record_decisions.in_state(tables, fact.decision, VOTING)
    mine = record_decisions.on_roll(tables, entry, row)
    choices = counting.choices(row.type["method"])
    if fact.choice not in choices:
        raise Refused("Here one votes {choices}; not “{choice}”.", choices=", ".join(choices), choice=fact.choice[:20])
    record_decisions.check_until(entry, row.rolled_at, record_decisions.ends(row, "vote"), "Voting ended on {day}.")
    if not mine.choice:
        tables.change(row, voted=row.voted + 1)
    reason = entry.id if "reason" in entry.c else ""
    tables.change(mine, choice=fact.choice, ballot=entry.id, reason=reason, at=entry.at, times=mine.times + 1)


@rule(Closed)
def closed(tables: Tables, entry: Context, fact: Closed) -> None:
    """Any member says that voting is over: its days are, or everybody has voted and the charter lets it end then."""
    people.member(tables, entry)
    row = record_decisions.in_state(tables, fact.decision, VOTING)
    if row.type["early"] and row.voted == row.count:
        _check_after_votes(tables, entry, row)
    else:
        record_decisions.check_from(entry, record_decisions.ends(row, "vote"), "Voting goes on until {day}.")
    tables.change(row, state=CLOSED, closed=entry.id, closed_at=entry.at)


def _check_after_votes(tables: Tables, entry: Context, row: Row) -> None:
    """Nobody voted after this was said: else the days for challenging it would begin before all had voted. Raises Refused."""
    last = max(at for (at,) in tables.read(Roll, ("at",), decision=row.id))
    record_decisions.check_from(entry, last, "Somebody voted after that, on {day}: so voting ends later.")


@rule(Tallied)
def tallied(tables: Tables, entry: Context, fact: Tallied) -> None:
    """Any member counts the votes. They are counted again here, and another result is refused."""
    people.member(tables, entry)
    row = record_decisions.in_state(tables, fact.decision, CLOSED)
    record_decisions.check_from(entry, row.closed_at, "Voting ended on {day}; it is counted after that.")
    if fact.method != row.type["method"]:
        raise Refused("By the charter this is counted by {method}.", method=row.type["method"])
    _charter, way = record_decisions.way(tables, row)
    votes = list(votes_of(tables, row))
    counts = counting.counted(fact.method, (choice for _person, choice in votes))
    outcome = counting.outcome(way, counts, row.count)
    if fact.counts != counts or fact.ballots != ballots_root(votes):
        told = ", ".join(f"{choice} {count}" for choice, count in counts.items())
        raise Refused("This is not what was voted. It was: {counts}.", counts=told)
    if fact.passed != outcome.passed:
        raise Refused("By the charter this doesn't follow from the votes.")
    tables.change(
        row, state=PASSED if outcome.passed else REFUSED, tallied=entry.id, tallied_at=entry.at, counts=counts,
        ballots=fact.ballots, passed=outcome.passed,
    )  # fmt: skip


def votes_of(tables: Tables, row: Row) -> Iterator[tuple[str, str]]:
    """The votes that count, as (person, choice)."""
    for person, choice in tables.read(Roll, ("person", "choice"), decision=row.id):
        if choice:
            yield person, choice
