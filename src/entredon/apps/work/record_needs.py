"""Needs as other rules of this app meet them: who holds a place in one, and what a part gives once it is done."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from entredon.apps.flows import record as flows
from entredon.apps.work.models_needs import Need, Split, Taking
from entredon.apps.work.models_reviews import Contribution
from entredon.log.registry import Context, Refused, line
from entredon.log.tables import Row, Tables
from entredon.pure.value import parts

OPEN, DONE, DROPPED = "open", "done", "dropped"
HELD, GIVEN_BACK = "held", "given_back"
PROPOSED, AGREED, OVER = "proposed", "agreed", "over"
SKILLS, SKILL = 12, 40
"""So many skills, each of so many characters."""
MINUTES, PLACES, PLACE = 10**6, 100, 200
"""The most minutes and places of a need; how long the name of a place may be."""
YEARS = 100
"""So many years from now a need may be for."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def need(tables: Tables, id: str) -> Row:
    """A need. Raises Refused."""
    row = tables.get(Need, id)
    if row is None:
        raise Refused("There is no need {id} here.", id=id[:10])
    return row


def takings(tables: Tables, need_id: str) -> list[Row]:
    """The places that are held in a need, also by those who are done with their part."""
    return [row for row in tables.find(Taking, need=need_id) if row.state != GIVEN_BACK]


def held(tables: Tables, need_id: str, person: str) -> Row | None:
    """The place that somebody holds in a need; her part of it may be done. None if she holds none."""
    return next((row for row in takings(tables, need_id) if row.person == person), None)


def take(tables: Tables, entry: Context, id: str, found: Row, person: str, due: str = "") -> Row:
    """Somebody takes a free place in an open need; whatever split there was ends by it. Raises Refused."""
    if found.state != OPEN:
        raise Refused("This need is not open any more; others are.")
    if held(tables, found.id, person) is not None:
        raise Refused("You have taken this already.")
    if found.holders >= found.places:
        raise Refused("Somebody was a moment faster: all places are taken now.")
    _end_splits(tables, found.id, PROPOSED, AGREED)
    tables.change(found, holders=found.holders + 1)
    flows.record(
        tables, entry, id, kind="commitment", action="work", provider=person, satisfies=found.id, due=due or found.due,
        resource_conforms_to=found.work, input_of=flows.flow(tables, found.id).input_of,
    )  # fmt: skip
    return tables.add(Taking, id, need=found.id, person=person, at=entry.at, position=entry.index, due=due)


def give_back(tables: Tables, entry: Context, found: Row, taking: Row) -> None:
    """Her place is free again; whatever split there was ends by it. Raises Refused once her part is done."""
    if taking.state == DONE:
        raise Refused("Your part of this is done; there is nothing to give back.")
    _end_splits(tables, found.id, PROPOSED, AGREED)
    tables.change(taking, state=GIVEN_BACK, ended=entry.at)
    tables.change(found, holders=found.holders - 1)
    flows.replan(tables, taking.id, finished=True)


def part_done(tables: Tables, entry: Context, need_id: str, person: str) -> int:
    """Somebody's part of a need is done: the points that it gives. Who holds no place takes a free one first. Raises Refused.

    Of the points not given yet she gets her part among those who aren't done: by the split they agreed, else the same as each,
    with places that are still free; the last one gets what is left. So all parts add up to what the need gives. Once all places
    are done, the need is.
    """
    found = need(tables, need_id)
    if found.state == DROPPED:
        raise Refused("This need was dropped. What you did for it, you can tell without it.")
    taking = held(tables, found.id, person)
    if taking is None:
        # The contribution has the id of the entry.
        taking = take(tables, entry, f"{entry.id}.0", found, person)
    if taking.state == DONE:
        raise Refused("Your part of this is done already; tell what else you did without saying that it is done.")
    points = parts.part(found.points - found.given, _weights(tables, found), person)
    _end_splits(tables, found.id, PROPOSED)
    tables.change(taking, state=DONE, points=points, done_by=entry.id, ended=entry.at)
    tables.change(found, given=found.given + points)
    flows.replan(tables, taking.id, finished=True)
    done_if_all_are(tables, entry, found, person)
    return points


def part_undone(tables: Tables, entry: Context, flow: Row) -> None:
    """A contribution doesn't count. If somebody's part of a need was done by it, her place is free again and the need gives those
    points to others; whatever split there was ends by it.

    A need that was done once all its parts were is open again; one that was closed by who asked for it, or by a steward, stays so.
    Should the contribution count after all, it keeps its points, but not the place.
    """
    taking = tables.get(Taking, flow.fulfills) if flow.fulfills else None
    if taking is None or taking.state != DONE or taking.done_by != flow.id:  # she told it without being done by it
        return
    found = need(tables, taking.need)
    _end_splits(tables, found.id, PROPOSED, AGREED)
    tables.change(found, given=found.given - taking.points, holders=found.holders - 1)
    tables.change(taking, state=GIVEN_BACK, points=0, done_by="", ended=entry.at)
    if found.state == DONE and tables.get(Contribution, found.closed) is not None:
        close(tables, entry, found, OPEN, entry.person)


def done_if_all_are(tables: Tables, entry: Context, found: Row, person: str) -> None:
    """An open need is done once all its places are, and no part of it is open."""
    done = sum(1 for row in takings(tables, found.id) if row.state == DONE)
    if found.state == OPEN and done == found.places and not open_parts(tables, found.id):
        close(tables, entry, found, DONE, person)


def close(tables: Tables, entry: Context, found: Row, state: str, person: str) -> None:
    """A need is done or dropped, or open again."""
    closed = state != OPEN
    tables.change(
        found, state=state, closed=entry.id if closed else "", closed_at=entry.at if closed else "",
        closed_by=person if closed else "",
    )  # fmt: skip
    flows.replan(tables, found.id, finished=closed)


def open_parts(tables: Tables, need_id: str) -> list[Row]:
    """The parts of a need that are open."""
    return [row for row in tables.find(Need, part_of=need_id) if row.state == OPEN]


def not_done(tables: Tables, need_id: str) -> list[Row]:
    """The places held by people whose part isn't done yet."""
    return [row for row in takings(tables, need_id) if row.state == HELD]


def agree(tables: Tables, split: Row) -> None:
    """A split takes the place of whatever was proposed or agreed before."""
    _end_splits(tables, split.need, PROPOSED, AGREED)
    tables.change(split, state=AGREED)


def end_proposals(tables: Tables, need_id: str) -> None:
    """What was proposed and not agreed yet ends: because somebody proposes anew."""
    _end_splits(tables, need_id, PROPOSED)


def _weights(tables: Tables, found: Row) -> dict[str, int]:
    holders = [row.person for row in not_done(tables, found.id)]
    agreed = [row for row in tables.find(Split, need=found.id) if row.state == AGREED]
    if not agreed:
        # A place that is free is somebody's who comes later: whoever is done first doesn't get her part too.
        free = found.places - found.holders if found.state == OPEN else 0
        return dict.fromkeys([*holders, *(f"free {n}" for n in range(free))], 1)
    weights = dict(agreed[0].parts)
    return {person: weights[person] for person in holders}


def _end_splits(tables: Tables, need_id: str, *states: str) -> None:
    for row in tables.find(Split, need=need_id):
        if row.state in states:
            tables.change(row, state=OVER)


def check_day(day: str, at: str, what: str) -> None:
    """A day as in 2026-11-26, or "" when none is said; at most a day before it is said (it is yesterday somewhere), and not in
    another age. Raises Refused."""
    if not day:
        return
    try:
        real = date.fromisoformat(day) if _DAY.fullmatch(day) else None
    except ValueError:
        real = None
    if real is None:
        raise Refused("“{day}” is not a day: write it as in 2026-11-26.", day=day[:20])
    if real < date.fromisoformat(at[:10]) - timedelta(days=1):
        raise Refused("The {what} {day} is over already.", what=what, day=day)
    if real.year > int(at[:4]) + YEARS:
        raise Refused("{day} is more than {years} years from now: name a day before that.", day=day, years=YEARS)


def check_skills(skills: Iterable[str]) -> None:
    """A few skills, each said once, in small letters. Raises Refused."""
    listed = list(skills)
    if len(listed) > SKILLS or len(set(listed)) != len(listed):
        raise Refused("Name at most {most} skills, each of them once.", most=SKILLS)
    for skill in listed:
        line("skill", skill, SKILL)
        if skill != skill.strip() or any("A" <= c <= "Z" for c in skill):
            raise Refused("Write “{skill}” in small letters, without spaces around it.", skill=skill)


def check_minutes(minutes: int) -> None:
    """Raises Refused."""
    if not 0 <= minutes <= MINUTES:
        raise Refused("The effort is between 0 and {most} minutes.", most=MINUTES)


def check_place(place: str) -> None:
    """Raises Refused."""
    line("place", place, PLACE, least=0)
