"""What is asked of who chooses helpers, and of who has lost her keys."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.people.forms import Words
from entredon.apps.people.rules_recovery import MOST


class Helpers(forms.Form):
    """Who lets somebody back in, and how many of them it takes."""

    helpers = forms.MultipleChoiceField(
        label=gettext_lazy("Whom do you trust with this?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Somebody you chose is no member any more: choose again.")},
    )
    needed = forms.IntegerField(
        label=gettext_lazy("How many of them does it take?"),
        help_text=gettext_lazy("Fewer is easier; more is safer. Two of three is a good beginning."),
        min_value=1,
        max_value=MOST,
        required=False,
        error_messages={"min_value": gettext_lazy("At least one of them."), "invalid": gettext_lazy("Write a number.")},
    )

    def __init__(self, *given: Any, people: list[tuple[str, str]], **words: Any) -> None:
        super().__init__(*given, **words)
        chosen: Any = self.fields["helpers"]
        chosen.choices = people

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        count = len(cleaned.get("helpers", ()))
        if count > MOST:
            self.add_error("helpers", _("Choose at most %(most)s.") % {"most": MOST})
        if count and not cleaned.get("needed") and "needed" not in self.errors:
            self.add_error("needed", _("Say how many of them it takes."))
        if count and (cleaned.get("needed") or 0) > count:
            self.add_error("needed", _("It can’t take more than you have chosen."))
        return cleaned


class Lost(forms.Form):
    """As whom somebody wants to be let back in."""

    person = forms.ChoiceField(
        label=gettext_lazy("Who are you here?"),
        error_messages={
            "required": gettext_lazy("Say who you are here."),
            "invalid_choice": gettext_lazy("Nobody of that name has chosen somebody to let her back in."),
        },
    )
    message = Words(
        rows=3,
        label=gettext_lazy("A word to those you chose, if you like"),
        help_text=gettext_lazy("What happened, and how they can reach you to be sure that it is you."),
        required=False,
    )

    def __init__(self, *given: Any, people: list[tuple[str, str]], **words: Any) -> None:
        super().__init__(*given, **words)
        person: Any = self.fields["person"]
        person.choices = [("", "—"), *people]
