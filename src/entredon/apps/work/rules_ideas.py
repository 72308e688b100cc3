"""The law about ideas: who brings one, who supports it, what is answered, and how things are worded anew."""

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.work import record_ideas as ideas
from entredon.apps.work.entries_ideas import IdeaAnswered, Proposed, Reworded, Supported
from entredon.apps.work.models import Call, Circle, Idea, IdeaAnswer, Need, Offer, Rewording, Support
from entredon.apps.work.record_ideas import ADOPTED, DECLINED, IDEA, MERGED, PARKED
from entredon.log.bases import Derived
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables

BUILDS_ON = 20
"""So many ideas an idea builds on."""
WORDED: tuple[tuple[type[Derived], tuple[str, ...]], ...] = (
    (Idea, ("title", "text")),
    (Need, ("title", "text", "done")),
    (Call, ("title", "text", "criteria", "gives")),
    (Offer, ("title", "text")),
    (Circle, ("text",)),
)
"""What can be worded anew, and which texts each of these has."""


@rule(Proposed)
def proposed(tables: Tables, entry: Context, fact: Proposed) -> None:
    """A member brings an idea, if she likes for a call that is open, and building on others."""
    person = people.member(tables, entry)
    if "title" not in entry.c:
        raise Refused("An idea needs a title: say it in a few words.")
    if fact.call is not None:
        _for_call(ideas.call(tables, fact.call), entry.at[:10])
    ideas.distinct(fact.builds_on, BUILDS_ON, "Name each idea once.")
    for id in fact.builds_on:
        ideas.idea(tables, id)
    flows.spec(tables, entry, IDEA, IDEA)
    flows.record(
        tables, entry, f"{entry.id}.1", action="produce", provider=person.id, resource_inventoried_as=entry.id,
        resource_conforms_to=IDEA,
    )  # fmt: skip
    tables.add(
        Idea, entry.id, person=person.id, at=entry.at, position=entry.index, call=fact.call or "",
        builds_on=list(fact.builds_on), texts=dict.fromkeys(entry.c, entry.id),
    )  # fmt: skip


def _for_call(call: Row, today: str) -> None:
    if call.closed:
        raise Refused("This call is closed; you can still bring your idea to the commons at large.")
    if call.opens and today < call.opens:
        raise Refused("Ideas for this call can be brought from {day} on.", day=call.opens)
    if today > call.closes:
        raise Refused(
            "Ideas for this call could be brought until {day}; you can still bring yours to the commons at large.",
            day=call.closes,
        )


@rule(Supported)
def supported(tables: Tables, entry: Context, fact: Supported) -> None:
    """A member supports an idea or a need of somebody else, once; she can take that back."""
    person = people.member(tables, entry)
    about = tables.get(Idea, fact.of) or tables.get(Need, fact.of)
    if about is None:
        raise Refused("There is no idea and no need {id} here.", id=fact.of[:10])
    before = tables.get(Support, f"{about.id}/{person.id}")
    if (before is not None and before.supports) == fact.supports:
        raise Refused("You support this already." if fact.supports else "You don’t support this.")
    if fact.supports:
        _can_be_supported(about, person)
    if before is None:
        tables.add(Support, f"{about.id}/{person.id}", of=about.id, person=person.id, at=entry.at, supports=True)
    else:
        tables.change(before, at=entry.at, supports=fact.supports)
    tables.change(about, supporters=about.supporters + (1 if fact.supports else -1))


def _can_be_supported(about: Row, person: Row) -> None:
    if about.person == person.id:
        raise Refused("This is your own: others can support it.")
    if about.state == MERGED:
        raise Refused("This idea went into another one: support that.")
    if about.state in (ADOPTED, "done", "dropped"):
        raise Refused("This is decided already: it needs hands now, not support.")


@rule(IdeaAnswered)
def idea_answered(tables: Tables, entry: Context, fact: IdeaAnswered) -> None:
    """A steward answers an idea. What is adopted stands; the rest can be answered again. Her own is for another, if there is one."""
    steward = people.steward(tables, entry)
    row = ideas.idea(tables, fact.idea)
    if row.flow:
        raise Refused("This idea was adopted already; that stands.")
    if row.person == steward.id and len(people.stewards(tables)) > 1:
        raise Refused("This is your own idea: another steward answers it.")
    ideas.check_points(fact.points)
    if fact.creation is not None:
        library.creation(tables, fact.creation)
    _fits_outcome(entry, fact)
    needs = ideas.adopt(tables, row, fact.needs) if fact.outcome == ADOPTED else row.needs
    into = _into(tables, row, fact.into) if fact.outcome == MERGED else None
    tables.change(
        row, state=fact.outcome, answered=entry.id, answered_by=steward.id, answered_at=entry.at, needs=needs,
        into=into.id if into is not None else "", points=fact.points if into is not None else 0,
    )  # fmt: skip
    tables.add(
        IdeaAnswer, entry.id, idea=row.id, outcome=fact.outcome, person=steward.id, at=entry.at, position=entry.index
    )
    if fact.outcome == ADOPTED or (into is not None and into.flow):
        ideas.Credits(tables, entry, fact.creation).give(row, fact.points)


def _fits_outcome(entry: Context, fact: IdeaAnswered) -> None:
    """What is said goes together. Raises Refused."""
    if fact.outcome in (PARKED, DECLINED) and "reason" not in entry.c:
        raise Refused("Say why: whoever brought the idea should know.")
    if fact.needs and fact.outcome != ADOPTED:
        raise Refused("Only an idea that is adopted goes into needs.")
    if (fact.into is not None) != (fact.outcome == MERGED):
        raise Refused("An idea that is merged names the one it goes into, and no other does.")
    if fact.creation is not None and fact.outcome in (PARKED, DECLINED):
        raise Refused("Only an idea that is adopted or merged counts for a creation.")


def _into(tables: Tables, row: Row, into: str | None) -> Row:
    """The idea that another goes into; following where that went must not lead back. Raises Refused."""
    target = ideas.idea(tables, into or "")
    step: Row | None = target
    while step is not None:
        if step.id == row.id:
            raise Refused("An idea can’t go into itself, also not by way of others.")
        step = ideas.idea(tables, step.into) if step.into else None
    return target


@rule(Reworded)
def reworded(tables: Tables, entry: Context, fact: Reworded) -> None:
    """Whoever brought something, or a steward, words it anew; at least one text, and only such as it has."""
    person = people.member(tables, entry)
    row, texts = _worded(tables, fact.of)
    if row.person != person.id and not people.is_steward(tables, person.id):
        raise Refused("Only who wrote this, or a steward, can word it anew.")
    if not entry.c:
        raise Refused("Say at least one text anew.")
    for name in entry.c:
        if name not in texts:
            raise Refused("This has no text named “{name}”; it has: {names}.", name=name, names=", ".join(texts))
    tables.change(row, texts={**row.texts, **dict.fromkeys(entry.c, entry.id)})
    tables.add(
        Rewording, entry.id, of=row.id, person=person.id, at=entry.at, position=entry.index, names=sorted(entry.c)
    )


def _worded(tables: Tables, id: str) -> tuple[Row, tuple[str, ...]]:
    for model, texts in WORDED:
        row = tables.get(model, id)
        if row is not None:
            return row, texts
    raise Refused("There is no idea, need, call, offer or circle {id} here.", id=id[:10])
