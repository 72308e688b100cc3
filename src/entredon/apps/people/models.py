"""Who is here, as the log tells it."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived, Private


class Person(Derived):
    """A member, or a pseudonym found in an import. ``id`` is ``k:<first key>`` or ``p:<32 hex>``."""

    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    entry = models.CharField(max_length=64)
    member = models.BooleanField(default=False)
    roles = CanonicalJSON(default=list)
    claimed_by = models.CharField(max_length=70, default="")

    class Meta:
        indexes = [models.Index(fields=["commons", "claimed_by"], name="people_claimed")]


class Alias(Private):
    """What an imported pseudonym is called: known to this node, never in the log."""

    commons = models.CharField(max_length=39)
    person = models.CharField(max_length=70)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=320)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "person"], name="people_alias_once")]
