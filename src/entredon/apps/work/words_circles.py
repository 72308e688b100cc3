"""What was said about circles, in words."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.log.told import Look, Said

NAMES: dict[str, Any] = {
    "work.circle_founded": gettext_lazy("Circles founded"),
    "work.circle_joined": gettext_lazy("Circles joined"),
    "work.circle_left": gettext_lazy("Circles left"),
    "work.demo_shown": gettext_lazy("What changed in a week"),
}


def circle_founded(said: Said, look: Look) -> str:
    """Somebody founded a circle."""
    circle = look.entry(said.id, said.body["name"])
    if said.body.get("creation"):
        creation = look.creation(said.body["creation"])
        text = _("{who} founded the circle {circle} for {creation}.")
        return format_html(text, who=said.who, circle=circle, creation=creation)
    return format_html(_("{who} founded the circle {circle}."), who=said.who, circle=circle)


def circle_joined(said: Said, look: Look) -> str:
    """Somebody joined a circle."""
    return format_html(_("{who} joined {circle}."), who=said.who, circle=_circle(said, look))


def circle_left(said: Said, look: Look) -> str:
    """Somebody left a circle."""
    return format_html(_("{who} left {circle}."), who=said.who, circle=_circle(said, look))


def demo_shown(said: Said, look: Look) -> str:
    """Somebody told what changed in a week."""
    year, _week, week = said.body["week"].partition("-W")
    text = _("{who} told what changed in {circle} in week {week} of {year}.")
    return format_html(text, who=said.who, circle=_circle(said, look), week=int(week), year=year)


def _circle(said: Said, look: Look) -> str:
    return look.entry(said.body["circle"], _("a circle"))


WORDS: dict[str, Callable[[Said, Look], str]] = {
    "work.circle_founded": circle_founded,
    "work.circle_joined": circle_joined,
    "work.circle_left": circle_left,
    "work.demo_shown": demo_shown,
}
