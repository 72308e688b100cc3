"""What was said about ideas and calls, in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.desk.telling import day
from entredon.log.told import Look, Said

NAMES: dict[str, Any] = {
    "work.proposed": gettext_lazy("Ideas"),
    "work.reworded": gettext_lazy("New wordings"),
    "work.supported": gettext_lazy("Support"),
    "work.idea_answered": gettext_lazy("Answers to ideas"),
    "work.call_opened": gettext_lazy("Calls for ideas"),
    "work.call_closed": gettext_lazy("Calls closed"),
}


def proposed(said: Said, look: Look) -> str:
    """Somebody brought an idea."""
    idea = look.entry(said.id, _("an idea"))
    if said.body.get("call"):
        call = look.entry(said.body["call"], _("a call"))
        return format_html(_("{who} brought {idea} for {call}."), who=said.who, idea=idea, call=call)
    if said.body.get("builds_on"):
        other = look.entry(said.body["builds_on"][0], _("another one"))
        return format_html(_("{who} brought {idea} that builds on {other}."), who=said.who, idea=idea, other=other)
    return format_html(_("{who} brought {idea}."), who=said.who, idea=idea)


def reworded(said: Said, look: Look) -> str:
    """Somebody worded something anew."""
    what = look.entry(said.body["of"], _("what was said before"))
    return format_html(_("{who} worded {what} anew."), who=said.who, what=what)


def supported(said: Said, look: Look) -> str:
    """Somebody supports something, or no longer does."""
    what = look.entry(said.body["of"], _("what somebody brought"))
    text = _("{who} supports {what}.") if said.body["supports"] else _("{who} no longer supports {what}.")
    return format_html(text, who=said.who, what=what)


def idea_answered(said: Said, look: Look) -> str:
    """A steward answered an idea."""
    idea = look.entry(said.body["idea"], _("an idea"))
    texts = {
        "adopted": _("{who} said yes to {idea}: it becomes something to do."),
        "merged": _("{who} said that {idea} goes into {other}."),
        "parked": _("{who} keeps {idea} for later."),
        "declined": _("{who} said no to {idea}, and why."),
    }
    other = look.entry(said.body["into"], _("another one")) if said.body.get("into") else ""
    return format_html(texts[said.body["outcome"]], who=said.who, idea=idea, other=other)


def call_opened(said: Said, look: Look) -> str:
    """A steward opened a call."""
    call = look.entry(said.id, _("a call for ideas"))
    closes = _day(said.body["closes"])
    if said.body.get("partner"):
        text = _("{who} opened {call} for {partner}, until {day}.")
        return format_html(text, who=said.who, call=call, partner=said.body["partner"], day=closes)
    return format_html(_("{who} opened {call}, until {day}."), who=said.who, call=call, day=closes)


def call_closed(said: Said, look: Look) -> str:
    """A steward closed a call."""
    call = look.entry(said.body["call"], _("a call for ideas"))
    count = len(said.body["went_in"])
    if not count:
        return format_html(_("{who} told what came of {call}."), who=said.who, call=call)
    text = ngettext(
        "{who} told what came of {call}: {count} idea went in.",
        "{who} told what came of {call}: {count} ideas went in.",
        count,
    )
    return format_html(text, who=said.who, call=call, count=count)


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


WORDS: dict[str, Callable[[Said, Look], str]] = {
    "work.proposed": proposed,
    "work.reworded": reworded,
    "work.supported": supported,
    "work.idea_answered": idea_answered,
    "work.call_opened": call_opened,
    "work.call_closed": call_closed,
}
