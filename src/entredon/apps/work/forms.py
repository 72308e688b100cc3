"""What can be typed about work: that somebody disagrees, an answer, how it ends; and what can be chosen where work is told."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.flows import queries as flows
from entredon.apps.work import finding, listing, measures
from entredon.apps.work.entries import Answered, Contested, Correction, Settled
from entredon.apps.work.listing import Given
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.told import short
from entredon.pure.value.rule import Rule

LONGEST = 20_000
"""Characters of a reason or an answer."""
OFFERED = 30
"""So many versions and kinds are offered in a list."""
ANOTHER = "+"
"""The choice of a kind of work that is not in the list."""
USUAL = ("design", "documentation", "translation", "review", "help", "code")
"""Kinds of work that are offered where people have not told of many yet."""


def kind_from(text: str) -> str:
    """A kind of work as the law takes it, from a word as people write it: “Graphic design” is graphic_design."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_0123456789")[:40]


def kinds(slug: str) -> list[tuple[str, str]]:
    """Kinds of work to choose from: those told here most often first, then usual ones, then another."""
    counts: dict[str, int] = {}
    for by_kind in flows.work_summary(slug).by_process.values():
        for kind, count in by_kind.items():
            counts[kind] = counts.get(kind, 0) + count
    known = sorted(counts, key=lambda kind: (-counts[kind], kind))[:OFFERED]
    known += [kind for kind in USUAL if kind not in counts]
    return [(kind, flows.kind_of_work(kind)) for kind in known] + [(ANOTHER, _("another kind …"))]


def abouts(slug: str, chosen: str = "") -> list[tuple[str, str]]:
    """For what somebody can have worked: what each creation is becoming, the newest versions, the commons at large."""
    shown = finding.versions(slug)
    open = [v for v in shown if not v.released]
    released = [v for v in reversed(shown) if v.released]
    offered = released[:OFFERED] + [v for v in released[OFFERED:] if f"version:{v.id}" == chosen]
    return [
        *((f"creation:{v.creation}", _("%(name)s, as it is becoming") % {"name": v.creation_name}) for v in open),
        ("", _("the commons at large")),
        *((f"version:{v.id}", v.label) for v in offered),
    ]


def usual_about(slug: str) -> str:
    """For what it probably was: what the only creation is becoming; where there are several, nobody can know."""
    open = [version for version in finding.versions(slug) if not version.released]
    return f"creation:{open[0].creation}" if len(open) == 1 else ""


class WordsForm(forms.Form):
    """A text that somebody writes about a contribution or a contest."""

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))


class ContestForm(WordsForm):
    """Why somebody disagrees with what was decided about a contribution."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="contest")
        self.fields["text"].label = _("What do you see otherwise, and why?")
        self.fields["text"].help_text = _("It stands in the public record beside your name. You can have it erased.")
        self.fields["text"].error_messages["required"] = _("Say in your words what you see otherwise.")

    def fact(self, flow: str) -> Contested:
        return Contested(flows=(flow,))


class AnswerForm(WordsForm):
    """An answer to a contest."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="answer")
        self.fields["text"].label = _("Your answer")
        self.fields["text"].error_messages["required"] = _("An answer needs words.")

    def fact(self, contest: str) -> Answered:
        return Answered(contest=contest)


class SettleForm(WordsForm):
    """How a contest ends: the contributions count or not, each by its number, and why."""

    counts = forms.TypedChoiceField(
        label=gettext_lazy("How does it end?"),
        choices=[("yes", gettext_lazy("It counts")), ("no", gettext_lazy("It doesn’t count"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether it counts.")},
    )
    field_order = ("counts",)

    def __init__(self, rule: Rule, rows: Sequence[Given], data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="settle")
        self.rule = rule
        self.rows = {f"number-{short(row.id)}": row for row in rows}
        for name, row in self.rows.items():
            now = listing.counted(rule, row)
            self.fields[name] = forms.CharField(
                label=self._label(row, now.name),
                initial=now.written,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
        self.fields["text"].label = _("Why?")
        self.fields["text"].error_messages["required"] = _("Say why, so that everybody can follow it.")
        self.order_fields(["counts", *self.rows, "text"])

    def _label(self, row: Given, what: str) -> str:
        """What a number is about; where there are several, each with the name of its contribution."""
        if len(self.rows) == 1:
            return _("It counts as (%(what)s)") % {"what": what}
        text = _("%(name)s, %(kind)s %(id)s: it counts as (%(what)s)")
        return text % {"name": row.name, "kind": row.kind_name, "id": short(row.id), "what": what}

    def numbers(self) -> list[Any]:
        """The fields of the numbers, as they are shown."""
        return [self[name] for name in self.rows]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        changed = []
        for name, row in self.rows.items():
            now = listing.counted(self.rule, row)
            text = (cleaned.get(name) or "").strip()
            if text and text != now.written:
                try:
                    changed.append(Correction(flow=row.id, measures={now.measure: measures.read(text, now.measure)}))
                except measures.NotANumber as trouble:
                    self.add_error(name, tell(trouble))
        cleaned["corrections"] = tuple(changed)
        return cleaned

    def fact(self, contest: str) -> Settled:
        """What would be said: numbers matter only where it counts."""
        counts = self.cleaned_data["counts"]
        return Settled(contest=contest, counts=counts, corrections=self.cleaned_data["corrections"] if counts else ())


def version_chosen(slug: str, asked: str) -> str:
    """What a form is for when its address names a version; "" when there is no such version."""
    try:
        version = finding.version(slug, asked) if asked else None
    except NotFound:
        return ""
    if version is None:
        return ""
    return f"version:{version.id}" if version.released else f"creation:{version.creation}"
