"""What the log keeps, what it derives for every commons, and the secrets it holds for others."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived, Kept, Private


class Log(Kept):
    """The head of a commons' log: one row, locked by every append."""

    slug = models.CharField(max_length=39, primary_key=True)
    origin = models.CharField(max_length=200, unique=True)
    vkey = models.TextField()
    size = models.BigIntegerField(default=0)
    # The compact range: hashes of the perfect subtrees from left to right, 32 bytes each.
    hashes = models.BinaryField(default=b"")
    # Id of the first entry, by which the derived row of this commons is named.
    founded = models.CharField(max_length=64, default="")
    # How often the derived tables were replaced by those of a replay: rows read before that are no longer true.
    rebuilt = models.IntegerField(default=0)
    # How often something changed that pages show and the log doesn't hold (a name, somebody's consent): kept pages end.
    shown = models.IntegerField(default=0)


class Entry(Kept):
    """A leaf, byte for byte as it was accepted."""

    pk = models.CompositePrimaryKey("commons", "index")
    commons = models.CharField(max_length=39)
    index = models.BigIntegerField()
    id = models.CharField(max_length=64)
    kind = models.CharField(max_length=60)
    by = models.CharField(max_length=64)
    at = models.CharField(max_length=24)
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "id"], name="log_entry_once")]


class Rebuilding(Kept):
    """A commons whose derived tables are just being replaced by those of a replay: only then may what never changes be emptied.

    The row is there only within that transaction.
    """

    commons = models.CharField(max_length=39, primary_key=True)


class Subtree(Kept):
    """The hash of a full tile: 256 hashes of the level below. What upper tiles are made of."""

    pk = models.CompositePrimaryKey("commons", "level", "index")
    commons = models.CharField(max_length=39)
    level = models.IntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()


class SideText(Kept):
    """An erasable text that an entry has committed to. Salt and text go together, both ways."""

    pk = models.CompositePrimaryKey("commons", "entry", "name")
    commons = models.CharField(max_length=39)
    entry = models.CharField(max_length=64)
    name = models.CharField(max_length=40)
    salt = models.BinaryField()
    text = models.TextField()
    # Kept back: shown to those it concerns, served to nobody, until an entry shows or erases it.
    withheld = models.BooleanField(default=False)


class Commons(Derived):
    """What the log itself must know of its commons. ``id`` is the id of the founding entry."""

    rulebook = models.IntegerField()
    draft = models.BooleanField()


class Key(Derived):
    """A key and the interval of indices in which it may sign: ``added`` < index ≤ ``revoked``.

    ``rp`` is for passkeys: the SHA-256 of the name of the site they belong to, in hex.
    """

    person = models.CharField(max_length=70)
    alg = models.CharField(max_length=20)
    public = models.CharField(max_length=200)
    custody = models.CharField(max_length=20)
    rp = models.CharField(max_length=64, default="")
    added = models.BigIntegerField()
    revoked = models.BigIntegerField(null=True)
    last = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["commons", "person"], name="log_key_person")]


class Text(Derived):
    """A side text some entry committed to. ``id`` is ``<entry>/<name>``; ``erased`` the entry that erased it, or ""."""

    person = models.CharField(max_length=70)
    erased = models.CharField(max_length=64, default="")


class HeldKey(Private):
    """A secret key this node keeps for somebody, encrypted at rest."""

    id = models.CharField(max_length=64, primary_key=True)
    commons = models.CharField(max_length=39)
    use = models.CharField(max_length=20)
    sealed = models.BinaryField()


class NodeFact(Private):
    """A fact about this node itself, such as its id."""

    name = models.CharField(max_length=40, primary_key=True)
    value = CanonicalJSON()
