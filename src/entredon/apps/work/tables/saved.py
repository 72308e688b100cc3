"""How somebody matched columns is kept, and used again for a table with the same columns."""

import hashlib
from collections.abc import Sequence

import msgspec

from entredon.apps.work.models_imported import ImportMapping
from entredon.pure.log import canonical
from entredon.pure.tables.columns import LISTED, Matching, fitting


def recall(slug: str, account: str, columns: Sequence[str]) -> Matching | None:
    """What was chosen the last time for these columns; None if nothing was."""
    row = ImportMapping.objects.filter(commons=slug, account=account, columns=named(columns)).first()
    return None if row is None else fitting(parsed(row.mapping), columns)


def keep(slug: str, account: str, columns: Sequence[str], matching: Matching) -> None:
    """For the next time."""
    ImportMapping.objects.update_or_create(
        commons=slug, account=account, columns=named(columns), defaults={"mapping": msgspec.to_builtins(matching)}
    )


def parsed(data: object) -> Matching:
    """A matching as it was kept. Raises msgspec.ValidationError."""
    return msgspec.convert(data, Matching)


def named(columns: Sequence[str]) -> str:
    """A name for these columns, in whichever order they stand; a list of its faulty rows is the same table."""
    return hashlib.sha256(canonical.dumps(sorted(name for name in columns if name not in LISTED))).hexdigest()
