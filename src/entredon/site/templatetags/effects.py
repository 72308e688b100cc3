"""What a decision would change, as a piece of a page."""

from typing import Any

import msgspec
from django import template

from entredon.apps.decide.entries import Effect
from entredon.apps.decide.models import Decision
from entredon.site import effects

register = template.Library()


@register.inclusion_tag("decide/effect.html", takes_context=True)
def effect(context: Any, slug: str, of: Any) -> dict[str, Any]:
    """What a decision changes, or an effect that nobody has opened yet."""
    request = context["request"]
    if isinstance(of, Decision):
        done = str(of.ended) if of.state == "executed" else ""
        found = effects.shown(request, slug, msgspec.convert(of.effect, Effect), base=str(of.base), done=done)
    else:
        found = effects.shown(request, slug, of)
    return {**found, "commons": context["commons"], "request": request}
