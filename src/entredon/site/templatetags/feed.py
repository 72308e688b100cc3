"""Following something, and the pieces of feeds."""

from typing import Any

from django import template

from entredon.apps.social import following
from entredon.log.viewer import viewer_of

register = template.Library()


@register.inclusion_tag("site/feed/follow.html", takes_context=True)
def follow(context: Any, slug: str, about: str = "") -> dict[str, Any]:
    """The button by which somebody follows a whole commons, or something in it by its id."""
    request = context["request"]
    account = viewer_of(request).id
    followed = bool(account) and following.is_followed(account, slug, about)
    return {"slug": slug, "about": about, "followed": followed, "here": request.get_full_path()}


@register.filter
def of(names: dict[str, str], slug: str) -> str:
    """What a commons is called."""
    return names.get(slug, slug)
