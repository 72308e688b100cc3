"""What this commons has made, as the log tells it."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived, Private


class Creation(Derived):
    """Something the commons makes. ``open_version`` is what it is becoming: the version not yet released.

    ``head`` is the commit up to which its git repository was told, "" without one; ``told`` counts the versions from git.
    """

    name = models.CharField(max_length=200)
    at = models.CharField(max_length=24)
    entry = models.CharField(max_length=64)
    position = models.BigIntegerField()
    open_version = models.CharField(max_length=140)
    head = models.CharField(max_length=64, default="")
    told = models.BigIntegerField(default=0)


class Version(Derived):
    """A release of a creation, or what is not released yet.

    ``process`` is the Valueflows process whose flows made it; ``own`` weighs what is new in it beside its inputs.
    ``state`` is ``open``, ``released``, or ``superseded`` once another row has taken its place.

    Of a version from git: ``number`` is its place among those of its creation, ``commit`` the one it stands at, ``commits``
    how many are its own, ``lines`` how many it has, ``aside`` how often a file was touched whose lines don't count, and
    ``first`` and ``last`` when its commits were written (seconds since 1970 UTC, 0 if not known).
    """

    creation = models.CharField(max_length=140)
    name = models.CharField(max_length=200)
    process = models.CharField(max_length=140)
    own = models.BigIntegerField(default=0)
    state = models.CharField(max_length=20)
    at = models.CharField(max_length=24)
    entry = models.CharField(max_length=64)
    position = models.BigIntegerField()
    number = models.BigIntegerField(default=0)
    commit = models.CharField(max_length=64, default="")
    commits = models.BigIntegerField(default=0)
    lines = models.BigIntegerField(default=0)
    aside = models.BigIntegerField(default=0)
    first = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "creation"], name="library_version_creation"),
            models.Index(fields=["commons", "process"], name="library_version_process"),
        ]


class Import(Derived):
    """That a git repository was told. ``bots``: [program, commits]; ``boundary``: commits before which history is absent.

    ``commits`` and ``tags`` count what this import told, ``people`` who took part in it.
    """

    creation = models.CharField(max_length=140)
    head = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    importer = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    bytes = models.BigIntegerField()
    commits = models.BigIntegerField()
    tags = models.BigIntegerField()
    people = models.BigIntegerField()
    bots = CanonicalJSON(default=list)
    boundary = CanonicalJSON(default=list)
    person = models.CharField(max_length=140)
    at = models.CharField(max_length=24)
    position = models.BigIntegerField()


class ImportedCommits(Derived):
    """Which version owns which commit, for all commits of tagged versions: they never move to another.

    ``id`` is ``<creation>/<first three digits>``; ``owners`` maps the other digits to the version's number. A shelf
    of many commits is one row, because a row for each would make an import half as fast.
    """

    owners = CanonicalJSON(default=dict)


class Secret(Private):
    """What pseudonyms of a commons are made with, sealed. Who has it could find people by their addresses."""

    commons = models.CharField(max_length=39, primary_key=True)
    sealed = models.BinaryField()


class Proof(Private):
    """What was last shown about control of the imported repository, before its commons is published.

    ``way`` is file, tag or attested, ``shown`` the commit or tag that was looked at, ``earlier`` the tag signed by the same
    key, ``head`` the commit up to which the import reached then. ``by`` is who attests it.
    """

    commons = models.CharField(max_length=39, primary_key=True)
    way = models.CharField(max_length=10)
    repository = models.CharField(max_length=300, default="")
    head = models.CharField(max_length=64)
    shown = models.CharField(max_length=64, default="")
    earlier = models.CharField(max_length=64, default="")
    by = models.CharField(max_length=200, default="")
    at = models.DateTimeField(auto_now=True)
