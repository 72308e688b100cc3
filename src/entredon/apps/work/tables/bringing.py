"""Taking the good rows of a file: written into a content-addressed file first, then said in one entry; a refusal leaves nothing.

A table of more rows than an entry holds is said in several; what each says is whole, and a repeated import adds only the rest.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction

from entredon.apps.people.queries import forget_aliases, remember_new
from entredon.apps.work.entries_imported import Imported
from entredon.apps.work.models_imported import Imported as ImportedTable
from entredon.apps.work.models_imported import ImportedNote, ImportedRow
from entredon.apps.work.tables.looking import Look, Looking, Taken
from entredon.log import content, door, pages
from entredon.log.viewer import Signer
from entredon.pure.git.rows import Writer
from entredon.pure.tables.rows import MOST_ROWS, Row

_INSERT = (
    f'INSERT INTO "{ImportedNote._meta.db_table}" ("commons", "key", "person", "text") VALUES (%s, %s, %s, %s)'
    ' ON CONFLICT ("commons", "key") DO UPDATE SET "person" = excluded."person", "text" = excluded."text"'
)
_NOTES = 2_000
_EVERY = 500
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Brought:
    """What came of it: the entries that say it, and how many rows they tell of."""

    entries: list[str] = field(default_factory=list)
    rows: int = 0


def bring(
    looked: Looking, look: Look, signer: Signer, progress: Progress = lambda done, total: None, at: str | None = None
) -> Brought:
    """Take what is new. Raises Refused; then nothing is left of what was not said."""
    total, brought = look.new, Brought()
    rest = looked.new()
    while brought.rows < total:
        batch = Batch(
            looked, look, min(MOST_ROWS, total - brought.rows), lambda done: progress(brought.rows + done, total)
        )
        try:
            fact = batch.store(rest)
            progress(brought.rows + fact.count, total)
            said = door.append(looked.slug, fact, signer, at=at)
        except BaseException:
            batch.undo()
            raise
        brought.entries.append(said.id)
        brought.rows += fact.count
    pages.changed(looked.slug)
    return brought


class Batch:
    """The rows of one entry on their way into it, and what is kept of them beside the public record."""

    def __init__(self, looked: Looking, look: Look, count: int, progress: Callable[[int], None]) -> None:
        self.looked, self.look, self.count, self.progress = looked, look, count, progress
        self._noted: list[str] = []
        self._aliases: list[str] = []
        self._sha256 = ""
        self._people: set[str] = set()

    def store(self, rows: Iterator[Taken]) -> Imported:
        """Write them, with their words and the names of their people; returns what is to be said."""
        writer = Writer()
        self._sha256, size = content.store().put(_Pulled(self._pressed(writer, rows)))  # type: ignore[arg-type]
        aliases = self.looked.who.aliases
        self._aliases = remember_new(self.looked.slug, {p: aliases[p] for p in self._people if p in aliases})
        return Imported(
            source="forge" if self.looked.source.kind == "forge" else "spreadsheet", sha256=self._sha256, bytes=size,
            raw_bytes=writer.raw_bytes, count=writer.count,
        )  # fmt: skip

    def _pressed(self, writer: Writer, rows: Iterator[Taken]) -> Iterator[bytes]:
        notes: list[tuple[str, str, str, str]] = []
        for taken in rows:
            key = self.look.key(taken.at)
            yield writer.write(
                Row(
                    key=key, person=taken.person, kind=taken.kind, on=taken.day, minutes=taken.minutes, points=taken.points,
                    creation=taken.creation, version=taken.version, need=taken.need,
                )
            )  # fmt: skip
            self._people.add(taken.person)
            if taken.note:
                notes.append((self.looked.slug, key, taken.person, taken.note))
            if len(notes) >= _NOTES:
                self._note(notes)
            if writer.count % _EVERY == 0:
                self.progress(writer.count)
            if writer.count == self.count:
                break
        self._note(notes)
        yield writer.end()

    def _note(self, notes: list[tuple[str, str, str, str]]) -> None:
        """Words are there before the entry is: nothing that it tells of is ever without them."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_INSERT, notes)
        self._noted.extend(key for _slug, key, _person, _text in notes)
        notes.clear()

    def undo(self) -> None:
        """It was not said: what was kept for it goes, but for what somebody else has said meanwhile."""
        slug = self.looked.slug
        if self._sha256 and not ImportedTable.objects.filter(sha256=self._sha256).exists():
            content.store().drop(self._sha256)
        for begin in range(0, len(self._noted), 500):
            some = self._noted[begin : begin + 500]
            here = set(ImportedRow.objects.filter(commons=slug, id__in=some).values_list("id", flat=True))
            ImportedNote.objects.filter(commons=slug, key__in=[key for key in some if key not in here]).delete()
        forget_aliases(slug, self._aliases)


class _Pulled(io.RawIOBase):
    """A stream made of pieces that are computed when it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """The next piece, whatever size was asked for; nothing at the end."""
        return next((piece for piece in self._pieces if piece), b"")
