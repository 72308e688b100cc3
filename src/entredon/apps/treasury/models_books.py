"""The books as a whole: plans, proofs of reserves, closed years."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived


class Budget(Derived):
    """What is expected of one kind in a year. ``id`` is year, currency, way and kind, with slashes between."""

    year = models.IntegerField()
    currency = models.CharField(max_length=3)
    way = models.CharField(max_length=8)
    kind = models.CharField(max_length=40)
    minor = models.BigIntegerField()
    entry = models.CharField(max_length=64)


class Reserves(Derived):
    """What was there against what was owed, as an entry proved it. ``reserves`` as said there."""

    day = models.CharField(max_length=10)
    reserves = CanonicalJSON(default=list)
    person = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)


class Closing(Derived):
    """A closed year. ``id`` is the year."""

    entry = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)


class Chart(Derived):
    """The bookkeeper's numbers: one row, ``chart``."""

    numbers = CanonicalJSON(default=dict)
    entry = models.CharField(max_length=64)
