"""What this app holds about people: who sellers are in law and where they are paid; what the record says of partners they speak for."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from entredon.apps.market import personal_orders as personal_orders  # what is held about buyers registers with it
from entredon.apps.market import words_partners
from entredon.apps.market.models import Agreement, MarketLetter, Partner, SellerDetails
from entredon.log import personal
from entredon.log.personal import Who


def _partners(who: Who) -> Q:
    """Rows about partners that somebody speaks for."""
    found = Q(commons__in=[])
    for slug, ids in who.people.items():
        hers = Partner.objects.filter(commons=slug, person__in=list(ids)).values("id")
        found |= Q(commons=slug, partner__in=hers)
    return found


def _sellers(who: Who) -> QuerySet[SellerDetails]:
    return SellerDetails.objects.filter(_partners(who))


personal.held(
    SellerDetails,
    _("Who you are in law as a seller, and where you are paid"),
    _sellers,
    shows=("id", "commons", "partner", "name", "address", "email", "phone", "number", "holder", "iban", "bic"),
    typed=("name", "address", "email", "phone", "holder"),
)

personal.held(
    MarketLetter,
    _("Letters about partners and orders that you were written"),
    lambda who: MarketLetter.objects.filter(who.anywhere()),
    shows=("id", "commons", "about", "person", "what", "at"),
)


@personal.section("partners", _("Partners you speak for"))
def partners(who: Who) -> Iterator[dict[str, Any]]:
    """Each partner she proposed and its agreements; what she wrote about it is among the texts beside the record."""
    for row in Partner.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {
            "commons": row.commons, "id": row.id, "at": row.at, "what": row.what, "town": row.town,
            "processes": row.processes, "machines": row.machines, "services": row.services, "languages": row.languages,
            "since": row.since, "ends": row.ends,
        }  # fmt: skip


@personal.section("agreements", _("What you agreed on with commons"))
def agreements(who: Who) -> Iterator[dict[str, Any]]:
    """The agreements she proposed, and what became of each."""
    for row in Agreement.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {
            "commons": row.commons, "id": row.id, "at": row.at, "partner": row.partner, "gives": ", ".join(words_partners.given(row.gives)),
            "creations": row.creations, "state": row.state, "accepted": row.accepted_at,
        }  # fmt: skip
