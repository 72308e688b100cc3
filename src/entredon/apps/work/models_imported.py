"""What is remembered about tables of contributions brought in from elsewhere."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived, Private


class Imported(Derived):
    """That a table was brought in: by whom, from which kind of source, how many rows."""

    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    source = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    count = models.BigIntegerField()


class ImportedRow(Derived):
    """A row that was brought in: ``id`` is its key, so that none is taken twice; ``flow`` the contribution it became."""

    flow = models.CharField(max_length=140)
    entry = models.CharField(max_length=64)
    on = models.CharField(max_length=10, default="")

    class Meta:
        indexes = [models.Index(fields=["commons", "flow"], name="work_importedrow_flow")]


class ImportMapping(Private):
    """How somebody matched the columns of a table with what contributions say, for the next time; by the columns' names."""

    commons = models.CharField(max_length=39)
    account = models.CharField(max_length=20, default="")
    columns = models.CharField(max_length=64)
    mapping = CanonicalJSON(default=dict)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commons", "account", "columns"], name="work_importmapping_once")
        ]


class ImportedNote(Private):
    """What a row said in words: never in the public record, shown beside the contribution as long as it is kept here."""

    commons = models.CharField(max_length=39)
    key = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "key"], name="work_importednote_once")]
        indexes = [models.Index(fields=["commons", "person"], name="work_importednote_person")]
