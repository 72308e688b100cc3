"""What is remembered about contributions that people told, and what peers said of them."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived


class Contribution(Derived):
    """What belongs to a contribution beside its flow, which has the same id: files, commits, texts; and how its review stands.

    ``state`` is told, more (somebody asked for more), accepted or declined, by its peers or by a steward. ``changed`` is the
    index of the entry that last added to it; ``texts`` lists, oldest first, the entries with words about it. ``minutes`` and
    ``on`` are what she said of her time, 0 and "" if nothing.
    """

    need = models.CharField(max_length=64, default="")
    circle = models.CharField(max_length=64, default="")
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    on = models.CharField(max_length=10, default="")
    minutes = models.BigIntegerField(default=0)
    files = CanonicalJSON(default=list)
    commits = CanonicalJSON(default=list)
    texts = CanonicalJSON(default=list)
    state = models.CharField(max_length=10, default="told")
    changed = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "state", "position"], name="work_contribution_state"),
            models.Index(fields=["commons", "need"], name="work_contribution_need"),
            models.Index(fields=["commons", "circle"], name="work_contribution_circle"),
            models.Index(fields=["commons", "person"], name="work_contribution_person"),
        ]


class Day(Derived):
    """How many minutes somebody has told of a day: ``id`` is ``<person>/<day>``. No day has more than 24 hours."""

    minutes = models.BigIntegerField(default=0)


class Review(Derived):
    """What a peer said about a contribution; her words are a side text. ``counts``: it is her newest, and nothing was added since."""

    flow = models.CharField(max_length=140)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    verdict = models.CharField(max_length=10)
    counts = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "flow"], name="work_review_flow"),
            models.Index(fields=["commons", "person"], name="work_review_person"),
        ]


class ReviewRule(Derived):
    """How contributions are reviewed from an entry on; the newest holds. Without one, a single steward's review decides."""

    reviewers = models.BigIntegerField()
    who = models.CharField(max_length=10)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
