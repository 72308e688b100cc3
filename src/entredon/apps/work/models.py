"""What was accepted and what is contested, as the log tells it; and (private) a steward's choices before she speaks.

The work itself is in ``flows``. Ideas, needs, reviews, circles, pages and imports have models files of their own.
"""

from django.db import models

from entredon.apps.work.models_circles import Circle as Circle
from entredon.apps.work.models_circles import CircleMember as CircleMember
from entredon.apps.work.models_circles import Demo as Demo
from entredon.apps.work.models_ideas import Call as Call
from entredon.apps.work.models_ideas import Idea as Idea
from entredon.apps.work.models_ideas import IdeaAnswer as IdeaAnswer
from entredon.apps.work.models_ideas import Rewording as Rewording
from entredon.apps.work.models_ideas import Support as Support
from entredon.apps.work.models_imported import Imported as Imported
from entredon.apps.work.models_imported import ImportedNote as ImportedNote
from entredon.apps.work.models_imported import ImportedRow as ImportedRow
from entredon.apps.work.models_imported import ImportMapping as ImportMapping
from entredon.apps.work.models_letters import MonthlyLetter as MonthlyLetter
from entredon.apps.work.models_needs import Need as Need
from entredon.apps.work.models_needs import Offer as Offer
from entredon.apps.work.models_needs import Split as Split
from entredon.apps.work.models_needs import Taking as Taking
from entredon.apps.work.models_pages import Page as Page
from entredon.apps.work.models_pages import PageAddress as PageAddress
from entredon.apps.work.models_pages import Revision as Revision
from entredon.apps.work.models_reviews import Contribution as Contribution
from entredon.apps.work.models_reviews import Day as Day
from entredon.apps.work.models_reviews import Review as Review
from entredon.apps.work.models_reviews import ReviewRule as ReviewRule
from entredon.log.bases import CanonicalJSON, Derived, Private


class Acceptance(Derived):
    """A steward's acceptance. With a ``process`` it covers all work in it from before ``until``, but that of ``own``.

    ``until`` is the index of an entry, at most its own (``position``). ``own`` are the ids of the steward herself when
    another steward was there to look at her work.
    """

    version = models.CharField(max_length=140)
    process = models.CharField(max_length=140)
    position = models.BigIntegerField()
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    until = models.BigIntegerField(default=0)
    own = CanonicalJSON(default=list)

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
    """A disagreement about contributions; ``settled`` is the entry that ended it, or "", by whom and when."""

    flows = CanonicalJSON(default=list)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    settled = models.CharField(max_length=64, default="")
    settled_by = models.CharField(max_length=70, default="")
    settled_at = models.CharField(max_length=24, default="")
    counts = models.BooleanField(default=False)


class Answer(Derived):
    """What somebody answered to a contest; her words are a side text."""

    contest = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["commons", "contest"], name="work_answer_contest")]


class Draft(Private):
    """What a steward has chosen so far while she looks through the contributions to a version, before she says it.

    ``choices`` are pairs of a contribution and what differs from accepting it as it was told: None leaves it out, a number is
    what counts instead. (Pairs, for ids of contributions that an import told have a dot in them.)
    """

    commons = models.CharField(max_length=39)
    account = models.CharField(max_length=20)
    version = models.CharField(max_length=140)
    choices = CanonicalJSON(default=dict)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "account", "version"], name="work_draft_once")]
