"""Sharing rules that somebody is trying out: kept on this node under a short random address, until they are adopted or not."""

import secrets
from dataclasses import dataclass

from django.db import models

from entredon.log import pages
from entredon.log.asked import NotFound
from entredon.log.bases import CanonicalJSON, Private
from entredon.pure.value import reading
from entredon.pure.value.rule import Rule

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of an address that is read aloud: nothing that looks like something else."""
LENGTH = 8
MOST = 200
"""So many drafts are kept for a commons; who keeps one more is told to reuse."""


class RuleDraft(Private):
    """A rule somebody keeps to show to others. ``id`` is random: who has the link may look, as far as the commons shows."""

    id = models.CharField(max_length=16, primary_key=True)
    commons = models.CharField(max_length=39)
    name = models.CharField(max_length=80)
    rule = CanonicalJSON()
    person = models.CharField(max_length=70)
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["commons", "made"], name="value_draft_commons")]


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A draft: what it is called, what it says, whose it is and since when."""

    id: str
    name: str
    rule: Rule
    person: str
    at: str


def keep(slug: str, name: str, rule: Rule, person: str) -> DraftShown:
    """Keep a rule under a new address."""
    id = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    row = RuleDraft.objects.create(id=id, commons=slug, name=name, rule=rule.data(), person=person)
    pages.changed(slug)
    return _shown(row)


def full(slug: str) -> bool:
    """Whether no more drafts are kept here."""
    return RuleDraft.objects.filter(commons=slug).count() >= MOST


def forget(slug: str, id: str, person: str) -> None:
    """Let go of a draft of one's own; somebody else's stays."""
    RuleDraft.objects.filter(commons=slug, id=id, person=person).delete()
    pages.changed(slug)


def find(slug: str, id: str) -> DraftShown:
    """The draft at this address. Raises NotFound."""
    row = RuleDraft.objects.filter(commons=slug, id=id).first()
    if row is None:
        raise NotFound("There is no draft of a rule at this address; it may have been let go.")
    return _shown(row)


def drafts(slug: str) -> list[DraftShown]:
    """All drafts kept here, the newest first."""
    return [_shown(row) for row in RuleDraft.objects.filter(commons=slug).order_by("-made", "id")]


def _shown(row: RuleDraft) -> DraftShown:
    return DraftShown(row.id, row.name, reading.read(row.rule), row.person, row.made.isoformat())
