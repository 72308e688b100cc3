"""The three kinds of table. Every model says which it is, and a test holds it.

* ``Derived``: rebuilt from the log at any time. Only rules write it, through the buffer in ``entredon.log.tables``.
* ``Private``: never in the log, never in a mirror.
* ``Kept``: the log's own: entries, side texts, heads.
"""

from typing import Any

from django.db import models

from entredon.pure.log import canonical


class CanonicalJSON(models.TextField):  # type: ignore[type-arg]  # generic for the type checker only
    """A value of the log's JSON profile, stored as its canonical text: equal on every database, byte for byte."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        return None if value is None else canonical.loads(value.encode())

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else canonical.dumps(value).decode()

    def to_python(self, value: Any) -> Any:
        return value


class Derived(models.Model):
    """A row that a rule wrote. ``commons`` is the slug; ``id`` names the row within its commons."""

    pk = models.CompositePrimaryKey("commons", "id")
    commons = models.CharField(max_length=39)
    id = models.CharField(max_length=140)

    class Meta:
        abstract = True


class Private(models.Model):
    """A row of this node alone."""

    class Meta:
        abstract = True


class Kept(models.Model):
    """A row of the log itself."""

    class Meta:
        abstract = True
