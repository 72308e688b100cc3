"""What pages and other apps read about offers of help."""

from collections.abc import Iterable
from dataclasses import dataclass

from entredon.apps.work.models import Offer
from entredon.apps.work.queries_needs import find
from entredon.log.asked import NotFound
from entredon.log.models import SideText


@dataclass(frozen=True, slots=True)
class OfferShown:
    """An offer of help; texts are "" where they were erased."""

    id: str
    person: str
    at: str
    skills: tuple[str, ...]
    minutes: int
    place: str
    until: str
    state: str
    title: str
    text: str


def offers(slug: str, *, person: str = "", skill: str = "", limit: int = 500) -> list[OfferShown]:
    """The offers of help that stand, the newest first; of one person, or with one skill."""
    rows = Offer.objects.filter(commons=slug, state="open").order_by("-position")
    rows = rows.filter(person=person) if person else rows
    found = [row for row in rows if not skill or skill.casefold() in {word.casefold() for word in row.skills}]
    return _offers(slug, found[:limit])


def offer(slug: str, id: str) -> OfferShown:
    """One offer. Raises NotFound."""
    rows = _offers(slug, Offer.objects.filter(commons=slug, id=id))
    if not rows:
        raise NotFound("There is no offer {id} here.", id=id[:10])
    return rows[0]


def _offers(slug: str, rows: Iterable[Offer]) -> list[OfferShown]:
    found = list(rows)
    entries = {entry for row in found for entry in row.texts.values()}
    texts = SideText.objects.filter(commons=slug, entry__in=entries, name__in=("title", "text"))
    said = {(entry, name): text for entry, name, text in texts.values_list("entry", "name", "text")}
    return [
        OfferShown(
            row.id, row.person, row.at, tuple(row.skills), row.minutes, row.place, row.until, row.state,
            said.get((row.texts.get("title", ""), "title"), ""), said.get((row.texts.get("text", ""), "text"), ""),
        )
        for row in found
    ]  # fmt: skip


def find_offer(slug: str, asked: str) -> str:
    """The full id of an offer of help, of which at least the first six characters are given. Raises NotFound, Ambiguous."""
    return find(Offer, slug, asked, NotFound("There is no offer {asked} here.", asked=asked[:24]))
