"""A way to decide, as fields of the form of a charter: who votes, how it is counted, how many days each part takes.

Fields are named by the way's key: its id, or a word of the form's own where the way is new and has no id yet.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from entredon.apps.decide import charter_told as told
from entredon.pure.choice import consent, reading, threshold
from entredon.pure.choice.charter import CLASSES, STEWARDS, Fraction, Type
from entredon.pure.choice.reading import DAYS

QUORUMS: tuple[Fraction, ...] = ((0, 1), (1, 10), (1, 5), (1, 4), (1, 3), (1, 2), (2, 3))
THRESHOLDS = (("1/2", True), ("3/5", False), ("2/3", False), ("3/4", False), ("4/5", False), ("9/10", False))
SPANS = ("discuss", "vote", "challenge", "notice")
NAME = 30
"""The longest id of a way."""


def new(key: str) -> Type:
    """A way as it begins where somebody adds one."""
    return Type(id=key, who=("members",), opens=("members",), quorum=(1, 5), early=True)


def fields(kind: Type, *, named: bool) -> dict[str, forms.Field]:
    """The fields of a way, as it stands there; ``named`` where it is new, and gets its name here."""
    found: dict[str, forms.Field] = {}
    if named:
        found["name"] = forms.CharField(
            label=_("What these decisions are called"), max_length=NAME,
            error_messages={"required": _("Give this way to decide a name, such as “tools”.")},
        )  # fmt: skip
    found["who"] = _classes(_("Who votes"), kind.who)
    found["opens"] = _classes(_("Who may open one"), kind.opens)
    found["member_days"] = _number(_("Who votes is here for so many days at least"), kind.member_days)
    found["method"] = forms.ChoiceField(label=_("How it is decided"), choices=methods(), initial=kind.method)
    found["threshold"] = _thresholds(kind)
    found["base"] = forms.ChoiceField(label=_("Of whom"), choices=bases(), initial=kind.base)
    found["quorum"] = parts(_("How many have to take part"), QUORUMS, kind.quorum)
    labels = {
        "discuss": _("Days to talk"), "vote": _("Days to vote"), "challenge": _("Days to challenge it"),
        "notice": _("Days of notice"),
    }  # fmt: skip
    for name in SPANS:
        found[name] = _number(labels[name], getattr(kind, name), least=1 if name == "vote" else 0)
    found["early"] = forms.BooleanField(
        label=_("Voting ends as soon as everybody has voted"), required=False, initial=kind.early
    )
    return found


def methods() -> list[tuple[str, str]]:
    """The ways of counting, in words."""
    return [(threshold.NAME, _("By vote: enough say yes")), (consent.NAME, _("By consent: nobody objects"))]


def bases() -> list[tuple[str, str]]:
    """What a threshold can be a part of, in words."""
    return [
        ("votes", _("of those who say yes or no")), ("cast", _("of all who take part, also those who abstain")),
        ("roll", _("of all who may vote, also those who don’t")),
    ]  # fmt: skip


def read(said: Mapping[str, Any], id: str, begun: Type) -> Type:
    """The way that fields say. Where it is by consent, what a vote would need stays as it was."""
    by_vote = said["method"] == threshold.NAME
    text = str(said["threshold"])
    return Type(
        id=id, who=_in_order(said["who"], begun.who), opens=_in_order(said["opens"], begun.opens), method=said["method"],
        threshold=fraction(text.removesuffix(">")) if by_vote else begun.threshold,
        strict=text.endswith(">") if by_vote else begun.strict, base=said["base"] if by_vote else begun.base,
        quorum=fraction(said["quorum"]), member_days=said["member_days"], early=said["early"],
        **{name: said[name] for name in SPANS},
    )  # fmt: skip


def _in_order(chosen: list[str], begun: tuple[str, ...]) -> tuple[str, ...]:
    """Classes as a charter names them: where nothing was changed, in the order in which they stood."""
    return begun if set(chosen) == set(begun) else tuple(one for one in CLASSES if one in chosen)


def id_of(name: str) -> str:
    """The id of a way of this name. Raises ValidationError where none can be made of it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    id = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:NAME].strip("-")
    if not id[:1].isalpha():
        raise forms.ValidationError(_("Begin the name with a letter from a to z."))
    if id == STEWARDS:
        raise forms.ValidationError(_("“stewards” means them alone: give it another name."))
    return id


# Pieces


def _classes(label: str, now: tuple[str, ...]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, initial=list(now),
        choices=[(one, told.who((one,))[:1].upper() + told.who((one,))[1:]) for one in CLASSES],
        error_messages={"required": _("Tick at least one, or nobody could do it.")},
    )  # fmt: skip


def _number(label: str, now: int, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=DAYS, initial=now,
        widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Write a number of days from {least} to {most}.").format(least=least, most=DAYS),
        ),
    )  # fmt: skip


def parts(label: str, usual: tuple[Fraction, ...], now: Fraction) -> forms.ChoiceField:
    """A field that offers the usual parts, and the one that stands there now."""
    values = sorted({*usual, now}, key=lambda one: (one[0] * reading.NUMBER // one[1], one[1]))
    offered = [(f"{num}/{den}", told.part((num, den)) if num else _("however few")) for num, den in values]
    return forms.ChoiceField(label=label, choices=offered, initial=f"{now[0]}/{now[1]}")


def _thresholds(kind: Type) -> forms.ChoiceField:
    def value(text: str, strict: bool) -> str:
        return f"{text}>" if strict else text

    now = value(f"{kind.threshold[0]}/{kind.threshold[1]}", kind.strict)
    values = [value(*one) for one in THRESHOLDS]
    offered = [(one, _threshold(one)) for one in values + [now] * (now not in values)]
    return forms.ChoiceField(label=_("How many have to say yes"), choices=offered, initial=now)


def _threshold(value: str) -> str:
    part = told.part(fraction(value.removesuffix(">")))
    return _("more than {part}").format(part=part) if value.endswith(">") else _("at least {part}").format(part=part)


def fraction(text: str) -> Fraction:
    """A part as fields write it."""
    num, _slash, den = text.partition("/")
    return int(num), int(den)
