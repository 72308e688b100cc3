"""Where things can be made: the map of who was found, and the way there from a creation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from entredon.apps.market import queries_places
from entredon.apps.market.towns import Town
from entredon.site.charts import places as chart
from entredon.site.charts.places import Pin

register = template.Library()

WIDE, MIDDLE, NARROW = 1060, 700, 340
"""Widths of the layouts in pixels: for a desk, for half of one, for a phone."""


@register.inclusion_tag("site/charts/places.html")
def places_map(pins: Sequence[Mapping[str, Any]], here: Town | None, label: str) -> dict[str, Any]:
    """A map. Pins have a ``number`` as in the list, a ``title``, a ``href`` and a ``town``; ``here`` is where somebody is, or None."""
    known = [Pin(str(one["number"]), one["title"], one["href"], one["town"]) for one in pins]
    return {
        "label": label,
        "here": str(here) if here else "",
        "km": _("%(km)s km"),
        "wide": chart.drawn(known, here, WIDE),
        "middle": chart.drawn(known, here, MIDDLE),
        "narrow": chart.drawn(known, here, NARROW),
    }


@register.inclusion_tag("site/parts/made_near.html")
def made_near(slug: str, creation: str = "") -> dict[str, Any]:
    """The way from a creation to who can make it, as a button; nothing where nobody can."""
    return {"slug": slug, "creation": creation, "any": queries_places.has_makers(slug)}


@register.simple_tag
def has_makers(slug: str) -> bool:
    """Whether there is anybody to ask, for lists that have many such ways."""
    return queries_places.has_makers(slug)
