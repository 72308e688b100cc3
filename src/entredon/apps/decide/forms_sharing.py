"""Asking for another sharing rule: one that is known here, or the one in force with other parts, or fixed parts among members."""

from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.decide.entries import Effect
from entredon.apps.decide.forms_new import NewForm
from entredon.apps.decide.record import SHARING
from entredon.apps.value import queries as value
from entredon.desk.offering import offer
from entredon.desk.telling import tell
from entredon.log.told import short
from entredon.pure.value import reading
from entredon.pure.value.rule import TOP, Rule

NOW, FIXED, AGAIN = "now", "fixed", "again"
"""Ways to begin that are no rule of their own: the one in force, fixed parts, and the rule that was asked for before."""
DAYS = ("contest_days", "unclaimed")


class SharingForm(NewForm):
    """Which sharing rule? One that is known here, with the parts and days that stand beside it where they are filled in."""

    lever = SHARING
    rule = forms.ChoiceField(
        label=gettext_lazy("The rule"),
        error_messages={"required": gettext_lazy("Choose the rule that would hold.")},
    )
    association = forms.CharField(label=gettext_lazy("To the association, in per cent"), required=False, max_length=20)
    fund = forms.CharField(label=gettext_lazy("To the commons fund, in per cent"), required=False, max_length=20)
    contest_days = forms.IntegerField(
        label=gettext_lazy("Days to contest"), required=False, min_value=0, max_value=reading.DAYS
    )
    unclaimed = forms.IntegerField(
        label=gettext_lazy("Days after which a part nobody claims may lapse"), required=False, min_value=0,
        max_value=reading.DAYS, help_text=gettext_lazy("0: it never does."),
    )  # fmt: skip

    def offered(self) -> None:
        known = value.rules_to_choose(self.slug)
        self.now = value.standing(self.slug)
        self.rules = {NOW: self.now, **{key: rule for key, _name, rule in known}}
        before = self.before()
        if before is not None:
            self.rules[AGAIN] = before
        begins = [(NOW, _("The rule in force, with other parts")), (FIXED, _("Fixed parts among members"))]
        again = [(AGAIN, _("The rule that was asked for before"))] if before is not None else []
        offer(self, "rule", [
            ("", _("Choose a rule")), *again, (_("Begin with"), begins),
            (_("Rules that are known here"), [(key, name) for key, name, _rule in known]),
        ])  # fmt: skip
        for name in TOP:
            self.fields[name].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
        self.parts = value.parts_form(self.slug, *self._parts())

    def before(self) -> Rule | None:
        """The rule that the question asked for whose place this one takes."""
        found = self.replaced()
        return reading.read(found.row.effect["rule"]) if found is not None and found.row.lever == SHARING else None

    def _parts(self) -> tuple[QueryDict, bool]:
        """What is typed of fixed parts; before that, those of the rule in force or of the one that was asked for before."""
        if self.is_bound:
            return cast(QueryDict, self.data), self.data.get("rule") == FIXED
        parts = (self.before() or self.now).parts or self.now.parts
        return QueryDict(urlencode([("parts", f"{short(who)}:{weight}") for who, weight in parts.items()])), False

    @property
    def top_now(self) -> list[str]:
        """What the rule in force gives to each of the top, as it is typed."""
        return [value.points(self.now.top.get(name, 0)) for name in TOP]

    def clean(self) -> dict[str, Any]:
        """All of it together is a rule."""
        cleaned: dict[str, Any] = super().clean() or {}
        begun = self._begun(cleaned.get("rule", ""))
        top = {name: self._share(name, cleaned) for name in TOP}
        if begun is None or self.errors:
            return cleaned
        shares = {name: begun.top.get(name, 0) if share is None else share for name, share in top.items()}
        days = {name: cleaned[name] for name in DAYS if cleaned.get(name) is not None}
        made = replace(begun, top={name: share for name, share in shares.items() if share}, **days)
        try:
            cleaned["made"] = reading.read(made.data())
        except reading.BadRule as trouble:
            self.add_error("association" if made.top != begun.top else None, tell(trouble))
        return cleaned

    def _begun(self, key: str) -> Rule | None:
        if key != FIXED:
            return self.rules.get(key)
        if self.parts.rule is None:
            self.add_error(None, self.parts.wrong or _("The fixed parts need another look."))
        return self.parts.rule

    def _share(self, name: str, cleaned: dict[str, Any]) -> int | None:
        """A share in parts per million; None where the rule says it."""
        typed = str(cleaned.get(name, "")).strip()
        share = value.ppm(typed) if typed else None
        if typed and share is None:
            self.add_error(name, _("Write a percentage from 0 to 100, such as 12.5."))
        return share

    def effect(self) -> Effect:
        return Effect(lever=SHARING, rule=self.cleaned_data["made"].data())
