"""What was accepted and what is contested, as the log tells it. The work itself is in ``flows``."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived


class Acceptance(Derived):
    """A steward's acceptance. With a ``process`` it covers all work in it from before ``position``."""

    version = models.CharField(max_length=140)
    process = models.CharField(max_length=140)
    position = models.BigIntegerField()
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [models.Index(fields=["commons", "process"], name="work_acceptance_process")]


class Standing(Derived):
    """How one contribution stands, where it was named: ``id`` is the flow's; ``decided`` the entry that says so.

    ``measures`` replace those of the flow by name. ``contest`` is the contest that is open, or "".
    """

    decided = models.CharField(max_length=64)
    at = models.CharField(max_length=24)
    counts = models.BooleanField()
    measures = CanonicalJSON(default=dict)
    contest = models.CharField(max_length=64, default="")
    settled = models.BooleanField(default=False)


class Stood(Derived):
    """How a contribution stood from an entry on: one row per change of ``Standing``, kept for good.

    What was shared earlier can so be reckoned again exactly as of then. ``contest`` and the rest are as in ``Standing``.
    """

    flow = models.CharField(max_length=140)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    counts = models.BooleanField()
    measures = CanonicalJSON(default=dict)
    contest = models.CharField(max_length=64, default="")
    settled = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["commons", "flow"], name="work_stood_flow")]


class Contest(Derived):
    """A disagreement about contributions; ``settled`` is the entry that ended it, or ""."""

    flows = CanonicalJSON(default=list)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    settled = models.CharField(max_length=64, default="")
    counts = models.BooleanField(default=False)
