"""The question on the page about sharing: how much, in which currency, for which version, by which rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.library import queries as library
from entredon.apps.library.queries import VersionShown
from entredon.apps.value import queries, typed
from entredon.desk.telling import tell
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.told import short
from entredon.pure.value import currency as currencies
from entredon.pure.value.currency import BadAmount
from entredon.pure.value.rule import BUILT_IN, Rule

USUAL = ("EUR", "USD", "GBP", "CHF", "SEK", "DKK", "PLN", "CZK", "BRL", "INR", "JPY", "KES")
"""The currencies offered; any other can be written in the address."""
OFFERED = 40
"""So many versions are offered, the newest; others are reached from their own page."""
DEFAULT = {"amount": "10,000.00", "currency": "EUR", "version": "", "rule": "", "accepted": ""}


class ShareForm(forms.Form):
    """A dry run to be asked for. Whatever is wrong is said beside its field, and what was typed stays."""

    amount = forms.CharField(label=gettext_lazy("Amount"), required=False, strip=True)
    currency = forms.CharField(label=gettext_lazy("Currency"), required=False)
    version = forms.CharField(label=gettext_lazy("For"), required=False)
    rule = forms.CharField(label=gettext_lazy("By the rule"), required=False)
    accepted = forms.CharField(required=False)

    def __init__(self, slug: str, asked: QueryDict) -> None:
        data = {name: asked.get(name, usual) for name, usual in DEFAULT.items()}
        super().__init__(data)
        self.slug = slug
        self.adopted = queries.rules(slug)
        self.version_shown: VersionShown | None = None
        self.rule_chosen: Rule | None = None

    def clean_currency(self) -> str:
        code: str = self.cleaned_data["currency"].strip()
        try:
            currencies.decimals(code)
        except BadAmount as trouble:
            raise forms.ValidationError(tell(trouble)) from None
        return code

    def clean_version(self) -> str:
        asked: str = self.cleaned_data["version"]
        try:
            self.version_shown = self._version(asked)
        except (NotFound, Ambiguous) as trouble:
            raise forms.ValidationError(tell(trouble)) from None
        return self.version_shown.id

    def _version(self, asked: str) -> VersionShown:
        for version in library.versions(self.slug):
            if asked == short(version.id):
                return version
        return library.find_version(self.slug, asked)

    def clean_rule(self) -> str:
        asked: str = self.cleaned_data["rule"]
        known: dict[str, Rule] = {short(row.id): row.rule for row in self.adopted} | BUILT_IN
        if asked and asked not in known:
            raise forms.ValidationError(_("There is no sharing rule “%(rule)s” here.") % {"rule": asked[:24]})
        self.rule_chosen = known.get(asked)
        return asked

    def clean(self) -> dict[str, Any]:
        """The amount is read once its currency is known."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "currency" in cleaned:
            try:
                cleaned["minor"] = typed.amount(cleaned.get("amount", ""), cleaned["currency"])
            except BadAmount as trouble:
                self.add_error("amount", tell(trouble))
        return cleaned

    def choices(self) -> Mapping[str, list["Choice"]]:
        """What can be chosen in each list."""
        currency, version, rule = (self.data[name] for name in ("currency", "version", "rule"))
        codes = USUAL if currency in USUAL else (currency, *USUAL)
        chosen = short(self.version_shown.id) if self.version_shown else version
        rules = [Choice(short(row.id), rule_name(row.rule, row.at), short(row.id) == rule) for row in self.adopted]
        built_in = [Choice(name, rule_name(known), name == rule) for name, known in BUILT_IN.items()]
        usual = Choice("", _("the one in force"), rule == "")
        return {
            "currency": [Choice(code, code, code == currency) for code in codes],
            "version": self._versions(chosen),
            "rule": [usual, *rules, *built_in],
        }

    def _versions(self, chosen: str) -> list["Choice"]:
        known = list(reversed(library.versions(self.slug)))
        offered = known[:OFFERED] + [version for version in known[OFFERED:] if short(version.id) == chosen]
        choices = [Choice(short(version.id), version.label, short(version.id) == chosen) for version in offered]
        if not any(choice.chosen for choice in choices):
            choices.insert(0, Choice(chosen, chosen or _("nothing yet"), True))
        return choices


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of a list to choose from."""

    value: str
    name: str
    chosen: bool


def rule_name(rule: Rule, at: str = "") -> str:
    """What a rule is called in a list; its full sentence stands on the page."""
    names = {"pot": _("common pot"), "fixed": _("fixed parts"), "flow": _("by contributions")}
    if not at:
        return _("built in: %(name)s") % {"name": names[rule.way]}
    return _("%(name)s, adopted %(day)s") % {"name": names[rule.way], "day": at[:10]}
