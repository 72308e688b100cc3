"""The law about open calls: who opens one, until when ideas are gathered, and how it ends."""

from entredon.apps.people import record as people
from entredon.apps.work import record_ideas as ideas
from entredon.apps.work.entries_ideas import CallClosed, CallOpened
from entredon.apps.work.models import Call, Idea
from entredon.apps.work.record_ideas import ADOPTED
from entredon.log.registry import Context, Refused, line, rule
from entredon.log.tables import Row, Tables

WENT_IN = 500
"""So many ideas go into the outcome of one call."""


@rule(CallOpened)
def call_opened(tables: Tables, entry: Context, fact: CallOpened) -> None:
    """A steward states a problem, and from when until when ideas for it are gathered."""
    steward = people.steward(tables, entry)
    if "title" not in entry.c:
        raise Refused("A call needs a title: say the problem in a few words.")
    if ideas.day(fact.closes) < entry.at[:10]:
        raise Refused("The last day for ideas, {day}, is over already.", day=fact.closes)
    if fact.opens and ideas.day(fact.opens) > fact.closes:
        raise Refused("A call opens before it closes.")
    line("name of the partner", fact.partner, 200, least=0)
    tables.add(
        Call, entry.id, person=steward.id, at=entry.at, position=entry.index, opens=fact.opens, closes=fact.closes,
        partner=fact.partner.strip(), texts=dict.fromkeys(entry.c, entry.id),
    )  # fmt: skip


@rule(CallClosed)
def call_closed(tables: Tables, entry: Context, fact: CallClosed) -> None:
    """A steward tells what came of a call, once its last day is over; all ideas that went in count as contributions."""
    steward = people.steward(tables, entry)
    call = ideas.call(tables, fact.call)
    if call.closed:
        raise Refused("This call is closed already; what came of it stands on its page.")
    if "text" not in entry.c:
        raise Refused("Say what came of the call.")
    if entry.at[:10] <= call.closes and tables.find(Idea, call=call.id):
        raise Refused(
            "Ideas for this call can be brought until {day}; what came of it can be told after that.", day=call.closes
        )
    ideas.distinct(tuple(credit.idea for credit in fact.went_in), WENT_IN, "Name each idea once.")
    rows = [(ideas.idea(tables, credit.idea), credit.points) for credit in fact.went_in]
    for row, points in rows:
        _may_go_in(tables, steward, call, row)
        ideas.check_points(points)
    tables.change(
        call, closed=entry.id, closed_at=entry.at, closed_by=steward.id, went_in=[row.id for row, _points in rows]
    )
    credit = ideas.Credits(tables, entry, fact.creation)
    for row, _points in rows:
        _went_in(tables, entry, steward, row)
    for row, points in rows:
        credit.give(row, points)


def _may_go_in(tables: Tables, steward: Row, call: Row, row: Row) -> None:
    """What goes in was brought for the call, and wasn't turned down; a steward credits no idea of her own if there is another.
    Raises Refused."""
    if row.call != call.id:
        raise Refused("The idea {id} wasn't brought for this call.", id=row.id[:10])
    if row.state not in ideas.GOES_IN:
        raise Refused("The idea {id} was parked or declined: answer it anew first, then it can go in.", id=row.id[:10])
    if not row.flow and row.person == steward.id and len(people.stewards(tables)) > 1:
        raise Refused("The idea {id} is your own: another steward closes this call, or leave it out.", id=row.id[:10])


def _went_in(tables: Tables, entry: Context, steward: Row, row: Row) -> None:
    """An idea went into the outcome of a call. One that was adopted before keeps that answer."""
    if not row.flow:
        tables.change(
            row, state=ADOPTED, answered=entry.id, answered_by=steward.id, answered_at=entry.at, into="",
        )  # fmt: skip
