"""How many would like something too, the button for it, and the way to other words: below the head of a need."""

from typing import Any

from django import template

from entredon.apps.work.queries import supports_now
from entredon.log.viewer import viewer_of

register = template.Library()


@register.inclusion_tag("work/support.html", takes_context=True)
def support(context: Any, slug: str, about: Any) -> dict[str, Any]:
    """Something with ``id``, ``person``, ``state`` and ``supporters``. One question, for those who are members."""
    viewer = viewer_of(context["request"])
    person = viewer.person(slug)
    return {
        "slug": slug,
        "about": about,
        "mine": about.person == person,
        "supports": supports_now(slug, about.id, person),
        "open": about.state in ("open", "parked", "declined"),
        "may_reword": viewer.member(slug) and (about.person == person or viewer.steward(slug)),
    }
