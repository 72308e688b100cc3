"""What is held about somebody, by subject: the same for the page, for the file she takes away, and for what erasing lists."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from entredon.log import personal
from entredon.log.personal import Held, Section, Who

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that is held: what it is called, its rows, and what is there but never shown."""

    name: str
    title: str
    secret: tuple[str, ...]
    private: bool
    """Whether it is on this server alone, and goes when she goes; else it stands in the public record."""
    rows: Callable[[], Iterable[Row]]

    def first(self, most: int) -> "Some":
        """The first rows, and whether there are more."""
        found = list(islice(self.rows(), most + 1))
        return Some(found[:most], len(found) > most)


@dataclass(frozen=True, slots=True)
class Some:
    """Some rows of a subject; ``more`` says that these are not all."""

    rows: list[Row] = field(default_factory=list)
    more: bool = False

    @property
    def count(self) -> str:
        """How many there are, as far as it was counted."""
        return f"{len(self.rows)}+" if self.more else str(len(self.rows))


def subjects(who: Who) -> list[Subject]:
    """All that is held about somebody, her account first; what is empty too."""
    tables = sorted(personal.tables(), key=lambda table: -table.turn)
    return [*(_table(table, who) for table in tables), *(_section(section, who) for section in personal.sections())]


def _table(table: Held, who: Who) -> Subject:
    def rows() -> Iterator[Row]:
        for row in table.rows(who).order_by("pk").iterator():
            yield table.told(row)

    return Subject(table.label.lower(), str(table.title), table.secret, True, rows)


def _section(section: Section, who: Who) -> Subject:
    return Subject(section.name, str(section.title), (), False, lambda: section.tell(who))


def is_large(found: list[Subject], most: int) -> bool:
    """Whether some subject has more rows than a page can wait for."""
    return any(subject.first(most).more for subject in found)
