"""The three questions as forms. Whatever is wrong is said beside its field, and what was typed stays."""

import re
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from entredon.apps.commons.founding import SLUG, slug_of
from entredon.apps.library.git.complaints import GitTrouble
from entredon.desk.telling import shown, tell
from entredon.log.models import Log
from entredon.log.registry import STEERING, Refused
from entredon.site.found import choices, sources, uploads
from entredon.site.found.choices import ManyPicks, Picks

SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{1,59}", re.ASCII)
WEIGHT = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
STEWARDS = 12
PARTS = 40
FEW = 3
"""So many rows for fixed parts are there at first."""


class Line(forms.CharField):
    """A line of text: white space is made single, and what would steer a screen is refused here, beside the field."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value) or "").split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if any(ord(c) < 32 or 127 <= ord(c) < 160 or c in STEERING for c in value):
            raise forms.ValidationError(_("Write plain text here: this holds characters that nobody can see."))


class What(forms.Form):
    """What are we making, and for whom?"""

    name = Line(label=gettext_lazy("What is it called?"), max_length=200)
    purpose = Line(
        label=gettext_lazy("What is it, and for whom?"),
        help_text=gettext_lazy("A sentence or two. The first one becomes the headline of its home."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    licences = ManyPicks(
        choices.LICENCES, label=gettext_lazy("What is free for everyone, and how?"), required=False,
        help_text=gettext_lazy("Choose all that fit. From a repository you can leave it out: then its own licence counts."),
    )  # fmt: skip
    other_licence = Line(
        label=gettext_lazy("Another licence"),
        help_text=gettext_lazy("By its SPDX name, such as MIT or CC0-1.0; several with commas."),
        max_length=100,
        required=False,
    )
    slug = forms.CharField(
        label=gettext_lazy("Short name in the address"),
        help_text=gettext_lazy("Left empty, we make it from the name. It never changes."),
        max_length=39,
        required=False,
    )
    source = Picks(choices.SOURCES, label=gettext_lazy("Where does it begin?"), initial="nothing")
    path = forms.CharField(label=gettext_lazy("Folder of the repository"), max_length=1000, required=False)
    bundle = forms.FileField(
        label=gettext_lazy("Bundle"),
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, account: str = "", kept: dict[str, str] | None = None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.account = account
        self.kept = kept or {}
        self.refused = ""
        self.folders = sources.folders(account)
        most = {"most": shown(uploads.most() >> 20)}
        self.fields["bundle"].help_text = (
            _("Make one with: git bundle create our-tool.bundle --all. At most %(most)s MB.") % most
        )
        source: Any = self.fields["source"]
        source.options = tuple(o for o in source.options if o.value != "repository" or self.folders)
        source.choices = [(option.value, option.name) for option in source.options]

    def clean_other_licence(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["other_licence"].split(",") if name.strip()]
        if wrong := [name for name in names if not SPDX.fullmatch(name)]:
            raise forms.ValidationError(
                _("“%(name)s” is no SPDX name: those are one word, such as MIT.") % {"name": wrong[0]}
            )
        return names

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._slug(cleaned)
        source = cleaned.get("source")
        cleaned["all_licences"] = [*cleaned.get("licences", []), *cleaned.get("other_licence", [])]
        if (
            source == "nothing"
            and not cleaned["all_licences"]
            and not self.errors.keys() & {"licences", "other_licence"}
        ):
            self.add_error("licences", _("Choose at least one, or name another below: so that others may take it."))
        if source == "repository":
            self._path(cleaned)
        if source == "bundle":
            self._bundle()
        return cleaned

    def _slug(self, cleaned: dict[str, Any]) -> None:
        slug = cleaned.get("slug", "").strip()
        if not slug and cleaned.get("name"):
            try:
                slug = slug_of(cleaned["name"])
            except Refused:
                text = _("The name leaves no letters for it: write 2 to 39 of a-z, 0-9 and -, beginning with a letter.")
                self.add_error("slug", text)
                return
        if not slug:
            return
        if not SLUG.fullmatch(slug):
            self.add_error("slug", _("Write 2 to 39 of a-z, 0-9 and -, beginning with a letter."))
        elif Log.objects.filter(slug=slug).exists():
            taken = {"slug": slug, "free": _free(slug)}
            self.add_error("slug", _("“%(slug)s” is taken here already; %(free)s is free.") % taken)
        cleaned["slug"] = slug

    def _path(self, cleaned: dict[str, Any]) -> None:
        asked = cleaned.get("path", "").strip()
        if not asked:
            self.add_error("path", _("Write where the repository lies."))
            return
        try:
            cleaned["path"] = str(sources.looked_at(asked, self.account))
        except (sources.NotAllowed, GitTrouble) as trouble:
            self.add_error("path", tell(trouble))

    def _bundle(self) -> None:
        if self.refused:
            self.add_error("bundle", self.refused)
        elif not self.kept.get("bundle"):
            self.add_error("bundle", _("Choose the file."))
        else:
            try:
                uploads.check(self.kept["bundle"], self.kept.get("bundle_name", ""))
            except FileNotFoundError:
                self.add_error("bundle", _("The file is not here any more: choose it once again."))
            except GitTrouble as trouble:
                self.add_error("bundle", tell(trouble))


def _free(slug: str) -> str:
    """A short name like this one that is free."""
    numbered = (f"{slug[:36].rstrip('-')}-{n}" for n in range(2, 1000))
    return next((name for name in numbered if not Log.objects.filter(slug=name).exists()), "")


class Who(forms.Form):
    """Who looks after it?"""

    form = Picks(choices.FORMS, label=gettext_lazy("What are you, in law?"), initial="informal")
    association = Line(
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy("Its own name, such as “Friends of the Merel vzw”. A group may leave it out."),
        max_length=200,
        required=False,
    )
    bank = Picks(choices.BANK, label=gettext_lazy("Who holds the bank account?"), initial="nobody")
    bearer = Line(label=gettext_lazy("Which body?"), max_length=200, required=False)
    your_name = Line(
        label=gettext_lazy("What are you called here?"),
        help_text=gettext_lazy("You are its first steward. You can change or erase your name later."),
        max_length=200,
    )
    place = Line(
        label=gettext_lazy("Your town"), help_text=gettext_lazy("If you like."), max_length=200, required=False
    )
    stewards = forms.CharField(
        label=gettext_lazy("Who keeps it with you?"),
        help_text=gettext_lazy(
            "E-mail addresses, one per line. Each gets a letter with an invitation. Once somebody has joined, you make her a "
            "steward on the page of people: nobody becomes one without having said yes."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    joining = Picks(choices.JOINING, label=gettext_lazy("How do people join?"), initial="acceptance")

    def clean_stewards(self) -> list[str]:
        addresses = list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["stewards"].strip()))) if (
            self.cleaned_data["stewards"].strip()
        ) else []  # fmt: skip
        for address in addresses:
            try:
                validate_email(address)
            except forms.ValidationError:
                raise forms.ValidationError(
                    _("“%(address)s” is no e-mail address.") % {"address": address[:100]}
                ) from None
        if len(addresses) > STEWARDS:
            raise forms.ValidationError(_("At most %(n)s now; invite the others later.") % {"n": STEWARDS})
        return addresses

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("form") not in (None, "informal") and not cleaned.get("association"):
            if "association" not in self.errors:
                self.add_error(
                    "association", _("Write its name: it is what people will read on every page about money.")
                )
        if cleaned.get("bank") == "itself" and cleaned.get("form") == "informal":
            self.add_error("bank", _("An account needs a legal body; a group without one has another body hold it."))
        if cleaned.get("bank") == "other" and not cleaned.get("bearer") and "bearer" not in self.errors:
            self.add_error("bearer", _("Write the name of the body that holds the account for you."))
        return cleaned


class Income(forms.Form):
    """What happens to income?"""

    way = Picks(choices.WAYS, label=gettext_lazy("When money comes in for what you make"), initial="pot")
    part_name = forms.CharField(label=pgettext_lazy("of a person", "Name"), required=False, max_length=200)
    part_weight = forms.CharField(label=gettext_lazy("Parts"), required=False, max_length=8)
    begin = Picks(choices.BEGINS, label=gettext_lazy("Who sees it at first?"), initial="draft", required=False)

    more = False

    def rows(self) -> list[tuple[str, str]]:
        """Names and parts as they were typed, with empty rows to go on."""
        typed = [row for row in self._typed() if any(row)]
        return (typed + [("", "")] * max(FEW - len(typed), FEW if self.more else 0))[:PARTS]

    def _typed(self) -> list[tuple[str, str]]:
        data: Any = self.data if self.is_bound else self.initial
        names, weights = (_list(data, name) for name in ("part_name", "part_weight"))
        length = max(len(names), len(weights))
        rows = zip(names + [""] * (length - len(names)), weights + [""] * (length - len(weights)), strict=True)
        return [(" ".join(name.split())[:200], weight.strip()) for name, weight in rows][:PARTS]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["parts"] = []
        if cleaned.get("way") != "fixed":
            return cleaned
        rows = [row for row in self._typed() if any(row)]
        if not rows:
            self.add_error("way", _("Name those who get a part, each with a whole number of parts."))
        for name, weight in rows:
            if not name:
                self.add_error("way", _("One of the parts has no name."))
            elif not WEIGHT.fullmatch(weight):
                self.add_error("way", _("Write a whole number of parts for %(name)s, such as 2.") % {"name": name})
        cleaned["parts"] = [(name, int(weight)) for name, weight in rows if name and WEIGHT.fullmatch(weight)]
        return cleaned


def _list(data: Any, name: str) -> list[str]:
    found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
    return [str(value) for value in found]
