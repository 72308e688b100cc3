"""Opening a decision: one form for each thing that can be decided, with the question, why, and what it would change."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from entredon.apps.decide import anew
from entredon.apps.decide.entries import Effect, Moved
from entredon.apps.decide.queries import DecisionShown
from entredon.apps.decide.record import BUDGET, PARTNER, SHARING, STEWARD, WORDS
from entredon.apps.market import queries as market
from entredon.apps.people import queries as people
from entredon.apps.work import queries as work
from entredon.desk.offering import offer
from entredon.desk.telling import speaks, tell
from entredon.pure import formats
from entredon.pure.names import in_order
from entredon.pure.value import currency as currencies
from entredon.pure.value.currency import BadAmount

TITLE, TEXT = 140, 8_000
USUAL = ("EUR", "USD", "GBP", "CHF", "SEK", "DKK", "PLN", "CZK", "BRL", "INR", "JPY", "KES")
"""Currencies that the form offers; commands take any."""
NEEDS = 200
"""So many open needs are offered, the newest first."""


class NewForm(forms.Form):
    """What every decision has: a question, and why. ``effect`` is what it would change, as the fields of a kind say it."""

    lever = WORDS
    title = forms.CharField(
        label=gettext_lazy("The question"),
        max_length=TITLE,
        error_messages={"required": gettext_lazy("Ask what is to be decided, so that yes and no are clear.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Why, in your words"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy(
            "What makes it needed, and what you have thought of. It stands beside the public record, where anybody can read it,"
            " until you erase it."
        ),
    )
    replaces = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, slug: str, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.slug = slug
        self.offered()

    def offered(self) -> None:
        """Fill in what can be chosen here just now."""

    def replaced(self) -> DecisionShown | None:
        """The decision whose place this one would take."""
        return anew.before(self.slug, str(self["replaces"].value() or ""))

    @property
    def possible(self) -> bool:
        """Whether there is anything to choose."""
        return True

    def effect(self) -> Effect:
        """What it would change."""
        return Effect(lever=self.lever)

    def fact(self, base: str) -> tuple[Moved, Mapping[str, str]]:
        """What the entry says, and its erasable texts."""
        said = self.cleaned_data
        texts = {name: said[name].strip() for name in ("title", "text") if said[name].strip()}
        return Moved(effect=self.effect(), base=base, replaces=said["replaces"]), texts


class PartnerForm(NewForm):
    """Who joins by the agreement she proposed, or is a partner no longer?"""

    lever = PARTNER
    which = forms.ChoiceField(
        label=gettext_lazy("Who"),
        error_messages={"required": gettext_lazy("Choose who joins, or whose agreement ends.")},
    )

    def offered(self) -> None:
        admit, end = market.who_may_join(self.slug), market.who_may_be_ended(self.slug)
        self.any = bool(admit or end)
        offer(self, "which", [
            ("", _("Choose who")),
            *([(_("Joins by her agreement"), [(f"admit:{id}", name) for id, name in admit])] if admit else []),
            *([(_("Is a partner no longer"), [(f"end:{id}", name) for id, name in end])] if end else []),
        ])  # fmt: skip

    @property
    def possible(self) -> bool:
        return self.any

    def effect(self) -> Effect:
        way, _colon, what = self.cleaned_data["which"].partition(":")
        return Effect(lever=PARTNER, way=way, what=what)


class BudgetForm(NewForm):
    """How much of the common fund, for which need?"""

    lever = BUDGET
    need = forms.ChoiceField(
        label=gettext_lazy("For which need"),
        error_messages={"required": gettext_lazy("Choose the need that the money is for.")},
    )
    amount = forms.CharField(
        label=gettext_lazy("How much"),
        max_length=40,
        error_messages={"required": gettext_lazy("Say how much, such as 12.50.")},
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "placeholder": "250.00"}),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=[(code, code) for code in USUAL], initial="EUR"
    )  # fmt: skip

    def offered(self) -> None:
        found = work.needs(self.slug, work.Asked(state="", order="newest"), limit=NEEDS)
        self.any = bool(found)
        offer(self, "need", [
            ("", _("Choose a need")), *((one.id, one.title or _("A need whose words were erased")) for one in found),
        ])  # fmt: skip

    @property
    def possible(self) -> bool:
        return self.any

    def clean(self) -> dict[str, Any]:
        """The amount is read once its currency is known."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "currency" in cleaned and "amount" in cleaned:
            try:
                cleaned["minor"] = amount_in(cleaned["amount"], cleaned["currency"])
            except BadAmount as trouble:
                self.add_error("amount", tell(trouble))
        return cleaned

    def effect(self) -> Effect:
        said = self.cleaned_data
        return Effect(lever=BUDGET, what=said["need"], minor=said["minor"], currency=said["currency"])


def amount_in(text: str, currency: str) -> int:
    """An amount in smallest units, more than nothing. Raises BadAmount."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        minor = currencies.parse(formats.plain(plain, speaks(), currencies.decimals(currency)), currency)
    except formats.Unclear as unclear:
        raise BadAmount.of(unclear) from None
    if not minor:
        raise BadAmount("It is more than nothing.")
    return minor


class StewardForm(NewForm):
    """Who becomes a steward, or is one no longer?"""

    lever = STEWARD
    which = forms.ChoiceField(
        label=gettext_lazy("Who"),
        error_messages={"required": gettext_lazy("Choose who it is about.")},
    )

    def offered(self) -> None:
        stewards = set(people.stewards(self.slug))
        known = sorted(
            ((one.id, one.name) for one in people.members(self.slug, True)), key=lambda one: in_order(one[1])
        )
        appoint = [(f"appoint:{id}", name) for id, name in known if id not in stewards]
        recall = [(f"recall:{id}", name) for id, name in known if id in stewards]
        offer(self, "which", [
            ("", _("Choose who")),
            *([(_("Becomes a steward"), appoint)] if appoint else []),
            *([(_("Is a steward no longer"), recall)] if recall else []),
        ])  # fmt: skip

    def effect(self) -> Effect:
        way, _colon, what = self.cleaned_data["which"].partition(":")
        return Effect(lever=STEWARD, way=way, what=what)


def example(lever: str) -> str:
    """How a question may read, as a hint in its field."""
    return {
        SHARING: _("Shall reviewers get a larger part?"),
        PARTNER: _("Shall the workshop in Ghent become our partner?"),
        BUDGET: _("Shall we set aside €250 for a new jig?"),
        STEWARD: _("Shall Dora become a steward?"),
        WORDS: pgettext("example of a decision", "Shall we meet every first Monday?"),
    }.get(lever, "")
