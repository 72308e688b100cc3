"""The sharing rules a commons has adopted, as the log tells it."""

from django.db import models

from entredon.apps.value.drafts import RuleDraft as RuleDraft
from entredon.log.bases import CanonicalJSON, Derived


class Rule(Derived):
    """A rule that was adopted. ``id`` is the id of the entry.

    ``rule`` is written in full, ``hash`` its name. ``force`` is the index of the entry by which it took force, None
    while ``waits_for`` still names people whose signature is missing.
    """

    rule = CanonicalJSON()
    hash = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    waits_for = CanonicalJSON(default=list)
    force = models.BigIntegerField(null=True)


class Signature(Derived):
    """Somebody's signature under a rule by fixed parts. ``id`` is the id of the entry."""

    rule = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [models.Index(fields=["commons", "rule"], name="value_signature_rule")]
