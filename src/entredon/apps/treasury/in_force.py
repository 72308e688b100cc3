"""Which money of the common fund needs may spend, for the report of a verification."""

from collections.abc import Iterator

from entredon.apps.treasury.models_orders import Released
from entredon.log import in_force
from entredon.log.in_force import Setting


@in_force.says("5 budget")
def budgets(slug: str) -> Iterator[Setting]:
    """Each budget that was released to a need, and how much of it came back."""
    for row in Released.objects.filter(commons=slug).order_by("position", "id"):
        value = {"need": row.need, "currency": row.currency, "minor": row.minor, "returned": row.returned}
        yield Setting(f"budget/{row.need}/{row.currency}", value, row.entry)
