"""Who is a steward, for the report of a verification."""

from collections.abc import Iterator

from entredon.apps.people.models import Person
from entredon.apps.people.record import STEWARD
from entredon.log import in_force
from entredon.log.in_force import Setting


@in_force.says("3 steward")
def stewards(slug: str) -> Iterator[Setting]:
    """Each steward. One of the founders by the founding, unless something later made her one."""
    for row in Person.objects.filter(commons=slug, member=True).order_by("position", "id"):
        if STEWARD in row.roles:
            yield Setting(f"steward/{row.id}", {"person": row.id}, row.entry if row.position == 0 else "")
