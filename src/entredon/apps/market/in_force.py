"""Who is a partner by which agreement, for the report of a verification."""

from collections.abc import Iterator

from entredon.apps.market.models import Agreement, Partner
from entredon.log import in_force
from entredon.log.in_force import Setting


@in_force.says("4 partner")
def partners(slug: str) -> Iterator[Setting]:
    """Each partner whose agreement was accepted, also one whose notice runs or is over: ``ends`` says so."""
    agreements = {row.id: row for row in Agreement.objects.filter(commons=slug, state="accepted")}
    for row in Partner.objects.filter(commons=slug).exclude(agreement="").order_by("position", "id"):
        agreed = agreements.get(row.agreement)
        gives = agreed.gives if agreed is not None else []
        value = {"partner": row.id, "agreement": row.agreement, "gives": gives, "ends": row.ends}
        yield Setting(f"partner/{row.id}", value, row.ended or (agreed.accepted if agreed is not None else ""))
