"""What can be typed about a contribution by its peers and its author; and how many of whom are to look at contributions."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.work import links, record_contributing
from entredon.apps.work.entries import AddedTo, File
from entredon.apps.work.entries_reviews import Reviewed, ReviewRuleAdopted
from entredon.apps.work.forms import LONGEST
from entredon.apps.work.forms_tell import Files
from entredon.apps.work.record_reviews import ACCEPT, DECLINE, KEEPERS, MEMBERS, MORE, MOST, STEWARDS
from entredon.desk.telling import tell
from entredon.log.registry import Refused


class ReviewForm(forms.Form):
    """What a peer says: yes, not yet, or no; why, where it isn't yes."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What do you say?"),
        choices=[
            (ACCEPT, gettext_lazy("Accept it")),
            (MORE, gettext_lazy("Ask for more")),
            (DECLINE, gettext_lazy("Decline it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what you think of it.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Why?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Needed where you ask for more or decline. It stands beside your name, and can be erased."
        ),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="review")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["text"] = str(cleaned.get("text") or "").strip()
        if cleaned.get("verdict") in (MORE, DECLINE) and not cleaned["text"] and "text" not in self.errors:
            self.add_error("text", _("Say why, so that she knows what to do."))
        return cleaned

    def fact(self, flow: str, until: int) -> Reviewed:
        """What would be said, by who has seen so many entries."""
        return Reviewed(flow=flow, verdict=self.cleaned_data["verdict"], until=until)


class AddForm(forms.Form):
    """What its author adds to a contribution."""

    text = forms.CharField(
        label=gettext_lazy("What do you add?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    link = forms.CharField(
        label=gettext_lazy("Where can it be seen?"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )
    commits = forms.CharField(
        label=gettext_lazy("Commits"),
        required=False,
        max_length=4000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: QueryDict | None = None, sent: Files | None = None) -> None:
        super().__init__(data, prefix="add")
        self.sent = sent or Files()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            cleaned["link"] = links.checked(cleaned["link"]) if cleaned.get("link") else ""
        except Refused as trouble:
            self.add_error("link", tell(trouble))
        found = tuple(
            dict.fromkeys(one for one in re.split(r"[\s,;]+", str(cleaned.get("commits") or "").lower()) if one)
        )
        try:
            record_contributing.check_files((), found)
            cleaned["commits"] = found
        except Refused as trouble:
            self.add_error("commits", tell(trouble))
        for sentence in self.sent.troubles:
            self.add_error(None, sentence)
        if not self.errors and not (cleaned.get("text") or cleaned.get("link") or found or self.sent.kept):
            self.add_error("text", _("Add words, a link, a file or a commit."))
        return cleaned

    def fact(self, flow: str) -> AddedTo:
        files = tuple(File(sha256=one.sha256, bytes=one.bytes, type=one.type) for one in self.sent.kept)
        return AddedTo(flow=flow, files=files, commits=self.cleaned_data["commits"])

    def texts(self) -> dict[str, str]:
        """What goes beside it."""
        said = {"note": self.cleaned_data["text"], "link": self.cleaned_data["link"]}
        said["names"] = "\n".join(one.name for one in self.sent.kept)
        return {name: text for name, text in said.items() if text}


class RuleForm(forms.Form):
    """How many of whom look at a contribution."""

    reviewers = forms.IntegerField(
        label=gettext_lazy("How many look at a contribution before it is accepted?"),
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Who may look?"),
        choices=[
            (MEMBERS, gettext_lazy("Every member")),
            (KEEPERS, gettext_lazy("Keepers and stewards")),
            (STEWARDS, gettext_lazy("Stewards")),
        ],
        widget=forms.RadioSelect,
    )

    def fact(self) -> ReviewRuleAdopted:
        return ReviewRuleAdopted(reviewers=self.cleaned_data["reviewers"], who=self.cleaned_data["who"])
