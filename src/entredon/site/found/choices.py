"""What can be chosen at founding, each with a line that says what it means."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: its value, what it is called, and a line about it (lazy texts)."""

    value: str
    name: Any
    note: Any = ""


LICENCES = (
    Option("CERN-OHL-S-2.0", _("Hardware"), _("Build it, sell it, change it; who changes it shares the drawings.")),
    Option("AGPL-3.0-or-later", _("Software"), _("Use it, change it; who runs a changed one shares the code.")),
    Option("CC-BY-SA-4.0", _("Texts, pictures, music"), _("Copy and remix it, name the makers, pass it on as freely.")),
    Option("ODbL-1.0", _("Data"), _("Use and combine it; who betters the data shares them.")),
)
SOURCES = (
    Option("nothing", _("From nothing"), _("It begins today, with your first contribution.")),
    Option(
        "repository", _("From a git repository here"), _("Its history tells who built what. It stays a private draft.")
    ),
    Option("bundle", _("From a git bundle"), _("A repository in one file, sent from your computer.")),
)
FORMS = (
    Option("informal", _("An informal group"), _("People who trust each other; nothing is registered.")),
    Option("vzw", _("Association (vzw, asbl)"), _("A non-profit of Belgian law; members get no profit.")),
    Option("association", _("Association elsewhere"), _("e.V., association loi 1901, vereniging, …")),
    Option("cooperative", _("Cooperative"), _("A business that its members own and vote in.")),
    Option("foundation", _("Foundation"), _("A fund with a purpose and no members.")),
    Option("company", _("Company or public body"), _("Such as a social enterprise, a town or a university.")),
)
BANK = (
    Option("nobody", _("Nobody yet"), _("Fine for a beginning; money needs one later.")),
    Option("itself", _("It does itself"), _("The account is in its own name.")),
    Option("other", _("Another body does, for us"), _("A fiscal host, or a friendly association.")),
)
JOINING = (
    Option("acceptance", _("A member says yes"), _("Whoever asks is let in by one member.")),
    Option("open", _("Open to all"), _("Whoever wants to is in at once.")),
    Option("invitation", _("By invitation"), _("Members ask people in; nobody can ask by herself.")),
)
WAYS = (
    Option("pot", _("The common pot"), _("Everything goes into one pot; together you decide what happens to it.")),
    Option("flow", _("By contributions"), _("It reaches everybody whose work is in what was sold, by what they gave.")),
    Option("fixed", _("Fixed parts"), _("The people you name each get a fixed part, once all of them have signed.")),
)
BEGINS = (
    Option("draft", _("Only its members"), _("A private draft. You make it public when you are ready.")),
    Option("public", _("Everybody, from now on"), _("Public at once, and it stays public.")),
)


class Picks(forms.ChoiceField):
    """One of several options, shown as cards."""

    widget = forms.RadioSelect

    def __init__(self, options: tuple[Option, ...], **rest: Any) -> None:
        self.options = options
        super().__init__(choices=[(option.value, option.name) for option in options], **rest)


class ManyPicks(forms.MultipleChoiceField):
    """Any of several options, shown as cards."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, options: tuple[Option, ...], **rest: Any) -> None:
        self.options = options
        super().__init__(choices=[(option.value, option.name) for option in options], **rest)


def name_of(options: tuple[Option, ...], value: str) -> str:
    """What an option is called; the value itself when it is none of them."""
    return next((str(option.name) for option in options if option.value == value), value)
