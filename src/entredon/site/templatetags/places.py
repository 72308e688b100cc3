"""Where things can be made: the map of who was found, and the way there from a creation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from entredon.apps.market import queries_places
from entredon.apps.market.towns import Town
from entredon.site.charts import places as chart
from entredon.site.charts.places import Pin
from entredon.site.charts.places_svg import svg

register = template.Library()

LAYOUTS = {"wide": 1060, "middle": 700, "narrow": 340}
"""Widths in pixels: for a desk, for half of one, for a phone."""


@register.inclusion_tag("site/charts/places.html")
def places_map(pins: Sequence[Mapping[str, Any]], here: Town | None, label: str) -> dict[str, Any]:
    """A map. Pins have a ``number`` as in the list, a ``title``, a ``href`` and a ``town``; ``here`` is where somebody is, or None."""
    known = [Pin(str(one["number"]), one["title"], one["href"], one["town"]) for one in pins]
    pictures = {layout: chart.drawn(known, here, width) for layout, width in LAYOUTS.items()}
    shown = str(here) if here else ""
    return {
        "pictures": [svg(one, layout, label, shown) for layout, one in pictures.items() if one],
        "far": max((one.far for one in pictures.values() if one), default=0),
    }


@register.inclusion_tag("site/parts/made_near.html")
def made_near(slug: str, creation: str = "") -> dict[str, Any]:
    """The way from a creation to who can make it, as a button; nothing where nobody can."""
    return {"slug": slug, "creation": creation, "any": queries_places.has_makers(slug)}


@register.simple_tag
def has_makers(slug: str) -> bool:
    """Whether there is anybody to ask, for lists that have many such ways."""
    return queries_places.has_makers(slug)
