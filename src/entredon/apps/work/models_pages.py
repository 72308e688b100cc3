"""What is remembered about pages of knowledge and their revisions."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived


class Page(Derived):
    """A page of knowledge: what it is about, its address there, its newest revision and how many there are.

    ``before`` are the addresses it had earlier. ``texts`` maps each side text to the entry with its newest wording, and
    ``withdrawn``, where it is, to the entry that says so with its reason.
    """

    about = models.CharField(max_length=140, default="")
    address = models.CharField(max_length=80)
    before = CanonicalJSON(default=list)
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()
    revision = models.CharField(max_length=64)
    revisions = models.BigIntegerField(default=1)
    changed = models.CharField(max_length=24)
    changed_by = models.CharField(max_length=70)
    withdrawn = models.BooleanField(default=False)
    texts = CanonicalJSON(default=dict)

    class Meta:
        indexes = [models.Index(fields=["commons", "about", "address"], name="work_page_address")]


class PageAddress(Derived):
    """An address that a page has or had at its place; ``id`` is the entry that gave it. No other page takes it."""

    page = models.CharField(max_length=64)
    about = models.CharField(max_length=140, default="")
    address = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["commons", "about", "address"], name="work_pageaddress_place")]


class Revision(Derived):
    """A save of a page, also a contribution with the same id; ``number`` counts from 1; ``parent`` is what it was written on."""

    page = models.CharField(max_length=64)
    number = models.BigIntegerField()
    parent = models.CharField(max_length=64, default="")
    restores = models.CharField(max_length=64, default="")
    person = models.CharField(max_length=70)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["commons", "page", "number"], name="work_revision_page"),
            models.Index(fields=["commons", "person"], name="work_revision_person"),
        ]
