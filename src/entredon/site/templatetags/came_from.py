"""Where money began: the order of the market, or a partner's month, at the beginning of the pages about an income and its share-out."""

from typing import Any

from django import template

from entredon.apps.market import queries as market
from entredon.apps.market.queries_origins import month_name

register = template.Library()

SHOWN = 8
"""So many orders of a month stand on the page; the others are one number."""


@register.inclusion_tag("market/came_from.html")
def came_from(slug: str, income: Any, step: int = 1) -> dict[str, Any]:
    """Offer, order and seller of an income; or the partner and its orders of which it was given back. Nothing for any other income."""
    found = market.origin(slug, income.request)
    if found is None:
        return {"origin": None}
    behind = market.orders_behind(slug, found.id, income.version) if found.order is None else []
    return {
        "slug": slug, "origin": found, "order": found.order, "month": month_name(found.month) if found.month else "",
        "income": income, "behind": behind[:SHOWN], "more": len(behind) - SHOWN, "count": len(behind),
        "rest": found.order.minor - found.order.give_back if found.order else 0,
    }  # fmt: skip
