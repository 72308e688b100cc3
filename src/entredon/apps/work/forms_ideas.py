"""What can be typed about ideas: bringing one, and an answer; and other words for whatever has some."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.work import finding, queries_ideas, queries_needs
from entredon.apps.work.entries_ideas import IdeaAnswered, Proposed
from entredon.apps.work.entries_needs import Needed
from entredon.apps.work.forms import ANOTHER, kind_from, kinds
from entredon.apps.work.queries_ideas import IdeaShown
from entredon.apps.work.record_ideas import HEAVIEST, NEEDS
from entredon.desk.offering import offer
from entredon.desk.telling import tell
from entredon.log.asked import Ambiguous, NotFound

TITLE, TEXT = 200, 20_000
"""Characters of a title, and of what stands below it."""
_NAMED = re.compile(r"[0-9a-f]{6,64}")


def title_field(label: Any, wrong: Any, **more: Any) -> forms.CharField:
    """A line that says what something is."""
    return forms.CharField(
        label=label,
        max_length=TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": TITLE}),
        error_messages={"required": wrong},
        **more,
    )


def text_field(label: Any, rows: int = 6, *, required: bool = False, **more: Any) -> forms.CharField:
    """Some sentences, in Markdown for who knows it."""
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": TEXT})
    return forms.CharField(label=label, max_length=TEXT, required=required, widget=widget, **more)


class ProposeForm(forms.Form):
    """An idea: two fields. What it is for and what it builds on come with the address."""

    title = title_field(gettext_lazy("Your idea, in a line"), gettext_lazy("Say your idea in a few words."))
    text = text_field(
        gettext_lazy("What would be better then, and how could it go?"),
        help_text=gettext_lazy("A few sentences are enough; questions to others are welcome."),
    )
    call = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    builds_on = forms.CharField(required=False, max_length=1_400, widget=forms.HiddenInput)

    def __init__(self, slug: str, data: QueryDict | None = None, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.slug = slug

    def clean_call(self) -> str:
        """The call it is for, by its full id. What is wrong with it is said above the form: its field is hidden."""
        asked = self.cleaned_data["call"]
        try:
            return queries_ideas.call(self.slug, asked).id if asked else ""
        except (NotFound, Ambiguous) as trouble:
            self.add_error(None, tell(trouble))
            return ""

    def clean_builds_on(self) -> tuple[str, ...]:
        """The ideas it builds on, by their full ids."""
        try:
            named = [queries_ideas.idea(self.slug, one).id for one in self.cleaned_data["builds_on"].split(",") if one]
        except (NotFound, Ambiguous) as trouble:
            self.add_error(None, tell(trouble))
            return ()
        return tuple(dict.fromkeys(named))

    def fact(self) -> Proposed:
        """What would be said."""
        return Proposed(call=self.cleaned_data["call"] or None, builds_on=self.cleaned_data["builds_on"])

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name].strip() for name in ("title", "text")}


OUTCOMES = (
    ("adopted", gettext_lazy("Yes, let’s do it"), gettext_lazy("It becomes one or more needs that people can take.")),
    ("merged", gettext_lazy("It goes into another idea"), gettext_lazy("What is said there holds for both.")),
    ("parked", gettext_lazy("Later"), gettext_lazy("Say until when, or what has to come first.")),
    ("declined", gettext_lazy("No, because …"), gettext_lazy("Say why, so that who brought it understands.")),
)


class AnswerIdeaForm(forms.Form):
    """What a steward says to an idea. Only what belongs to the outcome she chose is looked at."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What do you say?"),
        choices=[(value, name) for value, name, _note in OUTCOMES],
        error_messages={"required": gettext_lazy("Choose an answer.")},
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Needs that it goes into"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more_needs = forms.CharField(
        label=gettext_lazy("Other needs, by their names"),
        required=False,
        max_length=2_000,
        help_text=gettext_lazy("The first characters of each, as at the end of its address, such as 1a2b3c4d5e."),
    )
    new_needs = forms.CharField(
        label=gettext_lazy("New needs, one on each line"),
        required=False,
        max_length=NEEDS * (TITLE + 2),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Who, when and how much can be said later, on the page of each."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What kind of work are the new ones?"), required=False)
    creation = forms.ChoiceField(label=gettext_lazy("For what?"), required=False)
    points = forms.IntegerField(
        label=gettext_lazy("Points of the idea"),
        required=False,
        min_value=0,
        max_value=HEAVIEST,
        help_text=gettext_lazy("How much the idea weighs beside other ideas; 1 if you leave it open."),
    )
    into = forms.ChoiceField(label=gettext_lazy("Into which idea?"), required=False, widget=forms.RadioSelect)
    other = forms.CharField(
        label=gettext_lazy("Another one, by its name"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Its address, or the characters at the end of it, such as 1a2b3c4d5e."),
    )
    reason = text_field(
        gettext_lazy("Why?"),
        4,
        help_text=gettext_lazy("It stands on the page of the idea, with your name and the day."),
    )

    def __init__(
        self, slug: str, idea: IdeaShown, near: Sequence[IdeaShown], needs: Sequence[Any], data: QueryDict | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=dict(initial or {}))
        self.slug, self.idea = slug, idea
        choices = {
            "needs": [(need.id, need.title or _("a need whose words were erased")) for need in needs],
            "into": [(one.id, one.title) for one in near],
            "kind": [choice for choice in kinds(slug) if choice[0] not in (ANOTHER, "idea", "writing")],
            "creation": creations(slug),
        }
        for name, offered in choices.items():
            offer(self, name, offered)

    def clean(self) -> dict[str, Any]:
        """What belongs together; the law looks again."""
        cleaned: dict[str, Any] = super().clean() or {}
        outcome = cleaned.get("outcome")
        if outcome == "adopted":
            self._clean_needs(cleaned)
        elif outcome == "merged":
            self._clean_into(cleaned)
        elif outcome and not cleaned.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", _("Say why: whoever brought the idea should know."))
        return cleaned

    def _clean_needs(self, cleaned: dict[str, Any]) -> None:
        named = list(cleaned.get("needs", ()))
        for asked in _NAMED.findall(cleaned.get("more_needs", "").lower()):
            try:
                named.append(queries_needs.find_need(self.slug, asked))
            except (NotFound, Ambiguous) as trouble:
                self.add_error("more_needs", tell(trouble))
        lines = [line.strip() for line in cleaned.get("new_needs", "").splitlines() if line.strip()]
        if any(len(line) > TITLE for line in lines):
            self.add_error("new_needs", _("Keep each need below %(most)s characters.") % {"most": TITLE})
        if len(lines) + len(set(named)) > NEEDS:
            self.add_error("new_needs", _("At most %(most)s needs fit in one answer.") % {"most": NEEDS})
        if not lines and not named and not self.idea.needs and not {"new_needs", "more_needs"} & self.errors.keys():
            self.add_error("new_needs", _("Choose a need, or write a new one: that is what the idea becomes."))
        cleaned["needs"], cleaned["lines"] = tuple(dict.fromkeys(named)), lines

    def _clean_into(self, cleaned: dict[str, Any]) -> None:
        typed = cleaned.get("other", "").strip().rstrip("/").rpartition("/")[2]
        try:
            asked = typed or cleaned.get("into", "")
            if not asked:
                self.add_error("other", _("Say which idea it goes into."))
                return
            cleaned["into"] = queries_ideas.idea(self.slug, asked).id
        except (NotFound, Ambiguous) as trouble:
            self.add_error("other", tell(trouble))

    def needed(self) -> list[tuple[Needed, dict[str, str]]]:
        """The new needs that are written in the same step."""
        if self.cleaned_data["outcome"] != "adopted":
            return []
        work = self.cleaned_data["kind"] or kind_from("help")
        creation = self.cleaned_data["creation"] or None
        fact = Needed(work=work, creation=creation, ideas=(self.idea.id,))
        return [(fact, {"title": line}) for line in self.cleaned_data["lines"]]

    def fact(self) -> IdeaAnswered:
        """What would be said."""
        cleaned, outcome = self.cleaned_data, self.cleaned_data["outcome"]
        counts = outcome in ("adopted", "merged")
        points = cleaned.get("points")
        return IdeaAnswered(
            idea=self.idea.id,
            outcome=outcome,
            needs=cleaned["needs"] if outcome == "adopted" else (),
            into=cleaned["into"] if outcome == "merged" else None,
            creation=(cleaned["creation"] or None) if counts else None,
            points=points if counts and points is not None else 1,
        )

    def texts(self) -> dict[str, str]:
        return {"reason": self.cleaned_data["reason"].strip()}


def creations(slug: str) -> list[tuple[str, str]]:
    """For what an idea can count: what each creation is becoming, or the commons at large."""
    shown = [version for version in finding.versions(slug) if not version.released]
    return [*((v.creation, v.creation_name) for v in shown), ("", _("the commons at large"))]


class RewordForm(forms.Form):
    """The texts of something, to be worded anew. What stays as it was isn't said again."""

    LABELS = {
        "title": gettext_lazy("In a line"),
        "text": gettext_lazy("What it is about"),
        "done": gettext_lazy("When it counts as done"),
        "criteria": gettext_lazy("What makes an idea a good one here?"),
        "gives": gettext_lazy("What is given back?"),
    }

    def __init__(self, names: Sequence[str], now: Mapping[str, str], data: QueryDict | None = None) -> None:
        super().__init__(data, initial=dict(now))
        self.now = now
        for name in names:
            if name == "title":
                self.fields[name] = title_field(self.LABELS[name], _("Say it in a few words."))
            else:
                self.fields[name] = text_field(self.LABELS[name], 6 if name == "text" else 3)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.fields:
            if name in cleaned and self.now.get(name) and not cleaned[name].strip():
                self.add_error(
                    name, _("Words that stand there can be said anew, not left out; have them erased instead.")
                )
        if not self.errors and not self.texts():
            raise forms.ValidationError(_("Nothing is worded anew yet."))
        return cleaned

    def texts(self) -> dict[str, str]:
        """What was worded anew."""
        typed = {name: self.cleaned_data.get(name, "").strip() for name in self.fields}
        return {name: text for name, text in typed.items() if text and _lines(text) != _lines(self.now.get(name, ""))}


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()
