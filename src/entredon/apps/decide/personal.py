"""What this app holds about people: letters they were written; and what the record says of their questions, votes and tasks."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from entredon.apps.decide.models import Challenge, Charter, Decision, DecisionLetter, Roll, Task
from entredon.log import personal
from entredon.log.personal import Who

personal.held(
    DecisionLetter,
    _("Letters about decisions that you were written"),
    lambda who: DecisionLetter.objects.filter(who.anywhere()),
    shows=("id", "commons", "decision", "person", "what", "at"),
)


@personal.section("decisions", _("Questions you put to all"))
def decisions(who: Who) -> Iterator[dict[str, Any]]:
    """What she asked and what became of it; her words are among the texts beside the record."""
    for row in Decision.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "kind": row.lever, "at": row.at, "state": row.state}


@personal.section("votes", _("Decisions you could vote on, and your votes"))
def votes(who: Who) -> Iterator[dict[str, Any]]:
    """Where she was on the list, and what she chose; her reasons are among the texts beside the record."""
    for row in Roll.objects.filter(who.anywhere()).order_by("commons", "at", "id"):
        yield {"commons": row.commons, "decision": row.decision, "choice": row.choice, "at": row.at}


@personal.section("challenges", _("Decisions you challenged"))
def challenges(who: Who) -> Iterator[dict[str, Any]]:
    """Which she said weren't made as they should be; why is among the texts beside the record."""
    for row in Challenge.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "decision": row.decision, "at": row.at}


@personal.section("tasks", _("What you were to do by decisions"))
def tasks(who: Who) -> Iterator[dict[str, Any]]:
    """What fell to her by when, and whether she showed it; the words are among the texts beside the record."""
    for row in Task.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {
            "commons": row.commons, "id": row.id, "decision": row.decision, "due": row.due, "at": row.at,
            "proven": row.proven_at,
        }  # fmt: skip


@personal.section("charters", _("Charters you put in force"))
def charters(who: Who) -> Iterator[dict[str, Any]]:
    """The first one as a steward, or one that was decided and that she carried out."""
    for row in Charter.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "decision": row.decision, "at": row.at}
