"""What pages about decisions share: who looks, what a page knows of the commons, and how decisions stand in lists."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.commons import queries as commons
from entredon.apps.decide import charter_told, naming
from entredon.apps.decide.queries import DecisionShown
from entredon.apps.value.queries import Eyes
from entredon.desk.telling import day, shown
from entredon.log import clock
from entredon.log.told import short
from entredon.pure.choice.charter import Type


def context(request: HttpRequest, slug: str, **more: Any) -> dict[str, Any]:
    """What every page here is given."""
    return {"commons": commons.commons(slug), "tab": "decide", "noindex": True, "eyes": Eyes(request, slug), **more}


def here(slug: str, id: str, said: str = "") -> str:
    """The page of a decision; ``said`` is the entry that it tells of."""
    address = reverse("decide:decision", args=[slug, short(id)])
    return f"{address}?said={said}" if said else address


def line(slug: str, one: DecisionShown, eyes: Eyes, mine: str | None = None) -> dict[str, Any]:
    """A decision as lists show it. ``mine`` is what whoever looks has chosen, "" before it, None where she may not vote."""
    name, tone = naming.STATES[one.stage]
    chosen = counts(one)
    return {
        "one": one, "address": here(slug, one.id), "who": eyes.name(one.row.person), "state": name, "tone": tone,
        "kind": naming.kind(one.row.lever), "left": left(one.phase.until), "mine": mine,
        "choice": naming.choice(mine) if mine else "", "counts": chosen,
        "bars": [(each["count"], each["tone"]) for each in chosen if each["count"]],
    }  # fmt: skip


def way_told(kind: Type) -> dict[str, Any]:
    """A way to decide, in words: who votes, when it passes, and how long it takes."""
    return {
        "type": kind, "who": charter_told.electorate(kind), "opens": charter_told.who(kind.opens),
        "passes": charter_told.passes(kind), "quorum": charter_told.quorum(kind), "steps": charter_told.steps(kind),
        "long": charter_told.long(kind), "name": charter_told.type_name(kind.id),
    }  # fmt: skip


def counts(one: DecisionShown) -> list[dict[str, Any]]:
    """How many chose what, once that is counted."""
    if not one.row.tallied:
        return []
    return [
        {"name": naming.choice(name), "tone": naming.CHOICES[name][1], "count": one.row.counts.get(name, 0)}
        for name in one.choices
    ]


def left(until: str) -> str:
    """How much time is left, in words; "" where no time ends it."""
    if not until:
        return ""
    minutes = int((datetime.fromisoformat(until) - clock.now()).total_seconds() // 60)
    if minutes < 60:
        return ngettext("less than a minute left", "%(n)s minutes left", max(minutes, 1)) % {"n": shown(minutes)}
    if minutes < 48 * 60:
        return ngettext("an hour left", "%(n)s hours left", minutes // 60) % {"n": shown(minutes // 60)}
    return ngettext("%(n)s day left", "%(n)s days left", minutes // 1440) % {"n": shown(minutes // 1440)}


def moment(at: str) -> str:
    """A day with the time of it, as a sentence has it."""
    when = datetime.fromisoformat(at)
    return _("%(day)s at %(time)s UTC") % {"day": day(when), "time": f"{when:%H:%M}"}
