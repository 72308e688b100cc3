"""What is remembered about partners and what they offer."""

from django.db import models

from entredon.apps.market.models_orders import Asked as Asked
from entredon.apps.market.models_orders import Claim as Claim
from entredon.apps.market.models_orders import Order as Order
from entredon.apps.market.models_orders import OrderStep as OrderStep
from entredon.apps.market.models_orders import Quote as Quote
from entredon.apps.market.models_private import Asking as Asking
from entredon.apps.market.models_private import AskingNote as AskingNote
from entredon.apps.market.models_private import MarketLetter as MarketLetter
from entredon.apps.market.models_private import SellerDetails as SellerDetails
from entredon.log.bases import CanonicalJSON, Derived


class Partner(Derived):
    """Who sells, or makes, and gives back. ``id`` is the entry that proposed it; in ``flows`` an agent.

    ``person`` speaks for it. ``agreement`` is the one in force, "" before the first is accepted. ``since`` and ``ends`` are times of
    entries: from when, and when its notice is over ("" while it goes on). ``town`` and the lists are what it can do.
    """

    person = models.CharField(max_length=70)
    agreement = models.CharField(max_length=64, default="")
    what = models.CharField(max_length=20)
    town = models.BigIntegerField(default=0)
    processes = CanonicalJSON(default=list)
    machines = CanonicalJSON(default=list)
    services = CanonicalJSON(default=list)
    languages = CanonicalJSON(default=list)
    texts = CanonicalJSON(default=dict)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    since = models.CharField(max_length=24, default="")
    ends = models.CharField(max_length=24, default="")
    ended = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [
            models.Index(fields=["commons", "person"], name="market_partner_person"),
            models.Index(fields=["commons", "position"], name="market_partner_position"),
        ]


class Agreement(Derived):
    """What a partner and the commons agree on. ``id`` is the entry that proposed it. ``state``: proposed, accepted, declined, replaced.

    ``accepted`` is the entry that accepted it: a steward's, or the one that carried a decision out.
    """

    partner = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    gives = CanonicalJSON(default=list)
    creations = CanonicalJSON(default=list)
    name_use = models.CharField(max_length=12)
    liable = models.CharField(max_length=8)
    notice_days = models.BigIntegerField()
    state = models.CharField(max_length=10, default="proposed")
    texts = CanonicalJSON(default=dict)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    accepted = models.CharField(max_length=64, default="")
    accepted_at = models.CharField(max_length=24, default="")
    declined = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [
            models.Index(fields=["commons", "partner"], name="market_agreement_partner"),
            models.Index(fields=["commons", "state"], name="market_agreement_state"),
        ]


class Offer(Derived):
    """Something that can be bought; in ``flows`` a proposal with its intents. ``state``: waiting (for those who haven't joined), open,
    ended. ``stock`` is what is left, -1 where it is made to order. ``on`` and ``parts`` as said."""

    partner = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    what = models.CharField(max_length=20)
    on = CanonicalJSON(default=list)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    unit = models.CharField(max_length=10)
    vat_ppm = models.BigIntegerField(default=0)
    margin = models.BigIntegerField(default=0)
    parts = CanonicalJSON(default=list)
    joined = CanonicalJSON(default=list)
    stock = models.BigIntegerField(default=-1)
    days = models.BigIntegerField(default=0)
    until = models.CharField(max_length=10, default="")
    pay = models.CharField(max_length=8)
    withdraw_days = models.BigIntegerField(default=14)
    state = models.CharField(max_length=10)
    ended = models.CharField(max_length=64, default="")
    texts = CanonicalJSON(default=dict)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "state", "position"], name="market_offer_state"),
            models.Index(fields=["commons", "partner"], name="market_offer_partner"),
        ]


class OfferOn(Derived):
    """That an offer stands on a creation or version, to find offers by it. ``id`` is ``<offer>/<what>``."""

    offer = models.CharField(max_length=64)
    what = models.CharField(max_length=140)

    class Meta:
        indexes = [models.Index(fields=["commons", "what"], name="market_offer_on")]
