"""What this commons has made, as the log tells it."""

from django.db import models

from entredon.log.bases import Derived


class Creation(Derived):
    """Something the commons makes. ``open_version`` is what it is becoming: the version not yet released."""

    name = models.CharField(max_length=200)
    at = models.CharField(max_length=24)
    entry = models.CharField(max_length=64)
    position = models.BigIntegerField()
    open_version = models.CharField(max_length=140)


class Version(Derived):
    """A release of a creation, or what is not released yet.

    ``process`` is the Valueflows process whose flows made it; ``own`` weighs what is new in it beside its inputs.
    ``state`` is ``open``, ``released``, or ``superseded`` once another row has taken its place.
    """

    creation = models.CharField(max_length=140)
    name = models.CharField(max_length=200)
    process = models.CharField(max_length=140)
    own = models.BigIntegerField(default=0)
    state = models.CharField(max_length=20)
    at = models.CharField(max_length=24)
    entry = models.CharField(max_length=64)
    position = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["commons", "creation"], name="library_version_creation"),
            models.Index(fields=["commons", "process"], name="library_version_process"),
        ]
