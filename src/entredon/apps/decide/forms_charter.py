"""A charter as a form: its ways to decide, which can be added and removed, who decides about what, and the numbers for all."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.decide import charter_told as told
from entredon.apps.decide import forms_way as ways
from entredon.apps.decide.forms_new import USUAL
from entredon.desk.telling import speaks, tell
from entredon.pure import formats
from entredon.pure.choice import reading
from entredon.pure.choice.charter import ALONE, LEVERS, STEWARDS, Charter, Contributors, Fraction, Lever, Type
from entredon.pure.value import currency as currencies

ASIDE: tuple[Fraction, ...] = ((1, 10), (1, 5), (1, 4), (1, 3), (1, 2))
CURRENCY = "EUR"
"""The currency in which pages always ask how much one decision may release; the others of a charter stand below it."""
NEW = "new-"
"""What keys of ways begin with that were added here."""
_KEY = re.compile(r"[a-z][a-z0-9-]{0,29}", re.ASCII)
_NOBODY = gettext_lazy("Choose who decides about it, or nobody could.")


class CharterForm(forms.Form):
    """A charter that begins as another one. ``keys`` are the ways it has; ``chosen`` what it comes to, once all of it fits.

    ``loose`` is what was typed before a way was added or removed: it stands in the fields, and nothing is checked yet.
    """

    ways = forms.CharField(widget=forms.HiddenInput, max_length=1_000)
    name = forms.CharField(
        label=gettext_lazy("What it is called"), max_length=reading.NAME,
        error_messages={"required": gettext_lazy("Give the charter a name.")},
    )  # fmt: skip
    least = forms.IntegerField(label=gettext_lazy("Accepted contributions, at least"), min_value=1, max_value=1_000)
    within = forms.IntegerField(label=gettext_lazy("In so many days before"), min_value=1, max_value=reading.YEAR_DAYS)

    def __init__(self, begins: Charter, data: Any = None, *, keys: list[str] | None = None, loose: Any = None) -> None:
        super().__init__(data)
        self.begins = begins
        self.chosen: Charter | None = None
        self.keys = keys or keys_of(data, begins)
        self.fields["ways"].initial = ",".join(self.keys)
        self.fields["name"].initial = begins.name
        self.fields["least"].initial, self.fields["within"].initial = (
            begins.contributors.least,
            begins.contributors.days,
        )
        self.fields["set_aside"] = ways.parts(
            _("How many have to challenge a decision to set it aside"), ASIDE, begins.set_aside
        )
        self.fields["set_aside"].help_text = _("Of those who may vote on it.")
        for key in self.keys:
            for name, field in ways.fields(self.begun(key), named=self.is_new(key)).items():
                self.fields[f"{key}-{name}"] = field
        for code in self.codes():
            self.fields[most(code)] = self._asks(code)
        self.fields["most_other"] = self._asks("")
        self.fields["most_code"] = forms.ChoiceField(
            label=_("Which currency"),
            required=False,
            initial="",
            choices=[("", _("none")), *((one, one) for one in self.others())],
        )
        self._ask_who_decides(loose if loose is not None else data or {})
        if loose is not None:
            self._begin_with(loose)

    def begun(self, key: str) -> Type:
        """What a way begins as."""
        return next((kind for kind in self.begins.types if kind.id == key), None) or ways.new(key)

    def is_new(self, key: str) -> bool:
        return key not in {kind.id for kind in self.begins.types}

    def codes(self) -> list[str]:
        """The currencies in which it is asked how much one decision may release."""
        return [CURRENCY, *sorted(code for code in self.begins.levers[told.BUDGET].most if code != CURRENCY)]

    def others(self) -> list[str]:
        """The currencies that can be added to these."""
        return [code for code in USUAL if code not in self.codes()]

    def _asks(self, code: str) -> forms.Field:
        now = self.begins.levers[told.BUDGET].most.get(code)
        label = {
            CURRENCY: _("The most that one decision may release, in euros"), "": _("And in another currency"),
        }.get(code) or _("The most that one decision may release, in {currency}").format(currency=code)  # fmt: skip
        return forms.CharField(
            label=label, required=False, max_length=40, help_text=_("Leave it empty for no limit."),
            initial=formats.decimal(currencies.plain(now, code), speaks()) if now else "",
            widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        )  # fmt: skip

    def _ask_who_decides(self, typed: Mapping[str, Any]) -> None:
        there = [(key, self.way_name(key, typed)) for key in self.keys]
        for lever in LEVERS:
            now = self.begins.levers[lever].by
            offered = there + ([(STEWARDS, _("Stewards, each of them alone"))] if lever in ALONE else [])
            if str(typed.get(f"by-{lever}", now)) not in dict(offered):
                offered = [("", _("Choose who decides")), *offered]
            self.fields[f"by-{lever}"] = forms.ChoiceField(
                label=told.lever_name(lever), choices=offered, initial=now,
                error_messages={"required": _NOBODY, "invalid_choice": self._not_so(typed.get(f"by-{lever}"))},
            )  # fmt: skip

    def _not_so(self, typed: Any) -> Any:
        if typed != STEWARDS:
            return _NOBODY
        return _("This is decided together, and not by a steward alone: choose one of the ways below.")

    def way_name(self, key: str, typed: Mapping[str, Any]) -> str:
        """What a way is called where it is chosen."""
        if not self.is_new(key):
            return told.type_name(key)
        name = str(typed.get(f"{key}-name", "")).strip()
        return told.type_name(name) if name else _("The new way to decide")

    def _begin_with(self, typed: Any) -> None:
        """Let fields begin with what was typed."""
        for name, field in self.fields.items():
            if isinstance(field, forms.BooleanField):
                field.initial = name in typed if f"{name.rpartition('-')[0]}-vote" in typed else field.initial
            elif isinstance(field, forms.MultipleChoiceField):
                field.initial = typed.getlist(name) if f"{name.rpartition('-')[0]}-vote" in typed else field.initial
            elif name in typed and name != "ways":
                field.initial = typed[name]

    # Checking

    def clean(self) -> dict[str, Any]:
        """All of it together is a charter that one can live by."""
        cleaned: dict[str, Any] = super().clean() or {}
        for code in self.codes():
            self._clean_most(most(code), code, cleaned)
        if cleaned.get("most_code"):
            self._clean_most("most_other", cleaned["most_code"], cleaned)
        elif str(cleaned.get("most_other", "")).strip():
            self.add_error("most_code", _("Say which currency this is."))
        ids = self._ids(cleaned)
        if not self.errors:
            try:
                self.chosen = reading.read(self._charter(cleaned, ids).data())
            except reading.BadCharter as trouble:
                self.add_error(None, tell(trouble))
        return cleaned

    def _clean_most(self, name: str, code: str, cleaned: dict[str, Any]) -> None:
        typed = str(cleaned.get(name, "")).strip()
        try:
            cleaned[name] = (
                currencies.parse(formats.plain(typed, speaks(), currencies.decimals(code)), code) if typed else 0
            )
        except formats.Unclear as unclear:
            self.add_error(name, tell(currencies.BadAmount.of(unclear)))
        except currencies.BadAmount as trouble:
            self.add_error(name, tell(trouble))

    def _ids(self, cleaned: Mapping[str, Any]) -> dict[str, str]:
        """The id of each way by its key: of new ones, as their names make it."""
        ids = {key: key for key in self.keys if not self.is_new(key)}
        for key in self.keys:
            if key in ids or f"{key}-name" not in cleaned:
                continue
            try:
                id = ways.id_of(cleaned[f"{key}-name"])
                if id in ids.values():
                    raise forms.ValidationError(_("There is a way to decide of this name already."))
                ids[key] = id
            except forms.ValidationError as trouble:
                self.add_error(f"{key}-name", trouble)
        return ids

    def _charter(self, cleaned: Mapping[str, Any], ids: Mapping[str, str]) -> Charter:
        levers = {lever: Lever(ids.get(cleaned[f"by-{lever}"], STEWARDS)) for lever in LEVERS}
        typed = {code: cleaned[most(code)] for code in self.codes()} | {cleaned["most_code"]: cleaned["most_other"]}
        bounds = {code: minor for code, minor in typed.items() if code and minor}
        levers[told.BUDGET] = Lever(levers[told.BUDGET].by, bounds)
        return Charter(
            name=cleaned["name"].strip(), types=tuple(self._type(key, ids[key], cleaned) for key in self.keys), levers=levers,
            contributors=Contributors(cleaned["least"], cleaned["within"]), set_aside=ways.fraction(cleaned["set_aside"]),
        )  # fmt: skip

    def _type(self, key: str, id: str, cleaned: Mapping[str, Any]) -> Type:
        return ways.read(part(key, cleaned), id, self.begun(key))

    def refuse(self, id: str, name: str, why: str) -> None:
        """Say beside a field of a way, by its id, what the law would say to it."""
        ids = {self._ids(self.cleaned_data).get(key): key for key in self.keys}
        self.add_error(f"{ids[id]}-{name}", why)
        self.chosen = None


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


def most(code: str) -> str:
    """The field that asks how much of a currency one decision may release."""
    return "most" if code == CURRENCY else f"most-{code}"


def part(key: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of one way, by the names of its fields."""
    begins = f"{key}-"
    return {name.removeprefix(begins): value for name, value in said.items() if name.startswith(begins)}


def keys_of(data: Any, begins: Charter) -> list[str]:
    """The ways that a form has: those that it names, else those that it began with."""
    named = str((data or {}).get("ways", "")).split(",")
    keys = list(dict.fromkeys(key for key in named if _KEY.fullmatch(key)))[: reading.TYPES]
    return keys or [kind.id for kind in begins.types]


def one_more(keys: list[str]) -> list[str]:
    """The same with a way more, if there is room for it."""
    free = next(f"{NEW}{n}" for n in range(1, reading.TYPES + 2) if f"{NEW}{n}" not in keys)
    return [*keys, free][: reading.TYPES]
