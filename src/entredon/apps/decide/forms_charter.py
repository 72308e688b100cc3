"""A charter to begin with, and the few numbers of it that can be set before it is adopted or proposed."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.decide import charter_told as told
from entredon.desk.offering import offer
from entredon.desk.telling import tell
from entredon.pure.choice import consent, reading
from entredon.pure.choice.charter import ALONE, LEVERS, STEWARDS, Charter, Fraction, Lever, Type
from entredon.pure.choice.reading import DAYS
from entredon.pure.value import currency as currencies

QUORUMS: tuple[Fraction, ...] = ((0, 1), (1, 10), (1, 5), (1, 4), (1, 3), (1, 2), (2, 3))
THRESHOLDS = (("1/2", True), ("3/5", False), ("2/3", False), ("3/4", False), ("4/5", False), ("9/10", False))
ASIDE: tuple[Fraction, ...] = ((1, 10), (1, 5), (1, 4), (1, 3), (1, 2))
SPANS = ("discuss", "vote", "challenge", "notice")
CURRENCY = "EUR"
"""The currency in which pages ask how much one decision may release; a charter that names others keeps them."""


class CharterForm(forms.Form):
    """Numbers of a charter: for each way to decide its days, its quorum and what it takes; and who decides about what."""

    name = forms.CharField(
        label=gettext_lazy("What it is called"), max_length=reading.NAME,
        error_messages={"required": gettext_lazy("Give the charter a name.")},
    )  # fmt: skip
    set_aside = forms.ChoiceField(
        label=gettext_lazy("How many have to challenge a decision to set it aside"),
        help_text=gettext_lazy("Of those who may vote on it."),
    )  # fmt: skip
    most = forms.CharField(
        label=gettext_lazy("The most that one decision may release, in euros"), required=False, max_length=40,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        help_text=gettext_lazy("Leave it empty for no limit."),
    )  # fmt: skip

    def __init__(self, begins: Charter, *given: Any, **rest: Any) -> None:
        super().__init__(*given, **rest)
        self.begins = begins
        self.chosen: Charter | None = None
        self.fields["name"].initial = begins.name
        _offer_parts(self, "set_aside", ASIDE, begins.set_aside)
        most = begins.levers[told.BUDGET].most.get(CURRENCY)
        self.fields["most"].initial = currencies.written(most, CURRENCY).replace(",", "") if most else ""
        for lever in LEVERS:
            self._ask_who_decides(lever)
        for kind in begins.types:
            self._ask_about(kind)

    def _ask_who_decides(self, lever: str) -> None:
        self.fields[f"by-{lever}"] = forms.ChoiceField(
            label=told.lever_name(lever), initial=self.begins.levers[lever].by
        )
        alone = [(STEWARDS, _("Stewards, each of them alone"))] if lever in ALONE else []
        offer(self, f"by-{lever}", [(kind.id, told.type_name(kind.id)) for kind in self.begins.types] + alone)

    def _ask_about(self, kind: Type) -> None:
        labels = {
            "discuss": _("Days to talk"), "vote": _("Days to vote"), "challenge": _("Days to challenge it"),
            "notice": _("Days of notice"),
        }  # fmt: skip
        for name in SPANS:
            self.fields[f"{kind.id}-{name}"] = forms.IntegerField(
                label=labels[name], min_value=1 if name == "vote" else 0, max_value=DAYS, initial=getattr(kind, name)
            )
        self.fields[f"{kind.id}-quorum"] = forms.ChoiceField(label=_("How many have to take part"))
        _offer_parts(self, f"{kind.id}-quorum", QUORUMS, kind.quorum)
        if kind.method != consent.NAME:
            self.fields[f"{kind.id}-threshold"] = forms.ChoiceField(label=_("How many have to say yes"))
            _offer_thresholds(self, f"{kind.id}-threshold", kind)

    def kinds(self) -> list[dict[str, Any]]:
        """The fields of each way to decide, for the page."""
        return [
            {
                "name": told.type_name(kind.id), "who": told.electorate(kind), "consent": kind.method == consent.NAME,
                "days": [self[f"{kind.id}-{name}"] for name in SPANS],
                "counts": [self[name] for name in (f"{kind.id}-threshold", f"{kind.id}-quorum") if name in self.fields],
            }
            for kind in self.begins.types
        ]  # fmt: skip

    def levers(self) -> list[Any]:
        """The fields that ask who decides about what."""
        return [self[f"by-{lever}"] for lever in LEVERS]

    def clean_most(self) -> int:
        typed: str = self.cleaned_data["most"].strip()
        try:
            return currencies.parse(typed, CURRENCY) if typed else 0
        except currencies.BadAmount as trouble:
            raise forms.ValidationError(tell(trouble)) from None

    def clean(self) -> dict[str, Any]:
        """All of it together is a charter that one can live by."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.chosen = reading.read(self._charter(cleaned).data())
            except reading.BadCharter as trouble:
                self.add_error(None, tell(trouble))
        return cleaned

    def _charter(self, cleaned: dict[str, Any]) -> Charter:
        levers = {lever: Lever(cleaned[f"by-{lever}"]) for lever in LEVERS}
        most = {**self.begins.levers[told.BUDGET].most, CURRENCY: cleaned["most"]}
        levers[told.BUDGET] = Lever(
            cleaned[f"by-{told.BUDGET}"], {code: minor for code, minor in most.items() if minor}
        )
        return Charter(
            name=cleaned["name"].strip(), types=tuple(self._type(kind, cleaned) for kind in self.begins.types),
            levers=levers, contributors=self.begins.contributors, set_aside=_fraction(cleaned["set_aside"]),
        )  # fmt: skip

    def _type(self, kind: Type, cleaned: dict[str, Any]) -> Type:
        spans = {name: cleaned[f"{kind.id}-{name}"] for name in SPANS}
        changed = replace(kind, quorum=_fraction(cleaned[f"{kind.id}-quorum"]), **spans)
        if kind.method == consent.NAME:
            return changed
        text = cleaned[f"{kind.id}-threshold"]
        return replace(changed, threshold=_fraction(text.removesuffix(">")), strict=text.endswith(">"))


class ProposalForm(forms.Form):
    """What is proposed, as a question that one can say yes to, and why."""

    title = forms.CharField(
        label=gettext_lazy("The question"), max_length=140,
        error_messages={"required": gettext_lazy("Say in a line what is asked.")},
        help_text=gettext_lazy("So that yes means yes: Shall more people have to take part?"),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Why?"), max_length=10_000, widget=forms.Textarea({"rows": 5}),
        error_messages={"required": gettext_lazy("Say why: the others want to know it.")},
    )  # fmt: skip


def _offer_parts(form: forms.Form, name: str, usual: tuple[Fraction, ...], now: Fraction) -> None:
    """Let a field offer the usual parts, and the one that stands there now."""
    values = sorted({*usual, now}, key=lambda one: (one[0] * 10**6 // one[1], one[1]))
    offer(form, name, [(f"{num}/{den}", told.part((num, den)) if num else _("however few")) for num, den in values])
    form.fields[name].initial = f"{now[0]}/{now[1]}"


def _offer_thresholds(form: forms.Form, name: str, kind: Type) -> None:
    def value(text: str, strict: bool) -> str:
        return f"{text}>" if strict else text

    now = value(f"{kind.threshold[0]}/{kind.threshold[1]}", kind.strict)
    values = [value(*one) for one in THRESHOLDS]
    offer(form, name, [(one, _threshold(one)) for one in values + [now] * (now not in values)])
    form.fields[name].initial = now


def _threshold(value: str) -> str:
    part = told.part(_fraction(value.removesuffix(">")))
    return _("more than {part}").format(part=part) if value.endswith(">") else _("at least {part}").format(part=part)


def _fraction(text: str) -> Fraction:
    num, _slash, den = text.partition("/")
    return int(num), int(den)
