"""What the record says of who wrote pages of knowledge; and that their words were given to all."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from entredon.apps.work.models_pages import Revision
from entredon.log import personal
from entredon.log.personal import Who


@personal.section("revisions", _("Pages of knowledge that you wrote on"))
def revisions(who: Who) -> Iterator[dict[str, Any]]:
    """Her revisions; their words are among the texts beside the record."""
    for row in Revision.objects.filter(who.anywhere()).order_by("commons", "position").iterator():
        yield {"commons": row.commons, "id": row.id, "page": row.page, "number": row.number, "at": row.at}


personal.given("work.page_written", ("title", "text"))
