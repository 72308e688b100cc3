"""The picture of circles: modules within one another."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.desk.telling import shown
from entredon.site.charts import modules as chart

register = template.Library()

WIDE, MIDDLE, NARROW = 1060, 700, 340
"""Widths of the layouts in pixels: for a desk, for half of one, for a phone."""
MOST = 60
"""So many circles are drawn; the list beside the picture has all."""


@register.inclusion_tag("site/charts/modules.html")
def modules_chart(circles: Sequence[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Circles with ``id``, ``within``, ``name``, ``href``, whether they have a ``contract``, and a ``count``."""
    drawn = [_module(one) for one in circles[:MOST]]
    return {
        "label": label,
        "wide": chart.wide(drawn, WIDE) if chart.fits(drawn, WIDE) else chart.narrow(drawn, WIDE),
        "middle": chart.wide(drawn, MIDDLE) if chart.fits(drawn, MIDDLE) else chart.narrow(drawn, MIDDLE),
        "narrow": chart.narrow(drawn, NARROW),
        "more": max(0, len(circles) - MOST),
    }


def _module(one: Mapping[str, Any]) -> chart.Module:
    below = ngettext("%(n)s contribution this week", "%(n)s contributions this week", one["count"])
    parts = [below % {"n": shown(one["count"])} if one["count"] else _("quiet this week")]
    if one["contract"]:
        parts.append(_("contract"))
    said = " · ".join(parts)
    return chart.Module(
        one["id"], one["name"], said, one["within"], one["href"], one["contract"], title=f"{one['name']}: {said}"
    )
