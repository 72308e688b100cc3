"""What a form offers to choose from, where that is known only when somebody asks."""

from collections.abc import Iterable
from typing import Any

from django import forms


def offer(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Let a field of a form offer these: pairs of value and word, or of a heading and such pairs."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
