"""What the record says about somebody and ideas, calls and circles: what she brought, supports, answered, and is in."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from entredon.apps.work.models import Call, Circle, CircleMember, Demo, Idea, IdeaAnswer, Rewording, Support
from entredon.log import personal
from entredon.log.personal import Who


@personal.section("ideas", _("Ideas you brought"))
def ideas(who: Who) -> Iterator[dict[str, Any]]:
    """Her ideas and what became of them; her words are among the texts beside the record."""
    for row in Idea.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {
            "commons": row.commons, "id": row.id, "at": row.at, "state": row.state, "call": row.call, "points": row.points,
        }  # fmt: skip


@personal.section("support", _("Ideas and needs you support, or supported"))
def support(who: Who) -> Iterator[dict[str, Any]]:
    """What she said she would like too."""
    for row in Support.objects.filter(who.anywhere()).order_by("commons", "at", "id"):
        yield {"commons": row.commons, "of": row.of, "at": row.at, "supports": row.supports}


@personal.section("idea_answers", _("What you answered to ideas as a steward"))
def idea_answers(who: Who) -> Iterator[dict[str, Any]]:
    """Her answers; the reasons are among the texts beside the record."""
    for row in IdeaAnswer.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "idea": row.idea, "outcome": row.outcome, "at": row.at}


@personal.section("rewordings", _("What you worded anew"))
def rewordings(who: Who) -> Iterator[dict[str, Any]]:
    """Which texts she worded anew, of what."""
    for row in Rewording.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "of": row.of, "texts": row.names, "at": row.at}


@personal.section("calls", _("Calls for ideas that you opened"))
def calls(who: Who) -> Iterator[dict[str, Any]]:
    """The problems she stated as a steward."""
    for row in Call.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "at": row.at, "closes": row.closes, "closed": row.closed}


@personal.section("circles", _("Circles you founded, and are or were in"))
def circles(who: Who) -> Iterator[dict[str, Any]]:
    """The circles she belongs to or left, and whether she founded them."""
    rows = list(CircleMember.objects.filter(who.anywhere()).order_by("commons", "at", "id"))
    named = Circle.objects.filter(commons__in={row.commons for row in rows}, id__in={row.circle for row in rows})
    known = {(row.commons, row.id): row for row in named}
    for row in rows:
        circle = known[row.commons, row.circle]
        yield {
            "commons": row.commons, "id": row.circle, "name": circle.name, "since": row.at, "left": row.left,
            "founded": circle.person == row.person,
        }  # fmt: skip


@personal.section("demos", _("What you told of a week of a circle"))
def demos(who: Who) -> Iterator[dict[str, Any]]:
    """For which weeks she told what changed; her words are among the texts beside the record."""
    for row in Demo.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "circle": row.circle, "week": row.week, "at": row.at}
