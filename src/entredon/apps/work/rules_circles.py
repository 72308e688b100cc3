"""The law about circles: who founds one, who is in it, and what it shows of a week."""

import re
from datetime import date

from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.work.entries_circles import CircleFounded, CircleJoined, CircleLeft, DemoShown
from entredon.apps.work.models import Circle, CircleMember, Demo
from entredon.log.registry import Context, Refused, line, rule
from entredon.log.tables import Row, Tables

NAME = 80
"""Characters of a circle's name at most."""
DEEP = 6
"""So many circles lie within one another."""
WEEK = re.compile(r"[0-9]{4}-W[0-9]{2}")


@rule(CircleFounded)
def circle_founded(tables: Tables, entry: Context, fact: CircleFounded) -> None:
    """A member founds a circle and is in it. No two have the same name."""
    person = people.member(tables, entry)
    line("name of a circle", fact.name, NAME)
    name = " ".join(fact.name.split())
    # Only the letters a to z have one size here: what is one letter in others changes between versions of Unicode.
    if any(row.name.encode().lower() == name.encode().lower() for row in tables.find(Circle)):
        raise Refused("There is a circle named “{name}” already.", name=name)
    if fact.creation is not None:
        library.creation(tables, fact.creation)
    if fact.part_of is not None and _depth(tables, circle(tables, fact.part_of)) >= DEEP:
        raise Refused("Circles lie at most {most} deep within one another.", most=DEEP)
    row = tables.add(
        Circle, entry.id, name=name, creation=fact.creation or "", part_of=fact.part_of or "", person=person.id,
        at=entry.at, position=entry.index, texts=dict.fromkeys(entry.c, entry.id),
    )  # fmt: skip
    _join(tables, entry, row, person.id)


def circle(tables: Tables, id: str) -> Row:
    """A circle. Raises Refused."""
    row = tables.get(Circle, id)
    if row is None:
        raise Refused("There is no circle {id} here.", id=id[:10])
    return row


def _depth(tables: Tables, row: Row) -> int:
    depth = 1
    while row.part_of:
        row, depth = circle(tables, row.part_of), depth + 1
    return depth


@rule(CircleJoined)
def circle_joined(tables: Tables, entry: Context, fact: CircleJoined) -> None:
    """A member joins a circle, or comes back to it."""
    person = people.member(tables, entry)
    _join(tables, entry, circle(tables, fact.circle), person.id)


def _join(tables: Tables, entry: Context, row: Row, person: str) -> None:
    id = f"{row.id}/{person}"
    before = tables.get(CircleMember, id)
    if before is None:
        tables.add(CircleMember, id, circle=row.id, person=person, at=entry.at)
    elif before.left:
        tables.change(before, at=entry.at, left="")
    else:
        raise Refused("You are in this circle already.")
    tables.change(row, members=row.members + 1)


@rule(CircleLeft)
def circle_left(tables: Tables, entry: Context, fact: CircleLeft) -> None:
    """Somebody leaves a circle; she can also do that once she has left the commons."""
    person = people.ever_member(tables, entry)
    row = circle(tables, fact.circle)
    tables.change(_within(tables, row, person.id), left=entry.at)
    tables.change(row, members=row.members - 1)


@rule(DemoShown)
def demo_shown(tables: Tables, entry: Context, fact: DemoShown) -> None:
    """Somebody of a circle tells what changed in a week that has begun."""
    person = people.member(tables, entry)
    row = circle(tables, fact.circle)
    _within(tables, row, person.id)
    if week_of(entry.at) < _week(fact.week):
        raise Refused("The week {week} has not begun yet.", week=fact.week)
    if "text" not in entry.c:
        raise Refused("Say what changed, in a few words.")
    tables.add(Demo, entry.id, circle=row.id, week=fact.week, person=person.id, at=entry.at, position=entry.index)


def _within(tables: Tables, row: Row, person: str) -> Row:
    """That somebody is in a circle now. Raises Refused."""
    found = tables.get(CircleMember, f"{row.id}/{person}")
    if found is None or found.left:
        raise Refused("You are not in this circle.")
    return found


def week_of(at: str) -> str:
    """The week of a moment, as in 2026-W48."""
    year, week, _day = date.fromisoformat(at[:10]).isocalendar()
    return f"{year:04}-W{week:02}"


def _week(text: str) -> str:
    """A week as in 2026-W48. Raises Refused."""
    try:
        if WEEK.fullmatch(text) and date.fromisoformat(f"{text}-1"):
            return text
    except ValueError:
        pass
    raise Refused("“{text}” is not a week; write it as in 2026-W48.", text=text[:20])
