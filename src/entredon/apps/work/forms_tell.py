"""What can be typed when somebody tells what she has given: a line and a kind; all else if she likes. Up to twenty at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.work import links, record_contributing
from entredon.apps.work.entries import Contributed, File
from entredon.apps.work.forms import ANOTHER, kind_from
from entredon.apps.work.measures import MOST
from entredon.desk.files import Waits
from entredon.desk.offering import offer
from entredon.desk.telling import speaks, tell
from entredon.log import clock
from entredon.log.registry import Refused
from entredon.pure import formats
from entredon.pure.valueflows import quantity

LINES = 20
"""So many contributions are told at once."""
SHOWN = 8
"""So many kinds of work are shown at once; the others are one touch away."""
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Offered:
    """What can be chosen: read once for all lines of a form. ``need`` is the one that its address names, with its title."""

    kinds: Choices
    abouts: Choices
    needs: Choices = ()
    circles: Choices = ()
    need: str = ""
    need_title: str = ""
    need_points: int = 0


@dataclass
class Files:
    """The files of one line: those that wait here already, and what was wrong with others."""

    kept: list[Waits] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


class TellForm(forms.Form):
    """What somebody has given."""

    note = forms.CharField(
        label=gettext_lazy("In a line"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 500}),
        error_messages={"required": gettext_lazy("Say in a few words what you have done.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("What kind of work was it?"), required=False, widget=forms.RadioSelect)
    other = forms.CharField(
        label=gettext_lazy("Another kind, in a word"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    need = forms.ChoiceField(label=gettext_lazy("For which need?"), required=False)
    done = forms.BooleanField(label=gettext_lazy("This is my part of it, done"), required=False)
    about = forms.ChoiceField(label=gettext_lazy("For what?"), required=False)
    circle = forms.ChoiceField(label=gettext_lazy("With which circle?"), required=False)
    on = forms.CharField(
        label=gettext_lazy("On which day?"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"type": "date"}),
    )
    hours = forms.CharField(
        label=gettext_lazy("Hours"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=gettext_lazy("Nobody has to count hours here."),
    )
    link = forms.CharField(
        label=gettext_lazy("Where can it be seen?"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )
    commits = forms.CharField(
        label=gettext_lazy("Commits"),
        required=False,
        max_length=4000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Their hashes, with spaces between."),
    )
    action = forms.ChoiceField(
        label=gettext_lazy("What was given?"),
        required=False,
        choices=[
            ("work", gettext_lazy("Work")),
            ("transfer", gettext_lazy("Material or money")),
            ("use", gettext_lazy("The use of equipment or a place")),
        ],
    )
    quantity = forms.CharField(
        label=gettext_lazy("How much?"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    unit = forms.CharField(
        label=gettext_lazy("Of what unit?"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Such as kg, pieces, EUR or hours."),
    )
    points = forms.IntegerField(
        label=gettext_lazy("Points"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=gettext_lazy("How much it weighs beside other work of its kind; 1 if you leave it open."),
    )

    DETAILS = (
        "need", "done", "about", "circle", "on", "hours", "link", "commits", "action", "quantity", "unit", "points",
    )  # fmt: skip
    """What is folded away until somebody wants it."""

    def __init__(
        self, offered: Offered, number: int = 0, data: QueryDict | None = None, initial: Mapping[str, Any] | None = None,
        sent: Files | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=dict(initial or {}), prefix=prefix(number))
        self.number = number
        self.offered = offered
        self.sent = sent or Files()
        for name, choices in (
            ("kind", offered.kinds), ("about", offered.abouts), ("need", [("", _("none")), *offered.needs]),
            ("circle", [("", _("none")), *offered.circles]),
        ):  # fmt: skip
            offer(self, name, choices)
        if not self.initial.get("action"):
            self.initial["action"] = "work"

    @property
    def first_kinds(self) -> list[Any]:
        """The kinds that are shown at once: those told most often, and the one that is chosen."""
        radios = [radio for radio in self["kind"] if radio.data["value"] != ANOTHER]
        return radios[:SHOWN] + [radio for radio in radios[SHOWN:] if radio.data["selected"]]

    @property
    def more_kinds(self) -> list[Any]:
        """All others."""
        radios = [radio for radio in self["kind"] if radio.data["value"] != ANOTHER]
        return [radio for radio in radios[SHOWN:] if not radio.data["selected"]]

    @property
    def opened(self) -> bool:
        """Whether what is folded away shows, because something stands there that needs a look."""
        typed = self.data if self.is_bound else self.initial
        looked = ("hours", "link", "commits", "quantity", "unit", "points", "on")
        has = any(str(typed.get(self.add_prefix(name) if self.is_bound else name) or "").strip() for name in looked)
        wrong = self.is_bound and any(name in self.errors for name in self.DETAILS)
        return bool(has or wrong or self.sent.kept or self.sent.troubles)

    @property
    def blank(self) -> bool:
        """Whether nothing was typed into this line."""
        texts = ("note", "other", "hours", "link", "commits", "quantity", "unit", "points")
        return not self.sent.kept and not any(str(self.data.get(self.add_prefix(n)) or "").strip() for n in texts)

    def clean(self) -> dict[str, Any]:
        """What the law looks at is looked at here too, so that each sentence stands beside its field."""
        cleaned: dict[str, Any] = super().clean() or {}
        self._clean_kind(cleaned)
        for name, look in (
            ("hours", _hours),
            ("on", _day),
            ("link", _link),
            ("commits", _commits),
            ("quantity", _amount),
        ):
            text = str(cleaned.get(name) or "").strip()
            try:
                cleaned[name] = look(text) if text else "" if name != "commits" else ()
            except (Refused, formats.Unclear, quantity.NotAQuantity) as trouble:
                self.add_error(name, tell(trouble))
        self._clean_amount(cleaned)
        if self.sent.troubles:
            self.add_error(None, self.sent.troubles[0])
        if len(self.sent.kept) > record_contributing.FILES:
            self.add_error(
                None, _("At most %(n)s files belong to one contribution.") % {"n": record_contributing.FILES}
            )
        return cleaned

    def _clean_kind(self, cleaned: dict[str, Any]) -> None:
        """The word for another kind is looked at when there is one, or when nothing else was chosen."""
        if other := str(cleaned.get("other") or "").strip():
            cleaned["kind"] = kind_from(other)
            if not cleaned["kind"]:
                self.add_error("other", _("Write a word that begins with a letter."))
        elif cleaned.get("kind") in (ANOTHER, "", None) and "kind" not in self.errors:
            self.add_error("other", _("Say which kind of work it was."))

    def _clean_amount(self, cleaned: dict[str, Any]) -> None:
        amount, unit = cleaned.get("quantity"), str(cleaned.get("unit") or "").strip()
        if cleaned.get("action") in ("", "work", None):
            if amount or unit:
                self.add_error("action", _("Say whether it was material or money, or the use of equipment."))
        elif bool(amount) != bool(unit) and "quantity" not in self.errors:
            self.add_error(
                "quantity" if unit else "unit", _("Say how much and of what unit, such as 2 kg; or neither.")
            )
        if cleaned.get("action") == "transfer" and cleaned.get("hours"):
            self.add_error("hours", _("What is handed over has no hours: tell of the work with it apart."))
        if cleaned.get("done") and not cleaned.get("need"):
            self.add_error(None, _("Say which need your part of is done."))

    def fact(self, rulebook: int) -> Contributed:
        """What would be said. Raises Refused where an earlier rulebook knows no such thing."""
        cleaned = self.cleaned_data
        what, _colon, id = str(cleaned.get("about") or "").partition(":")
        fact = Contributed(
            version=id if what == "version" else None,
            creation=id if what == "creation" else None,
            need=cleaned.get("need") or None,
            circle=cleaned.get("circle") or None,
            work=cleaned["kind"],
            action=cleaned.get("action") or "work",
            quantity=cleaned.get("quantity") or "",
            unit=str(cleaned.get("unit") or "").strip(),
            hours=cleaned.get("hours") or "",
            on=cleaned.get("on") or "",
            files=tuple(File(sha256=one.sha256, bytes=one.bytes, type=one.type) for one in self.sent.kept),
            commits=cleaned.get("commits") or (),
            done=bool(cleaned.get("done")),
            measures={"points": cleaned["points"]} if cleaned.get("points") is not None else {},
        )
        return fact if rulebook >= 4 else _earlier(fact, self.texts())

    def texts(self) -> dict[str, str]:
        """What goes beside it."""
        said = {"note": self.cleaned_data["note"], "link": str(self.cleaned_data.get("link") or "")}
        said["names"] = "\n".join(one.name for one in self.sent.kept)
        return {name: text for name, text in said.items() if text}


def prefix(number: int) -> str | None:
    """The beginning of the names of a line's fields; the first has none."""
    return f"line{number}" if number else None


def name(number: int, field: str) -> str:
    """How a field of a line is called."""
    return f"line{number}-{field}" if number else field


def as_typed(data: QueryDict, number: int) -> dict[str, Any]:
    """What was typed into a line so far, before anything of it is looked at."""
    return {one: data.get(name(number, one), "") for one in TellForm.base_fields}


def _earlier(fact: Contributed, texts: Mapping[str, str]) -> Contributed:
    """The same for a commons that still follows an earlier rulebook. Raises Refused."""
    hours = {"hours": int(fact.hours)} if fact.hours.isdecimal() else {}
    plain = Contributed(
        version=fact.version, creation=fact.creation, work=fact.work, measures={**fact.measures, **hours}
    )
    without = msgspec.structs.replace(fact, hours="" if hours else fact.hours, measures=plain.measures)
    if without != plain or texts.keys() - {"note"}:
        raise Refused(
            "This commons follows an earlier rulebook, which knows the line, the kind, whole hours and points; its stewards can "
            "raise it."
        )
    return plain


def _hours(text: str) -> str:
    plain = quantity.canonical(formats.plain(text, speaks()))
    record_contributing.minutes_of(plain)
    return plain


def _day(text: str) -> str:
    record_contributing.check_day(text, clock.stamp())
    return text


def _link(text: str) -> str:
    return links.checked(text)


def _commits(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(one for one in re.split(r"[\s,;]+", text.lower()) if one))
    record_contributing.check_files((), found)
    return found


def _amount(text: str) -> str:
    plain = quantity.canonical(formats.plain(text, speaks()))
    if quantity.parse(plain) <= 0:
        raise Refused("Whoever gives something gives more than nothing: {quantity} is no amount.", quantity=text[:60])
    return plain
