"""What a keeper types to begin a creation, and to release a version of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.library.entries import Created, Input, Released
from entredon.apps.library.queries import CreationShown, VersionShown
from entredon.apps.library.record import UNRELEASED

LONGEST = 200
MOST = 1_000_000
"""The greatest weight that a page takes: people think in small numbers here."""


class Begin(forms.Form):
    """How something is called that the commons begins to make."""

    name = forms.CharField(label=gettext_lazy("What is it called?"), max_length=LONGEST)

    def fact(self) -> Created:
        """What would be said."""
        return Created(name=self.cleaned_data["name"])


class Release(forms.Form):
    """What the version is called, and what its income is shared between: what is new in it, and what it is built on."""

    name = forms.CharField(
        label=gettext_lazy("What is the version called?"),
        max_length=LONGEST,
        help_text=gettext_lazy("A number such as 0.2 does."),
    )
    own = forms.IntegerField(
        label=gettext_lazy("How much of it is new?"),
        min_value=0,
        max_value=MOST,
        initial=100,
        help_text=gettext_lazy("A weight beside those of what it is built on: 70 beside 30 keeps 70 percent for who worked on this one."),
    )  # fmt: skip

    def __init__(
        self, creation: CreationShown, offered: Sequence[VersionShown], taken: frozenset[str], data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)
        self.creation, self.taken = creation, taken
        self.offered = {field_of(version.id): version for version in offered}
        for field, version in self.offered.items():
            self.fields[field] = forms.IntegerField(label=version.label, required=False, min_value=0, max_value=MOST)

    def clean_name(self) -> str:
        """A name that no version of this creation has."""
        name = str(self.cleaned_data["name"]).strip()
        if name == UNRELEASED:
            raise forms.ValidationError(_("A release can't be called that; give it a number or a name."))
        if name in self.taken:
            raise forms.ValidationError(_("There is a version of that name already; give this one another."))
        return name

    def built_on(self) -> list[Any]:
        """The fields with the weights of what it can be built on."""
        return [self[field] for field in self.offered]

    def fact(self) -> Released:
        """What would be said."""
        weights = ((version.id, self.cleaned_data.get(field) or 0) for field, version in self.offered.items())
        inputs = tuple(Input(version=id, weight=weight) for id, weight in weights if weight)
        return Released(
            creation=self.creation.id, name=self.cleaned_data["name"], own=self.cleaned_data["own"], inputs=inputs
        )


def field_of(version: str) -> str:
    """The name of the field for a version's weight."""
    return "on-" + version[:20].replace(".", "-")
