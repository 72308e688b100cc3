"""Forms on the way of a decision: a vote, a challenge, taking it back, who does what, and the proof."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.people import queries as people
from entredon.desk.offering import offer
from entredon.log import clock
from entredon.pure.names import in_order

REASON = 2_000
LAST = 2099
"""Days are written with years until this one."""
BESIDE = gettext_lazy("It stands beside the public record, where anybody can read it, until you erase it.")


def _words(label: Any, required: Any = "", *, rows: int = 3, hint: Any = BESIDE) -> forms.CharField:
    """A field for words of one's own. ``required`` is what is said where they are missing."""
    return forms.CharField(
        label=label, required=bool(required), max_length=REASON, help_text=hint, widget=forms.Textarea({"rows": rows}),
        error_messages={"required": required} if required else None,
    )  # fmt: skip


class VoteForm(forms.Form):
    """What somebody chooses, and why if she wants to say it."""

    choice = forms.CharField(max_length=20, widget=forms.HiddenInput)
    reason = _words(gettext_lazy("Why, if you want to say it"))

    def __init__(self, choices: tuple[str, ...], *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.choices = choices

    def clean_choice(self) -> str:
        chosen: str = self.cleaned_data["choice"]
        if chosen not in self.choices:
            raise forms.ValidationError(_("Choose one of the answers first."))
        return chosen

    def texts(self) -> dict[str, str]:
        """Her erasable words."""
        reason = self.cleaned_data["reason"].strip()
        return {"reason": reason} if reason else {}


class ReasonForm(forms.Form):
    """Why it is challenged, or taken back."""

    reason = _words(gettext_lazy("Why"), gettext_lazy("Say why, so that everybody can judge it."))

    def texts(self) -> dict[str, str]:
        return {"reason": self.cleaned_data["reason"].strip()}


class BackForm(ReasonForm):
    """Why a decision is taken back, if she wants to say it."""

    reason = _words(gettext_lazy("Why, if you want to say it"))

    def texts(self) -> dict[str, str]:
        reason = self.cleaned_data["reason"].strip()
        return {"reason": reason} if reason else {}


class TaskForm(forms.Form):
    """Who does what by when."""

    what = _words(gettext_lazy("What is to be done"), gettext_lazy("Say what is to be done."), rows=2)
    person = forms.ChoiceField(label=gettext_lazy("Who does it"))
    due = forms.DateField(
        label=gettext_lazy("By when"),
        widget=forms.DateInput({"type": "date"}),
        error_messages={
            "required": gettext_lazy("Say by which day."), "invalid": gettext_lazy("Write the day as 2026-03-31."),
        },
    )  # fmt: skip

    def __init__(self, slug: str, me: str, everybody: bool, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        known = [(one.id, one.name) for one in people.members(slug, True) if everybody or one.id == me]
        offer(self, "person", sorted(known, key=lambda one: (one[0] != me, in_order(one[1]))))
        self.initial.setdefault("due", (clock.now() + timedelta(days=14)).date().isoformat())

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due.year > LAST:
            raise forms.ValidationError(_("Nobody alive can see to that: give an earlier day."))
        return due


class ProofForm(forms.Form):
    """What shows that it is done."""

    proof = _words(
        gettext_lazy("What shows that it is done"),
        gettext_lazy("Say what shows that it is done: in words, or by an address where it can be seen."),
        rows=2,
    )
    task = forms.CharField(max_length=64, widget=forms.HiddenInput)
