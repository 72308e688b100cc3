"""What was said in discussions, in words. What somebody wrote stands in her post, and can be erased there."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.log.told import Look, Said

NAMES: dict[str, Any] = {
    "social.opened": gettext_lazy("Topics"),
    "social.said": gettext_lazy("Posts"),
    "social.edited": gettext_lazy("Posts worded anew"),
    "social.taken_back": gettext_lazy("Posts taken back"),
    "social.reacted": gettext_lazy("Signs given to posts"),
    "social.moved": gettext_lazy("Posts moved"),
    "social.split": gettext_lazy("Topics made of posts"),
    "social.measure_taken": gettext_lazy("Measures"),
    "social.measure_lifted": gettext_lazy("Measures ended"),
    "social.appealed": gettext_lazy("Appeals"),
    "social.appeal_answered": gettext_lazy("Answers to appeals"),
}


def opened(said: Said, look: Look) -> str:
    return format_html(_("{who} opened {topic}."), who=said.who, topic=look.entry(said.id, _("a topic")))


def spoken(said: Said, look: Look) -> str:
    thread = look.entry(said.body["thread"], _("this"))
    if said.body.get("answers"):
        post = look.entry(said.body["answers"], _("a post"))
        return format_html(
            _("{who} answered {post} in the talk about {thread}."), who=said.who, post=post, thread=thread
        )
    return format_html(_("{who} said something about {thread}."), who=said.who, thread=thread)


def edited(said: Said, look: Look) -> str:
    return format_html(_("{who} worded {post} anew."), who=said.who, post=_post(said, look))


def taken_back(said: Said, look: Look) -> str:
    return format_html(_("{who} took {post} back."), who=said.who, post=_post(said, look))


def reacted(said: Said, look: Look) -> str:
    text = _("{who} gave {post} a sign.") if said.body.get("on", True) else _("{who} took back a sign given to {post}.")
    return format_html(text, who=said.who, post=_post(said, look))


def _post(said: Said, look: Look) -> str:
    return look.entry(said.body["post"], _("a post"))


def moved(said: Said, look: Look) -> str:
    count = len(said.body["posts"])
    text = ngettext("{who} moved a post to {thread}.", "{who} moved {count} posts to {thread}.", count)
    return format_html(text, who=said.who, count=count, thread=look.entry(said.body["to"], _("another thread")))


def split_off(said: Said, look: Look) -> str:
    count = len(said.body["posts"])
    text = ngettext("{who} made {topic} of a post.", "{who} made {topic} of {count} posts.", count)
    return format_html(text, who=said.who, count=count, topic=look.entry(said.id, _("a topic")))


def measure_taken(said: Said, look: Look) -> str:
    measure, until = said.body["measure"], said.body.get("until", "")
    if measure == "hidden":
        text = _("{who} hid {post} until {until}.")
        return format_html(text, who=said.who, post=_post(said, look), until=until)
    texts = {
        "warned": _("{who} warned {person}."),
        "slowed": _("{who} slowed {person} in the talk until {until}."),
        "paused": _("{who} paused {person} in the talk until {until}."),
    }
    person = look.person(said.body["person"])
    return format_html(texts[measure], who=said.who, person=person, until=until)


def measure_lifted(said: Said, look: Look) -> str:
    return format_html(_("{who} ended {measure} before its day."), who=said.who, measure=_measure(said, look))


def appealed(said: Said, look: Look) -> str:
    return format_html(_("{who} appealed against {measure}."), who=said.who, measure=_measure(said, look))


def appeal_answered(said: Said, look: Look) -> str:
    if said.body["stands"]:
        text = _("{who} answered the appeal: {measure} stands.")
    else:
        text = _("{who} answered the appeal: {measure} doesn’t stand.")
    return format_html(text, who=said.who, measure=_measure(said, look))


def _measure(said: Said, look: Look) -> str:
    return look.entry(said.body["measure"], _("a measure"))


WORDS: dict[str, Callable[[Said, Look], str]] = {
    "social.opened": opened,
    "social.said": spoken,
    "social.edited": edited,
    "social.taken_back": taken_back,
    "social.reacted": reacted,
    "social.moved": moved,
    "social.split": split_off,
    "social.measure_taken": measure_taken,
    "social.measure_lifted": measure_lifted,
    "social.appealed": appealed,
    "social.appeal_answered": appeal_answered,
}
