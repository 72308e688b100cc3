"""What can be typed in discussions: a topic, a post, why posts move, measures, appeals and answers to them."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.social import pictures
from entredon.apps.social.entries import PICTURES
from entredon.apps.social.people import kept, mentioned
from entredon.apps.social.record import MENTIONS
from entredon.apps.social.rules_measures import LONGEST
from entredon.desk import limits, markdown
from entredon.desk.telling import shown, tell
from entredon.log.registry import STEERING, Refused

TEXT = 20_000
"""Characters of a post."""
TITLE = 120
REASON = 2_000
_TOO_LONG = gettext_lazy(
    "At most %(limit_value)s characters fit here; these are %(show_value)s. Shorten it, or say it in two parts."
)


class Several(forms.FileInput):
    """Chooses several files."""

    allow_multiple_selected = True


def one_line(text: str) -> str:
    """A title as it is kept: one line that steers no screen."""
    return " ".join("".join(" " if ord(c) < 32 or 127 <= ord(c) < 160 or c in STEERING else c for c in text).split())


class PostForm(forms.Form):
    """What somebody says: words, and pictures if she likes. ``sender`` is the account of a member who sends pictures; without one
    none are taken, nor even looked at, for what waits until somebody has come in has no room for them."""

    text = forms.CharField(
        label=gettext_lazy("What do you say?"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": None}),
        error_messages={"max_length": _TOO_LONG},
        help_text=gettext_lazy(
            "Markdown works: *slanted*, **strong**, > quoted, lists, links. @ and a name names somebody."
        ),
    )
    pictures = forms.Field(
        label=gettext_lazy("Pictures"),
        required=False,
        widget=Several(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif", "multiple": True}),
        help_text=gettext_lazy(
            "At most four. They are drawn anew: where and with what they were taken stays with you."
        ),
    )
    seen = forms.CharField(
        label=gettext_lazy("What is to be seen on them?"),
        required=False,
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _TOO_LONG},
        help_text=gettext_lazy("A line for each picture, for who can’t see them."),
    )
    answers = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, slug: str, data: Any = None, files: Any = None, *, sender: Any = "", kept_pictures: int = 0, **rest: Any
    ) -> None:
        super().__init__(data, files if sender else None, auto_id="say-%s", **rest)
        self.slug = slug
        self.sender = str(sender or "")
        self.kept_pictures = kept_pictures
        self.mentions: tuple[str, ...] = ()
        self.drawn: list[str] = []

    def clean_text(self) -> str:
        """The words as they are kept: with ids where they name somebody."""
        text = kept(self.slug, self.cleaned_data["text"].replace("\r\n", "\n"))
        self.mentions = mentioned(self.slug, text)
        if len(self.mentions) > MENTIONS or len(markdown.mentions(text)) > MENTIONS:
            raise forms.ValidationError(
                _("You name %(count)s people; at most %(most)s can be named in one post.")
                % {"count": shown(len(markdown.mentions(text))), "most": MENTIONS}
            )
        return text

    def clean_pictures(self) -> None:
        """The pictures, drawn anew."""
        sent: list[UploadedFile[Any]] = self.files.getlist("pictures") if hasattr(self.files, "getlist") else []
        if len(sent) + self.kept_pictures > len(PICTURES):
            raise forms.ValidationError(_("A post has at most %(most)s pictures.") % {"most": len(PICTURES)})
        try:
            self.drawn = [self._drawn(one) for one in sent]
        except Refused as refusal:
            raise forms.ValidationError(tell(refusal)) from None

    def _drawn(self, picture: UploadedFile[Any]) -> str:
        if not limits.allowed("file", self.sender):
            raise Refused("These were many files in a short time. Wait a while, then choose this one again.")
        return pictures.drawn(picture)

    def clean(self) -> None:
        """Something must be said."""
        if not self.errors and not self.cleaned_data["text"].strip() and not self.drawn:
            self.add_error("text", _("Say something, or show a picture."))

    def texts(self) -> dict[str, str]:
        """The side texts of what is said."""
        found = {"text": self.cleaned_data["text"]} if self.cleaned_data["text"].strip() else {}
        if self.drawn and self.cleaned_data["seen"].strip():
            found["seen"] = self.cleaned_data["seen"].replace("\r\n", "\n").strip()
        return {**found, **dict(zip(PICTURES, self.drawn, strict=False))}


class TopicForm(PostForm):
    """A topic, and the first that is said about it."""

    title = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give it a title, so that others find it."), "max_length": _TOO_LONG},
    )
    field_order = ("title", "text", "pictures", "seen")

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])


def reason(label: Any, help_text: Any = "") -> forms.CharField:
    """Words that stand beside an act."""
    return forms.CharField(
        label=label,
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why, in a few words."), "max_length": _TOO_LONG},
        help_text=help_text,
    )


class MoveForm(forms.Form):
    """Posts that move: to a new topic with a title, or to a thread that is there."""

    title = forms.CharField(label=gettext_lazy("A new topic called"), required=False, max_length=TITLE)
    to = forms.CharField(
        label=gettext_lazy("Or the talk about"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The address of its page, or the beginning of its name in letters and digits."),
    )
    reason = reason(gettext_lazy("Why?"))

    def clean(self) -> None:
        """One of both."""
        title, to = (self.cleaned_data.get(name, "").strip() for name in ("title", "to"))
        if bool(title) == bool(to):
            self.add_error("title", _("Say where they go: to a new topic, or to one that is there."))
        self.cleaned_data["title"] = one_line(title)


class MeasureForm(forms.Form):
    """A measure, for how many days, and why."""

    measure = forms.ChoiceField(label=gettext_lazy("What is to be done?"), widget=forms.RadioSelect)
    days = forms.IntegerField(
        label=gettext_lazy("For how many days?"),
        required=False,
        min_value=1,
        max_value=max(LONGEST.values()),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = reason(gettext_lazy("Why?"), gettext_lazy("Everybody can read this, and whom it is about can appeal."))

    def __init__(self, choices: list[tuple[str, str]], data: Any = None, **rest: Any) -> None:
        super().__init__(data, **rest)
        self.fields["measure"].choices = choices  # type: ignore[attr-defined]  # it has them

    def clean(self) -> None:
        """Days where there must be some, and not too many."""
        measure, days = self.cleaned_data.get("measure", ""), self.cleaned_data.get("days")
        if measure not in LONGEST or "days" in self.errors:
            return
        if not days:
            self.add_error("days", _("Every measure but a warning ends by itself: say after how many days."))
        elif days > LONGEST[measure]:
            self.add_error("days", _("This measure lasts at most %(most)s days.") % {"most": LONGEST[measure]})


class LiftForm(forms.Form):
    """Why a measure ends before its day."""

    prefix = "lift"
    reason = reason(gettext_lazy("Why does it end?"))


class AppealForm(forms.Form):
    """What whom it is about sees otherwise."""

    prefix = "appeal"
    text = reason(
        gettext_lazy("What do you see otherwise?"),
        gettext_lazy("Another steward reads it, and it stands beside the measure."),
    )


class AnswerForm(forms.Form):
    """Whether a measure stands, and why."""

    prefix = "answer"
    stands = forms.ChoiceField(
        label=gettext_lazy("What do you find?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("It stands, until its day.")),
            ("no", gettext_lazy("It doesn’t stand: it ends now.")),
        ],
    )
    reason = reason(gettext_lazy("Why?"))
