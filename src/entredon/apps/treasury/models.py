"""The money of a commons, as the log tells it."""

from django.db import models

from entredon.log.bases import Derived


class Income(Derived):
    """Money that came in. ``id`` is the id of the entry; ``version`` the one it came for, also where a creation was named."""

    version = models.CharField(max_length=140)
    creation = models.CharField(max_length=140)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    person = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
