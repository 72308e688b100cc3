"""What was released from the common fund to a need, on that need's page."""

from typing import Any

from django import template

from entredon.apps.treasury import queries_budgets

register = template.Library()


@register.inclusion_tag("treasury/set_aside.html")
def set_aside(slug: str, need: str, member: bool = False) -> dict[str, Any]:
    """The budgets of a need; nothing where none was released."""
    return {"slug": slug, "rows": queries_budgets.set_aside(slug, need), "member": member}
