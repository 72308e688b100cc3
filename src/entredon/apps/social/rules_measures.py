"""The law about measures: each has a reason, a next smaller step before it, a day on which it ends, and an appeal.

What is milder comes first: somebody is warned before she is slowed, and slowed before she is paused. Nobody judges her own case,
and another steward than who took a measure answers the appeal, if there is one.
"""

from datetime import date

from entredon.apps.people import record as people
from entredon.apps.social import record
from entredon.apps.social.entries import AppealAnswered, Appealed, MeasureLifted, MeasureTaken
from entredon.apps.social.models import Measure, Post
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables

LONGEST = {"hidden": 365, "slowed": 30, "paused": 90}
"""Days that a measure lasts at most."""
BEFORE = {"slowed": "warned", "paused": "slowed"}
"""What must have come before a measure."""
APPEALS = 30
"""Days in which one can appeal against a warning, which has no end of its own."""
IN_FORCE, LIFTED, UPHELD, OVERTURNED = "in_force", "lifted", "upheld", "overturned"
STANDS = (IN_FORCE, UPHELD)


@rule(MeasureTaken)
def measure_taken(tables: Tables, entry: Context, fact: MeasureTaken) -> None:
    """A steward takes a measure about somebody else, with a reason and, but for a warning, until a day."""
    steward = people.steward(tables, entry)
    record.need_text(entry, "reason", "Say why: whom it is about must be able to answer.")
    post = None if fact.post is None else record.post(tables, fact.post)
    person = _about(tables, fact, post)
    if person == steward.id:
        raise Refused("This is about yourself: another steward sees to it.")
    _until(entry, fact)
    if fact.measure in BEFORE:
        _graduated(tables, fact.measure, person)
    row = tables.add(
        Measure, entry.id, measure=fact.measure, person=person, post=post.id if post is not None else "", by=steward.id,
        at=entry.at, position=entry.index, until=fact.until,
    )  # fmt: skip
    _begin(tables, entry, row, post)


def _about(tables: Tables, fact: MeasureTaken, post: Row | None) -> str:
    """Whom a measure is about. Raises Refused."""
    if fact.measure == "hidden":
        if post is None or fact.person not in (None, post.person):
            raise Refused("Say which post to hide; it is about who wrote it.")
        return str(post.person)
    if fact.person is None:
        raise Refused("Say whom this is about.")
    person = people.known(tables, fact.person)
    if not (person.member or person.left):
        raise Refused("This is about somebody who was never a member here.")
    if post is not None and post.person != person.id:
        raise Refused("This post was written by somebody else.")
    return str(person.id)


def _until(entry: Context, fact: MeasureTaken) -> None:
    """Every measure ends by itself, and not too late. Raises Refused."""
    if fact.measure == "warned":
        if fact.until:
            raise Refused("A warning has no end: it takes nothing from anybody.")
        return
    until, today = record.day(fact.until), date.fromisoformat(entry.at[:10])
    if until <= today:
        raise Refused("A measure lasts until a day after today.")
    if (until - today).days > (most := LONGEST[fact.measure]):
        raise Refused("This measure lasts at most {most} days; a new one can follow it.", most=most)


def _graduated(tables: Tables, measure: str, person: str) -> None:
    """What is milder comes first, and counts unless it was found wrong. Raises Refused."""
    earlier = {row.measure for row in tables.find(Measure, person=person) if row.state != OVERTURNED}
    if BEFORE[measure] not in earlier:
        if measure == "slowed":
            raise Refused("Warn her first: what is milder comes before what is harder.")
        raise Refused("Slow her down first: what is milder comes before what is harder.")


def _begin(tables: Tables, entry: Context, row: Row, post: Row | None) -> None:
    """A measure takes effect. Raises Refused where the same is in force until later."""
    today = entry.at[:10]
    if row.measure == "hidden":
        assert post is not None  # a hidden measure names one
        _not_twice(post.hidden_until if post.state == record.HIDDEN else "", today)
        tables.change(post, state=record.HIDDEN, hidden=row.id, hidden_until=row.until)
    elif row.measure == "slowed":
        voice = record.voice(tables, row.person)
        _not_twice(voice.slowed_until, today)
        tables.change(voice, slowed=row.id, slowed_until=row.until)
    elif row.measure == "paused":
        voice = record.voice(tables, row.person)
        _not_twice(voice.paused_until, today)
        tables.change(voice, paused=row.id, paused_until=row.until)


def _not_twice(until: str, today: str) -> None:
    if until and today <= until:
        raise Refused("The same is in force until {day} already.", day=until)


def _end(tables: Tables, row: Row) -> None:
    """A measure takes effect no longer."""
    if row.measure == "hidden":
        post = tables.get(Post, row.post)
        if post is not None and post.hidden == row.id and post.state == record.HIDDEN:
            tables.change(post, state=record.SAID, hidden="", hidden_until="")
    elif row.measure in ("slowed", "paused"):
        voice = record.voice(tables, row.person)
        if row.measure == "slowed" and voice.slowed == row.id:
            tables.change(voice, slowed="", slowed_until="")
        elif row.measure == "paused" and voice.paused == row.id:
            tables.change(voice, paused="", paused_until="")


def _measure(tables: Tables, id: str) -> Row:
    row = tables.get(Measure, id)
    if row is None:
        raise Refused("There is no measure {id} here.", id=id[:10])
    return row


@rule(MeasureLifted)
def measure_lifted(tables: Tables, entry: Context, fact: MeasureLifted) -> None:
    """A steward whom it is not about ends a measure before its day, and says why."""
    steward = people.steward(tables, entry)
    row = _measure(tables, fact.measure)
    record.need_text(entry, "reason", "Say why this ends.")
    if row.person == steward.id:
        raise Refused("This is about yourself: another steward sees to it.")
    if row.state not in STANDS or (row.until and row.until < entry.at[:10]):
        raise Refused("This measure is over already.")
    tables.change(row, state=LIFTED)
    _end(tables, row)


@rule(Appealed)
def appealed(tables: Tables, entry: Context, fact: Appealed) -> None:
    """Whom a measure is about asks once, as long as it lasts, that another steward looks at it."""
    person = people.ever_member(tables, entry)
    row = _measure(tables, fact.measure)
    if row.person != person.id:
        raise Refused("Only whom a measure is about can appeal against it.")
    record.need_text(entry, "text", "Say what you see otherwise.")
    if row.appeal:
        raise Refused("You have appealed against this already.")
    if row.state != IN_FORCE or entry.at[:10] > _appeal_ends(row):
        raise Refused("This measure is over: there is nothing left to appeal against.")
    tables.change(row, appeal=entry.id, appealed_at=entry.at)


def _appeal_ends(row: Row) -> str:
    """Until which day one can appeal against a measure."""
    if row.until:
        return str(row.until)
    first = date.fromisoformat(row.at[:10]).toordinal()
    return date.fromordinal(min(first + APPEALS, date.max.toordinal())).isoformat()


@rule(AppealAnswered)
def appeal_answered(tables: Tables, entry: Context, fact: AppealAnswered) -> None:
    """A steward says whether a measure stands, and why: another one than took it, if there is one whom it isn't about."""
    steward = people.steward(tables, entry)
    row = _measure(tables, fact.measure)
    if not row.appeal or row.answered:
        raise Refused("No appeal about this waits for an answer.")
    record.need_text(entry, "reason", "Say why.")
    if steward.id == row.person:
        raise Refused("This is about yourself: another steward sees to it.")
    if steward.id == row.by and {other.id for other in people.stewards(tables)} - {row.by, row.person}:
        raise Refused("You took this measure: another steward answers the appeal.")
    answer = {"answered": entry.id, "answered_by": steward.id, "answered_at": entry.at}
    if row.state == LIFTED:  # it was ended in the meantime: what is left to say is whether it was right
        tables.change(row, **answer, state=LIFTED if fact.stands else OVERTURNED)
        return
    tables.change(row, **answer, state=UPHELD if fact.stands else OVERTURNED)
    if not fact.stands:
        _end(tables, row)
