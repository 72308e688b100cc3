"""What is remembered about discussions, as the log tells it; and (private) what people follow and have seen."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived, Private


class Thread(Derived):
    """A topic, or the talk about something: ``id`` is the topic's entry, or the id of what it is about (``topic`` is False).

    It begins with its first post. ``last`` is the newest post's time, ``place`` its index.
    """

    topic = models.BooleanField(default=False)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    posts = models.BigIntegerField(default=0)
    last = models.CharField(max_length=24)
    place = models.BigIntegerField()
    texts = CanonicalJSON(default=dict)

    class Meta:
        indexes = [models.Index(fields=["commons", "place"], name="social_thread_place")]


class Post(Derived):
    """Something that was said. ``wordings`` are the entries with its text, oldest first; the newest is shown.

    ``pictures`` are the side texts with its pictures now, as ``<entry>/<name>``.

    ``reactions`` maps each sign to how many gave it. ``moved`` is the entry that moved it last, or "". ``state`` is said, taken_back,
    or hidden (by the measure ``hidden``, until the day ``hidden_until``).
    """

    thread = models.CharField(max_length=140)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    answers = models.CharField(max_length=64, default="")
    mentions = CanonicalJSON(default=list)
    pictures = CanonicalJSON(default=list)
    wordings = CanonicalJSON(default=list)
    edited = models.CharField(max_length=24, default="")
    reactions = CanonicalJSON(default=dict)
    moved = models.CharField(max_length=64, default="")
    state = models.CharField(max_length=10, default="said")
    hidden = models.CharField(max_length=64, default="")
    hidden_until = models.CharField(max_length=10, default="")

    class Meta:
        indexes = [
            models.Index(fields=["commons", "thread", "position"], name="social_post_thread"),
            models.Index(fields=["commons", "person", "position"], name="social_post_person"),
        ]


class Mention(Derived):
    """That a post names somebody: ``id`` is ``<post>/<person>``."""

    post = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["commons", "person", "position"], name="social_mention_person")]


class Reaction(Derived):
    """A sign that somebody gave a post: ``id`` is ``<post>/<person>/<reaction>``."""

    post = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    reaction = models.CharField(max_length=10)
    at = models.CharField(max_length=24)
    on = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["commons", "post"], name="social_reaction_post")]


class Measure(Derived):
    """A measure a steward took, about a person, if need be for one post; ``until`` is a day, or "" for a warning.

    ``appeal`` is the entry of an appeal, ``answered`` that of its answer; ``state`` is in_force, lifted, upheld or overturned.
    """

    measure = models.CharField(max_length=10)
    person = models.CharField(max_length=70)
    post = models.CharField(max_length=64, default="")
    by = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    until = models.CharField(max_length=10, default="")
    state = models.CharField(max_length=10, default="in_force")
    appeal = models.CharField(max_length=64, default="")
    appealed_at = models.CharField(max_length=24, default="")
    answered = models.CharField(max_length=64, default="")
    answered_by = models.CharField(max_length=70, default="")
    answered_at = models.CharField(max_length=24, default="")

    class Meta:
        indexes = [models.Index(fields=["commons", "person"], name="social_measure_person")]


class Voice(Derived):
    """How somebody (``id``) may speak: by which measures she is slowed or paused, until which days; "" where she isn't.

    A day that has passed counts no more.
    """

    slowed = models.CharField(max_length=64, default="")
    slowed_until = models.CharField(max_length=10, default="")
    paused = models.CharField(max_length=64, default="")
    paused_until = models.CharField(max_length=10, default="")


class Follow(Private):
    """That an account follows something: a whole commons (``about`` is ""), a thread, a person, a creation, a circle."""

    account = models.CharField(max_length=20)
    commons = models.CharField(max_length=39)
    about = models.CharField(max_length=140, default="")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "commons", "about"], name="social_follow_once")]


class Feed(Private):
    """The secret address under which somebody reads her own feed in a reader of hers: who has it reads what she follows."""

    account = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(auto_now_add=True)
