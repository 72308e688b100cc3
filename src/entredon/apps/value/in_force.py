"""Which sharing rule is in force, for the report of a verification."""

from collections.abc import Iterator

from entredon.apps.value.models import Rule
from entredon.log import in_force
from entredon.log.in_force import Setting


@in_force.says("2 sharing")
def sharing(slug: str) -> Iterator[Setting]:
    """The sharing rule that took force last."""
    row = Rule.objects.filter(commons=slug, force__isnull=False).order_by("-force", "-position").first()
    if row is not None:
        yield Setting("sharing", {"rule": row.rule, "hash": row.hash}, row.id)
