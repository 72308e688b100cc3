"""What waits for a second person's word: other files of this app say what that word does, by what it is about."""

from collections.abc import Callable
from typing import Any

from entredon.apps.treasury.models import Waiting
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

POLICY, PAYEE, APPROVER, EXCEPTION, COUNT, STEWARD = "policy", "payee", "approver", "exception", "count", "steward"

Confirms = Callable[[Tables, Context, Row], None]
_confirms: dict[str, Confirms] = {}


def confirms(what: str) -> Callable[[Confirms], Confirms]:
    """Register who may give the second word about something, and what it does; it raises Refused for whoever may not."""

    def register(how: Confirms) -> Confirms:
        if _confirms.setdefault(what, how) is not how:
            raise TypeError(f"two ways to confirm {what}")
        return how

    return register


def wait(tables: Tables, entry: Context, what: str, body: dict[str, Any]) -> Row:
    """What an entry says waits for a second word."""
    return tables.add(
        Waiting, entry.id, what=what, by=entry.person, body=body, position=entry.index, at=entry.at
    )  # fmt: skip


def confirm(tables: Tables, entry: Context, id: str) -> None:
    """The second word, once, by somebody else than who gave the first. Raises Refused."""
    waiting = tables.get(Waiting, id)
    if waiting is None:
        raise Refused("Nothing here waits for a second person by {id}.", id=id[:10])
    if waiting.confirmed:
        raise Refused("This was confirmed already, by {id}.", id=waiting.confirmed[:10])
    if waiting.by == entry.person:
        raise Refused("You said this yourself: it waits for somebody else's word.")
    _confirms[waiting.what](tables, entry, waiting)
    tables.change(waiting, confirmed=entry.id, confirmed_by=entry.person, confirmed_at=entry.at)


def newest(tables: Tables, waiting: Row, **same: str) -> None:
    """Refuse the second word about something that was said anew since (with the ``same`` of its body). Raises Refused."""
    for row in tables.find(Waiting, what=waiting.what):
        if row.position > waiting.position and all(row.body.get(name) == value for name, value in same.items()):
            raise Refused("This was said anew since, by {id}: look at that one.", id=row.id[:10])
