"""What this commons is, as the log tells it."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived


class Founding(Derived):
    """What was said at founding. ``id`` is the id of the first entry.

    ``published_by`` is the entry that made it public, and ``proof`` how control of an imported repository was shown there.
    """

    name = models.CharField(max_length=200)
    purpose = models.TextField()
    licences = CanonicalJSON(default=list)
    legal_form = models.CharField(max_length=60)
    bearer = models.CharField(max_length=200)
    association = models.CharField(max_length=200, default="")
    joining = models.CharField(max_length=20)
    at = models.CharField(max_length=24)
    published_at = models.CharField(max_length=24, default="")
    published_by = models.CharField(max_length=64, default="")
    proof = CanonicalJSON(default=dict)
