"""The steps that rules about ideas, calls and needs share: finding an idea, needs that stem from it, and that it counts."""

from datetime import date

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.work.models import Call, Idea, Need
from entredon.apps.work.record import POINTS
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

IDEA = "idea"
"""The kind of work that an idea is, once it was adopted."""
OPEN, ADOPTED, MERGED, PARKED, DECLINED = "open", "adopted", "merged", "parked", "declined"
GOES_IN = (OPEN, ADOPTED, MERGED)
"""An idea that is so can go into the outcome of its call; one that was parked or declined is answered anew first."""
NEEDS = 20
"""So many needs are named in one answer."""
STEMS = 100
"""So many needs stem from one idea."""
HEAVIEST = 10**6
"""The most points of one idea."""


def idea(tables: Tables, id: str) -> Row:
    """An idea. Raises Refused."""
    row = tables.get(Idea, id)
    if row is None:
        raise Refused("There is no idea {id} here.", id=id[:10])
    return row


def call(tables: Tables, id: str) -> Row:
    """A call. Raises Refused."""
    row = tables.get(Call, id)
    if row is None:
        raise Refused("There is no call {id} here.", id=id[:10])
    return row


def day(text: str) -> str:
    """A day as in 2026-11-26. Raises Refused."""
    try:
        if len(text) == 10 and date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise Refused("“{text}” is not a day; write it as in 2026-11-26.", text=text[:20])


def distinct(ids: tuple[str, ...], most: int, because: str) -> None:
    """Each of these is named once, and there are not too many. Raises Refused with ``because`` if one is there twice."""
    if len(ids) > most:
        raise Refused("At most {most} can be named at once; these are {count}.", most=most, count=len(ids))
    if len(set(ids)) != len(ids):
        raise Refused(because)


def stems(tables: Tables, need: str, ideas: tuple[str, ...]) -> None:
    """A need stems from these ideas: each remembers it. Raises Refused.

    What a steward answers later may count on it: a need written in the same step comes first, then the answer.
    """
    distinct(ideas, NEEDS, "Name each idea once.")
    for id in ideas:
        row = idea(tables, id)
        if len(row.needs) >= STEMS:
            raise Refused("{most} needs stem from this idea already; write this one without it.", most=STEMS)
        if need not in row.needs:
            tables.change(row, needs=[*row.needs, need])


def adopt(tables: Tables, row: Row, needs: tuple[str, ...]) -> list[str]:
    """The needs that an idea is adopted into: those named, and those that stem from it already. Raises Refused."""
    distinct(needs, NEEDS, "Name each need once.")
    for id in needs:
        need = tables.get(Need, id)
        if need is None:
            raise Refused("There is no need {id} here.", id=id[:10])
        if need.state == "dropped":
            raise Refused("The need {id} was dropped; choose another or write a new one.", id=id[:10])
        if row.id not in need.ideas:
            tables.change(need, ideas=[*need.ideas, row.id])
    found = [*row.needs, *(id for id in needs if id not in row.needs)]
    if not found:
        raise Refused("An idea is adopted into one or more needs: choose some, or write a new one.")
    return found


class Credits:
    """The contributions that one entry makes of ideas: events ``work`` of the kind ``idea``, by who brought each."""

    def __init__(self, tables: Tables, entry: Context, creation: str | None) -> None:
        self._tables, self._entry = tables, entry
        self._process = library.open_version(tables, creation).process if creation is not None else ""
        self._count = 0

    def give(self, row: Row, points: int) -> None:
        """An idea counts from here on, and so do those that were merged into it. One that counts already isn't counted twice."""
        waiting = [(row, points)]
        while waiting:
            row, points = waiting.pop(0)
            if not row.flow:
                self._one(row, points)
            merged = self._tables.find(Idea, state=MERGED, into=row.id)
            waiting += [(one, one.points) for one in sorted(merged, key=lambda one: one.position) if not one.flow]

    def _one(self, row: Row, points: int) -> None:
        self._count += 1
        id = f"{self._entry.id}.{self._count}"
        flows.spec(self._tables, self._entry, IDEA, IDEA)
        flows.record(
            self._tables, self._entry, id, action="work", provider=row.person, input_of=self._process,
            resource_conforms_to=IDEA, resource_inventoried_as=row.id, measures={POINTS: points},
        )  # fmt: skip
        self._tables.change(row, flow=id, points=points)


def check_points(points: int) -> None:
    """What an idea weighs as a contribution. Raises Refused."""
    if not 0 <= points <= HEAVIEST:
        raise Refused("An idea weighs from 0 to {most} points; not {points}.", most=HEAVIEST, points=points)
