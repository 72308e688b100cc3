"""What somebody is asked when she tells of herself, each with the question who may see it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.people import pictures, profile, profile_languages
from entredon.apps.people.forms import JoinForm, Line, Words
from entredon.apps.people.profile import CLOSE, EVERYBODY, ME, MEMBERS, PICTURE, SHORT, Told
from entredon.desk.telling import tell
from entredon.log.registry import Refused

SEEN = [
    (EVERYBODY, gettext_lazy("Everybody")),
    (MEMBERS, gettext_lazy("Members only")),
    (ME, gettext_lazy("Only me")),
]
TOO_LONG = 400


class Seen(forms.ChoiceField):
    """Who sees this? Members, unless she says otherwise."""

    def __init__(self, label: Any) -> None:
        super().__init__(choices=SEEN, label=label, required=False, initial=MEMBERS)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)) or MEMBERS


class Tags(forms.CharField):
    """A few short words with commas between them."""

    def __init__(self, **words: Any) -> None:
        super().__init__(max_length=TOO_LONG, required=False, **words)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if any(ord(letter) < 32 and letter not in "\r\n\t" for letter in text):
            raise forms.ValidationError(_("Write plain words with commas between them."))
        found = [" ".join(part.split()) for part in text.replace(";", ",").replace("\n", ",").split(",")]
        found = [word for word in found if word]
        if any(len(word) > profile.LONGEST_TAG for word in found):
            raise forms.ValidationError(
                _("Keep each to a few words: at most %(n)s characters between two commas.") % {"n": profile.LONGEST_TAG}
            )
        if len({word.casefold() for word in found}) > profile.MOST_TAGS:
            raise forms.ValidationError(_("Choose the %(n)s that matter most.") % {"n": profile.MOST_TAGS})
        return ", ".join(self.read(text))

    def read(self, text: str) -> tuple[str, ...]:
        """The words as they are kept."""
        return profile.skills_of(text)


class Languages(Tags):
    """Names of languages in whatever language, kept by their codes where we know them and shown by name."""

    def read(self, text: str) -> tuple[str, ...]:
        return profile.languages_of(text)

    def prepare_value(self, value: Any) -> str:
        return ", ".join(profile_languages.called(code) for code in profile.tags(str(value or "")))


class ProfileForm(forms.Form):
    """What may others know of me? For each answer, who sees it; the name is everybody's."""

    name = Line(label=gettext_lazy("Name"), help_text=JoinForm.base_fields["name"].help_text, required=False)
    about = Words(
        label=gettext_lazy("About you"),
        help_text=gettext_lazy("What you like to do, what you know about, where you can be found."),
        required=False,
        rows=5,
    )
    about_seen = Seen(gettext_lazy("Who sees these words?"))
    place = Line(label=gettext_lazy("Place"), help_text=JoinForm.base_fields["place"].help_text, required=False)
    place_seen = Seen(gettext_lazy("Who sees your place?"))
    skills = Tags(
        label=gettext_lazy("What you can do"),
        help_text=gettext_lazy("A few words with commas between them: welding, sewing, bookkeeping."),
    )
    skills_seen = Seen(gettext_lazy("Who sees your skills?"))
    languages = Languages(
        label=gettext_lazy("Languages you speak"),
        help_text=gettext_lazy("Their names in any language, with commas between them."),
        widget=forms.TextInput(attrs={"list": "known-languages", "data-many": "", "autocomplete": "off"}),
    )
    languages_seen = Seen(gettext_lazy("Who sees your languages?"))

    @classmethod
    def about_her(cls, told: dict[str, Told], typed: Any = None) -> "ProfileForm":
        """The form as things stand, or with what she typed."""
        initial = {name: one.text for name, one in told.items() if name in SHORT}
        initial |= {f"{name}_seen": one.seen_by for name, one in told.items() if name in CLOSE}
        return cls(typed, initial=initial)

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """Each field with the one beside it that asks who sees it."""
        names = [name for name in self.fields if not name.endswith("_seen")]
        return [(self[name], self[f"{name}_seen"] if f"{name}_seen" in self.fields else None) for name in names]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in SHORT:
            public = self.initial.get(f"{name}_seen", EVERYBODY) == EVERYBODY
            if self.initial.get(name) and public and name in cleaned and not cleaned[name]:
                self.add_error(name, _("To take this away for good, use “Erase” beside it below."))
        return cleaned

    def wanted(self) -> dict[str, Told]:
        """What she wants told, by name, and to whom. What is empty and was empty is left out."""
        found = {name: Told(self.cleaned_data[name], self._seen(name)) for name in SHORT}
        return {name: one for name, one in found.items() if one.text or self.initial.get(name)}

    def _seen(self, name: str) -> str:
        return str(self.cleaned_data.get(f"{name}_seen", EVERYBODY))


class PictureForm(forms.Form):
    """A picture, and who sees it. Without a new file, only who sees the one that is there."""

    file = forms.FileField(
        label=gettext_lazy("A picture from your device"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("JPEG, PNG, WebP or GIF, at most 8 megabytes. The middle of it is cut out as a square."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    picture_seen = Seen(gettext_lazy("Who sees your picture?"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is not None:
            try:
                cleaned[PICTURE] = pictures.drawn(file.file, file.size)
            except Refused as refusal:
                self.add_error("file", tell(refusal))
        elif not self.initial.get(PICTURE) and "file" not in self.errors:
            self.add_error("file", _("Choose a picture first."))
        return cleaned

    def wanted(self) -> dict[str, Told]:
        """The picture, new or as it was, and who sees it."""
        text = self.cleaned_data.get(PICTURE) or self.initial[PICTURE]
        return {PICTURE: Told(text, self.cleaned_data["picture_seen"])}
