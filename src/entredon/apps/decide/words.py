"""What was said about deciding, in words. Questions, texts and reasons are erasable: the sentences lead to where they stand."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.apps.decide import charter_told, naming
from entredon.desk.telling import shown
from entredon.log.told import Look, Said
from entredon.pure.formats import Day, Money

NAMES: dict[str, Any] = {
    "decide.chartered": gettext_lazy("First charters"),
    "decide.moved": gettext_lazy("Questions put to all"),
    "decide.withdrawn": gettext_lazy("Questions taken back"),
    "decide.rolled": gettext_lazy("Lists of who may vote"),
    "decide.balloted": gettext_lazy("Votes"),
    "decide.closed": gettext_lazy("Ends of voting"),
    "decide.tallied": gettext_lazy("Counts of votes"),
    "decide.challenged": gettext_lazy("Challenges"),
    "decide.executed": gettext_lazy("Decisions carried out"),
    "decide.stalled": gettext_lazy("Decisions that could not be carried out"),
    "decide.assigned": gettext_lazy("Who does what by when"),
    "decide.proven": gettext_lazy("What was shown to be done"),
}


def _decision(said: Said, look: Look, id: str = "") -> str:
    return look.entry(id or said.body["decision"], _("a decision"))


def chartered(said: Said, look: Look) -> str:
    name = charter_told.charter_name(str(said.body["charter"].get("name", "")))
    return format_html(_("{who} gave this commons its first {charter}: “{name}”."), who=said.who, name=name,
                       charter=look.entry(said.id, _("charter")))  # fmt: skip


def moved(said: Said, look: Look) -> str:
    effect = said.body["effect"]
    tell = EFFECTS.get(effect["lever"], _asks_words)
    return tell(said, look, effect)


def _asks_words(said: Said, look: Look, effect: Any) -> str:
    return format_html(_("{who} put {question} to all."), who=said.who, question=_question(said, look))


def _question(said: Said, look: Look) -> str:
    return look.entry(said.id, _("a question"))


def _asks_sharing(said: Said, look: Look, effect: Any) -> str:
    return format_html(
        _("{who} put {question} to all: shall another sharing rule hold?"), who=said.who, question=_question(said, look)
    )


def _asks_partner(said: Said, look: Look, effect: Any) -> str:
    text = (
        _("{who} put {question} to all: shall {partner} be a partner no longer?")
        if effect.get("way") == "end"
        else _("{who} put {question} to all: shall {partner} hold?")
    )
    named = _("a partner") if effect.get("way") == "end" else _("an agreement with a partner")
    return format_html(
        text, who=said.who, question=_question(said, look), partner=look.entry(effect.get("what", ""), named)
    )  # fmt: skip


def _asks_budget(said: Said, look: Look, effect: Any) -> str:
    amount = shown(Money(effect.get("minor", 0), effect.get("currency", "")))
    need = look.entry(effect.get("what", ""), _("a need"))
    return format_html(
        _("{who} put {question} to all: shall {amount} be set aside for {need}?"), who=said.who,
        question=_question(said, look), amount=amount, need=need,
    )  # fmt: skip


def _asks_steward(said: Said, look: Look, effect: Any) -> str:
    text = (
        _("{who} put {question} to all: shall {person} be a steward no longer?")
        if effect.get("way") == "recall"
        else _("{who} put {question} to all: shall {person} be a steward?")
    )
    return format_html(
        text, who=said.who, question=_question(said, look), person=look.person(effect.get("what", ""))
    )  # fmt: skip


def _asks_charter(said: Said, look: Look, effect: Any) -> str:
    name = charter_told.charter_name(str((effect.get("charter") or {}).get("name", "")))
    return format_html(
        _("{who} put {question} to all: shall another charter hold, “{name}”?"), who=said.who,
        question=_question(said, look), name=name,
    )  # fmt: skip


EFFECTS: dict[str, Callable[[Said, Look, Any], str]] = {
    "sharing": _asks_sharing, "partner": _asks_partner, "budget": _asks_budget, "steward": _asks_steward,
    "charter": _asks_charter, "words": _asks_words,
}  # fmt: skip
"""How a question is told, by what it would change."""


def withdrawn(said: Said, look: Look) -> str:
    return format_html(_("{who} took {decision} back."), who=said.who, decision=_decision(said, look))


def rolled(said: Said, look: Look) -> str:
    count = said.body["count"]
    text = ngettext(
        "Voting on {decision} began, as {who} said: {count} person may vote.",
        "Voting on {decision} began, as {who} said: {count} people may vote.",
        count,
    )
    return format_html(text, who=said.who, decision=_decision(said, look), count=shown(count))


def balloted(said: Said, look: Look) -> str:
    return format_html(
        _("{who} voted on {decision}: {choice}."), who=said.who, decision=_decision(said, look),
        choice=naming.choice(str(said.body["choice"])),
    )  # fmt: skip


def closed(said: Said, look: Look) -> str:
    return format_html(_("Voting on {decision} is over, as {who} said."), who=said.who, decision=_decision(said, look))


def tallied(said: Said, look: Look) -> str:
    counts = ", ".join(
        _("%(choice)s %(count)s") % {"choice": naming.choice(name), "count": shown(count)}
        for name, count in said.body["counts"].items()
    )
    text = (
        _("{who} counted the votes on {decision}: {counts}. It has passed.")
        if said.body["passed"]
        else _("{who} counted the votes on {decision}: {counts}. It has not passed.")
    )
    return format_html(text, who=said.who, decision=_decision(said, look), counts=counts)


def challenged(said: Said, look: Look) -> str:
    return format_html(_("{who} challenged {decision}."), who=said.who, decision=_decision(said, look))


def executed(said: Said, look: Look) -> str:
    return format_html(_("{who} carried out {decision}."), who=said.who, decision=_decision(said, look))


def stalled(said: Said, look: Look) -> str:
    return format_html(
        _("{who} said that {decision} can’t be carried out."), who=said.who, decision=_decision(said, look)
    )


def assigned(said: Said, look: Look) -> str:
    return format_html(
        _("By {decision} {person} does something until {day}, as {who} said."), who=said.who,
        decision=_decision(said, look), person=look.person(said.body["person"]), day=shown(Day(said.body["due"])),
    )  # fmt: skip


def proven(said: Said, look: Look) -> str:
    return format_html(
        _("{who} showed that {task} is done."), who=said.who, task=look.entry(said.body["task"], _("what was decided"))
    )


WORDS: dict[str, Callable[[Said, Look], str]] = {
    "decide.chartered": chartered, "decide.moved": moved, "decide.withdrawn": withdrawn, "decide.rolled": rolled,
    "decide.balloted": balloted, "decide.closed": closed, "decide.tallied": tallied, "decide.challenged": challenged,
    "decide.executed": executed, "decide.stalled": stalled, "decide.assigned": assigned, "decide.proven": proven,
}  # fmt: skip
