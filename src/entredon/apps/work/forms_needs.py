"""What can be typed about needs: what is needed, until when somebody takes it, why it is given back, how it is split."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.work import needs_typed, queries_needs
from entredon.apps.work.entries_needs import Gives, NeedChanged, Needed, Part, SplitProposed
from entredon.apps.work.forms import ANOTHER, LONGEST, kind_from, kinds
from entredon.apps.work.needs_typed import Unreadable
from entredon.apps.work.queries_need import NeedWhole
from entredon.apps.work.record import MOST
from entredon.apps.work.record_needs import PLACE, PLACES
from entredon.desk.offering import offer
from entredon.desk.telling import tell
from entredon.pure.value.currency import BadAmount
from entredon.pure.value.parts import WHOLE

TITLE = 200
"""Characters of a title."""


class Skills(forms.CharField):
    """A few words with commas between them."""

    def clean(self, value: Any) -> tuple[str, ...]:
        try:
            return needs_typed.skills(super().clean(value))
        except Unreadable as trouble:
            raise forms.ValidationError(str(trouble)) from None


class Day(forms.DateField):
    """A day, or none; as the record has it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], required=False, **options)
        self.error_messages["invalid"] = gettext_lazy("Write the day as in 2026-11-26.")

    def clean(self, value: Any) -> str:
        found = super().clean(value)
        return found.isoformat() if found else ""


def sizes(now: int = 0) -> list[tuple[str, str]]:
    """How long something may take, to choose from."""
    known = sorted({*needs_typed.SIZES, now} - {0})
    return [("0", _("I don’t know")), *((str(minutes), needs_typed.effort(minutes)) for minutes in known)]


def _words(label: Any, rows: int, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, required=False, widget=widget, **options)


class NeedForm(forms.Form):
    """What is needed: a line, what kind of work, how long it takes; the rest only if somebody likes to say it."""

    title = forms.CharField(
        label=gettext_lazy("What is needed?"),
        max_length=TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": TITLE}),
        help_text=gettext_lazy("In a line, such as: draw the wiring plan of the left door."),
        error_messages={"required": gettext_lazy("Say in a few words what is needed.")},
    )
    text = _words(gettext_lazy("Why, and what should one know?"), 4)
    kind = forms.ChoiceField(label=gettext_lazy("What kind of work is it?"))
    minutes = forms.TypedChoiceField(label=gettext_lazy("How long, about?"), coerce=int, initial="0")
    done = _words(gettext_lazy("When is it done?"), 2, help_text=gettext_lazy("By what everybody can see that it is."))
    other = forms.CharField(
        label=gettext_lazy("Another kind, in a word"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Only if none in the list fits, such as carpentry."),
    )
    creation = forms.ChoiceField(label=gettext_lazy("For what?"), required=False)
    circle = forms.ChoiceField(label=gettext_lazy("For which circle?"), required=False)
    skills = Skills(
        label=gettext_lazy("What should one be able to do?"),
        required=False,
        max_length=600,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "A few words with commas between them: welding, drawing. Leave it empty if anybody can."
        ),
    )
    due = Day(label=gettext_lazy("Until when?"))
    place = forms.CharField(
        label=gettext_lazy("Where?"),
        required=False,
        max_length=PLACE,
        help_text=gettext_lazy("Leave it empty if it can be done anywhere."),
    )
    places = forms.IntegerField(
        label=gettext_lazy("How many people can take it?"), min_value=1, max_value=PLACES, initial=1, required=False
    )
    points = forms.IntegerField(
        label=gettext_lazy("Points it gives"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=gettext_lazy("How much it weighs beside other work. Those who do it share them."),
    )
    money = forms.CharField(
        label=gettext_lazy("Money from a budget"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=gettext_lazy("A promise: nothing is paid by it yet."),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)

    DETAILS = ("done", "other", "creation", "circle", "skills", "due", "place", "places", "points", "money", "currency")

    def __init__(self, slug: str, data: QueryDict | None = None, initial: dict[str, Any] | None = None) -> None:
        first = {"creation": _only_creation(slug), **(initial or {})}
        super().__init__(data, initial=first)
        known = kinds(slug)
        others = dict.fromkeys((*filter(None, [first.get("kind")]), *queries_needs.facets(slug).kinds))
        known[-1:-1] = [(kind, flows.kind_of_work(kind)) for kind in others if kind not in dict(known)]
        choices: dict[str, Any] = {
            "kind": known,
            "minutes": sizes(int(first.get("minutes", 0))),
            "creation": [
                *((row.id, row.name) for row in library.creations(slug)),
                ("", _("the commons at large")),
            ],
            "circle": [("", _("no circle in particular")), *sorted(queries_needs.circle_names(slug).items())],
            "currency": [
                (code, code) for code in dict.fromkeys((first.get("currency"), *needs_typed.CURRENCIES)) if code
            ],
        }
        for name, some in choices.items():
            offer(self, name, some)
        if len(choices["circle"]) == 1:
            del self.fields["circle"]

    @property
    def more(self) -> bool:
        """Whether something among the details needs a look, or was said."""
        bound = [self[name] for name in self.DETAILS if name in self.fields]
        if self.is_bound:
            return any(field.errors for field in bound)
        return any(
            self.initial.get(field.name) for field in bound if field.name not in ("creation", "currency", "places")
        )

    def details(self) -> list[forms.BoundField]:
        """The fields that stay folded away until somebody wants them."""
        return [self[name] for name in self.DETAILS if name in self.fields]

    def clean_places(self) -> int:
        return self.cleaned_data["places"] or 1

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if other := cleaned.get("other", "").strip():
            cleaned["kind"] = kind_from(other)
            if not cleaned["kind"]:
                self.add_error("other", _("Write a word that begins with a letter."))
        elif cleaned.get("kind") == ANOTHER:
            self.add_error("other", _("Say which kind of work it is."))
        if money := cleaned.get("money", "").strip():
            try:
                cleaned["minor"] = needs_typed.amount(money, cleaned.get("currency") or "EUR")
            except BadAmount as trouble:
                self.add_error("money", tell(trouble))
        return cleaned

    def texts(self) -> dict[str, str]:
        """The words, as side texts; those left empty are left out."""
        return {name: text for name in ("title", "text", "done") if (text := self.cleaned_data[name].strip())}

    def _numbers(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        minor = cleaned.get("minor", 0)
        currency = (cleaned.get("currency") or "EUR") if minor else ""
        named = {name: cleaned[name] for name in ("minutes", "skills", "due", "place", "places")}
        return {
            "work": cleaned["kind"],
            **named,
            "gives": Gives(points=cleaned["points"] or 0, minor=minor, currency=currency),
        }

    def fact(self, *, part_of: str = "", ideas: tuple[str, ...] = ()) -> Needed:
        """What would be said."""
        cleaned = self.cleaned_data
        return Needed(
            creation=cleaned.get("creation") or None, circle=cleaned.get("circle") or None, part_of=part_of or None,
            ideas=ideas, **self._numbers(),
        )  # fmt: skip

    def change(self, whole: NeedWhole) -> NeedChanged | None:
        """What changes in what it says in numbers; None when nothing does."""
        need, new = whole.need, self._numbers()
        now = {
            "work": need.work, "minutes": need.minutes, "skills": need.skills, "due": need.due, "place": need.place,
            "places": need.places, "gives": Gives(points=need.points, minor=need.minor, currency=need.currency),
        }  # fmt: skip
        changed = {name: value for name, value in new.items() if value != now[name]}
        return NeedChanged(need=need.id, **changed) if changed else None


def _only_creation(slug: str) -> str:
    """For what it probably is: the only creation; where there are several, nobody can know."""
    known = library.creations(slug)
    return known[0].id if len(known) == 1 else ""


def said_now(whole: NeedWhole) -> dict[str, Any]:
    """A need as its form shows it to be changed."""
    need = whole.need
    named = {name: getattr(need, name) for name in ("title", "minutes", "creation", "circle", "due", "place", "places")}
    return {
        **named, "text": whole.text, "done": whole.done, "kind": need.work, "skills": ", ".join(need.skills),
        "points": need.points or None, "money": needs_typed.amount_written(need.minor, need.currency),
        "currency": need.currency,
    }  # fmt: skip


class OneOfSeveral(forms.Form):
    """A form beside others on a page: its fields have names of their own for labels, as ``TakeForm-due``."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"{type(self).__name__}-%s")


class TakeForm(OneOfSeveral):
    """Until when somebody means to do it, if she likes to say."""

    due = Day(label=gettext_lazy("Until when, about?"))


class BackForm(OneOfSeveral):
    """Giving back; nobody is asked why."""

    reason = forms.CharField(
        label=gettext_lazy("A hint for whoever comes next, if you like"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CloseForm(OneOfSeveral):
    """How a need ends, and why if somebody likes to say it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How does it end?"),
        choices=[
            ("done", gettext_lazy("It is done")),
            ("dropped", gettext_lazy("It isn’t needed any more")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how it ends.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, in a line, if you like"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SplitForm(forms.Form):
    """Parts of those who hold a place and aren't done, in percent; they must add up to 100."""

    def __init__(self, whole: NeedWhole, names: dict[str, str], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.need = whole.need.id
        self.people = [row.person for row in whole.waiting]
        usual = whole.proposal or whole.split
        first = usual.parts if usual and usual.parts.keys() == set(self.people) else None
        parts = first or (needs_typed.first_parts(self.people) if self.people else {})
        for person in self.people:
            self.fields[self.field(person)] = forms.CharField(
                label=names.get(person) or person[:12],
                max_length=12,
                initial=needs_typed.share_written(parts[person]),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                error_messages={"required": _("Write a number, 0 if it is nothing.")},
            )

    @staticmethod
    def field(person: str) -> str:
        """The name of somebody's field."""
        return f"part-{person[2:12]}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        parts: dict[str, int] = {}
        for person in self.people:
            name = self.field(person)
            if name not in cleaned:
                continue
            found = needs_typed.share(cleaned[name])
            if found is None:
                self.add_error(name, _("Write a number between 0 and 100, such as 33.4."))
            else:
                parts[person] = found
        if len(parts) == len(self.people) and (whole := sum(parts.values())) != WHOLE:
            text = _("Together that is %(sum)s; the parts must add up to %(whole)s.")
            told = {"sum": needs_typed.share_told(whole), "whole": needs_typed.share_told(WHOLE)}
            raise forms.ValidationError(text % told)
        self.parts = parts
        return cleaned

    def fact(self) -> SplitProposed:
        """What would be said."""
        parts = tuple(Part(person=person, part=part) for person, part in self.parts.items())
        return SplitProposed(need=self.need, parts=parts)


def places_told(free: int) -> str:
    """How many places are free, in words."""
    return (
        ngettext("%(n)s place is free", "%(n)s places are free", free) % {"n": free} if free else _("no place is free")
    )
