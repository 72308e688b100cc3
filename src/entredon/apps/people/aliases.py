"""Names of people found in imports: private to this node, beside the log and never in it."""

from collections.abc import Mapping

from entredon.apps.people.models import Alias
from entredon.log import pages

CHUNK = 1000


def remember(commons: str, people: Mapping[str, tuple[str, str]]) -> None:
    """Note names and addresses by person; a known person takes the newer name."""
    rows = [
        Alias(commons=commons, person=person, name=name[:200], address=address[:320])
        for person, (name, address) in people.items()
    ]
    Alias.objects.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["commons", "person"],
        update_fields=["name", "address"],
    )
    pages.changed(commons)
