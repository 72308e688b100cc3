"""What stands around every page: style sheets, the tabs of a commons, the ways in and out."""

from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse

from entredon.log.viewer import viewer_of
from entredon.site import tabs

register = template.Library()
BUILT = Path(__file__).resolve().parent.parent / "static" / "dist" / ".stamp"


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file; it changes when the build does, so browsers may keep it."""
    return f"{static('dist/' + name)}?v={stamp()}"


@cache
def stamp() -> str:
    """The beginning of the build's stamp; the same as long as the process lives."""
    try:
        return BUILT.read_text(encoding="ascii")[:10]
    except FileNotFoundError:
        return "unbuilt"


@register.inclusion_tag("site/parts/tabs.html", takes_context=True)
def commons_tabs(context: Any, commons: Any, here: str) -> dict[str, Any]:
    """The tabs of a commons: only those behind which there is something, and for members those that they may begin."""
    inside = viewer_of(context["request"]).member(commons.slug)
    filled = tabs.filled(commons.slug)
    shown = [
        {"href": reverse(tab.address, args=[commons.slug]), "name": tab.name(), "here": tab.word == here}
        for tab in tabs.TABS
        if (inside and tab.for_members) or tab.word in filled
    ]
    return {"tabs": shown}
