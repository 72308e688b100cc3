"""What people are asked when they come in, invite, answer, and tell of themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.log.registry import Refused, line

LONGEST = 200
ABOUT = 2000


class Line(forms.CharField):
    """One line of text, as names and places are."""

    def __init__(self, **words: Any) -> None:
        super().__init__(max_length=LONGEST, **words)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            line(str(self.label).lower(), text, LONGEST, least=0)
        except Refused:
            raise forms.ValidationError(_("This is one line, without control characters.")) from None
        return text


class Words(forms.CharField):
    """A few sentences."""

    def __init__(self, rows: int = 4, **words: Any) -> None:
        super().__init__(max_length=ABOUT, widget=forms.Textarea(attrs={"rows": rows}), **words)


class JoinForm(forms.Form):
    """Who are you? A name; the place is her choice."""

    name = Line(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("What others here will call you. It need not be the one in your passport."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Say what others may call you.")},
    )
    place = Line(
        label=gettext_lazy("Your place, if you like"),
        help_text=gettext_lazy("Your town or region, so that people near you can find you."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )


class AskForm(JoinForm):
    """The same where a member has to say yes first."""

    message = Words(
        label=gettext_lazy("A word to the members, if you like"),
        help_text=gettext_lazy("Who you are, and what brings you here. Only members read it."),
        required=False,
    )


class AgainForm(forms.Form):
    """Coming back where a member has to say yes first: name and place are known."""

    message = AskForm.base_fields["message"]


class InviteForm(forms.Form):
    """For whom is an invitation meant?"""

    meant_for = Line(
        label=gettext_lazy("For whom"),
        help_text=gettext_lazy("A note for yourself, so that you know later which link was whose."),
        error_messages={"required": gettext_lazy("Say for whom it is meant, if only for yourself.")},
    )


class DeclineForm(forms.Form):
    """Why not?"""

    answer = Words(
        rows=2,
        label=gettext_lazy("Why not (yet)"),
        help_text=gettext_lazy("One sentence is enough; it is sent to whoever asked."),
        error_messages={"required": gettext_lazy("Nobody is turned away without a word: write a sentence.")},
    )
