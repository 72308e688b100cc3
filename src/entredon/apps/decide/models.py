"""What is remembered about deciding: charters, decisions, who may vote, votes, challenges, and who does what."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived, Private


class Charter(Derived):
    """A charter that is or was in force. ``id`` is the entry that adopted it; ``decision`` the one it came by, "" for the first."""

    charter = CanonicalJSON()
    hash = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    decision = models.CharField(max_length=64, default="")
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)


class Decision(Derived):
    """A decision, by the entry that opened it. It runs to its end under the charter of its opening: ``type`` is what that says.

    ``state``: discussed, voting, closed, passed, refused, executed, stalled, set_aside, withdrawn. ``lever`` and ``what`` are those
    of its effect. ``because`` is why it stalled, a sentence with its values (``{"sentence", "values"}``). Times are those of entries.
    """

    person = models.CharField(max_length=70)
    lever = models.CharField(max_length=12)
    what = models.CharField(max_length=140, default="")
    effect = CanonicalJSON()
    base = models.CharField(max_length=140)
    replaces = models.CharField(max_length=64, default="")
    charter = models.CharField(max_length=64)
    type = CanonicalJSON()
    state = models.CharField(max_length=12)
    texts = CanonicalJSON(default=dict)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    rolled = models.CharField(max_length=64, default="")
    rolled_at = models.CharField(max_length=24, default="")
    count = models.BigIntegerField(default=0)
    root = models.CharField(max_length=64, default="")
    voted = models.BigIntegerField(default=0)
    closed = models.CharField(max_length=64, default="")
    closed_at = models.CharField(max_length=24, default="")
    tallied = models.CharField(max_length=64, default="")
    tallied_at = models.CharField(max_length=24, default="")
    counts = CanonicalJSON(default=dict)
    ballots = models.CharField(max_length=64, default="")
    passed = models.BooleanField(default=False)
    challenges = models.BigIntegerField(default=0)
    ended = models.CharField(max_length=64, default="")
    ended_at = models.CharField(max_length=24, default="")
    because = CanonicalJSON(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "state", "position"], name="decide_decision_state"),
            models.Index(fields=["commons", "position"], name="decide_decision_position"),
            models.Index(fields=["commons", "lever", "what"], name="decide_decision_lever"),
        ]


class Roll(Derived):
    """That somebody may vote on a decision. ``id`` is ``<decision>/<person>``; ``choice`` her last vote, "" before it.

    ``ballot`` is the entry of that vote, ``reason`` the same where it gives one.
    """

    decision = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    choice = models.CharField(max_length=12, default="")
    ballot = models.CharField(max_length=64, default="")
    reason = models.CharField(max_length=64, default="")
    at = models.CharField(max_length=24, default="")
    times = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "decision", "choice"], name="decide_roll_decision"),
            models.Index(fields=["commons", "person", "choice"], name="decide_roll_person"),
        ]


class Challenge(Derived):
    """That somebody on the roll challenges what was decided. ``id`` is ``<decision>/<person>``."""

    decision = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    entry = models.CharField(max_length=64)
    texts = CanonicalJSON(default=dict)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)


class Task(Derived):
    """Who does what by when. ``id`` is the entry; ``proven`` the one that shows that it is done, "" before it."""

    decision = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    by = models.CharField(max_length=70)
    due = models.CharField(max_length=10)
    texts = CanonicalJSON(default=dict)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    proven = models.CharField(max_length=64, default="")
    proven_at = models.CharField(max_length=24, default="")

    class Meta:
        indexes = [
            models.Index(fields=["commons", "decision"], name="decide_task_decision"),
            models.Index(fields=["commons", "person", "proven"], name="decide_task_person"),
        ]


class InForce(Derived):
    """What a decision has set, by the parameter: ``sharing``, ``charter``, ``steward/<person>``, ``partner/<partner>``, ``budget/<need>``.

    ``entry`` is what set it last, ``decision`` the decision behind that, "" where a steward set it without one.
    """

    entry = models.CharField(max_length=64)
    decision = models.CharField(max_length=64, default="")
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)


class DecisionLetter(Private):
    """That somebody was written to about a decision, so that nobody is written to twice. ``what``: as ``letters`` has it."""

    commons = models.CharField(max_length=39)
    decision = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    what = models.CharField(max_length=10)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commons", "decision", "person", "what"], name="decide_letter_once")
        ]
