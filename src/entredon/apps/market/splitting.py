"""Who gets what of a price, before anybody has paid it: VAT, the sellers, what keeps the commons going, and people.

A dry run by the sharing rule in force, with accepted work alone; reckoned once per state of the record. What is told of an order
is the same with the numbers that the order fixed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from entredon.apps.library import queries as library
from entredon.apps.market.models import Agreement, Offer, Order, Partner
from entredon.apps.value import queries as value
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.pages import remembered
from entredon.pure.value import give_back
from entredon.pure.value.give_back import Give
from entredon.pure.value.rule import POT, WHOLE
from entredon.pure.value.shareout import BuildInCircles

KEPT = 512
"""So many splits are remembered."""


@dataclass(frozen=True, slots=True)
class OfVersion:
    """What comes back for one version: ``kept`` for what keeps the commons going, ``people`` for so many of them (``count``), and
    what waits there (``held``) because nobody is known to give it to."""

    version: str
    label: str
    minor: int
    kept: int
    pot: int
    people: int
    count: int
    held: int


@dataclass(frozen=True, slots=True)
class Split:
    """A price and where it goes. ``vat`` is in it as the seller states it; ``sellers`` as ``(partner, minor)``; all add up to ``minor``."""

    minor: int
    currency: str
    vat: int
    vat_ppm: int
    give_back: int
    sellers: tuple[tuple[str, int], ...]
    versions: tuple[OfVersion, ...]
    count: int
    loose: int = 0

    @property
    def kept(self) -> int:
        """What keeps the commons going: the association and the common fund."""
        return sum(one.kept for one in self.versions)

    @property
    def pot(self) -> int:
        """What goes to the common pot, about which people decide together."""
        return sum(one.pot for one in self.versions)

    @property
    def people(self) -> int:
        """What goes to the people whose work is in it."""
        return sum(one.people for one in self.versions)

    @property
    def held(self) -> int:
        """What waits until it is known who made it."""
        return sum(one.held for one in self.versions) + self.loose


def pairs(rows: Iterable[Any], first: str, second: str) -> tuple[tuple[str, int], ...]:
    """Things with their weights, as the record keeps them: as pairs, or as said."""
    found = []
    for row in rows:
        one = (row[first], row.get(second, 1)) if isinstance(row, dict) else tuple(row)
        found.append((str(one[0]), int(one[1])))
    return tuple(found)


@remembered
def newest(slug: str) -> dict[str, tuple[str, str]]:
    """For each creation its newest released version, and each released version itself: its id and what it is called."""
    released = [one for one in library.versions(slug) if one.released]
    return {one.creation: (one.id, one.label) for one in released} | {one.id: (one.id, one.label) for one in released}


def gives_of(slug: str, partner: str) -> tuple[Give, ...]:
    """What a partner's agreement in force asks her to give back; nothing where there is none."""
    agreement = Partner.objects.filter(commons=slug, id=partner).values_list("agreement", flat=True).first()
    row = Agreement.objects.filter(commons=slug, id=agreement).first() if agreement else None
    return tuple(Give(**one) for one in row.gives) if row else ()


def asks_margin(slug: str, partner: str) -> bool:
    """Whether a partner gives back a part of her margin, so that she must tell it."""
    return any(give.way == give_back.MARGIN for give in gives_of(slug, partner))


def of_offer(slug: str, offer: Offer, quantity: int = 1) -> Split:
    """Of what somebody pays for so many of an offer."""
    gives = gives_of(slug, offer.partner)
    minor, margin = offer.minor * quantity, offer.margin * quantity
    back = give_back.given_back(minor, offer.vat_ppm, margin, gives)
    parts = pairs(offer.parts, "partner", "ppm") or ((offer.partner, WHOLE),)
    return _split(slug, minor, offer.currency, offer.vat_ppm, back, pairs(offer.on, "what", "weight"), parts, offer.id)


def of_typed(
    slug: str, partner: str, minor: int, currency: str, vat_ppm: int, margin: int, on: tuple[tuple[str, int], ...],
    parts: tuple[tuple[str, int], ...] = (),
) -> Split:  # fmt: skip
    """Of what a seller is about to offer."""
    back = give_back.given_back(minor, vat_ppm, margin, gives_of(slug, partner))
    return _split(slug, minor, currency, vat_ppm, back, on, parts or ((partner, WHOLE),), partner)


def of_order(slug: str, order: Order) -> Split:
    """Of what an order brings, by the give-back that it fixed."""
    vat = Offer.objects.filter(commons=slug, id=order.offer).values_list("vat_ppm", flat=True).first() or 0
    on, parts = pairs(order.on, "what", "weight"), pairs(order.parts, "partner", "ppm")
    return _split(
        slug, order.minor, order.currency, vat, order.give_back, on, parts or ((order.partner, WHOLE),), order.id
    )  # fmt: skip


def _recall(
    slug: str, minor: int, currency: str, vat_ppm: int, back: int, on: tuple[tuple[str, int], ...],
    parts: tuple[tuple[str, int], ...], seed: str,
) -> Split:  # fmt: skip
    net = give_back.without_vat(minor, vat_ppm)
    known = newest(slug)
    weights = [(known[what][0], weight) for what, weight in on if what in known]
    shares = give_back.parted(back, weights, seed) if weights and back else {}
    versions, reached = [], set()
    for version, share in ((id, part) for id, part in shares.items() if part):
        one, people = _of_version(slug, version, known[version][1], share, currency)
        versions.append(one)
        reached |= people
    sellers = give_back.parted(net - back, parts, seed)
    return Split(
        minor, currency, minor - net, vat_ppm, back, tuple(sellers.items()), tuple(versions), len(reached),
        loose=back - sum(shares.values()),
    )  # fmt: skip


_split = remembered(_recall, KEPT)


def _of_version(slug: str, version: str, label: str, minor: int, currency: str) -> tuple[OfVersion, set[str]]:
    """How a part of the give-back is shared by the rule in force, and who is reached by it."""
    ruled = value.rule_in_force(slug)
    try:
        out = value.dry_run(slug, minor, currency, version, ruled.rule if ruled else POT, True)
    except (BuildInCircles, NotFound, Ambiguous):
        return OfVersion(version, label, minor, 0, 0, 0, 0, minor), set()
    people = {part.person for part in out.people if part.got}
    pot = sum(top.minor for top in out.top if top.to == "pot")
    kept = sum(top.minor for top in out.top) - pot
    held = sum(one.minor for one in out.held)
    return OfVersion(version, label, minor, kept, pot, minor - kept - pot - held, len(people), held), people
