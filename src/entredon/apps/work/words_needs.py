"""What was said about needs, offers and splits, in words."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.flows.queries import kind_of_work
from entredon.log.told import Look, Said

NAMES: dict[str, Any] = {
    "work.needed": gettext_lazy("Needs"),
    "work.need_changed": gettext_lazy("Changes of needs"),
    "work.need_closed": gettext_lazy("Needs closed"),
    "work.taken": gettext_lazy("Needs taken"),
    "work.given_back": gettext_lazy("Needs given back"),
    "work.split_proposed": gettext_lazy("Splits proposed"),
    "work.split_signed": gettext_lazy("Splits agreed to"),
    "work.offered": gettext_lazy("Offers of help"),
    "work.offer_ended": gettext_lazy("Offers ended"),
}


def needed(said: Said, look: Look) -> str:
    what = look.entry(said.id, _("what is needed"))
    text = _("{who} said {what}: {kind}.")
    if said.body.get("creation"):
        creation = look.creation(said.body["creation"])
        text = _("{who} said {what} for {creation}: {kind}.")
        return format_html(text, who=said.who, what=what, creation=creation, kind=kind_of_work(said.body["kind"]))
    return format_html(text, who=said.who, what=what, kind=kind_of_work(said.body["kind"]))


def need_closed(said: Said, look: Look) -> str:
    text = {
        "done": _("{who} said that {need} is done."),
        "dropped": _("{who} said that {need} isn’t needed any more."),
        "open": _("{who} said that {need} is needed again."),
    }[said.body["outcome"]]
    return format_html(text, who=said.who, need=look.entry(said.body["need"], _("a need")))


def need_changed(said: Said, look: Look) -> str:
    return format_html(_("{who} changed {need}."), who=said.who, need=look.entry(said.body["need"], _("a need")))


def taken(said: Said, look: Look) -> str:
    return format_html(_("{who} took {need}."), who=said.who, need=look.entry(said.body["need"], _("a need")))


def given_back(said: Said, look: Look) -> str:
    text = _("{who} gave {need} back, for somebody else to take.")
    return format_html(text, who=said.who, need=look.entry(said.body["need"], _("a need")))


def split_proposed(said: Said, look: Look) -> str:
    text = _("{who} proposed how those who took {need} split it.")
    return format_html(text, who=said.who, need=look.entry(said.body["need"], _("a need")))


def split_signed(said: Said, look: Look) -> str:
    return format_html(_("{who} agreed to {split}."), who=said.who, split=look.entry(said.body["split"], _("a split")))


def offered(said: Said, look: Look) -> str:
    return format_html(_("{who} offered {help}."), who=said.who, help=look.entry(said.id, _("help")))


def offer_ended(said: Said, look: Look) -> str:
    return format_html(
        _("{who} ended {offer}."), who=said.who, offer=look.entry(said.body["offer"], _("an offer of help"))
    )


WORDS: dict[str, Callable[[Said, Look], str]] = {
    "work.needed": needed,
    "work.need_changed": need_changed,
    "work.need_closed": need_closed,
    "work.taken": taken,
    "work.given_back": given_back,
    "work.split_proposed": split_proposed,
    "work.split_signed": split_signed,
    "work.offered": offered,
    "work.offer_ended": offer_ended,
}
