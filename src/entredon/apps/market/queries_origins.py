"""Where money of the market comes from: the order or the monthly request that it was paid for, as pages of other apps begin with it.

Nothing of ``treasury`` is asked here, so that its pages can ask this.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entredon.apps.market.models import Asked, Claim, Offer, Order
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_found import names, texts_called
from entredon.desk.telling import shown
from entredon.pure.formats import Day

AT_ONCE = 500
"""So many ids are named in one query."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order as what came of it names it: of which offer (``title``, "" when its words were erased), and how much of it came."""

    id: str
    offer: str
    title: str
    partner: str
    name: str
    minor: int
    currency: str
    give_back: int


@dataclass(frozen=True, slots=True)
class Origin:
    """What somebody was asked to pay by the market: an order, or a month's give-back (``month``) of a partner."""

    id: str
    partner: str
    name: str
    order: Ordered | None = None
    month: str = ""

    @property
    def label(self) -> str:
        """What it is for, in words."""
        if self.order is None:
            return _("what %(partner)s gives back, until %(month)s") % {
                "partner": self.name,
                "month": month_name(self.month),
            }
        title = self.order.title or _("the order %(id)s") % {"id": self.id[:10]}
        return _("%(title)s, from %(partner)s") % {"title": title, "partner": self.name}


def month_name(month: str) -> str:
    """A month such as 2026-11 in words."""
    return shown(Day(f"{month}-01")).split("\N{NO-BREAK SPACE}", 1)[-1]


def origins(slug: str, requests: Collection[str]) -> dict[str, Origin]:
    """By their ids, those of these requests that the market made."""
    named, found = names(slug), dict[str, Origin]()
    for some in _parts(requests):
        for row in Asked.objects.filter(commons=slug, id__in=some):
            found[row.id] = Origin(row.id, row.partner, partner_named(slug, row.partner, named), month=row.month)
    for id, order in ordered(slug, requests).items():
        found[id] = Origin(id, order.partner, order.name, order=order)
    return found


def origin(slug: str, request: str) -> Origin | None:
    """The order, or the month of a partner, that a request stands for; None where a steward asked."""
    return origins(slug, [request]).get(request) if request else None


def ordered(slug: str, ids: Collection[str]) -> dict[str, Ordered]:
    """Orders by their ids."""
    rows = [row for some in _parts(ids) for row in Order.objects.filter(commons=slug, id__in=some)]
    offers = {row.offer for row in rows}
    told = [one for some in _parts(offers) for one in Offer.objects.filter(commons=slug, id__in=some)]
    entries = {one.id: one.texts.get("title", "") for one in told}
    titles, named = texts_called(slug, entries.values(), "title"), names(slug)
    return {
        row.id: Ordered(
            row.id, row.offer, titles.get(entries.get(row.offer, ""), ""), row.partner,
            partner_named(slug, row.partner, named), row.minor, row.currency, row.give_back,
        )
        for row in rows
    }  # fmt: skip


def orders_behind(slug: str, request: str, version: str = "") -> list[tuple[Ordered, int]]:
    """The orders of which money for a request came, each with what is given back for it (for one version, where one is named)."""
    rows = Claim.objects.filter(commons=slug, asked=request).order_by("position", "id")
    if version:
        rows = rows.filter(version=version)
    sums: dict[str, int] = {}
    for order, minor in rows.values_list("order", "minor"):
        sums[order] = sums.get(order, 0) + minor
    known = ordered(slug, sums)
    return [(known[id], minor) for id, minor in sums.items() if id in known]


def _parts(ids: Collection[str]) -> list[list[str]]:
    wanted = sorted({id for id in ids if id})
    return [wanted[first : first + AT_ONCE] for first in range(0, len(wanted), AT_ONCE)]
