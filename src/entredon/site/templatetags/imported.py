"""What stands at the top of every page of an imported commons, and of a draft's home."""

from typing import Any

from django import template

from entredon.apps.commons import publish_notice
from entredon.log.viewer import viewer_of

register = template.Library()


@register.filter
def holds_strangers(slug: str) -> bool:
    """Whether people are shown who know nothing of it: then no search engine is let in."""
    found = publish_notice.notice(slug)
    return found is not None and found.strangers > 0


@register.inclusion_tag("commons/imported_notice.html", takes_context=True)
def imported_notice(context: Any, commons: Any, tab: str = "") -> dict[str, Any]:
    """Who has agreed to what was imported; of a draft, what its steward does next."""
    home = commons.draft and tab == "home" and not context.get("trouble") and "ready" not in context
    return {
        "commons": commons,
        "notice": None if commons.draft else publish_notice.notice(commons.slug),
        "draft": home,
        "steward": viewer_of(context["request"]).steward(commons.slug) if home else False,
    }
