"""What the public record says somebody gave and took: flows, which know her by number only."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from entredon.apps.flows.models import Flow
from entredon.log import personal
from entredon.log.personal import Who

SHOWN = (
    "commons", "id", "kind", "action", "at", "provider", "receiver", "input_of", "output_of", "resource_conforms_to",
    "measures", "resource_quantity", "resource_unit", "effort_quantity", "effort_unit", "entry",
)  # fmt: skip


@personal.section("flows", _("What you gave and took, as the public record tells it"))
def flows(who: Who) -> Iterator[dict[str, Any]]:
    """Every flow from her or to her."""
    rows = Flow.objects.filter(who.anywhere("provider") | who.anywhere("receiver")).order_by(
        "commons", "position", "id"
    )
    for row in rows.iterator():
        yield {name: getattr(row, name) for name in SHOWN if getattr(row, name) not in ("", {})}
