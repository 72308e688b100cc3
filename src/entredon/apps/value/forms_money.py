"""Forms about money: that somebody paid, and what a person passes on."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.library import queries as library
from entredon.apps.treasury.entries import Received
from entredon.apps.value import queries, typed
from entredon.apps.value.entries import Destination, PassedOn
from entredon.apps.value.forms import OFFERED, USUAL
from entredon.apps.value.recorded import IncomeTold
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.told import short
from entredon.pure.value import currency as currencies
from entredon.pure.value.currency import BadAmount
from entredon.pure.value.passing import POT, is_address
from entredon.pure.value.rule import WHOLE

LONG = 200
UPSTREAM = 3
"""So many addresses can be passed on to by the form; the command takes more."""


class ReceivedForm(forms.Form):
    """Somebody paid: how much, for what. What was told a moment ago is asked about before it is told again."""

    amount = forms.CharField(
        label=gettext_lazy("How much came in"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "placeholder": "2,500.00"}),
    )
    currency = forms.CharField(label=gettext_lazy("Currency"), required=False, max_length=3, initial="EUR")
    version = forms.CharField(label=gettext_lazy("For which version"), required=False)
    payer = forms.CharField(
        label=gettext_lazy("Who paid"),
        required=False,
        max_length=LONG,
        help_text=gettext_lazy(
            "It stands beside the public record, where anybody can read it, until it is erased for good; the amount stays. "
            "Leave it empty if they would rather not be named."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("What for"),
        required=False,
        max_length=LONG,
        help_text=gettext_lazy("Such as “20 kits, invoice 14”."),
    )
    again = forms.BooleanField(label=gettext_lazy("It came in twice: tell it again"), required=False)

    def __init__(self, slug: str, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.slug = slug
        self.twice: IncomeTold | None = None
        known = [version for version in reversed(library.versions(slug)) if version.released][:OFFERED]
        self.fields["currency"].widget = forms.Select(choices=[(code, code) for code in USUAL])
        self.fields["version"].widget = forms.Select(choices=[(short(v.id), v.label) for v in known])
        self.released = {short(version.id): version.id for version in known}

    def clean_currency(self) -> str:
        code: str = self.cleaned_data["currency"].strip()
        try:
            currencies.decimals(code)
        except BadAmount as trouble:
            raise forms.ValidationError(tell(trouble)) from None
        return code

    def clean_version(self) -> str:
        asked: str = self.cleaned_data["version"]
        if asked not in self.released:
            raise forms.ValidationError(_("Choose a version that is released: only that can have been sold."))
        return self.released[asked]

    def clean(self) -> dict[str, Any]:
        """The amount is read once its currency is known; what was told a moment ago is asked about."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "currency" in cleaned and "amount" in cleaned:
            try:
                cleaned["minor"] = typed.amount(cleaned["amount"], cleaned["currency"])
            except BadAmount as trouble:
                self.add_error("amount", tell(trouble))
        if "minor" in cleaned and "version" in cleaned and not cleaned.get("again"):
            self._not_twice(cleaned)
        return cleaned

    def _not_twice(self, cleaned: dict[str, Any]) -> None:
        since = clock.stamp(clock.now() - clock.SKEW)
        same = (cleaned["minor"], cleaned["currency"], cleaned["version"])
        for income in queries.incomes(self.slug):
            if (income.minor, income.currency, income.version) == same and income.at >= since:
                self.twice = income
                self.add_error(
                    "again",
                    _("The same was told a few minutes ago. If it really came in twice, tick this and send it again."),
                )
                return

    def fact(self) -> tuple[Received, dict[str, str]]:
        """What the entry says, and its erasable texts."""
        cleaned = self.cleaned_data
        texts = {name: cleaned[name].strip() for name in ("payer", "note") if cleaned[name].strip()}
        return Received(minor=cleaned["minor"], currency=cleaned["currency"], version=cleaned["version"]), texts


class PassingForm:
    """What a person passes on: to the pot, and to projects elsewhere by their https address, each in percent."""

    def __init__(self, typed: Any = None, word: Any = None) -> None:
        self.wrong: dict[str, str] = {}
        self.refused = ""
        self.typed = typed
        upstream = [(to, ppm) for to, ppm in (word or {}).items() if to != POT]
        self.pot = self._text("pot", (word or {}).get(POT, 0))
        self.rows = [
            (n, self._text(f"to-{n}", upstream[n][0] if n < len(upstream) else ""),
             self._text(f"part-{n}", upstream[n][1] if n < len(upstream) else 0))
            for n in range(max(UPSTREAM, len(upstream)))
        ]  # fmt: skip

    @property
    def upstream_rows(self) -> list[dict[str, Any]]:
        """The rows for projects elsewhere, with what is wrong in each."""
        return [
            {"n": n, "to": to, "part": part, "to_wrong": self.wrong.get(f"to-{n}", ""),
             "part_wrong": self.wrong.get(f"part-{n}", "")}
            for n, to, part in self.rows
        ]  # fmt: skip

    @property
    def upstream(self) -> bool:
        """Whether anything stands in these rows."""
        return any(to or part for _n, to, part in self.rows)

    def _text(self, field: str, known: Any) -> str:
        if self.typed is not None:
            return str(self.typed.get(field, ""))[:400]
        if isinstance(known, int):
            return shown(known) if known else ""
        return str(known)

    def fact(self) -> PassedOn | None:
        """What she says; None when something is wrong, which then stands beside its field."""
        to: list[Destination] = []
        pot = self._percent("pot", self.pot)
        if pot:
            to.append(Destination(to=POT, ppm=pot))
        for n, address, part in self.rows:
            ppm = self._percent(f"part-{n}", part)
            address = address.strip()
            if not address and not ppm:
                continue
            if not address:
                self.wrong[f"to-{n}"] = _("Give the https address of the project this goes to.")
            elif not is_address(address):
                self.wrong[f"to-{n}"] = _(
                    "Write a whole https address, such as https://example.org/gearbox: small letters before the first "
                    "slash, no question mark, no #."
                )
            elif not ppm and f"part-{n}" not in self.wrong:
                self.wrong[f"part-{n}"] = _("How much of yours, in percent?")
            elif any(one.to == address for one in to):
                self.wrong[f"to-{n}"] = _("This address stands above already.")
            else:
                to.append(Destination(to=address, ppm=ppm))
        whole = sum(one.ppm for one in to)
        if whole > WHOLE and not self.wrong:
            last = next((f"part-{n}" for n, _a, part in reversed(self.rows) if part.strip()), "pot")
            self.wrong[last] = _("Together that makes %(made)s %%, more than all of yours. Lower one of them.") % {
                "made": shown(whole)
            }
        return None if self.wrong else PassedOn(to=tuple(to))

    def _percent(self, field: str, text: str) -> int:
        text = text.strip()
        if not text:
            return 0
        ppm = typed.ppm(text)
        if ppm is None:
            self.wrong[field] = _("Write a percentage from 0 to 100, such as 12.5.")
            return 0
        return ppm


def shown(ppm: int) -> str:
    """Parts per million as a percentage, as people type it."""
    return typed.points(ppm)
