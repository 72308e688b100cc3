"""The pictures, drawn: each in layouts for several widths, of which the style sheet shows the one that fits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from entredon.desk.telling import shown
from entredon.site.charts import circles, journey, lineage, sankey
from entredon.site.templatetags.components import initials
from entredon.site.templatetags.money import written

register = template.Library()

WIDE, MIDDLE, NARROW = 1060, 700, 340
"""Widths of the layouts in pixels: for a desk, for half of one, for a phone. Texts keep their size in each."""
COLUMNS = {WIDE: 10, MIDDLE: 6}
"""So many columns of a lineage are shown; the list below has them all."""

ROWS, LANES = 16, 12
SANKEY = 3
"""So many columns of a flow diagram are drawn."""


@register.inclusion_tag("site/charts/sankey.html")
def sankey_chart(
    nodes: Sequence[Any], links: Sequence[Any], label: str, currency: str = "", columns: int = SANKEY
) -> dict[str, Any]:
    """How an amount divides. Nodes and links have the fields of ``charts.sankey.Node`` and ``Link``; with a currency,
    values are its smallest units. So many columns are drawn where there is room for them."""
    nodes = [_as(sankey.Node, node) for node in nodes]
    if currency:
        nodes = [replace(node, amount=written(node.value, currency, short=True)) for node in nodes]
    names = {node.id: node.name for node in nodes}
    links = [_titled(_as(sankey.Link, link), names, currency) for link in links]
    whole = sankey.first_columns(nodes, links, columns)
    # Further columns would be a tangle: the list below the picture has them.
    nodes, links = sankey.first_columns(nodes, links, SANKEY)
    few = sankey.collapsed(nodes, links)
    named = {node.id: node for node in whole[0]}
    return {
        "label": label,
        "rows": [(named[k.source], named[k.target], _written(k.value, currency), k.href) for k in whole[1]],
        "wide": sankey.layout(*whole, room=WIDE),
        "middle": sankey.layout(nodes, links, room=MIDDLE, scale_to=340, label=190),
        "narrow": sankey.layout(*few, room=NARROW, scale_to=400, label=222),
    }


def _titled(link: sankey.Link, names: Mapping[str, str], currency: str) -> sankey.Link:
    """A band that leads somewhere says what it is."""
    if not link.href or link.title:
        return link
    ends = (names.get(link.source, ""), names.get(link.target, ""))
    return replace(link, title=f"{ends[0]} → {ends[1]}: {_written(link.value, currency)}")


def _written(value: int, currency: str) -> str:
    return written(value, currency) if currency else shown(value)


@register.inclusion_tag("site/charts/lineage.html")
def lineage_chart(versions: Sequence[Any], lanes: Sequence[Any], label: str) -> dict[str, Any]:
    """What was made of what, up to the newest."""
    points = lineage.liveliest([_as(lineage.Version, version) for version in versions], LANES)
    tracks = [_as(lineage.Lane, lane) for lane in lanes]
    few, fewer = (lineage.newest(points, COLUMNS[room]) for room in (WIDE, MIDDLE))
    named = {point.id: point for point in points}
    return {
        "label": label,
        "rows": [(point, [named[id] for id in point.inputs if id in named]) for point in reversed(few)],
        "wide": lineage.wide(few, tracks, room=WIDE),
        "middle": lineage.wide(fewer, tracks, room=MIDDLE),
        "narrow": lineage.narrow(few[-ROWS:], tracks, room=NARROW),
    }


@register.inclusion_tag("site/charts/circles.html")
def circles_chart(community: Any, coalition: Any, association: Any, core: Any, label: str) -> dict[str, Any]:
    """The three partners that hold the commons, with their numbers."""
    partners = [_as(circles.Partner, partner) for partner in (community, coalition, association, core)]
    return {
        "label": label,
        "wide": circles.layout(*partners, width=520),
        "narrow": circles.layout(*partners, width=NARROW),
    }


@register.inclusion_tag("site/charts/journey.html")
def journey_chart(things: Sequence[Any], ways: Sequence[Any], heads: Mapping[int, str], label: str) -> dict[str, Any]:
    """A line from the first thought to the money. Things and ways have the fields of ``charts.journey.Thing`` and ``Way``; ``heads``
    says what each stage is called."""
    points = [_as(journey.Thing, thing) for thing in things]
    points = [replace(point, mark=initials(point.mark)) if point.mark else point for point in points]
    many = {n: ngettext("%(n)s more", "%(n)s more", n) % {"n": shown(n)} for n in range(1, len(points) + 1)}
    few, lines = journey.gathered(points, [_as(journey.Way, way) for way in ways], many)
    return {
        "label": label,
        "wide": journey.wide(few, lines, heads, room=WIDE),
        "middle": journey.wide(few, lines, heads, room=MIDDLE),
        "narrow": journey.narrow(few, lines, heads, room=NARROW),
    }


@register.simple_tag
def meter(part: int, whole: int, tone: str = "community") -> SafeString:
    """A share as a thin bar; the number stands beside it."""
    share = round(100 * part / whole, 1) if whole else 0.0
    return format_html(
        '<svg class="meter {}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="rail" width="100" height="6"/><rect class="full" width="{}" height="6"/></svg>',
        tone,
        str(max(0.6, share) if part else 0),
    )


@register.simple_tag
def split(*parts: Any) -> SafeString:
    """How a whole divides, as one bar: amount, tone, amount, tone, … (or one list of such pairs); the numbers stand beside it."""
    pairs = list(parts[0]) if len(parts) == 1 else list(zip(parts[::2], parts[1::2], strict=True))
    whole = sum(amount for amount, _ in pairs) or 1
    rects, x = [], 0.0
    for amount, tone in pairs:
        rects.append((tone, round(x, 2), round(max(0.0, 100 * amount / whole - 0.7), 2)))
        x += 100 * amount / whole
    drawn = format_html_join("", '<rect class="bar {}" x="{}" width="{}" height="10"/>', map(_texts, rects))
    return format_html(
        '<svg class="split" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>', drawn
    )


def _texts(values: tuple[Any, ...]) -> tuple[str, ...]:
    """Numbers in attributes have a point, whatever the reader's language."""
    return tuple(str(value) for value in values)


def _as(kind: type, thing: Any) -> Any:
    """A plain dict or object of an app as the picture's own type."""
    if isinstance(thing, kind):
        return thing
    if isinstance(thing, dict):
        return kind(**thing)
    return kind(**{name: getattr(thing, name) for name in kind.__dataclass_fields__ if hasattr(thing, name)})
