"""What things about deciding are called on pages: what can be decided, choices, and how far a decision is."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from entredon.apps.decide.record import BUDGET, CHARTER, PARTNER, SHARING, STEWARD, WORDS

KINDS: dict[str, tuple[Any, Any]] = {
    WORDS: (gettext_lazy("What we do"), gettext_lazy("Anything you want to do, agree on or stand for: people carry it out.")),
    SHARING: (gettext_lazy("How income is shared"), gettext_lazy("Another sharing rule: everybody sees first who gains and who loses.")),
    PARTNER: (gettext_lazy("Who is a partner"), gettext_lazy("Somebody who sells or makes joins and gives back, or stops.")),
    BUDGET: (gettext_lazy("Money for a need"), gettext_lazy("Something of the common fund is set aside for what is needed.")),
    STEWARD: (gettext_lazy("Who is a steward"), gettext_lazy("A member becomes a steward, or is one no longer.")),
    CHARTER: (gettext_lazy("The charter"), gettext_lazy("Who decides about what, and how.")),
}  # fmt: skip
"""What can be decided, in the order in which it is offered: its name, and a line about it."""

CHOICES: dict[str, tuple[Any, str]] = {
    "yes": (pgettext_lazy("vote", "Yes"), "community"),
    "no": (pgettext_lazy("vote", "No"), "bad"),
    "abstain": (gettext_lazy("I abstain"), "ink"),
    "consent": (gettext_lazy("I go along"), "community"),
    "reservation": (gettext_lazy("I go along, with a doubt"), "coalition"),
    "objection": (gettext_lazy("I object"), "bad"),
}
"""What can be chosen, with its colour."""
METHODS = {"threshold@1": ("yes", "no", "abstain"), "consent@1": ("consent", "reservation", "objection")}
"""The choices of each way of counting."""

STATES: dict[str, tuple[Any, str]] = {
    "talk": (gettext_lazy("being discussed"), "community"),
    "vote": (gettext_lazy("being voted on"), "association"),
    "count": (gettext_lazy("waits to be counted"), "coalition"),
    "passed": (gettext_lazy("decided: yes"), "community"),
    "refused": (gettext_lazy("decided: no"), ""),
    "executed": (gettext_lazy("carried out"), "community"),
    "stalled": (gettext_lazy("can’t be carried out"), "bad"),
    "set_aside": (gettext_lazy("set aside after challenges"), "bad"),
    "withdrawn": (gettext_lazy("taken back"), ""),
}
"""How far a decision is, with its colour."""


def choice(name: str) -> str:
    """What a choice is called."""
    return str(CHOICES[name][0]) if name in CHOICES else name


def kind(lever: str) -> str:
    """What a decision is about, in words."""
    return str(KINDS[lever][0]) if lever in KINDS else lever


def untitled() -> str:
    """What a decision is called whose title was erased."""
    return _("A decision whose words were erased")
