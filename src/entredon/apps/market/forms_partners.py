"""What can be typed about partners: who one is, what it can do and where, what it gives back."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.library import queries as library
from entredon.apps.market import abilities, towns, typing_in, words_partners
from entredon.apps.market.entries import Does, Give, Terms
from entredon.apps.market.models import Agreement
from entredon.apps.market.queries_partners import PartnerShown
from entredon.desk.offering import offer
from entredon.desk.telling import shown, speaks
from entredon.log.told import short
from entredon.pure import formats
from entredon.pure.value import give_back

NAME, LONGEST = 120, 4_000
MONTH = 31 * 24 * 60
NOTICE = 365
_LINE = {"autocomplete": "off"}


class DoesForm(forms.Form):
    """Who a partner is, what it can do, and where."""

    name = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=NAME,
        widget=forms.TextInput(_LINE),
        help_text=gettext_lazy(
            "As people know it: “Werkplaats Noord”. It stands beside the public record and can be erased."
        ),
        error_messages={"required": gettext_lazy("Say what it is called.")},
    )
    what = forms.ChoiceField(label=gettext_lazy("What is it?"))
    about = forms.CharField(
        label=gettext_lazy("What does it do, in your words?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    town = forms.CharField(
        label=gettext_lazy("In which town?"),
        max_length=80,
        required=False,
        widget=forms.TextInput(_LINE),
        help_text=gettext_lazy("By this people find who is near. Leave it empty if it is nowhere in particular."),
    )
    which_town = forms.ChoiceField(label=gettext_lazy("Which of these?"), required=False)
    processes = abilities.Words(
        label=gettext_lazy("What can it do?"),
        required=False,
        max_length=2_000,
        widget=forms.TextInput(_LINE),
        help_text=gettext_lazy("A few words with commas between them: laser cutting, welding, sewing."),
    )
    machines = abilities.Words(
        label=gettext_lazy("On which machines?"), required=False, max_length=2_000, widget=forms.TextInput(_LINE),
        help_text=gettext_lazy("Such as: laser cutter, CNC milling machine."),
    )  # fmt: skip
    services = abilities.Words(
        label=gettext_lazy("Which services does it offer?"), required=False, max_length=2_000, widget=forms.TextInput(_LINE),
        help_text=gettext_lazy("Such as: repair, training, delivery."),
    )  # fmt: skip
    languages = abilities.Languages(
        label=gettext_lazy("In which languages?"), required=False, max_length=600, widget=forms.TextInput(_LINE),
        help_text=gettext_lazy("Such as: Dutch, French."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        offer(self, "what", [(word, name()) for word, name in words_partners.WHATS.items()])
        typed = str(data.get("town", "")) if data is not None else ""
        self._found = towns.find(typed) if typed else []
        several = len(self._found) > 1 and towns.meant(typed) is None
        offer(self, "which_town", _offered(self._found) if several else [])
        if not several:
            del self.fields["which_town"]

    def clean(self) -> dict[str, Any]:
        """The town is one that is known; where the name means several, one of them is chosen."""
        cleaned: dict[str, Any] = super().clean() or {}
        typed = (cleaned.get("town") or "").strip()
        chosen = cleaned.get("which_town") or ""
        cleaned["town_id"] = 0
        if not typed or "town" in self.errors:
            return cleaned
        meant = towns.meant(typed)
        if meant is not None:
            cleaned["town_id"] = meant.id
        elif chosen:
            cleaned["town_id"] = int(chosen)
        elif not self._found:
            self.add_error("town", _("We know no town of that name. Try the nearest larger one, or another spelling."))
        elif "which_town" not in self.errors:
            self.add_error("which_town", _("Several towns are called so: choose one."))
        return cleaned

    def does(self) -> Does:
        """What it can do, as it is said."""
        said = self.cleaned_data
        return Does(
            what=said["what"], town=said["town_id"], processes=said["processes"], machines=said["machines"],
            services=said["services"], languages=said["languages"],
        )  # fmt: skip

    def texts(self) -> dict[str, str]:
        """The words, as side texts; those left empty are left out."""
        return {name: text for name in ("name", "about") if (text := self.cleaned_data[name].strip())}


def _offered(found: list[towns.Town]) -> list[tuple[str, str]]:
    sizes = [
        (str(town.id), _("%(town)s (%(people)s people)") % {"town": town, "people": shown(town.people)})
        for town in found
    ]
    return [("", _("Choose one")), *sizes]


def told(partner: PartnerShown) -> dict[str, Any]:
    """What a form about a partner begins with."""
    row, town = partner.row, towns.town(partner.row.town)
    return {
        "name": partner.name, "about": partner.about, "what": row.what, "town": str(town) if town else "",
        "processes": abilities.listed(row.processes), "machines": abilities.listed(row.machines),
        "services": abilities.listed(row.services), "languages": abilities.spoken(row.languages),
    }  # fmt: skip


class TermsForm(forms.Form):
    """What a partner and the commons agree on."""

    price = forms.CharField(
        label=gettext_lazy("Per cent of the price, without VAT"), required=False, max_length=12,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "placeholder": "15"}),
    )  # fmt: skip
    margin = forms.CharField(
        label=gettext_lazy("Per cent of what is left of the price"), required=False, max_length=12,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        help_text=gettext_lazy("You say with each offer how much that is."),
    )  # fmt: skip
    hours = forms.CharField(
        label=gettext_lazy("Hours of work a month"), required=False, max_length=12,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        help_text=gettext_lazy("Contributions of yours that are accepted count for it."),
    )  # fmt: skip
    creations = forms.MultipleChoiceField(
        label=gettext_lazy("For which creations?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick none if it is for all that is made here."),
    )  # fmt: skip
    name_use = forms.ChoiceField(
        label=gettext_lazy("How is the name used?"), initial="made-from", widget=forms.RadioSelect
    )
    liable = forms.ChoiceField(
        label=gettext_lazy("Who is liable for what is sold?"), initial="partner", widget=forms.RadioSelect
    )
    notice = forms.CharField(
        label=gettext_lazy("Days of notice, for either side"), required=False, max_length=6, initial="30",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("What should people know who decide about it?"), required=False, max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(
        self, slug: str, data: QueryDict | None = None, initial: dict[str, Any] | None = None, *, bearer: str = ""
    ) -> None:
        super().__init__(data, initial=initial)
        self._creations = {short(one.id): one.id for one in library.creations(slug)}
        offer(self, "creations", [(short(one.id), one.name) for one in library.creations(slug)])
        offer(self, "name_use", [(word, name()) for word, name in words_partners.NAME_USES.items()])
        liable = [("partner", words_partners.liable("partner"))]
        if bearer:
            liable.append(("bearer", _("%(body)s, the legal body of this commons, is liable.") % {"body": bearer}))
        offer(self, "liable", liable)
        if not self._creations:
            del self.fields["creations"]

    def clean_price(self) -> int:
        return typing_in.share(self.cleaned_data["price"])

    def clean_margin(self) -> int:
        return typing_in.share(self.cleaned_data["margin"])

    def clean_hours(self) -> int:
        """In minutes."""
        text = self.cleaned_data["hours"].strip()
        try:
            hours = Decimal(formats.plain(text, speaks()) or "0")
        except (InvalidOperation, formats.Unclear):
            raise forms.ValidationError(_("Write the hours as a number, such as 8 or 2.5.")) from None
        if not 0 <= hours <= MONTH // 60 or (0 < hours * 60 < 1):
            raise forms.ValidationError(_("A month has at most %(most)s hours.") % {"most": shown(MONTH // 60)})
        return int(hours * 60)

    def clean_notice(self) -> int:
        return typing_in.whole(self.cleaned_data["notice"], 0, NOTICE, 30)

    def clean(self) -> dict[str, Any]:
        """Something is given back, and no more than all."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"price", "margin", "hours"} & set(self.errors):
            return cleaned
        if not any(cleaned[name] for name in ("price", "margin", "hours")):
            self.add_error(
                "price", _("A partner gives something back: a part of the price, of what is left of it, or work.")
            )
        elif cleaned["price"] + cleaned["margin"] > 1_000_000:
            self.add_error("price", _("Together that is more than 100 per cent."))
        return cleaned

    def terms(self) -> Terms:
        """The agreement, as it is said."""
        said = self.cleaned_data
        gives = [
            Give(way=way, ppm=ppm)
            for way, ppm in ((give_back.PRICE, said["price"]), (give_back.MARGIN, said["margin"]))
            if ppm
        ]
        if said["hours"]:
            gives.append(Give(way=give_back.WORK, minutes=said["hours"]))
        creations = tuple(sorted(self._creations[key] for key in said.get("creations", ())))
        return Terms(
            gives=tuple(gives), creations=creations, name_use=said["name_use"], liable=said["liable"],
            notice_days=said["notice"],
        )  # fmt: skip

    def note_text(self) -> dict[str, str]:
        """What was written with it."""
        text = self.cleaned_data["note"].strip()
        return {"note": text} if text else {}


def agreed(row: Agreement | None) -> dict[str, Any]:
    """What a form about an agreement begins with."""
    if row is None:
        return {}
    by_way = {give["way"]: give for give in row.gives}
    found: dict[str, Any] = {
        "creations": [short(id) for id in row.creations], "name_use": row.name_use, "liable": row.liable,
        "notice": str(row.notice_days),
    }  # fmt: skip
    for name, way in (("price", give_back.PRICE), ("margin", give_back.MARGIN)):
        if way in by_way:
            found[name] = typing_in.share_written(by_way[way]["ppm"])
    if give_back.WORK in by_way:
        found["hours"] = _hours(by_way[give_back.WORK]["minutes"])
    return found


def _hours(minutes: int) -> str:
    """Minutes as hours stand in a field."""
    whole, rest = divmod(minutes * 100 // 60, 100)
    return formats.decimal(f"{whole}.{rest:02}".rstrip("0").rstrip("."), speaks())
