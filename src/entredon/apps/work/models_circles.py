"""What is remembered about circles."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived


class Circle(Derived):
    """A small group with needs and a home page of its own. ``members`` counts those who are in it now."""

    name = models.CharField(max_length=200)
    creation = models.CharField(max_length=140, default="")
    part_of = models.CharField(max_length=64, default="")
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    members = models.BigIntegerField(default=0)
    texts = CanonicalJSON(default=dict)


class CircleMember(Derived):
    """That somebody is in a circle, since when; ``left`` is when she left, or "". ``id`` is ``<circle>/<person>``."""

    circle = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    left = models.CharField(max_length=24, default="")

    class Meta:
        indexes = [
            models.Index(fields=["commons", "circle"], name="work_circlemember_circle"),
            models.Index(fields=["commons", "person"], name="work_circlemember_person"),
        ]


class Demo(Derived):
    """What a circle showed of a week (as in 2026-W48), in somebody's words; who tells it again replaces hers."""

    circle = models.CharField(max_length=64)
    week = models.CharField(max_length=8)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["commons", "circle", "week"], name="work_demo_week")]
