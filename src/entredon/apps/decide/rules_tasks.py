"""The law about what follows from a decision: who does what by when, and that it is done."""

from datetime import date

from entredon.apps.decide import record_decisions
from entredon.apps.decide.entries import Assigned, Proven
from entredon.apps.decide.models import Task
from entredon.apps.decide.record_decisions import EXECUTED, PASSED, REFUSED, STALLED
from entredon.apps.people import record as people
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Tables
from entredon.pure.formats import Day

MOST = 100
"""So many tasks follow from one decision."""


@rule(Assigned)
def assigned(tables: Tables, entry: Context, fact: Assigned) -> None:
    """Who does what by when: said by whoever does it, by who opened the decision, or by a steward, once it was counted."""
    author = people.member(tables, entry)
    row = record_decisions.in_state(tables, fact.decision, PASSED, REFUSED, EXECUTED, STALLED)
    if author.id not in (fact.person, row.person) and not people.is_steward(tables, author.id):
        raise Refused("You can say what you do yourself; for others, who opened this decision or a steward says it.")
    if not people.is_member(tables, fact.person):
        raise Refused("Only a member can have something to do here.")
    if "what" not in entry.c:
        raise Refused("Say what is to be done.")
    _check_day(fact.due, entry.at[:10])
    if len(tables.find(Task, decision=row.id)) >= MOST:
        raise Refused("At most {most} tasks follow from one decision.", most=MOST)
    tables.add(
        Task, entry.id, decision=row.id, person=fact.person, by=author.id, due=fact.due, texts=dict.fromkeys(entry.c, entry.id),
        position=entry.index, at=entry.at,
    )  # fmt: skip


def _check_day(due: str, today: str) -> None:
    try:
        date.fromisoformat(due)
    except ValueError:
        raise Refused("“{due}” is not a day: write it as in 2026-11-26.", due=due) from None
    if due < today:
        raise Refused("{day} is over: give a day that is still to come.", day=Day(due))


@rule(Proven)
def proven(tables: Tables, entry: Context, fact: Proven) -> None:
    """Whoever was to do it says once that it is done, and shows it."""
    person = people.ever_member(tables, entry)
    task = tables.get(Task, fact.task)
    if task is None:
        raise Refused("There is no task {id} here.", id=fact.task[:10])
    if task.person != person.id:
        raise Refused("Whoever was to do it says that it is done.")
    if task.proven:
        raise Refused("This was done already, as {entry} shows.", entry=task.proven[:10])
    if "proof" not in entry.c:
        raise Refused("Say what shows that it is done: in words, or by an address where it can be seen.")
    tables.change(
        task, proven=entry.id, proven_at=entry.at, texts={**task.texts, **dict.fromkeys(entry.c, entry.id)}
    )  # fmt: skip
