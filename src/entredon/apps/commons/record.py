"""What other apps' rules ask about the commons as a whole."""

from entredon.apps.commons.models import Founding
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

JOINING = ("open", "acceptance")


def founding(tables: Tables, entry: Context) -> Row:
    """What was said at founding."""
    row = tables.get(Founding, entry.founded)
    if row is None:
        raise Refused("A commons is founded by its first entry.")
    return row


def joining(tables: Tables, entry: Context) -> str:
    """How one joins here: ``open`` or by ``acceptance`` of a member."""
    return str(founding(tables, entry).joining)
