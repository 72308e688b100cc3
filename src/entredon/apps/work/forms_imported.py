"""What can be chosen about a table that is brought in: its file, and which column says what."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.work.forms import abouts
from entredon.desk.offering import offer
from entredon.pure.tables import values
from entredon.pure.tables.columns import FIELDS, Matching
from entredon.pure.tables.kinds import kind_of

MAIN = ("person", "address", "day", "time", "kind", "what")
"""What most tables say."""
MORE = ("family", "points", "about", "need", "link", "own")
LABELS = {
    "person": gettext_lazy("Who did it?"),
    "family": gettext_lazy("Her family name, if it stands apart"),
    "address": gettext_lazy("Her e-mail address"),
    "day": gettext_lazy("On which day?"),
    "time": gettext_lazy("How long?"),
    "kind": gettext_lazy("What kind of work?"),
    "what": gettext_lazy("What was done, in words"),
    "points": gettext_lazy("Points"),
    "about": gettext_lazy("For which creation or version?"),
    "need": gettext_lazy("For which need?"),
    "link": gettext_lazy("Where it can be seen"),
    "own": gettext_lazy("A number of its own"),
}
HINTS = {
    "address": gettext_lazy(
        "With it, whoever it is can claim her work here. Only members see names; nobody sees addresses."
    ),
    "what": gettext_lazy("It stays at this place and is shown to members only."),
    "own": gettext_lazy("Only if no two rows in all your tables have the same. Rows are known again without it, too."),
}


class FileForm(forms.Form):
    """The file that holds the table."""

    table = forms.FileField(
        label=gettext_lazy("Your file"),
        help_text=gettext_lazy("A spreadsheet saved as CSV, or the JSON in which a forge exports issues and reviews."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/csv,application/json"}),
        error_messages={
            "required": gettext_lazy("Choose the file in which it stands."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


class MatchForm(forms.Form):
    """Which column says what, how days and times are written, and what holds where a row doesn't say it."""

    days = forms.ChoiceField(
        label=gettext_lazy("Days are written as"),
        choices=[
            (values.ISO, "2024-05-03"),
            (values.DAY_FIRST, gettext_lazy("3/5/2024, the day first")),
            (values.MONTH_FIRST, gettext_lazy("5/3/2024, the month first")),
            (values.EXCEL, gettext_lazy("45415, a spreadsheet’s own number")),
        ],
    )
    in_minutes = forms.ChoiceField(
        label=gettext_lazy("Bare numbers are"),
        choices=[("", gettext_lazy("hours")), ("1", gettext_lazy("minutes"))],
        required=False,
    )
    usual_kind = forms.CharField(
        label=gettext_lazy("Where no kind is told, it was"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("A word, such as design."),
    )
    usual_about = forms.ChoiceField(label=gettext_lazy("Where it isn’t told for what, it was for"), required=False)

    def __init__(self, slug: str, columns: tuple[str, ...], matching: Matching, data: QueryDict | None = None) -> None:
        super().__init__(data, initial=initial(matching))
        self.columns = columns
        choices = [("", "—"), *((name, name) for name in columns)]
        for field in FIELDS if columns else ():
            self.fields[field] = forms.ChoiceField(
                label=LABELS[field], choices=choices, required=False, help_text=HINTS.get(field, "")
            )
        if not columns:
            for name in ("days", "in_minutes", "usual_kind"):
                del self.fields[name]
        offer(self, "usual_about", abouts(slug, matching.about))

    @property
    def main(self) -> list[Any]:
        return [self[name] for name in MAIN if name in self.fields]

    @property
    def more(self) -> list[Any]:
        return [self[name] for name in MORE if name in self.fields]

    @property
    def more_is_used(self) -> bool:
        return any(self[name].value() or self[name].errors for name in MORE if name in self.fields)

    def clean_usual_kind(self) -> str:
        text = str(self.cleaned_data["usual_kind"]).strip()
        kind = kind_of(text)
        if text and not kind:
            raise forms.ValidationError(_("Write a word that begins with a letter."))
        return kind

    def clean(self) -> dict[str, Any]:
        """A column says one thing; somebody must be named, and a kind of work."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.columns:
            return cleaned
        used: dict[str, str] = {}
        for field in FIELDS:
            name = cleaned.get(field, "")
            if name and name in used:
                self.add_error(field, _("This column is chosen above already."))
            elif name:
                used[name] = field
        if not cleaned.get("person") and not cleaned.get("address"):
            self.add_error("person", _("Say which column tells who did it."))
        if not cleaned.get("kind") and not cleaned.get("usual_kind") and "usual_kind" not in self.errors:
            self.add_error("usual_kind", _("Say which kind of work it was, or which column tells it."))
        return cleaned

    def matching(self) -> Matching:
        """What was chosen, as far as it can be used."""
        chosen = self.cleaned_data
        return Matching(
            columns={field: chosen[field] for field in FIELDS if chosen.get(field)},
            days=chosen.get("days") or values.DAY_FIRST,
            in_minutes=bool(chosen.get("in_minutes")),
            kind=chosen.get("usual_kind", ""),
            about=chosen.get("usual_about", ""),
        )


def initial(matching: Matching) -> dict[str, Any]:
    """A matching as the form begins with it."""
    return {
        **matching.columns,
        "days": matching.days,
        "in_minutes": "1" if matching.in_minutes else "",
        "usual_kind": matching.kind,
        "usual_about": matching.about,
    }
