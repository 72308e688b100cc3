"""Who belongs to the classes that a charter names, and so who may open a decision and who is on its roll."""

from collections.abc import Iterable

from entredon.apps.market import record as market
from entredon.apps.people import record as people
from entredon.apps.value import record as value
from entredon.apps.work import record as work
from entredon.log.registry import Context, Refused
from entredon.log.tables import Tables
from entredon.pure.choice.charter import Charter, Type
from entredon.pure.choice.roll import sorted_ids
from entredon.pure.told import Told

CLASSES = {
    "members": Told("members"),
    "stewards": Told("stewards"),
    "keepers": Told("keepers"),
    "contributors": Told("contributors"),
    "partners": Told("partners"),
}
"""What the classes are called in sentences."""

Membership = tuple[str, str, list[str]]
"""A member, since when, and her roles."""


def roll(tables: Tables, entry: Context, charter: Charter, way: Type) -> list[str]:
    """Who may vote now on a decision of this type, sorted.

    Where nobody belongs to its classes any more, all members may: a commons is never without somebody who decides.
    """
    membership = people.membership(tables)
    people_in = _in_classes(tables, entry, charter, way.who, membership)
    since = {id: at for id, at, _roles in membership}
    long = (
        {id for id in people_in if value.later(since[id], way.member_days) <= entry.at}
        if way.member_days
        else people_in
    )
    return sorted_ids(long or since)


def check_opens(tables: Tables, entry: Context, charter: Charter, way: Type) -> None:
    """The author may open a decision of this type. Raises Refused.

    Where nobody belongs to the classes that may, every member may.
    """
    people.member(tables, entry)
    if "members" in way.opens:
        return
    may = _in_classes(tables, entry, charter, way.opens, people.membership(tables))
    if may and entry.person not in may:
        raise Refused("By the charter this is opened by {classes}; you are none of them.", classes=_listed(way.opens))


def check_reachable(tables: Tables, entry: Context, charter: Charter) -> None:
    """Everything that a charter leaves to decisions can be decided now: somebody may open it, and somebody vote. Raises Refused."""
    membership = people.membership(tables)
    since = {id: at for id, at, _roles in membership}
    for way in charter.types:
        if not charter.levers_of(way.id):
            continue
        for classes in {way.who, way.opens}:
            if not _in_classes(tables, entry, charter, classes, membership):
                raise Refused(
                    "This charter leaves “{type}” to {classes}, and there are none now: nobody could decide.",
                    type=way.id,
                    classes=_listed(classes),
                )
        who = _in_classes(tables, entry, charter, way.who, membership)
        if way.member_days and not any(value.later(since[id], way.member_days) <= entry.at for id in who):
            raise Refused(
                "This charter leaves “{type}” to those who have been here for {days} days, and nobody has: nobody could decide.",
                type=way.id,
                days=way.member_days,
            )


def _in_classes(
    tables: Tables, entry: Context, charter: Charter, classes: Iterable[str], membership: Iterable[Membership]
) -> set[str]:  # fmt: skip
    """The members who belong to at least one of these classes."""
    members = {id: roles for id, _at, roles in membership}
    found: set[str] = set()
    for name in classes:
        if name == "members":
            return set(members)
        if name == "stewards":
            found |= {id for id, roles in members.items() if people.STEWARD in roles}
        elif name == "keepers":
            found |= {id for id, roles in members.items() if people.KEEPER in roles}
        elif name == "partners":
            found |= market.speakers(tables, entry.at)
        else:
            found |= contributors(tables, entry, charter)
    return found & members.keys()


def contributors(tables: Tables, entry: Context, charter: Charter) -> set[str]:
    """Those of whom enough contributions were accepted lately, as the charter says; under their own names, not pseudonyms."""
    least, days = charter.contributors.least, charter.contributors.days
    owners = people.claims(tables)
    settled = work.settled(tables, entry.index)
    counts: dict[str, int] = {}
    for id, _process, person, _kind, _measures, since in work.counting(tables, entry.index):
        if value.later(since or settled[id], days) >= entry.at:
            owner = owners.get(person, person)
            counts[owner] = counts.get(owner, 0) + 1
    return {person for person, count in counts.items() if count >= least}


def _listed(classes: tuple[str, ...]) -> Told:
    """Classes in a sentence."""
    told = CLASSES[classes[0]]
    for name in classes[1:]:
        told = Told("{these} or {that}", these=told, that=CLASSES[name])
    return told
