"""The law about contributions that people tell, and what they add to them."""

from typing import Any

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.work import record, record_contributing, record_needs
from entredon.apps.work.entries import AddedTo, Contributed
from entredon.apps.work.models_reviews import Contribution, Review
from entredon.log.registry import Context, Refused, line, rule
from entredon.log.tables import Row, Tables
from entredon.pure.valueflows import quantity

UNIT = 20
"""Characters of a unit."""


@rule(Contributed, since=4, blobs=record_contributing.wanted, prepare=record_contributing.weighed)
def contributed(tables: Tables, entry: Context, fact: Contributed) -> None:
    """A member tells what she has given. It is proposed until peers or a steward accept it."""
    person = people.member(tables, entry)
    if fact.version is not None and fact.creation is not None:
        raise Refused("Say for which version or for which creation, not both.")
    if not record.NAME.fullmatch(fact.work):
        raise Refused(
            "“{work}” is not a kind of work; use one word in small letters, such as design.", work=fact.work[:40]
        )
    record.check_measures(fact.measures)
    record_contributing.check_day(fact.on, entry.at)
    record_contributing.check_files(fact.files, fact.commits)
    record_contributing.check_sizes(fact.files, entry.prepared or {})
    record_contributing.check_circle(tables, fact.circle)
    minutes = record_contributing.minutes_of(fact.hours)
    if minutes:
        record_contributing.spend(tables, person.id, fact.on or entry.at[:10], minutes)
    process = _process(tables, fact)
    given = {**_how(tables, entry, fact, process), **_effort(tables, entry, fact, minutes)}
    about, points = _about_need(tables, entry, fact, person.id)
    measures = {record.POINTS: 1, **fact.measures, **points}
    if minutes:
        measures["minutes"] = minutes
    flows.spec(tables, entry, fact.work, fact.work)
    flows.record(
        tables, entry, entry.id, provider=entry.person, input_of=process, resource_conforms_to=fact.work,
        measures=measures, **given, **about,
    )  # fmt: skip
    tables.add(
        Contribution, entry.id, need=fact.need or "", circle=fact.circle or "", person=person.id, at=entry.at,
        position=entry.index, changed=entry.index, on=fact.on, minutes=minutes, commits=list(fact.commits),
        files=record_contributing.as_kept(entry, fact.files), texts=[entry.id] if entry.c else [],
    )  # fmt: skip


def _process(tables: Tables, fact: Contributed) -> str:
    """Into which process it went: the one of the version or creation that is named, else of the need's creation."""
    wanted = record_needs.need(tables, fact.need).creation if fact.need is not None else ""
    if fact.version is not None:
        version = library.version(tables, fact.version)
        if version.state == library.SUPERSEDED:
            raise Refused("This version has been replaced; name the one that took its place.")
    elif creation := fact.creation or wanted:
        version = library.open_version(tables, creation)
    else:
        return ""
    if wanted and version.creation != wanted:
        raise Refused("The need is about another creation: tell it for that one.")
    return str(version.process)


def _how(tables: Tables, entry: Context, fact: Contributed, process: str) -> dict[str, Any]:
    """How it was given, in Valueflows' words. Raises Refused."""
    if fact.action == "work":
        if fact.quantity or fact.unit:
            raise Refused("Work has no quantity; material, money and the use of equipment have.")
        return {"action": "work"}
    found: dict[str, Any] = {"action": fact.action, "receiver": flows.commons(entry)}
    if fact.action == "transfer" and process:
        found["action"] = "consume"  # into a process goes what is consumed there, which implies the transfer
    if bool(fact.quantity) != bool(fact.unit):
        raise Refused("Say how much and of what unit, such as 2 kg; or neither.")
    if fact.quantity:
        line("unit", fact.unit, UNIT)
        if fact.unit != fact.unit.strip():
            raise Refused("Write the unit without spaces around it.")
        found["resource_quantity"] = _amount(fact.quantity)
        flows.unit(tables, entry, fact.unit, fact.unit)
        found["resource_unit"] = fact.unit
    return found


def _amount(text: str) -> str:
    try:
        number = quantity.parse(text)
    except quantity.NotAQuantity as trouble:
        raise Refused.of(trouble) from None
    if number <= 0:
        raise Refused("Whoever gives something gives more than nothing: {quantity} is no amount.", quantity=text[:60])
    return quantity.show(number)


def _effort(tables: Tables, entry: Context, fact: Contributed, minutes: int) -> dict[str, str]:
    """The hours, where the action has any. Raises Refused."""
    if not minutes:
        return {}
    if fact.action == "transfer":
        raise Refused("What is handed over has no hours: tell of the work with it apart.")
    return {
        "effort_quantity": quantity.canonical(fact.hours),
        "effort_unit": record_contributing.hour(tables, entry),
    }


def _about_need(
    tables: Tables, entry: Context, fact: Contributed, person: str
) -> tuple[dict[str, str], dict[str, int]]:
    """What it has to do with a need: the commitment it fulfills, or the need it satisfies; and the points it gives by that."""
    if fact.need is None:
        if fact.done:
            raise Refused("Say which need your part of is done.")
        return {}, {}
    found = record_needs.need(tables, fact.need)
    if found.state == record_needs.DROPPED:
        raise Refused("This need was dropped. What you did for it, you can tell without it.")
    points: dict[str, int] = {}
    if found.points:
        if record.POINTS in fact.measures:
            raise Refused("This need says itself how many points it gives: leave them out.")
        points[record.POINTS] = 0
    if fact.done:
        part = record_needs.part_done(tables, entry, found.id, person)
        if found.points:
            points[record.POINTS] = part
    holds = record_needs.held(tables, found.id, person)
    return ({"fulfills": holds.id} if holds is not None else {"satisfies": found.id}), points


@rule(AddedTo, blobs=record_contributing.wanted, prepare=record_contributing.weighed)
def added_to(tables: Tables, entry: Context, fact: AddedTo) -> None:
    """Who told a contribution adds words, a link, files or commits, until it is decided. Who has looked at it looks again."""
    person = people.member(tables, entry)
    row = record_contributing.contribution(tables, fact.flow)
    if row.person != person.id:
        raise Refused("Only who told a contribution adds to it; others can talk about it.")
    record.undecided(tables, record.work(tables, row.id))
    if not (entry.c or fact.files or fact.commits):
        raise Refused("Add words, a link, a file or a commit.")
    record_contributing.check_files(fact.files, fact.commits)
    record_contributing.check_sizes(fact.files, entry.prepared or {})
    _add(tables, entry, row, fact)
    for review in tables.find(Review, flow=row.id):
        if review.counts:
            tables.change(review, counts=False)


def _add(tables: Tables, entry: Context, row: Row, fact: AddedTo) -> None:
    files = [*row.files, *record_contributing.as_kept(entry, fact.files)]
    if len(files) > record_contributing.FILES_IN_ALL:
        raise Refused("A contribution has at most {most} files.", most=record_contributing.FILES_IN_ALL)
    if len({file["sha256"] for file in files}) != len(files):
        raise Refused("One of these files is there already.")
    commits = [*row.commits, *(commit for commit in fact.commits if commit not in row.commits)]
    if len(commits) > record_contributing.COMMITS:
        raise Refused("Name at most {most} commits, each of them once.", most=record_contributing.COMMITS)
    texts = [*row.texts, entry.id] if entry.c else row.texts
    tables.change(row, files=files, commits=commits, texts=texts, changed=entry.index, state=record_contributing.TOLD)
