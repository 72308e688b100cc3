"""First lines of entries that somebody else will sign: made here as the door would take them just now."""

from collections.abc import Iterable, Mapping
from typing import Any

from entredon.log import checkpoints, clock, stored
from entredon.log.models import Commons, Key
from entredon.pure.log import canonical, leaf


def line(slug: str, kind: str, by: str, body: Mapping[str, Any], c: Mapping[str, str] | None = None) -> bytes:
    """What an author signs now: after her last entry, having seen what is published. Raises Absent, Malformed."""
    seen = checkpoints.published(slug)
    last = Key.objects.filter(commons=slug, id=by).values_list("last", flat=True).first()
    return leaf.body_line(
        log=stored.head(slug).origin, kind=kind, by=by, at=clock.stamp(), prev=last or None,
        seen=(seen.size, seen.root.hex()), body=body, c=c or {},
    )  # fmt: skip


def whole(line: bytes, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A leaf from its first line and the rows of its second, in any order. Whether it holds, the door says."""
    return line + b"\n" + canonical.dumps(sorted(rows, key=lambda row: str(row["key"]))) + b"\n"


def rulebook(slug: str) -> int:
    """The rulebook in force in a commons."""
    return int(Commons.objects.values_list("rulebook", flat=True).get(commons=slug))
