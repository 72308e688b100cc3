"""The sharing rules a commons has adopted and what was shared by them, as the log tells it."""

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


class Shareout(Derived):
    """An income that was shared. ``id`` is the id of the entry, ``rule`` that of the one which adopted the rule then in force.

    ``lines`` is the SHA-256 of the lines in the content, ``count`` how many there are.
    """

    income = models.CharField(max_length=140)
    version = models.CharField(max_length=140)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    rule = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=20)
    count = models.BigIntegerField()
    lines = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [models.Index(fields=["commons", "income"], name="value_shareout_income")]


class Share(Derived):
    """An amount of a share-out; all of one share-out add up to the income. ``id`` is the entry's with a number.

    ``what`` is kept (``person`` keeps it of what she got for ``kinds``), passed (by ``person`` on ``to`` pot or an
    address), top (``to`` association, fund or pot) or held (``to`` a creation, ``because`` of what). ``lapsed`` is the entry
    by which it went to the pot instead, "" if it has not.
    """

    shareout = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    what = models.CharField(max_length=6)
    person = models.CharField(max_length=70, default="")
    to = models.CharField(max_length=300, default="")
    because = models.CharField(max_length=20, default="")
    minor = models.BigIntegerField()
    kinds = CanonicalJSON(default=dict)
    lapsed = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [
            models.Index(fields=["commons", "shareout"], name="value_share_shareout"),
            models.Index(fields=["commons", "person"], name="value_share_person"),
        ]


class Passing(Derived):
    """What a person said about passing on; her last word holds. ``word``: [destination, parts per million], by destination."""

    person = models.CharField(max_length=70)
    word = CanonicalJSON(default=list)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [models.Index(fields=["commons", "person"], name="value_passing_person")]
