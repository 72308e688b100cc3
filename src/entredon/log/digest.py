"""The digest of a commons' derived tables: two nodes that agree about everything have the same one.

Per ``Derived`` model in the order of labels: one line ``[label, count]``, then each row as canonical JSON in the order of
fields, sorted by the bytes of ids. The field ``commons`` is left out: it is what this node calls the whole.
"""

import hashlib
from dataclasses import dataclass

import msgspec
from django.apps import apps

from entredon.log.bases import Derived
from entredon.log.rows import shape
from entredon.log.tables import rows_in_order

_encoder = msgspec.json.Encoder(order="deterministic")


@dataclass(frozen=True, slots=True)
class TableDigest:
    """One derived table: how many rows a commons has in it, and their hash."""

    label: str
    count: int
    sha256: str


def derived_models() -> list[type[Derived]]:
    """All derived models, in the order of their labels."""
    models = [model for model in apps.get_models() if issubclass(model, Derived)]
    return sorted(models, key=lambda model: model._meta.label)


def tables(slug: str, using: str = "default") -> tuple[str, list[TableDigest]]:
    """The digest (hex SHA-256) of all derived tables of a commons, and that of each table."""
    whole, parts = hashlib.sha256(), []
    for model in derived_models():
        lines = _lines(model, slug, using)
        head = _encoder.encode([model._meta.label, len(lines)]) + b"\n"
        body = b"".join(lines)
        whole.update(head + body)
        parts.append(TableDigest(model._meta.label, len(lines), hashlib.sha256(head + body).hexdigest()))
    return whole.hexdigest(), parts


def _lines(model: type[Derived], slug: str, using: str) -> list[bytes]:
    how = shape(model)
    places = [n for n, name in enumerate(how.fields) if name != "commons"]
    # PostgreSQL hands out booleans where SQLite hands out 0 and 1.
    bools = {how.fields.index(name) for name, load in how.from_text if load is bool}
    return [
        _encoder.encode([bool(row[n]) if n in bools else row[n] for n in places]) + b"\n"
        for row in rows_in_order(model, slug, using)
    ]
