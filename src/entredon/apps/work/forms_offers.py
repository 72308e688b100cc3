"""What can be typed about offers of help: “I can …”."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from entredon.apps.work.entries_needs import HelpOffered
from entredon.apps.work.forms import LONGEST
from entredon.apps.work.forms_needs import TITLE, Day, Skills, sizes
from entredon.apps.work.record_needs import PLACE
from entredon.desk.offering import offer


class OfferForm(forms.Form):
    """What somebody can do, how much time she has, where, and until when."""

    title = forms.CharField(
        label=gettext_lazy("I can …"),
        max_length=TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": TITLE}),
        help_text=gettext_lazy("In a line, such as: I can weld, and I have a workshop in Ghent."),
        error_messages={"required": gettext_lazy("Say in a few words what you can do.")},
    )
    skills = Skills(
        label=gettext_lazy("Skills it takes"),
        required=False,
        max_length=600,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "A few words with commas between them. By these your offer and what is needed find each other."
        ),
    )
    minutes = forms.TypedChoiceField(label=gettext_lazy("How much time have you?"), coerce=int, initial="0")
    place = forms.CharField(
        label=gettext_lazy("Where?"),
        required=False,
        max_length=PLACE,
        help_text=gettext_lazy("A town is enough. Leave it empty if it can be anywhere."),
    )
    until = Day(label=gettext_lazy("Until when does this hold?"))
    text = forms.CharField(
        label=gettext_lazy("More about it, if you like"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: QueryDict | None = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        offer(self, "minutes", sizes())

    def texts(self) -> dict[str, str]:
        """The words, as side texts; those left empty are left out."""
        return {name: text for name in ("title", "text") if (text := self.cleaned_data[name].strip())}

    def fact(self) -> HelpOffered:
        """What would be said."""
        cleaned = self.cleaned_data
        named = {name: cleaned[name] for name in ("skills", "minutes", "place", "until")}
        return HelpOffered(**named)
