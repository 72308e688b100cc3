"""The law about needs, offers and splits."""

from typing import Any

import msgspec

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.work import record, record_ideas, record_needs
from entredon.apps.work.entries_needs import (
    GivenBack,
    Gives,
    HelpOffered,
    NeedChanged,
    NeedClosed,
    Needed,
    OfferEnded,
    SplitProposed,
    SplitSigned,
    Taken,
)
from entredon.apps.work.models_circles import Circle
from entredon.apps.work.models_ideas import Idea
from entredon.apps.work.models_needs import Need, Offer, Split
from entredon.apps.work.record_needs import DONE, DROPPED, OPEN, PROPOSED
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.value import currency
from entredon.pure.value.parts import WHOLE
from entredon.pure.valueflows import quantity

IDEAS = 100
"""A need can stem from so many ideas."""
HOUR, MINUTE = "hour", "minute"


@rule(Needed)
def needed(tables: Tables, entry: Context, fact: Needed) -> None:
    """A member says what is needed, in a few words at least. What it names must be here; what it gives is a promise."""
    asker = people.member(tables, entry)
    if "title" not in entry.c:
        raise Refused("Say in a few words what is needed.")
    _check_work(fact.work)
    record_needs.check_skills(fact.skills)
    record_needs.check_minutes(fact.minutes)
    record_needs.check_day(fact.due, entry.at, "day")
    record_needs.check_place(fact.place)
    _check_places(fact.places)
    _check_gives(fact.gives)
    _check_ideas(tables, fact.ideas)
    _check_part_of(tables, fact.part_of)
    if fact.circle is not None and tables.get(Circle, fact.circle) is None:
        raise Refused("There is no circle {id} here.", id=fact.circle[:10])
    record_ideas.stems(tables, entry.id, fact.ideas)
    process = "" if fact.creation is None else library.open_version(tables, fact.creation).process
    tables.add(
        Need, entry.id, person=asker.id, at=entry.at, position=entry.index, work=fact.work,
        creation=fact.creation or "", circle=fact.circle or "", part_of=fact.part_of or "", ideas=list(fact.ideas),
        skills=list(fact.skills), minutes=fact.minutes, due=fact.due, place=fact.place, places=fact.places,
        points=fact.gives.points, minor=fact.gives.minor, currency=fact.gives.currency,
        texts=dict.fromkeys(entry.c, entry.id),
    )  # fmt: skip
    flows.spec(tables, entry, fact.work, fact.work)
    flows.record(
        tables, entry, entry.id, kind="intent", action="work", input_of=process, resource_conforms_to=fact.work,
        resource_classified_as=list(fact.skills), due=fact.due, **_effort(tables, entry, fact.minutes),
    )  # fmt: skip


def _effort(tables: Tables, entry: Context, minutes: int) -> dict[str, str]:
    """An effort in hours; in minutes where no decimal number says it exactly (ten minutes)."""
    if not minutes:
        return {"effort_quantity": "", "effort_unit": ""}
    if minutes % 3:
        flows.unit(tables, entry, MINUTE, MINUTE, symbol="min", om_unit_identifier="minute-Time")
        return {"effort_quantity": str(minutes), "effort_unit": MINUTE}
    flows.unit(tables, entry, HOUR, HOUR, symbol="h", om_unit_identifier="hour")
    hours = quantity.show(quantity.parse(f"{minutes // 60}.{minutes % 60 * 100 // 60:02d}"))
    return {"effort_quantity": hours, "effort_unit": HOUR}


def _check_work(work: str) -> None:
    if not record.NAME.fullmatch(work):
        raise Refused("“{work}” is not a kind of work; use one word in small letters, such as design.", work=work[:40])


def _check_places(places: int) -> None:
    if not 1 <= places <= record_needs.PLACES:
        raise Refused("A need has between 1 and {most} places.", most=record_needs.PLACES)


def _check_gives(gives: Gives) -> None:
    if not 0 <= gives.points <= record.MOST or not 0 <= gives.minor <= currency.LIMIT:
        raise Refused("What a need gives can't be less than nothing, nor more than can be counted.")
    if not gives.minor:
        if gives.currency:
            raise Refused("Say how much money it gives, or no currency.")
        return
    try:
        currency.decimals(gives.currency)
    except currency.BadAmount as trouble:
        raise Refused.of(trouble) from None


def _check_ideas(tables: Tables, ideas: tuple[str, ...]) -> None:
    if len(ideas) > IDEAS or len(set(ideas)) != len(ideas):
        raise Refused("Name at most {most} ideas, each of them once.", most=IDEAS)
    for id in ideas:
        if tables.get(Idea, id) is None:
            raise Refused("There is no idea {id} here.", id=id[:10])


def _check_part_of(tables: Tables, part_of: str | None) -> None:
    """A part names a need that was told before it and is open; so no need is ever part of itself, nor in a ring of parts."""
    if part_of is not None and record_needs.need(tables, part_of).state != OPEN:
        raise Refused("The need that this would be a part of is not open any more.")


@rule(NeedChanged)
def need_changed(tables: Tables, entry: Context, fact: NeedChanged) -> None:
    """Who asked for it or a steward changes an open need; places that are held and points that were given stay."""
    found = _hers(tables, entry, fact.need)
    if found.state != OPEN:
        raise Refused("This need is closed; open it again before you change it.")
    changes: dict[str, Any] = {}
    for name, value in msgspec.structs.asdict(fact).items():
        if name not in ("need", "gives") and value is not msgspec.UNSET:
            changes[name] = list(value) if name == "skills" else value
    if isinstance(fact.gives, Gives):
        changes |= msgspec.structs.asdict(fact.gives)
    if not changes:
        raise Refused("Say what changes.")
    _check_changes(tables, entry, found, fact, changes)
    tables.change(found, **changes)
    flows.spec(tables, entry, found.work, found.work)
    flows.replan(
        tables, found.id, resource_conforms_to=found.work, resource_classified_as=found.skills, due=found.due,
        **_effort(tables, entry, found.minutes),
    )  # fmt: skip
    record_needs.done_if_all_are(tables, entry, found, entry.person)


def _check_changes(tables: Tables, entry: Context, found: Row, fact: NeedChanged, changes: dict[str, Any]) -> None:
    _check_work(changes.get("work", found.work))
    record_needs.check_skills(changes.get("skills", ()))
    record_needs.check_minutes(changes.get("minutes", 0))
    record_needs.check_day(changes.get("due", ""), entry.at, "day")
    record_needs.check_place(changes.get("place", ""))
    if "places" in changes:
        _check_places(changes["places"])
        if changes["places"] < found.holders:
            raise Refused("{count} places are taken; there can't be fewer.", count=found.holders)
    if isinstance(fact.gives, Gives):
        _check_gives(fact.gives)
        _check_promise(tables, entry, found, fact.gives)


def _check_promise(tables: Tables, entry: Context, found: Row, gives: Gives) -> None:
    """What a need gives was promised to those who have taken it: then only a steward changes it, and never to less."""
    before = Gives(points=found.points, minor=found.minor, currency=found.currency)
    if not found.holders or gives == before:
        return
    if not people.is_steward(tables, entry.person):
        raise Refused("Somebody has taken this: only a steward can change now what it gives.")
    if gives.points < before.points or gives.minor < before.minor:
        raise Refused("Somebody has taken this for what it gives: it can give more, not less.")
    if before.minor and gives.currency != before.currency:
        raise Refused("Somebody has taken this for money in {currency}: that stays.", currency=before.currency)


def _hers(tables: Tables, entry: Context, id: str) -> Row:
    """A need whose author asked for it or is a steward. Raises Refused."""
    who = people.member(tables, entry)
    found = record_needs.need(tables, id)
    if found.person != who.id and people.STEWARD not in who.roles:
        raise Refused("Only who asked for this, or a steward, can change or close it.")
    return found


@rule(NeedClosed)
def need_closed(tables: Tables, entry: Context, fact: NeedClosed) -> None:
    """Who asked for it or a steward says that it is done (when no part of it is open), dropped, or open again."""
    found = _hers(tables, entry, fact.need)
    if found.state == fact.outcome:
        raise Refused("It is so already.")
    if found.state != OPEN and fact.outcome != OPEN:
        raise Refused("This need is closed; open it again before you say otherwise.")
    if fact.outcome == DONE and record_needs.open_parts(tables, found.id):
        raise Refused("Some parts of it are open. Close those first, then this.")
    record_needs.close(tables, entry, found, fact.outcome, entry.person)


@rule(Taken)
def taken(tables: Tables, entry: Context, fact: Taken) -> None:
    """A member takes a free place in an open need. Of two who take the last one, the first has it."""
    who = people.member(tables, entry)
    found = record_needs.need(tables, fact.need)
    record_needs.check_day(fact.due, entry.at, "day")
    record_needs.take(tables, entry, entry.id, found, who.id, fact.due)


@rule(GivenBack)
def given_back(tables: Tables, entry: Context, fact: GivenBack) -> None:
    """Who holds a place gives it back, also when she has left the commons, until her part is done."""
    who = people.ever_member(tables, entry)
    found = record_needs.need(tables, fact.need)
    taking = record_needs.held(tables, found.id, who.id)
    if taking is None:
        raise Refused("You hold no place in this, so there is nothing to give back.")
    record_needs.give_back(tables, entry, found, taking)


@rule(SplitProposed)
def split_proposed(tables: Tables, entry: Context, fact: SplitProposed) -> None:
    """Somebody who holds a place and isn't done proposes parts for all who hold one and aren't done."""
    who = people.member(tables, entry)
    found = record_needs.need(tables, fact.need)
    holders = {row.person for row in record_needs.not_done(tables, found.id)}
    if found.state == DROPPED or who.id not in holders:
        raise Refused("Only those who have taken this, and aren't done yet, can say how it is split.")
    if len(holders) < 2:
        raise Refused("You are the only one at it now: there is nobody to split it with.")
    parts = {part.person: part.part for part in fact.parts}
    if parts.keys() != holders or len(parts) != len(fact.parts):
        raise Refused("A split names all who have taken this and aren't done yet, and nobody else.")
    if min(parts.values()) < 0 or sum(parts.values()) != WHOLE:
        raise Refused("The parts must add up to 100 percent, and none can be less than nothing.")
    record_needs.end_proposals(tables, found.id)
    tables.add(
        Split, entry.id, need=found.id, person=who.id, at=entry.at, position=entry.index,
        parts=[list(pair) for pair in parts.items()], signed=[who.id],
    )  # fmt: skip


@rule(SplitSigned)
def split_signed(tables: Tables, entry: Context, fact: SplitSigned) -> None:
    """Somebody who is named in a proposed split agrees; it holds once all have."""
    who = people.member(tables, entry)
    split = tables.get(Split, fact.split)
    if split is None:
        raise Refused("There is no proposal {id} for a split here.", id=fact.split[:10])
    if split.state != PROPOSED:
        raise Refused("This proposal is over: somebody came, left, was done, or proposed another one.")
    if who.id not in dict(split.parts):
        raise Refused("Only those who are named in a split agree to it.")
    if who.id in split.signed:
        raise Refused("You have agreed to this already.")
    tables.change(split, signed=[*split.signed, who.id])
    if len(split.signed) == len(split.parts):
        record_needs.agree(tables, split)


@rule(HelpOffered)
def help_offered(tables: Tables, entry: Context, fact: HelpOffered) -> None:
    """A member says what she can do, in a few words at least."""
    who = people.member(tables, entry)
    if "title" not in entry.c:
        raise Refused("Say in a few words what you can do.")
    record_needs.check_skills(fact.skills)
    record_needs.check_minutes(fact.minutes)
    record_needs.check_place(fact.place)
    record_needs.check_day(fact.until, entry.at, "day")
    tables.add(
        Offer, entry.id, person=who.id, at=entry.at, position=entry.index, skills=list(fact.skills),
        minutes=fact.minutes, place=fact.place, until=fact.until, texts=dict.fromkeys(entry.c, entry.id),
    )  # fmt: skip


@rule(OfferEnded)
def offer_ended(tables: Tables, entry: Context, fact: OfferEnded) -> None:
    """Who offered it, also when she has left the commons, or a steward takes an offer from the list."""
    who = people.ever_member(tables, entry)
    offer = tables.get(Offer, fact.offer)
    if offer is None:
        raise Refused("There is no offer {id} here.", id=fact.offer[:10])
    if offer.person != who.id and people.STEWARD not in who.roles:
        raise Refused("Only who offered this, or a steward, can end it.")
    if offer.state != OPEN:
        raise Refused("This offer has ended already.")
    tables.change(offer, state="ended")
