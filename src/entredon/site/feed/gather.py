"""What is going on, as a feed tells it: newest first, alike things of a day together, nothing promoted, nothing hidden.

A feed is a reading of the public record: entries as sentences. What only concerns keys and the like is left to the record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from entredon.log import registry
from entredon.log.models import Entry
from entredon.log.pages import remembered
from entredon.site.record import look

AT_ONCE = 90
"""So many entries are read for a page of a feed."""
QUIET = ("people.key_", "people.recover", "people.vouched", "people.helpers", "social.reacted", "social.edited", "social.taken_back",
         "commons.rulebook_adopted")  # fmt: skip
"""Kinds of which nothing is told in feeds: they are for the record."""
SUBJECTS = ("thread", "page", "need", "idea", "call", "circle", "version", "creation", "of", "flow", "contest")
"""Fields of an entry that say what it is about, the most exact first."""
DISCUSSED = "social.said"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in a feed: its sentence, whose colour it has, and every id that it names."""

    slug: str
    id: str
    index: int
    kind: str
    at: str
    person: str
    sentence: str
    partner: str
    subject: str
    names: frozenset[str]


@dataclass(slots=True)
class Group:
    """What is alike on a day: the newest line stands for all, the others open below it."""

    first: Line
    more: list[Line] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many people it was."""
        return len({line.person for line in (self.first, *self.more)})


@remembered
def _newest(slug: str, inside: bool, language: str, before: int) -> list[Line]:
    names = look.names(slug, inside)
    rows = Entry.objects.filter(commons=slug).exclude(kind__in=quiet())
    if before:
        rows = rows.filter(index__lt=before)
    return [_line(slug, row, names) for row in rows.order_by("-index")[:AT_ONCE]]


def quiet() -> list[str]:
    """The kinds of which nothing is told in feeds."""
    return [kind for kind in registry.kinds() if kind.startswith(QUIET)]


def newest(slug: str, *, inside: bool, language: str, before: int = 0) -> list[Line]:
    """The newest entries of a commons (``before`` an index, if one is given), newest first; names as members see them ``inside``."""
    return _newest(slug, inside, language, before)


def _line(slug: str, row: Entry, names: look.Names) -> Line:
    told = look.told(row, names)
    body = told.entry.body
    person = names.person_of(row.by)
    subject = next((str(body[name]) for name in SUBJECTS if body.get(name)), "")
    named = frozenset({row.id, person, *_strings(body)})
    return Line(
        slug, row.id, row.index, row.kind, row.at, person, told.sentence, told.partner, subject, named
    )  # fmt: skip


def _strings(value: Any) -> Iterable[str]:
    """Every word in the body of an entry that can be an id."""
    if isinstance(value, str):
        if len(value) >= 64:
            yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _strings(key)
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def groups(lines: Iterable[Line]) -> list[Group]:
    """Alike lines of a day together, in the order of the newest of each."""
    found: dict[tuple[str, ...], Group] = {}
    for line in lines:
        # Posts belong together by what is talked about, everything else by what kind of thing was done to what.
        alike = (line.slug, line.at[:10], line.kind, line.subject)
        if alike in found:
            found[alike].more.append(line)
        else:
            found[alike] = Group(line)
    return list(found.values())


def days(grouped: Iterable[Group]) -> list[tuple[str, list[Group]]]:
    """Groups by day, newest first."""
    found: dict[str, list[Group]] = {}
    for group in grouped:
        found.setdefault(group.first.at[:10], []).append(group)
    return sorted(found.items(), reverse=True)


def followed(lines: Iterable[Line], about: set[str]) -> list[Line]:
    """The lines that name something that is followed; all of them where the whole commons is."""
    return list(lines) if "" in about else [line for line in lines if line.names & about]
