"""What is remembered about money that is held for something: for orders that can still be withdrawn, and for needs."""

from django.db import models

from entredon.log.bases import Derived


class Held(Derived):
    """Money that came in for an order and waits there until it is completed or withdrawn.

    ``id`` is the entry that told of it, with ``.<n>``.

    ``line`` is the bank's line, "" where it came by other means; ``gone`` the entry that took it back, completed or refunded it.
    """

    order = models.CharField(max_length=64)
    line = models.CharField(max_length=64)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    gone = models.CharField(max_length=64, default="")
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [models.Index(fields=["commons", "order"], name="treasury_held_order")]


class Released(Derived):
    """What decisions have released from the common fund to a need. ``id`` is ``<need>/<currency>``; ``returned`` of it came back."""

    need = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    returned = models.BigIntegerField(default=0)
    entry = models.CharField(max_length=64)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
