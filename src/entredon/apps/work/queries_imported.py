"""What pages read about tables that were brought in."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Max, Min

from entredon.apps.flows.queries import work_of
from entredon.apps.work.models_imported import Imported, ImportedNote, ImportedRow
from entredon.log.asked import NotFound, by_prefix
from entredon.log.pages import remembered


class RowShown(NamedTuple):
    """What belongs to a contribution that was brought in: the entry that says it, of which kind of source, its day ("" if none
    was told), and its words ("" for who may not see them, or where there are none)."""

    entry: str
    source: str
    on: str
    note: str


def row(slug: str, flow: str, inside: bool) -> RowShown | None:
    """The row a contribution was in a table; None for one that was told otherwise. Its words are for members: nobody wrote them
    for the public record."""
    found = ImportedRow.objects.filter(commons=slug, flow=flow).values_list("id", "entry", "on").first()
    if found is None:
        return None
    key, entry, on = found
    source = Imported.objects.filter(commons=slug, id=entry).values_list("source", flat=True).first() or ""
    kept = ImportedNote.objects.filter(commons=slug, key=key).values_list("text", flat=True).first() if inside else None
    return RowShown(entry, source, on, kept or "")


def note(slug: str, flow: str, inside: bool = True) -> str:
    """What a row said in words, as far as it is still kept here and who looks is a member; else ""."""
    found = row(slug, flow, inside)
    return found.note if found is not None else ""


def notes(slug: str, flows: Collection[str]) -> dict[str, str]:
    """The same for many contributions, by contribution; two questions. For members."""
    keys = dict(ImportedRow.objects.filter(commons=slug, flow__in=list(flows)).values_list("id", "flow"))
    if not keys:
        return {}
    texts = ImportedNote.objects.filter(commons=slug, key__in=list(keys)).values_list("key", "text")
    return {keys[key]: text for key, text in texts}


class TableShown(NamedTuple):
    """A table that was brought in."""

    id: str
    person: str
    at: str
    source: str
    rows: int


_COLUMNS = ("id", "person", "at", "source", "count")


def tables(slug: str, most: int = 20) -> list[TableShown]:
    """The tables that were brought in, the newest first."""
    rows = Imported.objects.filter(commons=slug).order_by("-position")
    return [TableShown(*row) for row in rows.values_list(*_COLUMNS)[:most]]


def table(slug: str, asked: str) -> TableShown:
    """One of them, by the beginning of its entry. Raises NotFound, Ambiguous."""
    if len(asked) < 6:
        raise NotFound("There is no table {asked} here.", asked=asked[:64])
    ids = Imported.objects.filter(commons=slug, id__gte=asked, id__lt=asked + "g").values_list("id", flat=True)
    id = by_prefix(asked, list(ids[:3]), "table")
    return TableShown(*Imported.objects.filter(commons=slug, id=id).values_list(*_COLUMNS)[0])


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table told, by something: how often and how many minutes."""

    of: str
    count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class CameIn:
    """What a table told: by person, by kind of work and by process, and between which days."""

    people: list[Sum]
    kinds: list[Sum]
    processes: list[Sum]
    minutes: int
    first: str
    last: str


@remembered
def came_in(slug: str, table: TableShown) -> CameIn:
    """The rows of one table, added up: ten thousands are read, once."""
    by: tuple[dict[str, list[int]], ...] = ({}, {}, {})
    total = 0
    for event in work_of(slug, table.id):
        minutes = event.measures.get("minutes", 0)
        total += minutes
        for sums, of in zip(by, (event.person, event.kind, event.process), strict=True):
            found = sums.setdefault(of, [0, 0])
            found[0] += 1
            found[1] += minutes
    days = (
        ImportedRow.objects.filter(commons=slug, entry=table.id)
        .exclude(on="")
        .aggregate(first=Min("on"), last=Max("on"))
    )
    people, kinds, processes = (_sums(sums) for sums in by)
    return CameIn(people, kinds, processes, total, days["first"] or "", days["last"] or "")


def _sums(found: dict[str, list[int]]) -> list[Sum]:
    return sorted((Sum(of, n, minutes) for of, (n, minutes) in found.items()), key=lambda row: (-row.count, row.of))
