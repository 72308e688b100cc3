"""Parts of an amount in words: where each belongs, with the page that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from entredon.apps.library import queries as library
from entredon.apps.treasury.models import Habit, Income, Payout, Request
from entredon.apps.treasury.naming import kind as kind_named
from entredon.log.told import short
from entredon.pure.money import references

WORDS = {
    "own": lambda: _("the legal body’s own money"),
    "tax": lambda: _("a tax: %(what)s"),
    "arriving": lambda: _("on its way: %(what)s"),
    "back": lambda: _("to be paid back"),
    "carried": lambda: _("for %(what)s, another commons"),
    "exchange": lambda: _("exchanged for another currency"),
}


@dataclass(frozen=True, slots=True)
class PartTold:
    """A part: how much, where it belongs, and the address of what it belongs to ("" where there is no page)."""

    minor: int
    currency: str
    says: str
    leads: str = ""


def told(slug: str, parts: Sequence[dict[str, Any]], currency: str) -> list[PartTold]:
    """Parts as an entry has them, in words."""
    labels = library.labels(slug)
    names = {one.id: one.name for one in library.creations(slug)}
    return [_told(slug, part, currency, labels, names) for part in parts]


def _told(
    slug: str, part: dict[str, Any], currency: str, labels: dict[str, tuple[str, str]], names: dict[str, str]
) -> PartTold:  # fmt: skip
    to, ref, kind = str(part["to"]), str(part.get("ref", "")), kind_named(str(part.get("kind", "")))
    says, leads = "", ""
    if to in ("income", "pot"):
        says, leads = _income(slug, to, ref, kind, labels, names)
    elif to == "told":
        known = Income.objects.filter(commons=slug, id=ref).exists()
        says, leads = _("an income told of before"), _page("value:income", slug, ref) if known else ""
    elif to in ("payout", "returned"):
        row = Payout.objects.filter(commons=slug, id=ref).first()
        says = _("a payout") if to == "payout" else _("a payout that came back")
        leads = _page("treasury:run", slug, row.run) if row else ""
    elif to == "cost":
        who = _("paid by the legal body itself") if ref else _("paid from the common fund")
        says = f"{kind}, {who}"
    else:
        says = WORDS[to]() % {"what": ref if to == "carried" else kind} if to in WORDS else to
        leads = _page("treasury:line", slug, ref) if to == "exchange" else ""
    return PartTold(int(part["minor"]), currency, says, leads)


def _income(
    slug: str, to: str, ref: str, kind: str, labels: dict[str, tuple[str, str]], names: dict[str, str]
) -> tuple[str, str]:  # fmt: skip
    request = Request.objects.filter(commons=slug, id=ref).first() if ref else None
    if request is not None:
        said = _("the request %(rf)s") % {"rf": references.rf(request.base).shown}
        return f"{said} ({kind})", _page("treasury:request", slug, request.id)
    if to == "pot":
        return _("for the commons as a whole: %(kind)s") % {"kind": kind}, ""
    label = labels[ref][0] if ref in labels else names.get(ref, ref[:10])
    return f"{label}: {kind}", _page("library:version", slug, ref) if ref in labels else ""


def _page(name: str, slug: str, id: str) -> str:
    try:
        return reverse(name, args=[slug, short(id)])
    except NoReverseMatch:
        return ""


def of_habit(slug: str, habit: Habit) -> str:
    """Where a saved rule says that lines belong."""
    part = {"to": habit.to, "minor": 1, "ref": habit.ref, "kind": habit.kind}
    return told(slug, [part], "EUR")[0].says
