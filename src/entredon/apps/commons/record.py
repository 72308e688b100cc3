"""What other apps' rules ask about the commons as a whole."""

from entredon.apps.commons.models import Founding
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

OPEN, ACCEPTANCE, INVITATION = "open", "acceptance", "invitation"
JOINING = (OPEN, ACCEPTANCE, INVITATION)
"""How people join: at once, when a member has said yes, or when a member has asked them in. But for ``open`` she signs too."""
JOINING_AT_FIRST = (OPEN, ACCEPTANCE)
"""The ways that rulebook 1 knows."""


def founding(tables: Tables, entry: Context) -> Row:
    """What was said at founding."""
    row = tables.get(Founding, entry.founded)
    if row is None:
        raise Refused("A commons is founded by its first entry.")
    return row


def joining(tables: Tables, entry: Context) -> str:
    """How one joins here: one of ``JOINING``."""
    return str(founding(tables, entry).joining)
