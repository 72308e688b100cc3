"""What was typed so far, kept under a random token in the address: for visitors and for who is signed in alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from entredon.desk import waiting
from entredon.desk.models import Waiting
from entredon.pure.log import canonical

ACT = "commons.founded"
LONGEST = 5000
"""Characters of one field that are kept."""
MANY = 80
"""So many values of one field are kept."""

Typed = dict[str, Any]


@dataclass
class Draft:
    """A founding that is being told: per step the raw texts of its fields, and what was received beside them."""

    token: str
    row: Waiting

    @classmethod
    def begun(cls, typed: Mapping[str, Any] | None = None) -> "Draft":
        """A new one, with what was typed elsewhere. Raises Refused when it is too much."""
        token = waiting.keep(ACT, "", dict(typed or {}))
        found = cls.found(token)
        assert found is not None
        return found

    @classmethod
    def found(cls, token: str) -> "Draft | None":
        """The one with this token, if it is still kept."""
        row = waiting.find(token)
        return cls(token, row) if row is not None and row.act == ACT else None

    @property
    def typed(self) -> Typed:
        typed: Typed = self.row.typed
        return typed

    @property
    def kept(self) -> dict[str, str]:
        """What is kept beside the fields: a bundle that was received, a refusal to be told once."""
        return dict(self.typed.get("kept", {}))

    def note(self, step: str, texts: Mapping[str, list[str]], **kept: str) -> None:
        """Keep what was typed in a step."""
        typed = {**self.typed, step: dict(texts), "kept": {**self.kept, **kept}}
        if len(canonical.dumps(typed)) <= waiting.LONGEST:
            self.row.typed = typed
            Waiting.objects.filter(token=self.row.token).update(typed=typed)


def raw(form: type[forms.Form], sent: QueryDict) -> dict[str, list[str]]:
    """What was typed in the fields of a form, as it came."""
    names = [name for name, field in form.base_fields.items() if not isinstance(field, forms.FileField)]
    return {name: [text[:LONGEST] for text in sent.getlist(name)[:MANY]] for name in names if name in sent}


def data(typed: Mapping[str, Any], step: str) -> QueryDict:
    """The same as a form takes it."""
    made = QueryDict(mutable=True)
    for name, texts in typed.get(step, {}).items():
        made.setlist(name, list(texts))
    return made


def initial(typed: Mapping[str, Any], step: str, form: type[forms.Form]) -> dict[str, Any]:
    """The same as the values a form begins with: shown, but not judged yet."""
    many = {n for n, f in form.base_fields.items() if isinstance(f, forms.MultipleChoiceField)} | {
        "part_name",
        "part_weight",
    }
    return {
        name: list(texts) if name in many else (texts[-1] if texts else "")
        for name, texts in typed.get(step, {}).items()
    }
