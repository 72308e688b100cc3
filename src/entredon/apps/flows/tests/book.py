"""A notebook for the tests of this app: flows written as another app's rule would write them."""

from typing import Any

from entredon.apps.flows import record
from entredon.apps.flows.models import Flow, Resource
from entredon.log.registry import Context
from entredon.log.tables import Row, Tables


class Book:
    """Each call is a flow of an entry of its own, one position after the other, or all at a position that is there."""

    def __init__(self, slug: str = "wood", position: int | None = None) -> None:
        self.slug = slug
        self.tables = Tables(slug)
        self.position = position
        self.count = 1

    def entry(self) -> Context:
        self.count += 1
        id, position = f"{self.count:064x}", self.count if self.position is None else self.position
        return Context(self.slug, position, id, "", "", "", "2026-01-01T00:00:00.000Z", {}, "", "", frozenset())

    def say(self, action: str, **fields: Any) -> Row:
        entry = self.entry()
        return record.record(self.tables, entry, entry.id, action=action, **fields)

    def process(self, id: str, **fields: Any) -> str:
        record.process(self.tables, self.entry(), id, id, **fields)
        return id

    def amounts(self, id: str) -> tuple[str, str]:
        """In the books and on hand."""
        row = self.tables.get(Resource, id)
        assert row is not None
        return row.accounting_quantity, row.onhand_quantity

    def close(self) -> None:
        self.tables.flush()


__all__ = ["Book", "Flow", "Resource"]
