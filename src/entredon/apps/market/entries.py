"""What can be said about partners and what they offer. Orders and give-back stand in ``entries_orders``.

Names, descriptions and reasons are side texts; how a seller is reached, and her account, are private to this place.
"""

from typing import Annotated, ClassVar

import msgspec

from entredon.log.registry import Fact

Id = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Code = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z]{3}\Z")]
Day = Annotated[str, msgspec.Meta(pattern=r"\A(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\Z")]


class Give(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing a partner gives back. ``way``: ``price`` or ``margin`` (``ppm`` parts per million of what was charged without VAT, or of
    what the seller says is left of it), or ``work`` (``minutes`` a month)."""

    way: str
    ppm: int = 0
    minutes: int = 0


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a partner and the commons agree on.

    ``creations`` it is for (none: all of them). ``name_use``: how she may use the name, ``none``, ``made-from`` (“made from the open
    design of …”) or ``partner`` (“partner of …”, with the mark). ``liable`` for what is sold: ``partner`` or ``bearer``. Either side
    ends it with ``notice_days``.
    """

    gives: tuple[Give, ...]
    creations: tuple[str, ...]
    name_use: str
    liable: str
    notice_days: int


class Does(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a partner can do, in words of small letters and hyphens, and where: ``town`` is a number of GeoNames, 0 for nowhere in
    particular. ``languages`` are codes of BCP 47. ``what`` she is: company, freelancer, workshop, label or cooperative."""

    what: str
    town: int = 0
    processes: tuple[str, ...] = ()
    machines: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class PartnerProposed(Fact, frozen=True, kw_only=True):
    """A member wants to be a partner, or speaks for a body that does: by which agreement, and what it can do.

    This entry is the partner, and its first agreement.
    """

    kind: ClassVar[str] = "market.partner_proposed"
    texts: ClassVar[tuple[str, ...]] = ("name", "about", "note")

    terms: Terms
    does: Does


class TermsProposed(Fact, frozen=True, kw_only=True):
    """A partner proposes another agreement in place of hers; until it is accepted, hers stands."""

    kind: ClassVar[str] = "market.terms_proposed"
    texts: ClassVar[tuple[str, ...]] = ("note",)

    partner: Id
    terms: Terms


class PartnerAccepted(Fact, frozen=True, kw_only=True):
    """A steward accepts an agreement that was proposed, where the charter leaves this to stewards."""

    kind: ClassVar[str] = "market.partner_accepted"

    agreement: Id


class PartnerDeclined(Fact, frozen=True, kw_only=True):
    """A steward declines an agreement that was proposed, with a reason; or who proposed it takes it back."""

    kind: ClassVar[str] = "market.partner_declined"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    agreement: Id


class PartnerEnded(Fact, frozen=True, kw_only=True):
    """The agreement ends when its notice is over: the partner says so, or a steward where the charter leaves this to stewards."""

    kind: ClassVar[str] = "market.partner_ended"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    partner: Id


class PartnerDescribed(Fact, frozen=True, kw_only=True):
    """A partner tells anew who it is and what it can do; texts left out stay."""

    kind: ClassVar[str] = "market.partner_described"
    texts: ClassVar[tuple[str, ...]] = ("name", "about")

    partner: Id
    does: Does


class StandsOn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an offer stands on, with its weight in the give-back: a version, or a creation (its newest released version when ordered)."""

    what: str
    weight: int = 1


class PartOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a partner has of what a joint offer brings the sellers, in parts per million."""

    partner: Id
    ppm: int


class Offered(Fact, frozen=True, kw_only=True):
    """A partner offers something (side texts ``title`` and ``text``).

    ``what``: support, integration, training, kit, good, pre-order or service. ``minor`` is the price of one ``unit`` (piece, hour, day,
    month, course) as the buyer pays it; ``vat_ppm`` of what is without it is VAT in it, as the seller states it (0: none). ``margin`` is
    what the seller says is left of the price of one, where the agreement asks for a part of that, else 0. ``parts`` name all sellers
    of a joint offer, which begins when each has joined; none for one seller. ``stock`` is how many there are, -1 for made to order
    (or hours). ``days`` until it is delivered; ``until`` which day it holds, "" for open end. ``pay``: ``partner`` or ``bearer`` is
    paid. ``withdraw_days``: how long after delivery a buyer can withdraw.
    """

    kind: ClassVar[str] = "market.offered"
    texts: ClassVar[tuple[str, ...]] = ("title", "text")

    partner: Id
    what: str
    on: tuple[StandsOn, ...]
    minor: int
    currency: Code
    unit: str
    vat_ppm: int
    margin: int
    parts: tuple[PartOf, ...]
    stock: int
    days: int
    until: str
    pay: str
    withdraw_days: int


class OfferJoined(Fact, frozen=True, kw_only=True):
    """A partner whom a joint offer names agrees with it and its part."""

    kind: ClassVar[str] = "market.offer_joined"

    offer: Id
    partner: Id


class OfferChanged(Fact, frozen=True, kw_only=True):
    """The seller changes the numbers of an offer from here on. Quotes and orders keep theirs. Not the price of a joint offer."""

    kind: ClassVar[str] = "market.offer_changed"

    offer: Id
    minor: int
    margin: int
    stock: int
    until: str


class OfferEnded(Fact, frozen=True, kw_only=True):
    """Any of its sellers takes an offer from the list. What was ordered stands."""

    kind: ClassVar[str] = "market.offer_ended"

    offer: Id
