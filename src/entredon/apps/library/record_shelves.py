"""Which version owns which commit of a creation: the memory by which an import continues the one before."""

from entredon.apps.library.models import ImportedCommits
from entredon.log.tables import Row, Tables

DIGITS = 3


class Shelves:
    """The commits of one creation's tagged versions, by the numbers of those versions."""

    def __init__(self, tables: Tables, creation: Row) -> None:
        self._tables = tables
        self._prefix = creation.id
        self._empty = not creation.told

    def owner(self, commit: str) -> int | None:
        """The number of the version that owns a commit; None for one that was not told, or is not released."""
        row = self._row(commit[:DIGITS])
        return None if row is None else row.owners.get(commit[DIGITS:])

    def put(self, owners: dict[str, int]) -> None:
        """Remember owners, for good: commit → number of its version. All those of an import at once."""
        shelves: dict[str, dict[str, int]] = {}
        for commit, number in owners.items():
            shelves.setdefault(commit[:DIGITS], {})[commit[DIGITS:]] = number
        for digits, more in shelves.items():
            row = self._row(digits)
            if row is None:
                self._tables.add(ImportedCommits, f"{self._prefix}/{digits}", owners=more)
            else:
                self._tables.change(row, owners={**row.owners, **more})

    def _row(self, digits: str) -> Row | None:
        return None if self._empty else self._tables.get(ImportedCommits, f"{self._prefix}/{digits}")
