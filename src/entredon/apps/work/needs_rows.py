"""Needs as lists show them: what each is called, what a line says about it, who has taken it. Names are read once for all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.apps.work import listing, needs_typed, queries_need, queries_needs
from entredon.apps.work.needs_asked import DONE, DROPPED, FREE, LOOKED, OPEN, TAKEN, Asked
from entredon.apps.work.queries_needs import Facets, NeedShown
from entredon.log.pages import remembered
from entredon.log.told import short

MOST_CHIPS = 8


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need in a list: ``line`` is what one should know of it, ``stands`` how it stands, ``tone`` in whose colour."""

    need: NeedShown
    name: str
    href: str
    kind: str
    line: str
    stands: str
    tone: str
    holders: tuple[str, ...]


def called(need: NeedShown) -> str:
    """What a need is called; its words may be erased."""
    return need.title or _("a need whose words were erased")


def address(slug: str, need: NeedShown) -> str:
    """Where a need is."""
    return reverse("work:need", args=[slug, short(need.id)])


@remembered
def creation_names(slug: str) -> dict[str, str]:
    """What each creation is called."""
    return {row.id: row.name for row in library.creations(slug)}


def rows(slug: str, needs: Sequence[NeedShown], inside: bool) -> list[NeedRow]:
    """Needs with everything that a list shows. One question more, for those who have taken them."""
    taken = queries_need.holders_of(slug, [need.id for need in needs if need.holders])
    names, creations = listing.names(slug, inside), creation_names(slug)
    circles = queries_needs.circle_names(slug)
    # What many have in common is worked out once: words take longer than rows.
    where = address(slug, needs[0]) if needs else ""
    first = short(needs[0].id) if needs else ""
    kind_of, effort_of, until_of = cache(flows.kind_of_work), cache(needs_typed.effort), cache(_until)
    found = []
    for need in needs:
        holders = tuple(names.get(id) or people.nameless(id) for id in taken.get(need.id, ()))
        stands, tone = standing(need, holders)
        kind = kind_of(need.work)
        about = circles.get(need.circle) or creations.get(need.creation, "")
        parts = (kind, effort_of(need.minutes), need.place, about, until_of(need.due))
        line = " · ".join(part for part in parts if part)
        href = where.replace(first, short(need.id))
        found.append(NeedRow(need, called(need), href, kind, line, stands, tone, holders))
    return found


def _until(due: str) -> str:
    return _("until %(day)s") % {"day": needs_typed.day(due)} if due else ""


def standing(need: NeedShown, holders: Sequence[str]) -> tuple[str, str]:
    """How a need stands in a few words, and in whose colour."""
    if need.state == "dropped":
        return _("not needed any more"), ""
    if need.looked:
        return _("being looked at"), "association"
    if need.state == "done":
        return _("done"), "association"
    if not need.holders:
        return (_("open"), "community") if need.places == 1 else (_free(need.free), "community")
    if need.free:
        return _free(need.free), "community"
    return (_("taken by %(name)s") % {"name": holders[0]} if len(holders) == 1 else _("taken")), "coalition"


def _free(places: int) -> str:
    return ngettext("%(n)s place free", "%(n)s places free", places) % {"n": places}


def state_names() -> dict[str, str]:
    """How needs can stand, in words."""
    return {
        OPEN: _("open"),
        FREE: _("with a free place"),
        TAKEN: _("taken"),
        LOOKED: _("being looked at"),
        DONE: _("done"),
        DROPPED: _("not needed any more"),
        "all": _("all, also closed ones"),
    }


Chips = list[tuple[str, str, int, bool]]
"""The address, the name, how many, and whether that is what is asked for."""


def chips(asked: Asked, counted: Facets) -> dict[str, Chips]:
    """By what needs can be narrowed with a tap: those of which there are most."""
    return {
        "skill": _chips(asked, "skill", asked.skill, counted.skills.most_common(), str),
        "place": _chips(asked, "place", asked.place, counted.places.most_common(), str),
    }


def _chips(asked: Asked, name: str, now: str, counts: Iterable[tuple[str, int]], word: Any) -> Chips:
    shown = list(counts)
    some = shown[:MOST_CHIPS] + [row for row in shown[MOST_CHIPS:] if row[0] == now]
    return [(asked.query(**{name: "" if value == now else value}), word(value), n, value == now) for value, n in some]


def times(asked: Asked) -> Chips:
    """How much time somebody can have, each with its address."""
    named = {10: _("10 minutes"), 60: _("an hour"), 240: _("an evening"), 960: _("a weekend")}
    now = asked.minutes
    return [(asked.query(time=str(minutes)), name, minutes, minutes == now) for minutes, name in named.items()]
