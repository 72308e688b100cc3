"""The words of things that can be worded anew: of many at once, by one question."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from entredon.log.models import SideText


class Worded(Protocol):
    """Something whose ``texts`` name for each side text the entry with its newest wording."""

    id: str
    texts: Mapping[str, str]


def words(slug: str, rows: Iterable[Worded], *names: str) -> dict[tuple[str, str], str]:
    """The newest words of each of these, by (id, name). What was erased, or never said, is left out."""
    asked = {(row.texts[name], name): row.id for row in rows for name in names if row.texts.get(name)}
    entries = {entry for entry, _name in asked}
    there = SideText.objects.filter(commons=slug, entry__in=entries, name__in=names)
    found = there.values_list("entry", "name", "text")
    return {(asked[entry, name], name): text for entry, name, text in found if (entry, name) in asked}


def said_beside(slug: str, entries: Iterable[str], *names: str) -> dict[str, str]:
    """What was written beside these entries, by entry; one text of each. What was erased is left out."""
    there = SideText.objects.filter(commons=slug, entry__in=set(entries), name__in=names)
    return dict(there.values_list("entry", "text"))
