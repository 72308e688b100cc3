"""What was said lately in a commons, in words."""

from typing import Any

from django import template

from entredon.log.models import Entry
from entredon.log.viewer import viewer_of
from entredon.site.record import look

register = template.Library()


@register.inclusion_tag("site/parts/lately.html", takes_context=True)
def lately(context: Any, slug: str, count: int) -> dict[str, Any]:
    """The newest entries as sentences."""
    names = look.names(slug, viewer_of(context["request"]).member(slug))
    rows = Entry.objects.filter(commons=slug).order_by("-index")[:count]
    return {"slug": slug, "told": [look.told(row, names) for row in rows]}


@register.filter
def called(kind: str) -> str:
    """What receipts of a kind are called together."""
    return look.called(kind)
