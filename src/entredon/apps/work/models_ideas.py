"""What is remembered about ideas and calls."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived


class Call(Derived):
    """A problem that ideas are gathered for. ``texts`` maps each side text to the entry with its newest wording.

    ``closed`` is the entry that told the outcome, or ""; ``went_in`` are the ideas that are in it.
    """

    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    opens = models.CharField(max_length=10, default="")
    closes = models.CharField(max_length=10)
    partner = models.CharField(max_length=200, default="")
    closed = models.CharField(max_length=64, default="")
    closed_at = models.CharField(max_length=24, default="")
    closed_by = models.CharField(max_length=70, default="")
    went_in = CanonicalJSON(default=list)
    texts = CanonicalJSON(default=dict)


class Idea(Derived):
    """An idea and what became of it: ``state`` is open, adopted, merged, parked or declined.

    ``answered`` is the newest answer (by whom, when); ``flow`` the contribution it counts as, or "", and ``points`` what it
    weighs (of a merged one: will weigh, once what it was merged into is adopted). ``needs`` are those that stem from it.
    ``supporters`` counts those who support it now.
    """

    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    call = models.CharField(max_length=64, default="")
    builds_on = CanonicalJSON(default=list)
    state = models.CharField(max_length=10, default="open")
    answered = models.CharField(max_length=64, default="")
    answered_by = models.CharField(max_length=70, default="")
    answered_at = models.CharField(max_length=24, default="")
    into = models.CharField(max_length=64, default="")
    needs = CanonicalJSON(default=list)
    flow = models.CharField(max_length=140, default="")
    points = models.BigIntegerField(default=0)
    supporters = models.BigIntegerField(default=0)
    texts = CanonicalJSON(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "state", "position"], name="work_idea_state"),
            models.Index(fields=["commons", "person"], name="work_idea_person"),
            models.Index(fields=["commons", "call"], name="work_idea_call"),
        ]


class Support(Derived):
    """That somebody supports an idea or a need: ``id`` is ``<of>/<person>``."""

    of = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    supports = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["commons", "of"], name="work_support_of")]


class IdeaAnswer(Derived):
    """An answer to an idea, kept also when a later one took its place. ``id`` is the entry's."""

    idea = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["commons", "idea"], name="work_idea_answer_idea")]


class Rewording(Derived):
    """That an idea, a need, a call, an offer or a circle was worded anew: which texts (``names``), by whom. ``id`` is the entry's."""

    of = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    names = CanonicalJSON(default=list)

    class Meta:
        indexes = [models.Index(fields=["commons", "of"], name="work_rewording_of")]
