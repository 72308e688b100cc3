"""Where the things on a journey stand."""

from django.urls import NoReverseMatch, reverse

from entredon.apps.work.journeys_steps import (
    CONTESTED,
    GIVEN,
    IMPORTED,
    LATER,
    LEFT_OUT,
    MADE_OF,
    NEED,
    PROPOSED,
    REVIEWED,
    SETTLED,
    SHARED,
    VERSION,
    WRITTEN,
    Step,
)  # fmt: skip
from entredon.log.told import short

_PAGES = {
    PROPOSED: "work:idea", NEED: "work:need", GIVEN: "work:contribution", IMPORTED: "work:contribution",
    REVIEWED: "work:contribution", CONTESTED: "work:contribution", SETTLED: "work:contribution", LEFT_OUT: "work:contribution",
    VERSION: "library:version", LATER: "library:version", MADE_OF: "library:version", SHARED: "value:shareout",
    WRITTEN: "work:contribution",
}  # fmt: skip


def to_step(slug: str, step: Step) -> str:
    """The page of what a step is about; its receipt where there is none."""
    name = _PAGES.get(step.kind, "")
    if name:
        of = step.of if step.kind in (REVIEWED, CONTESTED, SETTLED, LEFT_OUT) else step.id
        try:
            return reverse(name, args=[slug, short(of)])
        except NoReverseMatch:
            pass
    return reverse("record:entry", args=[slug, short(step.entry)])


def to_person(slug: str, person: str) -> str:
    """Somebody's page."""
    return reverse("people:person", args=[slug, short(person)])
