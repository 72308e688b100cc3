"""What is known here alone about sellers and buyers: how they are reached, where they are paid, what somebody asked for, what they were
written."""

from django.db import models

from entredon.log.bases import Private


class SellerDetails(Private):
    """Who a seller is in law and how she is reached: buyers are told it, as the law asks; and the account on which she is paid."""

    commons = models.CharField(max_length=39)
    partner = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    address = models.TextField()
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=40, blank=True)
    holder = models.CharField(max_length=200, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "partner"], name="market_seller_once")]


class Asking(Private):
    """Somebody asks for an offer. ``token`` is the SHA-256 of the secret in her link; ``person`` the member, "" for a guest.

    ``state``: asked, quoted, ordered, declined (by whom: ``by``), answered by entries ``quote`` and ``order`` once there are any.
    ``withdrawn`` and ``complained``: when a guest said so by her link, which the seller or a steward then says in the record.
    """

    commons = models.CharField(max_length=39)
    offer = models.CharField(max_length=64)
    partner = models.CharField(max_length=64)
    token = models.CharField(max_length=64, unique=True)
    person = models.CharField(max_length=70, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField()
    address = models.TextField(blank=True)
    town = models.BigIntegerField(default=0)
    language = models.CharField(max_length=5, blank=True)
    quantity = models.BigIntegerField(default=1)
    message = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="asked")
    by = models.CharField(max_length=8, blank=True)
    quote = models.CharField(max_length=64, blank=True)
    order = models.CharField(max_length=64, blank=True)
    wants = models.CharField(max_length=12, blank=True)
    wants_text = models.TextField(blank=True)
    wants_at = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "partner", "state"], name="market_asking_partner"),
            models.Index(fields=["commons", "order"], name="market_asking_order"),
            models.Index(fields=["commons", "quote"], name="market_asking_quote"),
        ]


class AskingNote(Private):
    """What seller and buyer write to one another about what was asked for."""

    commons = models.CharField(max_length=39)
    asking = models.BigIntegerField()
    by = models.CharField(max_length=8)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["commons", "asking"], name="market_note_asking")]


class MarketLetter(Private):
    """That somebody was written to about a partner, an order or a month, so that nobody is written to twice about the same.

    ``about`` is an agreement, a partner, an order, a monthly request or a month; ``person`` "" for a guest.
    """

    commons = models.CharField(max_length=39)
    about = models.CharField(max_length=64)
    person = models.CharField(max_length=70, blank=True)
    what = models.CharField(max_length=10)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commons", "about", "person", "what"], name="market_letter_once")
        ]
