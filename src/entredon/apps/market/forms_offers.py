"""What a partner types about an offer: what it is, what it costs, what it stands on, who sells it with her."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.library import queries as library
from entredon.apps.market import naming, splitting, typing_in
from entredon.apps.market.entries import OfferChanged, Offered, PartOf, StandsOn
from entredon.apps.market.models import Agreement, Partner
from entredon.apps.market.queries_found import names
from entredon.apps.market.queries_offers import MADE_TO_ORDER, OfferShown, others
from entredon.desk.offering import offer
from entredon.log.told import short
from entredon.pure.value.rule import WHOLE

TITLE, LONGEST = 120, 5_000
SHOWN = 60
"""So many creations and versions are offered to stand on, the newest first."""
JOINT = (1, 2, 3)
"""So many others can sell something together with her by this form; commands take more."""
MOST_STOCK = 1_000_000


@dataclass(frozen=True, slots=True)
class Room:
    """Where a form finds what can be chosen: the commons, the partners whoever fills it in speaks for, and whether a bearer can be paid."""

    slug: str
    mine: tuple[Partner, ...]
    bearer: str


class OfferForm(forms.Form):
    """Something that can be bought."""

    partner = forms.ChoiceField(label=gettext_lazy("Who offers it"))
    title = forms.CharField(
        label=gettext_lazy("What do you offer?"),
        max_length=TITLE,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("In a line, such as: kit of all parts for a closed cabin."),
        error_messages={"required": gettext_lazy("Say in a few words what you offer.")},
    )
    what = forms.ChoiceField(label=gettext_lazy("What kind of offer is it?"))
    text = forms.CharField(
        label=gettext_lazy("What is in it, and what should a buyer know?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    on = forms.MultipleChoiceField(
        label=gettext_lazy("What does it stand on?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "What you give back goes to the people whose work is in these. A creation means its newest version when somebody orders."
        ),
        error_messages={"required": gettext_lazy("Choose at least one: what you give back goes to those who made it.")},
    )
    price = typing_in.money_field(
        gettext_lazy("Price, as the buyer pays it"),
        help_text=gettext_lazy("With all taxes and what nobody can leave out."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=[(code, code) for code in typing_in.USUAL], initial="EUR"
    )
    unit = forms.ChoiceField(label=gettext_lazy("For"))
    vat = typing_in.money_field(
        gettext_lazy("VAT in it, in per cent"),
        help_text=gettext_lazy(
            "Such as 21; leave it empty if there is none. You answer for it: nobody here checks it."
        ),
    )
    margin = typing_in.money_field(
        gettext_lazy("What is left of the price to you"),
        help_text=gettext_lazy(
            "Your agreement asks for a part of your margin: say what is left of one, after what it costs you."
        ),
    )
    stock = typing_in.count_field(
        gettext_lazy("How many are there?"), help_text=gettext_lazy("Leave it empty if you make it to order.")
    )
    days = typing_in.count_field(
        gettext_lazy("Days until it is delivered"), help_text=gettext_lazy("Leave it empty if it is there at once.")
    )
    until = typing_in.day_field(
        gettext_lazy("Valid until"), help_text=gettext_lazy("A day, or nothing for an open end.")
    )
    pay = forms.ChoiceField(label=gettext_lazy("Who is paid?"), widget=forms.RadioSelect, initial="partner")
    withdraw_days = typing_in.count_field(
        gettext_lazy("Days in which a buyer can withdraw"),
        initial="14",
        help_text=gettext_lazy(
            "Counted from delivery. In Europe the law gives people who buy at a distance 14 days; 0 only where it allows that, "
            "such as for what is made to somebody’s wishes."
        ),
    )

    def __init__(self, room: Room, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.room = room
        for n in JOINT:
            self.fields[f"with_{n}"] = forms.ChoiceField(label=_("Together with"), required=False)
            self.fields[f"share_{n}"] = typing_in.money_field(_("Its part of what is left, in per cent"))
        self._offer_choices()
        if len(room.mine) == 1:
            self.fields["partner"].widget = forms.HiddenInput()
            self.fields["partner"].initial = short(room.mine[0].id)
        if not any(splitting.asks_margin(room.slug, one.id) for one in room.mine):
            del self.fields["margin"]

    def _offer_choices(self) -> None:
        room, called = self.room, names(self.room.slug)
        self.partners = {short(one.id): one for one in room.mine}
        offer(self, "partner", [(key, called.get(one.id, key)) for key, one in self.partners.items()])
        offer(self, "what", [(word, name()) for word, name in naming.WHAT.items()])
        offer(self, "unit", [(word, name()) for word, name in naming.UNITS.items()])
        self.things = things(room.slug, _covered(room))
        offer(self, "on", [(key, label) for key, (_id, label) in self.things.items()])
        bearer = (
            [("bearer", _("%(name)s, which passes your part on to you") % {"name": room.bearer})] if room.bearer else []
        )
        offer(
            self,
            "pay",
            [("partner", _("You, on your own account; each month you are asked for what you give back")), *bearer],
        )
        self.others = {short(id): id for id, _name in others(room.slug, [one.id for one in room.mine])}
        joint = [
            ("", _("nobody")),
            *((short(id), name) for id, name in others(room.slug, [one.id for one in room.mine])),
        ]
        for n in JOINT:
            offer(self, f"with_{n}", joint)

    @property
    def joint(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields for those who sell it together with her."""
        return [(self[f"with_{n}"], self[f"share_{n}"]) for n in JOINT] if self.others else []

    @property
    def on_creations(self) -> list[Any]:
        """The creations it can stand on, to tick."""
        return [choice for choice in self["on"] if str(choice.data["value"]).startswith("c-")]

    @property
    def on_versions(self) -> list[Any]:
        """The versions it can stand on."""
        return [choice for choice in self["on"] if str(choice.data["value"]).startswith("v-")]

    @property
    def on_open(self) -> bool:
        """Whether a version is ticked."""
        return any(choice.data["selected"] for choice in self.on_versions)

    @property
    def joint_open(self) -> bool:
        """Whether anything was typed there."""
        return any(self[f"with_{n}"].value() or self[f"share_{n}"].value() for n in JOINT)

    def clean_stock(self) -> int:
        return typing_in.whole(self.cleaned_data["stock"], 1, MOST_STOCK, MADE_TO_ORDER)

    def clean_days(self) -> int:
        return typing_in.whole(self.cleaned_data["days"], 0, 3650, 0)

    def clean_withdraw_days(self) -> int:
        return typing_in.whole(self.cleaned_data["withdraw_days"], 0, 365, 14)

    def clean_until(self) -> str:
        return typing_in.day(self.cleaned_data["until"])

    def clean_vat(self) -> int:
        return typing_in.share(self.cleaned_data["vat"])

    def clean(self) -> dict[str, Any]:
        """The price is read once its currency is known, the parts once all are."""
        cleaned: dict[str, Any] = super().clean() or {}
        _money(self, cleaned, "price", cleaned.get("currency", "EUR"))
        partner = self.partners.get(cleaned.get("partner", ""))
        if partner is not None and "margin" in self.fields and splitting.asks_margin(self.room.slug, partner.id):
            _money(self, cleaned, "margin", cleaned.get("currency", "EUR"))
        else:
            cleaned["margin"] = 0
        self._parts(cleaned, partner)
        return cleaned

    def _parts(self, cleaned: dict[str, Any], partner: Partner | None) -> None:
        found: list[PartOf] = []
        for n in JOINT:
            other, typed = cleaned.get(f"with_{n}", ""), cleaned.get(f"share_{n}", "")
            if not other and not typed:
                continue
            try:
                if not other:
                    self.add_error(f"with_{n}", _("Say whose part this is."))
                    continue
                ppm = typing_in.share(typed)
            except forms.ValidationError as trouble:
                self.add_error(f"share_{n}", trouble)
                continue
            if not ppm:
                self.add_error(f"share_{n}", _("Say which part it has, such as 40."))
            elif self.others[other] in {part.partner for part in found}:
                self.add_error(f"with_{n}", _("This one stands here twice."))
            else:
                found.append(PartOf(partner=self.others[other], ppm=ppm))
        rest = WHOLE - sum(part.ppm for part in found)
        if found and rest < 1:
            self.add_error(None, _("The parts of the others come to all of it: nothing is left for you."))
        elif found and partner is not None:
            found.insert(0, PartOf(partner=partner.id, ppm=rest))
        cleaned["parts"] = tuple(found)

    def on_ids(self) -> tuple[str, ...]:
        """What it stands on."""
        return tuple(self.things[key][0] for key in self.cleaned_data["on"])

    def fact(self) -> Offered:
        """What would be said."""
        said = self.cleaned_data
        return Offered(
            partner=self.partners[said["partner"]].id, what=said["what"], on=tuple(StandsOn(what=id) for id in self.on_ids()),
            minor=said["price"], currency=said["currency"], unit=said["unit"], vat_ppm=said["vat"], margin=said["margin"],
            parts=said["parts"], stock=said["stock"], days=said["days"], until=said["until"], pay=said["pay"],
            withdraw_days=said["withdraw_days"],
        )  # fmt: skip

    def texts(self) -> dict[str, str]:
        """The words, as side texts; those left empty are left out."""
        return {name: text for name in ("title", "text") if (text := self.cleaned_data[name].strip())}


def _money(form: forms.Form, cleaned: dict[str, Any], name: str, currency: str) -> None:
    """Read an amount that was typed, or say beside it what is wrong."""
    if name not in cleaned:
        return
    try:
        cleaned[name] = (
            typing_in.price(cleaned[name], currency) if name == "price" else typing_in.amount(cleaned[name], currency)
        )
    except forms.ValidationError as trouble:
        form.add_error(name, trouble)


def _covered(room: Room) -> frozenset[str] | None:
    """The creations that the agreements of those she speaks for are about; None for all."""
    rows = Agreement.objects.filter(commons=room.slug, id__in=[one.agreement for one in room.mine])
    about = [tuple(row.creations) for row in rows]
    return None if not all(about) else frozenset(id for one in about for id in one)


def things(slug: str, covered: frozenset[str] | None) -> dict[str, tuple[str, str]]:
    """What an offer can stand on: creations with a released version, then the versions, the newest first."""
    released = [one for one in reversed(library.versions(slug)) if one.released]
    released = [one for one in released if covered is None or one.creation in covered][:SHOWN]
    made = {one.creation for one in released}
    found = {
        f"c-{short(one.id)}": (one.id, _("%(name)s, in its newest version") % {"name": one.name})
        for one in library.creations(slug)
        if one.id in made
    }
    return found | {f"v-{short(one.id)}": (one.id, one.label) for one in released}


class ChangeForm(forms.Form):
    """Other numbers of an offer, from here on."""

    price = typing_in.money_field(gettext_lazy("Price, as the buyer pays it"))
    margin = typing_in.money_field(gettext_lazy("What is left of the price to you"))
    stock = typing_in.count_field(
        gettext_lazy("How many are there?"),
        help_text=gettext_lazy("Leave it empty if you make it to order; 0 if there are none now."),
    )
    until = typing_in.day_field(
        gettext_lazy("Valid until"), help_text=gettext_lazy("A day, or nothing for an open end.")
    )

    def __init__(self, slug: str, one: OfferShown, data: Any = None) -> None:
        super().__init__(data, initial=_now(one))
        self.one = one
        if one.joint:
            del self.fields["price"]
        if one.joint or not splitting.asks_margin(slug, one.partner):
            del self.fields["margin"]

    def clean_stock(self) -> int:
        return typing_in.whole(self.cleaned_data["stock"], 0, MOST_STOCK, MADE_TO_ORDER)

    def clean_until(self) -> str:
        return typing_in.day(self.cleaned_data["until"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("price", "margin"):
            _money(self, cleaned, name, self.one.currency)
        return cleaned

    def fact(self) -> OfferChanged:
        """What would be said."""
        said = self.cleaned_data
        return OfferChanged(
            offer=self.one.id, minor=said.get("price", self.one.minor), margin=said.get("margin", self.one.margin),
            stock=said["stock"], until=said["until"],
        )  # fmt: skip


def _now(one: OfferShown) -> dict[str, str]:
    return {
        "price": typing_in.written(one.minor, one.currency),
        "margin": typing_in.written(one.margin, one.currency),
        "stock": "" if one.stock == MADE_TO_ORDER else str(one.stock),
        "until": one.until,
    }
