"""What pages of the market share: who is looking, for which partners she speaks, what a page knows of the commons."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from entredon.apps.commons import queries as commons
from entredon.apps.market import queries_offers
from entredon.apps.market.models import Partner
from entredon.apps.treasury import queries as treasury
from entredon.log.viewer import viewer_of


class Eyes:
    """Whoever is looking, as far as the market is concerned."""

    def __init__(self, request: HttpRequest, slug: str) -> None:
        viewer = viewer_of(request)
        self.slug = slug
        self.account = viewer.id
        self.inside = viewer.member(slug)
        self.steward = viewer.steward(slug)
        self.me = viewer.person(slug) if self.inside else ""

    @cached_property
    def partners(self) -> tuple[Partner, ...]:
        """The partners in force for which she speaks."""
        return tuple(queries_offers.speaks_for(self.slug, self.me))

    @cached_property
    def mine(self) -> list[str]:
        """All partners for which she speaks, also those whose agreement is over: what was ordered stands."""
        rows = (
            Partner.objects.filter(commons=self.slug, person=self.me).order_by("position")
            if self.me
            else Partner.objects.none()
        )
        return list(rows.values_list("id", flat=True))


def frame(request: HttpRequest, slug: str, **more: Any) -> dict[str, Any]:
    """What every page here is given."""
    return {"commons": commons.commons(slug), "tab": "market", "eyes": Eyes(request, slug), **more}


def bearer_name(slug: str) -> str:
    """The legal body that can be paid for orders; "" where none is named."""
    found = treasury.bearer(slug)
    return str(found.name) if found is not None else ""
