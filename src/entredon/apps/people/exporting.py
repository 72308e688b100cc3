"""What is held about somebody, by subject: the same for the page, for the file she takes away, and for what erasing lists."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from entredon.log import personal
from entredon.log.personal import Held, Section, Who

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest rows of a subject, the newest first, and how many there are in all."""

    rows: list[Row]
    count: int


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that is held: what it is called, its rows, and what is there but never shown."""

    name: str
    title: str
    secret: tuple[str, ...]
    private: bool
    """Whether it is on this server alone, and goes when she goes; else it stands in the public record."""
    rows: Callable[[], Iterable[Row]]
    newest: Callable[[int], Newest]


def subjects(who: Who) -> list[Subject]:
    """All that is held about somebody, her account first; what is empty too."""
    tables = sorted(personal.tables(), key=lambda table: -table.turn)
    return [*(_table(table, who) for table in tables), *(_section(section, who) for section in personal.sections())]


def _table(table: Held, who: Who) -> Subject:
    def rows() -> Iterator[Row]:
        for row in table.rows(who).order_by("pk").iterator():
            yield table.told(row)

    def newest(most: int) -> Newest:
        found = table.rows(who)
        return Newest([table.told(row) for row in found.order_by("-pk")[:most]], found.count())

    return Subject(table.label.lower(), str(table.title), table.secret, True, rows, newest)


def _section(section: Section, who: Who) -> Subject:
    def newest(most: int) -> Newest:
        last: deque[Row] = deque(maxlen=most)
        count = 0
        for row in section.tell(who):
            last.append(row)
            count += 1
        return Newest(list(reversed(last)), count)

    return Subject(section.name, str(section.title), (), False, lambda: section.tell(who), newest)


def is_large(found: list[Subject], most: int) -> bool:
    """Whether some subject has more rows than a page can wait for."""
    return any(next(islice(subject.rows(), most, None), None) is not None for subject in found)
