"""What can be typed about circles: founding one, and what changed in a week."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.library import queries as library
from entredon.apps.work import queries_circles
from entredon.apps.work.entries_circles import CircleFounded, DemoShown
from entredon.apps.work.forms_ideas import text_field
from entredon.apps.work.rules_circles import NAME
from entredon.desk.offering import offer


class FoundForm(forms.Form):
    """A circle: its name, what it is for, for which creation, within which circle."""

    name = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": NAME}),
        help_text=gettext_lazy("Such as: Roof, Wheels, Translations."),
        error_messages={"required": gettext_lazy("A circle needs a name.")},
    )
    text = text_field(gettext_lazy("What is it for?"), 4)
    creation = forms.ChoiceField(label=gettext_lazy("For which creation?"), required=False)
    part_of = forms.ChoiceField(label=gettext_lazy("Within which circle?"), required=False)

    def __init__(self, slug: str, data: QueryDict | None = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        made = [(one.id, one.name) for one in library.creations(slug)]
        there = [(one.id, one.name) for one, _depth in queries_circles.in_order(queries_circles.circles(slug))]
        offer(self, "creation", [("", _("none in particular")), *made])
        offer(self, "part_of", [("", _("none: it stands by itself")), *there])

    def fact(self) -> CircleFounded:
        """What would be said."""
        cleaned = self.cleaned_data
        return CircleFounded(
            name=cleaned["name"], creation=cleaned["creation"] or None, part_of=cleaned["part_of"] or None
        )

    def texts(self) -> dict[str, str]:
        return {"text": self.cleaned_data["text"].strip()}


class DemoForm(forms.Form):
    """What changed in a week, in somebody's words."""

    text = text_field(
        gettext_lazy("What changed, and what would you show?"),
        5,
        required=True,
        error_messages={"required": gettext_lazy("Say what changed, in a few words.")},
        help_text=gettext_lazy("In Markdown, if you like: links and pictures are welcome."),
    )

    def fact(self, circle: str, week: str) -> DemoShown:
        """What would be said."""
        return DemoShown(circle=circle, week=week)
