"""Which reports wait for the stewards of a commons."""

from django.db.models import QuerySet

from entredon.desk.models import Report

OPEN, APPEALED = "open", "appealed"


def waiting(slug: str) -> QuerySet[Report]:
    """Those that nobody has answered, and those that somebody else must look at again; the oldest first."""
    return Report.objects.filter(commons=slug, state__in=(OPEN, APPEALED)).order_by("id")
