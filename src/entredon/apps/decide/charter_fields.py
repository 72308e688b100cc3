"""The form of a charter as its page lays it out: each way to decide with a sentence that says what its fields come to."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from entredon.apps.decide import charter_told as told
from entredon.apps.decide import forms_way
from entredon.apps.decide.forms_charter import CharterForm, most, part
from entredon.pure.choice.charter import LEVERS, Type


def ways(form: CharterForm) -> list[dict[str, Any]]:
    """The ways to decide that the form has, each with its fields."""
    return [_way(form, key) for key in form.keys]


def _way(form: CharterForm, key: str) -> dict[str, Any]:
    kind = _said(form, key)
    wrong = form.is_bound and any(form[name].errors for name in _own(form, key))
    return {
        "key": key, "name": form.way_name(key, _typed(form, key)), "new": form.is_new(key),
        "sentence": _sentence(kind), "long": told.long(kind) if kind else "", "about": _about(form, key),
        "open": wrong or (form.is_new(key) and not form.is_bound), "only": len(form.keys) == 1,
        "named": form[f"{key}-name"] if form.is_new(key) else None,
        "classes": [form[f"{key}-who"], form[f"{key}-opens"]], "method": form[f"{key}-method"],
        "by_vote": [form[f"{key}-threshold"], form[f"{key}-base"]],
        "counts": [form[f"{key}-quorum"], form[f"{key}-member_days"]],
        "days": [form[f"{key}-{name}"] for name in forms_way.SPANS], "early": form[f"{key}-early"],
    }  # fmt: skip


def _own(form: CharterForm, key: str) -> set[str]:
    """The names of the fields of a way."""
    return {f"{key}-{name}" for name in forms_way.fields(form.begun(key), named=form.is_new(key))}


def _typed(form: CharterForm, key: str) -> dict[str, Any]:
    """What stands in the field of a way's name, where it has one."""
    name = f"{key}-name"
    return {name: form[name].value() or ""} if name in form.fields else {}


def _said(form: CharterForm, key: str) -> Type | None:
    """The way as its fields say it now; None while something in them can't be read."""
    try:
        said = {
            name: form.fields[name].clean(form[name].value()) for name in _own(form, key) if not name.endswith("-name")
        }
    except forms.ValidationError:
        return None
    return forms_way.read(part(key, said), key, form.begun(key))


def _sentence(kind: Type | None) -> str:
    if kind is None:
        return ""
    text = _("{who}; it passes where {passes}, {quorum}")
    who = told.electorate(kind)
    return text.format(who=who[:1].upper() + who[1:], passes=told.passes(kind), quorum=told.quorum(kind))


def _about(form: CharterForm, key: str) -> list[str]:
    """What a way decides about, as the form says it now."""
    return [told.lever_name(lever) for lever in LEVERS if form[f"by-{lever}"].value() == key]


def levers(form: CharterForm) -> list[Any]:
    """The fields that ask who decides about what."""
    return [form[f"by-{lever}"] for lever in LEVERS]


def mosts(form: CharterForm) -> list[Any]:
    """The fields that ask how much one decision may release, by currency."""
    return [form[most(code)] for code in form.codes()]


def rest(form: CharterForm) -> list[str]:
    """The names of the fields that stand folded away below: what a charter says beside its ways and who decides about what."""
    return ["name", "least", "within", "set_aside", "most_other", "most_code", *(bound.name for bound in mosts(form))]
