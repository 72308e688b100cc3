"""What can be typed about calls: opening one, and what came of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.work.entries_ideas import CallClosed, CallOpened, Credit
from entredon.apps.work.forms_ideas import creations, text_field, title_field
from entredon.apps.work.queries_ideas import CallShown, IdeaShown
from entredon.apps.work.record_ideas import HEAVIEST
from entredon.desk.offering import offer
from entredon.log.told import short


class CallForm(forms.Form):
    """A call: the problem, until when, by which criteria, and what is given back."""

    title = title_field(
        gettext_lazy("The problem, as a question"),
        gettext_lazy("Say the problem in a few words."),
        help_text=gettext_lazy("Such as: How do we keep the rain out?"),
    )
    text = text_field(gettext_lazy("What should people know about it?"))
    criteria = text_field(gettext_lazy("What makes an idea a good one here?"), 3)
    gives = text_field(
        gettext_lazy("What is given back?"), 3, help_text=gettext_lazy("Points, thanks, a day together …")
    )
    opens = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("From now on, if you leave it open."),
    )  # fmt: skip
    closes = forms.DateField(
        label=gettext_lazy("The last day for ideas"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say until when ideas can be brought.")},
    )
    partner = forms.CharField(
        label=gettext_lazy("For which partner?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only if somebody else asks: the name of the workshop, the town, the school."),
    )

    def fact(self) -> CallOpened:
        """What would be said."""
        opens: date | None = self.cleaned_data["opens"]
        return CallOpened(
            closes=self.cleaned_data["closes"].isoformat(),
            opens=opens.isoformat() if opens else "",
            partner=self.cleaned_data["partner"].strip(),
        )

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name].strip() for name in ("title", "text", "criteria", "gives")}


class CloseForm(forms.Form):
    """What came of a call: in words, and the ideas that went in, each with its weight."""

    text = text_field(
        gettext_lazy("What came of it?"),
        required=True,
        error_messages={"required": gettext_lazy("Say what came of the call.")},
    )
    creation = forms.ChoiceField(label=gettext_lazy("For what do the ideas count?"), required=False)
    suggested = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, slug: str, call: CallShown, ideas: Sequence[IdeaShown], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.call, self.ideas = call, ideas
        offer(self, "creation", creations(slug))
        for one in ideas:
            label = one.title or _("an idea whose words were erased")
            self.fields[f"in-{short(one.id)}"] = forms.BooleanField(label=label, required=False)
            self.fields[f"points-{short(one.id)}"] = forms.IntegerField(
                label=_("Points of “%(idea)s”") % {"idea": label},
                required=False,
                min_value=0,
                max_value=HEAVIEST,
                initial=1,
            )

    def lines(self) -> list[dict[str, Any]]:
        """Each idea with its tick and its number, as they are shown."""
        return [
            {"idea": one, "tick": self[f"in-{short(one.id)}"], "points": self[f"points-{short(one.id)}"]}
            for one in self.ideas
        ]

    def ticked(self) -> list[str]:
        return [one.id for one in self.ideas if self.cleaned_data.get(f"in-{short(one.id)}")]

    def missing(self) -> list[str]:
        """Ideas that a ticked one builds on, by way of others too, and that aren't ticked."""
        there, ticked = {one.id: one for one in self.ideas}, set(self.ticked())
        look, found = list(ticked), []
        while look:
            one = there.get(look.pop())
            for id in one.builds_on if one else ():
                if id in there and id not in ticked and id not in found:
                    found.append(id)
                    look.append(id)
        return [one.id for one in self.ideas if one.id in found]

    def fact(self) -> CallClosed:
        """What would be said."""
        points = {id: self.cleaned_data.get(f"points-{short(id)}") for id in self.ticked()}
        went_in = tuple(Credit(idea=id, points=1 if given is None else given) for id, given in points.items())
        return CallClosed(call=self.call.id, went_in=went_in, creation=self.cleaned_data["creation"] or None)
