"""What can be typed about pages of knowledge: a page, another address for it, why it is withdrawn."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.work import editing_pages as editing
from entredon.apps.work import queries_pages as pages
from entredon.apps.work.editing_pages import Typed
from entredon.apps.work.queries_pages import Index
from entredon.apps.work.rules_pages import ADDRESS
from entredon.desk.offering import offer
from entredon.desk.telling import shown

LONGEST = 100_000
"""Bytes of a text: side texts have no more."""
TITLE, REASON = 200, 500


class PageForm(forms.Form):
    """A page as somebody writes it."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": TITLE}),
        error_messages={"required": gettext_lazy("Say in a few words what the page is about.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
        help_text=gettext_lazy(
            "**bold**, # heading, - list, [a link](https://…), and [[Title]] leads to another page."
        ),
        error_messages={"required": gettext_lazy("A page has words: write some.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("What did you change, and why?"),
        required=False,
        max_length=REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": REASON}),
        help_text=gettext_lazy("Whoever reads the history will be glad of a line."),
    )
    parent = forms.CharField(required=False, widget=forms.HiddenInput)
    restores = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean_text(self) -> str:
        """The text as it is kept. One that is too long is refused; what was typed stays in the form."""
        text = editing.plain(str(self.cleaned_data["text"]))
        if not text.strip():
            raise forms.ValidationError(_("A page has words: write some."))
        size = len(text.encode())
        if size > LONGEST:
            raise forms.ValidationError(
                _(
                    "This text has %(size)s bytes; a page has at most %(most)s. Make two pages of it: all of it still stands here."
                )
                % {"size": shown(size), "most": shown(LONGEST)}
            )
        return text

    def typed(self) -> Typed:
        """What was typed, once it is in order."""
        cleaned = self.cleaned_data
        return Typed(
            cleaned["title"], cleaned["text"], cleaned["reason"], cleaned.get("about", ""), cleaned.get("address", ""),
            cleaned["parent"], cleaned["restores"],
        )  # fmt: skip


class NewPageForm(PageForm):
    """A page that isn't there yet: also what it is about, and its address there."""

    about = forms.ChoiceField(label=gettext_lazy("About what?"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=pages.ADDRESS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=gettext_lazy("Made of the title if you leave it empty."),
    )
    field_order = ("title", "about", "text", "reason", "address")

    def __init__(self, index: Index, data: QueryDict | None = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.index = index
        self.fields["reason"].label = _("Why does everybody need this page?")
        offer(
            self, "about", [(place.about, place.name or _("the commons as a whole")) for place in index.places.values()]
        )

    def clean(self) -> dict[str, Any]:
        """The address that was typed, or one made of the title that is free at that place."""
        cleaned: dict[str, Any] = super().clean() or {}
        address, title = str(cleaned.get("address", "")).strip().lower(), cleaned.get("title")
        if not address and title:
            cleaned["address"] = self._free(cleaned.get("about", ""), pages.address_from(title), str(title))
        elif address:
            cleaned["address"] = address
            if not ADDRESS.fullmatch(address):
                self.add_error("address", _("Small letters, digits and hyphens, such as how-to-weld."))
        return cleaned

    def _free(self, about: str, address: str, title: str) -> str:
        """This address, or the first one like it that no page of another title has."""
        number, found = 1, address
        while (id := self.index.at.get((about, found))) and pages.fold(self.index.pages[id].title) != pages.fold(title):
            number += 1
            found = f"{address[: pages.ADDRESS - 6]}-{number}"
        return found


class MoveForm(forms.Form):
    """Another address for a page."""

    address = forms.CharField(
        label=gettext_lazy("New address"),
        max_length=pages.ADDRESS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=gettext_lazy("Small letters, digits and hyphens. The old address leads on to the new one."),
        error_messages={"required": gettext_lazy("Write the address the page should have.")},
    )


class WithdrawForm(forms.Form):
    """Why a page is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why, so that everybody can follow it.")},
    )


class FindForm(forms.Form):
    """Which pages are looked for."""

    find = forms.CharField(label=gettext_lazy("Words of a title"), required=False, max_length=100)
    about = forms.CharField(required=False, max_length=24)
