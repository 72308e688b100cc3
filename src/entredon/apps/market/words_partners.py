"""What partners are, and what was agreed with them, in plain words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.desk.telling import shown, speaks
from entredon.pure import formats
from entredon.pure.value import give_back

WHATS: dict[str, Callable[[], str]] = {
    "company": lambda: _("company"),
    "freelancer": lambda: _("freelancer"),
    "workshop": lambda: _("workshop"),
    "label": lambda: _("label"),
    "cooperative": lambda: _("cooperative"),
}
"""What a partner can be."""
NAME_USES: dict[str, Callable[[], str]] = {
    "made-from": lambda: _("It may say from which open design something is made."),
    "partner": lambda: _("It may call itself a partner of this commons, and show its mark."),
    "none": lambda: _("It doesn’t use the name of this commons."),
}
LIABLE: dict[str, Callable[[], str]] = {
    "partner": lambda: _("The partner is liable for what it sells."),
    "bearer": lambda: _("The legal body of this commons is liable for what is sold."),
}


def what(word: str) -> str:
    """What a partner is."""
    return WHATS[word]() if word in WHATS else word


def given(gives: Iterable[Mapping[str, Any]]) -> list[str]:
    """What is given back, a piece for each way."""
    return [_gives(give) for give in gives]


def _gives(give: Mapping[str, Any]) -> str:
    if give["way"] == give_back.WORK:
        return _("%(time)s of work a month") % {"time": duration(give.get("minutes", 0))}
    part = {"part": _percent(give.get("ppm", 0))}
    if give["way"] == give_back.MARGIN:
        return _("%(part)s of what is left of the price") % part
    return _("%(part)s of the price without VAT") % part


def _percent(ppm: int) -> str:
    """A share; with no decimal where it is a whole number of per cent, exactly where one decimal doesn't do."""
    form = formats.format_of(speaks())
    whole, rest = divmod(ppm, 10_000)
    text = f"{whole}.{rest:04}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"{formats.decimal(text, speaks())}{form.percent}%"


def duration(minutes: int) -> str:
    """So much time, as people say it."""
    hours, rest = divmod(minutes, 60)
    said = [ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": shown(hours)}] if hours else []
    if rest or not hours:
        said.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": shown(rest)})
    return " ".join(said)


def name_use(word: str) -> str:
    """How the name may be used."""
    return NAME_USES[word]() if word in NAME_USES else word


def liable(word: str) -> str:
    """Who is liable."""
    return LIABLE[word]() if word in LIABLE else word


def notice(days: int) -> str:
    """How either side ends it."""
    if not days:
        return _("Either side can end it from one day to the next.")
    said = ngettext("%(n)s day", "%(n)s days", days) % {"n": shown(days)}
    return _("Either side can end it, with a notice of %(days)s.") % {"days": said}


def distance(km: float) -> str:
    """How far it is, as far as it makes sense to say."""
    if km < 1:
        return _("in this very town")
    return _("%(km)s km") % {"km": shown(round(km))}
