"""How much somebody gave, in words; and the one number of it that a sharing rule counts by, as people read and type it."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation, localcontext
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.desk.telling import shown, speaks
from entredon.pure import formats
from entredon.pure.told import Told
from entredon.pure.value.points import FINE, POINTS, UNIT
from entredon.pure.value.rule import Rule

MOST = 10**12
"""The greatest measure the law takes."""


def _duration(minutes: int) -> str:
    """Minutes as people say them: “2 hours”, “45 minutes”, “1 h 30 min”."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": shown(hours)}
    if not hours:
        return ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": shown(rest)}
    return _("%(hours)s h %(minutes)s min") % {"hours": shown(hours), "minutes": rest}


TOLD: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("minutes", _duration),
    ("hours", lambda n: ngettext("%(n)s hour", "%(n)s hours", n) % {"n": shown(n)}),
    ("commits", lambda n: ngettext("%(n)s commit", "%(n)s commits", n) % {"n": shown(n)}),
    ("added", lambda n: ngettext("%(n)s line added", "%(n)s lines added", n) % {"n": shown(n)}),
    ("deleted", lambda n: ngettext("%(n)s taken away", "%(n)s taken away", n) % {"n": shown(n)}),
    ("days", lambda n: ngettext("on %(n)s day", "on %(n)s days", n) % {"n": shown(n)}),
    ("points", lambda n: ngettext("%(n)s point", "%(n)s points", n) % {"n": shown(n)}),
)
"""Measures that have words, in the order in which they are told."""
UNTOLD = {"log_lines", "weight"}
"""What nobody reads as a number of its own."""


def told(measures: Mapping[str, int]) -> str:
    """All that is worth telling: “12 commits, 340 lines added, on 5 days”. One point is what everything counts anyway."""
    names = dict(TOLD)
    parts = [say(measures[name]) for name, say in TOLD if measures.get(name) and (name, measures[name]) != (POINTS, 1)]
    known = {*names, *UNTOLD}
    parts += [
        f"{shown(number)} {name.replace('_', ' ')}" for name, number in sorted(measures.items()) if name not in known
    ]
    return ", ".join(parts)


class Counted(NamedTuple):
    """The number that a rule counts a contribution by. ``number`` is as it is recorded."""

    measure: str
    number: int

    @property
    def written(self) -> str:
        """The number as people read and type it."""
        if self.measure not in FINE:
            return str(self.number)
        with localcontext() as context:
            context.prec = 40
            exact = Decimal(self.number) / (1 << UNIT)
            return formats.decimal(str(exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN)), speaks())

    @property
    def name(self) -> str:
        """What the number counts."""
        names = {
            POINTS: _("points"),
            "commits": _("commits"),
            "hours": _("hours"),
            "minutes": _("minutes"),
            "log_lines": _("weight of the lines"),
        }
        return names.get(self.measure, self.measure.replace("_", " "))

    @property
    def sentence(self) -> str:
        """The number with what it counts."""
        if self.measure in FINE:
            return _("weighs %(n)s by its lines") % {"n": self.written}
        said = dict(TOLD).get(self.measure)
        return said(self.number) if said else f"{shown(self.number)} {self.name}"


def counted(rule: Rule, kind: str, measures: Mapping[str, int]) -> Counted:
    """What the rule counts a contribution by; its points when it lacks the measure that the rule asks for."""
    measure = rule.how(kind).measure
    if measure in measures:
        return Counted(measure, measures[measure])
    return Counted(POINTS, measures.get(POINTS, 1))


class NotANumber(Told, ValueError):
    """What was typed can't count; the text is a sentence."""


def read(text: str, measure: str) -> int:
    """A number as it was typed, as it is recorded. Raises NotANumber."""
    try:
        plain = formats.plain(text, speaks(), 6 if measure in FINE else 0)
    except formats.Unclear as unclear:
        raise NotANumber.of(unclear) from None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise NotANumber("“{text}” is not a number.", text=text.strip()[:20]) from None
    if not value.is_finite() or not 0 <= value <= MOST:
        raise NotANumber("Write a number from 0 on.")
    if measure not in FINE:
        if value != value.to_integral_value():
            raise NotANumber("Write a whole number.")
        return int(value)
    with localcontext() as context:
        context.prec = 60
        number = int((value * (1 << UNIT)).to_integral_value(ROUND_HALF_EVEN))
    if number > MOST:
        raise NotANumber("That is more than can be counted.")
    return number
