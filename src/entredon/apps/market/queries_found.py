"""How people name things of the market: a partner by its name or the beginning of its id, all else by the beginning of its id."""

from collections.abc import Iterable
from typing import Any

from entredon.apps.market.models import Agreement, Offer, Order, Partner, Quote
from entredon.apps.people.queries import plain_line
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.models import SideText
from entredon.log.pages import remembered

LEAST = 6
"""So many characters of an id name something."""


def find_partner(slug: str, asked: str) -> str:
    """The id of a partner, or of who wants to be one. Raises NotFound, Ambiguous."""
    asked = asked.strip()
    named = sorted(id for id, name in names(slug).items() if name.casefold() == asked.casefold()) if asked else []
    if len(named) > 1:
        raise Ambiguous(
            "{count} partners here are called “{asked}”; use an id, for instance {found}.",
            count=len(named), asked=asked[:80], found=named[0][:10],
        )  # fmt: skip
    if named:
        return named[0]
    return _find(Partner, slug, asked, NotFound("There is no partner “{asked}” here.", asked=asked[:80]))


def find_agreement(slug: str, asked: str) -> str:
    """The id of an agreement; a partner's name stands for the newest one that she proposed. Raises NotFound, Ambiguous."""
    if any(name.casefold() == asked.strip().casefold() for name in names(slug).values()):
        rows = Agreement.objects.filter(commons=slug, partner=find_partner(slug, asked)).order_by("-position")
        return str(rows.values_list("id", flat=True)[0])
    return _find(Agreement, slug, asked, NotFound("There is no agreement {asked} here.", asked=asked[:24]))


def find_offer(slug: str, asked: str) -> str:
    """The id of an offer. Raises NotFound, Ambiguous."""
    return _find(Offer, slug, asked, NotFound("There is no offer {asked} here.", asked=asked[:24]))


def find_quote(slug: str, asked: str) -> str:
    """The id of a quote. Raises NotFound, Ambiguous."""
    return _find(Quote, slug, asked, NotFound("There is no quote {asked} here.", asked=asked[:24]))


def find_order(slug: str, asked: str) -> str:
    """The id of an order. Raises NotFound, Ambiguous."""
    return _find(Order, slug, asked, NotFound("There is no order {asked} here.", asked=asked[:24]))


@remembered
def names(slug: str) -> dict[str, str]:
    """What partners are called, those whose names were erased left out; remembered until the public record changes."""
    told = {id: texts.get("name", "") for id, texts in Partner.objects.filter(commons=slug).values_list("id", "texts")}
    texts = texts_called(slug, told.values(), "name")
    return {id: texts[entry] for id, entry in told.items() if entry in texts}


def texts_called(slug: str, entries: Iterable[str], name: str) -> dict[str, str]:
    """Side texts of one name by entry, those that were erased left out. Names and titles are a line that steers no screen."""
    wanted = [entry for entry in entries if entry]
    found: dict[str, str] = {}
    for first in range(0, len(wanted), 500):
        rows = SideText.objects.filter(commons=slug, entry__in=wanted[first : first + 500], name=name)
        found.update(rows.values_list("entry", "text"))
    if name in ("name", "title"):
        return {entry: line for entry, text in found.items() if (line := plain_line(text))}
    return found


def _find(model: Any, slug: str, asked: str, missing: NotFound) -> str:
    """The full id of a row of which the beginning is given. Raises what is ``missing``, Ambiguous."""
    begin = asked.strip().lower()
    if not LEAST <= len(begin) <= 64 or set(begin) - set("0123456789abcdef"):
        raise missing
    found = list(model.objects.filter(commons=slug, id__gte=begin, id__lt=begin + "g").values_list("id", flat=True)[:2])
    if not found:
        raise missing
    if len(found) > 1:
        raise Ambiguous("Several things here begin with {begin}; write more of it.", begin=begin)
    return str(found[0])
