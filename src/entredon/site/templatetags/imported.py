"""What stands at the top of every page of an imported commons."""

from typing import Any

from django import template

from entredon.apps.commons import publish_notice

register = template.Library()


@register.filter
def holds_strangers(slug: str) -> bool:
    """Whether people are shown who know nothing of it: then no search engine is let in."""
    found = publish_notice.notice(slug)
    return found is not None and found.strangers > 0


@register.inclusion_tag("commons/imported_notice.html")
def imported_notice(commons: Any) -> dict[str, Any]:
    """Who has agreed to what was imported."""
    return {"commons": commons, "notice": None if commons.draft else publish_notice.notice(commons.slug)}
