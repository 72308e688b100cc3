"""What people type about needs, and how it reads: skills, how long something takes, amounts, percentages, days."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.work.record_needs import SKILL, SKILLS
from entredon.desk.telling import day as written_day
from entredon.desk.telling import shown, speaks
from entredon.pure import formats
from entredon.pure.value import currency as currencies
from entredon.pure.value.currency import BadAmount
from entredon.pure.value.parts import WHOLE

_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?\s*%?", re.ASCII)
SIZES = (10, 30, 60, 120, 240, 480, 960, 2400)
"""How long something may take, to choose from, in minutes: from ten minutes to a week of days."""
CURRENCIES = ("EUR", "USD", "GBP", "CHF")


class Unreadable(ValueError):
    """What was typed can't be taken; the text is a sentence in the reader's language."""


def skills(text: str) -> tuple[str, ...]:
    """Words between commas, in small letters, each once. Raises Unreadable."""
    parts = re.split(r"[,;\n]", text)
    found = list(dict.fromkeys(" ".join(part.lower().split()) for part in parts if part.strip()))
    if any(len(word) > SKILL for word in found):
        raise Unreadable(_("Keep each to a few words: at most %(n)s characters between two commas.") % {"n": SKILL})
    if len(found) > SKILLS:
        raise Unreadable(_("Choose the %(n)s that matter most.") % {"n": SKILLS})
    return tuple(found)


def effort(minutes: int) -> str:
    """How long something takes, in words; "" when nobody said."""
    named = {30: _("half an hour"), 60: _("an hour"), 240: _("an evening"), 480: _("a day"), 960: _("a weekend")}
    if not minutes:
        return ""
    if minutes in named:
        return named[minutes]
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest}
    told = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": shown(hours)}
    return told if not rest else _("%(hours)s and %(minutes)s min") % {"hours": told, "minutes": rest}


def gives(points: int, minor: int, currency: str) -> str:
    """What a need gives, in words."""
    told = []
    if points:
        told.append(ngettext("%(n)s point", "%(n)s points", points) % {"n": shown(points)})
    if minor:
        told.append(formats.money(minor, currency, speaks()))
    return " + ".join(told) or _("thanks")


def day(text: str) -> str:
    """A day as people write it, such as 3 May 2026."""
    return written_day(date.fromisoformat(text)) if text else ""


def month(text: str) -> str:
    """A month, as in 2026-11, as people write it."""
    return str(date_format(date.fromisoformat(f"{text}-01"), "F Y"))


def amount(text: str, currency: str) -> int:
    """An amount in smallest units, as it is typed in any of our languages. Raises BadAmount."""
    places = currencies.decimals(currency)
    try:
        plain = formats.plain(text, speaks(), places)
    except formats.Unclear as unclear:
        raise BadAmount.of(unclear) from None
    return currencies.parse(plain, currency)


def amount_written(minor: int, currency: str) -> str:
    """An amount as it stands in a field."""
    return formats.decimal(currencies.plain(minor, currency), speaks()) if minor else ""


def share(text: str) -> int | None:
    """A percentage in parts per million; None for what is none."""
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        return None
    parts = int(found[1]) * 10_000 + int((found[2] or "").ljust(4, "0"))
    return parts if parts <= WHOLE else None


def share_written(parts: int) -> str:
    """Parts per million as a percentage stands in a field: without its sign and without needless zeros."""
    whole, rest = divmod(parts, 10_000)
    text = f"{whole}.{rest:04d}".rstrip("0").rstrip(".") if rest else str(whole)
    return formats.decimal(text, speaks())


def share_told(parts: int) -> str:
    """The same with its sign, for reading."""
    return f"{share_written(parts)}{formats.format_of(speaks()).percent}%"


def first_parts(people: list[str]) -> dict[str, int]:
    """The same for each, as well as it can be; the first get what is left over."""
    each, over = divmod(WHOLE, len(people))
    return {person: each + (1 if number < over else 0) for number, person in enumerate(people)}


def weekday(number: int) -> str:
    """A day of the week, Monday being 0, in short."""
    return str(date_format(date(2024, 1, 1 + number), "D"))
