"""What other apps' rules ask about money."""

from entredon.apps.treasury.models import Income
from entredon.log.registry import Refused
from entredon.log.tables import Row, Tables


def income(tables: Tables, id: str) -> Row:
    """An income by the entry that tells of it. Raises Refused."""
    row = tables.get(Income, id)
    if row is None:
        raise Refused("There is no income {id} here.", id=id[:10])
    return row
