"""What is remembered about quotes, orders and give-back."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived


class Quote(Derived):
    """At which price somebody can have how many of an offer. ``state``: open, ordered, declined, replaced. ``give_back`` of the price
    by the agreement in force when it was made (``agreement``), ``on`` the versions it is for, as ``[version, weight]``."""

    offer = models.CharField(max_length=64)
    partner = models.CharField(max_length=64)
    agreement = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    buyer = models.CharField(max_length=70, default="")
    quantity = models.BigIntegerField()
    minor = models.BigIntegerField()
    margin = models.BigIntegerField(default=0)
    give_back = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    on = CanonicalJSON(default=list)
    parts = CanonicalJSON(default=list)
    until = models.CharField(max_length=10)
    pay = models.CharField(max_length=8)
    withdraw_days = models.BigIntegerField()
    state = models.CharField(max_length=10, default="open")
    texts = CanonicalJSON(default=dict)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [models.Index(fields=["commons", "offer"], name="market_quote_offer")]


class Order(Derived):
    """A quote that was accepted. ``id`` is the entry; in ``flows`` an agreement, and a payment request in ``treasury`` where the bearer
    is paid. ``state``: accepted, begun, delivered, received, completed, withdrawn.

    ``partner`` sells it now, ``next`` is the partner it is being handed over to. ``give_back`` of ``minor``; ``parts`` of the sellers as
    ``[partner, ppm]``. ``paid`` is how much came in (to the bearer), or all of it once the seller says so; ``complaint`` the open one;
    ``delivered`` the entry that told it was.
    """

    quote = models.CharField(max_length=64)
    offer = models.CharField(max_length=64)
    partner = models.CharField(max_length=64)
    agreement = models.CharField(max_length=64)
    buyer = models.CharField(max_length=70, default="")
    quantity = models.BigIntegerField()
    minor = models.BigIntegerField()
    margin = models.BigIntegerField(default=0)
    give_back = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    on = CanonicalJSON(default=list)
    parts = CanonicalJSON(default=list)
    pay = models.CharField(max_length=8)
    withdraw_days = models.BigIntegerField()
    state = models.CharField(max_length=10, default="accepted")
    paid = models.BigIntegerField(default=0)
    paid_at = models.CharField(max_length=24, default="")
    begun_at = models.CharField(max_length=24, default="")
    delivered_at = models.CharField(max_length=24, default="")
    delivered = models.CharField(max_length=64, default="")
    received_at = models.CharField(max_length=24, default="")
    complaint = models.CharField(max_length=64, default="")
    next = models.CharField(max_length=64, default="")
    ended = models.CharField(max_length=64, default="")
    ended_at = models.CharField(max_length=24, default="")
    texts = CanonicalJSON(default=dict)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "partner", "state"], name="market_order_partner"),
            models.Index(fields=["commons", "state", "position"], name="market_order_state"),
            models.Index(fields=["commons", "offer"], name="market_order_offer"),
        ]


class OrderStep(Derived):
    """What happened to an order, for its history. ``id`` is the entry; ``what`` the last word of its kind, ``day`` where one was said."""

    order = models.CharField(max_length=64)
    what = models.CharField(max_length=20)
    person = models.CharField(max_length=70)
    day = models.CharField(max_length=10, default="")
    texts = CanonicalJSON(default=dict)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [models.Index(fields=["commons", "order"], name="market_step_order")]


class Claim(Derived):
    """What a partner owes of an order she was paid for directly. ``id`` is the entry that completed it, with ``.<n>`` for the n-th version.

    In ``flows`` a claim. ``asked`` is the monthly request it stands in, "" before; ``paid`` how much of it came in.
    """

    partner = models.CharField(max_length=64)
    order = models.CharField(max_length=64)
    version = models.CharField(max_length=140)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    asked = models.CharField(max_length=64, default="")
    paid = models.BigIntegerField(default=0)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "partner", "asked"], name="market_claim_partner"),
            models.Index(fields=["commons", "asked"], name="market_claim_asked"),
        ]


class Asked(Derived):
    """What a partner is asked for a month's orders; ``id`` is the entry, and its payment request in ``treasury``."""

    partner = models.CharField(max_length=64)
    month = models.CharField(max_length=7)
    currency = models.CharField(max_length=3)
    count = models.BigIntegerField()
    minor = models.BigIntegerField()
    paid = models.BigIntegerField(default=0)
    due = models.CharField(max_length=10)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [models.Index(fields=["commons", "partner"], name="market_asked_partner")]
