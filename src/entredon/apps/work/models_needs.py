"""What is remembered about needs, who took them, how they are split; and about offers of help."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived


class Need(Derived):
    """Something that is needed; in ``flows`` an intent with the same id. ``state`` is open, done or dropped.

    ``minutes`` is the effort (0: not said), ``holders`` how many hold one of the ``places`` now (those who are done with their
    part hold it still), ``given`` the points that were given for it so far. ``texts`` maps each side text to its newest entry.
    """

    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    work = models.CharField(max_length=40)
    creation = models.CharField(max_length=140, default="")
    circle = models.CharField(max_length=64, default="")
    part_of = models.CharField(max_length=64, default="")
    ideas = CanonicalJSON(default=list)
    skills = CanonicalJSON(default=list)
    minutes = models.BigIntegerField(default=0)
    due = models.CharField(max_length=10, default="")
    place = models.CharField(max_length=200, default="")
    places = models.BigIntegerField(default=1)
    holders = models.BigIntegerField(default=0)
    points = models.BigIntegerField(default=0)
    given = models.BigIntegerField(default=0)
    minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="")
    state = models.CharField(max_length=10, default="open")
    closed = models.CharField(max_length=64, default="")
    closed_at = models.CharField(max_length=24, default="")
    closed_by = models.CharField(max_length=70, default="")
    supporters = models.BigIntegerField(default=0)
    texts = CanonicalJSON(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "state", "minutes"], name="work_need_state"),
            models.Index(fields=["commons", "circle"], name="work_need_circle"),
            models.Index(fields=["commons", "part_of"], name="work_need_part_of"),
        ]


class Taking(Derived):
    """That somebody holds a place in a need; in ``flows`` a commitment with the same id. ``state`` is held, done or given_back.

    ``points`` are those her part gave her, once it is done; ``done_by`` is the contribution that said so.
    """

    need = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    due = models.CharField(max_length=10, default="")
    state = models.CharField(max_length=10, default="held")
    points = models.BigIntegerField(default=0)
    done_by = models.CharField(max_length=64, default="")
    ended = models.CharField(max_length=24, default="")

    class Meta:
        indexes = [
            models.Index(fields=["commons", "need"], name="work_taking_need"),
            models.Index(fields=["commons", "person"], name="work_taking_person"),
        ]


class Split(Derived):
    """How those who hold a need would split it: pairs of a person and her parts per million. ``state`` is proposed, agreed or over."""

    need = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    parts = CanonicalJSON(default=list)
    signed = CanonicalJSON(default=list)
    state = models.CharField(max_length=10, default="proposed")

    class Meta:
        indexes = [models.Index(fields=["commons", "need"], name="work_split_need")]


class Offer(Derived):
    """What somebody can do. ``state`` is open or ended; ``until`` a day or ""."""

    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    skills = CanonicalJSON(default=list)
    minutes = models.BigIntegerField(default=0)
    place = models.CharField(max_length=200, default="")
    until = models.CharField(max_length=10, default="")
    state = models.CharField(max_length=10, default="open")
    texts = CanonicalJSON(default=dict)

    class Meta:
        indexes = [models.Index(fields=["commons", "state"], name="work_offer_state")]
