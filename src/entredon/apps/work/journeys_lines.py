"""Each step of a journey in a line."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.flows.queries import kind_of_work
from entredon.apps.work.journeys_steps import (
    ACCEPTED,
    ADOPTED,
    CLOSED,
    CONTESTED,
    DECLINED,
    GIVEN,
    IMPORTED,
    LATER,
    LEFT_OUT,
    MADE_OF,
    MERGED,
    NEED,
    PARKED,
    PROPOSED,
    REVIEWED,
    SETTLED,
    SHARED,
    TAKEN,
    TOGETHER,
    VERSION,
    WRITTEN,
    Step,
)  # fmt: skip
from entredon.apps.work.journeys_told import Eyes, cut, people
from entredon.desk.telling import shown


def line(step: Step, eyes: Eyes) -> str:
    """A step in a line."""
    who, words = people(eyes, step.who), cut(step.text)
    values = {
        "who": who,
        "text": words,
        "version": step.label,
        "n": shown(step.count),
        "kind": kind_of_work(step.kind_of_work),
    }
    return _LINES[step.kind](step) % values


def _said_or(step: Step, said: str, erased: str, nothing: str) -> str:
    return said if step.text else erased if step.erased else nothing


def _proposed(step: Step) -> str:
    erased = _("%(who)s brought an idea, in a text that was erased")
    return _said_or(step, _("%(who)s: “%(text)s”"), erased, erased)


def _asked(step: Step) -> str:
    erased = _("Something was needed, in a text that was erased")
    return _said_or(step, _("Needed: “%(text)s”"), erased, erased)


def _gave(step: Step) -> str:
    erased = _("%(who)s gave %(kind)s, with words that were erased")
    return _said_or(step, _("%(who)s: “%(text)s”"), erased, _("%(who)s gave %(kind)s"))


def _took(step: Step) -> str:
    if step.state == "given_back":
        return _("%(who)s took it on, and gave it back")
    return _("%(who)s took it on")


def _answered(step: Step) -> str:
    return {"accept": _("%(who)s accepted it"), "more": _("%(who)s asked for more")}.get(
        step.state, _("%(who)s said no")
    )


def _accepted(step: Step) -> str:
    return _("%(who)s accepted it") if step.count < 2 else _("%(who)s accepted %(n)s pieces of it")


def _together(step: Step) -> str:
    return ngettext("%(n)s contribution: %(kind)s", "%(n)s contributions: %(kind)s", step.count)


def _shared(step: Step) -> str:
    if step.state == "pot":
        return _("An income went to the common pot")
    return _("An income was shared")


_LINES = {
    PROPOSED: _proposed,
    ADOPTED: lambda step: _("It went into what came of the call") if step.state == "call" else _("%(who)s adopted it"),
    MERGED: lambda step: _("%(who)s put it together with another idea"),
    PARKED: lambda step: _("%(who)s put it aside for later"),
    DECLINED: lambda step: _("%(who)s said no"),
    NEED: _asked,
    CLOSED: lambda step: _("%(who)s dropped it"),
    TAKEN: _took,
    GIVEN: _gave,
    IMPORTED: lambda step: _("%(who)s gave %(kind)s, as it is told elsewhere"),
    WRITTEN: lambda step: _("%(who)s wrote revision %(n)s"),
    TOGETHER: _together,
    REVIEWED: _answered,
    ACCEPTED: _accepted,
    LEFT_OUT: lambda step: _("%(who)s left it out"),
    CONTESTED: lambda step: _("%(who)s disagreed"),
    SETTLED: lambda step: (
        _("%(who)s settled it: it counts") if step.state == "counts" else _("%(who)s settled it: it doesn’t count")
    ),
    VERSION: lambda step: _("%(version)s was released") if step.state == "itself" else _("Part of %(version)s"),
    LATER: lambda step: _("%(version)s builds on it"),
    MADE_OF: lambda step: _("It builds on %(version)s"),
    SHARED: _shared,
}
