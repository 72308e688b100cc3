"""The (en)rich list: whose contributions enrich a commons, said by another member, and agreed to by herself.

It has no ranks and no numbers, and stands in the order of the alphabet. What waits for an answer is known to the two it concerns.
"""

from dataclasses import dataclass

from django.db.models import QuerySet

from entredon.apps.people import queries
from entredon.apps.people.models import Nomination
from entredon.log.asked import NotFound
from entredon.log.models import SideText
from entredon.log.told import short
from entredon.pure.names import in_order

WAITING, AGREED = "waiting", "agreed"


@dataclass(frozen=True, slots=True)
class Said:
    """What one member says of another; ``reason`` is "" when it was erased."""

    id: str
    person: str
    by: str
    by_name: str
    at: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Enriching:
    """Somebody who enriches a commons, and what others say of her, the oldest first."""

    person: queries.PersonShown
    said: list[Said]


def listed(slug: str, inside: bool = False) -> list[Enriching]:
    """Everybody on the list of a commons who is still a member, by name."""
    by_person: dict[str, list[Said]] = {}
    for one in _said(slug, Nomination.objects.filter(commons=slug, state=AGREED), inside):
        by_person.setdefault(one.person, []).append(one)
    if not by_person:
        return []
    found = [Enriching(one, by_person[one.id]) for one in queries.members(slug, inside) if one.id in by_person]
    return sorted(found, key=lambda one: (in_order(one.person.name), one.person.id))


def about(slug: str, person: str, inside: bool = False) -> list[Said]:
    """What others say of one person, agreed to by her."""
    return _said(slug, Nomination.objects.filter(commons=slug, person=person, state=AGREED), inside)


def concerning(slug: str, person: str) -> list[Said]:
    """All that waits or stands and was said of a person or by her, for her own eyes."""
    alive = Nomination.objects.filter(commons=slug, state__in=(WAITING, AGREED))
    return _said(slug, alive.filter(person=person) | alive.filter(by=person), inside=True)


def waiting_for(slug: str, person: str) -> list[Said]:
    """What was said of a person and waits for her answer."""
    return _said(slug, Nomination.objects.filter(commons=slug, person=person, state=WAITING), inside=True)


def one(slug: str, asked: str, person: str) -> Said:
    """A nomination that waits or stands, for one of the two it concerns. Raises NotFound for everybody else."""
    hers = concerning(slug, person) if person else []
    by_address = {short(said.id): said for said in hers} | {said.id: said for said in hers}
    if asked not in by_address:
        raise NotFound("There is nothing that concerns you at this address.")
    return by_address[asked]


def said_already(slug: str, by: str, person: str) -> bool:
    """Whether somebody has nominated this person, and it waits or stands."""
    return Nomination.objects.filter(commons=slug, by=by, person=person, state__in=(WAITING, AGREED)).exists()


def _said(slug: str, rows: QuerySet[Nomination], inside: bool) -> list[Said]:
    found = list(rows.order_by("position"))
    if not found:
        return []
    texts = SideText.objects.filter(commons=slug, name="reason", entry__in=[row.id for row in found])
    reasons = dict(texts.values_list("entry", "text"))
    names = queries.names(slug, inside)
    return [
        Said(row.id, row.person, row.by, names.get(row.by, ""), row.at, row.state, reasons.get(row.id, ""))
        for row in found
    ]
