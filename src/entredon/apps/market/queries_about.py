"""Partners and offers as things one can talk about: how each is called, and where it stands."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.market.models import Offer, Partner
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_found import names, texts_called
from entredon.apps.market.queries_partners import in_force
from entredon.log.told import short


def things(slug: str, ids: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """Those of these ids that are partners or offers: what kind of thing each is, how it is called, and its page."""
    wanted, found = list(ids), {}
    known = list(Partner.objects.filter(commons=slug, id__in=wanted).values_list("id", flat=True))
    named = names(slug) if known else {}
    for id in known:
        found[id] = (_("partner"), partner_named(slug, id, named), reverse("market:partner", args=[slug, short(id)]))
    offers = list(Offer.objects.filter(commons=slug, id__in=wanted).values_list("id", flat=True))
    titles = texts_called(slug, offers, "title")
    for id in offers:
        title = titles.get(id) or _("an offer whose title was erased")
        found[id] = (_("offer"), title, reverse("market:offer", args=[slug, short(id)]))
    return found


def partners_count(slug: str) -> int:
    """How many partners there are now."""
    return in_force(slug).count()
